//! The traceability matrix of one framework.

use serde::Serialize;

use super::{Chip, Link, Page, Segment, State, Tab};

/// The page of a framework's matrix.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MatrixPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the table answers.
    pub lead: String,
    /// Name of the framework, for the caption of the table.
    pub framework: String,
    /// All frameworks.
    pub frameworks: Vec<Tab>,
    /// Heat map; none when there is nothing to draw.
    pub heat_svg: Option<String>,
    /// The same as rows of signs by chapter, for narrow screens.
    pub chapters: Vec<MiniChapter>,
    /// Whether the heat map counts documents, so that its shades need a legend.
    pub shades: bool,
    /// The signs that occur, for the legend.
    pub legend: Vec<State>,
    /// Choices of the filter.
    pub segments: Vec<Segment>,
    /// What is counted, such as "51 of 62 assessable clauses are covered."
    pub counted: String,
    /// What derived links mean; none when there are none.
    pub derived_note: Option<String>,
    /// Whether all links are derived, so that the table must not speak of coverage.
    pub derived_only: bool,
    /// Whether covered clauses show their rung of the ladder.
    pub ladder: bool,
    /// Files with the same facts.
    pub exports: Vec<Link>,
    /// Groups of document types, the columns of the table.
    pub columns: Vec<MatrixColumn>,
    /// Whether the last column says when a clause was audited.
    pub audited_column: bool,
    /// Chapters of the table.
    pub blocks: Vec<MatrixBlock>,
    /// Whether chips carry proof, so that the key below explains it.
    pub proof_key: bool,
}

/// A group of document types.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MatrixColumn {
    /// Its name, such as "Policy, manual".
    pub label: String,
    /// Whether it holds one chip beside another.
    pub wide: bool,
}

/// A chapter as a row of signs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MiniChapter {
    /// Number and title, for where there is room.
    pub name: String,
    /// Number, or a short name.
    pub number: String,
    /// Title.
    pub title: String,
    /// Such as "28 of 30".
    pub summary: String,
    /// One sign for each clause.
    pub signs: Vec<MiniSign>,
}

/// A clause as a sign.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MiniSign {
    /// Where it leads.
    pub href: String,
    /// Number and state, for those who do not see the sign.
    pub name: String,
    /// Its state.
    pub state: State,
}

/// A chapter of the table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MatrixBlock {
    /// Its rows; the first one is the chapter itself.
    pub rows: Vec<MatrixRow>,
}

/// A chapter, group or clause.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MatrixRow {
    /// Whether it is a heading without requirements of its own.
    pub heading: bool,
    /// Depth, from 0.
    pub level: u8,
    /// Anchor of the row.
    pub anchor: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Page of the clause; empty when it has none.
    pub href: String,
    /// For a heading, such as "27 of 30 covered, 2 partial, 1 gap".
    pub summary: String,
    /// For a heading, the signs below it, apart by spaces, so that the filter can hide empty ones.
    pub has: String,
    /// State of the clause.
    pub state: State,
    /// What is missing, in a second line.
    pub missing: String,
    /// Chips for each column, in the order of the columns.
    pub cells: Vec<Vec<Chip>>,
    /// For a gap: what is wrong and what is being done.
    pub gap: Option<GapNote>,
    /// For an excluded clause: why it does not apply.
    pub excluded: Option<String>,
    /// When it was audited last, such as "May 2025".
    pub audited: String,
}

/// What a row without documents says.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GapNote {
    /// Such as "No document addresses this clause."
    pub text: String,
    /// The action against it.
    pub action: Option<Link>,
    /// Owner and date of the action.
    pub rest: String,
    /// Links that a crosswalk suggests, to begin with.
    pub derived: Vec<Chip>,
}
