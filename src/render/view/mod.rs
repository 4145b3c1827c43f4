//! What templates see: flat, final values. Strings, numbers, lists and ready relative addresses.
//!
//! A template decides nothing and computes nothing beyond loops and conditions over these values. Fields called
//! `html` or `svg` hold finished markup; everything else is text and is escaped.

mod document;
mod home;
mod lists;
mod page;
mod shared;
mod words;

pub use document::{
    ApprovalRow, Backlink, ChangeRow, Check, CheckOutcome, ClauseChip, ClauseGroup, ControlField, DocumentPage, EntryCell,
    EntryRow, EntryTable, RaciActivity, RaciTable, Relation, RevisionRow,
};
pub use home::{DueRow, EditionBlock, EditionRow, HomeFigure, HomePage, RecentChange, Way, WayRow};
pub use lists::{
    DocumentGroup, DocumentsPage, EditionListRow, EditionsPage, GlossaryPage, Letter, ListItem, PlainPage, ProofCount, ProofPage,
    RegisterPage, RegisterRow, SearchPage, Term,
};
pub use page::{
    Action, Banner, BannerKind, EditionButton, Fact, Link, MenuEntry, NavGroup, NavItem, Page, Print, TocEntry, nav_window,
};
pub use shared::{Choice, Day, Part, ProofLevel, ProofMark};
pub use words::{ControlFacts, SheetFacts, control_fields, document_actions, end_mark, main_menu, register_tabs, ways_in};
