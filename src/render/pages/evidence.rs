//! What answers a clause, as the matrix, the clause pages and the list of required documented information show it.
//!
//! Facts come from `handbook::coverage`; here they become chips, signs and words. A document that is known through a
//! crosswalk only is always shown as derived and counts for nothing.

use super::Site;
use crate::base::{Date, SitePath};
use crate::catalogue::Clause;
use crate::handbook::{EntryIdx, ItemRef, Record, Standing, State};
use crate::model::Item;
use crate::render::figure::Sign;
use crate::render::view::{self, Chip, ChipKind, Link, Tab};

pub(super) use crate::handbook::{Answer, Scheme, answers, shown_number};

/// Columns of the matrix, as the types of documents name them.
pub(super) const COLUMNS: [&str; 5] = ["policy", "plan", "process", "procedure", "record"];

/// Signs in the order of filters, legends and summaries.
pub(super) const SIGNS: [Sign; 6] = [Sign::Covered, Sign::Partial, Sign::Drafted, Sign::Derived, Sign::Gap, Sign::NotApplicable];

/// Signs from the worst on: a heading takes the worst of those below it.
const WORST: [Sign; 6] = [Sign::Gap, Sign::Drafted, Sign::Partial, Sign::Derived, Sign::Covered, Sign::NotApplicable];

/// A number for the plural forms of words.
pub(super) fn counted(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Number and title of a clause, or whichever it has.
pub(super) fn clause_name(clause: &Clause) -> String {
    let number = if clause.title.is_empty() { clause.number.as_str() } else { shown_number(clause) };
    format!("{number} {}", clause.title).trim().to_owned()
}

impl Site<'_> {
    /// The state of a clause in its framework, with its rung.
    pub(super) fn state_in(&self, scheme: &Scheme<'_>, idx: usize) -> view::State {
        match self.handbook.sign_in(scheme, idx) {
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
        Tally::of(scheme.within(above).map(|idx| self.handbook.sign_in(scheme, idx)))
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
            title: self.handbook.scheme(at).framework.code.clone(),
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

    /// Why a document does not count, in a few words; empty when it does.
    pub(super) fn standing(&self, entry: EntryIdx) -> String {
        match self.handbook.standing(entry) {
            Standing::Counts => String::new(),
            Standing::Ahead(day) => self.words().with("evidence.from", &[("day", &self.date(day))]),
            Standing::NeverReviewed => self.words().get("evidence.never").to_owned(),
            Standing::Overdue => self.words().get("evidence.overdue").to_owned(),
            Standing::Status => self.status_word(entry),
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
