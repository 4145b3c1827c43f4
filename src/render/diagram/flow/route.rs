//! Leads the lines through the channels between the rows.
//!
//! A line leaves its box in the middle of the lower side, runs upright to a track of the channel, along the track, and upright
//! again to what it leads to. Lines from one box share a track, and so do lines to one box: they branch and join as people draw
//! it. A decision uses its side corners where the way is free. Channels are as wide as their tracks and labels demand.

use std::collections::BTreeMap;

use super::layers::{Kind, Layers};
use super::place::Spacing;
use super::stack::{self, stack};
use super::tracks::{Run, assign};
use super::{Graph, Shape};

/// Room that a box or a label takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Along its row.
    pub(super) across: i32,
    /// From row to row.
    pub(super) along: i32,
}

/// A point of a line: across and along.
pub(super) type Place = (i32, i32);

/// What routing needs to know.
pub(super) struct Plan<'a> {
    /// The chart.
    pub(super) graph: &'a Graph,
    /// Its rows, in order.
    pub(super) layers: &'a Layers,
    /// Middle of each item.
    pub(super) middle: &'a [i32],
    /// Boxes.
    pub(super) nodes: &'a [Extent],
    /// Labels of the lines; nothing takes no room.
    pub(super) labels: &'a [Extent],
    /// How far the slanted sides of a box lie inside its extent: across and along.
    pub(super) insets: &'a [(i32, i32)],
    /// Distances.
    pub(super) spacing: Spacing,
    /// Room between a group's border and its first and last row.
    pub(super) pads: (i32, i32),
}

/// Where everything stands.
pub(super) struct Routed {
    /// Middle of each row.
    pub(super) rows: Vec<i32>,
    /// Each group's first and last place along the flow.
    pub(super) groups: Vec<(i32, i32)>,
    /// Points of each line in its own direction.
    pub(super) routes: Vec<Vec<Place>>,
}

/// Routes all lines.
pub(super) fn route(plan: &Plan<'_>) -> Routed {
    let mut router = Router {
        plan,
        at: places(plan.layers),
        ports: ports(plan),
        taken: vec![[false; 2]; plan.nodes.len()],
        runs: Vec::new(),
        index: BTreeMap::new(),
        ways: Vec::new(),
        zones: vec![(0, 0); plan.layers.rows.len() + 1],
    };
    router.ways = vec![Vec::new(); plan.layers.chains.len()];
    for chain in 0..plan.layers.chains.len() {
        if plan.layers.chains[chain].is_lane {
            router.lane(chain);
        }
    }
    for chain in router.diamonds_first() {
        router.forward(chain);
    }
    router.finish()
}

/// Place of each item in its row.
fn places(layers: &Layers) -> Vec<usize> {
    let mut at = vec![0; layers.items.len()];
    for row in &layers.rows {
        for (place, &item) in row.iter().enumerate() {
            at[item] = place;
        }
    }
    at
}

