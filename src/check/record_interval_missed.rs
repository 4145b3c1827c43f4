//! Rule `record-interval-missed`.

use super::{Ctx, Rule, Run, Sink, field_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::FieldValue;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "record-interval-missed",
    default: Severity::Warning,
    title: "a series of records whose interval has passed without a record",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A record series with an `interval` says how often a record has to appear, and `last` when one did. The interval and the grace period
of `clausebook.yml` have passed since, or there is no record at all.

Why an auditor cares: what is planned to happen at intervals has to have happened (ISO/IEC 20000-1:2018: 9.2, 9.3, 8.7.2).

Example: continuity tests with `interval: 12 months` and `last: 2025-03-12`, seen in July 2026.

Better: do what is due and enter it; a plan that is not followed should be changed.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    let grace = ctx.handbook.config.settings.grace;
    for (at, item) in ctx.handbook.items_of("record-series") {
        let Some(FieldValue::Cycle(interval)) = item.fields.get("interval").map(|it| &it.value) else { continue };
        let message = match item.date("last").filter(|it| *it <= day) {
            Some(last) if last.plus(*interval).plus(grace) >= day => continue,
            Some(last) => {
                format!("the last record of `{}` is of {last}; the next was due on {}", item.id.value, last.plus(*interval))
            }
            None => format!("`{}` should have a record every {interval} and has none", item.id.value),
        };
        sink.push(
            Diagnostic::new(&CODE, field_place(ctx, at, item, "last"), message)
                .help("do what is due, then set `last` to its day"),
        );
    }
}
