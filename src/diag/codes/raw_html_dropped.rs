//! Rule `raw-html-dropped`.

use crate::diag::{Code, Severity};

/// HTML that was removed from a document.
pub static CODE: Code = Code {
    name: "raw-html-dropped",
    default: Severity::Warning,
    title: "HTML that was removed from a document",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Documents are Markdown. HTML that only marks up text passes: `<kbd>`, `<sub>`, `<br>`, `<details>`, lists, tables and the like, each made
anew with no attributes but `title` on `<abbr>` and `<dfn>`, `open`, `colspan`, `rowspan`, `scope` and `start`. Everything else is removed
(scripts, styles, drawings, frames and form fields with what they hold), because a document is read by people who trust the site. Links and
images written as HTML are removed too: they could not be checked.

What to do: write it in Markdown, put it in backticks to show it, or remove it.
"#;
