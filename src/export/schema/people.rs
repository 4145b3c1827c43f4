//! `people.yml`, `glossary.yml` and `values.yml`.

use serde_json::{Value, json};

use super::shape::{any_of, authority, date, flag, key, list_of, map_of, needed, object, text, texts, words};

pub(super) fn people() -> Value {
    let role = [
        needed("title", "Its title.", text()),
        key("document", "Id of the role document that describes it.", text()),
        key("summary", "What it is for, in one sentence.", text()),
        key("reports_to", "The role above.", text()),
        key("authorities", "What its holder may do.", list_of(&authority())),
        key("collective", "Held by a team: nobody is named, and nobody missing.", flag()),
    ];
    let holding = [
        needed("role", "Key of the role, or id of its document.", text()),
        key("from", "First day; from the beginning without it.", date()),
        key("to", "Last day; until further notice without it.", date()),
        key("part", "As what the role is held; holder without it.", words(&["holder", "deputy"])),
    ];
    let signing_key = [
        needed("key", "An SSH public key line, openpgp: and a fingerprint, or the path of a file below keys/.", text()),
        key("from", "First day it signs for the person; from the beginning without it.", date()),
        key("to", "Last day; until further notice without it.", date()),
        key("revoked", "The day from which it proves nothing, because somebody else may have it.", date()),
    ];
    let person = [
        needed("name", "Full name.", text()),
        key("email", "Address or addresses, as commits carry them.", texts()),
        key("emails", "The same as email.", texts()),
        key("keys", "Public signing keys.", list_of(&any_of(&[text(), object(&signing_key)]))),
        key("roles", "Roles held.", list_of(&any_of(&[text(), object(&holding)]))),
    ];
    object(&[
        key("roles", "Roles, by the key that front matter and links name.", map_of(any_of(&[text(), object(&role)]))),
        key("people", "People and the roles they hold.", list_of(&object(&person))),
    ])
}

pub(super) fn glossary() -> Value {
    let term =
        [needed("definition", "What the term means.", text()), key("also", "Other forms: plurals, abbreviations.", texts())];
    let mut shape = map_of(any_of(&[text(), object(&term)]));
    shape["additionalProperties"]["description"] = "A term: its definition, or a map with its other forms.".into();
    shape
}

pub(super) fn values() -> Value {
    let value = [
        needed("value", "What stands in the text.", text()),
        key("literals", "Names it goes by; a text that gives one of them another figure is reported.", texts()),
    ];
    let tree = json!({
        "description": "A value, or a map of values, named by its path such as p1.respond.",
        "if": {"type": "object", "required": ["value"]},
        "then": object(&value),
        "else": {"type": ["string", "number", "boolean", "null", "object"], "additionalProperties": {"$ref": "#/$defs/tree"}},
    });
    json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}, "$defs": {"tree": tree}})
}
