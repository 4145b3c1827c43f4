//! What coverage comes to: the sign of a clause, of an item of documented information, and whether a document counts.
//!
//! Pages and exports say the same because both ask here.

use std::collections::BTreeSet;

use super::{ClauseCoverage, EntryIdx, FrameworkCoverage, Handbook, ItemRef, Review, State, Tagged, evidence};
use crate::base::{ClauseRef, Date};
use crate::catalogue::{Clause, Demand, Framework};
use crate::model::{Item, Status};

/// What a clause's coverage, or that of an item of documented information, comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Documented, evidenced or audited.
    Covered,
    /// Covered in part.
    Partial,
    /// Only documents that do not count answer it.
    Drafted,
    /// No document.
    Gap,
    /// A heading without requirements of its own; an item that is only implied and that nothing provides.
    #[default]
    Heading,
    /// Excluded with a reason.
    NotApplicable,
    /// Known only through a crosswalk, which is no coverage.
    Derived,
}

impl Sign {
    /// Its name in classes, attributes and machine formats.
    pub fn key(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Partial => "partial",
            Self::Drafted => "drafted",
            Self::Gap => "gap",
            Self::Heading => "heading",
            Self::NotApplicable => "not-applicable",
            Self::Derived => "derived",
        }
    }

    /// Key of its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Covered => "sign.covered",
            Self::Partial => "sign.partial",
            Self::Drafted => "sign.drafted",
            Self::Gap => "sign.gap",
            Self::Heading => "sign.heading",
            Self::NotApplicable => "sign.excluded",
            Self::Derived => "sign.derived",
        }
    }

    /// Its name for an item of documented information.
    pub fn provided_key(self) -> &'static str {
        match self {
            Self::Covered => "provided",
            Self::Gap => "missing",
            Self::Heading => "not-shown",
            Self::Partial | Self::Drafted | Self::NotApplicable | Self::Derived => self.key(),
        }
    }

    /// Key of the word it has for an item of documented information, which is provided or not rather than covered.
    pub fn provided_word(self) -> &'static str {
        match self {
            Self::Covered => "required.provided",
            Self::Gap => "required.gap",
            Self::Heading => "required.unshown",
            Self::Partial | Self::Drafted | Self::NotApplicable | Self::Derived => self.word(),
        }
    }
}

/// Whether a document counts for what it is tagged with, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counts,
    /// It applies from a day to come.
    Ahead(Date),
    /// It was never reviewed.
    NeverReviewed,
    /// Its review is overdue.
    Overdue,
    /// Its status says so, or history contradicts its approval.
    Status,
}

/// A framework in use, with its coverage.
#[derive(Clone, Copy, Debug)]
pub struct Scheme<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// What answers its clauses.
    pub coverage: &'a FrameworkCoverage,
    /// A clause without documents is no defect where a crosswalk leads to some: nobody is certified to the framework, or
    /// no document is tagged with it at all.
    lenient: bool,
}

impl<'a> Scheme<'a> {
    /// A clause with its coverage.
    pub fn at(&self, idx: usize) -> (&'a Clause, &'a ClauseCoverage) {
        (&self.framework.clauses()[idx], &self.coverage.clauses[idx])
    }

    /// The full name of a clause.
    pub fn reference(&self, idx: usize) -> ClauseRef {
        ClauseRef { framework: self.framework.id.clone(), clause: self.framework.clauses()[idx].number.clone() }
    }

    /// Clauses with requirements that are a clause or lie below it.
    pub fn within(&self, above: usize) -> impl Iterator<Item = usize> + use<'a> {
        let (framework, coverage) = (self.framework, self.coverage);
        let all = coverage.clauses.iter().enumerate().filter(|(_, it)| it.state != State::Heading);
        all.map(|(idx, _)| idx).filter(move |&idx| framework.is_within(idx, above))
    }

    /// All clauses, each with what lies below it right behind it: a file may list clauses and groups in any order.
    pub fn in_order(&self) -> Vec<usize> {
        let clauses = self.framework.clauses();
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); clauses.len()];
        let mut waiting = Vec::new();
        for (idx, clause) in clauses.iter().enumerate().rev() {
            match clause.parent {
                Some(parent) => below[parent].push(idx),
                None => waiting.push(idx),
            }
        }
        let mut order = Vec::with_capacity(clauses.len());
        let mut seen = vec![false; clauses.len()];
        while let Some(idx) = waiting.pop() {
            order.push(idx);
            seen[idx] = true;
            waiting.append(&mut below[idx]);
        }
        // Groups that name each other as their group hang on nothing; they are shown all the same.
        order.extend((0..clauses.len()).filter(|&idx| !seen[idx]));
        order
    }
}

