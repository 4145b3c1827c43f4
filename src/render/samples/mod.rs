//! Pages with made-up content, for tests of the templates and to look at: with `CLAUSEBOOK_SAMPLES=FOLDER` the test
//! `every_page_renders` writes them there.

use std::collections::BTreeMap;

use super::strings::Strings;
use super::theme::Theme;
use super::view::*;
use crate::base::Date;
use document::document;
use home::home;

mod body;
mod document;
mod home;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn today() -> Date {
    day("2026-03-18")
}

fn link(title: &str, href: &str) -> Link {
    Link { title: title.to_owned(), href: href.to_owned() }
}

fn frame(depth: usize, section: &str, title: &str, words: &Strings) -> Page {
    Page {
        lang: words.language().to_owned(),
        root: "../".repeat(depth),
        head_title: format!("{title} · Northwind SMS handbook"),
        organization: "Northwind Cloud Services".to_owned(),
        organization_short: "Northwind".to_owned(),
        handbook: "SMS handbook".to_owned(),
        menu: Ready::new(&main_menu("clauses/iso20000-1-2018/index.html", words)),
        more: Ready::new(&vec![MenuEntry { key: String::new(), title: "Glossary".to_owned(), href: "glossary.html".to_owned() }]),
        section: section.to_owned(),
        edition: Ready::new(&Some(EditionButton {
            name: "2026.1".to_owned(),
            word: "current".to_owned(),
            kind: "cur".to_owned(),
            href: "editions/index.html".to_owned(),
            as_of: words.date(today()),
            script: String::new(),
        })),
        facts: Ready::new(&vec![
            Fact { label: "Edition".to_owned(), value: "2026.1".to_owned(), code: String::new() },
            Fact { label: "As of 18 Mar 2026".to_owned(), ..Fact::default() },
        ]),
        footer: Some("Northwind Cloud Services. Internal use.".to_owned()),
        generator: "clausebook 0.1.0".to_owned(),
        ..Page::default()
    }
}

fn side() -> Vec<Ready<NavGroup>> {
    let titles =
        ["Context and leadership", "Planning", "Support", "Service portfolio", "Resolution and fulfilment", "Service assurance"];
    let items = ["Incident management", "Major incident procedure", "Service request management", "Problem management"];
    titles
        .iter()
        .map(|title| NavGroup {
            title: (*title).to_owned(),
            href: "index.html".to_owned(),
            open: title.starts_with("Resolution"),
            items_html: items
                .iter()
                .filter(|_| title.starts_with("Resolution"))
                .enumerate()
                .map(|(place, item)| NavItem { title: (*item).to_owned(), href: "x.html".to_owned(), current: place == 0 }.html())
                .collect(),
            more: title.starts_with("Resolution").then(|| "All 61 documents".to_owned()),
        })
        .map(|group| Ready::new(&group))
        .collect()
}

fn register(words: &Strings) -> RegisterPage {
    let row = |id: &str, title: &str, pill: (&str, &str), level, due: &str| {
        RegisterRow {
        id: id.to_owned(),
        title: title.to_owned(),
        href: "../documents/x.html".to_owned(),
        pill: pill.0.to_owned(),
        pill_kind: pill.1.to_owned(),
        kind: "Process".to_owned(),
        version: "3.2".to_owned(),
        status: if level == ProofLevel::Contradicted { "Disputed" } else { "Approved" }.to_owned(),
        disputed: level == ProofLevel::Contradicted,
        owner: Part::link(if id < "PRO-002" { "Head of Service Management" } else { "Capacity Manager" }, "../roles/x.html"),
        reviewed: Day::new(day("2026-01-12"), words),
        proof: Some(ProofMark::new(level, words)),
        cycle_svg: "<svg viewBox=\"0 0 84 12\" aria-hidden=\"true\"><path d=\"M0 6h66\" stroke=\"var(--line-2)\" stroke-width=\"2\"/></svg>".to_owned(),
        due: Day::due(day(due), today(), 30, words),
    }
    };
    RegisterPage {
        page: frame(1, "register", "Document register", words),
        title: "Document register".to_owned(),
        lead: "Every controlled document of this edition. Dates are those the documents state.".to_owned(),
        tabs: register_tabs([29, 3, 1, 2, 8], 0, words),
        pages: vec![
            Choice { title: "1".to_owned(), current: true, href: "index.html".to_owned(), ..Choice::default() },
            Choice { title: "2".to_owned(), href: "index-2.html".to_owned(), ..Choice::default() },
        ],
        exports: vec![link("CSV", "../data/register.csv"), link("JSON", "../data/register.json")],
        sorted_by: "id".to_owned(),
        caption: "Document register, 29 documents, sorted by id".to_owned(),
        rows: vec![
            row("MAN-001", "SMS manual and scope", ("", ""), ProofLevel::Proven, "2027-01-12"),
            row("PLN-002", "Service continuity plan", ("", ""), ProofLevel::Attested, "2026-02-06"),
            row("PLN-003", "Capacity plan 2026", ("1.2 in review", "review"), ProofLevel::Attested, "2026-03-27"),
            row("PRO-007", "Budgeting and accounting for services", ("", ""), ProofLevel::Contradicted, "2026-12-01"),
            row("PRO-010", "Nonconformity and corrective action", ("1.7 draft", "draft"), ProofLevel::Claimed, "2026-07-21"),
            row("PRO-2", "Asset management", ("retired", "retired"), ProofLevel::Claimed, "2026-07-28"),
        ],
        empty: String::new(),
        key: "Cycle: the line runs from the last review to the next; the mark is the due date.".to_owned(),
    }
}

