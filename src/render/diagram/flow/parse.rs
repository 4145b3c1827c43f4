//! Reads flowcharts.
//!
//! Follows mermaid's syntax as people write it by hand. Statements that only change colours or add clicks are read and dropped,
//! since the site has one look; what cannot be understood is refused with its line, never guessed.

use super::super::cursor::{Cursor, excerpt};
use super::super::svg::{Stroke, Tip};
use super::super::text::paragraphs;
use super::{Builder, Direction, Edge, Graph, Shape, Tone};

/// Reads what follows the word `flowchart` or `graph`.
pub(in super::super) fn parse(cursor: Cursor<'_>) -> Result<Graph, String> {
    let mut reader = Reader { cursor, out: Builder::new(Direction::Down) };
    reader.cursor.blanks();
    let word = reader.cursor.take(|c| c.is_ascii_alphabetic() || matches!(c, '<' | '>' | '^'));
    reader.out.graph.direction = direction(word).ok_or_else(|| reader.cursor.fail("direction is not TD, TB, BT, LR or RL"))?;
    while reader.statement()? {}
    if reader.out.open.is_empty() { reader.out.finish() } else { Err("a subgraph has no end".to_owned()) }
}

fn direction(word: &str) -> Option<Direction> {
    Some(match word {
        "" | "TD" | "TB" | "v" => Direction::Down,
        "BT" | "^" => Direction::Up,
        "LR" | ">" => Direction::Right,
        "RL" | "<" => Direction::Left,
        _ => return None,
    })
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    out: Builder,
}

/// A line between nodes, without them.
struct Link {
    label: Vec<String>,
    stroke: Stroke,
    hidden: bool,
    tips: (Tip, Tip),
    length: i32,
}

