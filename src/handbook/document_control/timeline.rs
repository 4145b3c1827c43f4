//! A document's past as spans and marks, for the figure.

use crate::base::Date;
use crate::config::Settings;

use super::{EventKind, Proof};

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
