//! The certification cycle: the years of a certificate, its audits, and which clause was audited when.

use serde::Serialize;

use super::{Cell, Day, Figure, Link, Page, StripFact, Tab};

/// A certificate and its audits.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CyclePage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the page is about.
    pub lead: String,
    /// Its audits as files.
    pub exports: Vec<Link>,
    /// All certificates, when there are several.
    pub tabs: Vec<Tab>,
    /// Facts of the certificate.
    pub strip: Vec<StripFact>,
    /// Scope on the certificate; empty for none.
    pub scope: String,
    /// The years with audits and nonconformities; none when the dates are unknown.
    pub figure: Option<Figure>,
    /// Audits, oldest first.
    pub audits: Vec<CycleAudit>,
    /// Which clause was audited when; none without audits.
    pub grid: Option<ClauseGrid>,
    /// Nonconformities raised in the cycle.
    pub nonconformities: Vec<CycleNonconformity>,
    /// What stands here when no certificate is recorded; empty otherwise.
    pub empty: String,
}

/// One audit of the cycle.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CycleAudit {
    /// Day or days.
    pub when: Day,
    /// Title and place.
    pub audit: Link,
    /// Scheme, such as "Surveillance".
    pub scheme: String,
    /// Line of the figure: `external`, `internal` or `customer`.
    pub party: &'static str,
    /// Who audits.
    pub by: String,
    /// What came out of it, or "planned".
    pub result: String,
    /// What was found.
    pub findings: Vec<Link>,
    /// What changed since, if the edition that was looked at is known.
    pub since: Option<Link>,
    /// Whether it is still to come.
    pub planned: bool,
}

/// Clauses down, audits across.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ClauseGrid {
    /// A sentence with the numbers, such as "7 of 62 assessable clauses have not been audited in this cycle."
    pub sentence: String,
    /// Columns.
    pub audits: Vec<GridAudit>,
    /// Chapters and clauses.
    pub rows: Vec<GridRow>,
}

/// A column of the grid.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GridAudit {
    /// Short name.
    pub title: String,
    /// Month and year.
    pub date: String,
    /// Place.
    pub href: String,
    /// Whether it is still to come.
    pub planned: bool,
}

/// A row of the grid.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GridRow {
    /// Whether it is a heading.
    pub heading: bool,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Page of the clause.
    pub href: String,
    /// One mark for each audit: `done`, `finding`, `planned` or empty.
    pub cells: Vec<GridCell>,
    /// When last, or that it has not been audited in this cycle.
    pub last: String,
    /// Whether it has not.
    pub missing: bool,
}

/// A mark of the grid.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GridCell {
    /// `done`, `finding`, `planned` or empty.
    pub mark: &'static str,
    /// The same in a word.
    pub word: String,
}

/// A nonconformity of the cycle.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CycleNonconformity {
    /// Id and place.
    pub id: Link,
    /// Title.
    pub title: String,
    /// Grade, source, raised, closed or due, owner.
    pub cells: Vec<Cell>,
}
