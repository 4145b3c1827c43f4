//! Rule `edition-tag-unused`.

use super::{Ctx, Rule, Run, Sink, edition_troubles, settings_place};
use crate::base::Span;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::EditionTrouble;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

/// A tag that has an edition's name and is none.
pub(crate) static CODE: Code = Code {
    name: "edition-tag-unused",
    default: Severity::Note,
    title: "a tag has the name of an edition and is none",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Looks at the tags whose names match `editions.tags` in clausebook.yml. No edition is made of a lightweight tag, which says
neither who made it nor when; of the later one of two tags on one commit; and of a tag whose commit holds no clausebook.yml in this folder.

Why an auditor cares: an edition is evidence only if it is known who published it and when.

Example: `git tag v2026.1` without `-a`.

Better: `clausebook edition v2026.1` makes a proper tag, `git tag -d` removes a wrong one. Where a repository has tags for other things, give the
editions a pattern of their own.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    for (tag, trouble) in edition_troubles(ctx) {
        let (message, help) = match &trouble {
            EditionTrouble::Lightweight => {
                (format!("the tag `{tag}` is a lightweight one, so it is no edition"), "make it with `clausebook edition`")
            }
            EditionTrouble::SameCommit(other) => (
                format!("the tag `{tag}` leads to the same commit as the edition `{other}`"),
                "delete one of them, or narrow `editions.tags` in clausebook.yml",
            ),
            EditionTrouble::Moved { .. }
            | EditionTrouble::MadeAnew { .. }
            | EditionTrouble::Renamed(_)
            | EditionTrouble::PredecessorGone(_)
            | EditionTrouble::PredecessorLost { .. }
            | EditionTrouble::OtherRegister(_)
            | EditionTrouble::OffBranch
            | EditionTrouble::NoBranch
            | EditionTrouble::Unreadable(_)
            | EditionTrouble::Empty => continue,
        };
        sink.push(Diagnostic::new(&CODE, settings_place(Span::default()), message).help(help));
    }
}
