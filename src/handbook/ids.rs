//! Who is meant by an id: documents and entries by their ids, without regard to case.

use std::collections::BTreeMap;

use super::{Entry, EntryIdx, ItemRef};
use crate::base::DocId;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A document.
    Document(EntryIdx),
    /// An entry in a document.
    Item(ItemRef),
}

/// All ids. Two things with one id are both kept, so that both can be shown and pointed at.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    by_key: BTreeMap<String, Vec<Target>>,
    /// Successors of ids that documents say they supersede.
    superseded: BTreeMap<String, EntryIdx>,
    /// Documents by title and by file name, for links in plain repositories.
    by_name: BTreeMap<String, Vec<EntryIdx>>,
}

impl Ids {
    /// Indexes the documents.
    pub(super) fn new(entries: &[Entry]) -> Self {
        let mut ids = Self::default();
        for (idx, entry) in entries.iter().enumerate() {
            let document = &entry.document;
            ids.by_key.entry(document.id.value.key()).or_default().push(Target::Document(idx));
            for (item, it) in document.entries.iter().enumerate() {
                ids.by_key.entry(it.id.value.key()).or_default().push(Target::Item(ItemRef { entry: idx, item: Some(item) }));
            }
            for old in &document.supersedes {
                ids.superseded.entry(DocId::new(old.value.clone()).key()).or_insert(idx);
            }
            let mut names = vec![document.title.value.to_lowercase(), entry.path.stem().to_lowercase()];
            names.dedup();
            for name in names {
                ids.by_name.entry(name).or_default().push(idx);
            }
        }
        ids
    }

    /// Everything that has this id.
    pub fn find(&self, id: &str) -> &[Target] {
        self.by_key.get(&DocId::new(id).key()).map_or(&[], Vec::as_slice)
    }

    /// The first document with this id.
    pub fn document(&self, id: &str) -> Option<EntryIdx> {
        self.find(id).iter().find_map(|it| if let Target::Document(idx) = it { Some(*idx) } else { None })
    }

    /// The document that says it supersedes this id.
    pub fn successor(&self, id: &str) -> Option<EntryIdx> {
        self.superseded.get(&DocId::new(id).key()).copied()
    }

    /// Documents whose title or file name this is.
    pub fn named(&self, name: &str) -> &[EntryIdx] {
        self.by_name.get(&name.trim().to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// All ids that are given more than once.
    pub fn repeated(&self) -> impl Iterator<Item = &[Target]> {
        self.by_key.values().map(Vec::as_slice).filter(|targets| targets.len() > 1)
    }

    /// All ids, as keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }
}
