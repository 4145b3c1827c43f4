//! Parts of a document's page: entries, RACI.

use super::Site;
use super::address::{item_anchor, items_page, raci_page};
use crate::base::SitePath;
use crate::handbook::EntryIdx;
use crate::model::{FieldValue, Item, TypedField};
use crate::render::view::{EntryCell, EntryRow, EntryTable, Link, Part, RaciActivity, RaciTable};

/// The most columns of an entry table; further fields stand on the page of the kind.
const COLUMNS: usize = 5;

impl Site<'_> {
    /// The entries a document holds, a table for each kind.
    pub(super) fn entry_tables(&self, path: &SitePath, idx: EntryIdx) -> Vec<EntryTable> {
        let document = &self.handbook.entries[idx].document;
        let types = &self.handbook.config.types;
        let mut tables = Vec::new();
        for kind in types.item_order.iter().filter_map(|name| types.items.get(name)) {
            let items: Vec<&Item> = document.entries.iter().filter(|it| it.kind == kind.name).collect();
            if items.is_empty() {
                continue;
            }
            let used =
                kind.fields.iter().map(|(name, _)| name).filter(|name| items.iter().any(|it| it.fields.contains_key(*name)));
            // Long texts are for the page of the kind, where they fold.
            let short = used.filter(|name| items.iter().all(|it| !is_long(it.fields.get(*name))));
            let columns: Vec<&String> = short.take(COLUMNS).collect();
            let heads = ["id", "title"].into_iter().chain(columns.iter().map(|it| it.as_str()));
            // The register leaves out what a withdrawn document holds.
            let register = (!document.is_retired()).then(|| path.link_to(&items_page(&kind.name)));
            let register = register.as_deref();
            tables.push(EntryTable {
                anchor: format!("page:entries-{}", kind.name),
                title: kind.plural.get(self.language()).to_owned(),
                more: register.map(|href| Link { title: self.words().get("entries.more").to_owned(), href: href.to_owned() }),
                columns: heads.map(|name| types.label(name, self.language())).collect(),
                rows: items.iter().map(|item| self.entry_row(path, idx, item, &columns, register)).collect(),
            });
        }
        tables
    }

    fn entry_row(&self, path: &SitePath, idx: EntryIdx, item: &Item, columns: &[&String], register: Option<&str>) -> EntryRow {
        let id = item.id.value.as_str();
        let name = register.map_or_else(|| Part::text(id), |page| Part::link(id, format!("{page}#{}", item_anchor(id))));
        let mut cells = vec![
            EntryCell { kind: String::from("id"), parts: vec![name] },
            EntryCell { kind: String::new(), parts: vec![Part::text(item.title.clone())] },
        ];
        cells.extend(columns.iter().map(|name| self.field_cell(path, item.fields.get(*name))));
        EntryRow { anchor: self.handbook.entry_anchor(idx, id), cells, note: item.note.clone().unwrap_or_default() }
    }

    fn field_cell(&self, path: &SitePath, field: Option<&TypedField>) -> EntryCell {
        let Some(field) = field else { return EntryCell::default() };
        let kind = match &field.value {
            FieldValue::Date(_) => "date",
            FieldValue::Number(_) => "num",
            _ => "",
        };
        EntryCell { kind: kind.to_owned(), parts: self.field_parts(path, field) }
    }

    /// The value of a field as words and links.
    pub(super) fn field_parts(&self, path: &SitePath, field: &TypedField) -> Vec<Part> {
        let clause_part = |tag: &crate::model::ClauseTag| match self.handbook.clause(&tag.clause) {
            Some(clause) => Part::link(clause.number.as_str(), self.clause_href(path, &tag.clause)),
            None => Part::text(tag.written.clone()),
        };
        let named = |id: &str| {
            let part = self.named_part(path, id);
            Part { text: id.to_owned(), ..part }
        };
        match &field.value {
            FieldValue::Text(text) => vec![Part::text(text.clone())],
            FieldValue::Word(word) => vec![Part::text(self.word_of("word", word))],
            FieldValue::List(items) => items.iter().map(|it| named(it)).collect(),
            FieldValue::Date(date) => vec![Part::text(self.date(*date))],
            FieldValue::Cycle(cycle) => vec![Part::text(self.words().cycle(*cycle))],
            FieldValue::Role(role) => {
                let link = self.role_link(path, role);
                vec![if link.href.is_empty() { Part::text(link.title) } else { Part::link(link.title, link.href) }]
            }
            FieldValue::Id(id) => vec![named(&id.value)],
            FieldValue::Ids(ids) => ids.iter().map(|it| named(&it.value)).collect(),
            FieldValue::Clauses(tags) => tags.iter().map(clause_part).collect(),
            FieldValue::Provides(all) => all.iter().map(|it| Part::text(it.words.clone())).collect(),
            FieldValue::Authorities(all) => all.iter().map(|it| Part::text(it.may.clone())).collect(),
            FieldValue::Number(number) => vec![Part::text(number.to_string())],
        }
    }

    /// Who does what, as the document says.
    pub(super) fn document_raci(&self, path: &SitePath, idx: EntryIdx) -> Option<RaciTable> {
        let entry = &self.handbook.entries[idx];
        let rows = &entry.document.raci;
        if rows.is_empty() {
            return None;
        }
        let mut columns: Vec<String> = Vec::new();
        for (_, role) in rows.iter().flat_map(crate::handbook::letters) {
            if !columns.iter().any(|it| it == role) {
                columns.push(role.to_owned());
            }
        }
        let row = |it: &crate::model::RaciRow| {
            let parts: Vec<(char, &str)> = crate::handbook::letters(it).collect();
            let cell =
                |role: &String| parts.iter().filter(|(_, name)| name == role).map(|(letter, _)| letter.to_string()).collect();
            RaciActivity {
                title: it.activity.value.clone(),
                problem: self.raci_problem(it),
                cells: columns.iter().map(cell).collect(),
            }
        };
        let group = &self.handbook.nav.groups[entry.group];
        let href = path.link_to(&raci_page(&group.id));
        Some(RaciTable {
            anchor: String::from("page:raci"),
            rows: rows.iter().map(row).collect(),
            roles: columns.iter().map(|role| self.role_link(path, role)).collect(),
            more: Some(Link { title: self.words().with("document.raci.more", &[("group", &group.title)]), href }),
        })
    }

    /// What is wrong with a row: nobody or several are accountable.
    pub(super) fn raci_problem(&self, row: &crate::model::RaciRow) -> String {
        let key = match row.accountable.len() {
            1 => return String::new(),
            0 => "raci.nobody",
            _ => "raci.several",
        };
        self.words().get(key).to_owned()
    }
}

fn is_long(field: Option<&TypedField>) -> bool {
    match field.map(|it| &it.value) {
        Some(FieldValue::Text(text)) => text.chars().count() > 60,
        Some(FieldValue::Provides(_) | FieldValue::Authorities(_)) => true,
        _ => false,
    }
}
