//! One sum over the register of documents, to hand to somebody outside.

use super::claims;
use crate::base::{BlobId, Digest, DocId, RepoPath, number_key};
use crate::config;
use crate::source::RevisionFacts;

/// What the sum takes of a document: what its text says, whatever `defaults` rules add to it today, so that anybody can work it out for
/// any commit from nothing but its files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Its id; its path if the text gives none.
    pub id: String,
    /// Its declared version; empty without one.
    pub version: String,
    /// Sum of its content.
    pub content: Option<Digest>,
    /// Its declared status; empty without one.
    pub status: String,
}

impl Row {
    /// The row of a text at a path.
    pub fn of(path: &RepoPath, facts: &RevisionFacts) -> Self {
        let status = facts.status.as_deref().and_then(claims::status_of);
        Self {
            id: facts.id.as_ref().map_or(path.as_str(), DocId::as_str).to_owned(),
            version: facts.version.as_deref().unwrap_or_default().to_owned(),
            content: facts.digest,
            status: status.map(|it| it.name().to_owned()).unwrap_or_default(),
        }
    }
}

/// The sum over the files of a committed state. `None` where what one of them says is not known.
pub(super) fn committed_digest<'a>(
    files: impl IntoIterator<Item = (&'a RepoPath, &'a BlobId)>,
    facts: impl Fn(&BlobId) -> Option<&'a RevisionFacts>,
) -> Option<Digest> {
    let files = files.into_iter().filter(|it| config::may_be_document(it.0));
    let rows = files.map(|(path, blob)| Some(Row::of(path, facts(blob)?)));
    rows.collect::<Option<Vec<Row>>>().map(register_digest)
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
