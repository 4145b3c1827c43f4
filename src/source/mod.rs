//! Everything a build may know, as plain data gathered by `shell`.

mod edition;
mod history;
mod tagged;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{BlobId, Date, RepoPath};

pub use edition::{Edition, Editions, Kept, KeptPage, Standing, StandsAlready};
pub use history::{
    Annotation, Change, Commit, CommitIdx, Gap, History, Instant, NoHistory, Past, Revision, RevisionFacts, Scheme, SectionSum,
    Signatory, Signature, Signed, SshCertificate, Tag, Trailer, Verdict, anchor_words,
};
pub use tagged::{Tagged, TaggedState};

/// One file: the id of its bytes and their number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Git's id of the bytes.
    pub blob: BlobId,
    /// Size in bytes.
    pub size: u64,
}

/// The files of one edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// All files below the root, by path.
    pub files: BTreeMap<RepoPath, FileEntry>,
    /// What was met but not read, with the reason.
    pub skipped: BTreeMap<RepoPath, Skipped>,
}

/// Why a file has no entry in the snapshot's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// A symbolic link: what it leads to may lie outside the repository.
    SymbolicLink,
    /// A document or YAML file whose bytes are not UTF-8; the offset of the first wrong byte.
    NotUtf8(u64),
    /// A document or YAML file above the limit; the limit in bytes.
    TooLarge(u64),
    /// The file name is not UTF-8 or holds characters no path may hold.
    BadName,
    /// The operating system refused to read it.
    Unreadable,
}

/// The texts of documents and YAML files, every text once. Attachments are not in here.
#[derive(Clone, Debug, Default)]
pub struct Texts(pub BTreeMap<BlobId, Arc<str>>);

impl Texts {
    /// The text of a blob.
    pub fn get(&self, blob: &BlobId) -> Option<&Arc<str>> {
        self.0.get(blob)
    }
}

/// Who builds: name and version, printed in the footer and in machine formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolId {
    /// `clausebook`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// All inputs of one edition.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Which edition it is.
    pub edition: Edition,
    /// Documents, configuration, attachments and the user's theme.
    pub snapshot: Snapshot,
    /// Texts of the snapshot, built-in theme not included.
    pub texts: Texts,
    /// Git history, or why there is none.
    pub history: History,
    /// The day to judge on, unless the configuration pins one.
    pub today: Date,
    /// A day from the command line, which wins over the configuration.
    pub as_of: Option<Date>,
    /// The tool.
    pub tool: ToolId,
    /// Keys that somebody brings from elsewhere, which replace those that the repository lists.
    pub keys: Option<BroughtKeys>,
    /// Whether pages say of each block of a body where its text begins in the file: for those who write it.
    pub places: bool,
    /// If pages go into a copy that is read away from the site: the day it is made. Every page then says so.
    pub offline: Option<Date>,
}

/// Texts with keys that an auditor brings: in the format of git's `allowed_signers`, or OpenPGP keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BroughtKeys {
    /// Each text with the name it is told by.
    pub texts: Vec<(String, Arc<str>)>,
}

impl BroughtKeys {
    /// Names and texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), &**text))
    }
}

impl Inputs {
    /// The text at a path.
    pub fn text(&self, path: &RepoPath) -> Option<&Arc<str>> {
        self.texts.get(&self.snapshot.files.get(path)?.blob)
    }
}
