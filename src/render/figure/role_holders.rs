//! Who held a role, and when nobody did.

use super::Words;
use super::svg::{Anchor, Drawing, count, fit, share, text_px};
use crate::base::Date;

const WIDTH: f64 = 776.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 756.0;
/// The narrowest place in which the figure is shown, in pixels.
const NARROWEST: f64 = 640.0;
/// Rows of one lane; people beyond them stand in the table only.
const MOST_ROWS: usize = 8;

/// The holders of one role over time.
#[derive(Clone, Debug)]
pub struct RoleHolders {
    /// First day shown.
    pub from: Date,
    /// Last day shown; today or later.
    pub to: Date,
    /// The day the handbook is judged on.
    pub today: Date,
    /// Label of that day.
    pub today_word: String,
    /// Lanes: holder, deputy.
    pub lanes: Vec<Lane>,
}

/// One part of the role.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Its name.
    pub label: String,
    /// Who held it.
    pub holdings: Vec<Holding>,
    /// When nobody did.
    pub vacancies: Vec<Vacancy>,
}

/// One person's time in a role.
#[derive(Clone, Debug)]
pub struct Holding {
    /// Name.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
}

/// A time without a holder.
#[derive(Clone, Debug)]
pub struct Vacancy {
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
    /// In words, such as "vacant 3 months".
    pub words: String,
}

/// Draws a lane for each part of the role: past, present, and hatching where nobody held it.
pub fn role_holders(words: Words<'_>, role: &RoleHolders) -> String {
    let place = |day: Date| LEFT + (RIGHT - LEFT) * share(day, role.from, role.to);
    let rows: Vec<Vec<(usize, &Holding)>> = role.lanes.iter().map(lane_rows).collect();
    let heights: Vec<f64> = rows.iter().map(|row| 36.0 * count(row_count(row)) + 8.0).collect();
    let bottom = 26.0 + heights.iter().sum::<f64>();
    let mut drawing = Drawing::new(WIDTH);
    years(&mut drawing, role, bottom, &place);
    let mut top = 26.0;
    for ((lane, row), height) in role.lanes.iter().zip(&rows).zip(&heights) {
        draw_lane(&mut drawing, lane, (row, top), role, &place);
        top += height;
    }
    let today = place(role.today);
    drawing.line("l-accent l-15", (today, 18.0), (today, bottom));
    drawing.text(
        "td",
        (today, bottom + 14.0),
        (if today > RIGHT - 40.0 { Anchor::End } else { Anchor::Middle }, 0.0),
        &role.today_word,
    );
    let tops = heights.iter().scan(26.0, |top, height| {
        *top += height;
        Some(*top - height)
    });
    let mut last = f64::MIN;
    for (vacancy, top) in
        role.lanes.iter().zip(tops).flat_map(|(lane, top)| lane.vacancies.iter().map(move |vacancy| (vacancy, top)))
    {
        let (from, to) = (place(vacancy.from), place(vacancy.to.unwrap_or(role.today)));
        let (x, half) = ((from + to) / 2.0, text_px(&vacancy.words, 12.0) * WIDTH / NARROWEST / 2.0);
        let free = x - half > last && x + half < today - 46.0;
        if free {
            drawing.line("l-bad l-dashed", (x, top + 33.0), (x, bottom + 3.0));
            drawing.text("s", (x, bottom + 14.0), (Anchor::Middle, 0.0), &vacancy.words);
            last = x + half;
        }
    }
    drawing.finish(words, "hold", bottom + 20.0)
}

/// Puts people who held a part at the same time on rows of their own.
fn lane_rows(lane: &Lane) -> Vec<(usize, &Holding)> {
    let mut sorted: Vec<&Holding> = lane.holdings.iter().collect();
    sorted.sort_by(|a, b| (a.from, a.to.is_none(), a.to, &a.name).cmp(&(b.from, b.to.is_none(), b.to, &b.name)));
    let mut ends: Vec<Option<Date>> = Vec::new();
    let mut placed = Vec::new();
    for holding in sorted {
        let free = ends.iter().position(|end| end.is_some_and(|end| end < holding.from));
        let row = free.unwrap_or(ends.len());
        if row >= MOST_ROWS {
            continue;
        }
        match free {
            Some(row) => ends[row] = holding.to,
            None => ends.push(holding.to),
        }
        placed.push((row, holding));
    }
    placed
}

fn row_count(rows: &[(usize, &Holding)]) -> usize {
    rows.iter().map(|(row, _)| row + 1).max().unwrap_or(1)
}

fn draw_lane(
    drawing: &mut Drawing,
    lane: &Lane,
    (rows, top): (&[(usize, &Holding)], f64),
    role: &RoleHolders,
    place: &dyn Fn(Date) -> f64,
) {
    drawing.text("", (0.0, top + 21.0), (Anchor::Start, 0.0), &fit(&lane.label, 13.0, (LEFT - 8.0) * NARROWEST / WIDTH));
    for vacancy in &lane.vacancies {
        let (from, to) = (place(vacancy.from), place(vacancy.to.unwrap_or(role.today)));
        let across = (from + 1.0, (to - from - 2.0).max(3.0));
        drawing.hatch("v-hatch v-bad", across, (top + 1.5, 29.0));
        drawing.rect("v-out v-bad", across, (top + 1.5, 29.0));
    }
    for (row, holding) in rows {
        let y = top + 36.0 * count(*row) + 1.0;
        let present = holding.from <= role.today && holding.to.is_none_or(|to| to >= role.today);
        let end = holding.to.unwrap_or(role.today).min(role.to).max(holding.from);
        let (from, to) = (place(holding.from), place(end));
        let wide = (to - from - 1.0).max(2.0);
        drawing.rect(if present { "v-cov v-r" } else { "v-cov2 v-r" }, (from, wide), (y, 30.0));
        let name = fit(&holding.name, 13.0, (wide - 14.0) * NARROWEST / WIDTH);
        if name.chars().count() > 4 || name == holding.name {
            drawing.text(if present { "on" } else { "" }, (from, y + 19.5), (Anchor::Start, 9.0), &name);
        }
    }
}

fn years(drawing: &mut Drawing, role: &RoleHolders, bottom: f64, place: &dyn Fn(Date) -> f64) {
    let span = role.to.year().saturating_sub(role.from.year()).max(1);
    // At most about ten labels.
    let step = span / 10 + 1;
    for year in (role.from.year()..=role.to.year()).filter(|year| (year - role.from.year()) % step == 0) {
        let Some(day) = Date::new(year, 1, 1) else { continue };
        if day < role.from && year != role.from.year() {
            continue;
        }
        let x = place(day);
        drawing.line("l-line", (x, 18.0), (x, bottom));
        if x < RIGHT - 28.0 {
            drawing.text("s", (x, 12.0), (Anchor::Start, 4.0), &year.to_string());
        }
    }
}
