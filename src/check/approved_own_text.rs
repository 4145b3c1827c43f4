//! Rule `approved-own-text`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Contradiction;
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "approved-own-text",
    default: Severity::Error,
    title: "an approval by somebody who wrote the change",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The type demands that writing and approving are separate (`separation: true`), and the approver wrote some of what changed since the
last approval, as author or by a `Co-authored-by:` trailer.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2: nobody else has looked at the text.

Example: the owner of a policy is also its approver, changes it and approves the change.

Better: let another holder of the role, or a deputy, approve it. If the organization is too small for that, set
`control: {separation: false}` in clausebook.yml, so that it is decided and not overlooked.
";

fn run(_: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let own = entry.control.approval.as_ref().is_some_and(|it| it.contradiction == Some(Contradiction::OwnText));
    let Some(event) = entry.control.approval_event().filter(|_| own) else { return };
    let name = &event.by.name;
    let message = format!("commit {} records an approval by {name} of a change that {name} wrote", event.id.short());
    sink.push(
        Diagnostic::new(&CODE, status_place(entry), message)
            .help("let somebody else who holds the approver's role approve this text"),
    );
}
