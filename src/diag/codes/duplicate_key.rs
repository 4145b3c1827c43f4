//! Rule `duplicate-key`.

use crate::diag::{Code, Severity};

/// A key given twice.
pub static CODE: Code = Code { name: "duplicate-key", default: Severity::Error, title: "a key given twice", explain: EXPLAIN };

const EXPLAIN: &str = r#"The same key stands twice in one mapping. YAML libraries differ in which one wins, so neither can be trusted. clausebook goes on with the first.

Why it matters: of two owners or two review dates readers see one, and nobody knows which was meant.

What to do: remove one of them.
"#;
