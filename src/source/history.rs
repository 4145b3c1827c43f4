//! Git history as plain facts: who committed what and when, how it landed, what the signatures say. No judgement.
//!
//! Names, addresses and times are what the commits carry, which is whatever their authors typed. `handbook::document_control`
//! decides what they are worth.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::base::{BlobId, CommitId, Date, Digest, DocId, RepoPath};

/// What is known of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum History {
    /// Nothing, and why: every date and approval that only history can show is withheld.
    Unknown(NoHistory),
    /// The commits reachable from the built revision.
    Known(Arc<Past>),
}

/// Why nothing is known of the past.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoHistory {
    /// The command was told to leave git alone.
    Off,
    /// The folder lies in no repository.
    NoRepository,
    /// The repository has no commit yet.
    Unborn,
    /// The folder lies in a repository of which no commit holds it.
    NotCommitted,
    /// The repository belongs to another user, and git's `safe.directory` does not name it. Holds the folder to name.
    ForeignOwner(String),
    /// The repository uses something that cannot be read here, such as reftable references. Holds git's word for it.
    Unsupported(String),
    /// The repository is damaged or cannot be read. Holds the reason.
    Unreadable(String),
}

/// A place in `Past::commits`.
pub type CommitIdx = usize;

/// The commits reachable from the built revision, as far as they concern the SMS, and what they did to its files.
///
/// Paths are relative to the folder of the SMS, also where that is a folder of a larger repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The commit the working tree stands on.
    pub head: CommitId,
    /// The branch it stands on, if any: `main`.
    pub branch: Option<String>,
    /// Where it stands on none, as continuous integration checks out: branches of remotes, without the remote's name, on whose
    /// first-parent line it lies, so that what landed here landed there.
    pub published_on: Vec<String>,
    /// Whether the ids are those of a SHA-256 repository.
    pub sha256: bool,
    /// The folder of the SMS within the repository; empty for the whole repository.
    pub folder: String,
    /// Commits that changed a file of the SMS, carry a trailer of document control, landed such a commit, or are named by a
    /// tag or an `Anchor:` trailer. Children stand before their parents; among equals the later committer date first.
    pub commits: Vec<Commit>,
    /// How many commits are reachable in all.
    pub n_reachable: usize,
    /// What every path went through, the latest first. Holds each path of the SMS that any commit ever had, and for each the
    /// commits that `git log -- <path>` lists.
    pub files: BTreeMap<RepoPath, Vec<Revision>>,
    /// The files of the SMS at `head`.
    pub head_files: BTreeMap<RepoPath, BlobId>,
    /// What the texts of past revisions said, as far as they were read. A blob that is missing here was not read or is
    /// not there (see `gaps`): what depends on it is not known.
    pub facts: BTreeMap<BlobId, RevisionFacts>,
    /// Texts of `people.yml`, `clausebook.yml` and of all files below `keys/` through history, by blob.
    pub authority_texts: BTreeMap<BlobId, Arc<str>>,
    /// Tags that lead to reachable commits, by name.
    pub tags: Vec<Tag>,
    /// Tags that lead to other commits, such as those of a branch that was rewritten since, by name.
    pub stray_tags: Vec<Tag>,
    /// Where the history is shorter than, or different from, the true one.
    pub gaps: Vec<Gap>,
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: CommitId,
    /// Ids of its parents.
    pub parents: Vec<CommitId>,
    /// Who wrote it, by the commit's own word.
    pub author: Signatory,
    /// Who made the commit, by its own word.
    pub committer: Signatory,
    /// First line of the message.
    pub subject: String,
    /// Trailers by git's own rules (git-interpret-trailers), in their order.
    pub trailers: Vec<Trailer>,
    /// The signature.
    pub signature: Signature,
    /// Lies on the first-parent line of the built branch.
    pub on_mainline: bool,
    /// The first-parent commit that brought it to the branch; itself for a commit on that line. `None` if that commit
    /// is not known.
    pub landing: Option<CommitIdx>,
    /// The nearest commit of this list along first parents: what lies between changed nothing of the SMS, so that a file that
    /// this commit did not change is as it was there. `None` if there is none, or it is not known.
    pub before: Option<CommitIdx>,
    /// Committer time of the latest of its parents.
    pub parents_at: Option<Instant>,
    /// Paths it changed, ordered, against its first parent; a root commit against nothing.
    pub changes: Vec<Change>,
}

/// A name, an address and a time, as a commit or tag carries them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// Name as written.
    pub name: Arc<str>,
    /// Address as written.
    pub email: Arc<str>,
    /// Name by the repository's mailmap. For display only: it gives no authority.
    pub display: Arc<str>,
    /// When, by its own word.
    pub at: Instant,
}

/// A moment, with the offset it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Offset from UTC in minutes.
    pub offset: i32,
}

