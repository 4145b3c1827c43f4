//! The matrix of the sample, read from a table.

use super::*;
use crate::render::figure::{HeatChapter, HeatColumn, HeatMap, Sign, heat_map};

const TABLE: &str = include_str!("matrix.txt");
const COLUMNS: [&str; 5] = ["Policy, manual", "Plan", "Process", "Procedure", "Record"];

struct Line<'a> {
    level: u8,
    sign: Sign,
    number: &'a str,
    title: &'a str,
    cells: Vec<Vec<&'a str>>,
    audited: &'a str,
    missing: &'a str,
}

fn lines() -> Vec<Line<'static>> {
    let read = |line: &'static str| {
        let part: Vec<&str> = line.split('|').collect();
        let sign = match part[1] {
            "c" => Sign::Covered,
            "p" => Sign::Partial,
            "g" => Sign::Gap,
            _ => Sign::Heading,
        };
        let cells = part[4].split(';').map(|cell| cell.split_whitespace().collect()).collect();
        Line { level: part[0].parse().unwrap(), sign, number: part[2], title: part[3], cells, audited: part[5], missing: part[6] }
    };
    TABLE.lines().filter(|line| !line.trim_start().is_empty()).map(read).collect()
}

fn word(sign: Sign) -> &'static str {
    match sign {
        Sign::Covered => "Covered",
        Sign::Partial => "Partial",
        Sign::Gap => "Gap",
        _ => "",
    }
}

fn state(line: &Line<'_>) -> State {
    let state = State::new(line.sign, word(line.sign));
    let records = line.cells.last().is_some_and(|cell| !cell.is_empty());
    match line.sign {
        Sign::Covered if !records => state.on_step(2, "documented"),
        Sign::Covered if line.audited.ends_with("2024") => state.on_step(3, "evidenced"),
        Sign::Covered => state.on_step(4, "audited"),
        _ => state,
    }
}

