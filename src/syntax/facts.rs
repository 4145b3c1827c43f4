//! One walk over the events: outline, references with the sentence they stand in, plain text of blocks.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{HeadingLevel, LinkType, Tag, TagEnd};

use super::attributes::Attributes;
use super::events::{Event, Item};
use super::sentence::sentence_around;
use super::{BlockKind, Cell, CodeText, Reference, ReferenceKind, Section, TextBlock};
use crate::base::{Span, Spanned, anchor_of};
use crate::diag::{Diagnostic, codes};

/// How long a lead may be, in characters.
const MAX_LEAD: usize = 300;

/// What the walk finds.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) outline: Vec<Section>,
    pub(super) references: Vec<Reference>,
    pub(super) blocks: Vec<TextBlock>,
    pub(super) code: Vec<CodeText>,
    pub(super) title: Option<Spanned<String>>,
    pub(super) lead: Option<String>,
    pub(super) diagnostics: Vec<Diagnostic<Span>>,
}

/// Reads the facts from the events of `text`.
pub(super) fn read(text: &str, items: &[Item<'_>], attributes: Vec<Attributes>) -> Facts {
    let mut walk = Walk::new(text);
    for item in items {
        walk.item(item);
    }
    walk.flush();
    let mut facts = walk.facts;
    // They are kept as long as the document is.
    facts.blocks.shrink_to_fit();
    facts.references.shrink_to_fit();
    facts.outline.shrink_to_fit();
    let opening_title = items.first().is_some_and(|it| is_level_one(&it.event));
    facts.title = facts.outline.iter().find(|it| it.level == 1 && !it.nested).map(|it| Spanned::new(it.title.clone(), it.span));
    tag(&mut facts.outline, attributes);
    name(&mut facts);
    number(&mut facts.outline, opening_title);
    facts
}

fn join(a: Span, b: Span) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end) }
}

fn is_level_one(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
}

