//! Rule `review-due`.

use super::{Ctx, Rule, Run, Sink, count};
use crate::base::Date;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx, Review};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "review-due", default: Severity::Note, title: "a document whose review is due soon", explain: EXPLAIN };

const EXPLAIN: &str = r"The next review is due within `review: {due_soon: …}` of `clausebook.yml` (30 days if nothing is set).

Why it matters: reviews that are planned are done on time (ISO/IEC 20000-1:2018, 7.5.2).

Example: due on 13 July 2026, seen on 1 July.

Better: tell the owner; `clausebook status` lists what is due for each.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    let message = match entry.review {
        Review::DueSoon { due } => format!("its review is due on {due}, in {}", count(days(due, day), "day")),
        Review::NotNeeded | Review::Never | Review::Current { .. } | Review::Late { .. } | Review::Overdue { .. } => return,
    };
    let document = &entry.document;
    let span = document.reviewed.as_ref().map_or(document.id.span, |it| it.span);
    sink.push(Diagnostic::new(&CODE, entry.place(span), message).help("plan the review with its owner"));
}

fn days(later: Date, earlier: Date) -> usize {
    usize::try_from(later.days_since(earlier)).unwrap_or(0)
}