fn item(title: &str, id: &str) -> ListItem {
    ListItem {
        title: title.to_owned(),
        href: "x.html".to_owned(),
        id: id.to_owned(),
        kind: "Process".to_owned(),
        text: "One sentence about it.".to_owned(),
    }
}

fn glossary(words: &Strings) -> GlossaryPage {
    let term = |term: &str, letter: &str| Term {
        term: term.to_owned(),
        anchor: term.replace(' ', "-"),
        letter_anchor: letter.to_owned(),
        definition_html: "A problem whose cause is <em>known</em> and for which a workaround exists.".to_owned(),
        also: vec!["known errors".to_owned()],
        used: vec![
            link("PRO-014 Problem management", "documents/pro-014.html"),
            link("PRO-012 Incident management", "documents/pro-012.html"),
        ],
        used_more: "and 4 more".to_owned(),
    };
    GlossaryPage {
        page: frame(0, "", "Glossary", words),
        title: "Glossary".to_owned(),
        lead: "The words of this handbook.".to_owned(),
        letters: vec![link("C", "#c"), link("K", "#k")],
        terms: vec![term("configuration item", "c"), term("known error", "k"), term("known problem", "")],
        empty: String::new(),
    }
}

fn search(words: &Strings) -> SearchPage {
    let letter = |letter: &str, items| Letter { letter: letter.to_owned(), anchor: format!("letter-{letter}"), items };
    SearchPage {
        page: frame(0, "", "Search", words),
        title: "Search".to_owned(),
        lead: "All documents, clauses and roles from A to Z.".to_owned(),
        letters: vec![
            letter("A", vec![item("Asset management", "PRO-002")]),
            letter("I", vec![item("Incident management", "PRO-012"), item("Incident Manager", "")]),
        ],
    }
}

fn editions(words: &Strings) -> EditionsPage {
    EditionsPage {
        page: frame(1, "", "Editions", words),
        title: "Editions".to_owned(),
        lead: "An edition is one published state of the whole handbook.".to_owned(),
        rows: vec![EditionListRow {
            name: "Draft".to_owned(),
            href: "../index.html".to_owned(),
            word: "uncontrolled".to_owned(),
            kind: "dra".to_owned(),
            date: Day::new(today(), words),
            note: "Made from the working tree.".to_owned(),
            audits: vec![link("AUD-001 Internal audit", "../documents/x.html"), link("AUD-002 Another", "")],
            proof: Some(ProofMark::new(ProofLevel::Claimed, words)),
            proof_notes: vec![vec![Part::text("Annotated tag by Ines Carvalho.")], vec![Part::text("Not signed.")]],
            commit: "a7d30f1c20".to_owned(),
        }],
        note: "Editions from git tags are not in this build.".to_owned(),
        changes: vec![Link { title: String::from("2025.3 to 2026.1"), href: String::from("../changes/2025.3..2026.1.html") }],
    }
}

fn proof(words: &Strings) -> ProofPage {
    let levels = [ProofLevel::Proven, ProofLevel::Attested, ProofLevel::Claimed, ProofLevel::Contradicted];
    ProofPage {
        page: frame(1, "", "Proof", words),
        standing: vec!["This build did not read history. Every approval is shown as claimed.".to_owned()],
        counts: levels
            .into_iter()
            .map(|level| ProofCount {
                mark: ProofMark::new(level, words),
                meaning: "What it means.".to_owned(),
                count: "0 documents".to_owned(),
                href: None,
            })
            .collect(),
        commands: vec!["git verify-commit a41c9e7".to_owned()],
    }
}

