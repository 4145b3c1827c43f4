//! Rule `unknown-clause`.

use super::{Ctx, Rule, Run, Sink, did_you_mean, settings_place};
use crate::base::{ClauseRef, FrameworkId, nearest};
use crate::catalogue::Lookup;
use crate::config::clause_ref;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::{Broken, Resolved};
use crate::syntax::ReferenceKind;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "unknown-clause",
    default: Severity::Error,
    title: "a clause or framework that does not exist",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Every clause number in front matter, section tags, register entries, exclusions, navigation groups and links is looked up in its
framework, digit by digit: `8.10` is not `8.1`. Numbers of the 2011 edition and other well-known wrong numberings are recognized.

Why an auditor cares: the matrix is how ISO/IEC 20000-1:2018 is traced to documents. A tag on a number that does not exist covers
nothing, and the clause that was meant stays a gap.

Example: `clauses: [4.5.2]`, the service management plan in the 2011 edition.

Better: `clauses: [6.3]`. Clauses of other frameworks carry its id: `iso27001-2022:A.5.24`.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let settings = &handbook.config.settings;
    for it in &settings.frameworks {
        if handbook.catalogue.framework(&it.value).is_none() {
            sink.push(no_framework(ctx, &it.value, settings_place(it.span)));
        }
    }
    for it in &settings.exclusions {
        judge(ctx, &it.clause.value, settings_place(it.clause.span), sink);
    }
    for it in settings.groups.iter().flat_map(|group| &group.clauses) {
        let clause = ClauseRef { framework: handbook.primary().clone(), clause: it.value.clone() };
        judge(ctx, &clause, settings_place(it.span), sink);
    }
    for (idx, entry) in handbook.entries.iter().enumerate() {
        for (_, tag) in entry.tags() {
            judge(ctx, &tag.clause, entry.place(tag.span), sink);
        }
        for it in entry.provisions() {
            judge(ctx, &it.clause, entry.place(it.span), sink);
        }
        for name in &entry.document.evidence_for {
            if let Some(clause) = handbook.evidence_clause(&name.value) {
                judge(ctx, &clause, entry.place(name.span), sink);
            }
        }
        for (reference, resolved) in handbook.references(idx) {
            if let (Resolved::Broken(Broken::NoClause(_)), ReferenceKind::Wiki { target, .. }) = (resolved, &reference.kind) {
                judge(ctx, &clause_ref(&target.value, handbook.primary()), entry.place(target.span), sink);
            }
        }
    }
}

fn judge(ctx: &Ctx<'_>, clause: &ClauseRef, place: Place, sink: &mut Sink) {
    let Some(framework) = ctx.handbook.catalogue.framework(&clause.framework) else {
        // An unknown primary framework is reported once, where it is named.
        if clause.framework != *ctx.handbook.primary() {
            sink.push(no_framework(ctx, &clause.framework, place));
        }
        return;
    };
    let Lookup::Unknown(near) = framework.look_up(clause.clause.as_str()) else { return };
    let help = match near {
        Some((near, why)) => format!("did you mean `{}` {} ({why})?", near.number, near.title),
        None => String::from("look its number up in the matrix of the framework"),
    };
    sink.push(Diagnostic::new(&CODE, place, format!("there is no clause `{}` in {}", clause.clause, framework.code)).help(help));
}

fn no_framework(ctx: &Ctx<'_>, id: &FrameworkId, place: Place) -> Diagnostic<Place> {
    let known = || ctx.handbook.catalogue.frameworks.keys().map(FrameworkId::as_str);
    let list = known().collect::<Vec<_>>().join(", ");
    let help = did_you_mean(nearest(id.as_str(), known()), &format!("known are {list}; others come from `frameworks/*.yml`"));
    Diagnostic::new(&CODE, place, format!("there is no framework `{id}`")).help(help)
}
