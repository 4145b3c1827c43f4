//! Rule `invalid-utf8`.

use crate::diag::{Code, Severity};

/// A file that is not UTF-8 text.
pub static CODE: Code =
    Code { name: "invalid-utf8", default: Severity::Error, title: "a file that is not UTF-8 text", explain: EXPLAIN };

const EXPLAIN: &str = r#"Documents and configuration are read as UTF-8. A file in another encoding cannot be shown without guessing letters, so it is
left out and reported. Nothing in it was checked.

Why it matters: ISO/IEC 20000-1:2018, 7.5.3.2 asks that documented information stays readable.

What to do: save the file as UTF-8, for example `iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md`.
"#;
