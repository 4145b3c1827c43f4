//! Rule `unknown-point`.

use super::{Ctx, Rule, Run, Sink, did_you_mean};
use crate::base::nearest;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code =
    Code { name: "unknown-point", default: Severity::Error, title: "a point that its clause does not have", explain: EXPLAIN };

const EXPLAIN: &str = r#"A tag such as `6.3/known-limits` says that a section covers one of the points that its clause wants covered. This one names a
point the catalogue does not know.

Why an auditor cares: the point that was meant counts as missing.

Example: `## Known limits {clauses="6.3/limits"}`.

Better: `{clauses="6.3/known-limits"}`, or `6.3/*` for a section that covers all points. The page of the clause lists them.
"#;

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (_, tag) in entry.tags() {
        let Some(point) = &tag.point else { continue };
        let Some(framework) = ctx.handbook.catalogue.framework(&tag.clause.framework) else { continue };
        let Some((_, clause)) = framework.clause(tag.clause.clause.as_str()) else { continue };
        let known = || clause.points.iter().map(|it| it.id.as_str());
        if known().any(|it| it == point) || (point == "*" && known().next().is_some()) {
            continue;
        }
        let diagnostic = if known().next().is_none() {
            Diagnostic::new(&CODE, entry.place(tag.span), format!("clause `{}` has no points to cover", clause.number))
                .help(format!("write `{}` alone", clause.number))
        } else {
            let list = known().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
            let help = did_you_mean(nearest(point, known()), &format!("its points are {list}"));
            Diagnostic::new(&CODE, entry.place(tag.span), format!("clause `{}` has no point `{point}`", clause.number)).help(help)
        };
        sink.push(diagnostic);
    }
}
