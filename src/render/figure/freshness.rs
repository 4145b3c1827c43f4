//! How long ago something was reviewed, against its limit: one line for each document, and the small track of the register.

use super::Words;
use super::svg::{Anchor, Drawing, count, fit, number};

const WIDTH: f64 = 776.0;
const LEFT: f64 = 300.0;
const RIGHT: f64 = 622.0;
const ROW: f64 = 30.0;
/// The narrowest place in which the figure is shown, in pixels.
const NARROWEST: f64 = 700.0;
/// More rows than these say nothing that a table does not say better.
const MOST: usize = 60;

/// The reviews of the documents of one clause or role.
#[derive(Clone, Debug, Default)]
pub struct Freshness {
    /// One row for each document; more than 60 are left to the table.
    pub rows: Vec<FreshRow>,
    /// Length of the scale in days.
    pub scale_days: u32,
    /// Marks of the scale.
    pub ticks: Vec<Tick>,
}

/// One document or record series.
#[derive(Clone, Debug, Default)]
pub struct FreshRow {
    /// Id and title.
    pub label: String,
    /// Days since the last review; `None` when there never was one.
    pub age_days: Option<u32>,
    /// Days the review may be apart; `None` when no cycle is set.
    pub limit_days: Option<u32>,
    /// The same in words, such as "22 days of 12 months".
    pub words: String,
}

/// A mark of the scale.
#[derive(Clone, Debug, Default)]
pub struct Tick {
    /// Days from the start.
    pub at_days: u32,
    /// Label.
    pub label: String,
}

/// Draws age and limit of each document on one scale.
pub fn freshness(words: Words<'_>, fresh: &Freshness) -> String {
    let rows = &fresh.rows[..fresh.rows.len().min(MOST)];
    let bottom = ROW * count(rows.len()) + 6.0;
    let scale = f64::from(fresh.scale_days.max(1));
    let place = |days: u32| LEFT + (RIGHT - LEFT) * (f64::from(days) / scale).min(1.06);
    let mut drawing = Drawing::new(WIDTH);
    for tick in fresh.ticks.iter().filter(|tick| tick.at_days <= fresh.scale_days) {
        let x = place(tick.at_days);
        drawing.line("l-line", (x, 6.0), (x, bottom));
        drawing.text("", (x, bottom + 18.0), (Anchor::Middle, 0.0), &tick.label);
    }
    for (at, row) in rows.iter().enumerate() {
        let y = 21.0 + ROW * count(at);
        let label = fit(&row.label, 14.0, (LEFT - 12.0) * NARROWEST / WIDTH);
        drawing.text("fl", (0.0, y + 4.5), (Anchor::Start, 0.0), &label);
        fresh_row(&mut drawing, row, y, &place);
        let late = row.age_days > row.limit_days && row.limit_days.is_some();
        drawing.text(if late { "fo" } else { "" }, (WIDTH, y + 4.5), (Anchor::End, 0.0), &row.words);
    }
    drawing.finish(words, "fresh", bottom + 28.0)
}

fn fresh_row(drawing: &mut Drawing, row: &FreshRow, y: f64, place: &dyn Fn(u32) -> f64) {
    if let (Some(age), Some(limit)) = (row.age_days, row.limit_days) {
        if age > limit {
            let (from, to) = (place(limit), place(age));
            drawing.line("l-cov l-2", (LEFT, y), (from, y));
            drawing.hatch("v-hatch v-bad", (from, (to - from).max(4.0)), (y - 5.0, 10.0));
            drawing.rect("v-out v-bad", (from, (to - from).max(4.0)), (y - 5.0, 10.0));
        } else {
            drawing.line("l-cov l-2", (LEFT, y), (place(age), y));
            drawing.line("l-dots", (place(age), y), (place(limit), y));
            drawing.circle("v-cov", (place(age), y), 5.0);
        }
    } else if let Some(age) = row.age_days {
        drawing.line("l-cov l-2", (LEFT, y), (place(age), y));
        drawing.circle("v-cov", (place(age), y), 5.0);
    } else {
        drawing.circle("v-paper l-bad l-15", (LEFT, y), 4.5);
    }
    if let Some(limit) = row.limit_days {
        drawing.line("l-ink l-2", (place(limit), y - 8.0), (place(limit), y + 8.0));
    }
}

/// Draws the small track of a review cycle: done part, due date, and hatching beyond it. The words stand beside it.
pub fn cycle_track(elapsed_days: u32, cycle_days: u32) -> String {
    const END: f64 = 66.0;
    let share = f64::from(elapsed_days) / f64::from(cycle_days.max(1));
    let done = number((share * END).min(END));
    let mut beyond = String::new();
    if share > 1.0 {
        let reach = ((share - 1.0) * END).clamp(4.0, 18.0);
        let mut x = 0.0;
        while x + 7.0 <= reach + 6.0 {
            beyond.push_str(&format!(
                "M{} 9.5l{} {}",
                number(END + x),
                number(7.0_f64.min(reach)),
                number(-(7.0_f64.min(reach)))
            ));
            x += 4.0;
        }
        beyond = format!(r#"<path class="l-bad l-15" d="{beyond}"/>"#);
    }
    format!(
        r#"<svg class="trk" viewBox="0 0 84 12" width="84" height="12" aria-hidden="true"><path class="l-line2 l-3" d="M0 6H66"/><path class="l-cov l-3" d="M0 6H{done}"/>{beyond}<path class="l-ink l-15" d="M66 1v10"/></svg>"#
    )
}
