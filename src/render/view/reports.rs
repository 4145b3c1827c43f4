//! The index of reports.

use serde::Serialize;

use super::{Link, Page};

/// All reports, with their figures.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportsPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the page is about.
    pub lead: String,
    /// Reports by what they are for.
    pub groups: Vec<ReportGroup>,
    /// Files to take away.
    pub exports: Vec<ExportRow>,
}

/// Reports for one purpose.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportGroup {
    /// Title.
    pub title: String,
    /// Reports.
    pub reports: Vec<ReportLink>,
}

/// One report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportLink {
    /// Title.
    pub title: String,
    /// Page.
    pub href: String,
    /// What it answers.
    pub text: String,
    /// Its figure, such as "51 of 62 clauses".
    pub figure: String,
    /// `bad`, `warn` or empty.
    pub tone: &'static str,
}

/// A table as files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExportRow {
    /// What it holds.
    pub title: String,
    /// The files, by format.
    pub files: Vec<Link>,
}
