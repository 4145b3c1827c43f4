//! Rule `external-document-check-overdue`.

use super::{Ctx, Rule, Run, Sink, field_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::FieldValue;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "external-document-check-overdue",
    default: Severity::Warning,
    title: "an external document that was not checked in time, or is replaced",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"An entry of the kind `external-document` names the edition the organization works to, and when somebody last checked that it is
the current one. The check cycle has passed, no check is recorded, or `superseded_by` names a newer one.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.3.2 wants documents of external origin controlled. Working to an old edition of a
contract or law is found easily.

Example: `checked: 2024-11-04` and `check_cycle: 12 months` in July 2026.

Better: look whether the edition is current, then set `checked`; or move to the new edition.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    for (at, item) in ctx.handbook.items_of("external-document") {
        if let Some(newer) = item.text("superseded_by") {
            sink.push(
                Diagnostic::new(
                    &CODE,
                    field_place(ctx, at, item, "superseded_by"),
                    format!("`{}` was replaced by {newer}", item.id.value),
                )
                .help("work to the new edition, then enter it and remove `superseded_by`"),
            );
            continue;
        }
        let Some(FieldValue::Cycle(cycle)) = item.fields.get("check_cycle").map(|it| &it.value) else { continue };
        // A check in the future has not taken place.
        let message = match item.date("checked").filter(|it| *it <= day) {
            Some(checked) if checked.plus(*cycle) >= day => continue,
            Some(checked) => {
                format!("`{}` was last checked on {checked}; the next check was due on {}", item.id.value, checked.plus(*cycle))
            }
            None => format!("`{}` has a check cycle and no check that took place", item.id.value),
        };
        sink.push(
            Diagnostic::new(&CODE, field_place(ctx, at, item, "checked"), message)
                .help("look whether the edition is current, then set `checked`"),
        );
    }
}
