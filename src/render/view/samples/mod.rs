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
        "p" => ("proven", "Proven"),
        "a" => ("attested", "Attested"),
        "c" if id == "PRO-007" => ("contradicted", "Contradicted"),
        "c" => ("claimed", "Claimed"),
        _ => ("", ""),
    };
    let kind = if id.starts_with("RE") { ChipKind::Record } else { ChipKind::Document };
    let href = format!("../documents/{}.html", id.to_lowercase());
    Chip { kind, id: id.into(), title: "Title of the document".into(), href, proof, proof_word: word.into(), rest: String::new() }
}

fn fact(label: &str, value: &str, note: &str) -> StripFact {
    StripFact { label: label.into(), value: value.into(), note: note.into(), ..StripFact::default() }
}

fn tab(title: &str, count: &str, current: bool) -> Tab {
    Tab { title: title.into(), href: "#main".into(), count: count.into(), alert: false, current }
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
        menu: menu
            .map(|(key, title)| MenuEntry { key: key.into(), title: title.into(), href: format!("{key}/index.html") })
            .to_vec(),
        section: section.into(),
        edition: Some(EditionButton {
            name: "2026.1".into(),
            word: "current".into(),
            kind: "cur".into(),
            href: "editions/index.html".into(),
            as_of: "18 Mar 2026".into(),
        }),
        facts: vec![Fact { label: "Edition".into(), value: "2026.1".into(), code: String::new() }],
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
