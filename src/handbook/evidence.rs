//! Records, audits and required documented information: what coverage is made of besides tags.

use super::{EntryIdx, Handbook, ItemRef};
use crate::base::{Cycle, Date};
use crate::catalogue::{Clause, Framework};
use crate::model::{ClauseTag, FieldValue, Item, Provides};

/// A record that shows a clause at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The record document, or the entry of a records index.
    pub at: ItemRef,
    /// Its day, if it has one.
    pub date: Option<Date>,
    /// Young enough on the day: within the series' interval, or twelve months.
    pub fresh: bool,
}

/// An audit as far as one clause is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditFacts {
    /// The audit.
    pub at: ItemRef,
    /// Its day.
    pub date: Date,
    /// By the organization itself.
    pub internal: bool,
}

/// How long a record counts where no interval is set.
const RECORD_LIFE: Cycle = Cycle { months: 12, days: 0 };

impl Record {
    pub(super) fn new(at: ItemRef, date: Option<Date>, interval: Option<Cycle>, day: Date) -> Self {
        let fresh = date.is_some_and(|date| date <= day && date.plus(interval.unwrap_or(RECORD_LIFE)) >= day);
        Self { at, date, fresh }
    }

    pub(super) fn of_series(at: ItemRef, item: &Item, day: Date) -> Self {
        let interval = match item.fields.get("interval").map(|it| &it.value) {
            Some(FieldValue::Cycle(cycle)) => Some(*cycle),
            _ => None,
        };
        Self::new(at, item.date("last"), interval, day)
    }
}

/// The items of required documented information that a claim's words pick: one when the claim is clear, several or none when not.
/// Words match without regard to case and order; an exact name wins over a longer one.
pub fn matching_demands(clause: &Clause, words: &str) -> Vec<usize> {
    let wanted = words_of(words);
    let names: Vec<Vec<String>> = clause.demands.iter().map(|it| words_of(&it.name)).collect();
    let exact: Vec<usize> = (0..names.len()).filter(|&at| names[at] == wanted).collect();
    if !exact.is_empty() {
        return exact;
    }
    (0..names.len()).filter(|&at| !wanted.is_empty() && wanted.iter().all(|word| names[at].contains(word))).collect()
}

/// Words in lower case without their plural ending, sorted; small words say nothing.
fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .replace("(s)", "")
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "the" | "a" | "an" | "of" | "and" | "for" | "to"))
        .map(|word| if word.len() > 3 { word.strip_suffix('s').unwrap_or(&word).to_owned() } else { word })
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Every claim in the handbook that something is required documented information, with what makes it.
pub(super) fn provisions(handbook: &Handbook) -> Vec<(ItemRef, &Provides)> {
    let mut all = Vec::new();
    for (entry, it) in handbook.entries.iter().enumerate() {
        all.extend(it.document.provides.iter().map(|provides| (ItemRef { entry, item: None }, provides)));
        let own = it.document.item.iter().map(|item| (None, item));
        let held = it.document.entries.iter().enumerate().map(|(at, item)| (Some(at), item));
        for (item, register_entry) in own.chain(held) {
            if let Some(FieldValue::Provides(provided)) = register_entry.fields.get("provides").map(|it| &it.value) {
                all.extend(provided.iter().map(|provides| (ItemRef { entry, item }, provides)));
            }
        }
    }
    all
}

/// Whether tags name a clause, a heading standing for all below it.
pub(crate) fn names(tags: &[ClauseTag], framework: &Framework, idx: usize) -> bool {
    tags.iter().any(|tag| {
        tag.clause.framework == framework.id
            && framework.clause(tag.clause.clause.as_str()).is_some_and(|(above, _)| framework.is_within(idx, above))
    })
}

/// Record documents and what they are evidence for.
pub(super) fn record_documents(handbook: &Handbook) -> impl Iterator<Item = (EntryIdx, Option<Date>)> {
    handbook.entries.iter().enumerate().filter_map(|(idx, entry)| {
        let kind = handbook.config.types.documents.get(&entry.document.kind.value)?;
        kind.record.then(|| (idx, entry.document.date.as_ref().map(|it| it.value)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FrameworkId;
    use crate::catalogue::Catalogue;

    #[test]
    fn words_pick_one_item() {
        let catalogue = Catalogue::embedded();
        let iso = &catalogue.frameworks[&FrameworkId::new("iso20000-1-2018")];
        let pick = |clause: &str, words: &str| matching_demands(iso.clause(clause).unwrap().1, words);
        assert_eq!(pick("8.6.1", "major incident procedure"), [1]);
        assert_eq!(pick("8.6.1", "Major incident"), [1, 2]);
        assert_eq!(pick("8.6.1", "incident records"), [0]);
        assert_eq!(pick("7.5.4", "service catalogue"), [6]);
        assert_eq!(pick("8.6.1", "nothing of the kind"), Vec::<usize>::new());
    }
}
