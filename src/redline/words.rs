//! Running text by word, as an editor would mark it: no confetti, changes at the borders of words and sentences.

use std::ops::Range;

use super::align::{Work, align};
use super::tokens::{Shape, Token};
use super::{Change, Run, Side};

/// Of the words of the shorter side, how many of a hundred must stay for a word-by-word redline; else it is replaced as a whole.
const MIN_SHARED: usize = 30;

/// Compares two stretches of tokens. `None` if they share so little that one is to be shown in place of the other.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, from: Range<usize>, to: Range<usize>, work: &mut Work) -> Option<Vec<Run>> {
    let runs = finest(old, new, from, to, work);
    is_legible(old, new, &runs).then_some(runs)
}

/// Compares two stretches of tokens, however little they share.
pub(super) fn finest(old: &Side<'_>, new: &Side<'_>, from: Range<usize>, to: Range<usize>, work: &mut Work) -> Vec<Run> {
    let keys = |side: &Side<'_>, range: Range<usize>| side.tokens[range].iter().map(|it| it.key).collect::<Vec<u32>>();
    let pairs = align(&keys(old, from.clone()), &keys(new, to.clone()), work);
    let runs = runs_of(&pairs, from, to);
    let runs = slide(old, new, runs);
    join(old, new, runs)
}

/// All of one stretch in place of all of the other.
pub(super) fn replaced(from: Range<usize>, to: Range<usize>) -> Vec<Run> {
    let mut runs = Vec::new();
    push(&mut runs, Change::Removed, from.clone(), to.start..to.start);
    push(&mut runs, Change::Added, from.end..from.end, to);
    runs
}

/// Lines of code by line.
pub(super) fn lines(old: &Side<'_>, new: &Side<'_>, from: Range<usize>, to: Range<usize>, work: &mut Work) -> Vec<Run> {
    let keys = |side: &Side<'_>, range: Range<usize>| side.tokens[range].iter().map(|it| it.key).collect::<Vec<u32>>();
    let pairs = align(&keys(old, from.clone()), &keys(new, to.clone()), work);
    slide(old, new, runs_of(&pairs, from, to))
}

fn push(runs: &mut Vec<Run>, change: Change, old: Range<usize>, new: Range<usize>) {
    if old.is_empty() && new.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if last.change == change && last.old.end == old.start && last.new.end == new.start => {
            last.old.end = old.end;
            last.new.end = new.end;
        }
        _ => runs.push(Run { change, old, new }),
    }
}

fn runs_of(pairs: &[(usize, usize)], from: Range<usize>, to: Range<usize>) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut a, mut b) = (from.start, to.start);
    let ends = [(from.len(), to.len())];
    for (at, &(x, y)) in pairs.iter().chain(&ends).enumerate() {
        let (x, y) = (from.start + x, to.start + y);
        push(&mut runs, Change::Removed, a..x, b..b);
        push(&mut runs, Change::Added, x..x, b..y);
        if at < pairs.len() {
            push(&mut runs, Change::Same, x..x + 1, y..y + 1);
        }
        (a, b) = (x + 1, y + 1);
    }
    runs
}

/// Moves what only came or only went to the best of the places where it would say the same: whole sentences before parts of
/// two, whole phrases before parts of two.
fn slide(old: &Side<'_>, new: &Side<'_>, mut runs: Vec<Run>) -> Vec<Run> {
    for at in 1..runs.len().saturating_sub(1) {
        let [before, it, after] = &runs[at - 1..=at + 1] else { continue };
        if before.change != Change::Same || after.change != Change::Same || it.change == Change::Same {
            continue;
        }
        let (side, range) = if it.change == Change::Added { (new, it.new.clone()) } else { (old, it.old.clone()) };
        let (left, right) = (before.new.len(), after.new.len());
        let shift = best_shift(&side.tokens, range, left, right);
        let moved = |range: &Range<usize>, start: isize, end: isize| {
            range.start.saturating_add_signed(start)..range.end.saturating_add_signed(end)
        };
        runs[at - 1].old = moved(&runs[at - 1].old, 0, shift);
        runs[at - 1].new = moved(&runs[at - 1].new, 0, shift);
        runs[at].old = moved(&runs[at].old, shift, shift);
        runs[at].new = moved(&runs[at].new, shift, shift);
        runs[at + 1].old = moved(&runs[at + 1].old, shift, 0);
        runs[at + 1].new = moved(&runs[at + 1].new, shift, 0);
    }
    let mut joined = Vec::with_capacity(runs.len());
    runs.into_iter().for_each(|it| push(&mut joined, it.change, it.old, it.new));
    joined
}

/// How far, to the left if negative, a stretch is moved that could stand in several places.
fn best_shift(tokens: &[Token], range: Range<usize>, left: usize, right: usize) -> isize {
    let alike = |a: usize, b: usize| tokens[a].key == tokens[b].key;
    let lefts = (1..=left).take_while(|&by| alike(range.start - by, range.end - by)).count();
    let rights = (0..right).take_while(|&by| alike(range.start + by, range.end + by)).count();
    let from = range.start - lefts;
    let len = range.len();
    let best = (from..=range.start + rights).max_by_key(|&at| (border(tokens, at) + border(tokens, at + len), at));
    best.map_or(0, |best| best as isize - range.start as isize)
}

