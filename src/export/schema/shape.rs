//! The pieces schemas are made of. Scalars are read as written, so a text may look like a number or a yes to YAML.

use serde_json::{Map, Value, json};

use crate::config::FieldKind;

/// A key of a map: its name, what it is for, and what it holds.
pub(super) struct Key {
    name: String,
    about: String,
    shape: Value,
    required: bool,
}

/// An optional key.
pub(super) fn key(name: &str, about: &str, shape: Value) -> Key {
    Key { name: name.to_owned(), about: about.to_owned(), shape, required: false }
}

/// A required key.
pub(super) fn needed(name: &str, about: &str, shape: Value) -> Key {
    Key { required: true, ..key(name, about, shape) }
}

/// The keys as `properties`.
pub(super) fn properties(keys: &[Key]) -> Map<String, Value> {
    keys.iter()
        .map(|key| {
            let mut shape = Map::from_iter([("description".into(), key.about.as_str().into())]);
            if let Value::Object(given) = &key.shape {
                shape.extend(given.clone());
            }
            (key.name.clone(), Value::Object(shape))
        })
        .collect()
}

/// A map with these keys and no others.
pub(super) fn object(keys: &[Key]) -> Value {
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name.as_str()).collect();
    let mut shape = json!({"type": "object", "properties": properties(keys), "additionalProperties": false});
    if !required.is_empty() {
        shape["required"] = required.into();
    }
    shape
}

/// A map of names the user chooses.
pub(super) fn map_of(shape: Value) -> Value {
    json!({"type": "object", "additionalProperties": shape})
}

/// A single value.
pub(super) fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// One of a few words.
pub(super) fn words<S: AsRef<str>>(words: &[S]) -> Value {
    json!({"enum": words.iter().map(AsRef::as_ref).collect::<Vec<&str>>()})
}

/// True or false.
pub(super) fn flag() -> Value {
    json!({"type": "boolean"})
}

/// A day.
pub(super) fn date() -> Value {
    json!({"type": "string", "format": "date", "pattern": "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$"})
}

/// A length of time.
pub(super) fn cycle() -> Value {
    let pattern = "^\\s*([0-9]+\\s+[A-Za-z]+|[Pp]([0-9]+[A-Za-z])+)\\s*$";
    json!({"type": "string", "pattern": pattern, "examples": ["12 months", "2 weeks", "P6M"]})
}

/// A list; a single value counts as a list of one, an empty value as none.
pub(super) fn list_of(shape: &Value) -> Value {
    json!({"anyOf": [{"type": "array", "items": shape}, shape, {"type": "null"}]})
}

/// A list of texts.
pub(super) fn texts() -> Value {
    list_of(&text())
}

/// One of several shapes.
pub(super) fn any_of(shapes: &[Value]) -> Value {
    json!({"anyOf": shapes})
}

/// A text, or one for each language.
pub(super) fn localized() -> Value {
    any_of(&[text(), json!({"type": "object", "additionalProperties": text(), "minProperties": 1})])
}

/// A clause, with how far it is covered.
pub(super) fn clause() -> Value {
    let keys = [
        needed("clause", "The clause: its number, or framework:number for other frameworks than the first.", text()),
        key("coverage", "How far it is covered; full without this key.", words(&["full", "partial"])),
        key("note", "A remark shown beside the tag.", text()),
    ];
    any_of(&[text(), object(&keys)])
}

/// An item of required documented information; without quotes YAML reads `8.6.1: words` as a map with one key.
pub(super) fn provides() -> Value {
    let pair = json!({"type": "object", "additionalProperties": text(), "minProperties": 1, "maxProperties": 1});
    any_of(&[json!({"type": "string", "pattern": ":"}), pair])
}

/// What a role may do.
pub(super) fn authority() -> Value {
    let keys = [needed("may", "What the role may do.", text()), key("limit", "Within which limit.", text())];
    any_of(&[text(), object(&keys)])
}

/// What a field of a type holds.
pub(super) fn field(kind: &FieldKind) -> Value {
    match kind {
        FieldKind::Text | FieldKind::Role | FieldKind::Id => text(),
        FieldKind::List | FieldKind::Ids => texts(),
        FieldKind::Date => date(),
        FieldKind::Cycle => cycle(),
        FieldKind::Clauses => list_of(&clause()),
        FieldKind::Provides => list_of(&provides()),
        FieldKind::Authorities => list_of(&authority()),
        FieldKind::Number(least, most) => number(*least, *most),
        FieldKind::Words(list) => words(list),
    }
}

/// A whole number within bounds.
pub(super) fn number(least: i64, most: i64) -> Value {
    let mut shape = json!({"type": "integer"});
    if least != i64::MIN {
        shape["minimum"] = least.into();
    }
    if most != i64::MAX {
        shape["maximum"] = most.into();
    }
    any_of(&[shape, json!({"type": "string", "pattern": "^[+-]?[0-9]+$"})])
}

/// In words, for descriptions.
pub(super) fn kind_in_words(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "a text",
        FieldKind::List => "a list of texts",
        FieldKind::Date => "a day",
        FieldKind::Cycle => "a length of time",
        FieldKind::Role => "a role: its key in people.yml, or the id of a role document",
        FieldKind::Id => "the id of a document or entry",
        FieldKind::Ids => "ids of documents or entries",
        FieldKind::Clauses => "clauses",
        FieldKind::Provides => "items of required documented information",
        FieldKind::Authorities => "what the role may do",
        FieldKind::Number(..) => "a whole number",
        FieldKind::Words(_) => "one of a few words",
    }
}
