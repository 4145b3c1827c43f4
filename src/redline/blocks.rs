//! Blocks in a row: what stayed, what became what, what came and went.

use super::align::{Work, align};
use super::pairs::{Pair, pair};
use super::side::{Content, Kind, Side};
use super::{Change, Edit, Inner, tables, words};

impl Edit {
    fn same(old: usize, new: usize) -> Self {
        Self { change: Change::Same, old: vec![old], new: vec![new], recast: false, inner: Inner::Whole, moved: None }
    }

    fn removed(old: usize) -> Self {
        Self { change: Change::Removed, old: vec![old], new: Vec::new(), recast: false, inner: Inner::Whole, moved: None }
    }

    fn added(new: usize) -> Self {
        Self { change: Change::Added, old: Vec::new(), new: vec![new], recast: false, inner: Inner::Whole, moved: None }
    }
}

/// Compares neighbouring blocks of the old text with neighbouring blocks of the new one.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, left: &[usize], right: &[usize], work: &mut Work) -> Vec<Edit> {
    let keys = |side: &Side<'_>, blocks: &[usize]| blocks.iter().map(|&it| side.blocks[it].key).collect::<Vec<u32>>();
    let pairs = align(&keys(old, left), &keys(new, right), work);
    let mut edits = Vec::with_capacity(left.len().max(right.len()));
    let (mut a, mut b) = (0, 0);
    let ends = [(left.len(), right.len())];
    for (at, &(x, y)) in pairs.iter().chain(&ends).enumerate() {
        edits.extend(between(old, new, &left[a..x], &right[b..y], work));
        if at < pairs.len() {
            edits.push(Edit::same(left[x], right[y]));
        }
        (a, b) = (x + 1, y + 1);
    }
    edits
}

/// A stretch in which no block is alike.
fn between(old: &Side<'_>, new: &Side<'_>, left: &[usize], right: &[usize], work: &mut Work) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut a, mut b) = (0, 0);
    for Pair { old: from, new: to } in pair(old, new, left, right, work) {
        edits.extend(left[a..from.start].iter().map(|&it| Edit::removed(it)));
        edits.extend(right[b..to.start].iter().map(|&it| Edit::added(it)));
        let (olds, news) = (&left[from.clone()], &right[to.clone()]);
        match changed(old, new, olds, news, work) {
            Some(edit) => edits.push(edit),
            None => {
                edits.extend(olds.iter().map(|&it| Edit::removed(it)));
                edits.extend(news.iter().map(|&it| Edit::added(it)));
            }
        }
        (a, b) = (from.end, to.end);
    }
    edits.extend(left[a..].iter().map(|&it| Edit::removed(it)));
    edits.extend(right[b..].iter().map(|&it| Edit::added(it)));
    edits
}

/// A block, or several, that became another or several. `None` if the one is better shown in place of the other.
pub(super) fn changed(old: &Side<'_>, new: &Side<'_>, olds: &[usize], news: &[usize], work: &mut Work) -> Option<Edit> {
    let (first, last) = (&old.blocks[*olds.first()?], &old.blocks[*olds.last()?]);
    let (to_first, to_last) = (&new.blocks[*news.first()?], &new.blocks[*news.last()?]);
    let from = first.tokens.start..last.tokens.end;
    let to = to_first.tokens.start..to_last.tokens.end;
    let inner = match (&first.content, &to_first.content) {
        (Content::Words, Content::Words) => Inner::Words(match first.kind {
            // A heading stays where it stands, however little of its words.
            Kind::Heading(..) | Kind::Term => {
                words::compare(old, new, from.clone(), to.clone(), work).unwrap_or_else(|| words::replaced(from, to))
            }
            _ if olds.len() + news.len() > 2 => words::finest(old, new, from, to, work),
            _ => words::compare(old, new, from, to, work)?,
        }),
        (Content::Lines, Content::Lines) => Inner::Lines(words::lines(old, new, from, to, work)),
        (Content::Blocks(left), Content::Blocks(right)) => {
            let edits = compare(old, new, left, right, work);
            let stays = |it: &Edit| matches!(it.change, Change::Same | Change::Changed);
            if !edits.is_empty() && !edits.iter().any(stays) {
                return None;
            }
            Inner::Blocks(edits)
        }
        (Content::Rows(left), Content::Rows(right)) => Inner::Table(tables::compare(old, new, left, right, work)?),
        _ => Inner::Whole,
    };
    let recast = first.kind.cast() != to_first.kind.cast();
    Some(Edit { change: Change::Changed, old: olds.to_vec(), new: news.to_vec(), recast, inner, moved: None })
}
