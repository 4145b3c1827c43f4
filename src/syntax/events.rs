//! The event stream of a body, the one that facts are read from and pages are made from.
//!
//! Steps: the Markdown parser's events with places in the file; attributes of headings cut off; raw HTML taken apart
//! (`markup`); values and bare links found in text (`runs`). References and headings carry their number, so that everybody
//! who walks the stream means the same one.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, LinkType, Options, Parser, Tag, TagEnd};

use super::attributes::{self, Attributes};
use super::elements::Element;
use super::markup;
use super::runs::Splitter;
use crate::base::{Span, Spanned};
use crate::diag::{Diagnostic, codes};

/// How many block quotes, lists and definition lists may lie within each other.
const MAX_BLOCKS: usize = 32;
/// How many elements of any kind may lie within each other.
pub(super) const MAX_OPEN: usize = 120;

/// Something that stands in a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// An element ends.
    End(TagEnd),
    /// Text, neighbours joined as far as they are alike in the source.
    Text(CowStr<'a>),
    /// Code within text.
    Code(CowStr<'a>),
    /// `{{ name }}`.
    Value(&'a str),
    /// `[^label]` with a definition.
    FootnoteReference(CowStr<'a>),
    /// A line ends in the source only.
    SoftBreak,
    /// A line ends.
    HardBreak,
    /// A line across.
    Rule,
    /// A box of a task list, and whether it is ticked.
    Task(bool),
    /// An element of raw HTML that passes begins. Always has its `Close`.
    Open(Element),
    /// It ends.
    Close(&'static str),
    /// An element of raw HTML without content.
    Void(&'static str),
}

/// An event and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// What stands there.
    pub event: Event<'a>,
    /// Where, in bytes of the file. Both ends of an element carry the place of the whole.
    pub span: Span,
    /// For links, images and values the index in `Parsed::references`, for headings the index in `Parsed::outline`.
    pub number: usize,
}

/// A label that has no definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// Where it is used.
    pub span: Span,
    /// The label.
    pub label: String,
    /// `[^label]`, or else `[text][label]`.
    pub is_footnote: bool,
}

/// A body as events, and what was noticed on the way.
#[derive(Clone, Debug, Default)]
pub struct Stream<'a> {
    /// The events; none when the body is nested too deep.
    pub items: Vec<Item<'a>>,
    /// Where nesting passed the limit.
    pub too_deep: Option<Span>,
    pub(super) attributes: Vec<Attributes>,
    pub(super) undefined: Vec<Undefined>,
    pub(super) diagnostics: Vec<Diagnostic<Span>>,
}

/// What the braces after a heading say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Braces<'a> {
    /// The anchor.
    pub anchor: Option<&'a str>,
    /// The words of `clauses="…"`.
    pub tags: &'a [Spanned<String>],
    /// `full` or `partial`.
    pub coverage: Option<&'a str>,
    /// The note on the tags.
    pub note: Option<&'a str>,
}

impl Stream<'_> {
    /// The braces of a heading, by its number.
    pub fn braces(&self, heading: usize) -> Braces<'_> {
        self.attributes.get(heading).map_or_else(Braces::default, |it| Braces {
            anchor: it.anchor.as_ref().map(|it| it.value.as_str()),
            tags: &it.tags,
            coverage: it.coverage.as_ref().map(|it| it.value.as_str()),
            note: it.note.as_deref(),
        })
    }
}

pub(super) type Raw<'a> = (pulldown_cmark::Event<'a>, Span);

