//! JUnit XML as GitLab, Jenkins and others read it: a test case for each document, which fails when a diagnostic at or above
//! the wanted level lies in it. Files that are no documents appear when there is something to say of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::places::Places;
use super::{Report, plural, printable};
use crate::base::RepoPath;
use crate::diag::{Diagnostic, Place};

pub(super) fn write(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut by_file: BTreeMap<&RepoPath, Vec<&Diagnostic<Place>>> = BTreeMap::new();
    for it in report.diagnostics {
        by_file.entry(&it.at.path).or_default().push(it);
    }
    let files: BTreeSet<&RepoPath> = report.documents.iter().chain(by_file.keys().copied()).collect();
    let mut cases = String::new();
    let mut failures = 0;
    for path in &files {
        let found = by_file.get(path).map_or(&[][..], Vec::as_slice);
        failures += usize::from(case(&mut cases, report, &places, path, found));
    }
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\"", files.len());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"clausebook\" {counts}>\n  \
         <testsuite name=\"clausebook check\" {counts} skipped=\"0\">\n    \
         <properties><property name=\"as_of\" value=\"{}\"/></properties>\n{cases}  </testsuite>\n</testsuites>\n",
        report.as_of
    )
}

/// Writes one test case and says whether it failed.
fn case(out: &mut String, report: &Report<'_>, places: &Places<'_>, path: &RepoPath, found: &[&Diagnostic<Place>]) -> bool {
    let folder = if path.folder().is_empty() { "clausebook" } else { path.folder() };
    let file = escape(&format!("{}{path}", report.folder));
    let (failing, other): (Vec<&Diagnostic<Place>>, Vec<_>) = found.iter().partition(|it| it.severity >= report.fail_on);
    let _ = write!(out, "    <testcase classname=\"{}\" name=\"{}\" file=\"{file}\"", escape(folder), escape(path.as_str()));
    if found.is_empty() {
        out.push_str("/>\n");
        return false;
    }
    out.push_str(">\n");
    let lines = |list: &[&Diagnostic<Place>]| {
        let lines: Vec<String> = list.iter().map(|it| line(report, places, it)).collect();
        escape_text(&lines.join("\n"))
    };
    if let [first, rest @ ..] = failing.as_slice() {
        let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
        let message = escape(&format!("{}{more}", first.message));
        let kind = escape(first.code.name);
        let _ = writeln!(out, "      <failure message=\"{message}\" type=\"{kind}\">{}</failure>", lines(&failing));
    }
    if !other.is_empty() {
        let below = plural(other.len(), "diagnostic");
        let _ = writeln!(out, "      <system-out>{below} below the level that fails:\n{}</system-out>", lines(&other));
    }
    out.push_str("    </testcase>\n");
    !failing.is_empty()
}

fn line(report: &Report<'_>, places: &Places<'_>, it: &Diagnostic<Place>) -> String {
    let place = places.region(&it.at).map_or(String::new(), |at| format!("{}:{}:", at.start.line, at.start.column));
    let mut line = format!("{}{}:{place} {}: {} [{}]", report.folder, it.at.path, it.severity.name(), it.message, it.code.name);
    if let Some(help) = &it.help {
        let _ = write!(line, "\n  help: {help}");
    }
    line
}

/// For attributes: line breaks survive only as references.
fn escape(text: &str) -> String {
    escape_text(text).replace('"', "&quot;").replace('\n', "&#10;")
}

/// Characters that XML 1.0 cannot hold, not even as references, are replaced.
fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}
