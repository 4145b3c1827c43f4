//! The register page of one kind of entry: risks, nonconformities, audits, services, suppliers and so on.

use serde::Serialize;

use super::{Cell, Figure, Link, Page, StripFact, Tab};

/// All entries of one kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ItemsPage {
    /// The frame.
    pub page: Page,
    /// Title, such as "Risks".
    pub title: String,
    /// What the register is for.
    pub lead: String,
    /// The registers.
    pub tabs: Vec<Tab>,
    /// Counts below the title.
    pub strip: Vec<StripFact>,
    /// A figure above the table.
    pub figure: Option<Figure>,
    /// Heading above the figure.
    pub figure_title: String,
    /// Heads of the columns behind id and title.
    pub columns: Vec<String>,
    /// Rows, in groups; one group without a title when they are not grouped.
    pub groups: Vec<ItemGroup>,
    /// What stands in place of the table when there are no entries.
    pub empty: String,
    /// Documents the entries are kept in.
    pub sources: Vec<Link>,
    /// Files with the same facts.
    pub exports: Vec<Link>,
}

/// A group of rows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ItemGroup {
    /// Title; empty for none.
    pub title: String,
    /// A note beside it, such as "4 open".
    pub note: String,
    /// Rows.
    pub rows: Vec<ItemRow>,
}

/// One entry.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ItemRow {
    /// Anchor of the row.
    pub anchor: String,
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Place in its document; empty for none.
    pub href: String,
    /// A line below the title.
    pub note: String,
    /// Of an audit: what changed since, if the edition that it saw is known.
    pub since: Option<Link>,
    /// Whether it is done with, so that it may be shown lighter.
    pub closed: bool,
    /// Cells behind the title, in the order of the columns.
    pub cells: Vec<Cell>,
    /// Longer fields, folded: cause, action, customers and so on.
    pub details: Vec<Cell>,
}
