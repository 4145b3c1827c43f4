//! The index of reports: every table of the site by what it is for, each with its figure.

use super::Site;
use super::address::{control_page, cycle_page, items_page, matrix_page, raci_page, required_page, roles_page};
use super::evidence::counted;
use super::frame::Frame;
use super::register::register_page;
use crate::base::SitePath;
use crate::handbook::is_open;
use crate::render::figure::Sign;
use crate::render::view::{ReportGroup, ReportLink, ReportsPage};

impl Site<'_> {
    /// The page.
    pub(super) fn reports(&self, path: &SitePath) -> ReportsPage {
        let words = self.words();
        let title = words.get("reports.title").to_owned();
        let lead = words.get("reports.lead").to_owned();
        let groups = [
            ("traceability", self.traceability_reports(path)),
            ("control", self.control_reports(path)),
            ("people", self.people_reports(path)),
            ("evidence", self.evidence_reports(path)),
        ];
        let group = |(key, reports): (&str, Vec<ReportLink>)| ReportGroup {
            title: words.get(&format!("reports.{key}")).to_owned(),
            reports,
        };
        ReportsPage {
            page: self.frame(Frame {
                path,
                title: &title,
                section: "reports",
                menu_page: true,
                description: Some(lead.clone()),
                crumbs: Vec::new(),
            }),
            lead,
            groups: groups.into_iter().filter(|(_, reports)| !reports.is_empty()).map(group).collect(),
            exports: self.exports_link(path).into_iter().collect(),
            title,
        }
    }

    fn report(&self, path: &SitePath, page: &SitePath, key: &str) -> ReportLink {
        ReportLink {
            title: self.words().get(&format!("reports.{key}")).to_owned(),
            href: path.link_to(page),
            text: self.words().get(&format!("reports.{key}.text")).to_owned(),
            ..ReportLink::default()
        }
    }

    fn part_of(&self, n: usize, of: usize) -> String {
        self.words().with("evidence.of", &[("n", &n.to_string()), ("of", &of.to_string())])
    }

    fn traceability_reports(&self, path: &SitePath) -> Vec<ReportLink> {
        let matrix = |at: usize| {
            let scheme = self.handbook.scheme(at);
            let tally = self.whole_tally(&scheme);
            let gaps = tally.of_sign(Sign::Gap) > 0 && scheme.framework.mandatory;
            let report = self.report(path, &matrix_page(scheme.framework.id.as_str()), "matrix");
            ReportLink {
                text: if scheme.framework.title.is_empty() { report.text.clone() } else { scheme.framework.title.clone() },
                title: self.words().with("reports.matrix", &[("framework", &scheme.framework.code)]),
                figure: self.part_of(tally.of_sign(Sign::Covered), tally.assessed()),
                tone: if gaps { "bad" } else { "" },
                ..report
            }
        };
        let mut reports: Vec<ReportLink> = (0..self.handbook.coverage.len()).map(matrix).collect();
        let (provided, of) = self.required_counts();
        if of > 0 {
            reports.push(ReportLink {
                figure: self.part_of(provided, of),
                tone: if provided < of { "bad" } else { "" },
                ..self.report(path, &required_page(), "required")
            });
        }
        reports
    }

    fn control_reports(&self, path: &SitePath) -> Vec<ReportLink> {
        let list = |key: &str, filter: &'static str, tone: &'static str| {
            let n = self.filtered(filter).len();
            ReportLink {
                figure: self.words().plural("reports.documents", counted(n)),
                tone: if n > 0 { tone } else { "" },
                ..self.report(path, &register_page(filter, 0), key)
            }
        };
        let figures = &self.handbook.control.figures;
        let judged = self.handbook.control.state.is_judged();
        let control = ReportLink {
            figure: match (judged, figures.contradicted) {
                (false, _) => self.words().get("reports.document_control.unjudged").to_owned(),
                (true, 0) => self.words().plural("reports.document_control.proven", counted(figures.proven)),
                (true, n) => self.words().plural("reports.document_control.contradicted", counted(n)),
            },
            tone: if judged && figures.contradicted > 0 { "bad" } else { "" },
            ..self.report(path, &control_page(), "document_control")
        };
        vec![
            control,
            list("register", "", ""),
            list("due_soon", "due-soon", "warn"),
            list("overdue", "overdue", "bad"),
            list("unapproved", "unapproved", ""),
            list("not_proven", "not-proven", ""),
        ]
    }

    fn people_reports(&self, path: &SitePath) -> Vec<ReportLink> {
        let roles = &self.handbook.roles;
        let vacant = (0..roles.all.len()).filter(|&idx| roles.is_vacant(idx)).count();
        let mut list = self.report(path, &roles_page(), "roles");
        list.figure = match vacant {
            0 => self.words().plural("reports.roles.count", counted(roles.all.len())),
            n => self.words().plural("reports.vacant", counted(n)),
        };
        list.tone = if vacant > 0 { "warn" } else { "" };
        let raci = self.handbook.nav.groups.iter().filter_map(|group| {
            let with_table = group.entries.iter().filter(|&&it| !self.handbook.entries[it].document.raci.is_empty()).count();
            (with_table > 0).then(|| ReportLink {
                title: self.words().with("reports.raci", &[("group", &group.title)]),
                href: path.link_to(&raci_page(&group.id)),
                figure: self.words().plural("reports.documents", counted(with_table)),
                ..ReportLink::default()
            })
        });
        std::iter::once(list).chain(raci).collect()
    }

    fn evidence_reports(&self, path: &SitePath) -> Vec<ReportLink> {
        let mut cycle = self.report(path, &cycle_page(), "cycle");
        let held = self.handbook.items_of("audit").filter(|(_, item)| item.text("status") == Some("done"));
        cycle.figure = self.words().plural("reports.audits", counted(held.count()));
        let types = &self.handbook.config.types;
        let kinds = types.item_order.iter().filter_map(|name| types.items.get(name));
        let registers = kinds.filter_map(|kind| {
            let entries = self.handbook.items.get(&kind.name)?.len();
            let by_status = kind.fields.iter().any(|(name, _)| name == "status") && kind.name != "audit";
            let open = self.handbook.items_of(&kind.name).filter(|(_, item)| is_open(item)).count();
            let late = self
                .handbook
                .items_of(&kind.name)
                .any(|(_, item)| by_status && is_open(item) && item.date("due").is_some_and(|due| due < self.handbook.as_of));
            let all = self.words().plural("reports.entries", counted(entries));
            let figure = match by_status {
                true => format!("{}, {all}", self.words().plural("reports.open", counted(open))),
                false => all,
            };
            Some(ReportLink {
                title: kind.plural.get(self.language()).to_owned(),
                href: path.link_to(&items_page(&kind.name)),
                text: String::new(),
                figure,
                tone: if late { "bad" } else { "" },
            })
        });
        std::iter::once(cycle).chain(registers).collect()
    }
}
