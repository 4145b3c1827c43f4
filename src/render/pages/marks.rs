//! Signs and words that many pages show: states of clauses, document chips, dates with their distance.

use super::Site;
use crate::base::{Date, SitePath};
use crate::handbook::{ClauseCoverage, EntryIdx, ItemRef, Review, State};
use crate::model::Status;
use crate::render::figure::Sign;
use crate::render::view::{self, Chip, ChipKind, Day, ProofLevel, ProofMark};

impl Site<'_> {
    /// The state of a clause with its word and rung.
    pub(super) fn state(&self, it: &ClauseCoverage) -> view::State {
        let sign = it.sign();
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
        self.words().get(sign.word())
    }

    /// Level of proof of a document's approval; none where there is none to prove.
    pub(super) fn proof(&self, entry: EntryIdx) -> Option<ProofLevel> {
        self.handbook.entries[entry].control.approval_proof().map(ProofLevel::from)
    }

    /// The same with its word.
    pub(super) fn proof_of(&self, entry: EntryIdx) -> Option<ProofMark> {
        self.proof(entry).map(|level| ProofMark::new(level, self.words()))
    }

    /// A document as a chip; records are plain.
    pub(super) fn document_chip(&self, from: &SitePath, entry: EntryIdx) -> Chip {
        let document = &self.handbook.entries[entry].document;
        let kind = self.handbook.config.types.documents.get(&document.kind.value);
        let record = kind.is_some_and(|it| it.column == "record");
        Chip {
            kind: if record { ChipKind::Record } else { ChipKind::Document },
            id: document.id.value.to_string(),
            title: document.title.value.clone(),
            href: self.document_href(from, entry),
            proof: if record { None } else { self.proof_of(entry) },
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
        self.words().get(&format!("status.{}", self.handbook.status_key(entry))).to_owned()
    }

    /// The same within a line: which words begin with a capital there depends on the language.
    pub(super) fn status_inline(&self, entry: EntryIdx) -> String {
        self.words().get(&format!("status.inline.{}", self.handbook.status_key(entry))).to_owned()
    }

    /// A status that is worth a pill: its words and look; empty for what is simply approved.
    pub(super) fn status_pill(&self, entry: EntryIdx) -> (String, &'static str) {
        if let Some(pill) = self.pending_pill(entry) {
            return pill;
        }
        let document = &self.handbook.entries[entry].document;
        let version = document.version.as_ref().map_or(String::new(), |it| format!("{} ", it.value));
        let word = self.status_inline(entry);
        match document.status.as_ref().map(|it| it.value) {
            Some(Status::Approved) | None => (String::new(), ""),
            Some(Status::Draft) => (format!("{version}{word}"), "draft"),
            Some(Status::InReview) => (format!("{version}{word}"), "review"),
            Some(Status::Retired) => (self.status_word(entry), "retired"),
        }
    }

    /// When a document's review is due.
    pub(super) fn review_day(&self, entry: EntryIdx) -> Day {
        let tone = match self.handbook.entries[entry].review {
            Review::NotNeeded => return Day::default(),
            Review::Never => {
                let text = self.words().get("review.never").to_owned();
                return Day { text, tone: String::from("overdue"), ..Day::default() };
            }
            Review::Current { .. } => "",
            Review::DueSoon { .. } => "soon",
            Review::Late { .. } | Review::Overdue { .. } => "overdue",
        };
        let day = self.handbook.entries[entry].review.due().map(|due| self.due_day(due, true));
        Day { tone: tone.to_owned(), ..day.unwrap_or_default() }
    }

    /// A day something is due, late once it has passed and nothing was done.
    pub(super) fn due_day(&self, due: Date, open: bool) -> Day {
        let late = open && due < self.handbook.as_of;
        let distance = if open { self.words().due(due, self.handbook.as_of) } else { String::new() };
        let tone = if late { "overdue" } else { "" };
        Day { distance, tone: tone.to_owned(), ..Day::new(due, self.words()) }
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
