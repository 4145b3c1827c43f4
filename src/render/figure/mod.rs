//! Figures as inline SVG, from plain numbers and words.
//!
//! Each function takes values and returns one `<svg>` element. Colours and type come from classes (`theme/css/figures.css`),
//! so that light, dark and print need no second drawing. Positions across are per cent of the width and heights are pixels:
//! a figure fills the place it gets and its text keeps its size. Words come in from the caller in the reader's language.
//! A figure never decides anything; it draws what it is told, clamps what does not fit, and never panics.

mod control_timeline;
mod cycle_timeline;
mod freshness;
mod heat_map;
mod home;
mod risk_matrix;
mod role_holders;
mod sign;
mod svg;

pub use control_timeline::{
    ControlRow, ControlSpan, ControlTimeline, MOST_ROWS as CONTROL_ROWS, QuarterRow, control_timeline, signatures,
};
pub use cycle_timeline::{
    AuditMark, AuditParty, CycleTimeline, CycleYear, Grade, MOST_ROWS as CYCLE_ROWS, NonconformitySpan, cycle_timeline,
};
pub use freshness::{FreshRow, Freshness, Tick, cycle_track, freshness};
pub use heat_map::{HeatChapter, HeatColumn, HeatMap, heat_map};
pub use home::{AuditRule, DocumentBars, ReviewMark, ReviewYear, SpineChapter, audit_rule, coverage_spine, documents, reviews};
pub use risk_matrix::{RiskMatrix, risk_matrix, risk_zone};
pub use role_holders::{Holding, Lane, RoleHolders, Vacancy, role_holders};
pub use sign::Sign;

/// What a figure is called and what it says, for those who do not see it.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Identifier of the figure, unique on its page; letters, digits and `-`.
    pub id: &'a str,
    /// Short title.
    pub title: &'a str,
    /// The numbers of the figure in a sentence or two.
    pub desc: &'a str,
}

#[cfg(test)]
mod tests;