impl Reader<'_> {
    /// Reads one statement; false at the end.
    fn statement(&mut self) -> Result<bool, String> {
        self.cursor.take(|c| c.is_whitespace() || c == ';');
        if self.cursor.rest().is_empty() {
            return Ok(false);
        }
        if self.cursor.rest().starts_with("%%") {
            self.cursor.line();
            return Ok(true);
        }
        let rest = self.cursor.rest();
        let word = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        let next = rest.get(word.len()..).and_then(|rest| rest.chars().next());
        let alone = next.is_none_or(|c| c.is_whitespace() || c == ';');
        match word {
            "subgraph" if alone => self.subgraph()?,
            "end" if alone => {
                self.cursor.skip(word.len());
                self.out.open.pop().ok_or_else(|| self.cursor.fail("end without subgraph"))?;
            }
            "class" if alone => self.class(),
            // An inner direction would turn a part of the chart; the whole chart keeps one.
            "classDef" | "style" | "linkStyle" | "click" | "direction" if alone => drop(self.cursor.line()),
            "accTitle" | "accDescr" if next == Some(':') => drop(self.cursor.line()),
            "accDescr" if rest.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with('{')) => {
                self.cursor.until("}").ok_or_else(|| self.cursor.fail("accDescr is not closed"))?;
            }
            _ => self.chain()?,
        }
        Ok(true)
    }

    fn subgraph(&mut self) -> Result<(), String> {
        self.cursor.skip("subgraph".len());
        self.cursor.blanks();
        let line = self.cursor.take(|c| c != '\n' && c != ';').trim();
        let (name, title) = match line.split_once('[') {
            Some((name, title)) => (name.trim(), title.trim_end().trim_end_matches(']').trim()),
            None => (line, line),
        };
        let title = paragraphs(unquoted(title));
        self.out.begin(unquoted(name), title).map_err(|what| self.cursor.fail(&what))
    }

    /// `class a,b name`: two names carry a meaning, all others only colours.
    fn class(&mut self) {
        self.cursor.skip("class".len());
        let line = self.cursor.take(|c| c != '\n' && c != ';').trim();
        let Some((nodes, class)) = line.rsplit_once(char::is_whitespace) else { return };
        for name in nodes.split(',') {
            if let Some(&node) = self.out.index.get(name.trim()) {
                self.tone(node, class);
            }
        }
    }

    fn tone(&mut self, node: usize, class: &str) {
        self.out.graph.nodes[node].tone = match class {
            "alert" | "major" | "critical" => Tone::Alert,
            "external" | "outside" => Tone::Outside,
            _ => return,
        };
    }

    /// `a & b --> c --> d`.
    fn chain(&mut self) -> Result<(), String> {
        let mut from = self.nodes()?;
        loop {
            self.cursor.blanks();
            // A statement ends with its line.
            if self.cursor.peek().is_none_or(|c| matches!(c, '\n' | ';')) || self.cursor.rest().starts_with("%%") {
                return Ok(());
            }
            let link = self.link()?;
            self.cursor.take(char::is_whitespace);
            let to = self.nodes()?;
            for (&a, &b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
                let Link { ref label, stroke, hidden, tips, length } = link;
                let edge = Edge { from: a, to: b, label: label.clone(), stroke, hidden, tips, length, ends: (None, None) };
                self.out.edge(edge).map_err(|what| self.cursor.fail(&what))?;
            }
            from = to;
        }
    }

    fn nodes(&mut self) -> Result<Vec<usize>, String> {
        let mut out = vec![self.node()?];
        loop {
            let mark = self.cursor.clone();
            self.cursor.blanks();
            if !self.cursor.eat("&") {
                self.cursor = mark;
                return Ok(out);
            }
            self.cursor.take(char::is_whitespace);
            out.push(self.node()?);
            if out.len() > super::MAX_NODES {
                return Err(self.cursor.fail("too many boxes in one statement"));
            }
        }
    }

    fn node(&mut self) -> Result<usize, String> {
        let name = self.name();
        if name.is_empty() {
            return Err(self.cursor.fail(&format!("expected a box, found \"{}\"", excerpt(self.cursor.rest()))));
        }
        let node = self.out.node(&name, Shape::Rect).map_err(|what| self.cursor.fail(&what))?;
        if let Some((shape, label)) = self.shape()? {
            let found = &mut self.out.graph.nodes[node];
            (found.shape, found.label) = (shape, label);
        }
        if self.cursor.eat("@{") {
            self.attributes(node)?;
        }
        if self.cursor.eat(":::") {
            let class = self.cursor.take(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
            self.tone(node, class);
        }
        Ok(node)
    }

    /// A name goes on over hyphens and dots only if a letter follows, because lines begin with them too.
    fn name(&mut self) -> String {
        let rest = self.cursor.rest();
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let joins = matches!(c, '-' | '.' | '/' | '\'' | '+' | '#' | '$' | '*');
            let goes_on = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !(c.is_alphanumeric() || c == '_' || (joins && goes_on && (at > 0 || c != '-'))) {
                break;
            }
            end = at + c.len_utf8();
        }
        let name = rest.get(..end).unwrap_or("").to_owned();
        self.cursor.skip(end);
        name
    }

    fn shape(&mut self) -> Result<Option<(Shape, Vec<String>)>, String> {
        const SHAPES: [(&str, &str, Shape); 10] = [
            ("(((", ")))", Shape::DoubleCircle),
            ("((", "))", Shape::Circle),
            ("([", "])", Shape::Stadium),
            ("(", ")", Shape::Rounded),
            ("[[", "]]", Shape::Subroutine),
            ("[(", ")]", Shape::Cylinder),
            ("[", "]", Shape::Rect),
            ("{{", "}}", Shape::Hexagon),
            ("{", "}", Shape::Diamond),
            (">", "]", Shape::Flag),
        ];
        for (open, close) in [("[/", ["/]", "\\]"]), ("[\\", ["\\]", "/]"])] {
            if self.cursor.eat(open) {
                let (label, at) = self.label(&close)?;
                let shape = match (open, at) {
                    ("[/", 0) => Shape::LeanRight,
                    ("[/", _) => Shape::Trapezoid,
                    (_, 0) => Shape::LeanLeft,
                    _ => Shape::TrapezoidDown,
                };
                return Ok(Some((shape, label)));
            }
        }
        for (open, close, shape) in SHAPES {
            if self.cursor.eat(open) {
                let (label, _) = self.label(&[close])?;
                return Ok(Some((shape, label)));
            }
        }
        Ok(None)
    }

    /// Reads a label up to one of the closing marks, and says which it was.
    fn label(&mut self, close: &[&str]) -> Result<(Vec<String>, usize), String> {
        let mark = self.cursor.clone();
        let unclosed = |mark: &Cursor<'_>| mark.fail(&format!("a label has no closing {}", close.first().unwrap_or(&"")));
        self.cursor.take(char::is_whitespace);
        if self.cursor.eat("\"") {
            let text = self.cursor.until("\"").ok_or_else(|| mark.fail("a quoted label is not closed"))?;
            self.cursor.take(char::is_whitespace);
            let at = close.iter().position(|close| self.cursor.eat(close)).ok_or_else(|| unclosed(&mark))?;
            return Ok((paragraphs(text), at));
        }
        let rest = self.cursor.rest();
        let line = rest.split('\n').next().unwrap_or("");
        let ends = close.iter().enumerate().filter_map(|(at, close)| line.find(close).map(|end| (end, at)));
        let (end, at) = ends.min().ok_or_else(|| unclosed(&mark))?;
        let text = line.get(..end).unwrap_or("");
        self.cursor.skip(end + close[at].len());
        Ok((paragraphs(text), at))
    }

    /// `@{ shape: diamond, label: "Text" }`.
    fn attributes(&mut self, node: usize) -> Result<(), String> {
        loop {
            self.cursor.take(|c| c.is_whitespace() || c == ',');
            if self.cursor.eat("}") {
                return Ok(());
            }
            let key = self.cursor.take(|c| c.is_alphanumeric() || c == '-' || c == '_');
            self.cursor.blanks();
            if key.is_empty() || !self.cursor.eat(":") {
                return Err(self.cursor.fail("expected name: value inside @{ }"));
            }
            self.cursor.blanks();
            let value = if self.cursor.eat("\"") {
                self.cursor.until("\"").ok_or_else(|| self.cursor.fail("a quoted value is not closed"))?
            } else {
                self.cursor.take(|c| !matches!(c, ',' | '}' | '\n')).trim()
            };
            let found = &mut self.out.graph.nodes[node];
            match key {
                "label" => found.label = paragraphs(value),
                "shape" => found.shape = named_shape(value),
                _ => {}
            }
        }
    }

    fn link(&mut self) -> Result<Link, String> {
        let start = if self.cursor.eat("<") {
            Tip::Arrow
        } else if starts_stroke(self.cursor.rest(), 'o') {
            self.cursor.skip(1);
            Tip::Circle
        } else if starts_stroke(self.cursor.rest(), 'x') {
            self.cursor.skip(1);
            Tip::Cross
        } else {
            Tip::None
        };
        if self.cursor.rest().starts_with("~~~") {
            let length = self.cursor.take(|c| c == '~').len();
            return Ok(Link {
                label: self.bars()?,
                stroke: Stroke::Solid,
                hidden: true,
                tips: (start, Tip::None),
                length: steps(length),
            });
        }
        let (stroke, open) = match self.cursor.rest().get(..2) {
            Some("--") => (Stroke::Solid, '-'),
            Some("==") => (Stroke::Thick, '='),
            Some("-.") => (Stroke::Dashed, '.'),
            _ => return Err(self.cursor.fail(&format!("expected a line, found \"{}\"", excerpt(self.cursor.rest())))),
        };
        let opening = self.cursor.clone();
        if let Some((tip, length)) = self.ending(open) {
            let label = self.bars()?;
            return Ok(Link { label, stroke, hidden: false, tips: (start, tip), length });
        }
        // The text stands inside the line: `-- text -->`.
        self.cursor.skip(2);
        let closing = if open == '.' {
            ".-"
        } else if open == '=' {
            "=="
        } else {
            "--"
        };
        let line = self.cursor.rest().split('\n').next().unwrap_or("");
        let end = line.find(closing).ok_or_else(|| opening.fail("a line with a text has no end such as -->"))?;
        let label = line.get(..end).unwrap_or("").trim();
        self.cursor.skip(end);
        let (tip, length) = self.ending(open).ok_or_else(|| self.cursor.fail("expected the end of a line such as -->"))?;
        Ok(Link { label: paragraphs(unquoted(label)), stroke, hidden: false, tips: (start, tip), length })
    }

    /// Reads `-->`, `---`, `-.->`, `.->`, `==>` and so on: the tip and how many rows the line spans.
    fn ending(&mut self, open: char) -> Option<(Tip, i32)> {
        let mark = self.cursor.clone();
        let marks = self.cursor.take(|c| c == '-' || c == open).to_owned();
        let length = marks.chars().filter(|c| *c == open).count();
        let tip = match self.cursor.peek() {
            Some('>') => Tip::Arrow,
            Some(c @ ('o' | 'x')) if !self.is_text_ahead() => {
                if c == 'o' {
                    Tip::Circle
                } else {
                    Tip::Cross
                }
            }
            _ => Tip::None,
        };
        let bare = tip == Tip::None;
        let whole = match open {
            '.' => marks.ends_with('-') && marks.contains('.'),
            _ => length >= if bare { 3 } else { 2 },
        };
        if !whole {
            self.cursor = mark;
            return None;
        }
        if !bare {
            self.cursor.skip(1);
        }
        let extra = if open == '.' { length } else { length - if bare { 2 } else { 1 } };
        Some((tip, i32::try_from(extra).unwrap_or(1).clamp(1, 4)))
    }

    /// After `--o` or `--x`: whether the letter begins a text or a name instead of being the tip.
    fn is_text_ahead(&self) -> bool {
        self.cursor.rest().chars().nth(1).is_some_and(char::is_alphanumeric)
    }

    /// `|text|` behind a line.
    fn bars(&mut self) -> Result<Vec<String>, String> {
        self.cursor.blanks();
        if !self.cursor.eat("|") {
            return Ok(Vec::new());
        }
        let text = self.cursor.until("|").ok_or_else(|| self.cursor.fail("a text between | and | is not closed"))?;
        Ok(paragraphs(unquoted(text.trim())))
    }
}

