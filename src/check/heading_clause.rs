//! Rule `heading-clause`.

use super::{Ctx, Rule, Run, Sink};
use crate::catalogue::Clause;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Bearer, Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "heading-clause",
    default: Severity::Warning,
    title: "a tag on a clause that is only a heading",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Headings such as 8.6 set no requirement of their own, and a tag on one does not count for the clauses below it.

Why an auditor cares: an auditor asks for 8.6.1, 8.6.2 and 8.6.3 one by one. One tag on 8.6 would claim all of them and show none.

Example: `clauses: ["8.6"]` in a process for incidents.

Better: `clauses: [8.6.1]`. Audits and nonconformities may name a heading: there it stands for all below.
"#;

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let audits = entry.document.item.as_ref().is_some_and(|item| names_ranges(&item.kind));
    for (bearer, tag) in entry.tags() {
        let counts = match bearer {
            Bearer::Document | Bearer::Section(_) | Bearer::Field => !audits,
            Bearer::Item(item) => !names_ranges(&item.kind),
        };
        let Some(framework) = ctx.handbook.catalogue.framework(&tag.clause.framework).filter(|_| counts) else { continue };
        let Some((idx, clause)) = framework.clause(tag.clause.clause.as_str()) else { continue };
        if clause.assessable {
            continue;
        }
        let below = numbers(framework.children(Some(idx)));
        let help = match below.as_slice() {
            [] => format!(
                "tag a clause beside it: {}",
                numbers(framework.children(clause.parent).filter(|(_, it)| it.assessable)).join(", ")
            ),
            below => format!("tag the clauses below it that the text answers: {}", below.join(", ")),
        };
        let message =
            format!("`{}` `{}` sets no requirement of its own, so this tag counts for nothing", clause.number, clause.title);
        sink.push(Diagnostic::new(&CODE, entry.place(tag.span), message).help(help));
    }
}

/// Audits and nonconformities may be about everything below a heading.
fn names_ranges(kind: &str) -> bool {
    matches!(kind, "audit" | "nonconformity")
}

fn numbers<'a>(clauses: impl Iterator<Item = (usize, &'a Clause)>) -> Vec<String> {
    clauses.map(|(_, it)| format!("`{}`", it.number)).take(12).collect()
}
