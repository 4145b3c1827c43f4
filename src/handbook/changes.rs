//! What changed between two states of the handbook: documents added, changed, retired, moved or only written differently, with who
//! approved it and why it was done.
//!
//! A document is itself by its id, wherever its file lies; one without an id of its own by its path.

use std::collections::{BTreeMap, BTreeSet};

use super::document_control::{ChangeKind, Proof, RevisionRecord};
use super::{EntryIdx, Handbook};
use crate::base::RepoPath;
use crate::redline::{self, Amount, Redline};
use crate::source::Inputs;

/// A state of the handbook.
#[derive(Clone, Copy, Debug)]
pub struct HandbookState<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// What it was made of.
    pub inputs: &'a Inputs,
}

/// What happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentFate {
    /// It is new.
    Added,
    /// Its text or its front matter says something else.
    Changed,
    /// It is withdrawn, or its file is gone.
    Retired,
    /// Its file lies elsewhere, and it says what it said.
    Moved,
    /// It is written differently and says what it said: nothing to read.
    Reformatted,
}

impl DocumentFate {
    /// All of them, in the order told.
    pub const ALL: [Self; 5] = [Self::Added, Self::Changed, Self::Retired, Self::Moved, Self::Reformatted];

    /// A word for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Retired => "retired",
            Self::Moved => "moved",
            Self::Reformatted => "reformatted",
        }
    }
}

/// A document that is not as it was.
#[derive(Clone, Debug)]
pub struct DocumentChange<'a> {
    /// What happened to it.
    pub fate: DocumentFate,
    /// The document before.
    pub old: Option<EntryIdx>,
    /// The document afterwards.
    pub new: Option<EntryIdx>,
    /// Where its file was, if it lies elsewhere now.
    pub moved_from: Option<&'a RepoPath>,
    /// Both texts compared, where there are two that differ.
    pub redline: Option<Redline<'a>>,
    /// Words that came and went.
    pub words: Amount,
    /// The commits that lie between, the latest first: why it changed.
    pub revisions: Vec<&'a RevisionRecord>,
    /// Who approved the text as it is now, and how well that is proven. `None` if none is recorded or claimed.
    pub approval: Option<(Option<&'a str>, Proof)>,
}

/// All that changed between two states.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    /// Documents that are not as they were, in the order of their ids.
    pub documents: Vec<DocumentChange<'a>>,
    /// How many are as they were.
    pub n_unchanged: usize,
}

impl<'a> Changes<'a> {
    /// Documents of one fate.
    pub fn of(&self, fate: DocumentFate) -> impl Iterator<Item = &DocumentChange<'a>> {
        self.documents.iter().filter(move |it| it.fate == fate)
    }
}

/// Pairs of the same document in two handbooks, in the order of their ids; what only one of them holds alone.
pub fn same_documents(old: &Handbook, new: &Handbook) -> Vec<(Option<EntryIdx>, Option<EntryIdx>)> {
    let key = |handbook: &Handbook, at: EntryIdx| handbook.entries[at].document.id.value.key().to_owned();
    // Of two documents with one id the first is it, as everywhere.
    let by_key = |handbook: &Handbook| {
        let all = (0..handbook.entries.len()).rev();
        all.map(|at| (key(handbook, at), at)).collect::<BTreeMap<String, EntryIdx>>()
    };
    let (before, after) = (by_key(old), by_key(new));
    let mut pairs: BTreeMap<String, (Option<EntryIdx>, Option<EntryIdx>)> = BTreeMap::new();
    for (key, &at) in &after {
        pairs.insert(key.clone(), (before.get(key).copied(), Some(at)));
    }
    // An id that was given later: the path is what stayed.
    let paths: BTreeMap<&RepoPath, &String> = after.iter().map(|(key, &at)| (&new.entries[at].path, key)).collect();
    for (key, &at) in before.iter().filter(|it| !after.contains_key(it.0)) {
        let entry = &old.entries[at];
        let heir = paths.get(&entry.path).filter(|_| !entry.document.has_id).and_then(|key| pairs.get_mut(*key));
        match heir {
            Some(pair) if pair.0.is_none() => pair.0 = Some(at),
            _ => drop(pairs.insert(key.clone(), (Some(at), None))),
        }
    }
    pairs.into_values().collect()
}

