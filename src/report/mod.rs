//! Diagnostics as text for people and for machines. One file for each format.
//!
//! Comes in: diagnostics in their final order and the texts they point into. Goes out: one string. Line and column are worked
//! out here only, in `places`. No terminal and no file is touched; whether there are colours is a parameter.

mod github;
mod human;
mod json;
mod junit;
mod places;
mod sarif;
mod short;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::base::{Date, RepoPath};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::source::ToolId;

/// Everything a report may say.
pub struct Report<'a> {
    /// The diagnostics, in the order to print.
    pub diagnostics: &'a [Diagnostic<Place>],
    /// The text of a file.
    pub texts: &'a dyn Fn(&RepoPath) -> Option<&'a str>,
    /// The documents that were checked.
    pub documents: &'a [RepoPath],
    /// How many files were met and not read, so that nothing in them was checked.
    pub unread: usize,
    /// All rules there are.
    pub rules: &'a [&'static Code],
    /// Who reports.
    pub tool: &'a ToolId,
    /// The day the handbook was judged on.
    pub as_of: Date,
    /// What stands before a path to make it a path from where the reader is: empty, or a folder with `/` at its end.
    pub folder: &'a str,
    /// The level from which a diagnostic fails the run.
    pub fail_on: Severity,
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// With excerpts of the source and carets, for reading.
    Human,
    /// One line for each diagnostic, for editors and `grep`.
    Short,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// JUnit XML, a test case for each document.
    Junit,
}

/// Writes the report. Only `Human` knows colours. Ends with a line break.
pub fn write(report: &Report<'_>, format: Format, colours: bool) -> String {
    match format {
        Format::Human => human::write(report, colours),
        Format::Short => short::write(report),
        Format::Json => json::write(report),
        Format::Sarif => sarif::write(report),
        Format::Github => github::write(report),
        Format::Junit => junit::write(report),
    }
}

/// The line at the end of a report: `3 errors, 2 warnings in 2 files; 69 documents checked as of 2026-07-01, 1 file not read`.
pub fn summary(report: &Report<'_>) -> String {
    let documents = plural(report.documents.len(), "document");
    let unread = if report.unread == 0 { String::new() } else { format!(", {} not read", plural(report.unread, "file")) };
    let scope = format!("{documents} checked as of {}{unread}", report.as_of);
    let counts = Counts::of(report.diagnostics);
    let parts: Vec<String> = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| plural(n, word))
        .collect();
    if parts.is_empty() {
        return format!("no errors, warnings or notes; {scope}");
    }
    format!("{} in {}; {scope}", parts.join(", "), plural(counts.files, "file"))
}

struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
}

impl Counts {
    fn of(diagnostics: &[Diagnostic<Place>]) -> Self {
        let at = |level: Severity| diagnostics.iter().filter(|it| it.severity == level).count();
        Self {
            errors: at(Severity::Error),
            warnings: at(Severity::Warning),
            notes: at(Severity::Note),
            files: diagnostics.iter().map(|it| &it.at.path).collect::<BTreeSet<_>>().len(),
        }
    }
}

fn plural(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// The text without characters that command a terminal or reorder what is read. Line breaks stay.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' => '\n',
        '\t' => ' ',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(shown).collect()
}

/// The same on one line.
fn one_line(text: &str) -> String {
    printable(text).replace('\n', " ")
}
