//! Rule `unreadable-key`.

use crate::diag::{Code, Severity};

/// A signing key in `people.yml` or below `keys/` cannot be read, or should not be there.
pub static CODE: Code = Code {
    name: "unreadable-key",
    default: Severity::Error,
    title: "a signing key cannot be read, or a secret key lies in the repository",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"Looks at the `keys` of people in `people.yml`, at the lines of `keys/allowed_signers` and at OpenPGP keys in
files below `keys/`. Reported are keys that cannot be read, fingerprints that are not whole, files that are not there, and secret
keys, which must never be in a repository.

Why it matters: a signature proves an approval only if its key is listed for the person (ISO/IEC 20000-1:2018, 7.5.3). A key that
cannot be read counts for nobody, and approvals signed with it stay claims.

```yaml
people:
  - name: Ana Alvarez
    keys:
      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
      - {key: keys/ana.asc, from: 2024-01-01, to: 2025-12-31}
```

What to do: write an SSH key as the one line of its `.pub` file, an OpenPGP key as `openpgp:` and its whole fingerprint together
with an armoured export (`gpg --armor --export FINGERPRINT`) below `keys/`. A secret key that was committed has to be revoked.
"#;
