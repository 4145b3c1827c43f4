//! What others say of a clause: counterparts in other frameworks, audits that covered it, nonconformities raised against it.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use super::evidence::{Scheme, answers, clause_name, counted};
use crate::base::{ClauseRef, Date, SitePath};
use crate::handbook::is_open;
use crate::handbook::{AuditFacts, EntryIdx, ItemRef, names};
use crate::model::{FieldValue, Item};
use crate::render::view::{AuditRow, Chip, Day, Link, NonconformityBlock, RelatedRow};

/// The most of our documents named beside the counterparts in one framework.
const OURS: usize = 12;

impl<'a> Site<'a> {
    /// Counterparts of a clause, a row for each other framework in use.
    pub(super) fn related(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<RelatedRow> {
        let of = scheme.reference(idx);
        let mut by_framework: BTreeMap<usize, Vec<ClauseRef>> = BTreeMap::new();
        for (other, _) in self.handbook.catalogue.crosswalk.counterparts(&of) {
            let at = self.handbook.coverage.iter().position(|it| it.framework == other.framework);
            // A framework that is not in use has no pages to lead to.
            if let Some(at) = at.filter(|_| self.handbook.clause(other).is_some()) {
                by_framework.entry(at).or_default().push(other.clone());
            }
        }
        by_framework.into_iter().map(|(at, clauses)| self.related_row(path, (scheme, idx), at, &clauses)).collect()
    }

    fn related_row(&self, path: &SitePath, own: (&Scheme<'_>, usize), at: usize, counterparts: &[ClauseRef]) -> RelatedRow {
        let other = self.handbook.scheme(at);
        let found = || counterparts.iter().filter_map(|it| other.framework.clause(it.clause.as_str()));
        let mut named: BTreeSet<EntryIdx> = BTreeSet::new();
        let mut ours: Vec<Chip> = Vec::new();
        for answer in found().flat_map(|(idx, _)| answers(&other.coverage.clauses[idx].tags)) {
            if named.insert(answer.entry) {
                ours.push(self.answer_chip(path, answer));
            }
        }
        for answer in answers(&own.0.coverage.clauses[own.1].tags) {
            if named.insert(answer.entry) {
                ours.push(self.derived_chip(path, answer.entry));
            }
        }
        if ours.len() > OURS {
            let more = self.more_chip(String::new(), ours.len() - OURS);
            ours.truncate(OURS);
            ours.push(more);
        }
        let link = |(idx, clause)| {
            let href = self.clause_href(path, &other.reference(idx));
            Link { title: clause_name(clause), href }
        };
        RelatedRow { framework: other.framework.code.clone(), clauses: found().map(link).collect(), ours }
    }

    /// That counterparts are about the same topic and nothing more, with the remarks of the crosswalk.
    pub(super) fn related_note(&self, scheme: &Scheme<'_>, idx: usize) -> String {
        let of = scheme.reference(idx);
        let counterparts = self.handbook.catalogue.crosswalk.counterparts(&of);
        let mut notes: Vec<&str> =
            counterparts.filter(|(other, _)| self.handbook.clause(other).is_some()).filter_map(|(_, note)| note).collect();
        notes.sort_unstable();
        notes.dedup();
        std::iter::once(self.words().get("clause.related.note")).chain(notes).collect::<Vec<_>>().join(" ")
    }

    /// Audits that covered a clause, or one below a heading, each once, the latest first.
    pub(super) fn audits_within(&self, scheme: &Scheme<'_>, idx: usize) -> Vec<AuditFacts> {
        let mut audits: Vec<AuditFacts> = Vec::new();
        let mut seen = BTreeSet::new();
        for facts in scheme.within(idx).flat_map(|at| &scheme.coverage.clauses[at].audits) {
            if seen.insert(facts.at) {
                audits.push(*facts);
            }
        }
        audits.sort_by_key(|it| (std::cmp::Reverse(it.date), it.at));
        audits
    }

    /// Day of the next planned audit of a clause, or of one below a heading.
    pub(super) fn next_audit(&self, scheme: &Scheme<'_>, idx: usize) -> Option<Date> {
        let within: Vec<usize> = scheme.within(idx).collect();
        let planned = self.handbook.items_of("audit").filter(|(_, item)| item.text("status") == Some("planned"));
        let covers = |item: &Item| within.iter().any(|&at| names(item.clauses(), scheme.framework, at));
        planned
            .filter(|(_, item)| covers(item))
            .filter_map(|(_, item)| item.date("date"))
            .filter(|&day| day >= self.handbook.as_of)
            .min()
    }

    /// Nonconformities raised against a clause, or one below a heading, each once.
    pub(super) fn nonconformities_within(&self, scheme: &Scheme<'_>, idx: usize) -> Vec<(ItemRef, &'a Item)> {
        let handbook = self.handbook;
        let mut seen = BTreeSet::new();
        let raised = scheme.within(idx).flat_map(|at| &scheme.coverage.clauses[at].nonconformities).copied();
        raised.filter(|&at| seen.insert(at)).filter_map(|at| Some((at, handbook.item(at)?))).collect()
    }

    /// Rows of audits.
    pub(super) fn clause_audits(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<AuditRow> {
        let raised = self.nonconformities_within(scheme, idx);
        self.audits_within(scheme, idx).into_iter().filter_map(|facts| self.clause_audit(path, facts, &raised)).collect()
    }

    fn clause_audit(&self, path: &SitePath, facts: AuditFacts, raised: &[(ItemRef, &Item)]) -> Option<AuditRow> {
        let audit = self.handbook.item(facts.at)?;
        let listed = match audit.fields.get("findings").map(|it| &it.value) {
            Some(FieldValue::Ids(ids)) => ids.iter().map(|id| id.value.to_lowercase()).collect(),
            _ => Vec::new(),
        };
        let of_audit = |item: &Item| {
            let names_it = item.text("audit").is_some_and(|id| id.eq_ignore_ascii_case(audit.id.value.as_str()));
            names_it || listed.contains(&item.id.value.as_str().to_lowercase())
        };
        let findings: Vec<Link> =
            raised.iter().filter(|(_, item)| of_audit(item)).map(|&(at, item)| self.item_id(path, at, item)).collect();
        let result = match findings.len() {
            0 => self.words().get("clause.audits.clean").to_owned(),
            n => self.words().plural("clause.audits.findings", counted(n)),
        };
        Some(AuditRow {
            date: self.date(facts.date),
            audit: Link { title: audit.title.clone(), href: self.item_href(path, facts.at) },
            by: audit.text("by").unwrap_or_default().to_owned(),
            result,
            findings,
            since: self.changed_since(path, audit),
        })
    }

    fn item_id(&self, path: &SitePath, at: ItemRef, item: &Item) -> Link {
        Link { title: item.id.value.to_string(), href: self.item_href(path, at) }
    }

    /// Open nonconformities with what has been done.
    pub(super) fn clause_nonconformities(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Vec<NonconformityBlock> {
        let all = self.nonconformities_within(scheme, idx).into_iter().filter(|(_, item)| is_open(item));
        all.map(|(at, item)| self.nonconformity(path, at, item)).collect()
    }

    fn nonconformity(&self, path: &SitePath, at: ItemRef, item: &Item) -> NonconformityBlock {
        let words = self.words();
        let tone = match item.text("grade") {
            Some("major") => "major",
            Some("minor") => "minor",
            _ => "observation",
        };
        // The four steps of corrective action, in the order they are taken.
        let steps = ["correction", "cause", "action", "verified"].map(|field| item.text(field).filter(|it| !it.is_empty()));
        let done = steps.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        NonconformityBlock {
            id: self.item_id(path, at, item),
            grade: self.word_of("word", tone),
            tone,
            raised: item.date("raised").map_or(String::new(), |day| self.date(day)),
            title: item.title.clone(),
            text: done.checked_sub(1).and_then(|at| steps[at]).unwrap_or_default().to_owned(),
            owner: item.text("owner").map_or_else(Link::default, |name| self.role_link(path, name)),
            done: u8::try_from(done).unwrap_or_default(),
            steps: 4,
            step_words: words.get(["step.0", "step.1", "step.2", "step.3", "step.4"][done.min(4)]).to_owned(),
            due: item.date("due").map_or_else(Day::default, |day| self.due_day(day, true)),
        }
    }
}
