//! Raw HTML in a body: what passes is made anew from an allow-list, balanced, and never copied.
//!
//! Elements opened in an HTML block stay open over the Markdown that follows (`<details>` around a list), but never
//! beyond the element of Markdown they were opened in. Each tag dropped is one diagnostic.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Tag, TagEnd};

use super::elements::{Allowed, Element, Kind, allowed, attribute, ends_by_itself, holds_no_words, holds_phrasing};
use super::events::{Event, Item, MAX_OPEN, Raw};
use super::html::{Token, TokenKind, Tokens};
use super::runs::Splitter;
use crate::base::Span;
use crate::diag::{Diagnostic, codes};

/// Attributes that only change the look, which is the theme's: pages made for another generator are full of them.
const LOOKS: [&str; 12] =
    ["class", "style", "align", "valign", "width", "height", "border", "cellpadding", "cellspacing", "bgcolor", "color", "face"];

/// How many dropped tags of one document are reported one by one.
const MAX_REPORTED: usize = 100;

/// Turns the Markdown parser's events into ours, with raw HTML taken apart.
pub(super) fn clean<'a>(
    text: &'a str,
    raw: Vec<Raw<'a>>,
    out: Splitter<'a, '_>,
    diagnostics: &mut Vec<Diagnostic<Span>>,
) -> Vec<Item<'a>> {
    let closed = closed_in_line(&raw);
    let last = Span::default();
    let mut markup =
        Markup { text, out, last, stack: Vec::new(), skipping: None, block: None, dropped: 0, n_looks: 0, diagnostics };
    for (at, (event, span)) in raw.into_iter().enumerate() {
        match event {
            pulldown_cmark::Event::InlineHtml(html) if markup.skipping.is_none() => {
                markup.inline(&html, span, closed.contains(&at));
            }
            event => markup.event(event, span),
        }
    }
    let end = Span::point(markup.last.end as usize);
    markup.close_down_to(0, end);
    markup.report_rest(end);
    markup.out.finish()
}

