//! Lists of patterns as OpenSSH matches them (ssh_config(5), PATTERNS).

/// Longest pattern that OpenSSH compares.
const MAX_PATTERN: usize = 1024;

/// Whether a comma-separated list of patterns lets a text in. `!` before a pattern keeps out what it matches, whatever else
/// the list says. Letters match without regard to case.
pub(super) fn list_matches(list: &str, text: &str) -> bool {
    let mut found = false;
    for pattern in list.split(',').filter(|it| it.len() < MAX_PATTERN) {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(pattern, text) => return false,
            Some(_) => {}
            None => found |= matches(pattern, text),
        }
    }
    found
}

/// Whether a pattern with `*` and `?` matches all of a text. Takes at most as many steps as the product of their lengths.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on when what follows the latest `*` does not match here.
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                back = Some((p + 1, t));
                p += 1;
            }
            Some(byte) if *byte == b'?' || byte.eq_ignore_ascii_case(&text[t]) => (p, t) = (p + 1, t + 1),
            _ => {
                let Some((after, at)) = back else { return false };
                back = Some((after, at + 1));
                (p, t) = (after, at + 1);
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_match_as_in_openssh() {
        for (list, text) in [
            ("ana@example.org", "Ana@Example.org"),
            ("*@example.org", "ana@example.org"),
            ("x,a?a@*", "ana@example.org"),
            ("*", ""),
            ("**a*", "ba"),
            ("!ben@*,*@example.org", "ana@example.org"),
        ] {
            assert!(list_matches(list, text), "{list} {text}");
        }
        for (list, text) in [
            ("ana@example.org", "ana@example.org.evil"),
            ("!ana@*,*@example.org", "ana@example.org"),
            ("*@example.org,!ana@*", "ana@example.org"),
            ("!ben@*", "ana@example.org"),
            ("a?", "a"),
            ("", "a"),
        ] {
            assert!(!list_matches(list, text), "{list} {text}");
        }
        assert!(!matches(&"*a".repeat(500), &"a".repeat(499)), "and that without taking ages");
    }
}
