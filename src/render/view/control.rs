//! The control report: how each document was reviewed and approved, read from git.

use serde::Serialize;

use super::{Day, Figure, Link, Page, Part, ProofMark, StripFact};

/// The report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ControlPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the report is read from.
    pub lead: String,
    /// The control log as files.
    pub exports: Vec<Link>,
    /// Why nothing is proven here, and what to do; none where documents are judged by history.
    pub standing: Option<Standing>,
    /// Figures below the title.
    pub strip: Vec<StripFact>,
    /// The control timeline; none where history is not judged.
    pub timeline: Option<Figure>,
    /// Contradicted approvals.
    pub contradictions: Vec<ContradictionBlock>,
    /// What the empty list says.
    pub no_contradictions: String,
    /// Reviews that are late, the latest first.
    pub overdue: Vec<OverdueRow>,
    /// Approved documents whose approval is not proven.
    pub unproven: Vec<UnprovenRow>,
    /// Reviews that history contradicts, and dates that are hard to believe.
    pub doubts: Vec<CommitRow>,
    /// Commits that moved many review dates.
    pub bulk_edits: Vec<CommitRow>,
    /// That settings name nobody who approves changes to people, keys and settings; empty if they do.
    pub authority_note: String,
    /// Changes to people, keys and settings.
    pub authority: Vec<CommitRow>,
    /// Signs of approvals by quarter; none without an approval.
    pub signatures: Option<Figure>,
    /// Who approved.
    pub signers: Vec<SignerLine>,
    /// What was handed to outsiders, and whether it still holds.
    pub anchors: Vec<AnchorLine>,
    /// The commit to hand out today; empty without history.
    pub head: String,
    /// The sum of the register to hand out with it.
    pub register: String,
    /// Where history is shorter than, or different from, the true one.
    pub gaps: Vec<GapLine>,
    /// The page about the signs.
    pub signs: Link,
}

/// Why nothing is proven, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The reason.
    pub text: String,
    /// What to do.
    pub remedy: String,
}

/// An approval that history contradicts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContradictionBlock {
    /// The document.
    pub document: Link,
    /// Its id and version.
    pub about: String,
    /// The level with its word.
    pub proof: ProofMark,
    /// What the document says.
    pub says: Vec<Part>,
    /// What history says.
    pub git: Vec<Vec<Part>>,
    /// How to clear it.
    pub clear: String,
}

/// A review that is late.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OverdueRow {
    /// Id of the document.
    pub id: String,
    /// The document.
    pub document: Link,
    /// Who owns it.
    pub owner: Part,
    /// The last review.
    pub last: Day,
    /// When it was due.
    pub due: Day,
}

/// An approval that is not proven.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UnprovenRow {
    /// Id of the document.
    pub id: String,
    /// The document.
    pub document: Link,
    /// The level.
    pub proof: ProofMark,
    /// Why it is no higher.
    pub sentence: Vec<Part>,
}

/// Something about a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CommitRow {
    /// The commit; empty for what is not committed.
    pub commit: Part,
    /// The day it landed, or why that is not known.
    pub date: Day,
    /// Who wrote it.
    pub who: String,
    /// What is to know about it.
    pub text: Vec<Part>,
    /// Documents or files, apart by commas.
    pub about: Vec<Part>,
    /// Who approved it, in words.
    pub approved: String,
    /// How well that is proven.
    pub proof: Option<ProofMark>,
}

/// Somebody who approved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SignerLine {
    /// Name.
    pub name: String,
    /// Roles by which they did.
    pub roles: String,
    /// Signed of all approvals, in words.
    pub signed: String,
    /// Keys, each with the words about its time.
    pub keys: Vec<SignerKey>,
}

/// A key of somebody who approved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SignerKey {
    /// The key.
    pub key: String,
    /// Since when; empty if that is not told.
    pub since: String,
}

/// What an outsider was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AnchorLine {
    /// The day it was recorded.
    pub date: Day,
    /// Where it is recorded.
    pub place: Part,
    /// Whom it was handed to; empty if that is not told.
    pub given_to: String,
    /// The commit that was handed out.
    pub commit: String,
    /// The register sum that was handed out; empty for none.
    pub register: String,
    /// `yes`, `no` or `unknown`.
    pub outcome: &'static str,
    /// How it holds, in a sentence.
    pub text: String,
}

/// A gap of history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GapLine {
    /// What is missing or different.
    pub text: String,
    /// What to do.
    pub remedy: String,
}
