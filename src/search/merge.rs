//! Chunks put together: one vocabulary, one list of postings for each stem.

use super::bits::BitWriter;
use super::intern::Interner;
use super::read::{BODY, Chunk, HEADING, ID, IN_TITLE, Occurrence, TAG, TITLE, Unit};
use super::record::Record;
use super::stems::{Language, Stems};
use super::words::{fold, spelled_out};

/// Levels of a posting: how much a word says about a unit, by field and by how often it stands there.
pub(super) const LEVELS: usize = 16;
/// The level of an id or clause number.
const ID_LEVEL: u8 = 15;

/// The group of a word that is not kept.
const NO_GROUP: u32 = u32::MAX;

/// A unit and the level at which it has the word.
type Posting = (u32, u8);

/// The index before its lists are encoded.
#[derive(Debug)]
pub struct Merged {
    pub(super) records: Vec<Record>,
    /// The first unit of each record, and at the end how many units there are.
    pub(super) spans: Vec<u32>,
    /// Every form of a word with its group, sorted as a script compares strings.
    pub(super) forms: Vec<(String, u32)>,
    pub(super) groups: Vec<Vec<Posting>>,
    /// Levels, the most frequent first.
    pub(super) order: [u8; LEVELS],
}

/// Puts chunks together, in the order given.
pub fn merge(chunks: Vec<Chunk>) -> Merged {
    let mut words = Interner::default();
    let number = |chunk: &Chunk, words: &mut Interner| -> Vec<u32> {
        (0..u32::try_from(chunk.words.len()).expect("counted in 32 bits")).map(|at| words.number(chunk.words.bytes(at))).collect()
    };
    let numbers: Vec<Vec<u32>> = chunks.iter().map(|it| number(it, &mut words)).collect();
    let vocabulary = Vocabulary::of(&words);
    let filled = || chunks.iter().flat_map(|it| &it.units).map(|it| u64::from(it.length)).filter(|it| *it > 0);
    let average = (filled().sum::<u64>() / (filled().count() as u64).max(1)).max(1);
    let mut gather = Gather::new(vocabulary.groups);
    for (chunk, numbers) in chunks.iter().zip(&numbers) {
        let mut start = 0;
        for unit in &chunk.units {
            gather.unit(unit, average, chunk.occurrences[start..unit.end].iter(), |it| {
                vocabulary.group[numbers[*it as usize] as usize]
            });
            start = unit.end;
        }
    }
    let order = gather.order();
    let mut spans = vec![0];
    let mut records = Vec::new();
    for record in chunks.into_iter().flat_map(|it| it.records) {
        let units = 1 + u32::try_from(record.sections.len()).expect("a document is at most 1 MiB");
        spans.push(spans[records.len()] + units);
        records.push(record);
    }
    Merged { records, spans, forms: vocabulary.forms, groups: gather.groups, order }
}

impl Merged {
    /// How many lists there are.
    pub fn lists(&self) -> usize {
        self.groups.len()
    }

    /// One list as text: how many postings, then for each the gap to the unit before in a Rice code and its level's rank.
    pub fn encode(&self, group: usize) -> String {
        let postings = &self.groups[group];
        let count = u32::try_from(postings.len()).expect("no more postings than units");
        let mut ranks = [0; LEVELS];
        for (rank, &level) in (0..).zip(&self.order) {
            ranks[usize::from(level)] = rank;
        }
        let mut writer = BitWriter::default();
        writer.gamma(count);
        let low = rice_bits(self.spans[self.records.len()], count);
        let mut next = 0;
        for &(unit, level) in postings {
            let gap = unit - next;
            writer.unary(gap >> low);
            writer.bits(gap, low);
            writer.unary(ranks[usize::from(level)]);
            next = unit + 1;
        }
        writer.finish()
    }
}

/// How many low bits of a gap are written as they are.
pub(super) fn rice_bits(units: u32, count: u32) -> u32 {
    (u64::from(units) * 11 / 16 / u64::from(count.max(1))).checked_ilog2().unwrap_or(0)
}

/// Forms, and the group of each word.
struct Vocabulary {
    forms: Vec<(String, u32)>,
    group: Vec<u32>,
    groups: usize,
}

