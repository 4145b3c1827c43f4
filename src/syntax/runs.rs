//! Text split into text, values `{{ name }}` and bare links; references and headings numbered.

use memchr::memchr_iter;
use pulldown_cmark::{CowStr, LinkType, Tag, TagEnd};

use super::events::{Event, Item, Undefined};
use crate::base::Span;

/// Splits the text of an event stream, given to it event by event. In code nothing is interpreted, in links no bare link is made.
pub(super) struct Splitter<'a, 'u> {
    text: &'a str,
    items: Vec<Item<'a>>,
    /// Text collected so far that stands in one piece in the source.
    run: Option<Span>,
    /// How many links and images are open.
    links: usize,
    /// How many code blocks and code elements of HTML are open.
    code: usize,
    references: usize,
    headings: usize,
    undefined: &'u mut Vec<Undefined>,
}

impl<'a, 'u> Splitter<'a, 'u> {
    /// For some `count` events of `text`.
    pub(super) fn new(text: &'a str, count: usize, undefined: &'u mut Vec<Undefined>) -> Self {
        let items = Vec::with_capacity(count);
        Self { text, items, run: None, links: 0, code: 0, references: 0, headings: 0, undefined }
    }

    /// All items, when there are no more events.
    pub(super) fn finish(mut self) -> Vec<Item<'a>> {
        self.flush();
        self.items
    }

    /// The next event.
    pub(super) fn event(&mut self, event: Event<'a>, span: Span) {
        if self.code == 0
            && let Event::Text(text) = &event
            && span.text(self.text) == &**text
        {
            match &mut self.run {
                Some(run) if run.end == span.start => run.end = span.end,
                _ => {
                    self.flush();
                    self.run = Some(span);
                }
            }
            return;
        }
        self.flush();
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.links -= 1,
            Event::Start(Tag::CodeBlock(_)) => self.code += 1,
            Event::End(TagEnd::CodeBlock) => self.code -= 1,
            Event::Open(element) if is_code(element.name) => self.code += 1,
            Event::Close(name) if is_code(name) => self.code -= 1,
            _ => {}
        }
        self.push(event, span);
    }

    fn push(&mut self, event: Event<'a>, span: Span) {
        let counter = match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::Value(_) => &mut self.references,
            Event::Start(Tag::Heading { .. }) => &mut self.headings,
            _ => {
                self.items.push(Item { event, span, number: 0 });
                return;
            }
        };
        let number = *counter;
        *counter += 1;
        self.items.push(Item { event, span, number });
    }

    /// Looks through the text collected and writes its pieces.
    fn flush(&mut self) {
        let Some(run) = self.run.take() else {
            return;
        };
        let (text, base) = (run.text(self.text), run.start as usize);
        // `\{{`: the Markdown parser has taken the backslash, and the text begins with the braces.
        let escaped = text.starts_with("{{") && self.text[..base].ends_with('\\');
        let mut written = 0;
        let mut at = if escaped { 2 } else { 0 };
        self.footnotes(text, base);
        let mut scan = Scan { text, next_value: None, next_link: None };
        while let Some(found) = scan.next(at, self.links == 0) {
            let (Found::Value { from, to, .. } | Found::Link { from, to }) = found;
            self.text(text, base, written, from);
            let span = Span::new(base + from, base + to);
            match found {
                Found::Value { name, .. } => self.push(Event::Value(name), span),
                Found::Link { .. } => self.link(&text[from..to], span),
            }
            written = to;
            at = to;
        }
        self.text(text, base, written, text.len());
    }

    fn text(&mut self, text: &'a str, base: usize, from: usize, to: usize) {
        if from < to {
            self.push(Event::Text(CowStr::Borrowed(&text[from..to])), Span::new(base + from, base + to));
        }
    }

    fn link(&mut self, url: &'a str, span: Span) {
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let tag = Tag::Link { link_type: LinkType::Autolink, dest_url: CowStr::Borrowed(url), title, id };
        self.push(Event::Start(tag), span);
        self.push(Event::Text(CowStr::Borrowed(url)), span);
        self.push(Event::End(TagEnd::Link), span);
    }

    /// Footnote labels without a definition stay in the text; they are remembered.
    fn footnotes(&mut self, text: &str, base: usize) {
        for at in memchr_iter(b'[', text.as_bytes()).filter(|&at| text.as_bytes().get(at + 1) == Some(&b'^')) {
            let rest = &text[at + 2..];
            let len = rest.find(|c: char| c.is_whitespace() || matches!(c, ']' | '[')).unwrap_or(0);
            if len > 0 && rest[len..].starts_with(']') {
                let span = Span::new(base + at, base + at + len + 3);
                self.undefined.push(Undefined { span, label: rest[..len].to_owned(), is_footnote: true });
            }
        }
    }
}

