//! Which pages the site has.

use super::address::{clause_page, control_page, cycle_page, items_page, matrix_page, raci_page, required_page, roles_page};
use super::{Made, Site};
use crate::base::SitePath;
use crate::handbook::{EntryIdx, RoleIdx};
use crate::render::theme::Rendered;

/// A page that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where it goes.
    pub path: SitePath,
    /// What it is.
    pub kind: PageKind,
}

/// The kinds of page. Frameworks and groups are indexes of `Handbook::coverage` and `Nav::groups`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Start page.
    Home,
    /// A document.
    Document(EntryIdx),
    /// The text of a document that is not in force. It is made from the handbook of what files hold.
    Pending(EntryIdx),
    /// Documents by group.
    Documents,
    /// Matrix of a framework.
    Matrix(usize),
    /// A clause: framework and clause.
    Clause(usize, usize),
    /// A page of the master list, by saved filter: empty for all.
    Register(&'static str, usize),
    /// Required documented information.
    Required,
    /// All roles.
    Roles,
    /// A role.
    Role(RoleIdx),
    /// RACI matrix of a group.
    Raci(usize),
    /// Entries of a kind.
    Items(String),
    /// Document control as git proves it.
    Control,
    /// Certification cycle.
    Cycle,
    /// Index of reports.
    Reports,
    /// Terms.
    Glossary,
    /// A to Z.
    Search,
    /// All editions.
    Editions,
    /// What the signs mean.
    Proof,
}

/// The saved filters of the master list and their pages.
pub(super) const FILTERS: [&str; 5] = ["", "due-soon", "overdue", "unapproved", "not-proven"];

/// All pages in the order of their addresses.
pub fn plan(site: &Site<'_>) -> Vec<Planned> {
    let handbook = site.handbook;
    let mut pages = Vec::new();
    let mut add = |path: SitePath, kind: PageKind| pages.push(Planned { path, kind });
    let fixed = |path: &str| SitePath::new(path);
    add(fixed("index.html"), PageKind::Home);
    add(fixed("documents/index.html"), PageKind::Documents);
    add(required_page(), PageKind::Required);
    add(control_page(), PageKind::Control);
    add(cycle_page(), PageKind::Cycle);
    add(fixed("reports/index.html"), PageKind::Reports);
    add(roles_page(), PageKind::Roles);
    add(fixed("glossary.html"), PageKind::Glossary);
    add(fixed("search.html"), PageKind::Search);
    // One list serves all editions: pages elsewhere lead to that of the root.
    if site.placement.folder.is_empty() {
        add(fixed("editions/index.html"), PageKind::Editions);
    }
    add(fixed("proof/index.html"), PageKind::Proof);
    for filter in FILTERS {
        for at in 0..site.filtered(filter).len().div_ceil(super::register::ROWS).max(1) {
            add(super::register::register_page(filter, at), PageKind::Register(filter, at));
        }
    }
    for (idx, entry) in handbook.entries.iter().enumerate() {
        if !entry.is_only_pending() {
            add(entry.page.clone(), PageKind::Document(idx));
        }
        if let Some(pending) = &entry.pending {
            add(pending.page.clone(), PageKind::Pending(idx));
        }
    }
    for (at, coverage) in handbook.coverage.iter().enumerate() {
        add(matrix_page(coverage.framework.as_str()), PageKind::Matrix(at));
        if let Some(framework) = handbook.catalogue.framework(&coverage.framework) {
            for (idx, clause) in framework.clauses().iter().enumerate() {
                add(clause_page(coverage.framework.as_str(), clause.number.as_str()), PageKind::Clause(at, idx));
            }
        }
    }
    for (idx, role) in handbook.roles.all.iter().enumerate() {
        add(role.page.clone(), PageKind::Role(idx));
    }
    for (at, group) in handbook.nav.groups.iter().enumerate() {
        if group.entries.iter().any(|&it| !handbook.entries[it].document.raci.is_empty()) {
            add(raci_page(&group.id), PageKind::Raci(at));
        }
    }
    for kind in handbook.items.keys() {
        add(items_page(kind), PageKind::Items(kind.clone()));
    }
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    // Two roles, or a role and a made-up name, may come out at one address: the first one stays.
    pages.dedup_by(|later, first| later.path == first.path);
    pages
}

/// Makes a page.
pub fn make(site: &Site<'_>, planned: &Planned) -> Made {
    let path = &planned.path;
    match &planned.kind {
        PageKind::Home => site.finish("home.html", &site.home(path)),
        PageKind::Document(idx) | PageKind::Pending(idx) => site.finish("document.html", &site.document(path, *idx)),
        PageKind::Documents => site.finish("documents.html", &site.documents(path)),
        PageKind::Register(filter, at) => site.finish("register.html", &site.register(path, filter, *at)),
        PageKind::Roles => site.finish("roles.html", &site.roles(path)),
        PageKind::Role(idx) => site.finish("role.html", &site.role(path, *idx)),
        PageKind::Raci(at) => site.finish("raci.html", &site.raci(path, *at)),
        PageKind::Items(kind) => site.finish("items.html", &site.items(path, kind)),
        PageKind::Control => site.finish("control.html", &site.control_report(path)),
        PageKind::Cycle => site.finish("cycle.html", &site.cycle(path)),
        PageKind::Glossary => site.finish("glossary.html", &site.glossary(path)),
        PageKind::Search => site.finish("search.html", &site.search(path)),
        PageKind::Editions => site.finish("editions.html", &site.editions(path)),
        PageKind::Proof => site.finish("proof.html", &site.proof_page(path)),
        PageKind::Matrix(at) => site.finish("matrix.html", &site.matrix(path, *at)),
        PageKind::Clause(at, idx) => site.finish("clause.html", &site.clause_view(path, *at, *idx)),
        PageKind::Required => site.finish("required.html", &site.required(path)),
        PageKind::Reports => site.finish("reports.html", &site.reports(path)),
    }
}

impl Site<'_> {
    pub(super) fn finish(&self, template: &str, view: &impl serde::Serialize) -> Made {
        let Rendered { html, problem } = self.theme.render(template, view);
        Made { html, problem }
    }
}
