//! Rule `impossible-date`.

use crate::diag::{Code, Severity};

/// A date that does not exist or is not in ISO form.
pub static CODE: Code = Code {
    name: "impossible-date",
    default: Severity::Error,
    title: "a date that does not exist or is not in ISO form",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Dates are written `2026-02-01`. A date that cannot be read never counts as a date: a review on 31 February did not take place.

Why it matters: a malformed date read as "fresh" hides an overdue review.

What to do: correct the day; two digits each for month and day.
"#;
