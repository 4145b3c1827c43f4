//! Opens files below one folder and nowhere else.
//!
//! On Unix the folder is held open and every part of a path is opened below the one before without following links, so a
//! part that is exchanged for a link between listing and reading is refused too. Elsewhere std offers less: each part is
//! looked at just before.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A folder held for reading.
#[derive(Debug)]
pub(super) struct Anchor {
    path: PathBuf,
    #[cfg(unix)]
    folder: File,
}

/// Why a file was not opened.
#[derive(Debug)]
pub(super) enum NotOpened {
    /// It, or a folder above it, is a symbolic link.
    Link,
    /// It is a device, a pipe, a socket or a folder.
    NotAFile,
    /// The operating system refused.
    Refused(io::Error),
}

impl NotOpened {
    /// Says so as an error of the environment.
    pub(super) fn into_io(self) -> io::Error {
        match self {
            Self::Link => io::Error::other("it is a symbolic link, which is never followed"),
            Self::NotAFile => io::Error::other("it is not a regular file"),
            Self::Refused(error) => error,
        }
    }
}

impl Anchor {
    /// Holds a folder; the way to it may hold links, as the user named it.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        #[cfg(unix)]
        return Ok(Self { folder: File::open(&path)?, path });
        #[cfg(not(unix))]
        Ok(Self { path })
    }

    /// The folder's canonical path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a regular file below for reading and says how long it is. `relative` has its parts joined by `/`.
    pub(super) fn file(&self, relative: &str) -> Result<(File, u64), NotOpened> {
        let file = self.open_below(relative)?;
        let about = file.metadata().map_err(NotOpened::Refused)?;
        if about.is_file() { Ok((file, about.len())) } else { Err(NotOpened::NotAFile) }
    }

    #[cfg(unix)]
    fn open_below(&self, relative: &str) -> Result<File, NotOpened> {
        use rustix::fs::{Mode, OFlags, openat};
        // NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{ResolveFlags, openat2};
            // The kernel does at once what is done below part by part. What it refuses, or does not know, is tried again, to tell why.
            let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
            if let Ok(file) = openat2(&self.folder, relative, flags, Mode::empty(), within) {
                return Ok(file.into());
            }
        }
        let (folders, name) = relative.rsplit_once('/').unwrap_or(("", relative));
        let mut at: Option<File> = None;
        for part in folders.split('/').filter(|part| !part.is_empty()) {
            let above = at.as_ref().unwrap_or(&self.folder);
            at = Some(openat(above, part, flags | OFlags::DIRECTORY, Mode::empty()).map_err(not_opened)?.into());
        }
        let above = at.as_ref().unwrap_or(&self.folder);
        Ok(openat(above, name, flags, Mode::empty()).map_err(not_opened)?.into())
    }

    #[cfg(not(unix))]
    fn open_below(&self, relative: &str) -> Result<File, NotOpened> {
        let mut path = self.path.clone();
        for part in relative.split('/') {
            path.push(part);
            let about = path.symlink_metadata().map_err(NotOpened::Refused)?;
            if about.is_symlink() {
                return Err(NotOpened::Link);
            }
        }
        File::open(&path).map_err(NotOpened::Refused)
    }
}

#[cfg(unix)]
fn not_opened(error: rustix::io::Errno) -> NotOpened {
    use rustix::io::Errno;
    match error {
        // A link where a folder was wanted is "not a directory" on Linux; BSDs say EMLINK for a link at the end.
        Errno::LOOP | Errno::MLINK | Errno::NOTDIR => NotOpened::Link,
        Errno::NXIO => NotOpened::NotAFile,
        _ => NotOpened::Refused(error.into()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_and_pipes_are_refused_at_every_part() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("a")).unwrap();
        std::fs::write(at("a/file.md"), "text").unwrap();
        std::os::unix::fs::symlink(outside.path(), at("link")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.md"), at("a/link.md")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("a/socket")).unwrap();
        let anchor = Anchor::open(folder.path()).unwrap();
        assert_eq!(anchor.file("a/file.md").unwrap().1, 4);
        assert!(matches!(anchor.file("link/secret.md"), Err(NotOpened::Link)));
        assert!(matches!(anchor.file("a/link.md"), Err(NotOpened::Link)));
        assert!(matches!(anchor.file("a/socket"), Err(NotOpened::NotAFile)));
        assert!(matches!(anchor.file("a"), Err(NotOpened::NotAFile)));
        assert!(matches!(anchor.file("b"), Err(NotOpened::Refused(_))));
    }
}
