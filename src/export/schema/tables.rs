//! Schema of tables as `export::json` prints them.

use serde_json::{Value, json};

use crate::export::json::VERSION;
use crate::export::table::Kind;

/// What does not depend on settings: names of tables and columns are data.
pub(super) fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "version": {"const": VERSION, "description": "Changes when a key changes its meaning or goes."},
            "tool": {
                "type": "object",
                "description": "What wrote it.",
                "properties": {"name": text("Its name."), "version": text("Its version.")},
                "required": ["name", "version"],
                "additionalProperties": false,
            },
            "organization": text("The organization."),
            "handbook": text("Title of the handbook."),
            "language": text("Language of titles and words."),
            "edition": maybe("The edition; null for the working tree."),
            "commit": maybe("The commit that was read; null without history."),
            "as_of": {"type": "string", "format": "date", "description": "The day everything is judged on."},
            "tables": {"type": "array", "description": "The tables.", "items": {"$ref": "#/$defs/table"}},
        },
        "required": ["version", "tool", "organization", "handbook", "language", "edition", "commit", "as_of", "tables"],
        "additionalProperties": false,
        "$defs": parts(),
    })
}

fn text(about: &str) -> Value {
    json!({"type": "string", "description": about})
}

fn maybe(about: &str) -> Value {
    json!({"type": ["string", "null"], "description": about})
}

/// What the whole is made of.
fn parts() -> Value {
    let kinds = Kind::ALL.map(Kind::name);
    let link = json!({
        "type": "object",
        "description": "Words, and where they lead from the root of the site.",
        "properties": {"text": text("The words."), "page": maybe("The page with its anchor; null where they lead nowhere.")},
        "required": ["text", "page"],
        "additionalProperties": false,
    });
    let word = json!({
        "type": "object",
        "description": "One of a few words: its name, which does not depend on the language, and the word shown.",
        "properties": {"word": text("Its name."), "text": text("The word in the language of the handbook.")},
        "required": ["word", "text"],
        "additionalProperties": false,
    });
    let cell = json!({
        "description": "By the type of the column: `integer` an integer, `text` a string, `date` a day in ISO form, `word` a word, `id` and `link` a link, `list` a list of links; null where there is nothing.",
        "oneOf": [
            {"type": "null"},
            {"type": "string"},
            {"type": "integer"},
            {"$ref": "#/$defs/word"},
            {"$ref": "#/$defs/link"},
            {"type": "array", "items": {"$ref": "#/$defs/link"}},
        ],
    });
    let column = json!({
        "type": "object",
        "properties": {
            "key": text("Its key in rows."),
            "title": text("Its title in the language of the handbook."),
            "type": {"enum": kinds, "description": "What its cells hold where they hold something."},
        },
        "required": ["key", "title", "type"],
        "additionalProperties": false,
    });
    let table = json!({
        "type": "object",
        "properties": {
            "name": text("Its name, as `clausebook export` takes it."),
            "title": text("Its title in the language of the handbook."),
            "about": text("What it holds."),
            "page": {"type": "string", "description": "The page of the site that shows it."},
            "columns": {"type": "array", "description": "Its columns in their order.", "items": {"$ref": "#/$defs/column"}},
            "rows": {"type": "array", "description": "Its rows.", "items": {"type": "object", "description": "Cells by the key of their column.", "additionalProperties": {"$ref": "#/$defs/cell"}}},
        },
        "required": ["name", "title", "about", "page", "columns", "rows"],
        "additionalProperties": false,
    });
    json!({"link": link, "word": word, "cell": cell, "column": column, "table": table})
}
