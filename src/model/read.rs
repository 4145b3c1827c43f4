//! Reads a document from its parsed file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::{Document, Item, Status};
use super::{field, front};
use crate::base::{Digest, DocId, FrameworkId, RepoPath, Span, Spanned};
use crate::config::{Config, DocumentType, ItemType};
use crate::diag::{Diagnostic, codes};
use crate::syntax::Parsed;
use crate::yaml::{Entry, Fields, Node, NodeKind, Reader};

/// Makes a document of a parsed file. Total: whatever is wrong is in the diagnostics, and a document comes out all the same.
pub fn read(path: &RepoPath, parsed: Arc<Parsed>, config: &Config) -> (Document, Vec<Diagnostic<Span>>) {
    let reader = Reader::new();
    let node = with_defaults(path, &parsed, config);
    let fields = reader.fields(&node, "front matter");
    // Of front matter that could not be read, or is cut off, nothing can be said to be missing.
    let readable = parsed.front.is_some() || !parsed.has_front;
    let mut document = read_common(&reader, &fields, path, &parsed, config);
    let primary = &config.settings.frameworks[0].value;
    let kind = config.types.documents.get(&document.kind.value);
    if let Some(kind) = kind {
        read_typed(&reader, &fields, &mut document, kind, config);
    } else if !document.kind.value.is_empty() {
        config.types.report_unknown(&reader, &document.kind);
        // Fields that the unknown type may define are not known to be wrong.
        fields.all();
    }
    document.entries = read_entries(&reader, &fields, config, primary);
    if readable {
        report_missing(&reader, &fields, &document, kind, &parsed);
    }
    fields.finish();
    (document, reader.into_diagnostics())
}

/// The front matter with what `defaults` rules supply. Supplied values get the place of the front matter.
fn with_defaults(path: &RepoPath, parsed: &Parsed, config: &Config) -> Node {
    let head =
        Span::new(parsed.front_span.start as usize, parsed.front_span.start as usize + if parsed.has_front { 3 } else { 0 });
    let mut node = match &parsed.front {
        Some(node) if matches!(node.kind, NodeKind::Map(_)) => Node { kind: node.kind.clone(), span: head },
        Some(node) if node.kind != NodeKind::Null => return node.clone(),
        _ => Node { kind: NodeKind::Map(Vec::new()), span: head },
    };
    for rule in config.settings.defaults.iter().filter(|rule| rule.matches.matches(path)) {
        for (key, value) in &rule.values {
            let NodeKind::Map(entries) = &mut node.kind else { continue };
            if entries.iter().any(|entry| entry.key.value == key.value && entry.value.kind != NodeKind::Null) {
                continue;
            }
            entries.retain(|entry| entry.key.value != key.value);
            let mut value = moved(value, head);
            if let NodeKind::Text(text) = &mut value.kind {
                match key.value.as_str() {
                    "id" => *text = expand(text, path),
                    "title" => *text = text.replace("{name}", &words_of(path.stem())),
                    _ => {}
                }
            }
            entries.push(Entry { key: Spanned::new(key.value.clone(), head), value });
        }
    }
    node
}

fn moved(node: &Node, span: Span) -> Node {
    let kind = match &node.kind {
        NodeKind::Null => NodeKind::Null,
        NodeKind::Text(text) => NodeKind::Text(text.clone()),
        NodeKind::List(items) => NodeKind::List(items.iter().map(|item| moved(item, span)).collect()),
        NodeKind::Map(entries) => NodeKind::Map(
            entries
                .iter()
                .map(|entry| Entry { key: Spanned::new(entry.key.value.clone(), span), value: moved(&entry.value, span) })
                .collect(),
        ),
    };
    Node { kind, span }
}

