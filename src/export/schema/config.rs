//! `clausebook.yml`.

use serde_json::{Value, json};

use super::front_matter::definitions;
use super::shape::{Key, any_of, cycle, date, flag, key, list_of, map_of, needed, number, object, text, texts, words};
use crate::config::{BLOCKING_CLASSES, Config};

pub(super) fn schema(config: &Config) -> Value {
    let mut keys = about();
    keys.extend(content(config));
    keys.push(key("control", "How document control is kept in git.", control()));
    keys.push(key("editions", "Which tags are editions, and what stands against making one.", editions()));
    keys.extend(definitions());
    keys.extend(site());
    object(&keys)
}

fn about() -> Vec<Key> {
    let organization = [needed("name", "Full name.", text()), key("short", "Short name.", text())];
    vec![
        needed("organization", "The organization whose system this is.", any_of(&[text(), object(&organization)])),
        needed("title", "Title of the handbook.", text()),
        key("language", "Language of the site: en, de, or one that theme/strings adds.", text()),
        key("as_of", "The day the handbook is judged on; without it, today.", date()),
        key("scope", "Document and section whose first paragraph is the scope, such as MAN-003#scope-statement.", text()),
    ]
}

fn content(config: &Config) -> Vec<Key> {
    let exclusion =
        [needed("clause", "The clause that does not apply.", text()), key("justification", "Why it does not apply.", text())];
    let review = [
        key("due_soon", "How long before its due date a review counts as due soon.", cycle()),
        key("grace", "How long after its due date a review is tolerated.", cycle()),
    ];
    let group = [
        needed("id", "Id of the group, for `group` in front matter.", text()),
        needed("title", "Title in the navigation.", text()),
        key("clauses", "Clauses of the first framework whose documents belong here, with all below them.", texts()),
        key("types", "Document types that belong here.", texts()),
        key("documents", "Ids that belong here.", texts()),
        key("paths", "Patterns of paths that belong here.", texts()),
    ];
    vec![
        key("content", "Patterns of the files that are documents; every .md file without this key.", texts()),
        key("exclude", "Patterns of files that are no documents.", texts()),
        key("frameworks", "Ids of the frameworks in use, the primary one first.", texts()),
        key(
            "exclusions",
            "Clauses that do not apply, where the framework allows it.",
            list_of(&any_of(&[text(), object(&exclusion)])),
        ),
        key("classifications", "Words for `classification` in front matter.", texts()),
        key("review", "When a review is due soon, and when overdue.", object(&review)),
        key("groups", "Groups of the navigation; one for each type without this key.", list_of(&object(&group))),
        key(
            "defaults",
            "Rules that supply what front matter lacks; the first that matches and has the key wins.",
            list_of(&defaults(config)),
        ),
    ]
}

fn control() -> Value {
    let branches =
        [needed("branches", "Branches, or patterns of branches.", texts()), key("forge", "Who protects them.", text())];
    object(&[
        key(
            "history",
            "Whether documents are judged by git history: if it records an approval (auto), always (git), never (none).",
            words(&["auto", "git", "none"]),
        ),
        key("separation", "Whether an approver may not have written the change, unless the type says otherwise.", flag()),
        key("protected", "Branches that a forge protects.", any_of(&[texts(), object(&branches)])),
        key("recorders", "People of people.yml whose signature vouches for the approvals they record.", texts()),
        key("approver", "Role that approves changes to people.yml, clausebook.yml and keys/.", text()),
        key("bulk_edit", "From how many documents on a commit that only moves review dates is reported.", number(2, 10_000)),
        key("backdating", "How long after a claimed review its date may first appear on the branch.", cycle()),
        key("baseline", "The day control began.", date()),
        key("timeline", "How far the control timeline looks back, up to ten years.", cycle()),
    ])
}

fn editions() -> Value {
    let classes: Vec<&str> = BLOCKING_CLASSES.iter().map(|it| it.0).collect();
    object(&[
        key("tags", "Patterns of the tags that are editions; `v*` without this key.", texts()),
        key("current", "The tag of the edition at the root of the site, or `latest`.", text()),
        key(
            "keep",
            "How many editions are published, the latest first, or `all`.",
            any_of(&[number(1, 10_000), words(&["all"])]),
        ),
        key("blocking", &format!("What `clausebook edition` refuses over: names of rules, or {}.", classes.join(", ")), texts()),
    ])
}

/// A pattern and any keys of front matter.
fn defaults(config: &Config) -> Value {
    let front = super::front_matter::schema(config);
    let mut shape = object(&[needed("match", "Pattern of the files it is for.", text())]);
    for (name, field) in front["properties"].as_object().into_iter().flatten() {
        shape["properties"][name] = field.clone();
    }
    shape["properties"]["id"] = json!({
        "description": "Pattern of the id: {name}, {NAME}, {path} and {number} stand for parts of the file name.",
        "type": "string",
    });
    // Fields of any type may be supplied.
    shape["additionalProperties"] = true.into();
    shape
}

fn site() -> Vec<Key> {
    let home = [
        key("procedures", "Ids under \"Find a procedure\".", texts()),
        key("owning", "Ids under \"I own documents\".", texts()),
        key("auditing", "Ids under \"I am auditing\".", texts()),
    ];
    let size = json!({"type": ["string", "integer"], "examples": ["1 MiB"]});
    let limits = [
        key("file_size", "Greatest size of a document or YAML file.", size.clone()),
        key("attachment_size", "Greatest size of an attachment.", size),
    ];
    let site = [
        key("footer", "A line for the foot of each page.", text()),
        key("publish", "Whether pages show what the files hold, or the text in force.", words(&["head", "in-force"])),
        key(
            "url",
            "Where the site is published; copies of it lead there.",
            json!({"type": "string", "pattern": "^https?://[^?#\\s]+$"}),
        ),
        key("search", "What readers can search: all texts, or the titles of the list from A to Z.", words(&["full", "titles"])),
        key("exports", "Whether the site has its tables as files to take away.", words(&["all", "none"])),
    ];
    vec![
        key(
            "rules",
            "Levels of rules, by name; `clausebook explain` lists them.",
            map_of(words(&["allow", "note", "warning", "error"])),
        ),
        key("home", "Ways in on the home page.", object(&home)),
        key("limits", "Size limits.", object(&limits)),
        key("site", "The site.", object(&site)),
    ]
}
