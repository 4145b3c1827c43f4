//! All documents of one edition together: ids, links, roles, navigation, coverage, review dates.
//!
//! Facts are found here and judged in `check`; pages show them. Nothing is reported from here.

mod active;
pub mod address;
mod assemble;
mod assessment;
pub mod changes;
mod coverage;
mod cycle;
pub mod document_control;
mod evidence;
mod former;
mod ids;
mod links;
mod nav;
mod pending;
mod phrases;
mod required;
mod review;
mod roles;
mod tables;
mod uses;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Date, FrameworkId, RepoPath, SitePath};
use crate::catalogue::{Catalogue, Framework};
use crate::config::Config;
use crate::model::{Document, Item};

pub use active::active_content;
pub use assemble::{Sources, assemble};
pub use assessment::{Answer, RiskFactors, Scheme, Sign, Standing, answers, is_open, risk_factors, shown_number};
pub use coverage::{ClauseCoverage, Coverage, DemandState, FrameworkCoverage, State, Tagged};
pub use cycle::{CertificationCycle, Dated};
pub use document_control::{ControlReport, DocumentControl, HistoryState, Proof, Written};
pub(crate) use evidence::names;
pub use evidence::{AuditFacts, Record, matching_demands};
pub use former::Former;
pub use ids::{Ids, Target};
pub use links::{Backlink, Broken, Links, Resolved};
pub use nav::{Nav, NavGroup};
pub use pending::{Applies, Pending, pending, texts_in_force};
pub use phrases::{Mention, Phrases};
pub use required::RequiredItem;
pub use review::Review;
pub(crate) use roles::letters;
pub use roles::{Holder, RaciUse, RoleFacts, RoleIdx, Roles};
pub use tables::{TableFormat, TableKind, calendar_file, exports_page, table_file, workbook_file};
pub use uses::Bearer;

/// A document's place in `Handbook::entries`.
pub type EntryIdx = usize;

/// A document with what is known of it from outside.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its file.
    pub path: RepoPath,
    /// What the file claims.
    pub document: Arc<Document>,
    /// Its page.
    pub page: SitePath,
    /// Navigation group, as index of `Nav::groups`.
    pub group: usize,
    /// State of its review on the day; the same as `control.review.state`.
    pub review: Review,
    /// Its text.
    pub written: Written,
    /// What history proves of what it claims.
    pub control: Arc<DocumentControl>,
    /// A text that is not in force, on a site that shows the texts in force. If no text of the document is, this entry is that one.
    pub pending: Option<Pending>,
}

impl Entry {
    /// A text of it applies on the day: the built one as it claims, or an earlier one as history shows. Not if it is withdrawn, or
    /// history contradicts its approval.
    pub fn in_force(&self, day: Date) -> bool {
        use crate::model::Status;
        let approved = self.document.status.as_ref().is_some_and(|it| it.value == Status::Approved);
        let claimed = approved && self.document.effective.as_ref().is_none_or(|it| it.value <= day);
        let shown = self.control.in_force.is_some();
        !self.is_only_pending() && !self.document.is_retired() && !self.control.is_disputed() && (claimed || shown)
    }

    /// No text of it is in force, and the site shows the texts in force.
    pub fn is_only_pending(&self) -> bool {
        self.pending.as_ref().is_some_and(|it| it.in_force.is_none())
    }

    /// Counts as documenting a clause: in force and its review not overdue beyond grace.
    pub fn counts(&self, day: Date) -> bool {
        self.in_force(day) && !self.review.is_overdue()
    }
}

/// One edition, put together.
#[derive(Clone, Debug)]
pub struct Handbook {
    /// The day everything is judged on.
    pub as_of: Date,
    /// What is known of control as a whole.
    pub control: ControlReport,
    /// Documents, ordered by path.
    pub entries: Vec<Entry>,
    /// Who is meant by an id.
    pub ids: Ids,
    /// What is odd about the tags of editions, by name of the tag.
    pub tag_troubles: Vec<(String, document_control::EditionTrouble)>,
    /// What documents were known by before.
    pub former: Former,
    /// Where links lead, and from where.
    pub links: Links,
    /// Roles and their holders.
    pub roles: Roles,
    /// Groups and order of documents.
    pub nav: Nav,
    /// Coverage of each framework in use.
    pub coverage: Coverage,
    /// Entries by kind, in the order of their ids.
    pub items: BTreeMap<String, Vec<ItemRef>>,
    /// Files that are not documents, and where they go in the site.
    pub attachments: BTreeMap<RepoPath, SitePath>,
    /// The settings.
    pub config: Config,
    /// Built-in and user's frameworks.
    pub catalogue: Catalogue,
}

/// An entry of a register, by its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemRef {
    /// The document that holds it.
    pub entry: EntryIdx,
    /// Its place in the document's entries; `None` if the document is the entry.
    pub item: Option<usize>,
}

impl Handbook {
    /// The entry an index speaks of.
    pub fn item(&self, at: ItemRef) -> Option<&Item> {
        let document = &self.entries.get(at.entry)?.document;
        match at.item {
            Some(item) => document.entries.get(item),
            None => document.item.as_ref(),
        }
    }

    /// All entries of a kind.
    pub fn items_of<'a>(&'a self, kind: &str) -> impl Iterator<Item = (ItemRef, &'a Item)> + use<'a> {
        let refs: &[ItemRef] = self.items.get(kind).map_or(&[], Vec::as_slice);
        refs.iter().filter_map(|&at| Some((at, self.item(at)?)))
    }

    /// The role that owns a document, if it names one that exists.
    pub fn owner_of(&self, entry: &Entry) -> Option<RoleIdx> {
        self.roles.find(&entry.document.owner.as_ref()?.value)
    }

    /// The primary framework, if it exists.
    pub fn primary_framework(&self) -> Option<(&Framework, &FrameworkCoverage)> {
        let framework = self.catalogue.framework(self.primary())?;
        Some((framework, self.coverage.iter().find(|it| it.framework == framework.id)?))
    }

    /// Id of the primary framework.
    pub fn primary(&self) -> &FrameworkId {
        &self.config.settings.frameworks[0].value
    }
}
