//! YAML as nearly everybody writes it, read in one pass: block maps and lists, scalars and flow collections that end on their line.
//!
//! A text with anything else in it, sound or not, is not read here but by the library (`node::parse_any`), which is ten times slower. What is
//! read here is what the library would have read, places and all, and gives no diagnostics: a law holds both to that.

use std::collections::BTreeSet;

use super::node::{Entry, Node, NodeKind};
use crate::base::{Span, Spanned};

/// Deeper texts are for the library to judge.
const MAX_DEPTH: usize = 8;
/// Larger ones too.
const MAX_NODES: usize = 20_000;

/// Reads a text that holds nothing out of the ordinary, at `base` of its file. `None` for any other.
pub(super) fn read(text: &str, base: usize) -> Option<Node> {
    let lines = lines(text)?;
    let mut reader = Reader { text, base, lines, at: 0, n_nodes: 0 };
    let node = reader.block(0, 0)?;
    (reader.at == reader.lines.len()).then_some(node)
}

/// A line that says something.
#[derive(Clone, Copy, Debug)]
struct Line {
    indent: usize,
    /// Its first byte that is no blank.
    start: usize,
    /// After its last one.
    end: usize,
}

/// The lines without empty ones and comments. `None` if one holds a character that YAML treats in a way of its own.
fn lines(text: &str) -> Option<Vec<Line>> {
    let ordinary = |c: char| matches!(c, ' '..='~' | '\n' | '\u{a1}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fdff}' | '\u{10000}'..='\u{1fffd}');
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) && !text.chars().all(ordinary) {
        return None;
    }
    let mut lines = Vec::with_capacity(text.len() / 24 + 4);
    let mut from = 0;
    for line in text.split('\n') {
        let trimmed = line.trim_start_matches(' ');
        let indent = line.len() - trimmed.len();
        let written = trimmed.trim_end_matches(' ');
        if !written.is_empty() && !written.starts_with('#') {
            lines.push(Line { indent, start: from + indent, end: from + indent + written.len() });
        }
        from += line.len() + 1;
    }
    Some(lines)
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    lines: Vec<Line>,
    /// The line to be read next.
    at: usize,
    n_nodes: usize,
}

