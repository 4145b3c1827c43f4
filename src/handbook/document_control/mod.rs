//! Document control: what history proves of what documents claim. Pure: `(claims, history, people, settings, day) → control`.
//!
//! Nothing is contradicted because history is missing, a date that cannot be known is withheld, and nobody gets authority
//! from the change that uses it: people and keys are read as they stood before the landing.

mod anchors;
mod approval;
mod authority;
mod claims;
mod doubts;
mod editions;
mod events;
mod ground;
mod judge;
mod judged;
mod keys;
mod overview;
mod prospect;
mod record;
mod register;
mod report;
mod reviews;
mod sentence;
mod signing;
mod tag_troubles;
mod timeline;
mod trace;
mod wording;

use std::sync::Arc;

use crate::base::{BlobId, Date, RepoPath};
use crate::config::Config;
use crate::model::Document;
use crate::source::{History, RevisionFacts};

pub use anchors::committed_register;
pub use editions::{EditionNotes, EditionRecord, EditionTrouble, NotedEdition, TagSignature, editions, tag_signatures};
pub use judge::judge;
pub use judged::{Judged, JudgedBy, Judgement};
pub use keys::{AuthorityFiles, BroughtKeys, Keyring, PeopleKeys, Ring, SignerFound};
pub use prospect::{Prospect, prospect};
pub use record::{
    Actor, Approval, Carrier, ChangeKind, Check, CheckKind, Contradiction, DocumentControl, Doubt, Event, EventKind, How,
    Outcome, Proof, ReviewControl, RevisionRecord, Right, Signer, Signing, Tick, Unchecked,
};
pub use register::{Row, register_digest};
pub use report::{
    Anchor, AnchorPlace, AnchorState, AuthorityChange, BulkEdit, ControlReport, Figures, HistoryState, Quarter, SignerRow,
};
pub use sentence::{Piece, Run, Sentence};
use tag_troubles::tag_troubles;
pub use timeline::{Mark, SpanKind, Timeline, TimelineSpan};
pub use wording::sentences;

/// What the built text of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Id of its bytes.
    pub blob: BlobId,
    /// What it says.
    pub facts: Arc<RevisionFacts>,
}

/// A document that is to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its file.
    pub path: &'a RepoPath,
    /// What it claims.
    pub document: &'a Arc<Document>,
    /// Its text.
    pub written: &'a Written,
    /// If its text is an earlier one that is in force: how many committed texts are later. `None` for what its file holds.
    pub later: Option<usize>,
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
    /// The day of the build, after which nothing can have been committed. Not before `as_of` for the present.
    pub today: Date,
}
