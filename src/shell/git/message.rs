//! Messages of commits and tags: their letters, their subject, and their trailers by the rules of git-interpret-trailers.
//!
//! The rules are those of `git log --format=%(trailers)` without settings: the separator is `:`, comments begin with `#`, and a
//! line of three dashes ends nothing.

use crate::source::Trailer;

/// Bytes to text by the `encoding` header; what is no text in it becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], encoding: Option<&[u8]>) -> String {
    let name = encoding.map(|it| String::from_utf8_lossy(it).trim().to_ascii_lowercase());
    match name.as_deref() {
        Some("iso-8859-1" | "iso8859-1" | "latin1" | "latin-1") => bytes.iter().map(|it| char::from(*it)).collect(),
        Some("windows-1252" | "cp1252" | "cp-1252") => bytes.iter().map(|it| windows(*it)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Windows-1252: Latin-1 but for 0x80 to 0x9f.
fn windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The first line that is not blank.
pub(super) fn subject(message: &str) -> String {
    message.lines().map(str::trim).find(|it| !it.is_empty()).unwrap_or_default().to_owned()
}

/// The trailers, in their order, folded values joined by one blank.
pub(super) fn trailers(message: &str) -> Vec<Trailer> {
    let body = &message[..message_end(message)];
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let Some(start) = block_start(&lines) else { return Vec::new() };
    let mut joined: Vec<(String, bool)> = Vec::new();
    for line in &lines[start..] {
        match joined.last_mut() {
            Some((last, true)) if starts_blank(line) => last.push_str(line),
            _ => joined.push(((*line).to_owned(), separator(line).is_some_and(|at| at > 0))),
        }
    }
    let trailer = |(line, _): &(String, bool)| {
        let at = separator(line).filter(|at| *at > 0 && !line.starts_with('#'))?;
        let value: Vec<&str> = line[at + 1..].lines().map(trim).collect();
        Some(Trailer { key: trim(&line[..at]).into(), value: trim(&value.join(" ")).into() })
    };
    joined.iter().filter_map(trailer).collect()
}

/// The blanks that git knows.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r')
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

fn starts_blank(line: &str) -> bool {
    line.starts_with(is_blank)
}

/// Where the message ends and what an editor left behind begins: a scissors line, comments, an old list of conflicts.
fn message_end(message: &str) -> usize {
    const SCISSORS: &str = "# ------------------------ >8 ------------------------\n";
    let cut = match message.find(SCISSORS) {
        Some(0) => 0,
        _ => message.find(&format!("\n{SCISSORS}")).map_or(message.len(), |at| at + 1),
    };
    let (mut begin, mut conflicts, mut at) = (None, false, 0);
    for line in message[..cut].split_inclusive('\n') {
        if line.starts_with('#') || line.starts_with('\n') {
            begin = begin.or(Some(at));
        } else if line == "Conflicts:\n" {
            conflicts = true;
            begin = begin.or(Some(at));
        } else if !(conflicts && line.starts_with('\t')) {
            begin = None;
            conflicts = false;
        }
        at += line.len();
    }
    begin.unwrap_or(cut)
}

/// The first line of the trailers, if the last paragraph is one of trailers: all of its lines are, or a quarter if git itself wrote one.
fn block_start(lines: &[&str]) -> Option<usize> {
    let title = lines.iter().position(|it| !it.starts_with('#') && trim(it).is_empty()).unwrap_or(lines.len());
    let (mut written_by_git, mut trailers, mut others, mut folded) = (false, 0_usize, 0_usize, 0_usize);
    let mut only_blank = true;
    for at in (title..lines.len()).rev() {
        let line = lines[at];
        if line.starts_with('#') {
            others += folded;
            folded = 0;
        } else if trim(line).is_empty() {
            if only_blank {
                continue;
            }
            others += folded;
            let enough = if written_by_git { trailers * 3 >= others } else { trailers > 0 && others == 0 };
            // Where git has written one, all lines being trailers is the same as the rule for a quarter.
            return enough.then_some(at + 1);
        } else {
            only_blank = false;
            if line.starts_with("Signed-off-by: ") || line.starts_with("(cherry picked from commit ") {
                trailers += 1;
                folded = 0;
                written_by_git = true;
            } else if separator(line).is_some_and(|at| at > 0) && !starts_blank(line) {
                trailers += 1;
                folded = 0;
            } else if starts_blank(line) {
                folded += 1;
            } else {
                others += 1 + folded;
                folded = 0;
            }
        }
    }
    None
}

/// Where the colon stands that follows a word of letters, digits and dashes, blanks between them allowed.
fn separator(line: &str) -> Option<usize> {
    let mut blank = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b':' => return Some(at),
            b' ' | b'\t' if at > 0 => blank = true,
            b'-' if !blank => {}
            _ if !blank && byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(message: &str) -> Vec<(String, String)> {
        trailers(message).into_iter().map(|it| (it.key.to_string(), it.value.to_string())).collect()
    }

    #[test]
    fn the_last_paragraph_is_one_of_trailers_or_none() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(of("A: title\n"), []);
        assert_eq!(of("title\n\nA-b: c\r\nD:  e\n f\n"), [pair("A-b", "c"), pair("D", "e f")]);
        assert_eq!(of("title\n\nA: b\nwords\n"), []);
        assert_eq!(of("title\n\nA: b\nwords\nSigned-off-by: c\n"), [pair("A", "b"), pair("Signed-off-by", "c")]);
        assert_eq!(of("title\n\nA: b\n\nwords: with\nno trailer"), []);
        assert_eq!(of("title\n\nA: b\n---\nC: d\n"), []);
        assert_eq!(of("title\n\nA: b\n\n# a comment\n"), [pair("A", "b")]);
        assert_eq!(of("title\n\nA: b\n\nConflicts:\n\tx.md\n"), [pair("A", "b")]);
    }

    #[test]
    fn letters_are_those_of_the_header() {
        assert_eq!(decode(b"M\xfcller", Some(b"ISO-8859-1")), "Müller");
        assert_eq!(decode(b"\x84a\x93", Some(b"windows-1252")), "„a“");
        assert_eq!(decode("Müller".as_bytes(), None), "Müller");
        assert_eq!(decode(b"M\xfcller", None), "M\u{fffd}ller");
    }
}
