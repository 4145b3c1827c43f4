//! Definitions of document types and of kinds of entry, the built-in ones and the user's over them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::base::{Cycle, Span, Spanned, nearest};
use crate::diag::{Diagnostic, codes};
use crate::yaml::{self, Fields, Node, NodeKind, Reader};

const BUILT_IN: &str = include_str!("types.yml");

/// A text in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    by_language: BTreeMap<String, String>,
}

impl Localized {
    /// The same text in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { by_language: BTreeMap::from([(String::from("en"), text.into())]) }
    }

    /// The text in a language, else in English, else in any.
    pub fn get(&self, language: &str) -> &str {
        let any = || self.by_language.values().next();
        self.by_language.get(language).or_else(|| self.by_language.get("en")).or_else(any).map_or("", String::as_str)
    }

    fn read(reader: &Reader, node: &Node, name: &str) -> Option<Self> {
        if node.as_text().is_some() {
            return Some(Self::plain(reader.text(node, name)?.value));
        }
        let fields = reader.fields(node, name);
        let by_language: BTreeMap<String, String> = fields
            .all()
            .iter()
            .filter_map(|entry| Some((entry.key.value.clone(), reader.text(&entry.value, &entry.key.value)?.value)))
            .collect();
        (!by_language.is_empty()).then_some(Self { by_language })
    }
}

/// A document type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentType {
    /// Name, as `type:` in front matter.
    pub name: String,
    /// Title of one.
    pub title: Localized,
    /// Title of many.
    pub plural: Localized,
    /// How ids of this type begin: `POL`.
    pub prefix: String,
    /// Column of the matrix: `policy`, `plan`, `process`, `procedure` or `record`.
    pub column: String,
    /// Front matter keys required beyond id, title and type.
    pub requires: Vec<String>,
    /// The approver may not have written the change.
    pub separation: bool,
    /// Evidence of what happened: kept, not reviewed.
    pub record: bool,
    /// Review cycle of documents that name none.
    pub review_cycle: Option<Cycle>,
    /// Further fields.
    pub fields: BTreeMap<String, FieldType>,
    /// The kind of entry a document of this type is by itself, whose fields it then has.
    pub item: Option<String>,
    /// Headings that `clausebook new` begins with.
    pub outline: Vec<String>,
}

/// A kind of entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemType {
    /// Name, as key below `entries:`.
    pub name: String,
    /// Title of one.
    pub title: Localized,
    /// Title of many, and of its page.
    pub plural: Localized,
    /// How ids begin.
    pub prefix: String,
    /// Fields in the order shown.
    pub fields: Vec<(String, FieldType)>,
}

impl ItemType {
    /// Whether entries of this kind have a field.
    pub fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == field)
    }
}

/// What a field of the user's choosing holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldType {
    /// Kind of value.
    pub kind: FieldKind,
    /// Has to be there.
    pub required: bool,
}

/// Kinds of value a field can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// Several texts.
    List,
    /// A day.
    Date,
    /// A length of time.
    Cycle,
    /// A role.
    Role,
    /// Id of a document or entry.
    Id,
    /// Several ids.
    Ids,
    /// Clauses.
    Clauses,
    /// Items of required documented information.
    Provides,
    /// What a role may do.
    Authorities,
    /// A whole number within bounds.
    Number(i64, i64),
    /// One of a few words.
    Words(Vec<String>),
}

/// All definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Types {
    /// Document types by name.
    pub documents: BTreeMap<String, DocumentType>,
    /// Names of the document types, in the order defined.
    pub document_order: Vec<String>,
    /// Kinds of entry by name.
    pub items: BTreeMap<String, ItemType>,
    /// Names of the kinds of entry, in the order defined.
    pub item_order: Vec<String>,
    /// Labels of fields.
    labels: BTreeMap<String, Localized>,
}

impl Types {
    /// The built-in definitions. They never change, so they are read once.
    pub fn built_in() -> Self {
        static READ: OnceLock<Types> = OnceLock::new();
        READ.get_or_init(Self::read_built_in).clone()
    }

