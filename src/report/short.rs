//! One line for each diagnostic: `path:line:column: level: message [code]`, as compilers print and editors read.

use std::fmt::Write as _;

use super::places::Places;
use super::{Report, one_line};

pub(super) fn write(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let mut out = String::new();
    for it in report.diagnostics {
        let path = one_line(it.at.path.as_str());
        let place = places.region(&it.at).map_or(String::new(), |at| format!("{}:{}:", at.start.line, at.start.column));
        let (level, message, code) = (it.severity.name(), one_line(&it.message), it.code.name);
        let _ = writeln!(out, "{}{path}:{place} {level}: {message} [{code}]", report.folder);
    }
    out
}
