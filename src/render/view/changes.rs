//! What changed between two editions, and the redline of one document.

use serde::Serialize;

use super::{Link, Page, ProofMark, StripFact};

/// What changed between two editions.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangesPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// Which two editions.
    pub lead: String,
    /// Pages about other pairs of editions.
    pub others: Vec<Link>,
    /// Figures.
    pub facts: Vec<StripFact>,
    /// Documents by what happened to them.
    pub groups: Vec<ChangesGroup>,
    /// The same by clause of the primary framework.
    pub clauses: Vec<ClauseChanges>,
    /// What stands in place of an empty list.
    pub empty: String,
}

/// Documents to which the same happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangesGroup {
    /// What happened.
    pub title: String,
    /// How many.
    pub count: usize,
    /// The documents.
    pub rows: Vec<ChangedDocument>,
}

/// A document that is not as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangedDocument {
    /// Id.
    pub id: String,
    /// Title and page.
    pub document: Link,
    /// It is withdrawn.
    pub retired: bool,
    /// Why, in the words of the latest commits.
    pub why: Vec<String>,
    /// Version, or both.
    pub version: String,
    /// Sections that changed.
    pub sections: String,
    /// The figure of words, as finished markup; empty for none.
    pub figure: String,
    /// The words in numbers.
    pub words: String,
    /// How well the approval is proven.
    pub proof: Option<ProofMark>,
    /// Who approved.
    pub by: String,
    /// Its redline; empty for none.
    pub redline: String,
}

/// What changed for a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClauseChanges {
    /// Number, title and page.
    pub clause: Link,
    /// The documents, each with a word that says what happened.
    pub documents: Vec<ClauseChange>,
}

/// A document of a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClauseChange {
    /// Id, title and where it leads.
    pub document: Link,
    /// What happened.
    pub what: String,
    /// Its review is overdue.
    pub overdue: bool,
}

/// The redline of a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RedlinePage {
    /// The frame; its contents list holds the changes.
    pub page: Page,
    /// Title.
    pub title: String,
    /// From which text to which.
    pub lead: String,
    /// The pages of both texts.
    pub texts: Vec<Link>,
    /// Figures.
    pub facts: Vec<StripFact>,
    /// What changed in front matter, as finished markup.
    pub fields_html: String,
    /// The body, as finished markup.
    pub body_html: String,
    /// The changes of the body.
    pub changes: Vec<Link>,
    /// The commits between, the latest first: why it changed, and what they record.
    pub why: Vec<Reason>,
    /// What is to be said of the comparison; empty for nothing.
    pub note: String,
}

/// A commit as the reason of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Its short id.
    pub commit: String,
    /// Who wrote it.
    pub who: String,
    /// When, by its own word.
    pub day: String,
    /// First line of its message.
    pub subject: String,
    /// What it records in trailers.
    pub trailers: Vec<String>,
}
