//! The frame of every page: menu, side list, footer, print lines.

use super::Site;
use crate::base::SitePath;
use crate::handbook::EntryIdx;
use crate::render::view::{EditionButton, Fact, Link, MenuEntry, NavGroup, NavItem, Page, Print, main_menu, nav_window};

/// The most items a side list shows of one group.
const SIDE_LIMIT: usize = 40;

/// What makes a page's frame differ from the next one's.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// The page.
    pub(super) path: &'a SitePath,
    /// Its title.
    pub(super) title: &'a str,
    /// Menu entry it belongs to: `documents`, `clauses`, `register`, `roles`, `reports`, or empty.
    pub(super) section: &'a str,
    /// It is that entry's own page.
    pub(super) menu_page: bool,
    /// One sentence.
    pub(super) description: Option<String>,
    /// The way from the root.
    pub(super) crumbs: Vec<Link>,
}

impl Site<'_> {
    /// The frame of a page.
    pub(super) fn frame(&self, frame: Frame<'_>) -> Page {
        let settings = &self.handbook.config.settings;
        let words = self.words();
        let as_of = self.date(self.handbook.as_of);
        let tool = &self.inputs.tool;
        let edition = words.get("edition.draft").to_owned();
        Page {
            lang: settings.language.clone(),
            root: frame.path.to_root(),
            head_title: if frame.title == settings.title {
                format!("{} · {}", settings.title, settings.organization_short)
            } else {
                format!("{} · {} {}", frame.title, settings.organization_short, settings.title)
            },
            description: frame.description,
            organization: settings.organization.clone(),
            organization_short: settings.organization_short.clone(),
            handbook: settings.title.clone(),
            menu: main_menu(super::address::matrix_page(self.handbook.primary().as_str()).as_str(), words),
            more: self.more(),
            section: frame.section.to_owned(),
            menu_page: frame.menu_page,
            edition: Some(EditionButton {
                name: edition.clone(),
                word: words.with("edition.as_of", &[("day", &as_of)]),
                kind: String::from("dra"),
                href: String::from("editions/index.html"),
                as_of: as_of.clone(),
            }),
            crumbs: frame.crumbs,
            facts: vec![
                Fact { label: words.get("foot.edition").to_owned(), value: edition.clone(), code: String::new() },
                Fact { label: words.get("foot.as_of").to_owned(), value: as_of, code: String::new() },
            ],
            footer: settings.footer.clone(),
            print: Some(Print {
                line1: words.get("print.uncontrolled").to_owned(),
                line2: frame.title.to_owned(),
                header_left: format!("{} · {} · {edition}", settings.organization, settings.title),
                header_right: String::new(),
            }),
            generator: format!("{} {}", tool.name, tool.version),
            ..Page::default()
        }
    }

    fn more(&self) -> Vec<MenuEntry> {
        let entry = |key: &str, href: &str| MenuEntry {
            key: key.to_owned(),
            title: self.words().get(&format!("more.{key}")).to_owned(),
            href: href.to_owned(),
        };
        vec![entry("glossary", "glossary.html"), entry("a-z", "search.html"), entry("signs", "proof/index.html")]
    }

    /// The side list of documents as seen from one of them: its own group open, the others a link each.
    pub(super) fn side(&self, from: &SitePath, current: EntryIdx) -> Vec<NavGroup> {
        let index = SitePath::new("documents/index.html");
        let group_of = self.handbook.entries[current].group;
        let groups = self.handbook.nav.groups.iter().enumerate();
        groups
            .map(|(at, group)| {
                let open = at == group_of;
                let place = group.entries.iter().position(|&it| it == current);
                let shown = if open { nav_window(group.entries.len(), place, SIDE_LIMIT) } else { 0..0 };
                let items = group.entries[shown.clone()].iter().map(|&entry| {
                    let Link { title, href } = self.document_link(from, entry);
                    NavItem { title, href, current: entry == current }
                });
                let all = self.words().plural("nav.all", i64::try_from(group.entries.len()).unwrap_or(i64::MAX));
                NavGroup {
                    title: group.title.clone(),
                    href: format!("{}#{}", from.link_to(&index), group.id),
                    open,
                    items: items.collect(),
                    more: (open && shown.len() < group.entries.len()).then_some(all),
                }
            })
            .collect()
    }
}
