//! Identifiers. All of them are text: `8.10` is not a number.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A document's or an entry's permanent reference, as written: `PRC-013`.
    DocId
}
text_id! {
    /// Git's id of a file's bytes, in hexadecimal. Opaque to everything above `shell`.
    BlobId
}
text_id! {
    /// Git's id of a commit or tag, in hexadecimal: 40 digits, or 64 in a SHA-256 repository.
    CommitId
}
text_id! {
    /// A framework: `iso20000-1-2018`.
    FrameworkId
}

impl CommitId {
    /// The first ten digits, for people. Commands shown to them use the whole id.
    pub fn short(&self) -> &str {
        self.0.get(..10).unwrap_or(&self.0)
    }
}

impl DocId {
    /// What decides whether two ids are the same: lower case, normalized.
    pub fn key(&self) -> String {
        self.0.nfkc().flat_map(char::to_lowercase).collect()
    }

    /// Whether the text can be an id: letters, digits, `.`, `_`, `-`, beginning with a letter or digit, at most 64 characters,
    /// and not a name that Windows keeps for devices (the page of the document could not be written there).
    pub fn is_valid(&self) -> bool {
        let mut letters = self.0.chars();
        let first = letters.next().is_some_and(char::is_alphanumeric);
        let rest = letters.all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
        let stem = self.key();
        let stem = stem.split('.').next().unwrap_or_default();
        let device = matches!(stem, "con" | "prn" | "aux" | "nul")
            || (stem.len() == 4
                && (stem.starts_with("com") || stem.starts_with("lpt"))
                && stem.ends_with(|c: char| c.is_ascii_digit()));
        first && rest && self.0.chars().count() <= 64 && !device && !self.0.ends_with('.')
    }
}

/// A clause's number within its framework: `8.6.1`, `A.5.24`, `incident-management`. Ordered by its numbers: 4.1 before 10.1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClauseId(String);

impl ClauseId {
    /// Takes the text as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The clause above: `8.6` for `8.6.1`, none for `8`.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(above, _)| Self(above.to_owned()))
    }

    /// Whether this clause lies below `other`, by whole parts: 8.1.2 lies below 8.1, 8.12 does not.
    pub fn is_below(&self, other: &ClauseId) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.starts_with('.'))
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Ord for ClauseId {
    fn cmp(&self, other: &Self) -> Ordering {
        number_key(&self.0).cmp(&number_key(&other.0)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for ClauseId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A clause of a framework.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseRef {
    /// The framework.
    pub framework: FrameworkId,
    /// The clause in it.
    pub clause: ClauseId,
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.framework, self.clause)
    }
}

/// Sorts texts with numbers in them as people do: `PRC-2` before `PRC-10`, `4.1` before `10.1`.
pub fn number_key(text: &str) -> Vec<(u8, u64, String)> {
    let mut key = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        key.push(match part.parse::<u64>() {
            Ok(number) if digits => (0, number, String::new()),
            _ => (1, 0, part.to_lowercase()),
        });
        rest = tail;
    }
    key
}

/// The anchor of a heading: lower case, words joined by `-`; letters of every alphabet stay. Empty when nothing is left.
pub fn anchor_of(text: &str) -> String {
    let mut anchor = String::new();
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            anchor.push(c);
        } else if matches!(c, ' ' | '-' | '\t' | '\n' | '/' | ':' | ',' | '–' | '—')
            && !anchor.is_empty()
            && !anchor.ends_with('-')
        {
            anchor.push('-');
        }
    }
    anchor.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trap_5_clauses_sort_by_number() {
        let mut clauses: Vec<ClauseId> = ["10.1", "4.1", "8.10", "8.2", "A.5.24", "A.5.3"].map(ClauseId::new).into();
        clauses.sort();
        assert_eq!(clauses, ["4.1", "8.2", "8.10", "10.1", "A.5.3", "A.5.24"].map(ClauseId::new));
    }

    #[test]
    fn trap_2_a_clause_is_not_found_inside_another() {
        assert!(ClauseId::new("8.1.2").is_below(&ClauseId::new("8.1")));
        assert!(!ClauseId::new("8.12").is_below(&ClauseId::new("8.1")));
        assert!(!ClauseId::new("8.1").is_below(&ClauseId::new("8.1")));
    }

    #[test]
    fn ids_that_no_page_could_carry_are_invalid() {
        for good in ["PRC-013", "ÜB-1", "a.b_c"] {
            assert!(DocId::new(good).is_valid(), "{good}");
        }
        for bad in ["", "-a", "a b", "a/b", "../x", "CON", "com1.txt", "a.", "<b>"] {
            assert!(!DocId::new(bad).is_valid(), "{bad}");
        }
    }
}
