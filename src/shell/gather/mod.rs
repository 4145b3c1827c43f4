//! A folder to `Inputs`: lists all files, reads the texts among them, and says of the rest why it was not read.
//!
//! Safe on a stranger's folder: no link is followed, nothing outside is read, and number, depth and size have limits.
//! Of git it takes the history as `shell::git` tells it, and judges nothing of what it reads.

mod edition;
mod kept;
mod read;
mod walk;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

pub use self::edition::{NoRepository, Published, edition, editions};
use self::kept::Look;
pub(super) use self::kept::is_same_history;
pub use self::kept::{Kept, Since};
use self::read::{Limits, Read};
pub(super) use self::walk::is_left_out;
use super::anchor::{Anchor, NotOpened};
use super::git;
use crate::base::{BlobId, Date, RepoPath};
use crate::config;
use crate::model;
use crate::pipeline;
use crate::source::{BroughtKeys, Edition, History, Inputs, NoHistory, Skipped, Snapshot, Texts, ToolId};

/// What to gather.
#[derive(Clone, Debug)]
pub struct Gather {
    /// The folder that holds `clausebook.yml`.
    pub root: PathBuf,
    /// The day, from `clock`.
    pub today: Date,
    /// A day to judge on instead, from the command line.
    pub as_of: Option<Date>,
    /// The tool.
    pub tool: ToolId,
    /// Folders to leave out: the output folder.
    pub ignore: Vec<PathBuf>,
    /// Whether to read the git history.
    pub git: bool,
    /// Whether to keep what was found out about commits below the git folder, and to trust what lies there. Proofs that are made for
    /// others, from a repository that others gave, are made without.
    pub cache: bool,
    /// Keys to judge signatures by, in place of those that the repository lists.
    pub keys: Option<BroughtKeys>,
}

/// Why a folder cannot be gathered at all. A wrong use rather than a broken environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAnSms {
    /// There is no such folder.
    NoFolder(PathBuf),
    /// It holds no `clausebook.yml`.
    NoMainFile(PathBuf),
    /// Its `clausebook.yml` is a symbolic link or no regular file.
    MainFileIsNoFile(PathBuf),
}

impl NotAnSms {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoFolder(_) => "check the name of the folder",
            Self::NoMainFile(_) => {
                "name the folder that holds clausebook.yml as the last argument or with `-C`, or start an SMS with `clausebook init`"
            }
            Self::MainFileIsNoFile(_) => "put the file itself there: links are not followed, as they may lead out of the folder",
        }
    }
}

impl fmt::Display for NotAnSms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(root) => write!(f, "there is no folder `{}`", root.display()),
            Self::NoMainFile(root) => write!(f, "the folder `{}` holds no clausebook.yml", root.display()),
            Self::MainFileIsNoFile(root) => write!(f, "clausebook.yml in `{}` is not a regular file", root.display()),
        }
    }
}

impl std::error::Error for NotAnSms {}

/// Reads a folder.
///
/// # Errors
/// `NotAnSms` when there is nothing to read; otherwise a folder beyond the limits or one that cannot be listed.
pub fn gather(request: &Gather) -> anyhow::Result<Inputs> {
    gather_again(request, &mut Kept::default(), &Since::Anything)
}

/// Reads a folder that was read before: the same as [`gather`] gives, but sooner, if no more changed `since` then than is said.
///
/// # Errors
/// As there.
pub fn gather_again(request: &Gather, kept: &mut Kept, since: &Since) -> anyhow::Result<Inputs> {
    let known = kept.take_listed();
    let anchor = anchor_of(request)?;
    let repository = if request.git { git::open(anchor.path()) } else { Err(NoHistory::Off) };
    let sha256 = repository.as_ref().is_ok_and(git::Opened::sha256);
    let (limits, exclude) = read_limits(&anchor, &request.root, sha256)?;
    let look = Look::new(&anchor, &request.ignore, known, since)?;
    let files = &look.found.files;
    let read = kept.read(&anchor, &look, &limits);
    let (history, checked_out) = match &repository {
        Ok(repository) => history(request, repository, Found { files, read: &read, limits: &limits }, kept),
        Err(why) => (History::Unknown(why.clone()), BTreeMap::new()),
    };
    let mut snapshot = Snapshot { files: BTreeMap::new(), skipped: look.found.skipped.clone() };
    let mut texts = Texts::default();
    for (path, read) in files.iter().zip(read) {
        match read {
            Ok(Read { mut entry, text, .. }) => {
                if let Some(blob) = checked_out.get(path) {
                    entry.blob.clone_from(blob);
                }
                if let Some(text) = text {
                    texts.0.entry(entry.blob.clone()).or_insert(text);
                }
                snapshot.files.insert(path.clone(), entry);
            }
            Err(why) => {
                snapshot.skipped.insert(path.clone(), why);
            }
        }
    }
    kept.read_all(&look);
    anyhow::ensure!(
        !limits.is_exhausted(),
        "the documents in `{}` hold more than {} bytes together",
        request.root.display(),
        read::MAX_TEXTS
    );
    // Whoever excludes a file knows that it is not checked.
    snapshot.skipped.retain(|path, _| !exclude.matches(path));
    let mut inputs = Inputs {
        edition: Edition::default(),
        snapshot,
        texts,
        history,
        today: request.today,
        as_of: request.as_of,
        tool: request.tool.clone(),
        keys: request.keys.clone(),
        places: false,
        offline: None,
    };
    if let Ok(repository) = &repository {
        add_texts_in_force(repository, &limits, &mut inputs)?;
    }
    Ok(inputs)
}

