//! `frameworks/*.yml`: a catalogue of clauses, or a crosswalk between two.

use serde_json::{Value, json};

use super::shape::{Key, any_of, flag, key, list_of, needed, object, text, texts, words};

pub(super) fn schema() -> Value {
    let clauses = list_of(&clause());
    let mut keys = vec![
        key("replace", "Drop what is built in under the same id first, instead of laying this over it.", flag()),
        key("standard", "The framework, if it is a standard.", object(&head())),
        key("framework", "The framework, if it is something else.", object(&head())),
        key("groups", "Headings above the clauses.", clauses.clone()),
        key("domains", "Headings above the clauses.", clauses.clone()),
        key("clauses", "Its clauses.", clauses.clone()),
        key("practices", "Its practices, for a body of practice.", clauses.clone()),
        key("objectives", "Its objectives, for a body of practice.", clauses),
        key("shifted", "Numbers that people write for others.", list_of(&object(&shift()))),
        key("crosswalk", "Which frameworks the mappings join.", crosswalk()),
        key("mappings", "Clauses of the first framework, with their counterparts.", list_of(&mapping())),
    ];
    keys.extend(
        ["sources", "source_disagreements", "not_verified"]
            .map(|name| key(name, "A remark for readers of the file; not read.", json!({}))),
    );
    let mut shape = object(&keys);
    shape["anyOf"] = json!([{"required": ["standard"]}, {"required": ["framework"]}, {"required": ["crosswalk"]}]);
    shape
}

fn head() -> Vec<Key> {
    let amendment = [
        key("id", "Id of the amendment.", text()),
        key("code", "Its designation.", text()),
        key("title", "Its title.", text()),
        key("published", "When it was published.", text()),
        key("affects", "Clauses it changes.", texts()),
        key("summary", "What it changes, in your own words.", text()),
    ];
    vec![
        needed("id", "Id, as front matter and links name it.", text()),
        key("code", "Designation, such as ISO/IEC 20000-1:2018.", text()),
        key("name", "Name, if there is no designation.", text()),
        key("title", "Full title.", text()),
        key("exclusions_allowed", "Whether clauses may be declared not applicable.", flag()),
        key("mandatory", "Whether a gap is a defect; false for bodies of practice.", flag()),
        key("amendments", "Amendments taken in.", list_of(&object(&amendment))),
        key("edition", "Edition of the framework.", text()),
        key("published", "When it was published.", text()),
        key("clauses_assessed", "Which clauses are assessed, for readers of the file.", text()),
    ]
}

fn clause() -> Value {
    let demand = [
        needed("name", "What is wanted, in your own words.", text()),
        needed("kind", "Kept current, or kept as evidence.", words(&["document", "record"])),
        key("basis", "How plainly it is asked for.", words(&["explicit", "listed", "report", "implied"])),
        key("ref_7_5_4", "Letter of ISO/IEC 20000-1:2018, 7.5.4 that lists it too.", text()),
        key("every_point", "Whether each document that is it has to cover all points of the clause by itself.", flag()),
    ];
    let point = [
        needed("text", "The point, in your own words.", text()),
        key("id", "Its id, for tags such as 6.3/known-limits.", text()),
    ];
    let mut shape = object(&[
        key("number", "Number of the clause; in quotes, so that other tools do not take 8.10 for a number.", text()),
        key("id", "Id, where there are no numbers.", text()),
        key("title", "Its title.", any_of(&[text(), json!({"type": "null"})])),
        key("name", "Its title.", text()),
        key("label", "Own label of a numbered paragraph without a title.", any_of(&[text(), json!({"type": "null"})])),
        key("untitled", "Whether the standard gives no title.", flag()),
        key("assessable", "Whether it sets a requirement of its own; without it, whatever has nothing below it.", flag()),
        key("summary", "What it is about, in your own words.", text()),
        key("group", "The heading it stands under, where numbers do not say.", text()),
        key("domain", "The heading it stands under, where numbers do not say.", text()),
        key("documented_information", "What it wants kept.", list_of(&object(&demand))),
        key("must_cover", "Points that have to be covered.", list_of(&any_of(&[text(), object(&point)]))),
        key("amended_by", "Id of the amendment that changes it.", text()),
        key("note", "A caveat.", text()),
        key("title_seen_in", "Sources of the title, for readers of the file; not read.", json!({})),
        key("count", "A remark for readers of the file; not read.", json!({})),
        key("kind", "A remark for readers of the file; not read.", json!({})),
        key("aka", "Other names, for readers of the file; not read.", json!({})),
    ]);
    shape["anyOf"] = json!([{"required": ["number"]}, {"required": ["id"]}]);
    shape
}

fn shift() -> Vec<Key> {
    vec![
        needed("from", "The number that is written.", text()),
        needed("to", "The number that is meant.", text()),
        key("words", "Words in a title that give the meaning away.", texts()),
        key("source", "Where the wrong number comes from.", text()),
    ]
}

fn crosswalk() -> Value {
    object(&[
        needed("from", "Id of the framework the mappings start from.", text()),
        key("to", "Ids of the frameworks they lead to.", texts()),
        key("basis", "How the mappings were found, for readers of the file; not read.", json!({})),
        key("confidence", "How good they are, for readers of the file; not read.", json!({})),
    ])
}

/// Beside clause and note, each key is a framework and holds clauses of it.
fn mapping() -> Value {
    let mut shape =
        object(&[needed("clause", "Clause of the first framework.", text()), key("note", "A remark on the pairs.", text())]);
    shape["additionalProperties"] = texts();
    shape
}
