//! Likelihood against impact: how many risks stand in each of 25 cells.

use super::Words;
use super::svg::{Anchor, Drawing, count};

const WIDTH: f64 = 100.0;
const LEFT: f64 = 9.0;
const CELL_W: f64 = 18.2;
const CELL_H: f64 = 44.0;
const TOP: f64 = 4.0;

/// Risks counted by likelihood and impact.
#[derive(Clone, Debug, Default)]
pub struct RiskMatrix {
    /// `counts[likelihood - 1][impact - 1]`.
    pub counts: [[u32; 5]; 5],
    /// Name of the axis up.
    pub likelihood_word: String,
    /// Name of the axis across.
    pub impact_word: String,
}

/// Which of four zones a score belongs to: 1 below 5, 2 from 5, 3 from 10, 4 from 15.
pub fn risk_zone(likelihood: u32, impact: u32) -> u8 {
    match likelihood.saturating_mul(impact) {
        0..=4 => 1,
        5..=9 => 2,
        10..=14 => 3,
        _ => 4,
    }
}

/// Draws the matrix, likelihood upwards and impact to the right.
pub fn risk_matrix(words: Words<'_>, matrix: &RiskMatrix) -> String {
    let mut drawing = Drawing::new(WIDTH);
    for likelihood in 1..=5_u32 {
        let y = TOP + CELL_H * f64::from(5 - likelihood);
        drawing.text("ax", (LEFT, y + CELL_H / 2.0 + 3.5), (Anchor::End, -8.0), &likelihood.to_string());
        for impact in 1..=5_u32 {
            let n = matrix.counts[likelihood as usize - 1][impact as usize - 1];
            let x = LEFT + CELL_W * f64::from(impact - 1);
            drawing.rect(&format!("z{}", risk_zone(likelihood, impact)), (x + 0.2, CELL_W - 0.4), (y + 1.0, CELL_H - 2.0));
            if n == 0 {
                drawing.circle("q0", (x + CELL_W / 2.0, y + CELL_H / 2.0), 1.0);
            } else {
                drawing.circle("rn", (x + CELL_W / 2.0, y + CELL_H / 2.0), 14.0);
                drawing.text("rt", (x + CELL_W / 2.0, y + CELL_H / 2.0 + 5.0), (Anchor::Middle, 0.0), &n.to_string());
            }
        }
    }
    let bottom = TOP + CELL_H * count(5);
    for impact in 1..=5_u32 {
        let x = LEFT + CELL_W * (f64::from(impact) - 0.5);
        drawing.text("ax", (x, bottom + 17.0), (Anchor::Middle, 0.0), &impact.to_string());
    }
    drawing.text("ax w", (LEFT, bottom + 36.0), (Anchor::Start, 0.0), &format!("↑ {}", matrix.likelihood_word));
    drawing.text("ax w", (WIDTH, bottom + 36.0), (Anchor::End, 0.0), &format!("{} →", matrix.impact_word));
    drawing.finish(words, "risk", bottom + 42.0)
}
