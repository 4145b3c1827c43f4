//! What history proves, in the reader's words: sentences with their commits, levels, and why something is not known.

use super::Site;
use crate::base::{CommitId, Date, Digest, SitePath};
use crate::handbook::document_control::{Carrier, DocumentControl, Event, Piece, RevisionRecord, Run, Sentence, Signing};
use crate::handbook::{EntryIdx, HistoryState};
use crate::render::view::{Day, Part, PartStyle};
use crate::source::{CommitIdx, Gap, History, NoHistory, Past, RevisionFacts};

/// Revisions and events beyond these are counted and not listed: git lists them.
pub(super) const MOST_ROWS: usize = 60;

impl Site<'_> {
    /// Why documents are not judged by history, in a sentence; `None` if they are.
    pub(super) fn unjudged(&self) -> Option<String> {
        let words = self.words();
        Some(match &self.handbook.control.state {
            HistoryState::Judged => return None,
            HistoryState::NotKept => words.get("history.not_kept").to_owned(),
            HistoryState::Unknown(why) => match why {
                NoHistory::Off => words.get("history.off").to_owned(),
                NoHistory::NoRepository => words.get("history.no_repository").to_owned(),
                NoHistory::Unborn => words.get("history.unborn").to_owned(),
                NoHistory::NotCommitted => words.get("history.not_committed").to_owned(),
                NoHistory::ForeignOwner(_) => words.get("history.foreign").to_owned(),
                NoHistory::Unsupported(what) => words.with("history.unsupported", &[("what", what)]),
                NoHistory::Unreadable(what) => words.with("history.unreadable", &[("what", what)]),
            },
        })
    }

    /// What to do so that documents are judged by history; `None` if they are.
    pub(super) fn unjudged_remedy(&self) -> Option<String> {
        let words = self.words();
        Some(match &self.handbook.control.state {
            HistoryState::Judged => return None,
            HistoryState::NotKept => words.get("history.not_kept.remedy").to_owned(),
            HistoryState::Unknown(why) => match why {
                NoHistory::Off => words.get("history.off.remedy").to_owned(),
                NoHistory::NoRepository => words.get("history.no_repository.remedy").to_owned(),
                NoHistory::Unborn | NoHistory::NotCommitted => words.get("history.not_committed.remedy").to_owned(),
                NoHistory::ForeignOwner(folder) => words.with("history.foreign.remedy", &[("folder", folder)]),
                NoHistory::Unsupported(_) => words.get("history.unsupported.remedy").to_owned(),
                NoHistory::Unreadable(_) => words.get("history.unreadable.remedy").to_owned(),
            },
        })
    }

    /// The past, if there is one.
    pub(super) fn past(&self) -> Option<&Past> {
        match &self.inputs.history {
            History::Known(past) => Some(past),
            History::Unknown(_) => None,
        }
    }

    /// The id of a commit.
    pub(super) fn commit_id(&self, at: CommitIdx) -> Option<&CommitId> {
        self.past()?.commits.get(at).map(|it| &it.id)
    }

    /// A sentence about control in the site's language; its commits lead to where the document's page shows them.
    pub(super) fn said(&self, path: &SitePath, entry: impl Into<Option<EntryIdx>>, sentence: &Sentence) -> Vec<Part> {
        let entry = entry.into();
        let key = format!("control.{}", sentence.key);
        let words = self.words().get(&key);
        let pattern = if words == key { sentence.pattern() } else { words };
        let mut parts = Vec::new();
        for run in sentence.runs(pattern) {
            match run {
                Run::Words(words) => parts.push(Part::text(words)),
                Run::Piece(Piece::Commit(id)) => parts.push(self.commit_part(path, entry, id)),
                Run::Piece(Piece::Day(day)) => parts.push(Part::text(self.date(*day))),
                Run::Piece(Piece::Inner(inner)) => parts.extend(without_stop(self.said(path, entry, inner))),
                Run::Piece(piece @ Piece::Text(text)) => {
                    let key = sentence.parts.iter().any(|(name, it)| *name == "key" && it == piece);
                    let style = if key { PartStyle::Code } else { PartStyle::Plain };
                    parts.push(Part::text(text.clone()).set(style));
                }
            }
        }
        parts
    }

    /// A commit, short, leading to its row on the document's page if it has one there.
    pub(super) fn commit_part(&self, path: &SitePath, entry: Option<EntryIdx>, id: &CommitId) -> Part {
        let href = entry.and_then(|idx| {
            let it = &self.handbook.entries[idx];
            let anchor = commit_anchor(&it.control, id)?;
            Some(if it.page == *path { format!("#{anchor}") } else { format!("{}#{anchor}", path.link_to(&it.page)) })
        });
        Part { text: id.short().to_owned(), href, style: PartStyle::Code }
    }

    /// The day something came to the branch, or why that is not known.
    pub(super) fn landing_day(&self, landed: Option<Date>) -> Day {
        match landed {
            Some(day) => self.day(day),
            None => Day { text: self.words().get(self.day_withheld()).to_owned(), ..Day::default() },
        }
    }

    /// From when a document's text applies: the day it states, else the day the approval of the text in force came to the branch.
    pub(super) fn in_force_since(&self, entry: EntryIdx) -> Option<Date> {
        let it = &self.handbook.entries[entry];
        let stated = it.document.effective.as_ref().map(|it| it.value);
        let approved = || {
            let text = it.control.text_in_force().filter(|_| self.handbook.control.state.is_judged())?;
            text.effective.or(it.control.events.get(text.approved_by?)?.landed)
        };
        approved().or(stated.filter(|day| *day <= self.handbook.as_of))
    }

    /// Whether a section says something else than at the last review. Where that review or its text is not known, it is not told.
    pub(super) fn changed_since_review(&self, entry: EntryIdx, section: usize) -> bool {
        let it = &self.handbook.entries[entry];
        let Some(heading) = it.document.parsed.outline.get(section).map(|it| it.title.as_str()) else { return false };
        let Some(then) = self.reviewed_facts(entry) else { return false };
        let parts = |facts: &RevisionFacts| -> Vec<Digest> {
            facts.sections.iter().filter(|it| it.title == heading).map(|it| it.digest).collect()
        };
        let (now, then) = (parts(&it.written.facts), parts(then));
        !now.is_empty() && now != then
    }

    /// What the text said that was last reviewed: the one the recorded review speaks of, else the first that claims its day.
    fn reviewed_facts(&self, entry: EntryIdx) -> Option<&RevisionFacts> {
        let control = &self.handbook.entries[entry].control;
        let past = self.past().filter(|_| self.handbook.control.state.is_judged())?;
        let facts = |it: &RevisionRecord| past.facts.get(it.blob.as_ref()?);
        let recorded = control.review.event.and_then(|at| control.events.get(at)?.digest);
        let of_event = recorded.and_then(|digest| control.revisions.iter().find(|it| it.digest == Some(digest)));
        let claims =
            |it: &&RevisionRecord| facts(it).is_some_and(|it| it.reviewed.is_some() && it.reviewed == control.review.last);
        of_event.or_else(|| control.revisions.iter().rev().find(claims)).and_then(facts)
    }

    /// Key of the words that say why a day is withheld.
    fn day_withheld(&self) -> &'static str {
        let gaps = self.past().map_or(&[][..], |it| &it.gaps);
        let shallow = gaps.iter().any(|it| matches!(it, Gap::Shallow(_)));
        match (shallow, gaps.is_empty()) {
            (true, _) => "day.withheld.shallow",
            (false, false) => "day.withheld.gaps",
            (false, true) => "day.withheld",
        }
    }
}