impl<'a> Reader<'a> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    fn point(&self, at: usize) -> Span {
        self.span(at, at)
    }

    fn next(&self) -> Option<Line> {
        self.lines.get(self.at).copied()
    }

    fn node(&mut self, kind: NodeKind, span: Span) -> Option<Node> {
        self.n_nodes += 1;
        (self.n_nodes <= MAX_NODES).then_some(Node { kind, span })
    }

    fn is_item(&self, line: Line) -> bool {
        self.text[line.start..line.end].starts_with("- ")
    }

    /// The map or list whose first line is the next one.
    fn block(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let line = self.next().filter(|it| it.indent == indent && depth < MAX_DEPTH)?;
        if self.is_item(line) { self.list(indent, depth, false) } else { self.map(indent, depth) }
    }

    fn map(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let first = self.next()?.start;
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(line) = self.next().filter(|it| it.indent >= indent) {
            if line.indent > indent {
                return None;
            }
            let (key, colon) = self.key(line.start, line.end)?;
            self.at += 1;
            let value = self.value(line, colon, depth)?;
            entries.push(Entry { key, value });
        }
        self.node(NodeKind::Map(without_doubles(entries)?), self.point(first))
    }

    /// What stands behind the colon of a key, on its line or below.
    fn value(&mut self, line: Line, colon: usize, depth: usize) -> Option<Node> {
        let start = self.skip_blanks(colon + 1, line.end);
        if start < line.end && self.text.as_bytes()[start] != b'#' {
            return self.rest_of_line(line, start, depth);
        }
        match self.next() {
            Some(below) if below.indent > line.indent => self.block(below.indent, depth + 1),
            Some(below) if below.indent == line.indent && self.is_item(below) => self.list(below.indent, depth + 1, true),
            _ => self.node(NodeKind::Null, self.point(colon)),
        }
    }

    /// A list. One that stands no deeper than its key begins, to the library, with what its first item holds.
    fn list(&mut self, indent: usize, depth: usize, level: bool) -> Option<Node> {
        let line = self.next()?;
        let first = if level { self.skip_blanks(line.start + 1, line.end) } else { line.start };
        let mut items = Vec::new();
        while let Some(line) = self.next().filter(|it| it.indent == indent && self.is_item(*it)) {
            let start = self.skip_blanks(line.start + 1, line.end);
            if self.key(start, line.end).is_some() {
                let inner = indent + (start - line.start);
                self.lines[self.at] = Line { indent: inner, start, end: line.end };
                items.push(self.block(inner, depth + 1)?);
                continue;
            }
            self.at += 1;
            items.push(self.rest_of_line(line, start, depth)?);
        }
        if self.next().is_some_and(|it| it.indent > indent) {
            return None;
        }
        self.node(NodeKind::List(items), self.point(first))
    }

    /// A value that is all of its line from `start` on, but for a comment. Nothing below goes on with it.
    fn rest_of_line(&mut self, line: Line, start: usize, depth: usize) -> Option<Node> {
        let (node, end) = self.inline(start, line.end, depth + 1, false)?;
        let after = self.skip_blanks(end, line.end);
        let ends = after == line.end || (after > end && self.text.as_bytes()[after] == b'#');
        let goes_on = self.next().is_some_and(|it| it.indent > line.indent);
        (ends && !goes_on).then_some(node)
    }

    fn skip_blanks(&self, from: usize, end: usize) -> usize {
        from + self.text.as_bytes()[from..end].iter().take_while(|it| **it == b' ').count()
    }

    /// A key of plain letters, and where its colon stands.
    fn key(&self, start: usize, end: usize) -> Option<(Spanned<String>, usize)> {
        let text = &self.text[start..end];
        let len = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ')))?;
        let key = &text[..len];
        let rest = &text[len..];
        let is_key = rest == ":" || rest.starts_with(": ");
        // Words that are more than words to a reader of YAML.
        let special = ["null", "true", "false"].iter().any(|it| key.eq_ignore_ascii_case(it));
        let plain = key.starts_with(char::is_alphabetic) && !key.ends_with(' ') && !special;
        (is_key && plain).then(|| (Spanned::new(key.to_owned(), self.span(start, start + len)), start + len))
    }

    /// A scalar or flow collection at `start`, and where it ends.
    fn inline(&mut self, start: usize, end: usize, depth: usize, in_flow: bool) -> Option<(Node, usize)> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.text[start..end].chars().next()? {
            '"' => self.double_quoted(start, end),
            '\'' => self.single_quoted(start, end),
            '[' => self.flow_list(start, end, depth),
            '{' => self.flow_map(start, end, depth),
            first if first.is_alphanumeric() || matches!(first, '(' | '/' | '~') => self.plain(start, end, in_flow),
            _ => None,
        }
    }

    fn plain(&mut self, start: usize, end: usize, in_flow: bool) -> Option<(Node, usize)> {
        let text = &self.text[start..end];
        let bytes = text.as_bytes();
        let mut len = text.len();
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'#' if bytes[at - 1] == b' ' => len = at,
                b':' if in_flow || matches!(bytes.get(at + 1), None | Some(b' ')) => return None,
                b'[' | b'{' | b'?' if in_flow => return None,
                b',' | b']' | b'}' if in_flow => len = at,
                _ => continue,
            }
            break;
        }
        let word = text[..len].trim_end_matches(' ');
        let kind = match word {
            "~" | "null" => NodeKind::Null,
            _ if word.starts_with('~') => return None,
            _ if word.eq_ignore_ascii_case("null") => return None,
            _ => NodeKind::Text(word.to_owned()),
        };
        let span = self.span(start, start + word.len());
        Some((self.node(kind, span)?, start + word.len()))
    }

    fn double_quoted(&mut self, start: usize, end: usize) -> Option<(Node, usize)> {
        let inner = &self.text[start + 1..end];
        let mut value = String::new();
        let mut from = 0;
        loop {
            let at = from + memchr::memchr2(b'"', b'\\', &inner.as_bytes()[from..])?;
            value.push_str(&inner[from..at]);
            from = at + 1;
            if inner.as_bytes()[at] == b'"' {
                break;
            }
            match inner.as_bytes().get(from)? {
                b'"' => value.push('"'),
                b'\\' => value.push('\\'),
                _ => return None,
            }
            from += 1;
        }
        let after = start + 1 + from;
        Some((self.node(NodeKind::Text(value), self.span(start, after))?, after))
    }

    fn single_quoted(&mut self, start: usize, end: usize) -> Option<(Node, usize)> {
        let inner = &self.text[start + 1..end];
        let len = memchr::memchr(b'\'', inner.as_bytes())?;
        if inner.as_bytes().get(len + 1) == Some(&b'\'') {
            return None;
        }
        let after = start + len + 2;
        Some((self.node(NodeKind::Text(inner[..len].to_owned()), self.span(start, after))?, after))
    }

    fn flow_list(&mut self, start: usize, end: usize, depth: usize) -> Option<(Node, usize)> {
        let mut items = Vec::new();
        let mut at = self.skip_blanks(start + 1, end);
        if self.text.as_bytes().get(at) != Some(&b']') {
            loop {
                let (item, after) = self.inline(at, end, depth + 1, true)?;
                items.push(item);
                match self.separator(after, end, b']')? {
                    (next, true) => at = next,
                    (close, false) => {
                        at = close;
                        break;
                    }
                }
            }
        }
        Some((self.node(NodeKind::List(items), self.span(start, start + 1))?, at + 1))
    }

    fn flow_map(&mut self, start: usize, end: usize, depth: usize) -> Option<(Node, usize)> {
        let mut entries = Vec::new();
        let mut at = self.skip_blanks(start + 1, end);
        if self.text.as_bytes().get(at) != Some(&b'}') {
            loop {
                let (key, colon) = self.key(at, end)?;
                let (value, after) = self.inline(self.skip_blanks(colon + 1, end), end, depth + 1, true)?;
                entries.push(Entry { key, value });
                match self.separator(after, end, b'}')? {
                    (next, true) => at = next,
                    (close, false) => {
                        at = close;
                        break;
                    }
                }
            }
        }
        Some((self.node(NodeKind::Map(without_doubles(entries)?), self.span(start, start + 1))?, at + 1))
    }

    /// Behind a comma the next element begins; or else the closing bracket stands there.
    fn separator(&self, from: usize, end: usize, closing: u8) -> Option<(usize, bool)> {
        let at = self.skip_blanks(from, end);
        match self.text.as_bytes()[at..end].first()? {
            b',' => Some((self.skip_blanks(at + 1, end), true)),
            byte if *byte == closing => Some((at, false)),
            _ => None,
        }
    }
}

