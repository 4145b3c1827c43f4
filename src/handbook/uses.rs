//! What a document names outside its body's links, each with its place: clauses it is tagged with, roles, ids.
//!
//! Whether these exist is judged in `check`. Names that a `defaults` rule supplies have the place of the front matter.

use super::{Backlink, Entry, EntryIdx, Handbook, Resolved};
use crate::base::{ClauseRef, Span, Spanned};
use crate::config::clause_ref;
use crate::diag::Place;
use crate::model::{ClauseTag, Document, FieldValue, Item, Provides, TypedField};
use crate::syntax::Reference;

/// What carries a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer<'a> {
    /// The document as a whole.
    Document,
    /// A section of this title.
    Section(&'a str),
    /// An entry of a register.
    Item(&'a Item),
    /// A field that the document's type defines.
    Field,
}

impl Entry {
    /// All tags, in the order document, sections, fields, entries.
    pub fn tags(&self) -> impl Iterator<Item = (Bearer<'_>, &ClauseTag)> {
        let document = &self.document;
        let whole = document.clauses.iter().map(|tag| (Bearer::Document, tag));
        let sections = document.parsed.outline.iter().zip(&document.section_tags);
        let sections = sections.flat_map(|(it, tags)| tags.iter().map(move |tag| (Bearer::Section(&it.title), tag)));
        let fields = document.fields.values().flat_map(clauses_of).map(|tag| (Bearer::Field, tag));
        let items = items_of(document)
            .flat_map(|item| item.fields.values().flat_map(clauses_of).map(move |tag| (Bearer::Item(item), tag)));
        whole.chain(sections).chain(fields).chain(items)
    }

    /// All claims to be required documented information.
    pub fn provisions(&self) -> impl Iterator<Item = &Provides> {
        let fields = typed_fields(&self.document).flat_map(|field| match &field.value {
            FieldValue::Provides(provides) => provides.as_slice(),
            _ => &[],
        });
        self.document.provides.iter().chain(fields)
    }

    /// All roles named in front matter.
    pub fn role_names(&self) -> impl Iterator<Item = (&str, Span)> {
        let document = &self.document;
        let heads = document.owner.iter().chain(&document.approver);
        let rows = document
            .raci
            .iter()
            .flat_map(|row| row.responsible.iter().chain(&row.accountable).chain(&row.consulted).chain(&row.informed));
        let fields = typed_fields(document).filter_map(|field| match &field.value {
            FieldValue::Role(role) => Some((role.as_str(), field.span)),
            _ => None,
        });
        heads.chain(rows).map(|it| (it.value.as_str(), it.span)).chain(fields)
    }

    /// All ids named in front matter that have to exist: not what the document supersedes, which may be gone, and not
    /// what it is evidence for, which may be a clause.
    pub fn id_names(&self) -> impl Iterator<Item = &Spanned<String>> {
        let document = &self.document;
        let original = document.translation_of.iter().map(|it| &it.id);
        let fields = typed_fields(document).flat_map(|field| match &field.value {
            FieldValue::Id(id) => std::slice::from_ref(id),
            FieldValue::Ids(ids) => ids,
            _ => &[],
        });
        document.related.iter().chain(&document.replaced_by).chain(original).chain(fields)
    }
}

fn clauses_of(field: &TypedField) -> &[ClauseTag] {
    if let FieldValue::Clauses(tags) = &field.value { tags } else { &[] }
}

/// The entries a document holds, and the one it is.
fn items_of(document: &Document) -> impl Iterator<Item = &Item> {
    document.item.iter().chain(&document.entries)
}

fn typed_fields(document: &Document) -> impl Iterator<Item = &TypedField> {
    document.fields.values().chain(items_of(document).flat_map(|item| item.fields.values()))
}

impl Handbook {
    /// A document's references with what each turned out to be.
    pub fn references(&self, idx: EntryIdx) -> impl Iterator<Item = (&Reference, &Resolved)> {
        self.entries[idx].document.parsed.references.iter().zip(&self.links.by_entry[idx])
    }

    /// Where a link stands; nowhere if it comes from front matter.
    pub fn place_of(&self, link: Backlink) -> Option<Place> {
        let entry = &self.entries[link.from];
        Some(Place::new(&entry.path, entry.document.parsed.references.get(link.reference?)?.span))
    }

    /// The clause that a name in `evidence_for` means: one that is no id and has the form of a clause.
    pub fn evidence_clause(&self, name: &str) -> Option<ClauseRef> {
        if !self.ids.find(name).is_empty() {
            return None;
        }
        let numbered = name.split('.').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()));
        let known = || self.catalogue.framework(self.primary()).is_some_and(|it| it.clause(name).is_some());
        (numbered || name.contains(':') || known()).then(|| clause_ref(name, self.primary()))
    }

    /// Whether documents of this one's type are evidence of what happened.
    pub fn is_record(&self, entry: &Entry) -> bool {
        self.config.types.documents.get(&entry.document.kind.value).is_some_and(|it| it.record)
    }
}
