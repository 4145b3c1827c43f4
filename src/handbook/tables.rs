//! Which tables a handbook gives away as files, what they are called, and the page that shows each.

use super::address::{control_page, cycle_page, items_page, matrix_page, raci_page, register_page, required_page, roles_page};
use super::{Handbook, NavGroup};
use crate::base::{SitePath, address_of};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// Clauses of a framework with what answers them, by its place in `Handbook::coverage`.
    Matrix(usize),
    /// The master list of documents.
    Register,
    /// Required documented information.
    Required,
    /// Who does what: a row for each role of each activity.
    Raci,
    /// The same with a column for each role.
    RaciMatrix,
    /// Roles and who holds or held them.
    Roles,
    /// What is known of the approval and the review of each document.
    Approvals,
    /// Every approval, review and adoption on record.
    ControlLog,
    /// Audits of the certification cycle.
    Cycle,
    /// Entries of a kind.
    Entries(String),
}

/// Formats of a file with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    /// RFC 4180.
    Csv,
    /// A workbook.
    Xlsx,
    /// One object.
    Json,
}

impl TableFormat {
    /// All of them, in the order shown.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// As shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Json => "JSON",
        }
    }
}

/// The page that lists all files.
pub fn exports_page() -> SitePath {
    SitePath::new("exports/index.html")
}

/// The workbook of all tables.
pub fn workbook_file() -> SitePath {
    SitePath::new("exports/handbook.xlsx")
}

/// The calendar of reviews.
pub fn calendar_file() -> SitePath {
    SitePath::new("exports/reviews.ics")
}

/// The file of a table by its name.
pub fn table_file(name: &str, format: TableFormat) -> SitePath {
    SitePath::new(&format!("exports/{name}.{}", format.ending()))
}

impl TableKind {
    /// Its name: in file names, on the command line, in JSON. No two tables of a handbook have the same.
    pub fn name(&self, handbook: &Handbook) -> String {
        match self {
            Self::Matrix(at) => format!("matrix-{}", address_of(handbook.coverage[*at].framework.as_str())),
            Self::Register => String::from("register"),
            Self::Required => String::from("required"),
            Self::Raci => String::from("raci"),
            Self::RaciMatrix => String::from("raci-matrix"),
            Self::Roles => String::from("roles"),
            Self::Approvals => String::from("approvals"),
            Self::ControlLog => String::from("control-log"),
            Self::Cycle => String::from("certification"),
            Self::Entries(kind) => format!("entries-{}", address_of(kind)),
        }
    }

    /// The page that shows it.
    pub fn page(&self, handbook: &Handbook) -> SitePath {
        match self {
            Self::Matrix(at) => matrix_page(handbook.coverage[*at].framework.as_str()),
            Self::Register => register_page(),
            Self::Required => required_page(),
            Self::Raci | Self::RaciMatrix => {
                let group = handbook.nav.groups.iter().find(|group| handbook.has_raci(group));
                group.map_or_else(roles_page, |group| raci_page(&group.id))
            }
            Self::Roles => roles_page(),
            Self::Approvals | Self::ControlLog => control_page(),
            Self::Cycle => cycle_page(),
            Self::Entries(kind) => items_page(kind),
        }
    }
}

impl Handbook {
    /// All tables, in the order of the list.
    pub fn tables(&self) -> Vec<TableKind> {
        let mut tables: Vec<TableKind> = (0..self.coverage.len()).map(TableKind::Matrix).collect();
        tables.extend([TableKind::Required, TableKind::Register, TableKind::Approvals, TableKind::ControlLog, TableKind::Roles]);
        if self.nav.groups.iter().any(|group| self.has_raci(group)) {
            tables.extend([TableKind::Raci, TableKind::RaciMatrix]);
        }
        tables.push(TableKind::Cycle);
        let known = &self.config.types.item_order;
        tables.extend(known.iter().filter(|kind| self.items.contains_key(*kind)).cloned().map(TableKind::Entries));
        tables
    }

    /// Whether documents of a group say who does what.
    pub fn has_raci(&self, group: &NavGroup) -> bool {
        group.entries.iter().any(|&it| !self.entries[it].document.raci.is_empty())
    }
}
