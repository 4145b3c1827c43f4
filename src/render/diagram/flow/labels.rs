//! Finds room for the labels of lines.
//!
//! A label stands beside its own line, close to where the line begins, and touches neither box nor line nor other label. All
//! places along the line are weighed; the caller widens the drawing when even the best one touches something.

use super::super::svg::{Area, Point};
use super::super::text::Block;

/// A label that needs a place.
pub(super) struct Wanted<'a> {
    /// Its text.
    pub(super) block: &'a Block,
    /// Which line it belongs to.
    pub(super) route: usize,
    /// Whether it belongs near the start of the line, as the answers of a decision do, or in its middle.
    pub(super) at_start: bool,
}

/// Where labels must not stand.
pub(super) struct Obstacles<'a> {
    /// Boxes and titles.
    pub(super) boxes: &'a [Area],
    /// Lines.
    pub(super) routes: &'a [Vec<Point>],
    /// Outlines of groups.
    pub(super) frames: &'a [Area],
}

/// Steps of work for all labels of a drawing.
const WORK: usize = 6_000_000;

/// An area for each label, and how many of them touch something.
pub(super) fn place(wanted: &[Wanted<'_>], obstacles: &Obstacles<'_>) -> (Vec<Area>, usize) {
    let pieces: usize = obstacles.routes.iter().map(Vec::len).sum::<usize>() + obstacles.boxes.len();
    let most = (WORK / (pieces * wanted.len()).max(1)).clamp(8, 240);
    let mut placed: Vec<Area> = Vec::new();
    let mut clashes = 0;
    for want in wanted {
        let best = candidates(want, &obstacles.routes[want.route])
            .into_iter()
            .take(most)
            .map(|(area, cost)| (cost + touching(area, want.route, obstacles, &placed), area))
            .min_by_key(|(cost, area)| (*cost, area.y, area.x));
        let (cost, area) = best.unwrap_or((CLASH, Area { x: 0, y: 0, w: 0, h: 0 }));
        clashes += usize::from(cost >= CLASH);
        placed.push(area);
    }
    (placed, clashes)
}

/// Cost from which on a place is wrong and not only less good.
const CLASH: i32 = 1000;

fn touching(area: Area, own: usize, obstacles: &Obstacles<'_>, placed: &[Area]) -> i32 {
    let boxes = obstacles.boxes.iter().filter(|other| other.grown(2).meets(area)).count();
    let labels = placed.iter().filter(|other| other.grown(3).meets(area)).count();
    let frames = obstacles.frames.iter().filter(|frame| frame.meets(area) && !inside(area, **frame)).count();
    let mut lines = 0;
    for (at, route) in obstacles.routes.iter().enumerate() {
        let margin = if at == own { 1 } else { 2 };
        lines += route.windows(2).filter(|pair| Area::between(pair[0], pair[1]).grown(margin).meets(area)).count();
    }
    let count = |n: usize| i32::try_from(n.min(100)).unwrap_or(100);
    4 * CLASH * count(boxes + labels) + CLASH * count(lines) + 60 * count(frames)
}

fn inside(inner: Area, outer: Area) -> bool {
    inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w && inner.y + inner.h <= outer.y + outer.h
}

/// Places along a line with a cost for each, the likely ones first.
fn candidates(want: &Wanted<'_>, route: &[Point]) -> Vec<(Area, i32)> {
    let (w, h) = (want.block.width + 4, want.block.height);
    let total: i32 = route.windows(2).map(|pair| span(pair[0], pair[1])).sum();
    let ideal = if want.at_start { 0 } else { total / 2 };
    let mut out = Vec::new();
    let mut walked = 0;
    for pair in route.windows(2).take(12) {
        let (a, b) = (pair[0], pair[1]);
        let length = span(a, b);
        let is_level = a.y == b.y;
        let (size, margin) = if is_level { (w, 4) } else { (h, 2) };
        let (first, last) = (size / 2 + margin, length - size / 2 - margin - 8);
        let mut stops = vec![length / 2];
        if first <= last {
            stops = (0..=12).map(|step| first + (last - first) * step / 12).collect();
            stops.dedup();
        }
        let is_short = i32::from(length < size + 8);
        for stop in stops {
            let at = Point { x: a.x + stop * (b.x - a.x).signum(), y: a.y + stop * (b.y - a.y).signum() };
            let away = (walked + stop - ideal).abs() / 4;
            for (side, taste) in [(-1, 0), (1, 4)] {
                // Above a level line, to the right of an upright one.
                let middle = if is_level {
                    Point { x: at.x, y: at.y + side * (h / 2 + 2) }
                } else {
                    Point { x: at.x - side * (w / 2 + 5), y: at.y }
                };
                out.push((Area::around(middle, w, h), away + taste + 30 * is_short));
            }
        }
        walked += length;
    }
    out.sort_by_key(|(area, cost)| (*cost, area.y, area.x));
    out
}

fn span(a: Point, b: Point) -> i32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}