/// Reads the body at `body` of `text`. Total and deterministic.
pub fn events(text: &str, body: Span) -> Stream<'_> {
    let body = body.within(text);
    let mut stream = Stream::default();
    let mut raw = match collect(text, body, &mut stream.undefined) {
        Ok(raw) => raw,
        Err(at) => {
            stream.undefined.clear();
            stream.too_deep = Some(at);
            stream.diagnostics.push(
                Diagnostic::new(&codes::nesting_too_deep::CODE, at, "lists, quotes or emphasis are nested too deep here").help(
                    format!("keep lists and quotes within {MAX_BLOCKS} levels; the text is shown as its source until then"),
                ),
            );
            return stream;
        }
    };
    cut_attributes(text, &mut raw, &mut stream);
    let splitter = Splitter::new(text, raw.len(), &mut stream.undefined);
    stream.items = markup::clean(text, raw, splitter, &mut stream.diagnostics);
    stream
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// All events of the Markdown parser with places in the file, or the place where nesting passes the limit.
fn collect<'a>(text: &'a str, body: Span, undefined: &mut Vec<Undefined>) -> Result<Vec<Raw<'a>>, Span> {
    let source = body.text(text);
    let place = |range: Range<usize>| Span::new(range.start, range.end).shifted(body.start as usize).within(text);
    let broken = RefCell::new(Vec::new());
    let mut callback = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            let label = link.reference.to_string();
            broken.borrow_mut().push(Undefined { span: place(link.span), label, is_footnote: false });
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(source, options(), Some(&mut callback));
    // An event stands for some thirty bytes of prose.
    let mut raw = Vec::with_capacity(source.len() / 24 + 16);
    let (mut blocks, mut open) = (0_usize, 0_usize);
    for (event, range) in parser.into_offset_iter() {
        match &event {
            pulldown_cmark::Event::Start(tag) => {
                open += 1;
                blocks += usize::from(is_container(&tag.to_end()));
            }
            pulldown_cmark::Event::End(tag) => {
                open -= 1;
                blocks -= usize::from(is_container(tag));
            }
            _ => {}
        }
        if blocks > MAX_BLOCKS || open > MAX_OPEN {
            return Err(Span::point(place(range).start as usize));
        }
        raw.push((event, place(range)));
    }
    *undefined = broken.into_inner();
    Ok(raw)
}

/// The block elements whose nesting is counted.
fn is_container(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::FootnoteDefinition)
}

/// Reads the braces at the end of each heading and takes them out of the events.
fn cut_attributes<'a>(text: &'a str, raw: &mut Vec<Raw<'a>>, stream: &mut Stream<'a>) {
    let mut ends = heading_ends(raw).into_iter();
    let mut content: Option<(usize, Span)> = None;
    let mut at = 0;
    raw.retain_mut(|(event, span)| {
        let here = at;
        at += 1;
        if matches!(event, pulldown_cmark::Event::Start(Tag::Heading { .. })) {
            let (end, inner) = ends.next().unwrap_or((here, None));
            let read = inner.map(|inner| attributes::read(text, inner, &mut stream.diagnostics)).unwrap_or_default();
            content = (read.block != Span::default()).then_some((end, read.block));
            stream.attributes.push(read);
            return true;
        }
        match content {
            Some((end, _)) if here >= end => {
                content = None;
                true
            }
            Some((_, block)) if span.start >= block.start => false,
            Some((_, block)) if span.end > block.start => shorten(text, event, span, block),
            _ => true,
        }
    });
}

/// For each heading the index of its end, and the place of its text when that ends in plain text.
fn heading_ends(raw: &[Raw<'_>]) -> Vec<(usize, Option<Span>)> {
    let mut ends = Vec::new();
    let mut start = 0;
    for (at, (event, _)) in raw.iter().enumerate() {
        match event {
            pulldown_cmark::Event::Start(Tag::Heading { .. }) => start = at,
            pulldown_cmark::Event::End(TagEnd::Heading(_)) => {
                let last = &raw[at - 1];
                let is_text = at > start + 1 && matches!(last.0, pulldown_cmark::Event::Text(_));
                let inner = is_text.then(|| Span { start: raw[start + 1].1.start, end: last.1.end });
                ends.push((at, inner));
            }
            _ => {}
        }
    }
    ends
}

/// An event of a heading that reaches into the braces: text is shortened, anything else stays. `false` when nothing is left.
fn shorten<'a>(text: &'a str, event: &mut pulldown_cmark::Event<'a>, span: &mut Span, block: Span) -> bool {
    if !matches!(event, pulldown_cmark::Event::Text(_)) {
        return true;
    }
    let before = Span { start: span.start, end: block.start }.text(text).trim_end();
    *span = Span::new(span.start as usize, span.start as usize + before.len());
    *event = pulldown_cmark::Event::Text(CowStr::Borrowed(before));
    !before.is_empty()
}
