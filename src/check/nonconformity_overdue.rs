//! Rule `nonconformity-overdue`.

use super::{Ctx, Rule, Run, Sink, count, field_place};
use crate::diag::{Code, Diagnostic, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "nonconformity-overdue",
    default: Severity::Warning,
    title: "a nonconformity that is open after its due date",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"An entry of the kind `nonconformity` has a `due` date that has passed, and is not closed.

Why an auditor cares: ISO/IEC 20000-1:2018, 10.1.1 wants action taken. Open actions from the last audit are the first thing the
next auditor looks at.

Example: `status: open` and `due: 2026-05-30` in July 2026.

Better: finish the action, verify its effect and close it; or agree on a new date and say why in `note`.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let day = ctx.handbook.as_of;
    for (at, item) in ctx.handbook.items_of("nonconformity") {
        let Some(due) = item.date("due").filter(|due| *due < day && item.text("status") != Some("closed")) else { continue };
        let late = usize::try_from(day.days_since(due)).unwrap_or(0);
        let message = format!("`{}` was to be closed by {due}, {} ago", item.id.value, count(late, "day"));
        sink.push(
            Diagnostic::new(&CODE, field_place(ctx, at, item, "due"), message)
                .help("finish and close it, or set a new date and say why in `note`"),
        );
    }
}
