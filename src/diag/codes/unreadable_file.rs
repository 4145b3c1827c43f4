//! Rule `unreadable-file`.

use crate::diag::{Code, Severity};

/// A file that was left out.
pub static CODE: Code = Code {
    name: "unreadable-file",
    default: Severity::Warning,
    title: "a file that was left out: a symbolic link, a name that is no text, or no permission to read it",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"What was not read was not checked, and is not part of the handbook. Symbolic links are never followed, because a link in a pull request
could lead to any file of the machine that builds the site.

What to do: put the file itself in its place, rename it, or make it readable. `exclude` in `clausebook.yml` leaves files out on purpose.
"#;
