//! Front matter: the keys every document may have, and what each type adds and demands.

use serde_json::{Map, Value, json};

use super::shape::{
    Key, any_of, cycle, date, field, key, kind_in_words, list_of, map_of, needed, object, properties, provides, text, texts,
    words,
};
use super::shape::{clause, localized};
use crate::config::{Config, DocumentType, FieldType, ItemType};
use crate::model::Status;

pub(super) fn schema(config: &Config) -> Value {
    let supplied = |name: &str| config.settings.defaults.iter().any(|rule| rule.values.iter().any(|(key, _)| key.value == name));
    let mut all = properties(&identity(config));
    all.extend(properties(&control(config)));
    all.extend(properties(&content()));
    all.extend(properties(&record_and_translation()));
    all.insert("entries".into(), entries(config));
    let kinds = config.types.document_order.iter().filter_map(|name| config.types.documents.get(name));
    let conditions: Vec<Value> = kinds.map(|kind| condition(kind, config, &all, &supplied)).collect();
    // Where a `defaults` rule supplies the type, front matter alone does not say which fields are allowed.
    if supplied("type") {
        for condition in &conditions {
            let fields = condition["then"]["properties"].as_object().cloned().unwrap_or_default();
            for (name, field) in fields {
                all.entry(name).or_insert(json!({"description": field["description"]}));
            }
        }
    }
    let required: Vec<&str> = ["id", "type"].into_iter().filter(|name| !supplied(name)).collect();
    json!({"type": "object", "properties": all, "required": required, "allOf": conditions, "unevaluatedProperties": false})
}

fn identity(config: &Config) -> Vec<Key> {
    let id = json!({"type": ["string", "number"], "maxLength": 64, "examples": ["PRC-013"]});
    vec![
        key("id", "Permanent reference and address of the document; unique without regard to case, never used twice.", id),
        key("title", "Title. Without it the first heading is the title.", text()),
        key("type", "Document type.", words(&config.types.document_order)),
        key("summary", "One sentence, shown under the title and in lists.", text()),
        key("group", "Id of a navigation group of clausebook.yml, when the group's own rules should not decide.", text()),
        key("related", "Ids of related documents.", texts()),
        key("supersedes", "Ids of the documents it replaces.", texts()),
        key("replaced_by", "Id of what replaces a retired document.", text()),
    ]
}

fn control(config: &Config) -> Vec<Key> {
    let mut role = text();
    if !config.people.roles.is_empty() {
        role["examples"] = config.people.roles.keys().map(String::as_str).collect();
    }
    let waiver = [
        needed("rule", "Name of the rule that is set aside; `clausebook explain` lists all.", text()),
        needed("reason", "Why.", text()),
        needed("until", "Last day on which the exception counts.", date()),
    ];
    let change = [
        key("version", "The version it led to.", text()),
        key("date", "The day.", date()),
        needed("note", "What changed.", text()),
    ];
    vec![
        key("version", "Version as the document declares it; read as written, 1.10 stays 1.10.", text()),
        key("status", "State of the text.", words(&Status::WORDS)),
        key("owner", "Role that owns the document: its key in people.yml, or the id of a role document.", role.clone()),
        key("approver", "Role that approves the document.", role),
        key("classification", "Who may read it.", words(&config.settings.classifications)),
        key("effective", "Day from which it applies.", date()),
        key("reviewed", "Day of the last review.", date()),
        key("review_cycle", "How often it is reviewed; without it the type decides.", cycle()),
        key("changes", "The document's own change history, newest first.", list_of(&object(&change))),
        key("waivers", "Declared exceptions from rules, each with a reason and an end.", list_of(&object(&waiver))),
    ]
}

fn content() -> Vec<Key> {
    let letters = [
        key("R", "Roles that do it.", texts()),
        key("A", "The role that answers for it.", texts()),
        key("C", "Roles asked before.", texts()),
        key("I", "Roles told afterwards.", texts()),
    ];
    vec![
        key("clauses", "Clauses that the document as a whole answers.", list_of(&clause())),
        key(
            "provides",
            "Items of required documented information that the document is: a clause, a colon, and words that pick one item.",
            list_of(&provides()),
        ),
        key("raci", "Who does what: activities, each with roles by letter.", map_of(object(&letters))),
    ]
}

fn record_and_translation() -> Vec<Key> {
    let anchor = [
        needed("commit", "Id of the commit, at least seven digits.", text()),
        key("register", "Sum of the register there, as clausebook anchor prints it.", text()),
        key("given_to", "Whom it was handed to.", text()),
    ];
    let original = [
        needed("id", "Id of the original.", text()),
        key("version", "Version of the original that the translation was made from.", text()),
    ];
    vec![
        key("retention", "How long a record is kept: a length of time, or words.", text()),
        key("date", "Day on which a record was made.", date()),
        key("period", "What a record covers, such as 2026-01-01/2026-06-30, 2026-H1, or words.", text()),
        key("evidence_for", "What a record shows the working of: ids of documents or numbers of clauses.", texts()),
        key(
            "anchors",
            "Commits, and sums of the register, that were handed to somebody outside: each build checks that they still hold.",
            list_of(&any_of(&[text(), object(&anchor)])),
        ),
        key("language", "Language of a translation.", text()),
        key("translation_of", "The original of a translation.", any_of(&[text(), object(&original)])),
    ]
}

