//! Workflow commands: GitHub Actions turns each line into an annotation of the pull request.
//!
//! GitHub shows ten errors and ten warnings of a step; the summary line at the end says how many there are.

use std::fmt::Write as _;

use super::places::Places;
use super::{Report, one_line, printable, summary};
use crate::diag::{Diagnostic, Place, Severity};

pub(super) fn write(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut out = String::new();
    for it in report.diagnostics {
        command(&mut out, report, &places, it);
    }
    out.push_str(&summary(report));
    out.push('\n');
    out
}

fn command(out: &mut String, report: &Report<'_>, places: &Places<'_>, it: &Diagnostic<Place>) {
    let name = match it.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Allow | Severity::Note => "notice",
    };
    let file = property(&format!("{}{}", report.folder, it.at.path));
    let mut at = String::new();
    if let Some(region) = places.region(&it.at) {
        let _ = write!(at, ",line={},endLine={}", region.start.line, region.end.line);
        // GitHub takes columns only within one line, and counts the last character in.
        if region.start.line == region.end.line {
            let last = region.end.column.saturating_sub(1).max(region.start.column);
            let _ = write!(at, ",col={},endColumn={last}", region.start.column);
        }
    }
    let mut message = printable(&it.message);
    for (at, words) in &it.related {
        let line = places.region(at).map_or(String::new(), |region| format!(":{}", region.start.line));
        let _ = write!(message, "\n{}: {}{}{line}", printable(words), report.folder, one_line(at.path.as_str()));
    }
    if let Some(help) = &it.help {
        let _ = write!(message, "\nhelp: {}", printable(help));
    }
    let _ = writeln!(out, "::{name} file={file}{at},title={}::{}", property(it.code.name), data(&message));
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