/// A file's name as a title: `major-incidents` is `Major incidents`.
fn words_of(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| stem.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// The first heading: of level 1 if the body has one, else of any.
fn first_heading(parsed: &Parsed) -> Option<Spanned<String>> {
    let any = || parsed.outline.first().map(|it| Spanned::new(it.title.clone(), it.span));
    parsed.title.clone().or_else(any).filter(|it| !it.value.trim().is_empty())
}

/// Fills the placeholders of an id pattern; characters an id cannot hold become `-`.
fn expand(pattern: &str, path: &RepoPath) -> String {
    let stem = path.stem();
    let full = path.as_str();
    let full = full.strip_suffix(&format!(".{}", path.extension())).unwrap_or(full);
    let number: String = stem.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let id = pattern
        .replace("{name}", stem)
        .replace("{NAME}", &stem.to_uppercase())
        .replace("{path}", &full.replace('/', "-"))
        .replace("{number}", &number);
    let id: String = id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' }).collect();
    shortened(id.trim_matches(['-', '.', '_']))
}

/// At most 64 characters: the end, which tells the files of one folder apart, and the beginning of the sum of the whole, so
/// that two long paths with one end still differ.
fn shortened(id: &str) -> String {
    let n_chars = id.chars().count();
    if n_chars <= 64 {
        return id.to_owned();
    }
    let end: String = id.chars().skip(n_chars - 57).collect();
    format!("{}-{}", end.trim_matches(['-', '.', '_']), Digest::of(id.as_bytes()).short(6))
}

fn read_common(reader: &Reader, fields: &Fields<'_>, path: &RepoPath, parsed: &Arc<Parsed>, config: &Config) -> Document {
    let primary = &config.settings.frameworks[0].value;
    let kind = fields.text("type").unwrap_or_else(|| Spanned::new(String::new(), fields.span));
    let item = config.types.documents.get(&kind.value).and_then(|it| config.types.items.get(it.item.as_ref()?));
    // What the entry that a document is by itself says, such as the clauses an audit looked at, the document does not say again.
    let said = |key: &str| !item.is_some_and(|it| it.has(key));
    let id = fields.text("id").filter(|id| !id.value.trim().is_empty());
    if let Some(id) = &id
        && !DocId::new(id.value.clone()).is_valid()
    {
        reader.report(
            Diagnostic::new(&codes::bad_id::CODE, id.span, format!("`{}` cannot be an id", id.value))
                .help("use at most 64 letters, digits, `.`, `_` and `-`, beginning with a letter or digit"),
        );
    }
    let fallback = || Spanned::new(expand("{path}", path), fields.span);
    let title = fields.text("title").or_else(|| first_heading(parsed));
    let words: Vec<&str> = config.settings.classifications.iter().map(String::as_str).collect();
    Document {
        has_id: id.is_some(),
        title: title.unwrap_or_else(|| Spanned::new(path.stem().to_owned(), fields.span)),
        id: id.unwrap_or_else(fallback).map(DocId::new),
        kind,
        summary: fields.text("summary").map(|it| it.value),
        version: fields.text("version"),
        status: read_status(fields, item),
        owner: fields.text("owner"),
        approver: fields.text("approver"),
        classification: fields.one_of("classification", &words),
        effective: fields.date("effective"),
        reviewed: fields.date("reviewed"),
        review_cycle: fields.cycle("review_cycle"),
        clauses: fields
            .items("clauses")
            .into_iter()
            .filter(|_| said("clauses"))
            .filter_map(|it| front::read_clause(reader, it, primary))
            .collect(),
        section_tags: section_tags(reader, parsed, primary),
        provides: fields
            .items("provides")
            .into_iter()
            .filter(|_| said("provides"))
            .filter_map(|it| front::read_provides(reader, it, primary))
            .collect(),
        related: fields.texts("related"),
        supersedes: fields.texts("supersedes"),
        replaced_by: fields.text("replaced_by"),
        raci: fields.get("raci").map_or_else(Vec::new, |node| front::read_raci(reader, node)),
        changes: fields.items("changes").into_iter().filter_map(|it| front::read_change(reader, it)).collect(),
        anchors: fields.items("anchors").into_iter().filter_map(|it| front::read_anchor(reader, it)).collect(),
        waivers: fields.items("waivers").into_iter().filter_map(|it| front::read_waiver(reader, it)).collect(),
        entries: Vec::new(),
        item: None,
        group: fields.text("group"),
        language: fields.text("language").map(|it| it.value),
        translation_of: fields.get("translation_of").and_then(|node| front::read_translation(reader, node)),
        retention: fields.text("retention").map(|it| it.value),
        date: fields.date("date"),
        period: fields.text("period").map(|it| it.value),
        evidence_for: fields.texts("evidence_for"),
        fields: BTreeMap::new(),
        parsed: Arc::clone(parsed),
    }
}

/// The state of the document. A type that is a kind of entry with a state of its own, such as a risk, has that one instead.
fn read_status(fields: &Fields<'_>, item: Option<&ItemType>) -> Option<Spanned<Status>> {
    if item.is_some_and(|it| it.has("status")) {
        return None;
    }
    fields.one_of("status", &Status::WORDS).map(|it| it.map(|word| Status::parse(&word)))
}

fn section_tags(reader: &Reader, parsed: &Parsed, primary: &FrameworkId) -> Vec<Vec<super::ClauseTag>> {
    let tags_of = |section: &crate::syntax::Section| {
        let partial = match section.coverage.as_ref().map(|it| (it.value.as_str(), it.span)) {
            Some(("partial", _)) => true,
            Some(("full", _)) | None => false,
            Some((word, span)) => {
                let message = format!("`coverage` cannot be `{word}`");
                reader.report(Diagnostic::new(&codes::wrong_type::CODE, span, message).help("write `full` or `partial`"));
                false
            }
        };
        section
            .tags
            .iter()
            .map(|tag| super::ClauseTag {
                partial,
                note: section.note.clone(),
                ..front::clause_tag(&tag.value, tag.span, primary)
            })
            .collect()
    };
    parsed.outline.iter().map(tags_of).collect()
}

fn read_typed(reader: &Reader, fields: &Fields<'_>, document: &mut Document, kind: &DocumentType, config: &Config) {
    let primary = &config.settings.frameworks[0].value;
    document.fields = field::read_all(reader, fields, &kind.fields, primary);
    if let Some(item) = kind.item.as_ref().and_then(|name| config.types.items.get(name)) {
        let defined = item.fields.iter().map(|(name, field)| (name, field));
        document.item = Some(Item {
            kind: item.name.clone(),
            id: document.id.clone(),
            title: document.title.value.clone(),
            note: document.summary.clone(),
            fields: field::read_all(reader, fields, defined, primary),
        });
    }
    if document.review_cycle.is_none() && !kind.record {
        document.review_cycle = kind.review_cycle.map(|cycle| Spanned::new(cycle, fields.span));
    }
}

fn read_entries(reader: &Reader, fields: &Fields<'_>, config: &Config, primary: &FrameworkId) -> Vec<Item> {
    let Some(node) = fields.get("entries") else { return Vec::new() };
    let mut entries = Vec::new();
    for entry in reader.fields(node, "entries").all() {
        let name = &entry.key.value;
        let Some(kind) = config.types.items.get(name) else {
            config.types.report_unknown_item(reader, &entry.key);
            continue;
        };
        entries.extend(reader.items(&entry.value).into_iter().filter_map(|node| field::read_item(reader, node, kind, primary)));
    }
    entries
}

fn report_missing(reader: &Reader, fields: &Fields<'_>, document: &Document, kind: Option<&DocumentType>, parsed: &Parsed) {
    let mut missing: Vec<&str> = Vec::new();
    if !document.has_id {
        missing.push("id");
    }
    if fields.get("title").is_none() && first_heading(parsed).is_none() {
        missing.push("title");
    }
    if document.kind.value.is_empty() {
        missing.push("type");
    }
    // `review_cycle` may come from the type.
    let given = |key: &str| fields.get(key).is_some() || (key == "review_cycle" && document.review_cycle.is_some());
    missing.extend(kind.iter().flat_map(|kind| &kind.requires).map(String::as_str).filter(|key| !given(key)));
    for key in missing {
        let whom = if kind.is_some_and(|kind| kind.requires.iter().any(|it| it == key)) {
            format!("a document of type `{}` needs `{key}`", document.kind.value)
        } else {
            format!("a document needs `{key}`")
        };
        let at = fields.key_span(key).unwrap_or(fields.span);
        reader.report(
            Diagnostic::new(&codes::missing_field::CODE, at, whom)
                .help(format!("add `{key}: …` to the front matter, or a `defaults` rule to clausebook.yml")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_with_one_beginning_or_one_end_get_ids_of_their_own() {
        let of = |path: &str| expand("{path}", &RepoPath::new(path).unwrap());
        let folder = "pages/general-information-and-resources/employee-resources-policies";
        let (one, two) = (of(&format!("{folder}/daily-checkin.md")), of(&format!("{folder}/weekly-checkin.md")));
        assert!(one.contains("policies-daily-checkin-") && two.contains("policies-weekly-checkin-"), "{one} {two}");
        let other = of(&format!("older/{folder}/daily-checkin.md"));
        assert_ne!(one, other);
        for id in [one, two, other, of(&"ü".repeat(200)), of(&format!("{}.md", "-.".repeat(60)))] {
            assert!(id.is_empty() || DocId::new(id.clone()).is_valid(), "{id}");
        }
    }
}
