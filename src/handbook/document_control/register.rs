//! One sum over the register of documents, to hand to somebody outside.

use super::Subject;
use crate::base::{Digest, number_key};

/// What the sum takes of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its declared version; empty without one.
    pub version: String,
    /// Sum of its content.
    pub content: Option<Digest>,
    /// Its declared status; empty without one.
    pub status: String,
}

impl Row {
    /// The row of a document as built.
    pub fn of(subject: Subject<'_>) -> Self {
        let document = subject.document;
        Self {
            id: document.id.value.to_string(),
            version: document.version.as_ref().map(|it| it.value.clone()).unwrap_or_default(),
            content: subject.written.facts.digest,
            status: document.status.as_ref().map(|it| it.value.name().to_owned()).unwrap_or_default(),
        }
    }
}

/// SHA-256 over one line for each document, sorted by id as people sort: id, version, content sum and status,
/// between tabs. The same documents give the same sum in any order.
pub fn register_digest(rows: impl IntoIterator<Item = Row>) -> Digest {
    let mut rows: Vec<Row> = rows.into_iter().collect();
    rows.sort_by_cached_key(|it| (number_key(&it.id), it.clone()));
    let mut text = String::from("clausebook register 1\n");
    for row in rows {
        let content = row.content.map(|it| it.to_string()).unwrap_or_default();
        let cells = [&row.id, &row.version, &content, &row.status].map(|it| it.replace(['\t', '\n'], " "));
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    Digest::of(text.as_bytes())
}
