//! Rule `review-late`.

use super::{Ctx, Rule, Run, Sink, count};
use crate::base::Date;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx, Review};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "review-late",
    default: Severity::Warning,
    title: "a document past its review date, within grace",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The last review plus the review cycle has passed, and the grace period of `clausebook.yml` has not. The text still counts.

Why an auditor cares: grace is for the last days of a review, not for beginning it (ISO/IEC 20000-1:2018, 7.5.2).

Example: due on 20 June 2026, seen on 1 July, with 30 days of grace.

Better: review the text now and set `reviewed`.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    let message = match entry.review {
        Review::Late { due } => format!("its review was due on {due}, {} ago", count(days(day, due), "day")),
        Review::NotNeeded | Review::Never | Review::Current { .. } | Review::DueSoon { .. } | Review::Overdue { .. } => return,
    };
    let document = &entry.document;
    let span = document.reviewed.as_ref().map_or(document.id.span, |it| it.span);
    sink.push(Diagnostic::new(&CODE, entry.place(span), message).help("review it now and set `reviewed` to that day"));
}

fn days(later: Date, earlier: Date) -> usize {
    usize::try_from(later.days_since(earlier)).unwrap_or(0)
}
