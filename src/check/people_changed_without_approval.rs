//! Rule `people-changed-without-approval`.

use super::{Ctx, Rule, Run, Sink, settings_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::Proof;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "people-changed-without-approval",
    default: Severity::Warning,
    title: "people, keys or settings changed without an approval",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"`control: {approver: ROLE}` in clausebook.yml names the role that approves changes to people.yml, clausebook.yml and keys/. A commit
changed one of them, and no `Approved-by:` trailer of a holder of that role, other than its author, proves more than a claim.

Why an auditor cares: whoever can enter a role or a key can approve anything (ISO/IEC 20000-1:2018, 5.3 and 7.5.3.2).

Example: somebody lists a new key for the managing director and nobody looked at it.

Better: have such changes approved like a policy, by a trailer on the merge.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let control = &ctx.handbook.control;
    let settings = &ctx.handbook.config.settings.control;
    let Some(approver) = settings.approver.as_ref().filter(|_| control.state.is_judged()) else { return };
    for change in control.authority.iter().filter(|it| !it.first) {
        let from = settings.baseline.map_or(control.from, |day| day.max(control.from));
        let old = change.landed.is_some_and(|day| day < from);
        let how = match &change.approved {
            None => "without an approval".to_owned(),
            Some((who, Proof::Contradicted)) => format!("with an approval that {} could not give", who.name),
            Some((who, Proof::Claimed)) => format!("with an approval that only names {}", who.name),
            Some(_) => continue,
        };
        if old {
            continue;
        }
        let paths: Vec<String> = change.paths.iter().map(|it| format!("`{it}`")).collect();
        let message = format!("commit {} by {} changed {} {how}", change.id.short(), change.by.name, paths.join(", "));
        sink.push(
            Diagnostic::new(&CODE, settings_place(approver.span), message)
                .help(format!("let a holder of `{}` approve such changes, by a trailer on the merge", approver.value)),
        );
    }
}
