//! The heat map of a framework: types of documents down, clauses across, and the coverage signs below.
//!
//! Chapters go into one band as long as its columns stay wide enough to read; a framework with more clauses gets more bands.
//! A column leads to the row of its clause in the table below the figure.

use super::svg::{Anchor, Drawing, count, fit, text_px};
use super::{Sign, Words};

const WIDTH: f64 = 1328.0;
/// Room for the labels of the rows.
const LEFT: f64 = 112.0;
/// Space between chapters.
const BETWEEN: f64 = 10.0;
/// Columns that one band can hold.
const MOST: usize = 66;
/// No column is wider than this, so that a small framework does not look like a barcode.
const WIDEST: f64 = 34.0;
/// The narrowest place in which the figure is shown, in pixels; labels must fit there.
const NARROWEST: f64 = 1216.0;

/// The matrix of document types and clauses.
#[derive(Clone, Debug, Default)]
pub struct HeatMap {
    /// Labels of the rows: columns of the table, such as "Process".
    pub rows: Vec<String>,
    /// Label of the last row.
    pub coverage_word: String,
    /// Chapters in order.
    pub chapters: Vec<HeatChapter>,
}

/// One chapter with its clauses.
#[derive(Clone, Debug, Default)]
pub struct HeatChapter {
    /// Number, such as "8"; may be empty.
    pub number: String,
    /// Short title.
    pub title: String,
    /// Clauses with requirements.
    pub columns: Vec<HeatColumn>,
}

/// One clause.
#[derive(Clone, Debug)]
pub struct HeatColumn {
    /// Number above the column, given where a second-level number occurs first.
    pub label: Option<String>,
    /// What the column's link is called: number, title and state.
    pub name: String,
    /// Where it leads: the clause's row in the table.
    pub href: String,
    /// How many documents each row has, in the order of the rows.
    pub counts: Vec<u32>,
    /// State of the clause.
    pub sign: Sign,
}

/// Draws the heat map.
pub fn heat_map(words: Words<'_>, map: &HeatMap) -> String {
    let bands = bands(&map.chapters);
    let most = bands.iter().map(|band| columns(band)).max().unwrap_or(0);
    let most_chapters = bands.iter().map(Vec::len).max().unwrap_or(1);
    let room = WIDTH - LEFT - BETWEEN * count(most_chapters.saturating_sub(1));
    let pitch = (room / count(most).max(1.0)).min(WIDEST);
    let band_height = 44.0 + 18.0 * count(map.rows.len()) + 24.0;
    let mut drawing = Drawing::new(WIDTH);
    for (at, band) in bands.iter().enumerate() {
        draw_band(&mut drawing, map, band, (count(at) * (band_height + 14.0), pitch));
    }
    drawing.close_picture(words);
    for (at, band) in bands.iter().enumerate() {
        let top = count(at) * (band_height + 14.0);
        for (x, column) in places(band, pitch) {
            drawing.hit(&column.href, &column.name, (x - 1.5, pitch), (top + 40.0, band_height - 42.0));
        }
    }
    drawing.finish_open("heat", count(bands.len()) * (band_height + 14.0) - 14.0)
}

fn columns(band: &[&HeatChapter]) -> usize {
    band.iter().map(|chapter| chapter.columns.len()).sum()
}

fn bands(chapters: &[HeatChapter]) -> Vec<Vec<&HeatChapter>> {
    let mut bands: Vec<Vec<&HeatChapter>> = vec![Vec::new()];
    for chapter in chapters.iter().filter(|chapter| !chapter.columns.is_empty()) {
        let last = bands.last_mut().expect("there is always a band");
        if !last.is_empty() && columns(last) + chapter.columns.len() > MOST {
            bands.push(vec![chapter]);
        } else {
            last.push(chapter);
        }
    }
    bands
}

fn places<'a>(band: &[&'a HeatChapter], pitch: f64) -> Vec<(f64, &'a HeatColumn)> {
    let mut places = Vec::new();
    let mut x = LEFT;
    for chapter in band {
        for column in &chapter.columns {
            places.push((x, column));
            x += pitch;
        }
        x += BETWEEN;
    }
    places
}

