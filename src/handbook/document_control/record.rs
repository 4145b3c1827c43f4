//! What is known of one document: its revisions, what was recorded of them, and what that proves.

use crate::base::{BlobId, CommitId, Date, Digest, RepoPath};
use crate::handbook::Review;
use crate::source::CommitIdx;

use super::{Sentence, Timeline};

/// How well a claim is proven. Later is better among the first three; a contradicted claim is worse than a bare one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// History says otherwise: treat the claim as missing.
    Contradicted,
    /// Only the document says so, or a trailer that anybody could have written.
    Claimed,
    /// Recorded in git by a person allowed to, or under the protection of a forge; not signed.
    Attested,
    /// Recorded by a person allowed to, in a commit, landing or tag signed with a key that was theirs that day, or a recorder's.
    Proven,
}

/// Everything known of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentControl {
    /// Its texts, the latest first. Those that landed after the day are left out. Empty if history is unknown.
    pub revisions: Vec<RevisionRecord>,
    /// Approvals, reviews and adoptions, the latest landing first. Those that landed after the day are left out.
    pub events: Vec<Event>,
    /// What is known of the approval of the text as it stands. `None` if it claims none and none is recorded for it, so
    /// that there is nothing to grade: drafts, records.
    pub approval: Option<Approval>,
    /// What is known of its review.
    pub review: ReviewControl,
    /// Which text applies on the day, as a place in `revisions`: the latest approved one whose effective day has come.
    /// `None` if history shows none.
    pub in_force: Option<usize>,
    /// Revisions later than the one in force whose content differs from it, the latest first. Without a text in force
    /// that history shows, empty.
    pub pending: Vec<usize>,
    /// The day its first known text landed. `None` if that is not known, also when history is cut off below it.
    pub on_record_since: Option<Date>,
    /// Its past in spans and marks.
    pub timeline: Timeline,
    /// What makes its dates hard to believe.
    pub doubts: Vec<Doubt>,
    /// The text of the working tree is not the committed one.
    pub uncommitted: bool,
}

/// One text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionRecord {
    /// The commit that wrote it; `None` for the text of the working tree that is not committed.
    pub commit: Option<CommitIdx>,
    /// That commit's id.
    pub id: Option<CommitId>,
    /// Its path then.
    pub path: RepoPath,
    /// Its bytes; `None` where the commit removed the document.
    pub blob: Option<BlobId>,
    /// Who wrote it, by the commit's own word, with the name of the mailmap.
    pub author: Option<String>,
    /// When it was written, by the commit's own word.
    pub written: Option<Date>,
    /// First line of the commit's message.
    pub subject: String,
    /// The commit that brought it to the branch.
    pub landing: Option<CommitIdx>,
    /// On record since: the committer's day of the landing. `None` if that is not known, and for uncommitted text.
    pub landed: Option<Date>,
    /// Whether texts before this one may be missing from the clone: what is said of its beginning is not known.
    pub boundary: bool,
    /// Declared version.
    pub version: Option<String>,
    /// Declared status.
    pub status: Option<String>,
    /// Declared day from which it applies.
    pub effective: Option<Date>,
    /// Sum of its content; `None` if its text could not be read.
    pub digest: Option<Digest>,
    /// What it changed.
    pub change: ChangeKind,
    /// The best approval or adoption recorded for this content, as a place in `DocumentControl::events`.
    pub approved_by: Option<usize>,
}

/// What a revision changed, against the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Nothing came before it.
    Created,
    /// The content is the same: white space, wrapping, or front matter that says nothing about the content.
    Reformatted,
    /// Content changed. Names what did: headings of sections in their order, `title`, `front matter`.
    Content(Vec<String>),
    /// The content is the same at another path. Holds the earlier one.
    Moved(RepoPath),
    /// The document was removed.
    Removed,
    /// One of the two texts could not be read.
    Unknown,
}

