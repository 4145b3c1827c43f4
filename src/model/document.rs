//! A document and its parts, as data.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{ClauseRef, Cycle, Date, DocId, Span, Spanned};
use crate::config::Authority;
use crate::syntax::Parsed;

/// What a document's front matter says of its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Being written.
    Draft,
    /// Waiting for approval.
    InReview,
    /// Said to be approved.
    Approved,
    /// Withdrawn.
    Retired,
}

impl Status {
    /// All words of `status`.
    pub const WORDS: [&'static str; 4] = ["draft", "in-review", "approved", "retired"];

    /// The word in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Approved => "approved",
            Self::Retired => "retired",
        }
    }

    pub(super) fn parse(word: &str) -> Self {
        match word {
            "approved" => Self::Approved,
            "in-review" => Self::InReview,
            "retired" => Self::Retired,
            _ => Self::Draft,
        }
    }
}

/// A claim that a document or section answers a clause, or one point of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseTag {
    /// Where it is written.
    pub span: Span,
    /// As written.
    pub written: String,
    /// The clause meant.
    pub clause: ClauseRef,
    /// The point of the clause; `*` for all.
    pub point: Option<String>,
    /// Answers the clause in part only.
    pub partial: bool,
    /// A remark.
    pub note: Option<String>,
}

/// A claim that this is an item of required documented information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provides {
    /// Where it is written.
    pub span: Span,
    /// The clause that asks for it.
    pub clause: ClauseRef,
    /// Words that pick one item.
    pub words: String,
}

/// A row of a RACI matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaciRow {
    /// What is done.
    pub activity: Spanned<String>,
    /// Roles that do it.
    pub responsible: Vec<Spanned<String>>,
    /// The role that answers for it.
    pub accountable: Vec<Spanned<String>>,
    /// Roles asked before.
    pub consulted: Vec<Spanned<String>>,
    /// Roles told afterwards.
    pub informed: Vec<Spanned<String>>,
}

/// A declared exception from a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Where it stands.
    pub span: Span,
    /// The rule.
    pub rule: Spanned<String>,
    /// Why.
    pub reason: Option<String>,
    /// Last day.
    pub until: Option<Spanned<Date>>,
}

/// A line of the document's own change history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub span: Span,
    /// Version it led to.
    pub version: Option<String>,
    /// Day.
    pub date: Option<Date>,
    /// What changed.
    pub note: String,
}

/// The original of a translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// Id of the original.
    pub id: Spanned<String>,
    /// Version it was made from.
    pub version: Option<String>,
}

/// A commit, and perhaps the sum of the register there, that a record says was handed to somebody outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The beginning of the commit's id, at least seven digits, in lower case.
    pub commit: Spanned<String>,
    /// The register's sum, 64 digits in lower case.
    pub register: Option<String>,
    /// Whom it was handed to.
    pub given_to: Option<String>,
}

/// A value of a field that a type defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A day.
    Date(Date),
    /// A length of time.
    Cycle(Cycle),
    /// A role.
    Role(String),
    /// An id.
    Id(Spanned<String>),
    /// Several ids.
    Ids(Vec<Spanned<String>>),
    /// Clauses.
    Clauses(Vec<ClauseTag>),
    /// Items of required documented information.
    Provides(Vec<Provides>),
    /// What a role may do.
    Authorities(Vec<Authority>),
    /// A number.
    Number(i64),
    /// One of a few words.
    Word(String),
}

/// A field with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedField {
    /// The value.
    pub value: FieldValue,
    /// Where it stands.
    pub span: Span,
}

/// An entry of a register: a risk, an audit, a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Kind of entry.
    pub kind: String,
    /// Its id.
    pub id: Spanned<DocId>,
    /// Its title.
    pub title: String,
    /// A remark.
    pub note: Option<String>,
    /// Fields by name.
    pub fields: BTreeMap<String, TypedField>,
}

