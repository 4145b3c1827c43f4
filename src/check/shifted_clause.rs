//! Rule `shifted-clause`.

use super::{Ctx, Rule, Run, Sink};
use crate::catalogue::Clause;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Bearer, Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "shifted-clause",
    default: Severity::Warning,
    title: "a clause number that is probably meant for another clause",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Some numbers are often mistaken for others: 8.3 counted without its `General`, or the numbers of the 2011 edition. Where the
title of the document, section or entry says what it is about, and its clause is about something else, the clause that was
probably meant is named.

Why an auditor cares: such a tag exists, so nothing else notices it, but it leads from ISO/IEC 20000-1:2018 to the wrong text.

Example: a process `Supplier management` with `clauses: [8.3.3]`, which is service level management.

Better: `clauses: [8.3.4.1]`. If the number is right, tag the other clause as well or add a waiver that says why.
";

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for (bearer, tag) in entry.tags() {
        let title = match bearer {
            Bearer::Document | Bearer::Field => &entry.document.title.value,
            Bearer::Section(title) => title,
            Bearer::Item(item) => &item.title,
        };
        let Some(framework) = ctx.handbook.catalogue.framework(&tag.clause.framework) else { continue };
        let number = &tag.clause.clause;
        let Some((_, own)) = framework.clause(number.as_str()) else { continue };
        let Some((meant, shift)) = framework.shifted(number.as_str(), title) else { continue };
        if speaks_of(title, own, meant) {
            continue;
        }
        // What carries both knows the difference.
        let both = entry.tags().any(|(other, it)| {
            let clause = &it.clause.clause;
            other == bearer && it.clause.framework == framework.id && (*clause == meant.number || clause.is_below(&meant.number))
        });
        if !both {
            let message =
                format!("`{number}` is `{}`, but `{title}` sounds like `{}` `{}`", own.title, meant.number, meant.title);
            sink.push(
                Diagnostic::new(&CODE, entry.place(tag.span), message)
                    .help(format!("write `{}` if that is meant (`{number}` is its number by {})", meant.number, shift.source)),
            );
        }
    }
}

/// Whether a title holds a long word of its own clause's title that the other clause's title lacks: `Service levels of suppliers`
/// under `Service level management` is about both.
fn speaks_of(title: &str, own: &Clause, other: &Clause) -> bool {
    let (title, other) = (title.to_lowercase(), other.title.to_lowercase());
    let own = own.title.to_lowercase();
    own.split(|c: char| !c.is_alphanumeric())
        .any(|word| word.chars().count() >= 5 && title.contains(word) && !other.contains(word))
}
