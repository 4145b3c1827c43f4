//! Walks down a script and puts heads, messages, notes, bars and frames into place.

use super::super::svg::{Area, Point, Stroke, Tip};
use super::super::text::Block;
use super::columns::Columns;
use super::{Beside, Event, Message, Script};

/// Half the width of the bar of an active participant.
const BAR: i32 = 4;

/// A sequence diagram in pixels.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// Lines of life, from top to bottom.
    pub(super) lives: Vec<(Point, Point)>,
    /// Heads of the participants: area, label, whether a person.
    pub(super) heads: Vec<(Area, Block, bool)>,
    /// Times of activity.
    pub(super) bars: Vec<Area>,
    /// Messages.
    pub(super) arrows: Vec<(Vec<Point>, Stroke, (Tip, Tip))>,
    /// Texts of messages and conditions.
    pub(super) texts: Vec<(Area, Block)>,
    /// Notes.
    pub(super) notes: Vec<(Area, Block)>,
    /// Frames, with the area of the word in their corner.
    pub(super) frames: Vec<(Area, Area, Block)>,
    /// Lines between the parts of frames.
    pub(super) rules: Vec<(Point, Point)>,
    /// Leftmost and rightmost place in use, and the lowest.
    pub(super) extent: (i32, i32, i32),
}

/// Lays out a script whose first participant stands at `origin`.
pub(super) fn layout(script: &Script, columns: &Columns, origin: Point) -> Picture {
    let n = columns.middle.len();
    let mut walk = Walk {
        columns,
        origin,
        y: origin.y,
        last: origin.y,
        out: Picture::default(),
        open: Vec::new(),
        active: vec![Vec::new(); n],
    };
    walk.out.extent = (origin.x, origin.x, origin.y);
    let height = columns.heads.iter().map(|head| head.height).max().unwrap_or(0) + 18;
    walk.heads(script, height);
    let top = walk.y;
    walk.y += 14;
    walk.last = walk.y;
    for (event, label) in script.events.iter().zip(&columns.labels) {
        walk.event(event, label);
    }
    walk.y += 6;
    for at in 0..n {
        while !walk.active[at].is_empty() {
            walk.deactivate(at);
        }
    }
    let bottom = walk.y;
    walk.out.lives = (0..n).map(|at| (Point { x: walk.x(at), y: top }, Point { x: walk.x(at), y: bottom })).collect();
    // On a long way down the reader loses sight of the heads.
    if bottom - origin.y > 560 {
        walk.heads(script, height);
    }
    walk.out.extent.2 = walk.y;
    walk.out
}

struct Walk<'a> {
    columns: &'a Columns,
    origin: Point,
    y: i32,
    /// Height of the last message, where activity begins and ends.
    last: i32,
    out: Picture,
    open: Vec<Frame>,
    /// Where the bars of each participant that are not finished began.
    active: Vec<Vec<i32>>,
}

struct Frame {
    area: Area,
    tab: Area,
    word: Block,
    /// Heights of the lines between its parts.
    rules: Vec<i32>,
}

