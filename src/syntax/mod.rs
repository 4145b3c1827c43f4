//! One Markdown file, read into a value that depends on its text alone: front matter as a tree, outline, references,
//! plain text, diagnostics.
//!
//! Knows neither settings nor other files, and never fails: what an author may write gives a value and diagnostics.
//! `events` is the one way to walk a body; the facts here and the pages of `render` are made from the same stream, so
//! that the third reference of the one is the third of the other.

mod attributes;
mod elements;
mod events;
mod facts;
mod fence;
pub(crate) mod html;
mod markup;
mod runs;
mod sentence;
#[cfg(test)]
mod tests;

pub use elements::{Element, is_in_line};
pub use events::{Braces, Event, Item, Stream, Undefined, events};
pub(crate) use facts::is_folded;
pub use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, LinkType, Tag, TagEnd};

use std::ops::Range;

use crate::base::{Span, Spanned};
use crate::diag::{Diagnostic, codes};
use crate::yaml;

/// The largest front matter, in bytes.
const MAX_FRONT: usize = 256 * 1024;

/// Everything one text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The front matter, if there is one and it can be read.
    pub front: Option<yaml::Node>,
    /// The front matter with both fences; empty at 0 without one.
    pub front_span: Span,
    /// Whether there is front matter, readable or not.
    pub has_front: bool,
    /// The rest of the file.
    pub body: Span,
    /// The headings, in order.
    pub outline: Vec<Section>,
    /// Links, images and values, in the order and number of the event stream.
    pub references: Vec<Reference>,
    /// Plain text of paragraphs, list items and table rows, in order. Code blocks are not in here.
    pub blocks: Vec<TextBlock>,
    /// Text of code blocks, in order.
    pub code: Vec<CodeText>,
    /// Footnotes and reference links without a definition.
    pub undefined: Vec<Undefined>,
    /// The first heading of level 1, for documents without front matter.
    pub title: Option<Spanned<String>>,
    /// The first paragraph, at most 300 characters.
    pub lead: Option<String>,
    /// The body is nested beyond the limit; outline, references and blocks are empty, and it is shown as its source.
    pub too_deep: bool,
    /// What is wrong with the text by itself.
    pub diagnostics: Vec<Diagnostic<Span>>,
}

/// A heading and its attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The level as written, 1 to 6.
    pub level: u8,
    /// The level as shown, so that none is skipped: 2 to 6, and 1 for a title that opens the body.
    pub depth: u8,
    /// Whether it stands in a quote, a list or another element; such a heading begins no section and has no number.
    pub nested: bool,
    /// The heading.
    pub span: Span,
    /// Its plain text.
    pub title: String,
    /// Its anchor, unique in the document.
    pub anchor: String,
    /// Where the anchor is written; the heading if it was made from the title.
    pub anchor_span: Span,
    /// Whether the anchor is written in the text.
    pub explicit: bool,
    /// The words of `clauses="…"`.
    pub tags: Vec<Spanned<String>>,
    /// `full` or `partial`, if given.
    pub coverage: Option<Spanned<String>>,
    /// The note on the tags.
    pub note: Option<String>,
    /// `3`, `3.1`: counted by shown level; empty for the title and for nested headings.
    pub number: String,
}

impl Section {
    fn new(level: u8, span: Span, nested: bool) -> Self {
        Self {
            level,
            depth: 2,
            nested,
            span,
            title: String::new(),
            anchor: String::new(),
            anchor_span: span,
            explicit: false,
            tags: Vec::new(),
            coverage: None,
            note: None,
            number: String::new(),
        }
    }
}

/// Something that points elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The whole of it.
    pub span: Span,
    /// What it is.
    pub kind: ReferenceKind,
    /// The plain text it is shown with; empty if it has none of its own.
    pub label: String,
    /// The heading it stands below, as an index into the outline.
    pub section: Option<usize>,
    /// The sentence it stands in, plain, at most 240 characters; a link without a label shows its target, a value its name
    /// in braces.
    pub sentence: String,
    /// Where label, target or value begin in the sentence, in bytes.
    pub at: usize,
}

/// The kinds of reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `[[target#anchor|label]]`. The target is empty in `[[#anchor]]`.
    Wiki {
        /// Document, entry, role or clause, as written.
        target: Spanned<String>,
        /// The section.
        anchor: Option<Spanned<String>>,
        /// Whether it brings words of its own.
        labelled: bool,
    },
    /// A Markdown link, `<https://…>` or a bare address.
    Link {
        /// The address, entities and escapes decoded. `mailto:` is put before a mail address.
        url: String,
    },
    /// An image.
    Image {
        /// The address.
        url: String,
    },
    /// `{{ name }}`.
    Value {
        /// The name.
        name: String,
    },
}

