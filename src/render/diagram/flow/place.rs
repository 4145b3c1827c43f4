//! Finds positions across the rows: no two items overlap, and lines are as straight as can be.

use std::collections::BTreeMap;

use super::layers::{Kind, Layers};
use super::simplex::{Arc, solve};
use super::{Graph, Shape};

/// Distances that a drawing may widen when labels find no room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spacing {
    /// Between boxes of a row.
    pub(super) boxes: i32,
    /// Between a line and what is beside it.
    pub(super) lines: i32,
    /// Between rows, beyond what lines and labels need.
    pub(super) rows: i32,
    /// From a box to the first track of a channel.
    pub(super) leave: i32,
    /// From the last track to a box: the head of an arrow and a bit of its line.
    pub(super) enter: i32,
    /// Inside the first border of a group.
    pub(super) open: i32,
    /// Inside the other border of a group.
    pub(super) close: i32,
}

/// The middle of each item.
pub(super) fn place(graph: &Graph, layers: &Layers, titles: &[i32], spacing: &Spacing) -> Option<Vec<i32>> {
    let (variable, count) = variables(layers);
    let mut arcs = Vec::new();
    for row in &layers.rows {
        for pair in row.windows(2) {
            let (a, b) = (&layers.items[pair[0]], &layers.items[pair[1]]);
            let least = (a.size + b.size) / 2 + gap(a.kind, b.kind, spacing);
            arcs.push(Arc { from: variable[pair[0]], to: variable[pair[1]], least, weight: 0 });
        }
    }
    let mut walls: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, item) in layers.items.iter().enumerate() {
        match item.kind {
            Kind::Open(group) => walls.entry(group).or_insert((0, 0)).0 = variable[at],
            Kind::Close(group) => walls.entry(group).or_insert((0, 0)).1 = variable[at],
            _ => {}
        }
    }
    arcs.extend(walls.iter().map(|(&group, &(from, to))| Arc { from, to, least: titles[group], weight: 2 }));
    arcs.extend(corners(graph, layers).into_iter().map(|(a, b, least)| Arc {
        from: variable[a],
        to: variable[b],
        least,
        weight: 0,
    }));
    let mut net = Springs { arcs, next: count };
    let weights = weights(graph, layers);
    for (at, chain) in layers.chains.iter().enumerate() {
        let mut seen = None;
        let ends = if chain.is_lane { (None, None) } else { (Some(chain.top), Some(chain.bottom)) };
        for item in ends.0.into_iter().chain(chain.bends.iter().copied()).chain(ends.1) {
            if let Some(last) = seen {
                let weight = match (Some(last) == ends.0, Some(item) == ends.1) {
                    (true, true) => weights[at].whole,
                    (true, false) => weights[at].upper,
                    (false, true) => weights[at].lower,
                    (false, false) => 20,
                };
                net.join(variable[last], variable[item], weight);
            }
            seen = Some(item);
        }
        if chain.is_lane {
            net.join(variable[chain.top], variable[chain.bends[0]], 1);
            net.join(variable[chain.bottom], variable[chain.bends[chain.bends.len() - 1]], 1);
        }
    }
    let values = solve(net.next, &net.arcs)?;
    Some(variable.iter().map(|&at| values[at]).collect())
}

/// Distances between the ways out of a decision, so that when one leads straight down the others clear its corners.
fn corners(graph: &Graph, layers: &Layers) -> Vec<(usize, usize, i32)> {
    let mut out = Vec::new();
    for (node, _) in graph.nodes.iter().enumerate().filter(|(_, node)| node.shape == Shape::Diamond) {
        let ways = layers.chains.iter().filter(|chain| chain.top == node && !chain.is_lane);
        let next: Vec<usize> = ways.map(|chain| chain.bends.first().copied().unwrap_or(chain.bottom)).collect();
        if !(2..=3).contains(&next.len()) {
            continue;
        }
        let row = &layers.rows[layers.items[next[0]].row];
        let sorted: Vec<usize> = row.iter().copied().filter(|item| next.contains(item)).collect();
        let reach = layers.items[node].size / 2 + 12;
        out.extend(sorted.windows(2).map(|pair| (pair[0], pair[1], reach)));
    }
    out
}

