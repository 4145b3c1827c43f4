//! What the search finds: documents with their sections, clauses, roles, terms, entries of registers.

use super::Site;
use super::address::clause_page;
use super::lists::term_anchor;
use crate::base::SitePath;
use crate::handbook::{EntryIdx, ItemRef, RoleIdx};
use crate::model::{ClauseTag, Document};
use crate::search::{Facets, Kind, Language, Record, SectionText};

/// Something that is found by itself, by its place in the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searchable {
    /// A document and its sections.
    Document(EntryIdx),
    /// A clause: framework and clause.
    Clause(usize, usize),
    /// A role.
    Role(RoleIdx),
    /// A term of the glossary.
    Term(usize),
    /// An entry of a register that is no document by itself.
    Entry(ItemRef),
}

/// All there is to find, in the order of `search::Kind`.
pub fn searchable(site: &Site<'_>) -> Vec<Searchable> {
    let handbook = site.handbook;
    let mut all: Vec<Searchable> = handbook.nav.order.iter().map(|&idx| Searchable::Document(idx)).collect();
    for (at, coverage) in handbook.coverage.iter().enumerate() {
        let clauses = handbook.catalogue.framework(&coverage.framework).map_or(0, |it| it.clauses().len());
        all.extend((0..clauses).map(|idx| Searchable::Clause(at, idx)));
    }
    all.extend((0..handbook.roles.all.len()).map(Searchable::Role));
    all.extend((0..handbook.config.glossary.len()).map(Searchable::Term));
    let entries = handbook.items.values().flatten().filter(|it| it.item.is_some());
    all.extend(entries.map(|&at| Searchable::Entry(at)));
    all
}

/// What the search knows of one of them.
pub fn search_record(site: &Site<'_>, what: Searchable) -> Record {
    match what {
        Searchable::Document(idx) => site.document_record(idx),
        Searchable::Clause(at, idx) => site.clause_record(at, idx),
        Searchable::Role(idx) => site.role_record(idx),
        Searchable::Term(at) => site.term_record(at),
        Searchable::Entry(at) => site.entry_record(at),
    }
}

/// What records count beside others that fit as well, in sixteenths: people look for documents and for who does something; for a clause
/// mostly by its number, which finds it anyhow; for what a word means only where nothing bears it as its title.
fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::Document => 16,
        Kind::Role => 13,
        Kind::Clause => 10,
        Kind::Entry => 9,
        Kind::Term => 8,
    }
}

/// The weight of a clause of a framework that is not the primary one.
const OTHER_FRAMEWORK: u8 = 8;
/// The weight of a document that is withdrawn.
const RETIRED: u8 = 8;

/// The page that all addresses of records are relative to.
fn root() -> SitePath {
    SitePath::new("search.html")
}

