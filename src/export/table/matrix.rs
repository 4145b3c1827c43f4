//! The traceability matrix of a framework: every clause with what answers it.

use super::{Cell, Ground, Kind, Link, Parts};
use crate::catalogue::Clause;
use crate::handbook::{ClauseCoverage, Scheme, Sign, Standing, State, answers};

pub(super) fn matrix(ground: Ground<'_>, at: usize) -> Parts {
    let scheme = ground.handbook.scheme(at);
    let columns = ground.columns(&[
        ("clause", Kind::Id),
        ("clause_title", Kind::Text),
        ("coverage", Kind::Word),
        ("rung", Kind::Word),
        ("documents", Kind::List),
        ("not_counted", Kind::List),
        ("sections", Kind::List),
        ("derived", Kind::List),
        ("required_information", Kind::List),
        ("missing", Kind::List),
        ("records", Kind::List),
        ("audited", Kind::Date),
        ("nonconformities", Kind::List),
        ("action", Kind::Link),
        ("notes", Kind::List),
    ]);
    let rows = scheme.in_order().into_iter().map(|idx| row(ground, &scheme, idx)).collect();
    let title = format!("{}, {}", ground.words.get("matrix.title"), scheme.framework.code);
    (title, columns, rows)
}

/// A clause by its number.
pub(super) fn clause_link(ground: Ground<'_>, scheme: &Scheme<'_>, idx: usize) -> Link {
    let to = ground.handbook.clause_address(&scheme.reference(idx));
    Link { text: scheme.framework.clauses()[idx].number.to_string(), to }
}

fn row(ground: Ground<'_>, scheme: &Scheme<'_>, idx: usize) -> Vec<Cell> {
    let handbook = ground.handbook;
    let (clause, it) = scheme.at(idx);
    let sign = handbook.sign_in(scheme, idx);
    let derived = if sign == Sign::Derived { handbook.derived(&scheme.reference(idx)) } else { Vec::new() };
    let weak = answers(&it.tags).filter(|answer| handbook.standing(answer.entry) != Standing::Counts);
    let action = if sign == Sign::Gap { handbook.action_for(scheme, idx) } else { None };
    vec![
        Cell::Link(clause_link(ground, scheme, idx)),
        Cell::text(clause.title.as_str()),
        ground.word(sign.key(), sign.word()),
        rung(ground, it, sign),
        Cell::list(answers(&it.tags).map(|answer| Link {
            to: Some(handbook.section_address(answer.entry, answer.section())),
            ..ground.document(answer.entry)
        })),
        Cell::list(weak.map(|answer| ground.document(answer.entry))),
        sections(ground, it),
        Cell::list(derived.into_iter().map(|entry| ground.document(entry))),
        Cell::list(clause.demands.iter().map(|it| Link::plain(it.name.as_str()))),
        missing(it, clause),
        Cell::list(it.other_records().map(|record| ground.item(record.at))),
        Cell::date(it.audits.first().map(|audit| audit.date)),
        Cell::list(it.nonconformities.iter().map(|&at| ground.item(at))),
        action.map_or(Cell::Empty, |(at, _)| Cell::Link(ground.item(at))),
        notes(it),
    ]
}

/// How far up the ladder; nothing where there is no ladder to climb.
fn rung(ground: Ground<'_>, it: &ClauseCoverage, sign: Sign) -> Cell {
    let key = match it.state {
        State::Drafted => "state.drafted",
        State::Documented => "state.documented",
        State::Evidenced => "state.evidenced",
        State::Audited => "state.audited",
        State::Heading | State::Excluded | State::Gap => return Cell::Empty,
    };
    if sign == Sign::Derived { Cell::Empty } else { ground.word(it.state.name(), key) }
}

/// Sections that answer the clause, each as `PRC-013 4 Steps`.
fn sections(ground: Ground<'_>, it: &ClauseCoverage) -> Cell {
    let section = |tag: &crate::handbook::Tagged| {
        let document = &ground.handbook.entries[tag.entry].document;
        let heading = document.parsed.outline.get(tag.section?)?;
        let text = [document.id.value.as_str(), &heading.number, &heading.title];
        let text: Vec<&str> = text.into_iter().filter(|it| !it.is_empty()).collect();
        Some(Link::to(text.join(" "), ground.handbook.section_address(tag.entry, tag.section)))
    };
    let mut links: Vec<Link> = it.tags.iter().filter_map(section).collect();
    links.dedup();
    Cell::list(links)
}

fn missing(it: &ClauseCoverage, clause: &Clause) -> Cell {
    // Nothing is missing from what asks for nothing.
    if it.state <= State::Excluded {
        return Cell::Empty;
    }
    Cell::list(it.missing_demands(clause).chain(it.missing_points(clause)).map(Link::plain))
}

fn notes(it: &ClauseCoverage) -> Cell {
    let mut notes: Vec<&str> = it.justification.as_deref().into_iter().collect();
    for note in it.tags.iter().filter_map(|tag| tag.note.as_deref()) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    Cell::list(notes.into_iter().map(Link::plain))
}
