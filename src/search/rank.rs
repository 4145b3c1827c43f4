//! What a query finds, in order.
//!
//! Whole numbers only, so that the script comes to the same order. A word is worth the more the fewer units have it, times the value
//! of the level at which a unit has it. A section inherits a little of its document's title; a document is worth what its best section
//! is, and somewhat less; whoever types a whole title as it stands wants that record. What lacks a word that other units have is left out, unless nothing has them all.

use super::expand::{EXACT, IN_TITLE, Weighted, expand};
use super::index::Index;
use super::merge::LEVELS;
use super::query::{Wanted, parse};
use super::words;

/// What levels are worth: nothing, five of the body, tags, three of headings, five of titles, ids.
pub(super) const VALUES: [u32; LEVELS] = [0, 8, 12, 17, 22, 26, 30, 36, 40, 45, 63, 68, 72, 78, 86, 120];
/// Levels of words in titles.
const IN_TITLES: std::ops::RangeInclusive<u8> = 10..=14;
/// The most shards of texts that a phrase is looked for in.
const PHRASE_SHARDS: usize = 16;

/// A unit that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The unit.
    pub unit: u32,
    /// How well it fits; comparable within one query only.
    pub score: u64,
}

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Units, the best first.
    pub hits: Vec<Hit>,
    /// A phrase was looked for in the best of them only.
    pub more: bool,
}

/// Asks an index.
pub fn find(index: &Index, query: &str) -> Found {
    let wanted = parse(index, query);
    let expanded = wanted.iter().map(|it| expand(index, it));
    let (wanted, ways): (Vec<Wanted>, Vec<Vec<Weighted>>) =
        wanted.iter().cloned().zip(expanded).filter(|(it, ways)| it.phrase.is_some() || !ways.is_empty()).unzip();
    if wanted.is_empty() {
        return Found::default();
    }
    let words: Vec<Word> = wanted.iter().zip(ways).map(|(it, ways)| Word::of(index, it, &ways)).collect();
    let mut hits = score(index, &words);
    hits.sort_by(|a, b| b.score.cmp(&a.score).then(a.unit.cmp(&b.unit)));
    let phrases = phrases(&wanted);
    if phrases.is_empty() { Found { hits, more: false } } else { with_phrases(index, hits, &phrases) }
}

/// The line of a unit's text that has the most words of a query; the first line where none has any.
pub fn excerpt<'a>(index: &'a Index, query: &str, unit: u32) -> &'a str {
    let groups: Vec<Vec<u32>> =
        parse(index, query).iter().map(|it| expand(index, it).into_iter().map(|it| it.0).collect()).collect();
    let (record, section) = index.place(unit);
    let record = &index.records[record];
    let text = section.and_then(|at| record.sections.get(at)).map_or(&record.text, |it| &it.text);
    let mut best: (usize, &str) = (0, text.lines().next().unwrap_or_default());
    for line in text.lines() {
        let mut seen = vec![false; groups.len()];
        words::each(line, &mut String::new(), |word| {
            let Some(group) = index.group(&words::fold(word)) else { return };
            for (seen, groups) in seen.iter_mut().zip(&groups) {
                *seen |= groups.contains(&group);
            }
        });
        let count = seen.into_iter().filter(|it| *it).count();
        if count > best.0 {
            best = (count, line);
        }
    }
    best.1
}

/// A word of the query against all units.
struct Word {
    /// What it is worth by how rare it is.
    rarity: u64,
    /// Too frequent to be missed.
    optional: bool,
    /// Value times weight for each unit.
    values: Vec<u32>,
    /// Whether the title of a unit has the word in this very form.
    titled: Vec<bool>,
}

impl Word {
    fn of(index: &Index, wanted: &Wanted, ways: &[Weighted]) -> Self {
        let mut values = vec![0; index.units() as usize];
        let mut titled = vec![false; values.len()];
        // A word that has one form only has no group for it in titles.
        let own = ways.iter().find(|it| it.1 == IN_TITLE).or_else(|| ways.first().filter(|it| it.1 == EXACT)).map(|it| it.0);
        for &(group, weight) in ways {
            index.postings(group, |unit, level| {
                titled[unit as usize] |= own == Some(group) && IN_TITLES.contains(&level);
                let value = &mut values[unit as usize];
                *value = (*value).max(VALUES[usize::from(level)] * weight);
            });
        }
        let exact = ways.first().filter(|it| it.1 == EXACT).map(|it| index.frequency(it.0));
        let most = || ways.iter().map(|it| index.frequency(it.0)).max().unwrap_or(0);
        let frequency = exact.unwrap_or_else(most);
        let optional = wanted.phrase.is_none() && frequency > index.units() / 4;
        Self { rarity: rarity(index.units(), frequency), optional, values, titled }
    }
}

