//! Bytes of attachments, wherever they are.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;

use crate::base::RepoPath;
use crate::pipeline::site::Content;
use crate::shell::anchor::{Anchor, NotOpened};
use crate::shell::git::Blobs;

/// Reads attachments of the SMS in a folder: from there or from its repository.
///
/// # Errors
/// What the file system or the repository refused.
pub fn read_attachments(root: &Path, wanted: Vec<(RepoPath, Content)>) -> anyhow::Result<BTreeMap<RepoPath, Vec<u8>>> {
    let anchor = Anchor::open(root).with_context(|| format!("the folder `{}` cannot be opened", root.display()))?;
    let blobs = Blobs::of(anchor.path());
    let mut read = BTreeMap::new();
    for (path, content) in wanted {
        let bytes = match content {
            Content::Bytes(bytes) | Content::Provisional(bytes) => bytes,
            Content::File(from) => {
                let (mut file, _) =
                    anchor.file(from.as_str()).map_err(NotOpened::into_io).with_context(|| format!("`{from}` cannot be read"))?;
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                bytes
            }
            Content::Blob(blob) => blobs.read(&blob).with_context(|| format!("`{path}` with id {blob} cannot be read"))?,
        };
        read.insert(path, bytes);
    }
    Ok(read)
}
