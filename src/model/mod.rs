//! One parsed file and the settings make a typed document: what its front matter claims.
//!
//! Knows no other document: whether the role, clause or document it names exists is found out in `handbook` and `check`.

mod document;
mod field;
mod front;
mod read;
pub mod revision;

pub use document::{
    Anchor, Change, ClauseTag, Document, FieldValue, Item, Provides, RaciRow, Status, Translation, TypedField, Waiver,
};
pub use front::anchored_commits;
pub use read::read;
pub use revision::{facts, parse_with_facts};
