//! Rule `history-incomplete`.

use super::{Ctx, Rule, Run, Sink, framework_place};
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::HistoryState;
use crate::source::{Gap, NoHistory};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code =
    Code { name: "history-incomplete", default: Severity::Warning, title: "git history that is not all there", explain: EXPLAIN };

const EXPLAIN: &str = r"The clone is shallow, or grafts, replaced objects, missing texts or damage stand between this copy and the true history; or there is a
repository that cannot be read. Dates and approvals that only the missing part can show are withheld, and nothing is held against a
document because of it.

Why an auditor cares: a clone of depth 1 credits every text to the last commit. What is not known must not be shown.

Example: a CI job checks out with depth 1.

Better: `git fetch --unshallow`, or `fetch-depth: 0` in CI; each message names what helps.
";

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let control = &ctx.handbook.control;
    let mut found: Vec<(String, String)> = control.gaps.iter().map(gap).collect();
    if let HistoryState::Unknown(why) = &control.state {
        found.extend(unknown(why));
    }
    for (message, help) in found {
        sink.push(Diagnostic::new(&CODE, framework_place(ctx), message).help(help));
    }
}

fn gap(gap: &Gap) -> (String, String) {
    let (message, help) = match gap {
        Gap::Shallow(_) => (
            "this clone is shallow: what came before its first commit is not known".to_owned(),
            "run `git fetch --unshallow`, or set `fetch-depth: 0` where CI checks out",
        ),
        Gap::Grafts => (
            "`info/grafts` gives commits other parents than they have".to_owned(),
            "remove the file `info/grafts` from the git directory",
        ),
        Gap::Replaced(ids) => (
            format!("replace references stand for {} objects; they were not followed", ids.len()),
            "list them with `git replace -l` and remove them with `git replace -d`",
        ),
        Gap::MissingTexts(_, n) => (
            format!("{n} texts of the past are missing from this partial clone"),
            "fetch them with `git fetch --refetch --no-filter`, or clone without `--filter`",
        ),
        Gap::BadNames(n) => (
            format!("{n} times a file of the past was left out, as its name cannot be a path here"),
            "rename them; what is in the commits already stays left out",
        ),
        Gap::Damaged(why) => (
            format!("{} objects of the repository cannot be read: {}", why.len(), why.first().map_or("", String::as_str)),
            "run `git fsck`, and clone anew from a sound copy",
        ),
    };
    (message, help.to_owned())
}

fn unknown(why: &NoHistory) -> Option<(String, String)> {
    let (message, help) = match why {
        NoHistory::Off | NoHistory::NoRepository | NoHistory::Unborn => return None,
        NoHistory::NotCommitted => (
            "no commit of the repository holds this folder, so it has no history".to_owned(),
            "add it with `git add` and commit it".to_owned(),
        ),
        NoHistory::ForeignOwner(folder) => (
            "the repository belongs to another user, so its history was not read".to_owned(),
            format!("if you trust it, run `git config --global --add safe.directory {folder}`"),
        ),
        NoHistory::Unsupported(what) => (
            format!("the repository uses {what}, which cannot be read here, so it has no history"),
            "clone it into a repository without it".to_owned(),
        ),
        NoHistory::Unreadable(why) => (
            format!("the repository cannot be read, so it has no history: {why}"),
            "run `git fsck`, and clone anew from a sound copy".to_owned(),
        ),
    };
    Some((message, help))
}
