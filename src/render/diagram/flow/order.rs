//! Orders the items of each row so that few lines cross.
//!
//! Sweeps up and down by barycentres, then exchanges neighbours, and keeps the best order seen. The items of a group stay
//! together, and groups that share rows keep one order in all of them, so that each can be drawn as a rectangle.

use super::Graph;
use super::layers::{Kind, Layers};

/// Steps of work after which the best order so far is taken.
const WORK: usize = 3_000_000;

/// Orders all rows.
pub(super) fn order(graph: &Graph, layers: &mut Layers) {
    let links = links(layers);
    let first = first_order(layers, &links);
    let mut best: Option<(usize, Vec<Vec<usize>>)> = None;
    for sequence in sequences(graph, &first, layers) {
        let mut sweep = Sweep { graph, layers, links: &links, sequence, rows: first.clone(), at: vec![0; layers.items.len()] };
        let (crossings, rows) = sweep.run();
        if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
            best = Some((crossings, rows));
        }
    }
    if let Some((_, rows)) = best {
        layers.rows = rows;
    }
}

/// Items above and below each item.
struct Links {
    up: Vec<Vec<usize>>,
    down: Vec<Vec<usize>>,
}

fn links(layers: &Layers) -> Links {
    let n = layers.items.len();
    let mut links = Links { up: vec![Vec::new(); n], down: vec![Vec::new(); n] };
    let mut join = |a: usize, b: usize| {
        // A lane between neighbouring rows never passes between them, and one to its own box passes nothing.
        if layers.items[a].row + 1 == layers.items[b].row {
            links.down[a].push(b);
            links.up[b].push(a);
        }
    };
    for chain in &layers.chains {
        if chain.is_lane && chain.bends.is_empty() {
            continue;
        }
        let mut last = chain.top;
        for &next in chain.bends.iter().chain(std::iter::once(&chain.bottom)) {
            join(last, next);
            last = next;
        }
    }
    let walls: Vec<usize> = (0..n).filter(|&at| matches!(layers.items[at].kind, Kind::Open(_) | Kind::Close(_))).collect();
    // Walls of one group were made row by row: the next of the same kind stands two items further.
    for &at in &walls {
        if layers.items.get(at + 2).is_some_and(|next| next.kind == layers.items[at].kind) {
            join(at, at + 2);
        }
    }
    links
}

/// Rows in the order in which a walk from the first boxes meets the items.
fn first_order(layers: &Layers, links: &Links) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); layers.rows.len()];
    let mut seen = vec![false; layers.items.len()];
    let starts = (0..layers.items.len()).filter(|&at| links.up[at].is_empty());
    for start in starts.chain(0..layers.items.len()) {
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            rows[layers.items[at].row].push(at);
            stack.extend(links.down[at].iter().rev());
        }
    }
    rows
}

/// Orders of the groups to try: as written, as met, and turned round.
fn sequences(graph: &Graph, rows: &[Vec<usize>], layers: &Layers) -> Vec<Vec<usize>> {
    let written: Vec<usize> = (0..graph.groups.len()).collect();
    if written.len() < 2 {
        return vec![written];
    }
    let mut met = vec![usize::MAX; graph.groups.len()];
    for row in rows {
        for (at, &item) in row.iter().enumerate() {
            for group in graph.groups_of(layers.items[item].group) {
                met[group] = met[group].min(at);
            }
        }
    }
    let turned = written.iter().rev().copied().collect();
    vec![written, met, turned]
}

struct Sweep<'a> {
    graph: &'a Graph,
    layers: &'a Layers,
    links: &'a Links,
    /// Place of each group among its neighbours.
    sequence: Vec<usize>,
    rows: Vec<Vec<usize>>,
    /// Place of each item in its row.
    at: Vec<usize>,
}

