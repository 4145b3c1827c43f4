//! Rule `invalid-yaml`.

use crate::diag::{Code, Severity};

/// Front matter or a YAML file that cannot be read.
pub static CODE: Code = Code {
    name: "invalid-yaml",
    default: Severity::Error,
    title: "front matter or a YAML file that cannot be read",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"The YAML parser stopped here. The rest of the front matter or file was not read, so other mistakes in it are not reported yet.

Common causes: a tab for indentation, a colon followed by a space in an unquoted text, an opening bracket without its closing one, or
front matter without the closing line of three dashes.

```yaml
title: Backup: how it works      # wrong: a second colon
title: "Backup: how it works"    # right
```
"#;