/// What the tags of one document come to for one clause.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The document.
    pub entry: EntryIdx,
    /// Its tags: that of the whole document first, then those of sections.
    pub tags: &'a [Tagged],
}

impl Answer<'_> {
    /// Says of itself that it answers in part only.
    pub fn partial(&self) -> bool {
        self.tags.iter().all(|tag| tag.partial)
    }

    /// The section that answers most; `None` for the document as a whole.
    pub fn section(&self) -> Option<usize> {
        let strongest = self.tags.iter().find(|tag| !tag.partial).or_else(|| self.tags.first());
        strongest.and_then(|tag| tag.section)
    }
}

/// One answer for each document, in the order of documents.
pub fn answers(tags: &[Tagged]) -> impl Iterator<Item = Answer<'_>> {
    tags.chunk_by(|a, b| a.entry == b.entry).map(|tags| Answer { entry: tags[0].entry, tags })
}

/// The number of a clause as people write it; empty for an id such as `incident-management`, which repeats the title.
pub fn shown_number(clause: &Clause) -> &str {
    let number = clause.number.as_str();
    if number.chars().any(|c| c.is_ascii_digit() || c.is_uppercase()) { number } else { "" }
}

/// Whether an entry still wants something done.
pub fn is_open(item: &Item) -> bool {
    !matches!(item.text("status"), Some("closed" | "done" | "declined" | "accepted"))
}

/// How likely a risk is and how much it would matter, each from 1; 1 where the entry does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskFactors {
    /// How likely.
    pub likelihood: u32,
    /// How much it would matter.
    pub impact: u32,
}

impl RiskFactors {
    /// The product.
    pub fn score(self) -> u32 {
        self.likelihood.saturating_mul(self.impact)
    }
}

/// The factors of an entry.
pub fn risk_factors(item: &Item) -> RiskFactors {
    let factor = |name: &str| item.number(name).and_then(|it| u32::try_from(it).ok()).unwrap_or(1);
    RiskFactors { likelihood: factor("likelihood"), impact: factor("impact") }
}

impl ClauseCoverage {
    /// The sign by what is tagged, crosswalks left aside.
    pub fn sign(&self) -> Sign {
        match self.state {
            State::Heading => Sign::Heading,
            State::Excluded => Sign::NotApplicable,
            State::Gap => Sign::Gap,
            State::Drafted => Sign::Drafted,
            State::Documented | State::Evidenced | State::Audited if self.partial => Sign::Partial,
            State::Documented | State::Evidenced | State::Audited => Sign::Covered,
        }
    }

    /// Records that are not tagged documents besides.
    pub fn other_records(&self) -> impl Iterator<Item = &evidence::Record> {
        let tagged: BTreeSet<EntryIdx> = self.tags.iter().map(|tag| tag.entry).collect();
        self.records.iter().filter(move |record| record.at.item.is_some() || !tagged.contains(&record.at.entry))
    }

    /// What the clause demands and nothing provides, by name.
    pub fn missing_demands<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a str> {
        let demands = clause.demands.iter().zip(&self.demands);
        let missing = demands.filter(|(demand, state)| demand.is_demanded() && state.provided_by.is_empty());
        missing.map(|(demand, _)| demand.name.as_str())
    }

    /// Points that no section covers, where some are covered: a clause whose sections name none says nothing about them.
    pub fn missing_points<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a str> {
        let some = self.points.iter().any(|tags| !tags.is_empty());
        let points = clause.points.iter().zip(&self.points);
        points.filter(move |(_, tags)| some && tags.is_empty()).map(|(point, _)| point.text.as_str())
    }
}