fn is_code(name: &str) -> bool {
    matches!(name, "code" | "pre" | "samp" | "kbd")
}

/// Something found in a run of text, as bytes of it.
enum Found<'a> {
    Value { from: usize, to: usize, name: &'a str },
    Link { from: usize, to: usize },
}

/// Looks ahead once for each kind, so that a text full of one kind is not searched for the other again and again.
struct Scan<'a> {
    text: &'a str,
    next_value: Option<(usize, Option<Found<'a>>)>,
    next_link: Option<(usize, Option<Found<'a>>)>,
}

impl<'a> Scan<'a> {
    /// The first piece at or after `at`.
    fn next(&mut self, at: usize, with_links: bool) -> Option<Found<'a>> {
        let text = self.text;
        let value = Self::cached(&mut self.next_value, at, || find_value(text, at));
        let link = Self::cached(&mut self.next_link, at, || if with_links { find_link(text, at) } else { None });
        if value.min(link) == usize::MAX {
            return None;
        }
        let first = if value < link { &mut self.next_value } else { &mut self.next_link };
        first.take().and_then(|(_, found)| found)
    }

    fn cached(slot: &mut Option<(usize, Option<Found<'a>>)>, at: usize, find: impl FnOnce() -> Option<Found<'a>>) -> usize {
        if slot.as_ref().is_none_or(|&(from, _)| from < at) {
            let found = find();
            let from = found.as_ref().map_or(usize::MAX, |it| match *it {
                Found::Value { from, .. } | Found::Link { from, .. } => from,
            });
            *slot = Some((from, found));
        }
        slot.as_ref().map_or(usize::MAX, |&(from, _)| from)
    }
}

/// Where a mark of ASCII characters stands next. Its first one is rare in text, and looked for many bytes at a time.
fn find_mark(text: &str, mark: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = memchr_iter(mark.as_bytes()[0], &bytes[from..]).map(|at| from + at);
    starts.into_iter().find(|&at| bytes[at..].starts_with(mark.as_bytes()))
}

/// The next `{{ name }}`; names hold letters, digits, `.`, `_` and `-`.
fn find_value(text: &str, mut at: usize) -> Option<Found<'_>> {
    while let Some(from) = find_mark(text, "{{", at) {
        let inner = text[from + 2..].trim_start_matches(' ');
        let len = inner.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))).unwrap_or(inner.len());
        let rest = inner[len..].trim_start_matches(' ');
        if len > 0 && rest.starts_with("}}") {
            return Some(Found::Value { from, to: text.len() - rest.len() + 2, name: &inner[..len] });
        }
        at = from + 1;
    }
    None
}

/// The next `http://…` or `https://…`, without the punctuation that ends a sentence.
fn find_link(text: &str, mut at: usize) -> Option<Found<'_>> {
    while let Some(mark) = find_mark(text, "://", at) {
        let scheme = text[at..mark]
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(at, |it| it + at + text[at + it..].chars().next().map_or(0, char::len_utf8));
        let starts_word = !text[..scheme].ends_with(|c: char| c.is_alphanumeric());
        let known = ["http", "https"].iter().any(|it| text[scheme..mark].eq_ignore_ascii_case(it));
        let has_host = text[mark + 3..].starts_with(|c: char| c.is_alphanumeric() || c == '[');
        if known && starts_word && has_host {
            let stops = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '{');
            let end = text[mark + 3..].find(stops).map_or(text.len(), |len| mark + 3 + len);
            return Some(Found::Link { from: scheme, to: mark + 3 + trimmed(&text[mark + 3..end]).len() });
        }
        at = mark + 3;
    }
    None
}

/// An address without what belongs to the sentence around it: punctuation, and a bracket that was opened before it.
fn trimmed(url: &str) -> &str {
    let count = |mark| url.chars().filter(|&c| c == mark).count();
    let mut surplus = count(')').saturating_sub(count('('));
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '|' | '}' | ']' => {}
            ')' if surplus > 0 => surplus -= 1,
            _ => break,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}
