//! Rule `unclear-provides`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::matching_demands;
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "unclear-provides",
    default: Severity::Error,
    title: "a `provides` claim that picks no item, or several",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"`provides: ["8.6.1: major incident procedure"]` names a clause and, by some words of its name, one item of the documented
information that the clause asks for. These words pick none, or more than one, so the claim counts for nothing.

Why an auditor cares: the table of required documented information has to lead to exactly the right text (ISO/IEC 20000-1:2018,
7.5.4).

Example: `provides: ["8.6.1: major incident"]`, which fits a procedure and a record.

Better: `provides: ["8.6.1: major incident procedure"]`. The help line lists what the clause asks for.
"#;

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    for it in entry.provisions() {
        let Some(framework) = ctx.handbook.catalogue.framework(&it.clause.framework) else { continue };
        let Some((_, clause)) = framework.clause(it.clause.clause.as_str()) else { continue };
        let place = entry.place(it.span);
        let names =
            |found: &[usize]| found.iter().map(|&at| format!("`{}`", clause.demands[at].name)).collect::<Vec<_>>().join(", ");
        let all: Vec<usize> = (0..clause.demands.len()).collect();
        let diagnostic = match matching_demands(clause, &it.words).as_slice() {
            [_] => continue,
            [] if all.is_empty() => {
                Diagnostic::new(&CODE, place, format!("`{}` asks for no documented information of its own", clause.number))
                    .help("remove the claim; `clauses` is enough to say that the document answers the clause")
            }
            [] => Diagnostic::new(&CODE, place, format!("`{}` fits nothing that `{}` asks for", it.words, clause.number))
                .help(format!("it asks for {}", names(&all))),
            several => {
                Diagnostic::new(&CODE, place, format!("`{}` fits {} items of `{}`", it.words, several.len(), clause.number))
                    .help(format!("add words until it fits one of {}", names(several)))
            }
        };
        sink.push(diagnostic);
    }
}
