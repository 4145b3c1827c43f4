//! The files of a site before they are made: where each goes, what it depends on, and how to make it.
//!
//! Whoever delivers the site decides which of them to make, when, and on how many cores: the writer makes what changed, a
//! preview what is asked for. Making a file is a pure function, so it does not matter who does it or how often.

use std::fmt;
use std::sync::Arc;

use super::key;
use crate::base::{BlobId, Digest, RepoPath, SitePath};
use crate::source::KeptPage;

/// What a file of the site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, but make the file again in the next build even if nothing changed: making it has something to report.
    Provisional(Vec<u8>),
    /// A copy of an attachment of the working tree, which the core never loads.
    File(RepoPath),
    /// The same of one that is committed, by git's id of its bytes.
    Blob(BlobId),
}

/// Reads the bytes of a past text by git's id of them; nothing if they are not there. Whoever delivers a site brings one: the core does not hold
/// texts of the past.
pub type ReadBlob<'a> = dyn Fn(&BlobId) -> Option<Vec<u8>> + 'a;

/// Works out a file's digest.
pub type Sum = Arc<dyn Fn() -> Digest + Send + Sync>;

/// Makes a file's content.
type Make = Arc<dyn Fn(&ReadBlob<'_>) -> Content + Send + Sync>;

/// A file of the site that can be made.
#[derive(Clone)]
pub struct SiteFile {
    /// Where it goes. Two files of a site never share an address, nor one that differs only in case.
    pub path: SitePath,
    /// Digest of everything its bytes depend on, the tool itself left out: a file whose digest is the same as in the last build
    /// by the same version need not be made. `None` if that is not known; always so for attachments. Worked out when it is asked for.
    pub digest: Option<Sum>,
    make: Make,
}

impl SiteFile {
    /// A page or another file whose bytes are made.
    pub fn made(path: SitePath, digest: Option<Sum>, make: impl Fn() -> Content + Send + Sync + 'static) -> Self {
        Self::made_of_texts(path, digest, move |_| make())
    }

    /// The same of one that is made from texts of the past.
    pub fn made_of_texts(
        path: SitePath,
        digest: Option<Sum>,
        make: impl Fn(&ReadBlob<'_>) -> Content + Send + Sync + 'static,
    ) -> Self {
        Self { path, digest, make: Arc::new(make) }
    }

    /// Makes it.
    pub fn make(&self, read: &ReadBlob<'_>) -> Content {
        (self.make)(read)
    }

    /// The digest, worked out.
    pub fn sum(&self) -> Option<Digest> {
        self.digest.as_ref().map(|it| it())
    }

    /// A copy of an attachment.
    pub fn copy(path: SitePath, from: Content) -> Self {
        Self { path, digest: None, make: Arc::new(move |_| from.clone()) }
    }
}

/// A site that stands already, as whoever is to write the next one finds it.
pub trait StandingFiles {
    /// The file of facts of a folder that was made from the same inputs, if nobody touched a file in it since.
    fn facts(&self, folder: &KeptFolder) -> Option<String>;
    /// Files of this name in whatever folder, each with the digest of what it was made from.
    fn files_named(&self, name: &str) -> Vec<(SitePath, String)>;
    /// Whether nobody touched these files since they were made.
    fn are_untouched(&self, pages: &[KeptPage]) -> bool;
}

/// What of a site is not made because it stands there already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptParts {
    /// Folders.
    pub folders: Vec<KeptFolder>,
    /// Single pages.
    pub pages: Vec<KeptPage>,
}

/// A folder of a site whose files are not made because they stand there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFolder {
    /// The folder, with `/` at its end.
    pub folder: String,
    /// Digest of all that its files depend on, as the file of facts in it was made from.
    pub digest: Digest,
}

impl KeptFolder {
    /// Of an edition, by the digest of its inputs.
    pub(super) fn new(folder: String, edition: Digest) -> Self {
        let digest = key::file(edition, Self::facts(&folder).as_str());
        Self { folder, digest }
    }

    /// The file in the folder that names the edition and says what else the site has to know of it.
    pub fn facts(folder: &str) -> SitePath {
        SitePath::new(&format!("{folder}edition.json"))
    }
}

impl fmt::Debug for SiteFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteFile").field("path", &self.path).field("has_digest", &self.digest.is_some()).finish_non_exhaustive()
    }
}
