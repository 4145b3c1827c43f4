//! Sample views, modelled on a fictional provider, and the test that renders each page with them.
//!
//! With `CLAUSEBOOK_SAMPLES` set to a folder, the test also writes the pages there, to look at them.

use std::collections::BTreeSet;

use super::*;
use crate::base::Date;
use crate::render::figure::Words;
use crate::render::strings::Strings;
use crate::render::theme::Theme;

mod clause;
mod control;
mod evidence;
mod matrix;
mod role;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn link(title: &str, href: &str) -> Link {
    Link { title: title.into(), href: href.into() }
}

fn words<'a>(id: &'a str, title: &'a str, desc: &'a str) -> Words<'a> {
    Words { id, title, desc }
}

fn chip(id: &str) -> Chip {
    let (id, letter) = id.split_once(':').unwrap_or((id, ""));
    let (proof, word) = match letter {
        "p" => (ProofLevel::Proven, "Proven"),
        "a" => (ProofLevel::Attested, "Attested"),
        "c" if id == "PRO-007" => (ProofLevel::Contradicted, "Contradicted"),
        _ => (ProofLevel::Claimed, "Claimed"),
    };
    let proof = (!letter.is_empty()).then(|| ProofMark { level: proof, word: word.into() });
    let kind = if id.starts_with("RE") { ChipKind::Record } else { ChipKind::Document };
    let href = format!("../documents/{}.html", id.to_lowercase());
    Chip { kind, id: id.into(), title: "Title of the document".into(), href, proof, rest: String::new() }
}

fn fact(label: &str, value: &str, note: &str) -> StripFact {
    StripFact { label: label.into(), value: value.into(), note: note.into(), ..StripFact::default() }
}

fn tab(title: &str, count: &str, current: bool) -> Tab {
    Tab { title: title.into(), href: "#page:main".into(), count: count.into(), alert: false, current }
}

fn exports() -> Vec<Link> {
    ["CSV", "XLSX", "JSON"].map(|format| link(format, "../data/x")).to_vec()
}

fn page(section: &str, title: &str) -> Page {
    let menu = [
        ("documents", "Documents"),
        ("clauses", "Clauses"),
        ("register", "Register"),
        ("roles", "Roles"),
        ("reports", "Reports"),
    ];
    Page {
        lang: "en".into(),
        root: "../".into(),
        head_title: format!("{title} · Northwind SMS handbook"),
        organization: "Northwind Cloud Services".into(),
        organization_short: "Northwind".into(),
        handbook: "SMS handbook".into(),
        menu: Ready::new(
            &menu
                .map(|(key, title)| MenuEntry { key: key.into(), title: title.into(), href: format!("{key}/index.html") })
                .to_vec(),
        ),
        section: section.into(),
        edition: Ready::new(&Some(EditionButton {
            name: "2026.1".into(),
            word: "current".into(),
            kind: "cur".into(),
            href: "editions/index.html".into(),
            as_of: "18 Mar 2026".into(),
            script: "editions/editions.js".into(),
        })),
        facts: Ready::new(&vec![Fact { label: "Edition".into(), value: "2026.1".into(), code: String::new() }]),
        generator: "clausebook 1.0".into(),
        ..Page::default()
    }
}

fn toc(entries: &[(&str, &str)]) -> Vec<TocEntry> {
    entries.iter().map(|(href, title)| TocEntry { title: (*title).into(), href: format!("#{href}"), level: 2 }).collect()
}

#[expect(clippy::disallowed_methods, reason = "writes the sample pages where a person asks for them")]
fn write(name: &str, html: &str, theme: &Theme) {
    let Some(folder) = std::env::var_os("CLAUSEBOOK_SAMPLES").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(folder.join("pages")).unwrap();
    std::fs::write(folder.join("pages").join(name), html).unwrap();
    for (path, bytes) in theme.assets() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Renders a page and checks what holds for all of them.
fn check(template: &str, name: &str, view: &impl serde::Serialize) -> String {
    let mut last = String::new();
    for language in ["de", "en"] {
        let (theme, problems) = Theme::new(std::collections::BTreeMap::new(), Strings::load(language, None).0);
        assert_eq!(problems, []);
        let html = theme.render(template, view).html;
        for banned in [" style=", "<style", "javascript:", " onclick", "<script>", "<no value>"] {
            assert!(!html.contains(banned), "{banned} in {name}");
        }
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        let twice: Vec<_> = ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
        assert!(twice.is_empty(), "{twice:?} in {name}");
        for target in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(unique.contains(target), "#{target} leads nowhere in {name}");
        }
        if language == "en" {
            write(name, &html, &theme);
        }
        last = html;
    }
    last
}

#[test]
fn matrix_shows_gaps_partial_rows_and_denominators() {
    let html = check("matrix.html", "matrix.html", &matrix::own());
    assert!(html.contains("51 of 57 assessable clauses"));
    assert!(html.contains("No document addresses this clause."));
    assert!(html.contains("<small>No plan yet for objectives 4 and 5</small>"));
    assert_eq!(html.matches("data-state=\"partial\"").count(), 5);
    let derived = check("matrix.html", "itil.html", &matrix::derived());
    assert!(derived.contains("derived</span>") && !derived.contains("data-state=\"covered\""));
}

#[test]
fn clause_says_what_is_asked_and_where_it_is() {
    let html = check("clause.html", "clause.html", &clause::incident());
    assert!(html.contains("not the text of the standard"));
    assert!(html.contains("aria-current=\"page\""));
    let gap = check("clause.html", "clause-gap.html", &clause::gap());
    assert!(gap.contains("No document addresses this clause.") && !gap.contains("id=\"documents\""));
}