/// What a block of plain text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, also within a quote.
    Paragraph,
    /// Text of a list item.
    Item,
    /// The head of a table, its cells joined by ` · `. May be empty.
    Head,
    /// A row of a table, its cells joined by ` · `.
    Row,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its bytes in the text of the row. Empty cells are empty and leave no ` · `.
    pub range: Range<usize>,
    /// Where it stands.
    pub span: Span,
}

/// The text of a code block, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeText {
    /// The heading it stands below.
    pub section: Option<usize>,
    /// Its lines.
    pub text: String,
}

/// Plain text, blanks folded. Values stand in it as `{{ name }}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBlock {
    /// From its first to its last word.
    pub span: Span,
    /// The heading it stands below.
    pub section: Option<usize>,
    /// What it was.
    pub kind: BlockKind,
    /// The text.
    pub text: String,
    /// The cells of a head or row, in order.
    pub cells: Vec<Cell>,
}

/// Front matter as a tree, and where the body stands: the first part of `parse`, without diagnostics.
#[derive(Clone, Debug, PartialEq)]
pub struct Front {
    /// The front matter, if there is one and it can be read.
    pub node: Option<yaml::Node>,
    /// The front matter with both fences; empty without one.
    pub span: Span,
    /// The rest of the file.
    pub body: Span,
}

/// Reads the front matter of a file alone.
pub fn front(text: &str) -> Front {
    let fence = fence::cut(text);
    let readable = fence.yaml.filter(|yaml| yaml.range().len() <= MAX_FRONT);
    Front { node: readable.and_then(|yaml| yaml::parse(text, yaml).0), span: fence.whole, body: fence.body }
}

/// Reads one Markdown file.
pub fn parse(text: &str) -> Parsed {
    parse_with(text, |_, _| ()).0
}

/// Reads one Markdown file, and lets somebody else walk the events of its body before they are gone. `look` gets what is known
/// before the body is: the front matter and the places of both.
pub fn parse_with<T>(text: &str, look: impl FnOnce(&Parsed, &Stream<'_>) -> T) -> (Parsed, T) {
    let fence = fence::cut(text);
    let mut parsed = Parsed { front_span: fence.whole, has_front: fence.yaml.is_some(), body: fence.body, ..Parsed::default() };
    match (fence.opening, fence.yaml) {
        (Some(opening), Some(yaml)) => parsed.read_front(text, opening, yaml),
        (Some(opening), None) if looks_like_front(fence.body.text(text)) => parsed.diagnostics.push(
            Diagnostic::new(&codes::invalid_yaml::CODE, opening, "this front matter is never closed")
                .help("put a line `---` where it ends; until then all of the file counts as body"),
        ),
        _ => {}
    }
    let stream = events(text, fence.body);
    let seen = look(&parsed, &stream);
    let facts = facts::read(text, &stream.items, stream.attributes);
    parsed.too_deep = stream.too_deep.is_some();
    parsed.undefined = stream.undefined;
    parsed.outline = facts.outline;
    parsed.references = facts.references;
    parsed.blocks = facts.blocks;
    parsed.code = facts.code;
    parsed.title = facts.title;
    parsed.lead = facts.lead;
    parsed.diagnostics.extend(stream.diagnostics);
    parsed.diagnostics.extend(facts.diagnostics);
    (parsed, seen)
}

/// Whether an opening line without a closing one was meant as front matter, and not as a line across the page: the line
/// after it is not empty.
fn looks_like_front(body: &str) -> bool {
    body.lines().nth(1).is_some_and(|line| !line.trim().is_empty())
}

impl Parsed {
    fn read_front(&mut self, text: &str, opening: Span, yaml: Span) {
        if yaml.range().len() > MAX_FRONT {
            self.diagnostics.push(
                Diagnostic::new(
                    &codes::file_too_large::CODE,
                    opening,
                    "this front matter is larger than 256 KiB and was not read",
                )
                .help("keep long texts in the body, or long lists in documents of their own"),
            );
            return;
        }
        let (front, diagnostics) = yaml::parse(text, yaml);
        self.front = front;
        self.diagnostics.extend(diagnostics);
    }
}
