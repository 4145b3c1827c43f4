//! The sentence around a place in plain text, for lists of references.

/// The longest sentence, in characters.
const MAX: usize = 240;

/// The sentence of `block` that holds the bytes `from..to`, at most 240 characters, and where these bytes are in it.
/// What is left out is marked by an ellipsis.
pub(super) fn sentence_around(block: &str, from: usize, to: usize) -> (String, usize) {
    let label: String = block[from..to].chars().take(MAX - 2).collect();
    let label_len = label.chars().count();
    let before = &block[start_of(block, from)..from];
    let after = if label.len() < to - from { "" } else { &block[to..end_of(block, to)] };
    let (before, after) = (before.trim_start(), after.trim_end());
    let (n_before, n_after) = (before.chars().count(), after.chars().count());
    if label_len + n_before + n_after <= MAX && label.len() == to - from {
        let whole = format!("{before}{label}{after}");
        return (whole, before.len());
    }
    let room = MAX.saturating_sub(label_len + 2);
    // Each side may use what the other leaves of its half.
    let keep_before = n_before.min((room / 2).max(room.saturating_sub(n_after)));
    let keep_after = n_after.min(room - keep_before);
    let mut out = String::new();
    if keep_before < n_before {
        out.push('…');
        let tail = tail(before, keep_before);
        out.push_str(tail.find(' ').map_or(tail, |at| &tail[at + 1..]));
    } else {
        out.push_str(before);
    }
    let at = out.len();
    out.push_str(&label);
    if keep_after < n_after {
        let head = head(after, keep_after);
        out.push_str(head.rfind(' ').map_or(head, |at| &head[..at]));
        out.push('…');
    } else {
        out.push_str(after);
        if label.len() < to - from {
            out.push('…');
        }
    }
    (out, at)
}

fn head(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at])
}

fn tail(text: &str, n: usize) -> &str {
    if n == 0 {
        return "";
    }
    text.char_indices().nth_back(n - 1).map_or(text, |(at, _)| &text[at..])
}

/// Where the sentence begins; looks back no further than is shown, by some.
fn start_of(block: &str, from: usize) -> usize {
    let blanks = block[..from].char_indices().rev().take(MAX);
    let mut last = from;
    for (at, c) in blanks {
        if c == ' ' && ends_sentence(block, at) {
            return at + 1;
        }
        last = at;
    }
    last
}

fn end_of(block: &str, to: usize) -> usize {
    let mut last = to;
    for (at, c) in block[to..].char_indices().take(MAX) {
        if c == ' ' && ends_sentence(block, to + at) {
            return to + at;
        }
        last = to + at + c.len_utf8();
    }
    last
}

/// Whether a sentence ends before the blank at `at`: after `.`, `!` or `?` and quotes, before no small letter, and not
/// after an abbreviation such as `e.g.` or a single letter.
fn ends_sentence(block: &str, at: usize) -> bool {
    let before = block[..at].trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    if block[at + 1..].starts_with(|c: char| c.is_lowercase()) {
        return false;
    }
    if before.ends_with(['!', '?', '…', '。']) {
        return true;
    }
    let Some(before) = before.strip_suffix('.') else {
        return false;
    };
    let word = &before[before.char_indices().rev().take(12).find(|(_, c)| *c == ' ').map_or(0, |(at, _)| at + 1)..];
    let is_short = word.chars().nth(1).is_none() && word.starts_with(char::is_alphabetic);
    !(is_short
        || (word.len() <= 4 && word.contains('.'))
        || matches!(word, "cf" | "vs" | "no" | "No" | "Nr" | "Dr" | "Mr" | "Ms"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around<'a>(block: &str, label: &'a str) -> (String, &'a str) {
        let from = block.find(label).unwrap();
        let (sentence, at) = sentence_around(block, from, from + label.len());
        assert!(sentence.chars().count() <= MAX, "{}", sentence.chars().count());
        assert!(sentence[at..].starts_with(label) || sentence[at..].ends_with('…'));
        (sentence, label)
    }

    #[test]
    fn finds_the_sentence() {
        let block = "First one. Ask e.g. the XX owner (see 8.6. below) now! Then stop.";
        assert_eq!(around(block, "XX").0, "Ask e.g. the XX owner (see 8.6. below) now!");
        assert_eq!(around(block, "First").0, "First one.");
        assert_eq!(around(block, "stop").0, "Then stop.");
        assert_eq!(around("XX", "XX").0, "XX");
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let words = "wörd ".repeat(100);
        let block = format!("{words}XX {words}");
        let (sentence, _) = around(&block, "XX");
        assert!(sentence.starts_with("…wörd ") && sentence.ends_with("wörd…"), "{sentence}");
        assert!(sentence.chars().count() > 200);
        let (sentence, _) = around(&format!("XX {words}"), "XX");
        assert!(sentence.starts_with("XX wörd") && sentence.ends_with("wörd…"), "{sentence}");
        let long = "x".repeat(500);
        let (sentence, at) = sentence_around(&long, 0, 500);
        assert_eq!((sentence.chars().count(), at), (239, 0));
    }
}