fn entries(config: &Config) -> Value {
    let kinds = config.types.item_order.iter().filter_map(|name| config.types.items.get(name));
    let kinds: Vec<Key> =
        kinds.map(|kind| key(&kind.name, &format!("{}.", kind.plural.get("en")), list_of(&item(kind, config)))).collect();
    let mut shape = object(&kinds);
    shape["description"] = "Small things that live in this document, by the kind of entry.".into();
    shape
}

fn item(kind: &ItemType, config: &Config) -> Value {
    let mut keys = vec![
        needed("id", "Permanent reference of the entry.", text()),
        needed("title", "Its title.", text()),
        key("note", "A remark.", text()),
    ];
    keys.extend(kind.fields.iter().map(|(name, it)| typed(name, it, config)));
    object(&keys)
}

fn typed(name: &str, it: &FieldType, config: &Config) -> Key {
    let about = format!("{}: {}.", config.types.label(name, "en"), kind_in_words(&it.kind));
    if it.required { needed(name, &about, field(&it.kind)) } else { key(name, &about, field(&it.kind)) }
}

/// What a type adds to the common keys and demands of them.
fn condition(kind: &DocumentType, config: &Config, common: &Map<String, Value>, supplied: &dyn Fn(&str) -> bool) -> Value {
    let mut fields: Vec<(&String, &FieldType)> = kind.fields.iter().collect();
    if let Some(item) = kind.item.as_ref().and_then(|name| config.types.items.get(name)) {
        let own = item.fields.iter().filter(|(name, _)| name != "clauses" && name != "provides");
        fields.extend(own.map(|(name, field)| (name, field)));
    }
    let keys: Vec<Key> = fields.iter().map(|(name, it)| typed(name, it, config)).collect();
    // A review cycle that is demanded may come from the type itself.
    let given = |name: &str| supplied(name) || name == "title" || (name == "review_cycle" && kind.review_cycle.is_some());
    let demanded = kind.requires.iter().map(String::as_str);
    let demanded = demanded.chain(fields.iter().filter(|(_, it)| it.required).map(|(name, _)| name.as_str()));
    let mut required: Vec<&str> = demanded.filter(|name| !given(name)).collect();
    required.sort_unstable();
    required.dedup();
    let mut then = Map::new();
    if !required.is_empty() {
        then.insert("required".into(), required.into());
    }
    let mut added = properties(&keys);
    added.retain(|name, _| !common.contains_key(name));
    if !added.is_empty() {
        then.insert("properties".into(), Value::Object(added));
    }
    json!({"if": {"properties": {"type": {"const": kind.name}}, "required": ["type"]}, "then": then})
}

/// Definitions of types and kinds of entry, as `types` and `items` of clausebook.yml hold them.
pub(super) fn definitions() -> [Key; 2] {
    let kinds = ["text", "list", "date", "cycle", "role", "id", "ids", "clauses", "provides", "authorities", "number", "words"];
    let field = [
        needed("kind", "What the field holds.", words(&kinds)),
        key("required", "Whether it has to be there.", json!({"type": "boolean"})),
        key("words", "The words of a field of kind words.", texts()),
        key("min", "Least number of a field of kind number.", json!({"type": "integer"})),
        key("max", "Greatest number of a field of kind number.", json!({"type": "integer"})),
    ];
    let fields = map_of(any_of(&[words(&kinds), object(&field)]));
    let common = || {
        vec![
            key("title", "Name of one, as a text or one for each language.", localized()),
            key("plural", "Name of many.", localized()),
            key("prefix", "How ids begin, such as RUN for RUN-001.", text()),
            key("fields", "Further keys, by name.", fields.clone()),
        ]
    };
    let mut document = common();
    let columns = ["policy", "plan", "process", "procedure", "record"];
    document.extend([
        key("column", "Column of the matrix.", words(&columns)),
        key("requires", "Front matter keys required beyond id, title and type.", texts()),
        key("separation", "Whether the approver may not have written the change.", json!({"type": "boolean"})),
        key("record", "Whether it is evidence of what happened: kept, not reviewed.", json!({"type": "boolean"})),
        key("review_cycle", "Review cycle of documents that name none.", cycle()),
        key("item", "Kind of entry that a document of this type is by itself, whose fields it then has.", text()),
        key("outline", "Headings that `clausebook new` begins with.", texts()),
    ]);
    [
        key("types", "Document types, changed or added, by name.", map_of(object(&document))),
        key("items", "Kinds of entry, changed or added, by name.", map_of(object(&common()))),
    ]
}
