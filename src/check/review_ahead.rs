//! Rule `review-ahead`.

use super::{Ctx, Rule, Run, Sink};
use crate::base::Date;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "review-ahead", default: Severity::Error, title: "a review dated in the future", explain: EXPLAIN };

const EXPLAIN: &str = r"A review, check or last record is dated after the day the handbook is judged on. It cannot have taken place, so it does not count.

Why an auditor cares: dates that are typed and not lived are found by comparing two of them, and then none is believed.

Example: `reviewed: 2027-01-20` in July 2026, meant as the date of the next review.

Better: `reviewed` is the day of the last review; the next one follows from `review_cycle`.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let document = &entry.document;
    let day = ctx.handbook.as_of;
    let mut say = |field: &str, date: Date, place: Place| {
        if date > day {
            let message = format!("`{field}: {date}` lies after {day}, the day of this handbook, so it cannot have taken place");
            sink.push(Diagnostic::new(&CODE, place, message).help("give the day on which it was done"));
        }
    };
    if let Some(reviewed) = &document.reviewed {
        say("reviewed", reviewed.value, entry.place(reviewed.span));
    }
    for item in document.item.iter().chain(&document.entries) {
        for field in ["reviewed", "checked", "last", "closed"] {
            if let (Some(date), Some(typed)) = (item.date(field), item.fields.get(field)) {
                say(field, date, entry.place(typed.span));
            }
        }
    }
}