/// The anchor of the row that shows a commit: of the event it records or signs, else of the text it wrote.
fn commit_anchor(control: &DocumentControl, id: &CommitId) -> Option<String> {
    let signed = |it: &Event| match &it.signing {
        Signing::Valid(signer) => matches!(&signer.on, Carrier::Landing(on) if on == id),
        _ => false,
    };
    let events = || control.events.iter().take(MOST_ROWS);
    let event = events().find(|it| it.id == *id).or_else(|| events().find(|it| signed(it)));
    let text = || control.revisions.iter().take(MOST_ROWS).find(|it| it.id.as_ref() == Some(id));
    event.map(|it| event_anchor(&it.id)).or_else(|| text().map(|_| text_anchor(id)))
}

/// Anchor of an event's row.
pub(super) fn event_anchor(id: &CommitId) -> String {
    format!("page:event-{}", id.short())
}

/// Anchor of a text's row.
pub(super) fn text_anchor(id: &CommitId) -> String {
    format!("page:text-{}", id.short())
}

/// A sentence that goes into another one: without its full stop.
fn without_stop(mut parts: Vec<Part>) -> Vec<Part> {
    if let Some(last) = parts.last_mut() {
        last.text.truncate(last.text.trim_end_matches('.').len());
    }
    parts
}
