//! Writes a laid out sequence diagram as SVG.

use super::super::svg::{Area, Canvas, Names, Point};
use super::super::text::Block;
use super::Script;
use super::columns::columns;
use super::layout::layout;

/// Draws a sequence diagram.
pub(in super::super) fn draw(script: &Script, names: Names<'_>) -> String {
    let columns = columns(script);
    // The first pass tells how far things reach to the left.
    let first = layout(script, &columns, Point { x: 0, y: 0 });
    let title = if script.title.join(" ") == names.title { Block::default() } else { Block::of_node(&script.title, 600) };
    let top = if title.lines.is_empty() { 1 } else { title.height + 14 };
    let picture = layout(script, &columns, Point { x: 1 - first.extent.0, y: top });
    let width = (picture.extent.1 + 2).max(title.width + 2);
    let mut canvas = Canvas::default();
    canvas.text(&title, Area { x: 0, y: 0, w: width, h: title.height }, "t2");
    for (from, to) in &picture.lives {
        canvas.line("ll", *from, *to);
    }
    for (frame, _, _) in &picture.frames {
        canvas.rect("fr", *frame, 3);
    }
    for (from, to) in &picture.rules {
        canvas.line("fr ds", *from, *to);
    }
    for (_, tab, word) in &picture.frames {
        let Area { x, y, w, h } = *tab;
        canvas.polygon("ft", &[(x, y), (x + w, y), (x + w, y + h - 6), (x + w - 6, y + h), (x, y + h)]);
        canvas.text(word, *tab, "t3");
    }
    for bar in &picture.bars {
        canvas.rect("ab", *bar, 1);
    }
    for (route, stroke, tips) in &picture.arrows {
        canvas.route(route, *stroke, *tips);
    }
    for (area, block) in &picture.notes {
        canvas.rect("nd no", *area, 0);
        canvas.text(block, *area, "t2");
    }
    for (area, block) in &picture.texts {
        canvas.text(block, *area, "t2 halo");
    }
    for (area, block, is_actor) in &picture.heads {
        canvas.rect("nd", *area, if *is_actor { area.h / 2 } else { 3 });
        canvas.text(block, *area, "t2");
    }
    canvas.finish((width, picture.extent.2 + 2), names)
}
