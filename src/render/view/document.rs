//! The page of a document: control block, clauses, body, what the front matter adds, and what the build generates.

use serde::Serialize;

use super::{Day, Link, Page, Part, ProofMark};

/// The page of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DocumentPage {
    /// The frame.
    pub page: Page,
    /// The document's id, as shown.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub lead: Option<String>,
    /// The control block folded to a line: version and status after the id, such as `version 3.2, approved`.
    pub folded: String,
    /// First row of the control block: document, version, status, classification, effective, last review.
    pub fields: Vec<ControlField>,
    /// Second row: owner, approver, next review; each as wide as two.
    pub wide_fields: Vec<ControlField>,
    /// The approval and its proof.
    pub approval: ApprovalRow,
    /// The last review and its proof; none where history is not judged or nothing is to be reviewed.
    pub review: Option<ReviewLine>,
    /// What is said of a text that is not in force, on its own page.
    pub pending: Option<PendingPart>,
    /// Clauses the document answers, one group for each framework.
    pub clauses: Vec<ClauseGroup>,
    /// Documents named in the front matter: related, supersedes, evidence for.
    pub relations: Vec<Relation>,
    /// The body as finished markup.
    pub body_html: String,
    /// Entries kept in the front matter, one table for each kind.
    pub entries: Vec<EntryTable>,
    /// Who does what, as this document says.
    pub raci: Option<RaciTable>,
    /// The document's own change history, newest first.
    pub changes: Vec<ChangeRow>,
    /// The line that closes the controlled text.
    pub end_mark: String,
    /// Revisions found in git, newest first; empty when history was not read.
    pub revisions: Vec<RevisionRow>,
    /// Where the revisions come from, or why there are none.
    pub revisions_note: String,
    /// How many older revisions are not listed, in words; empty when all are.
    pub revisions_more: String,
    /// The command that compares any two of them; empty where there are no two.
    pub revisions_command: String,
    /// Approvals and reviews found in git, newest first.
    pub events: Vec<EventRow>,
    /// Documents that refer to this one.
    pub backlinks: Vec<Backlink>,
    /// The document before, in the order of the side list.
    pub previous: Option<Link>,
    /// The document after.
    pub next: Option<Link>,
}

/// A text that is not in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PendingPart {
    /// What it still needs, an item each.
    pub needs: Vec<Vec<Part>>,
    /// No text of the document is in force.
    pub first: bool,
    /// What it changes in the text in force, as finished markup.
    pub redline_html: String,
}

/// A field of the control block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ControlField {
    /// What it is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Where the value leads.
    pub href: Option<String>,
    /// A small line below, such as the holder of a role.
    pub note: String,
    /// `overdue`, `soon`, `disputed` or empty; colours the note, for `disputed` the value.
    pub tone: String,
}

/// The approval in a sentence, with the level of its proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ApprovalRow {
    /// The level; none for a text that nobody claims to be approved.
    pub proof: Option<ProofMark>,
    /// What stands in place of the level, such as `Not approved`.
    pub pill: String,
    /// Who says so, by what right, where.
    pub sentence: Vec<Part>,
    /// The checks behind the level.
    pub checks: Vec<Check>,
    /// What the level means, below the checks.
    pub note: String,
    /// Commands with which a reader repeats the checks.
    pub commands: Vec<String>,
}

/// One check of an approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Check {
    /// How it came out.
    pub outcome: CheckOutcome,
    /// What is checked.
    pub title: String,
    /// What was found, with commits and keys as code and links to what was looked at.
    pub text: Vec<Part>,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckOutcome {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// Nothing was looked at.
    #[default]
    Unknown,
}

/// Clauses of one framework, or of several where one row is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClauseGroup {
    /// Name of the framework.
    pub label: String,
    /// The clauses.
    pub chips: Vec<ClauseChip>,
}

