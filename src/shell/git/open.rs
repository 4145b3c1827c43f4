//! Finds the repository a folder lies in, and what in it makes its history other than it seems.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectFormat, Oid, Repository, RepositoryOpenFlags};

use crate::base::CommitId;
use crate::source::{Gap, NoHistory};

/// Largest file of the git folder that is read as a list of commits, in bytes.
const MAX_LIST: u64 = 16 << 20;

/// A repository with a commit.
pub(in crate::shell) struct Opened {
    pub(super) repository: Repository,
    /// The folder of the SMS within it.
    pub(super) folder: String,
    pub(super) head: Oid,
    pub(super) branch: Option<String>,
    /// Branches of remotes on whose first-parent line `head` lies, where it stands on no branch.
    pub(super) published_on: Vec<String>,
    /// Commits below which a shallow clone ends.
    pub(super) boundary: BTreeSet<Oid>,
    /// What shallow clones, grafts and replace references hide or change.
    pub(super) gaps: Vec<Gap>,
}

impl Opened {
    /// Whether ids are SHA-256 sums.
    pub(in crate::shell) fn sha256(&self) -> bool {
        self.repository.object_format() == ObjectFormat::Sha256
    }

    /// Where to open it again, for another thread.
    pub(super) fn place(&self) -> PathBuf {
        self.repository.path().to_owned()
    }
}

impl Opened {
    /// Turns to another commit, named as git names them: a branch, a tag, an id, `HEAD~3`. Gives its id.
    pub(in crate::shell) fn turn_to(&mut self, name: &str) -> anyhow::Result<CommitId> {
        let find = || self.repository.revparse_single(name)?.peel_to_commit().map(|it| it.id());
        self.head = find().map_err(|error| NoSuchCommit { name: name.to_owned(), why: error.message().to_owned() })?;
        Ok(commit_id(&self.head))
    }
}

/// There is no commit of a name. A wrong use rather than a broken environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchCommit {
    /// The name.
    pub name: String,
    /// Git's word for it.
    pub why: String,
}

