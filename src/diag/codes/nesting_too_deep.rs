//! Rule `nesting-too-deep`.

use crate::diag::{Code, Severity};

/// Lists, quotes or YAML nested beyond any use.
pub static CODE: Code = Code {
    name: "nesting-too-deep",
    default: Severity::Error,
    title: "lists, quotes or YAML nested beyond any use",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Front matter may be nested 16 levels deep, a body 32 levels (a list in a quote in a list is three). Beyond that, the part is not
shown as written: nobody could read it, and some texts of this kind are made to bring programs down.

What to do: flatten the text.
"#;
