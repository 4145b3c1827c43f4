//! Running text of both sides: words, blanks, emphasis and links around them, and marks of ours.

use std::ops::Range;

use super::{ADDED, Fate, REMOVED, Sign, Weaver, is_loose};
use crate::redline::tokens::Shape;
use crate::redline::{Change, Edit, Run, Which};
use crate::syntax::{CowStr, Event};

/// Running text being written.
#[derive(Default)]
pub(super) struct Line {
    /// What is open: the side, its mark, and the place of the event that began it.
    open: Vec<(Which, usize, usize)>,
    /// The token written last.
    last: Option<(Which, usize)>,
}

impl Weaver<'_, '_> {
    /// A run of running text. Paragraphs end in it where they were split or joined.
    pub(super) fn run(&mut self, run: &Run, edit: &Edit) {
        let place = self.place;
        match run.change {
            Change::Same => {
                for (old, new) in run.old.clone().zip(run.new.clone()) {
                    self.token(Which::New, new, place, Some(old));
                }
            }
            change => {
                let is_new = change == Change::Added;
                let (which, tokens, sign) =
                    if is_new { (Which::New, run.new.clone(), ADDED) } else { (Which::Old, run.old.clone(), REMOVED) };
                let fate = place.only(which);
                let mut from = tokens.start;
                for at in tokens.clone() {
                    if self.redline.side(which).tokens[at].shape == Shape::End {
                        self.signed(which, from..at, sign, fate);
                        self.break_paragraph(which, at, sign, edit);
                        from = at + 1;
                    }
                }
                self.signed(which, from..tokens.end, sign, fate);
            }
        }
    }

    /// A paragraph ends here in one of the texts.
    fn break_paragraph(&mut self, which: Which, at: usize, sign: Sign, edit: &Edit) {
        let fate = self.place.only(which);
        let fate = if which == Which::Old { fate.hidden() } else { fate };
        self.close_down_to(0);
        self.open_sign(sign);
        self.push(Event::Text(CowStr::Borrowed("¶")), 0, Fate::OURS);
        self.close_sign(sign);
        let redline = self.redline;
        let side = redline.side(which);
        let blocks = if which == Which::Old { &edit.old } else { &edit.new };
        let ended = blocks.iter().map(|&it| &side.blocks[it]).find(|it| it.tokens.end == at);
        let begun = blocks.iter().map(|&it| &side.blocks[it]).find(|it| it.tokens.start == at + 1);
        if let Some(block) = ended.filter(|it| !is_loose(side, it)) {
            self.copy(which, block.items.end - 1, fate);
        }
        if let Some(block) = begun.filter(|it| !is_loose(side, it)) {
            self.copy(which, block.items.start, fate);
        }
        if which == Which::New {
            self.line = Line::default();
        }
    }

    /// Tokens of one text within a mark of ours. Emphasis and links that hold all of them stay around the mark.
    pub(super) fn signed(&mut self, which: Which, tokens: Range<usize>, sign: Sign, fate: Fate) {
        if tokens.is_empty() {
            return;
        }
        let redline = self.redline;
        let side = redline.side(which);
        let keys = |at: usize| side.mark_keys(at).collect::<Vec<u32>>();
        let mut common = keys(tokens.start);
        for at in tokens.clone() {
            let shared = keys(at).iter().zip(&common).take_while(|(a, b)| a == b).count();
            common.truncate(shared);
        }
        let open = self.open_keys().iter().zip(&common).take_while(|(a, b)| a == b).count();
        let open = if side.tokens[tokens.start].is_again { 0 } else { open };
        self.close_down_to(open);
        self.blank(which, tokens.start, fate, None);
        self.open_sign(sign);
        for at in tokens.clone() {
            let keep = self.shared_with(which, at).max(open);
            self.close_down_to(keep);
            if at > tokens.start {
                self.blank(which, at, fate, None);
            }
            self.enter(which, at, keep);
            self.words(which, at, fate);
        }
        self.close_down_to(open);
        self.close_sign(sign);
    }

    fn open_keys(&self) -> Vec<u32> {
        self.line.open.iter().map(|&(which, mark, _)| self.redline.side(which).marks[mark].key).collect()
    }

    /// A token outside of marks of ours.
    fn token(&mut self, which: Which, at: usize, fate: Fate, partner: Option<usize>) {
        let keep = self.shared_with(which, at);
        self.close_down_to(keep);
        self.blank(which, at, fate, partner);
        self.enter(which, at, keep);
        self.words(which, at, fate);
    }

    /// How many of the open marks a token stands in, too.
    fn shared_with(&self, which: Which, at: usize) -> usize {
        let side = self.redline.side(which);
        let stack = &side.stacks[side.tokens[at].stack];
        let key = |mark: usize| side.marks[mark].key;
        let open = self.line.open.iter();
        let n = open.zip(stack).take_while(|(it, mark)| self.redline.side(it.0).marks[it.1].key == key(**mark)).count();
        if side.tokens[at].is_again { n.min(stack.len().saturating_sub(1)) } else { n }
    }

    /// Opens the marks a token stands in, above those that are open already.
    fn enter(&mut self, which: Which, at: usize, keep: usize) {
        let redline = self.redline;
        let side = redline.side(which);
        for &mark in &side.stacks[side.tokens[at].stack][keep..] {
            self.line.open.push((which, mark, self.items.len()));
            // In which of the texts it stands is known when it holds something.
            self.copy(which, side.marks[mark].start, Fate::OURS);
        }
    }

    pub(super) fn close_down_to(&mut self, keep: usize) {
        while self.line.open.len() > keep {
            let Some((which, mark, start)) = self.line.open.pop() else { return };
            let end = self.redline.side(which).marks[mark].end;
            self.copy(which, end, self.fates[start]);
        }
    }

    /// The blank before a token, in the texts where there is one, and shown where one belongs.
    fn blank(&mut self, which: Which, at: usize, fate: Fate, partner: Option<usize>) {
        let redline = self.redline;
        let token = &redline.side(which).tokens[at];
        let shown = self.line.last.is_some_and(|(last_which, last)| {
            let before = &redline.side(last_which).tokens[last];
            let follows = last_which == which && last + 1 == at;
            token.blank || (!follows && !token.is_odd && token.wants_blank_after(Some(before)))
        });
        let (old, new) = match (which, partner) {
            (Which::New, Some(partner)) => (redline.old.tokens[partner].blank, token.blank),
            (Which::New, None) => (false, token.blank),
            (Which::Old, _) => (token.blank, false),
        };
        let fate = Fate { old: fate.old && old, new: fate.new && new, shown: fate.shown && shown };
        self.push(Event::Text(CowStr::Borrowed(" ")), 0, fate);
    }

    fn words(&mut self, which: Which, at: usize, fate: Fate) {
        let redline = self.redline;
        let token = &redline.side(which).tokens[at];
        if token.items.is_empty() {
            self.push(Event::Text(CowStr::from(token.text.clone())), 0, fate);
        } else {
            token.items.clone().for_each(|at| self.copy(which, at, fate));
        }
        for &(_, _, start) in &self.line.open {
            self.fates[start].old |= fate.old;
            self.fates[start].new |= fate.new;
        }
        self.line.last = Some((which, at));
    }
}
