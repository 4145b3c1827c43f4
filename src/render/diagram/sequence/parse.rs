//! Reads sequence diagrams, one statement a line.

use super::super::cursor::{Cursor, excerpt};
use super::super::svg::{Stroke, Tip};
use super::super::text::paragraphs;
use super::{Beside, Event, MAX_DEPTH, MAX_EVENTS, MAX_PARTICIPANTS, Message, Participant, Script};

/// The signs between sender and receiver, longer ones first.
const ARROWS: [(&str, Stroke, Tip, Tip); 10] = [
    ("<<-->>", Stroke::Dashed, Tip::Arrow, Tip::Arrow),
    ("<<->>", Stroke::Solid, Tip::Arrow, Tip::Arrow),
    ("-->>", Stroke::Dashed, Tip::None, Tip::Arrow),
    ("->>", Stroke::Solid, Tip::None, Tip::Arrow),
    ("-->", Stroke::Dashed, Tip::None, Tip::None),
    ("->", Stroke::Solid, Tip::None, Tip::None),
    ("--x", Stroke::Dashed, Tip::None, Tip::Cross),
    ("--)", Stroke::Dashed, Tip::None, Tip::Open),
    ("-x", Stroke::Solid, Tip::None, Tip::Cross),
    ("-)", Stroke::Solid, Tip::None, Tip::Open),
];

/// Reads what follows the word `sequenceDiagram`.
pub(in super::super) fn parse(mut cursor: Cursor<'_>) -> Result<Script, String> {
    let mut reader = Reader {
        script: Script { title: Vec::new(), participants: Vec::new(), events: Vec::new() },
        open: Vec::new(),
        number: None,
    };
    loop {
        cursor.take(char::is_whitespace);
        if cursor.rest().is_empty() {
            break;
        }
        if cursor.rest().starts_with("accDescr") && cursor.rest().lines().next().is_some_and(|line| line.contains('{')) {
            cursor.until("}").ok_or_else(|| cursor.fail("accDescr is not closed"))?;
            continue;
        }
        let place = cursor.clone();
        let line = cursor.line();
        reader.statement(line.trim_end_matches(';').trim_end()).map_err(|what| place.fail(&what))?;
    }
    if !reader.open.is_empty() {
        return Err("a frame has no end".to_owned());
    }
    if reader.script.participants.is_empty() { Err("nothing to draw".to_owned()) } else { Ok(reader.script) }
}

/// A frame that was begun: where in the list of events, unless it is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Frame(usize),
    Silent,
}

struct Reader {
    script: Script,
    open: Vec<Open>,
    /// Number of the next message, and the step.
    number: Option<(i32, i32)>,
}

impl Reader {
    fn statement(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(|c: char| c.is_whitespace() || c == ':').unwrap_or((line, ""));
        let rest = rest.trim_start_matches([':', ' ', '\t']).trim();
        match word {
            _ if line.starts_with("%%") || line.is_empty() => Ok(()),
            "participant" | "actor" => self.declare(rest, word == "actor"),
            "create" => self.statement(rest),
            "title" => {
                self.script.title = paragraphs(rest);
                Ok(())
            }
            "autonumber" => self.autonumber(rest),
            "activate" | "deactivate" => {
                let at = self.participant(rest)?;
                self.event(if word == "activate" { Event::Activate(at) } else { Event::Deactivate(at) })
            }
            "Note" | "note" => self.note(rest),
            "alt" | "opt" | "loop" | "par" | "critical" | "break" => self.begin(word, rest),
            "else" | "and" | "option" => self.part(word, rest),
            "rect" | "box" => self.silent(),
            "end" if rest.is_empty() => self.end(),
            "destroy" | "link" | "links" | "properties" | "details" | "accTitle" | "accDescr" => Ok(()),
            _ => self.message(line),
        }
    }

    fn event(&mut self, event: Event) -> Result<(), String> {
        if self.script.events.len() == MAX_EVENTS {
            return Err(format!("more than {MAX_EVENTS} messages, notes and frames"));
        }
        let reach = match &event {
            Event::Message(m) => Some((m.from.min(m.to), m.from.max(m.to))),
            Event::Note { first, last, .. } => Some((*first, *last)),
            Event::Activate(at) | Event::Deactivate(at) => Some((*at, *at)),
            Event::Begin { .. } | Event::Part(_) | Event::End => None,
        };
        for open in &self.open {
            let (Open::Frame(at), Some((low, high))) = (open, reach) else { continue };
            if let Some(Event::Begin { reach, .. }) = self.script.events.get_mut(*at) {
                *reach = (reach.0.min(low), reach.1.max(high));
            }
        }
        self.script.events.push(event);
        Ok(())
    }

    /// `A as Label`.
    fn declare(&mut self, rest: &str, is_actor: bool) -> Result<(), String> {
        let rest = rest.split("@{").next().unwrap_or(rest).trim();
        let (name, label) = rest.split_once(" as ").unwrap_or((rest, rest));
        let at = self.participant(name)?;
        let found = &mut self.script.participants[at];
        found.label = paragraphs(label.trim().trim_matches('"'));
        found.is_actor = is_actor;
        Ok(())
    }

