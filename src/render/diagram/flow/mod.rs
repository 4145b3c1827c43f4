//! Charts of boxes and arrows: flowcharts and state diagrams.
//!
//! `parse` and `state` read the source into a `Graph`. `layers` puts the boxes into rows, `order` orders each row, `lanes`
//! completes the lines that lead back, `place` finds positions across the rows, `route` leads the lines through the channels
//! between the rows with `tracks` and `stack`. All these work along two axes, *across* a row and *along* the flow, and know no
//! direction. `layout` turns the result into pixels, `labels` finds room for texts, `draw` writes the SVG.

mod draw;
mod labels;
mod lanes;
mod layers;
mod layout;
mod order;
mod parse;
mod place;
mod route;
mod simplex;
mod size;
mod stack;
mod state;
#[cfg(test)]
mod tests;
mod tracks;

pub(super) use draw::draw;
pub(super) use parse::parse;
pub(super) use state::parse_states;

use super::svg::{Stroke, Tip};

/// Most boxes that are drawn.
pub(super) const MAX_NODES: usize = 200;
/// Most lines that are drawn.
pub(super) const MAX_EDGES: usize = 400;

/// Where the flow leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Downwards.
    Down,
    /// Upwards.
    Up,
    /// To the right.
    Right,
    /// To the left.
    Left,
}

impl Direction {
    /// Whether rows stand upright.
    fn is_level(self) -> bool {
        matches!(self, Direction::Right | Direction::Left)
    }
}

/// The outline of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Rect,
    Rounded,
    Stadium,
    Diamond,
    Circle,
    DoubleCircle,
    Subroutine,
    Cylinder,
    Hexagon,
    LeanRight,
    LeanLeft,
    Trapezoid,
    TrapezoidDown,
    Flag,
    Start,
    End,
    Bar,
    Note,
}

/// What a box stands for beyond its outline, told by its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    Alert,
    Outside,
}

#[derive(Debug)]
struct Node {
    name: String,
    label: Vec<String>,
    shape: Shape,
    tone: Tone,
    group: Option<usize>,
}

#[derive(Debug)]
struct Edge {
    from: usize,
    to: usize,
    label: Vec<String>,
    stroke: Stroke,
    hidden: bool,
    tips: (Tip, Tip),
    length: i32,
    /// Groups the line was written to lead from and to; it ends at their border.
    ends: (Option<usize>, Option<usize>),
}

#[derive(Debug)]
struct Group {
    name: String,
    title: Vec<String>,
    parent: Option<usize>,
}

/// A chart as it was written.
#[derive(Debug)]
pub(super) struct Graph {
    direction: Direction,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    groups: Vec<Group>,
}

impl Graph {
    /// The groups a node lies in, the innermost first.
    fn groups_of(&self, inner: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(inner, |&group| self.groups[group].parent)
    }

    /// The innermost group that holds both nodes.
    fn common_group(&self, a: usize, b: usize) -> Option<usize> {
        let of_b: Vec<usize> = self.groups_of(self.nodes[b].group).collect();
        self.groups_of(self.nodes[a].group).find(|group| of_b.contains(group))
    }

    /// What the chart shows, in words.
    pub(super) fn description(&self) -> String {
        let name = |node: usize| {
            let node = &self.nodes[node];
            match (node.shape, node.label.is_empty()) {
                (Shape::Start, _) => "start".to_owned(),
                (Shape::End, _) => "end".to_owned(),
                (_, true) => node.name.clone(),
                _ => node.label.join(", "),
            }
        };
        let mut out: Vec<String> = Vec::new();
        let shown =
            (0..self.nodes.len()).filter(|&node| !matches!(self.nodes[node].shape, Shape::Start | Shape::End | Shape::Bar));
        out.push(format!("Boxes: {}.", shown.map(name).collect::<Vec<_>>().join("; ")));
        for (at, group) in self.groups.iter().enumerate() {
            let members = (0..self.nodes.len()).filter(|&node| self.groups_of(self.nodes[node].group).any(|inner| inner == at));
            out.push(format!("{} holds {}.", group.title.join(" "), members.map(name).collect::<Vec<_>>().join("; ")));
        }
        let visible = self.edges.iter().filter(|edge| !edge.hidden);
        let lines: Vec<String> = visible
            .map(|edge| {
                let ways = format!("from {} to {}", name(edge.from), name(edge.to));
                if edge.label.is_empty() { ways } else { format!("{ways} ({})", edge.label.join(" ")) }
            })
            .collect();
        if !lines.is_empty() {
            out.push(format!("Lines: {}.", lines.join("; ")));
        }
        out.join(" ")
    }
}

