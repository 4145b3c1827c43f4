//! `.mailmap` by git's rules (gitmailmap): addresses and names are compared without regard to ASCII case, later lines win.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Names by address, and by address and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mailmap {
    by_email: BTreeMap<String, String>,
    by_both: BTreeMap<(String, String), Option<String>>,
}

impl Mailmap {
    /// Reads the file. Lines that are none of its forms are passed over, as git does.
    pub(super) fn parse(text: &str) -> Self {
        let mut map = Self::default();
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            let Some((name, email, rest)) = pair(line) else { continue };
            match pair(rest) {
                Some((old_name, old_email, _)) if !old_name.is_empty() => {
                    let name = (!name.is_empty()).then(|| name.to_owned());
                    map.by_both.insert((old_email.to_ascii_lowercase(), old_name.to_ascii_lowercase()), name);
                }
                old => {
                    let old = old.map_or(email, |it| it.1);
                    if !name.is_empty() {
                        map.by_email.insert(old.to_ascii_lowercase(), name.to_owned());
                    }
                }
            }
        }
        map
    }

    /// The name to show, which may be the name that is there.
    pub(super) fn shown(&self, name: &Arc<str>, email: &str) -> Arc<str> {
        match self.display(name, email) {
            same if *same == **name => Arc::clone(name),
            other => other.into(),
        }
    }

    /// The name to show.
    pub(super) fn display<'a>(&'a self, name: &'a str, email: &str) -> &'a str {
        if self.by_both.is_empty() && self.by_email.is_empty() {
            return name;
        }
        let email = email.to_ascii_lowercase();
        if let Some(found) = self.by_both.get(&(email.clone(), name.to_ascii_lowercase())) {
            return found.as_deref().unwrap_or(name);
        }
        self.by_email.get(&email).map_or(name, String::as_str)
    }
}

/// `Name <address>` at the beginning, and what follows.
fn pair(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    Some((name.trim(), email, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_four_forms_are_read() {
        let map = Mailmap::parse(
            "# no <a@b>\nAna Prior <ana@new> <ANA@old>\nBen <ben@x>\n<eve@new> <eve@old>\nCy <cy@new> cyrus <cy@old>\nnothing\n",
        );
        assert_eq!(map.display("ana", "ana@OLD"), "Ana Prior");
        assert_eq!(map.display("b", "ben@x"), "Ben");
        assert_eq!(map.display("Eve", "eve@old"), "Eve");
        assert_eq!(map.display("Cyrus", "cy@old"), "Cy");
        assert_eq!(map.display("other", "cy@old"), "other");
    }
}
