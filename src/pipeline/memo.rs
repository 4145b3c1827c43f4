//! What was worked out before, by the content it was worked out from, so that it is not worked out again.
//!
//! An entry cannot be wrong, only unused: its key holds everything its value depends on. What two builds in a row did not use goes.
//! The law, tested: a build with a full memo is the build with an empty one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::outcome::BuiltEdition;
use crate::base::{BlobId, Digest, RepoPath, Span};
use crate::diag::Diagnostic;
use crate::handbook::document_control::Judged;
use crate::model::Document;
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::RevisionFacts;
use crate::syntax::Parsed;

/// Builds in a row that an unused entry outlives.
const KEPT_BUILDS: u64 = 2;

/// What earlier builds worked out. Shared by whoever builds, from whatever thread.
#[derive(Debug, Default)]
pub struct Memo {
    kept: Mutex<Kept>,
    /// Nothing is remembered, so that what is made need not be copied.
    off: bool,
}

#[derive(Debug, Default)]
struct Kept {
    build: u64,
    /// Texts that documents hold.
    texts: BTreeMap<BlobId, Weak<TextRead>>,
    documents: Shelf<DocumentKey, Arc<DocumentRead>>,
    themes: Shelf<Digest, Arc<ThemeRead>>,
    editions: Shelf<Digest, Arc<BuiltEdition>>,
    /// The latest judgement of the documents of the working tree.
    judged: Option<Arc<Judged>>,
}

/// What a text says by itself.
#[derive(Debug)]
pub(super) struct TextRead {
    /// The text. Its blob is not enough: where git changes line ends, texts that differ in these alone go by one.
    pub(super) text: Arc<str>,
    pub(super) parsed: Arc<Parsed>,
    pub(super) facts: Arc<RevisionFacts>,
}

/// What a document depends on beside its text: where it lies, and the settings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DocumentKey {
    pub(super) blob: BlobId,
    pub(super) path: RepoPath,
    pub(super) settings: Digest,
}

/// A text read as a document.
#[derive(Clone, Debug)]
pub(super) struct DocumentRead {
    pub(super) text: Arc<TextRead>,
    pub(super) document: Arc<Document>,
    pub(super) diagnostics: Vec<Diagnostic<Span>>,
}

/// A compiled theme and what is wrong with it.
#[derive(Debug)]
pub(super) struct ThemeRead {
    pub(super) theme: Arc<Theme>,
    pub(super) problems: Vec<ThemeProblem>,
}

impl Memo {
    /// With nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that remembers nothing: for whoever builds one edition once.
    pub fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Whether anything is remembered.
    pub(super) fn remembers(&self) -> bool {
        !self.off
    }

    /// What a text says, if it was read before.
    pub(super) fn text(&self, blob: &BlobId, text: &Arc<str>) -> Option<Arc<TextRead>> {
        self.with(|kept| kept.texts.get(blob)?.upgrade()).filter(|it| is_same(&it.text, text))
    }

    /// A document, if that very reading of its text was read as one before.
    pub(super) fn document(&self, key: &DocumentKey, text: &Arc<str>) -> Option<Arc<DocumentRead>> {
        self.with(|kept| kept.documents.get(key, kept.build)).filter(|it| is_same(&it.text.text, text))
    }

    /// Keeps what was read now.
    pub(super) fn keep_documents(&self, read: impl Iterator<Item = (DocumentKey, Arc<DocumentRead>)>) {
        if self.off {
            return;
        }
        self.with(|kept| {
            for (key, document) in read {
                kept.texts.insert(key.blob.clone(), Arc::downgrade(&document.text));
                kept.documents.put(key, document, kept.build);
            }
        });
    }

    /// The latest judgement of documents.
    pub(super) fn judged(&self) -> Option<Arc<Judged>> {
        self.with(|kept| kept.judged.clone())
    }

    /// Keeps a judgement.
    pub(super) fn keep_judged(&self, judged: Judged) {
        self.with(|kept| kept.judged = Some(Arc::new(judged)));
    }

    /// The theme of a key, made if need be.
    pub(super) fn theme(&self, key: Digest, make: impl FnOnce() -> ThemeRead) -> Arc<ThemeRead> {
        self.with(|kept| kept.themes.get(&key, kept.build)).unwrap_or_else(|| {
            let made = Arc::new(make());
            self.with(|kept| kept.themes.put(key, Arc::clone(&made), kept.build));
            made
        })
    }

    /// The edition of a key, made if need be.
    pub(super) fn edition(&self, key: Digest, make: impl FnOnce() -> BuiltEdition) -> Arc<BuiltEdition> {
        self.with(|kept| kept.editions.get(&key, kept.build)).unwrap_or_else(|| {
            let made = Arc::new(make());
            self.with(|kept| kept.editions.put(key, Arc::clone(&made), kept.build));
            made
        })
    }

    /// Ends a build: what was not used for a while goes.
    pub(super) fn end_build(&self) {
        self.with(|kept| {
            let oldest = (kept.build + 1).saturating_sub(KEPT_BUILDS);
            kept.documents.drop_before(oldest);
            kept.texts.retain(|_, it| it.strong_count() > 0);
            kept.themes.drop_before(oldest);
            kept.editions.drop_before(oldest);
            kept.build += 1;
        });
    }

    /// How many entries of all kinds there are.
    pub fn len(&self) -> usize {
        self.with(|kept| kept.texts.len() + kept.documents.0.len() + kept.themes.0.len() + kept.editions.0.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn with<T>(&self, run: impl FnOnce(&mut Kept) -> T) -> T {
        run(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn is_same(a: &Arc<str>, b: &Arc<str>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

/// Entries with the last build that used them.
#[derive(Debug)]
struct Shelf<K, V>(BTreeMap<K, (u64, V)>);

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, V: Clone> Shelf<K, V> {
    fn get(&mut self, key: &K, build: u64) -> Option<V> {
        let (used, value) = self.0.get_mut(key)?;
        *used = build;
        Some(value.clone())
    }

    fn put(&mut self, key: K, value: V, build: u64) {
        self.0.insert(key, (build, value));
    }

    fn drop_before(&mut self, oldest: u64) {
        self.0.retain(|_, (used, _)| *used >= oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn what_is_not_used_goes() {
        let mut shelf: Shelf<&str, u8> = Shelf::default();
        shelf.put("a", 1, 0);
        shelf.put("b", 2, 0);
        assert_eq!(shelf.get(&"a", 1), Some(1));
        shelf.drop_before(1);
        assert_eq!((shelf.get(&"a", 2), shelf.get(&"b", 2)), (Some(1), None));
    }
}