/// One variable for each item, but only one for a border of a group in all its rows, so that it is straight.
fn variables(layers: &Layers) -> (Vec<usize>, usize) {
    let mut walls: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    let mut count = 0;
    let mut fresh = || {
        count += 1;
        count - 1
    };
    let variable = layers
        .items
        .iter()
        .map(|item| match item.kind {
            Kind::Open(group) => *walls.entry((group, true)).or_insert_with(&mut fresh),
            Kind::Close(group) => *walls.entry((group, false)).or_insert_with(&mut fresh),
            _ => fresh(),
        })
        .collect();
    (variable, count)
}

fn gap(a: Kind, b: Kind, spacing: &Spacing) -> i32 {
    match (a, b) {
        (Kind::Open(_), _) => spacing.open,
        (_, Kind::Close(_)) => spacing.close,
        (Kind::Close(_), Kind::Open(_)) => spacing.boxes,
        (Kind::Node(_), Kind::Node(_)) => spacing.boxes,
        (Kind::Close(_), _) | (_, Kind::Open(_)) => spacing.lines + 4,
        _ => spacing.lines,
    }
}

/// Distances that cost the same in both directions, each with a variable of its own.
struct Springs {
    arcs: Vec<Arc>,
    next: usize,
}

impl Springs {
    fn join(&mut self, a: usize, b: usize, weight: i32) {
        for to in [a, b] {
            self.arcs.push(Arc { from: self.next, to, least: 0, weight });
        }
        self.next += 1;
    }
}

/// Weights of a line that passes no row, and of the two ends of one that does.
struct Weights {
    whole: i32,
    upper: i32,
    lower: i32,
}

/// How much each line should be straight: most on the main path, where it is the way after which most is still to come and also
/// the way before which most has been.
fn weights(graph: &Graph, layers: &Layers) -> Vec<Weights> {
    let mut down: Vec<usize> = (0..layers.chains.len()).filter(|&at| !layers.chains[at].is_lane).collect();
    down.sort_by_key(|&at| layers.items[layers.chains[at].top].row);
    let n = graph.nodes.len();
    let (mut before, mut after) = (vec![0; n], vec![0; n]);
    // Items of boxes come first, so their numbers are those of the boxes.
    let ends = |at: usize| (layers.chains[at].top, layers.chains[at].bottom);
    for (top, bottom) in down.iter().map(|&at| ends(at)) {
        before[bottom] = before[bottom].max(before[top] + 1);
    }
    for (top, bottom) in down.iter().rev().map(|&at| ends(at)) {
        after[top] = after[top].max(after[bottom] + 1);
    }
    let (mut out, mut into): (Vec<Option<usize>>, Vec<Option<usize>>) = (vec![None; n], vec![None; n]);
    down.sort_unstable();
    for &at in &down {
        let (top, bottom) = ends(at);
        if out[top].is_none_or(|other| after[ends(other).1] < after[bottom]) {
            out[top] = Some(at);
        }
        if into[bottom].is_none_or(|other| before[ends(other).0] < before[top]) {
            into[bottom] = Some(at);
        }
    }
    let weight = |at: usize| {
        let (top, bottom) = ends(at);
        let is_hidden = graph.edges[layers.chains[at].edge].hidden;
        let (is_out, is_into) = (out[top] == Some(at), into[bottom] == Some(at));
        let whole = match (is_hidden, is_out, is_into) {
            (true, _, _) => 1,
            (_, true, true) => 16,
            (_, false, false) => 2,
            _ => 3,
        };
        // A long line had better step where it joins others than where it begins.
        Weights { whole, upper: if is_out { 6 } else { 3 }, lower: if is_into { 5 } else { 2 } }
    };
    (0..layers.chains.len()).map(weight).collect()
}