/// What somebody recorded about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// In which commit.
    pub commit: CommitIdx,
    /// That commit's id.
    pub id: CommitId,
    /// By whom.
    pub by: Actor,
    /// In which way.
    pub how: How,
    /// When, by the commit's own word: the author's day.
    pub made: Option<Date>,
    /// The commit that brought it to the branch.
    pub landing: Option<CommitIdx>,
    /// On record since: the committer's day of the landing. `None` if that is not known.
    pub landed: Option<Date>,
    /// The content it speaks of: the document's at that commit. `None` if that is not known.
    pub digest: Option<Digest>,
    /// The version that content declares.
    pub version: Option<String>,
    /// The commit says, by `Content-digest:`, that it speaks of another content than the document had there: what was recorded was carried
    /// to a text that nobody saw, and says nothing about it. `digest` and `version` are empty then.
    pub of_another: bool,
    /// By what right.
    pub right: Right,
    /// What signs it.
    pub signing: Signing,
    /// What it proves.
    pub proof: Proof,
}

/// Kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The text was approved.
    Approval,
    /// The text was reviewed.
    Review(Option<Outcome>),
    /// What existed before control began was taken over as it was.
    Adoption,
}

/// How a review ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// `no-change`.
    NoChange,
    /// `revised`.
    Revised,
    /// `withdraw`.
    Withdraw,
}

/// A person as a commit names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Name as `people.yml` has it, else as the commit has it.
    pub name: String,
    /// Address as the commit has it; empty if there is none.
    pub email: String,
    /// Whether `people.yml`, as it stood before the landing, knows the person.
    pub known: bool,
}

/// In which way an event was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By a trailer on the commit that changes the document.
    Change,
    /// By a trailer on the merge that brought the change to the branch.
    Landing,
    /// By a trailer on a commit that names the document with `Document:`.
    Named,
    /// By the person's own commit that moved `status` to approved, or `reviewed`.
    Own,
}

/// By what right a person did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// Held the demanded role that day. Holds the role's title.
    Held(String),
    /// Did not hold the demanded role that day. Holds the role's title, and the titles of the roles held.
    NotHeld(String, Vec<String>),
    /// Held the role that this text names, and not the one that the last approved text names. Holds the title of that one, and of the
    /// new one.
    NotYet(String, String),
    /// Held the role, but wrote the change that was to be approved. Holds the role's title.
    OwnText(String),
    /// Is not listed in `people.yml`. Holds the demanded role's title.
    Stranger(String),
    /// The document names no role, so nobody can be told to have held it.
    NoRole,
    /// Who held which role is not known, and why.
    Unknown(Unchecked),
}

/// What signs an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Neither the commit nor its landing nor a tag over them is signed.
    None,
    /// A good signature by the person's own key, or a recorder's.
    Valid(Signer),
    /// A signature that does not count. Holds the key, if known, and why.
    Invalid(Option<String>, Sentence),
    /// Signatures were not checked or cannot be, and why.
    Unchecked(Unchecked),
}

/// Who signed what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Name as `people.yml` or the list of keys has it.
    pub name: String,
    /// The key: `SHA256:…`, or a fingerprint.
    pub key: String,
    /// First day of the key, if it is told.
    pub since: Option<Date>,
    /// Whether this is a named recorder and not the person.
    pub recorder: bool,
    /// What carries the signature.
    pub on: Carrier,
}

/// What carries a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The event's commit.
    Commit(CommitId),
    /// Its landing.
    Landing(CommitId),
    /// A tag over it, by its name.
    Tag(String),
}

/// Why something could not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unchecked {
    /// Nobody has registered a key, so there is nothing to check against.
    NoKeys,
    /// There was no `people.yml`.
    NoPeople,
    /// The clone is cut off, or texts are missing from it.
    Cut,
    /// The landing is not known.
    NoLanding,
    /// The scheme or algorithm is not supported.
    Unsupported,
    /// There is no history.
    NoHistory,
}

