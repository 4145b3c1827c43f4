//! Rule `unknown-type`.

use crate::diag::{Code, Severity};

/// A document type that is not defined.
pub static CODE: Code =
    Code { name: "unknown-type", default: Severity::Error, title: "a document type that is not defined", explain: EXPLAIN };

const EXPLAIN: &str = r#"`type` names none of the built-in types and none of `types` in `clausebook.yml`. The document is shown, but nothing that depends on its type
was checked.

Why it matters: the type decides what a document needs, who may approve it and how often it is reviewed.

What to do: correct the name (the nearest known one is named), or define the type. The same holds for kinds of entry and `items`, and for
names of types in `groups` of `clausebook.yml`.
"#;
