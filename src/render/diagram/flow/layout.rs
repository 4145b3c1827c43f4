//! From a chart to places in pixels: tries widths of labels and distances until the drawing fits and no label touches anything.

use super::super::svg::{Area, Point};
use super::super::text::Block;
use super::labels::{Obstacles, Wanted, place as place_labels};
use super::lanes::add_lane_ends;
use super::layers::{Kind, Layers, layers};
use super::order::order;
use super::place::{Spacing, place};
use super::route::{Extent, Plan, Routed, route};
use super::size::{Sized, size, skew};
use super::{Direction, Graph, Shape};

/// Widest drawing that is shown without scrolling.
const PAGE: i32 = 690;

/// A chart in pixels.
pub(super) struct Drawing {
    /// Box and label of each node.
    pub(super) nodes: Vec<(Area, Block)>,
    /// Points of each line.
    pub(super) routes: Vec<Vec<Point>>,
    /// Labels of lines.
    pub(super) labels: Vec<(Area, Block)>,
    /// Frame of each group, with the place of its title; nothing for a group without boxes.
    pub(super) groups: Vec<Option<(Area, Area, Block)>>,
    /// Width and height of all.
    pub(super) size: (i32, i32),
    /// Labels that touch something.
    clashes: usize,
}

/// How a chart is tried.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    direction: Direction,
    wrap: i32,
    level: i32,
}

/// Lays out a chart. One that is too wide for the page even with narrow boxes is turned to lead downwards, where it can be read.
pub(super) fn layout(graph: &Graph) -> Result<Drawing, String> {
    let own = graph.direction;
    let turned = if own.is_level() { Direction::Down } else { Direction::Right };
    let mut tries: Vec<(Direction, i32)> = [150, 120, 100, 84, 72].map(|wrap| (own, wrap)).to_vec();
    tries.extend([(turned, if own.is_level() { 150 } else { 100 })]);
    let is_large = graph.nodes.len() + graph.edges.len() > 120;
    if is_large {
        tries = vec![(own, 120)];
    }
    let mut best: Option<(i32, Drawing)> = None;
    for (direction, wrap) in tries {
        let drawing = spread(graph, direction, wrap, if is_large { 1 } else { 4 })?;
        let excess = (drawing.size.0 - PAGE).max(0);
        let fits = excess == 0;
        // A narrow chart that only leads downwards because it was turned is no better than a slightly wider one.
        let cost = excess + if direction == own { 0 } else { 20 };
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, drawing));
        }
        if fits {
            break;
        }
    }
    best.map(|(_, drawing)| drawing).ok_or_else(|| "it cannot be laid out".to_owned())
}

/// Widens distances until labels have room.
fn spread(graph: &Graph, direction: Direction, wrap: i32, levels: i32) -> Result<Drawing, String> {
    let mut best: Option<Drawing> = None;
    for level in 0..levels {
        let drawing = attempt(graph, Attempt { direction, wrap, level })?;
        let is_clean = drawing.clashes == 0;
        if best.as_ref().is_none_or(|best| drawing.clashes < best.clashes) {
            best = Some(drawing);
        }
        if is_clean {
            break;
        }
    }
    best.ok_or_else(|| "it cannot be laid out".to_owned())
}

fn attempt(graph: &Graph, attempt: Attempt) -> Result<Drawing, String> {
    let is_level = attempt.direction.is_level();
    let extent = |w: i32, h: i32| if is_level { Extent { across: h, along: w } } else { Extent { across: w, along: h } };
    let sized: Vec<Sized> = graph.nodes.iter().map(|node| size(node, attempt.wrap, is_level)).collect();
    let nodes: Vec<Extent> = sized.iter().map(|s| extent(s.w, s.h)).collect();
    let measure = if is_level { attempt.wrap.min(100) } else { attempt.wrap.min(120) };
    let labels: Vec<Block> = graph.edges.iter().map(|edge| Block::small(&edge.label, measure)).collect();
    let room = |block: &Block| {
        let used = if block.lines.is_empty() { 0 } else { 1 };
        extent(used * (block.width + 10), used * (block.height + 4))
    };
    let label_room: Vec<Extent> = labels.iter().map(room).collect();
    let titles: Vec<Block> = graph.groups.iter().map(|group| Block::small(&group.title, 240)).collect();
    let title_room: Vec<i32> = titles.iter().map(|t| if is_level { 0 } else { t.width + 24 }).collect();
    let across = |all: &[Extent]| all.iter().map(|extent| extent.across).collect::<Vec<_>>();
    // Where a line passes a row its label needs room, though it mostly finds some in the channel before.
    let bends: Vec<i32> = across(&label_room).iter().map(|across| if is_level { across + 8 } else { *across }).collect();
    let mut rows = layers(graph, &across(&nodes), &bends)?;
    order(graph, &mut rows);
    add_lane_ends(&mut rows);
    let spacing = spacing(&attempt);
    let middle = place(graph, &rows, &title_room, &spacing).ok_or("its groups contradict each other")?;
    let insets: Vec<(i32, i32)> = graph.nodes.iter().zip(&sized).map(|(node, s)| inset(node.shape, s.h, is_level)).collect();
    let pads = match attempt.direction {
        Direction::Down => (30, 14),
        Direction::Up => (14, 30),
        Direction::Right | Direction::Left => (16, 16),
    };
    let plan = Plan { graph, layers: &rows, middle: &middle, nodes: &nodes, labels: &label_room, insets: &insets, spacing, pads };
    let routed = route(&plan);
    let mut drawing = to_pixels(&plan, &routed, attempt.direction, sized);
    drawing.add_titles(&titles);
    drawing.add_labels(graph, &labels);
    drawing.normalize();
    Ok(drawing)
}

