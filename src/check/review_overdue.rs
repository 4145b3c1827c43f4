//! Rule `review-overdue`.

use super::{Ctx, Rule, Run, Sink, count};
use crate::base::Date;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx, Review};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "review-overdue",
    default: Severity::Error,
    title: "a document whose review is overdue beyond grace, or that was never reviewed",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The last review plus the review cycle plus `review: {grace: …}` in `clausebook.yml` has passed; or the document is approved, has a
review cycle, and names no usable review date. Its text no longer counts as documenting its clauses.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2 asks for review for suitability and adequacy. Overdue reviews are the finding
that auditors write most.

Example: `reviewed: 2025-03-01` and `review_cycle: 12 months` in July 2026.

Better: review the text, also if nothing changes, and set `reviewed` to that day.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    let message = match entry.review {
        Review::Overdue { due } => format!("its review was due on {due}, {} ago", count(days(day, due), "day")),
        Review::Never => String::from("it is approved and has a review cycle, but no date of a review that took place"),
        Review::NotNeeded | Review::Current { .. } | Review::DueSoon { .. } | Review::Late { .. } => return,
    };
    let document = &entry.document;
    let span = document.reviewed.as_ref().map_or(document.id.span, |it| it.span);
    sink.push(
        Diagnostic::new(&CODE, entry.place(span), message).help("review it and set `reviewed` to the day on which that was done"),
    );
}

fn days(later: Date, earlier: Date) -> usize {
    usize::try_from(later.days_since(earlier)).unwrap_or(0)
}
