//! Puts the boxes of a chart into rows and cuts its lines into pieces from one row to the next.
//!
//! A line that leads back to an earlier row, to its own box, or beside a line that joins the same boxes becomes a *lane*: it
//! leaves its box at the side, passes the rows upright, and comes in at the side again, as people draw loops by hand.

use std::collections::BTreeSet;

use super::simplex::{Arc, solve};
use super::{Edge, Graph, Shape};

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
        let mut bends = Vec::new();
        for row in row_of[top] + 1..row_of[bottom] {
            let size = if bends.is_empty() { labels[at].max(8) } else { 8 };
            let group = group_at(graph, &out.spans, edge, row);
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

/// The group inside which a line passes a row: that of the box it comes from as long as the group goes on, then that of the other.
fn group_at(graph: &Graph, spans: &[Option<(usize, usize)>], edge: &Edge, row: usize) -> Option<usize> {
    let holds = |group: &usize| spans[*group].is_some_and(|(first, last)| (first..=last).contains(&row));
    let innermost = |node: usize| graph.groups_of(graph.nodes[node].group).find(holds);
    innermost(edge.from).or_else(|| innermost(edge.to))
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

/// Which lines close a loop. People write a flow in its order, so a line to a box whose own ways out were written earlier leads
/// back, unless there is no loop after all.
fn back_edges(graph: &Graph) -> Vec<bool> {
    let mut written = vec![usize::MAX; graph.nodes.len()];
    for (at, edge) in graph.edges.iter().enumerate() {
        // The start of a state diagram comes first wherever it is written.
        let order = if graph.nodes[edge.from].shape == Shape::Start { 0 } else { at + 1 };
        written[edge.from] = written[edge.from].min(order);
    }
    let is_onward = |edge: &Edge| written[edge.from] < written[edge.to];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for edge in graph.edges.iter().filter(|edge| is_onward(edge)) {
        out[edge.from].push(edge.to);
    }
    let mut back = vec![false; graph.edges.len()];
    for (at, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| !is_onward(edge)) {
        if edge.from == edge.to || reaches(&out, edge.to, edge.from) {
            back[at] = true;
        } else {
            out[edge.from].push(edge.to);
        }
    }
    back
}

fn reaches(out: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; out.len()];
    let mut stack = vec![from];
    while let Some(node) = stack.pop() {
        if node == to {
            return true;
        }
        if !std::mem::replace(&mut seen[node], true) {
            stack.extend(&out[node]);
        }
    }
    false
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
