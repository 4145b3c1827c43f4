//! Names within addresses of the site: what authors call things, so that no two things share an address.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use super::SitePath;

/// A text as part of an address. Letters, digits, `.`, `-` and `_` stay, anything else becomes `~` and its number: two texts
/// never give the same.
pub fn escaped(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
            address.push(c);
        } else {
            let _ = write!(address, "~{:x}~", u32::from(c));
        }
    }
    address
}

/// An id or name as part of an address: two that differ in more than letter case never give the same.
pub fn address_of(text: &str) -> String {
    escaped(&text.nfkc().flat_map(char::to_lowercase).collect::<String>())
}

/// Pages that have an address, so that each gets one of its own, also where a disk does not tell small letters from capitals.
#[derive(Debug, Default)]
pub struct Addresses {
    taken: BTreeSet<String>,
    /// Where to go on counting, by the address that many wanted.
    next: BTreeMap<String, usize>,
}

impl Addresses {
    /// With addresses that are taken.
    pub fn without(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|it| (*it).to_owned()).collect(), next: BTreeMap::new() }
    }

    /// The first address that is free of those that `make` gives for 1, 2, 3 and so on.
    pub fn take(&mut self, make: impl Fn(usize) -> SitePath) -> SitePath {
        let first = make(1);
        let wanted = first.as_str().to_lowercase();
        if self.taken.insert(wanted.clone()) {
            return first;
        }
        let mut n = self.next.get(&wanted).copied().unwrap_or(2);
        loop {
            let path = make(n);
            n += 1;
            if self.taken.insert(path.as_str().to_lowercase()) {
                self.next.insert(wanted, n);
                return path;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_share_an_address() {
        let names = ["a.1", "a1", "a-1", "a_1", "a 1", "a~20~1", "a--1", "-a1", "a1-", "ä1", "", "C", "C++", "C#", "a/1", "<b>"];
        let addresses: BTreeSet<String> = names.iter().map(|it| address_of(it)).collect();
        assert_eq!(addresses.len(), names.len(), "{addresses:?}");
        assert!(addresses.iter().all(|it| it.chars().all(|c| c.is_alphanumeric() || "-_.~".contains(c))));
        assert_eq!((address_of("SVC-01"), address_of("Ｃ")), ("svc-01".to_owned(), "c".to_owned()));
        assert_eq!(escaped("A.5.24"), "A.5.24");
    }

    #[test]
    fn each_page_gets_an_address_of_its_own() {
        let mut addresses = Addresses::without(&["p/index"]);
        let mut take = |name: &str| {
            addresses.take(|n| SitePath::new(&if n == 1 { format!("p/{name}") } else { format!("p/{name}--{n}") })).to_string()
        };
        let got: Vec<String> = ["a", "a--2", "A", "a", "index", "a--2"].iter().map(|it| take(it)).collect();
        assert_eq!(got, ["p/a", "p/a--2", "p/A--3", "p/a--4", "p/index--2", "p/a--2--2"]);
    }
}
