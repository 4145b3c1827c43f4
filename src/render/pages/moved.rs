//! Pages at addresses where something was and is no more: they lead to where it is now, or say which editions have it.

use super::Site;
use super::frame::Frame;
use crate::base::SitePath;
use crate::handbook::EntryIdx;
use crate::render::escape::escape;
use crate::render::view::PlainPage;

/// What became of what stood at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The document that it is now, or that took its place.
    pub to: Option<EntryIdx>,
    /// Folders of the editions that have a page at this address, the latest first.
    pub held: Vec<String>,
}

/// The page. Where it leads on, it does so by itself, without a script; the link is there for who does not want that.
pub fn moved_page(site: &Site<'_>, path: &SitePath, moved: &Moved) -> String {
    let words = site.words();
    let link = |title: &str, href: &str| format!("<a href=\"{}\">{}</a>", escape(href), escape(title));
    let title = words.get(if moved.to.is_some() { "moved.title" } else { "moved.gone.title" });
    let mut page = site.frame(Frame { path, title, section: "", menu_page: false, description: None, crumbs: Vec::new() });
    page.noindex = true;
    let (lead, body_html) = match moved.to {
        Some(entry) => {
            let document = &site.handbook.entries[entry].document;
            let href = site.document_href(path, entry);
            let named = format!("{} {}", document.id.value, document.title.value);
            let shown = format!("<p>{}</p>", link(&named, &href));
            page.moved_to = Some(href);
            (words.get("moved.lead").to_owned(), shown)
        }
        None => {
            let held = site.placement.editions.iter().filter(|it| moved.held.contains(&it.folder));
            let items = held.map(|it| {
                let name = if it.name.is_empty() { words.get("edition.draft") } else { &it.name };
                format!("<li>{}</li>", link(name, &path.link_to(&SitePath::new(&format!("{}{path}", it.folder)))))
            });
            (words.get("moved.gone.lead").to_owned(), format!("<ul>{}</ul>", items.collect::<String>()))
        }
    };
    let view = PlainPage { page, title: title.to_owned(), lead: Some(lead), body_html };
    site.theme.render("page.html", &view).html
}
