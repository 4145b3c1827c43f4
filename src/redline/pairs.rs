//! Which block of the old text became which of the new one, where they are not alike.

use super::align::Work;
use super::side::{Content, Kind, Side};

/// How many pairs of blocks are compared with each other; above that only neighbours of the diagonal.
const MAX_PAIRS: usize = 2_500;
/// How far from the diagonal then.
const BAND: usize = 16;
/// Likeness of what counts as the same block, of a thousand.
const ALIKE: usize = 450;
/// The same for what holds other blocks, where a few words may be all that stayed.
const ALIKE_HOLDER: usize = 250;
/// Into how many paragraphs one may have been split.
const MAX_PARTS: usize = 5;

/// A block that became another, or several, or was several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: std::ops::Range<usize>,
    pub(super) new: std::ops::Range<usize>,
}

/// The words of some tokens as numbers, sorted, and how often each stands there.
pub(super) type Bag = Vec<u32>;

/// The words of a block.
pub(super) fn bag(side: &Side<'_>, tokens: std::ops::Range<usize>) -> Bag {
    let words = side.tokens[tokens].iter().filter(|it| it.n_words() > 0);
    let mut bag: Bag = words.map(|it| it.bare).collect();
    bag.sort_unstable();
    bag
}

/// How many words two bags share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut at, mut other, mut n) = (0, 0, 0);
    while at < a.len() && other < b.len() {
        match a[at].cmp(&b[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                at += 1;
                other += 1;
            }
        }
    }
    n
}

/// Likeness of two bags, of a thousand.
pub(super) fn likeness(a: &[u32], b: &[u32]) -> usize {
    let all = a.len() + b.len();
    (2_000 * shared(a, b)).checked_div(all).unwrap_or(0)
}

/// Pairs of blocks in a stretch where nothing is alike, in the order of both.
pub(super) fn pair(old: &Side<'_>, new: &Side<'_>, left: &[usize], right: &[usize], work: &mut Work) -> Vec<Pair> {
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    let bags = |side: &Side<'_>, blocks: &[usize]| -> Vec<Bag> {
        blocks.iter().map(|&it| bag(side, side.blocks[it].tokens.clone())).collect()
    };
    let stretch = Stretch { old, new, left, right, bags: (bags(old, left), bags(new, right)) };
    let cost: usize = stretch.bags.0.iter().chain(&stretch.bags.1).map(|it| it.len() + 1).sum();
    let width = if left.len() * right.len() <= MAX_PAIRS { left.len().max(right.len()) } else { BAND };
    if !work.spend(cost.saturating_mul(width.min(right.len()) + 1)) {
        return Vec::new();
    }
    let likeness = |a: usize, b: usize| stretch.likeness(a, b);
    if left.len().saturating_mul(right.len()) > MAX_PAIRS {
        return near_diagonal(left.len(), right.len(), &likeness);
    }
    best_of_all(left.len(), right.len(), &|a, b| {
        let one = likeness(a, b);
        let mut ways: Vec<Way> = one.map(|it| (it, (1, 1))).into_iter().collect();
        ways.extend(stretch.splits(a, b, one.unwrap_or(0)).into_iter().map(|(parts, likeness)| (likeness, (1, parts))));
        ways.extend(stretch.joins(a, b, one.unwrap_or(0)).into_iter().map(|(parts, likeness)| (likeness, (parts, 1))));
        ways
    })
}

/// Pairs of anything that stands in one order on both sides, by the likeness of two of them; `None` where they cannot be one.
pub(super) fn pair_by(n: usize, m: usize, likeness: &dyn Fn(usize, usize) -> Option<usize>) -> Vec<Pair> {
    if n.saturating_mul(m) > MAX_PAIRS {
        return near_diagonal(n, m, likeness);
    }
    best_of_all(n, m, &|a, b| likeness(a, b).map(|it| (it, (1, 1))).into_iter().collect())
}

/// How alike so many of the one and so many of the other are.
type Way = (usize, (usize, usize));

