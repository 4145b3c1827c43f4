//! Rule `uncommitted-text`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "uncommitted-text", default: Severity::Note, title: "a text that is not committed", explain: EXPLAIN };

const EXPLAIN: &str = r"The file differs from the committed one, or was never committed. Nothing can be on record for such a text.

Why an auditor cares: what is published from a working tree cannot be found again by anybody else.

Example: a process was changed and the handbook was built before the change was committed.

Better: commit, and build what is committed.
";

fn run(_: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    if !entry.control.uncommitted {
        return;
    }
    let new = entry.control.revisions.iter().all(|it| it.commit.is_none());
    let message = if new { "this file is not committed" } else { "this text is not the committed one" };
    sink.push(Diagnostic::new(&CODE, status_place(entry), message).help("commit it before it is published"));
}
