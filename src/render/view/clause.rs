//! The page of one clause.

use serde::Serialize;

use super::{Backlink, Chip, Day, Link, Page, Part, ProofMark, State, StripFact};

/// Everything known about a clause, from what it asks to what auditors found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ClausePage {
    /// The frame.
    pub page: Page,
    /// Framework and its matrix.
    pub framework: Link,
    /// Chapters of the framework; the clause's own chapter is open.
    pub tree: Vec<TreeItem>,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// What it asks, in our words.
    pub summary: String,
    /// That this is not the text of the standard.
    pub own_note: String,
    /// What an amendment changed; none when nothing did.
    pub amendment: Option<String>,
    /// Why it does not apply; none when it does.
    pub excluded: Option<String>,
    /// What a clause without documents says; none when there are some.
    pub gap: Option<String>,
    /// Facts below the title.
    pub strip: Vec<StripFact>,
    /// Clauses below a heading.
    pub below: Vec<ClauseBelow>,
    /// What is asked for, and where it is.
    pub asked: Vec<AskedRow>,
    /// Documents with their sections.
    pub documents: Vec<ClauseDocument>,
    /// Records that show it working.
    pub records: Vec<RecordRow>,
    /// Time since the last reviews; none when nothing has a cycle.
    pub fresh_svg: Option<String>,
    /// What the figure leaves out; empty when it is whole.
    pub fresh_more: String,
    /// Who does what for it.
    pub roles: Vec<RolePart>,
    /// Counterparts in other frameworks.
    pub related: Vec<RelatedRow>,
    /// Where the counterparts come from.
    pub related_note: String,
    /// Audits that covered it, newest first.
    pub audits: Vec<AuditRow>,
    /// Open nonconformities.
    pub nonconformities: Vec<NonconformityBlock>,
    /// Documents that mention the clause in their text.
    pub mentions: Vec<Backlink>,
    /// How many more there are, such as `and 3 more`; empty when all are shown.
    pub mentions_more: String,
    /// The clause before.
    pub previous: Option<Link>,
    /// The clause after.
    pub next: Option<Link>,
}

/// A clause in the list at the left. Other chapters than the clause's own come without items.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TreeItem {
    /// Number.
    pub number: String,
    /// Short title.
    pub title: String,
    /// Page of the clause.
    pub href: String,
    /// State of the clause and all below it.
    pub state: State,
    /// Depth: 0 for chapters.
    pub level: u8,
    /// Whether it is the page itself.
    pub current: bool,
    /// For a chapter, whether its clauses follow.
    pub open: bool,
}

/// A clause below a heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ClauseBelow {
    /// Number, title and page.
    pub number: String,
    /// Title.
    pub title: String,
    /// Page.
    pub href: String,
    /// What it asks, in our words.
    pub summary: String,
    /// State.
    pub state: State,
}

/// One thing a clause asks for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AskedRow {
    /// Letter or number of the point; empty for documented information.
    pub mark: String,
    /// The thing, in our words.
    pub text: String,
    /// Such as "Record, required" or "Point to cover".
    pub kind: String,
    /// Where it is.
    pub places: Vec<Chip>,
    /// What is missing; empty when nothing is.
    pub missing: String,
    /// State.
    pub state: State,
}

/// A document that answers the clause.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ClauseDocument {
    /// Title.
    pub title: String,
    /// Page.
    pub href: String,
    /// Id and version, such as "PRO-012, version 3.2".
    pub about: String,
    /// Who owns it; empty when it does not say.
    pub owner: Part,
    /// The day from which the text applies; empty when that is not known.
    pub since: Day,
    /// The last review; empty without one.
    pub reviewed: Day,
    /// Proof of its approval.
    pub proof: Option<ProofMark>,
    /// Status when it is not simply approved, such as "1.2 in review".
    pub status: String,
    /// Look of the status: `review`, `draft`, `retired`.
    pub status_tone: &'static str,
    /// Note of the tag; empty for none.
    pub note: String,
    /// Sections that answer the clause.
    pub sections: Vec<SectionLink>,
}

/// A section of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SectionLink {
    /// Number and heading.
    pub title: String,
    /// Page and anchor.
    pub href: String,
    /// What it covers or its note, such as "a to e" or "partial".
    pub covers: String,
    /// That its text changed after the last review; empty otherwise.
    pub changed: String,
}

/// A record or record series.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecordRow {
    /// Title and page.
    pub title: Link,
    /// Id.
    pub id: String,
    /// Where it is kept.
    pub place: String,
    /// Who keeps it.
    pub owner: Link,
    /// How long.
    pub retention: String,
    /// How often, or what it covers.
    pub interval: String,
    /// An example to ask for; empty for none.
    pub sample: String,
    /// The last one.
    pub last: Day,
}

/// A role's part in what the clause is about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RolePart {
    /// The role.
    pub role: Link,
    /// Who holds it; empty for an unknown role.
    pub holder: String,
    /// Its part, such as "Accountable".
    pub part: String,
    /// Documents and activities it comes from.
    pub from: Vec<Link>,
}

/// Counterparts in one other framework.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RelatedRow {
    /// Name of the framework.
    pub framework: String,
    /// Counterparts, nearest first.
    pub clauses: Vec<Link>,
    /// Our documents that are tagged with one of them, or that follow from the crosswalk.
    pub ours: Vec<Chip>,
}

/// An audit that covered the clause.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AuditRow {
    /// Day.
    pub date: String,
    /// Title and place.
    pub audit: Link,
    /// Who audited.
    pub by: String,
    /// What came out of it.
    pub result: String,
    /// What was found.
    pub findings: Vec<Link>,
    /// What changed since, if the edition that was looked at is known.
    pub since: Option<Link>,
}

/// An open nonconformity.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NonconformityBlock {
    /// Id and place.
    pub id: Link,
    /// Grade in a word.
    pub grade: String,
    /// `major`, `minor` or `observation`.
    pub tone: &'static str,
    /// Day it was raised.
    pub raised: String,
    /// What is wrong.
    pub title: String,
    /// What has been done.
    pub text: String,
    /// Who owns it.
    pub owner: Link,
    /// Steps done.
    pub done: u8,
    /// Steps in all.
    pub steps: u8,
    /// Such as "Step 3 of 4: action done, effect not yet checked".
    pub step_words: String,
    /// Due date.
    pub due: Day,
}
