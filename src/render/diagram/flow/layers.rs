//! Puts the boxes of a chart into rows and cuts its lines into pieces from one row to the next.
//!
//! A line that leads back to an earlier row, to its own box, or beside a line that joins the same boxes becomes a *lane*: it
//! leaves its box at the side, passes the rows upright, and comes in at the side again, as people draw loops by hand.

use std::collections::BTreeSet;

use super::simplex::{Arc, solve};
use super::{Graph, Shape};

/// Most pieces of lines and boxes in all rows together.
const MAX_ITEMS: usize = 5000;

/// What an item in a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A box.
    Node(usize),
    /// A line that passes the row.
    Bend,
    /// The outer piece of a lane, beside the box it leaves or enters.
    Lane,
    /// The first border of a group.
    Open(usize),
    /// The other border of a group.
    Close(usize),
}

/// Something that takes up room in a row.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// What it is.
    pub(super) kind: Kind,
    /// Its row.
    pub(super) row: usize,
    /// Room it takes across the row.
    pub(super) size: i32,
    /// Innermost group it belongs to.
    pub(super) group: Option<usize>,
}

/// A line as pieces, from the upper to the lower row.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// The line.
    pub(super) edge: usize,
    /// Item of the box in the upper row.
    pub(super) top: usize,
    /// Item of the box in the lower row.
    pub(super) bottom: usize,
    /// Items between; in a lane also one beside each of the two boxes.
    pub(super) bends: Vec<usize>,
    /// Whether it is a lane.
    pub(super) is_lane: bool,
    /// Whether the line leads from the lower to the upper row.
    pub(super) is_up: bool,
}

/// All rows of a chart.
#[derive(Debug, Clone)]
pub(super) struct Layers {
    /// Boxes first, in the order of the chart.
    pub(super) items: Vec<Item>,
    /// Items of each row.
    pub(super) rows: Vec<Vec<usize>>,
    /// Lines.
    pub(super) chains: Vec<Chain>,
    /// First and last row of each group; nothing for a group without boxes.
    pub(super) spans: Vec<Option<(usize, usize)>>,
}

impl Layers {
    /// Adds an item to the end of its row.
    pub(super) fn push(&mut self, kind: Kind, row: usize, size: i32, group: Option<usize>) -> usize {
        self.items.push(Item { kind, row, size, group });
        let at = self.items.len() - 1;
        self.rows[row].push(at);
        at
    }
}

/// Finds rows for a chart whose boxes and labels take up the given room across the rows.
pub(super) fn layers(graph: &Graph, nodes: &[i32], labels: &[i32]) -> Result<Layers, String> {
    let back = back_edges(graph);
    let row_of = rank(graph, &back).ok_or("its lines contradict each other")?;
    let n_rows = row_of.iter().copied().max().unwrap_or(0) + 1;
    let spans = spans(graph, &row_of);
    let mut out = Layers { items: Vec::new(), rows: vec![Vec::new(); n_rows], chains: Vec::new(), spans };
    for (node, &row) in row_of.iter().enumerate() {
        out.push(Kind::Node(node), row, nodes[node], graph.nodes[node].group);
    }
    let mut joined = BTreeSet::new();
    for (at, edge) in graph.edges.iter().enumerate() {
        let (top, bottom) = if row_of[edge.from] <= row_of[edge.to] { (edge.from, edge.to) } else { (edge.to, edge.from) };
        let is_second = row_of[bottom] - row_of[top] == 1 && !joined.insert((top, bottom));
        let is_lane = back[at] || edge.from == edge.to || is_second;
        let group = graph.common_group(edge.from, edge.to);
        let mut bends = Vec::new();
        for row in row_of[top] + 1..row_of[bottom] {
            let size = if bends.is_empty() { labels[at].max(8) } else { 8 };
            bends.push(out.push(Kind::Bend, row, size, group));
            if out.items.len() > MAX_ITEMS {
                return Err("its lines pass too many rows".to_owned());
            }
        }
        out.chains.push(Chain { edge: at, top, bottom, bends, is_lane, is_up: edge.from == bottom });
    }
    for group in 0..graph.groups.len() {
        let Some((first, last)) = out.spans[group] else { continue };
        for row in first..=last {
            out.push(Kind::Open(group), row, 0, Some(group));
            out.push(Kind::Close(group), row, 0, Some(group));
        }
    }
    Ok(out)
}

fn spans(graph: &Graph, row_of: &[usize]) -> Vec<Option<(usize, usize)>> {
    let mut spans: Vec<Option<(usize, usize)>> = vec![None; graph.groups.len()];
    for (node, &row) in row_of.iter().enumerate() {
        for group in graph.groups_of(graph.nodes[node].group) {
            let (first, last) = spans[group].unwrap_or((row, row));
            spans[group] = Some((first.min(row), last.max(row)));
        }
    }
    spans
}

/// Which lines close a loop, seen from where the flow begins.
fn back_edges(graph: &Graph) -> Vec<bool> {
    let n = graph.nodes.len();
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut has_in = vec![false; n];
    for (at, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
        out[edge.from].push(at);
        has_in[edge.to] = true;
    }
    let mut back = vec![false; graph.edges.len()];
    let mut state = vec![0u8; n];
    let is_start = |node: &usize| !has_in[*node] || graph.nodes[*node].shape == Shape::Start;
    let starts = (0..n).filter(is_start).chain(0..n);
    for start in starts {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some(&at) = out[node].get(next) else {
                state[node] = 2;
                continue;
            };
            stack.push((node, next + 1));
            let to = graph.edges[at].to;
            match state[to] {
                0 => {
                    state[to] = 1;
                    stack.push((to, 0));
                }
                1 => back[at] = true,
                _ => {}
            }
        }
    }
    back
}

/// Rows such that lines are short and lead downwards, except those that close a loop.
fn rank(graph: &Graph, back: &[bool]) -> Option<Vec<usize>> {
    let forward = graph.edges.iter().zip(back).filter(|(edge, is_back)| !**is_back && edge.from != edge.to);
    let arcs: Vec<Arc> =
        forward.map(|(edge, _)| Arc { from: edge.from, to: edge.to, least: edge.length.max(1), weight: 1 }).collect();
    let rows = solve(graph.nodes.len(), &arcs)?;
    // Rows without a box would only be gaps.
    let used: BTreeSet<i32> = rows.iter().copied().collect();
    let spread = graph.edges.iter().any(|edge| edge.length > 1);
    rows.into_iter().map(|row| if spread { usize::try_from(row).ok() } else { Some(used.range(..row).count()) }).collect()
}
