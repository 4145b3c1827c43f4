//! Reads one file: documents, settings, theme texts and drawings as text, everything else by its size.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::{BlobId, RepoPath, blob_id};
use crate::config;
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
    read: AtomicU64,
}

impl Limits {
    /// With nothing read so far.
    pub(super) fn new(each: config::Limits) -> Self {
        Self { each, read: AtomicU64::new(0) }
    }

    /// Whether there was more text than is allowed; then not all was read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.read.load(Ordering::Relaxed) > MAX_TEXTS
    }

    fn take(&self, size: u64) -> bool {
        self.read.fetch_add(size, Ordering::Relaxed) <= MAX_TEXTS.saturating_sub(size)
    }
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct Read {
    /// Its id and size.
    pub(super) entry: FileEntry,
    /// Its text; none for an attachment.
    pub(super) text: Option<Arc<str>>,
}

/// Reads a file.
pub(super) fn read(anchor: &Anchor, path: &RepoPath, limits: &Limits) -> Result<Read, Skipped> {
    let (mut file, size) = anchor.file(path.as_str()).map_err(|why| match why {
        NotOpened::Link => Skipped::SymbolicLink,
        NotOpened::NotAFile | NotOpened::Refused(_) => Skipped::Unreadable,
    })?;
    let text = is_text(path);
    let limit = match path.extension().as_str() {
        "yml" | "yaml" | "asc" | "pub" | "" if text => MAX_YAML,
        _ if text => limits.each.file_size,
        _ => limits.each.attachment_size,
    };
    if size > limit {
        return Err(Skipped::TooLarge(limit));
    }
    if !text && size > MAX_HASHED {
        return Ok(Read { entry: FileEntry { blob: unread_id(path, size), size }, text: None });
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
    let entry = FileEntry { blob: blob_id(&bytes), size };
    if !text {
        return Ok(Read { entry, text: None });
    }
    let text = String::from_utf8(bytes).map_err(|error| Skipped::NotUtf8(error.utf8_error().valid_up_to() as u64))?;
    Ok(Read { entry, text: Some(text.into()) })
}

/// The id of an attachment too big to be worth reading. It stays the same when the bytes change and the size does not, so
/// nothing may take it for the content: the writer compares the bytes themselves.
fn unread_id(path: &RepoPath, size: u64) -> BlobId {
    blob_id(format!("unread {size} {path}").as_bytes())
}

/// Whether the core looks into a file. Other YAML files than the settings are attachments.
fn is_text(path: &RepoPath) -> bool {
    let extension = path.extension();
    let extension = extension.as_str();
    let theme = path.as_str().starts_with("theme/");
    // Public keys. What else lies there stays unread, a secret key in a file of its own, too.
    if path.as_str() == signature::ALLOWED_SIGNERS || (path.as_str().starts_with("keys/") && matches!(extension, "asc" | "pub")) {
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