/// All pages in one language: path, template's result.
fn pages(language: &str) -> Vec<(&'static str, String)> {
    let words = Strings::load(language, None).0;
    let (theme, problems) = Theme::new(BTreeMap::new(), words.clone());
    assert_eq!(problems, []);
    let mut draft = document(Some(Banner::draft(true, Some(link("Read the approved text", "x.html")), &words)), &words);
    draft.previous = None;
    let mut retired = document(Some(Banner::retired(Some(link("PRO-021 Incidents", "x.html")), &words)), &words);
    retired.page.body_class = "old".to_owned();
    let ahead = document(Some(Banner::not_yet_effective(day("2026-05-01"), &words)), &words);
    let mut translated = document(Some(Banner::translation(link("PRO-012", "x.html"), Some(("3.1", "3.2")), &words)), &words);
    translated.page.banners.push(Banner::superseded(link("PRO-021", "x.html"), &words));
    let mut documents = frame(1, "documents", "Documents", &words);
    documents.side = side();
    documents.menu_page = true;
    let group = DocumentGroup {
        anchor: "resolution".to_owned(),
        title: "Resolution and fulfilment".to_owned(),
        items: vec![item("Incident management", "PRO-012"), item("Problem management", "PRO-014")],
    };
    let documents = DocumentsPage {
        page: documents,
        title: "Documents".to_owned(),
        lead: "All documents by group.".to_owned(),
        groups: vec![group],
    };
    let plain = PlainPage {
        page: frame(0, "", "Page", &words),
        title: "A page".to_owned(),
        lead: None,
        body_html: body::HTML.to_owned(),
    };
    let rendered = [
        ("index.html", theme.render("home.html", &home(&words))),
        ("documents/pro-012.html", theme.render("document.html", &document(None, &words))),
        ("documents/draft.html", theme.render("document.html", &draft)),
        ("documents/retired.html", theme.render("document.html", &retired)),
        ("documents/ahead.html", theme.render("document.html", &ahead)),
        ("documents/translated.html", theme.render("document.html", &translated)),
        ("documents/proven.html", theme.render("document.html", &document::assessed(ProofLevel::Proven, &words))),
        ("documents/contradicted.html", theme.render("document.html", &document::assessed(ProofLevel::Contradicted, &words))),
        ("documents/index.html", theme.render("documents.html", &documents)),
        ("register/index.html", theme.render("register.html", &register(&words))),
        ("glossary.html", theme.render("glossary.html", &glossary(&words))),
        ("search.html", theme.render("search.html", &search(&words))),
        ("editions/index.html", theme.render("editions.html", &editions(&words))),
        ("proof/index.html", theme.render("proof.html", &proof(&words))),
        ("page.html", theme.render("page.html", &plain)),
    ];
    rendered.into_iter().map(|(path, page)| (path, page.html)).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test asks where to put samples")]
fn every_page_renders() {
    for language in ["en", "de"] {
        for (path, html) in pages(language) {
            let page = format!("{language} {path}");
            assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{page}");
            assert_eq!(html.matches("<h1").count(), 1, "{page}");
            for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:", "<script>", "http-equiv"] {
                assert!(!html.contains(forbidden), "{page} holds {forbidden}");
            }
            assert_eq!(html.matches("<script").count(), html.matches("<script src=\"").count(), "{page}");
            let ids: Vec<&str> =
                html.match_indices(" id=\"").filter_map(|(at, m)| html[at + m.len()..].split('"').next()).collect();
            let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), unique.len(), "{page}: an id stands twice: {ids:?}");
            for (at, mark) in html.match_indices("<use href=\"#") {
                let id = html[at + mark.len()..].split('"').next().unwrap_or_default();
                assert!(unique.contains(id), "{page}: no symbol {id}");
            }
        }
    }
    if let Ok(folder) = std::env::var("CLAUSEBOOK_SAMPLES") {
        write(std::path::Path::new(&folder));
    }
}

#[expect(clippy::disallowed_methods, reason = "a test writes samples to look at")]
fn write(folder: &std::path::Path) {
    for language in ["en", "de"] {
        let root = folder.join(language);
        let put = |path: &str, bytes: &[u8]| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        for (path, html) in pages(language) {
            put(path, html.as_bytes());
        }
        for (path, bytes) in Theme::new(BTreeMap::new(), Strings::load(language, None).0).0.assets() {
            put(&path, &bytes);
        }
    }
}

#[test]
fn document_page_stays_light() {
    let assets: BTreeMap<_, _> = Theme::new(BTreeMap::new(), Strings::load("en", None).0).0.assets().into_iter().collect();
    let size = |name: &str| assets[&format!("assets/{name}")].len();
    let (_, html) = pages("en").into_iter().find(|(path, _)| *path == "documents/pro-012.html").unwrap();
    let sum =
        html.len() + ["handbook.css", "document.css", "print.css", "handbook.js", "theme.js"].map(size).iter().sum::<usize>();
    assert!(sum < 90_000, "{sum} bytes");
}
