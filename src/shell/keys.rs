//! Keys that somebody brings in a file of their own, outside of the SMS.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::signature::MAX_KEYS;
use crate::source::BroughtKeys;

/// Reads a file with keys.
///
/// # Errors
/// A file that cannot be read, holds no text, or is larger than any list of keys.
pub fn brought_keys(file: &Path) -> anyhow::Result<BroughtKeys> {
    let name = file.display().to_string();
    let cannot = || format!("the keys in `{name}` cannot be read");
    let most = MAX_KEYS as u64 + 1;
    let mut bytes = Vec::new();
    File::open(file).and_then(|it| it.take(most).read_to_end(&mut bytes)).with_context(cannot)?;
    anyhow::ensure!(bytes.len() <= MAX_KEYS, "`{name}` is larger than {MAX_KEYS} bytes, and so no list of keys");
    let text = String::from_utf8(bytes).with_context(cannot)?;
    Ok(BroughtKeys { texts: vec![(name, Arc::from(text))] })
}
