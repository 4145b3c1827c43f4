//! Rule `review-input-missing`.

use super::{Ctx, Rule, Run, Sink, count};
use crate::base::Spanned;
use crate::catalogue::{Clause, Framework, Point};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx, matching_demands};
use crate::model::ClauseTag;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "review-input-missing",
    default: Severity::Warning,
    title: "a management review without one of its inputs",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"The record of a management review has a section for each input that the clause lists, whatever the procedure for reviews says: the
procedure promises the inputs, the record shows that they were looked at. Records of management reviews are documents of the type
`management-review` and those that say `provides: ["9.3: management review results"]`. A section says which input it is about by its
tag. Other catalogues can ask the same of a record with `every_point: true`.

Why an auditor cares: missing inputs are a classic minor nonconformity (ISO/IEC 20000-1:2018, 9.3).

Example: the minutes say nothing of the performance of other parties.

Better: write the section, if only to say that there is nothing to report: `## Other parties {clauses="9.3/other-parties"}`.
"#;

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    if entry.document.is_retired() || !ctx.handbook.is_record(entry) {
        return;
    }
    let named = entry.provisions().filter_map(|it| {
        let framework = ctx.handbook.catalogue.framework(&it.clause.framework)?;
        let (_, clause) = framework.clause(it.clause.clause.as_str())?;
        let meant = matching_demands(clause, &it.words);
        meant.iter().any(|&at| clause.demands[at].every_point).then_some((framework, clause))
    });
    let mut wanted: Vec<(&Framework, &Clause)> = named.collect();
    if entry.document.kind.value == "management-review"
        && let Some(framework) = ctx.handbook.catalogue.framework(ctx.handbook.primary())
    {
        wanted
            .extend(framework.clauses().iter().filter(|it| it.demands.iter().any(|it| it.every_point)).map(|it| (framework, it)));
    }
    wanted.dedup_by_key(|(framework, clause)| (&framework.id, &clause.number));
    for (framework, clause) in wanted {
        let missing: Vec<&Point> = clause.points.iter().filter(|it| !covers(entry, framework, clause, it)).collect();
        let Some(first) = missing.first() else { continue };
        let list = missing.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("; ");
        let inputs = count(missing.len(), "input");
        let message = format!("this review has no section for {inputs} of `{}`: {list}", clause.number);
        let Spanned { span, .. } = entry.document.id;
        let help = format!("write the section and tag it: `{{clauses=\"{}/{}\"}}`", clause.number, first.id);
        sink.push(Diagnostic::new(&CODE, entry.place(span), message).help(help));
    }
}

/// Whether the document covers a point itself.
fn covers(entry: &Entry, framework: &Framework, clause: &Clause, point: &Point) -> bool {
    let document = &entry.document;
    let of_clause = |tag: &ClauseTag| tag.clause.framework == framework.id && tag.clause.clause == clause.number;
    let tags = document.clauses.iter().chain(document.section_tags.iter().flatten());
    let named = tags.filter(|tag| of_clause(tag)).filter_map(|tag| tag.point.as_deref());
    named.into_iter().any(|it| it == "*" || it == point.id)
}
