//! Both texts as one event stream, with marks for what came and went, from which pages and plain text are written.
//!
//! Marks are elements of ours around words (`ins`, `del`), never around blocks but code, drawings and lines. Every event knows
//! whether it stands in the old text, in the new one, and whether it is shown; what stands in one of them is that text again.

mod cast;
mod line;

use std::ops::Range;

use cast::recast;
use line::Line;

use crate::base::Span;
use crate::redline::side::{Block, Content, Kind, Side};
use crate::redline::{Change, Edit, Inner, Redline, RowEdit, Run, TableEdit, Which};
use crate::syntax::{Alignment, CowStr, Element, Event, Item, Parsed, Tag, TagEnd};

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// In the old text.
    pub old: bool,
    /// In the new text.
    pub new: bool,
    /// In what is shown.
    pub shown: bool,
}

impl Fate {
    /// A mark of ours, which stands in neither text.
    pub const OURS: Self = Self { old: false, new: false, shown: true };

    fn only(self, which: Which) -> Self {
        match which {
            Which::Old => Self { new: false, ..self },
            Which::New => Self { old: false, ..self },
        }
    }

    fn hidden(self) -> Self {
        Self { shown: false, ..self }
    }
}

/// An outermost block of both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The index in `Redline::edits`.
    pub edit: usize,
    /// Its events.
    pub items: Range<usize>,
}

/// Both texts as one stream.
#[derive(Clone, Debug)]
pub struct Merged<'a> {
    /// The events. References and headings of the old text are numbered after those of the new one.
    pub items: Vec<Item<'a>>,
    /// Where each stands.
    pub fates: Vec<Fate>,
    /// The outermost blocks, in order.
    pub pieces: Vec<Piece>,
    /// References and outline of both texts, the new one's first. Anchors of the old text begin with `was:`.
    pub parsed: Parsed,
}

impl<'a> Merged<'a> {
    /// Only what is shown, with its pieces.
    pub fn shown(self) -> (Vec<Item<'a>>, Vec<Piece>, Parsed) {
        let mut before = Vec::with_capacity(self.fates.len() + 1);
        let mut n = 0;
        for fate in &self.fates {
            before.push(n);
            n += usize::from(fate.shown);
        }
        before.push(n);
        let place = |it: Piece| Piece { items: before[it.items.start]..before[it.items.end], ..it };
        let pieces = self.pieces.into_iter().map(place).collect();
        let shown = self.items.into_iter().zip(&self.fates).filter(|it| it.1.shown);
        let items = shown.map(|(item, fate)| if *fate == Fate::OURS { item } else { without_marks(item) }).collect();
        (items, pieces, self.parsed)
    }
}

impl<'a> Redline<'a> {
    /// Both texts as one stream. The words are put at what moved within a list: where it went from, and where it stands now.
    pub fn merged(&self, went: &str, came: &str) -> Merged<'a> {
        let mut weaver = Weaver {
            redline: self,
            went,
            came,
            place: Fate { old: true, new: true, shown: true },
            depth: 0,
            moved: false,
            items: Vec::new(),
            fates: Vec::new(),
            line: Line::default(),
        };
        let mut pieces = Vec::with_capacity(self.edits.len());
        for (at, edit) in self.edits.iter().enumerate() {
            let from = weaver.items.len();
            weaver.edit(edit);
            pieces.push(Piece { edit: at, items: from..weaver.items.len() });
        }
        Merged { items: weaver.items, fates: weaver.fates, pieces, parsed: self.parsed() }
    }

    /// What was read from both texts, the new one's first.
    fn parsed(&self) -> Parsed {
        let (old, new) = (&self.old.parsed, &self.new.parsed);
        let outline = old.outline.iter().cloned().map(|it| {
            let anchor = format!("was:{}", it.anchor);
            crate::syntax::Section { anchor, ..it }
        });
        Parsed {
            outline: new.outline.iter().cloned().chain(outline).collect(),
            references: new.references.iter().chain(&old.references).cloned().collect(),
            ..Parsed::default()
        }
    }

    pub(in crate::redline) fn side(&self, which: Which) -> &Side<'a> {
        match which {
            Which::Old => &self.old,
            Which::New => &self.new,
        }
    }
}

