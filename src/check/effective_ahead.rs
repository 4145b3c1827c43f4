//! Rule `effective-ahead`.

use super::{Ctx, Rule, Run, Sink, count};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};
use crate::model::Status;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "effective-ahead",
    default: Severity::Note,
    title: "an approved document that is not in effect yet",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Its effective date lies after the day the handbook is judged on. Until then the text is not in force and does not count as
documenting its clauses.

Why an auditor cares: readers must not follow a text before its day, and its predecessor has to stay in use until then
(ISO/IEC 20000-1:2018, 7.5.3.1).

Example: `status: approved` and `effective: 2026-08-01` on 1 July 2026.

Better: nothing, if it is meant. Keep what it replaces until that day.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let document = &entry.document;
    let approved = document.status.as_ref().is_some_and(|it| it.value == Status::Approved);
    if let Some(effective) = document.effective.as_ref().filter(|it| approved && it.value > ctx.handbook.as_of) {
        let days = effective.value.days_since(ctx.handbook.as_of);
        let message = format!(
            "approved, but not in force until {}, {} from now",
            effective.value,
            count(usize::try_from(days).unwrap_or(0), "day")
        );
        sink.push(
            Diagnostic::new(&CODE, entry.place(effective.span), message)
                .help("keep what it replaces until then, or correct the date"),
        );
    }
}
