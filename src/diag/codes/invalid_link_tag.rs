//! Rule `invalid-link-tag`.

use crate::diag::{Code, Severity};

/// A section tag that cannot be read.
pub static CODE: Code =
    Code { name: "invalid-link-tag", default: Severity::Error, title: "a section tag that cannot be read", explain: EXPLAIN };

const EXPLAIN: &str = r#"The braces after a heading hold an anchor and attributes: `{#anchor clauses="8.6.1 10.1.1" coverage="partial" note="…"}`. Something else
stands there, or a quote is not closed. An anchor holds letters, digits, `-`, `_`, `.`.

Why it matters: a tag that cannot be read covers no clause, and a link to the anchor leads nowhere.

What to do: close the quote, remove what does not belong there, and give each anchor once.
"#;
