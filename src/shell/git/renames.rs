//! Which of the paths a commit added was there before under another name: git's rule. Equal bytes first, then at least 50 % alike.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Delta, DiffFindOptions, DiffOptions, Oid, Repository};

use super::tree::Differs;
use crate::base::RepoPath;

/// With more pairs than this limit's square git does not look for similar ones.
const RENAME_LIMIT: usize = 1_000;

/// For each path that is new where it was before. `old` and `new` are the trees that the paths are relative to.
pub(super) fn find(
    repository: &Repository,
    old: Option<Oid>,
    new: Option<Oid>,
    differs: &[Differs],
) -> BTreeMap<RepoPath, RepoPath> {
    let mut gone: Vec<&Differs> = differs.iter().filter(|it| it.after.is_none()).collect();
    let mut found = BTreeMap::new();
    if gone.is_empty() {
        return found;
    }
    let mut added = Vec::new();
    for it in differs.iter().filter(|it| it.before.is_none()) {
        let Some(leaf) = it.after.filter(|leaf| leaf.is_file()) else { continue };
        let equal = |other: &&Differs| other.before.is_some_and(|it| it.is_file() && it.id == leaf.id);
        let same_name = |other: &&Differs| equal(other) && other.path.file_name() == it.path.file_name();
        let at = gone.iter().position(|other| same_name(other)).or_else(|| gone.iter().position(|other| equal(other)));
        match at.filter(|_| !is_empty(leaf.id)) {
            Some(at) => drop(found.insert(it.path.clone(), gone.remove(at).path.clone())),
            None => added.push(it),
        }
    }
    gone.retain(|it| it.before.is_some_and(|leaf| leaf.is_file()));
    if let (Some(old), Some(new)) = (old, new)
        && !gone.is_empty()
        && !added.is_empty()
        && gone.len().saturating_mul(added.len()) <= RENAME_LIMIT * RENAME_LIMIT
    {
        // Where texts are missing, as in a partial clone, nothing can be said to be alike.
        found.extend(similar(repository, (old, new), &gone, &added).unwrap_or_default());
    }
    found
}

/// Git takes no empty file for another.
fn is_empty(id: Oid) -> bool {
    let sum = id.to_string();
    sum == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" || sum == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
}

fn similar(
    repository: &Repository,
    (old, new): (Oid, Oid),
    gone: &[&Differs],
    added: &[&Differs],
) -> Result<Vec<(RepoPath, RepoPath)>, git2::Error> {
    let (old, new) = (repository.find_tree(old)?, repository.find_tree(new)?);
    let mut options = DiffOptions::new();
    options.disable_pathspec_match(true).skip_binary_check(true);
    for it in gone.iter().chain(added) {
        options.pathspec(it.path.as_str());
    }
    let mut diff = repository.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options))?;
    let mut find = DiffFindOptions::new();
    diff.find_similar(Some(find.renames(true).rename_threshold(50).rename_limit(RENAME_LIMIT)))?;
    let (gone, added): (BTreeSet<&RepoPath>, BTreeSet<&RepoPath>) =
        (gone.iter().map(|it| &it.path).collect(), added.iter().map(|it| &it.path).collect());
    let path = |bytes: Option<&[u8]>| RepoPath::new(std::str::from_utf8(bytes?).ok()?).ok();
    let renamed = diff.deltas().filter(|it| it.status() == Delta::Renamed);
    let pairs = renamed.filter_map(|it| Some((path(it.new_file().path_bytes())?, path(it.old_file().path_bytes())?)));
    Ok(pairs.filter(|(to, from)| added.contains(to) && gone.contains(from)).collect())
}
