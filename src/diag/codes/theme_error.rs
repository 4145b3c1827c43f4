//! Rule `theme-error`.

use crate::diag::{Code, Severity};

/// A template of the user theme that does not work.
pub static CODE: Code = Code {
    name: "theme-error",
    default: Severity::Error,
    title: "a template of the user theme that does not work",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"A template in `theme/` cannot be read, or asks for a value that the page does not have. Its page is shown in a plain form that leaves nothing of the
document out, and the rest of the site is built.

What to do: mend the template at the place named, or delete it to get the built-in one.
"#;
