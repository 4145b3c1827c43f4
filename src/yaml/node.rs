//! The tree, and the one place that knows the YAML library.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::plain;
use crate::base::{Span, Spanned};
use crate::diag::{Diagnostic, codes};

/// How deep YAML may nest.
const MAX_DEPTH: usize = 16;
/// How many nodes one text may hold, aliases expanded.
const MAX_NODES: usize = 50_000;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands; for lists, maps and empty values the place where they begin.
    pub span: Span,
}

/// The kinds of value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing after the key, or `~`, `null`.
    Null,
    /// A scalar: the value of a quoted or block text, else the text as written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order written. A key given twice is in here once, the first time; the other is a diagnostic.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key as written.
    pub key: Spanned<String>,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let NodeKind::Map(entries) = &self.kind else {
            return None;
        };
        entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        if let NodeKind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// What the value is, in words for a message.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Text(_) => "a single value",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
        }
    }
}

/// Reads one YAML document that stands at `span` of `source`. Spans count from the beginning of `source`.
///
/// Without a readable tree the first value is `None`; the diagnostics say why. An empty text is an empty map.
pub fn parse(source: &str, span: Span) -> (Option<Node>, Vec<Diagnostic<Span>>) {
    let text = span.text(source);
    let base = span.within(source).start as usize;
    let diagnostics = Vec::new();
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return (Some(Node { kind: NodeKind::Map(Vec::new()), span: Span::point(base) }), diagnostics);
    }
    match plain::read(text, base) {
        Some(node) => (Some(node), diagnostics),
        None => parse_any(text, base),
    }
}

/// Reads whatever YAML there is, with the library.
pub(super) fn parse_any(text: &str, base: usize) -> (Option<Node>, Vec<Diagnostic<Span>>) {
    let mut diagnostics = Vec::new();
    match serde_yaml::from_str_with_options::<RawSpanned>(text, options()) {
        Ok(raw) => {
            let node = Builder { text, base, diagnostics: &mut diagnostics }.node(raw);
            (Some(node), diagnostics)
        }
        Err(error) => {
            diagnostics.push(explain_error(&error, text, base));
            (None, diagnostics)
        }
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: MAX_NODES, max_replay_stack_depth: 8, max_alias_expansions_per_anchor: 1_000 },
        budget: serde_yaml::budget! { max_nodes: MAX_NODES, max_depth: MAX_DEPTH + 4, max_documents: 1 },
    }
}

fn explain_error(error: &serde_yaml::Error, text: &str, base: usize) -> Diagnostic<Span> {
    let message = error.without_snippet().to_string();
    let message = message.lines().next().unwrap_or_default().split(" at line ").next().unwrap_or_default().trim().to_owned();
    let at = error.location().map_or(base, |place| base + byte_of(text, place.line(), place.column()));
    let lower = message.to_lowercase();
    if lower.contains("budget")
        || lower.contains("depth")
        || lower.contains("recursion")
        || lower.contains("nesting")
        || lower.contains("replay")
    {
        return Diagnostic::new(
            &codes::nesting_too_deep::CODE,
            Span::point(at),
            format!("the YAML here is nested too deep or too large: {message}"),
        )
        .help(format!("keep it within {MAX_DEPTH} levels and {MAX_NODES} values, aliases counted each time they are used"));
    }
    Diagnostic::new(&codes::invalid_yaml::CODE, Span::point(at), format!("not readable as YAML: {message}"))
        .help("put texts that hold `: `, `#`, quotes or brackets in double quotes, and indent with spaces")
}

/// The byte of a line and column, both from 1, columns in characters.
fn byte_of(text: &str, line: u64, column: u64) -> usize {
    let skip = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let Some(line) = text.split_inclusive('\n').nth(skip) else {
        return text.len();
    };
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let wanted = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    start + line.char_indices().nth(wanted).map_or(line.len(), |(at, _)| at)
}

type RawSpanned = serde_yaml::Spanned<Raw>;

enum Raw {
    Null,
    /// Bool, integer or float: the text as written is taken from the source.
    Literal,
    Text(String),
    List(Vec<RawSpanned>),
    Map(Vec<(serde_yaml::Spanned<String>, RawSpanned)>),
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Literal)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key()? {
            entries.push((key, access.next_value()?));
        }
        Ok(Raw::Map(entries))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    diagnostics: &'a mut Vec<Diagnostic<Span>>,
}

