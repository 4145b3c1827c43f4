//! Commits that record an approval or a review, made by the user's own git: its hooks, its signing, its identity.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context as _;

/// What points git to another repository than the one that a folder lies in, as hooks set it.
const ELSEWHERE: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"];

/// Name and address that git would write as the author of a commit.
///
/// # Errors
/// A git that is missing, or knows nobody.
pub fn author(root: &Path) -> anyhow::Result<(String, String)> {
    let ident = say(root, &["var", "GIT_AUTHOR_IDENT"])?;
    let parts = ident.rsplit_once('>').and_then(|(who, _)| who.split_once('<'));
    let (name, email) = parts.with_context(|| format!("git's word for the author cannot be read: `{}`", ident.trim()))?;
    Ok((name.trim().to_owned(), email.trim().to_owned()))
}

/// Whether git signs commits in a folder (`commit.gpgsign`).
///
/// # Errors
/// A git that is missing.
pub fn signs(root: &Path) -> anyhow::Result<bool> {
    Ok(flag(root, "commit.gpgsign")? == Some(true))
}

/// Makes a commit that changes no file, whatever is staged. Hooks run, and what they and git say goes to stderr.
///
/// # Errors
/// A git that refuses: a hook, a key that is not there, a merge that is not finished.
pub fn commit_nothing(root: &Path, message: &str) -> anyhow::Result<()> {
    let words = ["commit", "--quiet", "--allow-empty", "--only", "--no-edit", "--cleanup=whitespace", "--file=-"];
    feed(root, &words, message, "git made no commit; what it said stands above")
}

/// Runs git with a text to read. What it says goes to stderr.
pub(super) fn feed(root: &Path, words: &[&str], text: &str, refused: &'static str) -> anyhow::Result<()> {
    let mut child = git(root, words)
        .stdin(Stdio::piped())
        .stdout(std::io::stderr())
        .stderr(Stdio::inherit())
        .spawn()
        .context("git cannot be started")?;
    // A git that ends before it has read the text says why by itself.
    let _ended = child.stdin.take().map(|mut it| it.write_all(text.as_bytes()));
    let status = child.wait().context("git went away")?;
    anyhow::ensure!(status.success(), refused);
    Ok(())
}

/// A setting of git that is yes or no; `None` where it is not set.
pub(super) fn flag(root: &Path, name: &str) -> anyhow::Result<Option<bool>> {
    Ok(ask(root, &["config", "--type=bool", "--get", name])?.map(|it| it.trim() == "true"))
}

/// What git answers; `None` if it ends with a failure.
pub(super) fn ask(root: &Path, words: &[&str]) -> anyhow::Result<Option<String>> {
    let output = git(root, words).output().context("git cannot be started")?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}

pub(super) fn say(root: &Path, words: &[&str]) -> anyhow::Result<String> {
    let output = git(root, words).output().context("git cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "git says: {}", said.trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn git(root: &Path, words: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(words);
    for name in ELSEWHERE {
        git.env_remove(name);
    }
    git
}
