//! A redline as text: Markdown with marks, `{+came+}` and `[-went-]`, or colours in their place.

use super::side::Kind;
use super::{Change, Edit, FieldChange, Merged, Redline};
use crate::syntax::{CodeBlockKind, Event, Item, LinkType, Tag, TagEnd};

/// What is put around words that came, that went, and around remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pens {
    /// Before and after words that came.
    pub added: (&'static str, &'static str),
    /// Before and after words that went.
    pub removed: (&'static str, &'static str),
    /// Before and after what came from elsewhere.
    pub came: (&'static str, &'static str),
    /// Before and after what went elsewhere.
    pub went: (&'static str, &'static str),
    /// Before and after remarks.
    pub remark: (&'static str, &'static str),
    /// Before and after headings of unchanged parts.
    pub context: (&'static str, &'static str),
}

impl Pens {
    /// Marks that are read without colour.
    pub const PLAIN: Self = Self {
        added: ("{+", "+}"),
        removed: ("[-", "-]"),
        came: ("{>", "<}"),
        went: ("[>", "<]"),
        remark: ("", ""),
        context: ("", ""),
    };

    /// Colours of a terminal, with the shape of a pen besides: underlined and struck.
    pub const COLOUR: Self = Self {
        added: ("\u{1b}[32;4m", "\u{1b}[0m"),
        removed: ("\u{1b}[31;9m", "\u{1b}[0m"),
        came: ("\u{1b}[36;4m", "\u{1b}[0m"),
        went: ("\u{1b}[36;9m", "\u{1b}[0m"),
        remark: ("\u{1b}[2m", "\u{1b}[0m"),
        context: ("\u{1b}[1m", "\u{1b}[0m"),
    };
}

impl Pens {
    /// A text without control characters but line ends and these pens.
    fn alone_in(&self, text: &str) -> String {
        let pens = [self.added, self.removed, self.came, self.went, self.remark, self.context];
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let pen =
                pens.iter().flat_map(|it| [it.0, it.1]).find(|it| first == '\u{1b}' && !it.is_empty() && rest.starts_with(it));
            let len = pen.map_or(first.len_utf8(), str::len);
            if pen.is_none() && first.is_control() && first != '\n' {
                out.push(' ');
            } else {
                out.push_str(&rest[..len]);
            }
            rest = &rest[len..];
        }
        out
    }
}

impl Redline<'_> {
    /// The redline as text. Blocks that stayed are counted, not shown, but for the headings above what changed. Of control characters it
    /// holds only those of the pens, so that no text steers a terminal.
    pub fn plain(&self, pens: Pens) -> String {
        pens.alone_in(&self.written(pens))
    }

    fn written(&self, pens: Pens) -> String {
        let mut out = String::new();
        for field in &self.fields {
            out.push_str(&plain_field(field, pens));
            out.push('\n');
        }
        self.write_body(pens, &mut out);
        out
    }

    /// The same of the body alone.
    pub fn plain_body(&self, pens: Pens) -> String {
        let mut out = String::new();
        self.write_body(pens, &mut out);
        pens.alone_in(&out)
    }

    fn write_body(&self, pens: Pens, out: &mut String) {
        let merged = self.merged("moved away", "moved here");
        let mut skipped = 0_usize;
        let mut heading: Option<usize> = None;
        for (at, piece) in merged.pieces.iter().enumerate() {
            let edit = &self.edits[piece.edit];
            if edit.change == Change::Same {
                skipped += 1;
                if let Some(Kind::Heading(..)) = edit.new.first().map(|&it| &self.new.blocks[it].kind) {
                    heading = Some(at);
                }
                continue;
            }
            if let Some(above) = heading.take() {
                let text = print(&merged, merged.pieces[above].items.clone(), pens);
                skipped -= 1;
                gap(out, skipped, pens);
                separate(out);
                out.push_str(&format!("{}{}{}\n", pens.context.0, text.trim_end(), pens.context.1));
                // What lies between the heading and here.
                skipped = at - above - 1;
            }
            gap(out, std::mem::take(&mut skipped), pens);
            if self.goes_on(edit) {
                continue;
            }
            separate(out);
            self.plain_piece(edit, &print(&merged, piece.items.clone(), pens), pens, out);
        }
        gap(out, skipped, pens);
        if self.is_coarse {
            separate(out);
            out.push_str(&format!(
                "{}(so much differs that parts were compared by whole blocks only){}\n",
                pens.remark.0, pens.remark.1
            ));
        }
    }

    /// Whether something that moved away was told with the block before.
    fn goes_on(&self, edit: &Edit) -> bool {
        let moved = edit.moved.and_then(|it| self.moves.get(it));
        edit.change == Change::MovedAway && moved.is_some_and(|it| it.old.first() != edit.old.first())
    }

    fn plain_piece(&self, edit: &Edit, text: &str, pens: Pens, out: &mut String) {
        let (open, close) = pens.remark;
        match edit.change {
            Change::MovedAway => {
                let words = edit.moved.and_then(|it| self.moves.get(it)).map_or("", |it| it.words.as_str());
                out.push_str(&format!("{open}(moved away: {words}){close}\n"));
            }
            Change::MovedHere => {
                let moved = edit.moved.and_then(|it| self.moves.get(it));
                if moved.is_some_and(|it| it.new.first() == edit.new.first()) {
                    out.push_str(&format!("{open}(moved here){close}\n"));
                }
                out.push_str(text);
            }
            _ => out.push_str(text),
        }
    }
}

