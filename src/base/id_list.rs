//! Ids written as a range or a list: `SVC-01 to SVC-05`, `SVC-01, SVC-02 and SVC-04`.

use std::ops::Range;

/// Several ids of one prefix, named together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdList {
    /// What all of them begin with, as written first: `SVC-`.
    pub prefix: String,
    /// How many digits the first has.
    width: usize,
    /// Numbers from and to, both included, in order, with a gap between any two.
    spans: Vec<(u64, u64)>,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// An id within a text.
struct Found<'a> {
    prefix: &'a str,
    number: u64,
    width: usize,
    range: Range<usize>,
}

impl IdList {
    /// Whether both name the same ids, without regard to case and to zeros in front.
    pub fn same(&self, other: &Self) -> bool {
        self.prefix.eq_ignore_ascii_case(&other.prefix) && self.spans == other.spans
    }

    /// Whether an id is of this prefix, and then whether it is named.
    pub fn names(&self, id: &str) -> Option<bool> {
        let found = ids(id).next().filter(|it| it.range == (0..id.len()))?;
        let named = || self.spans.iter().any(|(from, to)| (*from..=*to).contains(&found.number));
        found.prefix.eq_ignore_ascii_case(&self.prefix).then(named)
    }

    /// The ids that none of `others` is, at most `most` of them.
    pub fn without<'a>(&self, others: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<String> {
        let mut there: Vec<u64> = others.into_iter().filter_map(|id| ids(id).next()).map(|it| it.number).collect();
        there.sort_unstable();
        let all = self.spans.iter().flat_map(|(from, to)| *from..=*to);
        let missing = all.filter(|number| there.binary_search(number).is_err());
        missing.take(most).map(|number| format!("{}{number:0width$}", self.prefix, width = self.width)).collect()
    }

    fn add(&mut self, from: u64, to: u64) {
        self.spans.push((from, to));
        self.spans.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(self.spans.len());
        for (from, to) in std::mem::take(&mut self.spans) {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        self.spans = merged;
    }
}

/// All lists of at least two ids in a text, in order.
pub fn id_lists(text: &str) -> Vec<IdList> {
    let mut lists: Vec<IdList> = Vec::new();
    let mut open: Option<(IdList, u64, usize)> = None;
    for id in ids(text) {
        let joint = open.as_ref().map(|(list, ..)| text[list.range.end..id.range.start].trim().to_lowercase());
        let joint = joint.filter(|_| open.as_ref().is_some_and(|(list, ..)| list.prefix.eq_ignore_ascii_case(id.prefix)));
        match (&mut open, joint.as_deref()) {
            (Some((list, last, count)), Some("to" | "through" | "until" | "bis" | "-" | "–" | "—" | "…" | ".." | "..."))
                if *last < id.number =>
            {
                list.add(*last, id.number);
                list.range.end = id.range.end;
                *count += 1;
            }
            (Some((list, last, count)), Some("," | ";" | "and" | "or" | "und" | "oder" | "&" | "/" | ", and" | ", or")) => {
                list.add(id.number, id.number);
                list.range.end = id.range.end;
                (*last, *count) = (id.number, *count + 1);
            }
            _ => {
                lists.extend(open.take().filter(|it| it.2 > 1).map(|it| it.0));
                let spans = vec![(id.number, id.number)];
                let list = IdList { prefix: id.prefix.to_owned(), width: id.width, spans, range: id.range };
                open = Some((list, id.number, 1));
            }
        }
    }
    lists.extend(open.filter(|it| it.2 > 1).map(|it| it.0));
    lists
}

/// The ids of a text: letters, maybe a hyphen, dot or line, digits.
fn ids(text: &str) -> impl Iterator<Item = Found<'_>> {
    let within = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(within)?;
            let len = text[start..].find(|c| !within(c)).unwrap_or(text.len() - start);
            at = start + len;
            let word = text[start..at].trim_end_matches(['-', '_', '.']);
            let digits = word.len() - word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let (prefix, number) = word.split_at(word.len() - digits);
            let lettered = prefix.starts_with(char::is_alphabetic) && !prefix.contains(|c: char| c.is_ascii_digit());
            if let Some(number) = number.parse().ok().filter(|_| lettered && digits <= 9) {
                return Some(Found { prefix, number, width: digits, range: start..start + word.len() });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_lists_of_one_prefix_are_found() {
        let of = |text: &'static str| -> Vec<(&str, Vec<(u64, u64)>)> {
            id_lists(text).into_iter().map(|it| (&text[it.range], it.spans)).collect()
        };
        assert_eq!(of("services SVC-01 to SVC-05."), [("SVC-01 to SVC-05", vec![(1, 5)])]);
        assert_eq!(of("SVC-1, svc-2 and SVC-04; RSK-1"), [("SVC-1, svc-2 and SVC-04", vec![(1, 2), (4, 4)])]);
        assert_eq!(of("SVC-05 bis SVC-07, SVC-01 – SVC-05"), [("SVC-05 bis SVC-07, SVC-01 – SVC-05", vec![(1, 7)])]);
        assert_eq!(of("P1, P2"), [("P1, P2", vec![(1, 2)])]);
        for none in [
            "SVC-01",
            "SVC-01 and RSK-02",
            "SVC-05 to SVC-01",
            "SVC-01 is not SVC-02",
            "8.1 to 8.2",
            "",
            "-",
            "2026-01-02 to 2026-02-03",
        ] {
            assert_eq!(of(none), [], "{none}");
        }
    }

    #[test]
    fn lists_compare_by_what_they_name() {
        let list = |text: &str| id_lists(text).remove(0);
        assert!(list("SVC-01 to SVC-03").same(&list("svc-3, svc-1 and svc-2")));
        assert!(!list("SVC-01 to SVC-03").same(&list("SVC-01, SVC-03")));
        let all = list("SVC-01 to SVC-05");
        assert_eq!(
            (all.names("SVC-5"), all.names("svc-06"), all.names("SUP-01"), all.names("SVC-01 x")),
            (Some(true), Some(false), None, None)
        );
        assert_eq!(all.without(["svc-1", "SVC-04", "SVC-05"], 9), ["SVC-02", "SVC-03"]);
        assert_eq!(list("A-1 to A-999999999").without(["A-2"], 2), ["A-1", "A-3"]);
    }
}
