//! Rule `text-changed-after-approval`.

use super::{Ctx, Rule, Run, Sink, status_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Contradiction;
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "text-changed-after-approval",
    default: Severity::Error,
    title: "a text that changed after its approval and kept its version",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"History holds an approval of this version, but the content is another by now. White space, wrapping and front matter that says
nothing about the content do not count as a change.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.2 and 7.5.3.2. What people follow is not what was approved, and nothing on the page
tells the two texts apart. Until this is cleared the approval counts as missing.

Example: version 2.1 was approved in May; in June a target was changed and the document still calls itself version 2.1, approved.

Better: give the new text a new version and have it approved, or restore the approved text.
";

fn run(_: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let Some(approval) = &entry.control.approval else { return };
    if approval.contradiction != Some(Contradiction::TextChanged) {
        return;
    }
    let Some(event) = approval.earlier.and_then(|at| entry.control.events.get(at)) else { return };
    let message = format!("the text differs from the one that commit {} approved, and the version does not", event.id.short());
    sink.push(
        Diagnostic::new(&CODE, status_place(entry), message)
            .help("raise the version and have the new text approved, or restore the approved text"),
    );
}
