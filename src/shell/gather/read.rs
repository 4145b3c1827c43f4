//! Reads one file: documents, settings, theme texts and drawings as text, everything else by its size.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::{BlobId, RepoPath, blob_id, blob_id_sha256};
use crate::config;
use crate::model;
use crate::shell::anchor::{Anchor, NotOpened};
use crate::signature;
use crate::source::{FileEntry, Skipped};

/// Most a YAML file or a file of keys may hold, whatever the settings say, as they are such a file themselves.
const MAX_YAML: u64 = 1 << 20;
/// Up to this size the id of an attachment is that of its bytes.
const MAX_HASHED: u64 = 1 << 20;
/// Most that all texts may hold together.
pub(super) const MAX_TEXTS: u64 = 1 << 30;

/// Limits in force, and what is used up of the one for all texts.
#[derive(Debug)]
pub(super) struct Limits {
    each: config::Limits,
    sha256: bool,
    read: AtomicU64,
}

impl Limits {
    /// With nothing read so far. Ids are made as in a SHA-256 repository if `sha256` says so.
    pub(super) fn new(each: config::Limits, sha256: bool) -> Self {
        Self { each, sha256, read: AtomicU64::new(0) }
    }

    /// What decides what is read, apart from what was read so far.
    pub(super) fn key(&self) -> (config::Limits, bool) {
        (self.each, self.sha256)
    }

    /// Git's id of bytes.
    pub(super) fn id(&self, bytes: &[u8]) -> BlobId {
        if self.sha256 { blob_id_sha256(bytes) } else { blob_id(bytes) }
    }

    /// Largest document, in bytes.
    pub(super) fn document(&self) -> usize {
        usize::try_from(self.each.file_size).unwrap_or(usize::MAX)
    }

    /// Whether there was more text than is allowed; then not all was read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.read.load(Ordering::Relaxed) > MAX_TEXTS
    }

    /// Largest file that may be at a path, in bytes.
    pub(super) fn of(&self, path: &RepoPath) -> u64 {
        let text = is_text(path);
        match path.extension().as_str() {
            "yml" | "yaml" | "asc" | "pub" | "" if text => MAX_YAML,
            _ if text => self.each.file_size,
            _ => self.each.attachment_size,
        }
    }

    /// Largest text of whatever kind, in bytes.
    pub(super) fn largest(&self) -> usize {
        self.document().max(usize::try_from(MAX_YAML).unwrap_or(usize::MAX))
    }

    /// Counts texts that are to be read; not if there are too many.
    pub(super) fn take(&self, size: u64) -> bool {
        self.read.fetch_add(size, Ordering::Relaxed) <= MAX_TEXTS.saturating_sub(size)
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// Its id and size.
    pub(super) entry: FileEntry,
    /// Its text; none for an attachment.
    pub(super) text: Option<Arc<str>>,
    /// Commits that the text names as anchors.
    pub(super) anchors: Arc<[String]>,
}

impl Read {
    fn attachment(entry: FileEntry) -> Self {
        Self { entry, text: None, anchors: Arc::default() }
    }
}

/// Reads a file.
pub(super) fn read(anchor: &Anchor, path: &RepoPath, limits: &Limits) -> Result<Read, Skipped> {
    let (mut file, size) = anchor.file(path.as_str()).map_err(|why| match why {
        NotOpened::Link => Skipped::SymbolicLink,
        NotOpened::NotAFile | NotOpened::Refused(_) => Skipped::Unreadable,
    })?;
    let text = is_text(path);
    let limit = limits.of(path);
    if size > limit {
        return Err(Skipped::TooLarge(limit));
    }
    if !text && size > MAX_HASHED {
        return Ok(Read::attachment(FileEntry { blob: limits.id(unread(path, size).as_bytes()), size }));
    }
    if text && !limits.take(size) {
        return Err(Skipped::TooLarge(MAX_TEXTS));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    // The file may grow while it is read.
    file.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(|_| Skipped::Unreadable)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(Skipped::TooLarge(limit));
    }
    let entry = FileEntry { blob: limits.id(&bytes), size };
    if !text {
        return Ok(Read::attachment(entry));
    }
    let text = String::from_utf8(bytes).map_err(|error| Skipped::NotUtf8(error.utf8_error().valid_up_to() as u64))?;
    let anchors = model::anchored_commits(&text).into();
    Ok(Read { entry, text: Some(text.into()), anchors })
}

/// What the id of an attachment too big to be worth reading is made of. It stays the same when the bytes change and the size does
/// not, so nothing may take it for the content: the writer compares the bytes themselves.
fn unread(path: &RepoPath, size: u64) -> String {
    format!("unread {size} {path}")
}

/// Whether the core looks into a file. Other YAML files than the settings are attachments.
pub(super) fn is_text(path: &RepoPath) -> bool {
    let extension = path.extension();
    let extension = extension.as_str();
    let theme = path.as_str().starts_with("theme/");
    // Public keys. What else lies there stays unread, a secret key in a file of its own, too.
    if path.as_str() == signature::ALLOWED_SIGNERS || (config::is_key_file(path) && matches!(extension, "asc" | "pub")) {
        return true;
    }
    match extension {
        "md" | "svg" => true,
        "yml" | "yaml" => {
            theme
                || path.folder() == "frameworks"
                || [config::MAIN, config::PEOPLE, config::GLOSSARY, config::VALUES].contains(&path.as_str())
        }
        _ => theme && matches!(extension, "html" | "css" | "js" | "mjs" | "json" | "txt" | "xml" | "webmanifest"),
    }
}
