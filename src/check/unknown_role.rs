//! Rule `unknown-role`.

use super::{Ctx, Rule, Run, Sink, did_you_mean};
use crate::base::{RepoPath, nearest};
use crate::config;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code =
    Code { name: "unknown-role", default: Severity::Error, title: "a role that does not exist", explain: EXPLAIN };

const EXPLAIN: &str = r"Roles are named by their key in `people.yml` or by the id of a role document: as owner, approver and entry owner, in RACI rows, in
`reports_to`, and in what people hold.

Why an auditor cares: ISO/IEC 20000-1:2018, 5.3 wants responsibilities assigned. A document owned by a role that nobody defined is
owned by nobody.

Example: `owner: problem-coordinator`, when `people.yml` has `problem-manager`.

Better: name the role that exists, or define the new one in `people.yml`. Where no role is defined at all, names are taken as they are.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    // Where no role is defined at all, owners are plain names: a repository that was never written for clausebook.
    if ctx.handbook.roles.all.is_empty() {
        return;
    }
    for entry in &ctx.handbook.entries {
        for (role, span) in entry.role_names() {
            judge(ctx, role, entry.place(span), sink);
        }
    }
    let file = RepoPath::new(config::PEOPLE).expect("the file's name is a path");
    let people = &ctx.handbook.config.people;
    let above = people.roles.values().filter_map(|role| role.reports_to.as_ref());
    let held = people.people.iter().flat_map(|person| &person.holds).map(|it| &it.role);
    for role in above.chain(held) {
        judge(ctx, &role.value, Place::new(&file, role.span), sink);
    }
}

fn judge(ctx: &Ctx<'_>, role: &str, place: Place, sink: &mut Sink) {
    let roles = &ctx.handbook.roles;
    if roles.find(role).is_none() {
        let help = did_you_mean(nearest(role, roles.names()), "define it under `roles` in people.yml, or name another one");
        sink.push(Diagnostic::new(&CODE, place, format!("there is no role `{role}`")).help(help));
    }
}
