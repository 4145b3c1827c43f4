//! An image that is part of a page.

use base64ct::{Base64, Encoding as _};

/// Kinds of images by the ending of their file. Nothing else is shown as an image of a page.
const KINDS: [(&str, &str); 7] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
];

/// The address of an image that holds the image itself. No other address can be made with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture(String);

impl Picture {
    /// From the bytes of a file; nothing if the ending of its name is none of an image.
    pub fn new(file_name: &str, bytes: &[u8]) -> Option<Self> {
        let (_, ending) = file_name.rsplit_once('.')?;
        let (_, kind) = KINDS.iter().find(|it| ending.eq_ignore_ascii_case(it.0))?;
        Some(Self(format!("data:{kind};base64,{}", Base64::encode_string(bytes))))
    }

    /// The address, of characters that need no escaping.
    pub(super) fn address(&self) -> &str {
        &self.0
    }
}
