//! Rule `anchor-broken`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::{AnchorPlace, AnchorState};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code =
    Code { name: "anchor-broken", default: Severity::Error, title: "an anchor that does not hold", explain: EXPLAIN };

const EXPLAIN: &str = r"A commit records by an `Anchor:` trailer, or a record under `anchors` in its front matter, the head commit, and perhaps the register sum, that was handed to somebody outside. The commit
is not among those that lead to the built one, or the register there has another sum: history was rewritten, or the note is wrong.
Not reported where the clone is cut off.

Why an auditor cares: a chain of commits proves nothing against somebody who makes a new one. An id noted elsewhere does.

Example: the minutes of the last management review name commit 3f2a…, and today no such commit leads to the branch.

Better: find the lost history and restore it. If the note was wrong, correct it in a new record, and say why.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    for anchor in &ctx.handbook.control.anchors {
        let day = anchor.day.map_or_else(String::new, |day| format!(" of {day}"));
        let message = match &anchor.state {
            AnchorState::Holds | AnchorState::Unknown => continue,
            AnchorState::NotAncestor => format!("the anchor{day} names commit {}, which does not lead here", anchor.commit),
            AnchorState::OtherRegister(sum) => {
                format!("the anchor{day} notes another register sum than that of commit {}, {sum}", anchor.commit)
            }
        };
        let place = match anchor.recorded {
            AnchorPlace::Commit(_) => framework_place(ctx),
            AnchorPlace::Document(idx, span) => ctx.handbook.entries[idx].place(span),
        };
        sink.push(Diagnostic::new(&CODE, place, message).help("restore the lost history, or correct the note in a new record"));
    }
}
