//! Rule `review-backdated`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Doubt;
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "review-backdated",
    default: Severity::Warning,
    title: "a review claimed long before it appeared",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"`reviewed` names a day, and that day first came to the branch much later than it (`control: {backdating: 14 days}`), while no review
of that time is recorded. What was there when control began is not judged. The date does not count as a review.

Why an auditor cares: dates that are filled in before an audit are the oldest finding there is (ISO/IEC 20000-1:2018, 7.5.2).

Example: in May a commit sets `reviewed: 2026-02-01`.

Better: record a review on the day it is done, by `clausebook review ID`, also where nothing changed.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let place = entry.document.reviewed.as_ref().map_or_else(|| status_place(entry), |it| entry.place(it.span));
    for doubt in &entry.control.doubts {
        let Doubt::ReviewBackdated { commit, claimed, first_seen } = doubt else { continue };
        // A commit that moved the dates of many documents is reported once, as that.
        if ctx.handbook.control.bulk_edits.iter().any(|it| Some(it.commit) == *commit) {
            continue;
        }
        let message = format!("a review of {claimed} is claimed, but that was first on the branch on {first_seen}");
        sink.push(Diagnostic::new(&CODE, place.clone(), message).help("record the review that was done, with its true day"));
    }
}
