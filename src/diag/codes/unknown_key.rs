//! Rule `unknown-key`.

use crate::diag::{Code, Severity};

/// A key that means nothing here.
pub static CODE: Code =
    Code { name: "unknown-key", default: Severity::Error, title: "a key that means nothing here", explain: EXPLAIN };

const EXPLAIN: &str = r#"Every key of front matter and of the configuration files is known to clausebook. A misspelt key would silently do nothing: a document
with `reveiwed: 2026-01-20` would seem never reviewed.

What to do: correct the key (the nearest known one is named), or declare a field of your own under `types` in `clausebook.yml`.
`clausebook schema front-matter` lists all keys.
"#;
