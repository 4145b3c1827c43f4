//! One framework as data: its clauses in order, and how a number is looked up.

use std::collections::BTreeMap;

use crate::base::{ClauseId, FrameworkId, nearest};

/// A framework: a standard or a body of practices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    /// Its id: `iso20000-1-2018`.
    pub id: FrameworkId,
    /// Its designation: `ISO/IEC 20000-1:2018`.
    pub code: String,
    /// Its full title, empty when the designation is the title.
    pub title: String,
    /// Whether clauses may be declared not applicable. ISO/IEC 20000-1:2018, 1.2 forbids it.
    pub exclusions_allowed: bool,
    /// Designations of amendments taken in.
    pub amendments: Vec<String>,
    /// Whether a gap is a defect: true for frameworks one is certified to, false for bodies of practice.
    pub mandatory: bool,
    /// Numbers known to be written for others.
    pub shifted: Vec<Shift>,
    clauses: Vec<Clause>,
    by_number: BTreeMap<String, usize>,
}

/// A numbered clause, control, practice or objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its number or id.
    pub number: ClauseId,
    /// Its title; for a numbered paragraph without one our own label, for one without a label empty.
    pub title: String,
    /// The standard gives no title.
    pub untitled: bool,
    /// Sets a requirement of its own; false for headings.
    pub assessable: bool,
    /// What it is about, in our own words; empty if the catalogue has none.
    pub summary: String,
    /// What it wants kept.
    pub demands: Vec<Demand>,
    /// Points that the thing, plan or review has to cover.
    pub points: Vec<Point>,
    /// The amendment that changed it.
    pub amended_by: Option<String>,
    /// A caveat.
    pub note: Option<String>,
    /// The clause above, by index.
    pub parent: Option<usize>,
    /// How many clauses lie above it.
    pub depth: usize,
}

/// One item of required documented information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Its name in our own words.
    pub name: String,
    /// Kept current, or kept as evidence.
    pub kind: DemandKind,
    /// How plainly it is asked for.
    pub basis: Basis,
    /// Letter of ISO/IEC 20000-1:2018, 7.5.4 that lists it too.
    pub letter: Option<String>,
    /// Each document that is it has to cover all points of the clause by itself, as the minutes of each review do.
    pub every_point: bool,
}

impl Demand {
    /// Whether the framework demands it. What is only implied it does not: only that nothing shows it is worth saying.
    pub fn is_demanded(&self) -> bool {
        self.basis != Basis::Implied
    }
}

/// The two kinds of documented information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DemandKind {
    /// Kept current.
    Document,
    /// Evidence of what happened.
    Record,
}

/// How plainly documented information is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The clause asks for it.
    Explicit,
    /// Asked for as a thing here and as documented information in 7.5.4.
    Listed,
    /// The clause asks for something to be reported.
    Report,
    /// Not said, but hard to show conformity without it.
    Implied,
}

impl Basis {
    /// The word of the catalogue files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Listed => "listed",
            Self::Report => "report",
            Self::Implied => "implied",
        }
    }
}

/// A point that has to be covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its id within the clause: `known-limits`.
    pub id: String,
    /// What it is, in our own words.
    pub text: String,
}

/// A number that people write for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// What is written.
    pub from: ClauseId,
    /// What is meant.
    pub to: ClauseId,
    /// Words in a title that give the meaning away, in lower case.
    pub words: Vec<String>,
    /// Where the wrong number comes from.
    pub source: String,
}