/// What is known of the approval of the text as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// How well it is proven.
    pub proof: Proof,
    /// The sentence beside the badge.
    pub sentence: Sentence,
    /// The five checks, always in this order.
    pub checks: [Check; 5],
    /// Git commands that repeat the checks, one a line, to run at the root of the repository.
    pub commands: Vec<String>,
    /// The event that decides, as a place in `DocumentControl::events`.
    pub event: Option<usize>,
    /// The last event that approved another content of the document, for what changed since.
    pub earlier: Option<usize>,
    /// Why it is contradicted, if it is.
    pub contradiction: Option<Contradiction>,
}

/// Why an approval is contradicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contradiction {
    /// The text changed after it was approved, and the version did not.
    TextChanged,
    /// Whoever approved did not hold the role.
    NotAuthorized,
    /// Whoever approved wrote the change.
    OwnText,
}

/// One of the five checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub kind: CheckKind,
    /// How it came out.
    pub tick: Tick,
    /// In one sentence.
    pub sentence: Sentence,
}

/// The five checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// Approval recorded.
    Recorded,
    /// Approver authorised.
    Authorised,
    /// Signature valid.
    Signature,
    /// Text unchanged since.
    Unchanged,
    /// Dates agree.
    Dates,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tick {
    /// In order.
    Yes,
    /// Not in order.
    No,
    /// Could not be checked. Never counts as in order.
    Unknown,
}

/// What is known of a document's review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewControl {
    /// When it is due, worked out from `last`.
    pub state: Review,
    /// `reviewed` in front matter.
    pub claimed: Option<Date>,
    /// The day the claimed date was first on the branch. `None` if that is not known.
    pub first_seen: Option<Date>,
    /// The review that counts: the latest day that history does not contradict.
    pub last: Option<Date>,
    /// The event that records it, as a place in `DocumentControl::events`; `None` if it is only claimed.
    pub event: Option<usize>,
    /// How well the claimed date, or without one the recorded review, is proven. `None` if there is no review at all.
    pub proof: Option<Proof>,
    /// In one sentence.
    pub sentence: Sentence,
}

/// What makes a date hard to believe. Reported, not judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// A commit says it was made before its parents.
    BeforeParents {
        /// The commit.
        commit: CommitIdx,
        /// Whole hours by which it was.
        hours: i64,
    },
    /// A commit says it was made after the day that is judged on.
    InFuture {
        /// The commit.
        commit: CommitIdx,
        /// Its day.
        day: Date,
    },
    /// A commit says it was written after it had landed.
    WrittenAfterLanding {
        /// The commit.
        commit: CommitIdx,
        /// When it says it was written.
        written: Date,
        /// When it landed.
        landed: Date,
    },
    /// The claimed review appeared on the branch long after its day.
    ReviewBackdated {
        /// The commit that brought the claim; `None` if it is not committed.
        commit: Option<CommitIdx>,
        /// The claimed day.
        claimed: Date,
        /// When it was first on the branch.
        first_seen: Date,
    },
}

impl DocumentControl {
    /// The event that decides on the approval.
    pub fn approval_event(&self) -> Option<&Event> {
        self.events.get(self.approval.as_ref()?.event?)
    }

    /// How well the approval is proven, if there is one to prove.
    pub fn approval_proof(&self) -> Option<Proof> {
        self.approval.as_ref().map(|it| it.proof)
    }

    /// Whether history contradicts the approval.
    pub fn is_disputed(&self) -> bool {
        self.approval_proof() == Some(Proof::Contradicted)
    }

    /// The text that applies on the day.
    pub fn text_in_force(&self) -> Option<&RevisionRecord> {
        self.revisions.get(self.in_force?)
    }
}

impl EventKind {
    /// Whether it approves a text: approvals and adoptions do.
    pub fn approves(self) -> bool {
        matches!(self, Self::Approval | Self::Adoption)
    }
}

impl Outcome {
    /// Reads the value of `Review-outcome:`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "no-change" | "no change" => Some(Self::NoChange),
            "revised" => Some(Self::Revised),
            "withdraw" | "withdrawn" => Some(Self::Withdraw),
            _ => None,
        }
    }

    /// The word of the trailer.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoChange => "no-change",
            Self::Revised => "revised",
            Self::Withdraw => "withdraw",
        }
    }
}