/// Which tags within lines open an element that goes with its content and is closed in the same element of Markdown.
/// One that is not closed is dropped alone, so that no words are lost with it.
fn closed_in_line(raw: &[Raw<'_>]) -> BTreeSet<usize> {
    let mut closed = BTreeSet::new();
    if !raw.iter().any(|(event, _)| matches!(event, pulldown_cmark::Event::InlineHtml(_))) {
        return closed;
    }
    let mut open: Vec<BTreeMap<String, Vec<usize>>> = vec![BTreeMap::new()];
    for (at, (event, _)) in raw.iter().enumerate() {
        match event {
            pulldown_cmark::Event::Start(_) => open.push(BTreeMap::new()),
            pulldown_cmark::Event::End(_) => drop(open.pop()),
            pulldown_cmark::Event::InlineHtml(html) => {
                let Some(names) = open.last_mut() else {
                    continue;
                };
                for token in Tokens::new(html) {
                    match token.kind {
                        TokenKind::Open { name, .. } if holds_no_words(&name) => names.entry(name).or_default().push(at),
                        TokenKind::Close { name } => closed.extend(names.remove(&name).unwrap_or_default()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    closed
}

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// One of Markdown, and whether it holds blocks.
    Markdown { flow: bool },
    /// One of HTML.
    Html(&'static str),
}

struct Markup<'a, 'u, 'd> {
    text: &'a str,
    out: Splitter<'a, 'u>,
    /// Where the last event given out stands.
    last: Span,
    stack: Vec<Frame>,
    /// Within `<script>` and the like: its name, and how many Markdown elements were opened since.
    skipping: Option<(String, usize)>,
    /// Lines of the HTML block that is being read.
    block: Option<Vec<(CowStr<'a>, Span)>>,
    dropped: usize,
    /// How many tags lost attributes that only change the look. One is reported, the others are counted.
    n_looks: usize,
    diagnostics: &'d mut Vec<Diagnostic<Span>>,
}

impl<'a> Markup<'a, '_, '_> {
    fn put(&mut self, event: Event<'a>, span: Span) {
        self.last = span;
        self.out.event(event, span);
    }

    fn event(&mut self, event: pulldown_cmark::Event<'a>, span: Span) {
        use pulldown_cmark::Event as Raw;
        if self.skip(&event) {
            return;
        }
        let event = match event {
            Raw::Start(Tag::HtmlBlock) => {
                self.block = Some(Vec::new());
                Event::Start(Tag::HtmlBlock)
            }
            Raw::End(TagEnd::HtmlBlock) => {
                let lines = self.block.take().unwrap_or_default();
                self.html_block(&lines);
                Event::End(TagEnd::HtmlBlock)
            }
            Raw::Start(tag) => {
                self.open_markdown(&tag, span);
                Event::Start(tag)
            }
            Raw::End(tag) => {
                self.close_markdown(span);
                Event::End(tag)
            }
            Raw::Html(line) => {
                if let Some(lines) = &mut self.block {
                    lines.push((line, span));
                }
                return;
            }
            Raw::InlineHtml(_) => return,
            Raw::Text(text) => match &mut self.block {
                Some(lines) => return lines.push((text, span)),
                None => Event::Text(text),
            },
            Raw::Code(code) => Event::Code(code),
            Raw::FootnoteReference(label) => Event::FootnoteReference(label),
            Raw::SoftBreak => Event::SoftBreak,
            Raw::HardBreak => Event::HardBreak,
            Raw::Rule => Event::Rule,
            Raw::TaskListMarker(done) => Event::Task(done),
            // Not switched on.
            Raw::InlineMath(text) | Raw::DisplayMath(text) => Event::Text(text),
        };
        self.put(event, span);
    }

    /// Whether the event lies in an element that is dropped with its content.
    fn skip(&mut self, event: &pulldown_cmark::Event<'a>) -> bool {
        use pulldown_cmark::Event as Raw;
        let Some((name, nested)) = &mut self.skipping else {
            return false;
        };
        match event {
            Raw::Start(_) => *nested += 1,
            // The element around it ends: what was opened in it ends too.
            Raw::End(_) if *nested == 0 => {
                self.skipping = None;
                return false;
            }
            Raw::End(_) => *nested -= 1,
            // Only a closing tag beside the opening one, so that no element of Markdown is cut in two.
            Raw::InlineHtml(html) if *nested == 0 => {
                let ends = |token: &Token<'_>| matches!(&token.kind, TokenKind::Close { name: it } if it == name);
                if Tokens::new(html).any(|token| ends(&token)) {
                    self.skipping = None;
                }
            }
            _ => {}
        }
        true
    }

    fn open_markdown(&mut self, tag: &Tag<'a>, span: Span) {
        let inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. });
        if !inline {
            let keep = self.stack.iter().rposition(|frame| !matches!(frame, Frame::Html(name) if holds_phrasing(name)));
            self.close_down_to(keep.map_or(0, |at| at + 1), span);
        }
        let flow = matches!(
            tag,
            Tag::BlockQuote(_) | Tag::Item | Tag::FootnoteDefinition(_) | Tag::DefinitionListDefinition | Tag::TableCell
        );
        self.stack.push(Frame::Markdown { flow });
    }

    fn close_markdown(&mut self, span: Span) {
        let at = self.markdown_frame();
        let end = Span::point(span.end as usize);
        self.close_down_to(at, end);
        self.stack.pop();
    }

    /// How many frames there are up to the innermost one of Markdown, that one included.
    fn markdown_frame(&self) -> usize {
        self.stack.iter().rposition(|frame| matches!(frame, Frame::Markdown { .. })).map_or(0, |at| at + 1)
    }

    /// Closes elements of HTML until `keep` frames are left.
    fn close_down_to(&mut self, keep: usize, at: Span) {
        while self.stack.len() > keep {
            match self.stack.pop() {
                Some(Frame::Html(name)) => self.put(Event::Close(name), Span::point(at.start as usize)),
                Some(Frame::Markdown { .. }) | None => {}
            }
        }
    }

    /// One tag within a line. `closed`: it holds no words, and its closing tag follows.
    fn inline(&mut self, html: &str, span: Span, closed: bool) {
        for token in Tokens::new(html) {
            match token.kind {
                TokenKind::Open { name, .. } if closed => {
                    self.drop_tag(span, &format!("`<{name}>` with what it holds"));
                    self.skipping = Some((name, 0));
                }
                TokenKind::Open { name, attributes, closed } => self.open(&name, &attributes, closed, span),
                TokenKind::Close { name } => self.close(&name, span),
                TokenKind::Declaration => self.drop_tag(span, "a declaration"),
                TokenKind::Text | TokenKind::Comment => {}
            }
        }
    }

    /// The lines of an HTML block.
    fn html_block(&mut self, lines: &[(CowStr<'a>, Span)]) {
        let source = Source::new(self.text, lines);
        let html = &*source.html;
        let mut ends = BTreeMap::new();
        let mut tokens = Tokens::new(html);
        while let Some(token) = tokens.next() {
            let span = source.span(&token.range);
            match token.kind {
                TokenKind::Text => self.text_of(&source, token.range),
                TokenKind::Open { name, attributes, closed } => {
                    match end_of_element(html, token.range.end, &name, &mut ends).filter(|_| !closed) {
                        Some(end) => {
                            self.drop_tag(span, &format!("`<{name}>` with what it holds"));
                            tokens.go_to(end);
                        }
                        None => self.open(&name, &attributes, closed, span),
                    }
                }
                TokenKind::Close { name } => self.close(&name, span),
                TokenKind::Declaration => self.drop_tag(span, "a declaration"),
                TokenKind::Comment => {}
            }
        }
    }

    /// Text of an HTML block: entities decoded, the rest as it stands.
    fn text_of(&mut self, source: &Source<'a>, range: std::ops::Range<usize>) {
        let text = &source.html[range.clone()];
        let span = source.span(&range);
        if !text.contains('&') {
            let text = if span.text(self.text) == text { CowStr::Borrowed(span.text(self.text)) } else { text.to_owned().into() };
            self.put(Event::Text(text), span);
            return;
        }
        self.put(Event::Text(decoded(text).into_owned().into()), span);
    }

    fn open(&mut self, name: &str, attributes: &[(String, &str)], closed: bool, span: Span) {
        let Some(element) = allowed(name) else {
            self.drop_tag(span, &format!("`<{}>`", short(name)));
            // The words around a dropped block must not run together.
            if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" | "article" | "center" | "form" | "option") {
                self.put(Event::SoftBreak, span);
            }
            return;
        };
        if self.stack.len() >= MAX_OPEN || !self.make_room(element, span) {
            return self.drop_tag(span, &format!("`<{name}>`, which cannot stand here,"));
        }
        let mut kept: Vec<(&'static str, String)> = Vec::new();
        let mut lost = Vec::new();
        for (key, value) in attributes.iter().take(20) {
            match attribute(name, key, &decoded(value)) {
                Some(pair) if kept.iter().all(|it| it.0 != pair.0) => kept.push(pair),
                _ => lost.push(format!("`{}`", short(key))),
            }
        }
        if !lost.is_empty() {
            let look = attributes.iter().all(|(key, _)| LOOKS.contains(&key.as_str()) || kept.iter().any(|it| it.0 == key));
            self.n_looks += usize::from(look);
            if !look || self.n_looks == 1 {
                self.drop_tag(span, &format!("{} of `<{name}>`", lost.join(", ")));
            }
        }
        if matches!(element.kind, Kind::PhrasingVoid | Kind::BlockVoid) {
            self.put(Event::Void(element.name), span);
            return;
        }
        self.put(Event::Open(Element { name: element.name, attributes: kept }), span);
        if closed {
            self.put(Event::Close(element.name), span);
        } else {
            self.stack.push(Frame::Html(element.name));
        }
    }

    /// Ends what has to end before the element begins. `false` when it cannot stand here at all.
    fn make_room(&mut self, element: &Allowed, span: Span) -> bool {
        if matches!(element.kind, Kind::Phrasing | Kind::PhrasingVoid) {
            return true;
        }
        let base = self.markdown_frame();
        if base > 0 && self.stack[base - 1] == (Frame::Markdown { flow: false }) {
            return false;
        }
        let frames = &self.stack[base..];
        let name = |frame: &Frame| if let Frame::Html(name) = frame { *name } else { "" };
        let keep = if element.parents.is_empty() {
            frames.iter().rposition(|frame| !holds_phrasing(name(frame))).map_or(0, |at| at + 1)
        } else {
            match frames.iter().rposition(|frame| element.parents.contains(&name(frame))) {
                Some(at) if frames[at + 1..].iter().all(|frame| ends_by_itself(name(frame))) => at + 1,
                _ => return false,
            }
        };
        self.close_down_to(base + keep, span);
        true
    }

    fn close(&mut self, name: &str, span: Span) {
        let base = self.markdown_frame();
        let found = self.stack[base..].iter().rposition(|frame| matches!(frame, Frame::Html(it) if *it == name));
        if let Some(at) = found {
            self.close_down_to(base + at, span);
        }
    }

    fn drop_tag(&mut self, span: Span, what: &str) {
        self.dropped += 1;
        if self.dropped <= MAX_REPORTED {
            let message = format!("{what} was removed");
            self.diagnostics.push(
                Diagnostic::new(&codes::raw_html_dropped::CODE, span, message)
                    .help("write it in Markdown, put it in backticks to show it, or remove it"),
            );
        }
    }

    fn report_rest(&mut self, end: Span) {
        if self.n_looks > 1 {
            let message = format!("attributes of {} further tags, which only change the look, were removed", self.n_looks - 1);
            self.diagnostics.push(Diagnostic::new(&codes::raw_html_dropped::CODE, end, message));
        }
        let rest = self.dropped.saturating_sub(MAX_REPORTED);
        if rest > 0 {
            let message = format!("{rest} further pieces of HTML were removed");
            self.diagnostics.push(Diagnostic::new(&codes::raw_html_dropped::CODE, end, message));
        }
    }
}

fn short(name: &str) -> String {
    if name.chars().count() <= 40 { name.to_owned() } else { name.chars().take(39).chain(['…']).collect() }
}

/// Where the content of an element that holds no words ends: before its closing tag, which then closes nothing.
/// `ends` remembers by name where the next closing tag is, so that many elements without one are searched once.
fn end_of_element(html: &str, from: usize, name: &str, ends: &mut BTreeMap<String, Option<usize>>) -> Option<usize> {
    if !holds_no_words(name) {
        return None;
    }
    match ends.get(name) {
        Some(None) => return None,
        Some(Some(end)) if *end >= from => return Some(*end),
        _ => {}
    }
    let bytes = html.as_bytes();
    let is_end = |at: &usize| {
        let rest = &bytes[at + 2..];
        rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    let end = html[from..].match_indices("</").map(|(at, _)| from + at).find(is_end);
    ends.insert(name.to_owned(), end);
    end
}

/// Text with its entities decoded, by the Markdown parser's own table.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').map_or(rest.len(), |len| len + 1);
        let entity = if rest[len..].starts_with(';') && len <= 40 { &rest[..=len] } else { "&" };
        let mut parsed = pulldown_cmark::Parser::new(entity);
        match parsed.find(|event| matches!(event, pulldown_cmark::Event::Text(_))) {
            Some(pulldown_cmark::Event::Text(decoded)) => out.push_str(&decoded),
            _ => out.push_str(entity),
        }
        rest = &rest[entity.len()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The lines of an HTML block as one text, without the marks of a quote around it, and the way back to the file.
struct Source<'a> {
    html: Cow<'a, str>,
    /// Where each line begins in `html` and in the file.
    lines: Vec<(usize, usize)>,
}

impl<'a> Source<'a> {
    fn new(text: &'a str, lines: &[(CowStr<'a>, Span)]) -> Self {
        let mut whole = lines.first().map_or(Span::default(), |(_, span)| *span);
        let mut in_one_piece = true;
        for (at, (line, span)) in lines.iter().enumerate() {
            in_one_piece &= span.text(text) == &**line && (at == 0 || span.start == whole.end);
            whole.end = span.end;
        }
        if in_one_piece {
            return Self { html: Cow::Borrowed(whole.text(text)), lines: vec![(0, whole.start as usize)] };
        }
        let mut html = String::new();
        let mut starts = Vec::new();
        for (line, span) in lines {
            starts.push((html.len(), span.start as usize));
            html.push_str(line);
        }
        Self { html: Cow::Owned(html), lines: starts }
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        let place = |at: usize| {
            let line = self.lines.partition_point(|&(start, _)| start <= at).saturating_sub(1);
            self.lines.get(line).map_or(0, |&(start, place)| place + (at - start))
        };
        Span::new(place(range.start), if range.is_empty() { place(range.start) } else { place(range.end - 1) + 1 })
    }
}
