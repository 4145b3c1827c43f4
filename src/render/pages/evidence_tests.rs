//! Pages of evidence, from documents to views.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Site;
use super::plan::{PageKind, Planned, make, plan};
use crate::base::{Date, RepoPath, SitePath, blob_id};
use crate::catalogue::Catalogue;
use crate::config::{self, ConfigTexts};
use crate::handbook::document_control::{PeopleKeys, Written};
use crate::handbook::{Handbook, Sources, assemble};
use crate::render::figure::Sign;
use crate::render::strings::Strings;
use crate::render::theme::Theme;
use crate::render::view::{ChipKind, ClausePage, MatrixPage, MatrixRow};
use crate::source::{Edition, History, Inputs, NoHistory, Snapshot, Texts, ToolId};
use crate::{model, syntax};

const SETTINGS: &str = r#"
organization: Example
title: Handbook
frameworks: [iso20000-1-2018, iso27001-2022, itil4]
exclusions: [{clause: "iso27001-2022:A.7.4", justification: No premises of our own}]
"#;

const PEOPLE: &str = "
roles: {desk: Service desk manager, boss: Managing director, team: {title: Analysts, collective: true}}
people: [{name: Ana Alvarez, email: a@example.org, roles: [desk]}]
";

const DOCUMENTS: [&str; 5] = [
    r#"---
id: PRC-1
title: Incident management
type: process
version: 2.0
status: approved
owner: desk
approver: boss
reviewed: 2026-01-01
review_cycle: 12 months
clauses: [8.6.1, "iso27001-2022:A.5.24"]
provides: ["8.6.1: incident records"]
raci:
  Open the record: {R: team, A: desk}
  Close the record: {R: team, A: desk, I: [boss]}
---
## Scope
## Limits {#limits clauses="6.3/known-limits"}
Reporting follows [[9.4|the clause]] every month.
"#,
    "---\nid: PRC-2\ntitle: Problems\ntype: process\nversion: 0.1\nstatus: draft\nowner: desk\napprover: boss\nclauses: [8.6.3]\n---\n",
    "---\nid: PLN-1\ntitle: Competence\ntype: plan\nversion: 1.0\nstatus: approved\nowner: boss\napprover: boss\n\
     reviewed: 2025-01-01\nreview_cycle: 12 months\nclauses: [7.3]\n---\n",
    "---\nid: POL-1\ntitle: Policy\ntype: policy\nversion: 1.0\nstatus: approved\nowner: boss\napprover: boss\n\
     reviewed: 2026-05-01\nreview_cycle: 12 months\nclauses: [{clause: 4.1, coverage: partial, note: No climate yet}, 9.3]\n---\n",
    r#"---
id: REG-1
title: Registers
type: register
status: approved
owner: desk
entries:
  record-series:
    - {id: RS-1, title: Incident records, place: Desk tool, owner: desk, retention: 3 years, interval: 1 month, last: 2026-06-15,
       clauses: [8.6.1], sample: INC-7}
    - {id: RS-2, title: Trends, place: Desk tool, owner: desk, retention: 3 years, interval: 1 month, last: 2026-04-22, clauses: [9.1]}
  audit:
    - {id: AUD-1, title: Internal audit, scheme: internal, date: 2026-03-10, status: done, clauses: ["8"], findings: [NC-1]}
    - {id: AUD-2, title: Next audit, scheme: internal, date: 2026-10-10, status: planned, clauses: ["8"]}
  nonconformity:
    - {id: NC-1, title: Reviews without a date, grade: minor, raised: 2026-03-11, owner: desk, status: open, due: 2026-06-01,
       clauses: [8.3.2], correction: Dates added, cause: No field for it}
---
"#,
];

struct Built {
    handbook: Handbook,
    inputs: Inputs,
    theme: Theme,
}

impl Built {
    fn site(&self) -> Site<'_> {
        Site::new(&self.handbook, &self.inputs, &self.theme)
    }

    fn framework(&self, id: &str) -> usize {
        self.handbook.coverage.iter().position(|it| it.framework.as_str() == id).unwrap()
    }

    fn matrix(&self, framework: &str) -> MatrixPage {
        self.site().matrix(&SitePath::new(&format!("clauses/{framework}/index.html")), self.framework(framework))
    }

    fn clause(&self, framework: &str, number: &str) -> ClausePage {
        let at = self.framework(framework);
        let site = self.site();
        let (idx, _) = site.handbook.scheme(at).framework.clause(number).unwrap();
        site.clause_view(&SitePath::new(&format!("clauses/{framework}/{number}.html")), at, idx)
    }
}