/// A graph under construction: names become indexes, limits are kept.
#[derive(Debug)]
struct Builder {
    graph: Graph,
    index: std::collections::BTreeMap<String, usize>,
    open: Vec<usize>,
}

impl Builder {
    fn new(direction: Direction) -> Self {
        let graph = Graph { direction, nodes: Vec::new(), edges: Vec::new(), groups: Vec::new() };
        Self { graph, index: std::collections::BTreeMap::new(), open: Vec::new() }
    }

    /// The node of a name; the first group that mentions it holds it.
    fn node(&mut self, name: &str, shape: Shape) -> Result<usize, String> {
        let group = self.open.last().copied();
        if let Some(&node) = self.index.get(name) {
            let found = &mut self.graph.nodes[node];
            found.group = found.group.or(group);
            return Ok(node);
        }
        if self.graph.nodes.len() == MAX_NODES {
            return Err(format!("more than {MAX_NODES} boxes"));
        }
        let label = super::text::paragraphs(name);
        self.graph.nodes.push(Node { name: name.to_owned(), label, shape, tone: Tone::Plain, group });
        self.index.insert(name.to_owned(), self.graph.nodes.len() - 1);
        Ok(self.graph.nodes.len() - 1)
    }

    fn edge(&mut self, edge: Edge) -> Result<(), String> {
        if self.graph.edges.len() == MAX_EDGES {
            return Err(format!("more than {MAX_EDGES} lines"));
        }
        self.graph.edges.push(edge);
        Ok(())
    }

    fn begin(&mut self, name: &str, title: Vec<String>) -> Result<(), String> {
        if self.graph.groups.len() == 40 {
            return Err("more than 40 groups".to_owned());
        }
        if self.open.len() == 4 {
            return Err("groups nested more than 4 deep".to_owned());
        }
        self.graph.groups.push(Group { name: name.to_owned(), title, parent: self.open.last().copied() });
        self.open.push(self.graph.groups.len() - 1);
        Ok(())
    }

    /// Lines that were written from or to a group lead to one of its members; a node that only stood for a group goes.
    fn finish(self) -> Result<Graph, String> {
        let mut graph = self.graph;
        let stands: Vec<Option<usize>> = graph
            .nodes
            .iter()
            .map(|node| graph.groups.iter().position(|group| group.name == node.name && !group.name.is_empty()))
            .collect();
        let member = |group: usize, last: bool| {
            let mut all = (0..graph.nodes.len())
                .filter(|&node| stands[node].is_none() && graph.groups_of(graph.nodes[node].group).any(|outer| outer == group));
            if last { all.next_back() } else { all.next() }
        };
        let mut moved = Vec::new();
        for (at, edge) in graph.edges.iter().enumerate() {
            let from = stands[edge.from].map(|group| (group, member(group, true)));
            let to = stands[edge.to].map(|group| (group, member(group, false)));
            moved.push((at, from, to));
        }
        let mut kept = vec![true; graph.edges.len()];
        for (at, from, to) in moved {
            let edge = &mut graph.edges[at];
            for (end, side) in [(from, true), (to, false)] {
                let Some((group, member)) = end else { continue };
                kept[at] &= member.is_some();
                let node = member.unwrap_or(0);
                if side {
                    (edge.from, edge.ends.0) = (node, Some(group));
                } else {
                    (edge.to, edge.ends.1) = (node, Some(group));
                }
            }
            // From a group to its own member there is nothing to draw.
            kept[at] &= edge.from != edge.to || edge.ends == (None, None);
        }
        graph.drop_unused(&stands, &kept);
        if graph.nodes.is_empty() { Err("nothing to draw".to_owned()) } else { Ok(graph) }
    }
}

impl Graph {
    fn drop_unused(&mut self, stands: &[Option<usize>], kept: &[bool]) {
        let mut number = Vec::new();
        let mut next = 0;
        for stand in stands {
            number.push(next);
            next += usize::from(stand.is_none());
        }
        let mut at = 0..;
        self.nodes.retain(|_| at.next().and_then(|at| stands.get(at)).is_some_and(Option::is_none));
        let mut at = 0..;
        self.edges.retain(|_| at.next().and_then(|at| kept.get(at)) == Some(&true));
        for edge in &mut self.edges {
            edge.from = number[edge.from];
            edge.to = number[edge.to];
        }
    }
}
