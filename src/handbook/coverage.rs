//! Clause traceability: for each clause of each framework, what answers it and how well that is shown.

use std::collections::BTreeMap;

use super::evidence::{self, AuditFacts, Record};
use super::{EntryIdx, Handbook, ItemRef};
use crate::base::{Date, FrameworkId};
use crate::catalogue::Framework;
use crate::model::ClauseTag;

/// Rungs of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A heading: nothing to cover.
    Heading,
    /// Declared not applicable.
    Excluded,
    /// No document answers it.
    Gap,
    /// Only documents that are not approved, not yet in effect, or overdue for review.
    Drafted,
    /// An approved document in force.
    Documented,
    /// And a record within its interval.
    Evidenced,
    /// And an internal audit within the cycle that found no open major nonconformity.
    Audited,
}

impl State {
    /// The word for machine formats, and key of the word shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Excluded => "excluded",
            Self::Gap => "gap",
            Self::Drafted => "drafted",
            Self::Documented => "documented",
            Self::Evidenced => "evidenced",
            Self::Audited => "audited",
        }
    }
}

/// A document, or section of one, that says it answers a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// The document.
    pub entry: EntryIdx,
    /// The section, as index of its outline; `None` for the document as a whole.
    pub section: Option<usize>,
    /// The point of the clause.
    pub point: Option<String>,
    /// In part only.
    pub partial: bool,
    /// A remark.
    pub note: Option<String>,
}

/// An item of required documented information and what provides it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemandState {
    /// Documents and entries that say they are it, withdrawn ones left out.
    pub provided_by: Vec<ItemRef>,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseCoverage {
    /// Its rung.
    pub state: State,
    /// Answered in part, or documented information is missing that the framework demands and not only implies.
    pub partial: bool,
    /// Who answers it, in the order of documents. Withdrawn documents are left out.
    pub tags: Vec<Tagged>,
    /// Required documented information, one for each of the clause's demands.
    pub demands: Vec<DemandState>,
    /// For each point that has to be covered, the sections that cover it.
    pub points: Vec<Vec<Tagged>>,
    /// Records that show it at work.
    pub records: Vec<Record>,
    /// Audits that covered it, the latest first.
    pub audits: Vec<AuditFacts>,
    /// Nonconformities raised against it.
    pub nonconformities: Vec<ItemRef>,
    /// Why it is excluded.
    pub justification: Option<String>,
}

/// One framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkCoverage {
    /// The framework.
    pub framework: FrameworkId,
    /// One for each of its clauses.
    pub clauses: Vec<ClauseCoverage>,
}

impl FrameworkCoverage {
    /// How many assessable clauses reach a rung, and how many there are without the excluded ones.
    pub fn reached(&self, state: State) -> (usize, usize) {
        let assessed = || self.clauses.iter().filter(|it| it.state > State::Excluded);
        (assessed().filter(|it| it.state >= state).count(), assessed().count())
    }
}

/// All frameworks in use, in the order of the settings.
pub type Coverage = Vec<FrameworkCoverage>;

/// Works the coverage out.
pub(super) fn coverage(handbook: &Handbook) -> Coverage {
    let provisions = evidence::provisions(handbook);
    let frameworks = handbook.config.settings.frameworks.iter().filter_map(|it| handbook.catalogue.framework(&it.value));
    frameworks
        .map(|framework| {
            let mut clauses: Vec<ClauseCoverage> = framework.clauses().iter().map(|_| empty()).collect();
            add_tags(handbook, framework, &mut clauses);
            for (at, provides) in &provisions {
                let withdrawn = handbook.entries[at.entry].document.is_retired();
                if provides.clause.framework != framework.id || withdrawn {
                    continue;
                }
                let Some((idx, clause)) = framework.clause(provides.clause.clause.as_str()) else { continue };
                clauses[idx].demands.resize(clause.demands.len(), DemandState::default());
                if let [demand] = evidence::matching_demands(clause, &provides.words)[..] {
                    clauses[idx].demands[demand].provided_by.push(*at);
                }
            }
            add_records(handbook, framework, &mut clauses);
            add_audits(handbook, framework, &mut clauses);
            let excluded = exclusions(handbook, framework);
            for (idx, it) in clauses.iter_mut().enumerate() {
                settle(handbook, framework, idx, it, &excluded);
            }
            FrameworkCoverage { framework: framework.id.clone(), clauses }
        })
        .collect()
}

