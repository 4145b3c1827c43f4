//! Tables: a region that scrolls, a caption from the paragraph above, headings with their scope.

use std::ops::Range;

use super::writer::Writer;
use crate::syntax::{Alignment, Event, Item, Tag, TagEnd};

/// A table being written. Tables do not nest.
pub(super) struct Table<'a> {
    alignments: &'a [Alignment],
    column: usize,
    in_head: bool,
    /// How the open cell ends.
    close: &'static str,
}

impl<'a> Writer<'a> {
    /// Whether a paragraph is `Table: …` right above a table.
    pub(super) fn is_caption(&self, inner: &Range<usize>) -> bool {
        let above = matches!(self.items.get(inner.end + 1), Some(Item { event: Event::Start(Tag::Table(_)), .. }));
        above && self.caption_prefix(inner).is_some()
    }

    /// How many bytes of the paragraph's first text are `Table:`.
    fn caption_prefix(&self, inner: &Range<usize>) -> Option<usize> {
        let Event::Text(text) = &self.items.get(inner.start)?.event else {
            return None;
        };
        let word = ["Table", self.ctx.words.table.as_str()]
            .into_iter()
            .find(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')))?;
        Some(word.len() + 1)
    }

    pub(super) fn begin_table(&mut self, alignments: &'a [Alignment]) {
        self.table = Some(Table { alignments, column: 0, in_head: true, close: "</td>" });
        let words = self.ctx.words;
        let caption = self.caption.take().filter(|inner| inner.start < inner.end);
        let label = match &caption {
            Some(inner) => self.plain(inner.clone())[self.caption_prefix(inner).unwrap_or(0)..].trim().to_owned(),
            None => match self.heading.and_then(|at| self.parsed.outline.get(at)) {
                Some(section) => format!("{}: {}", words.table, section.title),
                None => words.table.clone(),
            },
        };
        self.out.push_str("<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"");
        self.text(&label);
        self.out.push_str("\"><table>");
        if let Some(inner) = caption {
            self.n_tables += 1;
            self.out.push_str("<caption>");
            self.text(&format!("{} {}. ", words.table, self.n_tables));
            self.caption_words(&inner);
            self.out.push_str("</caption>");
        }
        self.out.push('\n');
    }

    /// The paragraph above the table, without `Table:`.
    fn caption_words(&mut self, inner: &Range<usize>) {
        let back = self.at;
        let prefix = self.caption_prefix(inner).unwrap_or(0);
        let items = self.items;
        if let Some(Item { event: Event::Text(text), .. }) = items.get(inner.start) {
            self.say(text[prefix..].trim_start());
        }
        self.at = inner.start + 1;
        self.write_until(inner.end);
        self.at = back;
    }

    pub(super) fn end_head(&mut self) {
        self.out.push_str("</tr></thead>\n<tbody>\n");
        if let Some(table) = &mut self.table {
            table.in_head = false;
        }
    }

    pub(super) fn begin_row(&mut self, item: &Item<'_>) {
        self.out.push_str("<tr");
        self.end_of_tag(item);
        if let Some(table) = &mut self.table {
            table.column = 0;
        }
    }

    pub(super) fn begin_cell(&mut self) {
        let is_empty = matches!(self.items.get(self.at).map(|it| &it.event), Some(Event::End(TagEnd::TableCell)));
        let Some(table) = &mut self.table else {
            return;
        };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"al\"",
            Some(Alignment::Center) => " class=\"ac\"",
            Some(Alignment::Right) => " class=\"ar\"",
            Some(Alignment::None) | None => "",
        };
        // An empty heading names nothing. The first column names the rows.
        let (open, close) = match (is_empty, table.in_head, table.column) {
            (false, true, _) => ("<th scope=\"col\"", "</th>"),
            (false, false, 0) if table.alignments.len() > 1 => ("<th scope=\"row\"", "</th>"),
            _ => ("<td", "</td>"),
        };
        table.column += 1;
        table.close = close;
        self.out.push_str(&format!("{open}{class}>"));
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(table) = &self.table {
            self.out.push_str(table.close);
        }
    }

    pub(super) fn end_table(&mut self) {
        self.table = None;
        self.out.push_str("</tbody></table></div>\n");
    }
}
