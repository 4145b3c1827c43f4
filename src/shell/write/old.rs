//! The site that is there already: refused if it is not ours, and looked up file by file.

use std::io::{self, Read as _};

use walkdir::WalkDir;

use super::MARKER;
use super::manifest::{Line, Manifest, pour};
use super::place::{OutputRefused, Place};
use super::provenance::{self, Mark};
use crate::base::SitePath;
use crate::pipeline::parallel;
use crate::shell::anchor::Anchor;
use crate::source::{KeptPage, ToolId};

/// A list of more files than this was not written by us.
const MAX_MARKER: u64 = 256 << 20;
/// What file browsers leave in every folder; nobody misses it.
const DROPPINGS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// What the output folder holds.
#[derive(Debug, Default)]
pub(super) struct Old {
    folder: Option<Anchor>,
    manifest: Manifest,
    /// Found if the manifest's word for what files were made from is believed.
    mark: Option<Mark>,
}

impl Old {
    /// Looks at the folder.
    pub(super) fn read(place: &Place, tool: &ToolId) -> anyhow::Result<Self> {
        let path = place.path();
        let folder = match Anchor::open(&path) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(anyhow::Error::new(error).context(format!("the output folder `{}` cannot be opened", path.display())));
            }
        };
        let Ok((marker, size)) = folder.file(MARKER) else {
            let empty = std::fs::read_dir(&path)?.next().is_none();
            return if empty { Ok(Self::default()) } else { Err(OutputRefused::NotOurs(path).into()) };
        };
        let text = io::read_to_string(marker.take(MAX_MARKER)).ok().filter(|_| size <= MAX_MARKER);
        let Some(manifest) = text.as_deref().and_then(Manifest::parse) else {
            return Err(OutputRefused::UnreadableMarker(path).into());
        };
        if let Some(foreign) = foreign_file(&folder, &manifest)? {
            return Err(OutputRefused::ForeignFile(path, foreign).into());
        }
        let mark = provenance::find(&path, manifest.text()).filter(|_| manifest.is_by(tool));
        Ok(Self { folder: Some(folder), manifest, mark })
    }

    /// Whether there is a site.
    pub(super) fn is_site(&self) -> bool {
        self.folder.is_some()
    }

    /// The marker's text.
    pub(super) fn text(&self) -> &str {
        self.manifest.text()
    }

    /// The files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.manifest.paths()
    }

    /// The file at a path if it was made from these inputs and is still what was made.
    pub(super) fn made_from(&self, path: &SitePath, inputs: &str) -> Option<&Line> {
        let line = self.manifest.line(path).filter(|line| self.mark.is_some() && line.inputs.as_deref() == Some(inputs))?;
        self.is_intact(line).then_some(line)
    }

    /// Whether the file at a path has these bytes.
    pub(super) fn has_content(&self, path: &SitePath, content: &str) -> bool {
        self.manifest.line(path).is_some_and(|line| line.content == content && self.is_intact(line))
    }

    /// Whether the file at a path has these bytes, whose digest is `content`. Comparing costs less than a second digest.
    pub(super) fn has_bytes(&self, path: &SitePath, content: &str, bytes: &[u8]) -> bool {
        let listed = self.manifest.line(path).is_some_and(|line| line.content == content);
        let Some(Ok((file, size))) = self.folder.as_ref().filter(|_| listed).map(|folder| folder.file(path.as_str())) else {
            return false;
        };
        let mut there = Vec::with_capacity(bytes.len() + 1);
        let read = file.take(bytes.len() as u64 + 1).read_to_end(&mut there);
        size == bytes.len() as u64 && read.is_ok() && there == bytes
    }

    /// A file was perhaps edited in place, or lost its bytes in a power cut: only the bytes themselves tell.
    fn is_intact(&self, line: &Line) -> bool {
        let Some(Ok((mut file, size))) = self.folder.as_ref().map(|folder| folder.file(line.path.as_str())) else {
            return false;
        };
        if size != line.size {
            return false;
        }
        let untouched = self.mark.and_then(|it| it.untouched_before);
        if let (Some(moment), Ok(about)) = (untouched, file.metadata())
            && provenance::status_changed(&about) < moment
        {
            return true;
        }
        pour(&mut file, &mut io::sink()).is_ok_and(|(content, _)| content == line.content)
    }

    /// All files of a folder, if the one at `facts` was made from `inputs`, and none was touched since.
    pub(super) fn folder_made_from(&self, folder: &str, facts: &SitePath, inputs: &str) -> Option<Vec<&Line>> {
        self.made_from(facts, inputs)?;
        let lines: Vec<&Line> = self.manifest.below(folder).collect();
        parallel::map(&lines, |line| self.is_intact(line)).into_iter().all(|it| it).then_some(lines)
    }

    /// All these pages, if each was made from the digest that it has and is still what was made.
    pub(super) fn made_all(&self, pages: &[KeptPage]) -> Option<Vec<&Line>> {
        parallel::map(pages, |it| self.made_from(&it.path, &it.digest.to_string())).into_iter().collect()
    }

    /// Files of a name, in whatever folder, whose inputs are known.
    pub(super) fn files_named(&self, name: &str) -> impl Iterator<Item = (&SitePath, &str)> {
        let named = self.manifest.lines().filter(move |it| {
            let path = it.path.as_str();
            path.ends_with(name) && path.rsplit('/').next() == Some(name)
        });
        named.filter_map(|it| Some((&it.path, it.inputs.as_deref()?)))
    }

    /// The text of a file.
    pub(super) fn read_text(&self, path: &SitePath) -> Option<String> {
        let (mut file, _) = self.folder.as_ref()?.file(path.as_str()).ok()?;
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// The folder.
    pub(super) fn folder(&self) -> Option<&Anchor> {
        self.folder.as_ref()
    }
}

/// The first file in the folder that the list lacks.
fn foreign_file(folder: &Anchor, manifest: &Manifest) -> anyhow::Result<Option<String>> {
    for entry in WalkDir::new(folder.path()).follow_links(false).min_depth(1).sort_by_file_name() {
        let entry = entry?;
        let inside = entry.path().strip_prefix(folder.path()).unwrap_or(entry.path());
        let name = inside.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/"));
        let listed = name.as_deref().is_some_and(|name| name == MARKER || manifest.lists(&SitePath::new(name)));
        let dropping = DROPPINGS.iter().any(|dropping| entry.file_name() == *dropping);
        if !entry.file_type().is_dir() && !listed && !dropping {
            return Ok(Some(inside.display().to_string()));
        }
    }
    Ok(None)
}
