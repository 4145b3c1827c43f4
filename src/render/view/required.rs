//! The documented information a framework requires, and where it is.

use serde::Serialize;

use super::{Chip, Link, Page, Segment, State, StripFact, Tab};

/// Every item of a framework.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequiredPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the table answers.
    pub lead: String,
    /// Frameworks that require documented information.
    pub frameworks: Vec<Tab>,
    /// Facts below the title.
    pub strip: Vec<StripFact>,
    /// Choices of the filter.
    pub segments: Vec<Segment>,
    /// What is counted.
    pub counted: String,
    /// What the words in the column "Basis" mean.
    pub bases: Vec<BasisNote>,
    /// Whether a column gives the letter of 7.5.4.
    pub letters: bool,
    /// Chapters.
    pub groups: Vec<RequiredGroup>,
    /// Files with the same facts.
    pub exports: Vec<Link>,
}

/// What a basis means.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BasisNote {
    /// The word.
    pub word: String,
    /// What it means.
    pub text: String,
}

/// A chapter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequiredGroup {
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Such as "12 of 14".
    pub summary: String,
    /// The signs below it, apart by spaces.
    pub has: String,
    /// Items.
    pub rows: Vec<RequiredRow>,
}

/// One item.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequiredRow {
    /// Anchor of the row.
    pub anchor: String,
    /// Number of the clause.
    pub number: String,
    /// Page of the clause.
    pub href: String,
    /// The item, in our words.
    pub item: String,
    /// "Document" or "Record".
    pub kind: String,
    /// Such as "Explicit".
    pub basis: String,
    /// Letter of 7.5.4 that lists it too; empty for none.
    pub letter: String,
    /// Where it is.
    pub places: Vec<Chip>,
    /// What is missing; empty when nothing is.
    pub missing: String,
    /// State.
    pub state: State,
}
