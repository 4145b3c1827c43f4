//! Rule `unlisted-framework`.

use super::{Ctx, Rule, Run, Sink};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, EntryIdx};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerDocument(run) };

static CODE: Code = Code {
    name: "unlisted-framework",
    default: Severity::Warning,
    title: "a tag for a framework that the handbook does not use",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"The clause exists, but its framework is not among `frameworks` in `clausebook.yml`. The tag is not shown and counts for nothing.

Why an auditor cares: whoever wrote the tag believes that the clause is answered and shown.

Example: `clauses: ["iso9001-2015:8.5.1"]` with `frameworks: [iso20000-1-2018]`.

Better: add `iso9001-2015` to `frameworks`, or remove the tag.
"#;

fn run(ctx: &Ctx<'_>, _: EntryIdx, entry: &Entry, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let used = &handbook.config.settings.frameworks;
    for (_, tag) in entry.tags() {
        let id = &tag.clause.framework;
        let Some(framework) = handbook.catalogue.framework(id) else { continue };
        if !used.iter().any(|it| it.value == *id) {
            let message = format!("the handbook does not use {}, so this tag counts for nothing", framework.code);
            sink.push(
                Diagnostic::new(&CODE, entry.place(tag.span), message)
                    .help(format!("add `{id}` to `frameworks` in clausebook.yml, or remove the tag")),
            );
        }
    }
}