fn spacing(attempt: &Attempt) -> Spacing {
    let wider = attempt.level * 12;
    if attempt.direction.is_level() {
        let boxes = if attempt.wrap < 120 { 18 } else { 22 };
        Spacing { boxes: boxes + wider, lines: 14 + wider / 2, rows: wider / 2, leave: 8, enter: 14, open: 30, close: 16 }
    } else {
        Spacing { boxes: 26 + wider, lines: 18 + wider, rows: wider / 2, leave: 12, enter: 16, open: 16, close: 16 }
    }
}

/// How far lines run into the extent of a box with slanted sides.
fn inset(shape: Shape, h: i32, is_level: bool) -> (i32, i32) {
    let lean = match shape {
        Shape::LeanLeft | Shape::LeanRight | Shape::Trapezoid | Shape::TrapezoidDown => skew(h) / 2,
        _ => 0,
    };
    if is_level { (0, lean) } else { (lean, 0) }
}

fn to_pixels(plan: &Plan<'_>, routed: &Routed, direction: Direction, sized: Vec<Sized>) -> Drawing {
    let point = |(across, along): (i32, i32)| match direction {
        Direction::Down => Point { x: across, y: along },
        Direction::Up => Point { x: across, y: -along },
        Direction::Right => Point { x: along, y: across },
        Direction::Left => Point { x: -along, y: across },
    };
    let items = &plan.layers.items;
    let nodes = sized
        .into_iter()
        .enumerate()
        .map(|(node, s)| (Area::around(point((plan.middle[node], routed.rows[items[node].row])), s.w, s.h), s.block))
        .collect();
    let groups = (0..plan.graph.groups.len())
        .map(|group| {
            plan.layers.spans[group]?;
            let (open, close) = borders(plan.layers, plan.middle, group)?;
            let (first, last) = routed.groups[group];
            let area = Area::between(point((open, first)), point((close, last)));
            Some((area, area, Block::default()))
        })
        .collect();
    let mut routes = vec![Vec::new(); plan.graph.edges.len()];
    for (chain, route) in plan.layers.chains.iter().zip(&routed.routes) {
        routes[chain.edge] = route.iter().map(|&place| point(place)).collect();
    }
    let mut drawing = Drawing { nodes, routes, labels: Vec::new(), groups, size: (0, 0), clashes: 0 };
    drawing.clip(plan.graph);
    drawing
}

fn borders(layers: &Layers, middle: &[i32], group: usize) -> Option<(i32, i32)> {
    let find = |kind: Kind| layers.items.iter().position(|item| item.kind == kind).map(|at| middle[at]);
    Some((find(Kind::Open(group))?, find(Kind::Close(group))?))
}

impl Drawing {
    /// Lines written from or to a group end at its frame.
    fn clip(&mut self, graph: &Graph) {
        for (edge, route) in graph.edges.iter().zip(&mut self.routes) {
            let frame = |group: Option<usize>| group.and_then(|group| self.groups[group].as_ref()).map(|group| group.0);
            if let Some(frame) = frame(edge.ends.1) {
                cut_end(route, frame);
            }
            if let Some(frame) = frame(edge.ends.0) {
                route.reverse();
                cut_end(route, frame);
                route.reverse();
            }
        }
    }

    /// Titles stand in the upper left corner of their group, or on the right where lines come in on the left.
    fn add_titles(&mut self, titles: &[Block]) {
        let lines: Vec<Area> =
            self.routes.iter().flat_map(|route| route.windows(2)).map(|pair| Area::between(pair[0], pair[1]).grown(3)).collect();
        for (group, title) in self.groups.iter_mut().zip(titles) {
            let Some((frame, place, block)) = group else { continue };
            let at = |x: i32| Area { x, y: frame.y + 6, w: title.width, h: title.height };
            let spots = [at(frame.x + 12), at(frame.x + frame.w - 12 - title.width), at(frame.middle().x - title.width / 2)];
            let crossed = |spot: &&Area| lines.iter().filter(|line| line.meets(**spot)).count();
            *place = spots.iter().min_by_key(crossed).copied().unwrap_or(*frame);
            *block = title.clone();
        }
    }

