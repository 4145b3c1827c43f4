//! Rule `approval-unproven`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::{Proof, Right};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "approval-unproven",
    default: Severity::Warning,
    title: "an approval that somebody else wrote down",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A trailer names the approver, but the commit that carries it was made under another address, nothing signs it for the approver, and
it is no merge into a branch that settings declare protected. Anybody who may commit can write such a line.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2: the record of an approval is worth as much as the control over who can make it.

Example: the author of a change ends the message with `Approved-by: Ana Alvarez <ana@example.org>` and merges it.

Better: the approver makes the commit or the merge, signed if possible. If a forge enforces approvals, declare the branch under
`control: {protected: …}` in clausebook.yml, or let a recorder sign.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let Some(event) = entry.control.approval_event().filter(|_| ctx.handbook.control.state.is_judged()) else { return };
    if entry.control.approval_proof() != Some(Proof::Claimed) || !matches!(event.right, Right::Held(_)) {
        return;
    }
    let message = format!("commit {} names {} as approver, but somebody else wrote it", event.id.short(), event.by.name);
    sink.push(
        Diagnostic::new(&CODE, status_place(entry), message)
            .help("let the approver record it, signed if possible, or declare the branch protected under `control`"),
    );
}
