#![expect(clippy::disallowed_methods, reason = "the tests read the example and our own source")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use syn::visit::{self, Visit};

use super::*;
use crate::base::RepoPath;
use crate::config::{self, ConfigTexts};

fn config(text: &str) -> Config {
    let files = [(RepoPath::new(config::MAIN).unwrap(), text.into())];
    config::read(&ConfigTexts { files: files.into() }).0
}

fn plain() -> Config {
    config("organization: X\ntitle: Y\n")
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What is wrong with some YAML by a schema. The YAML is read with types, as editors read it.
fn mistakes(schema: &Value, yaml: &str) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    let value: Value = serde_yaml::from_str(yaml).unwrap();
    validator.iter_errors(&value).map(|it| format!("{}: {it}", it.instance_path)).collect()
}

fn front_matter(text: &str) -> &str {
    let rest = text.strip_prefix("---\n").unwrap();
    &rest[..rest.find("\n---\n").unwrap() + 1]
}

#[test]
fn schemas_are_schemas() {
    for schema in Schema::ALL {
        let value = value(schema, &plain());
        assert!(jsonschema::draft202012::meta::validate(&value).is_ok(), "{}", schema.name());
        without_description(&value, schema.name());
    }
}

/// Every key has a description.
fn without_description(value: &Value, at: &str) {
    if let Some(keys) = value.get("properties").and_then(Value::as_object).filter(|_| value.get("type").is_some()) {
        for (name, key) in keys {
            let text = key.get("description").and_then(Value::as_str).unwrap_or_default();
            assert!(!text.is_empty(), "{at}/{name} has no description");
        }
    }
    match value {
        Value::Object(map) => map.iter().for_each(|(name, it)| without_description(it, &format!("{at}/{name}"))),
        Value::Array(list) => list.iter().for_each(|it| without_description(it, at)),
        _ => {}
    }
}

