//! What templates see: flat, final values. Strings, numbers, lists and ready relative addresses.
//!
//! A template decides nothing and computes nothing beyond loops and conditions over these values. Fields called
//! `html` or `svg` hold finished markup; everything else is text and is escaped.

mod clause;
mod cycle;
mod items;
mod marks;
mod matrix;
mod page;
mod raci;
mod reports;
mod required;
mod role;

pub use clause::{
    AskedRow, AuditRow, ClauseBelow, ClauseDocument, ClausePage, NonconformityBlock, RecordRow, RelatedRow, RolePart,
    SectionLink, TreeItem,
};
pub use cycle::{ClauseGrid, CycleAudit, CycleNonconformity, CyclePage, GridAudit, GridCell, GridRow};
pub use items::{ItemGroup, ItemRow, ItemsPage};
pub use marks::{Cell, CellKind, Chip, ChipKind, Figure, Segment, State, StripFact, Tab, When};
pub use matrix::{GapNote, MatrixBlock, MatrixColumn, MatrixPage, MatrixRow, MiniChapter, MiniSign};
pub use page::{
    Action, Banner, BannerKind, EditionButton, Fact, Link, MenuEntry, NavGroup, NavItem, Page, Print, TocEntry, nav_window,
};
pub use raci::{RaciBlock, RaciCell, RaciPage, RaciRole, RaciRow};
pub use reports::{ExportRow, ReportGroup, ReportLink, ReportsPage};
pub use required::{BasisNote, RequiredGroup, RequiredPage, RequiredRow};
pub use role::{
    Authority, Duty, HolderRow, RaciCounts, Responsibility, RoleDocument, RoleEntries, RoleLine, RolePage, RolesPage,
};

#[cfg(test)]
mod samples;
