//! The register page of a kind of entry.

use super::Site;
use super::address::{item_anchor, items_page};
use super::frame::Frame;
use crate::base::SitePath;
use crate::config::ItemType;
use crate::handbook::{ItemRef, TableKind, is_open, risk_factors};
use crate::model::{FieldValue, Item, TypedField};
use crate::render::figure::{self, RiskMatrix, Words};
use crate::render::view::{Cell, CellKind, Figure, ItemGroup, ItemRow, ItemsPage, Link, StripFact, Tab};

/// Texts longer than this fold below the title.
const LONG: usize = 70;
/// The most columns beside id and title.
const COLUMNS: usize = 6;

impl Site<'_> {
    /// The page of a kind of entry.
    pub(super) fn items(&self, path: &SitePath, kind: &str) -> ItemsPage {
        let types = &self.handbook.config.types;
        let words = self.words();
        let Some(kind) = types.items.get(kind) else { return ItemsPage::default() };
        let all: Vec<(ItemRef, &Item)> = self.handbook.items_of(&kind.name).collect();
        let columns = self.item_columns(kind, &all);
        let title = kind.plural.get(self.language()).to_owned();
        let mut sources: Vec<usize> = all.iter().map(|(at, _)| at.entry).collect();
        sources.sort_unstable();
        sources.dedup();
        let row = |(at, item): &(ItemRef, &Item)| self.item_row(path, kind, *at, item, &columns);
        let rows: Vec<ItemRow> = all.iter().map(row).collect();
        let mut page = self.frame(Frame {
            path,
            title: &title,
            section: "reports",
            menu_page: false,
            description: None,
            crumbs: vec![Link {
                title: words.get("menu.reports").to_owned(),
                href: path.link_to(&SitePath::new("reports/index.html")),
            }],
        });
        page.main_class = String::from("wide");
        let figure = (kind.name == "risk").then(|| self.risk_figure(&all));
        ItemsPage {
            page,
            lead: words.plural("items.lead", i64::try_from(all.len()).unwrap_or(i64::MAX)),
            tabs: self.item_tabs(path, &kind.name),
            strip: self.item_strip(kind, &all),
            figure_title: if figure.is_some() { words.get("items.risk.figure").to_owned() } else { String::new() },
            figure,
            columns: columns.iter().map(|it| self.column_label(kind, it)).collect(),
            groups: vec![ItemGroup { title: String::new(), note: String::new(), rows }],
            empty: words.get("items.empty").to_owned(),
            sources: sources.into_iter().map(|it| self.document_link(path, it)).collect(),
            exports: self.export_links(path, &TableKind::Entries(kind.name.clone())),
            title,
        }
    }

    fn item_tabs(&self, path: &SitePath, current: &str) -> Vec<Tab> {
        let types = &self.handbook.config.types;
        let present = types.item_order.iter().filter(|name| self.handbook.items.contains_key(*name));
        present
            .filter_map(|name| types.items.get(name))
            .map(|kind| Tab {
                title: kind.plural.get(self.language()).to_owned(),
                href: path.link_to(&items_page(&kind.name)),
                count: self.handbook.items.get(&kind.name).map_or(0, Vec::len).to_string(),
                alert: false,
                current: kind.name == current,
            })
            .collect()
    }

    /// Fields shown as columns: those that some entry has and none holds a long text in. A risk's score stands for its factors.
    fn item_columns<'k>(&self, kind: &'k ItemType, all: &[(ItemRef, &Item)]) -> Vec<&'k str> {
        let used = |name: &str| all.iter().any(|(_, item)| item.fields.contains_key(name));
        let short = |name: &str| all.iter().all(|(_, item)| !is_long(item.fields.get(name)));
        let names = kind.fields.iter().map(|(name, _)| name.as_str());
        let risk = kind.name == "risk";
        names.filter(|name| used(name) && short(name) && !(risk && *name == "impact")).take(COLUMNS).collect()
    }

    fn column_label(&self, kind: &ItemType, field: &str) -> String {
        if kind.name == "risk" && field == "likelihood" {
            return self.words().get("items.risk.score").to_owned();
        }
        self.handbook.config.types.label(field, self.language())
    }

    fn item_row(&self, path: &SitePath, kind: &ItemType, at: ItemRef, item: &Item, columns: &[&str]) -> ItemRow {
        let open = is_open(item);
        let rest = kind.fields.iter().map(|(name, _)| name.as_str()).filter(|name| !columns.contains(name));
        let rest = rest.filter(|name| item.fields.contains_key(*name) && !(kind.name == "risk" && *name == "impact"));
        ItemRow {
            anchor: item_anchor(item.id.value.as_str()),
            id: item.id.value.to_string(),
            title: item.title.clone(),
            href: self.item_href(path, at),
            note: item.note.clone().unwrap_or_default(),
            since: self.changed_since(path, item).filter(|_| kind.name == "audit"),
            closed: !open,
            cells: columns.iter().map(|name| self.item_cell(path, kind, item, name, open)).collect(),
            details: rest.map(|name| self.item_cell(path, kind, item, name, open)).collect(),
        }
    }

    fn item_cell(&self, path: &SitePath, kind: &ItemType, item: &Item, name: &str, open: bool) -> Cell {
        let label = self.column_label(kind, name);
        let Some(field) = item.fields.get(name) else { return Cell { label, ..Cell::default() } };
        if kind.name == "risk" && name == "likelihood" {
            return self.score_cell(item, label);
        }
        let cell = Cell { label, ..Cell::default() };
        let links = |kind: CellKind, cell: Cell| {
            let parts = self.field_parts(path, field).into_iter();
            Cell { kind, links: parts.map(|it| Link { title: it.text, href: it.href.unwrap_or_default() }).collect(), ..cell }
        };
        match &field.value {
            FieldValue::Date(date) => {
                let due = name == "due" && open;
                let day = self.due_day(*date, due);
                Cell {
                    kind: CellKind::Date,
                    text: day.text,
                    note: day.distance,
                    tone: if day.tone.is_empty() { "" } else { "overdue" },
                    ..cell
                }
            }
            FieldValue::Word(word) => {
                let (kind, tone) = word_look(name, word);
                Cell { kind, text: self.word_of("word", word), tone, ..cell }
            }
            FieldValue::Clauses(_) => links(CellKind::Clauses, cell),
            FieldValue::Role(_) | FieldValue::Id(_) | FieldValue::Ids(_) | FieldValue::List(_) => links(CellKind::Links, cell),
            FieldValue::Text(_)
            | FieldValue::Cycle(_)
            | FieldValue::Number(_)
            | FieldValue::Provides(_)
            | FieldValue::Authorities(_) => {
                let parts: Vec<String> = self.field_parts(path, field).into_iter().map(|it| it.text).collect();
                Cell { text: parts.join("; "), ..cell }
            }
        }
    }

    fn score_cell(&self, item: &Item, label: String) -> Cell {
        let factors = risk_factors(item);
        let (likelihood, impact) = (factors.likelihood, factors.impact);
        let values = [("likelihood", likelihood.to_string()), ("impact", impact.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let tone = match figure::risk_zone(likelihood, impact) {
            1 => "z1",
            2 => "z2",
            3 => "z3",
            _ => "z4",
        };
        Cell {
            kind: CellKind::Score,
            label,
            text: factors.score().to_string(),
            note: self.words().with("items.risk.factors", &values),
            tone,
            ..Cell::default()
        }
    }

    /// How many entries there are by status, and how many are late.
    fn item_strip(&self, kind: &ItemType, all: &[(ItemRef, &Item)]) -> Vec<StripFact> {
        let words = self.words();
        let fact =
            |label: String, n: usize, tone: &'static str| StripFact { label, value: n.to_string(), tone, ..StripFact::default() };
        let mut strip = vec![fact(words.get("items.all").to_owned(), all.len(), "")];
        let statuses = kind.fields.iter().find(|(name, _)| name == "status").map(|(_, field)| &field.kind);
        if let Some(crate::config::FieldKind::Words(known)) = statuses {
            for word in known {
                let n = all.iter().filter(|(_, item)| item.text("status") == Some(word)).count();
                if n > 0 {
                    strip.push(fact(self.word_of("word", word), n, ""));
                }
            }
        }
        let late =
            all.iter().filter(|(_, item)| is_open(item) && item.date("due").is_some_and(|due| due < self.handbook.as_of)).count();
        if late > 0 {
            strip.push(fact(words.get("items.late").to_owned(), late, "bad"));
        }
        // Alone, the number of all would only repeat the lead.
        if strip.len() == 1 {
            return Vec::new();
        }
        strip.truncate(6);
        strip
    }

    fn risk_figure(&self, all: &[(ItemRef, &Item)]) -> Figure {
        let words = self.words();
        let mut counts = [[0u32; 5]; 5];
        for (_, item) in all.iter().filter(|(_, item)| is_open(item) && item.text("category") != Some("opportunity")) {
            let at = |name: &str| item.number(name).and_then(|it| usize::try_from(it - 1).ok()).filter(|it| *it < 5);
            if let (Some(likelihood), Some(impact)) = (at("likelihood"), at("impact")) {
                counts[likelihood][impact] += 1;
            }
        }
        let total: u32 = counts.iter().flatten().sum();
        let caption = words.plural("items.risk.caption", i64::from(total));
        let matrix = RiskMatrix {
            counts,
            likelihood_word: self.handbook.config.types.label("likelihood", self.language()),
            impact_word: self.handbook.config.types.label("impact", self.language()),
        };
        let title = words.get("items.risk.figure");
        Figure { svg: figure::risk_matrix(Words { id: "fig-risks", title, desc: &caption }, &matrix), caption }
    }
}

fn word_look(field: &str, word: &str) -> (CellKind, &'static str) {
    let tone = match word {
        "major" => "major",
        "minor" => "minor",
        "observation" => "observation",
        "open" | "proposed" | "planned" => "open",
        "treating" | "in-progress" | "approved" => "active",
        "closed" | "done" | "accepted" => "done",
        "declined" => "declined",
        _ => "",
    };
    match field {
        "grade" => (CellKind::Grade, tone),
        "status" => (CellKind::Status, tone),
        _ => (CellKind::Text, ""),
    }
}

fn is_long(field: Option<&TypedField>) -> bool {
    match field.map(|it| &it.value) {
        Some(FieldValue::Text(text)) => text.chars().count() > LONG,
        Some(FieldValue::Provides(_) | FieldValue::Authorities(_)) => true,
        _ => false,
    }
}