/// Where lines enter and leave each box: in its middle, or a bit beside it where a line would make a tiny step otherwise.
fn ports(plan: &Plan<'_>) -> Vec<(i32, i32)> {
    let middle = |item: usize| plan.middle[item];
    let mut ports: Vec<(Option<i32>, Option<i32>)> = vec![(None, None); plan.nodes.len()];
    let reach = |node: usize| match plan.graph.nodes[node].shape {
        Shape::Bar => 28,
        Shape::Rect | Shape::Rounded | Shape::Subroutine | Shape::Note => (plan.nodes[node].across / 2 - 14).clamp(0, 18),
        _ => 0,
    };
    let mut ways: Vec<(i32, usize)> = Vec::new();
    for (at, chain) in plan.layers.chains.iter().enumerate().filter(|(_, chain)| !chain.is_lane) {
        let first = chain.bends.first().copied().unwrap_or(chain.bottom);
        let last = chain.bends.last().copied().unwrap_or(chain.top);
        ways.push(((middle(first) - middle(chain.top)).abs().min((middle(chain.bottom) - middle(last)).abs()), at));
    }
    ways.sort_unstable();
    for (_, at) in ways {
        let chain = &plan.layers.chains[at];
        let (top, bottom) = (chain.top, chain.bottom);
        let bend = |item: Option<&usize>| item.map(|&item| middle(item));
        let first = bend(chain.bends.first()).unwrap_or(ports[bottom].0.unwrap_or(middle(bottom)));
        let last = bend(chain.bends.last()).unwrap_or(ports[top].1.unwrap_or(middle(top)));
        // The lower end moves first; what a straight line uses stays where it is.
        if (last - middle(bottom)).abs() <= reach(bottom) && ports[bottom].0.is_none() {
            ports[bottom].0 = Some(last);
        } else if (first - middle(top)).abs() <= reach(top) && ports[top].1.is_none() {
            ports[top].1 = Some(first);
        }
        if last == middle(bottom) {
            ports[top].1 = ports[top].1.or(chain.bends.is_empty().then_some(last));
            ports[bottom].0 = ports[bottom].0.or(Some(last));
        }
    }
    ports.iter().enumerate().map(|(at, port)| (port.0.unwrap_or(middle(at)), port.1.unwrap_or(middle(at)))).collect()
}

/// A step of a line, from its upper to its lower end.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The lower side of a box.
    Below(usize, i32),
    /// The upper side of a box.
    Above(usize, i32),
    /// A side of a box, on the right or not, shifted along by some pixels.
    Side(usize, bool, i32),
    /// The middle of a row, with the same shift.
    Row(usize, i32, i32),
    /// Along a track: run, from, to.
    Run(usize, i32, i32),
}

/// Lines that share a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bus {
    From(usize),
    To(usize),
    Own(usize),
}

struct Router<'a> {
    plan: &'a Plan<'a>,
    at: Vec<usize>,
    /// Where lines enter each box from above, and where they leave it below.
    ports: Vec<(i32, i32)>,
    /// Left and right side of each box.
    taken: Vec<[bool; 2]>,
    runs: Vec<Run>,
    index: BTreeMap<(usize, Bus), usize>,
    ways: Vec<Vec<Step>>,
    /// Room for labels in each channel, before and behind its tracks.
    zones: Vec<(i32, i32)>,
}

