//! Document control: what history proves of what documents claim. Pure: `(claims, history, people, settings, day) → control`.
//!
//! Nothing is contradicted because history is missing, a date that cannot be known is withheld, and nobody gets authority
//! from the change that uses it: people and keys are read as they stood before the landing.

mod claims;
mod judge;
mod keys;
mod record;
mod register;
mod report;
mod sentence;
mod timeline;
mod wording;

use crate::base::{BlobId, Date, RepoPath};
use crate::config::Config;
use crate::model::Document;
use crate::source::{History, RevisionFacts};

pub use judge::judge;
pub use keys::{AuthorityFiles, Keyring, PeopleKeys, Ring, SignerFound};
pub use record::{
    Actor, Approval, Carrier, ChangeKind, Check, CheckKind, Contradiction, DocumentControl, Doubt, Event, EventKind, How,
    Outcome, Proof, ReviewControl, RevisionRecord, Right, Signer, Signing, Tick, Unchecked,
};
pub use register::{Row, register_digest};
pub use report::{
    Anchor, AnchorPlace, AnchorState, AuthorityChange, BulkEdit, ControlReport, Figures, HistoryState, Quarter, SignerRow,
};
pub use sentence::{Piece, Run, Sentence};
pub use timeline::{Mark, SpanKind, Timeline, TimelineSpan};

/// What the built text of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Id of its bytes.
    pub blob: BlobId,
    /// What it says.
    pub facts: RevisionFacts,
}

/// A document that is to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its file.
    pub path: &'a RepoPath,
    /// What it claims.
    pub document: &'a Document,
    /// Its text.
    pub written: &'a Written,
}

/// What documents are judged by.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// Git history.
    pub history: &'a History,
    /// Settings, types and people.
    pub config: &'a Config,
    /// Whose a key was.
    pub keys: &'a dyn Keyring,
    /// The day.
    pub as_of: Date,
}
