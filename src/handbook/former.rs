//! Ids and paths that documents had before, so that who knows them finds what they became.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, EntryIdx, Ids};
use crate::base::{DocId, RepoPath};
use crate::source::{CommitIdx, History, Past};

/// What documents were known by, where nothing is known by it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Former {
    /// Keys of ids.
    pub ids: BTreeMap<String, EntryIdx>,
    /// Paths.
    pub paths: BTreeMap<RepoPath, EntryIdx>,
}

impl Former {
    /// Follows every document through history, by its path and by where git finds that it was moved from, and by its id.
    pub(super) fn new(entries: &[Entry], ids: &Ids, history: &History) -> Self {
        let History::Known(past) = history else { return Self::default() };
        let current: BTreeSet<&RepoPath> = entries.iter().map(|it| &it.path).collect();
        let mut former = Self::default();
        for (idx, entry) in entries.iter().enumerate() {
            let (mut paths, keys) = walk(past, &entry.path);
            paths.extend(entry.control.revisions.iter().map(|it| &it.path));
            for path in paths.into_iter().filter(|it| !current.contains(*it)) {
                former.paths.entry(path.clone()).or_insert(idx);
            }
            for id in keys.into_iter().filter(|it| ids.find(it.as_str()).is_empty() && ids.successor(it.as_str()).is_none()) {
                former.ids.entry(id.key()).or_insert(idx);
            }
        }
        former
    }

    /// Whether nothing was ever known by another id or path.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.paths.is_empty()
    }

    /// The document that had an id.
    pub fn id(&self, id: &str) -> Option<EntryIdx> {
        self.ids.get(&DocId::new(id).key()).copied()
    }
}

/// Paths and ids that what is at a path had. Ends where the path was free, as what lay there before was something else.
fn walk<'a>(past: &'a Past, path: &RepoPath) -> (BTreeSet<&'a RepoPath>, BTreeSet<&'a DocId>) {
    let (mut paths, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut open: Vec<(&'a RepoPath, CommitIdx)> = past.files.get_key_value(path).map(|it| (it.0, 0)).into_iter().collect();
    while let Some((path, from)) = open.pop() {
        if !paths.insert(path) {
            continue;
        }
        for revision in past.files.get(path).into_iter().flatten().filter(|it| it.commit >= from) {
            // What a move took away is gone in the commit that the move was followed from.
            let Some(blob) = &revision.blob else {
                if revision.commit == from {
                    continue;
                }
                break;
            };
            ids.extend(past.facts.get(blob).and_then(|it| it.id.as_ref()));
            open.extend(revision.from.as_ref().and_then(|it| past.files.get_key_value(it)).map(|it| (it.0, revision.commit)));
        }
    }
    (paths, ids)
}
