//! `glossary.yml`: terms and what they mean here.

use crate::base::Span;
use crate::yaml::{Fields, Reader};

/// A term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term as it is listed.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// Other forms: plurals, abbreviations.
    pub also: Vec<String>,
    /// Where it is defined.
    pub span: Span,
}

/// All terms, in alphabetical order without regard to case.
pub type Glossary = Vec<Term>;

/// Reads the file.
pub(super) fn read(reader: &Reader, fields: Fields<'_>) -> Glossary {
    let mut terms = Vec::new();
    for entry in fields.all() {
        let name = entry.key.value.clone();
        let span = entry.key.span;
        if let Some(definition) = entry.value.as_text() {
            terms.push(Term { name, definition: definition.to_owned(), also: Vec::new(), span });
            continue;
        }
        let term = reader.fields(&entry.value, &name);
        let also = term.texts("also").into_iter().map(|it| it.value).collect();
        if let Some(definition) = term.required_text("definition") {
            terms.push(Term { name, definition: definition.value, also, span });
        }
        term.finish();
    }
    terms.sort_by(|a, b| (a.name.to_lowercase(), &a.name).cmp(&(b.name.to_lowercase(), &b.name)));
    terms
}
