//! Rule `superseded-current`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Status;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "superseded-current",
    default: Severity::Error,
    title: "a replaced document that still counts as approved",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Another document in force says `supersedes` of this one, and this one is still approved.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.3.1: two texts for one purpose are valid at once, and somebody will follow the
wrong one.

Example: PRC-016 has `supersedes: PRC-020`, and PRC-020 still has `status: approved`.

Better: set `status: retired` and `replaced_by: PRC-016` in PRC-020.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    for (idx, successor) in handbook.entries.iter().enumerate().filter(|(_, it)| it.in_force(handbook.as_of)) {
        for old in &successor.document.supersedes {
            let Some(replaced) = handbook.ids.document(&old.value).filter(|&it| it != idx) else { continue };
            let replaced = &handbook.entries[replaced];
            let Some(status) = replaced.document.status.as_ref().filter(|it| it.value == Status::Approved) else { continue };
            let id = &successor.document.id.value;
            sink.push(
                Diagnostic::new(&CODE, replaced.place(status.span), format!("`{id}` replaced this, but it is still approved"))
                    .related(successor.place(old.span), "replaced here")
                    .help(format!("set `status: retired` and `replaced_by: {id}`")),
            );
        }
    }
}