impl Handbook {
    /// A framework in use, by its place in `Handbook::coverage`.
    pub fn scheme(&self, at: usize) -> Scheme<'_> {
        let coverage = &self.coverage[at];
        let framework = self.catalogue.framework(&coverage.framework);
        let framework = framework.expect("coverage is made of frameworks that exist");
        let lenient = !framework.mandatory || coverage.clauses.iter().all(|it| it.tags.is_empty());
        Scheme { framework, coverage, lenient }
    }

    /// Coverage of a clause, if its framework is in use.
    fn coverage_of(&self, clause: &ClauseRef) -> Option<&ClauseCoverage> {
        let coverage = self.coverage.iter().find(|it| it.framework == clause.framework)?;
        let (idx, _) = self.catalogue.framework(&clause.framework)?.clause(clause.clause.as_str())?;
        coverage.clauses.get(idx)
    }

    /// Documents tagged with the counterparts of a clause in other frameworks, each once, in the order of counterparts.
    pub fn derived(&self, of: &ClauseRef) -> Vec<EntryIdx> {
        let mut seen = BTreeSet::new();
        let counterparts = self.catalogue.crosswalk.counterparts(of);
        let tagged = counterparts.filter_map(|(other, _)| self.coverage_of(other)).flat_map(|it| &it.tags);
        tagged.map(|tag| tag.entry).filter(|&entry| seen.insert(entry)).collect()
    }

    /// The sign of a clause in its framework.
    pub fn sign_in(&self, scheme: &Scheme<'_>, idx: usize) -> Sign {
        let it = &scheme.coverage.clauses[idx];
        let derived = it.state == State::Gap && scheme.lenient && !self.derived(&scheme.reference(idx)).is_empty();
        if derived { Sign::Derived } else { it.sign() }
    }

    /// The state of an item of documented information. One that is only implied and that nothing provides is no gap.
    pub fn demand_sign(&self, demand: &Demand, providers: &[ItemRef]) -> Sign {
        match providers.iter().any(|at| self.standing(at.entry) == Standing::Counts) {
            true => Sign::Covered,
            false if !providers.is_empty() => Sign::Drafted,
            false if demand.is_demanded() => Sign::Gap,
            false => Sign::Heading,
        }
    }

    /// Whether a document counts, and if not, why.
    pub fn standing(&self, entry: EntryIdx) -> Standing {
        let it = &self.entries[entry];
        let status = it.document.status.as_ref().map(|it| it.value);
        let ahead = it.document.effective.as_ref().map(|it| it.value).filter(|&day| day > self.as_of);
        match (status, ahead) {
            (None, _) if self.is_record(it) => Standing::Counts,
            (Some(Status::Approved), Some(day)) => Standing::Ahead(day),
            (Some(Status::Approved), None) if it.review == Review::Never => Standing::NeverReviewed,
            (Some(Status::Approved), None) if it.review.is_overdue() => Standing::Overdue,
            (Some(Status::Approved), None) => Standing::Counts,
            _ => Standing::Status,
        }
    }

    /// A document's status by the name that strings and machine formats have for it; `disputed` if history contradicts the approval.
    pub fn status_key(&self, entry: EntryIdx) -> &'static str {
        let it = &self.entries[entry];
        match it.document.status.as_ref() {
            _ if it.is_only_pending() => "pending",
            _ if it.control.is_disputed() => "disputed",
            Some(status) => status.value.name(),
            None => "none",
        }
    }

    /// An open nonconformity or improvement against a clause without documents.
    pub fn action_for(&self, scheme: &Scheme<'_>, idx: usize) -> Option<(ItemRef, &Item)> {
        let raised = &scheme.coverage.clauses[idx].nonconformities;
        let mut raised = raised.iter().filter_map(|&at| Some((at, self.item(at)?)));
        let mut planned = self.items_of("improvement");
        let names = |item: &Item| evidence::names(item.clauses(), scheme.framework, idx);
        raised.find(|(_, item)| is_open(item)).or_else(|| planned.find(|(_, item)| is_open(item) && names(item)))
    }
}