fn empty() -> ClauseCoverage {
    ClauseCoverage {
        state: State::Gap,
        partial: false,
        tags: Vec::new(),
        demands: Vec::new(),
        points: Vec::new(),
        records: Vec::new(),
        audits: Vec::new(),
        nonconformities: Vec::new(),
        justification: None,
    }
}

fn add_tags(handbook: &Handbook, framework: &Framework, clauses: &mut [ClauseCoverage]) {
    for &entry in &handbook.nav.order {
        let document = &handbook.entries[entry].document;
        if document.is_retired() {
            continue;
        }
        let whole = document.clauses.iter().map(|tag| (None, tag));
        let sections =
            document.section_tags.iter().enumerate().flat_map(|(at, tags)| tags.iter().map(move |tag| (Some(at), tag)));
        for (section, tag) in whole.chain(sections) {
            if tag.clause.framework != framework.id {
                continue;
            }
            let Some((idx, clause)) = framework.clause(tag.clause.clause.as_str()) else { continue };
            let tagged = tagged(entry, section, tag);
            clauses[idx].points.resize(clause.points.len(), Vec::new());
            for (at, point) in clause.points.iter().enumerate() {
                let covered = tag.point.as_ref().is_some_and(|it| it == "*" || *it == point.id);
                if covered {
                    clauses[idx].points[at].push(tagged.clone());
                }
            }
            clauses[idx].tags.push(tagged);
        }
    }
}

fn tagged(entry: EntryIdx, section: Option<usize>, tag: &ClauseTag) -> Tagged {
    Tagged { entry, section, point: tag.point.clone(), partial: tag.partial, note: tag.note.clone() }
}

fn add_records(handbook: &Handbook, framework: &Framework, clauses: &mut [ClauseCoverage]) {
    let day = handbook.as_of;
    for (entry, date) in evidence::record_documents(handbook) {
        let document = &handbook.entries[entry].document;
        let record = Record::new(ItemRef { entry, item: None }, date, None, day);
        let mut shown: BTreeMap<usize, ()> = BTreeMap::new();
        let tags = document.clauses.iter().filter(|tag| tag.clause.framework == framework.id);
        shown.extend(tags.filter_map(|tag| framework.clause(tag.clause.clause.as_str())).map(|(idx, _)| (idx, ())));
        for name in &document.evidence_for {
            let clause = crate::config::clause_ref(&name.value, handbook.primary());
            let found = (clause.framework == framework.id).then(|| framework.clause(clause.clause.as_str())).flatten();
            shown.extend(found.map(|(idx, _)| (idx, ())));
            // Evidence for a document is evidence for the clauses that the document as a whole answers.
            let of_document = handbook.ids.document(&name.value).map(|idx| &handbook.entries[idx].document.clauses);
            let tags = of_document.into_iter().flatten().filter(|tag| tag.clause.framework == framework.id);
            shown.extend(tags.filter_map(|tag| framework.clause(tag.clause.clause.as_str())).map(|(idx, _)| (idx, ())));
        }
        for idx in shown.into_keys() {
            clauses[idx].records.push(record);
        }
    }
    for (at, item) in handbook.items_of("record-series") {
        let record = Record::of_series(at, item, day);
        for tag in item.clauses().iter().filter(|tag| tag.clause.framework == framework.id) {
            if let Some((idx, _)) = framework.clause(tag.clause.clause.as_str()) {
                clauses[idx].records.push(record);
            }
        }
    }
}

