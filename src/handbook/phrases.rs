//! Finds many phrases in a text at once: whole words, without regard to case and to the blanks between words.
//!
//! One pass over the text, however many phrases there are.

use std::collections::{BTreeMap, BTreeSet};
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
    /// First letter and length of the first words: most words of a text are passed over by these alone.
    shapes: BTreeSet<(char, usize)>,
}

impl Phrases {
    /// Takes a phrase in. One without a word is never found.
    pub fn add(&mut self, text: &str, phrase: usize) {
        let mut words = words_of(text).map(|(word, _)| word.to_lowercase());
        let Some(first) = words.next() else { return };
        self.shapes.extend(shape(&first));
        let list = self.by_first.entry(first).or_default();
        list.push((words.collect(), phrase));
        // The longest phrase wins: "known error record" before "known error".
        list.sort_by(|a, b| (b.0.len(), &a.0, a.1).cmp(&(a.0.len(), &b.0, b.1)));
    }

    /// All phrases in the text, in order, none within another.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        if self.by_first.is_empty() {
            return found;
        }
        for (word, range) in words_of(text) {
            let within = found.last().is_some_and(|it| range.start < it.range.end);
            if within || shape(word).is_none_or(|it| !self.shapes.contains(&it)) {
                continue;
            }
            let candidates = self.by_first.get(&word.to_lowercase()).map_or(&[][..], Vec::as_slice);
            let ends = |tail: &[String]| tail.iter().try_fold(range.end, |end, word| end_of(text, end, word));
            let hit = candidates.iter().find_map(|(tail, phrase)| Some((ends(tail)?, *phrase)));
            found.extend(hit.map(|(end, phrase)| Mention { phrase, range: range.start..end }));
        }
        found
    }
}

/// First letter in lower case, and number of letters.
fn shape(word: &str) -> Option<(char, usize)> {
    Some((word.chars().next()?.to_lowercase().next()?, word.chars().count()))
}

/// Where the next word ends, if it is this one and belongs to the same phrase.
fn end_of(text: &str, from: usize, wanted: &str) -> Option<usize> {
    let (word, range) = words_of(&text[from..]).next()?;
    let same = word.chars().flat_map(char::to_lowercase).eq(wanted.chars());
    (same && is_joint(&text[from..from + range.start])).then_some(from + range.end)
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
        for (at, phrase) in ["P1 response", "known error", "known error record", "", "RTO", "Über uns"].iter().enumerate() {
            phrases.add(phrase, at);
        }
        let found = |text: &'static str| -> Vec<(usize, &str)> {
            phrases.find(text).into_iter().map(|it| (it.phrase, &text[it.range])).collect()
        };
        assert_eq!(found("The p1\u{a0}Response is, P1 · response"), [(0, "p1\u{a0}Response"), (0, "P1 · response")]);
        assert_eq!(found("P1 responses, aP1 response, RTOs"), []);
        assert_eq!(found("a known error record, a known error"), [(2, "known error record"), (1, "known error")]);
        assert_eq!(found("ÜBER  Uns"), [(5, "ÜBER  Uns")]);
        assert_eq!(found("It is a known error. Record it"), [(1, "known error")]);
        assert_eq!(found("known known error (rto)"), [(1, "known error"), (4, "rto")]);
    }
}
