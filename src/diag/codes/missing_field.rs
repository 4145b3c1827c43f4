//! Rule `missing-field`.

use crate::diag::{Code, Severity};

/// A field that the document or its type requires is missing.
pub static CODE: Code = Code {
    name: "missing-field",
    default: Severity::Error,
    title: "a field that the document or its type requires is missing",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Every document needs `id`, `title` and `type`; the type can require more, such as `owner` and `approver`.

Why it matters: ISO/IEC 20000-1:2018, 7.5.2 asks for identification and approval of documented information.

What to do: add the field, or a `defaults` rule in `clausebook.yml` that supplies it for a whole folder.
"#;