    fn participant(&mut self, name: &str) -> Result<usize, String> {
        let name = name.trim().trim_matches('"');
        if name.is_empty() {
            return Err("expected the name of a participant".to_owned());
        }
        if let Some(at) = self.script.participants.iter().position(|other| other.name == name) {
            return Ok(at);
        }
        if self.script.participants.len() == MAX_PARTICIPANTS {
            return Err(format!("more than {MAX_PARTICIPANTS} participants"));
        }
        self.script.participants.push(Participant { name: name.to_owned(), label: paragraphs(name), is_actor: false });
        Ok(self.script.participants.len() - 1)
    }

    /// `autonumber`, `autonumber 10 5`, `autonumber off`.
    fn autonumber(&mut self, rest: &str) -> Result<(), String> {
        let mut numbers = rest.split_whitespace().map(|word| word.parse::<i32>().ok().filter(|n| (0..100_000).contains(n)));
        self.number = match (rest, numbers.next(), numbers.next()) {
            ("off", _, _) => None,
            (_, None, _) => Some((1, 1)),
            (_, Some(Some(start)), None) => Some((start, 1)),
            (_, Some(Some(start)), Some(Some(step))) => Some((start, step)),
            _ => return Err("autonumber wants a start and a step".to_owned()),
        };
        Ok(())
    }

    /// `right of A: text`, `over A,B: text`.
    fn note(&mut self, rest: &str) -> Result<(), String> {
        let (place, text) = rest.split_once(':').ok_or("a note wants a colon before its text")?;
        let lower = place.trim().to_ascii_lowercase();
        let kinds = [("left of ", Beside::Left), ("right of ", Beside::Right), ("over ", Beside::Over)];
        let found = kinds.into_iter().find(|(word, _)| lower.starts_with(word));
        let (word, beside) = found.ok_or("a note stands left of, right of or over a participant")?;
        let names = place.trim().get(word.len()..).unwrap_or("");
        let (a, b) = names.split_once(',').unwrap_or((names, names));
        let (a, b) = (self.participant(a)?, self.participant(b)?);
        self.event(Event::Note { beside, first: a.min(b), last: a.max(b), label: paragraphs(text) })
    }

    fn begin(&mut self, word: &str, rest: &str) -> Result<(), String> {
        self.deeper(Open::Frame(self.script.events.len()))?;
        self.event(Event::Begin { word: word.to_owned(), label: paragraphs(rest), reach: (usize::MAX, 0) })
    }

    /// `rect` and `box` only colour the background, so they are read and not drawn.
    fn silent(&mut self) -> Result<(), String> {
        self.deeper(Open::Silent)
    }

    fn deeper(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() == MAX_DEPTH {
            return Err(format!("frames nested more than {MAX_DEPTH} deep"));
        }
        self.open.push(open);
        Ok(())
    }

    fn part(&mut self, word: &str, rest: &str) -> Result<(), String> {
        match self.open.last() {
            Some(Open::Frame(_)) => self.event(Event::Part(paragraphs(rest))),
            _ => Err(format!("{word} outside a frame")),
        }
    }

    fn end(&mut self) -> Result<(), String> {
        match self.open.pop() {
            Some(Open::Frame(_)) => self.event(Event::End),
            Some(Open::Silent) => Ok(()),
            None => Err("end without a frame".to_owned()),
        }
    }

    fn message(&mut self, line: &str) -> Result<(), String> {
        let (head, text) = line.split_once(':').unwrap_or((line, ""));
        let find = |with_head: bool| {
            let signs = ARROWS.iter().filter(|arrow| arrow.0.contains('>') == with_head);
            signs
                .filter_map(|arrow| head.find(arrow.0).map(|at| (at, arrow)))
                .min_by_key(|(at, arrow)| (*at, usize::MAX - arrow.0.len()))
        };
        let found = find(true).or_else(|| find(false));
        let (at, &(sign, stroke, start, end)) =
            found.ok_or_else(|| format!("expected a message, found \"{}\"", excerpt(line)))?;
        let receiver = head.get(at + sign.len()..).unwrap_or("").trim();
        let (activates, deactivates) = (receiver.starts_with('+'), receiver.starts_with('-'));
        let from = self.participant(head.get(..at).unwrap_or(""))?;
        let to = self.participant(receiver.trim_start_matches(['+', '-']))?;
        let mut label = paragraphs(text);
        if let Some((next, step)) = &mut self.number {
            let number = format!("{next}.");
            match label.first_mut() {
                Some(first) => first.insert_str(0, &format!("{number} ")),
                None => label.push(number),
            }
            *next += *step;
        }
        self.event(Event::Message(Message { from, to, label, stroke, tips: (start, end), activates, deactivates }))
    }
}
