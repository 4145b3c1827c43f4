//! The walk over the events: keeps what is open, writes the plain elements, hands the others on to their files.

use std::collections::BTreeSet;

use super::notes::Notes;
use super::table::Table;
use super::{Body, BodyContext};
use crate::base::Span;
use crate::diag::Diagnostic;
use crate::render::escape::escape_into;
use crate::syntax::{BlockQuoteKind, Element, Event, Item, Parsed, Tag, TagEnd};

/// What is open while a body is written.
pub(super) struct Writer<'a> {
    pub(super) parsed: &'a Parsed,
    pub(super) ctx: &'a BodyContext<'a>,
    pub(super) items: &'a [Item<'a>],
    /// The item to be read next.
    pub(super) at: usize,
    pub(super) out: String,
    /// What was being written when a footnote began.
    pub(super) set_aside: Vec<String>,
    pub(super) notes: Notes<'a>,
    pub(super) table: Option<Table<'a>>,
    /// The caption that stands before the next table: its items.
    pub(super) caption: Option<std::ops::Range<usize>>,
    /// How the open links end.
    pub(super) links: Vec<&'static str>,
    pub(super) section_open: bool,
    /// Whether headings open sections.
    pub(super) in_sections: bool,
    /// The last heading.
    pub(super) heading: Option<usize>,
    /// Its level.
    pub(super) depth: u8,
    pub(super) n_figures: usize,
    pub(super) n_diagrams: usize,
    pub(super) n_tables: usize,
    pub(super) icons: BTreeSet<&'static str>,
    pub(super) diagnostics: Vec<Diagnostic<Span>>,
    /// How many elements are open in which no term is marked.
    pub(super) without_terms: usize,
    /// How many lists, quotes and notes are open.
    nested: usize,
    /// Text not written yet, so that a term may run over the end of a line.
    words: String,
    terms: Vec<usize>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(parsed: &'a Parsed, ctx: &'a BodyContext<'a>, items: &'a [Item<'a>]) -> Self {
        Self {
            parsed,
            ctx,
            items,
            at: 0,
            out: String::with_capacity(parsed.body.range().len() * 3 / 2),
            set_aside: Vec::new(),
            notes: Notes::default(),
            table: None,
            caption: None,
            links: Vec::new(),
            section_open: false,
            in_sections: true,
            heading: None,
            depth: 1,
            n_figures: 0,
            n_diagrams: 0,
            n_tables: 0,
            icons: BTreeSet::new(),
            diagnostics: Vec::new(),
            without_terms: 0,
            nested: 0,
            words: String::new(),
            terms: Vec::new(),
        }
    }

    pub(super) fn write(mut self) -> Body {
        self.write_until(self.items.len());
        if self.section_open {
            self.out.push_str("</section>\n");
        }
        self.footnotes();
        Body { html: self.out, diagnostics: self.diagnostics, terms: self.terms, icons: self.icons.into_iter().collect() }
    }

    /// Writes stretches by themselves, and the footnotes.
    pub(super) fn write_pieces(mut self, pieces: &[std::ops::Range<usize>]) -> (Vec<String>, Body) {
        self.in_sections = false;
        let mut written = Vec::with_capacity(pieces.len());
        for piece in pieces {
            self.at = piece.start;
            self.write_until(piece.end);
            written.push(std::mem::take(&mut self.out));
        }
        self.at = self.items.len();
        (written, self.write())
    }

    /// Writes the items up to `end`.
    pub(super) fn write_until(&mut self, end: usize) {
        while self.at < end {
            let item = &self.items[self.at];
            self.at += 1;
            self.item(item);
        }
        self.flush();
    }

    fn item(&mut self, item: &'a Item<'a>) {
        match &item.event {
            Event::Text(text) => return self.words.push_str(text),
            Event::SoftBreak => return self.words.push('\n'),
            Event::Value(_) => return self.value(item),
            _ => self.flush(),
        }
        match &item.event {
            Event::Start(tag) => self.start(tag, item),
            Event::End(tag) => self.end(*tag),
            Event::Code(code) => {
                self.out.push_str("<code>");
                self.text(code);
                self.out.push_str("</code>");
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::Task(done) => self.task(*done),
            Event::Open(element) => self.open_html(element),
            Event::Close(name) => self.close_html(name),
            Event::Void(name) => self.out.push_str(&format!("<{name}>")),
            Event::Text(_) | Event::SoftBreak | Event::Value(_) => {}
        }
    }

    fn start(&mut self, tag: &'a Tag<'a>, item: &'a Item<'a>) {
        match tag {
            Tag::Paragraph => self.paragraph(item),
            Tag::Heading { .. } => self.heading(item),
            Tag::BlockQuote(kind) => {
                self.nested += 1;
                match kind {
                    Some(kind) => self.alert(*kind),
                    None => self.out.push_str("<blockquote>\n"),
                }
            }
            Tag::CodeBlock(kind) => self.code_block(kind, item),
            Tag::List(start) => {
                self.list(*start);
                self.nested += 1;
            }
            Tag::Item => {
                let task = |at: usize| matches!(self.items.get(at).map(|it| &it.event), Some(Event::Task(_)));
                let loose = matches!(self.items.get(self.at).map(|it| &it.event), Some(Event::Start(Tag::Paragraph)));
                self.out.push_str(if task(self.at) || (loose && task(self.at + 1)) { "<li class=\"task\"" } else { "<li" });
                self.end_of_tag(item);
            }
            Tag::FootnoteDefinition(label) => {
                self.nested += 1;
                self.begin_footnote(label);
            }
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.out.push_str("<dt");
                self.end_of_tag(item);
            }
            Tag::DefinitionListDefinition => {
                self.out.push_str("<dd");
                self.end_of_tag(item);
            }
            Tag::Table(alignments) => self.begin_table(alignments),
            Tag::TableHead => self.out.push_str("<thead><tr>"),
            Tag::TableRow => self.begin_row(item),
            Tag::TableCell => self.begin_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<s>"),
            Tag::Link { .. } => self.link(item),
            Tag::Image { title, .. } => self.image(item, title, false),
            // Switched off, or nothing of their own.
            Tag::HtmlBlock | Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Image => {}
            TagEnd::BlockQuote(kind) => {
                self.nested -= 1;
                self.out.push_str(if kind.is_some() { "</aside>\n" } else { "</blockquote>\n" });
            }
            TagEnd::List(ordered) => {
                self.nested -= 1;
                self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                self.nested -= 1;
                self.end_footnote();
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_head(),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</s>"),
            TagEnd::Link => self.end_link(),
            TagEnd::HtmlBlock | TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// A paragraph: a caption of the table below, an image that stands alone, or text.
    fn paragraph(&mut self, item: &'a Item<'a>) {
        let end = self.end_of(self.at - 1);
        let inner = self.at..end;
        if self.is_caption(&inner) {
            self.caption = Some(inner);
            self.at = end + 1;
            return;
        }
        if let Some(Item { event: Event::Start(Tag::Image { title, .. }), .. }) = self.items.get(self.at)
            && self.end_of(self.at) + 1 == end
        {
            let item = &self.items[self.at];
            self.at += 1;
            self.image(item, title, true);
            self.at = end + 1;
            return;
        }
        self.out.push_str("<p");
        self.end_of_tag(item);
    }

    /// Ends the opening tag of a block, with its place in the file where that is wanted.
    pub(super) fn end_of_tag(&mut self, item: &Item<'_>) {
        if self.ctx.places {
            self.out.push_str(&format!(" data-at=\"{}\"", item.span.start));
        }
        self.out.push('>');
    }

    fn list(&mut self, start: Option<u64>) {
        match start {
            None => self.out.push_str("<ul>\n"),
            Some(number) => {
                self.out.push_str(if self.nested == 0 { "<ol class=\"steps\"" } else { "<ol" });
                if number != 1 {
                    self.out.push_str(&format!(" start=\"{number}\""));
                }
                self.out.push_str(">\n");
            }
        }
    }

    fn task(&mut self, done: bool) {
        let (ticked, word) = if done { (" checked", &self.ctx.words.done) } else { ("", &self.ctx.words.not_done) };
        self.out.push_str(&format!("<input type=\"checkbox\" disabled{ticked} aria-label=\""));
        escape_into(&mut self.out, word);
        self.out.push_str("\"> ");
    }

    /// A note or warning. Words in bold that open it on a line of their own are its title.
    fn alert(&mut self, kind: BlockQuoteKind) {
        let words = self.ctx.words;
        let (class, icon, word) = match kind {
            BlockQuoteKind::Note => ("note", "i-info", &words.note),
            BlockQuoteKind::Tip => ("tip", "i-check", &words.tip),
            BlockQuoteKind::Important => ("important", "i-flag", &words.important),
            BlockQuoteKind::Warning => ("warn", "i-warn", &words.warning),
            BlockQuoteKind::Caution => ("caution", "i-warn", &words.caution),
        };
        let level = (self.depth + 1).min(6);
        self.out.push_str(&format!("<aside class=\"adm {class}\" role=\"note\"><h{level} class=\"at\">"));
        self.icon(icon);
        match self.alert_title() {
            Some((title, rest, only)) => {
                self.out.push_str("<span class=\"vh\">");
                escape_into(&mut self.out, word);
                self.out.push_str(": </span>");
                self.at += 2;
                self.without_terms += 1;
                self.write_until(title);
                self.without_terms -= 1;
                self.at = rest;
                self.out.push_str(&format!("</h{level}>\n{}", if only { "" } else { "<p>" }));
            }
            None => {
                escape_into(&mut self.out, word);
                self.out.push_str(&format!("</h{level}>\n"));
            }
        }
    }

    /// Where the bold words that open an alert end, where reading goes on, and whether their paragraph holds nothing else.
    fn alert_title(&self) -> Option<(usize, usize, bool)> {
        let event = |at: usize| self.items.get(at).map(|it| &it.event);
        let opens = matches!(event(self.at), Some(Event::Start(Tag::Paragraph)))
            && matches!(event(self.at + 1), Some(Event::Start(Tag::Strong)));
        if !opens {
            return None;
        }
        let end = self.end_of(self.at + 1);
        match event(end + 1) {
            Some(Event::End(TagEnd::Paragraph)) => Some((end, end + 2, true)),
            Some(Event::SoftBreak | Event::HardBreak) => Some((end, end + 2, false)),
            _ => None,
        }
    }

    fn open_html(&mut self, element: &Element) {
        if element.name == "table" {
            self.out.push_str("<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"");
            escape_into(&mut self.out, &self.ctx.words.table);
            self.out.push_str("\">");
        }
        self.without_terms += usize::from(is_without_terms(element.name));
        self.out.push_str(&format!("<{}", element.name));
        for (key, value) in &element.attributes {
            self.out.push_str(&format!(" {key}=\""));
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close_html(&mut self, name: &str) {
        self.without_terms -= usize::from(is_without_terms(name));
        self.out.push_str(&format!("</{name}>"));
        if name == "table" {
            self.out.push_str("</div>");
        }
    }

    /// The index of the end of the element that begins at `start`.
    pub(super) fn end_of(&self, start: usize) -> usize {
        let mut open = 0_usize;
        for (at, item) in self.items.iter().enumerate().skip(start) {
            match item.event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return at;
            }
        }
        self.items.len()
    }

    /// The words of some items without markup, values put in.
    pub(super) fn plain(&self, range: std::ops::Range<usize>) -> String {
        let mut plain = String::new();
        for item in &self.items[range] {
            match &item.event {
                Event::Text(text) | Event::Code(text) => plain.push_str(text),
                Event::Value(name) => plain.push_str(self.value_of(item).unwrap_or(name)),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            }
        }
        plain
    }

    /// Text as it is.
    pub(super) fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    /// Text in which terms are looked for.
    pub(super) fn say(&mut self, text: &str) {
        self.words.push_str(text);
    }

    pub(super) fn icon(&mut self, id: &'static str) {
        self.icons.insert(id);
        self.out.push_str(&format!("<svg class=\"i\" aria-hidden=\"true\"><use href=\"#{id}\"/></svg>"));
    }

    /// Writes the text collected, each term's first use as a link to its definition.
    pub(super) fn flush(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.words);
        let mut written = 0;
        if let Some(terms) = self.ctx.terms.filter(|_| self.without_terms == 0) {
            for found in terms.find(&words, &mut self.terms) {
                self.text(&words[written..found.from]);
                let term = &terms.shown()[found.term];
                self.term(&words[found.from..found.to], &term.href, &term.definition);
                written = found.to;
            }
        }
        self.text(&words[written..]);
        self.words = words;
        self.words.clear();
    }

    fn term(&mut self, words: &str, href: &str, definition: &str) {
        match crate::render::escape::safe_href(href) {
            Some(href) => {
                self.out.push_str("<a class=\"term\" href=\"");
                self.text(&href);
                self.out.push_str("\" title=\"");
                self.text(definition);
                self.out.push_str("\">");
                self.text(words);
                self.out.push_str("</a>");
            }
            None => self.text(words),
        }
    }
}

fn is_without_terms(name: &str) -> bool {
    matches!(name, "code" | "pre" | "kbd" | "samp" | "var" | "dfn" | "abbr" | "summary")
}
