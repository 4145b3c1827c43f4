//! The traceability matrix of a framework: which documents answer each clause, and how well that is shown.

use super::Site;
use super::evidence::{COLUMNS, Scheme, answers, clause_name, counted, shown_number};
use super::frame::Frame;
use crate::base::{SitePath, escaped};
use crate::catalogue::Clause;
use crate::handbook::{ClauseCoverage, EntryIdx, Record, State, TableKind};
use crate::render::figure::Sign;
use crate::render::view::{Chip, GapNote, Link, MatrixBlock, MatrixColumn, MatrixPage, MatrixRow};

/// The most chips of one cell; the page of the clause has them all.
const CELL: usize = 6;
/// The most missing things a row names.
const NAMED: usize = 3;
/// Deeper clauses look like these.
const DEEPEST: usize = 5;

/// The anchor of a clause's row.
pub(super) fn row_anchor(clause: &Clause) -> String {
    format!("c-{}", escaped(clause.number.as_str()))
}

impl Site<'_> {
    /// The matrix of a framework, by its place in `Handbook::coverage`.
    pub(super) fn matrix(&self, path: &SitePath, at: usize) -> MatrixPage {
        let words = self.words();
        let scheme = self.handbook.scheme(at);
        let title = words.get("matrix.title").to_owned();
        let lead = words.get("matrix.lead").to_owned();
        let figure = self.matrix_figure(&scheme);
        let blocks = self.matrix_blocks(path, &scheme);
        let rows = || blocks.iter().flat_map(|block| &block.rows);
        let derived =
            rows().any(|row| row.state.sign == Sign::Derived || row.gap.as_ref().is_some_and(|gap| !gap.derived.is_empty()));
        let page_title =
            if self.handbook.coverage.len() > 1 { format!("{title}, {}", scheme.framework.code) } else { title.clone() };
        MatrixPage {
            page: self.frame(Frame {
                path,
                title: &page_title,
                section: "clauses",
                menu_page: at == 0,
                description: Some(lead.clone()),
                crumbs: Vec::new(),
            }),
            lead,
            framework: scheme.framework.code.clone(),
            frameworks: self.framework_tabs(path, at),
            heat_svg: figure.heat_svg,
            chapters: figure.chapters,
            shades: figure.shades,
            legend: figure.legend,
            segments: figure.segments,
            counted: self.coverage_sentence(&scheme),
            derived_note: derived.then(|| words.get("matrix.derived").to_owned()),
            derived_only: derived && scheme.coverage.clauses.iter().all(|it| it.tags.is_empty()),
            ladder: rows().any(|row| row.state.sign == Sign::Covered),
            exports: self.export_links(path, &TableKind::Matrix(at)),
            columns: columns(self, &blocks),
            audited_column: scheme.coverage.clauses.iter().any(|it| !it.audits.is_empty()),
            proof_key: rows().flat_map(|row| row.cells.iter().flatten()).any(|chip| chip.proof.is_some()),
            blocks,
            title,
        }
    }

    /// What is covered, with what is counted: never a share without its whole.
    pub(super) fn coverage_sentence(&self, scheme: &Scheme<'_>) -> String {
        let words = self.words();
        let number = |state: State| scheme.coverage.reached(state).0;
        let tally = self.whole_tally(scheme);
        let of = tally.assessed().to_string();
        let mut sentences = vec![words.with("matrix.counted", &[("n", &tally.of_sign(Sign::Covered).to_string()), ("of", &of)])];
        for sign in [Sign::Partial, Sign::Drafted, Sign::Derived, Sign::Gap] {
            if tally.of_sign(sign) > 0 {
                sentences.push(words.plural(&format!("matrix.counted.{}", sign.key()), counted(tally.of_sign(sign))));
            }
        }
        let rungs = [("matrix.counted.evidenced", State::Evidenced), ("matrix.counted.audited", State::Audited)];
        for (key, state) in rungs.into_iter().filter(|(_, state)| number(*state) > 0) {
            sentences.push(words.with(key, &[("n", &number(state).to_string()), ("of", &of)]));
        }
        let excluded = tally.of_sign(Sign::NotApplicable);
        if excluded > 0 {
            sentences.push(words.plural("matrix.counted.excluded", counted(excluded)));
        }
        sentences.join(" ")
    }

    /// Chapters with all that lies below them; clauses that stand alone at the top share a block.
    fn matrix_blocks(&self, path: &SitePath, scheme: &Scheme<'_>) -> Vec<MatrixBlock> {
        let mut blocks: Vec<MatrixBlock> = Vec::new();
        let mut chapter = None;
        for idx in scheme.in_order() {
            let own = scheme.framework.chapter(idx);
            let alone = |at: usize| scheme.at(at).1.state != State::Heading;
            let goes_on = chapter == Some(own) || chapter.is_some_and(|before| alone(before) && alone(own));
            if !goes_on || blocks.is_empty() {
                blocks.push(MatrixBlock::default());
            }
            chapter = Some(own);
            if let Some(block) = blocks.last_mut() {
                block.rows.push(self.matrix_row(path, scheme, idx));
            }
        }
        blocks
    }

    fn matrix_row(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> MatrixRow {
        let (clause, it) = scheme.at(idx);
        let row = MatrixRow {
            level: u8::try_from(clause.depth.min(DEEPEST)).unwrap_or_default(),
            anchor: row_anchor(clause),
            number: shown_number(clause).to_owned(),
            title: if clause.title.is_empty() { clause.number.to_string() } else { clause.title.clone() },
            href: self.clause_href(path, &scheme.reference(idx)),
            ..MatrixRow::default()
        };
        if it.state == State::Heading {
            let tally = self.tally(scheme, idx);
            let own = answers(&it.tags).count();
            let mut summary = match tally.total() {
                0 => self.words().get("matrix.nothing_asked").to_owned(),
                _ => self.tally_words(&tally),
            };
            if own > 0 {
                summary.push_str("; ");
                summary.push_str(&self.words().plural("matrix.on_heading", counted(own)));
            }
            return MatrixRow { heading: true, summary, has: tally.keys(), state: self.state_of(Sign::Heading), ..row };
        }
        let state = self.state_in(scheme, idx);
        let sign = state.sign;
        MatrixRow {
            state,
            missing: if matches!(sign, Sign::Partial | Sign::Drafted) { self.missing(clause, it) } else { String::new() },
            cells: self.matrix_cells(path, scheme, idx),
            gap: (sign == Sign::Gap).then(|| self.gap_note(path, scheme, idx)),
            excluded: it.justification.clone().filter(|_| it.state == State::Excluded),
            audited: it.audits.first().map_or(String::new(), |audit| self.month(audit.date)),
            ..row
        }
    }

    /// What a clause lacks: required documented information and points by name, else what the documents say themselves.
    fn missing(&self, clause: &Clause, it: &ClauseCoverage) -> String {
        let words = self.words();
        let demands: Vec<&str> = it.missing_demands(clause).collect();
        let points: Vec<&str> = it.missing_points(clause).collect();
        let mut parts = Vec::new();
        for (key, names) in [("matrix.missing", demands), ("matrix.missing_points", points)] {
            if !names.is_empty() {
                parts.push(words.with(key, &[("what", &self.some_of(&names))]));
            }
        }
        let counting: Vec<_> = answers(&it.tags).filter(|it| self.standing(it.entry).is_empty()).collect();
        if !counting.is_empty() && counting.iter().all(|it| it.partial()) {
            let notes: Vec<&str> = counting.iter().flat_map(|it| it.tags).filter_map(|tag| tag.note.as_deref()).collect();
            let said = if notes.is_empty() { words.get("matrix.in_part").to_owned() } else { self.some_of(&notes) };
            parts.push(said);
        }
        parts.join(" ")
    }

    /// The first few of some names, and how many more there are.
    fn some_of(&self, names: &[&str]) -> String {
        let mut text = names[..names.len().min(NAMED)].join("; ");
        if names.len() > NAMED {
            text.push(' ');
            text.push_str(&self.words().plural("evidence.and_more", counted(names.len() - NAMED)));
        }
        text
    }

    /// How many documents and records each column has for a clause.
    pub(super) fn column_counts(&self, it: &ClauseCoverage) -> [u32; COLUMNS.len()] {
        let mut counts = [0; COLUMNS.len()];
        for answer in answers(&it.tags) {
            counts[self.column_of(answer.entry)] += 1;
        }
        counts[COLUMNS.len() - 1] += u32::try_from(it.other_records().count()).unwrap_or(u32::MAX);
        counts
    }

    fn matrix_cells(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<Vec<Chip>> {
        let (_, it) = scheme.at(idx);
        let mut cells: Vec<Vec<Chip>> = vec![Vec::new(); COLUMNS.len()];
        let mut left_out = [0_usize; COLUMNS.len()];
        let mut put = |column: usize, chip: &dyn Fn() -> Chip| match cells[column].len() < CELL {
            true => cells[column].push(chip()),
            false => left_out[column] += 1,
        };
        for answer in answers(&it.tags) {
            put(self.column_of(answer.entry), &|| self.answer_chip(path, answer));
        }
        // The latest records first: they are what an auditor asks for.
        let mut records: Vec<&Record> = it.other_records().collect();
        records.sort_by_key(|record| std::cmp::Reverse(record.date));
        for record in records {
            put(COLUMNS.len() - 1, &|| self.record_chip(path, record));
        }
        if self.handbook.sign_in(scheme, idx) == Sign::Derived {
            for entry in self.handbook.derived(&scheme.reference(idx)) {
                put(self.column_of(entry), &|| self.derived_chip(path, entry));
            }
        }
        for (cell, more) in cells.iter_mut().zip(left_out).filter(|(_, more)| *more > 0) {
            cell.push(self.more_chip(self.clause_href(path, &scheme.reference(idx)), more));
        }
        cells
    }

    fn gap_note(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> GapNote {
        let action = self.handbook.action_for(scheme, idx);
        let derived: Vec<EntryIdx> = self.handbook.derived(&scheme.reference(idx));
        let left_out = derived.len().saturating_sub(CELL);
        let more = (left_out > 0).then(|| self.more_chip(self.clause_href(path, &scheme.reference(idx)), left_out));
        GapNote {
            text: self.words().get("evidence.gap").to_owned(),
            rest: action.map_or(String::new(), |(_, item)| self.owner_and_due(item)),
            action: action.map(|(at, item)| Link { title: item.id.value.to_string(), href: self.item_href(path, at) }),
            derived: derived.into_iter().take(CELL).map(|entry| self.derived_chip(path, entry)).chain(more).collect(),
        }
    }

    /// A clause with its state, for those who do not see the sign.
    pub(super) fn clause_and_state(&self, clause: &Clause, word: &str) -> String {
        self.words().with("evidence.clause_state", &[("clause", &clause_name(clause)), ("state", word)])
    }
}

/// The three columns that most often hold several chips are wide.
fn columns(site: &Site<'_>, blocks: &[MatrixBlock]) -> Vec<MatrixColumn> {
    let rows = || blocks.iter().flat_map(|block| &block.rows);
    let several = |at: usize| rows().filter(|row| row.cells.get(at).is_some_and(|cell| cell.len() > 1)).count();
    let mut by_need: Vec<usize> = (0..COLUMNS.len()).collect();
    // Where nothing decides, records, processes and policies, which are many in any system.
    by_need.sort_by_key(|&at| (std::cmp::Reverse(several(at)), [2, 4, 1, 3, 0][at]));
    let column = |(at, name): (usize, &&str)| MatrixColumn {
        label: site.words().get(&format!("matrix.column.{name}")).to_owned(),
        wide: by_need[..3].contains(&at),
    };
    COLUMNS.iter().enumerate().map(column).collect()
}
