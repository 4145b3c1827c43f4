//! What tags lead to: the files there, what documents say in them, and which tagged commit descends from which.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Oid, Repository, Sort};

use super::objects::Objects;
use super::open::{Opened, oid};
use super::packs::Store;
use super::past::{self, MAX_TEXT};
use super::{commit, texts};
use crate::base::{BlobId, CommitId};
use crate::config;
use crate::source::{Past, RevisionFacts, Tag, Tagged, TaggedState};

/// More tags than anybody looks through.
const MAX_TAGS: usize = 1_000;

/// Reads what the tags whose names are wanted lead to; the latest ones if there are too many. `past` is what is known of the built revision.
pub(in crate::shell) fn tagged(
    opened: &Opened,
    past: &Past,
    wanted: &dyn Fn(&str) -> bool,
    facts: &(dyn Fn(&str) -> RevisionFacts + Sync),
) -> Result<Tagged, git2::Error> {
    let objects = Objects::new(&opened.repository)?;
    let own = past.tags.iter().map(|it| (it, true));
    let mut found: Vec<(&Tag, bool)> =
        own.chain(past.stray_tags.iter().map(|it| (it, false))).filter(|it| wanted(&it.0.name)).collect();
    found.sort_by(|a, b| (b.0.committed, &b.0.name).cmp(&(a.0.committed, &a.0.name)));
    let left_out = found.len().saturating_sub(MAX_TAGS);
    found.truncate(MAX_TAGS);
    let commits: BTreeSet<CommitId> = found.iter().map(|it| it.0.commit.clone()).collect();
    let Descent { reached_from, on_branches } = descent(&opened.repository, &commits);
    let state = |(tag, on_branch): &(&Tag, bool)| {
        let files = || {
            let at = oid(&opened.repository, &tag.commit).ok_or_else(|| String::from("its commit has no usable id"))?;
            let links = objects.commit(at).and_then(|raw| commit::links(&objects, at, &raw));
            let files = links.and_then(|links| past::head_files(&objects, links.tree, &opened.folder));
            files.map_err(|why| why.reason())
        };
        TaggedState {
            on_branch: *on_branch,
            on_any_branch: *on_branch || on_branches.contains(&tag.commit),
            files: files(),
            tag: (*tag).clone(),
        }
    };
    let states: Vec<TaggedState> = found.iter().map(state).collect();
    let facts = read_facts(opened, past, &states, facts)?;
    Ok(Tagged { reached_from, states, facts, left_out })
}

/// What the documents of the states say; what is known of them already is not read again.
fn read_facts(
    opened: &Opened,
    past: &Past,
    states: &[TaggedState],
    facts: &(dyn Fn(&str) -> RevisionFacts + Sync),
) -> Result<BTreeMap<BlobId, RevisionFacts>, git2::Error> {
    let files = states.iter().filter_map(|it| it.files.as_ref().ok()).flatten();
    let documents: BTreeSet<&BlobId> = files.filter(|it| config::may_be_document(it.0)).map(|it| it.1).collect();
    let known = |blob: &&BlobId| Some(((*blob).clone(), past.facts.get(*blob)?.clone()));
    let mut found: BTreeMap<BlobId, RevisionFacts> = documents.iter().filter_map(known).collect();
    let new: Vec<BlobId> = documents.into_iter().filter(|it| !found.contains_key(*it)).cloned().collect();
    found.extend(texts::map(&Store::without_packs(opened.place()), &new, MAX_TEXT, &|text, _| facts(text))?.found);
    Ok(found)
}

/// How commits stand to each other and to branches.
#[derive(Default)]
struct Descent {
    /// For each commit those of the others that descend from it.
    reached_from: BTreeMap<CommitId, BTreeSet<CommitId>>,
    /// Those that a branch descends from, or leads to.
    on_branches: BTreeSet<CommitId>,
}

/// Which of some commits, as bits, and in the last bit whether a branch.
type Marks = Vec<u64>;

fn set(marks: &mut Marks, at: usize) {
    marks[at / 64] |= 1 << (at % 64);
}

fn has(marks: &Marks, at: usize) -> bool {
    marks[at / 64] & (1 << (at % 64)) != 0
}

/// Walks down from commits and branches. What cannot be walked is left out.
fn descent(repository: &Repository, commits: &BTreeSet<CommitId>) -> Descent {
    let names: Vec<(&CommitId, Oid)> = commits.iter().filter_map(|id| Some((id, oid(repository, id)?))).collect();
    let branches = branches(repository);
    let mut found = Descent::default();
    let empty: Marks = vec![0; (names.len() + 1).div_ceil(64)];
    let numbers: BTreeMap<Oid, usize> = names.iter().enumerate().map(|(at, it)| (it.1, at)).collect();
    let Ok(mut walk) = repository.revwalk() else { return found };
    let pushed = names.iter().map(|it| &it.1).chain(&branches).all(|it| walk.push(*it).is_ok());
    if !pushed || walk.set_sorting(Sort::TOPOLOGICAL).is_err() {
        return found;
    }
    // What reaches a commit that is still to come in the walk.
    let mut marks: BTreeMap<Oid, Marks> = BTreeMap::new();
    for id in walk.flatten() {
        let mut mark = marks.remove(&id).unwrap_or_else(|| empty.clone());
        if branches.contains(&id) {
            set(&mut mark, names.len());
        }
        if let Some(&at) = numbers.get(&id) {
            let above = (0..names.len()).filter(|it| has(&mark, *it));
            found.reached_from.insert(names[at].0.clone(), above.map(|it| names[it].0.clone()).collect());
            found.on_branches.extend(has(&mark, names.len()).then(|| names[at].0.clone()));
            set(&mut mark, at);
        }
        let Ok(commit) = repository.find_commit(id) else { continue };
        for parent in commit.parent_ids() {
            let into = marks.entry(parent).or_insert_with(|| empty.clone());
            into.iter_mut().zip(&mark).for_each(|(into, from)| *into |= from);
        }
    }
    found
}

/// The commits that branches lead to.
fn branches(repository: &Repository) -> BTreeSet<Oid> {
    let Ok(branches) = repository.branches(None) else { return BTreeSet::new() };
    branches.flatten().filter_map(|(branch, _)| Some(branch.get().peel_to_commit().ok()?.id())).collect()
}