impl Site<'_> {
    fn record(&self, kind: Kind, title: &str) -> Record {
        let word = match kind {
            Kind::Document => "",
            Kind::Clause => "find.kind.clause",
            Kind::Role => "search.role",
            Kind::Term => "find.kind.term",
            Kind::Entry => "find.kind.entry",
        };
        Record {
            kind,
            href: String::new(),
            label: String::new(),
            title: title.to_owned(),
            detail: String::new(),
            sign: String::new(),
            text: String::new(),
            tags: Vec::new(),
            also: Vec::new(),
            language: Language::of(self.language()),
            facets: Facets { kind: self.words().get(word).to_owned(), ..Facets::default() },
            weight: weight(kind),
            sections: Vec::new(),
        }
    }

    fn document_record(&self, idx: EntryIdx) -> Record {
        let entry = &self.handbook.entries[idx];
        let document = &entry.document;
        let kind = self.type_title(idx);
        let shared = self.shared_facets(idx);
        let mut tags = vec![kind.clone(), shared.owner.clone()];
        tags.extend(self.handbook.nav.groups.get(entry.group).map(|it| it.title.clone()));
        tags.extend(document.supersedes.iter().map(|it| it.value.clone()));
        tags.extend(self.clause_numbers(&document.clauses));
        let (text, sections) = self.document_texts(document);
        Record {
            href: entry.page.as_str().to_owned(),
            label: document.id.value.to_string(),
            detail: document.version.as_ref().map_or_else(String::new, |it| it.value.clone()),
            sign: self.proof(idx).map_or_else(String::new, |it| it.key().rsplit('.').next().unwrap_or_default().to_owned()),
            text,
            tags,
            language: document.language.as_deref().map_or_else(|| Language::of(self.language()), Language::of),
            facets: Facets { kind, clauses: self.clause_facets(document), ..shared },
            weight: if document.is_retired() { RETIRED } else { weight(Kind::Document) },
            sections,
            ..self.record(Kind::Document, &document.title.value)
        }
    }

    /// The text of a document before its first section, and its sections. The heading that is the title begins none.
    fn document_texts(&self, document: &Document) -> (String, Vec<SectionText>) {
        let parsed = &document.parsed;
        let is_section = |depth: u8| depth > 1;
        let mut places = Vec::with_capacity(parsed.outline.len());
        let mut sections: Vec<SectionText> = Vec::new();
        for (at, section) in parsed.outline.iter().enumerate() {
            places.push(is_section(section.depth).then_some(sections.len()));
            if is_section(section.depth) {
                let tags = document.section_tags.get(at).map_or(&[][..], Vec::as_slice);
                sections.push(SectionText {
                    number: section.number.clone(),
                    heading: self.with_values(&section.title),
                    anchor: section.anchor.clone(),
                    text: String::new(),
                    tags: self.clause_numbers(tags).collect(),
                });
            }
        }
        let mut text = document.summary.clone().unwrap_or_default();
        let mut add = |section: Option<usize>, more: &str, fill: &dyn Fn(&str) -> String| {
            let section = section.and_then(|at| *places.get(at)?).and_then(|at| sections.get_mut(at));
            join(section.map_or(&mut text, |it| &mut it.text), more, fill);
        };
        for block in &parsed.blocks {
            add(block.section, &block.text, &|it| self.with_values(it));
        }
        for code in &parsed.code {
            add(code.section, code.text.trim_end(), &str::to_owned);
        }
        for row in &document.raci {
            join(&mut text, &row.activity.value, str::to_owned);
        }
        for field in document.fields.values() {
            for part in self.field_parts(&root(), field) {
                join(&mut text, &part.text, str::to_owned);
            }
        }
        (text, sections)
    }

    fn clause_numbers<'t>(&self, tags: &'t [ClauseTag]) -> impl Iterator<Item = String> + use<'t> {
        tags.iter().map(|it| it.clause.clause.to_string())
    }

    /// Clauses of the primary framework that a document or a section of it answers.
    fn clause_facets(&self, document: &Document) -> Vec<String> {
        let tags = document.clauses.iter().chain(document.section_tags.iter().flatten());
        let primary = tags.filter(|it| it.clause.framework == *self.handbook.primary());
        let clauses = primary.filter_map(|it| self.handbook.clause(&it.clause));
        clauses.map(|it| format!("{} {}", it.number, it.title).trim().to_owned()).collect()
    }

    fn clause_record(&self, at: usize, idx: usize) -> Record {
        let coverage = &self.handbook.coverage[at];
        let Some(framework) = self.handbook.catalogue.framework(&coverage.framework) else {
            return self.record(Kind::Clause, "");
        };
        let clause = &framework.clauses()[idx];
        let mut text = clause.summary.clone();
        let more = clause.demands.iter().map(|it| &it.name).chain(clause.points.iter().map(|it| &it.text));
        for more in more.chain(&clause.note) {
            join(&mut text, more, str::to_owned);
        }
        let number = clause.number.as_str();
        let own = format!("{number} {}", clause.title).trim().to_owned();
        let mut record = self.record(Kind::Clause, if clause.title.is_empty() { number } else { &clause.title });
        record.facets.clauses = vec![own].into_iter().filter(|_| coverage.framework == *self.handbook.primary()).collect();
        Record {
            href: clause_page(coverage.framework.as_str(), number).as_str().to_owned(),
            label: number.to_owned(),
            detail: self.framework_name(&coverage.framework),
            sign: coverage.clauses.get(idx).map_or_else(String::new, |it| it.sign().key().to_owned()),
            text,
            tags: vec![framework.code.clone(), framework.title.clone()],
            weight: if coverage.framework == *self.handbook.primary() { record.weight } else { OTHER_FRAMEWORK },
            ..record
        }
    }

    fn role_record(&self, idx: RoleIdx) -> Record {
        let role = &self.handbook.roles.all[idx];
        let mut text = role.summary.clone().unwrap_or_default();
        for authority in &role.authorities {
            join(&mut text, &authority.may, str::to_owned);
        }
        let holders: Vec<String> = role.holders.iter().filter(|it| it.present).map(|it| it.name.clone()).collect();
        Record {
            href: role.page.as_str().to_owned(),
            detail: holders.join(", "),
            text,
            tags: holders.into_iter().chain([role.key.clone()]).collect(),
            ..self.record(Kind::Role, &role.title)
        }
    }

    fn term_record(&self, at: usize) -> Record {
        let term = &self.handbook.config.glossary[at];
        Record {
            href: format!("glossary.html#{}", term_anchor(&term.name)),
            text: term.definition.clone(),
            also: term.also.clone(),
            ..self.record(Kind::Term, &term.name)
        }
    }

    fn entry_record(&self, at: ItemRef) -> Record {
        let Some(item) = self.handbook.item(at) else { return self.record(Kind::Entry, "") };
        let mut text = item.note.clone().unwrap_or_default();
        for field in item.fields.values() {
            for part in self.field_parts(&root(), field) {
                join(&mut text, &part.text, str::to_owned);
            }
        }
        let types = &self.handbook.config.types;
        let kind = types.items.get(&item.kind).map_or_else(|| item.kind.clone(), |it| it.title.get(self.language()).to_owned());
        Record {
            href: self.item_href(&root(), at),
            label: item.id.value.to_string(),
            detail: kind.clone(),
            text,
            tags: vec![kind.clone()],
            facets: Facets { kind, ..self.shared_facets(at.entry) },
            ..self.record(Kind::Entry, &item.title)
        }
    }

    /// Owner, status and classification of a document, which its entries share.
    fn shared_facets(&self, idx: EntryIdx) -> Facets {
        let document = &self.handbook.entries[idx].document;
        let owner = document.owner.as_ref().map_or_else(String::new, |it| self.role_link(&root(), &it.value).title);
        let classification = document.classification.as_ref().map_or_else(String::new, |it| self.word_of("word", &it.value));
        Facets { owner, status: self.status_word(idx), classification, ..Facets::default() }
    }
}

/// Adds a block to a text, on a line of its own.
fn join(text: &mut String, more: &str, fill: impl Fn(&str) -> String) {
    if more.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    if more.contains("{{") { text.push_str(&fill(more)) } else { text.push_str(more) }
}
