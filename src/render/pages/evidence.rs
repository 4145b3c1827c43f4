//! What answers a clause, as the matrix, the clause pages and the list of required documented information show it.
//!
//! Facts come from `handbook::coverage`; here they become chips, signs and words. A document that is known through a
//! crosswalk only is always shown as derived and counts for nothing.

use std::collections::BTreeSet;

use super::Site;
use super::items::is_open;
use crate::base::{ClauseRef, Date, SitePath};
use crate::catalogue::{Clause, Demand, Framework};
use crate::handbook::{ClauseCoverage, EntryIdx, FrameworkCoverage, ItemRef, Record, Review, State, Tagged};
use crate::model::{Item, Status};
use crate::render::figure::Sign;
use crate::render::view::{self, Chip, ChipKind, Link, Tab};

/// Columns of the matrix, as the types of documents name them.
pub(super) const COLUMNS: [&str; 5] = ["policy", "plan", "process", "procedure", "record"];

/// Signs in the order of filters, legends and summaries.
pub(super) const SIGNS: [Sign; 6] = [Sign::Covered, Sign::Partial, Sign::Drafted, Sign::Derived, Sign::Gap, Sign::NotApplicable];

/// Signs from the worst on: a heading takes the worst of those below it.
const WORST: [Sign; 6] = [Sign::Gap, Sign::Drafted, Sign::Partial, Sign::Derived, Sign::Covered, Sign::NotApplicable];

/// A framework in use, with its coverage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scheme<'a> {
    /// The framework.
    pub(super) framework: &'a Framework,
    /// What answers its clauses.
    pub(super) coverage: &'a FrameworkCoverage,
    /// A clause without documents is no defect where a crosswalk leads to some: nobody is certified to the framework, or
    /// no document is tagged with it at all.
    lenient: bool,
}

impl<'a> Scheme<'a> {
    /// A clause with its coverage.
    pub(super) fn at(&self, idx: usize) -> (&'a Clause, &'a ClauseCoverage) {
        (&self.framework.clauses()[idx], &self.coverage.clauses[idx])
    }

    /// The full name of a clause.
    pub(super) fn reference(&self, idx: usize) -> ClauseRef {
        ClauseRef { framework: self.framework.id.clone(), clause: self.framework.clauses()[idx].number.clone() }
    }

    /// Clauses with requirements that are a clause or lie below it.
    pub(super) fn within(&self, above: usize) -> impl Iterator<Item = usize> + use<'a> {
        let (framework, coverage) = (self.framework, self.coverage);
        let all = coverage.clauses.iter().enumerate().filter(|(_, it)| it.state != State::Heading);
        all.map(|(idx, _)| idx).filter(move |&idx| framework.is_within(idx, above))
    }
}

/// What the tags of one document come to for one clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    /// The document.
    pub(super) entry: EntryIdx,
    /// Its tags: that of the whole document first, then those of sections.
    pub(super) tags: &'a [Tagged],
}

impl Answer<'_> {
    /// Says of itself that it answers in part only.
    pub(super) fn partial(&self) -> bool {
        self.tags.iter().all(|tag| tag.partial)
    }

    /// The section that answers most; `None` for the document as a whole.
    fn section(&self) -> Option<usize> {
        let strongest = self.tags.iter().find(|tag| !tag.partial).or_else(|| self.tags.first());
        strongest.and_then(|tag| tag.section)
    }
}

/// One answer for each document, in the order of documents.
pub(super) fn answers(tags: &[Tagged]) -> impl Iterator<Item = Answer<'_>> {
    tags.chunk_by(|a, b| a.entry == b.entry).map(|tags| Answer { entry: tags[0].entry, tags })
}