    fn add_labels(&mut self, graph: &Graph, labels: &[Block]) {
        let frames: Vec<Area> = self.groups.iter().flatten().map(|group| group.0).collect();
        let titles = self.groups.iter().flatten().map(|group| group.1);
        let boxes: Vec<Area> = self.nodes.iter().map(|node| node.0).chain(titles).collect();
        let routes: Vec<Vec<Point>> = graph
            .edges
            .iter()
            .zip(&self.routes)
            .map(|(edge, route)| if edge.hidden { Vec::new() } else { route.clone() })
            .collect();
        let mut wanted: Vec<Wanted<'_>> = Vec::new();
        for (at, edge) in graph.edges.iter().enumerate() {
            let branches = graph.edges.iter().filter(|other| other.from == edge.from).count() > 1;
            if !labels[at].lines.is_empty() && routes[at].len() > 1 {
                wanted.push(Wanted { block: &labels[at], route: at, at_start: branches });
            }
        }
        // Short lines have the least choice.
        let length = |route: &[Point]| route.windows(2).map(|p| (p[0].x - p[1].x).abs() + (p[0].y - p[1].y).abs()).sum::<i32>();
        wanted.sort_by_key(|want| (length(&routes[want.route]), want.route));
        let (areas, clashes) = place_labels(&wanted, &Obstacles { boxes: &boxes, routes: &routes, frames: &frames });
        self.labels = wanted.iter().zip(areas).map(|(want, area)| (area, want.block.clone())).collect();
        self.clashes = clashes;
        let of: Vec<usize> = wanted.iter().map(|want| want.route).collect();
        self.widen_groups(graph, &of);
    }

    /// A group also surrounds the labels of the lines inside it, where it has room.
    fn widen_groups(&mut self, graph: &Graph, edges: &[usize]) {
        for (&edge, (area, _)) in edges.iter().zip(&self.labels) {
            let common = graph.common_group(graph.edges[edge].from, graph.edges[edge].to);
            for group in graph.groups_of(common) {
                let Some((frame, _, _)) = self.groups[group] else { continue };
                let wider = frame.joined(area.grown(8));
                let is_member = |node: usize| graph.groups_of(graph.nodes[node].group).any(|other| other == group);
                let is_apart = |other: usize| {
                    !graph.groups_of(Some(other)).any(|outer| outer == group)
                        && !graph.groups_of(Some(group)).any(|outer| outer == other)
                };
                let meets_node =
                    self.nodes.iter().enumerate().any(|(node, (area, _))| !is_member(node) && area.grown(8).meets(wider));
                let frames =
                    self.groups.iter().enumerate().filter(|(other, _)| is_apart(*other)).filter_map(|(_, other)| other.as_ref());
                let has_room = !meets_node && !frames.into_iter().any(|other| other.0.grown(8).meets(wider));
                if let Some(group) = self.groups[group].as_mut().filter(|_| has_room) {
                    group.0 = wider;
                }
            }
        }
    }

    /// Moves everything to the upper left corner.
    fn normalize(&mut self) {
        let points = self.routes.iter().flatten().map(|p| Area { x: p.x, y: p.y, w: 0, h: 0 });
        let boxes = self.nodes.iter().chain(&self.labels).map(|(area, _)| *area);
        let all: Vec<Area> = boxes.chain(self.groups.iter().flatten().map(|group| group.0)).chain(points).collect();
        let least = |f: fn(&Area) -> i32| all.iter().map(f).min().unwrap_or(0);
        let most = |f: fn(&Area) -> i32| all.iter().map(f).max().unwrap_or(0);
        let (left, top) = (least(|a| a.x) - 1, least(|a| a.y) - 1);
        self.size = (most(|a| a.x + a.w) - left + 2, most(|a| a.y + a.h) - top + 2);
        let shift = |area: &mut Area| (area.x, area.y) = (area.x - left, area.y - top);
        self.nodes.iter_mut().chain(&mut self.labels).for_each(|(area, _)| shift(area));
        for (frame, title, _) in self.groups.iter_mut().flatten() {
            shift(frame);
            shift(title);
        }
        for point in self.routes.iter_mut().flatten() {
            (point.x, point.y) = (point.x - left, point.y - top);
        }
    }
}

/// Ends a route where it first meets a frame.
fn cut_end(route: &mut Vec<Point>, frame: Area) {
    let Some(first) = route.iter().position(|&point| frame.holds(point)) else { return };
    let Some(before) = first.checked_sub(1).and_then(|at| route.get(at)).copied() else { return };
    let inner = route[first];
    let end = Point { x: before.x.clamp(frame.x, frame.x + frame.w), y: before.y.clamp(frame.y, frame.y + frame.h) };
    // Level and upright pieces keep their other coordinate.
    let end = if before.x == inner.x { Point { x: inner.x, y: end.y } } else { Point { x: end.x, y: inner.y } };
    route.truncate(first);
    route.push(end);
}
