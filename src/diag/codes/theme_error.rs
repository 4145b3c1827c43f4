//! Rule `theme-error`.

use crate::diag::{Code, Severity};

/// A file of the user theme that does not work.
pub static CODE: Code = Code {
    name: "theme-error",
    default: Severity::Error,
    title: "a file of the user's theme that does not work",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"A template in `theme/` cannot be read, or asks for a value that the page does not have. Its page is shown in a plain form that leaves nothing of the
document out, and the rest of the site is built.

Files that nothing in the theme uses are reported too, and fonts and pictures above the size limit of attachments or of a kind that a
browser would run: these are not published.

What to do: mend the template at the place named, or delete it to get the built-in one. Put fonts into `theme/fonts/`, pictures into
`theme/assets/`.
"#;
