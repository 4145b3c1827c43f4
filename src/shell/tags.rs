//! Tags of the user's repository: what they lead to, and the one that makes an edition, made by the user's own git.

use std::path::Path;

use anyhow::Context as _;

use super::anchor::Anchor;
use super::{git, record};
use crate::model;
use crate::source::{Past, Tagged};

/// Reads the tags whose names are wanted, of the repository that holds a folder. `past` is its history, as it was gathered.
///
/// # Errors
/// A repository that cannot be read any more.
pub fn tagged(root: &Path, past: &Past, wanted: &dyn Fn(&str) -> bool) -> anyhow::Result<Tagged> {
    let anchor = Anchor::open(root).with_context(|| format!("the folder `{}` cannot be opened", root.display()))?;
    let opened = git::open(anchor.path()).map_err(|why| anyhow::anyhow!("the repository cannot be read: {why:?}"))?;
    git::tagged(&opened, past, wanted, &model::facts).context("tags cannot be read")
}

/// Whether git takes a name for a tag.
///
/// # Errors
/// A git that is missing.
pub fn is_name(root: &Path, tag: &str) -> anyhow::Result<bool> {
    Ok(!tag.starts_with('-') && record::ask(root, &["check-ref-format", &format!("refs/tags/{tag}")])?.is_some())
}

/// Whether there is a tag of a name, whatever it leads to.
///
/// # Errors
/// A git that is missing.
pub fn exists(root: &Path, tag: &str) -> anyhow::Result<bool> {
    Ok(record::ask(root, &["rev-parse", "--quiet", "--verify", &format!("refs/tags/{tag}")])?.is_some())
}

/// Whether git signs tags in a folder: as `tag.gpgSign` says, else `commit.gpgSign`.
///
/// # Errors
/// A git that is missing.
pub fn signs(root: &Path) -> anyhow::Result<bool> {
    match record::flag(root, "tag.gpgsign")? {
        Some(signs) => Ok(signs),
        None => record::signs(root),
    }
}

/// Tracked files below a folder that are not as they were committed, by paths within it.
///
/// # Errors
/// A git that is missing, or cannot read the repository.
pub fn uncommitted(root: &Path) -> anyhow::Result<Vec<String>> {
    let said = record::say(root, &["status", "--porcelain", "-z", "--untracked-files=no", "--no-renames", "--", "."])?;
    let prefix = record::say(root, &["rev-parse", "--show-prefix"])?;
    let paths = said.split('\0').filter_map(|it| it.get(3..)).filter(|it| !it.is_empty());
    Ok(paths.map(|it| it.strip_prefix(prefix.trim_end_matches('\n')).unwrap_or(it).to_owned()).collect())
}

/// Makes an annotated tag on a commit; signed if `sign` says so. What git says goes to stderr.
///
/// # Errors
/// A git that refuses: a tag of this name, a key that is not there.
pub fn make(root: &Path, tag: &str, commit: &str, message: &str, sign: bool) -> anyhow::Result<()> {
    let how = if sign { "--sign" } else { "--annotate" };
    let words = ["tag", how, "--cleanup=whitespace", "--file=-", "--", tag, commit];
    record::feed(root, &words, message, "git made no tag; what it said stands above")
}
