//! Rule `link-outside`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "link-outside", default: Severity::Error, title: "a link to a file outside the repository", explain: EXPLAIN };

const EXPLAIN: &str = r"The path climbs above the folder of `clausebook.yml` or is absolute. What lies there is not part of the handbook, is not under its
control, and differs from machine to machine.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.3 covers only what is controlled. Nothing outside the repository is ever read, so
that a stranger's pull request cannot publish a file of the machine that builds it.

Example: `[contract](../../contracts/nimbora.pdf)` in a document one folder deep.

Better: put the file into the repository, or enter it as an external document and say where it is held.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let Resolved::Broken(Broken::Leaves) = resolved else { continue };
        let (ReferenceKind::Link { url } | ReferenceKind::Image { url }) = &reference.kind else { continue };
        sink.push(
            Diagnostic::new(&CODE, entry.place(reference.span), format!("`{url}` leads out of the repository"))
                .help("put the file into the repository, or name it as an external document"),
        );
    }
}