fn draw_band(drawing: &mut Drawing, map: &HeatMap, band: &[&HeatChapter], (top, pitch): (f64, f64)) {
    let px = NARROWEST / WIDTH;
    let (cell, first) = (pitch - 3.0, top + 44.0);
    draw_chapters(drawing, band, (top, pitch));
    for (row, label) in map.rows.iter().enumerate() {
        let y = first + 18.0 * count(row) + 11.5;
        drawing.text("hw", (0.0, y), (Anchor::Start, 0.0), short_label(label, (LEFT - 6.0) * px));
    }
    let signs = first + 18.0 * count(map.rows.len()) + 14.0;
    drawing.line("l-line2", (0.0, signs - 13.0), (WIDTH, signs - 13.0));
    drawing.text("hw b", (0.0, signs + 4.0), (Anchor::Start, 0.0), &fit(&map.coverage_word, 12.0, (LEFT - 8.0) * px));
    let (mut label_end, mut waiting) = (0.0, None);
    for (x, column) in places(band, pitch) {
        waiting = column.label.as_deref().or(waiting);
        // A label that would touch the one before it moves on to the next column of its group, if there is one.
        if let Some(label) = waiting.filter(|_| x > label_end) {
            drawing.text("hs", (x, top + 34.0), (Anchor::Start, 0.0), label);
            label_end = x + (text_px(label, 11.0) * 0.93 + 2.0) / px;
            waiting = None;
        }
        for row in 0..map.rows.len() {
            let y = first + 18.0 * count(row);
            match column.counts.get(row).copied().unwrap_or(0) {
                0 => drawing.circle("q0", (x + cell / 2.0, y + 7.5), 1.0),
                n => drawing.rect(["q1", "q1", "q2", "q3"][n.min(3) as usize], (x, cell), (y, 15.0)),
            }
        }
        let size = 14.0_f64.min(pitch * px - 1.5).max(8.0);
        drawing.at((x + cell / 2.0, signs), &column.sign.centred(size));
    }
}

/// The label of a row, or what stands before its first comma where the whole does not fit.
fn short_label(label: &str, px: f64) -> &str {
    if text_px(label, 12.0) <= px { label } else { label.split(',').next().unwrap_or_default() }
}

/// The title, or what stands before its first joining word, or as many first words as fit into `px`: "Context of the
/// organization" becomes "Context". The number before it and the table below tell the rest.
fn short_title(title: &str, px: f64) -> &str {
    let fits = |text: &str| text_px(text, 11.4) <= px;
    let title = title.trim_end();
    if fits(title) {
        return title;
    }
    // Joining words are short and begin small, in English and in German.
    let joins = |word: &str| word.chars().count() <= 3 && word.starts_with(char::is_lowercase);
    let mut blanks = title.match_indices(' ').map(|(at, _)| at);
    let end = blanks.find(|at| joins(title[at + 1..].split(' ').next().unwrap_or_default()));
    let mut rest = &title[..end.unwrap_or(title.len())];
    while !rest.is_empty() {
        rest = rest.trim_end_matches([' ', ',', ';', ':', '–', '—']);
        if fits(rest) {
            return rest;
        }
        rest = &rest[..rest.rfind(' ').unwrap_or(0)];
    }
    ""
}

fn draw_chapters(drawing: &mut Drawing, band: &[&HeatChapter], (top, pitch): (f64, f64)) {
    let px = NARROWEST / WIDTH;
    let mut x = LEFT;
    for chapter in band {
        let wide = pitch * count(chapter.columns.len());
        // Capitals are wider than figures.
        let size = if chapter.number.chars().all(char::is_alphabetic) { 17.5 } else { 13.0 };
        let number_px = if chapter.number.is_empty() { 0.0 } else { text_px(&chapter.number, size) + 6.0 };
        drawing.text("hn", (x, top + 12.0), (Anchor::Start, 0.0), &chapter.number);
        // Into the space before the next chapter, if need be; capitals and narrow letters make up for each other.
        let title = short_title(&chapter.title, (wide + BETWEEN - 3.0).min(WIDTH - x) * px - number_px);
        if !title.is_empty() {
            drawing.text("hc", (x, top + 12.0), (Anchor::Start, number_px), title);
        }
        drawing.line("l-line2", (x, top + 18.5), (x + wide - 3.0, top + 18.5));
        x += wide + BETWEEN;
    }
}

#[cfg(test)]
mod tests {
    use super::short_title;

    #[test]
    fn titles_are_cut_between_words() {
        let long = "Support of the service management system";
        assert_eq!(short_title(long, 400.0), long);
        assert_eq!(short_title(long, 200.0), "Support");
        assert_eq!(short_title("Evaluate, Direct and Monitor", 100.0), "Evaluate, Direct");
        assert_eq!(short_title("Evaluate, Direct and Monitor", 70.0), "Evaluate");
        assert_eq!(short_title("Überwachung und Bewertung", 80.0), "Überwachung");
        assert_eq!(short_title("Leadership", 20.0), "");
        assert_eq!(short_title("", 20.0), "");
        assert_eq!(short_title("   ", -5.0), "");
    }
}
