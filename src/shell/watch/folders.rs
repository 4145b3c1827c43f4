//! The folders that the system is asked to tell of. Where it tells of whole trees one will do. On Linux each folder is named by itself,
//! so that those of `.git` and of what programs made need not be; and folders come, go and get other names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::place::Place;

/// Whether the system tells of whole trees at no cost.
const TREES: bool = cfg!(any(target_os = "macos", windows));

/// Folders that are watched.
#[derive(Debug, Default)]
pub(super) struct Folders(BTreeSet<PathBuf>);

impl Folders {
    /// Watches everything that the place asks for and that is not watched yet.
    pub(super) fn add_all(&mut self, watcher: &mut RecommendedWatcher, place: &Place) -> notify::Result<()> {
        place.tops().try_for_each(|(top, deep)| self.add(watcher, place, top, deep))
    }

    /// Takes nothing for watched any more.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Watches anew what came, went or got another name.
    pub(super) fn renew(&mut self, watcher: &mut RecommendedWatcher, place: &Place, paths: &[&Path]) -> notify::Result<()> {
        for path in paths.iter().filter(|_| !TREES) {
            let gone: Vec<PathBuf> = self.0.range(path.to_path_buf()..).take_while(|it| it.starts_with(path)).cloned().collect();
            for folder in gone {
                // The watch may have ended with its folder.
                let _ended = watcher.unwatch(&folder);
                self.0.remove(&folder);
            }
            if place.descends(path) {
                self.add(watcher, place, path, true)?;
            }
        }
        Ok(())
    }

    /// Watches a folder, and those below.
    fn add(&mut self, watcher: &mut RecommendedWatcher, place: &Place, folder: &Path, deep: bool) -> notify::Result<()> {
        if TREES {
            if self.0.insert(folder.to_owned()) && folder.is_dir() {
                watcher.watch(folder, if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive })?;
            }
            return Ok(());
        }
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            // First watched, then listed: what comes in between is told of or found.
            if !self.0.contains(&folder) {
                match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                    Ok(()) => drop(self.0.insert(folder.clone())),
                    Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => return Err(error),
                    // It is gone again, or nobody may look into it.
                    Err(_) => continue,
                }
            }
            let Ok(inside) = std::fs::read_dir(&folder) else { continue };
            let folders = inside.flatten().filter(|it| deep && it.file_type().is_ok_and(|it| it.is_dir()));
            open.extend(folders.map(|it| it.path()).filter(|it| place.descends(it)));
        }
        Ok(())
    }
}