/// An empty line before what follows.
fn separate(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

fn gap(out: &mut String, n: usize, pens: Pens) {
    if n > 0 {
        separate(out);
        let blocks = if n == 1 { "1 block" } else { &format!("{n} blocks") };
        out.push_str(&format!("{}({blocks} unchanged){}\n", pens.remark.0, pens.remark.1));
    }
}

/// A field in one line.
pub fn plain_field(field: &FieldChange, pens: Pens) -> String {
    let mut parts = Vec::new();
    let mut put = |(open, close): (&str, &str), text: &str| {
        if !text.is_empty() {
            parts.push(format!("{open}{text}{close}"));
        }
    };
    put(pens.removed, &field.old);
    put(pens.added, &field.new);
    for item in &field.items {
        put(if item.change == Change::Removed { pens.removed } else { pens.added }, &item.text);
    }
    let path = if field.path.is_empty() { "front matter" } else { &field.path };
    format!("{path}: {}", parts.join(" "))
}

fn print(merged: &Merged<'_>, items: std::ops::Range<usize>, pens: Pens) -> String {
    let shown: Vec<(&Item<'_>, bool)> = items
        .filter(|&at| merged.fates[at].shown)
        .map(|at| (&merged.items[at], !merged.fates[at].old && !merged.fates[at].new))
        .collect();
    let mut printer = Printer {
        pens,
        out: String::new(),
        line: String::new(),
        prefix: Vec::new(),
        lists: Vec::new(),
        signs: Vec::new(),
        code: None,
        ticked: false,
        cells: None,
    };
    let mut at = 0;
    while at < shown.len() {
        at = printer.item(&shown, at);
    }
    printer.flush();
    printer.out
}

struct Printer {
    pens: Pens,
    out: String,
    line: String,
    /// What stands before each line: a part for each item, quote or definition, and whether it was written.
    prefix: Vec<(String, bool)>,
    /// The next numbers of the lists that are open.
    lists: Vec<Option<u64>>,
    /// Marks around blocks.
    signs: Vec<(&'static str, &'static str)>,
    /// The fence of the code that is open.
    code: Option<()>,
    /// A box stands at the end of the line.
    ticked: bool,
    /// The number of columns of the table's head, once written.
    cells: Option<usize>,
}

impl Printer {
    fn flush(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        let mut prefix = String::new();
        for (text, written) in &mut self.prefix {
            if *written && !text.starts_with('>') {
                prefix.push_str(&" ".repeat(text.chars().count()));
            } else {
                prefix.push_str(text);
            }
            *written = true;
        }
        let line = std::mem::take(&mut self.line);
        self.out.push_str(&format!("{prefix}{}\n", line.trim_end()));
    }

    /// The mark of ours that an element is.
    fn pen(&self, event: &Event<'_>) -> Option<(&'static str, &'static str)> {
        let Event::Open(element) = event else { return None };
        let class = element.attributes.iter().find(|it| it.0 == "class").map_or("", |it| it.1.as_str());
        match (element.name, class) {
            ("ins", "rd") => Some(self.pens.added),
            ("del", "rd") => Some(self.pens.removed),
            ("ins", _) => Some(self.pens.came),
            ("del", _) => Some(self.pens.went),
            ("span", _) => Some(("(", ") ")),
            _ => Some(("", "")),
        }
    }

    /// Writes one event, or several, and says where to go on.
    fn item(&mut self, items: &[(&Item<'_>, bool)], at: usize) -> usize {
        let (item, ours) = items[at];
        match &item.event {
            event @ Event::Open(_) if ours => {
                let pen = self.pen(event).unwrap_or_default();
                let holds_block =
                    matches!(items.get(at + 1).map(|it| &it.0.event), Some(Event::Start(Tag::CodeBlock(_)) | Event::Rule));
                if holds_block {
                    self.signs.push(pen);
                } else {
                    self.line.push_str(pen.0);
                    self.signs.push(("", pen.1));
                }
            }
            Event::Close(_) if ours => {
                if let Some((open, close)) = self.signs.pop()
                    && open.is_empty()
                {
                    self.line.push_str(close);
                }
            }
            Event::Start(tag) => return self.start(tag, items, at),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(code) => self.line.push_str(&format!("`{code}`")),
            Event::Value(name) => self.line.push_str(&format!("{{{{ {name} }}}}")),
            Event::FootnoteReference(label) => self.line.push_str(&format!("[^{label}]")),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => {
                self.line.push('\\');
                self.flush();
            }
            Event::Rule => self.marked_line("---"),
            Event::Task(done) => {
                self.line.push_str(if *done { "[x]" } else { "[ ]" });
                self.ticked = true;
            }
            Event::Open(element) if element.is_in_line() => self.line.push_str(&format!("<{}>", element.name)),
            Event::Close(name) if crate::syntax::is_in_line(name) => self.line.push_str(&format!("</{name}>")),
            Event::Open(element) => {
                self.flush();
                self.line.push_str(&format!("<{}>", element.name));
                self.flush();
            }
            Event::Close(name) => {
                self.flush();
                self.line.push_str(&format!("</{name}>"));
                self.flush();
            }
            Event::Void(name) => self.line.push_str(&format!("<{name}>")),
        }
        at + 1
    }

    fn text(&mut self, text: &str) {
        if std::mem::take(&mut self.ticked) && !text.starts_with(' ') {
            self.line.push(' ');
        }
        if !text.contains('\n') {
            return self.line.push_str(text);
        }
        for line in text.split_inclusive('\n') {
            match (line.strip_suffix('\n'), self.code) {
                (Some(line), Some(())) => self.marked_line(line),
                // A line of code within a mark of its own.
                (Some(line), None) => {
                    self.line.push_str(line);
                    let close = self.signs.pop();
                    if let Some((open, close)) = close {
                        self.line.push_str(close);
                        self.signs.push((open, ""));
                    }
                    if self.line.is_empty() {
                        self.line.push('\u{200b}');
                    }
                    self.flush();
                }
                (None, _) => self.line.push_str(line),
            }
        }
    }

    /// A line of code, a fence or a line across, in the mark around it.
    fn marked_line(&mut self, text: &str) {
        let (open, close) = self.signs.last().copied().unwrap_or_default();
        self.flush();
        self.line.push_str(&format!("{open}{text}{close}"));
        self.flush();
    }

    fn start(&mut self, tag: &Tag<'_>, items: &[(&Item<'_>, bool)], at: usize) -> usize {
        let end = || end_of(items, at);
        match tag {
            Tag::Emphasis => self.line.push('*'),
            Tag::Strong => self.line.push_str("**"),
            Tag::Strikethrough => self.line.push_str("~~"),
            Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, dest_url, .. } => {
                self.line.push_str(&format!("[[{dest_url}]]"));
                return end() + 1;
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.line.push('[');
                let (mut next, end) = (at + 1, end());
                while next < end {
                    next = self.item(items, next);
                }
                let wiki = if matches!(link_type, LinkType::WikiLink { .. }) { "wiki " } else { "" };
                self.line.push_str(&format!("]({wiki}{dest_url})"));
                return end + 1;
            }
            Tag::Image { dest_url, .. } => {
                let end = end();
                let alt: String = items[at..end]
                    .iter()
                    .filter_map(|it| if let Event::Text(text) = &it.0.event { Some(&**text) } else { None })
                    .collect();
                self.line.push_str(&format!("![{alt}]({dest_url})"));
                return end + 1;
            }
            Tag::TableCell => self.line.push_str("| "),
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.cells.get_or_insert(0);
            }
            _ => {
                self.flush();
                self.block(tag);
            }
        }
        at + 1
    }

    fn block(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.line.push_str(&format!("{} ", "#".repeat(*level as usize))),
            Tag::BlockQuote(kind) => {
                self.prefix.push(("> ".to_owned(), false));
                if let Some(kind) = kind {
                    self.line.push_str(&format!("[!{}]", format!("{kind:?}").to_uppercase()));
                    self.flush();
                }
            }
            Tag::List(start) => self.lists.push(*start),
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(n)) => {
                        *n += 1;
                        format!("{}. ", *n - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.prefix.push((marker, false));
            }
            Tag::FootnoteDefinition(label) => self.prefix.push((format!("[^{label}]: "), false)),
            Tag::DefinitionListDefinition => self.prefix.push((": ".to_owned(), false)),
            Tag::CodeBlock(kind) => {
                let words = if let CodeBlockKind::Fenced(words) = kind { words as &str } else { "" };
                self.marked_line(&format!("```{words}"));
                self.code = Some(());
            }
            Tag::Table(_) => self.cells = None,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.line.push('*'),
            TagEnd::Strong => self.line.push_str("**"),
            TagEnd::Strikethrough => self.line.push_str("~~"),
            TagEnd::TableCell => {
                self.line.push(' ');
                self.cells = self.cells.map(|it| it + 1);
            }
            TagEnd::TableHead => {
                self.line.push('|');
                self.flush();
                self.line.push_str(&format!("|{}", "---|".repeat(self.cells.unwrap_or(0))));
                self.flush();
            }
            TagEnd::TableRow => {
                self.line.push('|');
                self.flush();
            }
            TagEnd::CodeBlock => {
                self.code = None;
                self.marked_line("```");
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition => {
                self.flush();
                self.prefix.pop();
            }
            TagEnd::Link | TagEnd::Image => {}
            _ => self.flush(),
        }
    }
}

/// The end of the element that begins at `at`, marks of ours within it counted.
fn end_of(items: &[(&Item<'_>, bool)], at: usize) -> usize {
    let mut open = 0_usize;
    for (place, (item, _)) in items.iter().enumerate().skip(at) {
        match item.event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            _ => {}
        }
        if open == 0 {
            return place;
        }
    }
    items.len().saturating_sub(1)
}