impl Sweep<'_> {
    fn run(&mut self) -> (usize, Vec<Vec<usize>>) {
        for row in 0..self.rows.len() {
            let keys = (0..).map(|at| at * 1024).take(self.rows[row].len()).collect::<Vec<i64>>();
            self.arrange(row, &keys);
        }
        let mut best = (self.crossings(), self.rows.clone());
        let size: usize = self.layers.items.len() + self.links.down.iter().map(Vec::len).sum::<usize>();
        let rounds = (WORK / (size * 20).max(1)).clamp(2, 24);
        for round in 0..rounds {
            if best.0 == 0 {
                break;
            }
            self.sweep(round % 2 == 0);
            for _ in 0..4 {
                if !self.exchange() {
                    break;
                }
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        best
    }

    fn sweep(&mut self, down: bool) {
        let n = self.rows.len();
        for step in 1..n {
            let row = if down { step } else { n - 1 - step };
            let keys: Vec<i64> = self.rows[row]
                .iter()
                .map(|&item| {
                    let near = if down { &self.links.up[item] } else { &self.links.down[item] };
                    let sum: usize = near.iter().map(|&other| self.at[other]).sum();
                    let mean = if near.is_empty() { self.at[item] * 1024 } else { sum * 1024 / near.len() };
                    i64::try_from(mean).unwrap_or(i64::MAX)
                })
                .collect();
            self.arrange(row, &keys);
        }
    }

    /// Sorts a row by keys, keeping groups together.
    fn arrange(&mut self, row: usize, keys: &[i64]) {
        let items: Vec<(usize, i64)> = self.rows[row].iter().copied().zip(keys.iter().copied()).collect();
        let mut out = Vec::with_capacity(items.len());
        self.level(&items, None, &mut out);
        for (at, &item) in out.iter().enumerate() {
            self.at[item] = at;
        }
        self.rows[row] = out;
    }

    fn level(&self, items: &[(usize, i64)], parent: Option<usize>, out: &mut Vec<usize>) {
        let mut units: Vec<Unit> = Vec::new();
        for &(item, key) in items {
            let info = &self.layers.items[item];
            let groups: Vec<usize> = self.graph.groups_of(info.group).take_while(|group| Some(*group) != parent).collect();
            if parent.is_some() && info.group == parent && matches!(info.kind, Kind::Open(_) | Kind::Close(_)) {
                continue;
            }
            match groups.last() {
                None => units.push(Unit { key, group: None, items: vec![(item, key)] }),
                Some(&group) => match units.iter_mut().find(|unit| unit.group == Some(group)) {
                    Some(unit) => unit.items.push((item, key)),
                    None => units.push(Unit { key, group: Some(group), items: vec![(item, key)] }),
                },
            }
        }
        for unit in units.iter_mut().filter(|unit| unit.group.is_some()) {
            unit.key = unit.items.iter().map(|(_, key)| key).sum::<i64>() / i64::try_from(unit.items.len()).unwrap_or(1);
        }
        units.sort_by_key(|unit| unit.key);
        let places: Vec<usize> = (0..units.len()).filter(|&at| units[at].group.is_some()).collect();
        let mut groups: Vec<usize> = places.clone();
        groups.sort_by_key(|&at| units[at].group.map(|group| (self.sequence[group], group)));
        let mut turn: Vec<usize> = (0..units.len()).collect();
        for (place, group) in places.into_iter().zip(groups) {
            turn[place] = group;
        }
        for at in turn {
            let unit = &units[at];
            let wall = |open: bool| {
                unit.items.iter().map(|(item, _)| *item).find(|&item| match self.layers.items[item].kind {
                    Kind::Open(group) => open && Some(group) == unit.group,
                    Kind::Close(group) => !open && Some(group) == unit.group,
                    _ => false,
                })
            };
            match unit.group {
                None => out.extend(unit.items.iter().map(|(item, _)| *item)),
                Some(group) => {
                    out.extend(wall(true));
                    self.level(&unit.items, Some(group), out);
                    out.extend(wall(false));
                }
            }
        }
    }

    /// Exchanges neighbours where that saves crossings; whether any were.
    fn exchange(&mut self) -> bool {
        let mut any = false;
        for row in 0..self.rows.len() {
            for at in 1..self.rows[row].len() {
                let (a, b) = (self.rows[row][at - 1], self.rows[row][at]);
                let is_wall = |item: usize| matches!(self.layers.items[item].kind, Kind::Open(_) | Kind::Close(_));
                if is_wall(a) || is_wall(b) || self.layers.items[a].group != self.layers.items[b].group {
                    continue;
                }
                let both = [&self.links.up, &self.links.down];
                let now: usize = both.iter().map(|near| self.between(&near[a], &near[b])).sum();
                let then: usize = both.iter().map(|near| self.between(&near[b], &near[a])).sum();
                if then < now {
                    self.rows[row].swap(at - 1, at);
                    (self.at[a], self.at[b]) = (at, at - 1);
                    any = true;
                }
            }
        }
        any
    }

    /// Crossings among the lines of two neighbours towards one side.
    fn between(&self, left: &[usize], right: &[usize]) -> usize {
        left.iter().map(|&l| right.iter().filter(|&&r| self.at[r] < self.at[l]).count()).sum()
    }

    fn crossings(&self) -> usize {
        let mut total = 0;
        for pair in self.rows.windows(2) {
            let mut ends: Vec<(usize, usize)> = Vec::new();
            for (at, &item) in pair[0].iter().enumerate() {
                ends.extend(self.links.down[item].iter().map(|&below| (at, self.at[below])));
            }
            ends.sort_unstable();
            // A Fenwick tree counts how many earlier lines end further right.
            let mut tree = vec![0usize; pair[1].len() + 1];
            for (seen, &(_, end)) in ends.iter().enumerate() {
                let mut at = end + 1;
                let mut not_right = 0;
                while at > 0 {
                    not_right += tree[at];
                    at &= at - 1;
                }
                total += seen - not_right;
                let mut at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
        total
    }
}

struct Unit {
    key: i64,
    group: Option<usize>,
    items: Vec<(usize, i64)>,
}
