//! Rule `certificate-expired`.

use super::{Ctx, Rule, Run, Sink, field_place};
use std::collections::BTreeMap;

use crate::base::Date;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::ItemRef;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "certificate-expired",
    default: Severity::Warning,
    title: "a certificate that has run out without a successor",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The last certificate for a standard ended before the day the handbook is judged on. Former certificates may stay in the register.

Why an auditor cares: nobody may claim to be certified after that day.

Example: `to: 2026-05-13` and no later certificate in July 2026.

Better: enter the new certificate, or remove the claim from the handbook.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let mut last: BTreeMap<String, (Date, ItemRef)> = BTreeMap::new();
    for (at, item) in ctx.handbook.items_of("certificate") {
        let Some(to) = item.date("to") else { continue };
        let standard = item.text("standard").unwrap_or_default().to_lowercase();
        let known = last.entry(standard).or_insert((to, at));
        *known = (*known).max((to, at));
    }
    for (to, at) in last.into_values().filter(|(to, _)| *to < ctx.handbook.as_of) {
        let Some(item) = ctx.handbook.item(at) else { continue };
        let message = format!("the certificate for {} ended on {to}", item.text("standard").unwrap_or("the standard"));
        sink.push(
            Diagnostic::new(&CODE, field_place(ctx, at, item, "to"), message)
                .help("enter the certificate that follows it, or stop claiming it"),
        );
    }
}
