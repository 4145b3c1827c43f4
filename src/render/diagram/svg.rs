//! Writes SVG: escaped text, hairlines, polylines with rounded corners, heads of arrows.
//!
//! Everything is positioned by attributes and coloured by classes of `diagram.css`, because the site's policy allows no style of
//! any other kind. Coordinates are whole pixels; lines are shifted by half a pixel so that hairlines stay sharp.

use std::fmt::Write;

use super::text::{Block, Style};

/// A point in pixels from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    /// To the right.
    pub(super) x: i32,
    /// Downwards.
    pub(super) y: i32,
}

/// A rectangle between two corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// Left edge.
    pub(super) x: i32,
    /// Upper edge.
    pub(super) y: i32,
    /// Width.
    pub(super) w: i32,
    /// Height.
    pub(super) h: i32,
}

impl Area {
    /// The rectangle of a size around a middle.
    pub(super) fn around(middle: Point, w: i32, h: i32) -> Self {
        Self { x: middle.x - w / 2, y: middle.y - h / 2, w, h }
    }

    /// The rectangle between two corners, given in any order.
    pub(super) fn between(a: Point, b: Point) -> Self {
        Self { x: a.x.min(b.x), y: a.y.min(b.y), w: (a.x - b.x).abs(), h: (a.y - b.y).abs() }
    }

    /// The same rectangle with a margin on all sides.
    pub(super) fn grown(self, by: i32) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2 * by, h: self.h + 2 * by }
    }

    /// The smallest rectangle around both.
    pub(super) fn joined(self, other: Area) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = ((self.x + self.w).max(other.x + other.w), (self.y + self.h).max(other.y + other.h));
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// Whether both have an inner point in common.
    pub(super) fn meets(self, other: Area) -> bool {
        self.x < other.x + other.w && other.x < self.x + self.w && self.y < other.y + other.h && other.y < self.y + self.h
    }

    /// Whether the point lies inside or on the border.
    pub(super) fn holds(self, at: Point) -> bool {
        (self.x..=self.x + self.w).contains(&at.x) && (self.y..=self.y + self.h).contains(&at.y)
    }

    /// The point in the middle.
    pub(super) fn middle(self) -> Point {
        Point { x: self.x + self.w / 2, y: self.y + self.h / 2 }
    }
}

/// What stands at an end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tip {
    /// Nothing.
    None,
    /// A filled head.
    Arrow,
    /// An open head: a message nobody waits for.
    Open,
    /// A small circle.
    Circle,
    /// A small cross.
    Cross,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// The usual line.
    Solid,
    /// Dashes.
    Dashed,
    /// Twice as thick.
    Thick,
}

/// An SVG being written.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    out: String,
}

impl Canvas {
    /// Appends text that is known to be well-formed.
    pub(super) fn raw(&mut self, args: std::fmt::Arguments<'_>) {
        self.out.write_fmt(args).expect("writing to a string cannot fail");
    }

    /// Draws a rectangle with rounded corners.
    pub(super) fn rect(&mut self, class: &str, a: Area, radius: i32) {
        let Area { x, y, w, h } = a;
        self.raw(format_args!("<rect x=\"{x}.5\" y=\"{y}.5\" width=\"{w}\" height=\"{h}\" rx=\"{radius}\" class=\"{class}\"/>"));
    }

    /// Draws a circle.
    pub(super) fn circle(&mut self, class: &str, at: Point, radius: i32) {
        self.raw(format_args!("<circle cx=\"{}.5\" cy=\"{}.5\" r=\"{radius}\" class=\"{class}\"/>", at.x, at.y));
    }

    /// Draws a closed shape with straight sides.
    pub(super) fn polygon(&mut self, class: &str, points: &[(i32, i32)]) {
        self.raw(format_args!("<path d=\""));
        for (at, (x, y)) in points.iter().enumerate() {
            self.raw(format_args!("{}{x}.5 {y}.5", if at == 0 { 'M' } else { 'L' }));
        }
        self.raw(format_args!("Z\" class=\"{class}\"/>"));
    }

    /// Draws a straight hairline.
    pub(super) fn line(&mut self, class: &str, a: Point, b: Point) {
        self.raw(format_args!("<path d=\"M{}.5 {}.5L{}.5 {}.5\" class=\"{class}\"/>", a.x, a.y, b.x, b.y));
    }

