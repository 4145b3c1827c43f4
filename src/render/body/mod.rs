//! A document's body as HTML, made from the event stream of `syntax`.
//!
//! In come the text, what was read from it, and what each reference, heading and term leads to; out come HTML without
//! styles and scripts, and what could not be drawn. Pure: looks up no document and no file. Whatever comes in, no markup
//! of the author's gets out and no address other than http, https, mailto, tel and relative ones.

mod code;
mod heading;
mod link;
mod notes;
mod picture;
mod svg;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod writer;

pub use picture::Picture;
pub use terms::{TermShown, Terms};

use std::ops::Range;

use crate::base::Span;
use crate::diag::Diagnostic;
use crate::syntax::{self, Item, Parsed};

/// What a reference leads to, and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A link.
    Link {
        /// The address, relative to the page.
        href: String,
        /// What is shown when the reference has no words of its own.
        title: Option<String>,
        /// A tooltip.
        tip: Option<String>,
        /// What it leads to.
        class: LinkClass,
    },
    /// A value's text.
    Value(String),
    /// An image of the site.
    Image {
        /// The address, relative to the page.
        href: String,
        /// Width and height in pixels, where known.
        size: Option<(u32, u32)>,
    },
    /// Nothing: the words stand there, marked, and lead nowhere.
    Dead,
    /// An image within the page itself.
    Picture(Picture),
    /// Nothing, and not marked: words of a text that is no longer read here, or that lead to what is not at hand. The title is shown when
    /// the reference has no words of its own.
    Plain(Option<String>),
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkClass {
    /// A document or one of its sections.
    Document,
    /// A role.
    Role,
    /// A clause of a framework.
    Clause,
    /// An entry of a register.
    Entry,
    /// An attachment.
    File,
    /// Another site, or mail.
    External,
    /// A document that is no longer in force.
    Retired,
    /// A document of which no text is in force yet.
    Pending,
}

impl LinkClass {
    /// The class in HTML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "l-document",
            Self::Role => "l-role",
            Self::Clause => "l-clause",
            Self::Entry => "l-entry",
            Self::File => "l-file",
            Self::External => "l-external",
            Self::Retired => "l-retired",
            Self::Pending => "l-pending",
        }
    }
}

/// What stands beside a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionShown {
    /// Its number; empty for none.
    pub number: String,
    /// The clauses it answers.
    pub tags: Vec<TagShown>,
}

/// A clause a section answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagShown {
    /// `8.6.1`.
    pub label: String,
    /// The clause's page.
    pub href: String,
    /// The clause's title.
    pub title: String,
    /// The author's note on it.
    pub note: Option<String>,
    /// Whether only part of the clause is answered.
    pub partial: bool,
}

/// Words of the user interface that bodies use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyWords {
    /// Button that copies code.
    pub copy: String,
    /// Before a table's number.
    pub table: String,
    /// Before a figure's number.
    pub figure: String,
    /// Title of a note.
    pub note: String,
    /// Title of a tip.
    pub tip: String,
    /// Title of something important.
    pub important: String,
    /// Title of a warning.
    pub warning: String,
    /// Title of a caution.
    pub caution: String,
    /// Heading of the footnotes.
    pub footnotes: String,
    /// One footnote, before its number.
    pub footnote: String,
    /// Link from a footnote to its place.
    pub footnote_back: String,
    /// Link of a heading to itself.
    pub section_link: String,
    /// A ticked box.
    pub done: String,
    /// A box not ticked.
    pub not_done: String,
    /// Beside a clause that is answered in part.
    pub partial: String,
    /// With a link to a retired document.
    pub retired: String,
    /// With a link to a document of which no text is in force.
    pub pending: String,
}

impl Default for BodyWords {
    fn default() -> Self {
        let word = |text: &str| text.to_owned();
        Self {
            copy: word("Copy"),
            table: word("Table"),
            figure: word("Figure"),
            note: word("Note"),
            tip: word("Tip"),
            important: word("Important"),
            warning: word("Warning"),
            caution: word("Caution"),
            footnotes: word("Footnotes"),
            footnote: word("Footnote"),
            footnote_back: word("Back to the text"),
            section_link: word("Link to this section"),
            done: word("Done"),
            not_done: word("Not done"),
            partial: word("partial"),
            retired: word("retired"),
            pending: word("not in force"),
        }
    }
}

/// Draws a diagram: source, title (empty for none) and its number on the page to SVG, or to the reason why not.
pub type Draw<'a> = dyn Fn(&str, &str, usize) -> Result<String, String> + Sync + 'a;

/// All that a body shows and that is not in its text.
pub struct BodyContext<'a> {
    /// The page's title. A heading of level 1 that opens the body and says the same is left out.
    pub title: &'a str,
    /// What the references lead to, in the order of `Parsed::references`.
    pub links: &'a [Shown],
    /// What stands beside the headings, in the order of `Parsed::outline`.
    pub sections: &'a [SectionShown],
    /// The glossary.
    pub terms: Option<&'a Terms>,
    /// Draws diagrams.
    pub diagram: &'a Draw<'a>,
    /// Words of the user interface.
    pub words: &'a BodyWords,
    /// Put before every id, so that several bodies can stand on one page.
    pub id_prefix: &'a str,
    /// Whether each block says where its text begins in the file, in `data-at`.
    pub places: bool,
}

/// A body as HTML.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// What could not be shown.
    pub diagnostics: Vec<Diagnostic<Span>>,
    /// The terms whose definition the text leads to, as indexes into the glossary, in order of use.
    pub terms: Vec<usize>,
    /// Ids of the icons used, sorted, for the symbols of the page.
    pub icons: Vec<&'static str>,
}

/// Makes the HTML of some stretches of an event stream, each of them whole blocks, and last that of the footnotes. Numbers of tables and
/// figures go on from one to the next; no sections are opened.
pub fn pieces(items: &[Item<'_>], pieces: &[Range<usize>], parsed: &Parsed, ctx: &BodyContext<'_>) -> (Vec<String>, Body) {
    writer::Writer::new(parsed, ctx, items).write_pieces(pieces)
}

/// Makes the HTML of a body. `parsed` is what `syntax::parse` says about `text`.
pub fn body(text: &str, parsed: &Parsed, ctx: &BodyContext<'_>) -> Body {
    let stream = syntax::events(text, parsed.body);
    if stream.too_deep.is_some() {
        let mut html = String::from("<pre class=\"raw\" tabindex=\"0\">");
        super::escape::escape_into(&mut html, parsed.body.text(text));
        html.push_str("</pre>\n");
        return Body { html, ..Body::default() };
    }
    writer::Writer::new(parsed, ctx, &stream.items).write()
}
