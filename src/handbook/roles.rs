//! Roles: who holds them, what they own, and their part in what documents say is done.

use std::collections::BTreeMap;

use super::{Entry, EntryIdx, Ids};
use crate::base::{Addresses, Date, RepoPath, SitePath, Span, address_of};
use crate::config::{self, Authority, Part, People};
use crate::diag::Place;
use crate::model::{FieldValue, RaciRow};

/// A role's place in `Roles::all`.
pub type RoleIdx = usize;

/// A role, from `people.yml`, from its document, or both.
#[derive(Clone, Debug)]
pub struct RoleFacts {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
    /// The document that describes it.
    pub document: Option<EntryIdx>,
    /// What it reports to, as written and where.
    pub reports_to: Option<(String, Place)>,
    /// What it may do.
    pub authorities: Vec<Authority>,
    /// Held by a team.
    pub collective: bool,
    /// Who holds or held it, present holders first, then the latest.
    pub holders: Vec<Holder>,
    /// Its page.
    pub page: SitePath,
    /// Documents it owns.
    pub owns: Vec<EntryIdx>,
    /// Documents it approves.
    pub approves: Vec<EntryIdx>,
    /// Its part in activities.
    pub raci: Vec<RaciUse>,
    /// Where it is defined.
    pub place: Place,
}

/// A holder of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Name.
    pub name: String,
    /// As what.
    pub part: Part,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Holds it on the day the handbook is judged on.
    pub present: bool,
}

/// A role's part in an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RaciUse {
    /// The document.
    pub entry: EntryIdx,
    /// Row of its RACI.
    pub row: usize,
    /// `R`, `A`, `C` or `I`.
    pub letter: char,
}

/// All roles.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// Roles in the order of their titles.
    pub all: Vec<RoleFacts>,
    by_name: BTreeMap<String, RoleIdx>,
}

impl Roles {
    /// Joins `people.yml` and role documents.
    pub(super) fn new(people: &People, entries: &[Entry], ids: &Ids, day: Date) -> Self {
        let mut all: Vec<RoleFacts> = people.roles.values().map(|role| from_people(role, entries, ids)).collect();
        let described: Vec<EntryIdx> = all.iter().filter_map(|it| it.document).collect();
        for (idx, entry) in entries.iter().enumerate() {
            if entry.document.kind.value == "role" && !described.contains(&idx) {
                all.push(from_document(idx, entry));
            }
        }
        all.sort_by(|a, b| (a.title.to_lowercase(), &a.key).cmp(&(b.title.to_lowercase(), &b.key)));
        let mut pages = Addresses::without(&["roles/index.html"]);
        for role in &mut all {
            role.page = page_of(&role.key, &mut pages);
        }
        let mut by_name = BTreeMap::new();
        for (idx, role) in all.iter().enumerate() {
            if let Some(document) = role.document {
                by_name.insert(entries[document].document.id.value.key(), idx);
            }
        }
        for (idx, role) in all.iter().enumerate() {
            by_name.insert(role.key.to_lowercase(), idx);
        }
        let mut roles = Self { all, by_name };
        roles.add_holders(people, day);
        roles.add_uses(entries);
        roles
    }

    /// The role of a key, or of a role document's id.
    pub fn find(&self, name: &str) -> Option<RoleIdx> {
        let name = name.trim();
        let is_lower = !name.bytes().any(|it| it.is_ascii_uppercase() || !it.is_ascii());
        if is_lower { self.by_name.get(name) } else { self.by_name.get(&name.to_lowercase()) }.copied()
    }