impl std::fmt::Display for NoSuchCommit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` names no commit of this repository: {}", self.name, self.why)
    }
}

impl std::error::Error for NoSuchCommit {}

/// Opens the repository that holds a folder, which is given by its canonical path. Reads neither the environment nor anything outside
/// of the repository but git's own settings (`safe.directory`).
pub(in crate::shell) fn open(root: &Path) -> Result<Opened, NoHistory> {
    let none: [&Path; 0] = [];
    let repository = Repository::open_ext(root, RepositoryOpenFlags::empty(), none).map_err(|error| why_not(&error, root))?;
    let folder = folder_within(&repository, root)?;
    let unreadable = |error: git2::Error| NoHistory::Unreadable(error.message().to_owned());
    let (head, branch) = match repository.head() {
        Ok(head) => {
            let branch = head.is_branch().then(|| head.shorthand().ok().map(str::to_owned)).flatten();
            (head.peel_to_commit().map_err(unreadable)?.id(), branch)
        }
        Err(error) if error.code() == ErrorCode::UnbornBranch => return Err(NoHistory::Unborn),
        Err(error) => return Err(unreadable(error)),
    };
    let common = repository.commondir().to_owned();
    let boundary = commits_listed(&common.join("shallow"), repository.object_format());
    let mut gaps = Vec::new();
    if repository.is_shallow() || !boundary.is_empty() {
        gaps.push(Gap::Shallow(boundary.iter().map(commit_id).collect()));
    }
    if fs::read(common.join("info/grafts")).is_ok_and(|text| text.split(|it| *it == b'\n').any(is_graft)) {
        gaps.push(Gap::Grafts);
    }
    let replaced = replaced(&repository);
    if !replaced.is_empty() {
        gaps.push(Gap::Replaced(replaced));
    }
    let published_on = if branch.is_none() { published_on(&repository, head) } else { Vec::new() };
    Ok(Opened { repository, folder, head, branch, published_on, boundary, gaps })
}

/// Most commits that are looked at to find the branches a commit was published on, over all branches.
const MAX_STEPS: usize = 100_000;

/// The branches of remotes, without the remote's name, on whose first-parent line a commit lies. Continuous integration checks out a
/// commit and no branch. A commit that came to a branch by a merge does not count: what landed on its own line did not land there.
fn published_on(repository: &Repository, head: Oid) -> Vec<String> {
    let Ok(references) = repository.references_glob("refs/remotes/*") else { return Vec::new() };
    let mut found = BTreeSet::new();
    // Whether a commit has the head on its line, as far as it was looked at.
    let mut met: BTreeMap<Oid, bool> = BTreeMap::from([(head, true)]);
    let mut names: Vec<(String, Oid)> = Vec::new();
    for reference in references.flatten() {
        let name = reference.name().ok().and_then(|it| it.strip_prefix("refs/remotes/")?.split_once('/'));
        // `origin/HEAD` is another name of a branch that is met by its own.
        let name = name.map(|it| it.1.to_owned()).filter(|it| it != "HEAD");
        names.extend(name.zip(reference.peel_to_commit().ok().map(|it| it.id())));
    }
    names.sort();
    let mut steps = 0;
    for (name, tip) in names {
        let mut line = Vec::new();
        let mut at = Some(tip);
        let mut holds = false;
        while let Some(id) = at.filter(|_| steps < MAX_STEPS) {
            if let Some(known) = met.get(&id) {
                holds = *known;
                break;
            }
            steps += 1;
            line.push(id);
            at = repository.find_commit(id).and_then(|it| it.parent_id(0)).ok();
        }
        met.extend(line.into_iter().map(|id| (id, holds)));
        if holds {
            found.insert(name);
        }
    }
    found.into_iter().collect()
}

/// Everything that decides the history of a repository and that git can move, as one text: equal texts, equal history.
pub(in crate::shell) fn state(opened: &Opened) -> String {
    let Opened { repository, folder, head, branch, published_on, boundary, gaps } = opened;
    let mut state = format!("{:?}\n", (repository.path(), folder, head, branch, published_on, boundary, gaps));
    let Ok(tags) = repository.references_glob("refs/tags/*") else { return state };
    for tag in tags.flatten() {
        state.push_str(&format!("{:?} {:?}\n", String::from_utf8_lossy(tag.name_bytes()), tag.target()));
    }
    state
}

/// The git folders that the history of a folder depends on: that of its work tree, and the one that work trees share.
pub(in crate::shell) fn folders(root: &Path) -> Vec<PathBuf> {
    let none: [&Path; 0] = [];
    let Ok(repository) = Repository::open_ext(root, RepositoryOpenFlags::empty(), none) else { return Vec::new() };
    let mut folders: Vec<PathBuf> =
        [repository.path(), repository.commondir()].iter().filter_map(|it| it.canonicalize().ok()).collect();
    folders.dedup();
    folders
}

/// An id for the world above.
pub(super) fn commit_id(id: &Oid) -> CommitId {
    CommitId::new(id.to_string())
}

/// An id as libgit2 has it.
pub(super) fn oid(repository: &Repository, id: &CommitId) -> Option<Oid> {
    Oid::from_str_ext(id.as_str(), repository.object_format()).ok()
}

fn why_not(error: &git2::Error, root: &Path) -> NoHistory {
    let message = error.message();
    match error.code() {
        ErrorCode::NotFound => NoHistory::NoRepository,
        ErrorCode::Owner => NoHistory::ForeignOwner(repository_of(root)),
        _ if message.starts_with("unsupported ") => NoHistory::Unsupported(message.to_owned()),
        _ => NoHistory::Unreadable(message.to_owned()),
    }
}

/// The folder that `safe.directory` has to name: the one that holds `.git`.
fn repository_of(root: &Path) -> String {
    let top = root.ancestors().find(|it| it.join(".git").exists()).unwrap_or(root);
    top.display().to_string()
}

/// The way from the top of the working tree to the folder.
fn folder_within(repository: &Repository, root: &Path) -> Result<String, NoHistory> {
    // A folder inside a bare repository is no working tree of it.
    let top = repository.workdir().ok_or(NoHistory::NoRepository)?;
    let unreadable = |why: String| NoHistory::Unreadable(why);
    let top = top.canonicalize().map_err(|error| unreadable(format!("its working tree cannot be opened: {error}")))?;
    let below = root.strip_prefix(&top).map_err(|_| unreadable(String::from("the folder lies outside of its working tree")))?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| unreadable(String::from("the folder's name is not UTF-8")))
}

fn commits_listed(file: &Path, format: ObjectFormat) -> BTreeSet<Oid> {
    let fits = fs::metadata(file).is_ok_and(|it| it.is_file() && it.len() <= MAX_LIST);
    let text = if fits { fs::read(file).unwrap_or_default() } else { Vec::new() };
    let text = String::from_utf8_lossy(&text);
    text.lines().filter_map(|line| Oid::from_str_ext(line.trim(), format).ok()).collect()
}

/// Comments and blank lines give no commit another parent.
fn is_graft(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    !line.is_empty() && !line.starts_with(b"#")
}

fn replaced(repository: &Repository) -> Vec<CommitId> {
    let Ok(references) = repository.references_glob("refs/replace/*") else { return Vec::new() };
    let name = |it: git2::Reference<'_>| Some(CommitId::new(it.name().ok()?.strip_prefix("refs/replace/")?));
    let mut found: Vec<CommitId> = references.flatten().filter_map(name).collect();
    found.sort();
    found
}