    /// Writes lines of text centred in an area.
    pub(super) fn text(&mut self, block: &Block, area: Area, small: &str) {
        let middle = area.middle().x;
        let mut top = area.y + (area.h - block.height) / 2;
        for line in &block.lines {
            let class = match line.style {
                Style::Head => "t1",
                Style::Body => "t0",
                Style::Small => small,
            };
            // The base line that puts capital letters into the middle of the line.
            let base = top + line.style.leading() / 2 + if line.style == Style::Small { 4 } else { 5 };
            self.raw(format_args!("<text x=\"{middle}.5\" y=\"{base}\" class=\"{class}\">{}</text>", escape(&line.text)));
            top += line.style.leading();
        }
    }

    /// Draws a line through points with rounded corners and a tip at either end.
    pub(super) fn route(&mut self, points: &[Point], stroke: Stroke, tips: (Tip, Tip)) {
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return };
        let (Some(&second), Some(&before)) = (points.get(1), points.len().checked_sub(2).and_then(|at| points.get(at))) else {
            return;
        };
        let mut line = points.to_vec();
        if let Some(start) = line.first_mut() {
            *start = towards(first, second, gap_of(tips.0));
        }
        if let Some(end) = line.last_mut() {
            *end = towards(last, before, gap_of(tips.1));
        }
        let class = match stroke {
            Stroke::Solid => "ar",
            Stroke::Dashed => "ar ds",
            Stroke::Thick => "ar tk",
        };
        self.raw(format_args!("<path d=\"M{}.5 {}.5", line[0].x, line[0].y));
        for window in line.windows(3) {
            let [a, b, c] = [window[0], window[1], window[2]];
            let radius = (length(a, b) / 2).min(length(b, c) / 2).min(4);
            let (enter, leave) = (towards(b, a, radius), towards(b, c, radius));
            self.raw(format_args!("L{}.5 {}.5Q{}.5 {}.5 {}.5 {}.5", enter.x, enter.y, b.x, b.y, leave.x, leave.y));
        }
        let end = line[line.len() - 1];
        self.raw(format_args!("L{}.5 {}.5\" class=\"{class}\"/>", end.x, end.y));
        self.tip(tips.0, first, second);
        self.tip(tips.1, last, before);
    }

    fn tip(&mut self, tip: Tip, at: Point, from: Point) {
        let (ux, uy) = ((at.x - from.x).signum(), (at.y - from.y).signum());
        let back = |along: i32, aside: i32| Point { x: at.x - along * ux - aside * uy, y: at.y - along * uy + aside * ux };
        match tip {
            Tip::None => {}
            Tip::Arrow => {
                let (a, b) = (back(7, 4), back(7, -4));
                self.polygon("ahp", &[(a.x, a.y), (at.x, at.y), (b.x, b.y)]);
            }
            Tip::Open => {
                self.line("ar", back(7, 4), at);
                self.line("ar", back(7, -4), at);
            }
            Tip::Circle => self.circle("nd", back(4, 0), 4),
            Tip::Cross => {
                self.line("ar", back(10, 4), back(2, -4));
                self.line("ar", back(10, -4), back(2, 4));
            }
        }
    }

    /// Closes the picture: size, name and description come first, then what was drawn.
    pub(super) fn finish(self, size: (i32, i32), names: Names<'_>) -> String {
        let Names { id, title, description } = names;
        let (w, h) = size;
        let (id, title, description) = (escape(id), escape(title), escape(description));
        format!(
            "<svg viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" class=\"dia\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>{}</svg>",
            self.out
        )
    }
}

/// What a picture says about itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    /// Prefix of all ids in the picture.
    pub(super) id: &'a str,
    /// Its name.
    pub(super) title: &'a str,
    /// What it shows, in words.
    pub(super) description: &'a str,
}

fn gap_of(tip: Tip) -> i32 {
    match tip {
        Tip::None | Tip::Open | Tip::Cross => 0,
        Tip::Arrow => 6,
        Tip::Circle => 8,
    }
}

fn length(a: Point, b: Point) -> i32 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// The point `by` pixels from `a` on the way to `b`; the way is level or upright.
fn towards(a: Point, b: Point, by: i32) -> Point {
    let by = by.min(length(a, b));
    Point { x: a.x + by * (b.x - a.x).signum(), y: a.y + by * (b.y - a.y).signum() }
}

/// Makes a text safe as content and in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Characters XML forbids.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}
