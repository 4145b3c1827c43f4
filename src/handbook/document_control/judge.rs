//! The judgement of all documents, and of the handbook as a whole.

use super::claims::{self, Claims};
use super::{Basis, ControlReport, DocumentControl, Figures, HistoryState, Sentence, Subject, register, timeline};
use crate::source::History;

/// Judges every document, in their order, and the handbook. Total.
pub fn judge(subjects: &[Subject<'_>], basis: Basis<'_>) -> (Vec<DocumentControl>, ControlReport) {
    let settings = &basis.config.settings;
    let state = match basis.history {
        History::Unknown(why) => HistoryState::Unknown(why.clone()),
        History::Known(_) => HistoryState::NotKept,
    };
    let why = match &state {
        HistoryState::Unknown(_) => Sentence::new("history.unknown"),
        HistoryState::Judged | HistoryState::NotKept => Sentence::new("history.not-kept"),
    };
    let controls: Vec<DocumentControl> =
        subjects.iter().map(|&it| claims::unproven(&Claims::of(it, basis.config), settings, basis.as_of, &why)).collect();
    let rows = subjects.iter().map(|it| register::Row::of(*it));
    let report = ControlReport {
        state,
        head: None,
        n_commits: 0,
        gaps: Vec::new(),
        register: register::register_digest(rows),
        anchors: Vec::new(),
        authority: Vec::new(),
        bulk_edits: Vec::new(),
        doubts: Vec::new(),
        from: timeline::first_day(settings, basis.as_of),
        to: basis.as_of,
        figures: Figures { documents: subjects.len(), ..Figures::default() },
        quarters: Vec::new(),
        signers: Vec::new(),
    };
    (controls, report)
}
