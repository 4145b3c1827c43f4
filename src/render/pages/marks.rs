//! Signs and words that many pages show: states of clauses, document chips, dates with their distance.

use super::Site;
use crate::base::{Date, SitePath};
use crate::handbook::{ClauseCoverage, EntryIdx, ItemRef, Review, State};
use crate::model::Status;
use crate::render::figure::Sign;
use crate::render::view::{self, Chip, ChipKind, When};

impl Site<'_> {
    /// The sign of a clause.
    pub(super) fn sign(&self, it: &ClauseCoverage) -> Sign {
        match it.state {
            State::Heading => Sign::Heading,
            State::Excluded => Sign::NotApplicable,
            State::Gap => Sign::Gap,
            State::Drafted => Sign::Drafted,
            _ if it.partial => Sign::Partial,
            _ => Sign::Covered,
        }
    }

    /// The state of a clause with its word and rung.
    pub(super) fn state(&self, it: &ClauseCoverage) -> view::State {
        let sign = self.sign(it);
        let (step, key) = match it.state {
            State::Heading | State::Excluded | State::Gap => (0, ""),
            State::Drafted => (1, "state.drafted"),
            State::Documented => (2, "state.documented"),
            State::Evidenced => (3, "state.evidenced"),
            State::Audited => (4, "state.audited"),
        };
        let state = view::State::new(sign, self.sign_word(sign));
        if key.is_empty() { state } else { state.on_step(step, self.words().get(key)) }
    }

    /// The word of a sign.
    pub(super) fn sign_word(&self, sign: Sign) -> &str {
        self.words().get(match sign {
            Sign::Covered => "sign.covered",
            Sign::Partial => "sign.partial",
            Sign::Drafted => "sign.drafted",
            Sign::Gap => "sign.gap",
            Sign::Heading => "sign.heading",
            Sign::NotApplicable => "sign.excluded",
            Sign::Derived => "sign.derived",
        })
    }

    /// Proof of a document's approval. History is not read yet, so front matter's word is all there is.
    pub(super) fn proof(&self, entry: EntryIdx) -> &'static str {
        let claims = self.handbook.entries[entry].document.status.as_ref().is_some_and(|it| it.value == Status::Approved);
        if claims { "claimed" } else { "" }
    }

    /// A level of proof in a word.
    pub(super) fn proof_word(&self, level: &str) -> String {
        if level.is_empty() { String::new() } else { self.words().get(&format!("proof.{level}")).to_owned() }
    }

    /// A document as a chip; records are plain.
    pub(super) fn document_chip(&self, from: &SitePath, entry: EntryIdx) -> Chip {
        let document = &self.handbook.entries[entry].document;
        let kind = self.handbook.config.types.documents.get(&document.kind.value);
        let record = kind.is_some_and(|it| it.column == "record");
        let proof = if record { "" } else { self.proof(entry) };
        Chip {
            kind: if record { ChipKind::Record } else { ChipKind::Document },
            id: document.id.value.to_string(),
            title: document.title.value.clone(),
            href: self.document_href(from, entry),
            proof,
            proof_word: self.proof_word(proof),
            rest: if self.handbook.entries[entry].in_force(self.handbook.as_of) {
                String::new()
            } else {
                self.status_word(entry)
            },
        }
    }

    /// An entry of a register as a chip; a document that is the entry as a document's.
    pub(super) fn item_chip(&self, from: &SitePath, at: ItemRef) -> Chip {
        match self.handbook.item(at).filter(|_| at.item.is_some()) {
            Some(item) => Chip {
                kind: ChipKind::Record,
                id: item.id.value.to_string(),
                title: item.title.clone(),
                href: self.item_href(from, at),
                ..Chip::default()
            },
            None => self.document_chip(from, at.entry),
        }
    }

    /// A document's status in a word.
    pub(super) fn status_word(&self, entry: EntryIdx) -> String {
        let status = self.handbook.entries[entry].document.status.as_ref().map(|it| it.value);
        let key = match status {
            Some(Status::Draft) => "status.draft",
            Some(Status::InReview) => "status.in-review",
            Some(Status::Approved) => "status.approved",
            Some(Status::Retired) => "status.retired",
            None => "status.none",
        };
        self.words().get(key).to_owned()
    }

    /// A status that is worth a pill: its words and look; empty for what is simply approved.
    pub(super) fn status_pill(&self, entry: EntryIdx) -> (String, &'static str) {
        let document = &self.handbook.entries[entry].document;
        let version = document.version.as_ref().map_or(String::new(), |it| format!("{} ", it.value));
        let word = self.status_word(entry).to_lowercase();
        match document.status.as_ref().map(|it| it.value) {
            Some(Status::Approved) | None => (String::new(), ""),
            Some(Status::Draft) => (format!("{version}{word}"), "draft"),
            Some(Status::InReview) => (format!("{version}{word}"), "review"),
            Some(Status::Retired) => (self.status_word(entry), "retired"),
        }
    }

    /// When a document's review is due.
    pub(super) fn review_when(&self, entry: EntryIdx) -> When {
        let (due, tone) = match self.handbook.entries[entry].review {
            Review::NotNeeded => return When::default(),
            Review::Never => {
                let day = self.words().get("review.never").to_owned();
                return When { day, distance: String::new(), tone: "overdue" };
            }
            Review::Current { due } => (due, ""),
            Review::DueSoon { due } => (due, "soon"),
            Review::Late { due } | Review::Overdue { due } => (due, "overdue"),
        };
        When { day: self.date(due), distance: self.words().due(due, self.handbook.as_of), tone }
    }

    /// A day something is due, late once it has passed.
    pub(super) fn due_when(&self, due: Date, open: bool) -> When {
        let late = open && due < self.handbook.as_of;
        let distance = if open { self.words().due(due, self.handbook.as_of) } else { String::new() };
        When { day: self.date(due), distance, tone: if late { "overdue" } else { "" } }
    }

    /// A day as shown.
    pub(super) fn date(&self, date: Date) -> String {
        self.words().date(date)
    }

    /// Id and version of a document, as in `PRC-013, version 2.1`.
    pub(super) fn about(&self, entry: EntryIdx) -> String {
        let document = &self.handbook.entries[entry].document;
        match &document.version {
            Some(version) => {
                self.words().with("document.about", &[("id", document.id.value.as_str()), ("version", &version.value)])
            }
            None => document.id.value.to_string(),
        }
    }
}
