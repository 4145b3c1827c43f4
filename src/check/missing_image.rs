//! Rule `missing-image`.

use super::{Ctx, Rule, Run, Sink, did_you_mean};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "missing-image", default: Severity::Error, title: "a picture that does not exist", explain: EXPLAIN };

const EXPLAIN: &str = r"The file of a picture is not in the repository, or is not a picture but a document.

Why an auditor cares: a process shown only as a picture is not shown at all without it (ISO/IEC 20000-1:2018, 7.5.2).

Example: `![Flow of a change](img/change-flow.png)` after the file was renamed.

Better: correct the path. It counts from the folder of the document.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let (Resolved::Broken(Broken::NoFile(near)), ReferenceKind::Image { url }) = (resolved, &reference.kind) else {
            continue;
        };
        sink.push(
            Diagnostic::new(&CODE, entry.place(reference.span), format!("there is no picture `{url}`"))
                .help(did_you_mean(near.as_deref(), "check the path; it counts from the folder of this document")),
        );
    }
}
