//! Rule `diagram-not-drawn`.

use crate::diag::{Code, Severity};

/// A diagram that is shown as its source.
pub static CODE: Code = Code {
    name: "diagram-not-drawn",
    default: Severity::Warning,
    title: "a diagram that is shown as its source",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Fenced `mermaid` blocks are drawn while the site is built: flowcharts, sequence, state and Gantt diagrams. This one could not be drawn, or
its drawing holds something that no page may hold. Readers see the source instead, so nothing is lost.

What to do: mend the place named in the message, or use simpler means of the same kind of diagram.
"#;
