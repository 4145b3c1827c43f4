//! A document's past as spans and marks, for the figure.

use super::claims::{Claims, status_of};
use super::{ChangeKind, Event, EventKind, Proof, ReviewControl, RevisionRecord};
use crate::base::{Date, Digest};
use crate::config::Settings;
use crate::model::Status;

/// A document's past over the configured months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// First day shown.
    pub from: Date,
    /// The day that is judged on.
    pub to: Date,
    /// Spans of state, by beginning. Spans of one kind do not overlap; those of different kinds may.
    pub spans: Vec<TimelineSpan>,
    /// Events, by day.
    pub marks: Vec<Mark>,
    /// When the next review is due.
    pub due: Option<Date>,
}

/// A stretch of days in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimelineSpan {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The state.
    pub kind: SpanKind,
}

/// What a span shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpanKind {
    /// An approved text applied.
    InForce,
    /// A changed text waited for approval.
    InReview,
    /// The review was overdue.
    Overdue,
}

/// An event on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Its day: on record since.
    pub day: Date,
    /// What it was.
    pub kind: EventKind,
    /// What it proves.
    pub proof: Proof,
    /// Its place in `DocumentControl::events`.
    pub event: usize,
}

/// The first day of a timeline that ends on a day.
pub(super) fn first_day(settings: &Settings, day: Date) -> Date {
    day.minus(settings.control.timeline)
}

/// What a timeline is drawn from.
pub(super) struct Course<'a> {
    pub(super) revisions: &'a [RevisionRecord],
    pub(super) events: &'a [Event],
    pub(super) review: &'a ReviewControl,
    /// Review days with the day each became known, in any order.
    pub(super) reviews: Vec<(Date, Date)>,
    pub(super) claims: &'a Claims,
    pub(super) settings: &'a Settings,
    pub(super) day: Date,
}

/// Draws a document's past.
pub(super) fn draw(course: &Course<'_>) -> Timeline {
    let from = first_day(course.settings, course.day);
    let mut spans = in_force(course);
    spans.extend(in_review(course));
    spans.extend(overdue(course));
    let inside = |it: TimelineSpan| {
        let span = TimelineSpan { from: it.from.max(from), to: it.to.min(course.day), ..it };
        (span.from <= span.to).then_some(span)
    };
    let mut spans: Vec<TimelineSpan> = spans.into_iter().filter_map(inside).collect();
    spans.sort();
    let mark = |(event, it): (usize, &Event)| Some(Mark { day: it.landed?, kind: it.kind, proof: it.proof, event });
    let mut marks: Vec<Mark> =
        course.events.iter().enumerate().filter_map(mark).filter(|it| it.day >= from && it.day <= course.day).collect();
    marks.sort();
    Timeline { from, to: course.day, spans, marks, due: course.review.state.due() }
}

/// Whether an event approves a text with some right.
fn approves(event: &Event) -> bool {
    event.kind.approves() && event.proof > Proof::Contradicted
}

/// From the first approved text whose effective day has come, to its removal or withdrawal or to the end.
fn in_force(course: &Course<'_>) -> Vec<TimelineSpan> {
    let effective = |event: &Event| {
        let text = course.revisions.iter().find(|it| it.digest.is_some() && it.digest == event.digest);
        text.and_then(|it| it.effective)
    };
    let begins = |it: &Event| it.landed.map(|landed| effective(it).map_or(landed, |day| day.max(landed)));
    let Some(from) = course.events.iter().filter(|it| approves(it)).filter_map(begins).min() else { return Vec::new() };
    let ended = course
        .revisions
        .first()
        .filter(|it| it.change == ChangeKind::Removed || it.status.as_deref().and_then(status_of) == Some(Status::Retired));
    let to = ended.and_then(|it| it.landed).unwrap_or(course.day);
    vec![TimelineSpan { from, to, kind: SpanKind::InForce }]
}

/// From when a changed text was written to when it was approved, or to the end while it waits.
fn in_review(course: &Course<'_>) -> Vec<TimelineSpan> {
    let approved = |digest: Option<Digest>| {
        course.events.iter().filter(|it| approves(it) && it.digest == digest).filter_map(|it| it.landed).min()
    };
    let mut spans: Vec<TimelineSpan> = Vec::new();
    let mut open: Option<Date> = None;
    for revision in course.revisions.iter().rev().filter(|it| it.digest.is_some()) {
        let begun = match (revision.written, revision.landed) {
            (Some(written), Some(landed)) => Some(written.min(landed)),
            (written, landed) => written.or(landed),
        };
        let done = approved(revision.digest);
        open = open.or(begun).filter(|from| done.is_none_or(|done| *from <= done));
        if let (Some(from), Some(to)) = (open, done) {
            if from < to {
                spans.push(TimelineSpan { from, to, kind: SpanKind::InReview });
            }
            open = None;
        }
    }
    let waits = course.events.iter().any(approves);
    if let Some(from) = open.filter(|_| waits) {
        spans.push(TimelineSpan { from, to: course.day, kind: SpanKind::InReview });
    }
    merged(spans)
}

/// From the day after the due day to the day the next review was on record, where grace was used up.
fn overdue(course: &Course<'_>) -> Vec<TimelineSpan> {
    let Some(cycle) = course.claims.cycle else { return Vec::new() };
    let mut known = course.reviews.clone();
    known.sort();
    let mut spans = Vec::new();
    let mut last: Option<Date> = None;
    for at in 0..known.len() {
        last = last.max(Some(known[at].1));
        let Some(due) = last.map(|it| it.plus(cycle)) else { continue };
        let until = known.get(at + 1).map_or(course.day, |next| next.0.min(course.day));
        if due.plus(course.settings.grace) < until {
            spans.push(TimelineSpan { from: due.plus_days(1), to: until, kind: SpanKind::Overdue });
        }
    }
    merged(spans)
}

/// Spans of one kind, joined where they overlap.
fn merged(mut spans: Vec<TimelineSpan>) -> Vec<TimelineSpan> {
    spans.sort();
    let mut joined: Vec<TimelineSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}
