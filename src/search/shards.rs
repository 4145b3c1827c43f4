//! The index as files that a script tag loads.
//!
//! Each file calls `clausebookShard(name, stamp, value)`. What the reader needs first is in `data/search.js`: how many units there
//! are, and which shard holds what. A small index is all in that file. `v…` are pieces of the vocabulary, `l…` lists of postings
//! with a space between two, `t…` texts to show, `u` what is known of every unit.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bits::BitWriter;
use super::index::Index;
use super::merge::script_order;
use super::rank::VALUES;
use super::record::{Kind, Record};

/// An index up to this size is one file, in bytes.
const SMALL: usize = 160_000;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shard {
    /// What is read first, and everything if that is little.
    First,
    /// A piece of the vocabulary.
    Vocabulary(usize),
    /// Lists of postings.
    Lists(usize),
    /// Texts.
    Texts(usize),
    /// What is known of every unit.
    Units,
}

impl Shard {
    /// Its place from the root of the site.
    pub fn path(&self) -> String {
        match self {
            Self::First => String::from("data/search.js"),
            Self::Texts(_) => format!("data/texts/{}.js", self.name()),
            _ => format!("data/search/{}.js", self.name()),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::First => String::new(),
            Self::Vocabulary(at) => format!("v{at}"),
            Self::Lists(at) => format!("l{at}"),
            Self::Texts(at) => format!("t{at}"),
            Self::Units => String::from("u"),
        }
    }
}

impl Index {
    /// The files of the index.
    pub fn shards(&self) -> Vec<Shard> {
        let rest = self.rest();
        let lists: usize = self.lists.iter().map(String::len).sum();
        let texts: usize =
            self.records.iter().map(|it| it.text.len() + it.sections.iter().map(|it| it.text.len()).sum::<usize>()).sum();
        let small = lists + texts <= SMALL;
        std::iter::once(Shard::First).chain(rest.into_iter().filter(|_| !small)).collect()
    }

    fn rest(&self) -> Vec<Shard> {
        let vocabulary = (0..self.pieces.len()).map(Shard::Vocabulary);
        let lists = (0..self.list_shards.len()).map(Shard::Lists);
        let texts = (0..self.text_shards.len()).map(Shard::Texts);
        vocabulary.chain(lists).chain(texts).chain([Shard::Units]).collect()
    }

    /// The bytes of a file.
    pub fn write(&self, shard: &Shard, edition: &str) -> String {
        if *shard != Shard::First {
            return self.call(&shard.name(), &self.value(shard));
        }
        let mut text = self.call("", &self.first(edition));
        if self.shards().len() == 1 {
            for shard in self.rest() {
                text.push_str(&self.call(&shard.name(), &self.value(&shard)));
            }
        }
        text
    }

    fn call(&self, name: &str, value: &Value) -> String {
        // Texts do not depend on the rest of the index, so that what did not change is the same file.
        let stamp = if name.starts_with('t') { "" } else { &self.stamp };
        format!("clausebookShard({name:?},{stamp:?},{value});\n")
    }

    fn value(&self, shard: &Shard) -> Value {
        match shard {
            Shard::First => Value::Null,
            Shard::Vocabulary(at) => Value::from(self.pieces[*at].text.as_str()),
            Shard::Lists(at) => {
                let end = self.list_shards.get(at + 1).map_or(self.lists.len(), |it| *it as usize);
                Value::from(self.lists[self.list_shards[*at] as usize..end].join(" "))
            }
            Shard::Texts(at) => {
                let end = self.text_shards.get(at + 1).map_or(self.records.len(), |it| *it as usize);
                self.records[self.text_shards[*at] as usize..end].iter().map(text).collect()
            }
            Shard::Units => self.columns(),
        }
    }

    fn first(&self, edition: &str) -> Value {
        let pieces: Vec<Value> = self.pieces.iter().map(|it| json!([it.first, it.groups])).collect();
        json!({
            "version": 1,
            "stamp": self.stamp,
            "edition": edition,
            "units": self.units(),
            "records": self.records.len(),
            "order": self.order,
            "values": VALUES,
            "vocabulary": pieces,
            "lists": self.list_shards,
            "texts": self.text_shards.len(),
        })
    }

    /// What is known of every record, as columns of numbers: how many sections, and places in lists of words.
    fn columns(&self) -> Value {
        let kinds: Vec<usize> = Kind::ALL.map(|kind| self.records.iter().filter(|it| it.kind == kind).count()).into();
        let mut sections = BitWriter::default();
        let used = weights(&self.records);
        let mut weights = BitWriter::default();
        let mut titles = BitWriter::default();
        for (record, title) in self.records.iter().zip(&self.titles) {
            sections.gamma(u32::try_from(record.sections.len()).unwrap_or(u32::MAX - 1) + 1);
            weights.unary(u32::try_from(used.iter().position(|it| it.0 == record.weight).unwrap_or(0)).unwrap_or(0));
            titles.gamma(title + 1);
        }
        let mut texts = BitWriter::default();
        for pair in self.text_shards.windows(2) {
            texts.gamma(pair[1] - pair[0]);
        }
        let facet = |of: fn(&Record) -> &[String]| column(&self.records, of);
        json!({
            "kinds": kinds,
            "sections": sections.finish(),
            "weights": [used.iter().map(|it| it.0).collect::<Vec<_>>(), weights.finish()],
            "titles": titles.finish(),
            "texts": texts.finish(),
            "facets": {
                "type": facet(|it| std::slice::from_ref(&it.facets.kind)),
                "clause": facet(|it| &it.facets.clauses),
                "owner": facet(|it| std::slice::from_ref(&it.facets.owner)),
                "status": facet(|it| std::slice::from_ref(&it.facets.status)),
                "classification": facet(|it| std::slice::from_ref(&it.facets.classification)),
            },
        })
    }
}

/// Weights that records have and how often, the most frequent first.
fn weights(records: &[Record]) -> Vec<(u8, usize)> {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    records.iter().for_each(|it| *counts.entry(it.weight).or_default() += 1);
    let mut used: Vec<(u8, usize)> = counts.into_iter().collect();
    used.sort_by_key(|it| std::cmp::Reverse(it.1));
    used
}

/// The words of a facet, and for every record how many it has and which, as gaps.
fn column(records: &[Record], of: fn(&Record) -> &[String]) -> Value {
    let mut words: Vec<&str> = records.iter().flat_map(of).map(String::as_str).filter(|it| !it.is_empty()).collect();
    words.sort_by(|a, b| crate::base::number_key(a).cmp(&crate::base::number_key(b)).then_with(|| script_order(a, b)));
    words.dedup();
    let places: BTreeMap<&str, u32> = words.iter().copied().zip(0..).collect();
    let mut column = BitWriter::default();
    for record in records {
        let mut own: Vec<u32> = of(record).iter().filter_map(|it| places.get(it.as_str()).copied()).collect();
        own.sort_unstable();
        own.dedup();
        column.gamma(u32::try_from(own.len()).unwrap_or(0) + 1);
        let mut next = 0;
        for place in own {
            column.gamma(place - next + 1);
            next = place + 1;
        }
    }
    json!([words, column.finish()])
}

/// What is shown of a record.
fn text(record: &Record) -> Value {
    let sections: Vec<Value> = record.sections.iter().map(|it| json!([it.number, it.heading, it.anchor, it.text])).collect();
    json!([record.href, record.label, record.title, record.detail, record.sign, record.text, sections])
}
