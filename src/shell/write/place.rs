//! Where the output folder is, and whether it may be one. Nothing is written before this is clear.

use std::ffi::OsString;
use std::fmt;
use std::fs::{File, TryLockError};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

/// Why a folder cannot be the output folder. A wrong use rather than a broken environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputRefused {
    /// It has no name of its own, such as `/` or `..`.
    NoName(PathBuf),
    /// It is the SMS folder or one above it.
    HoldsTheSms(PathBuf),
    /// It is a symbolic link, or a link leads from the SMS folder out to it.
    Link(PathBuf),
    /// It is a file.
    NotAFolder(PathBuf),
    /// It holds files and no marker.
    NotOurs(PathBuf),
    /// Its marker cannot be read by this version.
    UnreadableMarker(PathBuf),
    /// It holds a file that is not in its list.
    ForeignFile(PathBuf, String),
}

impl OutputRefused {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoName(_) | Self::HoldsTheSms(_) => "name a folder of its own with `--out`; it is replaced as a whole",
            Self::Link(_) => "name the folder itself with `--out`",
            Self::NotAFolder(_) => "remove the file, or name another folder with `--out`",
            Self::NotOurs(_) => "name a new or an empty folder with `--out`; it is replaced as a whole",
            Self::UnreadableMarker(_) => "if a newer clausebook wrote it, use that one; otherwise remove the folder",
            Self::ForeignFile(..) => "move the file elsewhere; the folder is replaced as a whole, and would lose it",
        }
    }
}

impl fmt::Display for OutputRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName(out) => write!(f, "`{}` cannot be an output folder", out.display()),
            Self::HoldsTheSms(out) => write!(f, "the output folder `{}` holds the SMS itself", out.display()),
            Self::Link(out) => write!(f, "the output folder `{}` is reached by a symbolic link", out.display()),
            Self::NotAFolder(out) => write!(f, "the output folder `{}` is a file", out.display()),
            Self::NotOurs(out) => write!(f, "the output folder `{}` holds files that clausebook did not write", out.display()),
            Self::UnreadableMarker(out) => {
                write!(f, "the list of files in `{}` cannot be read", out.join(super::MARKER).display())
            }
            Self::ForeignFile(out, path) => {
                write!(f, "the output folder `{}` holds `{path}`, which clausebook did not write", out.display())
            }
        }
    }
}

impl std::error::Error for OutputRefused {}

/// The output folder, by its canonical parent and its name. It need not exist.
#[derive(Clone, Debug)]
pub(super) struct Place {
    parent: PathBuf,
    name: OsString,
}

impl Place {
    /// Finds the folder and refuses what cannot be one. `root` is the SMS folder as named, `true_root` its canonical path.
    pub(super) fn find(out: &Path, root: &Path, true_root: &Path) -> anyhow::Result<Self> {
        let shown = || out.to_owned();
        let named = std::path::absolute(out).with_context(|| format!("the output folder `{}`", out.display()))?;
        let (Some(name), Some(above)) = (named.file_name(), named.parent()) else {
            return Err(OutputRefused::NoName(shown()).into());
        };
        let place = Self { parent: canonical(above)?, name: name.to_owned() };
        let path = place.path();
        match path.symlink_metadata() {
            Ok(about) if about.is_symlink() => return Err(OutputRefused::Link(shown()).into()),
            Ok(about) if !about.is_dir() => return Err(OutputRefused::NotAFolder(shown()).into()),
            _ => {}
        }
        // Where case does not matter, only the canonical path tells whether two names mean one folder.
        let path = path.canonicalize().unwrap_or(path);
        if true_root.starts_with(&path) {
            return Err(OutputRefused::HoldsTheSms(shown()).into());
        }
        // A link in the SMS may come from a stranger; one in the way to it is the user's own.
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let climbs = named.components().any(|part| part == Component::ParentDir);
        if !climbs && named.starts_with(root) && !path.starts_with(true_root) {
            return Err(OutputRefused::Link(shown()).into());
        }
        Ok(place)
    }

    /// The output folder.
    pub(super) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// The folder it lies in.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// Beginning of the names of sibling folders for a purpose.
    pub(super) fn sibling(&self, purpose: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".clausebook-{purpose}-"));
        name
    }

    /// Waits until no other build writes here. Makes the parent folder if need be.
    pub(super) fn take_turn(&self) -> anyhow::Result<Turn> {
        let shown = self.parent.display();
        std::fs::create_dir_all(&self.parent).with_context(|| format!("the folder `{shown}` cannot be made"))?;
        let file = self.lock_file().with_context(|| format!("the folder `{shown}` cannot be opened"))?;
        for _ in 0..TURN_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Turn(Some(file))),
                Err(TryLockError::WouldBlock) => std::thread::sleep(TURN_PAUSE),
                // Some network file systems have no locks. Then builds do not wait for each other; each still works in a folder
                // of its own, and the last one wins.
                Err(TryLockError::Error(_)) => return Ok(Turn(None)),
            }
        }
        bail!("another build has been writing to `{}` for two minutes", self.path().display())
    }

    /// On Unix the parent folder itself is locked, so that no file is left behind.
    #[cfg(unix)]
    fn lock_file(&self) -> std::io::Result<File> {
        File::open(&self.parent)
    }

    #[cfg(not(unix))]
    fn lock_file(&self) -> std::io::Result<File> {
        File::create(self.parent.join(self.sibling("lock")))
    }
}

const TURN_PAUSE: Duration = Duration::from_millis(50);
const TURN_TRIES: usize = 2400;

/// The right to write, given back when dropped or when the process ends in whatever way.
#[derive(Debug)]
pub(super) struct Turn(Option<File>);

impl Turn {
    /// Whether no other build can be at work here.
    pub(super) fn is_ours_alone(&self) -> bool {
        self.0.is_some()
    }
}

/// The canonical path of a folder of which the last parts may not exist yet.
fn canonical(folder: &Path) -> anyhow::Result<PathBuf> {
    let mut missing = Vec::new();
    let mut at = folder;
    loop {
        match at.canonicalize() {
            Ok(path) => return Ok(missing.iter().rev().fold(path, |path, part| path.join(part))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let (Some(name), Some(above)) = (at.file_name(), at.parent()) else {
                    return Err(OutputRefused::NoName(folder.to_owned()).into());
                };
                // A dangling link is not a missing folder.
                if at.symlink_metadata().is_ok() {
                    return Err(OutputRefused::Link(at.to_owned()).into());
                }
                missing.push(name);
                at = above;
            }
            Err(error) => return Err(error).with_context(|| format!("the folder `{}`", at.display())),
        }
    }
}
