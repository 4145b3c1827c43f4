//! The sibling folder in which a site grows, and what dead builds left of theirs.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::manifest::{Manifest, UNFINISHED};
use super::old::Old;
use super::place::Place;
use super::{MARKER, provenance};
use crate::pipeline::site::SiteFile;

/// A folder of our own next to the output folder. What stands in its place in the end, the half-made site or the old one, is removed.
#[derive(Debug)]
pub(super) struct Stage {
    path: PathBuf,
}

impl Stage {
    /// Makes an empty one.
    pub(super) fn create(place: &Place) -> anyhow::Result<Self> {
        let start = place.sibling("new");
        let pid = std::process::id();
        for attempt in 0..100 {
            let mut name = start.clone();
            name.push(if attempt == 0 { pid.to_string() } else { format!("{pid}-{attempt}") });
            let path = place.parent().join(name);
            match std::fs::create_dir(&path) {
                Ok(()) => {
                    let stage = Self { path };
                    std::fs::write(stage.path.join(MARKER), UNFINISHED).with_context(|| cannot_write(&stage.path))?;
                    return Ok(stage);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).with_context(|| cannot_write(place.parent())),
            }
        }
        anyhow::bail!("too many left-over folders in `{}`", place.parent().display())
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the folders for all files.
    pub(super) fn add_folders(&self, files: &[SiteFile]) -> anyhow::Result<()> {
        let folders: BTreeSet<&str> = files.iter().filter_map(|it| it.path.as_str().rsplit_once('/').map(|it| it.0)).collect();
        for folder in folders {
            let path = self.path.join(folder);
            std::fs::create_dir_all(&path).with_context(|| format!("the folder `{folder}` of the site cannot be made"))?;
        }
        Ok(())
    }

    /// Completes the site: from here on the folder is one.
    pub(super) fn finish(&self, manifest: &Manifest, old: &Old) -> anyhow::Result<()> {
        let path = self.path.join(MARKER);
        let mut marker = File::create(&path).with_context(|| cannot_write(&path))?;
        marker.write_all(manifest.text().as_bytes()).with_context(|| cannot_write(&path))?;
        // After a power cut the folder must still be ours. Pages that lost their bytes are found and made again.
        marker.sync_all().with_context(|| cannot_write(&path))?;
        provenance::mark(&self.path, manifest.text());
        if let Some(about) = old.folder().and_then(|old| old.path().metadata().ok()) {
            std::fs::set_permissions(&self.path, about.permissions()).with_context(|| cannot_write(&self.path))?;
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The site is whole whether this works or not, and the next build tries again.
        let _later = remove(&self.path);
    }
}

fn cannot_write(path: &Path) -> String {
    format!("`{}` cannot be written", path.display())
}

/// Brings back a site that a build was killed while exchanging, and removes what dead builds left. Call it only while no other build
/// can be at work.
pub(super) fn recover(place: &Place) -> io::Result<()> {
    let mut left = siblings(place, "old")?;
    if place.path().symlink_metadata().is_err()
        && let Some(at) = left.iter().rposition(|path| is_whole(path))
    {
        std::fs::rename(left.remove(at), place.path())?;
    }
    left.extend(siblings(place, "new")?);
    left.iter().try_for_each(|path| remove(path))
}

fn siblings(place: &Place, purpose: &str) -> io::Result<Vec<PathBuf>> {
    let start = place.sibling(purpose);
    let is_one = |name: &OsStr| {
        let (name, start) = (name.as_encoded_bytes(), start.as_encoded_bytes());
        let number = name.strip_prefix(start).unwrap_or_default();
        !number.is_empty() && number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-')
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place.parent())? {
        let entry = entry?;
        if is_one(&entry.file_name()) && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn is_whole(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join(MARKER)).is_ok_and(|text| Manifest::parse(&text).is_some())
}

/// Removes a folder with our marker, or an empty one. The marker goes last, so that a removal that was cut short can go on.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    if !folder.symlink_metadata()?.is_dir() {
        return Ok(());
    }
    let marker = folder.join(MARKER);
    if marker.symlink_metadata().is_ok() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                std::fs::remove_dir_all(entry.path())?;
            } else if entry.file_name() != MARKER {
                std::fs::remove_file(entry.path())?;
            }
        }
        std::fs::remove_file(marker)?;
    }
    std::fs::remove_dir(folder)
}