/// A number for the plural forms of words.
pub(super) fn counted(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The number of a clause as people write it; empty for an id such as `incident-management`, which repeats the title.
pub(super) fn shown_number(clause: &Clause) -> &str {
    let number = clause.number.as_str();
    if number.chars().any(|c| c.is_ascii_digit() || c.is_uppercase()) { number } else { "" }
}

/// Number and title of a clause, or whichever it has.
pub(super) fn clause_name(clause: &Clause) -> String {
    let number = if clause.title.is_empty() { clause.number.as_str() } else { shown_number(clause) };
    format!("{number} {}", clause.title).trim().to_owned()
}

impl<'a> Site<'a> {
    /// A framework in use, by its place in `Handbook::coverage`.
    pub(super) fn scheme(&self, at: usize) -> Scheme<'a> {
        let coverage = &self.handbook.coverage[at];
        let framework = self.handbook.catalogue.framework(&coverage.framework);
        let framework = framework.expect("coverage is made of frameworks that exist");
        let lenient = !framework.mandatory || coverage.clauses.iter().all(|it| it.tags.is_empty());
        Scheme { framework, coverage, lenient }
    }

    /// Coverage of a clause, if its framework is in use.
    fn coverage_of(&self, clause: &ClauseRef) -> Option<&'a ClauseCoverage> {
        let coverage = self.handbook.coverage.iter().find(|it| it.framework == clause.framework)?;
        let (idx, _) = self.handbook.catalogue.framework(&clause.framework)?.clause(clause.clause.as_str())?;
        coverage.clauses.get(idx)
    }

    /// Documents tagged with the counterparts of a clause in other frameworks, each once, in the order of counterparts.
    pub(super) fn derived(&self, of: &ClauseRef) -> Vec<EntryIdx> {
        let mut seen = BTreeSet::new();
        let counterparts = self.handbook.catalogue.crosswalk.counterparts(of);
        let tagged = counterparts.filter_map(|(other, _)| self.coverage_of(other)).flat_map(|it| &it.tags);
        tagged.map(|tag| tag.entry).filter(|&entry| seen.insert(entry)).collect()
    }

    /// The sign of a clause in its framework.
    pub(super) fn sign_in(&self, scheme: &Scheme<'_>, idx: usize) -> Sign {
        let it = &scheme.coverage.clauses[idx];
        let derived = it.state == State::Gap && scheme.lenient && !self.derived(&scheme.reference(idx)).is_empty();
        if derived { Sign::Derived } else { self.sign(it) }
    }

    /// The state of a clause in its framework, with its rung.
    pub(super) fn state_in(&self, scheme: &Scheme<'_>, idx: usize) -> view::State {
        match self.sign_in(scheme, idx) {
            Sign::Derived => self.state_of(Sign::Derived),
            _ => self.state(&scheme.coverage.clauses[idx]),
        }
    }

    /// A sign with its word, without a rung.
    pub(super) fn state_of(&self, sign: Sign) -> view::State {
        view::State::new(sign, self.sign_word(sign))
    }

    /// How often each sign occurs among clauses with requirements that are a clause or lie below it.
    pub(super) fn tally(&self, scheme: &Scheme<'_>, above: usize) -> Tally {
        Tally::of(scheme.within(above).map(|idx| self.sign_in(scheme, idx)))
    }

    /// The state of a clause and all below it.
    pub(super) fn state_below(&self, scheme: &Scheme<'_>, idx: usize) -> view::State {
        let (_, it) = scheme.at(idx);
        match it.state {
            State::Heading => self.state_of(self.tally(scheme, idx).worst()),
            _ => self.state_in(scheme, idx),
        }
    }

    /// Counts in words, as in `27 of 30 covered, 2 partial, 1 gap`.
    pub(super) fn tally_words(&self, tally: &Tally) -> String {
        let words = self.words();
        let (n, of) = (tally.of_sign(Sign::Covered), tally.assessed());
        let mut parts = Vec::new();
        if of > 0 {
            parts.push(words.with("evidence.covered_of", &[("n", &n.to_string()), ("of", &of.to_string())]));
        }
        for sign in SIGNS.into_iter().skip(1).filter(|&sign| tally.of_sign(sign) > 0) {
            parts.push(words.plural(&format!("evidence.count.{}", sign.key()), counted(tally.of_sign(sign))));
        }
        parts.join(", ")
    }

    /// The matrix of each framework as a tab.
    pub(super) fn framework_tabs(&self, path: &SitePath, current: usize) -> Vec<Tab> {
        let all = self.handbook.coverage.iter().enumerate().filter(|_| self.handbook.coverage.len() > 1);
        all.map(|(at, coverage)| Tab {
            title: self.scheme(at).framework.code.clone(),
            href: path.link_to(&super::address::matrix_page(coverage.framework.as_str())),
            count: String::new(),
            alert: false,
            current: at == current,
        })
        .collect()
    }

    /// Column of the matrix a document stands in.
    pub(super) fn column_of(&self, entry: EntryIdx) -> usize {
        let kind = self.handbook.config.types.documents.get(&self.handbook.entries[entry].document.kind.value);
        kind.and_then(|it| COLUMNS.iter().position(|name| *name == it.column)).unwrap_or(COLUMNS.len() - 1)
    }

    /// Whether a document is a record: evidence of what happened, which is kept and not reviewed.
    pub(super) fn is_record(&self, entry: EntryIdx) -> bool {
        let kind = &self.handbook.entries[entry].document.kind.value;
        self.handbook.config.types.documents.get(kind).is_some_and(|it| it.record)
    }

    /// Why a document does not count, in a few words; empty when it does.
    pub(super) fn standing(&self, entry: EntryIdx) -> String {
        let it = &self.handbook.entries[entry];
        let status = it.document.status.as_ref().map(|it| it.value);
        let ahead = it.document.effective.as_ref().map(|it| it.value).filter(|&day| day > self.handbook.as_of);
        match (status, ahead) {
            (None, _) if self.is_record(entry) => String::new(),
            (Some(Status::Approved), Some(day)) => self.words().with("evidence.from", &[("day", &self.date(day))]),
            (Some(Status::Approved), None) if it.review == Review::Never => self.words().get("evidence.never").to_owned(),
            (Some(Status::Approved), None) if it.review.is_overdue() => self.words().get("evidence.overdue").to_owned(),
            (Some(Status::Approved), None) => String::new(),
            _ => self.status_word(entry),
        }
    }

    /// A document that answers a clause, leading to the section that does.
    pub(super) fn answer_chip(&self, path: &SitePath, answer: Answer<'_>) -> Chip {
        let mut rest = self.standing(answer.entry);
        if answer.partial() {
            if !rest.is_empty() {
                rest.push_str(", ");
            }
            rest.push_str(self.words().get("evidence.in_part"));
        }
        let href = self.section_href(path, answer.entry, answer.section());
        Chip { href, rest, ..self.document_chip(path, answer.entry) }
    }

    /// A document that is known through a crosswalk only.
    pub(super) fn derived_chip(&self, path: &SitePath, entry: EntryIdx) -> Chip {
        let rest = self.standing(entry);
        Chip { kind: ChipKind::Derived, proof: None, rest, ..self.document_chip(path, entry) }
    }

    /// A record, which says so when it is too old.
    pub(super) fn record_chip(&self, path: &SitePath, record: &Record) -> Chip {
        let key = match (record.fresh, record.date) {
            (true, _) => None,
            (false, Some(_)) => Some("evidence.stale"),
            (false, None) => Some("evidence.undated"),
        };
        let rest = key.map_or(String::new(), |key| self.words().get(key).to_owned());
        Chip { rest, ..self.item_chip(path, record.at) }
    }

    /// What provides an item of required documented information.
    pub(super) fn provider_chip(&self, path: &SitePath, at: ItemRef) -> Chip {
        let chip = self.item_chip(path, at);
        if at.item.is_some() { chip } else { Chip { rest: self.standing(at.entry), ..chip } }
    }

    /// That there is more than is shown, and where; an empty address leads nowhere.
    pub(super) fn more_chip(&self, href: String, more: usize) -> Chip {
        let title = self.words().plural("evidence.and_more", counted(more));
        match href.is_empty() {
            true => Chip { id: title, ..Chip::default() },
            false => Chip { kind: ChipKind::Record, id: format!("+{more}"), title, href, ..Chip::default() },
        }
    }

    /// Where an item of required documented information is, at most so many places.
    pub(super) fn places(&self, path: &SitePath, providers: &[ItemRef], most: usize, more_href: String) -> Vec<Chip> {
        let mut chips: Vec<Chip> = providers.iter().take(most).map(|&at| self.provider_chip(path, at)).collect();
        if providers.len() > most {
            chips.push(self.more_chip(more_href, providers.len() - most));
        }
        chips
    }

    /// The state of an item of documented information. One that is only implied and that nothing provides is no gap.
    pub(super) fn demand_sign(&self, demand: &Demand, providers: &[ItemRef]) -> Sign {
        match providers.iter().any(|at| self.standing(at.entry).is_empty()) {
            true => Sign::Covered,
            false if !providers.is_empty() => Sign::Drafted,
            false if demand.is_demanded() => Sign::Gap,
            false => Sign::Heading,
        }
    }

    /// An open nonconformity or improvement against a clause without documents.
    pub(super) fn action_for(&self, scheme: &Scheme<'_>, idx: usize) -> Option<(ItemRef, &'a Item)> {
        let handbook = self.handbook;
        let raised = &scheme.coverage.clauses[idx].nonconformities;
        let mut raised = raised.iter().filter_map(|&at| Some((at, handbook.item(at)?)));
        let mut planned = handbook.items_of("improvement");
        let names = |item: &Item| crate::handbook::names(item.clauses(), scheme.framework, idx);
        raised.find(|(_, item)| is_open(item)).or_else(|| planned.find(|(_, item)| is_open(item) && names(item)))
    }

    /// Owner and due date of an entry, as in `Supplier Manager, due 30 Apr 2026`.
    pub(super) fn owner_and_due(&self, item: &Item) -> String {
        let owner = item.text("owner").map(|name| self.handbook.roles.title(name).to_owned());
        let due = item.date("due").map(|day| self.words().with("evidence.due", &[("day", &self.date(day))]));
        owner.into_iter().chain(due).collect::<Vec<_>>().join(", ")
    }

    /// A month, as in `May 2025`.
    pub(super) fn month(&self, day: Date) -> String {
        let month = format!("month.{}", day.month());
        self.words().with("evidence.month", &[("m", self.words().get(&month)), ("y", &day.year().to_string())])
    }

    /// A clause as a link: number and title.
    pub(super) fn clause_link(&self, path: &SitePath, scheme: &Scheme<'_>, idx: usize) -> Link {
        Link { title: clause_name(&scheme.framework.clauses()[idx]), href: self.clause_href(path, &scheme.reference(idx)) }
    }
}

/// How often each sign occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally([usize; WORST.len()]);

impl Tally {
    /// Counts signs; headings say nothing.
    pub(super) fn of(signs: impl Iterator<Item = Sign>) -> Self {
        let mut tally = Self::default();
        for sign in signs {
            if let Some(at) = WORST.iter().position(|it| *it == sign) {
                tally.0[at] += 1;
            }
        }
        tally
    }

    /// How often one occurs.
    pub(super) fn of_sign(&self, sign: Sign) -> usize {
        WORST.iter().position(|it| *it == sign).map_or(0, |at| self.0[at])
    }

    /// All there are without excluded ones.
    pub(super) fn assessed(&self) -> usize {
        self.total() - self.of_sign(Sign::NotApplicable)
    }

    /// All there are.
    pub(super) fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// The worst that occurs; a heading's when there is none.
    pub(super) fn worst(&self) -> Sign {
        WORST.into_iter().find(|&sign| self.of_sign(sign) > 0).unwrap_or(Sign::Heading)
    }

    /// Keys of the signs that occur, for the filter.
    pub(super) fn keys(&self) -> String {
        SIGNS.into_iter().filter(|&sign| self.of_sign(sign) > 0).map(Sign::key).collect::<Vec<_>>().join(" ")
    }
}
