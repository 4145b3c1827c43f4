//! Rule `unknown-value`.

use super::{Ctx, Rule, Run, Sink, did_you_mean};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Broken, Entry, EntryIdx, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "unknown-value",
    default: Severity::Error,
    title: "a value that `values.yml` does not define",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"`{{ p1.respond }}` stands for a value of `values.yml`, named by its path. This one is not there, so the text has a hole.

Why an auditor cares: a target without its figure is no target (ISO/IEC 20000-1:2018, 8.3.3).

Example: `{{ p1.response }}` when `values.yml` has `p1.respond`.

Better: the nearest name is suggested. To show braces as they are, write `\{{`, or put them in code.
";

fn run(ctx: &Ctx<'_>, idx: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (reference, resolved) in ctx.handbook.references(idx) {
        let (Resolved::Broken(Broken::NoValue(near)), ReferenceKind::Value { name }) = (resolved, &reference.kind) else {
            continue;
        };
        sink.push(
            Diagnostic::new(&CODE, entry.place(reference.span), format!("there is no value `{name}`"))
                .help(did_you_mean(near.as_deref(), "define it in values.yml")),
        );
    }
}
