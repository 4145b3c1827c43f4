//! Rule `commit-date-implausible`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Doubt;
use crate::source::History;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "commit-date-implausible",
    default: Severity::Warning,
    title: "a commit whose dates cannot be right",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A commit says it was made before the commits it builds on, on a day that has not come yet, or written after it had landed. Small
differences of clocks do not count. A signature on a commit whose date cannot be believed proves no approval, as whether its key was
valid depends on that date.

Why an auditor cares: git writes down whatever date it is given, so the order of commits is the better witness.

Example: a commit of 10 January stands on top of one of 3 March.

Better: nothing can be done about a landed commit; explain it in the next management review. Set the clock of the machine right.
";

/// A length of time in the larger unit that says enough.
fn length(hours: i64) -> String {
    match hours {
        1 => "1 hour".to_owned(),
        ..48 => format!("{hours} hours"),
        _ => format!("{} days", hours / 24),
    }
}

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let History::Known(past) = &ctx.inputs.history else { return };
    let control = &ctx.handbook.control;
    for doubt in control.doubts.iter().filter(|_| control.state.is_judged()) {
        let (commit, what) = match doubt {
            Doubt::BeforeParents { commit, hours } => (commit, format!("says it was made {} before its parents", length(*hours))),
            Doubt::InFuture { commit, day } => (commit, format!("is dated {day}, which has not come yet")),
            Doubt::WrittenAfterLanding { commit, written, landed } => {
                (commit, format!("says it was written on {written}, but it landed on {landed}"))
            }
            Doubt::ReviewBackdated { .. } => continue,
        };
        let Some(commit) = past.commits.get(*commit) else { continue };
        let message = format!("commit {} by {} {what}", commit.id.short(), commit.author.display);
        sink.push(Diagnostic::new(&CODE, framework_place(ctx), message).help("find out how the date came about, and note it"));
    }
}
