//! What was read before, so that a folder that is read again and again costs no more than a look at each of its files.
//!
//! A file is taken for unchanged if its place on the disk, its size and its times are what they were, and its times were old
//! enough when it was read: within the grain of a clock a file can change twice and look the same. History is taken for unchanged if
//! everything that git can move is where it was; objects do not change.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::read::{self, Limits, Read};
use super::walk::{self, Found};
use crate::base::{BlobId, RepoPath};
use crate::pipeline::parallel;
use crate::shell::anchor::Anchor;
use crate::source::{Gap, History, Past, Skipped};

/// The coarsest grain that file systems have for the time of a change.
const GRAIN: Duration = Duration::from_secs(2);

/// What may have changed since a folder was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Anything.
    Anything,
    /// What lies at these paths, or below them, and nothing else. They begin with the canonical path of the folder.
    Paths(BTreeSet<PathBuf>),
}

impl Since {
    /// Nothing so far.
    pub fn nothing() -> Self {
        Self::Paths(BTreeSet::new())
    }
}

/// What was read before. Empty to begin with.
#[derive(Debug, Default)]
pub struct Kept {
    /// Limits that the files were read under.
    limits: Option<(crate::config::Limits, bool)>,
    files: BTreeMap<RepoPath, File>,
    /// What the folder held, while what was read is what it held.
    listed: Option<Arc<Found>>,
    past: Option<(String, Arc<Past>)>,
    /// Whether two texts by their ids differ in their line ends alone.
    pub(super) folded: BTreeMap<(BlobId, BlobId), bool>,
}

#[derive(Debug)]
struct File {
    stamp: Stamp,
    /// Whether its times were old enough when it was read.
    settled: bool,
    read: Result<Read, Skipped>,
}

/// What a file looks like from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    /// Device, inode.
    place: (u64, u64),
    modified: SystemTime,
    /// When anything about it changed; seconds and nanoseconds. Nobody can set it back.
    changed: (i64, i64),
}

impl Stamp {
    fn at(anchor: &Anchor, path: &RepoPath) -> Option<Self> {
        Self::of(&anchor.path().join(path.as_str()))
    }

    fn of(path: &Path) -> Option<Self> {
        let about = path.symlink_metadata().ok().filter(Metadata::is_file)?;
        let (place, changed) = inner(&about);
        Some(Self { size: about.len(), place, modified: about.modified().ok()?, changed })
    }

    fn is_settled(&self, now: SystemTime) -> bool {
        let changed =
            u64::try_from(self.changed.0).map_or(SystemTime::UNIX_EPOCH, |it| SystemTime::UNIX_EPOCH + Duration::from_secs(it));
        self.modified.max(changed).checked_add(GRAIN).is_some_and(|it| it < now)
    }
}

#[cfg(unix)]
fn inner(about: &Metadata) -> ((u64, u64), (i64, i64)) {
    use std::os::unix::fs::MetadataExt as _;
    ((about.dev(), about.ino()), (about.ctime(), about.ctime_nsec()))
}

#[cfg(not(unix))]
fn inner(_about: &Metadata) -> ((u64, u64), (i64, i64)) {
    ((0, 0), (0, 0))
}

impl Kept {
    /// What the folder held. From now on it counts as unknown, until [`Kept::read_all`] says that it was read: whatever goes wrong in
    /// between, no change is lost.
    pub(super) fn take_listed(&mut self) -> Option<Arc<Found>> {
        self.listed.take()
    }

    /// Notes that everything that was listed has been read.
    pub(super) fn read_all(&mut self, look: &Look) {
        self.listed = Some(Arc::clone(&look.found));
    }

    /// Reads files, those that changed from the disk.
    pub(super) fn read(&mut self, anchor: &Anchor, look: &Look, limits: &Limits) -> Vec<Result<Read, Skipped>> {
        if self.limits.as_ref() != Some(&limits.key()) {
            self.files.clear();
            self.limits = Some(limits.key());
        }
        let (known, paths) = (&self.files, &look.found.files);
        let read = parallel::map(paths, |path| {
            let same = |it: &&File| match &look.only {
                Some(only) => !only.contains(path),
                None => it.settled && Stamp::at(anchor, path) == Some(it.stamp),
            };
            match known.get(path).filter(same) {
                Some(file) if counts(&file.read, limits) => (None, file.read.clone()),
                Some(_) | None => {
                    let (now, stamp) = (SystemTime::now(), Stamp::at(anchor, path));
                    let read = read::read(anchor, path, limits);
                    (stamp.map(|stamp| (stamp, stamp.is_settled(now))), read)
                }
            }
        });
        // Both are in order.
        let mut there = paths.iter().peekable();
        self.files.retain(|path, _| {
            while there.next_if(|it| *it < path).is_some() {}
            there.peek() == Some(&path)
        });
        let mut found = Vec::with_capacity(paths.len());
        for (path, (stamp, read)) in paths.iter().zip(read) {
            if let Some((stamp, settled)) = stamp {
                self.files.insert(path.clone(), File { stamp, settled, read: read.clone() });
            }
            found.push(read);
        }
        found
    }