impl Builder<'_> {
    fn span(&self, place: serde_yaml::Location) -> Span {
        let span = place.span();
        let byte = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
        match (byte(span.byte_offset()), byte(span.byte_len())) {
            (Some(at), Some(len)) => Span::new(self.base + at, self.base + at + len),
            _ => Span::point(self.base + byte_of(self.text, place.line(), place.column())),
        }
    }

    /// The source text of a span, without the offset of the enclosing file.
    fn written(&self, span: Span) -> &str {
        Span::new(span.start as usize - self.base, span.end as usize - self.base).text(self.text)
    }

    fn node(&mut self, raw: RawSpanned) -> Node {
        let span = self.span(raw.referenced);
        let kind = match raw.value {
            Raw::Null => {
                let written = self.written(span);
                // An empty value has no text; `null` and `~` mean the same.
                debug_assert!(written.len() < 16 || written.starts_with('*'));
                NodeKind::Null
            }
            Raw::Literal => NodeKind::Text(self.written(self.span(raw.defined)).trim().to_owned()),
            Raw::Text(text) => NodeKind::Text(text),
            Raw::List(items) => NodeKind::List(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => NodeKind::Map(self.entries(entries)),
        };
        Node { kind, span }
    }

    fn entries(&mut self, raw: Vec<(serde_yaml::Spanned<String>, RawSpanned)>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(raw.len());
        for (key, value) in raw {
            let key = Spanned::new(key.value, self.span(key.referenced));
            let value = self.node(value);
            match entries.iter().find(|entry| entry.key.value == key.value) {
                Some(first) => self.diagnostics.push(
                    Diagnostic::new(
                        &codes::duplicate_key::CODE,
                        key.span,
                        format!("the key `{}` stands here a second time", key.value),
                    )
                    .related(first.key.span, "first given here")
                    .help("remove one of the two; the first one counts"),
                ),
                None => entries.push(Entry { key, value }),
            }
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> (Option<Node>, Vec<Diagnostic<Span>>) {
        parse(text, Span::new(0, text.len()))
    }

    #[test]
    fn trap_1_scalars_are_read_as_written() {
        for (text, value) in [
            ("a: 8.10", "8.10"),
            ("a: '8.10'", "8.10"),
            ("a: 1.10", "1.10"),
            ("a: no", "no"),
            ("a: 0x10", "0x10"),
            ("a: true", "true"),
            ("a: 2026-02-01", "2026-02-01"),
            ("a: 1e3  # c", "1e3"),
            ("a: .inf", ".inf"),
            ("a: 010", "010"),
            ("x: &n 8.10\na: *n", "8.10"),
            ("a: {b: 1}\nc: ä\n", ""),
            ("a: 99999999999999999999999999999999999999999999", "99999999999999999999999999999999999999999999"),
        ] {
            let (node, diagnostics) = tree(text);
            assert_eq!(diagnostics, [], "{text}");
            let node = node.unwrap();
            assert_eq!(node.get("a").unwrap().as_text().unwrap_or_default(), value, "{text}");
        }
        let (node, _) = tree("- 8.10\n- [1.10, 2.0]\n");
        let NodeKind::List(items) = node.unwrap().kind else { panic!() };
        assert_eq!(items[0].as_text(), Some("8.10"));
    }

    #[test]
    fn spans_are_bytes_of_the_whole_file() {
        let text = "---\nüb: grün\ntitle: 8.10\n---\n";
        let (node, _) = parse(text, Span::new(4, text.len() - 4));
        let node = node.unwrap();
        assert_eq!(node.get("title").unwrap().span.text(text), "8.10");
        assert_eq!(node.get("üb").unwrap().span.text(text), "grün");
    }

    #[test]
    fn all_mistakes_that_can_be_seen_are_reported() {
        let (node, diagnostics) = tree("a: 1\nb: 2\na: 3\nb: 4\n");
        assert_eq!(diagnostics.len(), 2);
        assert_eq!(diagnostics[1].at, Span::new(15, 16));
        assert_eq!(node.unwrap().get("a").unwrap().as_text(), Some("1"));
        let (node, diagnostics) = tree("a: [1, 2\nb: c: d\n");
        assert_eq!(node, None);
        assert_eq!(diagnostics[0].code.name, "invalid-yaml");
    }

    #[test]
    fn bombs_end_in_a_diagnostic() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let before = level - 1;
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 10].join(", ")));
        }
        for text in
            [bomb, "[".repeat(100_000), format!("a: {}", "{b: ".repeat(100_000)), "- ".repeat(100_000), "? ".repeat(50_000)]
        {
            let (node, diagnostics) = tree(&text);
            assert!(node.is_none() && diagnostics.len() == 1, "{}", &text[..20]);
        }
    }
}
