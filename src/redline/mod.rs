//! Two texts of one document, compared as a careful editor would mark them: by block and word, with what stayed, what came,
//! what went and what moved.
//!
//! Compared is what a reader sees (the event stream of `syntax`, blanks folded), so that wrapping and the style of lists are no
//! change. Pure, deterministic and bounded: no clock decides how fine the comparison is, only the size of what is compared.
//! `Redline::items` writes the result as one event stream, from which pages are made; `Redline::plain` as text.

mod align;
mod blocks;
mod fields;
mod interner;
mod moves;
mod pairs;
mod plain;
mod side;
mod sift;
mod stream;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::ops::Range;

pub use fields::{FieldChange, FieldItem};
pub use plain::{Pens, plain_field};
pub use side::{Block, Cell, Content, Kind, Side};
pub use stream::{Fate, Merged, Piece};
pub use tokens::{Shape, Token};

/// Which of the two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The one before.
    Old,
    /// The one afterwards.
    New,
}

/// What happened to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It stands in both texts, alike.
    Same,
    /// It stands in both texts, and something in it differs.
    Changed,
    /// Only the new text has it.
    Added,
    /// Only the old text has it.
    Removed,
    /// It stood here in the old text and stands elsewhere in the new one.
    MovedAway,
    /// It stands here in the new text and stood elsewhere in the old one.
    MovedHere,
}

/// What happened to a block, or to blocks that became one or were one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What happened.
    pub change: Change,
    /// Places in `Side::blocks` of the old text. Several only where paragraphs were joined.
    pub old: Vec<usize>,
    /// Places in `Side::blocks` of the new text. Several only where a paragraph was split.
    pub new: Vec<usize>,
    /// The level of a heading, the start of a list, the kind of a note or the like differs.
    pub recast: bool,
    /// What happened within it, where something changed.
    pub inner: Inner,
    /// The index in `Redline::moves`, for what moved.
    pub moved: Option<usize>,
}

/// What happened within a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inner {
    /// Nothing is told: all of it is alike, or all of it came or went.
    Whole,
    /// Runs of tokens.
    Words(Vec<Run>),
    /// Runs of lines of code.
    Lines(Vec<Run>),
    /// The blocks it holds.
    Blocks(Vec<Edit>),
    /// Columns and rows.
    Table(TableEdit),
}

/// Neighbouring tokens or lines with one fate. `Same` has both ranges, `Added` and `Removed` one of them; the other is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// `Same`, `Added` or `Removed`.
    pub change: Change,
    /// Tokens of the old text (indexes in `Side::tokens`), or lines of the old block.
    pub old: Range<usize>,
    /// Tokens of the new text, or lines of the new block.
    pub new: Range<usize>,
}

/// What happened to a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableEdit {
    /// The columns of both, in one order: their places in the old and the new table.
    pub columns: Vec<(Option<usize>, Option<usize>)>,
    /// The rows of both, in one order; the head first.
    pub rows: Vec<RowEdit>,
}

/// What happened to a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowEdit {
    /// What happened.
    pub change: Change,
    /// Its place in the old table's rows.
    pub old: Option<usize>,
    /// Its place in the new table's rows.
    pub new: Option<usize>,
    /// For each column of `TableEdit::columns` what happened to the words of the cell. Empty for a row that came or went whole.
    pub cells: Vec<Vec<Run>>,
}

/// Something that stands elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Blocks of the old text, neighbours.
    pub old: Vec<usize>,
    /// Blocks of the new text, neighbours, as many.
    pub new: Vec<usize>,
    /// The first words of it.
    pub words: String,
    /// It begins with a heading, so that a section moved.
    pub is_section: bool,
}

/// How much changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Words that came.
    pub added: usize,
    /// Words that went.
    pub removed: usize,
}

/// Two texts of a document and what lies between them.
#[derive(Clone, Debug)]
pub struct Redline<'a> {
    /// The text before.
    pub old: Side<'a>,
    /// The text afterwards.
    pub new: Side<'a>,
    /// What happened to the front matter, field by field; what stayed is not in here.
    pub fields: Vec<FieldChange>,
    /// What happened to the blocks of the body.
    pub edits: Vec<Edit>,
    /// What moved.
    pub moves: Vec<Move>,
    /// Words that came and went, in the body. What moved counts for the words changed in it.
    pub words: Amount,
    /// The texts are so large or so different that some of it was compared by whole blocks only, or moves were not looked for.
    pub is_coarse: bool,
}

impl Redline<'_> {
    /// Whether a reader has nothing to read: what differs, if anything, is how the text is written down.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && !self.changes_body()
    }

    /// The outermost sections in which something changed, as places in the new text's outline, and how many there are. What stands
    /// above the first heading is none.
    pub fn changed_sections(&self) -> (Vec<usize>, usize) {
        let outline = &self.new.parsed.outline;
        let mut changed: Vec<usize> = Vec::new();
        let mut open = None;
        for edit in &self.edits {
            if let Some(Kind::Heading(_, number, _)) = edit.new.first().map(|&it| &self.new.blocks[it].kind)
                && outline.get(*number).is_some_and(|it| it.depth == 2)
            {
                open = Some(*number);
            }
            if let Some(section) = open.filter(|it| edit.change != Change::Same && changed.last() != Some(it)) {
                changed.push(section);
            }
        }
        (changed, outline.iter().filter(|it| it.depth == 2 && !it.nested).count())
    }

    /// Whether anything in the body changed.
    pub fn changes_body(&self) -> bool {
        self.edits.iter().any(|it| it.change != Change::Same)
    }
}

/// Compares two texts of a document. Total.
pub fn compare<'a>(old: &'a str, new: &'a str) -> Redline<'a> {
    let mut names = interner::Interner::default();
    let old = Side::read(old, &mut names);
    let new = Side::read(new, &mut names);
    let fields = fields::compare(&old, &new);
    let mut work = align::Work::default();
    let mut edits = blocks::compare(&old, &new, &old.top, &new.top, &mut work);
    let moves = moves::find(&old, &new, &mut edits, &mut work);
    let words = sift::amount(&old, &new, &edits);
    Redline { old, new, fields, edits, moves, words, is_coarse: work.is_coarse() }
}
