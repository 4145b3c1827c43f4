//! Headings and the sections they begin.

use super::TagShown;
use super::writer::Writer;
use crate::render::escape::safe_href;
use crate::syntax::Item;

impl<'a> Writer<'a> {
    /// A heading, from its first item to its last.
    pub(super) fn heading(&mut self, item: &'a Item<'a>) {
        let parsed = self.parsed;
        self.heading = Some(item.number);
        let end = self.end_of(self.at - 1);
        let inner = self.at..end;
        let title = self.plain(inner.clone());
        let section = parsed.outline.get(item.number);
        let (depth, nested) = section.map_or((2, true), |it| (it.depth, it.nested));
        let anchor = section.map_or("", |it| it.anchor.as_str());
        let shown = self.ctx.sections.get(item.number);
        let tags = shown.map_or(&[][..], |it| &it.tags);
        if depth == 1 && folded(&title) == folded(self.ctx.title) {
            self.page_title(anchor, tags);
            self.at = end + 1;
            return;
        }
        let level = depth.max(2);
        if level == 2 && !nested && self.in_sections {
            if self.section_open {
                self.out.push_str("</section>\n");
            }
            self.out.push_str("<section>");
            self.section_open = true;
        }
        if !nested {
            self.depth = level;
        }
        self.out.push_str(&format!("<h{level} id=\""));
        self.id(anchor);
        self.out.push('"');
        self.end_of_tag(item);
        self.tags(tags);
        if let Some(number) = shown.map(|it| it.number.as_str()).filter(|it| !it.is_empty()) {
            self.out.push_str("<span class=\"n\">");
            self.text(number);
            self.out.push_str("</span> ");
        }
        self.without_terms += 1;
        self.write_until(end);
        self.without_terms -= 1;
        self.heading_link(anchor, title.trim());
        self.out.push_str(&format!("</h{level}>\n"));
        self.tag_notes(tags);
        self.at = end + 1;
    }

    /// The title stands in the page already; its anchor and its clauses are kept.
    fn page_title(&mut self, anchor: &str, tags: &[TagShown]) {
        self.out.push_str("<div class=\"tt\" id=\"");
        self.id(anchor);
        self.out.push_str("\">");
        self.tags(tags);
        self.out.push_str("</div>\n");
        self.tag_notes(tags);
    }

    pub(super) fn id(&mut self, anchor: &str) {
        let prefix = self.ctx.id_prefix;
        self.text(prefix);
        self.text(anchor);
    }

    fn heading_link(&mut self, anchor: &str, title: &str) {
        self.out.push_str(" <a class=\"hl\" href=\"#");
        self.id(anchor);
        self.out.push_str("\" aria-label=\"");
        let words = self.ctx.words;
        self.text(&words.section_link);
        self.out.push_str(": ");
        self.text(title);
        self.out.push_str("\">");
        self.icon("i-link");
        self.out.push_str("</a>");
    }

    fn tags(&mut self, tags: &[TagShown]) {
        if tags.is_empty() {
            return;
        }
        self.out.push_str("<span class=\"mt\">");
        for (at, tag) in tags.iter().enumerate() {
            if at > 0 {
                self.out.push(' ');
            }
            self.tag(tag);
        }
        self.out.push_str("</span> ");
    }

    fn tag(&mut self, tag: &TagShown) {
        let Some(href) = safe_href(&tag.href).filter(|href| !href.is_empty()) else {
            self.out.push_str(if tag.href.is_empty() { "<span>" } else { "<span class=\"dead\">" });
            self.text(&tag.label);
            self.out.push_str("</span>");
            return;
        };
        self.out.push_str(if tag.partial { "<a class=\"part\" href=\"" } else { "<a href=\"" });
        self.text(&href);
        if !tag.title.is_empty() {
            self.out.push_str("\" title=\"");
            self.text(&tag.title);
        }
        self.out.push_str("\">");
        self.text(&tag.label);
        self.out.push_str("</a>");
    }

    /// What is to be said about the clauses beside a heading, in words below it.
    fn tag_notes(&mut self, tags: &[TagShown]) {
        let words = self.ctx.words;
        let mut notes: Vec<String> = Vec::new();
        for tag in tags.iter().filter(|it| it.partial || it.note.is_some()) {
            let what = if tag.partial { format!("{}, {}", tag.label, words.partial) } else { tag.label.clone() };
            notes.push(tag.note.as_ref().map_or(what.clone(), |note| format!("{what}: {note}")));
        }
        for note in notes {
            self.out.push_str("<p class=\"mtn\">");
            self.text(&note);
            self.out.push_str("</p>\n");
        }
    }
}

fn folded(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
