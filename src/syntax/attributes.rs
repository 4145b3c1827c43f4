//! The braces after a heading: `{#anchor clauses="8.6.1 10.1.1" coverage="partial" note="…"}`.
//!
//! The Markdown parser's own heading attributes split at every space, so quoted values are read here, from the source.

use crate::base::{Span, Spanned, nearest};
use crate::diag::{Diagnostic, codes};

/// What the braces of one heading hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// The braces themselves; empty without any.
    pub(super) block: Span,
    pub(super) anchor: Option<Spanned<String>>,
    pub(super) tags: Vec<Spanned<String>>,
    pub(super) coverage: Option<Spanned<String>>,
    pub(super) note: Option<String>,
}

/// The keys known.
const KEYS: [&str; 3] = ["clauses", "coverage", "note"];

/// One word between the braces.
enum Word<'a> {
    Anchor(&'a str, Span),
    /// Key, its place, value, its place.
    Pair(&'a str, Span, &'a str, Span),
    /// `.class` and `-` of other tools: dropped.
    Foreign(&'a str, Span),
}

/// Reads the attributes at the end of a heading whose text stands at `content`. Mistakes are reported, and what can be
/// used is used. Braces that hold something else altogether stay part of the title.
pub(super) fn read(text: &str, content: Span, diagnostics: &mut Vec<Diagnostic<Span>>) -> Attributes {
    let source = content.text(text);
    let base = content.start as usize;
    if !source.ends_with('}') || is_escaped(source, source.len() - 1) {
        if let Some(at) = source.find("{#").filter(|&at| opens(source, at)) {
            let at = Span::new(base + at, content.end as usize);
            diagnostics.push(invalid(at, "these braces are not closed at the end of the heading"));
        }
        return Attributes::default();
    }
    for (at, _) in source.match_indices('{').filter(|&(at, _)| opens(source, at)) {
        let inner = Span::new(base + at + 1, content.end as usize - 1);
        if let Some(words) = words(text, inner) {
            return collect(Span::new(base + at, content.end as usize), words, diagnostics);
        }
    }
    if let Some(at) = source.rfind('{').filter(|&at| opens(source, at) && !source[..at].ends_with('{')) {
        let at = Span::new(base + at, content.end as usize);
        diagnostics.push(invalid(at, format!("`{}` is neither an anchor nor attributes", short(at.text(text)))));
    }
    Attributes::default()
}

/// Whether a brace can open attributes: at the beginning or after a space, and not escaped.
fn opens(source: &str, at: usize) -> bool {
    at == 0 || source[..at].ends_with([' ', '\t', '\n'])
}

fn is_escaped(source: &str, at: usize) -> bool {
    source[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1
}

fn invalid(at: Span, message: impl Into<String>) -> Diagnostic<Span> {
    Diagnostic::new(&codes::invalid_link_tag::CODE, at, message)
        .help("write `{#anchor clauses=\"8.6.1\" coverage=\"partial\" note=\"…\"}`, or `\\{` for a brace of the text")
}

fn short(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

/// Splits at spaces outside of quotes. `None` when this is not a list of attributes.
fn words(text: &str, inner: Span) -> Option<Vec<Word<'_>>> {
    let source = inner.text(text);
    let span = |from: usize, to: usize| Span::new(inner.start as usize + from, inner.start as usize + to);
    let mut words = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let skipped = rest.len() - rest.trim_start().len();
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let end = at + rest.find(|c: char| c.is_whitespace() || c == '=' || c == '"' || c == '\'').unwrap_or(rest.len());
        let word = &source[at..end];
        if let Some(anchor) = word.strip_prefix('#') {
            words.push(Word::Anchor(anchor, span(at, end)));
            at = end;
        } else if word.starts_with('.') || word == "-" {
            words.push(Word::Foreign(word, span(at, end)));
            at = end;
        } else if source[end..].starts_with('=') && is_key(word) {
            let (from, to, next) = value(source, end + 1)?;
            words.push(Word::Pair(word, span(at, end), &source[from..to], span(from, to)));
            at = next;
        } else {
            return None;
        }
        if source[at..].starts_with(['=', '"', '\'']) {
            return None;
        }
    }
    (!words.is_empty()).then_some(words)
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// A value, quoted or not, from byte `at`: where it begins, where it ends, where reading goes on.
fn value(source: &str, at: usize) -> Option<(usize, usize, usize)> {
    let quote = source[at..].chars().next()?;
    if quote != '"' && quote != '\'' {
        let end = at + source[at..].find(char::is_whitespace).unwrap_or(source.len() - at);
        return (!source[at..end].contains(['"', '\''])).then_some((at, end, end));
    }
    let from = at + 1;
    let (to, _) = source[from..].match_indices(quote).find(|&(to, _)| !is_escaped(source, from + to))?;
    Some((from, from + to, from + to + 1))
}

fn collect(block: Span, words: Vec<Word<'_>>, diagnostics: &mut Vec<Diagnostic<Span>>) -> Attributes {
    let mut read = Attributes { block, ..Attributes::default() };
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        match word {
            Word::Anchor(_, at) if read.anchor.is_some() => diagnostics.push(invalid(at, "a second anchor stands here")),
            Word::Anchor(anchor, at) if is_anchor(anchor) => {
                read.anchor = Some(Spanned::new(anchor.to_owned(), at));
            }
            Word::Anchor(anchor, at) => diagnostics.push(
                invalid(at, format!("`{}` cannot be an anchor", short(anchor))).help("use letters, digits, `-`, `_` and `.`"),
            ),
            Word::Foreign(word, at) => diagnostics.push(invalid(at, format!("`{}` has no meaning here", short(word)))),
            Word::Pair(key, at, _, _) if seen.contains(&key) => {
                diagnostics.push(invalid(at, format!("`{key}` stands here a second time")));
            }
            Word::Pair(key, at, value, place) => {
                seen.push(key);
                read.set(key, at, value, place, diagnostics);
            }
        }
    }
    read
}

/// Whether a text can be an anchor: what a page address can carry without encoding surprises.
fn is_anchor(text: &str) -> bool {
    !text.is_empty() && text.len() <= 200 && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

impl Attributes {
    fn set(&mut self, key: &str, at: Span, value: &str, place: Span, diagnostics: &mut Vec<Diagnostic<Span>>) {
        match key {
            "clauses" => {
                let words = value.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
                self.tags.extend(words.map(|word| {
                    let from = place.start as usize + (word.as_ptr() as usize - value.as_ptr() as usize);
                    Spanned::new(word.to_owned(), Span::new(from, from + word.len()))
                }));
            }
            "coverage" => {
                if !matches!(value, "full" | "partial") {
                    diagnostics
                        .push(invalid(place, format!("coverage cannot be `{}`", short(value))).help("write `full` or `partial`"));
                    return;
                }
                self.coverage = Some(Spanned::new(value.to_owned(), place));
            }
            "note" => self.note = Some(value.replace("\\\"", "\"").replace("\\'", "'")).filter(|note| !note.trim().is_empty()),
            _ => {
                let unknown = invalid(at, format!("a heading has no attribute `{}`", short(key)));
                diagnostics.push(match nearest(key, KEYS) {
                    Some(name) => unknown.help(format!("did you mean `{name}`?")),
                    None => unknown.help(format!("known are: {}", KEYS.join(", "))),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(source: &str) -> (Attributes, Vec<String>) {
        let mut diagnostics = Vec::new();
        let read = read(source, Span::new(0, source.len()), &mut diagnostics);
        (read, diagnostics.into_iter().map(|it| it.message).collect())
    }

    #[test]
    fn quoted_values_hold_spaces_and_keep_their_places() {
        let source = "Ä Records {#records clauses=\"8.6.1, 10.1.1\" coverage=partial note=\"say \\\"x\\\" {y}\"}";
        let (read, messages) = attributes(source);
        assert_eq!(messages, [""; 0]);
        assert!(read.block.text(source).starts_with("{#records"));
        assert_eq!(read.anchor.unwrap().value, "records");
        let tags: Vec<_> = read.tags.iter().map(|tag| (tag.value.as_str(), tag.span.text(source))).collect();
        assert_eq!(tags, [("8.6.1", "8.6.1"), ("10.1.1", "10.1.1")]);
        assert_eq!(read.coverage.unwrap().value, "partial");
        assert_eq!(read.note.as_deref(), Some("say \"x\" {y}"));
    }

    #[test]
    fn mistakes_are_named() {
        for (source, message) in [
            ("A {#a b}", "`{#a b}` is neither"),
            ("A {8.6.1}", "`{8.6.1}` is neither"),
            ("A {#a", "not closed"),
            ("A {clauses=\"8.6.1}", "is neither"),
            ("A {#a #b}", "a second anchor"),
            ("A {#a/b}", "cannot be an anchor"),
            ("A {clause=8.6.1}", "no attribute `clause`"),
            ("A {coverage=some}", "coverage cannot be `some`"),
            ("A {.unnumbered}", "no meaning"),
            ("A {note=a note=b}", "a second time"),
        ] {
            let (_, messages) = attributes(source);
            assert!(messages.len() == 1 && messages[0].contains(message), "{source}: {messages:?}");
        }
    }

    #[test]
    fn other_braces_are_text() {
        for source in ["A", "GET /users/{id}", "A \\{#a}", "A {{ p1.respond }}", "A {#a\\}", "{}a"] {
            let (read, messages) = attributes(source);
            assert_eq!(read.block, Span::default(), "{source}");
            assert!(messages.is_empty() || source == "A {#a\\}", "{source}: {messages:?}");
        }
    }
}