impl Item {
    /// A field's text, for texts and words.
    pub fn text(&self, field: &str) -> Option<&str> {
        match &self.fields.get(field)?.value {
            FieldValue::Text(text) | FieldValue::Word(text) | FieldValue::Role(text) => Some(text),
            FieldValue::Id(id) => Some(&id.value),
            _ => None,
        }
    }

    /// A field's date.
    pub fn date(&self, field: &str) -> Option<Date> {
        if let FieldValue::Date(date) = self.fields.get(field)?.value { Some(date) } else { None }
    }

    /// A field's clauses.
    pub fn clauses(&self) -> &[ClauseTag] {
        match self.fields.get("clauses").map(|it| &it.value) {
            Some(FieldValue::Clauses(clauses)) => clauses,
            _ => &[],
        }
    }

    /// A field's number.
    pub fn number(&self, field: &str) -> Option<i64> {
        if let FieldValue::Number(number) = self.fields.get(field)?.value { Some(number) } else { None }
    }
}

/// A document as its file claims it to be.
#[derive(Clone, Debug)]
pub struct Document {
    /// Permanent reference. Made from the path where the file gives none.
    pub id: Spanned<DocId>,
    /// Whether the file or a defaults rule gives the id.
    pub has_id: bool,
    /// Title.
    pub title: Spanned<String>,
    /// Name of the type; empty if none is given.
    pub kind: Spanned<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// Declared version.
    pub version: Option<Spanned<String>>,
    /// Declared status.
    pub status: Option<Spanned<Status>>,
    /// Role that owns it.
    pub owner: Option<Spanned<String>>,
    /// Role that approves it.
    pub approver: Option<Spanned<String>>,
    /// Classification.
    pub classification: Option<Spanned<String>>,
    /// Day from which it applies.
    pub effective: Option<Spanned<Date>>,
    /// Day of the last review, as claimed.
    pub reviewed: Option<Spanned<Date>>,
    /// Declared review cycle.
    pub review_cycle: Option<Spanned<Cycle>>,
    /// Clauses the document as a whole answers.
    pub clauses: Vec<ClauseTag>,
    /// Clauses that sections answer, one list for each heading of the outline.
    pub section_tags: Vec<Vec<ClauseTag>>,
    /// Items of required documented information that it is.
    pub provides: Vec<Provides>,
    /// Related documents.
    pub related: Vec<Spanned<String>>,
    /// Documents it replaces.
    pub supersedes: Vec<Spanned<String>>,
    /// What replaces it.
    pub replaced_by: Option<Spanned<String>>,
    /// Who does what.
    pub raci: Vec<RaciRow>,
    /// Own change history, as written.
    pub changes: Vec<Change>,
    /// Exceptions from rules.
    pub waivers: Vec<Waiver>,
    /// Anchors that were handed out, as a record of it notes them.
    pub anchors: Vec<Anchor>,
    /// Entries it holds.
    pub entries: Vec<Item>,
    /// The entry a document is by itself, for types such as `risk`.
    pub item: Option<Item>,
    /// Navigation group.
    pub group: Option<Spanned<String>>,
    /// Language, if it is not the handbook's.
    pub language: Option<String>,
    /// Original, for a translation.
    pub translation_of: Option<Translation>,
    /// How long a record is kept.
    pub retention: Option<String>,
    /// When a record was made.
    pub date: Option<Spanned<Date>>,
    /// What a record covers.
    pub period: Option<String>,
    /// What a record shows the working of: ids or clauses.
    pub evidence_for: Vec<Spanned<String>>,
    /// Fields that the type defines.
    pub fields: BTreeMap<String, TypedField>,
    /// The file.
    pub parsed: Arc<Parsed>,
}

impl Document {
    /// Place of the front matter's first line, for what is missing in it.
    pub fn head(&self) -> Span {
        Span::new(
            self.parsed.front_span.start as usize,
            self.parsed.front_span.start as usize + if self.parsed.has_front { 3 } else { 0 },
        )
    }

    /// Whether it is withdrawn.
    pub fn is_retired(&self) -> bool {
        self.status.as_ref().is_some_and(|it| it.value == Status::Retired)
    }
}
