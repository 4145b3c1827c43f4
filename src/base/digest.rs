//! Digests: SHA-256 for content, git's blob id for files.

use std::fmt;

use sha2::Digest as _;

use super::BlobId;

/// A SHA-256 sum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The sum of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// A sum that was made before.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The first `n` hexadecimal digits.
    pub fn short(&self, n: usize) -> String {
        self.to_string().chars().take(n).collect()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The id git gives a file with these bytes in a SHA-1 repository, so that an unedited file of the working tree has the
/// id of its committed text. See gitformat: `blob SIZE\0BYTES`.
pub fn blob_id(bytes: &[u8]) -> BlobId {
    let mut sum = sha1::Sha1::new();
    sha1::Digest::update(&mut sum, format!("blob {}\0", bytes.len()));
    sha1::Digest::update(&mut sum, bytes);
    BlobId::new(hex(&sha1::Digest::finalize(sum)))
}

/// The same in a SHA-256 repository.
pub fn blob_id_sha256(bytes: &[u8]) -> BlobId {
    let mut sum = sha2::Sha256::new();
    sum.update(format!("blob {}\0", bytes.len()));
    sum.update(bytes);
    BlobId::new(hex(&sum.finalize()))
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blob_id_is_gits() {
        // printf 'hello\n' | git hash-object --stdin
        assert_eq!(blob_id(b"hello\n").as_str(), "ce013625030ba8dba906f756967f9e9ca394464a");
        // The same within `git init --object-format=sha256`.
        assert_eq!(blob_id_sha256(b"hello\n").as_str(), "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4");
    }
}
