//! The files of a commit, listed and read from the object database, without a checkout.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use git2::{ObjectFormat, Oid, Repository};

use super::objects::Objects;
use super::open::Opened;
use super::packs::Store;
use super::past::files_of;
use super::tree::{Kind, Leaf};
use super::{commit, texts};
use crate::base::{BlobId, RepoPath};
use crate::pipeline::parallel;
use crate::source::Instant;

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) struct Listed {
    pub(in crate::shell) path: RepoPath,
    pub(in crate::shell) blob: BlobId,
    /// A symbolic link, whatever it leads to.
    pub(in crate::shell) is_link: bool,
}

/// Files in a stretch at least, as each stretch costs opening the repository.
const STRETCH: usize = 512;
/// Largest attachment that settings can allow, in bytes.
const MAX_BLOB: usize = 1 << 30;

/// The files of the SMS in the commit that is opened, and when that commit was made. Submodules hold none.
pub(in crate::shell) fn list(opened: &Opened) -> anyhow::Result<(Vec<Listed>, Instant)> {
    let objects = Objects::new(&opened.repository)?;
    let read = || {
        let links = commit::links(&objects, opened.head, &objects.commit(opened.head)?)?;
        Ok((files_of(&objects, links.tree, &opened.folder)?, links.at))
    };
    let (files, at) = read().map_err(|error: super::objects::NotRead| anyhow::anyhow!(error.reason()))?;
    let listed = |(path, leaf): (RepoPath, Leaf)| {
        let is_link = leaf.kind == Kind::Link;
        (is_link || leaf.is_file()).then(|| Listed { path, blob: BlobId::new(leaf.id.to_string()), is_link })
    };
    Ok((files.into_iter().filter_map(listed).collect(), at))
}

/// How many bytes each blob has; a blob that is missing or damaged is left out.
pub(in crate::shell) fn sizes(opened: &Opened, blobs: &[&BlobId]) -> BTreeMap<BlobId, u64> {
    let place = opened.place();
    let stretches: Vec<&[&BlobId]> = blobs.chunks(STRETCH).collect();
    let found = parallel::map(&stretches, |blobs| {
        let Ok(repository) = Repository::open(&place) else { return Vec::new() };
        let Ok(objects) = Objects::new(&repository) else { return Vec::new() };
        let size = |blob: &&BlobId| {
            let id = Oid::from_str_ext(blob.as_str(), repository.object_format()).ok()?;
            Some(((*blob).clone(), objects.size(id).ok()? as u64))
        };
        blobs.iter().filter_map(size).collect()
    });
    found.into_iter().flatten().collect()
}

/// The bytes of blobs that are texts, up to a limit. A blob that is missing or damaged is left out.
pub(in crate::shell) fn bytes(opened: &Opened, blobs: &[BlobId], limit: usize) -> anyhow::Result<BTreeMap<BlobId, Vec<u8>>> {
    Ok(texts::map_bytes(&Store::without_packs(opened.place()), blobs, limit, &|bytes, _| bytes.to_vec())?.found)
}

/// Reads whole blobs, from whatever thread.
#[derive(Debug)]
pub(in crate::shell) struct Blobs {
    place: PathBuf,
    /// Opened when it is first needed: most sites have no attachments of the past.
    repository: Mutex<Option<Opening>>,
}

struct Opening(Repository);

impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Opening").field(&self.0.path()).finish()
    }
}

impl Blobs {
    /// Of the repository that holds a folder.
    pub(in crate::shell) fn of(root: &Path) -> Self {
        Self { place: root.to_owned(), repository: Mutex::default() }
    }

    /// All bytes of a blob.
    ///
    /// # Errors
    /// No repository, or a blob that is missing or damaged.
    pub(in crate::shell) fn read(&self, blob: &BlobId) -> anyhow::Result<Vec<u8>> {
        let mut held = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
        let repository = match held.take() {
            Some(it) => it.0,
            None => {
                let root = self.place.canonicalize()?;
                super::open(&root).map_err(|why| anyhow::anyhow!("its repository cannot be read: {why:?}"))?.repository
            }
        };
        let read = read_blob(&repository, repository.object_format(), blob);
        *held = Some(Opening(repository));
        read
    }
}

fn read_blob(repository: &Repository, format: ObjectFormat, blob: &BlobId) -> anyhow::Result<Vec<u8>> {
    let id = Oid::from_str_ext(blob.as_str(), format)?;
    let read = Objects::new(repository)?.blob(id, MAX_BLOB).map_err(|error| anyhow::anyhow!(error.reason()))?;
    read.map(|it| it.to_vec()).with_context(|| format!("object {id} is larger than {MAX_BLOB} bytes"))
}
