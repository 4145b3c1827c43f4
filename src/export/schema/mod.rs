//! JSON Schema (draft 2020-12) of everything a user writes as YAML: for editors, which complete and check while typing. And of the
//! tables that are given away, for whoever reads them.
//!
//! The decoders in `config`, `model` and `catalogue` decide; a schema repeats what they ask for, and tests prove that it names
//! the same keys. Types, kinds of entry and classifications are those of the given settings, the user's own included.

mod config;
mod diff;
mod framework;
mod front_matter;
mod people;
mod shape;
mod tables;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::config::Config;

/// What there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Schema {
    /// Front matter of a document.
    FrontMatter,
    /// `clausebook.yml`.
    Config,
    /// `people.yml`.
    People,
    /// `glossary.yml`.
    Glossary,
    /// `values.yml`.
    Values,
    /// `frameworks/*.yml`.
    Framework,
    /// Tables as `export` prints them.
    Tables,
    /// What `clausebook diff --format json` prints.
    Diff,
}

impl Schema {
    /// All of them, in the order listed.
    pub const ALL: [Self; 8] =
        [Self::FrontMatter, Self::Config, Self::People, Self::Glossary, Self::Values, Self::Framework, Self::Tables, Self::Diff];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::Config => "config",
            Self::People => "people",
            Self::Glossary => "glossary",
            Self::Values => "values",
            Self::Framework => "framework",
            Self::Tables => "tables",
            Self::Diff => "diff",
        }
    }

    /// What it describes, in one line.
    pub fn about(self) -> &'static str {
        match self {
            Self::FrontMatter => "the YAML between the two lines of --- at the top of a document",
            Self::Config => "clausebook.yml: organization, frameworks, types, rules, site",
            Self::People => "people.yml: roles, and who holds them from when to when",
            Self::Glossary => "glossary.yml: terms and what they mean here",
            Self::Values => "values.yml: figures defined once and used by name",
            Self::Framework => "frameworks/*.yml: own clause catalogues and crosswalks",
            Self::Tables => "the JSON that `export`, `matrix` and `register` print",
            Self::Diff => "what `clausebook diff --format json` prints",
        }
    }
}

/// The schema as a JSON value.
pub fn value(schema: Schema, config: &Config) -> Value {
    let body = match schema {
        Schema::FrontMatter => front_matter::schema(config),
        Schema::Config => config::schema(config),
        Schema::People => people::people(),
        Schema::Glossary => people::glossary(),
        Schema::Values => people::values(),
        Schema::Framework => framework::schema(),
        Schema::Tables => tables::schema(),
        Schema::Diff => diff::schema(),
    };
    let mut root = Map::from_iter([
        ("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into()),
        ("$id".into(), format!("urn:clausebook:schema:{}", schema.name()).into()),
        ("title".into(), format!("clausebook {}", schema.name()).into()),
        ("description".into(), format!("Schema of {}.", schema.about()).into()),
    ]);
    if let Value::Object(body) = body {
        root.extend(body);
    }
    Value::Object(root)
}

/// The schema as text, ending with a line break.
pub fn write(schema: Schema, config: &Config) -> String {
    format!("{:#}\n", value(schema, config))
}
