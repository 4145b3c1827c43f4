//! Rule `edition-not-clean`.

use crate::diag::{Code, Severity};

/// Past editions have errors or warnings by the rules of today.
pub static CODE: Code = Code {
    name: "edition-not-clean",
    default: Severity::Note,
    title: "past editions have errors or warnings by today's rules",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r"Says in one line which published editions of the past have errors or warnings by the rules that hold today. Documents that
cannot be read any more count as errors. The editions are published all the same.

Why an auditor cares: an edition is evidence of what applied then, and stays as it was published. What was wrong with it is mended in
the next one.

Example: an edition of 2024 lacks the owner of a process, which is required today.

Better: nothing is to be done. Whoever does not want the line sets `rules: {edition-not-clean: allow}` in clausebook.yml.
";
