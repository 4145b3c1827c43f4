//! The certification cycle.

use super::Site;
use super::address::clause_page;
use super::frame::Frame;
use crate::base::{Date, SitePath};
use crate::handbook::{CertificationCycle, Dated, ItemRef, State, TableKind, is_open};
use crate::model::{FieldValue, Item};
use crate::render::figure::{self, AuditMark, AuditParty, CycleTimeline, CycleYear, Grade, NonconformitySpan, Words};
use crate::render::view::{
    Cell, CellKind, ClauseGrid, CycleAudit, CycleNonconformity, CyclePage, Day, Figure, GridAudit, GridCell, GridRow, Link,
    StripFact,
};

impl Site<'_> {
    /// The certification cycle that the day lies in, or the latest one.
    pub(super) fn cycle(&self, path: &SitePath) -> CyclePage {
        let words = self.words();
        let title = words.get("cycle.title").to_owned();
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
        let cycle = self.handbook.certification_cycle();
        let CertificationCycle { from, to, certificate } = cycle;
        let audits = self.handbook.in_cycle(&cycle, "audit", "date");
        let nonconformities = self.handbook.in_cycle(&cycle, "nonconformity", "raised");
        let empty = if certificate.is_none() && audits.is_empty() { words.get("cycle.empty").to_owned() } else { String::new() };
        CyclePage {
            page,
            lead: words.get("cycle.lead").to_owned(),
            exports: self.export_links(path, &TableKind::Cycle),
            tabs: Vec::new(),
            strip: certificate.map_or_else(Vec::new, |item| self.certificate_strip(item, &audits)),
            scope: certificate.and_then(|item| item.text("scope")).unwrap_or_default().to_owned(),
            figure: (!audits.is_empty()).then(|| self.cycle_figure(from, to, &audits, &nonconformities)),
            audits: audits.iter().map(|it| self.audit_row(path, it)).collect(),
            grid: self.clause_grid(path, &audits, &cycle),
            nonconformities: nonconformities.iter().map(|(_, at, item)| self.nonconformity_row(path, *at, item)).collect(),
            empty,
            title,
        }
    }

    fn certificate_strip(&self, item: &Item, audits: &[Dated<'_>]) -> Vec<StripFact> {
        let words = self.words();
        let fact = |key: &str, value: String, note: String| StripFact {
            label: words.get(key).to_owned(),
            value,
            note,
            ..StripFact::default()
        };
        let text = |field: &str| item.text(field).unwrap_or_default().to_owned();
        let day = |field: &str| item.date(field).map_or(String::new(), |it| self.date(it));
        let mut strip = vec![
            fact("cycle.certificate", text("number"), text("standard")),
            fact("cycle.body", text("body"), String::new()),
            fact("cycle.valid", words.with("cycle.valid.span", &[("from", &day("from")), ("to", &day("to"))]), String::new()),
        ];
        if let Some((date, _, audit)) =
            audits.iter().find(|(date, _, it)| *date > self.handbook.as_of && party(it) == AuditParty::External)
        {
            let scheme = self.word_of("word", audit.text("scheme").unwrap_or_default());
            strip.push(fact("cycle.next", self.date(*date), format!("{scheme}, {}", words.due(*date, self.handbook.as_of))));
        }
        strip
    }

    fn cycle_figure(&self, from: Date, to: Date, audits: &[Dated<'_>], raised: &[Dated<'_>]) -> Figure {
        let words = self.words();
        let start = audits.first().map_or(from, |it| it.0.min(from));
        let year = |n: i16| Date::new(n, 1, 1).map(|from| CycleYear { from, label: n.to_string() });
        let timeline = CycleTimeline {
            from: start.plus_days(-20),
            to: to.plus_days(20),
            today: self.handbook.as_of,
            today_word: words.get("distance.today").to_owned(),
            years: (start.year()..=to.year()).filter_map(year).collect(),
            audits: audits
                .iter()
                .map(|(date, _, item)| AuditMark {
                    date: *date,
                    label: self.word_of("word", item.text("scheme").unwrap_or_default()),
                    date_word: self.date(*date),
                    party: party(item),
                    planned: item.text("status") == Some("planned"),
                })
                .collect(),
            nonconformities: raised[raised.len().saturating_sub(figure::CYCLE_ROWS)..]
                .iter()
                .map(|(date, _, item)| NonconformitySpan {
                    id: item.id.value.to_string(),
                    raised: *date,
                    closed: item.date("closed"),
                    due: item.date("due"),
                    grade: match item.text("grade") {
                        Some("major") => Grade::Major,
                        Some("observation") => Grade::Observation,
                        _ => Grade::Minor,
                    },
                })
                .collect(),
        };
        let done = audits.iter().filter(|(_, _, it)| it.text("status") == Some("done")).count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let desc = format!(
            "{} {}",
            words.plural("cycle.desc.audits", count(done)),
            words.plural("cycle.desc.nonconformities", count(raised.len()))
        );
        // Of very many the latest are drawn.
        let desc = if raised.len() > figure::CYCLE_ROWS {
            format!("{desc} {}", words.with("cycle.desc.latest", &[("n", &figure::CYCLE_ROWS.to_string())]))
        } else {
            desc
        };
        let title = words.get("cycle.timeline");
        Figure { svg: figure::cycle_timeline(Words { id: "fig-cycle", title, desc: &desc }, &timeline), caption: desc }
    }

    fn audit_row(&self, path: &SitePath, (date, at, item): &Dated<'_>) -> CycleAudit {
        let planned = item.text("status") == Some("planned");
        let end = item.date("end").filter(|end| end > date);
        let text = end.map_or_else(|| self.date(*date), |end| self.words().span(*date, end));
        let distance = if planned { self.words().due(*date, self.handbook.as_of) } else { String::new() };
        let tone = if planned && *date < self.handbook.as_of { "overdue" } else { "" };
        CycleAudit {
            when: Day { text, distance, tone: tone.to_owned(), iso: date.to_string() },
            audit: Link { title: format!("{} {}", item.id.value, item.title), href: self.item_href(path, *at) },
            scheme: self.word_of("word", item.text("scheme").unwrap_or_default()),
            party: match party(item) {
                AuditParty::Internal => "internal",
                AuditParty::Customer => "customer",
                AuditParty::External => "external",
            },
            by: item.text("by").unwrap_or_default().to_owned(),
            result: item
                .text("result")
                .map_or_else(|| if planned { self.word_of("word", "planned") } else { String::new() }, str::to_owned),
            findings: self.findings(path, item),
            since: self.changed_since(path, item),
            planned,
        }
    }

    /// What an audit found, as links.
    pub(super) fn findings(&self, path: &SitePath, item: &Item) -> Vec<Link> {
        let Some(FieldValue::Ids(ids)) = item.fields.get("findings").map(|it| &it.value) else { return Vec::new() };
        ids.iter()
            .map(|id| {
                let part = self.named_part(path, &id.value);
                Link { title: id.value.clone(), href: part.href.unwrap_or_default() }
            })
            .collect()
    }

    fn nonconformity_row(&self, path: &SitePath, at: ItemRef, item: &Item) -> CycleNonconformity {
        let label = |field: &str| self.handbook.config.types.label(field, self.language());
        let day = |field: &str| {
            let day = item.date(field).map_or_else(Day::default, |date| self.due_day(date, field == "due" && is_open(item)));
            Cell {
                kind: CellKind::Date,
                label: label(field),
                text: day.text,
                note: day.distance,
                tone: if day.tone.is_empty() { "" } else { "overdue" },
                ..Cell::default()
            }
        };
        let word = |field: &str, kind: CellKind| {
            let written = item.text(field).unwrap_or_default();
            let tone = match written {
                "major" => "major",
                "minor" => "minor",
                "observation" => "observation",
                "open" => "open",
                "in-progress" => "active",
                _ => "done",
            };
            Cell { kind, label: label(field), text: self.word_of("word", written), tone, ..Cell::default() }
        };
        let owner = self.role_link(path, item.text("owner").unwrap_or_default());
        CycleNonconformity {
            id: Link { title: item.id.value.to_string(), href: self.item_href(path, at) },
            title: item.title.clone(),
            cells: vec![
                word("grade", CellKind::Grade),
                day("raised"),
                word("status", CellKind::Status),
                day("due"),
                day("closed"),
                Cell { kind: CellKind::Links, label: label("owner"), links: vec![owner], ..Cell::default() },
            ],
        }
    }

    /// Assessable clauses of the primary framework down, audits of the cycle across.
    fn clause_grid(&self, path: &SitePath, audits: &[Dated<'_>], cycle: &CertificationCycle<'_>) -> Option<ClauseGrid> {
        let coverage = self.handbook.coverage.first()?;
        let framework = self.handbook.catalogue.framework(&coverage.framework)?;
        if audits.is_empty() {
            return None;
        }
        let (mut rows, mut missing, mut total) = (Vec::new(), 0usize, 0usize);
        for (idx, clause) in framework.clauses().iter().enumerate() {
            let it = &coverage.clauses[idx];
            let number = clause.number.to_string();
            let base = GridRow { number, title: clause.title.clone(), ..GridRow::default() };
            if clause.depth == 0 {
                rows.push(GridRow { heading: true, ..base });
            } else if it.state > State::Excluded {
                total += 1;
                let last = it.audits.iter().find(|audit| cycle.is_after_start(audit.date));
                missing += usize::from(last.is_none());
                rows.push(GridRow {
                    href: path.link_to(&clause_page(framework.id.as_str(), clause.number.as_str())),
                    cells: audits.iter().map(|audit| self.grid_cell(idx, audit)).collect(),
                    last: last.map_or_else(|| self.words().get("cycle.grid.never").to_owned(), |audit| self.date(audit.date)),
                    missing: last.is_none(),
                    ..base
                });
            }
        }
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let sentence = match missing {
            0 => self.words().plural("cycle.grid.all", count(total)),
            n => self.words().plural_with("cycle.grid.missing", count(n), &[("total", &total.to_string())]),
        };
        let column = |(date, at, item): &Dated<'_>| GridAudit {
            title: item.id.value.to_string(),
            date: format!("{} {}", self.words().get(&format!("month.{}", date.month())), date.year()),
            href: self.item_href(path, *at),
            planned: item.text("status") == Some("planned"),
        };
        Some(ClauseGrid { sentence, audits: audits.iter().map(column).collect(), rows })
    }

    fn grid_cell(&self, idx: usize, (_, at, item): &Dated<'_>) -> GridCell {
        let coverage = &self.handbook.coverage[0].clauses[idx];
        let done = coverage.audits.iter().any(|it| it.at == *at);
        let framework = self.handbook.catalogue.framework(self.handbook.primary());
        let named = || {
            let planned = item.text("status") == Some("planned");
            planned && framework.is_some_and(|it| crate::handbook::names(item.clauses(), it, idx))
        };
        let found = || {
            let id = item.id.value.as_str();
            let raised = coverage.nonconformities.iter().filter_map(|&it| self.handbook.item(it));
            raised.filter_map(|it| it.text("audit")).any(|audit| audit.eq_ignore_ascii_case(id))
        };
        let mark = match (done, done && found(), !done && named()) {
            (_, true, _) => "finding",
            (true, ..) => "done",
            (_, _, true) => "planned",
            _ => return GridCell::default(),
        };
        GridCell { mark, word: self.words().get(&format!("cycle.key.{mark}")).to_owned() }
    }
}

fn party(item: &Item) -> AuditParty {
    match item.text("scheme") {
        Some("internal") => AuditParty::Internal,
        Some("customer") => AuditParty::Customer,
        _ => AuditParty::External,
    }
}
