//! How large a box must be for its label.

use super::super::text::Block;
use super::{Node, Shape};

/// A label broken into lines, and the box around it.
#[derive(Debug, Clone)]
pub(super) struct Sized {
    /// The lines.
    pub(super) block: Block,
    /// Width of the box.
    pub(super) w: i32,
    /// Height of the box.
    pub(super) h: i32,
}

/// Sizes a box whose label may be `max` pixels wide; `is_narrow` prefers narrow boxes to flat ones.
pub(super) fn size(node: &Node, max: i32, is_narrow: bool) -> Sized {
    if node.shape == Shape::Diamond {
        let tries = [56, 72, 90, 110, 130, 150].into_iter().filter(|measure| *measure <= max);
        let fits = tries.map(|measure| diamond(Block::of_node(&node.label, measure)));
        let cost = |s: &Sized| if is_narrow { 2 * s.w + s.h } else { s.w + 2 * s.h };
        return fits.min_by_key(cost).unwrap_or_else(|| diamond(Block::of_node(&node.label, max)));
    }
    let block = Block::of_node(&node.label, max);
    let (tw, th) = (block.width, block.height);
    let (w, h) = match node.shape {
        Shape::Stadium => (tw + if max < 100 { 24 } else { 32 }, th + 18),
        Shape::Subroutine => (tw + 38, th + 18),
        Shape::Cylinder => (tw + 24, th + 32),
        Shape::Hexagon => (tw + 24 + 2 * skew(th + 18), th + 18),
        Shape::LeanLeft | Shape::LeanRight | Shape::Trapezoid | Shape::TrapezoidDown => (tw + 16 + 2 * skew(th + 18), th + 18),
        Shape::Flag => (tw + 36, th + 18),
        Shape::Circle | Shape::DoubleCircle => {
            let ring = if node.shape == Shape::Circle { 12 } else { 22 };
            let across = diagonal(tw, th) + ring;
            (across, across)
        }
        Shape::Start => (16, 16),
        Shape::End => (18, 18),
        Shape::Bar => (if is_narrow { 6 } else { 64 }, if is_narrow { 64 } else { 6 }),
        Shape::Rect | Shape::Rounded | Shape::Note | Shape::Diamond => (tw + if max < 100 { 18 } else { 24 }, th + 18),
    };
    let least = match node.shape {
        Shape::Start | Shape::End | Shape::Bar => 6,
        Shape::Circle | Shape::DoubleCircle => 36,
        _ => 56,
    };
    Sized { block, w: even(w.max(least)), h: even(h.max(least.min(36))) }
}

/// How far slanted sides lean, for a height.
pub(super) fn skew(h: i32) -> i32 {
    (h / 4).clamp(8, 18)
}

/// A diamond touches the corners of its label when `tw / w + th / h` is 1; letters do not reach the corners, so it is a bit smaller.
fn diamond(block: Block) -> Sized {
    let (tw, th) = (block.width.max(16) + 4, (block.height - 4).max(14));
    let area = tw * th;
    let b = isqrt(area * 10 / 22).max(18);
    let (w, h) = (tw + area / b, th + b);
    Sized { block, w: even(w.max(48)), h: even(h.max(40)) }
}

fn diagonal(a: i32, b: i32) -> i32 {
    isqrt(a * a + b * b)
}

fn isqrt(n: i32) -> i32 {
    n.max(0).isqrt()
}

/// Even sizes keep the middle on a whole pixel.
fn even(n: i32) -> i32 {
    n + n % 2
}
