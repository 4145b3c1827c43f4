//! The years of a certificate: audits as upright lines, nonconformities as bars from raised to closed.

use super::Words;
use super::svg::{Anchor, Drawing, count, fit, share, text_px};
use crate::base::Date;

const WIDTH: f64 = 1328.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 1320.0;
const HEAD: f64 = 34.0;
const ROW: f64 = 22.0;
/// The narrowest place in which the figure is shown, in pixels.
const NARROWEST: f64 = 940.0;
/// Bars beyond these stand in the table only.
pub const MOST_ROWS: usize = 40;
/// Audits beyond these stand in the table only.
const MOST_AUDITS: usize = 200;
/// Lines of labels below; an audit that finds no room keeps its line without a label.
const LABEL_LINES: usize = 4;

/// A certificate's cycle.
#[derive(Clone, Debug)]
pub struct CycleTimeline {
    /// First day of the cycle.
    pub from: Date,
    /// Last day of the cycle.
    pub to: Date,
    /// The day the handbook is judged on.
    pub today: Date,
    /// Label of that day.
    pub today_word: String,
    /// Years of the cycle, from one anniversary to the next.
    pub years: Vec<CycleYear>,
    /// Audits in any order.
    pub audits: Vec<AuditMark>,
    /// Nonconformities in the order of their rows, at most [`MOST_ROWS`].
    pub nonconformities: Vec<NonconformitySpan>,
}

/// One year of the cycle.
#[derive(Clone, Debug)]
pub struct CycleYear {
    /// First day.
    pub from: Date,
    /// Name, such as "Year 1".
    pub label: String,
}

/// Who audits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditParty {
    /// The certification body: a solid line.
    External,
    /// The organization itself: a dashed line.
    Internal,
    /// A customer: a dotted line.
    Customer,
}

/// One audit.
#[derive(Clone, Debug)]
pub struct AuditMark {
    /// Its day.
    pub date: Date,
    /// Short name, such as "Surveillance".
    pub label: String,
    /// Its day in words.
    pub date_word: String,
    /// Who audits.
    pub party: AuditParty,
    /// Still to come, so lighter.
    pub planned: bool,
}

/// How serious a nonconformity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Major.
    Major,
    /// Minor.
    Minor,
    /// An observation, which is no nonconformity yet.
    Observation,
}

/// A nonconformity's time.
#[derive(Clone, Debug)]
pub struct NonconformitySpan {
    /// Its id.
    pub id: String,
    /// Raised on.
    pub raised: Date,
    /// Closed on; `None` while open.
    pub closed: Option<Date>,
    /// Due on.
    pub due: Option<Date>,
    /// How serious.
    pub grade: Grade,
}

/// Draws the cycle from the first to the last day of the certificate.
pub fn cycle_timeline(words: Words<'_>, cycle: &CycleTimeline) -> String {
    let place = |day: Date| LEFT + (RIGHT - LEFT) * share(day, cycle.from, cycle.to);
    let rows = cycle.nonconformities.len().min(MOST_ROWS);
    let bottom = HEAD + 14.0 + ROW * count(rows.max(1)) + 8.0;
    let mut drawing = Drawing::new(WIDTH);
    let today = place(cycle.today);
    drawing.rect("v-wash", (today, RIGHT - today), (HEAD, bottom - HEAD));
    head(&mut drawing, cycle, bottom, &place);
    // Bars come after the lines of audits, so that no line runs through an id.
    let lines = audits(&mut drawing, cycle, bottom, &place);
    for (at, span) in cycle.nonconformities.iter().take(MOST_ROWS).enumerate() {
        nonconformity(&mut drawing, span, HEAD + 14.0 + ROW * count(at), (cycle.today, &place));
    }
    drawing.line("l-accent l-15", (today, HEAD - 8.0), (today, bottom + 8.0));
    drawing.text(
        "td",
        (today, HEAD - 14.0),
        (if today > RIGHT - 60.0 { Anchor::End } else { Anchor::Middle }, 0.0),
        &cycle.today_word,
    );
    drawing.finish(words, "cyc", bottom + 14.0 + 32.0 * count(lines))
}