/// The entries if no key stands there twice, which is for the library to report.
fn without_doubles(entries: Vec<Entry>) -> Option<Vec<Entry>> {
    let mut seen = BTreeSet::new();
    let single = entries.iter().all(|it| seen.insert(it.key.value.as_str()));
    single.then_some(entries)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::node::parse_any;
    use super::*;

    /// What is read here is what the library reads.
    fn agree(text: &str) -> Result<bool, TestCaseError> {
        let Some(node) = read(text, 3) else { return Ok(false) };
        let (found, diagnostics) = parse_any(text, 3);
        prop_assert_eq!(Some(node), found, "{:?}", text);
        prop_assert_eq!(diagnostics, [], "{:?}", text);
        Ok(true)
    }

    #[test]
    fn what_people_write_is_read_here() {
        for text in [
            "id: PRC-013\ntitle: About us (2)\nversion: \"1.8\"\neffective: 2026-02-24\nclauses: [\"8.2.2\", 8.10, {clause: 8.6.1, coverage: partial}]\n",
            "a:\n  b: 1\n  c:\n  - x\n  - y: 1\n    z: \"q \\\"w\\\" \\\\\"\n  -   k: v\n      l: w\nd: # nothing\n\n# c\ne: ~ # c\nf: []\ng: {}\nh: 'it is'\ni: null",
            "- a b\n- [1, 2 3]\n- c: http://x.y/#z\n",
            "raci:\n  Classify incident: {R: desk, A: [one, two]}\nübung: grün\n",
        ] {
            assert!(agree(text).unwrap(), "{text}");
        }
        for (name, text) in [
            ("iso20000", include_str!("../catalogue/data/iso20000-1-2018.yml")),
            ("iso27001", include_str!("../catalogue/data/iso27001-2022.yml")),
            ("iso9001", include_str!("../catalogue/data/iso9001-2015.yml")),
            ("itil", include_str!("../catalogue/data/itil4-practices.yml")),
            ("cobit", include_str!("../catalogue/data/cobit2019.yml")),
            ("crosswalks", include_str!("../catalogue/data/crosswalks.yml")),
            ("types", include_str!("../config/types.yml")),
            ("en", include_str!("../../theme/strings/en.yml")),
            ("de", include_str!("../../theme/strings/de.yml")),
        ] {
            assert!(agree(text).unwrap(), "{name} is read by the library");
        }
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_left_to_the_library() {
        for text in [
            "a: x\n  y\n",
            "a: |\n  x\n",
            "a: &n 1\nb: *n\n",
            "a: !t x\n",
            "a: 1\na: 2\n",
            "a: x: y\n",
            "a: [1,\n 2]\n",
            "a:\tb\n",
            "a: b\r\n",
            "? a\n: b\n",
            "---\na: b\n",
            "a: \"x\\ny\"\n",
            "a: 'it''s'\n",
            "true: x\n",
            "1: x\n",
            "a: {\"b\": c}\n",
            "- - x\n",
            "a: [b: c]\n",
            "a:\n    b: 1\n  c: 2\n",
            "  a: 1\nb: 2\n",
            "a: -\n",
            "a: @x\n",
            "- a\nb: c\n",
            "a: 1\n- b\n",
        ] {
            assert_eq!(read(text, 0), None, "{text:?}");
        }
    }

    fn scalar() -> impl Strategy<Value = String> {
        prop_oneof![
            6 => "[a-zA-Z0-9(/~][a-zA-Z0-9 .:/#,'\"(){}\\[\\]?!&*|>%@`~<=+-]{0,12}",
            2 => "\"[a-z :#,\\\\\"\\[\\]{}'-]{0,8}\"",
            2 => "'[a-z :#,\"\\[\\]{}-]{0,8}'",
            2 => "[\\[{][a-z0-9 ,:\\[\\]{}\"'~-]{0,16}[\\]}]",
            1 => prop::sample::select(vec!["null", "Null", "true", "no", "1.10", "0x1f", ".inf", "2026-01-01", "", "~", "12:30", "1_000", "<<", "="]).prop_map(str::to_owned),
            1 => "[ -~äß€\u{a0}\u{85}\u{2028}\t]{0,10}",
        ]
    }

    fn line() -> impl Strategy<Value = String> {
        let key = prop_oneof![8 => "[a-z]{1,3}", 2 => "[a-zA-Z0-9 ._/-]{1,6}", 1 => prop::sample::select(vec!["true", "Null", "yes", "no", "on", "off", "y", "N", ""]).prop_map(str::to_owned)];
        let dash = prop::sample::select(vec!["", "", "", "- ", "-   ", "-"]);
        let colon = prop::sample::select(vec![": ", ": ", ": ", ":", ":  ", " : ", ""]);
        let tail = prop::sample::select(vec!["", "", "", " ", " # c", "# c", "  "]);
        (0_usize..7, dash, key, colon, scalar(), tail, any::<bool>()).prop_map(
            |(indent, dash, key, colon, scalar, tail, bare)| {
                let indent = " ".repeat(indent / 2 * 2 + usize::from(indent == 5));
                if bare {
                    format!("{indent}{dash}{key}{colon}{tail}")
                } else {
                    format!("{indent}{dash}{key}{colon}{scalar}{tail}")
                }
            },
        )
    }

    proptest! {
        #[test]
        fn both_readers_agree(lines in prop::collection::vec(line(), 0..6)) {
            agree(&lines.join("\n"))?;
        }

        #[test]
        fn both_readers_agree_on_one_line(line in line()) {
            agree(&line)?;
        }

        #[test]
        fn both_readers_agree_on_anything(text in "[-a-c:#,\\[\\]{}\"'~ \n]{0,30}") {
            agree(&text)?;
        }
    }
}
