//! Where things stand in the site: a page, and a place on it.

use super::{EntryIdx, Handbook, ItemRef, RoleIdx, Target};
use crate::base::{ClauseRef, SitePath, address_of, escaped};
use crate::catalogue::Clause;
use crate::config::clause_ref;

/// A place in the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The page.
    pub page: SitePath,
    /// The anchor on it; none for the page as a whole.
    pub anchor: Option<String>,
}

impl Address {
    /// A page as a whole.
    pub fn page(page: SitePath) -> Self {
        Self { page, anchor: None }
    }

    /// A place on a page.
    pub fn at(page: SitePath, anchor: impl Into<String>) -> Self {
        Self { page, anchor: Some(anchor.into()) }
    }

    /// A relative link to it from a page or file of the site.
    pub fn from(&self, from: &SitePath) -> String {
        self.after(from.link_to(&self.page))
    }

    /// The way from the root of the site, with the anchor behind it.
    pub fn from_root(&self) -> String {
        self.after(self.page.to_string())
    }

    fn after(&self, page: String) -> String {
        match &self.anchor {
            Some(anchor) => format!("{page}#{anchor}"),
            None => page,
        }
    }
}

/// The page of a framework's matrix.
pub fn matrix_page(framework: &str) -> SitePath {
    SitePath::new(&format!("clauses/{framework}/index.html"))
}

/// The page of a clause.
pub fn clause_page(framework: &str, number: &str) -> SitePath {
    // The matrix of the framework is at `index.html`.
    let name = if number.eq_ignore_ascii_case("index") { String::from("~index") } else { escaped(number) };
    SitePath::new(&format!("clauses/{framework}/{name}.html"))
}

/// The page of a kind of entry.
pub fn items_page(kind: &str) -> SitePath {
    SitePath::new(&format!("registers/{kind}.html"))
}

/// The page of a group's RACI matrix.
pub fn raci_page(group: &str) -> SitePath {
    SitePath::new(&format!("raci/{group}.html"))
}

/// The report of document control.
pub fn control_page() -> SitePath {
    SitePath::new("reports/control.html")
}

/// The list of required documented information.
pub fn required_page() -> SitePath {
    SitePath::new("reports/required.html")
}

/// The certification cycle.
pub fn cycle_page() -> SitePath {
    SitePath::new("reports/certification.html")
}

/// The index of roles.
pub fn roles_page() -> SitePath {
    SitePath::new("roles/index.html")
}

/// The master list of documents.
pub fn register_page() -> SitePath {
    SitePath::new("register/index.html")
}

/// The anchor of an entry on the page of its kind.
pub fn item_anchor(id: &str) -> String {
    address_of(id)
}

impl Handbook {
    /// A document's page.
    pub fn document_address(&self, entry: EntryIdx) -> Address {
        Address::page(self.entries[entry].page.clone())
    }

    /// A section of a document, by index of its outline.
    pub fn section_address(&self, entry: EntryIdx, section: Option<usize>) -> Address {
        let it = &self.entries[entry];
        let anchor = section.and_then(|at| it.document.parsed.outline.get(at)).map(|it| it.anchor.clone());
        Address { page: it.page.clone(), anchor }
    }

    /// The anchor of an entry on the page of its document: its id, unless a section there is called the same.
    pub fn entry_anchor(&self, entry: EntryIdx, id: &str) -> String {
        let anchor = item_anchor(id);
        let sections = &self.entries[entry].document.parsed.outline;
        // No anchor of an author holds a colon.
        if sections.iter().any(|it| it.anchor == anchor) { format!("entry:{anchor}") } else { anchor }
    }

    /// An entry, on the page of its document.
    pub fn item_address(&self, at: ItemRef) -> Address {
        let page = self.document_address(at.entry);
        match self.item(at) {
            Some(item) if at.item.is_some() => {
                Address { anchor: Some(self.entry_anchor(at.entry, item.id.value.as_str())), ..page }
            }
            _ => page,
        }
    }

    /// A role's page.
    pub fn role_address(&self, role: RoleIdx) -> Address {
        Address::page(self.roles.all[role].page.clone())
    }

    /// A clause's page, if the clause exists and its framework has pages.
    pub fn clause_address(&self, at: &ClauseRef) -> Option<Address> {
        self.clause(at)?;
        Some(Address::page(clause_page(at.framework.as_str(), at.clause.as_str())))
    }

    /// Where an id or clause number in front matter leads to; nowhere if there is no such thing.
    pub fn named_address(&self, name: &str) -> Option<Address> {
        match self.ids.find(name).first() {
            Some(Target::Document(entry)) => Some(self.document_address(*entry)),
            Some(Target::Item(at)) => Some(self.item_address(*at)),
            None => self.clause_address(&clause_ref(name, self.primary())),
        }
    }

    /// The clause a reference names, if it exists and its framework has pages.
    pub fn clause(&self, at: &ClauseRef) -> Option<&Clause> {
        let in_use = self.coverage.iter().any(|it| it.framework == at.framework);
        let framework = self.catalogue.framework(&at.framework).filter(|_| in_use)?;
        framework.clause(at.clause.as_str()).map(|(_, clause)| clause)
    }
}
