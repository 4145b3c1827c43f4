//! Document control on the page of a document: the approval with its checks, the last review, texts and events on record.

use super::Site;
use super::control::{MOST_ROWS, event_anchor, text_anchor};
use super::evidence::counted;
use crate::base::SitePath;
use crate::handbook::EntryIdx;
use crate::handbook::document_control::{
    Approval, ChangeKind, CheckKind, Contradiction, Event, EventKind, How, Outcome, Proof, RevisionRecord, Right, Tick,
};
use crate::model::Status;
use crate::render::view::{
    ApprovalRow, Check, CheckOutcome, Day, DocumentPage, EventRow, Part, PartStyle, ProofMark, ReviewLine, RevisionRow,
};

/// The most changed parts that one line names.
const PARTS: usize = 4;

impl Site<'_> {
    /// The approval in a sentence, with its level and checks.
    pub(super) fn approval(&self, path: &SitePath, idx: EntryIdx) -> ApprovalRow {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let version = document.version.as_ref().map_or("", |it| it.value.as_str());
        let approver = document.approver.as_ref().map(|it| self.role_part(path, &it.value));
        let status = document.status.as_ref().map(|it| it.value);
        let judged = entry.control.approval.as_ref();
        match (status, judged, self.unjudged()) {
            (Some(Status::Retired), ..) => ApprovalRow {
                pill: self.status_word(idx),
                sentence: vec![Part::text(self.words().get("approval.retired"))],
                ..ApprovalRow::default()
            },
            (_, Some(approval), None) => self.judged_approval(path, idx, approval),
            (Some(Status::Approved), _, why) => ApprovalRow::claimed(version, approver, &why.unwrap_or_default(), self.words()),
            (Some(Status::InReview), ..) => ApprovalRow::not_approved(true, approver, self.words()),
            (Some(Status::Draft) | None, ..) => ApprovalRow::not_approved(false, approver, self.words()),
        }
    }

    fn judged_approval(&self, path: &SitePath, idx: EntryIdx, approval: &Approval) -> ApprovalRow {
        let words = self.words();
        let mut sentence = self.said(path, idx, &approval.sentence);
        if approval.proof == Proof::Contradicted {
            sentence = strong_start(sentence);
        }
        let check = |it: &crate::handbook::document_control::Check| Check {
            outcome: match it.tick {
                Tick::Yes => CheckOutcome::Yes,
                Tick::No => CheckOutcome::No,
                Tick::Unknown => CheckOutcome::Unknown,
            },
            title: words.get(check_title(it.kind)).to_owned(),
            text: self.said(path, idx, &it.sentence),
        };
        ApprovalRow {
            proof: Some(ProofMark::new(approval.proof.into(), words)),
            pill: String::new(),
            sentence,
            checks: approval.checks.iter().map(check).collect(),
            note: match (approval.contradiction, approval.proof) {
                (Some(contradiction), _) => words.get(clearing(contradiction)).to_owned(),
                (None, Proof::Claimed) => words.get("approval.claimed.remedy").to_owned(),
                _ => String::new(),
            },
            commands: approval.commands.clone(),
        }
    }

    /// The last review and how well it is proven.
    pub(super) fn review_line(&self, path: &SitePath, idx: EntryIdx) -> Option<ReviewLine> {
        let review = &self.handbook.entries[idx].control.review;
        if self.unjudged().is_some() || (review.proof.is_none() && review.state == crate::handbook::Review::NotNeeded) {
            return None;
        }
        Some(ReviewLine {
            proof: review.proof.map(|it| ProofMark::new(it.into(), self.words())),
            sentence: self.said(path, idx, &review.sentence),
        })
    }

    /// Puts what git holds about a document into its view: texts, approvals and reviews.
    pub(super) fn add_history(&self, path: &SitePath, idx: EntryIdx, view: &mut DocumentPage) {
        let control = &self.handbook.entries[idx].control;
        view.review = self.review_line(path, idx);
        let in_force = self.unjudged().is_none().then_some(control.in_force).flatten();
        let links = self.revision_links(path, idx);
        let links_of = |revision: usize| links.iter().filter(|it| it.0 == revision).map(|it| it.1.clone()).collect();
        let shown = control.revisions.iter().take(MOST_ROWS).enumerate();
        view.revisions = shown
            .map(|(at, it)| RevisionRow { redlines: links_of(at), ..self.revision_row(path, idx, it, in_force == Some(at)) })
            .collect();
        view.revisions_command = self.revision_command(idx);
        let older = control.revisions.len().saturating_sub(MOST_ROWS);
        view.revisions_more = if older > 0 { self.words().plural("revisions.more", counted(older)) } else { String::new() };
        view.revisions_note = self.revisions_note(idx);
        if self.unjudged().is_none() {
            let mut events: Vec<EventRow> = control.events.iter().take(MOST_ROWS).map(|it| self.event_row(path, it)).collect();
            for at in (1..events.len()).rev() {
                if events[..at].iter().any(|it| it.full == events[at].full) {
                    events[at].anchor.clear();
                }
            }
            view.events = events;
        }
    }

    fn revisions_note(&self, idx: EntryIdx) -> String {
        let words = self.words();
        let entry = &self.handbook.entries[idx];
        if self.past().is_none() {
            let why = self.unjudged().unwrap_or_default();
            let rest = if entry.document.changes.is_empty() { "revisions.unread.alone" } else { "revisions.unread" };
            return format!("{why} {}", words.get(rest));
        }
        let control = &entry.control;
        let since = match (control.on_record_since, control.revisions.is_empty()) {
            (_, true) => words.get("revisions.none").to_owned(),
            (Some(day), false) => words.with("revisions.since", &[("day", &self.date(day))]),
            (None, false) => words.get("revisions.since.unknown").to_owned(),
        };
        let mut note = format!("{} {since}", words.get("revisions.git"));
        if control.revisions.iter().any(|it| it.boundary) {
            note.push(' ');
            note.push_str(words.get("revisions.boundary"));
        }
        note
    }

    fn revision_row(&self, path: &SitePath, idx: EntryIdx, it: &RevisionRecord, in_force: bool) -> RevisionRow {
        let words = self.words();
        let control = &self.handbook.entries[idx].control;
        let event = it.approved_by.and_then(|at| control.events.get(at)).filter(|_| self.unjudged().is_none());
        let landing = it.landing.filter(|_| it.landing != it.commit).and_then(|at| self.commit_id(at));
        RevisionRow {
            anchor: it.id.as_ref().map_or(String::new(), text_anchor),
            version: Part::text(it.version.clone().unwrap_or_default()),
            mark: if in_force { words.get("revision.in_force").to_owned() } else { String::new() },
            date: match it.commit {
                Some(_) => self.landing_day(it.landed),
                None => Day { text: words.get("revision.uncommitted").to_owned(), ..Day::default() },
            },
            note: self.change_words(it),
            redlines: Vec::new(),
            subject: it.subject.clone(),
            who: it.author.clone().unwrap_or_default(),
            commit: it.id.as_ref().map_or_else(Part::default, |id| self.commit_part(path, None, id)),
            landing: landing.map(|id| self.commit_part(path, None, id)),
            proof: event.map(|it| ProofMark::new(it.proof.into(), words)),
        }
    }

    /// What a revision changed, in a line.
    fn change_words(&self, it: &RevisionRecord) -> String {
        let words = self.words();
        match &it.change {
            ChangeKind::Created if it.boundary => words.get("revision.boundary").to_owned(),
            ChangeKind::Created => words.get("revision.created").to_owned(),
            ChangeKind::Reformatted => words.get("revision.reformatted").to_owned(),
            ChangeKind::Moved(from) => words.with("revision.moved", &[("path", from.as_str())]),
            ChangeKind::Removed => words.get("revision.removed").to_owned(),
            ChangeKind::Unknown => words.get("revision.unknown").to_owned(),
            ChangeKind::Content(names) => {
                let named = |name: &String| match name.as_str() {
                    "title" => words.get("revision.part.title").to_owned(),
                    "front matter" => words.get("revision.part.front").to_owned(),
                    _ => name.clone(),
                };
                let mut list = names.iter().take(PARTS).map(named).collect::<Vec<_>>().join(", ");
                if names.len() > PARTS {
                    list.push_str(&words.plural("revision.parts.more", counted(names.len() - PARTS)));
                }
                if list.is_empty() {
                    words.get("revision.content").to_owned()
                } else {
                    words.with("revision.parts", &[("parts", &list)])
                }
            }
        }
    }

    fn event_row(&self, path: &SitePath, it: &Event) -> EventRow {
        let words = self.words();
        let landing = it.landing.filter(|at| *at != it.commit).and_then(|at| self.commit_id(at));
        EventRow {
            anchor: event_anchor(&it.id),
            date: self.landing_day(it.landed),
            what: self.event_words(it),
            struck: it.of_another,
            how: words
                .get(match it.how {
                    _ if it.of_another => "event.of_another",
                    How::Change => "event.how.change",
                    How::Landing => "event.how.landing",
                    How::Named => "event.how.named",
                    How::Own => "event.how.own",
                })
                .to_owned(),
            who: it.by.name.clone(),
            right: self.right_words(&it.right),
            commit: self.commit_part(path, None, &it.id),
            full: it.id.to_string(),
            landing: landing.map(|id| self.commit_part(path, None, id)),
            proof: ProofMark::new(it.proof.into(), words),
        }
    }

    /// What an event records.
    pub(super) fn event_words(&self, it: &Event) -> String {
        let words = self.words();
        let key = match (it.kind, it.version.is_some()) {
            (EventKind::Approval, true) => "event.approval.version",
            (EventKind::Approval, false) => "event.approval",
            (EventKind::Adoption, true) => "event.adoption.version",
            (EventKind::Adoption, false) => "event.adoption",
            (EventKind::Review(None), _) => "event.review",
            (EventKind::Review(Some(Outcome::NoChange)), _) => "event.review.no_change",
            (EventKind::Review(Some(Outcome::Revised)), _) => "event.review.revised",
            (EventKind::Review(Some(Outcome::Withdraw)), _) => "event.review.withdraw",
        };
        words.with(key, &[("version", it.version.as_deref().unwrap_or_default())])
    }

    fn right_words(&self, right: &Right) -> String {
        let words = self.words();
        match right {
            Right::Held(role) => words.with("event.right.held", &[("role", role)]),
            Right::NotHeld(role, _) => words.with("event.right.not_held", &[("role", role)]),
            Right::NotYet(role, _) => words.with("event.right.not_yet", &[("role", role)]),
            Right::OwnText(role) => words.with("event.right.own_text", &[("role", role)]),
            Right::Stranger(_) => words.get("event.right.stranger").to_owned(),
            Right::NoRole => words.get("event.right.no_role").to_owned(),
            Right::Unknown(_) => words.get("event.right.unknown").to_owned(),
        }
    }
}

fn check_title(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Recorded => "check.recorded",
        CheckKind::Authorised => "check.authorised",
        CheckKind::Signature => "check.signature",
        CheckKind::Unchanged => "check.unchanged",
        CheckKind::Dates => "check.dates",
    }
}

/// Key of the words that say how a contradiction is cleared.
pub(super) fn clearing(contradiction: Contradiction) -> &'static str {
    match contradiction {
        Contradiction::TextChanged => "contradiction.changed.clear",
        Contradiction::NotAuthorized => "contradiction.not_authorized.clear",
        Contradiction::OwnText => "contradiction.own_text.clear",
    }
}

/// The first sentence of words set so that it is read first.
pub(super) fn strong_start(mut parts: Vec<Part>) -> Vec<Part> {
    let Some((first, rest)) = parts.first().and_then(|it| it.text.split_once(". ")) else { return parts };
    let (first, rest) = (Part::text(format!("{first}.")).set(PartStyle::Strong), Part::text(format!(" {rest}")));
    parts.splice(..1, [first, rest]);
    parts
}
