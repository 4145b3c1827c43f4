//! What was found out about commits, kept below the git folder for the next run. Commits never change, so it can only be missing, not old.
//!
//! A file of another format, version, repository or folder, or one that is damaged, counts as none. It is written beside its
//! place and renamed, so readers and other writers see a whole one. Where nothing can be written, there is no cache, and
//! that is all. Whoever hands on a git folder hands on the cache in it: proofs for others are made without (`Gather::cache`).

mod decode;
mod encode;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use git2::Oid;

use super::examine::Examined;
use super::graph::{Graph, Node};
use super::mailmap::Mailmap;
use crate::base::Digest;
use crate::source::Instant;

/// Changes whenever the format does, or what is found out about a commit.
const FORMAT: &str = "clausebook history 1";
/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 512 << 20;
/// So many commits are found out anew rather than writing all again.
const WORTH_WRITING: usize = 64;

/// What the cache holds of one repository and folder.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Commits with all that is below them: children before parents.
    pub(super) nodes: Vec<KnownNode>,
    /// Their places by id.
    by_id: Vec<Node>,
    /// Stands for the keys that signatures were checked with.
    pub(super) keys: String,
    /// What each did, if it is of interest.
    pub(super) examined: Vec<Option<Box<Examined>>>,
}

/// A commit of the cache.
#[derive(Clone, Debug)]
pub(super) struct KnownNode {
    pub(super) id: Oid,
    pub(super) tree: Oid,
    pub(super) at: Instant,
    pub(super) parents: Vec<Node>,
}

impl Known {
    /// The place of a commit.
    pub(super) fn find(&self, id: Oid) -> Option<Node> {
        let at = self.by_id.binary_search_by(|node| self.nodes[*node as usize].id.as_bytes().cmp(id.as_bytes())).ok()?;
        Some(self.by_id[at])
    }
}

/// The cache of one repository and folder.
pub(super) struct Cache {
    folder: PathBuf,
    name: String,
    /// First line of the file: all it depends on.
    head: String,
    /// Bytes of an id.
    id_len: usize,
}

impl Cache {
    /// Where it lies, whether it is there or not.
    pub(super) fn new(common: &Path, folder: &str, sha256: bool) -> Self {
        let name = format!("history-{}", Digest::of(folder.as_bytes()).short(16));
        let head = format!("{FORMAT} {} sha256={sha256} {folder:?}\n", env!("CARGO_PKG_VERSION"));
        Self { folder: common.join("clausebook"), name, head, id_len: if sha256 { 32 } else { 20 } }
    }

    /// Reads it; what is not wholly right is nothing.
    pub(super) fn load(&self, mailmap: &Mailmap) -> Known {
        self.try_load(mailmap).unwrap_or_default()
    }

    fn try_load(&self, mailmap: &Mailmap) -> Option<Known> {
        let path = self.folder.join(&self.name);
        let about = fs::symlink_metadata(&path).ok().filter(|it| it.is_file() && it.len() <= MAX_FILE)?;
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).ok()?);
        fs::File::open(&path).ok()?.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
        let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(SUM)?)?;
        if Digest::of(body).to_string().as_bytes() != sum {
            return None;
        }
        decode::known(body.strip_prefix(self.head.as_bytes())?, self.id_len, mailmap)
    }

    /// Writes it, if that is worth it: `known` is how many of the commits were in it.
    pub(super) fn save(&self, graph: &Graph, examined: &[Option<Box<Examined>>], keys: &str, known: usize) {
        let new = graph.nodes.len().saturating_sub(known);
        if new >= WORTH_WRITING || (known == 0 && new > 0) {
            // No cache is no mistake.
            self.try_save(graph, examined, keys).unwrap_or_default();
        }
    }

    fn try_save(&self, graph: &Graph, examined: &[Option<Box<Examined>>], keys: &str) -> std::io::Result<()> {
        let mut bytes = self.head.clone().into_bytes();
        encode::known(&mut bytes, graph, examined, keys);
        let sum = Digest::of(&bytes).to_string();
        bytes.extend_from_slice(sum.as_bytes());
        if fs::symlink_metadata(&self.folder).is_err() {
            fs::create_dir(&self.folder)?;
        }
        // A link could lead anywhere.
        if !fs::symlink_metadata(&self.folder)?.is_dir() {
            return Ok(());
        }
        let beside = self.folder.join(format!("{}.{}", self.name, std::process::id()));
        let mut file = fs::File::create_new(&beside)?;
        let written = file.write_all(&bytes).and_then(|()| fs::rename(&beside, self.folder.join(&self.name)));
        if written.is_err() {
            fs::remove_file(&beside)?;
        }
        written
    }
}

/// Length of the sum at the end.
const SUM: usize = 64;
