//! Rule `missing-point`.

use super::{Ctx, Rule, Run, Sink, count};
use crate::catalogue::Point;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::State;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "missing-point",
    default: Severity::Warning,
    title: "points of a clause that no section covers",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Some clauses list what a plan, review or agreement has to cover. A section says which point it covers by its tag, such as
`6.3/known-limits`, or `6.3/*` for all. For each clause of the primary framework that some document answers, the points without a
section are listed.

Why an auditor cares: a plan that lacks a listed point is a usual minor finding (ISO/IEC 20000-1:2018: 6.3, 8.3.3, 8.7.2, 9.3).

Example: the service management plan says nothing of known limits.

Better: write the section, and tag it: `## Known limits {clauses="6.3/known-limits"}`.
"#;

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let Some((framework, coverage)) = ctx.handbook.primary_framework().filter(|(framework, _)| framework.mandatory) else {
        return;
    };
    for (clause, it) in framework.clauses().iter().zip(&coverage.clauses) {
        let Some(tag) = it.tags.first().filter(|_| it.state > State::Gap) else { continue };
        let missing: Vec<&Point> =
            clause.points.iter().zip(&it.points).filter(|(_, covered)| covered.is_empty()).map(|(point, _)| point).collect();
        let Some(first) = missing.first() else { continue };
        let entry = &ctx.handbook.entries[tag.entry];
        let list = missing.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("; ");
        let points = count(missing.len(), "point");
        sink.push(
            Diagnostic::new(
                &CODE,
                entry.place(entry.document.id.span),
                format!("no section covers {points} of `{}`: {list}", clause.number),
            )
            .help(format!("tag the section that does: `{{clauses=\"{}/{}\"}}`", clause.number, first.id)),
        );
    }
}
