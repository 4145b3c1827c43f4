//! Where things are in the site, and links to them from a page.

use super::Site;
use crate::base::{ClauseRef, SitePath, address_of};
use crate::handbook::{EntryIdx, ItemRef, RoleIdx};
use crate::render::view::Link;

pub(super) use crate::handbook::address::{
    clause_page, control_page, cycle_page, item_anchor, items_page, matrix_page, raci_page, required_page, roles_page,
};

/// The anchor of a role in a RACI matrix.
pub(super) fn role_anchor(key: &str) -> String {
    format!("role-{}", address_of(key))
}

impl Site<'_> {
    /// A relative link to a document.
    pub(super) fn document_href(&self, from: &SitePath, entry: EntryIdx) -> String {
        from.link_to(&self.handbook.entries[entry].page)
    }

    /// A relative link to a section of a document, by index of its outline.
    pub(super) fn section_href(&self, from: &SitePath, entry: EntryIdx, section: Option<usize>) -> String {
        let it = &self.handbook.entries[entry];
        let anchor = section.and_then(|at| it.document.parsed.outline.get(at)).map(|it| it.anchor.as_str());
        let page = if *from == it.page && anchor.is_some() { String::new() } else { from.link_to(&it.page) };
        anchor.map_or(page.clone(), |anchor| format!("{page}#{anchor}"))
    }

    /// Number and heading of a section, as in `4 Steps`.
    pub(super) fn section_title(&self, entry: EntryIdx, section: usize) -> String {
        let outline = &self.handbook.entries[entry].document.parsed.outline;
        outline.get(section).map_or(String::new(), |it| format!("{} {}", it.number, it.title).trim().to_owned())
    }

    /// A document by its title.
    pub(super) fn document_link(&self, from: &SitePath, entry: EntryIdx) -> Link {
        Link { title: self.handbook.entries[entry].document.title.value.clone(), href: self.document_href(from, entry) }
    }

    /// A relative link to an entry, on the page of its document.
    pub(super) fn item_href(&self, from: &SitePath, at: ItemRef) -> String {
        self.handbook.item_address(at).from(from)
    }

    /// A role by name, as front matter gives it: a link if there is such a role, else the bare name.
    pub(super) fn role_link(&self, from: &SitePath, name: &str) -> Link {
        match self.handbook.roles.find(name) {
            Some(idx) => self.role_link_to(from, idx),
            None => Link { title: name.to_owned(), href: String::new() },
        }
    }

    /// A role.
    pub(super) fn role_link_to(&self, from: &SitePath, idx: RoleIdx) -> Link {
        let role = &self.handbook.roles.all[idx];
        Link { title: role.title.clone(), href: from.link_to(&role.page) }
    }

    /// Who holds a role today: names of holders, else what stands in their place; empty for an unknown role.
    pub(super) fn holder_names(&self, name: &str) -> String {
        let Some(idx) = self.handbook.roles.find(name) else { return String::new() };
        let names: Vec<&str> = self
            .handbook
            .roles
            .present(idx)
            .filter(|it| it.part == crate::config::Part::Holder)
            .map(|it| it.name.as_str())
            .collect();
        match names.is_empty() {
            false => names.join(", "),
            true if self.handbook.roles.all[idx].collective => self.words().get("role.collective").to_owned(),
            true => self.words().get("role.vacant").to_owned(),
        }
    }

    /// A clause by number.
    pub(super) fn clause_href(&self, from: &SitePath, clause: &ClauseRef) -> String {
        from.link_to(&clause_page(clause.framework.as_str(), clause.clause.as_str()))
    }

    /// A framework's short name: its designation without the year.
    pub(super) fn framework_name(&self, id: &crate::base::FrameworkId) -> String {
        let code = self.handbook.catalogue.framework(id).map_or(id.as_str(), |it| it.code.as_str());
        code.rsplit_once(':').map_or(code, |(name, _)| name).to_owned()
    }
}
