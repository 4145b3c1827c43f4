//! The home page.

use serde::Serialize;

use super::{Day, Link, Page, Part, ProofMark};

/// The home page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HomePage {
    /// The frame.
    pub page: Page,
    /// Title of the handbook.
    pub title: String,
    /// The scope, as finished markup of one paragraph; empty when none is declared.
    pub scope_html: String,
    /// Where the scope is stated.
    pub scope_source: Option<Link>,
    /// The edition.
    pub edition: EditionBlock,
    /// Ways in: find a procedure, I own documents, I am auditing.
    pub ways: Vec<Way>,
    /// The state in figures.
    pub figures: Vec<HomeFigure>,
    /// Reviews due soon and overdue, the most pressing first.
    pub due: Vec<DueRow>,
    /// To the register.
    pub due_more: Option<Link>,
    /// What changed last.
    pub changes: Vec<RecentChange>,
    /// To all changes.
    pub changes_more: Option<Link>,
}

/// What edition this is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditionBlock {
    /// Its name.
    pub name: String,
    /// Its state in words, such as `current edition`.
    pub word: String,
    /// Its sign: `cur`, `sup` or `dra`.
    pub kind: String,
    /// Facts about it.
    pub rows: Vec<EditionRow>,
}

/// A fact about the edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditionRow {
    /// What it is.
    pub label: String,
    /// A level of proof before the words.
    pub proof: Option<ProofMark>,
    /// The words.
    pub parts: Vec<Part>,
}

/// A way in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Who it is for.
    pub title: String,
    /// What is there.
    pub text: String,
    /// Four rows at most.
    pub rows: Vec<WayRow>,
}

/// A row of a way in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WayRow {
    /// The words.
    pub title: String,
    /// The address.
    pub href: String,
    /// An id or a number at the right.
    pub note: String,
}

/// A figure about the state of the handbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HomeFigure {
    /// What is counted.
    pub title: String,
    /// The number.
    pub number: String,
    /// What it is a part of, such as `of 57`, or its unit.
    pub of: String,
    /// The picture as finished markup.
    pub svg: String,
    /// A sentence about the exceptions.
    pub sentence: String,
    /// The list behind it.
    pub href: String,
}

/// A review that is due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DueRow {
    /// When.
    pub due: Day,
    /// Title of the document.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its id.
    pub id: String,
    /// Who owns it.
    pub owner: Part,
}

/// Something that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecentChange {
    /// When.
    pub date: Day,
    /// Title of the document.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its id and version.
    pub id: String,
    /// What changed.
    pub note: String,
    /// How well that is proven.
    pub proof: ProofMark,
    /// The commit, short; empty when history was not read.
    pub commit: String,
}