    fn read_built_in() -> Self {
        let (node, diagnostics) = yaml::parse(BUILT_IN, Span::new(0, BUILT_IN.len()));
        debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let reader = Reader::new();
        let mut types = Self::default();
        if let Some(node) = &node {
            let fields = reader.fields(node, "types.yml");
            types.read(&reader, &fields);
            for entry in fields.get("labels").map_or_else(|| &[][..], |node| reader.fields(node, "labels").all()) {
                types.labels.extend(Localized::read(&reader, &entry.value, "labels").map(|it| (entry.key.value.clone(), it)));
            }
            fields.finish();
        }
        let diagnostics = reader.into_diagnostics();
        debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
        types
    }

    /// Takes `types` and `items` of a file in.
    pub(super) fn read(&mut self, reader: &Reader, fields: &Fields<'_>) {
        if let Some(node) = fields.get("items") {
            for entry in reader.fields(node, "items").all() {
                self.read_item(reader, &entry.key.value, &entry.value);
            }
        }
        if let Some(node) = fields.get("types") {
            for entry in reader.fields(node, "types").all() {
                self.read_document(reader, &entry.key.value, &entry.value);
            }
        }
    }

    /// The label of a field: the defined one, or its name in words.
    pub fn label(&self, field: &str, language: &str) -> String {
        if let Some(label) = self.labels.get(field) {
            return label.get(language).to_owned();
        }
        let words = field.replace(['_', '-'], " ");
        let mut letters = words.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    /// Reports the name of a document type that does not exist.
    pub(crate) fn report_unknown(&self, reader: &Reader, name: &Spanned<String>) {
        let known = self.documents.keys().map(String::as_str);
        let help = match nearest(&name.value, known) {
            Some(near) => format!("did you mean `{near}`? Otherwise define it under `types` in clausebook.yml"),
            None => format!("use one of {}, or define it under `types` in clausebook.yml", self.document_order.join(", ")),
        };
        let message = format!("there is no document type `{}`", name.value);
        reader.report(Diagnostic::new(&codes::unknown_type::CODE, name.span, message).help(help));
    }

    /// Reports the name of a kind of entry that does not exist.
    pub(crate) fn report_unknown_item(&self, reader: &Reader, name: &Spanned<String>) {
        let help = match nearest(&name.value, self.items.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? Otherwise define it under `items` in clausebook.yml"),
            None => String::from("define it under `items` in clausebook.yml"),
        };
        let message = format!("there is no kind of entry `{}`", name.value);
        reader.report(Diagnostic::new(&codes::unknown_type::CODE, name.span, message).help(help));
    }

    fn read_document(&mut self, reader: &Reader, name: &str, node: &Node) {
        let fields = reader.fields(node, name);
        if !self.documents.contains_key(name) {
            self.document_order.push(name.to_owned());
        }
        let mut it = self.documents.remove(name).unwrap_or_else(|| DocumentType {
            name: name.to_owned(),
            title: Localized::plain(self.label(name, "en")),
            column: String::from("record"),
            ..DocumentType::default()
        });
        let title = fields.get("title").and_then(|node| Localized::read(reader, node, "title"));
        let plural = fields.get("plural").and_then(|node| Localized::read(reader, node, "plural"));
        if let Some(title) = title {
            it.plural = title.clone();
            it.title = title;
        }
        it.plural = plural.unwrap_or(it.plural);
        if it.plural == Localized::default() {
            it.plural = it.title.clone();
        }
        it.prefix = fields.text("prefix").map_or(it.prefix, |text| text.value);
        it.column =
            fields.one_of("column", &["policy", "plan", "process", "procedure", "record"]).map_or(it.column, |text| text.value);
        if fields.get("requires").is_some() {
            it.requires = fields.texts("requires").into_iter().map(|text| text.value).collect();
        }
        it.separation = fields.flag("separation").unwrap_or(it.separation);
        it.record = fields.flag("record").unwrap_or(it.record);
        it.review_cycle = fields.cycle("review_cycle").map(|cycle| cycle.value).or(it.review_cycle);
        if fields.get("outline").is_some() {
            it.outline = fields.texts("outline").into_iter().map(|text| text.value).collect();
        }
        if let Some(item) = fields.text("item") {
            if !self.items.contains_key(&item.value) {
                self.report_unknown_item(reader, &item);
            }
            it.item = Some(item.value);
        }
        it.fields.extend(read_fields(reader, &fields));
        fields.finish();
        self.documents.insert(name.to_owned(), it);
    }

    fn read_item(&mut self, reader: &Reader, name: &str, node: &Node) {
        let fields = reader.fields(node, name);
        if !self.items.contains_key(name) {
            self.item_order.push(name.to_owned());
        }
        let mut it = self.items.remove(name).unwrap_or_else(|| ItemType {
            name: name.to_owned(),
            title: Localized::plain(self.label(name, "en")),
            ..ItemType::default()
        });
        if let Some(title) = fields.get("title").and_then(|node| Localized::read(reader, node, "title")) {
            it.plural = title.clone();
            it.title = title;
        }
        it.plural = fields.get("plural").and_then(|node| Localized::read(reader, node, "plural")).unwrap_or(it.plural);
        it.prefix = fields.text("prefix").map_or(it.prefix, |text| text.value);
        for (field, kind) in read_fields(reader, &fields) {
            it.fields.retain(|(known, _)| *known != field);
            it.fields.push((field, kind));
        }
        fields.finish();
        self.items.insert(name.to_owned(), it);
    }
}

fn read_fields(reader: &Reader, fields: &Fields<'_>) -> Vec<(String, FieldType)> {
    let Some(node) = fields.get("fields") else { return Vec::new() };
    if !matches!(node.kind, NodeKind::Map(_)) {
        reader.wrong_type(node, "fields", "a map of names and definitions");
        return Vec::new();
    }
    let entries = reader.fields(node, "fields");
    entries.all().iter().filter_map(|entry| Some((entry.key.value.clone(), read_field(reader, &entry.value)?))).collect()
}

const KINDS: [&str; 12] =
    ["text", "list", "date", "cycle", "role", "id", "ids", "clauses", "provides", "authorities", "number", "words"];

/// Reads `{kind, required, …}`, or a kind alone.
fn read_field(reader: &Reader, node: &Node) -> Option<FieldType> {
    if node.as_text().is_some() {
        let word = reader.one_of(node, "kind", &KINDS)?;
        return Some(FieldType { kind: kind_of(&word.value, 0, i64::MAX, Vec::new()), required: false });
    }
    let fields = reader.fields(node, "fields");
    let word = fields.one_of("kind", &KINDS)?;
    let bound = |key: &str, default: i64| {
        let node = fields.get(key)?;
        Some(reader.number(node, key, i64::MIN..=i64::MAX)?.value).or(Some(default))
    };
    let least = bound("min", 0).unwrap_or(0);
    let most = bound("max", i64::MAX).unwrap_or(i64::MAX);
    let words = fields.texts("words").into_iter().map(|text| text.value).collect();
    let required = fields.flag("required").unwrap_or(false);
    fields.finish();
    Some(FieldType { kind: kind_of(&word.value, least, most, words), required })
}

fn kind_of(word: &str, least: i64, most: i64, words: Vec<String>) -> FieldKind {
    match word {
        "list" => FieldKind::List,
        "date" => FieldKind::Date,
        "cycle" => FieldKind::Cycle,
        "role" => FieldKind::Role,
        "id" => FieldKind::Id,
        "ids" => FieldKind::Ids,
        "clauses" => FieldKind::Clauses,
        "provides" => FieldKind::Provides,
        "authorities" => FieldKind::Authorities,
        "number" => FieldKind::Number(least, most),
        "words" => FieldKind::Words(words),
        _ => FieldKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_definitions_are_complete() {
        let types = Types::built_in();
        for it in types.documents.values() {
            assert!(!it.prefix.is_empty() && !it.title.get("de").is_empty() && !it.plural.get("en").is_empty(), "{it:?}");
            assert!(it.item.as_ref().is_none_or(|item| types.items.contains_key(item)), "{it:?}");
        }
        for (field, _) in types.items.values().flat_map(|it| &it.fields) {
            assert!(types.labels.contains_key(field), "{field} has no label");
        }
    }
}
