//! Whether a clause is lived: its records, how fresh its documents and records are, and who does what for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use super::evidence::{Answer, counted};
use super::register::register_page;
use crate::base::{Cycle, Date, SitePath};
use crate::handbook::{ClauseCoverage, EntryIdx, Record, Review, letters};
use crate::model::FieldValue;
use crate::render::figure::{FreshRow, Freshness, Tick, Words, freshness};
use crate::render::view::{Day, Link, RecordRow, RolePart};

/// The most records listed; of more the latest.
const RECORDS: usize = 60;
/// The most lines of the figure; of more those nearest to their limit.
const LINES: usize = 24;
/// Days of a mean month.
const MONTH: f64 = 365.25 / 12.0;

impl Site<'_> {
    /// Records that show a clause at work: series first, then single records, the latest first.
    pub(super) fn clause_records(&self, path: &SitePath, it: &ClauseCoverage) -> Vec<RecordRow> {
        let mut records: Vec<&Record> = it.records.iter().collect();
        records.sort_by_key(|record| {
            (record.at.item.is_none(), record.at.item.map_or(std::cmp::Reverse(record.date), |_| std::cmp::Reverse(None)))
        });
        let mut rows: Vec<RecordRow> = records.iter().take(RECORDS).map(|record| self.record_row(path, record)).collect();
        if records.len() > RECORDS {
            let title = self.words().plural("clause.records.more", counted(records.len() - RECORDS));
            let href = path.link_to(&register_page("", 0));
            rows.push(RecordRow { title: Link { title, href }, ..RecordRow::default() });
        }
        rows
    }

    fn record_row(&self, path: &SitePath, record: &Record) -> RecordRow {
        let words = self.words();
        let entry = record.at.entry;
        let document = &self.handbook.entries[entry].document;
        let owner = |name: Option<&str>| name.map_or_else(Link::default, |name| self.role_link(path, name));
        let Some(item) = self.handbook.item(record.at).filter(|_| record.at.item.is_some()) else {
            return RecordRow {
                title: self.document_link(path, entry),
                id: document.id.value.to_string(),
                place: words.get("clause.records.here").to_owned(),
                owner: owner(document.owner.as_ref().map(|it| it.value.as_str())),
                retention: document.retention.clone().unwrap_or_default(),
                interval: document.period.as_deref().map_or(String::new(), |it| self.period(it)),
                sample: String::new(),
                last: self.record_when(record, None),
            };
        };
        let interval = interval_of(item);
        RecordRow {
            title: Link { title: item.title.clone(), href: self.item_href(path, record.at) },
            id: item.id.value.to_string(),
            place: item.text("place").unwrap_or_default().to_owned(),
            owner: owner(item.text("owner")),
            retention: item.text("retention").unwrap_or_default().to_owned(),
            interval: interval.map_or(String::new(), |it| words.cycle(it)),
            sample: item.text("sample").unwrap_or_default().to_owned(),
            last: self.record_when(record, interval),
        }
    }

    /// What a record covers: two days as people write them, else the words as they are.
    fn period(&self, written: &str) -> String {
        let days = written.split_once('/').map(|(from, to)| (Date::parse(from.trim()), Date::parse(to.trim())));
        match days {
            Some((Ok(from), Ok(to))) => self.words().span(from, to),
            _ => written.to_owned(),
        }
    }

    /// The day of the last record, and how late the next one is.
    fn record_when(&self, record: &Record, interval: Option<Cycle>) -> Day {
        let (words, today) = (self.words(), self.handbook.as_of);
        let Some(date) = record.date else {
            let text = words.get("clause.records.none").to_owned();
            return Day { text, tone: String::from("overdue"), ..Day::default() };
        };
        let due = interval.map(|interval| date.plus(interval)).filter(|&due| due < today);
        let (distance, tone) = match due {
            Some(due) => (words.due(due, today), "overdue"),
            None => (words.ago(date, today), ""),
        };
        Day { distance, tone: tone.to_owned(), ..Day::new(date, words) }
    }

    /// Time since the last review of each document, and since the last record of each series, against their limits.
    /// With it goes what the figure leaves out.
    pub(super) fn clause_freshness(&self, it: &ClauseCoverage) -> Option<(String, String)> {
        let documents = self.clause_answers(it).into_iter().filter_map(|it| self.fresh_document(it));
        let series = it.records.iter().filter_map(|record| self.fresh_series(record));
        let mut rows: Vec<FreshRow> = documents.chain(series).collect();
        if rows.is_empty() {
            return None;
        }
        let mut left_out = String::new();
        if rows.len() > LINES {
            left_out = self.words().plural("clause.fresh.more", counted(rows.len() - LINES));
            rows.sort_by(|a, b| share(b).total_cmp(&share(a)));
            rows.truncate(LINES);
        }
        let longest = rows.iter().flat_map(|row| [row.age_days, row.limit_days]).flatten().max().unwrap_or(0);
        let (scale_days, ticks) = self.scale(longest);
        let title = self.words().get("clause.fresh").to_owned();
        let desc: Vec<String> = rows.iter().map(|row| format!("{}: {}.", row.label, row.words)).collect();
        let words = Words { id: "freshness", title: &title, desc: &desc.join(" ") };
        Some((freshness(words, &Freshness { rows, scale_days, ticks }), left_out))
    }

    fn fresh_document(&self, answer: Answer<'_>) -> Option<FreshRow> {
        let entry = &self.handbook.entries[answer.entry];
        let document = &entry.document;
        let cycle = document.review_cycle.as_ref().filter(|_| entry.review != Review::NotNeeded)?.value;
        let label = format!("{} {}", document.id.value, document.title.value);
        let reviewed = document.reviewed.as_ref().map(|it| it.value).filter(|&day| day <= self.handbook.as_of);
        Some(self.fresh_row(label, reviewed, cycle))
    }

    fn fresh_series(&self, record: &Record) -> Option<FreshRow> {
        let item = self.handbook.item(record.at).filter(|_| record.at.item.is_some())?;
        let interval = interval_of(item)?;
        let label = format!("{} {}", item.id.value, item.title);
        Some(self.fresh_row(label, record.date.filter(|&day| day <= self.handbook.as_of), interval))
    }

    fn fresh_row(&self, label: String, last: Option<Date>, cycle: Cycle) -> FreshRow {
        let today = self.handbook.as_of;
        let days = |from: Date, to: Date| u32::try_from(to.days_since(from)).unwrap_or(0);
        let limit = self.length(cycle);
        let words = match last {
            Some(last) => {
                let age = self.words().plural("clause.fresh.days", i64::from(days(last, today)));
                self.words().with("clause.fresh.of", &[("age", &age), ("limit", &limit)])
            }
            None => self.words().get("evidence.never").to_owned(),
        };
        let from = last.unwrap_or(today);
        FreshRow { label, age_days: last.map(|last| days(last, today)), limit_days: Some(days(from, from.plus(cycle))), words }
    }

    /// A length of time, as in `12 months`.
    fn length(&self, cycle: Cycle) -> String {
        let words = self.words();
        let months = (cycle.months > 0).then(|| words.plural("clause.fresh.months", i64::from(cycle.months)));
        let days = (cycle.days > 0).then(|| words.plural("clause.fresh.days", i64::from(cycle.days)));
        months.into_iter().chain(days).collect::<Vec<_>>().join(" ")
    }

    /// A scale that holds the longest line, with four steps of whole months.
    fn scale(&self, longest: u32) -> (u32, Vec<Tick>) {
        let months = (f64::from(longest) / MONTH).ceil().min(1200.0);
        let step =
            [1.0, 3.0, 6.0, 12.0].into_iter().find(|step| step * 4.0 >= months - 0.5).unwrap_or((months / 48.0).ceil() * 12.0);
        let tick = |at: u32| {
            let months = step * f64::from(at);
            let label =
                if at == 4 { self.words().plural("clause.fresh.months", whole(months)) } else { whole(months).to_string() };
            Tick { at_days: u32::try_from(whole(months * MONTH)).unwrap_or(u32::MAX), label }
        };
        let ticks: Vec<Tick> = (0..=4).map(tick).collect();
        // A year is 365 days or 366: the limit of one must not lie beyond the end.
        (ticks[4].at_days.max(longest.min(ticks[4].at_days + 3)), ticks)
    }

    /// Who does what for a clause: owners of its documents and the roles of their RACI tables, whoever answers for it first.
    pub(super) fn clause_roles(&self, path: &SitePath, it: &ClauseCoverage) -> Vec<RolePart> {
        let all: Vec<Answer<'_>> =
            self.clause_answers(it).into_iter().filter(|it| !self.handbook.is_record(&self.handbook.entries[it.entry])).collect();
        let whole = |answer: &Answer<'_>| answer.tags.iter().any(|tag| tag.section.is_none());
        // The table of a document that touches the clause in one section is mostly about something else.
        let anywhere = !all.iter().any(whole);
        let mut parts: BTreeMap<String, Part<'_>> = BTreeMap::new();
        for answer in &all {
            let document = &self.handbook.entries[answer.entry].document;
            if let Some(owner) = &document.owner {
                self.part_of_role(&mut parts, &owner.value).add(answer.entry, 0, &document.title.value);
            }
            for row in document.raci.iter().filter(|_| anywhere || whole(answer)) {
                for (letter, name) in letters(row) {
                    let rank = 1 + "ARCI".find(letter).unwrap_or_default();
                    self.part_of_role(&mut parts, name).add(answer.entry, rank, &row.activity.value);
                }
            }
        }
        let mut parts: Vec<Part<'_>> = parts.into_values().collect();
        parts.sort_by_key(|part| part.does.iter().map(|does| std::cmp::Reverse(does.len())).collect::<Vec<_>>());
        parts.iter().map(|part| self.clause_role(path, part)).collect()
    }

    /// Roles are gathered by title, which two names of one role share.
    fn part_of_role<'p, 'n>(&self, parts: &'p mut BTreeMap<String, Part<'n>>, name: &'n str) -> &'p mut Part<'n> {
        let title = self.handbook.roles.title(name).to_owned();
        parts.entry(title).or_insert_with(|| Part { name, from: BTreeSet::new(), does: Default::default() })
    }

    fn clause_role(&self, path: &SitePath, part: &Part<'_>) -> RolePart {
        let words = self.words();
        let does = PARTS.iter().zip(&part.does).filter(|(_, does)| !does.is_empty());
        let does = does.map(|(key, does)| match does[..] {
            [only] => words.with(&format!("clause.part.{key}.what"), &[("what", only)]),
            _ => words.plural(&format!("clause.part.{key}"), counted(does.len())),
        });
        let from = part.from.iter().map(|&entry| Link {
            title: self.handbook.entries[entry].document.id.value.to_string(),
            href: self.document_href(path, entry),
        });
        RolePart {
            role: self.role_link(path, part.name),
            holder: self.holder_names(part.name),
            part: sentence(&does.collect::<Vec<_>>().join("; ")),
            from: from.collect(),
        }
    }
}

/// What a role can be to a clause, whoever answers for it first.
const PARTS: [&str; 5] = ["owner", "accountable", "responsible", "consulted", "informed"];

/// What one role does, and the documents that say so.
struct Part<'a> {
    name: &'a str,
    from: BTreeSet<EntryIdx>,
    /// Documents owned, then activities by letter.
    does: [Vec<&'a str>; PARTS.len()],
}

impl<'a> Part<'a> {
    fn add(&mut self, entry: EntryIdx, rank: usize, what: &'a str) {
        self.from.insert(entry);
        self.does[rank.min(PARTS.len() - 1)].push(what);
    }
}

/// Words with a capital at the start.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn interval_of(item: &crate::model::Item) -> Option<Cycle> {
    match item.fields.get("interval")?.value {
        FieldValue::Cycle(cycle) => Some(cycle),
        _ => None,
    }
}

/// How much of its time is used up; what was never reviewed has used it all.
fn share(row: &FreshRow) -> f64 {
    row.age_days.map_or(f64::INFINITY, |age| f64::from(age) / f64::from(row.limit_days.unwrap_or(1).max(1)))
}

/// The whole number nearest to a small one.
fn whole(number: f64) -> i64 {
    format!("{number:.0}").parse().unwrap_or_default()
}
