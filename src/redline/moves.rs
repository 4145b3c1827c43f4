//! What went in one place and came in another: moved, and perhaps changed on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::align::Work;
use super::pairs::{Bag, bag, likeness};
use super::side::{Kind, Side};
use super::{Change, Edit, Inner, Move, blocks};

/// Words of what is recognized anywhere.
const MIN_WORDS: usize = 4;
/// Words of what is recognized though it changed.
const MIN_WORDS_CHANGED: usize = 8;
/// Likeness of what is recognized though it changed, of a thousand.
const ALIKE: usize = 600;
/// The same next to something that moved along.
const ALIKE_BESIDE: usize = 400;
/// How many pairs are compared for likeness.
const MAX_PAIRS: usize = 10_000;

/// A block that came or went.
#[derive(Clone, Copy)]
struct Loose {
    block: usize,
    /// Neighbours in one list, with nothing that stayed between them, have the same.
    chain: usize,
    /// The list of edits it is in.
    list: usize,
}

/// Finds what moved, and says so in the edits.
pub(super) fn find(old: &Side<'_>, new: &Side<'_>, edits: &mut [Edit], work: &mut Work) -> Vec<Move> {
    let mut search = Search {
        old,
        new,
        gone: Vec::new(),
        come: Vec::new(),
        taken: BTreeMap::new(),
        used: BTreeSet::new(),
        n_chains: 0,
        n_lists: 0,
    };
    search.collect(edits);
    search.exact();
    search.changed(work);
    search.beside();
    let moves = search.moves();
    let mut partners: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut left: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, one) in moves.iter().enumerate() {
        for (&from, &to) in one.old.iter().zip(&one.new) {
            partners.insert(to, (from, at));
            left.insert(from, at);
        }
    }
    tell(old, new, edits, &partners, &left, work);
    moves
}

struct Search<'a, 's> {
    old: &'a Side<'s>,
    new: &'a Side<'s>,
    gone: Vec<Loose>,
    come: Vec<Loose>,
    /// Places in `gone` to places in `come`.
    taken: BTreeMap<usize, usize>,
    /// Places in `come`.
    used: BTreeSet<usize>,
    n_chains: usize,
    n_lists: usize,
}

impl Search<'_, '_> {
    fn collect(&mut self, edits: &[Edit]) {
        let list = self.n_lists;
        self.n_lists += 1;
        self.n_chains += 1;
        let mut chain = self.n_chains;
        let mut inner = Vec::new();
        for edit in edits {
            match edit.change {
                Change::Removed => self.gone.extend(edit.old.iter().map(|&block| Loose { block, chain, list })),
                Change::Added => self.come.extend(edit.new.iter().map(|&block| Loose { block, chain, list })),
                _ => {
                    self.n_chains += 1;
                    chain = self.n_chains;
                    if let Inner::Blocks(edits) = &edit.inner {
                        inner.push(edits);
                    }
                }
            }
        }
        inner.into_iter().for_each(|edits| self.collect(edits));
    }

    fn take(&mut self, from: usize, to: usize) {
        self.taken.insert(from, to);
        self.used.insert(to);
    }

    fn is_free(&self, from: usize, to: usize) -> bool {
        !self.taken.contains_key(&from) && !self.used.contains(&to)
    }

