//! Rule `glossary-conflict`.

use super::{Ctx, Rule, Run, Sink};
use std::collections::BTreeMap;

use crate::base::RepoPath;
use crate::config;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "glossary-conflict",
    default: Severity::Error,
    title: "a term that the glossary explains twice",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Two terms of `glossary.yml` have the same name or share another form, without regard to letter case.

Why an auditor cares: readers would get one of two meanings, depending on chance. Terms are the ground of agreements
(ISO/IEC 20000-1:2018, 8.3.3).

Example: `service request` and `request` both list `also: [requests]`.

Better: leave the form to one of them.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let file = RepoPath::new(config::GLOSSARY).expect("the file's name is a path");
    let mut owner: BTreeMap<String, usize> = BTreeMap::new();
    let terms = &ctx.handbook.config.glossary;
    for (idx, term) in terms.iter().enumerate() {
        for form in std::iter::once(&term.name).chain(&term.also) {
            let first = *owner.entry(form.trim().to_lowercase()).or_insert(idx);
            if first != idx {
                let other = &terms[first];
                sink.push(
                    Diagnostic::new(
                        &CODE,
                        Place::new(&file, term.span),
                        format!("`{form}` also stands for the term `{}`", other.name),
                    )
                    .related(Place::new(&file, other.span), "explained here too")
                    .help("leave it to one of the two terms"),
                );
            }
        }
    }
}
