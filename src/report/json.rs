//! One JSON object. Lines, columns (characters) and end columns count from 1, the end is the place after the last character,
//! and spans are bytes from 0. Paths are relative to the folder of `clausebook.yml`.

use serde_json::{Map, Value, json};

use super::places::Places;
use super::{Counts, Report};
use crate::diag::{Diagnostic, Place};

/// Grows when a reader of the old form could no longer read the new one.
const VERSION: u32 = 1;

pub(super) fn write(report: &Report<'_>) -> String {
    let places = Places::new(report);
    let counts = Counts::of(report.diagnostics);
    let object = json!({
        "version": VERSION,
        "tool": {"name": report.tool.name, "version": report.tool.version},
        "as_of": report.as_of.to_string(),
        "counts": {
            "errors": counts.errors,
            "warnings": counts.warnings,
            "notes": counts.notes,
            "files": counts.files,
            "documents": report.documents.len(),
            "unread": report.unread,
        },
        "diagnostics": report.diagnostics.iter().map(|it| diagnostic(&places, it)).collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

fn diagnostic(places: &Places<'_>, it: &Diagnostic<Place>) -> Value {
    let mut object = place(places, &it.at);
    object.insert("code".into(), it.code.name.into());
    object.insert("level".into(), it.severity.name().into());
    object.insert("message".into(), it.message.as_str().into());
    object.insert("help".into(), it.help.as_deref().into());
    let related = it.related.iter().map(|(at, words)| {
        let mut object = place(places, at);
        object.insert("message".into(), words.as_str().into());
        Value::Object(object)
    });
    object.insert("related".into(), related.collect());
    Value::Object(object)
}

/// All keys are always there; those of a place that is a whole file are null.
fn place(places: &Places<'_>, at: &Place) -> Map<String, Value> {
    let region = places.region(at);
    let number = |of: fn(&super::places::Region<'_>) -> u32| region.as_ref().map(of).into();
    Map::from_iter([
        ("file".into(), at.path.as_str().into()),
        ("line".into(), number(|it| it.start.line)),
        ("column".into(), number(|it| it.start.column)),
        ("end_line".into(), number(|it| it.end.line)),
        ("end_column".into(), number(|it| it.end.column)),
        ("span".into(), region.as_ref().map(|it| json!({"start": it.span.start, "end": it.span.end})).into()),
    ])
}