    /// The history, if it is still the one of a state.
    pub(super) fn past(&self, state: &str) -> Option<Arc<Past>> {
        self.past.as_ref().filter(|it| it.0 == state).map(|it| Arc::clone(&it.1))
    }

    /// Keeps a history. What is damaged or not there may be whole the next time, with nothing moved.
    pub(super) fn keep_past(&mut self, state: String, past: &Arc<Past>) {
        let whole = !past.gaps.iter().any(|it| matches!(it, Gap::Damaged(_) | Gap::MissingTexts(..)));
        self.past = whole.then(|| (state, Arc::clone(past)));
    }
}

/// What a folder holds.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) found: Arc<Found>,
    /// The files among them that may have changed; `None` if all may.
    only: Option<BTreeSet<RepoPath>>,
}

impl Look {
    /// Lists a folder, or says which of the files that it is known to hold may have changed.
    pub(super) fn new(anchor: &Anchor, ignore: &[PathBuf], known: Option<Arc<Found>>, since: &Since) -> anyhow::Result<Self> {
        let known = known.and_then(|found| Some((named(anchor, &found, since)?, found)));
        Ok(match known {
            Some((only, found)) => Self { found, only: Some(only) },
            None => Self { found: Arc::new(walk::walk(anchor, ignore)?), only: None },
        })
    }
}

/// The known files that may have changed. `None` if others may have come or gone.
fn named(anchor: &Anchor, found: &Found, since: &Since) -> Option<BTreeSet<RepoPath>> {
    let Since::Paths(paths) = since else { return None };
    let mut only = BTreeSet::new();
    for full in paths {
        let inside = full.strip_prefix(anchor.path()).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|it| it.to_str()).collect();
        let path = RepoPath::new(&parts?.join("/")).ok()?;
        let about = full.symlink_metadata().ok();
        if found.files.binary_search(&path).is_ok() {
            about.filter(Metadata::is_file)?;
            only.insert(path);
            continue;
        }
        // Something for a moment, as editors leave it behind.
        let below = format!("{path}/");
        let next = found.files.partition_point(|it| it.as_str() < below.as_str());
        let held = found.files.get(next).is_some_and(|it| it.as_str().starts_with(&below));
        if about.is_some() || held || found.skipped.keys().any(|it| *it == path || it.as_str().starts_with(&below)) {
            return None;
        }
    }
    Some(only)
}

/// Texts count against the limit of all, whether they are read or known.
fn counts(read: &Result<Read, Skipped>, limits: &Limits) -> bool {
    match read {
        Ok(Read { entry, text: Some(_), .. }) => limits.take(entry.size),
        Ok(Read { text: None, .. }) => true,
        // What could not be read is tried again.
        Err(_) => false,
    }
}

/// Whether two histories are the same one.
pub(in crate::shell) fn is_same_history(a: &History, b: &History) -> bool {
    match (a, b) {
        (History::Known(a), History::Known(b)) => Arc::ptr_eq(a, b),
        (History::Unknown(a), History::Unknown(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_just_now_is_not_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "one").unwrap();
        let stamp = Stamp::of(&path).unwrap();
        let now = SystemTime::now();
        assert!(!stamp.is_settled(now));
        assert!(stamp.is_settled(now + Duration::from_secs(4)));
        std::fs::write(&path, "three").unwrap();
        assert_ne!(Stamp::of(&path).unwrap(), stamp);
        assert!(Stamp::of(folder.path()).is_none());
    }

    #[test]
    #[cfg(unix)]
    fn a_time_that_somebody_set_back_deceives_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "one").unwrap();
        let before = Stamp::of(&path).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        std::fs::write(&path, "two").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(before.modified).unwrap();
        let after = Stamp::of(&path).unwrap();
        assert_eq!((before.size, before.modified), (after.size, after.modified));
        assert_ne!(before, after);
    }
}
