//! Rule `missing-implied-information`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{ClauseCoverage, State};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "missing-implied-information",
    default: Severity::Warning,
    title: "documented information that a clause implies and nothing provides",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"The clause does not ask for this outright, but conformity is hard to show without it. Nothing that is not withdrawn says in
`provides` that it is it.

Why an auditor cares: the auditor will ask how you know, and the answer has to be seen somewhere (ISO/IEC 20000-1:2018, 7.5.1 b).

Example: a clause wants interested parties determined, and no document says that it holds the result.

Better: add `provides: ["CLAUSE: words that name it"]` to the document that holds it.
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
            clause.demands.iter().zip(&it.demands).filter(|(demand, found)| found.provided_by.is_empty() && !demand.is_demanded())
        {
            let message = format!("`{}` is hard to show without this, which nothing provides: {}", clause.number, demand.name);
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
