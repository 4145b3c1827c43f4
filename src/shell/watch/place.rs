//! What is watched, and what counts there.

use std::path::{Component, Path, PathBuf};

use crate::shell::gather::is_left_out;

/// Files of a git folder that say something of history; the rest is git's own business.
const OF_HISTORY: [&str; 3] = ["HEAD", "packed-refs", "shallow"];

/// The folder of an SMS and the git folders it depends on.
#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
    /// Git's folders with what they have below `refs`: two for a linked work tree.
    git: Vec<(PathBuf, PathBuf)>,
    ignore: Vec<PathBuf>,
}

impl Place {
    /// The folder of an SMS by its canonical path, and folders in it that are left out.
    pub fn new(root: PathBuf, ignore: Vec<PathBuf>) -> Self {
        Self { root, git: Vec::new(), ignore }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Sets git's folders. Says whether they are others than before.
    pub(super) fn set_git(&mut self, folders: Vec<PathBuf>) -> bool {
        let folders: Vec<_> = folders.into_iter().map(|it| (it.join("refs"), it)).map(|(refs, it)| (it, refs)).collect();
        let differ = folders != self.git;
        self.git = folders;
        differ
    }

    /// Folders to watch, and whether with all below.
    pub(super) fn tops(&self) -> impl Iterator<Item = (&Path, bool)> {
        let git = self.git.iter().flat_map(|(folder, refs)| [(folder.as_path(), false), (refs.as_path(), true)]);
        std::iter::once((self.root.as_path(), true)).chain(git)
    }

    /// Whether a folder below the tops is watched too.
    pub(super) fn descends(&self, folder: &Path) -> bool {
        if self.git.iter().any(|(_, refs)| folder.starts_with(refs)) {
            return folder.is_dir();
        }
        self.is_content(folder) && folder.symlink_metadata().is_ok_and(|it| it.is_dir()) && !is_left_out(folder, &self.ignore)
    }

    /// Whether a change at a path may change what is shown.
    pub(super) fn counts(&self, path: &Path) -> bool {
        if let Some((folder, refs)) = self.git.iter().rev().find(|(folder, _)| path.starts_with(folder)) {
            let lock = path.extension().is_some_and(|it| it == "lock");
            let known = OF_HISTORY.iter().any(|it| path == folder.join(it)) || path == folder.join("info/grafts");
            return !lock && (known || path.starts_with(refs) || path == folder);
        }
        // The git folder itself may come and go.
        self.is_content(path) || path == self.root.join(".git")
    }

    /// Whether a path lies in the SMS and neither it nor a folder above is hidden or left out by its name.
    pub(super) fn is_content(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return false };
        let hidden = |it: Component<'_>| it.as_os_str().as_encoded_bytes().starts_with(b".") || it.as_os_str() == "node_modules";
        !inside.components().any(hidden) && !self.ignore.iter().any(|it| path.starts_with(it))
    }
}

/// A kind of file system on which changes are made elsewhere, and not told of here.
#[cfg(target_os = "linux")]
pub(super) fn told_by_nobody(root: &Path) -> Option<&'static str> {
    let kind = u64::try_from(rustix::fs::statfs(root).ok()?.f_type).ok()?;
    Some(match kind {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "a Windows share",
        0x0102_1997 => "a folder shared with a virtual machine",
        0x786f_4256 => "a folder shared by VirtualBox",
        0x5346_414f => "AFS",
        0x6573_5546 => "a file system of a program (FUSE)",
        _ => return None,
    })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn told_by_nobody(_root: &Path) -> Option<&'static str> {
    None
}