/// What a number turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// An existing clause.
    Found(usize, &'a Clause),
    /// None; with the number that is most likely meant and why.
    Unknown(Option<(&'a Clause, String)>),
}

impl Framework {
    /// Joins the parts; clauses get their parents from their numbers, or from `parents` where numbers say nothing.
    pub fn new(id: FrameworkId, code: String, title: String) -> Self {
        Self {
            id,
            code,
            title,
            exclusions_allowed: true,
            amendments: Vec::new(),
            mandatory: true,
            shifted: Vec::new(),
            clauses: Vec::new(),
            by_number: BTreeMap::new(),
        }
    }

    /// All clauses in order, headings before what they head.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// A clause and its index by number, exactly as written.
    pub fn clause(&self, number: &str) -> Option<(usize, &Clause)> {
        let idx = *self.by_number.get(number)?;
        Some((idx, &self.clauses[idx]))
    }

    /// Takes a clause in; one of the same number is replaced where it stands.
    pub fn put(&mut self, clause: Clause) {
        match self.by_number.get(clause.number.as_str()) {
            Some(&idx) => self.clauses[idx] = clause,
            None => {
                self.by_number.insert(clause.number.as_str().to_owned(), self.clauses.len());
                self.clauses.push(clause);
            }
        }
    }

    /// Orders the clauses, finds each one's parent, and decides what is assessable where the file does not say:
    /// whatever has nothing below it. `assessable` and `group` come by number.
    pub fn settle(&mut self, assessable: &BTreeMap<String, bool>, group: &BTreeMap<String, String>) {
        let numbered = group.is_empty();
        if numbered {
            self.clauses.sort_by(|a, b| a.number.cmp(&b.number));
        }
        self.by_number = self.clauses.iter().enumerate().map(|(idx, it)| (it.number.as_str().to_owned(), idx)).collect();
        for idx in 0..self.clauses.len() {
            let number = self.clauses[idx].number.clone();
            let above = |number: &ClauseId| {
                std::iter::successors(number.parent(), ClauseId::parent).find_map(|it| self.by_number.get(it.as_str()).copied())
            };
            let parent = match group.get(number.as_str()) {
                Some(name) => self.by_number.get(name).copied(),
                None => above(&number),
            };
            self.clauses[idx].parent = parent.filter(|&parent| parent != idx);
        }
        let parents: Vec<Option<usize>> = self.clauses.iter().map(|it| it.parent).collect();
        for (idx, clause) in self.clauses.iter_mut().enumerate() {
            clause.depth = std::iter::successors(parents[idx], |&at| parents[at]).take(parents.len()).count();
            clause.assessable = match assessable.get(clause.number.as_str()) {
                Some(&said) => said,
                None => !parents.contains(&Some(idx)),
            };
        }
    }

    /// The clauses right below one, or the top ones.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Clause)> {
        self.clauses.iter().enumerate().filter(move |(_, it)| it.parent == parent)
    }

    /// Whether a clause is the other or lies below it.
    pub fn is_within(&self, idx: usize, above: usize) -> bool {
        std::iter::successors(Some(idx), |&at| self.clauses[at].parent).take(self.clauses.len() + 1).any(|at| at == above)
    }

    /// The top clause above one, or itself.
    pub fn chapter(&self, idx: usize) -> usize {
        std::iter::successors(Some(idx), |&at| self.clauses[at].parent).take(self.clauses.len() + 1).last().unwrap_or(idx)
    }

    /// Looks a number up as somebody wrote it.
    pub fn look_up(&self, written: &str) -> Lookup<'_> {
        if let Some((idx, clause)) = self.clause(written) {
            return Lookup::Found(idx, clause);
        }
        let trimmed = written.trim().trim_start_matches("Clause ").trim_start_matches("clause ").trim_end_matches('.');
        if let Some(shift) = self.shifted.iter().find(|shift| shift.from.as_str() == trimmed)
            && let Some((_, clause)) = self.clause(shift.to.as_str())
        {
            return Lookup::Unknown(Some((clause, format!("`{trimmed}` is its number in {}", shift.source))));
        }
        let above =
            || std::iter::successors(ClauseId::new(trimmed).parent(), ClauseId::parent).find_map(|it| self.clause(it.as_str()));
        let guess = [trimmed.to_owned(), format!("A.{trimmed}"), trimmed.to_uppercase(), trimmed.to_lowercase()]
            .iter()
            .find_map(|it| self.clause(it))
            .or_else(|| above().filter(|(_, clause)| clause.depth > 0))
            .or_else(|| self.clause(nearest(trimmed, self.clauses.iter().map(|it| it.number.as_str()))?))
            .or_else(above);
        Lookup::Unknown(guess.map(|(_, clause)| (clause, String::from("the nearest number"))))
    }

    /// The clause that is meant when `number` stands under a title that speaks of something else.
    pub fn shifted(&self, number: &str, title: &str) -> Option<(&Clause, &Shift)> {
        let title = title.to_lowercase();
        let own = self.clause(number).map(|(_, it)| it.title.to_lowercase()).unwrap_or_default();
        self.shifted
            .iter()
            .filter(|shift| shift.from.as_str() == number)
            .find(|shift| shift.words.iter().any(|word| title.contains(word.as_str()) && !own.contains(word.as_str())))
            .and_then(|shift| self.clause(shift.to.as_str()).map(|(_, clause)| (clause, shift)))
    }
}
