//! One sum over the register of documents, to hand to somebody outside.

use std::collections::BTreeMap;

use super::{Subject, claims};
use crate::base::{BlobId, Digest, RepoPath, number_key};
use crate::config;
use crate::source::RevisionFacts;

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

    /// The row of a committed text; `None` if it gives no id.
    fn committed(facts: &RevisionFacts) -> Option<Self> {
        let status = facts.status.as_deref().and_then(claims::status_of);
        Some(Self {
            id: facts.id.as_ref()?.to_string(),
            version: facts.version.clone().unwrap_or_default(),
            content: facts.digest,
            status: status.map(|it| it.name().to_owned()).unwrap_or_default(),
        })
    }
}

/// The sum over the files of a committed state. `None` where it cannot be worked out exactly: a document gives no id of its own, or
/// what it says is not known.
pub(super) fn committed_digest<'a>(
    files: impl IntoIterator<Item = (&'a RepoPath, &'a BlobId)>,
    facts: impl Fn(&BlobId) -> Option<&'a RevisionFacts>,
) -> Option<Digest> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (_, blob) in files.into_iter().filter(|it| config::may_be_document(it.0)) {
        let row = Row::committed(facts(blob)?)?;
        if rows.insert(row.id.clone(), row).is_some() {
            return None;
        }
    }
    Some(register_digest(rows.into_values()))
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
