//! Reads state diagrams into the same graph as flowcharts: states are rounded boxes, composite states are groups.

use super::super::cursor::{Cursor, excerpt};
use super::super::svg::{Stroke, Tip};
use super::super::text::paragraphs;
use super::{Builder, Direction, Edge, Graph, Shape};

/// Reads what follows the word `stateDiagram`.
pub(in super::super) fn parse_states(cursor: Cursor<'_>) -> Result<Graph, String> {
    let mut reader = Reader { cursor, out: Builder::new(Direction::Down), notes: 0 };
    reader.cursor.line();
    while reader.statement()? {}
    if reader.out.open.is_empty() { reader.out.finish() } else { Err("a state with parts is not closed".to_owned()) }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    out: Builder,
    notes: usize,
}

impl Reader<'_> {
    /// Reads one line; false at the end.
    fn statement(&mut self) -> Result<bool, String> {
        self.cursor.take(|c| c.is_whitespace() || c == ';');
        let rest = self.cursor.rest();
        if rest.is_empty() {
            return Ok(false);
        }
        if self.cursor.eat("}") {
            self.out.open.pop().ok_or_else(|| self.cursor.fail("} without a state"))?;
            return Ok(true);
        }
        let word = rest.split(char::is_whitespace).next().unwrap_or("");
        match word {
            "direction" => self.direction(),
            "state" => self.declaration()?,
            "note" => self.note()?,
            "classDef" | "class" | "style" | "hide" | "scale" | "accTitle:" | "accDescr:" | "--" | "click" => {
                self.cursor.line();
            }
            _ if word.starts_with("%%") => drop(self.cursor.line()),
            _ => self.transition()?,
        }
        Ok(true)
    }

    fn direction(&mut self) {
        let line = self.cursor.line();
        let found = match line.trim_start_matches("direction").trim() {
            "LR" => Direction::Right,
            "RL" => Direction::Left,
            "BT" => Direction::Up,
            _ => Direction::Down,
        };
        if self.out.open.is_empty() {
            self.out.graph.direction = found;
        }
    }

    /// `state "Text" as name`, `state name <<choice>>`, `state name {`.
    fn declaration(&mut self) -> Result<(), String> {
        self.cursor.skip("state".len());
        self.cursor.blanks();
        let label = if self.cursor.eat("\"") {
            let text = self.cursor.until("\"").ok_or_else(|| self.cursor.fail("a quoted text is not closed"))?;
            self.cursor.blanks();
            if !self.cursor.eat("as ") {
                return Err(self.cursor.fail("expected: as name"));
            }
            Some(paragraphs(text))
        } else {
            None
        };
        self.cursor.blanks();
        let name = self.name();
        self.cursor.blanks();
        if self.cursor.eat("{") {
            let title = label.unwrap_or_else(|| paragraphs(&name));
            return self.out.begin(&name, title).map_err(|what| self.cursor.fail(&what));
        }
        let shape = match self.cursor.line() {
            "<<choice>>" | "[[choice]]" => Shape::Diamond,
            "<<fork>>" | "<<join>>" | "[[fork]]" | "[[join]]" => Shape::Bar,
            _ => Shape::Rounded,
        };
        let node = self.state(&name)?;
        let found = &mut self.out.graph.nodes[node];
        found.shape = shape;
        if shape != Shape::Rounded {
            found.label.clear();
        }
        if let Some(label) = label {
            found.label = label;
        }
        Ok(())
    }

    /// `note right of name : text`, or lines up to `end note`.
    fn note(&mut self) -> Result<(), String> {
        let head = self.cursor.line();
        let (place, text) = match head.split_once(':') {
            Some((place, text)) => (place, text.trim().to_owned()),
            None => {
                let text = self.cursor.until("end note").ok_or_else(|| self.cursor.fail("a note has no end note"))?;
                (head, text.trim().to_owned())
            }
        };
        let of = place.split_whitespace().last().unwrap_or("").to_owned();
        let node = self.state(&of)?;
        self.notes += 1;
        let note = self.out.node(&format!("note {}", self.notes), Shape::Note)?;
        self.out.graph.nodes[note].label = paragraphs(&text);
        let tips = (Tip::None, Tip::None);
        let edge = Edge {
            from: node,
            to: note,
            label: Vec::new(),
            stroke: Stroke::Dashed,
            hidden: false,
            tips,
            length: 1,
            ends: (None, None),
        };
        self.out.edge(edge)
    }

    /// `a --> b : text`, or `a : text`.
    fn transition(&mut self) -> Result<(), String> {
        let from = self.name();
        if from.is_empty() {
            return Err(self.cursor.fail(&format!("expected a state, found \"{}\"", excerpt(self.cursor.rest()))));
        }
        self.class();
        self.cursor.blanks();
        if self.cursor.eat("-->") {
            self.cursor.blanks();
            let to = self.name();
            self.class();
            let (a, b) = (self.end(&from, true)?, self.end(&to, false)?);
            let label = paragraphs(self.text()?);
            let tips = (Tip::None, Tip::Arrow);
            let edge = Edge { from: a, to: b, label, stroke: Stroke::Solid, hidden: false, tips, length: 1, ends: (None, None) };
            return self.out.edge(edge).map_err(|what| self.cursor.fail(&what));
        }
        let node = self.state(&from)?;
        let text = self.text()?;
        if !text.is_empty() {
            self.out.graph.nodes[node].label = paragraphs(text);
        }
        Ok(())
    }

    fn text(&mut self) -> Result<&str, String> {
        self.cursor.blanks();
        if self.cursor.eat(":") {
            return Ok(self.cursor.line());
        }
        if self.cursor.peek().is_some_and(|c| !matches!(c, '\n' | ';')) && !self.cursor.rest().starts_with("%%") {
            return Err(self.cursor.fail(&format!("expected --> or :, found \"{}\"", excerpt(self.cursor.rest()))));
        }
        Ok("")
    }

    fn class(&mut self) {
        if self.cursor.eat(":::") {
            self.cursor.take(|c| c.is_alphanumeric() || c == '_' || c == '-');
        }
    }

    fn name(&mut self) -> String {
        if self.cursor.eat("[*]") {
            return "[*]".to_owned();
        }
        self.cursor.take(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '\'')).to_owned()
    }

    /// The state at an end of a transition; `[*]` is a start or an end, one of each for every composite state.
    fn end(&mut self, name: &str, is_from: bool) -> Result<usize, String> {
        if name != "[*]" {
            return self.state(name);
        }
        let group = self.out.open.last().map_or(String::new(), ToString::to_string);
        let (name, shape) =
            if is_from { (format!("[start {group}]"), Shape::Start) } else { (format!("[end {group}]"), Shape::End) };
        let node = self.out.node(&name, shape).map_err(|what| self.cursor.fail(&what))?;
        self.out.graph.nodes[node].label.clear();
        Ok(node)
    }

    fn state(&mut self, name: &str) -> Result<usize, String> {
        if name.is_empty() {
            return Err(self.cursor.fail("expected the name of a state"));
        }
        self.out.node(name, Shape::Rounded).map_err(|what| self.cursor.fail(&what))
    }
}
