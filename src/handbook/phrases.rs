//! Finds many phrases in a text at once: whole words, without regard to case and to the blanks between words.
//!
//! One pass over the text, however many phrases there are.

use std::collections::BTreeMap;
use std::ops::Range;

/// A phrase found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Which phrase, by the number it was added under.
    pub phrase: usize,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Phrases by their first word.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    by_first: BTreeMap<String, Vec<(Vec<String>, usize)>>,
}

impl Phrases {
    /// Takes a phrase in. One without a word is never found.
    pub fn add(&mut self, text: &str, phrase: usize) {
        let mut words = words_of(text).map(|(word, _)| word.to_lowercase());
        let Some(first) = words.next() else { return };
        let list = self.by_first.entry(first).or_default();
        list.push((words.collect(), phrase));
        // The longest phrase wins: "known error record" before "known error".
        list.sort_by(|a, b| (b.0.len(), &a.0, a.1).cmp(&(a.0.len(), &b.0, b.1)));
    }

    /// All phrases in the text, in order, none within another.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let mut found = Vec::new();
        if self.by_first.is_empty() {
            return found;
        }
        let words: Vec<(&str, Range<usize>)> = words_of(text).collect();
        let folded: Vec<String> = words.iter().map(|(word, _)| word.to_lowercase()).collect();
        let mut at = 0;
        while at < words.len() {
            let rest = &folded[at + 1..];
            let candidates = self.by_first.get(&folded[at]).map_or(&[][..], Vec::as_slice);
            let joined = |n: usize| (at..at + n).all(|it| is_joint(&text[words[it].1.end..words[it + 1].1.start]));
            let Some((tail, phrase)) = candidates.iter().find(|(tail, _)| rest.starts_with(tail) && joined(tail.len())) else {
                at += 1;
                continue;
            };
            let end = at + tail.len();
            found.push(Mention { phrase: *phrase, range: words[at].1.start..words[end].1.end });
            at = end + 1;
        }
        found
    }
}

/// Whether words with this between them can belong to one phrase: blanks, a hyphen, or the border of two table cells, and
/// not the end of a sentence.
fn is_joint(between: &str) -> bool {
    between.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '·'))
}

/// The words of a text: runs of letters and digits.
fn words_of(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let len = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
        at = start + len;
        Some((&text[start..at], start..at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_whole_words_and_the_longest_phrase() {
        let mut phrases = Phrases::default();
        for (at, phrase) in ["P1 response", "known error", "known error record", "", "RTO"].iter().enumerate() {
            phrases.add(phrase, at);
        }
        fn found_in<'t>(phrases: &Phrases, text: &'t str) -> Vec<(usize, &'t str)> {
            phrases.find(text).into_iter().map(|it| (it.phrase, &text[it.range])).collect()
        }
        let found = |text: &'static str| found_in(&phrases, text);
        assert_eq!(found("The p1\u{a0}Response is, P1 · response"), [(0, "p1\u{a0}Response"), (0, "P1 · response")]);
        assert_eq!(found("P1 responses, aP1 response, RTOs"), []);
        assert_eq!(found("a known error record, a known error"), [(2, "known error record"), (1, "known error")]);
        assert_eq!(found("It is a known error. Record it"), [(1, "known error")]);
        assert_eq!(found("known known error (rto)"), [(1, "known error"), (4, "rto")]);
    }
}
