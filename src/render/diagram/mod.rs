//! Draws fenced `mermaid` blocks as SVG while the site is built: no script, no network, no font files, no style sheet inside.
//!
//! Flowcharts, sequence diagrams and state diagrams have layouts of their own here, because the drawings must fit the site: its
//! classes, its letters, its width. What cannot be drawn is refused in a few words, and the page then shows the source.

mod cursor;
mod flow;
mod sequence;
mod svg;
#[cfg(test)]
mod tests;
mod text;

use cursor::{Cursor, excerpt};
use svg::Names;

/// Longest source that is drawn, in bytes.
const MAX_SOURCE: usize = 20 * 1024;

/// Draws a mermaid source as an SVG element whose ids begin with `id`, or says in a few words why it cannot be drawn.
pub fn diagram(source: &str, title: &str, id: &str) -> Result<String, String> {
    if source.len() > MAX_SOURCE {
        return Err("the source is longer than 20 KB".to_owned());
    }
    let source = source.replace("\r\n", "\n");
    let mut cursor = Cursor::new(&source, 0);
    skip_front(&mut cursor)?;
    let word = cursor.take(|c| c.is_alphanumeric() || c == '-').to_owned();
    match word.as_str() {
        "flowchart" | "graph" | "flowchart-elk" => chart(&flow::parse(cursor)?, title, id),
        "stateDiagram" | "stateDiagram-v2" => chart(&flow::parse_states(cursor)?, title, id),
        "sequenceDiagram" => {
            let script = sequence::parse(cursor)?;
            Ok(sequence::draw(&script, Names { id, title, description: &script.description() }))
        }
        "" if cursor.rest().is_empty() => Err("it is empty".to_owned()),
        "" => Err(cursor.fail(&format!("expected flowchart or sequenceDiagram, found \"{}\"", excerpt(cursor.rest())))),
        _ => Err(format!("{word} is not supported; flowchart, sequenceDiagram and stateDiagram are")),
    }
}

fn chart(graph: &flow::Graph, title: &str, id: &str) -> Result<String, String> {
    flow::draw(graph, Names { id, title, description: &graph.description() })
}

/// Passes comments, empty lines and a block of settings before the first word.
fn skip_front(cursor: &mut Cursor<'_>) -> Result<(), String> {
    loop {
        cursor.take(char::is_whitespace);
        if cursor.rest().starts_with("%%") {
            cursor.line();
        } else if cursor.eat("---\n") {
            cursor.until("\n---").ok_or("its settings have no closing ---")?;
            cursor.line();
        } else {
            return Ok(());
        }
    }
}
