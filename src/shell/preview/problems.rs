//! Diagnostics as a browser is told of them.

use serde_json::{Value, json};

use super::Counts;
use crate::base::{LineIndex, RepoPath};
use crate::config;
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::handbook::Entry;
use crate::pipeline::BuiltEdition;

/// Most problems that are listed.
const MOST: usize = 500;
/// Lines of source before and behind the one meant.
const AROUND: u32 = 4;
/// Longest line of source that is shown, in characters.
const LONGEST: usize = 400;

/// What is wrong with one build.
#[derive(Debug)]
pub(super) struct Problems {
    build: u64,
    all: Vec<Diagnostic<Place>>,
}

/// Whether a diagnostic says that a document could not be read as what it is: then its page does not show what was saved.
pub(super) fn is_breaking(it: &Diagnostic<Place>) -> bool {
    let breaking = [
        &codes::invalid_yaml::CODE,
        &codes::invalid_utf8::CODE,
        &codes::file_too_large::CODE,
        &codes::unreadable_file::CODE,
        &codes::nesting_too_deep::CODE,
    ];
    it.severity == Severity::Error && breaking.iter().any(|code| code.name == it.code.name)
}

/// Whether a diagnostic says that a page is there and nobody could work by it: who answers for it, or which document it is, is not known.
fn is_misleading(it: &Diagnostic<Place>) -> bool {
    it.severity == Severity::Error && ["unknown-role", "duplicate-id"].contains(&it.code.name)
}

impl Problems {
    pub(super) fn new(build: u64, all: Vec<Diagnostic<Place>>) -> Self {
        Self { build, all }
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.all.iter().for_each(|it| counts.add(it.severity));
        counts
    }

    /// What is wrong with the settings.
    pub(super) fn of_settings(&self) -> impl Iterator<Item = &Diagnostic<Place>> {
        self.all.iter().filter(|it| it.severity == Severity::Error && it.at.path.as_str() == config::MAIN)
    }

    /// What is wrong, as JSON: for the page of a document, and of all documents if that is wanted.
    pub(super) fn of_page(&self, source: Option<&RepoPath>, edition: &BuiltEdition, all: bool, looking: Option<&str>) -> String {
        let here: Vec<&Diagnostic<Place>> = self.all.iter().filter(|it| Some(&it.at.path) == source).collect();
        let blocking: Vec<Value> =
            here.iter().filter(|it| is_breaking(it) || is_misleading(it)).map(|it| self.shown(it, edition)).collect();
        let counts = self.counts();
        let list = |of: &mut dyn Iterator<Item = &Diagnostic<Place>>| {
            of.take(MOST).map(|it| self.shown(it, edition)).collect::<Vec<Value>>()
        };
        let elsewhere = || list(&mut self.all.iter().filter(|it| Some(&it.at.path) != source));
        json!({
            "build": self.build,
            "counts": { "error": counts.errors, "warning": counts.warnings, "note": counts.notes },
            "blocking": blocking,
            "here": list(&mut here.iter().copied()),
            "all": if all { elsewhere() } else { Vec::new() },
            "more": (self.all.len() - here.len()).saturating_sub(MOST),
            "looking": looking,
            "change": entry_of(edition, source).map(super::change::told),
        })
        .to_string()
    }

    /// One of them.
    pub(super) fn shown(&self, it: &Diagnostic<Place>, edition: &BuiltEdition) -> Value {
        let text = edition.gathered().text(&it.at.path).map_or("", |text| &**text);
        let lines = LineIndex::new(text);
        let range = it.at.span.map_or(0..0, |span| span.range());
        let (from, to) = (lines.place(text, range.start.min(text.len())), lines.place(text, range.end.min(text.len())));
        let entry = entry_of(edition, Some(&it.at.path));
        let body = it.at.span.is_some() && entry.is_some_and(|entry| range.start >= entry.document.parsed.body.range().start);
        json!({
            "level": it.severity.name(),
            "rule": it.code.name,
            "message": it.message,
            "help": it.help,
            "why": it.code.title,
            "path": it.at.path.as_str(),
            "line": from.line,
            "column": from.column,
            "at": range.start,
            "body": body,
            "stale": is_breaking(it),
            "excerpt": (!text.is_empty() && it.at.span.is_some()).then(|| excerpt(text, &lines, (from, to))),
        })
    }
}

/// The document of a file.
fn entry_of<'a>(edition: &'a BuiltEdition, source: Option<&RepoPath>) -> Option<&'a Entry> {
    let (entries, source) = (&edition.handbook.entries, source?);
    entries.binary_search_by(|entry| entry.path.cmp(source)).ok().map(|at| &entries[at])
}

fn excerpt(text: &str, lines: &LineIndex, (from, to): (crate::base::LineColumn, crate::base::LineColumn)) -> Value {
    let first = from.line.saturating_sub(AROUND).max(1);
    let count = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    let last = (from.line + AROUND / 2).min(count.max(1));
    let line = |number: u32| -> String {
        let range = lines.line_range(text, number);
        text[range].trim_end_matches(['\n', '\r']).chars().take(LONGEST).collect()
    };
    let shown: Vec<String> = (first..=last).map(line).collect();
    let end = if to.line == from.line { to.column } else { u32::try_from(line(from.line).chars().count()).unwrap_or(0) + 1 };
    json!({ "first": first, "lines": shown, "hot": from.line, "from": from.column, "to": end.max(from.column + 1) })
}
