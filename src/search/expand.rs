//! What a word of a query stands for: its own form; what it is the beginning of; forms with another ending; forms that it may be
//! misspelled for. A later way is gone only if the ones before lead nowhere, so that no guess ever stands above what was typed.

use super::index::Index;
use super::query::Wanted;
use super::vocabulary::class;
use crate::base::edits;

/// Weights of the ways, in sixteenths.
pub(super) const EXACT: u32 = 16;
pub(super) const IN_TITLE: u32 = 17;
const NEAR_BEGINNING: u32 = 10;
const BEGINNING: u32 = 8;
const ENDING: u32 = 12;
const ONE_EDIT: u32 = 6;
const TWO_EDITS: u32 = 4;

/// The most forms that a beginning stands for, and the most shards of lists that are read for it.
const BEGINNINGS: usize = 24;
const SHARDS: usize = 4;
/// The most forms that a misspelling stands for.
const CORRECTIONS: usize = 4;
/// The most pieces of vocabulary that are looked through when nothing with the first letters fits.
const PIECES: usize = 24;

/// A group and the weight at which it counts.
pub(super) type Weighted = (u32, u32);

/// All that a word stands for. The group of its own form comes first.
pub(super) fn expand(index: &Index, wanted: &Wanted) -> Vec<Weighted> {
    let form = wanted.form.as_str();
    let mut found: Vec<Weighted> = index.group(form).map(|group| (group, EXACT)).into_iter().collect();
    found.extend(index.group(&format!("={form}")).map(|group| (group, IN_TITLE)));
    if wanted.phrase.is_some() {
        return found;
    }
    if wanted.open || found.is_empty() {
        beginnings(index, form, &mut found);
    }
    let spelled = form.chars().count() >= 4 && !form.bytes().any(|it| it.is_ascii_digit());
    if found.is_empty() && spelled {
        endings(index, form, &mut found);
        if found.is_empty() {
            misspelled(index, form, &mut found);
        }
    }
    found
}

fn add(found: &mut Vec<Weighted>, group: u32, weight: u32) {
    if found.iter().all(|it| it.0 != group) {
        found.push((group, weight));
    }
}

/// Whether a longer form may be meant by its beginning: in numbers only at a point, so that `8.2` is never `8.21`.
fn goes_on(start: &str, form: &str, exact: bool) -> bool {
    let rest = &form[start.len()..];
    let ends_in_digit = start.ends_with(|c: char| c.is_ascii_digit());
    let number = !start.contains(|c: char| c.is_alphabetic());
    rest.is_empty() || !ends_in_digit || rest.starts_with('.') || (!number && !exact)
}

fn beginnings(index: &Index, start: &str, found: &mut Vec<Weighted>) {
    // `prc-0` is on its way to `prc-013`.
    let start = start.strip_suffix('0').filter(|it| it.ends_with(|c: char| c.is_alphabetic())).unwrap_or(start);
    if start.chars().count() < 2 {
        return;
    }
    let exact = !found.is_empty();
    let mut forms: Vec<(&str, u32, u8)> = index
        .beginning(start)
        .iter()
        .filter(|(form, _)| goes_on(start, form, exact))
        .map(|(form, group)| (form.as_str(), *group, class(index.frequency(*group))))
        .collect();
    forms.sort_by_key(|(form, _, class)| (std::cmp::Reverse(*class), length(form)));
    let mut shards: Vec<usize> = Vec::new();
    let mut taken = 0;
    for (form, group, _) in forms {
        let shard = index.list_shard(group);
        if !shards.contains(&shard) {
            if shards.len() == SHARDS {
                continue;
            }
            shards.push(shard);
        }
        let near = length(form) <= length(start) + 3;
        add(found, group, if near { NEAR_BEGINNING } else { BEGINNING });
        taken += 1;
        if taken == BEGINNINGS {
            break;
        }
    }
}

/// Forms with another ending than one that does not occur: up to four letters fewer, at least four left.
fn endings(index: &Index, form: &str, found: &mut Vec<Weighted>) {
    let letters: Vec<(usize, char)> = form.char_indices().collect();
    for cut in 1..=4 {
        let Some(left) = letters.len().checked_sub(cut).filter(|it| *it >= 4 && it * 5 >= letters.len() * 3) else { return };
        let start = &form[..letters[left].0];
        for (longer, group) in index.beginning(start) {
            if longer.chars().count() <= left + 4 && !longer.bytes().any(|it| it.is_ascii_digit()) && found.len() < BEGINNINGS {
                add(found, *group, ENDING);
            }
        }
        if !found.is_empty() {
            return;
        }
    }
}

/// The nearest forms by edits, the most frequent first: with one of the first two letters, else any.
fn misspelled(index: &Index, form: &str, found: &mut Vec<Weighted>) {
    let letters: Vec<char> = form.chars().collect();
    let limit = if letters.len() < 8 { 1 } else { 2 };
    let near = |(other, group): &(String, u32)| {
        let other: Vec<char> = other.chars().collect();
        let edits =
            if other.iter().any(|it| it.is_ascii_digit() || *it == '=') { limit + 1 } else { edits(&letters, &other, limit) };
        (edits <= limit).then(|| (edits, *group, class(index.frequency(*group))))
    };
    let first = |(other, _): &&(String, u32)| other.starts_with(letters[0]) || other.starts_with(letters[1]);
    let mut nearest: Vec<(usize, u32, u8)> = index.forms.iter().filter(first).filter_map(near).collect();
    if nearest.is_empty() && index.pieces.len() <= PIECES {
        nearest = index.forms.iter().filter_map(near).collect();
    }
    nearest.sort_by_key(|(edits, group, class)| (*edits, std::cmp::Reverse(*class), *group));
    let least = nearest.first().map_or(0, |it| it.0);
    for (edits, group, _) in nearest.into_iter().filter(|it| it.0 == least) {
        if found.len() < CORRECTIONS {
            add(found, group, if edits == 1 { ONE_EDIT } else { TWO_EDITS });
        }
    }
}

/// As a script counts.
fn length(form: &str) -> usize {
    form.encode_utf16().count()
}
