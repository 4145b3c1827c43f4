//! The RACI matrix of one process group.

use serde::Serialize;

use super::{Link, Page, Tab};

/// Who does what in a process group.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RaciPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the matrix is about.
    pub lead: String,
    /// All process groups.
    pub groups: Vec<Tab>,
    /// A sentence about rows without exactly one accountable role; empty when there are none.
    pub problems: String,
    /// Columns.
    pub roles: Vec<RaciRole>,
    /// Documents with their activities.
    pub blocks: Vec<RaciBlock>,
    /// Files with the same facts.
    pub exports: Vec<Link>,
}

/// A column.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RaciRole {
    /// Title.
    pub title: String,
    /// Page of the role.
    pub href: String,
    /// Anchor; a link to it marks the column.
    pub anchor: String,
}

/// The activities of one document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RaciBlock {
    /// Title of the document.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its activities.
    pub rows: Vec<RaciRow>,
}

/// One activity.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RaciRow {
    /// The activity.
    pub activity: String,
    /// Place in the document; empty for none.
    pub note: String,
    /// What is wrong, such as "no one is accountable"; empty when nothing is.
    pub problem: String,
    /// Parts for each column, in the order of the columns.
    pub cells: Vec<RaciCell>,
}

/// The parts of one role in one activity.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RaciCell {
    /// Letters in the order A, R, C, I; empty for no part.
    pub letters: Vec<&'static str>,
    /// Title of the role, which narrow screens show beside the letters.
    pub role: String,
}