/// Eight times the logarithm of how many units there are to one that has the word.
fn rarity(units: u32, frequency: u32) -> u64 {
    let mut ratio = (u64::from(units) * 2 + 2) * 65_536 / (u64::from(frequency) * 2 + 1);
    let mut eighths = 0;
    while ratio >= 131_072 {
        ratio /= 2;
        eighths += 8;
    }
    for step in [4, 2, 1] {
        ratio = ratio * ratio / 65_536;
        if ratio >= 131_072 {
            ratio /= 2;
            eighths += step;
        }
    }
    eighths.max(4)
}

/// What a unit is worth, and what the words are worth that it has.
struct Fit {
    unit: u32,
    score: u64,
    covered: u64,
}

fn score(index: &Index, words: &[Word]) -> Vec<Hit> {
    let none_required = words.iter().all(|it| it.optional);
    let needed = |word: &Word| none_required || !word.optional;
    let total: u64 = words.iter().filter(|it| needed(it)).map(|it| it.rarity).sum();
    let mut fits: Vec<Fit> = Vec::new();
    for (at, record) in index.records.iter().enumerate() {
        let (first, end) = (index.spans[at], index.spans[at + 1]);
        let mut fit = |unit: u32, named: bool, value: &dyn Fn(&Word) -> u32, own: &dyn Fn(&Word) -> bool| {
            let (mut score, mut covered, mut owned) = (0, 0, false);
            for word in words {
                let value = value(word);
                score += word.rarity * u64::from(value);
                if value > 0 && needed(word) {
                    covered += word.rarity;
                    owned |= own(word);
                }
            }
            if owned {
                let score = if named { score * 5 / 4 } else { score };
                fits.push(Fit { unit, score: score * u64::from(record.weight) / 16, covered });
            }
        };
        let title = |word: &Word| word.values[first as usize];
        let named = words.len() == index.titles[at] as usize && words.iter().all(|word| word.titled[first as usize]);
        let whole = |word: &Word| {
            let sections = &word.values[first as usize + 1..end as usize];
            let best = sections.iter().copied().max().unwrap_or(0);
            let having = u32::try_from(sections.iter().filter(|it| **it > 0).count()).unwrap_or(u32::MAX);
            title(word).max(best * 3 / 4 + having.min(8) * EXACT)
        };
        fit(first, named, &whole, &|_| true);
        for unit in first + 1..end {
            let own = |word: &Word| word.values[unit as usize];
            fit(unit, false, &|word| own(word).max(title(word) / 4), &|word| own(word) > 0);
        }
    }
    let best = fits.iter().map(|it| it.covered).max().unwrap_or(0);
    let least = if best == total { total } else { best * 3 / 4 };
    fits.into_iter().filter(|it| it.covered >= least).map(|it| Hit { unit: it.unit, score: it.score }).collect()
}

/// The phrases of a query, each as its words.
fn phrases(wanted: &[Wanted]) -> Vec<Vec<&str>> {
    let mut phrases: Vec<(usize, Vec<&str>)> = Vec::new();
    for it in wanted {
        let Some(phrase) = it.phrase else { continue };
        match phrases.last_mut().filter(|last| last.0 == phrase) {
            Some(last) => last.1.push(&it.form),
            None => phrases.push((phrase, vec![&it.form])),
        }
    }
    phrases.into_iter().map(|it| it.1).collect()
}

/// Keeps what holds all phrases. Their texts lie in shards, of which only so many are looked at.
fn with_phrases(index: &Index, hits: Vec<Hit>, phrases: &[Vec<&str>]) -> Found {
    let mut found = Found::default();
    let mut shards: Vec<usize> = Vec::new();
    for hit in hits {
        let (record, section) = index.place(hit.unit);
        let shard = index.text_shard(record);
        if !shards.contains(&shard) {
            if shards.len() == PHRASE_SHARDS {
                found.more = true;
                continue;
            }
            shards.push(shard);
        }
        let record = &index.records[record];
        let texts: Vec<&str> = match section.and_then(|at| record.sections.get(at)) {
            Some(section) => vec![&section.heading, &section.text],
            None => {
                let sections = record.sections.iter().flat_map(|it| [it.heading.as_str(), &it.text]);
                [record.label.as_str(), &record.title, &record.text].into_iter().chain(sections).collect()
            }
        };
        if phrases.iter().all(|phrase| texts.iter().any(|text| holds(text, phrase))) {
            found.hits.push(hit);
        }
    }
    found
}

fn holds(text: &str, phrase: &[&str]) -> bool {
    let mut forms: Vec<(String, Option<String>)> = Vec::new();
    words::each(text, &mut String::new(), |word| forms.push((words::fold(word), words::spelled_out(word))));
    let same = |(form, other): &(String, Option<String>), wanted: &str| form == wanted || other.as_deref() == Some(wanted);
    forms.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(|(it, wanted)| same(it, wanted)))
}
