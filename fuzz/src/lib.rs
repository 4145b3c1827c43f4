//! What the targets share: an SMS from one text, and what must hold of every diagnostic.

use std::collections::BTreeMap;
use std::sync::Arc;

use clausebook::base::{Date, RepoPath, Span, blob_id};
use clausebook::diag::{Diagnostic, Place};
use clausebook::source::{Edition, History, FileEntry, Inputs, NoHistory, Snapshot, Texts, ToolId};

/// Inputs from files in memory.
pub fn inputs<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Inputs {
    let mut snapshot = Snapshot { files: BTreeMap::new(), skipped: BTreeMap::new() };
    let mut texts = BTreeMap::new();
    for (path, text) in files {
        let Ok(path) = RepoPath::new(path) else { continue };
        let blob = blob_id(text.as_bytes());
        texts.insert(blob.clone(), Arc::from(text));
        snapshot.files.insert(path, FileEntry { blob, size: text.len() as u64 });
    }
    let tool = ToolId { name: String::from("clausebook"), version: String::from("0") };
    let today = Date::new(2026, 7, 1).expect("a day of the calendar");
    let history = History::Unknown(NoHistory::Off);
    Inputs { edition: Edition::default(), snapshot, texts: Texts(texts), history, today, as_of: None, tool, keys: None, places: false, offline: None }
}

/// Splits one text into files at lines `=== PATH`. What stands before the first is `a.md`.
pub fn files(text: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let (mut path, mut start, mut at) = ("a.md", 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("=== ") {
            files.push((path, &text[start..at]));
            (path, start) = (name.trim(), at + line.len());
        }
        at += line.len();
    }
    files.push((path, &text[start..]));
    files
}

/// A span lies in its text, on borders of characters.
pub fn check_span(span: Span, text: &str, rule: &str) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{rule}: {span:?} in {} bytes", text.len());
}

/// Diagnostics of a text by itself.
pub fn check_spans(diagnostics: &[Diagnostic<Span>], text: &str) {
    for it in diagnostics {
        check_span(it.at, text, it.code.name);
        it.related.iter().for_each(|(span, _)| check_span(*span, text, it.code.name));
    }
}

/// Diagnostics of a system.
pub fn check_places(diagnostics: &[Diagnostic<Place>], inputs: &Inputs) {
    for it in diagnostics {
        for place in std::iter::once(&it.at).chain(it.related.iter().map(|(place, _)| place)) {
            if let (Some(span), Some(text)) = (place.span, inputs.text(&place.path)) {
                check_span(span, text, it.code.name);
            }
        }
    }
}
