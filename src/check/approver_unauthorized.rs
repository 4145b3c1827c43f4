//! Rule `approver-unauthorized`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::{Contradiction, Right};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "approver-unauthorized",
    default: Severity::Error,
    title: "an approval by somebody who could not give it",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The only approvals of this text in history are by people who did not hold the demanded role on the day it came to the branch. Roles
are read from people.yml as it stood before, so that nobody gets a role from the change that uses it.

So it is with `approver` in front matter: a change is approved by the role that the last approved text names, or, where none was approved
before, by the one that stood there before the change came to the branch. A role that nobody holds any more demands nothing.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2 and 5.3. An approval without authority is none.

Example: `approver: managing-director`, and `Approved-by:` names the service desk manager.

Better: let a holder of the role approve the text. If somebody stood in, enter that in people.yml, with its days, before they approve.
";

fn run(_: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let unauthorized = entry.control.approval.as_ref().is_some_and(|it| it.contradiction == Some(Contradiction::NotAuthorized));
    let Some(event) = entry.control.approval_event().filter(|_| unauthorized) else { return };
    let why = match &event.right {
        Right::NotHeld(role, _) => format!("who was not {role} on that day"),
        Right::NotYet(role, new) => format!("who was {new}, whom this text names; the last approved text names the {role}"),
        Right::Stranger(_) => "whom people.yml did not list on that day".to_owned(),
        _ => "who could not give it".to_owned(),
    };
    let message = format!("commit {} records an approval by {}, {why}", event.id.short(), event.by.name);
    sink.push(Diagnostic::new(&CODE, status_place(entry), message).help("let a holder of the approver's role approve this text"));
}
