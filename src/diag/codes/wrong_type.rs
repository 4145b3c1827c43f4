//! Rule `wrong-type`.

use crate::diag::{Code, Severity};

/// A value of the wrong kind.
pub static CODE: Code =
    Code { name: "wrong-type", default: Severity::Error, title: "a value of the wrong kind", explain: EXPLAIN };

const EXPLAIN: &str = r#"The key wants another kind of value, for example a list where a single text stands, or one of a few words.

```yaml
status: aproved        # wrong: not one of draft, in-review, approved, retired
status: approved       # right
```
"#;