struct Walk<'a> {
    text: &'a str,
    facts: Facts,
    /// Plain text of the block being read.
    block: String,
    /// The place of the block, as far as read.
    span: Option<Span>,
    /// References of the block: index, where the label begins and ends in `block`.
    pending: Vec<(usize, usize, usize)>,
    /// References whose label is being read: index, where it begins, whether it is shown.
    open: Vec<(usize, usize, bool)>,
    /// How many quotes, lists, definitions and HTML blocks are open.
    nested: usize,
    items: usize,
    rows: usize,
    /// Where the table's head stands, while it is read.
    head: Option<Span>,
    /// Cells of the row: their bytes in `block`, and where they stand.
    cells: Vec<Cell>,
    /// How many links are open that show their target instead of a label.
    hidden: usize,
    code: usize,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            facts: Facts::default(),
            block: String::new(),
            span: None,
            pending: Vec::new(),
            open: Vec::new(),
            nested: 0,
            items: 0,
            rows: 0,
            head: None,
            cells: Vec::new(),
            hidden: 0,
            code: 0,
        }
    }

    fn item(&mut self, item: &Item<'_>) {
        match &item.event {
            Event::Start(tag) => self.start(tag, item),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if self.code == 0 => self.words(text, item.span),
            Event::Text(text) => {
                if let Some(code) = self.facts.code.last_mut() {
                    code.text.push_str(text);
                }
            }
            Event::Code(text) => self.words(text, item.span),
            Event::Value(name) => {
                let from = self.block.len();
                self.words(&format!("{{{{ {name} }}}}"), item.span);
                self.reference(item, ReferenceKind::Value { name: (*name).to_owned() });
                let index = self.facts.references.len() - 1;
                self.pending.push((index, from.min(self.block.len()), self.block.len()));
            }
            Event::SoftBreak | Event::HardBreak => self.words(" ", item.span),
            Event::Void(_) => self.words(" ", item.span),
            Event::Open(element) if is_html_block(element.name) => {
                self.flush();
                self.nested += 1;
            }
            Event::Close(name) if is_html_block(name) => {
                self.flush();
                self.nested -= 1;
            }
            Event::Rule => self.flush(),
            Event::Open(_) | Event::Close(_) | Event::FootnoteReference(_) | Event::Task(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, item: &Item<'_>) {
        match tag {
            Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, .. } => {
                self.open_label(item, wiki(self.text, item.span, dest_url, *has_pothole), *has_pothole);
                if !has_pothole {
                    self.block.push_str(dest_url.trim());
                    self.span = Some(self.span.map_or(item.span, |span| join(span, item.span)));
                }
            }
            Tag::Link { link_type, dest_url, .. } => {
                let url = if *link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                self.open_label(item, ReferenceKind::Link { url }, true);
            }
            Tag::Image { link_type, dest_url, .. } => {
                let labelled = !matches!(link_type, LinkType::WikiLink { has_pothole: false });
                self.open_label(item, ReferenceKind::Image { url: dest_url.trim().to_owned() }, labelled);
            }
            Tag::TableCell => {
                if !self.block.is_empty() && !self.block.ends_with("· ") {
                    self.words(" ", Span::point(item.span.start as usize));
                    self.block.push_str("· ");
                }
                let from = self.block.len();
                self.cells.push(Cell { range: from..from, span: item.span });
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            Tag::Heading { level, .. } => {
                self.flush();
                self.facts.outline.push(Section::new(*level as u8, item.span, self.nested > 0));
            }
            Tag::CodeBlock(_) => {
                self.flush();
                let section = self.facts.outline.len().checked_sub(1);
                self.facts.code.push(CodeText { section, text: String::new() });
                self.code += 1;
            }
            _ => {
                self.flush();
                self.nested += usize::from(is_nesting(&tag.to_end()));
                self.items += usize::from(matches!(tag, Tag::Item));
                self.rows += usize::from(matches!(tag, Tag::TableRow | Tag::TableHead));
                self.head = matches!(tag, Tag::TableHead).then_some(item.span);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => self.close_label(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::TableCell => {
                if let Some(cell) = self.cells.last_mut() {
                    cell.range.end = self.block.len();
                }
            }
            TagEnd::Heading(_) => {
                if let Some(section) = self.facts.outline.last_mut() {
                    section.title = self.block.trim().to_owned();
                }
                self.finish_references();
                self.clear();
            }
            TagEnd::CodeBlock => self.code -= 1,
            _ => {
                self.flush();
                self.nested -= usize::from(is_nesting(&tag));
                self.items -= usize::from(matches!(tag, TagEnd::Item));
                self.rows -= usize::from(matches!(tag, TagEnd::TableRow | TagEnd::TableHead));
                self.head = None;
            }
        }
    }

    /// Adds words to the block, blanks folded.
    fn words(&mut self, words: &str, span: Span) {
        if self.hidden > 0 {
            return;
        }
        self.span = Some(self.span.map_or(span, |it| join(it, span)));
        let mut rest = words;
        if is_folded(words) && !(words.starts_with(' ') && (self.block.is_empty() || self.block.ends_with(' '))) {
            self.block.push_str(words);
            return;
        }
        while let Some(at) = rest.find(|c: char| c == '\0' || is_blank(c)) {
            self.block.push_str(&rest[..at]);
            let mut after = rest[at..].chars();
            if after.next() == Some('\0') {
                self.block.push('\u{fffd}');
            } else if !self.block.is_empty() && !self.block.ends_with(' ') {
                self.block.push(' ');
            }
            rest = after.as_str();
        }
        self.block.push_str(rest);
    }

    fn reference(&mut self, item: &Item<'_>, kind: ReferenceKind) {
        let section = self.facts.outline.len().checked_sub(1);
        let (label, sentence) = (String::new(), String::new());
        debug_assert_eq!(item.number, self.facts.references.len(), "the stream numbers references in order");
        self.facts.references.push(Reference { span: item.span, kind, label, section, sentence, at: 0 });
    }

    /// Begins a label. One that is not shown is the target again, which the parser gives as text.
    fn open_label(&mut self, item: &Item<'_>, kind: ReferenceKind, shown: bool) {
        self.reference(item, kind);
        self.open.push((self.facts.references.len() - 1, self.block.len(), shown));
        self.hidden += usize::from(!shown);
    }

    fn close_label(&mut self) {
        let Some((index, from, shown)) = self.open.pop() else {
            return;
        };
        self.hidden -= usize::from(!shown);
        let from = from.min(self.block.len());
        let label = self.block[from..].trim();
        let reference = &mut self.facts.references[index];
        match &mut reference.kind {
            ReferenceKind::Wiki { labelled, target, anchor } if shown && label.is_empty() => {
                // `[[target|]]` shows what `[[target]]` shows.
                *labelled = false;
                let target = shown_target(target, anchor.as_ref());
                self.block.push_str(&target);
            }
            _ if shown => reference.label = label.to_owned(),
            _ => {}
        }
        self.pending.push((index, from, self.block.len()));
    }

    /// Ends the block.
    fn flush(&mut self) {
        self.finish_references();
        let text = self.block.trim().trim_end_matches('·').trim_end();
        // A head without words still ends the table before it.
        if let Some(span) = self.span.filter(|_| !text.is_empty()).or(self.head) {
            let kind = match () {
                () if self.head.is_some() => BlockKind::Head,
                () if self.rows > 0 => BlockKind::Row,
                () if self.items > 0 => BlockKind::Item,
                () => BlockKind::Paragraph,
            };
            if kind == BlockKind::Paragraph && self.nested == 0 && self.facts.lead.is_none() {
                self.facts.lead = Some(shortened(text));
            }
            let section = self.facts.outline.len().checked_sub(1);
            let cut = self.block.len() - self.block.trim_start().len();
            let cells =
                self.cells.drain(..).map(|it| Cell { range: trimmed(&self.block, it.range, cut, text.len()), ..it }).collect();
            self.facts.blocks.push(TextBlock { span, section, kind, text: text.to_owned(), cells });
        }
        self.clear();
    }

    fn finish_references(&mut self) {
        for (index, from, to) in self.pending.drain(..) {
            let (sentence, at) = sentence_around(&self.block, from, to);
            let reference = &mut self.facts.references[index];
            reference.sentence = sentence;
            reference.at = at;
        }
    }

    fn clear(&mut self) {
        self.block.clear();
        self.pending.clear();
        self.cells.clear();
        self.span = None;
    }
}

/// The bytes of a cell without blanks around it, when `cut` bytes before it are cut off the block and `len` stay.
fn trimmed(block: &str, range: Range<usize>, cut: usize, len: usize) -> Range<usize> {
    let text = &block[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let place = |at: usize| at.saturating_sub(cut).min(len);
    place(start)..place(start.max(range.start + text.trim_end().len()))
}

/// Whether a text stays as it is when its blanks are folded; sees this of ASCII only, which most texts are.
pub(crate) fn is_folded(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        let stays = (b' '..=b'~').contains(&byte) && (byte != b' ' || before != b' ');
        before = byte;
        stays
    })
}

/// Whether a character is folded into one blank with its neighbours. A blank that keeps words together is not.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}'
}

/// Elements whose content is not on the top level of the document.
fn is_nesting(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::FootnoteDefinition | TagEnd::Table)
}