#[test]
fn roles_show_holders_vacancies_and_duties() {
    let html = check("role.html", "role.html", &role::one());
    assert!(html.contains("vacant 3 months") && html.contains("Declare a major incident"));
    let index = check("roles.html", "roles.html", &role::all());
    assert!(index.contains("class=\"vac\""));
    let raci = check("raci.html", "raci.html", &role::raci());
    assert_eq!(raci.matches("class=\"rerr\"").count(), 1);
}

#[test]
fn registers_cycle_required_and_reports_render() {
    let risks = check("items.html", "risks.html", &evidence::risks());
    assert!(risks.contains("id=\"rsk-004\"") && risks.contains("class=\"scr z4\""));
    check("items.html", "nonconformities.html", &evidence::nonconformities());
    let empty = check(
        "items.html",
        "empty.html",
        &ItemsPage { page: page("reports", "x"), empty: "None.".into(), ..ItemsPage::default() },
    );
    assert!(empty.contains("<p class=\"none\">None.</p>") && !empty.contains("<table"));
    let cycle = check("cycle.html", "cycle.html", &evidence::cycle());
    assert!(cycle.contains("not yet in this cycle"));
    check("required.html", "required.html", &evidence::required());
    check("reports.html", "reports.html", &evidence::reports());
}

#[test]
fn control_report_puts_contradictions_and_gaps_into_words() {
    let html = check("control.html", "control.html", &control::report());
    assert!(html.contains("git fetch --unshallow") && html.contains("class=\"con\""));
    assert_eq!(html.matches("<use href=\"#s-contradicted\"").count(), 3);
    let plain = check("control.html", "control-unjudged.html", &control::unjudged());
    assert!(plain.contains("no git repository") && !plain.contains("id=\"contradictions\""));
}

#[test]
fn what_an_author_writes_is_escaped() {
    let nasty = "<script>alert(1)</script>\" onclick=\"x";
    let row = ItemRow { anchor: "a".into(), id: nasty.into(), title: nasty.into(), note: nasty.into(), ..ItemRow::default() };
    let view = ItemsPage {
        page: page("reports", "x"),
        groups: vec![ItemGroup { title: nasty.into(), note: nasty.into(), rows: vec![row] }],
        ..ItemsPage::default()
    };
    let (theme, _) = Theme::new(std::collections::BTreeMap::new(), Strings::load("en", None).0);
    let html = theme.render("items.html", &view).html;
    assert!(!html.contains("<script>alert") && !html.contains("\" onclick"));
}

#[test]
fn small_figures_draw_what_they_count() {
    use crate::render::figure::*;
    let signs = |text: &str| -> Vec<Sign> {
        text.chars()
            .map(|c| {
                if c == 'p' {
                    Sign::Partial
                } else if c == 'g' {
                    Sign::Gap
                } else {
                    Sign::Covered
                }
            })
            .collect()
    };
    let chapters: Vec<SpineChapter> = [
        ("4", "cccc"),
        ("5", "cccc"),
        ("6", "ccpc"),
        ("7", "ccccccccp"),
        ("8", "cccccccccccgppcccccccccccccccc"),
        ("9", "cccp"),
        ("10", "cc"),
    ]
    .map(|(number, text)| SpineChapter { number: number.into(), signs: signs(text) })
    .to_vec();
    let spine = coverage_spine(words("f1", "Clauses covered", "51 of 57 clauses covered"), &chapters);
    assert_eq!(spine.matches("v-bad-f").count(), 1);
    let bars = DocumentBars {
        approved: 26,
        in_review: 1,
        draft: 1,
        disputed: 1,
        approved_word: "approved".into(),
        rest_word: "2 pending, 1 disputed".into(),
    };
    let due = ["2025-04-20", "2025-04-28", "2025-05-02", "2025-05-03", "2025-08-01", "2026-01-19", "2026-01-19", "2026-01-19"];
    let year = ReviewYear {
        from: day("2025-03-19"),
        to: day("2026-03-18"),
        reviews: due.iter().enumerate().map(|(at, due)| ReviewMark { due: day(due), late: at % 3 == 2 }).collect(),
        ticks: [("2025-04-01", "Apr"), ("2025-07-01", "Jul"), ("2025-10-01", "Oct"), ("2026-01-01", "Jan")]
            .map(|(on, label)| (day(on), label.into()))
            .to_vec(),
    };
    let rule = AuditRule {
        from: day("2025-05-20"),
        to: day("2026-05-12"),
        today: day("2026-03-18"),
        internal: vec![day("2025-11-18")],
        from_word: "20 May 2025".into(),
        to_word: "12 May 2026".into(),
        today_word: "today".into(),
        internal_word: "internal".into(),
    };
    let figures = [
        spine,
        documents(words("f2", "Documents", "26 of 29 approved"), &bars),
        reviews(words("f3", "Reviews", "6 of 8 in time"), &year),
        audit_rule(words("f4", "Next audit", "55 days"), &rule),
        cycle_track(50, 365) + &cycle_track(405, 365),
    ];
    let (theme, _) = Theme::new(std::collections::BTreeMap::new(), Strings::load("en", None).0);
    let boxes: String = figures.iter().map(|svg| format!("<section class=\"figs\"><a href=\"#\">{svg}</a></section>")).collect();
    write(
        "figures.html",
        &format!(
            "<!doctype html><link rel=stylesheet href=../assets/handbook.css><link rel=stylesheet href=../assets/home.css><link rel=stylesheet href=../assets/figures.css><main class=wrap>{boxes}"
        ),
        &theme,
    );
}
