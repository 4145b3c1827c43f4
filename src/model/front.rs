//! Parts of front matter that are more than a single value: clauses, RACI, waivers, changes.

use super::document::{Anchor, Change, ClauseTag, Provides, RaciRow, Translation, Waiver};
use crate::base::{FrameworkId, Span, Spanned};
use crate::config::clause_ref;
use crate::source::anchor_words;
use crate::syntax;
use crate::yaml::{Node, NodeKind, Reader};

/// A tag as written, `8.6.1`, `6.3/known-limits` or `iso27001-2022:A.5.24`.
pub(super) fn clause_tag(written: &str, span: Span, primary: &FrameworkId) -> ClauseTag {
    let (number, point) = match written.split_once('/') {
        Some((number, point)) => (number, Some(point.trim().to_owned())),
        None => (written, None),
    };
    ClauseTag { span, written: written.to_owned(), clause: clause_ref(number, primary), point, partial: false, note: None }
}

/// Reads one element of `clauses`: a text, or `{clause, coverage, note}`.
pub(super) fn read_clause(reader: &Reader, node: &Node, primary: &FrameworkId) -> Option<ClauseTag> {
    if node.as_text().is_some() {
        let text = reader.text(node, "clauses")?;
        return Some(clause_tag(text.value.trim(), text.span, primary));
    }
    let fields = reader.fields(node, "clauses");
    let clause = fields.required_text("clause");
    let partial = fields.one_of("coverage", &["full", "partial"]).is_some_and(|it| it.value == "partial");
    let note = fields.text("note").map(|it| it.value);
    fields.finish();
    let clause = clause?;
    Some(ClauseTag { partial, note, ..clause_tag(clause.value.trim(), clause.span, primary) })
}

/// Reads one element of `provides`: `"8.6.1: major incident procedure"`.
pub(super) fn read_provides(reader: &Reader, node: &Node, primary: &FrameworkId) -> Option<Provides> {
    // Without quotes YAML reads `8.6.1: words` as a map with one key.
    if let NodeKind::Map(entries) = &node.kind
        && let [entry] = entries.as_slice()
        && let Some(words) = entry.value.as_text()
    {
        return Some(Provides {
            span: entry.key.span,
            clause: clause_ref(&entry.key.value, primary),
            words: words.trim().to_owned(),
        });
    }
    let text = reader.text(node, "provides")?;
    let split = match text.value.rsplit_once(": ") {
        Some((clause, words)) => Some((clause, words)),
        None => text.value.split_once(':').filter(|(clause, _)| clause.starts_with(|c: char| c.is_ascii_digit())),
    };
    let Some((clause, words)) = split else {
        reader.wrong_type(node, "provides", "a clause, a colon and words, such as \"8.6.1: major incident procedure\"");
        return None;
    };
    Some(Provides { span: text.span, clause: clause_ref(clause, primary), words: words.trim().to_owned() })
}

/// Reads `raci`: a map of activities to roles by letter.
pub(super) fn read_raci(reader: &Reader, node: &Node) -> Vec<RaciRow> {
    let rows = reader.fields(node, "raci");
    rows.all()
        .iter()
        .map(|entry| {
            let row = reader.fields(&entry.value, &entry.key.value);
            let row_data = RaciRow {
                activity: entry.key.clone(),
                responsible: row.texts("R"),
                accountable: row.texts("A"),
                consulted: row.texts("C"),
                informed: row.texts("I"),
            };
            row.finish();
            row_data
        })
        .collect()
}

/// Reads one element of `waivers`.
pub(super) fn read_waiver(reader: &Reader, node: &Node) -> Option<Waiver> {
    let fields = reader.fields(node, "waivers");
    let rule = fields.required_text("rule");
    let reason = fields.required_text("reason").map(|it| it.value);
    if fields.get("until").is_none() {
        fields.missing("until");
    }
    let until = fields.date("until");
    fields.finish();
    let rule = rule?;
    Some(Waiver { span: rule.span, rule, reason, until })
}

/// Reads one element of `anchors`: `COMMIT [REGISTER]` as in a trailer, or `{commit, register, given_to}`.
pub(super) fn read_anchor(reader: &Reader, node: &Node) -> Option<Anchor> {
    let wanted = "a commit's id of at least seven digits, and perhaps the 64 digits of the register's sum";
    let is_text = node.as_text().is_some();
    let (written, register, given_to) = if is_text {
        (reader.text(node, "anchors")?, None, None)
    } else {
        let fields = reader.fields(node, "anchors");
        let (commit, register) = (fields.required_text("commit"), fields.text("register"));
        let given_to = fields.text("given_to").map(|it| it.value);
        fields.finish();
        (commit?, register, given_to)
    };
    let words = register.as_ref().map_or_else(|| written.value.clone(), |it| format!("{} {}", written.value, it.value));
    match anchor_words(&words) {
        Some((commit, sum)) if register.is_none() || sum.is_some() => {
            Some(Anchor { commit: Spanned::new(commit, written.span), register: sum, given_to })
        }
        _ => {
            reader.wrong_type(node, "anchors", wanted);
            None
        }
    }
}

/// The commits that the `anchors` of a text's front matter name, as far as they can be read.
pub fn anchored_commits(text: &str) -> Vec<String> {
    // Most texts have none, and are not read for it.
    if !text.contains("\nanchors:") {
        return Vec::new();
    }
    let reader = Reader::new();
    let front = syntax::front(text).node;
    let Some(node) = front.as_ref().and_then(|it| it.get("anchors")) else { return Vec::new() };
    reader.items(node).into_iter().filter_map(|it| Some(read_anchor(&reader, it)?.commit.value)).collect()
}

/// Reads one element of `changes`.
pub(super) fn read_change(reader: &Reader, node: &Node) -> Option<Change> {
    let fields = reader.fields(node, "changes");
    let change = Change {
        span: node.span,
        version: fields.text("version").map(|it| it.value),
        date: fields.date("date").map(|it| it.value),
        note: fields.required_text("note").map(|it| it.value).unwrap_or_default(),
    };
    fields.finish();
    (!change.note.is_empty()).then_some(change)
}

/// Reads `translation_of`: an id, or `{id, version}`.
pub(super) fn read_translation(reader: &Reader, node: &Node) -> Option<Translation> {
    if node.as_text().is_some() {
        return Some(Translation { id: reader.text(node, "translation_of")?, version: None });
    }
    let fields = reader.fields(node, "translation_of");
    let id = fields.required_text("id");
    let version = fields.text("version").map(|it| it.value);
    fields.finish();
    Some(Translation { id: id?, version })
}