const ISO: &str = "iso20000-1-2018";
const ISMS: &str = "iso27001-2022";

fn built(language: &str, more: &[String], frameworks: &[&str]) -> Built {
    let text = |text: &str| -> Arc<str> { text.into() };
    let settings = format!("language: {language}\n{SETTINGS}");
    let files = [("clausebook.yml", settings.as_str()), ("people.yml", PEOPLE)];
    let files = files.map(|(path, it)| (RepoPath::new(path).unwrap(), text(it))).into();
    let (mut config, found) = config::read(&ConfigTexts { files });
    assert!(found.is_empty(), "{found:?}");
    let mut catalogue = Catalogue::embedded();
    for it in frameworks {
        assert_eq!(catalogue.extend(it), []);
        let id = it.lines().find_map(|line| line.trim().strip_prefix("id: ")).unwrap();
        config.settings.frameworks.push(config.settings.frameworks[0].clone().map(|_| crate::base::FrameworkId::new(id)));
    }
    let all = DOCUMENTS.iter().map(|it| (*it).to_owned()).chain(more.iter().cloned()).enumerate();
    let documents = all.map(|(at, it)| {
        let path = RepoPath::new(&format!("d{at:04}.md")).unwrap();
        let (document, found) = model::read(&path, Arc::new(syntax::parse(&it)), &config);
        assert!(found.is_empty(), "{found:?}");
        let written = Written { blob: blob_id(it.as_bytes()), facts: Arc::new(model::facts(&it)) };
        (path, Arc::new(document), written)
    });
    let as_of = Date::parse("2026-07-01").unwrap();
    let documents = documents.collect();
    let sources = Sources {
        documents,
        attachments: Vec::new(),
        config: config.clone(),
        catalogue,
        as_of,
        today: as_of,
        pending: Default::default(),
        judged_by: None,
        judged: None,
    };
    let (handbook, _) = assemble(sources, &History::Unknown(NoHistory::Off), &PeopleKeys);
    let tool = ToolId { name: "clausebook".into(), version: "0".into() };
    let inputs = Inputs {
        edition: Edition::default(),
        snapshot: Snapshot::default(),
        texts: Texts::default(),
        history: History::Unknown(NoHistory::Off),
        today: as_of,
        as_of: None,
        tool,
        keys: None,
        places: false,
        offline: None,
    };
    let theme = Theme::new(BTreeMap::new(), Strings::load(language, None).0).0;
    Built { handbook, inputs, theme }
}

fn english() -> Built {
    built("en", &[], &[])
}

fn row<'a>(page: &'a MatrixPage, number: &str) -> &'a MatrixRow {
    page.blocks.iter().flat_map(|block| &block.rows).find(|row| row.number == number).unwrap()
}

fn ids(chips: &[crate::render::view::Chip]) -> Vec<&str> {
    chips.iter().map(|chip| chip.id.as_str()).collect()
}

#[test]
fn a_row_names_documents_records_and_what_is_missing() {
    let page = english().matrix(ISO);
    let incident = row(&page, "8.6.1");
    assert_eq!(incident.state.sign, Sign::Partial);
    assert_eq!(incident.missing, "Missing: Major incident procedure; Major incident reports.");
    assert_eq!((ids(&incident.cells[2]), ids(&incident.cells[4])), (vec!["PRC-1"], vec!["RS-1"]));
    assert_eq!(incident.audited, "Mar 2026");
    let part = row(&page, "4.1");
    assert_eq!(
        (part.state.sign, part.missing.as_str(), part.cells[0][0].rest.as_str()),
        (Sign::Partial, "No climate yet", "in part")
    );
}

#[test]
fn a_tag_of_a_section_leads_to_the_section() {
    let page = english().matrix(ISO);
    let chip = &row(&page, "6.3").cells[2][0];
    assert_eq!(chip.href, "../../documents/prc-1.html#limits");
    assert_eq!(row(&page, "8.6.1").cells[2][0].href, "../../documents/prc-1.html");
}

#[test]
fn what_is_not_approved_or_overdue_is_drafted_and_says_why() {
    let page = english().matrix(ISO);
    let (draft, overdue) = (row(&page, "8.6.3"), row(&page, "7.3"));
    assert_eq!((draft.state.sign, draft.cells[2][0].rest.as_str()), (Sign::Drafted, "Draft"));
    assert_eq!((overdue.state.sign, overdue.cells[1][0].rest.as_str()), (Sign::Drafted, "review overdue"));
}

