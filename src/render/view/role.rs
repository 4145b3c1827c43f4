//! The index of roles and the page of one role.

use serde::Serialize;

use super::{Chip, Day, Link, NavItem, Page, ProofMark, StripFact};

/// All roles.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RolesPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the page is about.
    pub lead: String,
    /// Facts below the title.
    pub strip: Vec<StripFact>,
    /// Roles in the order of reporting: a role before those that report to it.
    pub roles: Vec<RoleLine>,
    /// RACI matrices by process group.
    pub raci: Vec<Link>,
    /// Files with the same facts.
    pub exports: Vec<Link>,
}

/// One role of the index.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RoleLine {
    /// Title.
    pub title: String,
    /// Page.
    pub href: String,
    /// What it is for.
    pub summary: String,
    /// Depth in the reporting lines, at most 4.
    pub level: u8,
    /// Who holds it, such as "Daniel Okafor"; empty when vacant or collective.
    pub holder: String,
    /// Deputies.
    pub deputy: String,
    /// Why nobody is named: "Vacant since 1 Jun 2024", "Held by a team".
    pub nobody: String,
    /// Whether that is bad news.
    pub vacant: bool,
    /// Documents owned.
    pub owns: usize,
    /// Documents approved.
    pub approves: usize,
    /// Activities it is accountable for.
    pub accountable: usize,
}

/// One role.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RolePage {
    /// The frame.
    pub page: Page,
    /// Such as "16 roles".
    pub list_title: String,
    /// The other roles, or a part of them.
    pub list: Vec<NavItem>,
    /// Title.
    pub title: String,
    /// What it is for.
    pub summary: String,
    /// The role document; none when the role is described in `people.yml` only.
    pub document: Option<Chip>,
    /// Facts below the title.
    pub strip: Vec<StripFact>,
    /// Bad news about holders, such as "Nobody holds this role since 1 Jun 2024."
    pub warning: Option<String>,
    /// Where the names come from.
    pub source_note: String,
    /// Holders over time; none when there are none.
    pub holders_svg: Option<String>,
    /// The same as a table, newest first.
    pub holders: Vec<HolderRow>,
    /// What documents ask of the role.
    pub responsibilities: Vec<Responsibility>,
    /// What it may decide.
    pub authorities: Vec<Authority>,
    /// Documents it owns.
    pub owns: Vec<RoleDocument>,
    /// Documents it approves.
    pub approves: Vec<RoleDocument>,
    /// Entries it owns: risks, nonconformities and so on.
    pub entries: Vec<RoleEntries>,
    /// Its rows in the RACI matrices.
    pub raci: Option<RaciCounts>,
    /// Roles that report to it.
    pub reports: Vec<Link>,
}

/// A person's time in a role.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HolderRow {
    /// Name.
    pub name: String,
    /// Holder or deputy.
    pub part: String,
    /// First day.
    pub from: String,
    /// Last day, or "today".
    pub to: String,
    /// Whether it lasts.
    pub present: bool,
    /// Proof of the appointment; none when it has not been assessed.
    pub proof: Option<ProofMark>,
}

/// What one document asks of the role.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Responsibility {
    /// The document.
    pub document: Link,
    /// Id and version.
    pub about: String,
    /// Single duties.
    pub duties: Vec<Duty>,
}

/// A single duty.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Duty {
    /// The activity, such as "Declare a major incident".
    pub text: String,
    /// Parts in letters, such as `A` and `R`, in that order.
    pub letters: Vec<&'static str>,
    /// The part in words, such as "accountable and responsible".
    pub part: String,
    /// Section it comes from; an empty address for none.
    pub section: Link,
}

/// Something the role may decide.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Authority {
    /// What.
    pub may: String,
    /// Within which limit.
    pub limit: String,
    /// Where it is written.
    pub from: Link,
}

/// A document of the role.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RoleDocument {
    /// Its id, with proof.
    pub chip: Chip,
    /// Title.
    pub title: String,
    /// Status when it is not simply approved.
    pub status: String,
    /// Look of the status: `review`, `draft`, `retired`.
    pub status_tone: &'static str,
    /// Next review.
    pub due: Day,
}

/// Entries of one kind that the role owns.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RoleEntries {
    /// Name of the kind, such as "Risks".
    pub kind: String,
    /// The entries.
    pub entries: Vec<Link>,
    /// Words when more exist than are listed; empty otherwise.
    pub more: String,
}

/// In how many rows of the RACI matrices the role stands, and where.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RaciCounts {
    /// A sentence with the numbers.
    pub sentence: String,
    /// The matrices with the role marked.
    pub matrices: Vec<Link>,
}
