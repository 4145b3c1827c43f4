//! Rule `ambiguous-link`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "ambiguous-link",
    default: Severity::Error,
    title: "a link that could lead to several things",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"More than one document, entry or title has this name, so nobody can say where the link should lead.

Why an auditor cares: two readers would follow it to two texts (ISO/IEC 20000-1:2018, 7.5.2).

Example: `[[Escalation]]` when two documents have this title.

Better: link to the id, `[[PRO-005]]`. If two things share one id, give one of them another.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let Resolved::Broken(Broken::Ambiguous(candidates)) = resolved else { continue };
        let ReferenceKind::Wiki { target, .. } = &reference.kind else { continue };
        sink.push(
            Diagnostic::new(&CODE, entry.place(target.span), format!("`{}` could be {}", target.value, candidates.join(" or ")))
                .help("link to an id that only one of them has"),
        );
    }
}
