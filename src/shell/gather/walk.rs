//! Lists the files of a folder, links and odd things apart. Opens none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::ensure;
use walkdir::WalkDir;

use crate::base::RepoPath;
use crate::shell::anchor::Anchor;
use crate::shell::write::MARKER;
use crate::source::Skipped;

/// More files than any handbook has; a folder beyond it was named by mistake.
pub(super) const MAX_FILES: usize = 100_000;
/// Deeper than any handbook; deeper trees are made to break programs.
const MAX_DEPTH: usize = 64;

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Regular files, by path.
    pub(super) files: Vec<RepoPath>,
    /// What is not one, or has no usable name.
    pub(super) skipped: BTreeMap<RepoPath, Skipped>,
}

/// Lists everything below the anchor but hidden files and folders, `ignore`, and what programs made: a site of ours,
/// `node_modules`, caches marked by `CACHEDIR.TAG` (as `target` of cargo is).
pub(super) fn walk(anchor: &Anchor, ignore: &[PathBuf]) -> anyhow::Result<Found> {
    let root = anchor.path();
    let ignore: Vec<PathBuf> = ignore.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut found = Found::default();
    let mut entries = WalkDir::new(root).follow_links(false).follow_root_links(false).min_depth(1).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().and_then(|it| it.strip_prefix(root).ok()).unwrap_or(Path::new(""));
                ensure!(path != Path::new(""), "the folder `{}` cannot be listed: {error}", root.display());
                found.skipped.insert(repo_path(path).unwrap_or_else(|shown| shown), Skipped::Unreadable);
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden || (is_folder && is_left_out(entry.path(), &ignore)) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        let inside = entry.path().strip_prefix(root).unwrap_or(entry.path());
        ensure!(entry.depth() <= MAX_DEPTH, "folders are nested more than {MAX_DEPTH} deep at `{}`", inside.display());
        let path = repo_path(inside);
        if is_folder {
            if let Err(shown) = path {
                entries.skip_current_dir();
                found.skipped.insert(shown, Skipped::BadName);
            }
            continue;
        }
        match path {
            Err(shown) => drop(found.skipped.insert(shown, Skipped::BadName)),
            Ok(path) if entry.path_is_symlink() => drop(found.skipped.insert(path, Skipped::SymbolicLink)),
            Ok(path) if entry.file_type().is_file() => found.files.push(path),
            Ok(path) => drop(found.skipped.insert(path, Skipped::Unreadable)),
        }
        let count = found.files.len() + found.skipped.len();
        ensure!(count <= MAX_FILES, "the folder `{}` holds more than {MAX_FILES} files", root.display());
    }
    found.files.sort();
    Ok(found)
}

/// Whether a folder was made by a program.
pub(in crate::shell) fn is_left_out(folder: &Path, ignore: &[PathBuf]) -> bool {
    let holds = |name: &str| folder.join(name).symlink_metadata().is_ok();
    folder.file_name().is_some_and(|it| it == "node_modules")
        || ignore.iter().any(|path| path == folder)
        || holds(MARKER)
        || holds("CACHEDIR.TAG")
}

/// Folders of a listing that programs made, as in [`walk`]. `root` is where the listing would lie if it were checked out.
pub(super) fn made_folders<'a>(paths: impl Iterator<Item = &'a RepoPath>, root: &Path, ignore: &[PathBuf]) -> BTreeSet<String> {
    let inside = |path: &PathBuf| {
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        Some(path.strip_prefix(root).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
    };
    let mut made: BTreeSet<String> = ignore.iter().filter_map(inside).filter(|it| !it.is_empty()).collect();
    for path in paths {
        let (folder, name) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        if [MARKER, "CACHEDIR.TAG"].contains(&name) && !folder.is_empty() {
            made.insert(folder.to_owned());
        }
        let parts = folder.match_indices("node_modules").filter(|(at, _)| {
            let (before, after) = (&folder[..*at], &folder[at + "node_modules".len()..]);
            (before.is_empty() || before.ends_with('/')) && (after.is_empty() || after.starts_with('/'))
        });
        made.extend(parts.map(|(at, part)| folder[..at + part.len()].to_owned()));
    }
    made
}

/// Whether a path lies in one of the folders.
pub(super) fn lies_in(path: &RepoPath, folders: &BTreeSet<String>) -> bool {
    let mut slashes = path.as_str().match_indices('/');
    slashes.any(|(at, _)| folders.contains(&path.as_str()[..at]))
}

/// The path inside the repository, or a readable one near it to report a name that is none.
fn repo_path(inside: &Path) -> Result<RepoPath, RepoPath> {
    let parts: Vec<&std::ffi::OsStr> = inside.iter().collect();
    let text: Option<Vec<&str>> = parts.iter().map(|part| part.to_str()).collect();
    let path = text.and_then(|parts| RepoPath::new(&parts.join("/")).ok());
    path.ok_or_else(|| {
        let shown: Vec<String> = parts.iter().map(|part| part.to_string_lossy().replace(is_unusable, "\u{fffd}")).collect();
        RepoPath::new(&shown.join("/")).expect("no part is empty, a dot or holds what is no part of a path")
    })
}

/// What no path inside a repository may hold; a colon only looks like a drive or a scheme in places, so it goes everywhere.
fn is_unusable(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\\' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_path_is_shown_as_one() {
        let shown = |name: &str| repo_path(Path::new(name)).map(|it| it.to_string()).map_err(|it| it.to_string());
        assert_eq!(shown("a/b:c.md"), Ok(String::from("a/b:c.md")));
        assert_eq!(shown("c:x.md"), Err(String::from("c\u{fffd}x.md")));
        assert_eq!(shown("a/x\\y.md"), Err(String::from("a/x\u{fffd}y.md")));
        assert_eq!(shown("x\ny.md"), Err(String::from("x\u{fffd}y.md")));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf8_is_shown_as_one() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"a/\xff.md");
        assert_eq!(repo_path(Path::new(name)).unwrap_err().as_str(), "a/\u{fffd}.md");
    }
}
