//! The frame of every page: menu, side list, footer, print lines.

use super::Site;
use super::address::matrix_page;
use super::body::FOLDER;
use super::editions::EditionParts;
use crate::base::SitePath;
use crate::config::Search;
use crate::handbook::{EntryIdx, Handbook};
use crate::render::strings::Strings;
use crate::render::view::{EditionButton, Fact, Link, MenuEntry, NavGroup, NavItem, Page, Print, Ready, main_menu, nav_window};
use crate::source::Standing;

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

/// What the frames of all pages share, made ready once.
#[derive(Debug)]
pub(super) struct FrameParts {
    menu: Ready<Vec<MenuEntry>>,
    more: Ready<Vec<MenuEntry>>,
    edition: Ready<Option<EditionButton>>,
    /// The edition's name, as shown.
    edition_name: String,
    facts: Ready<Vec<Fact>>,
    /// The side list's items as every document but the item itself shows them, by entry; finished markup.
    items: Vec<String>,
    /// Its groups as documents of other groups show them.
    groups: Vec<Ready<NavGroup>>,
}

impl FrameParts {
    /// Makes the parts ready.
    pub(super) fn new(handbook: &Handbook, edition: EditionParts, words: &Strings) -> Self {
        let as_of = words.date(handbook.as_of);
        let fact =
            |key: &str, value: &str| Fact { label: words.get(key).to_owned(), value: value.to_owned(), code: String::new() };
        let groups = 0..handbook.nav.groups.len();
        let commit = handbook.control.head.as_ref().map(|id| Fact { code: id.short().to_owned(), ..fact("foot.commit", "") });
        let facts: Vec<Fact> =
            [fact("foot.edition", &edition.name), fact("foot.as_of", &as_of)].into_iter().chain(commit).collect();
        Self {
            menu: Ready::new(&main_menu(matrix_page(handbook.primary().as_str()).as_str(), words)),
            more: Ready::new(&more(words)),
            facts: Ready::new(&facts),
            edition: Ready::new(&Some(edition.button(as_of))),
            edition_name: edition.name,
            items: (0..handbook.entries.len()).map(|entry| side_item(handbook, entry, false).html()).collect(),
            groups: groups.map(|at| Ready::new(&side_group(handbook, at))).collect(),
        }
    }
}

impl Site<'_> {
    /// The frame of a page.
    pub(super) fn frame(&self, frame: Frame<'_>) -> Page {
        let settings = &self.handbook.config.settings;
        let words = self.words();
        let tool = &self.inputs.tool;
        let parts = &self.shared.frame_parts;
        let standing = self.inputs.edition.standing;
        let stands_aside = !self.placement.folder.is_empty();
        Page {
            lang: settings.language.clone(),
            root: frame.path.to_root(),
            address: frame.path.to_string(),
            folder: self.placement.folder.clone(),
            canonical: self.current_href(frame.path),
            noindex: stands_aside && standing != Standing::Current,
            banners: self.offline_banner(frame.path).into_iter().chain(self.edition_banner(frame.path)).collect(),
            body_class: String::from(if standing == Standing::Past { "old" } else { "" }),
            head_title: if frame.title == settings.title {
                format!("{} · {}", settings.title, settings.organization_short)
            } else {
                format!("{} · {} {}", frame.title, settings.organization_short, settings.title)
            },
            description: frame.description,
            organization: settings.organization.clone(),
            organization_short: settings.organization_short.clone(),
            handbook: settings.title.clone(),
            search_titles: settings.search == Search::Titles,
            menu: parts.menu.clone(),
            more: parts.more.clone(),
            section: frame.section.to_owned(),
            menu_page: frame.menu_page,
            edition: parts.edition.clone(),
            crumbs: frame.crumbs,
            facts: parts.facts.clone(),
            footer: settings.footer.clone(),
            print: Some(Print {
                line1: words.get("print.uncontrolled").to_owned(),
                line2: frame.title.to_owned(),
                header_left: self.sheet_source(),
                header_right: self.edition_state(),
            }),
            generator: format!("{} {}", tool.name, tool.version),
            ..Page::default()
        }
    }

    /// What stands at the left of every printed sheet's head.
    pub(super) fn sheet_source(&self) -> String {
        let settings = &self.handbook.config.settings;
        format!("{} · {} · {}", settings.organization, settings.title, self.shared.frame_parts.edition_name)
    }

    /// The side list of documents as seen from one of them: its own group open, the others a link each.
    pub(super) fn side(&self, current: EntryIdx) -> Vec<Ready<NavGroup>> {
        let open = self.handbook.entries[current].group;
        let mut groups = self.shared.frame_parts.groups.clone();
        groups[open] = Ready::new(&self.open_group(open, current));
        groups
    }

    fn open_group(&self, at: usize, current: EntryIdx) -> NavGroup {
        let group = &self.handbook.nav.groups[at];
        let entries = &group.entries;
        let place = self.handbook.nav.place_in_group(current, group);
        let shown = nav_window(entries.len(), place, SIDE_LIMIT);
        let mut items_html = String::with_capacity(SIDE_LIMIT * 64);
        for &entry in &entries[shown.clone()] {
            match entry == current {
                true => items_html.push_str(&side_item(self.handbook, entry, true).html()),
                false => items_html.push_str(&self.shared.frame_parts.items[entry]),
            }
        }
        let all = || self.words().plural("nav.all", i64::try_from(entries.len()).unwrap_or(i64::MAX));
        NavGroup { open: true, items_html, more: (shown.len() < entries.len()).then(all), ..side_group(self.handbook, at) }
    }
}

fn more(words: &Strings) -> Vec<MenuEntry> {
    let entry = |key: &str, href: &str| MenuEntry {
        key: key.to_owned(),
        title: words.get(&format!("more.{key}")).to_owned(),
        href: href.to_owned(),
    };
    vec![entry("glossary", "glossary.html"), entry("a-z", "search.html"), entry("signs", "proof/index.html")]
}

/// An item as the page of a document shows it.
fn side_item(handbook: &Handbook, entry: EntryIdx, current: bool) -> NavItem {
    let it = &handbook.entries[entry];
    NavItem { title: it.document.title.value.clone(), href: SitePath::new(FOLDER).link_to(&it.page), current }
}

/// A group as the page of a document shows it, closed.
fn side_group(handbook: &Handbook, at: usize) -> NavGroup {
    let group = &handbook.nav.groups[at];
    let index = SitePath::new(FOLDER).link_to(&SitePath::new("documents/index.html"));
    NavGroup { title: group.title.clone(), href: format!("{index}#{}", group.id), ..NavGroup::default() }
}