/// How many of the clauses below a heading are covered, in words, and which signs there are.
fn summary(lines: &[Line<'_>], number: &str) -> (String, String) {
    let below = |line: &&Line<'_>| line.sign != Sign::Heading && line.number.starts_with(&format!("{number}."));
    let signs: Vec<Sign> = lines.iter().filter(below).map(|line| line.sign).collect();
    let n = |sign| signs.iter().filter(|other| **other == sign).count();
    let mut words = format!("{} of {} covered", n(Sign::Covered), signs.len());
    for (sign, word) in [(Sign::Partial, "partial"), (Sign::Gap, "gap")] {
        if n(sign) > 0 {
            words += &format!(", {} {word}", n(sign));
        }
    }
    let has: BTreeSet<&str> = signs.iter().map(|sign| sign.key()).collect();
    (words, has.into_iter().collect::<Vec<_>>().join(" "))
}

fn row(lines: &[Line<'_>], line: &Line<'_>) -> MatrixRow {
    let (summary, has) = summary(lines, line.number);
    let gap = (line.sign == Sign::Gap).then(|| GapNote {
        text: "No document addresses this clause.".into(),
        action: Some(link("NC-2026-03", "nonconformities.html#nc-2026-03")),
        rest: "Supplier Manager, due 30 Apr 2026".into(),
        derived: Vec::new(),
    });
    MatrixRow {
        heading: line.sign == Sign::Heading,
        level: line.level,
        anchor: format!("c{}", line.number),
        number: line.number.into(),
        title: line.title.into(),
        href: "clause.html".into(),
        summary,
        has,
        state: state(line),
        missing: line.missing.into(),
        cells: line.cells.iter().map(|cell| cell.iter().map(|id| chip(id)).collect()).collect(),
        gap,
        excluded: None,
        audited: line.audited.into(),
    }
}

fn heat(lines: &[Line<'_>]) -> String {
    let mut chapters: Vec<HeatChapter> = Vec::new();
    let mut last = String::new();
    for line in lines {
        if line.level == 0 {
            let title = line.title.split_whitespace().next().unwrap_or_default().to_owned();
            chapters.push(HeatChapter { number: line.number.into(), title, columns: Vec::new() });
        } else if line.sign != Sign::Heading {
            let second = line.number.split('.').take(2).collect::<Vec<_>>().join(".");
            let label = (second != last).then(|| second.clone());
            last = second;
            let mut counts: Vec<u32> = line.cells.iter().map(|cell| cell.len() as u32).collect();
            counts.resize(5, 0);
            let name = format!("{} {}: {}", line.number, line.title, word(line.sign));
            let column = HeatColumn { label, name, href: format!("#c{}", line.number), counts, sign: line.sign };
            chapters.last_mut().unwrap().columns.push(column);
        }
    }
    let map = HeatMap { rows: COLUMNS.map(String::from).to_vec(), coverage_word: "Coverage".into(), chapters };
    heat_map(
        words("heat", "Where the evidence is", "51 covered, 5 partial, 1 gap: 8.3.4.2. The table holds the same facts."),
        &map,
    )
}

fn minis(lines: &[Line<'_>]) -> Vec<MiniChapter> {
    let mut chapters: Vec<MiniChapter> = Vec::new();
    for line in lines {
        if line.level == 0 {
            let summary = summary(lines, line.number).0.replace(" covered", "");
            let summary = summary.split(',').next().unwrap_or_default().to_owned();
            let name = format!("{} {}", line.number, line.title);
            chapters.push(MiniChapter { name, number: line.number.into(), title: line.title.into(), summary, signs: Vec::new() });
        } else if line.sign != Sign::Heading {
            let sign = MiniSign {
                href: format!("#c{}", line.number),
                name: format!("{} {}", line.number, word(line.sign)),
                state: state(line),
            };
            chapters.last_mut().unwrap().signs.push(sign);
        }
    }
    chapters
}

fn frameworks(current: usize) -> Vec<Tab> {
    let titles = ["ISO/IEC 20000-1:2018", "ISO/IEC 27001:2022", "ITIL 4", "COBIT 2019"];
    titles.iter().enumerate().map(|(at, title)| tab(title, "", at == current)).collect()
}

/// The matrix of the primary framework.
pub(super) fn own() -> MatrixPage {
    let lines = lines();
    let mut blocks: Vec<MatrixBlock> = Vec::new();
    for line in &lines {
        if line.level == 0 {
            blocks.push(MatrixBlock::default());
        }
        blocks.last_mut().unwrap().rows.push(row(&lines, line));
    }
    MatrixPage {
        page: page("clauses", "Clause traceability"),
        title: "Clause traceability".into(),
        lead: "Which documents address each clause, and where the evidence is.".into(),
        framework: "ISO/IEC 20000-1:2018".into(),
        frameworks: frameworks(0),
        heat_svg: Some(heat(&lines)),
        chapters: minis(&lines),
        shades: true,
        legend: [Sign::Covered, Sign::Partial, Sign::Gap].map(|sign| State::new(sign, word(sign))).to_vec(),
        segments: vec![
            Segment::all("All", 57),
            Segment::of(Sign::Covered, "Covered", 51),
            Segment::of(Sign::Partial, "Partial", 5),
            Segment::of(Sign::Gap, "Gap", 1),
        ],
        counted: "51 of 57 assessable clauses are covered by an approved document in force. 12 headings are not counted.".into(),
        derived_note: None,
        derived_only: false,
        ladder: true,
        exports: exports(),
        columns: COLUMNS
            .iter()
            .map(|label| MatrixColumn { label: (*label).into(), wide: ["Policy, manual", "Process", "Record"].contains(label) })
            .collect(),
        audited_column: true,
        blocks,
        proof_key: true,
    }
}

/// The matrix of a framework that has no documents of its own.
pub(super) fn derived() -> MatrixPage {
    let practice = |number: &str, title: &str, clauses: &[&str], documents: &[&str]| {
        let sign = if clauses.is_empty() { Sign::NotApplicable } else { Sign::Derived };
        let clause =
            |number: &&str| Chip { kind: ChipKind::Clause, id: (*number).into(), href: "clause.html".into(), ..Chip::default() };
        let derived = |id: &&str| Chip { kind: ChipKind::Derived, ..chip(id) };
        MatrixRow {
            level: 1,
            anchor: format!("c{number}"),
            title: title.into(),
            href: "clause.html".into(),
            state: State::new(sign, if clauses.is_empty() { "None" } else { "Derived" }),
            cells: vec![clauses.iter().map(clause).collect(), documents.iter().map(derived).collect()],
            ..MatrixRow::default()
        }
    };
    let group = |anchor: &str, title: &str| MatrixRow {
        heading: true,
        anchor: anchor.into(),
        title: title.into(),
        summary: "2 of 3 derived".into(),
        has: "derived not-applicable".into(),
        ..MatrixRow::default()
    };
    let rows = vec![
        group("service", "Service management practices"),
        practice("incident", "Incident management", &["8.6.1"], &["PRO-012", "PRC-004"]),
        practice("problem", "Problem management", &["8.6.3"], &["PRO-014"]),
        practice("analysis", "Business analysis", &[], &[]),
    ];
    MatrixPage {
        page: page("clauses", "ITIL 4"),
        title: "ITIL 4 practices".into(),
        derived_only: true,
        lead: "Which practices our documents touch, by way of the crosswalk.".into(),
        framework: "ITIL 4".into(),
        frameworks: frameworks(2),
        legend: vec![State::new(Sign::Derived, "Derived")],
        chapters: vec![MiniChapter {
            name: "Service management practices".into(),
            number: "Service".into(),
            title: "Service management practices".into(),
            summary: "2 of 3".into(),
            signs: vec![MiniSign {
                href: "#cincident".into(),
                name: "Incident management".into(),
                state: State::new(Sign::Derived, "Derived"),
            }],
        }],
        segments: vec![
            Segment::all("All", 3),
            Segment::of(Sign::Derived, "Derived", 2),
            Segment::of(Sign::NotApplicable, "None", 1),
        ],
        counted: "2 of 3 practices have a counterpart.".into(),
        derived_note: Some("Derived means: the crosswalk leads from a clause to the practice. It is not coverage.".into()),
        columns: ["Clauses of ISO/IEC 20000-1", "Documents"]
            .map(|label| MatrixColumn { label: label.into(), wide: true })
            .to_vec(),
        blocks: vec![MatrixBlock { rows }],
        ..MatrixPage::default()
    }
}