/// How good a border lies before a token.
fn border(tokens: &[Token], at: usize) -> usize {
    let Some(before) = at.checked_sub(1).and_then(|it| tokens.get(it)) else { return 4 };
    let Some(after) = tokens.get(at) else { return 4 };
    if before.shape == Shape::End || after.shape == Shape::End || before.shape == Shape::Break {
        return 4;
    }
    if before.shape == Shape::Line {
        return if before.text.trim().is_empty() { 2 } else { usize::from(after.text.trim().is_empty()) };
    }
    if before.ends_sentence() && after.blank {
        3
    } else if before.ends_clause() {
        2
    } else {
        usize::from(after.blank || after.is_word())
    }
}

/// What a stretch of tokens weighs: its words.
fn weight(tokens: &[Token]) -> usize {
    tokens.iter().filter(|it| it.is_word()).count()
}

/// Joins changes between which next to nothing stays: signs, or a word or two between changes that outweigh them.
fn join(old: &Side<'_>, new: &Side<'_>, mut runs: Vec<Run>) -> Vec<Run> {
    loop {
        let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
        let groups = groups(&runs);
        let mut absorbed = false;
        for (at, group) in groups.iter().enumerate() {
            let is_between = at > 0 && at + 1 < groups.len();
            if group.len() == 1 && runs[group.start].change == Change::Same && is_between {
                let kept = &runs[group.start];
                let sides = [&runs[groups[at - 1].clone()], &runs[groups[at + 1].clone()]];
                if is_lost(old, new, kept, sides) && !absorbed {
                    absorbed = true;
                    add(
                        &mut joined,
                        &Run { change: Change::Removed, old: kept.old.clone(), new: kept.new.start..kept.new.start },
                    );
                    add(&mut joined, &Run { change: Change::Added, old: kept.old.end..kept.old.end, new: kept.new.clone() });
                    continue;
                }
            }
            runs[group.clone()].iter().for_each(|it| add(&mut joined, it));
        }
        runs = joined;
        if !absorbed {
            return runs;
        }
    }
}

/// Runs of `Same` alone, and neighbouring changes together.
fn groups(runs: &[Run]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        match groups.last_mut() {
            Some(last) if run.change != Change::Same && runs[last.start].change != Change::Same => last.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// Adds a run; within a change what went stands before what came.
fn add(runs: &mut Vec<Run>, run: &Run) {
    let n = runs.len();
    let is_swapped = run.change == Change::Removed && n > 0 && runs[n - 1].change == Change::Added;
    if !is_swapped {
        return push(runs, run.change, run.old.clone(), run.new.clone());
    }
    let Some(added) = runs.pop() else { return };
    push(runs, Change::Removed, run.old.clone(), added.new.start..added.new.start);
    push(runs, Change::Added, run.old.end..run.old.end, added.new);
}

/// Whether what stays between two changes would only break one change in two.
fn is_lost(old: &Side<'_>, new: &Side<'_>, kept: &Run, sides: [&[Run]; 2]) -> bool {
    let tokens = &new.tokens[kept.new.clone()];
    if tokens.iter().any(|it| matches!(it.shape, Shape::End | Shape::Break) || it.ends_sentence()) {
        return false;
    }
    let words = weight(tokens);
    // Words that went and words that came, left and right.
    let amounts = sides.map(|runs| {
        let removed: usize =
            runs.iter().filter(|it| it.change == Change::Removed).map(|it| weight(&old.tokens[it.old.clone()])).sum();
        let added: usize =
            runs.iter().filter(|it| it.change == Change::Added).map(|it| weight(&new.tokens[it.new.clone()])).sum();
        (removed, added)
    });
    let is_replaced = amounts.iter().all(|&(removed, added)| removed > 0 && added > 0);
    let heaviest = amounts.map(|(removed, added)| removed.max(added));
    let both = heaviest[0].min(heaviest[1]);
    let ideographs = tokens.iter().any(|it| it.shape == Shape::Ideograph);
    if words == 0 {
        return is_replaced || (both > 1 && !tokens.iter().any(Token::ends_clause));
    }
    let chars: usize = tokens.iter().map(|it| it.text.chars().count()).sum();
    if ideographs {
        let (removed, added) = (amounts[0].0 + amounts[1].0, amounts[0].1 + amounts[1].1);
        return chars == 1 && removed > 0 && added > 0;
    }
    if tokens.iter().any(Token::ends_clause) {
        return false;
    }
    let short = (words == 1 && chars <= 4) || (words == 2 && chars <= 6);
    short && is_replaced && heaviest[0] + heaviest[1] >= 3 * words
}

/// Whether enough stays for a reader to find his way between the marks.
fn is_legible(old: &Side<'_>, new: &Side<'_>, runs: &[Run]) -> bool {
    let sum = |change: Change| -> (usize, usize) {
        let of = runs.iter().filter(|it| it.change == change);
        of.fold((0, 0), |sum, it| (sum.0 + weight(&old.tokens[it.old.clone()]), sum.1 + weight(&new.tokens[it.new.clone()])))
    };
    let (same, _) = sum(Change::Same);
    let (removed, added) = (sum(Change::Removed).0, sum(Change::Added).1);
    if removed == 0 || added == 0 {
        return same > 0;
    }
    let n_same = runs.iter().filter(|it| it.change == Change::Same).count();
    let shorter = same + removed.min(added);
    // Many short stays are confetti: each has to hold its own.
    same * 100 >= shorter * MIN_SHARED && (same >= 2 * n_same.saturating_sub(2) || same * 2 >= shorter)
}
