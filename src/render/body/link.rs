//! Links, images and values: what the context says about a reference, made safe.

use std::borrow::Cow;

use super::writer::Writer;
use super::{LinkClass, Shown};
use crate::render::escape::{safe_href, safe_src};
use crate::syntax::{CowStr, Event, Item, ReferenceKind};

impl<'a> Writer<'a> {
    /// The text of a value, if it has one.
    pub(super) fn value_of(&self, item: &Item<'_>) -> Option<&'a str> {
        match self.ctx.links.get(item.number) {
            Some(Shown::Value(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn value(&mut self, item: &'a Item<'a>) {
        let Event::Value(name) = &item.event else {
            return;
        };
        match self.value_of(item) {
            Some(text) => self.say(text),
            None => {
                self.flush();
                self.dead(&format!("{{{{ {name} }}}}"));
            }
        }
    }

    /// A link begins; one without words of its own is written as a whole.
    pub(super) fn link(&mut self, item: &'a Item<'a>) {
        let reference = self.parsed.references.get(item.number);
        let target = reference.map(|it| match &it.kind {
            ReferenceKind::Wiki { target, anchor, labelled } => {
                (shown_target(&target.value, anchor.as_ref().map(|it| &it.value)), *labelled)
            }
            ReferenceKind::Link { url } | ReferenceKind::Image { url } => (url.clone(), true),
            ReferenceKind::Value { name } => (name.clone(), true),
        });
        let (target, labelled) = target.unwrap_or_default();
        let end = self.end_of(self.at - 1);
        let is_empty = self.at == end;
        let close = self.open_link(item.number);
        if labelled && !is_empty {
            self.links.push(close);
            self.without_terms += 1;
            return;
        }
        let title = match self.ctx.links.get(item.number) {
            Some(Shown::Link { title: Some(title), .. } | Shown::Plain(Some(title))) if !title.trim().is_empty() => title.clone(),
            _ => target,
        };
        self.text(&title);
        self.out.push_str(close);
        self.at = end + 1;
    }

    pub(super) fn end_link(&mut self) {
        self.without_terms -= 1;
        if let Some(close) = self.links.pop() {
            self.out.push_str(close);
        }
    }

    /// Writes the opening tag for a reference and tells how it is closed.
    fn open_link(&mut self, number: usize) -> &'static str {
        if matches!(self.ctx.links.get(number), Some(Shown::Plain(_))) {
            self.out.push_str("<span>");
            return "</span>";
        }
        let Some(Shown::Link { href, tip, class, .. }) = self.ctx.links.get(number) else {
            self.out.push_str("<span class=\"dead\">");
            return "</span>";
        };
        // A link in a link cannot be written; it can only come about through an image that is shown as one.
        if self.is_in_link() {
            return "";
        }
        let Some(href) = safe_href(href).filter(|href| !href.is_empty()) else {
            self.out.push_str("<span class=\"dead\">");
            return "</span>";
        };
        self.out.push_str(&format!("<a class=\"{}\" href=\"", class.name()));
        self.text(&href);
        if let Some(tip) = tip {
            self.out.push_str("\" title=\"");
            self.text(tip);
        }
        self.out.push_str(if *class == LinkClass::External { "\" rel=\"external noopener noreferrer\">" } else { "\">" });
        let words = self.ctx.words;
        let mark = match class {
            LinkClass::Retired => Some(&words.retired),
            LinkClass::Pending => Some(&words.pending),
            _ => None,
        };
        if let Some(mark) = mark {
            self.out.push_str("<span class=\"vh\">(");
            self.text(mark);
            self.out.push_str(") </span>");
        }
        "</a>"
    }

    /// An image, from its first item to its last; alone in its paragraph it is a figure, its title the caption.
    pub(super) fn image(&mut self, item: &'a Item<'a>, title: &CowStr<'a>, alone: bool) {
        let end = self.end_of(self.at - 1);
        let is_named = self.parsed.references.get(item.number).is_some_and(|it| !it.label.is_empty());
        let alt = if is_named { self.plain(self.at..end) } else { String::new() };
        self.at = end + 1;
        let shown = match self.ctx.links.get(item.number) {
            Some(Shown::Image { href, size }) => safe_src(href).filter(|it| !it.is_empty()).map(|href| (Cow::Owned(href), *size)),
            Some(Shown::Picture(picture)) => Some((Cow::Borrowed(picture.address()), None)),
            _ => None,
        };
        let Some((href, size)) = shown else {
            self.out.push_str(if alone { "<p>" } else { "" });
            self.image_as_link(item, alt.trim());
            self.out.push_str(if alone { "</p>\n" } else { "" });
            return;
        };
        self.out.push_str(if alone { "<figure class=\"fig\">" } else { "" });
        self.out.push_str("<img src=\"");
        self.text(&href);
        self.out.push_str("\" alt=\"");
        self.text(alt.trim());
        if !alone && !title.is_empty() {
            self.out.push_str("\" title=\"");
            self.text(title);
        }
        if let Some((width, height)) = size {
            self.out.push_str(&format!("\" width=\"{width}\" height=\"{height}"));
        }
        self.out.push_str("\" loading=\"lazy\" decoding=\"async\">");
        if alone {
            self.figure_caption(title);
            self.out.push_str("</figure>\n");
        }
    }

    /// `Figure 1. Title`; nothing without a title.
    pub(super) fn figure_caption(&mut self, title: &str) {
        if title.trim().is_empty() {
            return;
        }
        self.n_figures += 1;
        let words = self.ctx.words;
        self.out.push_str("<figcaption>");
        self.text(&format!("{} {}. {}", words.figure, self.n_figures, title.trim()));
        self.out.push_str("</figcaption>");
    }

    /// An image that the site does not hold: a link to it, or its words.
    fn image_as_link(&mut self, item: &'a Item<'a>, alt: &str) {
        let url = match self.parsed.references.get(item.number).map(|it| &it.kind) {
            Some(ReferenceKind::Image { url }) => url.as_str(),
            _ => "",
        };
        let title = match self.ctx.links.get(item.number) {
            Some(Shown::Link { title: Some(title), .. }) => title.as_str(),
            _ => url,
        };
        let close = self.open_link(item.number);
        self.text(if alt.is_empty() { title } else { alt });
        self.out.push_str(close);
    }

    fn dead(&mut self, words: &str) {
        self.out.push_str("<span class=\"dead\">");
        self.text(words);
        self.out.push_str("</span>");
    }

    /// Whether a link is open, so that no other may begin.
    pub(super) fn is_in_link(&self) -> bool {
        self.links.contains(&"</a>")
    }
}

fn shown_target(target: &str, anchor: Option<&String>) -> String {
    anchor.map_or_else(|| target.to_owned(), |anchor| format!("{target}#{anchor}"))
}
