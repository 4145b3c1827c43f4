//! What changed since an audit: which edition it saw, and the page that tells what became of that edition since.

use super::{EditionShown, PageKind, Site};
use crate::base::{Date, SitePath};
use crate::model::{FieldValue, Item};
use crate::render::view::Link;
use crate::source::Standing;

impl EditionShown {
    /// Whether an audit looked at this edition: it names it, or it names none and was held while this was the current one. What is planned
    /// for later than `as_of` looked at nothing yet.
    pub fn was_seen_by(&self, audit: &Item, as_of: Date) -> bool {
        if self.standing == Standing::Draft {
            return false;
        }
        match audit.fields.get("edition").map(|it| &it.value) {
            Some(FieldValue::Text(name)) => *name == self.name,
            _ => {
                let held = audit.date("date").filter(|&day| day <= as_of);
                held.is_some_and(|day| day >= self.day && self.replaced.is_none_or(|end| day < end))
            }
        }
    }
}

impl PageKind {
    /// Whether a page of this kind leads to what changed since audits, so that it depends on which editions there are.
    pub fn tells_what_changed(&self) -> bool {
        matches!(self, Self::Clause(..) | Self::Items(_) | Self::Cycle)
    }
}

impl Site<'_> {
    /// Whether pages here lead to what changed since audits. A published edition at its own address knows nothing of later ones.
    pub fn tells_what_changed(&self) -> bool {
        let beside = self.placement.editions.len() > 1;
        beside && (self.placement.folder.is_empty() || self.inputs.edition.standing == Standing::Draft)
    }

    /// The page by clause about what changed since an audit: from the edition that it saw to the current one, or to the working tree if it
    /// saw the current one.
    pub(super) fn changed_since(&self, path: &SitePath, audit: &Item) -> Option<Link> {
        if !self.tells_what_changed() || audit.text("status") == Some("planned") {
            return None;
        }
        let editions = &self.placement.editions;
        let seen = editions.iter().position(|it| it.was_seen_by(audit, self.handbook.as_of))?;
        let standings: Vec<Standing> = editions.iter().map(|it| it.standing).collect();
        let pairs = super::compared(&standings);
        let to = |standing: Standing| pairs.iter().find(|it| it.0 == seen && standings[it.1] == standing);
        let &(old, new) = to(Standing::Current).or_else(|| to(Standing::Draft))?;
        let (old, new) = (&editions[old], &editions[new]);
        let page = super::changes_address(&old.folder, &new.folder);
        let up = "../".repeat(self.placement.folder.matches('/').count());
        let title = self.words().with("audit.since", &[("name", &old.name)]);
        Some(Link { title, href: format!("{}{up}{page}#clauses", path.to_root()) })
    }
}
