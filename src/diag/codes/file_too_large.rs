//! Rule `file-too-large`.

use crate::diag::{Code, Severity};

/// A file beyond the size limit.
pub static CODE: Code =
    Code { name: "file-too-large", default: Severity::Error, title: "a file beyond the size limit", explain: EXPLAIN };

const EXPLAIN: &str = r#"Documents have a limit of 1 MiB, front matter of 256 KiB, attachments of 20 MiB. A larger file is left out and reported, so that a
single file cannot hold up a build.

What to do: split the document, or move a large file to where such files are kept and link to it. `limits` in `clausebook.yml`
changes the limits for documents and attachments.
"#;
