//! Rule `version-disagrees`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "version-disagrees",
    default: Severity::Warning,
    title: "a version that differs from the document's own change history",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"`version` in front matter and the newest line of `changes` name different versions.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2 and 7.5.3.2. If the page says 1.3 and its history ends with 1.2, nobody knows
what was approved.

Example: `version: 1.3`, and the newest line is `{version: 1.2, date: 2026-02-24, …}`.

Better: add the line for 1.3, or correct the version.
";

fn run(_: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let document = &entry.document;
    let Some(version) = &document.version else { return };
    // Newest first is the custom; dates decide where there are some. Of equals the first line counts.
    let lines = document.changes.iter().enumerate().filter(|(_, it)| it.version.is_some());
    let Some((_, newest)) = lines.max_by_key(|(at, it)| (it.date, std::cmp::Reverse(*at))) else { return };
    let listed = newest.version.as_deref().unwrap_or_default();
    if listed != version.value {
        let message = format!("this is version {}, but its change history ends with {listed}", version.value);
        sink.push(
            Diagnostic::new(&CODE, entry.place(version.span), message)
                .related(entry.place(newest.span), "the newest line")
                .help("add a line to `changes` for this version, or correct the version"),
        );
    }
}
