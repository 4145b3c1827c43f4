//! The RACI matrix of a navigation group.

use super::Site;
use super::address::{raci_page, role_anchor, roles_page};
use super::frame::Frame;
use crate::base::SitePath;
use crate::handbook::{EntryIdx, RoleIdx, TableKind, letters};
use crate::render::view::{Link, RaciBlock, RaciCell, RaciPage, RaciRole, RaciRow, Tab};

/// Order of letters in a cell.
const LETTERS: [(char, &str); 4] = [('A', "A"), ('R', "R"), ('C', "C"), ('I', "I")];

impl Site<'_> {
    /// The RACI matrix of a group.
    pub(super) fn raci(&self, path: &SitePath, at: usize) -> RaciPage {
        let group = &self.handbook.nav.groups[at];
        let words = self.words();
        let documents: Vec<EntryIdx> =
            group.entries.iter().copied().filter(|&it| !self.handbook.entries[it].document.raci.is_empty()).collect();
        let columns = self.raci_columns(&documents);
        let title = words.get("raci.title").to_owned();
        let blocks: Vec<RaciBlock> = documents.iter().map(|&it| self.raci_block(path, it, &columns)).collect();
        let wrong = blocks.iter().flat_map(|it| &it.rows).filter(|it| !it.problem.is_empty()).count();
        let mut page = self.frame(Frame {
            path,
            title: &format!("{title}: {}", group.title),
            section: "roles",
            menu_page: false,
            description: None,
            crumbs: vec![self.roles_crumb(path)],
        });
        page.main_class = String::from("wide");
        RaciPage {
            page,
            lead: words.with("raci.lead", &[("group", &group.title)]),
            groups: self.raci_tabs(path, Some(at)),
            problems: if wrong == 0 {
                String::new()
            } else {
                words.plural("raci.problems", i64::try_from(wrong).unwrap_or(i64::MAX))
            },
            roles: columns.iter().map(|name| self.raci_role(path, name)).collect(),
            blocks,
            exports: self.export_links(path, &TableKind::RaciMatrix),
            title,
        }
    }

    /// The way to the index of roles.
    pub(super) fn roles_crumb(&self, path: &SitePath) -> Link {
        Link { title: self.words().get("menu.roles").to_owned(), href: path.link_to(&roles_page()) }
    }

    /// Groups that have a matrix.
    pub(super) fn raci_tabs(&self, path: &SitePath, current: Option<usize>) -> Vec<Tab> {
        let groups = self.handbook.nav.groups.iter().enumerate();
        let with_raci = groups.filter(|(_, it)| it.entries.iter().any(|&it| !self.handbook.entries[it].document.raci.is_empty()));
        with_raci
            .map(|(at, it)| Tab {
                title: it.title.clone(),
                href: path.link_to(&raci_page(&it.id)),
                current: current == Some(at),
                ..Tab::default()
            })
            .collect()
    }

    /// Roles of the documents in the order of their first row, unknown names included as they are written.
    fn raci_columns(&self, documents: &[EntryIdx]) -> Vec<String> {
        let mut columns: Vec<String> = Vec::new();
        let rows = documents.iter().flat_map(|&it| &self.handbook.entries[it].document.raci);
        for (_, name) in rows.flat_map(letters) {
            let key = self.handbook.roles.find(name).map_or(name, |idx| &self.handbook.roles.all[idx].key);
            if !columns.iter().any(|it| it == key) {
                columns.push(key.to_owned());
            }
        }
        columns
    }

    fn raci_role(&self, path: &SitePath, name: &str) -> RaciRole {
        let Link { title, href } = self.role_link(path, name);
        RaciRole { title, href, anchor: role_anchor(name) }
    }

    fn raci_block(&self, path: &SitePath, idx: EntryIdx, columns: &[String]) -> RaciBlock {
        let document = &self.handbook.entries[idx].document;
        let wanted: Vec<Option<RoleIdx>> = columns.iter().map(|it| self.handbook.roles.find(it)).collect();
        let row = |it: &crate::model::RaciRow| {
            let parts: Vec<(char, Option<RoleIdx>, &str)> =
                letters(it).map(|(letter, name)| (letter, self.handbook.roles.find(name), name)).collect();
            let cells = columns.iter().zip(&wanted).map(|(column, role)| {
                let is = |(_, found, name): &&(char, Option<RoleIdx>, &str)| {
                    if role.is_some() { found == role } else { name == column }
                };
                let held: Vec<char> = parts.iter().filter(is).map(|it| it.0).collect();
                RaciCell {
                    letters: LETTERS.iter().filter(|(letter, _)| held.contains(letter)).map(|(_, it)| *it).collect(),
                    role: self.handbook.roles.title(column).to_owned(),
                }
            });
            RaciRow {
                activity: it.activity.value.clone(),
                note: String::new(),
                problem: self.raci_problem(it),
                cells: cells.collect(),
            }
        };
        RaciBlock {
            title: document.title.value.clone(),
            id: document.id.value.to_string(),
            href: format!("{}#page:raci", self.document_href(path, idx)),
            rows: document.raci.iter().map(row).collect(),
        }
    }
}