fn add_audits(handbook: &Handbook, framework: &Framework, clauses: &mut [ClauseCoverage]) {
    for (at, item) in handbook.items_of("audit") {
        let (Some(date), Some("done")) = (item.date("date"), item.text("status")) else { continue };
        let internal = item.text("scheme") == Some("internal");
        for (idx, it) in clauses.iter_mut().enumerate() {
            if framework.clauses()[idx].assessable && evidence::names(item.clauses(), framework, idx) {
                it.audits.push(AuditFacts { at, date, internal });
            }
        }
    }
    for it in clauses.iter_mut() {
        it.audits.sort_by_key(|audit| (std::cmp::Reverse(audit.date), audit.at));
    }
    for (at, item) in handbook.items_of("nonconformity") {
        for (idx, it) in clauses.iter_mut().enumerate() {
            if framework.clauses()[idx].assessable && evidence::names(item.clauses(), framework, idx) {
                it.nonconformities.push(at);
            }
        }
    }
}

fn exclusions<'a>(handbook: &'a Handbook, framework: &Framework) -> Vec<(usize, Option<&'a str>)> {
    let all = handbook.config.settings.exclusions.iter().filter(|it| it.clause.value.framework == framework.id);
    all.filter(|_| framework.exclusions_allowed)
        .filter_map(|it| {
            let why = it.justification.as_deref()?;
            Some((framework.clause(it.clause.value.clause.as_str())?.0, Some(why)))
        })
        .collect()
}

fn settle(handbook: &Handbook, framework: &Framework, idx: usize, it: &mut ClauseCoverage, excluded: &[(usize, Option<&str>)]) {
    let clause = &framework.clauses()[idx];
    it.demands.resize(clause.demands.len(), DemandState::default());
    it.points.resize(clause.points.len(), Vec::new());
    if !clause.assessable {
        it.state = State::Heading;
        return;
    }
    if let Some((_, why)) = excluded.iter().find(|(above, _)| framework.is_within(idx, *above)) {
        it.state = State::Excluded;
        it.justification = why.map(str::to_owned);
        return;
    }
    let day = handbook.as_of;
    let counting: Vec<&Tagged> = it.tags.iter().filter(|tag| handbook.entries[tag.entry].counts(day)).collect();
    let evidenced = it.records.iter().any(|record| record.fresh);
    let cycle = audit_cycle(handbook);
    let open_major = it.nonconformities.iter().filter_map(|&at| handbook.item(at)).any(is_open_major);
    let audited = !open_major && it.audits.iter().any(|audit| audit.internal && cycle.0 <= audit.date && audit.date <= cycle.1);
    it.state = match (it.tags.is_empty(), counting.is_empty(), evidenced, audited) {
        (true, ..) => State::Gap,
        (false, true, ..) => State::Drafted,
        (false, false, false, _) => State::Documented,
        (false, false, true, false) => State::Evidenced,
        (false, false, true, true) => State::Audited,
    };
    let in_part = !counting.is_empty() && counting.iter().all(|tag| tag.partial);
    // What a clause only implies is nowhere demanded: it is shown where it is missing, and takes nothing from the clause.
    let demands = clause.demands.iter().zip(&it.demands);
    let missing = demands.filter(|(demand, _)| demand.is_demanded()).any(|(_, found)| found.provided_by.is_empty());
    it.partial = it.state >= State::Drafted && (in_part || missing);
}

/// A major nonconformity that is not closed.
pub(crate) fn is_open_major(item: &crate::model::Item) -> bool {
    item.text("grade") == Some("major") && item.text("status") != Some("closed")
}

/// The audit cycle the day lies in: that of the certificate in force, else the three years up to the day.
pub(crate) fn audit_cycle(handbook: &Handbook) -> (Date, Date) {
    let day = handbook.as_of;
    let certificate = handbook
        .items_of("certificate")
        .filter_map(|(_, item)| Some((item.date("from")?, item.date("to")?)))
        .filter(|(from, to)| *from <= day && day <= *to)
        .max();
    certificate.map_or_else(
        || (Date::new(day.year() - 3, day.month(), day.day().min(28)).unwrap_or(day), day),
        |(from, _)| {
            // Audits on the way to the certificate, up to a year before, belong to its cycle.
            (from.plus_days(-365), day)
        },
    )
}
