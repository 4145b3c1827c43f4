//! What can be found.

use super::stems::Language;

/// Kinds of records, in the order in which equals are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A document, with its sections.
    Document,
    /// A clause of a framework.
    Clause,
    /// A role.
    Role,
    /// A term of the glossary.
    Term,
    /// An entry of a register.
    Entry,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 5] = [Self::Document, Self::Clause, Self::Role, Self::Term, Self::Entry];

    /// Its word in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Clause => "clause",
            Self::Role => "role",
            Self::Term => "term",
            Self::Entry => "entry",
        }
    }
}

/// A page, or a part of one that is found by itself.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Its address from the root of the site.
    pub href: String,
    /// Its id or number; empty for what has none.
    pub label: String,
    /// Its title.
    pub title: String,
    /// What is shown beside the title: a version, a framework, a register.
    pub detail: String,
    /// The sign shown beside it, by name; empty for none.
    pub sign: String,
    /// Its text, sections left out.
    pub text: String,
    /// Words that find it and are not shown: clauses it answers, other names, its owner.
    pub tags: Vec<String>,
    /// Other titles it has.
    pub also: Vec<String>,
    /// Its language.
    pub language: Language,
    /// What results are narrowed by.
    pub facets: Facets,
    /// What it counts beside others that fit as well, in sixteenths and at most 16: what people look for before what explains it,
    /// what is withdrawn last.
    pub weight: u8,
    /// Its sections.
    pub sections: Vec<SectionText>,
}

/// What results are narrowed by, in the words of the site; empty where it does not apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Type of document, or kind of record.
    pub kind: String,
    /// The role that owns it.
    pub owner: String,
    /// Its status.
    pub status: String,
    /// Its classification.
    pub classification: String,
    /// Clauses it answers: number and title.
    pub clauses: Vec<String>,
}

/// A section of a document.
#[derive(Clone, Debug)]
pub struct SectionText {
    /// Its number, as in `4.1`.
    pub number: String,
    /// Its heading.
    pub heading: String,
    /// Its anchor.
    pub anchor: String,
    /// Its text.
    pub text: String,
    /// Clauses it answers.
    pub tags: Vec<String>,
}
