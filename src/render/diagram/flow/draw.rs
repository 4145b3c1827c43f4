//! Writes a laid out chart as SVG.

use super::super::svg::{Area, Canvas, Names, Stroke};
use super::layout::layout;
use super::size::skew;
use super::{Graph, Node, Shape, Tone};

/// Draws a chart.
pub(in super::super) fn draw(graph: &Graph, names: Names<'_>) -> Result<String, String> {
    let drawing = layout(graph)?;
    let mut canvas = Canvas::default();
    for (frame, _, _) in drawing.groups.iter().flatten() {
        canvas.rect("gr", *frame, 6);
    }
    // Lines that share a way with a solid one would otherwise show as dashes on it.
    for stroke in [Stroke::Dashed, Stroke::Solid, Stroke::Thick] {
        for (edge, route) in graph.edges.iter().zip(&drawing.routes) {
            if edge.stroke == stroke && !edge.hidden {
                canvas.route(route, stroke, edge.tips);
            }
        }
    }
    for (node, (area, block)) in graph.nodes.iter().zip(&drawing.nodes) {
        outline(&mut canvas, node, *area);
        canvas.text(block, text_area(node.shape, *area), "t2");
    }
    for (_, title, block) in drawing.groups.iter().flatten() {
        canvas.text(block, *title, "t3");
    }
    for (area, block) in &drawing.labels {
        canvas.text(block, *area, "t2");
    }
    Ok(canvas.finish(drawing.size, names))
}

fn text_area(shape: Shape, area: Area) -> Area {
    match shape {
        Shape::Cylinder => Area { y: area.y + 5, ..area },
        Shape::Flag => Area { x: area.x + 5, ..area },
        _ => area,
    }
}

fn outline(canvas: &mut Canvas, node: &Node, area: Area) {
    let class = match node.tone {
        Tone::Plain => "nd",
        Tone::Alert => "nd mj",
        Tone::Outside => "nd ext",
    };
    let Area { x, y, w, h } = area;
    let (right, bottom, lean) = (x + w, y + h, skew(h));
    let middle = area.middle();
    match node.shape {
        Shape::Rect => canvas.rect(class, area, 3),
        Shape::Rounded => canvas.rect(class, area, 10),
        Shape::Stadium => canvas.rect(class, area, h / 2),
        Shape::Note => canvas.rect("nd no", area, 0),
        Shape::Bar => canvas.rect("ahp", area, 2),
        Shape::Circle => canvas.circle(class, middle, w / 2),
        Shape::Start => canvas.circle("ahp", middle, w / 2),
        Shape::DoubleCircle | Shape::End => {
            canvas.circle(class, middle, w / 2);
            let (inner, step) = if node.shape == Shape::End { ("ahp", 4) } else { (class, 4) };
            canvas.circle(inner, middle, w / 2 - step);
        }
        Shape::Diamond => canvas.polygon(class, &[(middle.x, y), (right, middle.y), (middle.x, bottom), (x, middle.y)]),
        Shape::Subroutine => {
            canvas.rect(class, area, 3);
            canvas.raw(format_args!("<path d=\"M{}.5 {y}.5v{h}M{}.5 {y}.5v{h}\" class=\"nl\"/>", x + 7, right - 7));
        }
        Shape::Cylinder => {
            let (half, side) = (w / 2, h - 14);
            canvas.raw(format_args!(
                "<path d=\"M{x}.5 {}.5a{half} 7 0 0 1 {w} 0v{side}a{half} 7 0 0 1 -{w} 0z\" class=\"{class}\"/>\
                 <path d=\"M{x}.5 {}.5a{half} 7 0 0 0 {w} 0\" class=\"nl\"/>",
                y + 7,
                y + 7
            ));
        }
        Shape::Hexagon => {
            let points =
                [(x + lean, y), (right - lean, y), (right, middle.y), (right - lean, bottom), (x + lean, bottom), (x, middle.y)];
            canvas.polygon(class, &points);
        }
        Shape::LeanRight => canvas.polygon(class, &[(x + lean, y), (right, y), (right - lean, bottom), (x, bottom)]),
        Shape::LeanLeft => canvas.polygon(class, &[(x, y), (right - lean, y), (right, bottom), (x + lean, bottom)]),
        Shape::Trapezoid => canvas.polygon(class, &[(x + lean, y), (right - lean, y), (right, bottom), (x, bottom)]),
        Shape::TrapezoidDown => canvas.polygon(class, &[(x, y), (right, y), (right - lean, bottom), (x + lean, bottom)]),
        Shape::Flag => canvas.polygon(class, &[(x, y), (right, y), (right, bottom), (x, bottom), (x + 10, middle.y)]),
    }
}
