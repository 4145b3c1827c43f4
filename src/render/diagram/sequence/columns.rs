//! Where the participants stand: close together, but with room for heads, messages and notes between them.

use super::super::text::Block;
use super::{Beside, Event, Script};

/// Widest drawing that is shown without scrolling.
const PAGE: i32 = 690;

/// Broken labels and positions of a script.
pub(super) struct Columns {
    /// Labels of the participants.
    pub(super) heads: Vec<Block>,
    /// Labels of the events, in their order.
    pub(super) labels: Vec<Block>,
    /// Middle of each participant.
    pub(super) middle: Vec<i32>,
}

impl Columns {
    /// Half the width of a head.
    pub(super) fn half_head(&self, at: usize) -> i32 {
        (self.heads[at].width + 24).max(64) / 2
    }
}

/// Breaks labels into narrower lines until the drawing fits the page.
pub(super) fn columns(script: &Script) -> Columns {
    let mut best = None;
    for measure in [200, 160, 132, 112, 96, 80] {
        let columns = attempt(script, measure);
        let last = columns.middle.len() - 1;
        let width = columns.middle[last] + columns.half_head(last) + columns.half_head(0);
        best = Some(columns);
        if width <= PAGE {
            break;
        }
    }
    best.unwrap_or_else(|| attempt(script, 80))
}

fn attempt(script: &Script, measure: i32) -> Columns {
    let heads: Vec<Block> = script.participants.iter().map(|p| Block::of_node(&p.label, measure.min(130))).collect();
    let labels: Vec<Block> = script
        .events
        .iter()
        .map(|event| match event {
            Event::Message(m) => Block::small(&m.label, measure.max(spare(m.from.abs_diff(m.to), measure))),
            Event::Note { first, last, label, .. } => Block::small(label, measure.max(spare(last - first, measure))),
            _ => Block::default(),
        })
        .collect();
    let mut columns = Columns { heads, labels, middle: Vec::new() };
    let n = script.participants.len();
    let mut gaps: Vec<i32> = (1..n).map(|at| columns.half_head(at - 1) + columns.half_head(at) + 16).collect();
    let mut needs: Vec<(usize, usize, i32)> = Vec::new();
    for (event, label) in script.events.iter().zip(&columns.labels) {
        match event {
            Event::Message(m) if m.from == m.to => needs.push((m.from, m.from + 1, label.width + 44)),
            Event::Message(m) => needs.push((m.from.min(m.to), m.from.max(m.to), label.width + 24)),
            Event::Note { beside: Beside::Right, last, .. } => needs.push((*last, last + 1, label.width + 40)),
            Event::Note { beside: Beside::Left, first, .. } if *first > 0 => needs.push((first - 1, *first, label.width + 40)),
            Event::Note { beside: Beside::Over, first, last, .. } if first == last => {
                let half = label.width / 2 + 26;
                needs.push((*first, first + 1, half));
                needs.push((first.saturating_sub(1), *first, half));
            }
            Event::Note { beside: Beside::Over, first, last, .. } => needs.push((*first, *last, label.width - 24)),
            _ => {}
        }
    }
    // Short distances first: what they widen helps the long ones.
    needs.sort_by_key(|(from, to, _)| to - from);
    for (from, to, need) in needs {
        let Some(between) = gaps.get_mut(from..to).filter(|between| !between.is_empty()) else { continue };
        let have: i32 = between.iter().sum();
        let count = i32::try_from(between.len()).unwrap_or(1);
        let more = (need - have).max(0);
        for gap in between {
            *gap += (more + count - 1) / count;
        }
    }
    let mut at = 0;
    columns.middle.push(0);
    for gap in gaps {
        at += gap;
        columns.middle.push(at);
    }
    columns
}

/// A label that spans several columns may be as wide as most of them.
fn spare(columns: usize, measure: i32) -> i32 {
    i32::try_from(columns).unwrap_or(1).min(4) * measure * 3 / 4
}
