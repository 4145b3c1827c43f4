//! Names of sheets: what the format allows, and no two alike.

use std::collections::BTreeSet;

/// Units of UTF-16 in a name, at most.
const LONGEST: usize = 31;

/// Names that are taken, in lower case.
#[derive(Debug, Default)]
pub(super) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// A name like the title that no other sheet has.
    pub(super) fn take(&mut self, title: &str) -> String {
        let allowed = |c: char| if c.is_control() || "[]:*?/\\'\u{fffe}\u{ffff}".contains(c) { ' ' } else { c };
        let plain: String = title.chars().map(allowed).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        // Excel keeps this one for itself.
        let plain = if plain.is_empty() || plain.eq_ignore_ascii_case("history") {
            format!("{plain} -").trim().to_owned()
        } else {
            plain
        };
        let mut n = 1;
        loop {
            let end = if n == 1 { String::new() } else { format!(" ({n})") };
            let name = format!("{}{end}", cut(&plain, LONGEST - end.len()));
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
            n += 1;
        }
    }
}

/// The beginning of a name, with a dot where it goes on.
fn cut(name: &str, most: usize) -> String {
    if name.encode_utf16().count() <= most {
        return name.to_owned();
    }
    let mut room = most - 1;
    let mut short = String::new();
    for c in name.chars() {
        let Some(left) = room.checked_sub(c.len_utf16()) else { break };
        room = left;
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_short_and_unlike() {
        let mut names = SheetNames::default();
        let long = "Nonconformities and corrective actions of all kinds";
        let titles =
            ["Risks", "risks", "RISKS", "a/b:c", "'x'", "", "History", long, long, "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"];
        let given: Vec<String> = titles.iter().map(|it| names.take(it)).collect();
        assert_eq!(given[..7], ["Risks", "risks (2)", "RISKS (3)", "a b c", "x", "-", "History -"]);
        assert_eq!(given[7], "Nonconformities and corrective…");
        assert_eq!(given[8], "Nonconformities and correc… (2)");
        assert!(given.iter().all(|it| it.encode_utf16().count() <= LONGEST), "{given:?}");
    }
}