impl Vocabulary {
    fn of(words: &Interner) -> Self {
        let (mut stems, mut stemmer) = (Interner::default(), Stems::default());
        let mut forms: Vec<(String, u32)> = Vec::with_capacity(words.len());
        let mut stem_of = vec![NO_GROUP; words.len()];
        let mut titles: Vec<(usize, String, u32)> = Vec::new();
        for number in 0..u32::try_from(words.len()).expect("counted in 32 bits") {
            let Some((&language, word)) = words.bytes(number).split_first() else { continue };
            let word = std::str::from_utf8(word).unwrap_or_default();
            let title = word.strip_prefix(IN_TITLE);
            let plain = title.unwrap_or(word);
            let stem = stems.number(stemmer.stem(Language::from_byte(language), plain).as_bytes());
            if title.is_some() {
                titles.push((number as usize, format!("{IN_TITLE}{}", fold(plain)), stem));
                continue;
            }
            stem_of[number as usize] = stem;
            forms.push((fold(word), stem));
            forms.extend(spelled_out(word).map(|it| (it, stem)));
        }
        forms.sort_by(|a, b| script_order(&a.0, &b.0).then(a.1.cmp(&b.1)));
        let mut union = Union((0..u32::try_from(stems.len()).expect("no more stems than words")).collect());
        for pair in forms.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            union.join(pair[0].1, pair[1].1);
        }
        forms.dedup_by(|later, first| later.0 == first.0);
        let mut sizes = vec![0_u32; stems.len()];
        for (_, stem) in &forms {
            sizes[union.root(*stem) as usize] += 1;
        }
        // What has one form only is told from no other.
        for (number, form, stem) in titles {
            if sizes[union.root(stem) as usize] < 2 {
                continue;
            }
            let stem = stems.number(form.as_bytes());
            if union.0.len() == stem as usize {
                union.0.push(stem);
                forms.push((form, stem));
            }
            stem_of[number] = stem;
        }
        forms.sort_by(|a, b| script_order(&a.0, &b.0));
        let (groups, count) = union.numbered(&mut forms);
        let group_of = |stem: u32| if stem == NO_GROUP { NO_GROUP } else { groups[union.root(stem) as usize] };
        Self { forms, group: stem_of.into_iter().map(group_of).collect(), groups: count as usize }
    }
}

/// The order in which a script sorts strings: by 16-bit units.
pub(super) fn script_order(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// Stems that share a form are one.
struct Union(Vec<u32>);

impl Union {
    fn root(&self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            at = self.0[at as usize];
        }
        at
    }

    /// Puts groups in the place of stems, numbered as their first forms come; also says the group of each root and how many there are.
    fn numbered(&self, forms: &mut [(String, u32)]) -> (Vec<u32>, u32) {
        let mut groups = vec![NO_GROUP; self.0.len()];
        let mut next = 0;
        for (_, stem) in forms {
            let group = &mut groups[self.root(*stem) as usize];
            if *group == NO_GROUP {
                *group = next;
                next += 1;
            }
            *stem = *group;
        }
        (groups, next)
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Postings while units go by.
struct Gather {
    groups: Vec<Vec<Posting>>,
    /// For each group, one more than the unit that had it last.
    last: Vec<u32>,
    /// What the present unit has of each group: count and field.
    present: Vec<(u16, u8)>,
    touched: Vec<u32>,
    unit: u32,
    seen: [u64; LEVELS],
}

impl Gather {
    fn new(groups: usize) -> Self {
        Self {
            groups: vec![Vec::new(); groups],
            last: vec![0; groups],
            present: vec![(0, BODY); groups],
            touched: Vec::new(),
            unit: 0,
            seen: [0; LEVELS],
        }
    }

    fn unit<'a>(
        &mut self,
        unit: &Unit,
        average: u64,
        occurrences: impl Iterator<Item = &'a Occurrence>,
        group: impl Fn(&u32) -> u32,
    ) {
        self.touched.clear();
        for it in occurrences {
            let at = group(&it.word);
            if at == NO_GROUP {
                continue;
            }
            let present = &mut self.present[at as usize];
            if self.last[at as usize] == self.unit + 1 {
                *present = (present.0.saturating_add(it.count), present.1.max(it.field));
            } else {
                self.last[at as usize] = self.unit + 1;
                *present = (it.count, it.field);
                self.touched.push(at);
            }
        }
        for &at in &self.touched {
            let (count, field) = self.present[at as usize];
            let level = level(field, count, unit, average);
            self.seen[usize::from(level)] += 1;
            self.groups[at as usize].push((self.unit, level));
        }
        self.unit += 1;
    }

    fn order(&self) -> [u8; LEVELS] {
        let mut order = [0; LEVELS];
        for (at, level) in (0..).zip(&mut order) {
            *level = at;
        }
        order.sort_by_key(|&level| (std::cmp::Reverse(self.seen[usize::from(level)]), level));
        order
    }
}

/// BM25F, cut into steps: fields never overlap, short titles say more than long ones, and the body counts by how often the
/// word stands there against how long it is.
fn level(field: u8, count: u16, unit: &Unit, average: u64) -> u8 {
    match field {
        ID => ID_LEVEL,
        TITLE => 10 + u8::try_from(5_u32.saturating_sub(unit.title.max(1))).unwrap_or(0),
        HEADING => 7 + u8::try_from(4_u32.saturating_sub(unit.title.max(2))).unwrap_or(0),
        TAG => 6,
        _ => match u64::from(count) * 100_000 / (300 + 700 * u64::from(unit.length) / average) {
            0..70 => 1,
            70..150 => 2,
            150..300 => 3,
            300..600 => 4,
            _ => 5,
        },
    }
}
