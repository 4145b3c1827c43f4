//! The finished index, in memory.

use super::bits::BitReader;
use super::merge::{LEVELS, Merged, rice_bits, script_order};
use super::record::Record;
use super::vocabulary::{self, Piece};
use super::words;
use crate::base::Digest;

/// The most characters of a shard of lists.
const LISTS: usize = 8_000;
/// Bytes of text from which on a shard of texts is full.
const TEXTS: usize = 6_000;

/// An index that can be asked and written out.
#[derive(Debug)]
pub struct Index {
    /// What can be found, in the order of units.
    pub records: Vec<Record>,
    pub(super) spans: Vec<u32>,
    /// How many words the title of each record has.
    pub(super) titles: Vec<u32>,
    pub(super) forms: Vec<(String, u32)>,
    pub(super) order: [u8; LEVELS],
    /// Postings of each group, encoded.
    pub(super) lists: Vec<String>,
    pub(super) pieces: Vec<Piece>,
    /// The first group of each shard of lists.
    pub(super) list_shards: Vec<u32>,
    /// The first record of each shard of texts.
    pub(super) text_shards: Vec<u32>,
    /// Tells one index from another.
    pub(super) stamp: String,
}

impl Index {
    /// Joins the index and its lists, one for each of `Merged::lists`.
    pub fn new(merged: Merged, lists: Vec<String>) -> Self {
        let Merged { records, spans, forms, order, .. } = merged;
        let frequency = |group: u32| BitReader::new(&lists[group as usize]).gamma();
        let pieces = vocabulary::pieces(&forms, frequency);
        let list_shards = cuts(lists.iter().map(|it| it.len() + 1), LISTS);
        let text_shards = cuts(records.iter().map(size), TEXTS);
        let parts = pieces.iter().map(|it| it.text.as_str()).chain(lists.iter().map(String::as_str));
        let all: Vec<&str> = parts.chain(records.iter().map(|it| it.href.as_str())).collect();
        let stamp = Digest::of(all.join("\n").as_bytes()).short(12);
        let titles = records.iter().map(|it| words::count(&it.title)).collect();
        Self { records, spans, titles, forms, order, lists, pieces, list_shards, text_shards, stamp }
    }

    /// How many units there are: records and their sections.
    pub fn units(&self) -> u32 {
        self.spans[self.records.len()]
    }

    /// How many forms of words there are.
    pub fn forms(&self) -> usize {
        self.forms.len()
    }

    /// The record of a unit and its section, if the unit is one.
    pub fn place(&self, unit: u32) -> (usize, Option<usize>) {
        let record = self.spans.partition_point(|it| *it <= unit) - 1;
        (record, ((unit - self.spans[record]) as usize).checked_sub(1))
    }

    /// The group of a form.
    pub(super) fn group(&self, form: &str) -> Option<u32> {
        self.forms.binary_search_by(|it| script_order(&it.0, form)).ok().map(|at| self.forms[at].1)
    }

    /// Forms that begin with some letters.
    pub(super) fn beginning(&self, start: &str) -> &[(String, u32)] {
        let from = self.forms.partition_point(|it| script_order(&it.0, start).is_lt());
        let count = self.forms[from..].iter().take_while(|it| it.0.starts_with(start)).count();
        &self.forms[from..from + count]
    }

    /// How many units have a group.
    pub(super) fn frequency(&self, group: u32) -> u32 {
        BitReader::new(&self.lists[group as usize]).gamma()
    }

    /// Calls `each` with the units of a group and their levels.
    pub(super) fn postings(&self, group: u32, mut each: impl FnMut(u32, u8)) {
        let mut reader = BitReader::new(&self.lists[group as usize]);
        let count = reader.gamma();
        let low = rice_bits(self.units(), count);
        let mut next = 0;
        for _ in 0..count {
            let high = reader.unary();
            let unit = next + (high << low) + reader.bits(low);
            let rank = reader.unary() as usize;
            each(unit, self.order[rank]);
            next = unit + 1;
        }
    }

    /// The shard that a group's list lies in.
    pub(super) fn list_shard(&self, group: u32) -> usize {
        self.list_shards.partition_point(|it| *it <= group) - 1
    }

    /// The shard that a record's text lies in.
    pub(super) fn text_shard(&self, record: usize) -> usize {
        self.text_shards.partition_point(|it| *it as usize <= record) - 1
    }
}

fn size(record: &Record) -> usize {
    let section = |it: &super::SectionText| it.heading.len() + it.anchor.len() + it.text.len() + 16;
    record.href.len() + record.title.len() + record.text.len() + 40 + record.sections.iter().map(section).sum::<usize>()
}

/// Where a series is cut so that each part but the last has at least `full` in it.
fn cuts(sizes: impl Iterator<Item = usize>, full: usize) -> Vec<u32> {
    let (mut cuts, mut held) = (Vec::new(), full);
    for (at, size) in (0..).zip(sizes) {
        if held >= full {
            cuts.push(at);
            held = 0;
        }
        held += size;
    }
    cuts
}
