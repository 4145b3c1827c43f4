//! Rule `retest-missing`.

use super::{Ctx, Rule, Run, Sink, field_place};
use crate::base::{Cycle, Date};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::Target;
use crate::model::{FieldValue, Item};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "retest-missing",
    default: Severity::Warning,
    title: "something that changed after its last test and was not tested again in time",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A service, or an entry of another kind with these fields, says in `changed` when it last changed in a way that matters, and in
`tested_by` which record or record series shows its last test. The change is younger than the test, and the time for testing again
has passed: `retest_within`, or the grace period of `clausebook.yml` where the entry says nothing. The day of a record is its
`date`, that of a record series its `last`.

Why an auditor cares: continuity plans are tested again after major changes (ISO/IEC 20000-1:2018, 8.7.2). A test of what the
service was before the change shows nothing about what it is now.

Example: `tested_by: REC-003`, a test report of March, and `changed: 2026-04-18`, seen in July.

Better: test again, and name the new record in `tested_by`.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    let all = ctx.handbook.items.keys().flat_map(|kind| ctx.handbook.items_of(kind));
    for (at, item) in all {
        let (Some(changed), Some(record)) = (item.date("changed").filter(|it| *it <= day), item.text("tested_by")) else {
            continue;
        };
        // What the record is when it names none that exists, `unknown-document` says.
        let Some(tested) = day_of(ctx, record) else { continue };
        let within = within(item).unwrap_or(ctx.handbook.config.settings.grace);
        let due = changed.plus(within);
        if tested >= changed || due >= day {
            continue;
        }
        let message =
            format!("`{}` changed on {changed} and was last tested on {tested}; the next test was due on {due}", item.id.value);
        sink.push(
            Diagnostic::new(&CODE, field_place(ctx, at, item, "tested_by"), message)
                .help("test it again and name the new record in `tested_by`"),
        );
    }
}

/// The day of a record, or of the last record of a series.
fn day_of(ctx: &Ctx<'_>, id: &str) -> Option<Date> {
    let days = ctx.handbook.ids.find(id).iter().filter_map(|target| match *target {
        Target::Document(entry) => ctx.handbook.entries[entry].document.date.as_ref().map(|it| it.value),
        Target::Item(at) => ctx.handbook.item(at).and_then(|it| it.date("last").or_else(|| it.date("date"))),
    });
    days.max()
}

fn within(item: &Item) -> Option<Cycle> {
    match item.fields.get("retest_within")?.value {
        FieldValue::Cycle(cycle) => Some(cycle),
        _ => None,
    }
}
