//! Rule `forbidden-exclusion`.

use super::{Ctx, Rule, Run, Sink, settings_place};
use crate::diag::{Code, Diagnostic, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "forbidden-exclusion",
    default: Severity::Error,
    title: "an exclusion that its framework forbids, or without a justification",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"`exclusions` in `clausebook.yml` declares clauses that do not apply. Where the framework allows none, or no reason is given, the
exclusion is not taken and the clause counts like any other.

Why an auditor cares: ISO/IEC 20000-1:2018, 1.2 allows no exclusion, whatever the organization's size. ISO/IEC 27001:2022, 6.1.3
wants a justification for each control left out.

Example: `exclusions: [{clause: 8.7.2, justification: We are too small}]`.

Better: answer the clause, or narrow the scope of the system (4.3).
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    for it in &ctx.handbook.config.settings.exclusions {
        let clause = &it.clause.value;
        let Some(framework) = ctx.handbook.catalogue.framework(&clause.framework) else { continue };
        let place = settings_place(it.clause.span);
        if !framework.exclusions_allowed {
            sink.push(
                Diagnostic::new(&CODE, place, format!("{} allows no exclusions, so `{}` applies", framework.code, clause.clause))
                    .help("remove the exclusion and answer the clause, or narrow the scope of the system"),
            );
        } else if it.justification.is_none() {
            sink.push(
                Diagnostic::new(&CODE, place, format!("the exclusion of `{}` has no justification", clause.clause))
                    .help("add `justification: …` with the reason why the clause does not apply"),
            );
        }
    }
}