#[test]
fn counts_come_with_what_is_counted() {
    let page = english().matrix(ISO);
    let sum: usize = page.segments.iter().skip(1).map(|it| it.count).sum();
    assert_eq!((page.segments[0].count, sum), (62, 62));
    assert!(page.counted.starts_with("0 of 62 assessable clauses are covered"), "{}", page.counted);
    assert!(page.counted.contains("2 have only documents that are not approved"), "{}", page.counted);
    assert_eq!(row(&page, "8.6").summary, "0 of 3 covered, 1 partial, 1 drafted, 1 gap");
    assert_eq!(row(&page, "8.6").has, "partial drafted gap");
    let excluded = english().matrix(ISMS);
    assert!(excluded.counted.contains("of 122 assessable") && excluded.counted.contains("1 is excluded"), "{}", excluded.counted);
    assert_eq!(row(&excluded, "A.7.4").excluded.as_deref(), Some("No premises of our own"));
}

#[test]
fn a_gap_names_its_action_and_where_a_crosswalk_leads() {
    let page = english().matrix(ISO);
    let gap = row(&page, "8.3.2").gap.as_ref().unwrap();
    assert_eq!(gap.action.as_ref().map(|it| it.title.as_str()), Some("NC-1"));
    assert_eq!(gap.rest, "Service desk manager, due 1 Jun 2026");
    let known = row(&page, "8.7.3.3");
    let derived = &known.gap.as_ref().unwrap().derived;
    assert_eq!((known.state.sign, ids(derived), derived[0].kind), (Sign::Gap, vec!["PRC-1"], ChipKind::Derived));
}

#[test]
fn derived_links_are_no_coverage() {
    let built = english();
    let page = built.matrix("itil4");
    let rows = || page.blocks.iter().flat_map(|block| &block.rows);
    let incident = rows().find(|row| row.title == "Incident management").unwrap();
    assert_eq!((incident.state.sign, incident.cells[2][0].kind), (Sign::Derived, ChipKind::Derived));
    assert!(incident.gap.is_none() && incident.number.is_empty());
    assert!(page.counted.starts_with("0 of 34"), "{}", page.counted);
    let clause = built.clause("itil4", "incident-management");
    assert!(clause.documents.is_empty() && clause.gap.is_some());
    assert_eq!(ids(&clause.related[0].ours), ["PRC-1"]);
}

#[test]
fn a_clause_says_what_is_asked_point_by_point() {
    let built = english();
    let plan = built.clause(ISO, "6.3");
    let signs: Vec<Sign> = plan.asked.iter().map(|it| it.state.sign).collect();
    assert_eq!((plan.asked[1].mark.as_str(), signs[0], signs[1]), ("b", Sign::Gap, Sign::Covered));
    assert_eq!(plan.asked[1].places[0].rest, "2 Limits");
    let last = plan.asked.last().unwrap();
    assert_eq!((last.kind.as_str(), last.state.sign), ("Document, 7.5.4 c", Sign::Gap));
    // No section of any document names a point of 9.3: that is neither a gap nor cover.
    let review = built.clause(ISO, "9.3");
    assert!(review.asked.iter().filter(|it| !it.mark.is_empty()).all(|it| it.state.sign == Sign::Heading));
}

#[test]
fn a_clause_shows_records_roles_audits_and_nonconformities() {
    let built = english();
    let incident = built.clause(ISO, "8.6.1");
    let record = &incident.records[0];
    assert_eq!((record.id.as_str(), record.sample.as_str(), record.last.tone.as_str()), ("RS-1", "INC-7", ""));
    let parts: Vec<(&str, &str, &str)> =
        incident.roles.iter().map(|it| (it.role.title.as_str(), it.holder.as_str(), it.part.as_str())).collect();
    assert_eq!(
        parts,
        [
            ("Service desk manager", "Ana Alvarez", "Owns Incident management; accountable for 2 activities"),
            ("Analysts", "Held by a team", "Responsible for 2 activities"),
            ("Managing director", "Vacant", "Informed of: Close the record"),
        ]
    );
    assert_eq!((incident.audits[0].result.as_str(), incident.audits.len()), ("No finding about this clause", 1));
    assert!(incident.strip.iter().any(|it| it.note == "3 months ago, next in Oct 2026"), "{:?}", incident.strip);
    let svg = incident.fresh_svg.as_deref().unwrap();
    assert!(svg.contains("181 days of 12 months") && svg.contains("16 days of 1 month"), "{svg}");
    assert_eq!(built.clause(ISO, "9.1").records[0].last.distance, "40 days overdue");
    let relations = built.clause(ISO, "8.3.2");
    assert_eq!(relations.audits[0].findings[0].title, "NC-1");
    let raised = &relations.nonconformities[0];
    assert_eq!((raised.done, raised.text.as_str(), raised.due.tone.as_str()), (2, "No field for it", "overdue"));
    assert_eq!(built.clause(ISO, "9.4").mentions[0].sentence_html, "Reporting follows <b>the clause</b> every month.");
}

