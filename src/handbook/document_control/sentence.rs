//! Sentences about control, as a name and its parts, so that a page can say them in its own language and lead from each
//! commit to where it is shown.

use std::fmt;

use super::wording;
use crate::base::{CommitId, Date};

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its name: `approval.proven`. The strings of a theme hold a translation under `control.` and this name.
    pub key: &'static str,
    /// What is put in for `{name}`, by name.
    pub parts: Vec<(&'static str, Piece)>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words: a name, a title, a version, a path.
    Text(String),
    /// A commit.
    Commit(CommitId),
    /// A day.
    Day(Date),
    /// A number.
    Count(i64),
    /// A sentence of its own, without its full stop.
    Inner(Box<Sentence>),
}

/// A stretch of a sentence that was put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// Words between parts.
    Words(&'a str),
    /// A part.
    Piece(&'a Piece),
}

impl Sentence {
    pub(super) fn new(key: &'static str) -> Self {
        Self { key, parts: Vec::new() }
    }

    #[must_use]
    pub(super) fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.parts.push((name, Piece::Text(text.into())));
        self
    }

    #[must_use]
    pub(super) fn commit(mut self, name: &'static str, id: &CommitId) -> Self {
        self.parts.push((name, Piece::Commit(id.clone())));
        self
    }

    #[must_use]
    pub(super) fn day(mut self, name: &'static str, day: Date) -> Self {
        self.parts.push((name, Piece::Day(day)));
        self
    }

    #[must_use]
    pub(super) fn count(mut self, name: &'static str, n: i64) -> Self {
        self.parts.push((name, Piece::Count(n)));
        self
    }

    #[must_use]
    pub(super) fn inner(mut self, name: &'static str, sentence: Self) -> Self {
        self.parts.push((name, Piece::Inner(Box::new(sentence))));
        self
    }

    /// The sentence in English with `{name}` where parts go in; a theme's strings may hold it in another language.
    pub fn pattern(&self) -> &'static str {
        wording::english(self.key)
    }

    /// Puts the parts into a pattern. A name without a part is left out.
    pub fn runs<'a>(&'a self, pattern: &'a str) -> Vec<Run<'a>> {
        let mut runs = Vec::new();
        let mut rest = pattern;
        while let Some((words, tail)) = rest.split_once('{') {
            if !words.is_empty() {
                runs.push(Run::Words(words));
            }
            let Some((name, tail)) = tail.split_once('}') else {
                rest = "";
                break;
            };
            runs.extend(self.parts.iter().find(|it| it.0 == name).map(|it| Run::Piece(&it.1)));
            rest = tail;
        }
        if !rest.is_empty() {
            runs.push(Run::Words(rest));
        }
        runs
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in self.runs(self.pattern()) {
            match run {
                Run::Words(words) => f.write_str(words)?,
                Run::Piece(Piece::Text(words)) => f.write_str(words)?,
                Run::Piece(Piece::Commit(id)) => f.write_str(id.short())?,
                Run::Piece(Piece::Day(day)) => fmt::Display::fmt(day, f)?,
                Run::Piece(Piece::Count(n)) => fmt::Display::fmt(n, f)?,
                Run::Piece(Piece::Inner(inner)) => f.write_str(inner.to_string().trim_end_matches('.'))?,
            }
        }
        Ok(())
    }
}
