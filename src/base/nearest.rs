//! The nearest existing name, for "did you mean".

/// The name closest to `wanted`, if one is close enough to be what was meant: at most a third of the letters differ.
/// Letter case and the characters between words do not count. The first of equals in the order given wins.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted_key = key(wanted);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let name_key = key(name);
        let limit = (wanted_key.len().max(name_key.len()) / 3).max(1);
        let distance = edits(&wanted_key, &name_key, limit);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

fn key(name: &str) -> Vec<char> {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).take(80).collect()
}

/// Edits (insert, delete, replace, swap of neighbours) between two words; any number above `limit` beyond it.
pub fn edits(a: &[char], b: &[char], limit: usize) -> usize {
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut least = (row[j] + usize::from(x != y)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        if next.iter().all(|it| *it > limit) {
            return limit + 1;
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        assert_eq!(nearest("onwer", ["title", "owner"]), Some("owner"));
        assert_eq!(nearest("prc 13", ["PRC-012", "PRC-013"]), Some("PRC-013"));
        assert_eq!(nearest("xyz", ["title", "owner"]), None);
    }
}
