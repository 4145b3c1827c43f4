//! The few drawing steps all figures share, and how numbers and words are written into SVG.
//!
//! Positions and widths across are given in units of the drawing and written as per cent, so no figure scales its text.
//! Marks that need a path (triangles, signs) sit in a nested `<svg>` at a per cent position and are drawn in pixels around it.

use std::fmt::Write as _;

use super::Words;
use crate::base::Date;

/// A drawing under way.
pub(super) struct Drawing {
    body: String,
    width: f64,
}

/// Where a text stands relative to its position.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    /// Begins at it.
    Start,
    /// Is centred on it.
    Middle,
    /// Ends at it.
    End,
}

impl Drawing {
    /// An empty drawing that is `width` units wide.
    pub(super) fn new(width: f64) -> Self {
        Self { body: String::new(), width: if width > 0.0 { width } else { 1.0 } }
    }

    fn across(&self, x: f64) -> String {
        format!("{}%", number(x / self.width * 100.0))
    }

    /// A bar; `x` and `w` in units, `y` and `h` in pixels.
    pub(super) fn rect(&mut self, class: &str, (x, w): (f64, f64), (y, h): (f64, f64)) {
        let (x, w) = (self.across(x), self.across(w.max(0.0)));
        let _ = write!(self.body, r#"<rect class="{class}" x="{x}" y="{}" width="{w}" height="{}"/>"#, number(y), number(h));
    }

    /// A straight line from one point to another.
    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x1, x2) = (self.across(x1), self.across(x2));
        let (y1, y2) = (number(y1), number(y2));
        let _ = write!(self.body, r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#);
    }

    /// A circle of `r` pixels.
    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), r: f64) {
        let x = self.across(x);
        let _ = write!(self.body, r#"<circle class="{class}" cx="{x}" cy="{}" r="{}"/>"#, number(y), number(r));
    }

    /// A text; `dx` pixels away from its position.
    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), (anchor, dx): (Anchor, f64), words: &str) {
        let x = self.across(x);
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let dx = if dx == 0.0 { String::new() } else { format!(r#" dx="{}""#, number(dx)) };
        let class = if class.is_empty() { String::new() } else { format!(r#" class="{class}""#) };
        let _ = write!(self.body, r#"<text{class} x="{x}" y="{}"{anchor}{dx}>{}</text>"#, number(y), escape(words));
    }

    /// Ready SVG, drawn in pixels around a point.
    pub(super) fn at(&mut self, (x, y): (f64, f64), svg: &str) {
        let x = self.across(x);
        let _ = write!(self.body, r#"<svg x="{x}" y="{}">{svg}</svg>"#, number(y));
    }

    /// A path in pixels around a point.
    pub(super) fn mark(&mut self, class: &str, at: (f64, f64), path: &str) {
        self.at(at, &format!(r#"<path class="{class}" d="{path}"/>"#));
    }

    /// Lines at 45° that fill a bar and are cut at its edges; no pattern, so no identifier that could clash.
    pub(super) fn hatch(&mut self, class: &str, (x, w): (f64, f64), (y, h): (f64, f64)) {
        // No figure is shown wider than the frame of the page; lines beyond the bar are cut off.
        let widest = (w.max(0.0) / self.width).min(1.0) * 1400.0 + h;
        let mut path = String::new();
        let mut from = 0.0;
        while from < widest {
            let _ = write!(path, "M{} {}l{} {}", number(from - h), number(h), number(h), number(-h));
            from += 4.5;
        }
        let (x, w) = (self.across(x), self.across(w.max(0.0)));
        let (y, h) = (number(y), number(h));
        let _ = write!(
            self.body,
            r#"<svg class="v-clip" x="{x}" y="{y}" width="{w}" height="{h}"><path class="{class}" d="{path}"/></svg>"#
        );
    }

    /// A link over a stretch of the drawing, for the mouse; the same link stands in the text nearby for the keyboard.
    pub(super) fn hit(&mut self, href: &str, name: &str, (x, w): (f64, f64), (y, h): (f64, f64)) {
        let _ =
            write!(self.body, r#"<a href="{}" tabindex="-1" aria-hidden="true"><title>{}</title>"#, escape(href), escape(name));
        self.rect("v-hit", (x, w), (y, h));
        self.body.push_str("</a>");
    }

    /// What has been drawn, wrapped into a group that reads as one picture; what follows stays outside of it.
    pub(super) fn close_picture(&mut self, words: Words<'_>) {
        self.body = format!("<g {}{}</g>", named(words), self.body);
    }

    /// The finished figure as one picture.
    pub(super) fn finish(self, words: Words<'_>, class: &str, height: f64) -> String {
        let height = number(height);
        format!(r#"<svg class="vz {class}" width="100%" height="{height}" {}{}</svg>"#, named(words), self.body)
    }

    /// The finished figure, when its picture has been closed before.
    pub(super) fn finish_open(self, class: &str, height: f64) -> String {
        format!(r#"<svg class="vz {class}" width="100%" height="{}">{}</svg>"#, number(height), self.body)
    }
}

/// Role, title and description; the attributes of an element whose start tag is still open, and its first children.
fn named(words: Words<'_>) -> String {
    let (id, title, desc) = (escape(words.id), escape(words.title), escape(words.desc));
    format!(
        r#"role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>"#
    )
}

/// A triangle that points up, its tip at the point.
pub(super) const TRIANGLE: &str = "M0 0l-3.25 5.5h6.5z";

/// A number with at most two decimals and no needless zeros; never `-0`, `NaN` or an exponent.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{:.2}", value.clamp(-1e6, 1e6));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text made safe inside SVG text and attributes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Not allowed in XML at all, not even escaped.
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// How wide a text will about be, in pixels; on the safe side for the fonts of the theme and their fallbacks.
pub(super) fn text_px(text: &str, size: f64) -> f64 {
    count(text.chars().count()) * size * 0.53
}

/// The text, cut with an ellipsis when it would be wider than `px`.
pub(super) fn fit(text: &str, size: f64, px: f64) -> String {
    if text_px(text, size) <= px {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if text_px(&cut, size) + 1.5 * size * 0.53 > px {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

/// A count as a coordinate; beyond 65,535 nothing could be told apart anyway.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u16::try_from(n).unwrap_or(u16::MAX))
}

/// Where a day lies between two others, 0 to 1; days outside lie on the edge, an empty stretch puts all days at its start.
pub(super) fn share(day: Date, from: Date, to: Date) -> f64 {
    let whole = to.days_since(from);
    if whole <= 0 {
        return 0.0;
    }
    (f64::from(day.days_since(from)) / f64::from(whole)).clamp(0.0, 1.0)
}
