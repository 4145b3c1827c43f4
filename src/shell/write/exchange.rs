//! Puts the finished stage in the place of the output folder.

use std::io;
use std::path::Path;

use anyhow::Context as _;

use super::place::Place;
use super::stage;

/// Exchanges the two; the old site then stands in the stage's place, whose owner removes it.
pub(super) fn exchange(place: &Place, stage: &Path) -> anyhow::Result<()> {
    let out = place.path();
    let result = if out.symlink_metadata().is_err() {
        std::fs::rename(stage, &out)
    } else {
        match exchange_at_once(stage, &out) {
            Err(error) if is_unsupported(&error) => exchange_in_two_steps(place, stage),
            result => result,
        }
    };
    result.with_context(|| {
        format!(
            "`{}` cannot be exchanged for the new site; a folder that is a mount point or in use cannot, one inside it can",
            out.display()
        )
    })
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_at_once(stage: &Path, out: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, stage, CWD, out, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_at_once(_stage: &Path, _out: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Some network file systems and older systems cannot exchange; they say so in different ways.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// Between the steps there is no site for a moment. If the process ends there, the next build brings the old one back.
fn exchange_in_two_steps(place: &Place, stage: &Path) -> io::Result<()> {
    let mut aside = place.sibling("old");
    aside.push(std::process::id().to_string());
    let aside = place.parent().join(aside);
    std::fs::rename(place.path(), &aside)?;
    if let Err(error) = std::fs::rename(stage, place.path()) {
        std::fs::rename(&aside, place.path())?;
        return Err(error);
    }
    // The new site stands; what cannot be removed now is removed by the next build.
    let _later = stage::remove(&aside);
    Ok(())
}
