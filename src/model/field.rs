//! Fields and entries by the definitions of their types.

use std::collections::BTreeMap;

use super::document::{FieldValue, Item, TypedField};
use super::front;
use crate::base::{DocId, FrameworkId};
use crate::config::{FieldKind, FieldType, ItemType, read_authority};
use crate::yaml::{Fields, Node, Reader};

/// Reads a field of the given kind.
pub(super) fn read(reader: &Reader, node: &Node, name: &str, kind: &FieldKind, primary: &FrameworkId) -> Option<TypedField> {
    let items = || reader.items(node).into_iter();
    let value = match kind {
        FieldKind::Text => FieldValue::Text(reader.text(node, name)?.value),
        FieldKind::List => FieldValue::List(reader.texts(node, name).into_iter().map(|it| it.value).collect()),
        FieldKind::Date => FieldValue::Date(reader.date(node, name)?.value),
        FieldKind::Cycle => FieldValue::Cycle(reader.cycle(node, name)?.value),
        FieldKind::Role => FieldValue::Role(reader.text(node, name)?.value),
        FieldKind::Id => FieldValue::Id(reader.text(node, name)?),
        FieldKind::Ids => FieldValue::Ids(reader.texts(node, name)),
        FieldKind::Clauses => FieldValue::Clauses(items().filter_map(|it| front::read_clause(reader, it, primary)).collect()),
        FieldKind::Provides => FieldValue::Provides(items().filter_map(|it| front::read_provides(reader, it, primary)).collect()),
        FieldKind::Authorities => FieldValue::Authorities(items().filter_map(|it| read_authority(reader, it)).collect()),
        FieldKind::Number(least, most) => FieldValue::Number(reader.number(node, name, *least..=*most)?.value),
        FieldKind::Words(words) => {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            FieldValue::Word(reader.one_of(node, name, &words)?.value)
        }
    };
    Some(TypedField { value, span: node.span })
}

/// Reads the defined fields of a map; required ones that are missing are reported.
pub(super) fn read_all<'a>(
    reader: &Reader,
    fields: &Fields<'_>,
    defined: impl IntoIterator<Item = (&'a String, &'a FieldType)>,
    primary: &FrameworkId,
) -> BTreeMap<String, TypedField> {
    let mut values = BTreeMap::new();
    for (name, field) in defined {
        match fields.get(name) {
            Some(node) => values.extend(read(reader, node, name, &field.kind, primary).map(|value| (name.clone(), value))),
            None if field.required => fields.missing(name),
            None => {}
        }
    }
    values
}

/// Reads one entry of a register.
pub(super) fn read_item(reader: &Reader, node: &Node, kind: &ItemType, primary: &FrameworkId) -> Option<Item> {
    let fields = reader.fields(node, &kind.name);
    let id = fields.required_text("id");
    let title = fields.required_text("title").map(|it| it.value);
    let note = fields.text("note").map(|it| it.value);
    let values = read_all(reader, &fields, kind.fields.iter().map(|(name, field)| (name, field)), primary);
    fields.finish();
    let id = id?;
    let title = title.unwrap_or_else(|| id.value.clone());
    Some(Item { kind: kind.name.clone(), id: id.map(DocId::new), title, note, fields: values })
}
