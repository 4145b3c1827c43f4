//! The longest order two sequences share, within stated bounds.
//!
//! Small parts are compared for the least edit. Large ones are cut where something stands once in both and in one order, and
//! the parts between are compared; where nothing of the kind is found, the part counts as different. No clock is asked.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The largest part compared for the least edit: length of the one times length of the other.
const MAX_PRODUCT: usize = 1_000_000;
/// What one comparison of two texts may cost, in the same measure.
const MAX_WORK: usize = 60_000_000;
/// How often a part is cut within a part.
const MAX_CUTS: usize = 32;

/// What a comparison has cost so far.
#[derive(Debug, Default)]
pub(super) struct Work {
    spent: usize,
    coarse: bool,
}

impl Work {
    /// Whether so much more may be spent; if so it is.
    pub(super) fn spend(&mut self, cost: usize) -> bool {
        if self.spent.saturating_add(cost) > MAX_WORK {
            self.coarse = true;
            return false;
        }
        self.spent += cost;
        true
    }

    /// Says that something was not looked into.
    pub(super) fn give_up(&mut self) {
        self.coarse = true;
    }

    /// Whether something was not looked into.
    pub(super) fn is_coarse(&self) -> bool {
        self.coarse
    }
}

/// Pairs of places that hold the same, rising on both sides.
pub(super) fn align(old: &[u32], new: &[u32], work: &mut Work) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut aligner = Aligner { pairs: &mut pairs, work };
    aligner.part(old, new, (0, 0), 0);
    pairs
}

struct Aligner<'p> {
    pairs: &'p mut Vec<(usize, usize)>,
    work: &'p mut Work,
}

impl Aligner<'_> {
    /// Compares two parts that begin at `base`, `cuts` deep in others.
    fn part(&mut self, old: &[u32], new: &[u32], base: (usize, usize), cuts: usize) {
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        self.run(base, head);
        let (old, new) = (&old[head..], &new[head..]);
        let base = (base.0 + head, base.1 + head);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
        let (left, right) = (&old[..old.len() - tail], &new[..new.len() - tail]);
        if !left.is_empty() && !right.is_empty() {
            self.between(left, right, base, cuts);
        }
        self.run((base.0 + left.len(), base.1 + right.len()), tail);
    }

    fn run(&mut self, from: (usize, usize), len: usize) {
        self.pairs.extend((0..len).map(|at| (from.0 + at, from.1 + at)));
    }

    /// Compares two parts that differ at both ends.
    fn between(&mut self, old: &[u32], new: &[u32], base: (usize, usize), cuts: usize) {
        let product = old.len().saturating_mul(new.len());
        if product <= MAX_PRODUCT && self.work.spend(product) {
            for op in capture_diff_slices(Algorithm::Myers, old, new) {
                if let DiffOp::Equal { old_index, new_index, len } = op {
                    self.run((base.0 + old_index, base.1 + new_index), len);
                }
            }
            return;
        }
        let anchors = if cuts < MAX_CUTS { anchors(old, new) } else { Vec::new() };
        if anchors.is_empty() {
            return self.work.give_up();
        }
        let mut from = (0, 0);
        for (a, b) in anchors {
            self.part(&old[from.0..a], &new[from.1..b], (base.0 + from.0, base.1 + from.1), cuts + 1);
            self.run((base.0 + a, base.1 + b), 1);
            from = (a + 1, b + 1);
        }
        self.part(&old[from.0..], &new[from.1..], (base.0 + from.0, base.1 + from.1), cuts + 1);
    }
}

/// The longest rising line of what stands once on either side.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let once = |side: &[u32]| {
        let mut places: Vec<(u32, usize)> = side.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let alone =
            |at: usize| (at == 0 || places[at - 1].0 != places[at].0) && places.get(at + 1).is_none_or(|it| it.0 != places[at].0);
        (0..places.len()).filter(|&at| alone(at)).map(|at| places[at]).collect::<Vec<_>>()
    };
    let right = once(new);
    let mut common: Vec<(usize, usize)> = once(old)
        .into_iter()
        .filter_map(|(value, a)| right.binary_search_by_key(&value, |it| it.0).ok().map(|at| (a, right[at].1)))
        .collect();
    common.sort_unstable();
    rising(&common)
}

/// The longest subsequence of pairs, sorted by the first, whose second rises.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let place = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(place.checked_sub(1).map(|it| ends[it]));
        if place == ends.len() { ends.push(at) } else { ends[place] = at }
    }
    let mut line = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(here) = at {
        line.push(pairs[here]);
        at = before[here];
    }
    line.reverse();
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_parts_are_cut_where_something_stands_once() {
        let old: Vec<u32> = (0..5_000).collect();
        let new: Vec<u32> = (0..5_000).filter(|it| it % 7 != 0).chain(9_000..9_100).collect();
        let mut work = Work::default();
        let pairs = align(&old, &new, &mut work);
        assert_eq!(pairs.len(), new.len() - 100);
        assert!(pairs.iter().all(|&(a, b)| old[a] == new[b]) && !work.is_coarse());
    }

    #[test]
    fn what_turns_round_costs_no_more_than_its_length_and_what_repeats_is_given_up() {
        let old: Vec<u32> = (0..200_000).collect();
        let new: Vec<u32> = (0..200_000).rev().collect();
        let mut work = Work::default();
        assert_eq!(align(&old, &new, &mut work).len(), 1);
        let old: Vec<u32> = (0..200_000).map(|it| it % 3).collect();
        let new: Vec<u32> = (0..200_000).map(|it| (it % 3) ^ 1).collect();
        let mut work = Work::default();
        align(&old, &new, &mut work);
        assert!(work.is_coarse());
    }
}