fn head(drawing: &mut Drawing, cycle: &CycleTimeline, bottom: f64, place: &dyn Fn(Date) -> f64) {
    // Whoever writes dates a thousand years apart gets years, not thousands of quarters.
    let span = cycle.to.year().saturating_sub(cycle.from.year());
    let months: &[i8] = if span <= 12 { &[1, 4, 7, 10] } else { &[1] };
    let step = span / 24 + 1;
    for year in (cycle.from.year()..=cycle.to.year()).filter(|year| (year - cycle.from.year()) % step == 0) {
        for month in months.iter().copied() {
            let Some(day) = Date::new(year, month, 1).filter(|day| *day > cycle.from && *day < cycle.to) else { continue };
            let x = place(day);
            drawing.line("l-line", (x, HEAD), (x, bottom));
            let named = cycle.years.iter().any(|it| it.from == day);
            if month == 1 && !named && (place(cycle.today) - x).abs() > 60.0 {
                drawing.text("d", (x, HEAD - 4.0), (Anchor::Start, 3.0), &year.to_string());
            }
        }
    }
    drawing.line("l-ink", (LEFT, HEAD), (RIGHT, HEAD));
    drawing.line("l-line2", (LEFT, bottom), (RIGHT, bottom));
    for year in cycle.years.iter().take(MOST_ROWS) {
        let x = place(year.from);
        drawing.line("l-ink l-15", (x, HEAD - 22.0), (x, HEAD));
        drawing.text("yr", (x, HEAD - 20.0), (Anchor::Start, 6.0), &year.label);
    }
    drawing.line("l-ink l-15", (RIGHT, HEAD - 22.0), (RIGHT, HEAD));
}

fn nonconformity(drawing: &mut Drawing, span: &NonconformitySpan, y: f64, (today, place): (Date, &dyn Fn(Date) -> f64)) {
    let end = span.closed.unwrap_or(today).max(span.raised);
    let across = (place(span.raised), (place(end) - place(span.raised)).max(6.0));
    match (span.closed, span.due) {
        (Some(_), _) => drawing.rect("v-cov2 v-r", across, (y + 3.0, 10.0)),
        (None, Some(due)) if due < today => {
            drawing.hatch("v-hatch v-bad", across, (y + 3.0, 10.0));
            drawing.rect("v-out v-bad", across, (y + 3.0, 10.0));
        }
        (None, _) => drawing.rect("v-cov v-r", across, (y + 3.0, 10.0)),
    }
    if let Some(due) = span.due.filter(|due| span.closed.is_none() && *due > today) {
        drawing.line("l-dots", (across.0 + across.1, y + 8.0), (place(due), y + 8.0));
        drawing.line("l-ink l-2", (place(due), y + 2.0), (place(due), y + 14.0));
    }
    let start = (across.0, y + 8.0);
    match span.grade {
        Grade::Major => drawing.mark("v-ink", start, "M0-6.500l6.5 6.5-6.5 6.5-6.5-6.500z"),
        Grade::Minor => drawing.circle("v-paper l-ink l-2", start, 4.5),
        Grade::Observation => drawing.circle("v-ink", start, 2.5),
    }
    // The id stands before its bar, or behind it where there is no room.
    let width = text_px(&span.id, 12.0) * WIDTH / NARROWEST + 12.0;
    if across.0 - width > LEFT {
        drawing.text("", (across.0, y + 12.5), (Anchor::End, -10.0), &span.id);
    } else {
        drawing.text("", (across.0 + across.1, y + 12.5), (Anchor::Start, 10.0), &fit(&span.id, 12.0, 160.0));
    }
}

/// Draws the audits and returns how many lines of labels they took.
fn audits(drawing: &mut Drawing, cycle: &CycleTimeline, bottom: f64, place: &dyn Fn(Date) -> f64) -> usize {
    let mut sorted: Vec<&AuditMark> =
        cycle.audits.iter().filter(|audit| audit.date >= cycle.from && audit.date <= cycle.to).collect();
    sorted.sort_by(|a, b| (a.date, &a.label).cmp(&(b.date, &b.label)));
    let mut ends = [f64::MIN; LABEL_LINES];
    let mut used = 0;
    for audit in sorted.into_iter().take(MOST_AUDITS) {
        let x = place(audit.date);
        let class = match (audit.party, audit.planned) {
            (AuditParty::External, false) => "l-ink l-15",
            (AuditParty::External, true) => "l-ink l-15 l-faint",
            (AuditParty::Internal, false) => "l-ink l-dashed",
            (AuditParty::Internal, true) => "l-ink l-dashed l-faint",
            (AuditParty::Customer, false) => "l-dots",
            (AuditParty::Customer, true) => "l-dots l-faint",
        };
        let half = text_px(&audit.label, 12.0).max(text_px(&audit.date_word, 12.0)) * WIDTH / NARROWEST / 2.0 + 4.0;
        let centre = x.clamp(LEFT + half, (RIGHT - half).max(LEFT + half));
        let free = ends.iter().position(|end| centre - half > *end);
        let line = free.unwrap_or(0);
        drawing.line(class, (x, HEAD), (x, bottom + 8.0 + 32.0 * count(line)));
        if free.is_some() {
            ends[line] = centre + half;
            used = used.max(line + 1);
            let y = bottom + 22.0 + 32.0 * count(line);
            drawing.text("", (centre, y), (Anchor::Middle, 0.0), &audit.label);
            drawing.text("d", (centre, y + 15.0), (Anchor::Middle, 0.0), &audit.date_word);
        }
    }
    used
}