#[test]
fn a_document_that_is_an_audit_covers_its_clauses_and_does_not_answer_them() {
    let audit = "---\nid: AUD-9\ntitle: Audit of change control\ntype: audit\nscheme: internal\ndate: 2026-05-05\nstatus: done\n\
                 clauses: [8.5.1.2]\nfindings: [NC-9]\nevidence_for: [9.2.2]\n---\n";
    let raised = "---\nid: NC-9\ntitle: Changes without a plan\ntype: nonconformity\ngrade: major\nraised: 2026-05-06\nowner: desk\n\
                  status: open\nclauses: [8.5.1.2]\n---\n";
    let process = "---\nid: PRC-9\ntitle: Changes\ntype: process\nversion: 1\nstatus: approved\nowner: desk\napprover: boss\n\
                   reviewed: 2026-01-01\nclauses: [{clause: 8.6.2, note: Desk}]\nprovides: [\"8.6.2: fulfilment\"]\n---\n";
    let built = built("en", &[audit.to_owned(), raised.to_owned(), process.to_owned()], &[]);
    let change = built.clause(ISO, "8.5.1.2");
    assert_eq!((change.documents.len(), change.records.len()), (0, 0));
    assert_eq!(change.audits[0].audit.title, "Audit of change control");
    assert_eq!(change.audits[0].findings[0].title, "NC-9");
    assert_eq!(change.nonconformities[0].id.title, "NC-9");
    assert_eq!(row(&built.matrix(ISO), "8.5.1.2").state.sign, Sign::Gap);
    assert_eq!(built.clause(ISO, "9.2.2").records[0].id, "AUD-9");
    // Its page shows what the entry says.
    let idx = built.handbook.ids.document("AUD-9").unwrap();
    let page = built.site().document(&SitePath::new("documents/aud-9.html"), idx);
    let shown: Vec<(&str, &str)> = page.relations.iter().map(|it| (it.label.as_str(), it.links[0].text.as_str())).collect();
    let facts = [("Kind", "Internal"), ("Status", "Done"), ("Clauses", "8.5.1.2"), ("Findings", "NC-9")];
    assert!(page.clauses.is_empty() && facts.iter().all(|it| shown.contains(it)), "{shown:?}");
}

#[test]
fn what_is_only_implied_leaves_a_clause_whole() {
    let process = "---\nid: PRC-9\ntitle: Requests\ntype: process\nversion: 1\nstatus: approved\nowner: desk\napprover: boss\n\
                   reviewed: 2026-01-01\nclauses: [8.6.2]\nprovides: [\"8.6.2: request records\"]\n---\n";
    let built = built("en", &[process.to_owned()], &[]);
    let request = built.clause(ISO, "8.6.2");
    let asked: Vec<(&str, Sign, &str)> =
        request.asked.iter().map(|it| (it.text.as_str(), it.state.sign, it.state.word.as_str())).collect();
    assert!(asked.contains(&("Fulfilment instructions", Sign::Heading, "Not shown")), "{asked:?}");
    let it = row(&built.matrix(ISO), "8.6.2").clone();
    assert_eq!((it.state.sign, it.missing.as_str()), (Sign::Covered, ""));
}

