//! Rule `vacant-role`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::EntryIdx;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "vacant-role",
    default: Severity::Warning,
    title: "a role that documents depend on and nobody holds",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"A role that owns or approves a document, or is accountable in a RACI row, has no holder on the day the handbook is judged on.
Deputies stand in and do not fill it. Roles marked `collective: true` are held by a team and never vacant.

Why an auditor cares: ISO/IEC 20000-1:2018, 5.3: nobody can approve, review or answer for these texts today.

Example: the only holder of `problem-manager` has `to: 2026-03-31`.

Better: enter the successor in `people.yml`, or give the documents to another role.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    for (idx, role) in handbook.roles.all.iter().enumerate().filter(|(idx, _)| handbook.roles.is_vacant(*idx)) {
        let applies = |entry: EntryIdx| !handbook.entries[entry].document.is_retired();
        let owns = role.owns.iter().filter(|&&it| applies(it)).count();
        let approves = role.approves.iter().filter(|&&it| applies(it)).count();
        let answers = role.raci.iter().filter(|it| it.letter == 'A' && applies(it.entry)).count();
        let parts = [("owns", owns, "document"), ("approves", approves, "document"), ("answers for", answers, "activity")];
        let parts: Vec<String> = parts.iter().filter(|it| it.1 > 0).map(|(verb, n, what)| part(verb, *n, what)).collect();
        if parts.is_empty() {
            continue;
        }
        let deputy = handbook.roles.present(idx).next();
        let help = match deputy {
            Some(deputy) => format!("name a holder in people.yml; {} stands in", deputy.name),
            None => String::from("name a holder in people.yml, or give its documents to another role"),
        };
        let message = format!("nobody holds the role `{}`, which {}", role.key, parts.join(" and "));
        sink.push(Diagnostic::new(&CODE, role.place.clone(), message).help(help));
    }
}

fn part(verb: &str, n: usize, what: &str) -> String {
    match (n, what) {
        (1, _) => format!("{verb} 1 {what}"),
        (n, "activity") => format!("{verb} {n} activities"),
        (n, what) => format!("{verb} {n} {what}s"),
    }
}
