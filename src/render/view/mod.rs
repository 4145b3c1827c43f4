//! What templates see: flat, final values. Strings, numbers, lists and ready relative addresses.
//!
//! A template decides nothing and computes nothing beyond loops and conditions over these values. Fields called
//! `html` or `svg` hold finished markup; everything else is text and is escaped.

mod changes;
mod clause;
mod control;
mod cycle;
mod document;
mod exports;
mod home;
mod items;
mod lists;
mod marks;
mod matrix;
mod page;
mod raci;
mod ready;
mod reports;
mod required;
mod role;
mod shared;
mod words;

pub use changes::{ChangedDocument, ChangesGroup, ChangesPage, ClauseChange, ClauseChanges, Reason, RedlinePage};
pub use clause::{
    AskedRow, AuditRow, ClauseBelow, ClauseDocument, ClausePage, NonconformityBlock, RecordRow, RelatedRow, RolePart,
    SectionLink, TreeItem,
};
pub use control::{
    AnchorLine, CommitRow, ContradictionBlock, ControlPage, GapLine, OverdueRow, SignerKey, SignerLine, Standing, UnprovenRow,
};
pub use cycle::{ClauseGrid, CycleAudit, CycleNonconformity, CyclePage, GridAudit, GridCell, GridRow};
pub use document::{
    ApprovalRow, Backlink, ChangeRow, Check, CheckOutcome, ClauseChip, ClauseGroup, ControlField, DocumentPage, EntryCell,
    EntryRow, EntryTable, EventRow, PendingPart, RaciActivity, RaciTable, Relation, ReviewLine, RevisionRow,
};
pub use exports::{ExportFile, ExportTable, ExportsPage};
pub use home::{DueRow, EditionBlock, EditionRow, HomeFigure, HomePage, RecentChange, Way, WayRow};
pub use items::{ItemGroup, ItemRow, ItemsPage};
pub use lists::{
    DocumentGroup, DocumentsPage, EditionListRow, EditionsPage, GlossaryPage, Letter, ListItem, PlainPage, ProofCount, ProofPage,
    RegisterPage, RegisterRow, SearchPage, Term,
};
pub use marks::{Cell, CellKind, Chip, ChipKind, Figure, Segment, State, StripFact, Tab};
pub use matrix::{GapNote, MatrixBlock, MatrixColumn, MatrixPage, MatrixRow, MiniChapter, MiniSign};
pub use page::{
    Action, Banner, BannerKind, EditionButton, Fact, Link, MenuEntry, NavGroup, NavItem, Page, Print, TocEntry, nav_window,
};
pub use raci::{RaciBlock, RaciCell, RaciPage, RaciRole, RaciRow};
pub use ready::Ready;
pub use reports::{ExportRow, ReportGroup, ReportLink, ReportsPage};
pub use required::{BasisNote, RequiredGroup, RequiredPage, RequiredRow};
pub use role::{
    Authority, Duty, HolderRow, RaciCounts, Responsibility, RoleDocument, RoleEntries, RoleLine, RolePage, RolesPage,
};
pub use shared::{Choice, Day, Part, PartStyle, ProofLevel, ProofMark};
pub use words::{ControlFacts, SheetFacts, control_fields, document_actions, end_mark, main_menu, register_tabs, ways_in};

#[cfg(test)]
mod samples;
