//! Rule `clause-gap`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::State;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "clause-gap",
    default: Severity::Error,
    title: "a clause of the primary framework that no document answers",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Each assessable clause of the first framework in `clausebook.yml` needs at least one document or section that is tagged with it
and not withdrawn. Bodies of practice such as ITIL, and frameworks further down the list, may have gaps.

Why an auditor cares: all clauses of ISO/IEC 20000-1:2018 from 4 to 10 apply. A clause without any text is a nonconformity, often a
major one.

Example: no document has `7.3` in `clauses`, and no section is tagged with it.

Better: add `clauses: [7.3]` to the document that answers it, or tag the section: `## Awareness {clauses="7.3"}`.
"#;

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let Some((framework, coverage)) = ctx.handbook.primary_framework().filter(|(framework, _)| framework.mandatory) else {
        return;
    };
    let place = framework_place(ctx);
    for (clause, _) in framework.clauses().iter().zip(&coverage.clauses).filter(|(_, it)| it.state == State::Gap) {
        sink.push(
            Diagnostic::new(&CODE, place.clone(), format!("no document answers `{}` `{}`", clause.number, clause.title))
                .help(format!("add `clauses: [{}]` to the document that does, or tag its section", clause.number)),
        );
    }
}
