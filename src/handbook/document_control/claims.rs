//! What a document claims on the day, and its control where history says nothing of it.

use std::sync::Arc;

use super::{Approval, Check, CheckKind, DocumentControl, Proof, ReviewControl, Sentence, Subject, Tick, Timeline};
use crate::base::{Cycle, Date};
use crate::config::{Config, Settings};
use crate::handbook::Review;
use crate::model::Status;
use crate::source::RevisionFacts;

/// What a text of a document says of its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) status: Option<Status>,
    pub(super) version: Option<String>,
    pub(super) effective: Option<Date>,
    pub(super) reviewed: Option<Date>,
    pub(super) owner: Option<String>,
    /// The role that approves.
    pub(super) approver: Option<String>,
    pub(super) cycle: Option<Cycle>,
    /// The approver may not have written the change.
    pub(super) separation: bool,
}

impl Claims {
    /// Of the built text, with what `defaults` rules and the type supply.
    pub(super) fn of(subject: Subject<'_>, config: &Config) -> Self {
        let document = subject.document;
        Self {
            status: document.status.as_ref().map(|it| it.value),
            version: document.version.as_ref().map(|it| it.value.clone()),
            effective: document.effective.as_ref().map(|it| it.value),
            reviewed: document.reviewed.as_ref().map(|it| it.value),
            owner: document.owner.as_ref().map(|it| it.value.clone()),
            approver: document.approver.as_ref().map(|it| it.value.clone()),
            cycle: document.review_cycle.as_ref().map(|it| it.value),
            separation: config.types.documents.get(&document.kind.value).is_some_and(|it| it.separation),
        }
    }

    /// Of an earlier text; what it did not say, `defaults` rules and the type supply as they do today.
    pub(super) fn then(&self, facts: &RevisionFacts, document: &crate::model::Document) -> Self {
        // A value with the place of the front matter's first line was supplied and not written.
        let supplied = |span: crate::base::Span| span == document.head();
        let keep = |now: Option<&crate::base::Spanned<String>>| now.filter(|it| supplied(it.span)).map(|it| it.value.clone());
        let text = |it: &Option<Arc<str>>| it.as_deref().map(str::to_owned);
        let status = facts.status.as_deref().and_then(status_of);
        let status_kept = document.status.as_ref().filter(|it| supplied(it.span)).map(|it| it.value);
        Self {
            status: status.or(status_kept),
            version: text(&facts.version).or_else(|| keep(document.version.as_ref())),
            effective: facts.effective.or(document.effective.as_ref().filter(|it| supplied(it.span)).map(|it| it.value)),
            reviewed: facts.reviewed.or(document.reviewed.as_ref().filter(|it| supplied(it.span)).map(|it| it.value)),
            owner: text(&facts.owner).or_else(|| keep(document.owner.as_ref())),
            approver: text(&facts.approver).or_else(|| keep(document.approver.as_ref())),
            cycle: self.cycle,
            separation: self.separation,
        }
    }

    pub(super) fn is_approved(&self) -> bool {
        self.status == Some(Status::Approved)
    }

    /// State of the review, last reviewed on a day. A day in the future is no review.
    pub(super) fn review(&self, last: Option<Date>, settings: &Settings, day: Date) -> Review {
        Review::judge(self.cycle, self.status, last, settings, day)
    }
}

/// A status as a text of the past has it.
pub(super) fn status_of(word: &str) -> Option<Status> {
    [Status::Draft, Status::InReview, Status::Approved, Status::Retired].into_iter().find(|it| it.name() == word)
}

/// The control of a document of which history says nothing, and why it does not.
pub(super) fn unproven(claims: &Claims, settings: &Settings, day: Date, why: &Sentence) -> DocumentControl {
    let state = claims.review(claims.reviewed, settings, day);
    let last = claims.reviewed.filter(|&it| it <= day);
    let from = super::timeline::first_day(settings, day);
    DocumentControl {
        revisions: Vec::new(),
        events: Vec::new(),
        approval: claims.is_approved().then(|| unproven_approval(why)),
        review: ReviewControl {
            state,
            claimed: claims.reviewed,
            first_seen: None,
            last,
            event: None,
            proof: last.map(|_| Proof::Claimed),
            sentence: match last {
                Some(day) => Sentence::new("review.claimed").day("day", day).inner("why", why.clone()),
                None => Sentence::new("review.none"),
            },
        },
        in_force: None,
        pending: Vec::new(),
        on_record_since: None,
        timeline: Timeline { from, to: day, spans: Vec::new(), marks: Vec::new(), due: state.due() },
        doubts: Vec::new(),
        uncommitted: false,
    }
}

/// An approval that only the document claims, with nothing checked.
pub(super) fn unproven_approval(why: &Sentence) -> Approval {
    let kinds = [CheckKind::Recorded, CheckKind::Authorised, CheckKind::Signature, CheckKind::Unchanged, CheckKind::Dates];
    Approval {
        proof: Proof::Claimed,
        sentence: Sentence::new("approval.unproven").inner("why", why.clone()),
        checks: kinds.map(|kind| Check { kind, tick: Tick::Unknown, sentence: Sentence::new("check.unknown") }),
        commands: Vec::new(),
        event: None,
        earlier: None,
        contradiction: None,
    }
}
