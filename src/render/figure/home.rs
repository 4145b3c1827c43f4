//! The four small figures of the home page: coverage spine, documents, reviews, audit rule.
//!
//! Each is 52 pixels high and drawn on 284 units across, below a big number that says the same.

use super::svg::{Anchor, Drawing, TRIANGLE, count, share, text_px};
use super::{Sign, Words};
use crate::base::Date;

const WIDTH: f64 = 284.0;
const HEIGHT: f64 = 52.0;
const BAR: f64 = 34.0;
/// Line of the labels below.
const LABEL: f64 = 50.5;

/// One chapter of the coverage spine.
#[derive(Clone, Debug, Default)]
pub struct SpineChapter {
    /// Number, shown under its first bar.
    pub number: String,
    /// A sign for each clause with requirements, in order.
    pub signs: Vec<Sign>,
}

/// Draws a bar for each clause: full when covered, half when partial, an outline with a triangle when nothing answers it.
pub fn coverage_spine(words: Words<'_>, chapters: &[SpineChapter]) -> String {
    let mut drawing = Drawing::new(WIDTH);
    let bars: usize = chapters.iter().map(|chapter| chapter.signs.len()).sum();
    let shown = chapters.iter().filter(|chapter| !chapter.signs.is_empty()).count();
    let between = if bars > 150 { 4.0 } else { 8.0 };
    let room = WIDTH - between * count(shown.saturating_sub(1));
    // Bars and the gaps between them share the room; a chapter's last bar has no gap behind it.
    let pitch = (room / count(bars).max(1.0)).max(0.5);
    let gap = (pitch * 0.28).min(1.2);
    // Numbers keep clear of the triangles below gaps.
    let gaps = chapters.iter().any(|chapter| chapter.signs.contains(&Sign::Gap));
    let label = if gaps { LABEL + 5.0 } else { LABEL };
    let mut x = 0.0;
    let mut label_end = -1.0;
    for chapter in chapters.iter().filter(|chapter| !chapter.signs.is_empty()) {
        if x > label_end {
            drawing.text("", (x, label), (Anchor::Start, 0.0), &chapter.number);
            // The figure may be shown at three quarters of its units.
            label_end = x + text_px(&chapter.number, 11.0) * 1.3 + 3.0;
        }
        for sign in &chapter.signs {
            spine_bar(&mut drawing, *sign, x, pitch - gap);
            x += pitch;
        }
        x += between;
    }
    drawing.finish(words, "spark", HEIGHT)
}

fn spine_bar(drawing: &mut Drawing, sign: Sign, x: f64, w: f64) {
    let outline = (x + 0.5, (w - 1.0).max(0.4));
    match sign {
        Sign::Covered => drawing.rect("v-cov", (x, w), (0.0, BAR)),
        Sign::Partial => {
            drawing.rect("v-cov2", (x, w), (0.0, BAR));
            drawing.rect("v-cov", (x, w), (BAR / 2.0, BAR / 2.0));
        }
        Sign::Drafted => drawing.rect("v-dash", outline, (0.5, BAR - 1.0)),
        Sign::Gap => {
            drawing.rect("v-out v-bad", outline, (0.5, BAR - 1.0));
            drawing.mark("v-bad-f", (x + w / 2.0, BAR + 3.0), TRIANGLE);
        }
        Sign::NotApplicable | Sign::Derived | Sign::Heading => drawing.rect("v-out v-edge", outline, (0.5, BAR - 1.0)),
    }
}

/// How many documents are in which state.
#[derive(Clone, Debug, Default)]
pub struct DocumentBars {
    /// Approved, nothing pending.
    pub approved: usize,
    /// With a change in review.
    pub in_review: usize,
    /// With a draft change, or not approved yet.
    pub draft: usize,
    /// Approved by their own words, which history contradicts.
    pub disputed: usize,
    /// Label under the first bar, such as "approved".
    pub approved_word: String,
    /// Label under the last bar, such as "2 pending, 1 disputed"; empty when there are none.
    pub rest_word: String,
}

/// Draws a bar for each document, or one long bar for each state when there are too many to tell apart.
pub fn documents(words: Words<'_>, bars: &DocumentBars) -> String {
    let mut drawing = Drawing::new(WIDTH);
    let states = [bars.approved, bars.in_review, bars.draft, bars.disputed];
    let all: usize = states.iter().sum();
    // The last bar ends at the edge: gaps are 3 wide, and less than a third of the pitch where bars are narrow.
    let wide = (WIDTH + 3.0) / count(all).max(1.0);
    let pitch = if wide < 10.0 { WIDTH / (count(all) - 0.3) } else { wide };
    let mut x = 0.0;
    for (state, n) in states.into_iter().enumerate() {
        if all <= 90 {
            let gap = (pitch * 0.3).min(3.0);
            for _ in 0..n {
                document_bar(&mut drawing, state, x, pitch - gap);
                x += pitch;
            }
        } else if n > 0 {
            // Every state stays visible, however few documents are in it.
            let w = (WIDTH * count(n) / count(all)).clamp(4.0, WIDTH - 12.0);
            document_bar(&mut drawing, state, x.min(WIDTH - 4.0), w - 1.5);
            x += w;
        }
    }
    drawing.text("", (0.0, LABEL), (Anchor::Start, 0.0), &bars.approved_word);
    // Leaves the corner to the triangle of a disputed document.
    let room = if bars.disputed > 0 { -12.0 } else { 0.0 };
    drawing.text("", (WIDTH, LABEL), (Anchor::End, room), &bars.rest_word);
    drawing.finish(words, "spark", HEIGHT)
}

