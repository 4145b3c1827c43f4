//! Rule `edition-tag-moved`.

use super::{Ctx, Rule, Run, Sink, edition_troubles, settings_place};
use crate::base::Span;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::document_control::EditionTrouble;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "edition-tag-moved",
    default: Severity::Warning,
    title: "the tag of an edition is not what a later edition noted, or no branch holds its commit",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Looks at the tags that are editions (`editions.tags` in clausebook.yml). The message of an edition's tag notes the edition
before it, its commit and its tag. Reported is a tag that leads elsewhere now, was made anew, was deleted, or bears the message of another
edition, and a tag whose commit the built branch does not descend from, as after history was rewritten.

Why an auditor cares: what was cited from an edition has to be there unchanged (ISO/IEC 20000-1:2018, 7.5.3). A tag that can be moved
without anybody noticing fixes nothing.

Example: `v2025.1` was made again after the audit, with one more commit.

Better: put the tag back (`git tag -f` on the noted commit) and publish the change as the next edition. Protect tags on the forge. `clausebook
editions` tells more.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    for (tag, trouble) in edition_troubles(ctx) {
        let message = match &trouble {
            EditionTrouble::Moved { noted_by, commit } => {
                format!(
                    "the tag `{tag}` leads to another commit than {}, which `{noted_by}` notes",
                    commit.get(..10).unwrap_or(commit)
                )
            }
            EditionTrouble::MadeAnew { noted_by } => {
                format!("the tag `{tag}` is not the one that `{noted_by}` notes, on the same commit")
            }
            EditionTrouble::Renamed(name) => format!("the tag `{tag}` bears the message of the edition `{name}`"),
            EditionTrouble::PredecessorGone(noted) => {
                format!("the edition `{}`, which `{tag}` notes, is not there any more", noted.tag)
            }
            EditionTrouble::NoBranch | EditionTrouble::OffBranch => {
                format!("the branch does not descend from the commit of the edition `{tag}`")
            }
            EditionTrouble::PredecessorLost { .. }
            | EditionTrouble::OtherRegister(_)
            | EditionTrouble::Unreadable(_)
            | EditionTrouble::Empty
            | EditionTrouble::Lightweight
            | EditionTrouble::SameCommit(_) => continue,
        };
        let it = Diagnostic::new(&CODE, settings_place(Span::default()), message);
        sink.push(it.help("find out who did it and why; `clausebook editions` tells more"));
    }
}