fn is_html_block(name: &str) -> bool {
    super::elements::allowed(name).is_some_and(|it| it.kind == super::elements::Kind::Block)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= MAX_LEAD {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MAX_LEAD - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

/// What a wiki link without a label shows as long as nobody knows the title.
fn shown_target(target: &Spanned<String>, anchor: Option<&Spanned<String>>) -> String {
    match anchor {
        Some(anchor) => format!("{}#{}", target.value, anchor.value),
        None => target.value.clone(),
    }
}

/// Reads `target#anchor` of a wiki link at `span`.
fn wiki(text: &str, span: Span, written: &str, labelled: bool) -> ReferenceKind {
    let from = span.start as usize + 2;
    // In a table the bar is written `\|`, and the backslash is left over.
    let written = if labelled { written.strip_suffix('\\').unwrap_or(written) } else { written };
    let place = |part: &str| {
        let offset = part.as_ptr() as usize - written.as_ptr() as usize;
        let trimmed = part.trim();
        let start = from + offset + (part.len() - part.trim_start().len());
        Spanned::new(trimmed.to_owned(), Span::new(start, start + trimmed.len()).within(text))
    };
    let (target, anchor) = match written.split_once('#') {
        Some((target, anchor)) => (target, Some(anchor)),
        None => (written, None),
    };
    ReferenceKind::Wiki { target: place(target), anchor: anchor.map(place).filter(|it| !it.value.is_empty()), labelled }
}

/// Puts the attributes to their headings.
fn tag(outline: &mut [Section], attributes: Vec<Attributes>) {
    for (section, read) in outline.iter_mut().zip(attributes) {
        if let Some(anchor) = read.anchor {
            section.anchor = anchor.value;
            section.anchor_span = anchor.span;
            section.explicit = true;
        }
        section.tags = read.tags;
        section.coverage = read.coverage;
        section.note = read.note;
    }
}

/// Gives each section an anchor of its own. Anchors that were written come first, whatever their order.
fn name(facts: &mut Facts) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut again = Vec::new();
    for (idx, section) in facts.outline.iter().enumerate().filter(|(_, section)| section.explicit) {
        if !taken.insert(section.anchor.clone()) {
            again.push(idx);
        }
    }
    for &idx in &again {
        let (anchor, span) = (facts.outline[idx].anchor.clone(), facts.outline[idx].anchor_span);
        let first = facts.outline.iter().find(|it| it.explicit && it.anchor == anchor).map_or(span, |it| it.anchor_span);
        let message = format!("the anchor `{anchor}` stands here a second time");
        facts.diagnostics.push(
            Diagnostic::new(&codes::invalid_link_tag::CODE, span, message)
                .related(first, "first given here")
                .help("rename one of the two; links lead to the first one"),
        );
    }
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (idx, section) in facts.outline.iter_mut().enumerate() {
        if section.explicit && again.binary_search(&idx).is_err() {
            continue;
        }
        let base = match anchor_of(if section.explicit { &section.anchor } else { &section.title }) {
            empty if empty.is_empty() => "section".to_owned(),
            anchor => anchor,
        };
        let mut anchor = base.clone();
        let count = counts.entry(base.clone()).or_insert(0);
        while !taken.insert(anchor.clone()) {
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        section.anchor = anchor;
    }
}

/// Works out at which level each heading is shown, so that none is skipped, and numbers the sections.
fn number(outline: &mut [Section], opening_title: bool) {
    let (titles, rest) = outline.split_at_mut(usize::from(opening_title && !outline.is_empty()));
    for title in titles {
        title.depth = 1;
    }
    let base = rest.iter().filter(|it| !it.nested).map(|it| it.level).min().unwrap_or(1);
    let mut depth = 1;
    let mut counts = [0_usize; 7];
    for section in rest {
        let wanted = 2 + section.level.saturating_sub(base);
        section.depth = wanted.min(depth + 1).clamp(2, 6);
        if section.nested {
            continue;
        }
        depth = section.depth;
        let level = usize::from(depth);
        counts[level] += 1;
        counts[level + 1..].fill(0);
        let numbers: Vec<String> = counts[2..=level].iter().map(usize::to_string).collect();
        section.number = numbers.join(".");
    }
}
