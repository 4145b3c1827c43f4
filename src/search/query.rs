//! What somebody typed, as words that are looked for.

use super::index::Index;
use super::words;

/// Longer queries are cut.
const LONGEST: usize = 200;
/// The most words that are looked for.
pub(super) const WORDS: usize = 12;
/// Letters before a number that may belong to it, as in `prc 13`.
const PREFIX: usize = 8;

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// As it stands in the vocabulary.
    pub(super) form: String,
    /// The phrase it belongs to.
    pub(super) phrase: Option<usize>,
    /// It may go on: the last word while somebody types.
    pub(super) open: bool,
}

/// Reads a query. Words in quotes are a phrase; one that is not closed goes on to the end.
pub(super) fn parse(index: &Index, query: &str) -> Vec<Wanted> {
    let query: String = query.chars().take(LONGEST).collect();
    let mut wanted: Vec<Wanted> = Vec::new();
    for (at, part) in query.split(['"', '„', '“', '”', '«', '»']).enumerate() {
        let phrase = (at % 2 == 1).then_some(at);
        words::each(part, &mut String::new(), |word| {
            wanted.push(Wanted { form: words::fold(word), phrase, open: false });
        });
    }
    let goes_on = query.chars().last().is_some_and(|it| it.is_alphanumeric() || matches!(it, '-' | '.' | '/'));
    if let Some(last) = wanted.last_mut() {
        last.open = goes_on && last.phrase.is_none();
    }
    let mut wanted = joined(index, wanted);
    wanted.truncate(WORDS);
    wanted
}

/// `prc 13` is `prc13` where there is such an identifier.
fn joined(index: &Index, wanted: Vec<Wanted>) -> Vec<Wanted> {
    let mut out: Vec<Wanted> = Vec::with_capacity(wanted.len());
    for it in wanted {
        let before = out.last_mut().filter(|before| {
            let letters = before.form.len() <= PREFIX && !before.form.bytes().any(|it| it.is_ascii_digit());
            letters && before.phrase.is_none() && it.phrase.is_none() && it.form.starts_with(|c: char| c.is_ascii_digit())
        });
        if let Some(before) = before {
            let both = format!("{}{}", before.form, it.form);
            if index.group(&both).is_some() || (it.open && !index.beginning(&both).is_empty()) {
                *before = Wanted { form: both, ..it };
                continue;
            }
        }
        out.push(it);
    }
    out
}
