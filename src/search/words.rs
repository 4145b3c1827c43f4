//! Words of a text, and identifiers kept whole.
//!
//! A word is a run of letters and digits. Where a run holds a digit it is an identifier, and `-`, `.`, `/`, `_` between its parts
//! belong to it: `PRC-013` is `prc13`, as is `prc013`; `8.2` stays `8.2` and is never a part of `8.21`. `theme/js/search.js` has the
//! same rules.

use unicode_normalization::UnicodeNormalization as _;

/// Longer words are cut.
const LONGEST: usize = 40;
/// Words of an identifier from this length on count by themselves, too.
const OWN_WORD: usize = 4;

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_connector(c: char) -> bool {
    matches!(c, '-' | '.' | '/' | '_')
}

/// Calls `each` with every word of a text, in order: small letters, marks kept.
pub(super) fn each(text: &str, room: &mut String, mut each: impl FnMut(&str)) {
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let run = run(&rest[start..]);
        split(run, room, &mut each);
        rest = &rest[start + run.len()..];
    }
}

/// How many words a text has.
pub(super) fn count(text: &str) -> u32 {
    let mut count = 0;
    each(text, &mut String::new(), |_| count += 1);
    count
}

/// The run that a text begins with. A connector belongs to it if word characters stand on both sides.
fn run(text: &str) -> &str {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_word(c) {
            end = at + c.len_utf8();
        } else if !is_connector(c) || !chars.peek().is_some_and(|&(_, next)| is_word(next)) {
            break;
        }
    }
    &text[..end]
}

fn split(run: &str, room: &mut String, each: &mut impl FnMut(&str)) {
    let numbered = run.bytes().any(|it| it.is_ascii_digit());
    if numbered {
        identifier(run, room);
        each(cut(room));
    }
    for part in run.split(is_connector) {
        let own =
            !numbered || (part.chars().count() >= OWN_WORD && part.chars().all(char::is_alphabetic) && part.len() < run.len());
        if own {
            lower(part, room);
            each(cut(room));
        }
    }
}

fn cut(word: &str) -> &str {
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

fn lower(part: &str, room: &mut String) {
    room.clear();
    if part.is_ascii() {
        room.push_str(part);
        room.make_ascii_lowercase();
    } else {
        room.extend(part.to_lowercase().nfc());
    }
}

/// The one way to write an identifier: no connectors but a point between numbers, no leading zeros, small letters.
pub(super) fn identifier(run: &str, out: &mut String) {
    out.clear();
    let (mut number, mut joined) = (None, false);
    for c in run.chars() {
        if is_connector(c) {
            joined = true;
            continue;
        }
        if c.is_ascii_digit() {
            if joined && number.is_some() {
                out.push('.');
                number = None;
            }
            let start = *number.get_or_insert(out.len());
            if &out[start..] == "0" {
                out.pop();
            }
            out.push(c);
        } else {
            number = None;
            out.extend(c.to_lowercase());
        }
        joined = false;
    }
}

/// A word without marks, as it stands in the vocabulary.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfd().filter(|it| !is_mark(*it)) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            _ => folded.push(c),
        }
    }
    folded
}

/// The same as people write it who have no key for the letter: `änderung` as `aenderung`.
pub(super) fn spelled_out(word: &str) -> Option<String> {
    if !word.contains(['ä', 'ö', 'ü', 'ø', 'å']) {
        return None;
    }
    let mut out = String::with_capacity(word.len() + 2);
    for c in word.chars() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'å' => out.push_str("aa"),
            _ => out.push(c),
        }
    }
    Some(fold(&out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each(text, &mut String::new(), |it| found.push(it.to_owned()));
        found
    }

    #[test]
    fn identifiers_are_one_word_however_they_are_written() {
        for written in ["PRC-013", "prc013", "Prc_13", "PRC-13", "prc.013"] {
            assert_eq!(words(written), ["prc13"], "{written}");
        }
        assert_eq!(words("8.2, 8.21; 8.2.1 (A.5.24)."), ["8.2", "8.21", "8.2.1", "a5.24"]);
        assert_eq!(words("ISO/IEC 20000-1:2018"), ["iso", "iec", "20000.1", "2018"]);
        assert_eq!(words("covid-19-response 007 0"), ["covid19response", "covid", "response", "7", "0"]);
    }

    #[test]
    fn words_are_small_and_whole() {
        assert_eq!(
            words("The customer's Follow-up, e.g. Störungs\u{2019}"),
            ["the", "customer", "s", "follow", "up", "e", "g", "störungs"]
        );
        assert_eq!(words("a\u{308}nderung"), ["änderung"]);
        assert_eq!(words("—…  "), [""; 0]);
    }

    #[test]
    fn marks_fall_away_both_ways() {
        assert_eq!(fold("größenänderung"), "grossenanderung");
        assert_eq!(spelled_out("änderung").as_deref(), Some("aenderung"));
        assert_eq!(spelled_out("strasse"), None);
    }
}