impl Instant {
    /// The civil day at its own offset; `None` for a moment outside the years 1 to 9999.
    pub fn date(self) -> Option<Date> {
        let local = self.seconds.checked_add(i64::from(self.offset) * 60)?;
        let days = i32::try_from(local.div_euclid(86_400)).ok()?;
        let (epoch, first, last) = (Date::new(1970, 1, 1)?, Date::new(1, 1, 1)?, Date::new(9999, 12, 31)?);
        (first.days_since(epoch)..=last.days_since(epoch)).contains(&days).then(|| epoch.plus_days(days))
    }
}

/// `Approved-by: Ana Prior <ana@example.org>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// Left of the colon, as written.
    pub key: Arc<str>,
    /// Right of it, without blanks at the ends.
    pub value: Arc<str>,
}

impl Trailer {
    /// Commit and register sum that an `Anchor: COMMIT [REGISTER]` trailer notes, in lower case: an id of at least seven digits, and a
    /// sum of 64 if there is one after it. `None` for another trailer, or one without an id.
    pub fn anchor(&self) -> Option<(String, Option<String>)> {
        if self.key.eq_ignore_ascii_case("Anchor") { anchor_words(&self.value) } else { None }
    }
}

/// Commit and register sum among the words of a note: an id of at least seven digits, and a sum of 64 if there is one after it.
pub fn anchor_words(note: &str) -> Option<(String, Option<String>)> {
    let hex = |it: &str, least: usize| it.len() >= least && it.len() <= 64 && it.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut words = note.split([' ', ',', ';']).map(|it| it.trim_start_matches("sha256:").to_lowercase());
    let commit = words.find(|it| hex(it, 7))?;
    Some((commit, words.find(|it| hex(it, 64))))
}

/// What a commit did to a path, against its first parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path.
    pub path: RepoPath,
    /// Its bytes before; `None` if it is new.
    pub before: Option<BlobId>,
    /// Its bytes afterwards; `None` if it is gone.
    pub after: Option<BlobId>,
    /// Where it was before, if git's similarity rule finds that it was moved.
    pub from: Option<RepoPath>,
    /// Differs from every parent, so that the commit itself wrote it. Always so but in merges.
    pub own: bool,
}

/// One committed text of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit that wrote it.
    pub commit: CommitIdx,
    /// Its bytes; `None` where the commit deleted the path.
    pub blob: Option<BlobId>,
    /// Where the text was before, if git's similarity rule finds that it was moved here.
    pub from: Option<RepoPath>,
}

/// What a commit's or tag's signature is, as far as bytes and key material tell. Whether the key is the right person's
/// on the right day is judged elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    None,
    /// There is one.
    Signed(Signed),
}

/// A signature that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// How it was made.
    pub scheme: Scheme,
    /// The key that made it: `SHA256:…` for SSH, the signing key's fingerprint in upper-case hexadecimal for OpenPGP, as
    /// `git log --format=%GF` prints it. `None` if the signature does not say.
    pub key: Option<String>,
    /// The OpenPGP primary key's fingerprint (`%GP`), which people list; for SSH the same as `key`.
    pub primary: Option<String>,
    /// The certificate that an SSH signature carries in place of a plain key. Its authority's own signature was checked; whether
    /// the authority is trusted, and for whom, only `keys/allowed_signers` says.
    pub certificate: Option<Box<SshCertificate>>,
    /// What the check said.
    pub verdict: Verdict,
}

/// An SSH certificate: an authority's word that a key belongs to some principals for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshCertificate {
    /// The authority's key: `SHA256:…`.
    pub authority: String,
    /// Whom the authority names.
    pub principals: Vec<String>,
    /// Valid from this moment on, in seconds since 1970-01-01T00:00:00Z.
    pub from: u64,
    /// Valid until just before this moment, in seconds since 1970-01-01T00:00:00Z; the largest number means without end.
    pub until: u64,
}

/// Kinds of signatures that git knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// `gpg.format=ssh`.
    Ssh,
    /// `gpg.format=openpgp`.
    OpenPgp,
    /// `gpg.format=x509`: not checked here.
    X509,
}

/// What the check of a signature said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The bytes are those that were signed, by this key, and the key itself allowed it at that time.
    Good,
    /// The bytes are not those that were signed, or the signature is malformed. Holds the reason.
    Bad(String),
    /// The key is not among those known, so nothing can be said (OpenPGP only: an SSH signature carries its key).
    UnknownKey,
    /// Right bytes and key, but the key had expired, or was not yet valid, when it signed. Holds the reason.
    Expired(String),
    /// Right bytes and key, but the key was revoked. Holds the reason.
    Revoked(String),
    /// A kind or algorithm that is not checked here. Holds the reason.
    Unsupported(String),
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name: `v2026.1`.
    pub name: String,
    /// The commit it leads to.
    pub commit: CommitId,
    /// When that commit was made, by its own word.
    pub committed: Instant,
    /// What only an annotated tag has; `None` for a lightweight one.
    pub annotation: Option<Annotation>,
}