fn document_bar(drawing: &mut Drawing, state: usize, x: f64, w: f64) {
    let outline = (x + 0.5, (w - 1.0).max(0.4));
    match state {
        0 => drawing.rect("v-cov", (x, w), (0.0, BAR)),
        1 => {
            drawing.hatch("v-hatch v-warn", outline, (0.5, BAR - 1.0));
            drawing.rect("v-out v-warn", outline, (0.5, BAR - 1.0));
        }
        2 => drawing.rect("v-dash", outline, (0.5, BAR - 1.0)),
        _ => {
            drawing.rect("v-out v-bad", outline, (0.5, BAR - 1.0));
            drawing.mark("v-bad-f", (x + w / 2.0, BAR + 3.0), TRIANGLE);
        }
    }
}

/// One review that fell due.
#[derive(Clone, Copy, Debug)]
pub struct ReviewMark {
    /// The day it fell due.
    pub due: Date,
    /// Done after that day, or still open.
    pub late: bool,
}

/// The reviews of a stretch of time, as a rule the last twelve months.
#[derive(Clone, Debug)]
pub struct ReviewYear {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Reviews in any order.
    pub reviews: Vec<ReviewMark>,
    /// Days to mark on the line, with their labels.
    pub ticks: Vec<(Date, String)>,
}

/// Draws reviews done in time as squares above a line and late ones as triangles below it, each at its due date.
pub fn reviews(words: Words<'_>, year: &ReviewYear) -> String {
    const COLUMNS: usize = 47;
    let column = WIDTH / count(COLUMNS);
    let mut in_time = [0_usize; COLUMNS];
    let mut late = [0_usize; COLUMNS];
    for review in &year.reviews {
        let place = share(review.due, year.from, year.to) * count(COLUMNS);
        let at = (0..COLUMNS).rev().find(|at| count(*at) <= place).unwrap_or(0);
        if review.late { late[at] += 1 } else { in_time[at] += 1 }
    }
    // High stacks are pressed together rather than cut off.
    let step =
        |stacks: &[usize], room: f64, most: f64| most.min(room / count(stacks.iter().copied().max().unwrap_or(0)).max(1.0));
    let (up, down) = (step(&in_time, 22.0, 6.0), step(&late, 14.0, 7.0));
    let mut drawing = Drawing::new(WIDTH);
    for at in 0..COLUMNS {
        let x = count(at) * column;
        for level in 0..in_time[at].min(200) {
            let y = 20.5 - up * (count(level) + 0.8);
            drawing.rect("v-cov", (x, column * 0.76), (y, (up * 0.76).max(0.3)));
        }
        for level in 0..late[at].min(200) {
            drawing.mark("v-bad-f", (x + column * 0.4, 25.5 + down * count(level)), TRIANGLE);
        }
    }
    drawing.line("l-ink2", (0.0, 22.0), (WIDTH, 22.0));
    let mut label_end = -1.0;
    for (day, label) in &year.ticks {
        let x = share(*day, year.from, year.to) * WIDTH;
        drawing.line("l-ink3", (x, 22.0), (x, 26.0));
        let width = text_px(label, 11.0) * 1.3;
        if x > label_end && x + width < WIDTH + 8.0 {
            drawing.text("", (x, LABEL), (Anchor::Start, 0.0), label);
            label_end = x + width;
        }
    }
    drawing.finish(words, "spark", HEIGHT)
}

/// The way from the last audit by the certification body to the next one.
#[derive(Clone, Debug)]
pub struct AuditRule {
    /// Day of the last audit.
    pub from: Date,
    /// Day of the next audit.
    pub to: Date,
    /// The day the handbook is judged on.
    pub today: Date,
    /// Internal audits in between.
    pub internal: Vec<Date>,
    /// Label at the start, such as "20 May 2025".
    pub from_word: String,
    /// Label at the end.
    pub to_word: String,
    /// Label of today's ring.
    pub today_word: String,
    /// Label of an internal audit's mark.
    pub internal_word: String,
}

/// Draws a rule from the last audit to the next, with internal audits and today on it.
pub fn audit_rule(words: Words<'_>, rule: &AuditRule) -> String {
    let mut drawing = Drawing::new(WIDTH);
    let y = 22.0;
    let today = share(rule.today, rule.from, rule.to) * WIDTH;
    drawing.line("l-line2 l-3", (0.0, y), (WIDTH, y));
    drawing.line("l-cov l-3", (0.0, y), (today, y));
    drawing.line("l-ink l-2", (0.3, 10.0), (0.3, 34.0));
    drawing.line("l-ink l-2", (WIDTH - 0.3, 10.0), (WIDTH - 0.3, 34.0));
    let mut labelled = false;
    for day in &rule.internal {
        let x = share(*day, rule.from, rule.to) * WIDTH;
        drawing.line("l-ink2 l-15", (x, 14.0), (x, 30.0));
        // Dates at both ends need about a third of the width each.
        if !labelled && (0.36..0.64).contains(&(x / WIDTH)) {
            drawing.text("", (x, LABEL), (Anchor::Middle, 0.0), &rule.internal_word);
            labelled = true;
        }
    }
    drawing.circle("v-paper l-cov l-3", (today, y), 5.5);
    let anchor = match today / WIDTH {
        share if share < 0.1 => Anchor::Start,
        share if share > 0.9 => Anchor::End,
        _ => Anchor::Middle,
    };
    drawing.text("", (today, 8.0), (anchor, 0.0), &rule.today_word);
    drawing.text("", (0.0, LABEL), (Anchor::Start, 0.0), &rule.from_word);
    drawing.text("", (WIDTH, LABEL), (Anchor::End, 0.0), &rule.to_word);
    drawing.finish(words, "spark", HEIGHT)
}