impl Router<'_> {
    fn node(&self, item: usize) -> usize {
        match self.plan.layers.items[item].kind {
            Kind::Node(node) => node,
            _ => item,
        }
    }

    fn row(&self, item: usize) -> usize {
        self.plan.layers.items[item].row
    }

    fn middle(&self, item: usize) -> i32 {
        self.plan.middle[item]
    }

    /// Lines out of decisions, which may use their corners, come before lines that would go below.
    fn diamonds_first(&self) -> Vec<usize> {
        let chains = &self.plan.layers.chains;
        let mut order: Vec<usize> = (0..chains.len()).filter(|&at| !chains[at].is_lane).collect();
        // Of two lines to the same side the further one keeps the corner, so that the nearer does not cross it.
        order.sort_by_key(|&at| {
            let chain = &chains[at];
            let next = chain.bends.first().copied().unwrap_or(chain.bottom);
            (std::cmp::Reverse((self.middle(next) - self.middle(chain.top)).abs()), at)
        });
        order
    }

    /// A run in a channel; lines with the same bus share it.
    fn run(&mut self, channel: usize, bus: Bus, ups: &[i32], downs: &[i32]) -> usize {
        let runs = &mut self.runs;
        let at = *self.index.entry((channel, bus)).or_insert_with(|| {
            runs.push(Run { channel, ups: Vec::new(), downs: Vec::new(), track: 0 });
            runs.len() - 1
        });
        self.runs[at].ups.extend(ups);
        self.runs[at].downs.extend(downs);
        at
    }

    /// A line that leads downwards.
    fn forward(&mut self, at: usize) {
        let chain = &self.plan.layers.chains[at];
        let items: Vec<usize> = [&[chain.top][..], &chain.bends, &[chain.bottom]].concat();
        let (top, bottom) = (chain.top, chain.bottom);
        let mut way = Vec::new();
        let mut here = self.ports[top].1;
        let next = items[1];
        let mut is_join = false;
        if let Some(right) = self.corner(top, next) {
            way.push(Step::Side(top, right, 0));
            here = self.middle(next);
            way.push(Step::Row(self.row(top), here, 0));
        } else {
            way.push(Step::Below(top, here));
        }
        for pair in items.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let there = if b == bottom { self.ports[b].0 } else { self.middle(b) };
            let channel = self.row(b);
            if here != there {
                let bus = self.bus(at, a, b);
                is_join |= a == top && matches!(bus, Bus::To(_));
                let run = self.run(channel, bus, &[here], &[there]);
                way.push(Step::Run(run, here, there));
            }
            here = there;
            way.push(if b == bottom { Step::Above(b, here) } else { Step::Row(channel, here, 0) });
        }
        if items.len() == 2 {
            let room = self.plan.labels[at].along;
            let zone = &mut self.zones[self.plan.layers.items[next].row];
            if is_join { zone.0 = zone.0.max(room) } else { zone.1 = zone.1.max(room) }
        }
        self.ways[at] = way;
    }

    /// Where lines branch at a box they share its run; else where they join.
    fn bus(&self, chain: usize, a: usize, b: usize) -> Bus {
        let plan = self.plan;
        let is_node = |item: usize| matches!(plan.layers.items[item].kind, Kind::Node(_));
        let down = |other: &&super::layers::Chain| !other.is_lane;
        let out = plan.layers.chains.iter().filter(down).filter(|other| other.top == a).count();
        if is_node(a) && (out > 1 || !is_node(b)) {
            Bus::From(a)
        } else if is_node(b) {
            Bus::To(b)
        } else {
            Bus::Own(chain)
        }
    }

    /// Whether the line to `next` may leave a decision at a side corner, and at which: there must be nothing in the way.
    fn corner(&mut self, top: usize, next: usize) -> Option<bool> {
        let node = self.node(top);
        let out = self.plan.graph.edges.iter().filter(|edge| edge.from == node).count();
        if self.plan.graph.nodes[node].shape != Shape::Diamond || out < 2 {
            return None;
        }
        let (from, to) = (self.middle(top), self.middle(next));
        let right = to > from;
        let reach = self.plan.nodes[node].across / 2;
        if self.taken[node][usize::from(right)] || (to - from).abs() < reach + 8 {
            return None;
        }
        let row = &self.plan.layers.rows[self.row(top)];
        let is_free = row.iter().filter(|&&item| item != top).all(|&item| {
            let middle = self.middle(item);
            let half = match self.plan.layers.items[item].kind {
                Kind::Node(node) => self.plan.nodes[node].across / 2 + 10,
                Kind::Bend | Kind::Lane => return (middle - to).abs() >= 8,
                Kind::Open(_) | Kind::Close(_) => return true,
            };
            if right { middle + half < from || middle - half > to } else { middle - half > from || middle + half < to }
        });
        if is_free {
            self.taken[node][usize::from(right)] = true;
        }
        is_free.then_some(right)
    }

    /// A line beside the boxes it joins.
    fn lane(&mut self, at: usize) {
        let chain = &self.plan.layers.chains[at];
        let (top, bottom, is_up) = (chain.top, chain.bottom, chain.is_up);
        let bends = chain.bends.clone();
        let mut way = Vec::new();
        let first = self.middle(bends[0]);
        if top == bottom {
            let right = first > self.middle(top);
            way.extend([Step::Side(top, right, -8), Step::Row(self.row(top), first, -8)]);
            way.extend([Step::Row(self.row(top), first, 8), Step::Side(top, right, 8)]);
            self.ways[at] = way;
            return;
        }
        if self.may_use_side(top, bends[0], is_up) {
            way.extend([Step::Side(top, first > self.middle(top), 0), Step::Row(self.row(top), first, 0)]);
        } else {
            let run = self.run(self.row(top), Bus::To(top), &[], &[self.middle(top), first]);
            way.extend([Step::Above(top, self.middle(top)), Step::Run(run, self.middle(top), first)]);
        }
        let mut here = first;
        for &bend in bends.iter().skip(1) {
            let there = self.middle(bend);
            if here != there {
                let run = self.run(self.row(bend), Bus::Own(at), &[here], &[there]);
                way.push(Step::Run(run, here, there));
            }
            here = there;
        }
        let last = bends[bends.len() - 1];
        if self.may_use_side(bottom, last, !is_up) {
            way.extend([Step::Row(self.row(bottom), here, 0), Step::Side(bottom, here > self.middle(bottom), 0)]);
        } else {
            let run = self.run(self.row(bottom) + 1, Bus::From(bottom), &[self.middle(bottom), here], &[]);
            way.extend([Step::Run(run, here, self.middle(bottom)), Step::Below(bottom, self.middle(bottom))]);
        }
        self.ways[at] = way;
    }

    /// Whether a lane may touch the side of a box. A decision keeps its corners for the ways out of it.
    fn may_use_side(&mut self, item: usize, lane: usize, is_entry: bool) -> bool {
        let node = self.node(item);
        let graph = self.plan.graph;
        let right = self.middle(lane) > self.middle(item);
        let exits = graph.edges.iter().filter(|edge| edge.from == node && edge.to != node).count();
        if is_entry && graph.nodes[node].shape == Shape::Diamond && exits > 1 {
            return false;
        }
        let (low, high) = (self.at[item].min(self.at[lane]), self.at[item].max(self.at[lane]));
        let between = &self.plan.layers.rows[self.row(item)][low + 1..high];
        let is_clear = between.iter().all(|&other| !matches!(self.plan.layers.items[other].kind, Kind::Node(_)));
        let is_free = is_clear && (is_entry || !self.taken[node][usize::from(right)]);
        if is_free {
            self.taken[node][usize::from(right)] = true;
        }
        is_free
    }

    fn finish(mut self) -> Routed {
        let tracks = assign(&mut self.runs, self.plan.layers.rows.len() + 1);
        let stack = stack(self.plan, &tracks, &self.zones);
        let routes = (0..self.ways.len()).map(|at| self.points(at, &stack.rows, &stack.tracks)).collect();
        Routed { rows: stack.rows, groups: stack.groups, routes }
    }

    fn points(&self, at: usize, rows: &[i32], first_track: &[i32]) -> Vec<Place> {
        let mut out: Vec<Place> = Vec::new();
        for step in &self.ways[at] {
            match *step {
                Step::Below(item, across) => out.push((across, rows[self.row(item)] + self.half(item))),
                Step::Above(item, across) => out.push((across, rows[self.row(item)] - self.half(item))),
                Step::Row(row, across, shift) => out.push((across, rows[row] + shift)),
                Step::Side(item, right, shift) => {
                    let node = self.node(item);
                    let reach = self.plan.nodes[node].across / 2 - self.plan.insets[node].0;
                    let across = self.middle(item) + if right { reach } else { -reach };
                    out.push((across, rows[self.row(item)] + shift));
                }
                Step::Run(run, from, to) => {
                    let run = &self.runs[run];
                    let track = first_track[run.channel] + stack::TRACK * i32::try_from(run.track).unwrap_or(0);
                    out.extend([(from, track), (to, track)]);
                }
            }
        }
        if self.plan.layers.chains[at].is_up {
            out.reverse();
        }
        straighten(out)
    }

    fn half(&self, item: usize) -> i32 {
        let node = self.node(item);
        self.plan.nodes[node].along / 2 - self.plan.insets[node].1
    }
}

/// Drops points that repeat and points on the way between their neighbours.
fn straighten(points: Vec<Place>) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    for point in points {
        if out.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = out[..] {
            let is_between = (a.0 == b.0 && b.0 == point.0) || (a.1 == b.1 && b.1 == point.1);
            if is_between {
                out.pop();
            }
        }
        out.push(point);
    }
    out
}