/// Brings the texts that are in force in place of what files hold, if the settings show them. Which they are, the judgement says: so what
/// was gathered is judged once, and what it lacks is read. One that cannot be read stays away.
fn add_texts_in_force(repository: &git::Opened, limits: &Limits, inputs: &mut Inputs) -> anyhow::Result<()> {
    let wanted = pipeline::texts_in_force(inputs);
    let found = git::bytes(repository, &wanted, limits.largest())?;
    let texts = found.into_iter().filter_map(|(blob, bytes)| Some((blob, Arc::from(String::from_utf8(bytes).ok()?))));
    inputs.texts.0.extend(texts);
    Ok(())
}

fn anchor_of(request: &Gather) -> anyhow::Result<Anchor> {
    if !request.root.is_dir() {
        return Err(NotAnSms::NoFolder(request.root.clone()).into());
    }
    Anchor::open(&request.root).with_context(|| format!("the folder `{}` cannot be opened", request.root.display()))
}

/// The history, and the committed ids of texts that differ from what is committed in their line ends alone: git changes these
/// on the way (`core.autocrlf`, `eol`), so they are not what somebody edited.
fn history(
    request: &Gather,
    repository: &git::Opened,
    found: Found<'_>,
    kept: &mut Kept,
) -> (History, BTreeMap<RepoPath, BlobId>) {
    let anchors: Vec<String> = found.read.iter().flatten().flat_map(|it| it.anchors.iter().cloned()).collect();
    let state = format!("{}{anchors:?}", git::state(repository));
    let past = match kept.past(&state) {
        Some(past) => past,
        None => {
            let wanted =
                git::Wanted { cache: request.cache, facts: Some(&model::facts), anchors: &anchors, keys: request.keys.as_ref() };
            match git::past(repository, &wanted) {
                Ok(past) => Arc::new(past),
                Err(why) => return (History::Unknown(why), BTreeMap::new()),
            }
        }
    };
    kept.keep_past(state, &past);
    let known = std::mem::take(&mut kept.folded);
    let differs = |(path, read): (&RepoPath, &Result<Read, Skipped>)| {
        let read = read.as_ref().ok()?;
        let (text, committed) = (read.text.as_ref()?, past.head_files.get(path)?);
        if read.entry.blob == *committed {
            return None;
        }
        let pair = (read.entry.blob.clone(), committed.clone());
        let same = || git::text(repository, committed, found.limits.document()).is_some_and(|it| folded(&it) == folded(text));
        let same = known.get(&pair).copied().unwrap_or_else(same);
        kept.folded.insert(pair, same);
        same.then(|| (path.clone(), committed.clone()))
    };
    let checked_out = found.files.iter().zip(found.read).filter_map(differs).collect();
    (History::Known(past), checked_out)
}

/// Files with what was read of them.
struct Found<'a> {
    files: &'a [RepoPath],
    read: &'a [Result<Read, Skipped>],
    limits: &'a Limits,
}

/// A text with the line ends of Unix.
fn folded(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn main_file() -> RepoPath {
    RepoPath::new(config::MAIN).expect("the file's name is a path")
}

/// The limits and exclusions that `clausebook.yml` sets. It is read again with all other files, then with its mistakes.
fn read_limits(anchor: &Anchor, root: &std::path::Path, sha256: bool) -> anyhow::Result<(Limits, config::Globs)> {
    let main = main_file();
    let limits = Limits::new(config::Limits::default(), sha256);
    let text = match read::read(anchor, &main, &limits) {
        Ok(read) => read.text,
        Err(Skipped::TooLarge(_) | Skipped::NotUtf8(_)) => None,
        Err(_) => {
            let why = match anchor.file(config::MAIN) {
                Err(NotOpened::Link | NotOpened::NotAFile) => NotAnSms::MainFileIsNoFile(root.to_owned()),
                Err(NotOpened::Refused(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                    NotAnSms::NoMainFile(root.to_owned())
                }
                Err(NotOpened::Refused(error)) => {
                    return Err(error).with_context(|| format!("clausebook.yml in `{}` cannot be read", root.display()));
                }
                Ok(_) => anyhow::bail!("clausebook.yml in `{}` cannot be read", root.display()),
            };
            return Err(why.into());
        }
    };
    let settings = config::read_main(text.as_deref().unwrap_or_default());
    Ok((Limits::new(settings.limits, sha256), settings.exclude))
}
