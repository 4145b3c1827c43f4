//! The picture above a matrix: the heat map, the same as rows of signs, and what can be filtered.

use super::Site;
use super::evidence::{COLUMNS, SIGNS, Scheme, Tally, shown_number};
use super::matrix::row_anchor;
use crate::handbook::State;
use crate::render::figure::{HeatChapter, HeatColumn, HeatMap, Sign, Words, heat_map};
use crate::render::view::{self, MiniChapter, MiniSign, Segment};

/// What stands above the table.
#[derive(Debug, Default)]
pub(super) struct MatrixFigure {
    /// Heat map; none when there is nothing to draw.
    pub(super) heat_svg: Option<String>,
    /// Rows of signs.
    pub(super) chapters: Vec<MiniChapter>,
    /// The heat map counts documents.
    pub(super) shades: bool,
    /// Signs that occur.
    pub(super) legend: Vec<view::State>,
    /// Choices of the filter.
    pub(super) segments: Vec<Segment>,
}

/// A chapter on its way into the figure.
struct Chapter {
    at: usize,
    heat: HeatChapter,
    signs: Vec<MiniSign>,
}

impl Site<'_> {
    /// The figure of a matrix.
    pub(super) fn matrix_figure(&self, scheme: &Scheme<'_>) -> MatrixFigure {
        let chapters = self.chapters(scheme);
        let tally = self.whole_tally(scheme);
        if chapters.is_empty() {
            return MatrixFigure::default();
        }
        let words = self.words();
        let map = HeatMap {
            rows: COLUMNS.iter().map(|name| words.get(&format!("matrix.column.{name}")).to_owned()).collect(),
            coverage_word: words.get("matrix.coverage").to_owned(),
            chapters: chapters.iter().map(|it| it.heat.clone()).collect(),
        };
        let title = words.with("matrix.heat", &[("framework", &scheme.framework.code)]);
        let desc = self.coverage_sentence(scheme);
        let shades = map.chapters.iter().flat_map(|it| &it.columns).flat_map(|it| &it.counts).any(|&n| n > 0);
        let occurring = SIGNS.into_iter().filter(|&sign| tally.of_sign(sign) > 0);
        let segment = |sign: Sign| Segment::of(sign, self.sign_word(sign), tally.of_sign(sign));
        let all = Segment::all(words.get("evidence.all"), tally.total());
        MatrixFigure {
            heat_svg: Some(heat_map(Words { id: "heat", title: &title, desc: &desc }, &map)),
            chapters: chapters.into_iter().map(|it| self.mini_chapter(scheme, it)).collect(),
            shades,
            legend: occurring.clone().map(|sign| self.state_of(sign)).collect(),
            segments: std::iter::once(all).chain(occurring.map(segment)).collect(),
        }
    }

    /// Signs of all clauses with requirements.
    pub(super) fn whole_tally(&self, scheme: &Scheme<'_>) -> Tally {
        Tally::of((0..scheme.coverage.clauses.len()).map(|idx| self.handbook.sign_in(scheme, idx)))
    }

    fn chapters(&self, scheme: &Scheme<'_>) -> Vec<Chapter> {
        let mut chapters: Vec<Chapter> = Vec::new();
        let mut label_before = None;
        for idx in scheme.in_order() {
            let (clause, it) = scheme.at(idx);
            if it.state == State::Heading {
                continue;
            }
            let at = scheme.framework.chapter(idx);
            let head = &scheme.framework.clauses()[at];
            // Clauses that stand alone at the top share one unnamed chapter.
            let alone = at == idx;
            if chapters.last().is_none_or(|last| last.at != at && !(alone && last.heat.title.is_empty())) {
                let (number, title) =
                    if alone { (String::new(), String::new()) } else { (shown_number(head).to_owned(), head.title.clone()) };
                chapters.push(Chapter { at, heat: HeatChapter { number, title, columns: Vec::new() }, signs: Vec::new() });
            }
            let second = std::iter::successors(Some(idx), |&at| scheme.framework.clauses()[at].parent)
                .find(|&above| scheme.framework.clauses()[above].depth <= 1);
            let label = second.filter(|_| label_before != second).map(|at| shown_number(&scheme.framework.clauses()[at]));
            label_before = second;
            let state = self.state_in(scheme, idx);
            let name = self.clause_and_state(clause, &state.word);
            let Some(chapter) = chapters.last_mut() else { continue };
            let href = format!("#{}", row_anchor(clause));
            chapter.heat.columns.push(HeatColumn {
                label: label.filter(|label| !label.is_empty()).map(str::to_owned),
                name: name.clone(),
                href: href.clone(),
                counts: self.column_counts(it).to_vec(),
                sign: state.sign,
            });
            chapter.signs.push(MiniSign { href, name, state });
        }
        chapters
    }

    fn mini_chapter(&self, scheme: &Scheme<'_>, chapter: Chapter) -> MiniChapter {
        let tally = Tally::of(chapter.signs.iter().map(|it| it.state.sign));
        let (n, of) = (tally.of_sign(Sign::Covered).to_string(), tally.assessed().to_string());
        let name = format!("{} {}", chapter.heat.number, chapter.heat.title).trim().to_owned();
        let number = match chapter.heat.number.is_empty() {
            false => chapter.heat.number,
            // A group without a number goes by the first word of its title.
            true => scheme.framework.clauses()[chapter.at].title.split(' ').next().unwrap_or_default().to_owned(),
        };
        MiniChapter {
            name,
            number: if chapter.heat.title.is_empty() { String::new() } else { number },
            title: chapter.heat.title,
            summary: self.words().with("evidence.of", &[("n", &n), ("of", &of)]),
            signs: chapter.signs,
        }
    }
}
