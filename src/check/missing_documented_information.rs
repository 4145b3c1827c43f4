//! Rule `missing-documented-information`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{ClauseCoverage, State};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "missing-documented-information",
    default: Severity::Error,
    title: "documented information that the primary framework asks for and nothing provides",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Many clauses ask for something to be documented, recorded or reported. `provides` in front matter says which document, record or
record series is it. This item is provided by nothing that is not withdrawn. Clauses without any document are reported as
`clause-gap` instead.

Why an auditor cares: ISO/IEC 20000-1:2018, 7.5.1 and 7.5.4. Required documented information that is missing is a nonconformity
without further questions.

Example: nothing says `provides: ["8.6.1: major incident procedure"]`.

Better: add it to the document that is the major incident procedure. Records kept in another tool are entries of the kind
`record-series`, which have `provides` too.
"#;

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let Some((framework, coverage)) = ctx.handbook.primary_framework().filter(|(framework, _)| framework.mandatory) else {
        return;
    };
    for (clause, it) in framework.clauses().iter().zip(&coverage.clauses) {
        // A gap says more than all that is missing in it.
        if matches!(it.state, State::Gap | State::Excluded) {
            continue;
        }
        for (demand, _) in
            clause.demands.iter().zip(&it.demands).filter(|(demand, found)| found.provided_by.is_empty() && demand.is_demanded())
        {
            let message = format!("`{}` asks for documented information that nothing provides: {}", clause.number, demand.name);
            sink.push(Diagnostic::new(&CODE, place(ctx, it), message).help(format!(
                "add `provides: [\"{}: {}\"]` to the document, record or record series that is it",
                clause.number, demand.name
            )));
        }
    }
}

/// The first document that answers the clause, where `provides` is most likely to be added.
fn place(ctx: &Ctx<'_>, it: &ClauseCoverage) -> Place {
    it.tags.first().map_or_else(
        || framework_place(ctx),
        |tag| {
            let entry = &ctx.handbook.entries[tag.entry];
            entry.place(entry.document.id.span)
        },
    )
}
