//! What was found out about commits, kept below the git folder for the next run. Commits never change, so it can only be missing, not old.
//!
//! A file of another format, version, repository or folder, or one that is damaged, counts as none. It is written beside its
//! place and renamed, so readers and other writers see a whole one. Where nothing can be written, there is no cache, and
//! that is all. What another user of the machine wrote is not believed. Whoever hands on a git folder hands on the cache in it:
//! `--no-cache` leaves it alone, and proofs for others are made without (`Gather::cache`).

mod bytes;
mod decode;
mod encode;
mod facts;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use git2::Oid;

pub(super) use facts::{Ordered, joined};

use super::examine::Examined;
use super::graph::{Graph, Node};
use super::mailmap::Mailmap;
use crate::base::{BlobId, Digest};
use crate::source::{Instant, RevisionFacts};

/// Changes whenever the format does, or what is found out about a commit.
const FORMAT: &str = "clausebook history 2";
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
    /// Bytes of an id.
    id_len: usize,
    /// Of the commits.
    history: Place,
    /// Of the facts of past texts.
    facts: Place,
}

/// One file.
struct Place {
    name: String,
    /// Its first line: all that it depends on.
    head: String,
}

impl Cache {
    /// Where it lies, whether it is there or not. `probe` stands for the way in which facts are found.
    pub(super) fn new(common: &Path, folder: &str, sha256: bool, probe: &str) -> Self {
        let version = format!("{FORMAT} {} sha256={sha256}", env!("CARGO_PKG_VERSION"));
        let name = format!("history-{}", Digest::of(folder.as_bytes()).short(16));
        Self {
            folder: common.join("clausebook"),
            id_len: if sha256 { 32 } else { 20 },
            history: Place { name, head: format!("{version} {folder:?}\n") },
            facts: Place { name: String::from("facts"), head: format!("{version} {}\n", Digest::of(probe.as_bytes())) },
        }
    }

    /// Reads the commits; what is not wholly right is nothing.
    pub(super) fn load(&self, mailmap: &Mailmap) -> Known {
        let bytes = self.read(&self.history);
        bytes.and_then(|it| decode::known(body(&it, &self.history)?, self.id_len, mailmap)).unwrap_or_default()
    }

    /// Reads the facts of past texts.
    pub(super) fn load_facts(&self) -> Ordered {
        let bytes = self.read(&self.facts);
        bytes.and_then(|it| facts::read(body(&it, &self.facts)?, self.id_len)).unwrap_or_default()
    }

    /// Writes the commits, if that is worth it: `known` is how many of them were there.
    pub(super) fn save(&self, graph: &Graph, examined: &[Option<Box<Examined>>], keys: &str, known: usize) {
        let is_whole = !graph.nodes.iter().any(|it| it.is_cut);
        if is_whole && is_worth_it(graph.nodes.len(), known) {
            self.write(&self.history, |out| encode::known(out, graph, examined, keys));
        }
    }

    /// Writes facts, if that is worth it: `known` is how many of them were there. `order` are their texts, those that are alike together, and
    /// others whose facts are not known; some more than once.
    pub(super) fn save_facts(&self, order: &[&BlobId], facts: &BTreeMap<BlobId, RevisionFacts>, known: usize) {
        if !is_worth_it(facts.len(), known) {
            return;
        }
        let mut met = BTreeSet::new();
        let texts = order.iter().filter(|it| met.insert(**it));
        let texts: Vec<(&BlobId, &RevisionFacts)> = texts.filter_map(|it| facts.get_key_value(*it)).collect();
        self.write(&self.facts, |out| facts::write(out, &texts));
    }

    fn read(&self, place: &Place) -> Option<Vec<u8>> {
        let path = self.folder.join(&place.name);
        let about = fs::symlink_metadata(&path).ok()?;
        if !about.is_file() || about.len() > MAX_FILE || !is_own(&about) {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).ok()?);
        fs::File::open(&path).ok()?.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// No cache is no mistake.
    fn write(&self, place: &Place, fill: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = place.head.clone().into_bytes();
        fill(&mut bytes);
        let sum = Digest::of(&bytes).to_string();
        bytes.extend_from_slice(sum.as_bytes());
        self.put(&place.name, &bytes).unwrap_or_default();
    }

    fn put(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        if fs::symlink_metadata(&self.folder).is_err() {
            fs::create_dir(&self.folder)?;
        }
        // A link could lead anywhere.
        if !fs::symlink_metadata(&self.folder)?.is_dir() {
            return Ok(());
        }
        let beside = self.folder.join(format!("{name}.{}", std::process::id()));
        // What a killed process with this number left behind.
        fs::remove_file(&beside).unwrap_or_default();
        let mut file = fs::File::create_new(&beside)?;
        let written = file.write_all(bytes).and_then(|()| fs::rename(&beside, self.folder.join(name)));
        if written.is_err() {
            fs::remove_file(&beside)?;
        }
        written
    }
}

/// Whether whoever runs this wrote a file. What another user wrote is not believed: it says what signatures are worth.
#[cfg(unix)]
fn is_own(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    about.uid() == rustix::process::geteuid().as_raw()
}

/// Elsewhere git itself refuses repositories of other users.
#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

fn is_worth_it(all: usize, known: usize) -> bool {
    let new = all.saturating_sub(known);
    new >= WORTH_WRITING || (known == 0 && new > 0)
}

/// What lies between the first line and the sum, if both are right.
fn body<'a>(bytes: &'a [u8], place: &Place) -> Option<&'a [u8]> {
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(SUM)?)?;
    let is_whole = Digest::of(body).to_string().as_bytes() == sum;
    body.strip_prefix(place.head.as_bytes()).filter(|_| is_whole)
}

/// Length of the sum at the end.
const SUM: usize = 64;
