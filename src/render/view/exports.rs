//! The page that lists all files to take away.

use serde::Serialize;

use super::Page;

/// The page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExportsPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the page is about.
    pub lead: String,
    /// Tables, each as several files; what holds them all comes first.
    pub tables: Vec<ExportTable>,
}

/// A table as files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExportTable {
    /// Its title.
    pub title: String,
    /// The page that shows it; empty for none.
    pub href: String,
    /// What it holds.
    pub about: String,
    /// How many rows it has; empty where that says nothing.
    pub rows: String,
    /// The files.
    pub files: Vec<ExportFile>,
}

/// A file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ExportFile {
    /// Its format.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its size, as in `12 kB`.
    pub size: String,
}
