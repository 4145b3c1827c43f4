//! Rule `approval-missing`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Proof;
use crate::handbook::{Entry, EntryIdx};
use crate::source::Gap;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "approval-missing",
    default: Severity::Warning,
    title: "an approved document without an approval of its text in git history",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The document says `status: approved`, and git history holds no approval of this text: no `Approved-by:` trailer on the commit that
changed it, on the merge that brought it to the branch, or on a commit that names it with `Document:`, and no commit of the
approver that set the status. Not reported where the clone is cut off, or the text is not committed yet.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2. Who approved version 3, and when, has no answer then.

Example: version 2.0 was merged by its author, and nobody recorded who approved it.

Better: let the approver run `clausebook approve ID`, or add `Approved-by: Name <address>` to the merge that lands the next change.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let report = &ctx.handbook.control;
    let cut = report.gaps.iter().any(|it| !matches!(it, Gap::Replaced(_) | Gap::BadNames(_)));
    let Some(approval) = entry.control.approval.as_ref().filter(|_| report.state.is_judged() && !cut) else { return };
    let missing = approval.proof == Proof::Claimed && approval.event.is_none();
    let committed = entry.control.revisions.first().is_some_and(|it| it.commit.is_some() && it.digest.is_some());
    if !missing || !committed || entry.document.approver.is_none() {
        return;
    }
    let what = match &entry.document.version {
        Some(version) => format!("version {}", version.value),
        None => "this text".to_owned(),
    };
    let mut diagnostic = Diagnostic::new(&CODE, status_place(entry), format!("no approval found in history for {what}"));
    if let Some(event) = approval.earlier.and_then(|at| entry.control.events.get(at)) {
        let last = event.version.as_ref().map_or_else(|| "an earlier text".to_owned(), |it| format!("version {it}"));
        diagnostic.message.push_str(&format!("; the last one is of {last}, in commit {}", event.id.short()));
    }
    sink.push(diagnostic.help("let the approver record it, by `clausebook approve`, or set `status: in-review` until then"));
}
