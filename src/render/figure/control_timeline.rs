//! Two years of document control, a row for each document: in force, in review, overdue, and each approval with its proof.

use super::Words;
use super::cycle_timeline::{AuditMark, AuditParty};
use super::svg::{Anchor, Drawing, count, fit, share, text_px};
use crate::base::Date;
use crate::handbook::Proof;

const WIDTH: f64 = 1328.0;
const LEFT: f64 = 340.0;
const RIGHT: f64 = 1206.0;
const TITLE: f64 = 72.0;
const HEAD: f64 = 42.0;
const ROW: f64 = 24.0;
const GAP: f64 = 10.0;
/// The narrowest place in which the figure is shown, in pixels.
const NARROWEST: f64 = 1180.0;
/// Rows beyond these stand in the register only.
pub const MOST_ROWS: usize = 60;
/// Audits beyond these have no line.
const MOST_AUDITS: usize = 60;
/// Spans or marks of one row beyond these are left out.
const MOST_MARKS: usize = 120;

/// The control of documents over time.
#[derive(Clone, Debug)]
pub struct ControlTimeline {
    /// First day shown.
    pub from: Date,
    /// Last day shown; today or later.
    pub to: Date,
    /// The day the handbook is judged on.
    pub today: Date,
    /// Label of that day.
    pub today_word: String,
    /// Quarters with the name of their first month.
    pub ticks: Vec<(Date, String)>,
    /// Audits in any order.
    pub audits: Vec<AuditMark>,
    /// Documents by type, in the order of rows.
    pub groups: Vec<Vec<ControlRow>>,
}

/// One document.
#[derive(Clone, Debug, Default)]
pub struct ControlRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// States in the order they are drawn.
    pub spans: Vec<(Date, Date, ControlSpan)>,
    /// Approvals by day.
    pub approvals: Vec<(Date, Proof)>,
    /// When the next review is due.
    pub due: Option<Date>,
    /// That day in words.
    pub due_word: String,
    /// `od` for overdue, `sn` for soon, or empty.
    pub tone: &'static str,
}

/// The state of a stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlSpan {
    /// An approved text applied.
    InForce,
    /// The review was overdue.
    Overdue,
    /// A changed text waited for approval.
    InReview,
}

/// Draws a row for each document, at most [`MOST_ROWS`].
pub fn control_timeline(words: Words<'_>, control: &ControlTimeline) -> String {
    let place = |day: Date| LEFT + (RIGHT - LEFT) * share(day, control.from, control.to);
    let mut drawing = Drawing::new(WIDTH);
    let mut tops: Vec<(f64, &ControlRow)> = Vec::new();
    let mut rules: Vec<f64> = Vec::new();
    let mut y = HEAD + 14.0;
    for group in &control.groups {
        if !tops.is_empty() && tops.len() < MOST_ROWS && !group.is_empty() {
            rules.push(y - ROW / 2.0 + GAP / 2.0);
            y += GAP;
        }
        for row in group.iter().take(MOST_ROWS - tops.len()) {
            tops.push((y, row));
            y += ROW;
        }
    }
    let bottom = y;
    let today = place(control.today);
    drawing.rect("v-wash", (today, RIGHT - today), (HEAD, bottom - HEAD));
    quarters(&mut drawing, control, bottom, &place);
    for rule in rules {
        drawing.line("l-line", (0.0, rule), (WIDTH, rule));
    }
    audits(&mut drawing, control, bottom, &place);
    drawing.line("l-accent l-15", (today, HEAD), (today, bottom + 8.0));
    drawing.text("td", (today, bottom + 22.0), (Anchor::Middle, 0.0), &control.today_word);
    for (y, row) in tops {
        document(&mut drawing, row, y, (control, &place));
    }
    drawing.finish(words, "tl", bottom + 42.0)
}

fn quarters(drawing: &mut Drawing, control: &ControlTimeline, bottom: f64, place: &dyn Fn(Date) -> f64) {
    let mut year = None;
    for (day, month) in control.ticks.iter().filter(|(day, _)| (control.from..=control.to).contains(day)).take(80) {
        let x = place(*day);
        drawing.line("l-line", (x, HEAD), (x, bottom));
        if x > RIGHT - 30.0 {
            continue;
        }
        drawing.text("d", (x, 38.0), (Anchor::Start, 4.0), month);
        if year != Some(day.year()) {
            drawing.text("yr", (x, 20.0), (Anchor::Start, 4.0), &day.year().to_string());
            year = Some(day.year());
        }
    }
}

fn audits(drawing: &mut Drawing, control: &ControlTimeline, bottom: f64, place: &dyn Fn(Date) -> f64) {
    let mut audits: Vec<&AuditMark> =
        control.audits.iter().filter(|it| (control.from..=control.to).contains(&it.date)).take(MOST_AUDITS).collect();
    // Where two labels want the same place, that of an external audit gets it.
    audits.sort_by_key(|it| (it.party != AuditParty::External, it.date));
    let half = text_px(&control.today_word, 12.0) / 2.0 * WIDTH / NARROWEST;
    let mut taken = vec![(place(control.today) - half, place(control.today) + half)];
    for audit in audits {
        let x = place(audit.date);
        let kind = if audit.party == AuditParty::External { "l-ink l-15" } else { "l-ink l-dashed" };
        let faint = if audit.planned { " l-faint" } else { "" };
        drawing.line(&format!("{kind}{faint}"), (x, HEAD + 6.0), (x, bottom + 8.0));
        let wide = text_px(&audit.label, 12.0).max(text_px(&audit.date_word, 12.0)) / 2.0 * WIDTH / NARROWEST + 4.0;
        if taken.iter().all(|(from, to)| x + wide < *from || x - wide > *to) {
            drawing.text("", (x, bottom + 22.0), (Anchor::Middle, 0.0), &audit.label);
            drawing.text("d", (x, bottom + 37.0), (Anchor::Middle, 0.0), &audit.date_word);
            taken.push((x - wide, x + wide));
        }
    }
}