/// A mark of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sign {
    name: &'static str,
    class: &'static str,
}

const ADDED: Sign = Sign { name: "ins", class: "rd" };
const REMOVED: Sign = Sign { name: "del", class: "rd" };
const CAME: Sign = Sign { name: "ins", class: "rd mv" };
const WENT: Sign = Sign { name: "del", class: "rd mv" };

struct Weaver<'r, 'a> {
    redline: &'r Redline<'a>,
    went: &'r str,
    came: &'r str,
    /// Where what is written stands.
    place: Fate,
    /// How many blocks are open.
    depth: usize,
    /// The next block moved by itself, and not with what holds it.
    moved: bool,
    items: Vec<Item<'a>>,
    fates: Vec<Fate>,
    line: Line,
}

impl<'a> Weaver<'_, 'a> {
    fn push(&mut self, event: Event<'a>, number: usize, fate: Fate) {
        if fate.old || fate.new || fate.shown {
            self.items.push(Item { event, span: Span::default(), number });
            self.fates.push(fate);
        }
    }

    /// An event of one of the texts.
    fn copy(&mut self, which: Which, at: usize, fate: Fate) {
        let redline = self.redline;
        let item = &redline.side(which).items[at];
        let shift = match (which, &item.event) {
            (Which::New, _) => 0,
            (Which::Old, Event::Start(Tag::Heading { .. })) => redline.new.parsed.outline.len(),
            (Which::Old, _) => redline.new.parsed.references.len(),
        };
        self.push(item.event.clone(), item.number + shift, fate);
    }

    fn open_sign(&mut self, sign: Sign) {
        let element = Element { name: sign.name, attributes: vec![("class", sign.class.to_owned())] };
        self.push(Event::Open(element), 0, Fate::OURS);
    }

    fn close_sign(&mut self, sign: Sign) {
        self.push(Event::Close(sign.name), 0, Fate::OURS);
    }

    fn note(&mut self, words: &str) {
        let element = Element { name: "span", attributes: vec![("class", "mvn".to_owned())] };
        self.push(Event::Open(element), 0, Fate::OURS);
        self.push(Event::Text(CowStr::from(words.to_owned())), 0, Fate::OURS);
        self.push(Event::Close("span"), 0, Fate::OURS);
    }

    fn edit(&mut self, edit: &Edit) {
        let place = self.place;
        self.moved = self.depth > 0 && matches!(edit.change, Change::MovedAway | Change::MovedHere);
        match edit.change {
            Change::Same => self.whole(Which::New, edit.new[0], None, place),
            Change::Added => self.whole(Which::New, edit.new[0], Some(ADDED), place.only(Which::New)),
            Change::Removed => self.whole(Which::Old, edit.old[0], Some(REMOVED), place.only(Which::Old)),
            Change::MovedAway => self.whole(Which::Old, edit.old[0], Some(WENT), place.only(Which::Old)),
            Change::MovedHere if edit.inner == Inner::Whole => {
                self.whole(Which::New, edit.new[0], Some(CAME), place.only(Which::New));
            }
            Change::MovedHere => {
                self.place = place.only(Which::New);
                self.changed(edit);
                self.place = place;
            }
            Change::Changed => self.changed(edit),
        }
    }

    /// A block that stands in both texts and differs.
    fn changed(&mut self, edit: &Edit) {
        let redline = self.redline;
        let (Some(&first_old), Some(&first_new)) = (edit.old.first(), edit.new.first()) else { return };
        let (old, new) = (&redline.old.blocks[first_old], &redline.new.blocks[first_new]);
        let recast = if edit.recast { recast(&old.kind, &new.kind) } else { None };
        if matches!(new.kind, Kind::List(_) | Kind::Code(_)) {
            self.recast_block(recast.as_ref());
        }
        if let Inner::Lines(runs) = &edit.inner {
            return self.code(old, new, runs);
        }
        self.begin(edit, old, new);
        match &edit.inner {
            Inner::Words(runs) => {
                self.line = Line::default();
                runs.iter().for_each(|run| self.run(run, edit));
                self.close_down_to(0);
                self.recast_words(recast.as_ref());
            }
            Inner::Blocks(edits) => {
                if matches!(new.kind, Kind::Quote(_)) {
                    self.recast_block(recast.as_ref());
                }
                self.note_move(edit, new);
                self.depth += 1;
                edits.iter().for_each(|it| self.edit(it));
                self.depth -= 1;
            }
            Inner::Table(table) => self.table(edit, table),
            Inner::Whole | Inner::Lines(_) => {}
        }
        self.finish(edit);
    }

    /// Says of an item of a list that it stands elsewhere.
    fn note_move(&mut self, edit: &Edit, block: &Block) {
        if edit.change == Change::MovedHere {
            self.note_item(block, CAME);
        }
    }

    /// What a heading, a list, a note or code is called in the text, before and afterwards, in a paragraph of its own.
    fn recast_block(&mut self, recast: Option<&(String, String)>) {
        if recast.is_some() {
            self.push(Event::Start(Tag::Paragraph), 0, Fate::OURS);
            self.recast_words(recast);
            self.push(Event::End(TagEnd::Paragraph), 0, Fate::OURS);
        }
    }

    fn recast_words(&mut self, recast: Option<&(String, String)>) {
        let Some((old, new)) = recast else { return };
        for (words, sign) in [(old, REMOVED), (new, ADDED)] {
            if !words.is_empty() {
                if !matches!(self.items.last().map(|it| &it.event), Some(Event::Start(_))) {
                    self.push(Event::Text(CowStr::Borrowed(" ")), 0, Fate::OURS);
                }
                self.open_sign(sign);
                self.push(Event::Code(CowStr::from(words.clone())), 0, Fate::OURS);
                self.close_sign(sign);
            }
        }
    }

    /// The first event of a block of both texts.
    fn begin(&mut self, edit: &Edit, old: &Block, new: &Block) {
        let place = self.place;
        let is_loose = |side: &Side<'_>, block: &Block| is_loose(side, block);
        if let Inner::Table(table) = &edit.inner {
            let tag = Tag::Table(alignments(table, old, new));
            return self.push(Event::Start(tag), 0, place);
        }
        let (old_loose, new_loose) = (is_loose(&self.redline.old, old), is_loose(&self.redline.new, new));
        match (old_loose, new_loose) {
            (true, true) => {}
            (true, false) => self.copy(Which::New, new.items.start, place.only(Which::New)),
            (false, true) => self.copy(Which::Old, old.items.start, place.only(Which::Old).hidden()),
            (false, false) if edit.recast => {
                self.copy(Which::Old, old.items.start, place.only(Which::Old).hidden());
                self.copy(Which::New, new.items.start, place.only(Which::New));
            }
            (false, false) => self.copy(Which::New, new.items.start, place),
        }
    }

    /// The last event of a block of both texts.
    fn finish(&mut self, edit: &Edit) {
        let place = self.place;
        let redline = self.redline;
        if let Inner::Table(_) = &edit.inner {
            return self.push(Event::End(TagEnd::Table), 0, place);
        }
        let (Some(&last_old), Some(&last_new)) = (edit.old.last(), edit.new.last()) else { return };
        let (old, new) = (&redline.old.blocks[last_old], &redline.new.blocks[last_new]);
        match (is_loose(&redline.old, old), is_loose(&redline.new, new)) {
            (true, true) => {}
            (true, false) => self.copy(Which::New, new.items.end - 1, place.only(Which::New)),
            (false, true) => self.copy(Which::Old, old.items.end - 1, place.only(Which::Old).hidden()),
            (false, false) if edit.recast => {
                self.copy(Which::New, new.items.end - 1, place.only(Which::New));
                self.copy(Which::Old, old.items.end - 1, place.only(Which::Old).hidden());
            }
            (false, false) => self.copy(Which::New, new.items.end - 1, place),
        }
    }

    /// A block of one text, all of it with one fate.
    fn whole(&mut self, which: Which, block: usize, sign: Option<Sign>, fate: Fate) {
        let redline = self.redline;
        let side = redline.side(which);
        let block = &side.blocks[block];
        let Some(sign) = sign else {
            if block.kind == Kind::Source {
                return self.source(which, block, None, fate);
            }
            return block.items.clone().filter(|&at| !wraps_html(&side.items[at])).for_each(|at| self.copy(which, at, fate));
        };
        if block.kind == Kind::Source {
            return self.source(which, block, Some(sign), fate);
        }
        match &block.content {
            Content::Nothing | Content::Lines => {
                self.open_sign(sign);
                block.items.clone().for_each(|at| self.copy(which, at, fate));
                self.close_sign(sign);
            }
            Content::Words => {
                let loose = is_loose(side, block);
                if !loose {
                    self.copy(which, block.items.start, fate);
                }
                self.line = Line::default();
                self.signed(which, block.tokens.clone(), sign, fate);
                self.close_down_to(0);
                if !loose {
                    self.copy(which, block.items.end - 1, fate);
                }
            }
            Content::Blocks(blocks) => {
                self.copy(which, block.items.start, fate);
                self.note_item(block, sign);
                self.depth += 1;
                blocks.iter().for_each(|&it| self.whole(which, it, Some(sign), fate));
                self.depth -= 1;
                self.copy(which, block.items.end - 1, fate);
            }
            Content::Rows(rows) => {
                self.copy(which, block.items.start, fate);
                for (at, row) in rows.iter().enumerate() {
                    self.begin_row(at == 0, fate);
                    row.iter().for_each(|cell| self.cell(which, cell.tokens.clone(), sign, fate));
                    self.end_row(at == 0, fate);
                }
                self.copy(which, block.items.end - 1, fate);
            }
        }
    }

    /// An item that moved says so.
    fn note_item(&mut self, block: &Block, sign: Sign) {
        if std::mem::take(&mut self.moved) && block.kind == Kind::Item {
            let words = if sign == WENT { self.went } else { self.came }.to_owned();
            self.note(&words);
        }
    }

    /// Lines of a body that could not be read.
    fn source(&mut self, which: Which, block: &Block, sign: Option<Sign>, fate: Fate) {
        let element = Element { name: "pre", attributes: vec![("class", "raw".to_owned()), ("tabindex", "0".to_owned())] };
        self.push(Event::Open(element), 0, Fate::OURS);
        for at in block.tokens.clone() {
            self.code_line(which, at, sign, fate);
        }
        self.push(Event::Close("pre"), 0, Fate::OURS);
    }

    /// Code of both texts, line by line.
    fn code(&mut self, old: &Block, new: &Block, runs: &[Run]) {
        let place = self.place;
        let is_source = new.kind == Kind::Source || old.kind == Kind::Source;
        if !is_source {
            let same = old.kind.cast() == new.kind.cast();
            if !same {
                self.copy(Which::Old, old.items.start, place.only(Which::Old).hidden());
            }
            self.copy(Which::New, new.items.start, if same { place } else { place.only(Which::New) }.hidden());
        }
        let element = Element { name: "pre", attributes: vec![("class", "rdc".to_owned()), ("tabindex", "0".to_owned())] };
        self.push(Event::Open(element), 0, Fate::OURS);
        for run in runs {
            let (which, lines, sign, fate) = match run.change {
                Change::Added => (Which::New, run.new.clone(), Some(ADDED), place.only(Which::New)),
                Change::Removed => (Which::Old, run.old.clone(), Some(REMOVED), place.only(Which::Old)),
                _ => (Which::New, run.new.clone(), None, place),
            };
            lines.for_each(|at| self.code_line(which, at, sign, fate));
        }
        self.push(Event::Close("pre"), 0, Fate::OURS);
        if !is_source {
            let same = old.kind.cast() == new.kind.cast();
            self.copy(Which::New, new.items.end - 1, if same { place } else { place.only(Which::New) }.hidden());
            if !same {
                self.copy(Which::Old, old.items.end - 1, place.only(Which::Old).hidden());
            }
        }
    }

    fn code_line(&mut self, which: Which, at: usize, sign: Option<Sign>, fate: Fate) {
        if let Some(sign) = sign {
            self.open_sign(sign);
        }
        let line = format!("{}\n", self.redline.side(which).tokens[at].text);
        self.push(Event::Text(CowStr::from(line)), 0, fate);
        if let Some(sign) = sign {
            self.close_sign(sign);
        }
    }

    fn table(&mut self, edit: &Edit, table: &TableEdit) {
        for (at, row) in table.rows.iter().enumerate() {
            self.row(edit, table, row, at == 0);
        }
    }

    fn row(&mut self, edit: &Edit, table: &TableEdit, row: &RowEdit, is_head: bool) {
        let place = self.place;
        let (sign, fate) = match row.change {
            Change::Added => (Some((Which::New, ADDED)), place.only(Which::New)),
            Change::Removed => (Some((Which::Old, REMOVED)), place.only(Which::Old)),
            Change::MovedHere => (Some((Which::New, CAME)), place.only(Which::New)),
            Change::MovedAway => (Some((Which::Old, WENT)), place.only(Which::Old)),
            Change::Same | Change::Changed => (None, place),
        };
        self.begin_row(is_head, fate);
        for (at, &(i, j)) in table.columns.iter().enumerate() {
            let Some((which, sign)) = sign else {
                let fate = match (i, j) {
                    (Some(_), None) => place.only(Which::Old),
                    (None, Some(_)) => place.only(Which::New),
                    _ => place,
                };
                self.push(Event::Start(Tag::TableCell), 0, fate);
                self.line = Line::default();
                row.cells.get(at).into_iter().flatten().for_each(|run| self.run(run, edit));
                self.close_down_to(0);
                self.push(Event::End(TagEnd::TableCell), 0, fate);
                continue;
            };
            let (blocks, row, column) = match which {
                Which::Old => (&edit.old, row.old, i),
                Which::New => (&edit.new, row.new, j),
            };
            let tokens = cell_of(self.redline.side(which), blocks, row, column);
            match tokens {
                Some(tokens) => self.cell(which, tokens, sign, fate),
                None => {
                    self.push(Event::Start(Tag::TableCell), 0, Fate::OURS);
                    self.push(Event::End(TagEnd::TableCell), 0, Fate::OURS);
                }
            }
        }
        self.end_row(is_head, fate);
    }

    fn begin_row(&mut self, is_head: bool, fate: Fate) {
        self.push(Event::Start(if is_head { Tag::TableHead } else { Tag::TableRow }), 0, fate);
    }

    fn end_row(&mut self, is_head: bool, fate: Fate) {
        self.push(Event::End(if is_head { TagEnd::TableHead } else { TagEnd::TableRow }), 0, fate);
    }

    fn cell(&mut self, which: Which, tokens: Range<usize>, sign: Sign, fate: Fate) {
        self.push(Event::Start(Tag::TableCell), 0, fate);
        self.line = Line::default();
        self.signed(which, tokens, sign, fate);
        self.close_down_to(0);
        self.push(Event::End(TagEnd::TableCell), 0, fate);
    }
}

