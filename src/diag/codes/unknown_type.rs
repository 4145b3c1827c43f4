//! Rule `unknown-type`.

use crate::diag::{Code, Severity};

/// A document type that is not defined.
pub static CODE: Code =
    Code { name: "unknown-type", default: Severity::Error, title: "a document type that is not defined", explain: EXPLAIN };

const EXPLAIN: &str = r#"`type` names none of the built-in types and none of `types` in `clausebook.yml`. The document is shown, but nothing that depends on its type
was checked.
"#;