    /// All names a role can be given by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// A role's title, or the name itself when there is no such role.
    pub fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).map_or(name, |idx| &self.all[idx].title)
    }

    /// Who holds a role on the day, holders before deputies.
    pub fn present(&self, idx: RoleIdx) -> impl Iterator<Item = &Holder> {
        self.all[idx].holders.iter().filter(|it| it.present)
    }

    /// Their names, deputies told from holders, for messages in English.
    pub fn present_names(&self, idx: RoleIdx) -> Vec<String> {
        let name = |it: &Holder| match it.part {
            Part::Holder => it.name.clone(),
            Part::Deputy => format!("{} (deputy)", it.name),
        };
        self.present(idx).map(name).collect()
    }

    /// Whether nobody holds a role that somebody should.
    pub fn is_vacant(&self, idx: RoleIdx) -> bool {
        !self.all[idx].collective && !self.present(idx).any(|it| it.part == Part::Holder)
    }

    fn add_holders(&mut self, people: &People, day: Date) {
        for person in &people.people {
            for holding in &person.holds {
                let Some(idx) = self.find(&holding.role.value) else { continue };
                let (name, present) = (person.name.clone(), holding.covers(day));
                self.all[idx].holders.push(Holder { name, part: holding.part, from: holding.from, to: holding.to, present });
            }
        }
        for role in &mut self.all {
            role.holders.sort_by(|a, b| {
                (!a.present, a.part, std::cmp::Reverse(a.from), &a.name).cmp(&(
                    !b.present,
                    b.part,
                    std::cmp::Reverse(b.from),
                    &b.name,
                ))
            });
        }
    }

    fn add_uses(&mut self, entries: &[Entry]) {
        for (entry, it) in entries.iter().enumerate() {
            let document = &it.document;
            if let Some(idx) = document.owner.as_ref().and_then(|it| self.find(&it.value)) {
                self.all[idx].owns.push(entry);
            }
            if let Some(idx) = document.approver.as_ref().and_then(|it| self.find(&it.value)) {
                self.all[idx].approves.push(entry);
            }
            for (row, activity) in document.raci.iter().enumerate() {
                for (letter, name) in letters(activity) {
                    if let Some(idx) = self.find(name) {
                        self.all[idx].raci.push(RaciUse { entry, row, letter });
                    }
                }
            }
        }
    }
}

/// Each role of a row with its letter, in the order A, R, C, I.
pub(crate) fn letters(row: &RaciRow) -> impl Iterator<Item = (char, &str)> {
    [('A', &row.accountable), ('R', &row.responsible), ('C', &row.consulted), ('I', &row.informed)]
        .into_iter()
        .flat_map(|(letter, roles)| roles.iter().map(move |role| (letter, role.value.as_str())))
}

fn page_of(key: &str, pages: &mut Addresses) -> SitePath {
    let name = address_of(key);
    pages.take(|n| match n {
        1 => SitePath::new(&format!("roles/{name}.html")),
        n => SitePath::new(&format!("roles/{name}--{n}.html")),
    })
}

fn from_people(role: &config::Role, entries: &[Entry], ids: &Ids) -> RoleFacts {
    let file = RepoPath::new(config::PEOPLE).expect("the file's name is a path");
    let place = |span: Span| Place::new(&file, span);
    let document = role.document.as_ref().and_then(|it| ids.document(&it.value));
    let described = document.map(|idx| from_document(idx, &entries[idx]));
    let mut facts = RoleFacts {
        key: role.key.clone(),
        title: role.title.clone(),
        summary: role.summary.clone(),
        document,
        reports_to: role.reports_to.as_ref().map(|it| (it.value.clone(), place(it.span))),
        authorities: role.authorities.clone(),
        collective: role.collective,
        holders: Vec::new(),
        page: SitePath::new(""),
        owns: Vec::new(),
        approves: Vec::new(),
        raci: Vec::new(),
        place: place(role.span),
    };
    if let Some(described) = described {
        facts.summary = facts.summary.or(described.summary);
        facts.reports_to = facts.reports_to.or(described.reports_to);
        if facts.authorities.is_empty() {
            facts.authorities = described.authorities;
        }
    }
    facts
}

fn from_document(idx: EntryIdx, entry: &Entry) -> RoleFacts {
    let document = &entry.document;
    let reports_to = document.fields.get("reports_to").and_then(|field| match &field.value {
        FieldValue::Role(role) => Some((role.clone(), Place::new(&entry.path, field.span))),
        _ => None,
    });
    let authorities = match document.fields.get("authorities").map(|field| &field.value) {
        Some(FieldValue::Authorities(authorities)) => authorities.clone(),
        _ => Vec::new(),
    };
    RoleFacts {
        key: document.id.value.key(),
        title: document.title.value.clone(),
        summary: document.summary.clone(),
        document: Some(idx),
        reports_to,
        authorities,
        collective: false,
        holders: Vec::new(),
        page: SitePath::new(""),
        owns: Vec::new(),
        approves: Vec::new(),
        raci: Vec::new(),
        place: Place::new(&entry.path, document.id.span),
    }
}