impl Walk<'_> {
    fn x(&self, at: usize) -> i32 {
        self.origin.x + self.columns.middle[at]
    }

    fn seen(&mut self, area: Area) {
        self.out.extent.0 = self.out.extent.0.min(area.x);
        self.out.extent.1 = self.out.extent.1.max(area.x + area.w);
    }

    fn heads(&mut self, script: &Script, height: i32) {
        for (at, participant) in script.participants.iter().enumerate() {
            let half = self.columns.half_head(at);
            let area = Area { x: self.x(at) - half, y: self.y, w: 2 * half, h: height };
            self.seen(area);
            self.out.heads.push((area, self.columns.heads[at].clone(), participant.is_actor));
        }
        self.y += height;
    }

    fn event(&mut self, event: &Event, label: &Block) {
        match event {
            Event::Message(message) if message.from == message.to => self.own_message(message, label),
            Event::Message(message) => self.message(message, label),
            Event::Note { beside, first, last, .. } => self.note(*beside, (*first, *last), label),
            Event::Activate(at) => self.active[*at].push(self.last),
            Event::Deactivate(at) => self.deactivate(*at),
            Event::Begin { word, label, reach } => self.begin(word, label, *reach),
            Event::Part(label) => self.part(label),
            Event::End => self.end(),
        }
    }

    fn deactivate(&mut self, at: usize) {
        let depth = i32::try_from(self.active[at].len()).unwrap_or(1);
        let Some(start) = self.active[at].pop() else { return };
        let x = self.x(at) - BAR + (depth - 1).min(3) * BAR;
        self.out.bars.push(Area { x, y: start, w: 2 * BAR, h: (self.last - start).max(12) });
    }

    /// The side of a participant's line, or of its bar, that faces another place.
    fn side(&self, at: usize, towards: i32) -> i32 {
        let depth = i32::try_from(self.active[at].len()).unwrap_or(0).min(4);
        let x = self.x(at);
        match (depth, towards > x) {
            (0, _) => x,
            (_, true) => x + BAR * depth,
            (_, false) => x - BAR,
        }
    }

    fn message(&mut self, message: &Message, label: &Block) {
        let (a, b) = (self.x(message.from), self.x(message.to));
        self.y += 4;
        let (left, right) = self.gap(message, label.width);
        self.texts(label, Area { x: left, y: self.y, w: right - left, h: label.height });
        self.y += label.height + 4;
        self.last = self.y;
        if message.activates {
            self.active[message.to].push(self.last);
        }
        let (from, to) = (self.side(message.from, b), self.side(message.to, a));
        let route = vec![Point { x: from, y: self.y }, Point { x: to, y: self.y }];
        self.out.arrows.push((route, message.stroke, message.tips));
        if message.deactivates {
            self.deactivate(message.from);
        }
        self.y += 12;
    }

    /// Where the label of a message is centred: between two neighbouring lines of life if it fits there, so that no line runs
    /// through it, and as near to the middle of the message as can be.
    fn gap(&self, message: &Message, width: i32) -> (i32, i32) {
        let (low, high) = (message.from.min(message.to), message.from.max(message.to));
        let whole = (self.x(low), self.x(high));
        let gaps =
            (low..high).map(|at| (self.x(at) + 2 * BAR, self.x(at + 1) - BAR)).filter(|(left, right)| right - left >= width + 4);
        let off = |(left, right): &(i32, i32)| ((left + right) - (whole.0 + whole.1)).abs();
        if high - low == 1 { whole } else { gaps.min_by_key(off).unwrap_or(whole) }
    }

    /// A message to oneself: a small loop, with its label on the right.
    fn own_message(&mut self, message: &Message, label: &Block) {
        let height = label.height.max(18);
        self.y += 6;
        let (top, bottom) = (self.y + height / 2 - 9, self.y + height / 2 + 9);
        let from = self.side(message.from, i32::MAX);
        self.last = top;
        if message.activates {
            self.active[message.to].push(top);
        }
        let to = self.side(message.to, i32::MAX);
        let out = from.max(to) + 22;
        let route = [(from, top), (out, top), (out, bottom), (to, bottom)].map(|(x, y)| Point { x, y }).to_vec();
        self.out.arrows.push((route, message.stroke, message.tips));
        let area = Area { x: out + 6, y: self.y, w: label.width, h: height };
        self.texts(label, area);
        self.seen(area);
        self.stretch(area);
        self.last = bottom;
        if message.deactivates {
            self.deactivate(message.from);
        }
        self.y += height + 10;
    }

    fn texts(&mut self, label: &Block, area: Area) {
        if !label.lines.is_empty() {
            self.out.texts.push((area, label.clone()));
        }
    }

    fn note(&mut self, beside: Beside, (first, last): (usize, usize), label: &Block) {
        let (w, h) = (label.width + 20, label.height + 12);
        let (a, b) = (self.x(first), self.x(last));
        let area = match beside {
            Beside::Left => Area { x: a - 10 - w, y: self.y, w, h },
            Beside::Right => Area { x: b + 10, y: self.y, w, h },
            Beside::Over => {
                let w = if first == last { w } else { w.max(b - a + 48) };
                Area { x: (a + b) / 2 - w / 2, y: self.y, w, h }
            }
        };
        self.out.notes.push((area, label.clone()));
        self.seen(area);
        self.stretch(area);
        self.y += h + 10;
        self.last = self.y - 4;
    }

    /// Frames around what was just drawn become wide enough for it.
    fn stretch(&mut self, area: Area) {
        let mut margin = 8;
        for frame in self.open.iter_mut().rev() {
            let (left, right) = (frame.area.x.min(area.x - margin), (frame.area.x + frame.area.w).max(area.x + area.w + margin));
            (frame.area.x, frame.area.w) = (left, right - left);
            margin += 8;
        }
    }

    fn begin(&mut self, word: &str, label: &[String], (low, high): (usize, usize)) {
        let high = high.min(self.columns.middle.len() - 1);
        let low = low.min(high);
        // Outer frames leave room for those inside them.
        let depth = i32::try_from(self.open.len()).unwrap_or(0);
        let margin = (40 - 8 * depth).max(14);
        let (left, right) = (self.x(low) - margin, self.x(high) + margin);
        self.y += 6;
        let word = Block::small(&[word.to_owned()], 200);
        let area = Area { x: left, y: self.y, w: right - left, h: 0 };
        let tab = Area { x: left, y: self.y, w: word.width + 16, h: 20 };
        self.seen(area);
        self.open.push(Frame { area, tab, word, rules: Vec::new() });
        self.condition(label, tab.w);
    }

    /// A condition beside the word of its frame, or below a line between parts.
    fn condition(&mut self, label: &[String], inset: i32) {
        let Some(frame) = self.open.last() else { return };
        let area = frame.area;
        let text = if label.is_empty() { Vec::new() } else { vec![format!("[{}]", label.join(" "))] };
        let block = Block::small(&text, (area.w - inset - 16).max(80));
        let spot = Area { x: area.x + inset + 8, y: self.y + 2, w: block.width, h: block.height };
        let needed = Area { w: spot.w + 8, ..spot };
        self.y += block.height.max(if inset > 0 { 20 } else { 4 }) + 6;
        self.texts(&block, spot);
        self.seen(needed);
        self.stretch(Area { x: needed.x, w: needed.w - 8, ..needed });
    }

    fn part(&mut self, label: &[String]) {
        self.y += 4;
        let y = self.y;
        let Some(frame) = self.open.last_mut() else { return };
        frame.rules.push(y);
        self.y += 2;
        self.condition(label, 0);
    }

    fn end(&mut self) {
        let Some(mut frame) = self.open.pop() else { return };
        self.y += 4;
        frame.area.h = self.y - frame.area.y;
        frame.tab.x = frame.area.x;
        let (left, right) = (frame.area.x, frame.area.x + frame.area.w);
        self.out.rules.extend(frame.rules.iter().map(|&y| (Point { x: left, y }, Point { x: right, y })));
        self.seen(frame.area);
        self.stretch(frame.area);
        self.out.frames.push((frame.area, frame.tab, frame.word));
        self.last = self.y;
        self.y += 10;
    }
}
