//! Rule `unused-glossary-term`.

use super::{Ctx, Rule, Run, Sink};
use crate::base::RepoPath;
use crate::config;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::handbook::Phrases;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "unused-glossary-term",
    default: Severity::Note,
    title: "a glossary term that no document uses",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Neither the term nor one of its other forms occurs in any text that is not withdrawn.

Why it matters: a glossary that explains what nobody says hides what readers look for.

Example: `RTO` is in the glossary, and all documents write `recovery time`.

Better: remove the term, or add the form that documents use: `also: [recovery time]`.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let terms = &ctx.handbook.config.glossary;
    let mut phrases = Phrases::default();
    for (idx, term) in terms.iter().enumerate() {
        for form in std::iter::once(&term.name).chain(&term.also) {
            phrases.add(form, idx);
        }
    }
    let mut used = vec![false; terms.len()];
    for entry in ctx.handbook.entries.iter().filter(|it| !it.document.is_retired()) {
        let parsed = &entry.document.parsed;
        let titles = parsed.outline.iter().map(|it| it.title.as_str());
        for text in parsed.blocks.iter().map(|it| it.text.as_str()).chain(titles) {
            for mention in phrases.find(text) {
                used[mention.phrase] = true;
            }
        }
    }
    let file = RepoPath::new(config::GLOSSARY).expect("the file's name is a path");
    for (term, _) in terms.iter().zip(used).filter(|(_, used)| !used) {
        sink.push(
            Diagnostic::new(&CODE, Place::new(&file, term.span), format!("no document uses the term `{}`", term.name))
                .help("remove it, or add the form that documents use under `also`"),
        );
    }
}
