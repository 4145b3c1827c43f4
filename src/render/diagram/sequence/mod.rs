//! Sequence diagrams: who tells whom what, from top to bottom.
//!
//! `parse` reads the source into a `Script`, `columns` finds where the participants stand, `layout` walks down the script and
//! puts everything into place, `draw` writes the SVG.

mod columns;
mod draw;
mod layout;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use draw::draw;
pub(super) use parse::parse;

use super::svg::{Stroke, Tip};

/// Most participants that are drawn.
const MAX_PARTICIPANTS: usize = 30;
/// Most messages, notes and frames that are drawn.
const MAX_EVENTS: usize = 400;
/// Deepest nesting of frames.
const MAX_DEPTH: usize = 8;

#[derive(Debug)]
struct Participant {
    name: String,
    label: Vec<String>,
    is_actor: bool,
}

#[derive(Debug)]
struct Message {
    from: usize,
    to: usize,
    label: Vec<String>,
    stroke: Stroke,
    tips: (Tip, Tip),
    activates: bool,
    deactivates: bool,
}

/// Where a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Left,
    Right,
    Over,
}

#[derive(Debug)]
enum Event {
    Message(Message),
    Note {
        beside: Beside,
        first: usize,
        last: usize,
        label: Vec<String>,
    },
    Activate(usize),
    Deactivate(usize),
    /// A frame begins: its word, its condition, and the participants it concerns.
    Begin {
        word: String,
        label: Vec<String>,
        reach: (usize, usize),
    },
    /// The next part of the frame that was begun last.
    Part(Vec<String>),
    End,
}

/// A sequence diagram as it was written.
#[derive(Debug)]
pub(super) struct Script {
    title: Vec<String>,
    participants: Vec<Participant>,
    events: Vec<Event>,
}

impl Script {
    /// What the diagram shows, in words.
    pub(super) fn description(&self) -> String {
        let name = |at: usize| self.participants[at].label.join(" ");
        let all: Vec<String> = (0..self.participants.len()).map(name).collect();
        let mut steps = Vec::new();
        for event in &self.events {
            match event {
                Event::Message(m) => {
                    let way = if m.from == m.to { name(m.from) } else { format!("{} to {}", name(m.from), name(m.to)) };
                    steps.push(if m.label.is_empty() { way } else { format!("{way}: {}", m.label.join(" ")) });
                }
                Event::Note { label, .. } => steps.push(format!("note: {}", label.join(" "))),
                Event::Begin { word, label, .. } => steps.push(format!("{word} {}", label.join(" ")).trim().to_owned()),
                Event::Part(label) => steps.push(format!("or else {}", label.join(" ")).trim().to_owned()),
                Event::End => steps.push("end".to_owned()),
                Event::Activate(_) | Event::Deactivate(_) => {}
            }
        }
        format!("Participants: {}. Messages: {}.", all.join("; "), steps.join("; "))
    }
}
