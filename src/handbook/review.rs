//! When a document's review is due, from the day of the last one.

use crate::base::{Cycle, Date};
use crate::config::Settings;
use crate::model::Status;

/// State of a document's review on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Is not reviewed: a record, a withdrawn document, or one without a review cycle.
    NotNeeded,
    /// Has a review cycle and no usable review date: fails closed.
    Never,
    /// Reviewed in time.
    Current {
        /// Next review.
        due: Date,
    },
    /// Will be due within the configured time.
    DueSoon {
        /// Next review.
        due: Date,
    },
    /// Due date passed, within grace.
    Late {
        /// When it was due.
        due: Date,
    },
    /// Due date passed beyond grace.
    Overdue {
        /// When it was due.
        due: Date,
    },
}

impl Review {
    /// Judges the day of the last review on a day. A day in the future is no review.
    pub(super) fn judge(
        cycle: Option<Cycle>,
        status: Option<Status>,
        reviewed: Option<Date>,
        settings: &Settings,
        day: Date,
    ) -> Self {
        let Some(cycle) = cycle else { return Self::NotNeeded };
        if status == Some(Status::Retired) {
            return Self::NotNeeded;
        }
        let Some(reviewed) = reviewed.filter(|&it| it <= day) else {
            // What was never approved has had no review to repeat.
            return if status == Some(Status::Approved) { Self::Never } else { Self::NotNeeded };
        };
        let due = reviewed.plus(cycle);
        if due.plus(settings.grace) < day {
            Self::Overdue { due }
        } else if due < day {
            Self::Late { due }
        } else if due <= day.plus(settings.due_soon) {
            Self::DueSoon { due }
        } else {
            Self::Current { due }
        }
    }

    /// When the review is or was due.
    pub fn due(self) -> Option<Date> {
        match self {
            Self::NotNeeded | Self::Never => None,
            Self::Current { due } | Self::DueSoon { due } | Self::Late { due } | Self::Overdue { due } => Some(due),
        }
    }

    /// Overdue beyond grace, or never reviewed at all.
    pub fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::Never)
    }

    /// Past its due date, within grace or beyond.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Overdue { .. } | Self::Never | Self::Late { .. })
    }
}
