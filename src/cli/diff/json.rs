//! What changed as JSON, as `clausebook schema diff` describes it.

use serde_json::{Value, json};

use super::{State, Told};
use crate::cli::record::word;
use crate::cli::world::tool;
use crate::handbook::changes::DocumentChange;
use crate::handbook::document_control::RevisionRecord;
use crate::redline::{Change, FieldChange, Pens, Redline};

pub(super) fn value(told: &Told<'_>) -> Value {
    json!({
        "version": 1,
        "tool": {"name": tool().name, "version": tool().version},
        "from": state(told.old),
        "to": state(told.new),
        "unchanged": told.changes.n_unchanged,
        "documents": told.changes.documents.iter().map(|it| document(told, it)).collect::<Vec<_>>(),
    })
}

fn state(state: &State) -> Value {
    json!({
        "name": state.name,
        "commit": state.inputs.edition.commit.as_ref().map(|it| it.as_str()),
        "as_of": state.handbook.as_of.to_string(),
    })
}

fn document(told: &Told<'_>, change: &DocumentChange<'_>) -> Value {
    let (id, title) = told.name(change);
    let (before, after) = told.versions(change);
    let file = |state: &State, at: Option<usize>| at.map(|at| state.handbook.entries[at].path.as_str().to_owned());
    json!({
        "id": id,
        "title": title,
        "change": change.fate.name(),
        "file": {"from": file(told.old, change.old), "to": file(told.new, change.new)},
        "declared_version": {"from": before, "to": after},
        "words": {"added": change.words.added, "removed": change.words.removed},
        "sections": Told::sections(change).0,
        "commits": change.revisions.iter().map(|it| commit(it)).collect::<Vec<_>>(),
        "approval": change.approval.map(|(by, proof)| json!({"by": by, "level": word(proof)})),
        "fields": change.redline.iter().flat_map(|it| &it.fields).map(field).collect::<Vec<_>>(),
        "redline": change.redline.as_ref().filter(|it| it.changes_body()).map(redline),
    })
}

fn commit(it: &RevisionRecord) -> Value {
    json!({
        "id": it.id.as_ref().map(|it| it.as_str()),
        "author": it.author,
        "written": it.written.map(|it| it.to_string()),
        "landed": it.landed.map(|it| it.to_string()),
        "subject": it.subject,
    })
}

fn field(it: &FieldChange) -> Value {
    let items = |change: Change| it.items.iter().filter(|it| it.change == change).map(|it| it.text.as_str()).collect::<Vec<_>>();
    json!({"field": it.path, "from": it.old, "to": it.new, "removed": items(Change::Removed), "added": items(Change::Added)})
}

/// The body's redline as text, and the moves in it.
fn redline(it: &Redline<'_>) -> Value {
    let body = it.plain_body(Pens::PLAIN);
    let moves: Vec<Value> = it.moves.iter().map(|it| json!({"words": it.words, "section": it.is_section})).collect();
    json!({"text": body, "moves": moves, "coarse": it.is_coarse})
}
