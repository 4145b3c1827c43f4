//! Rule `history-without-approvals`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::config::HistoryUse;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::HistoryState;
use crate::source::Gap;

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "history-without-approvals",
    default: Severity::Note,
    title: "git history that records no approval",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"The folder lies in a git repository, but none of its commits records an approval, a review or an adoption by anybody whom people.yml
lists. Documents are then shown as they claim to be, with the days their texts came to the branch, and nothing is missing or
contradicted. As soon as one is recorded, all documents are judged.

Why an auditor cares: a page that shows claims must say that they are claims.

Example: an SMS that was written elsewhere and has just been imported.

Better: begin with `Adopted-by: Name <address>` on the commit that takes over what there is. If approvals are recorded in another
system, set `control: {history: none}` in clausebook.yml, and this is no longer said.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let auto = handbook.config.settings.control.history == HistoryUse::Auto;
    // What a cut-off clone does not hold may be what is missing: that is said by `history-incomplete`.
    let cut = handbook.control.gaps.iter().any(|it| !matches!(it, Gap::Replaced(_) | Gap::BadNames(_)));
    if handbook.control.state != HistoryState::NotKept || !auto || cut {
        return;
    }
    let message = "git history here records no approval, review or adoption, so documents are shown as they claim to be";
    sink.push(
        Diagnostic::new(&CODE, framework_place(ctx), message)
            .help("record a first adoption or approval, or set `control: {history: none}` if approvals are kept elsewhere"),
    );
}
