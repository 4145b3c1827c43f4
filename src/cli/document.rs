//! Documents that are named on the command line, and the history they are asked about.

use super::failure::Failure;
use super::world::lead_in_repository;
use crate::base::nearest;
use crate::handbook::document_control::Signing;
use crate::handbook::{EntryIdx, Handbook};
use crate::source::{Gap, History, Inputs, NoHistory, Past};

/// The document with an id, in any letter case.
pub(super) fn find(handbook: &Handbook, id: &str) -> Result<EntryIdx, Failure> {
    let ids = || handbook.entries.iter().map(|it| it.document.id.value.as_str());
    handbook.ids.document(id).ok_or_else(|| {
        let remedy = match (handbook.ids.successor(id), nearest(id, ids())) {
            (Some(successor), _) => format!("`{}` supersedes it", handbook.entries[successor].document.id.value),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) if handbook.entries.is_empty() => {
                String::from("there are no documents; look at `content` in clausebook.yml")
            }
            (None, None) => String::from("`clausebook status --format json` and the site's register list documents by their ids"),
        };
        Failure::usage(format!("there is no document `{id}`"), remedy)
    })
}

/// The history, or why a command that is about nothing else can do nothing.
pub(super) fn past(inputs: &Inputs) -> Result<&Past, Failure> {
    let why = match &inputs.history {
        History::Known(past) => return Ok(past),
        History::Unknown(why) => why,
    };
    let (what, remedy) = match why {
        NoHistory::Off => ("git history was left alone".to_owned(), "leave `--no-git` out".to_owned()),
        NoHistory::NoRepository => {
            ("the SMS lies in no git repository".to_owned(), "begin one with `git init` and commit the SMS".to_owned())
        }
        NoHistory::Unborn => ("the branch has no commit yet".to_owned(), "commit the SMS first".to_owned()),
        NoHistory::NotCommitted => ("no commit holds the folder of the SMS".to_owned(), "commit it first".to_owned()),
        NoHistory::ForeignOwner(folder) => (
            "the repository belongs to another user".to_owned(),
            format!("if you trust it, run `git config --global --add safe.directory '{folder}'`"),
        ),
        NoHistory::Unsupported(why) => {
            (format!("the repository cannot be read here: {why}"), "see the documentation on history".to_owned())
        }
        NoHistory::Unreadable(why) => (format!("the repository cannot be read: {why}"), "`git fsck` says more".to_owned()),
    };
    Err(Failure::usage(what, remedy))
}

/// What is missing from a history, with what to do, if something is.
pub(super) fn gap(past: &Past) -> Option<(String, &'static str)> {
    past.gaps.iter().find_map(|gap| match gap {
        Gap::Shallow(_) => {
            Some(("this is a shallow clone, so part of the history is missing".to_owned(), "run `git fetch --unshallow`"))
        }
        Gap::Grafts => Some(("`info/grafts` gives commits other parents than they have".to_owned(), "remove the file")),
        Gap::Damaged(why) => Some((format!("part of the history cannot be read: {}", why.join("; ")), "`git fsck` says more")),
        Gap::Replaced(_) | Gap::MissingTexts(..) | Gap::BadNames(_) => None,
    })
}

/// What signs an event, in a few words.
pub(super) fn signing(it: &Signing) -> String {
    match it {
        Signing::None => String::from("not signed"),
        Signing::Valid(signer) if signer.recorder => format!("signed by {}, who records approvals ({})", signer.name, signer.key),
        Signing::Valid(signer) => format!("signed by {} ({})", signer.name, signer.key),
        Signing::Invalid(_, why) => format!("signed, but it does not count: {}", why.to_string().trim_end_matches('.')),
        Signing::Unchecked(_) => String::from("signed, but not checked"),
    }
}

/// Whether documents of the SMS are in a commit and not in the working tree any more.
pub(super) fn removed<'a>(inputs: &'a Inputs, past: &'a Past) -> impl Iterator<Item = &'a str> {
    let gone = past.head_files.keys().filter(|path| path.extension() == "md" && !inputs.snapshot.files.contains_key(path));
    gone.map(crate::base::RepoPath::as_str)
}

/// Where commands of git have to be run, in words.
pub(super) fn at_the_top(root: &std::path::Path) -> &'static str {
    if lead_in_repository(root).is_empty() { "here" } else { "at the top of the repository" }
}