fn document(drawing: &mut Drawing, row: &ControlRow, y: f64, (control, place): (&ControlTimeline, &dyn Fn(Date) -> f64)) {
    let room = |units: f64| units * NARROWEST / WIDTH;
    drawing.text("d", (0.0, y + 4.5), (Anchor::Start, 0.0), &fit(&row.id, 12.0, room(TITLE - 4.0)));
    drawing.text("t", (TITLE, y + 4.5), (Anchor::Start, 0.0), &fit(&row.title, 12.0, room(LEFT - TITLE - 4.0)));
    for kind in [ControlSpan::InForce, ControlSpan::Overdue, ControlSpan::InReview] {
        let spans = row.spans.iter().filter(|(from, to, it)| *it == kind && *to >= control.from && *from <= control.to);
        for (from, to, _) in spans.take(MOST_MARKS) {
            let (from, to) = (place(*from), place((*to).min(control.today)));
            let across = (from, (to - from).max(3.0));
            match kind {
                ControlSpan::InForce => drawing.line("l-line2 l-2", (from, y), (to, y)),
                ControlSpan::Overdue => {
                    drawing.rect("v-paper", across, (y - 5.0, 10.0));
                    drawing.hatch("v-hatch v-bad", across, (y - 5.0, 10.0));
                    drawing.rect("v-out v-bad v-fine", across, (y - 5.0, 10.0));
                }
                ControlSpan::InReview => drawing.rect("v-rev", across, (y - 4.0, 8.0)),
            }
        }
    }
    if let Some(due) = row.due.filter(|it| (control.today..=control.to).contains(it)) {
        let (today, x) = (place(control.today), place(due));
        drawing.line("l-dots", (today + 4.0, y), (x, y));
        drawing.line("l-ink l-2", (x, y - 6.0), (x, y + 6.0));
    }
    let inside = row.approvals.iter().filter(|(day, _)| (control.from..=control.today).contains(day));
    for (day, proof) in inside.take(MOST_MARKS) {
        seal(drawing, (place(*day), y), *proof, 13.0);
    }
    drawing.text(row.tone, (WIDTH, y + 4.5), (Anchor::End, 0.0), &row.due_word);
    drawing.hit(&row.href, &format!("{} {}", row.id, row.title), (0.0, LEFT - 8.0), (y - ROW / 2.0, ROW));
}

/// A sign of proof centred on a point, on a disc of paper.
pub(super) fn seal(drawing: &mut Drawing, at: (f64, f64), proof: Proof, size: f64) {
    let name = proof_name(proof);
    let (half, size) = (super::svg::number(-size / 2.0), super::svg::number(size));
    drawing.circle("v-paper", at, 8.0);
    drawing.at(
        at,
        &format!(r##"<svg class="g {name}" x="{half}" y="{half}" width="{size}" height="{size}"><use href="#s-{name}"/></svg>"##),
    );
}

/// Class and symbol of a level.
fn proof_name(proof: Proof) -> &'static str {
    match proof {
        Proof::Proven => "proven",
        Proof::Attested => "attested",
        Proof::Claimed => "claimed",
        Proof::Contradicted => "contradicted",
    }
}

/// Approvals of a quarter.
#[derive(Clone, Debug, Default)]
pub struct QuarterRow {
    /// Its name, such as `Q2 2025`.
    pub label: String,
    /// What each approval proved, the earliest first.
    pub approvals: Vec<Proof>,
    /// How many are proven, in words.
    pub words: String,
}

/// Draws a sign for each approval, a row for each quarter. Signs beyond 24 in a row stand in its words only.
pub fn signatures(words: Words<'_>, quarters: &[QuarterRow]) -> String {
    const SIGNATURES: f64 = 640.0;
    const MOST_SIGNS: usize = 24;
    let mut drawing = Drawing::new(SIGNATURES);
    for (at, quarter) in quarters.iter().take(MOST_ROWS).enumerate() {
        let y = 15.5 + 26.0 * count(at);
        drawing.text("", (0.0, y + 4.5), (Anchor::Start, 0.0), &fit(&quarter.label, 12.0, 58.0));
        for (place, proof) in quarter.approvals.iter().take(MOST_SIGNS).enumerate() {
            seal(&mut drawing, (72.0 + 18.0 * count(place), y), *proof, 15.0);
        }
        drawing.text("", (SIGNATURES, y + 4.5), (Anchor::End, 0.0), &quarter.words);
        drawing.line("l-line", (0.0, y + 14.0), (SIGNATURES, y + 14.0));
    }
    drawing.finish(words, "sig", 26.0 * count(quarters.len().min(MOST_ROWS)) + 4.0)
}
