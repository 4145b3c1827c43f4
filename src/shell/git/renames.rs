//! Which of the paths a commit added was there before under another name, by git's rule (`git diff -M`, gitdiffcore).
//!
//! First equal bytes, then the same file name with at least 75 % alike, then whatever is at least 50 % alike, the most alike first.
//! Each path that is gone is used once. How alike two texts are is counted as git counts it: `similarity`. Links are left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use git2::{Oid, Repository};

use super::objects::Objects;
use super::packs::Store;
use super::similarity::{self, Spans};
use crate::base::{BlobId, RepoPath};
use crate::pipeline::parallel;
use crate::source::Change;

/// With more pairs than the square of this git does not look for similar ones.
const RENAME_LIMIT: usize = 1_000;
/// Pairs that are looked at over all commits, at most; the latest commits come first.
const MAX_PAIRS: usize = 20_000_000;
/// Largest text that is compared with others, in bytes.
const MAX_TEXT: usize = 4 << 20;
/// What is kept of the possible origins of one path, as in git.
const CANDIDATES: usize = 4;

/// Paths that are new or gone in a commit.
struct Open<'a> {
    gone: Vec<(&'a RepoPath, &'a BlobId)>,
    added: Vec<(&'a RepoPath, &'a BlobId)>,
    pairs: Vec<(RepoPath, RepoPath)>,
}

/// For each list of changes which path was moved where: to, from.
pub(super) fn find(store: &Store, lists: &[&[Change]]) -> Result<Vec<Vec<(RepoPath, RepoPath)>>, git2::Error> {
    let mut left = MAX_PAIRS;
    let mut work: Vec<(usize, Open<'_>)> = Vec::new();
    let mut found: Vec<Vec<(RepoPath, RepoPath)>> = vec![Vec::new(); lists.len()];
    for (at, changes) in lists.iter().enumerate() {
        let mut open = equal(changes);
        found[at] = std::mem::take(&mut open.pairs);
        let pairs = open.gone.len().saturating_mul(open.added.len());
        if pairs > 0 && pairs <= left {
            left -= pairs;
            work.push((at, open));
        }
    }
    let stretches: Vec<&[(usize, Open<'_>)]> = work.chunks(work.len().div_ceil(32).max(16)).collect();
    let stretch = |work: &&[(usize, Open<'_>)]| -> Result<Vec<Vec<(RepoPath, RepoPath)>>, git2::Error> {
        let repository = Repository::open(&store.place)?;
        let objects = Objects::of_store(&repository, store)?;
        Ok(work.iter().map(|(_, open)| similar(&objects, open)).collect())
    };
    let similar = parallel::map(&stretches, stretch);
    for (stretch, similar) in stretches.iter().zip(similar) {
        for ((at, _), pairs) in stretch.iter().zip(similar?) {
            found[*at].extend(pairs);
        }
    }
    Ok(found)
}

/// Takes out what moved without a change.
fn equal(changes: &[Change]) -> Open<'_> {
    let gone = |it: &&Change| it.after.is_none() && it.before.is_some();
    let gone: Vec<_> = changes.iter().filter(gone).filter_map(|it| Some((&it.path, it.before.as_ref()?))).collect();
    let mut open = Open { gone: Vec::new(), added: Vec::new(), pairs: Vec::new() };
    if gone.is_empty() {
        return open;
    }
    let mut by_blob: BTreeMap<&BlobId, Vec<&RepoPath>> = BTreeMap::new();
    for (path, blob) in &gone {
        by_blob.entry(blob).or_default().push(path);
    }
    let mut used = BTreeSet::new();
    for it in changes.iter().filter(|it| it.before.is_none()) {
        let Some(after) = &it.after else { continue };
        let Some(same) = by_blob.get_mut(after).filter(|it| !it.is_empty()) else {
            open.added.push((&it.path, after));
            continue;
        };
        let at = same.iter().position(|other| other.file_name() == it.path.file_name()).unwrap_or(0);
        let from = same.remove(at);
        used.insert(from);
        open.pairs.push((it.path.clone(), from.clone()));
    }
    open.gone = gone.into_iter().filter(|it| !used.contains(it.0)).collect();
    open
}

/// Finds what moved and was changed on the way. A text that cannot be read is like no other.
fn similar(objects: &Objects<'_>, open: &Open<'_>) -> Vec<(RepoPath, RepoPath)> {
    let spans = |it: &(&RepoPath, &BlobId)| -> Option<Spans> {
        let id: Option<Oid> = objects.id(it.1.as_str().as_bytes());
        objects.blob(id?, MAX_TEXT).ok().flatten().map(|bytes| Spans::of(&bytes))
    };
    let gone: Vec<Option<Spans>> = open.gone.iter().map(spans).collect();
    let added: Vec<Option<Spans>> = open.added.iter().map(spans).collect();
    let score = |from: usize, to: usize| match (&gone[from], &added[to]) {
        (Some(from), Some(to)) => from.score(to),
        _ => 0,
    };
    let mut from_of: Vec<Option<usize>> = vec![None; added.len()];
    let mut used = vec![false; gone.len()];
    let names = |all: &[(&RepoPath, &BlobId)]| -> BTreeMap<String, Option<usize>> {
        let mut names = BTreeMap::new();
        for (at, (path, _)) in all.iter().enumerate() {
            names.entry(path.file_name().to_owned()).and_modify(|it| *it = None).or_insert(Some(at));
        }
        names
    };
    let targets = names(&open.added);
    for (name, from) in names(&open.gone) {
        if let (Some(from), Some(Some(to))) = (from, targets.get(&name))
            && score(from, *to) >= similarity::SAME_NAME
        {
            from_of[*to] = Some(from);
            used[from] = true;
        }
    }
    let (left_gone, left_added) = (used.iter().filter(|it| !**it).count(), from_of.iter().filter(|it| it.is_none()).count());
    if left_gone.saturating_mul(left_added) <= RENAME_LIMIT * RENAME_LIMIT {
        for (_, _, from, to) in candidates(open, &used, &from_of, score) {
            if from_of[to].is_none() && !used[from] {
                from_of[to] = Some(from);
                used[from] = true;
            }
        }
    }
    let pair = |(to, from): (usize, &Option<usize>)| Some((open.added[to].0.clone(), open.gone[(*from)?].0.clone()));
    from_of.iter().enumerate().filter_map(pair).collect()
}

/// Score, whether the file name is the same, from, to; the best first.
fn candidates(
    open: &Open<'_>,
    used: &[bool],
    from_of: &[Option<usize>],
    score: impl Fn(usize, usize) -> u64,
) -> Vec<(u64, bool, usize, usize)> {
    let mut all = Vec::new();
    for to in (0..open.added.len()).filter(|to| from_of[*to].is_none()) {
        let mut best: Vec<(u64, bool, usize, usize)> = Vec::new();
        for from in (0..open.gone.len()).filter(|from| !used[*from]) {
            let score = score(from, to);
            if score >= similarity::ALIKE {
                best.push((score, open.gone[from].0.file_name() == open.added[to].0.file_name(), from, to));
            }
        }
        best.sort_by_key(|it| Reverse((it.0, it.1)));
        best.truncate(CANDIDATES);
        all.extend(best);
    }
    all.sort_by_key(|it| Reverse((it.0, it.1)));
    all
}
