//! Rule `raci-without-one-accountable`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "raci-without-one-accountable",
    default: Severity::Error,
    title: "an activity for which nobody or several roles are accountable",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Each row of `raci` needs exactly one role under `A`: the one that answers for the result. `R` may hold several.

Why an auditor cares: ISO/IEC 20000-1:2018, 5.3. If two answer for something, nobody does.

Example: `Classify incident: {R: service-desk-analyst, A: [service-desk-manager, incident-manager]}`.

Better: one role under `A`, the other under `R` or `C`.
";

fn run(_: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for row in &entry.document.raci {
        let mut roles: Vec<&str> = row.accountable.iter().map(|it| it.value.as_str()).collect();
        roles.sort_unstable();
        roles.dedup();
        let message = match roles.len() {
            1 => continue,
            0 => format!("nobody is accountable for `{}`", row.activity.value),
            n => format!("{n} roles are accountable for `{}`: {}", row.activity.value, roles.join(", ")),
        };
        sink.push(Diagnostic::new(&CODE, entry.place(row.activity.span), message).help("name exactly one role under `A`"));
    }
}