#[test]
fn a_heading_sums_up_what_lies_below() {
    let built = english();
    let chapter = built.clause(ISO, "8");
    assert_eq!((chapter.below.len(), chapter.strip[0].value.as_str()), (7, "0 of 30"));
    assert_eq!(chapter.strip[0].state.as_ref().map(|it| it.sign), Some(Sign::Gap));
    assert_eq!((chapter.audits.len(), chapter.nonconformities.len(), chapter.asked.len()), (1, 1, 0));
    let open: Vec<&str> = chapter.tree.iter().filter(|it| it.level > 0).map(|it| it.number.as_str()).collect();
    assert_eq!(open, ["8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "8.7"]);
    let links = built.clause(ISO, "8.6.1");
    assert_eq!(links.previous.unwrap().title, "8.5.3 Release and deployment management");
    assert_eq!(built.clause(ISO, "10.2").next, None);
}

#[test]
fn every_required_item_is_listed_once() {
    let built = english();
    let page = built.site().required(&SitePath::new("reports/required.html"));
    let rows: Vec<_> = page.groups.iter().flat_map(|group| &group.rows).collect();
    let framework = built.site().handbook.scheme(0).framework;
    assert_eq!(rows.len(), framework.clauses().iter().map(|it| it.demands.len()).sum::<usize>());
    let provided: Vec<&str> = rows.iter().filter(|it| it.state.sign == Sign::Covered).map(|it| it.item.as_str()).collect();
    assert_eq!(provided, ["Incident records"]);
    // What is only implied is listed, and counts neither as provided nor as missing.
    let implied: Vec<(&str, Sign, &str)> = rows
        .iter()
        .filter(|it| it.basis == "Implied")
        .map(|it| (it.number.as_str(), it.state.sign, it.state.word.as_str()))
        .collect();
    assert_eq!(implied, ["8.5.2.1", "8.5.3", "8.6.2", "8.7.2"].map(|it| (it, Sign::Heading, "Not shown")));
    let demanded = rows.len() - implied.len();
    let counted = format!("1 of {demanded} items are provided. {} are missing. 4 are only implied", demanded - 1);
    assert!(page.counted.starts_with(&counted), "{}", page.counted);
    assert!(page.segments.iter().any(|it| it.label == "Not shown" && it.count == 4), "{:?}", page.segments);
    let anchors: std::collections::BTreeSet<&str> = rows.iter().map(|it| it.anchor.as_str()).collect();
    assert_eq!(anchors.len(), rows.len());
}

#[test]
fn long_lists_are_cut_and_say_so() {
    let record = |at: usize| {
        format!(
            "---\nid: REC-{at}\ntitle: Minutes\ntype: record\nowner: desk\ndate: 2026-05-01\nretention: 1 year\nclauses: [8.6.1]\n---\n"
        )
    };
    let built = built("en", &(0..200).map(record).collect::<Vec<_>>(), &[]);
    let page = built.matrix(ISO);
    let cell = &row(&page, "8.6.1").cells[4];
    assert_eq!((cell.len(), cell.last().unwrap().id.as_str()), (7, "+195"));
    let records = built.clause(ISO, "8.6.1").records;
    assert_eq!((records.len(), records[0].id.as_str()), (61, "RS-1"));
    assert_eq!(records.last().unwrap().title.title, "141 older records");
}

#[test]
fn a_framework_in_any_order_shows_each_clause_once() {
    let flat = "framework:\n  id: flat\n  name: Flat\ngroups:\n  - {id: one, name: One, group: two}\n  - {id: two, name: Two, group: one}\n\
                practices:\n  - {id: b, name: B, group: last}\n  - {id: a, name: A}\n  - {id: c, name: C, group: last}\n  - {id: last, name: Last}\n";
    let built = built("en", &[], &[flat]);
    let page = built.matrix("flat");
    let titles: Vec<&str> = page.blocks.iter().flat_map(|block| &block.rows).map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["A", "Last", "B", "C", "One", "Two"]);
}

#[test]
fn every_page_renders_in_both_languages_without_a_bare_key() {
    for language in ["en", "de"] {
        let built = built(language, &[], &[]);
        let site = built.site();
        let ours = |it: &&Planned| {
            matches!(it.kind, PageKind::Matrix(_) | PageKind::Clause(..) | PageKind::Required | PageKind::Reports)
        };
        let pages = plan(&site);
        let pages: Vec<_> = pages.iter().filter(ours).collect();
        assert!(pages.len() > 200);
        for planned in pages {
            let html = make(&site, planned).html;
            for prefix in ["evidence.", "matrix.", "clause.", "required.", "reports.", "step.", "sign.", "state.", "word."] {
                let bare = html.match_indices(prefix).find(|(at, _)| {
                    let after = html[at + prefix.len()..].chars().next().is_some_and(|c| c.is_ascii_lowercase());
                    after
                        && html[..*at].ends_with(['>', '"', ' '])
                        && !["css", "html", "js"].iter().any(|end| html[at + prefix.len()..].starts_with(end))
                });
                assert_eq!(bare.map(|(at, _)| &html[at..at + 40]), None, "{} in {language}", planned.path);
            }
        }
    }
}
