//! A site to a folder, in one step: readers see the old site or the new one as a whole, and nothing that was there before is
//! lost to a failed or killed build.
//!
//! The new site grows in a sibling folder; what did not change is linked from the old one; then the two folders change names in
//! one system call and the old one is removed. Only a folder that carries our marker is ever replaced, and only if it holds
//! nothing but what the marker lists. The bytes of the site do not depend on what was there before or on the number of threads.

mod bundle;
mod copies;
mod exchange;
mod fill;
mod manifest;
mod old;
mod place;
mod provenance;
mod stage;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, ensure};

pub use self::bundle::{Bundle, Bundled, is_bundle, is_document, write_bundle};
pub use self::copies::read_attachments;
use self::fill::{Fill, Filled};
use self::manifest::Manifest;
use self::old::Old;
pub use self::place::OutputRefused;
use self::place::Place;
use self::stage::Stage;
use super::anchor::Anchor;
use crate::base::SitePath;
use crate::pipeline::parallel;
use crate::pipeline::site::{KeptFolder, KeptParts, SiteFile, StandingFiles};
use crate::source::{KeptPage, ToolId};

/// Name of the file that makes an output folder ours; it lists what the folder holds.
pub const MARKER: &str = ".clausebook-site";

/// Where a site goes.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// The output folder.
    pub out: &'a Path,
    /// The folder of the SMS, from which attachments are copied.
    pub root: &'a Path,
    /// Who writes. A site of another version is made anew.
    pub tool: &'a ToolId,
}

/// The site that stands at a place, to ask which editions need not be made again.
#[derive(Debug)]
pub struct StandingSite(Old);

impl StandingSite {
    /// Looks at it. A place where nothing of ours stands holds no edition.
    pub fn look(to: &Destination<'_>) -> Self {
        let look = || {
            let root = Anchor::open(to.root).ok()?;
            let place = Place::find(to.out, to.root, root.path()).ok()?;
            Old::read(&place, to.tool).ok()
        };
        Self(look().unwrap_or_default())
    }
}

impl StandingFiles for StandingSite {
    fn facts(&self, folder: &KeptFolder) -> Option<String> {
        let path = KeptFolder::facts(&folder.folder);
        self.0.folder_made_from(&folder.folder, &path, &folder.digest.to_string())?;
        self.0.read_text(&path)
    }

    fn files_named(&self, name: &str) -> Vec<(SitePath, String)> {
        self.0.files_named(name).map(|(path, made_from)| (path.clone(), made_from.to_owned())).collect()
    }

    fn are_untouched(&self, pages: &[KeptPage]) -> bool {
        self.0.made_all(pages).is_some()
    }
}

/// What writing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub made: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// Files of the old site that the new one lacks.
    pub removed: usize,
    /// Size of the site in bytes.
    pub bytes: u64,
}

impl Written {
    /// Whether the site is another one than before.
    pub fn is_change(&self) -> bool {
        self.made + self.removed > 0
    }
}

/// Writes a site.
///
/// # Errors
/// `OutputRefused` when the folder is not one to write to; otherwise what the file system refused. The old site is whole then.
pub fn write(to: &Destination<'_>, files: &[SiteFile], kept: &KeptParts) -> anyhow::Result<Written> {
    check_addresses(files)?;
    let root = Anchor::open(to.root).with_context(|| format!("the folder `{}` cannot be opened", to.root.display()))?;
    let place = Place::find(to.out, to.root, root.path())?;
    let turn = place.take_turn()?;
    if turn.is_ours_alone() {
        stage::recover(&place)
            .with_context(|| format!("what an earlier build left in `{}` cannot be removed", place.parent().display()))?;
    }
    let old = Old::read(&place, to.tool)?;
    let stage = Stage::create(&place)?;
    let fill = Fill::new(&root, &old, stage.path());
    let mut filled = kept_files(&old, kept, to)?;
    stage.add_folders(files.iter().map(|it| &it.path).chain(filled.iter().map(|it| &it.line.path)))?;
    filled.extend(fill.all(parallel::map(files, |file| fill.fill(file)))?);
    let manifest = Manifest::new(to.tool, filled.iter().map(|it| it.line.clone()));
    let written = sum_up(&filled, &old, &manifest);
    if old.is_site() && old.text() == manifest.text() && !written.is_change() {
        // Nothing to exchange.
        provenance::mark(&place.path(), manifest.text());
        return Ok(written);
    }
    let kept: Vec<&Filled> = filled.iter().filter(|it| it.kept).collect();
    fill.all(parallel::map(&kept, |it| fill.carry_over(it)))?;
    stage.finish(&manifest, &old)?;
    exchange::exchange(&place, stage.path())?;
    // Removing the old site changes the status of files that both have.
    drop(stage);
    provenance::mark(&place.path(), manifest.text());
    Ok(written)
}

/// The files that stay as they are.
fn kept_files(old: &Old, kept: &KeptParts, to: &Destination<'_>) -> anyhow::Result<Vec<Filled>> {
    let changed = |what: &str| format!("`{}` was changed while the site was built; build it again", to.out.join(what).display());
    let mut lines = old.made_all(&kept.pages).with_context(|| changed("changes"))?;
    for it in &kept.folders {
        let inside = old.folder_made_from(&it.folder, &KeptFolder::facts(&it.folder), &it.digest.to_string());
        lines.extend(inside.with_context(|| changed(&it.folder))?);
    }
    Ok(lines.into_iter().map(|line| Filled { line: line.clone(), kept: true }).collect())
}

/// Two files at one address would make the site depend on who wins; on Windows and macOS case does not tell them apart.
fn check_addresses(files: &[SiteFile]) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    for file in files {
        let path = file.path.as_str();
        ensure!(!path.is_empty() && path != MARKER, "no file of the site can have the address `{path}`");
        ensure!(seen.insert(path.to_lowercase()), "two files of the site have the address `{path}`");
    }
    Ok(())
}

fn sum_up(filled: &[Filled], old: &Old, manifest: &Manifest) -> Written {
    let kept = filled.iter().filter(|it| it.kept).count();
    Written {
        made: filled.len() - kept,
        kept,
        removed: old.paths().filter(|path| !manifest.lists(path)).count(),
        bytes: filled.iter().map(|it| it.line.size).sum(),
    }
}