/// The pairs whose likenesses have the greatest sum.
fn best_of_all(n: usize, m: usize, ways: &dyn Fn(usize, usize) -> Vec<Way>) -> Vec<Pair> {
    let at = |a: usize, b: usize| a * (m + 1) + b;
    let mut score = vec![0_usize; (n + 1) * (m + 1)];
    let mut step: Vec<(usize, usize)> = vec![(0, 0); (n + 1) * (m + 1)];
    for place in (0..(n + 1) * (m + 1)).rev() {
        let (a, b) = (place / (m + 1), place % (m + 1));
        let mut options: Vec<Way> = Vec::new();
        if a < n {
            options.push((score[at(a + 1, b)], (1, 0)));
        }
        if b < m {
            options.push((score[at(a, b + 1)], (0, 1)));
        }
        if a < n && b < m {
            options.extend(ways(a, b).into_iter().map(|(likeness, by)| (score[at(a + by.0, b + by.1)] + likeness, by)));
        }
        if let Some(&(best, by)) = options.iter().max_by_key(|it| (it.0, it.1.0.min(it.1.1))) {
            score[place] = best;
            step[place] = by;
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    while a < n || b < m {
        let (by, other) = step[at(a, b)];
        if by > 0 && other > 0 {
            pairs.push(Pair { old: a..a + by, new: b..b + other });
        }
        (a, b) = (a + by, b + other);
    }
    pairs
}

/// In long stretches each takes the likest of those that stand about as far down.
fn near_diagonal(n: usize, m: usize, likeness: &dyn Fn(usize, usize) -> Option<usize>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut from = 0;
    for a in 0..n {
        let middle = a * m / n;
        let near = from.max(middle.saturating_sub(BAND))..m.min(middle + BAND);
        let likest = near.filter_map(|b| Some((likeness(a, b)?, std::cmp::Reverse(b)))).max();
        if let Some((_, std::cmp::Reverse(b))) = likest {
            pairs.push(Pair { old: a..a + 1, new: b..b + 1 });
            from = b + 1;
        }
    }
    pairs
}

struct Stretch<'a, 's> {
    old: &'a Side<'s>,
    new: &'a Side<'s>,
    left: &'a [usize],
    right: &'a [usize],
    bags: (Vec<Bag>, Vec<Bag>),
}

impl Stretch<'_, '_> {
    /// How alike two blocks are, if they are enough so to be one.
    fn likeness(&self, a: usize, b: usize) -> Option<usize> {
        let (old, new) = (&self.old.blocks[self.left[a]], &self.new.blocks[self.right[b]]);
        if !is_comparable(&old.kind, &new.kind) {
            return None;
        }
        let (left, right) = (&self.bags.0[a], &self.bags.1[b]);
        let mut likeness = likeness(left, right);
        if old.content == Content::Nothing || (left.is_empty() && right.is_empty()) {
            return Some(1_000);
        }
        let holds = matches!(old.content, Content::Blocks(_) | Content::Rows(_) | Content::Lines);
        let short = left.len().min(right.len());
        // What is contained in the other whole is the same block made longer or shorter.
        if short >= 3 && shared(left, right) * 10 >= short * 9 {
            likeness = likeness.max(ALIKE);
        }
        if matches!(old.kind, Kind::Heading(..)) && self.left.len() == 1 && self.right.len() == 1 {
            return Some(likeness.max(1));
        }
        // A heading of few words that was renamed shares little, and is still the heading that stood here.
        let needed = match old.kind {
            Kind::Heading(..) => 300,
            _ if holds => ALIKE_HOLDER,
            _ => ALIKE,
        };
        (likeness >= needed).then_some(likeness)
    }

    /// How a paragraph may have been split: into how many, and how alike they are to it.
    fn splits(&self, a: usize, b: usize, one: usize) -> Vec<(usize, usize)> {
        let is_paragraph = |at: usize| self.new.blocks[self.right[at]].kind == Kind::Paragraph;
        if self.old.blocks[self.left[a]].kind != Kind::Paragraph {
            return Vec::new();
        }
        let run = (b..self.right.len().min(b + MAX_PARTS)).take_while(|&it| is_paragraph(it) && self.follows(b, it)).count();
        parts(&self.bags.0[a], &self.bags.1[b..b + run], one)
    }

    /// The same for paragraphs that were joined.
    fn joins(&self, a: usize, b: usize, one: usize) -> Vec<(usize, usize)> {
        let is_paragraph = |at: usize| self.old.blocks[self.left[at]].kind == Kind::Paragraph;
        if self.new.blocks[self.right[b]].kind != Kind::Paragraph {
            return Vec::new();
        }
        let adjacent = |at: usize| self.left[at] == self.left[a] + (at - a);
        let run = (a..self.left.len().min(a + MAX_PARTS)).take_while(|&it| is_paragraph(it) && adjacent(it)).count();
        parts(&self.bags.1[b], &self.bags.0[a..a + run], one)
    }

    /// Whether a paragraph of the new text follows another with paragraphs alone between.
    fn follows(&self, first: usize, at: usize) -> bool {
        self.right[at] == self.right[first] + (at - first)
    }
}

/// Numbers of parts that make up the whole, with their likeness to it. Each part is mostly of the whole's words.
fn parts(whole: &[u32], parts: &[Bag], one: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut sum: Bag = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if part.is_empty() || shared(part, whole) * 10 < part.len() * 7 {
            break;
        }
        sum.extend(part);
        sum.sort_unstable();
        let likeness = likeness(whole, &sum);
        if at > 0 && likeness >= 750 && likeness > one + 50 {
            found.push((at + 1, likeness));
        }
    }
    found
}

/// Whether two kinds of block can be one that changed.
fn is_comparable(old: &Kind, new: &Kind) -> bool {
    match (old, new) {
        (Kind::Footnote(old), Kind::Footnote(new)) => old == new,
        (Kind::Quote(_), Kind::Quote(_)) => true,
        _ => old.name() == new.name(),
    }
}
