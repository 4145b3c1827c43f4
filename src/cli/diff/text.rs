//! What changed, for reading: the list, and the redlines.

use super::{State, Told};
use crate::cli::record::word;
use crate::cli::status::clean;
use crate::handbook::changes::{DocumentChange, DocumentFate};
use crate::handbook::document_control::RevisionRecord;
use crate::redline::Pens;

pub(super) fn write(told: &Told<'_>, full: bool, pens: Pens) -> String {
    let mut text = String::new();
    text.push_str(&format!("From {} to {}\n", named(told.old), named(told.new)));
    if told.changes.documents.is_empty() {
        text.push_str(if told.only { "\nIt is as it was.\n" } else { "\nAll documents are as they were.\n" });
        return text;
    }
    for fate in DocumentFate::ALL {
        let of: Vec<&DocumentChange<'_>> = told.changes.of(fate).collect();
        if of.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}{} ({}){}\n", pens.context.0, heading(fate), of.len(), pens.context.1));
        for change in of {
            text.push_str(&entry(told, change));
        }
    }
    if !told.only {
        text.push_str(&format!("\n{} unchanged\n", told.changes.n_unchanged));
    }
    if full {
        for change in &told.changes.documents {
            redline(told, change, pens, &mut text);
        }
    }
    text
}

fn named(state: &State) -> String {
    match state.commit() {
        Some(id) if !state.name.starts_with(id) => format!("{} ({id}, {})", clean(&state.name), state.inputs.today),
        Some(_) => format!("{} ({})", clean(&state.name), state.inputs.today),
        None => String::from("the working tree"),
    }
}

fn heading(fate: DocumentFate) -> &'static str {
    match fate {
        DocumentFate::Added => "Added",
        DocumentFate::Changed => "Changed",
        DocumentFate::Retired => "Retired",
        DocumentFate::Moved => "Moved",
        DocumentFate::Reformatted => "Written differently, nothing to read",
    }
}

/// A document in one line, and below it why it changed and who approved it.
fn entry(told: &Told<'_>, change: &DocumentChange<'_>) -> String {
    let (id, title) = told.name(change);
    let mut parts = vec![format!("  {id}  {title}")];
    parts.extend(match told.versions(change) {
        (Some(old), Some(new)) if old != new => Some(format!("version {old} to {new}")),
        (_, Some(version)) | (Some(version), None) => Some(format!("version {version}")),
        (None, None) => None,
    });
    let (sections, all) = Told::sections(change);
    if !sections.is_empty() {
        parts.push(format!("sections {} of {all}", sections.join(", ")));
    }
    if change.words.added + change.words.removed > 0 {
        parts.push(format!("+{} −{} words", change.words.added, change.words.removed));
    }
    let fields = change.redline.as_ref().map_or(0, |it| it.fields.len());
    if fields > 0 {
        parts.push(format!("{fields} {}", if fields == 1 { "field" } else { "fields" }));
    }
    let mut text = format!("{}\n", clean(&parts.join(", ")));
    if let Some(from) = change.moved_from {
        text.push_str(&format!("      moved from {}\n", clean(from.as_str())));
    }
    for revision in &change.revisions {
        text.push_str(&format!("      {}\n", clean(&why(revision))));
    }
    match change.approval {
        Some((Some(by), proof)) => text.push_str(&format!("      approved by {}: {}\n", clean(by), word(proof))),
        Some((None, proof)) => text.push_str(&format!("      approval: {}\n", word(proof))),
        None if change.new.is_some() => text.push_str("      no approval found for this text\n"),
        None => {}
    }
    text
}

fn why(revision: &RevisionRecord) -> String {
    let Some(id) = &revision.id else { return String::from("not committed") };
    let day = revision.written.map_or(String::new(), |it| format!(", {it}"));
    format!("{}: {} ({}{day})", id.short(), revision.subject, revision.author.as_deref().unwrap_or("—"))
}

fn redline(told: &Told<'_>, change: &DocumentChange<'_>, pens: Pens, text: &mut String) {
    let Some(redline) = change.redline.as_ref().filter(|it| !it.is_empty()) else { return };
    let (id, title) = told.name(change);
    let head = clean(&format!("{id} {title}"));
    text.push_str(&format!("\n{}{head}\n{}{}\n\n", pens.context.0, "=".repeat(head.chars().count()), pens.context.1));
    text.push_str(&redline.plain(pens));
}
