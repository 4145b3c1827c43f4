//! What every page has: head, bar, banners, side list, contents list, footer, print lines.

use std::ops::Range;

use serde::Serialize;

use super::Ready;
use crate::render::escape::escape_into;

/// The frame of a page. Every view carries it in a field called `page`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Language of the page, such as `en`.
    pub lang: String,
    /// The prefix from the page to the root of its edition: empty, or `../` once for each folder.
    pub root: String,
    /// The page's own address, relative to that root.
    pub address: String,
    /// The folder of the edition within the site; empty at the site's root.
    pub folder: String,
    /// Title of the browser's window.
    pub head_title: String,
    /// One sentence for search engines and link previews.
    pub description: Option<String>,
    /// Address of the current text of a superseded page.
    pub canonical: Option<String>,
    /// Where browsers go on to by themselves.
    pub moved_to: Option<String>,
    /// Whether search engines should leave the page out.
    pub noindex: bool,
    /// Name of the organization.
    pub organization: String,
    /// Its short name, in the bar.
    pub organization_short: String,
    /// Title of the handbook.
    pub handbook: String,
    /// Whether only titles can be searched, on the page that lists them.
    pub search_titles: bool,
    /// The main menu.
    pub menu: Ready<Vec<MenuEntry>>,
    /// Further pages that the site map at the foot lists.
    pub more: Ready<Vec<MenuEntry>>,
    /// Key of the menu entry the page belongs to, empty for none.
    pub section: String,
    /// Whether the page is that menu entry's own page.
    pub menu_page: bool,
    /// The edition, in the bar.
    pub edition: Ready<Option<EditionButton>>,
    /// Notices above the page.
    pub banners: Vec<Banner>,
    /// The list of documents at the left: the page's own group is open.
    pub side: Vec<Ready<NavGroup>>,
    /// The way from the root, without the page itself.
    pub crumbs: Vec<Link>,
    /// The contents list.
    pub toc: Vec<TocEntry>,
    /// What can be done with the page, below the contents list.
    pub actions: Vec<Action>,
    /// Facts of the build at the foot.
    pub facts: Ready<Vec<Fact>>,
    /// The organization's own line at the foot.
    pub footer: Option<String>,
    /// Lines on every printed sheet.
    pub print: Option<Print>,
    /// Classes of the body: `old` for superseded and retired pages, `home` for the home page.
    pub body_class: String,
    /// Classes of the main part.
    pub main_class: String,
    /// Name and version of the tool.
    pub generator: String,
}

/// A title and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The words.
    pub title: String,
    /// The address, relative to the page.
    pub href: String,
}

/// An entry of the main menu. Its address is relative to the root, so that one list serves all pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MenuEntry {
    /// What `Page::section` names.
    pub key: String,
    /// The words.
    pub title: String,
    /// The address, relative to the root of the site.
    pub href: String,
}

/// The edition in the bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditionButton {
    /// Its name, such as `2026.1` or `Draft`.
    pub name: String,
    /// Its state in a word, such as `current`.
    pub word: String,
    /// Its sign: `cur`, `sup` or `dra`.
    pub kind: String,
    /// The list of editions, relative to the root of the site.
    pub href: String,
    /// The day the handbook is judged on, as shown.
    pub as_of: String,
    /// The script that tells which editions there are, relative to the root of the edition; empty if there is nothing to switch to.
    pub script: String,
}

/// A notice above the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Banner {
    /// How it looks.
    pub kind: BannerKind,
    /// Name of the icon without its prefix, such as `warn`; empty for none.
    pub icon: String,
    /// What matters, in a few words.
    pub strong: String,
    /// The rest of the sentence.
    pub text: String,
    /// Buttons; the last one is the main one.
    pub actions: Vec<Link>,
}

/// The kinds of notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum BannerKind {
    /// The text is not approved.
    #[serde(rename = "dra")]
    Draft,
    /// The text is superseded, retired or not yet in force.
    #[serde(rename = "sup")]
    Superseded,
    /// Worth knowing.
    #[default]
    #[serde(rename = "off")]
    Plain,
}

/// A group of the side list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavGroup {
    /// Its title.
    pub title: String,
    /// Its place in the list of documents.
    pub href: String,
    /// Whether its items are shown.
    pub open: bool,
    /// The items, of the open group only, as finished markup: they stand on every page of the group, each a list item with its link.
    pub items_html: String,
    /// Words of the link to the whole group, when `items_html` is only a part of it.
    pub more: Option<String>,
}

/// An item of the side list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NavItem {
    /// The words.
    pub title: String,
    /// The address, relative to the page.
    pub href: String,
    /// Whether it is the page itself.
    pub current: bool,
}

impl NavItem {
    /// The item as it stands in a list.
    pub fn html(&self) -> String {
        let mut html = String::with_capacity(self.title.len() + self.href.len() + 40);
        html.push_str("<li><a href=\"");
        escape_into(&mut html, &self.href);
        html.push_str(if self.current { "\" aria-current=\"page\">" } else { "\">" });
        escape_into(&mut html, &self.title);
        html.push_str("</a></li>");
        html
    }
}

/// An entry of the contents list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    /// The heading.
    pub title: String,
    /// `#` and the anchor.
    pub href: String,
    /// 2 or 3.
    pub level: u8,
}

/// Something to do with a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Name of the icon without its prefix.
    pub icon: String,
    /// The words.
    pub title: String,
    /// The address; not used for printing.
    pub href: String,
    /// Whether it opens the print dialog, which needs the script.
    pub print: bool,
}

/// A fact at the foot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// Its value in bold, if it is a word.
    pub value: String,
    /// Its value in code letters, if it is a commit or path.
    pub code: String,
}

/// What stands on every printed sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Print {
    /// First line at the foot: printed copies are uncontrolled.
    pub line1: String,
    /// Second line at the foot: id, title, version, commit.
    pub line2: String,
    /// Left at the head: organization and edition.
    pub header_left: String,
    /// Right at the head: classification, or that this is a draft.
    pub header_right: String,
}

/// Which of `count` items of a group a page shows when it stands at `current`, so that a side list stays below
/// `limit` items and the output does not grow with the square of a group.
pub fn nav_window(count: usize, current: Option<usize>, limit: usize) -> Range<usize> {
    if count <= limit {
        return 0..count;
    }
    let start = current.unwrap_or_default().saturating_sub(limit / 2).min(count - limit);
    start..start + limit
}

#[cfg(test)]
mod tests {
    use super::{NavItem, nav_window};

    #[test]
    fn window_holds_the_current_item_and_never_more_than_the_limit() {
        assert_eq!(nav_window(5, Some(4), 10), 0..5);
        for current in 0..100 {
            let window = nav_window(100, Some(current), 40);
            assert!(window.contains(&current) && window.len() == 40 && window.end <= 100);
        }
        assert_eq!(nav_window(100, None, 40), 0..40);
        assert_eq!(nav_window(100, Some(99), 1), 99..100);
    }

    #[test]
    fn an_item_of_the_side_list_is_markup_that_nothing_breaks_out_of() {
        let item = NavItem { title: "R&D <script>".into(), href: "a\"b.html".into(), current: true };
        assert_eq!(item.html(), "<li><a href=\"a&quot;b.html\" aria-current=\"page\">R&amp;D &lt;script&gt;</a></li>");
    }
}
