//! Placeholder of the Markdown layer.

use crate::base::{Span, Spanned};
use crate::diag::Diagnostic;
use crate::yaml::Node;

/// One parsed file.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Front matter.
    pub front: Option<Node>,
    /// Its place.
    pub front_span: Span,
    /// There is some.
    pub has_front: bool,
    /// Body.
    pub body: Span,
    /// Headings.
    pub outline: Vec<Section>,
    /// Links.
    pub references: Vec<Reference>,
    /// Mistakes.
    pub diagnostics: Vec<Diagnostic<Span>>,
    /// Too deep.
    pub too_deep: bool,
    /// First heading of level 1.
    pub title: Option<Spanned<String>>,
    /// First paragraph.
    pub lead: Option<String>,
}
/// Heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Level.
    pub level: u8,
    /// Place.
    pub span: Span,
    /// Text.
    pub title: String,
    /// Anchor.
    pub anchor: String,
    /// Own anchor.
    pub explicit: bool,
    /// Clauses.
    pub tags: Vec<Spanned<String>>,
    /// Coverage.
    pub coverage: Option<Spanned<String>>,
    /// Note.
    pub note: Option<String>,
    /// Number.
    pub number: String,
}
/// Link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Place.
    pub span: Span,
    /// Kind.
    pub kind: ReferenceKind,
    /// Text.
    pub label: String,
    /// Section.
    pub section: Option<usize>,
    /// Sentence.
    pub sentence: String,
    /// Where in it.
    pub at: usize,
}
/// Kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// Wiki.
    Wiki {
        /// Target.
        target: Spanned<String>,
        /// Anchor.
        anchor: Option<Spanned<String>>,
        /// Label.
        labelled: bool,
    },
    /// Link.
    Link {
        /// Url.
        url: String,
    },
    /// Image.
    Image {
        /// Url.
        url: String,
    },
    /// Value.
    Value {
        /// Name.
        name: String,
    },
}

/// Placeholder.
pub fn parse(_text: &str) -> Parsed {
    Parsed::default()
}
