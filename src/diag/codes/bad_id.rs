//! Rule `bad-id`.

use crate::diag::{Code, Severity};

/// An id that cannot be a page address.
pub static CODE: Code =
    Code { name: "bad-id", default: Severity::Error, title: "an id that cannot be a page address", explain: EXPLAIN };

const EXPLAIN: &str = r#"Ids are permanent addresses. They hold letters, digits, `.`, `_` and `-`, begin with a letter or digit, have at most 64 characters, and are
not names that Windows keeps for devices (`CON`, `NUL`, …).

Why it matters: the page of a document has its id as its address, on every system and for ever.

What to do: write `PRC-013` instead of `PRC 013`, and `PRO-2.1` instead of `PRO/2.1`.
"#;