/// What an annotated tag says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Id of the tag object.
    pub id: CommitId,
    /// Who made it, and when.
    pub tagger: Option<Signatory>,
    /// First line of the message.
    pub subject: String,
    /// Trailers of the message.
    pub trailers: Vec<Trailer>,
    /// The signature.
    pub signature: Signature,
}

/// Where the history cannot be trusted to be whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A shallow clone: commits below these are missing. Nothing is known of what they hold.
    Shallow(Vec<CommitId>),
    /// `info/grafts` gives commits other parents than they have.
    Grafts,
    /// Replace references show other objects in place of these. They were not followed.
    Replaced(Vec<CommitId>),
    /// A partial clone: these texts are not there. Holds the first few and their number.
    MissingTexts(Vec<BlobId>, usize),
    /// Objects that cannot be read. Holds the reasons.
    Damaged(Vec<String>),
    /// Files or folders whose names are no paths (not UTF-8, `..`, deeper than any handbook) were left out. Holds how
    /// often they were met.
    BadNames(usize),
}

/// What the text of a past revision says, without its path and without the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevisionFacts {
    /// `id` of the front matter.
    pub id: Option<DocId>,
    /// `title`, or the first heading.
    pub title: Option<Arc<str>>,
    /// `type`.
    pub kind: Option<Arc<str>>,
    /// `version`, as written.
    pub version: Option<Arc<str>>,
    /// `status`, as written.
    pub status: Option<Arc<str>>,
    /// `owner`.
    pub owner: Option<Arc<str>>,
    /// `approver`.
    pub approver: Option<Arc<str>>,
    /// `effective`.
    pub effective: Option<Date>,
    /// `reviewed`.
    pub reviewed: Option<Date>,
    /// The latest version in the document's own change history.
    pub changed_to: Option<Arc<str>>,
    /// Sum of the parsed content: white space, wrapping, and front matter that says nothing about the content leave it
    /// as it is, a changed word does not.
    pub digest: Option<Digest>,
    /// Sum of what the front matter says about the content: `clauses`, `provides`, `raci`.
    pub front: Option<Digest>,
    /// Sums of the parts, to say in one line what a revision changed: headings and their sections in order.
    pub sections: Vec<Arc<SectionSum>>,
}

/// A heading and the sum of what stands below it. Texts of one document share those that they have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SectionSum {
    /// The heading; empty for what stands before the first.
    pub title: String,
    /// Sum of the parsed content.
    pub digest: Digest,
}

impl RevisionFacts {
    /// Lets go of what an earlier text holds as well, and shares that.
    pub fn share(&mut self, earlier: &Self) {
        for (own, other) in self.sections.iter_mut().zip(&earlier.sections) {
            if own == other {
                *own = Arc::clone(other);
            }
        }
        let texts = [
            (&mut self.title, &earlier.title),
            (&mut self.kind, &earlier.kind),
            (&mut self.version, &earlier.version),
            (&mut self.status, &earlier.status),
            (&mut self.owner, &earlier.owner),
            (&mut self.approver, &earlier.approver),
            (&mut self.changed_to, &earlier.changed_to),
        ];
        for (own, other) in texts {
            if own == other {
                own.clone_from(other);
            }
        }
    }
}

impl Past {
    /// The branches on which what landed here has landed: its own, or those of remotes that it was published on.
    pub fn branches(&self) -> impl Iterator<Item = &str> {
        self.branch.iter().chain(&self.published_on).map(String::as_str)
    }

    /// Whether something below is missing, so that the first known revision need not be the first.
    pub fn is_cut(&self) -> bool {
        self.gaps.iter().any(|it| matches!(it, Gap::Shallow(_) | Gap::Grafts | Gap::Damaged(_)))
    }
}

impl Signature {
    /// The signature, if there is one.
    pub fn signed(&self) -> Option<&Signed> {
        if let Self::Signed(signed) = self { Some(signed) } else { None }
    }
}

impl fmt::Display for Signatory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} <{}>", self.display, self.email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_place_where_it_was_written() {
        let at = |seconds, offset| Instant { seconds, offset }.date();
        assert_eq!(at(0, 0), Date::new(1970, 1, 1));
        assert_eq!(at(0, -60), Date::new(1969, 12, 31));
        assert_eq!(at(1_767_225_599, 60), Date::new(2026, 1, 1));
        assert_eq!(at(i64::MAX, 60), None);
        assert_eq!(at(i64::MIN, -60), None);
    }
}
