//! Lines of YAML as most are written, coloured without the grammar.
//!
//! Much of the code in a handbook is front matter and settings, and the grammar takes more time for it than the rest of a page
//! takes. A line `- - key: value # comment`, of which each part may be missing, is read here. A value is words, a number, a day,
//! a constant or a text in quotes without escapes. Any other line, and every line within a block of text or a bracket, is left
//! to the grammar. A law in `tests` holds both to the same HTML.

use super::Spans;

/// Plain words that stand for constants.
const CONSTANTS: [&str; 22] = [
    "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On",
    "ON", "off", "Off", "OFF",
];
const NULLS: [&str; 3] = ["null", "Null", "NULL"];

/// Writes a line; `false`, and nothing written, if the grammar has to read it.
pub(super) fn write(spans: &mut Spans<'_>, line: &str) -> bool {
    let Some(parts) = read(line) else { return false };
    spans.push(None, parts.marks);
    if let Some(key) = parts.key {
        spans.push(Some("hv"), key);
        spans.push(None, ":");
    }
    spans.push(None, parts.gap);
    spans.push(parts.class, parts.value);
    spans.push(None, parts.rest);
    spans.push(Some("hc"), parts.comment);
    spans.push(None, if line.ends_with('\n') { "\n" } else { "" });
    true
}

/// A line taken apart; what it lacks is empty.
struct Parts<'a> {
    /// Indentation and the marks of lists.
    marks: &'a str,
    key: Option<&'a str>,
    gap: &'a str,
    value: &'a str,
    class: Option<&'static str>,
    rest: &'a str,
    comment: &'a str,
}

fn read(line: &str) -> Option<Parts<'_>> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let (marks, after) = marks(line);
    let (key, after) = match key(after) {
        Some((key, after)) => (Some(key), after),
        None => (None, after),
    };
    let (gap, after) = blanks(after);
    let (value, class, after) = value(after)?;
    let (rest, comment) = blanks(after);
    // A comment is set off by a blank, unless the line begins with it.
    let set_off = !rest.is_empty() || (value.is_empty() && (!gap.is_empty() || (key.is_none() && !marks.ends_with('-'))));
    let fits = comment.is_empty() || (comment.starts_with('#') && set_off);
    fits.then_some(Parts { marks, key, gap, value, class, rest, comment })
}

/// Blanks and list marks at the beginning. A mark is a hyphen before a blank.
fn marks(line: &str) -> (&str, &str) {
    let mut at = 0;
    loop {
        let (_, after) = blanks(&line[at..]);
        at = line.len() - after.len();
        match after.strip_prefix('-') {
            Some(next) if next.is_empty() || next.starts_with(' ') => at += 1,
            _ => return line.split_at(at),
        }
    }
}

fn blanks(text: &str) -> (&str, &str) {
    text.split_at(text.len() - text.trim_start_matches(' ').len())
}

/// A key and what follows its colon.
fn key(text: &str) -> Option<(&str, &str)> {
    let (key, after) = text.split_once(':')?;
    let ends = after.is_empty() || after.starts_with(' ');
    (ends && is_plain(key) && !key.contains(' ')).then_some((key, after))
}

/// A value, its class, and what follows; `None` if it is of another form.
fn value(text: &str) -> Option<(&str, Option<&'static str>, &str)> {
    match text.bytes().next() {
        None | Some(b'#') => return Some(("", None, text)),
        Some(quote @ (b'"' | b'\'')) => {
            let end = text[1..].bytes().position(|it| it == quote)? + 2;
            let (value, after) = text.split_at(end);
            let simple = !value.contains('\\') && (after.is_empty() || after.starts_with(' '));
            return simple.then_some((value, Some("hs"), after));
        }
        Some(_) => {}
    }
    let end = text.find(" #").unwrap_or(text.len());
    let value = text[..end].trim_end_matches(' ');
    let after = &text[value.len()..];
    match value {
        _ if CONSTANTS.contains(&value) || NULLS.contains(&value) || is_number(value) || is_day(value) => {
            Some((value, Some("hn"), after))
        }
        _ if is_plain(value) => Some((value, Some("hs"), after)),
        _ => None,
    }
}

/// Words of letters, digits and `_ - . /`, a letter first, that stand for nothing but themselves.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|it| it.is_ascii_alphanumeric() || matches!(it, b' ' | b'_' | b'-' | b'.' | b'/'))
        && !CONSTANTS.contains(&text)
        && !NULLS.contains(&text)
}

/// A whole number in decimal digits.
fn is_number(text: &str) -> bool {
    text == "0" || (text.starts_with(|c: char| ('1'..='9').contains(&c)) && text.bytes().all(|it| it.is_ascii_digit()))
}

fn is_day(text: &str) -> bool {
    let mark = |at: usize| matches!(at, 4 | 7);
    text.len() == 10 && text.bytes().enumerate().all(|(at, it)| if mark(at) { it == b'-' } else { it.is_ascii_digit() })
}
