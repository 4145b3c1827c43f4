//! Schema of tables as `export::json` prints them.

use serde_json::{Value, json};

use crate::export::json::VERSION;
use crate::export::table::Kind;

/// What does not depend on settings: names of tables and columns are data.
pub(super) fn schema() -> Value {
    let text = || json!({"type": "string"});
    let maybe = |about: &str| json!({"type": ["string", "null"], "description": about});
    let kinds = Kind::ALL.map(Kind::name);
    let link = json!({
        "type": "object",
        "description": "Words, and where they lead from the root of the site.",
        "properties": {"text": text(), "page": {"type": ["string", "null"]}},
        "required": ["text", "page"],
        "additionalProperties": false,
    });
    let word = json!({
        "type": "object",
        "description": "One of a few words: its name, which does not depend on the language, and the word shown.",
        "properties": {"word": text(), "text": text()},
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
        "properties": {"key": text(), "title": text(), "type": {"enum": kinds}},
        "required": ["key", "title", "type"],
        "additionalProperties": false,
    });
    let table = json!({
        "type": "object",
        "properties": {
            "name": text(),
            "title": text(),
            "about": text(),
            "page": {"type": "string", "description": "The page of the site that shows it."},
            "columns": {"type": "array", "items": {"$ref": "#/$defs/column"}},
            "rows": {"type": "array", "items": {"type": "object", "description": "Cells by the key of their column.", "additionalProperties": {"$ref": "#/$defs/cell"}}},
        },
        "required": ["name", "title", "about", "page", "columns", "rows"],
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "properties": {
            "version": {"const": VERSION, "description": "Changes when a key changes its meaning or goes."},
            "tool": {
                "type": "object",
                "properties": {"name": text(), "version": text()},
                "required": ["name", "version"],
                "additionalProperties": false,
            },
            "organization": text(),
            "handbook": text(),
            "language": text(),
            "edition": maybe("The edition; null for the working tree."),
            "commit": maybe("The commit that was read; null without history."),
            "as_of": {"type": "string", "format": "date", "description": "The day everything is judged on."},
            "tables": {"type": "array", "items": {"$ref": "#/$defs/table"}},
        },
        "required": ["version", "tool", "organization", "handbook", "language", "edition", "commit", "as_of", "tables"],
        "additionalProperties": false,
        "$defs": {"link": link, "word": word, "cell": cell, "column": column, "table": table},
    })
}