#[test]
fn the_example_and_the_embedded_frameworks_are_valid() {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let config = config(&read(&here("example-sms/clausebook.yml")));
    for (schema, file) in [
        (Schema::Config, "clausebook.yml"),
        (Schema::People, "people.yml"),
        (Schema::Glossary, "glossary.yml"),
        (Schema::Values, "values.yml"),
    ] {
        let text = read(&here("example-sms").join(file));
        assert_eq!(mistakes(&value(schema, &config), &text), Vec::<String>::new(), "{file}");
    }
    let schema = value(Schema::FrontMatter, &config);
    let mut documents = 0;
    for entry in walkdir::WalkDir::new(here("example-sms")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|it| it == "md") && path.file_name().is_some_and(|it| it != "README.md") {
            assert_eq!(mistakes(&schema, front_matter(&read(&path))), Vec::<String>::new(), "{}", path.display());
            documents += 1;
        }
    }
    assert!(documents > 50);
    let schema = value(Schema::Framework, &config);
    for entry in std::fs::read_dir(here("src/catalogue/data")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mistakes(&schema, &read(&path)), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn mistakes_are_found() {
    let schema = value(Schema::FrontMatter, &plain());
    let process = "id: A\ntitle: B\ntype: process\nowner: x\napprover: y\nversion: 1.10\nstatus: draft\n";
    assert_eq!(mistakes(&schema, process), Vec::<String>::new());
    for wrong in [
        "onwer: x\n",
        "reviewed: 1.2.2026\n",
        "likelihood: 2\n",
        "clauses: [{clause: 8.1, coverage: half}]\n",
        "waivers: [{rule: x}]\n",
        "entries: {risk: [{id: A, title: B}]}\n",
        "raci: {Do: {X: y}}\n",
    ] {
        assert_ne!(mistakes(&schema, &format!("{process}{wrong}")), Vec::<String>::new(), "{wrong}");
    }
    for incomplete in ["title: B\ntype: register\n", "id: A\ntype: policy\n", "id: A\ntype: nonsense\n"] {
        assert_ne!(mistakes(&schema, incomplete), Vec::<String>::new(), "{incomplete}");
    }
    let people = value(Schema::People, &plain());
    assert_ne!(mistakes(&people, "people: [{name: A, roles: [{role: x, form: 2026-01-01}]}]\n"), Vec::<String>::new());
    let keys =
        "people: [{name: A, keys: [keys/a.asc, {key: ssh-ed25519 A, from: 2026-01-01, to: 2026-12-31, revoked: 2026-06-01}]}]\n";
    assert_eq!(mistakes(&people, keys), Vec::<String>::new());
    assert_ne!(mistakes(&people, &keys.replace("revoked", "revoke")), Vec::<String>::new());
    let values = value(Schema::Values, &plain());
    assert_eq!(mistakes(&values, "p1: {respond: 15 min, x: {value: 1, literals: [one]}}\n"), Vec::<String>::new());
    assert_ne!(mistakes(&values, "p1: [1]\n"), Vec::<String>::new());
}

#[test]
fn the_users_types_and_defaults_count() {
    let config = config(
        "organization: X\ntitle: Y\nclassifications: [red]\n\
         types: {runbook: {title: Runbook, requires: [owner], fields: {tested: {kind: date, required: true}}}}\n\
         items: {lesson: {fields: {learned: date}}}\n\
         defaults: [{match: \"r/**\", owner: x, id: \"R-{number}\"}]\n",
    );
    let schema = value(Schema::FrontMatter, &config);
    assert_eq!(mistakes(&schema, "type: runbook\ntested: 2026-01-01\nclassification: red\n"), Vec::<String>::new());
    assert_ne!(mistakes(&schema, "type: runbook\n"), Vec::<String>::new(), "`tested` is required");
    assert_ne!(
        mistakes(&schema, "type: register\ntested: 2026-01-01\nstatus: draft\n"),
        Vec::<String>::new(),
        "not of this type"
    );
    let entry = "type: register\nstatus: draft\nentries: {lesson: [{id: L-1, title: T, learned: 2026-01-01}]}\n";
    assert_eq!(mistakes(&schema, entry), Vec::<String>::new());
}

/// Keys that decoders ask for by name, found in their source.
#[derive(Default)]
struct Asked(BTreeSet<String>);

impl Asked {
    fn take(&mut self, expr: &syn::Expr) {
        if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = expr {
            self.0.insert(text.value());
        }
    }
}

impl<'ast> Visit<'ast> for Asked {
    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let readers = ["get", "text", "required_text", "date", "cycle", "one_of", "flag", "texts", "items", "missing"];
        if readers.iter().any(|name| call.method == name) {
            call.args.first().into_iter().for_each(|it| self.take(it));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        // Closures that ask: `words("types")`, `take("grace")`.
        if let syn::Expr::Path(path) = &*call.func
            && path.path.get_ident().is_some_and(|it| ["words", "text", "take", "bound"].iter().any(|name| it == name))
        {
            call.args.first().into_iter().for_each(|it| self.take(it));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_for_loop(&mut self, it: &'ast syn::ExprForLoop) {
        if let syn::Expr::Array(array) = &*it.expr {
            array.elems.iter().for_each(|it| self.take(it));
        }
        visit::visit_expr_for_loop(self, it);
    }
}

fn asked(files: &[&str]) -> BTreeSet<String> {
    let mut asked = Asked::default();
    for file in files {
        asked.visit_file(&syn::parse_file(&std::fs::read_to_string(here(file)).unwrap()).unwrap());
    }
    asked.0
}

/// Names of all properties anywhere in a schema.
fn named(value: &Value, names: &mut BTreeSet<String>) {
    if let Some(keys) = value.get("properties").and_then(Value::as_object) {
        names.extend(keys.keys().cloned());
    }
    match value {
        Value::Object(map) => map.values().for_each(|it| named(it, names)),
        Value::Array(list) => list.iter().for_each(|it| named(it, names)),
        _ => {}
    }
}

#[test]
fn schemas_name_the_keys_that_decoders_ask_for() {
    let model = ["src/model/read.rs", "src/model/front.rs", "src/model/field.rs"];
    let cases: [(Schema, &[&str], &[&str]); 5] = [
        (Schema::FrontMatter, &model, &["may", "limit"]),
        (
            Schema::Config,
            &["src/config/settings.rs", "src/config/control.rs", "src/config/editions.rs", "src/config/types.rs"],
            &["labels", "en"],
        ),
        (Schema::People, &["src/config/people.rs"], &[]),
        (Schema::Glossary, &["src/config/glossary.rs"], &[]),
        (Schema::Framework, &["src/catalogue/read.rs"], &[]),
    ];
    // Bare built-in types, so that no field of a type hides a missing key. Fields of types are asked for by their definition.
    let mut config = plain();
    config.types.documents.values_mut().for_each(|it| (it.fields, it.item) = Default::default());
    config.types.items.values_mut().for_each(|it| it.fields.clear());
    for (schema, files, exceptions) in cases {
        let mut names = BTreeSet::new();
        let mut value = value(schema, &config);
        if schema == Schema::Config {
            // What `defaults` takes over from front matter is tested there.
            value["properties"]["defaults"] = serde_json::json!({"properties": {"match": {}}});
        }
        named(&value, &mut names);
        let kinds: Vec<&String> = config.types.item_order.iter().collect();
        let mut asked = asked(files);
        assert!(asked.len() > 1, "{files:?} asks for nothing: {asked:?}");
        asked.retain(|it| !exceptions.contains(&it.as_str()));
        let missing: Vec<&String> = asked.difference(&names).collect();
        assert!(missing.is_empty(), "the schema {} lacks {missing:?}", schema.name());
        let mut extra: Vec<&String> = names.difference(&asked).collect();
        extra.retain(|it| !kinds.contains(it) && !exceptions.contains(&it.as_str()));
        assert!(extra.is_empty(), "nobody reads {extra:?} of {}", schema.name());
    }
}
