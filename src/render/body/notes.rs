//! Footnotes: set aside where they are written, numbered by first use, shown at the end with links back.

use super::writer::Writer;

/// One footnote.
struct Note<'a> {
    label: &'a str,
    html: String,
    /// How often it is used.
    uses: usize,
    defined: bool,
}

/// The footnotes of a body, by their number from 1.
#[derive(Default)]
pub(super) struct Notes<'a> {
    notes: Vec<Note<'a>>,
    /// Labels, for looking up, to indexes.
    by_label: std::collections::BTreeMap<String, usize>,
    /// The notes being written, innermost last.
    open: Vec<usize>,
}

impl<'a> Notes<'a> {
    fn index(&mut self, label: &'a str) -> usize {
        let next = self.notes.len();
        // The Markdown parser matches labels without regard to case.
        let index = *self.by_label.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.notes.push(Note { label, html: String::new(), uses: 0, defined: false });
        }
        index
    }
}

impl<'a> Writer<'a> {
    pub(super) fn footnote_reference(&mut self, label: &'a str) {
        let index = self.notes.index(label);
        let note = &mut self.notes.notes[index];
        note.uses += 1;
        let (number, place) = (index + 1, note.uses);
        if self.is_in_link() {
            self.out.push_str(&format!("<sup class=\"fn\">{number}</sup>"));
            return;
        }
        self.out.push_str("<sup class=\"fn\"><a href=\"#");
        self.id(&format!("fn:{number}"));
        self.out.push_str("\" id=\"");
        self.id(&format!("fnref:{number}:{place}"));
        self.out.push_str("\" aria-label=\"");
        let words = self.ctx.words;
        self.text(&format!("{} {number}", words.footnote));
        self.out.push_str(&format!("\">{number}</a></sup>"));
    }

    pub(super) fn begin_footnote(&mut self, label: &'a str) {
        let index = self.notes.index(label);
        self.notes.open.push(index);
        self.set_aside.push(std::mem::take(&mut self.out));
    }

    pub(super) fn end_footnote(&mut self) {
        let html = std::mem::replace(&mut self.out, self.set_aside.pop().unwrap_or_default());
        if let Some(index) = self.notes.open.pop() {
            let note = &mut self.notes.notes[index];
            note.html.push_str(&html);
            note.defined = true;
        }
    }

    /// The list at the end of the page.
    pub(super) fn footnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes.notes);
        if notes.is_empty() {
            return;
        }
        let words = self.ctx.words;
        self.out.push_str("<section class=\"fns\"><h2 id=\"");
        self.id("fn:all");
        self.out.push_str("\">");
        self.text(&words.footnotes);
        self.out.push_str("</h2>\n<ol>\n");
        for (index, note) in notes.iter().enumerate() {
            let number = index + 1;
            self.out.push_str("<li id=\"");
            self.id(&format!("fn:{number}"));
            self.out.push_str("\">");
            let (html, after) = match note.html.trim_end().strip_suffix("</p>") {
                Some(html) => (html, "</p>"),
                None => (note.html.as_str(), ""),
            };
            self.out.push_str(html);
            if !note.defined {
                self.text(note.label);
            }
            for place in 1..=note.uses {
                self.back_link(number, place);
            }
            self.out.push_str(after);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn back_link(&mut self, number: usize, place: usize) {
        let words = self.ctx.words;
        self.out.push_str(" <a class=\"fb\" href=\"#");
        self.id(&format!("fnref:{number}:{place}"));
        self.out.push_str("\" aria-label=\"");
        self.text(&words.footnote_back);
        self.text(&if place > 1 { format!(" {number}, {place}") } else { format!(" {number}") });
        self.out.push_str("\">↩</a>");
    }
}
