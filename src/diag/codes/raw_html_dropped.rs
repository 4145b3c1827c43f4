//! Rule `raw-html-dropped`.

use crate::diag::{Code, Severity};

/// HTML that was removed from a document.
pub static CODE: Code = Code {
    name: "raw-html-dropped",
    default: Severity::Warning,
    title: "HTML that was removed from a document",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Documents are Markdown. Plain text markup (`<kbd>`, `<sub>`, `<br>`, `<details>` …) passes; scripts, styles, event handlers, frames, forms,
embedded objects and links to anything but pages and mail are removed, because a document is read by people who trust the site.

What to do: write it in Markdown, or remove it.
"#;
