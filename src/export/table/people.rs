//! Roles with their holders, and who does what.

use super::{Cell, Column, Ground, Kind, Link, Parts};
use crate::config::Part;
use crate::handbook::{EntryIdx, Holder, RoleIdx, letters};
use crate::model::RaciRow;

/// Order of letters in a cell.
const LETTERS: [char; 4] = ['A', 'R', 'C', 'I'];

pub(super) fn roles(ground: Ground<'_>) -> Parts {
    let columns = ground.columns(&[
        ("role", Kind::Link),
        ("key", Kind::Id),
        ("state", Kind::Word),
        ("part", Kind::Word),
        ("name", Kind::Text),
        ("from", Kind::Date),
        ("to", Kind::Date),
        ("reports_to", Kind::Link),
        ("document", Kind::Link),
        ("owns", Kind::Integer),
        ("approves", Kind::Integer),
        ("accountable", Kind::Integer),
    ]);
    let all = 0..ground.handbook.roles.all.len();
    let rows = all.flat_map(|idx| role_rows(ground, idx)).collect();
    (ground.words.get("roles.title").to_owned(), columns, rows)
}

/// A row for each holding, the present ones first, and one for a role that nobody holds.
fn role_rows(ground: Ground<'_>, idx: RoleIdx) -> Vec<Vec<Cell>> {
    let roles = &ground.handbook.roles;
    let role = &roles.all[idx];
    let row = |state: Cell, holder: Option<&Holder>| {
        vec![
            Cell::Link(ground.role_at(idx)),
            Cell::Link(Link::to(role.key.as_str(), ground.handbook.role_address(idx))),
            state,
            holder.map_or(Cell::Empty, |it| match it.part {
                Part::Holder => ground.word("holder", "role.part.holder"),
                Part::Deputy => ground.word("deputy", "role.part.deputy"),
            }),
            Cell::maybe(holder.map(|it| it.name.as_str())),
            Cell::date(holder.and_then(|it| it.from)),
            Cell::date(holder.and_then(|it| it.to)),
            role.reports_to.as_ref().map_or(Cell::Empty, |(name, _)| Cell::Link(ground.role(name))),
            role.document.map_or(Cell::Empty, |it| Cell::Link(ground.document(it))),
            Cell::count(role.owns.len()),
            Cell::count(role.approves.len()),
            Cell::count(role.raci.iter().filter(|it| it.letter == 'A').count()),
        ]
    };
    let nobody = match (roles.present(idx).any(|it| it.part == Part::Holder), role.collective) {
        (true, _) => None,
        (false, true) => Some(ground.word("collective", "role.collective")),
        (false, false) => Some(ground.word("vacant", "role.vacant")),
    };
    let held = role.holders.iter().map(|it| match it.present {
        true => row(ground.word("present", "export.role.present"), Some(it)),
        false => row(ground.word("past", "export.role.past"), Some(it)),
    });
    nobody.map(|state| row(state, None)).into_iter().chain(held).collect()
}

pub(super) fn raci(ground: Ground<'_>) -> Parts {
    let columns = ground.columns(&[
        ("document", Kind::Id),
        ("document_title", Kind::Text),
        ("activity", Kind::Text),
        ("role", Kind::Link),
        ("letter", Kind::Word),
    ]);
    let mut rows = Vec::new();
    for (entry, activity) in activities(ground) {
        for (letter, name) in letters(activity) {
            let key = match letter {
                'A' => "export.raci.a",
                'R' => "export.raci.r",
                'C' => "export.raci.c",
                _ => "export.raci.i",
            };
            let word = ground.words.get(key);
            rows.push(vec![
                Cell::Link(ground.document(entry)),
                Cell::text(ground.handbook.entries[entry].document.title.value.as_str()),
                Cell::text(activity.activity.value.as_str()),
                Cell::Link(ground.role(name)),
                Cell::Word(letter.to_string(), format!("{letter} ({word})")),
            ]);
        }
    }
    (ground.words.get("raci.title").to_owned(), columns, rows)
}

pub(super) fn raci_matrix(ground: Ground<'_>) -> Parts {
    let roles = &ground.handbook.roles;
    let all: Vec<(EntryIdx, &RaciRow)> = activities(ground).collect();
    // A role by its key, also where a row names it by the id of its document; an unknown one as written.
    let key_of = |name: &str| roles.find(name).map_or(name.to_owned(), |idx| roles.all[idx].key.clone());
    let mut keys: Vec<String> = Vec::new();
    for (_, name) in all.iter().flat_map(|(_, row)| letters(row)) {
        let key = key_of(name);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut columns = ground.columns(&[
        ("document", Kind::Id),
        ("document_title", Kind::Text),
        ("activity", Kind::Text),
        ("problem", Kind::Word),
    ]);
    columns.extend(keys.iter().map(|key| Column {
        key: format!("role:{key}"),
        title: roles.title(key).to_owned(),
        kind: Kind::Text,
    }));
    let row = |&(entry, activity): &(EntryIdx, &RaciRow)| {
        let held: Vec<(char, String)> = letters(activity).map(|(letter, name)| (letter, key_of(name))).collect();
        let cell = |key: &String| {
            let shown = LETTERS.iter().filter(|letter| held.iter().any(|(held, of)| held == *letter && of == key));
            Cell::text(shown.map(char::to_string).collect::<Vec<_>>().join(" "))
        };
        let fixed = [
            Cell::Link(ground.document(entry)),
            Cell::text(ground.handbook.entries[entry].document.title.value.as_str()),
            Cell::text(activity.activity.value.as_str()),
            match activity.accountable.len() {
                1 => Cell::Empty,
                0 => ground.word("nobody-accountable", "raci.nobody"),
                _ => ground.word("several-accountable", "raci.several"),
            },
        ];
        fixed.into_iter().chain(keys.iter().map(cell)).collect()
    };
    let title = ground.words.get("export.raci_matrix").to_owned();
    (title, columns, all.iter().map(row).collect())
}

/// All activities in the order of documents.
fn activities(ground: Ground<'_>) -> impl Iterator<Item = (EntryIdx, &RaciRow)> {
    let handbook = ground.handbook;
    let entries = handbook.nav.order.iter();
    entries.flat_map(|&entry| handbook.entries[entry].document.raci.iter().map(move |row| (entry, row)))
}