/// A clause with its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClauseChip {
    /// Number and title.
    pub title: String,
    /// Page of the clause.
    pub href: String,
    /// What is said about it, such as that coverage is partial.
    pub note: String,
    /// Whether coverage is partial.
    pub partial: bool,
}

/// Documents that the front matter names for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// The reason, such as `Related`.
    pub label: String,
    /// The documents.
    pub links: Vec<Part>,
}

/// Entries of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EntryTable {
    /// Anchor of the heading.
    pub anchor: String,
    /// Title, such as `Risks`.
    pub title: String,
    /// The register page of the kind, if there is one.
    pub more: Option<Link>,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// The entries.
    pub rows: Vec<EntryRow>,
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EntryRow {
    /// Anchor of the row.
    pub anchor: String,
    /// Cells in the order of the columns; the second one, the title, heads the row.
    pub cells: Vec<EntryCell>,
    /// A note in a line of its own.
    pub note: String,
}

/// A cell of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EntryCell {
    /// `id`, `num`, `date`, `overdue`, `soon`, or empty for words.
    pub kind: String,
    /// The words and links, set apart by commas.
    pub parts: Vec<Part>,
}

/// Activities and roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RaciTable {
    /// Anchor of the heading.
    pub anchor: String,
    /// Roles.
    pub roles: Vec<Link>,
    /// Activities.
    pub rows: Vec<RaciActivity>,
    /// The matrix that shows this document among others.
    pub more: Option<Link>,
}

/// One activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RaciActivity {
    /// The activity.
    pub title: String,
    /// What is wrong, such as `no one is accountable`; empty when nothing is.
    pub problem: String,
    /// Letters for each role; several where one role has several parts, none for a role without.
    pub cells: Vec<Vec<String>>,
}

/// A row of the document's own change history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// The version.
    pub version: String,
    /// The day.
    pub date: Day,
    /// What changed.
    pub note: String,
}

/// A revision found in git.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RevisionRow {
    /// Anchor of the row, to which commits elsewhere lead; empty for a text that is not committed.
    pub anchor: String,
    /// The version it declares.
    pub version: Part,
    /// What is to know about it, such as `in force`; empty for none.
    pub mark: String,
    /// The day it came to the branch, or in words why that is not known.
    pub date: Day,
    /// What changed.
    pub note: String,
    /// Redlines: against the text before, against the one in force.
    pub redlines: Vec<Link>,
    /// First line of the commit's message.
    pub subject: String,
    /// Who wrote it.
    pub who: String,
    /// The commit.
    pub commit: Part,
    /// The merge that brought it to the branch, if it is another commit.
    pub landing: Option<Part>,
    /// The proof of the approval of this very text; none when no approval is recorded for it.
    pub proof: Option<ProofMark>,
}

/// An approval or review found in git.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// Anchor of the row, to which commits elsewhere lead; empty for a further event of the same commit.
    pub anchor: String,
    /// The day it came to the branch, or in words why that is not known.
    pub date: Day,
    /// What was recorded, such as `Approved version 3.2`.
    pub what: String,
    /// It was carried to a text that it does not speak of, so it says nothing.
    pub struck: bool,
    /// How it was recorded.
    pub how: String,
    /// By whom.
    pub who: String,
    /// By what right, such as the role held that day.
    pub right: String,
    /// The commit.
    pub commit: Part,
    /// The whole id of the commit, to copy.
    pub full: String,
    /// The merge that brought it to the branch, if it is another commit.
    pub landing: Option<Part>,
    /// What it proves.
    pub proof: ProofMark,
}

/// The last review in a sentence, with the level of its proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReviewLine {
    /// The level; none where no review is on record.
    pub proof: Option<ProofMark>,
    /// Who reviewed, when, where that is recorded.
    pub sentence: Vec<Part>,
}

/// A place that refers to the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Backlink {
    /// Id of the referring document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The very place.
    pub href: String,
    /// The section, such as `section 1, When to use this`.
    pub section: String,
    /// The sentence the reference stands in, as finished markup; empty when there is none.
    pub sentence_html: String,
}
