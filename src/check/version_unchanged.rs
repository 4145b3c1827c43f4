//! Rule `version-unchanged`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Contradiction;
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "version-unchanged",
    default: Severity::Warning,
    title: "a text that changed under the same version",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The last change of this document's content kept the version, and both texts call themselves approved. White space, wrapping and front
matter that says nothing about the content do not count.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.3.2 and 7.5.2: two texts with one name cannot be told apart on paper.

Example: a step was added to version 1.3, and it is still version 1.3.

Better: raise the version with every change of content that is approved.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let control = &entry.control;
    let known = control.approval.as_ref().and_then(|it| it.contradiction) == Some(Contradiction::TextChanged);
    let Some(version) = entry.document.version.as_ref().filter(|_| !known && ctx.handbook.control.state.is_judged()) else {
        return;
    };
    let Some(now) = control.revisions.first().filter(|it| it.digest.is_some()) else { return };
    let Some(before) = control.revisions.iter().find(|it| it.digest.is_some() && it.digest != now.digest) else { return };
    let approved = |status: &Option<String>| status.as_deref() == Some("approved");
    if before.version.is_none() || before.version != now.version || !approved(&before.status) || !approved(&now.status) {
        return;
    }
    let since = before.id.as_ref().map_or_else(String::new, |it| format!(" since commit {}", it.short()));
    let message = format!("the text changed{since}, and it is still version {}", version.value);
    sink.push(Diagnostic::new(&CODE, entry.place(version.span), message).help("raise the version with every approved change"));
}
