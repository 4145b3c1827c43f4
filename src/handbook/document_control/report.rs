//! What is known of the handbook's control as a whole.

use crate::base::{CommitId, Date, Digest, RepoPath, Span};
use crate::handbook::EntryIdx;
use crate::source::{CommitIdx, Gap, NoHistory};

use super::{Actor, Doubt, Proof};

/// What history is worth here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryState {
    /// Approvals and reviews are recorded in it, or settings say that they are: documents are judged by it.
    Judged,
    /// There is history, but no approval, review or adoption is recorded in it: what documents claim stands as claims, and
    /// nothing is missing or contradicted. Revisions and their days are shown.
    NotKept,
    /// There is none, and why.
    Unknown(NoHistory),
}

impl HistoryState {
    /// Whether documents are judged by history.
    pub fn is_judged(&self) -> bool {
        *self == Self::Judged
    }
}

/// The control of a handbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlReport {
    /// What history is worth.
    pub state: HistoryState,
    /// The commit that was built; `None` without history.
    pub head: Option<CommitId>,
    /// How many commits lead up to it.
    pub n_commits: usize,
    /// Where history is shorter than, or different from, the true one.
    pub gaps: Vec<Gap>,
    /// One sum over the register in the commit that was built, as anchors are checked by it; without history that of the texts as built.
    /// `None` if a text of it is missing.
    pub register: Option<Digest>,
    /// Head ids and register sums that were handed to outsiders, the latest first.
    pub anchors: Vec<Anchor>,
    /// Changes to `people.yml`, `clausebook.yml` and `keys/`, the latest first.
    pub authority: Vec<AuthorityChange>,
    /// Commits that moved the review dates of many documents and nothing else.
    pub bulk_edits: Vec<BulkEdit>,
    /// Commits whose dates are hard to believe.
    pub doubts: Vec<Doubt>,
    /// First day of the window that figures and timelines cover.
    pub from: Date,
    /// Last day of it: the day that is judged on.
    pub to: Date,
    /// What was done in the window.
    pub figures: Figures,
    /// Approvals by quarter, the earliest first. Quarters without one are in here too.
    pub quarters: Vec<Quarter>,
    /// Who approved in the window, the one with most approvals first.
    pub signers: Vec<SignerRow>,
}

/// Numbers of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Documents.
    pub documents: usize,
    /// Approvals and adoptions that landed in the window and are proven.
    pub proven: usize,
    /// The same, attested.
    pub attested: usize,
    /// The same, claimed.
    pub claimed: usize,
    /// Documents whose approval is contradicted on the day.
    pub contradicted: usize,
    /// Documents whose approval is only claimed on the day.
    pub only_claimed: usize,
    /// Reviews that were done after their due day, or are overdue, within the last 12 months.
    pub late_reviews: usize,
    /// Reviews that were done or were due within the last 12 months.
    pub reviews: usize,
    /// Of the late ones, those still open.
    pub open_late: usize,
    /// Changes of content that stood on the branch as approved text without an approval recorded for it, in the window.
    pub unapproved_landings: usize,
    /// Changes of content that landed in the window.
    pub landings: usize,
}

/// Approvals of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Year.
    pub year: i16,
    /// 1 to 4.
    pub quarter: u8,
    /// What each approval proved, the earliest first; with document and its event's place.
    pub approvals: Vec<(Proof, EntryIdx, usize)>,
}

/// Somebody who approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerRow {
    /// Name.
    pub name: String,
    /// Titles of the roles by which they did.
    pub roles: Vec<String>,
    /// Approvals with a valid signature.
    pub signed: usize,
    /// All approvals.
    pub all: usize,
    /// Keys used, with the first day of each if it is told.
    pub keys: Vec<(String, Option<Date>)>,
}

/// A head id and register sum that somebody outside was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Where it is recorded.
    pub recorded: AnchorPlace,
    /// The day it was recorded.
    pub day: Option<Date>,
    /// The commit id that was handed out, as written.
    pub commit: String,
    /// The register sum that was handed out, as written.
    pub register: Option<String>,
    /// Whom it was handed to, if the note says so.
    pub given_to: Option<String>,
    /// How it holds today.
    pub state: AnchorState,
}

/// Where an anchor is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorPlace {
    /// By a trailer of a commit.
    Commit(CommitIdx),
    /// In the front matter of a document, at a place in it.
    Document(EntryIdx, Span),
}

/// How an anchor holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorState {
    /// The commit lies on the way to today's text, and the register of that day has the sum, if one was noted.
    Holds,
    /// The commit does not lead to today's text: history was rewritten, or the id is wrong.
    NotAncestor,
    /// The commit is there, but the register then had another sum. Holds it.
    OtherRegister(Digest),
    /// Cannot be told: the clone is cut off, or texts are missing.
    Unknown,
}

/// A change to who may do what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityChange {
    /// The commit.
    pub commit: CommitIdx,
    /// Its id.
    pub id: CommitId,
    /// The files it changed.
    pub paths: Vec<RepoPath>,
    /// Who wrote it, by the commit's own word.
    pub by: Actor,
    /// The day it landed.
    pub landed: Option<Date>,
    /// Who approved it by a trailer, and how well that is proven. `None` if nobody did.
    pub approved: Option<(Actor, Proof)>,
    /// Whether it is the first text of these files, which nobody could have approved by them.
    pub first: bool,
}

/// A commit that moved many review dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkEdit {
    /// The commit.
    pub commit: CommitIdx,
    /// Its id.
    pub id: CommitId,
    /// Who wrote it, by the commit's own word.
    pub by: Actor,
    /// The day it landed.
    pub landed: Option<Date>,
    /// The documents whose `reviewed` it moved without any change of content.
    pub documents: Vec<EntryIdx>,
}