/// An author's own `ins` and `del` would be taken for marks of ours.
fn without_marks(item: Item<'_>) -> Item<'_> {
    let other = |name: &str| match name {
        "ins" => Some("u"),
        "del" => Some("s"),
        _ => None,
    };
    let event = match item.event {
        Event::Open(it) => match other(it.name) {
            Some(name) => Event::Open(Element { name, ..it }),
            None => Event::Open(it),
        },
        Event::Close(name) => Event::Close(other(name).unwrap_or(name)),
        event => event,
    };
    Item { event, ..item }
}

/// Whether a paragraph has no events of its own.
fn is_loose(side: &Side<'_>, block: &Block) -> bool {
    block.kind == Kind::Paragraph
        && !matches!(side.items.get(block.items.start).map(|it| &it.event), Some(Event::Start(Tag::Paragraph)))
}

fn wraps_html(item: &Item<'_>) -> bool {
    matches!(item.event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock))
}

fn alignments(table: &TableEdit, old: &Block, new: &Block) -> Vec<Alignment> {
    let of = |block: &Block, at: Option<usize>| match &block.kind {
        Kind::Table(alignments) => alignments.get(at?).copied(),
        _ => None,
    };
    table.columns.iter().map(|&(i, j)| of(new, j).or_else(|| of(old, i)).unwrap_or(Alignment::None)).collect()
}

fn cell_of(side: &Side<'_>, blocks: &[usize], row: Option<usize>, column: Option<usize>) -> Option<Range<usize>> {
    match &side.blocks[*blocks.first()?].content {
        Content::Rows(rows) => Some(rows.get(row?)?.get(column?)?.tokens.clone()),
        _ => None,
    }
}
