//! Entries of a kind: risks, audits, services, and what users define themselves.

use super::{Cell, Column, Ground, Kind, Link, Parts};
use crate::config::{FieldKind, ItemType};
use crate::handbook::{ItemRef, risk_factors};
use crate::model::{FieldValue, Item, TypedField};

pub(super) fn entries(ground: Ground<'_>, name: &str) -> Parts {
    let types = &ground.handbook.config.types;
    let Some(kind) = types.items.get(name) else { return Parts::default() };
    let field = |(key, field): &(String, crate::config::FieldType)| Column {
        // A field of a user's may be called as one of our own columns.
        key: if OWN.contains(&key.as_str()) { format!("field:{key}") } else { key.clone() },
        title: types.label(key, ground.language()),
        kind: column_kind(&field.kind),
    };
    let mut columns = ground.columns(&[("id", Kind::Id), ("title", Kind::Text)]);
    if is_risk(kind) {
        columns.push(ground.column("score", Kind::Integer));
    }
    columns.extend(kind.fields.iter().map(field));
    columns.extend(ground.columns(&[("note", Kind::Text), ("document", Kind::Link)]));
    let rows = ground.handbook.items_of(name).map(|(at, item)| row(ground, kind, at, item)).collect();
    (kind.plural.get(ground.language()).to_owned(), columns, rows)
}

/// Keys of columns that every kind has.
const OWN: [&str; 5] = ["id", "title", "score", "note", "document"];

fn is_risk(kind: &ItemType) -> bool {
    kind.name == "risk"
}

fn column_kind(kind: &FieldKind) -> Kind {
    match kind {
        FieldKind::Text | FieldKind::Cycle => Kind::Text,
        FieldKind::Date => Kind::Date,
        FieldKind::Number(..) => Kind::Integer,
        FieldKind::Words(_) => Kind::Word,
        FieldKind::Role | FieldKind::Id => Kind::Link,
        FieldKind::List | FieldKind::Ids | FieldKind::Clauses | FieldKind::Provides | FieldKind::Authorities => Kind::List,
    }
}

fn row(ground: Ground<'_>, kind: &ItemType, at: ItemRef, item: &Item) -> Vec<Cell> {
    let mut cells = vec![Cell::Link(ground.item(at)), Cell::text(item.title.as_str())];
    if is_risk(kind) {
        cells.push(Cell::Integer(i64::from(risk_factors(item).score())));
    }
    cells.extend(kind.fields.iter().map(|(name, _)| item.fields.get(name).map_or(Cell::Empty, |it| field_cell(ground, it))));
    cells.push(Cell::maybe(item.note.as_deref()));
    cells.push(Cell::Link(ground.document(at.entry)));
    cells
}

fn field_cell(ground: Ground<'_>, field: &TypedField) -> Cell {
    match &field.value {
        FieldValue::Text(text) => Cell::text(text.as_str()),
        FieldValue::Word(word) => ground.own_word(word),
        FieldValue::List(items) => Cell::list(items.iter().map(|it| ground.named(it))),
        FieldValue::Date(date) => Cell::Date(*date),
        FieldValue::Cycle(cycle) => Cell::text(ground.words.cycle(*cycle)),
        FieldValue::Role(role) => Cell::Link(ground.role(role)),
        FieldValue::Id(id) => Cell::Link(ground.named(&id.value)),
        FieldValue::Ids(ids) => Cell::list(ids.iter().map(|it| ground.named(&it.value))),
        FieldValue::Clauses(tags) => Cell::list(tags.iter().map(|it| ground.clause(it))),
        FieldValue::Provides(all) => Cell::list(all.iter().map(|it| Link::plain(it.words.as_str()))),
        FieldValue::Authorities(all) => Cell::list(all.iter().map(|it| Link::plain(it.may.as_str()))),
        FieldValue::Number(number) => Cell::Integer(*number),
    }
}