/// Compares two states.
pub fn between<'a>(old: HandbookState<'a>, new: HandbookState<'a>) -> Changes<'a> {
    let mut documents = Vec::new();
    let mut n_unchanged = 0;
    for (before, after) in same_documents(old.handbook, new.handbook) {
        match document(old, new, before, after) {
            Some(change) => documents.push(change),
            None => n_unchanged += 1,
        }
    }
    Changes { documents, n_unchanged }
}

/// What happened to one document, by its places in both handbooks. `None` if nothing did.
pub fn document<'a>(
    old: HandbookState<'a>,
    new: HandbookState<'a>,
    before: Option<EntryIdx>,
    after: Option<EntryIdx>,
) -> Option<DocumentChange<'a>> {
    let was = before.map(|at| &old.handbook.entries[at]);
    let is = after.map(|at| &new.handbook.entries[at]);
    let moved_from = was.zip(is).filter(|(was, is)| was.path != is.path).map(|it| &it.0.path);
    let same_bytes = was.zip(is).is_some_and(|(was, is)| was.written.blob == is.written.blob);
    let text = |state: HandbookState<'a>, path: &RepoPath| state.inputs.text(path).map_or("", |it| &**it);
    let whole = |state: HandbookState<'a>, path: &RepoPath| redline::compare("", text(state, path)).words.added;
    let redline =
        was.zip(is).filter(|_| !same_bytes).map(|(was, is)| redline::compare(text(old, &was.path), text(new, &is.path)));
    let is_retired = is.is_none_or(|it| it.document.is_retired()) && was.is_some_and(|it| !it.document.is_retired());
    let differs = redline.as_ref().is_some_and(|it| !it.is_empty());
    let fate = match (was, is) {
        (None, None) => return None,
        (None, Some(_)) => DocumentFate::Added,
        _ if is_retired => DocumentFate::Retired,
        (Some(_), None) => return None,
        _ if differs => DocumentFate::Changed,
        _ if moved_from.is_some() => DocumentFate::Moved,
        _ if !same_bytes => DocumentFate::Reformatted,
        _ => return None,
    };
    let words = match (was, is) {
        (None, Some(is)) => Amount { added: whole(new, &is.path), removed: 0 },
        (Some(was), None) => Amount { added: 0, removed: whole(old, &was.path) },
        _ => redline.as_ref().map_or_else(Amount::default, |it| it.words),
    };
    let known: BTreeSet<_> = was.iter().flat_map(|it| &it.control.revisions).map(|it| &it.id).collect();
    let revisions = is.iter().flat_map(|it| &it.control.revisions).filter(|it| !known.contains(&it.id));
    let approval = is.and_then(|it| {
        let approval = it.control.approval.as_ref()?;
        let by = approval.event.and_then(|at| it.control.events.get(at)).map(|event| event.by.name.as_str());
        Some((by, approval.proof))
    });
    Some(DocumentChange { fate, old: before, new: after, moved_from, redline, words, revisions: revisions.collect(), approval })
}

/// For each edit of a redline the latest of the revisions between that changed the section it stands in. With one revision between,
/// that one.
pub fn commits_of<'a>(change: &DocumentChange<'a>) -> Vec<Option<&'a RevisionRecord>> {
    let Some(redline) = &change.redline else { return Vec::new() };
    let mut heading = String::new();
    let mut commits = Vec::with_capacity(redline.edits.len());
    for edit in &redline.edits {
        if let Some(block) = edit.new.first().map(|&it| &redline.new.blocks[it])
            && let redline::Kind::Heading(..) = block.kind
        {
            heading = redline.new.words(block.tokens.clone());
        }
        commits.push(match change.revisions.as_slice() {
            [one] => Some(*one),
            several => several.iter().copied().find(|it| touches(it, &heading)),
        });
    }
    commits
}

fn touches(revision: &RevisionRecord, heading: &str) -> bool {
    matches!(&revision.change, ChangeKind::Content(names) if names.iter().any(|it| it == heading))
}