/// A text without the one pair of quotes around it.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(text)
}

fn starts_stroke(rest: &str, letter: char) -> bool {
    let behind = rest.strip_prefix(letter);
    behind.is_some_and(|rest| ["--", "==", "-."].iter().any(|stroke| rest.starts_with(stroke)))
}

fn steps(marks: usize) -> i32 {
    i32::try_from(marks.saturating_sub(2)).unwrap_or(1).clamp(1, 4)
}

fn named_shape(name: &str) -> Shape {
    match name {
        "rounded" | "event" => Shape::Rounded,
        "stadium" | "terminal" | "pill" => Shape::Stadium,
        "diam" | "diamond" | "decision" | "question" => Shape::Diamond,
        "circle" | "circ" => Shape::Circle,
        "dbl-circ" | "double-circle" => Shape::DoubleCircle,
        "fr-rect" | "framed-rectangle" | "subprocess" | "subproc" | "subroutine" => Shape::Subroutine,
        "cyl" | "cylinder" | "db" | "database" => Shape::Cylinder,
        "hex" | "hexagon" | "prepare" => Shape::Hexagon,
        "lean-r" | "lean-right" | "in-out" => Shape::LeanRight,
        "lean-l" | "lean-left" | "out-in" => Shape::LeanLeft,
        "trap-b" | "trapezoid" | "trapezoid-bottom" | "priority" => Shape::Trapezoid,
        "trap-t" | "trapezoid-top" | "manual" | "inv-trapezoid" => Shape::TrapezoidDown,
        "odd" | "flag" => Shape::Flag,
        "start" | "sm-circ" | "small-circle" => Shape::Start,
        "stop" | "fr-circ" | "framed-circle" => Shape::End,
        "fork" | "join" => Shape::Bar,
        "note" | "comment" | "brace" | "text" => Shape::Note,
        _ => Shape::Rect,
    }
}