    /// What is alike. Items of one list need no length: they change their order.
    fn exact(&mut self) {
        let mut by_key: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, it) in self.come.iter().enumerate().rev() {
            by_key.entry(self.new.blocks[it.block].key).or_default().push(at);
        }
        let mut taken = Vec::new();
        for (from, gone) in self.gone.iter().enumerate() {
            let block = &self.old.blocks[gone.block];
            let Some(places) = by_key.get_mut(&block.key) else { continue };
            let Some(&to) = places.last() else { continue };
            let is_reordered = block.n_words > 0 && self.come[to].list == gone.list && block.kind == Kind::Item;
            if block.n_words >= MIN_WORDS || is_reordered {
                places.pop();
                taken.push((from, to));
            }
        }
        taken.into_iter().for_each(|(from, to)| self.take(from, to));
    }

    /// What is much alike and long enough to be known again.
    fn changed(&mut self, work: &mut Work) {
        let is_long = |side: &Side<'_>, it: &Loose| side.blocks[it.block].n_words >= MIN_WORDS_CHANGED;
        let gone: Vec<usize> =
            (0..self.gone.len()).filter(|it| !self.taken.contains_key(it) && is_long(self.old, &self.gone[*it])).collect();
        let come: Vec<usize> =
            (0..self.come.len()).filter(|it| !self.used.contains(it) && is_long(self.new, &self.come[*it])).collect();
        if gone.len().saturating_mul(come.len()) > MAX_PAIRS {
            return work.give_up();
        }
        let bags = |side: &Side<'_>, all: &[Loose], which: &[usize]| -> Vec<Bag> {
            which.iter().map(|&it| bag(side, side.blocks[all[it].block].tokens.clone())).collect()
        };
        let (left, right) = (bags(self.old, &self.gone, &gone), bags(self.new, &self.come, &come));
        let cost: usize = left.iter().chain(&right).map(Vec::len).sum();
        if !work.spend(cost.saturating_mul(gone.len().min(come.len()) + 1)) {
            return;
        }
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (i, &from) in gone.iter().enumerate() {
            for (j, &to) in come.iter().enumerate() {
                let (a, b) = (&self.old.blocks[self.gone[from].block], &self.new.blocks[self.come[to].block]);
                let alike = if a.kind.name() == b.kind.name() { likeness(&left[i], &right[j]) } else { 0 };
                if alike >= ALIKE {
                    pairs.push((alike, from, to));
                }
            }
        }
        pairs.sort_by_key(|&(alike, from, to)| (std::cmp::Reverse(alike), from, to));
        for (_, from, to) in pairs {
            if self.is_free(from, to) {
                self.take(from, to);
            }
        }
    }

    /// What stands beside something that moved and is alike, or alike enough: a short heading with its section.
    fn beside(&mut self) {
        let mut open: Vec<(usize, usize)> = self.taken.iter().map(|(&from, &to)| (from, to)).collect();
        while let Some((from, to)) = open.pop() {
            for step in [-1_isize, 1] {
                let (Some(i), Some(j)) = (from.checked_add_signed(step), to.checked_add_signed(step)) else { continue };
                let (Some(gone), Some(come)) = (self.gone.get(i), self.come.get(j)) else { continue };
                let beside = gone.chain == self.gone[from].chain && come.chain == self.come[to].chain;
                if beside && self.is_free(i, j) && self.is_alike(gone.block, come.block) {
                    self.take(i, j);
                    open.push((i, j));
                }
            }
        }
    }

    fn is_alike(&self, from: usize, to: usize) -> bool {
        let (a, b) = (&self.old.blocks[from], &self.new.blocks[to]);
        let alike = || likeness(&bag(self.old, a.tokens.clone()), &bag(self.new, b.tokens.clone())) >= ALIKE_BESIDE;
        a.key == b.key || (a.kind.name() == b.kind.name() && alike())
    }

    /// Neighbours that moved together are one.
    fn moves(&self) -> Vec<Move> {
        let mut moves: Vec<Move> = Vec::new();
        let mut last: Option<(usize, usize)> = None;
        for (&from, &to) in &self.taken {
            let goes_on = last.is_some_and(|(i, j)| {
                i + 1 == from
                    && j + 1 == to
                    && self.gone[i].chain == self.gone[from].chain
                    && self.come[j].chain == self.come[to].chain
            });
            last = Some((from, to));
            let (old, new) = (self.gone[from].block, self.come[to].block);
            let block = &self.new.blocks[new];
            let is_heading = matches!(block.kind, Kind::Heading(..));
            match moves.last_mut() {
                // Each section is a move of its own, so that it can be named.
                Some(open) if goes_on && !is_heading => {
                    open.old.push(old);
                    open.new.push(new);
                }
                _ => {
                    let words = first_words(&self.new.words(block.tokens.clone()));
                    moves.push(Move { old: vec![old], new: vec![new], words, is_section: is_heading });
                }
            }
        }
        moves
    }
}

/// The beginning of a text, at most 60 characters, whole words.
fn first_words(text: &str) -> String {
    let mut out = String::new();
    let mut n = 0;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if n > 0 && n + 1 + len > 60 {
            out.push_str(" …");
            break;
        }
        if n > 0 {
            out.push(' ');
            n += 1;
        }
        out.extend(word.chars().take(60));
        n += len;
    }
    out
}

/// Marks what moved, and compares what changed on the way.
fn tell(
    old: &Side<'_>,
    new: &Side<'_>,
    edits: &mut [Edit],
    partners: &BTreeMap<usize, (usize, usize)>,
    left: &BTreeMap<usize, usize>,
    work: &mut Work,
) {
    for edit in edits {
        match edit.change {
            Change::Removed => {
                if let Some(&moved) = edit.old.first().and_then(|it| left.get(it)) {
                    edit.change = Change::MovedAway;
                    edit.moved = Some(moved);
                }
            }
            Change::Added => {
                if let Some((to, &(from, moved))) = edit.new.first().and_then(|it| Some((*it, partners.get(it)?))) {
                    *edit = arrived(old, new, (from, to), moved, work);
                }
            }
            _ => {
                if let Inner::Blocks(edits) = &mut edit.inner {
                    tell(old, new, edits, partners, left, work);
                }
            }
        }
    }
}

/// A block in its new place, with what changed in it.
fn arrived(old: &Side<'_>, new: &Side<'_>, (from, to): (usize, usize), moved: usize, work: &mut Work) -> Edit {
    let alike = old.blocks[from].key == new.blocks[to].key;
    let changed = if alike { None } else { blocks::changed(old, new, &[from], &[to], work) };
    let (inner, recast) = changed.map_or((Inner::Whole, false), |it| (it.inner, it.recast));
    Edit { change: Change::MovedHere, old: vec![from], new: vec![to], recast, inner, moved: Some(moved) }
}
