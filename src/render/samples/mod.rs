//! Pages with made-up content, for tests of the templates and to look at: with `CLAUSEBOOK_SAMPLES=FOLDER` the test
//! `every_page_renders` writes them there.

use std::collections::BTreeMap;

use super::strings::Strings;
use super::theme::Theme;
use super::view::*;
use crate::base::{Cycle, Date};

mod body;

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
        menu: main_menu("clauses/iso20000-1-2018/index.html", words),
        more: vec![MenuEntry { key: String::new(), title: "Glossary".to_owned(), href: "glossary.html".to_owned() }],
        section: section.to_owned(),
        edition: Some(EditionButton {
            name: "2026.1".to_owned(),
            word: "current".to_owned(),
            kind: "cur".to_owned(),
            href: "editions/index.html".to_owned(),
            as_of: words.date(today()),
        }),
        facts: vec![
            Fact { label: "Edition".to_owned(), value: "2026.1".to_owned(), code: String::new() },
            Fact { label: "As of 18 Mar 2026".to_owned(), ..Fact::default() },
        ],
        footer: Some("Northwind Cloud Services. Internal use.".to_owned()),
        generator: "clausebook 0.1.0".to_owned(),
        ..Page::default()
    }
}

fn side() -> Vec<NavGroup> {
    let titles =
        ["Context and leadership", "Planning", "Support", "Service portfolio", "Resolution and fulfilment", "Service assurance"];
    let items = ["Incident management", "Major incident procedure", "Service request management", "Problem management"];
    titles
        .iter()
        .map(|title| NavGroup {
            title: (*title).to_owned(),
            href: "index.html".to_owned(),
            open: title.starts_with("Resolution"),
            items: items
                .iter()
                .filter(|_| title.starts_with("Resolution"))
                .enumerate()
                .map(|(place, item)| NavItem { title: (*item).to_owned(), href: "x.html".to_owned(), current: place == 0 })
                .collect(),
            more: title.starts_with("Resolution").then(|| "All 61 documents".to_owned()),
        })
        .collect()
}

fn chip(title: &str, partial: bool) -> ClauseChip {
    ClauseChip { title: title.to_owned(), href: "../clauses/c.html".to_owned(), note: String::new(), partial }
}

fn entries() -> Vec<EntryTable> {
    let cell = |kind: &str, part: Part| EntryCell { kind: kind.to_owned(), parts: vec![part] };
    let row = |id: &str, title: &str, note: &str| EntryRow {
        anchor: id.to_lowercase(),
        cells: vec![
            cell("id", Part::text(id)),
            cell("", Part::text(title)),
            cell("num", Part::text("2")),
            cell("num", Part::text("4")),
            cell("", Part::link("Capacity Manager", "../roles/c.html")),
            cell("", Part::text("treating")),
            cell("overdue", Part::text("6 Feb 2026")),
        ],
        note: note.to_owned(),
    };
    vec![EntryTable {
        anchor: "risk".to_owned(),
        title: "Risks".to_owned(),
        more: Some(link("All risks", "../registers/risk.html")),
        columns: ["Id", "Title", "Likelihood", "Impact", "Owner", "Status", "Due"].map(str::to_owned).to_vec(),
        rows: vec![
            row("RSK-004", "Single circuit to Harbour House", "Second circuit ordered."),
            row("RSK-005", "Flood in Gdańsk", ""),
        ],
    }]
}

fn raci() -> RaciTable {
    let cells = |letters: [&str; 3]| letters.iter().map(|cell| cell.chars().map(|c| c.to_string()).collect()).collect();
    RaciTable {
        anchor: "raci".to_owned(),
        roles: ["Service desk analyst", "Incident Manager", "Problem Manager"]
            .iter()
            .map(|r| link(r, "../roles/r.html"))
            .collect(),
        rows: vec![
            RaciActivity { title: "Classify incident".to_owned(), problem: String::new(), cells: cells(["R", "A", "C"]) },
            RaciActivity {
                title: "Close incident".to_owned(),
                problem: "no one is accountable".to_owned(),
                cells: cells(["R", "", "I"]),
            },
        ],
        more: Some(link("RACI of Resolution and fulfilment", "../raci/resolution.html")),
    }
}

fn facts(words: &Strings) -> (Vec<ControlField>, Vec<ControlField>) {
    let role = |title: &str, person: &str| Some((Part::link(title, "../roles/r.html"), person.to_owned()));
    let facts = ControlFacts {
        id: "PRO-012".to_owned(),
        version: "3.2".to_owned(),
        status: "Approved".to_owned(),
        classification: "Internal".to_owned(),
        effective: Some(day("2026-03-02")),
        reviewed: Some(day("2026-02-24")),
        owner: role("Incident Manager", "Daniel Okafor"),
        approver: role("Head of Service Management", "Marit Solberg"),
        due: Some(day("2027-02-24")),
        cycle: Cycle::parse("12 months"),
    };
    control_fields(&facts, today(), 30, words)
}

/// A document in force; `banner` makes it another state.
fn document(banner: Option<Banner>, words: &Strings) -> DocumentPage {
    let mut page = frame(1, "documents", "PRO-012 Incident management", words);
    page.side = side();
    page.crumbs = vec![link("Documents", "index.html"), link("Resolution and fulfilment", "index.html#resolution")];
    page.toc = body::TOC
        .iter()
        .map(|(title, href, level)| TocEntry { title: (*title).to_owned(), href: (*href).to_owned(), level: *level })
        .collect();
    page.actions = document_actions("processes/incident-management.md", Some("https://git.example/x"), words);
    let draft = banner.as_ref().is_some_and(|banner| banner.kind == BannerKind::Draft);
    page.banners = banner.into_iter().collect();
    page.print = Some(Print::new(
        SheetFacts {
            document: "PRO-012 Incident management",
            version: "3.2",
            source: "Northwind Cloud Services   SMS handbook 2026.1",
            classification: "Internal",
            draft,
            ..SheetFacts::default()
        },
        words,
    ));
    let approver = Some(Part::link("Head of Service Management", "../roles/h.html"));
    let (fields, wide_fields) = facts(words);
    let level = |level| ProofMark::new(level, words);
    let revision = |version: &str, date: &str, note: &str, proof| RevisionRow {
        version: Part::link(version, "x.html"),
        date: Day::new(day(date), words),
        note: note.to_owned(),
        who: "Marit Solberg".to_owned(),
        commit: Part::link("a41c9e7", "x.html"),
        proof: level(proof),
    };
    let change = |version: &str, date: &str, note: &str| ChangeRow {
        version: version.to_owned(),
        date: Day::new(day(date), words),
        note: note.to_owned(),
    };
    let back = |id: &str, title: &str, section: &str, sentence: &str| Backlink {
        id: id.to_owned(),
        title: title.to_owned(),
        href: "x.html#s1".to_owned(),
        section: section.to_owned(),
        sentence_html: sentence.to_owned(),
    };
    DocumentPage {
        page,
        id: "PRO-012".to_owned(),
        title: "Incident management".to_owned(),
        lead: Some("Restore the agreed service as soon as possible, keep the customer informed, and leave a record that others can learn from.".to_owned()),
        folded: "version 3.2, approved".to_owned(),
        fields,
        wide_fields,
        approval: if draft { ApprovalRow::not_approved(true, approver, words) } else { ApprovalRow::claimed("3.2", approver, words) },
        clauses: vec![
            ClauseGroup { label: "ISO/IEC 20000-1".to_owned(), chips: vec![chip("8.6.1 Incident management", false), chip("8.7.3.3 Information security incidents", true)] },
            ClauseGroup { label: "Also".to_owned(), chips: vec![chip("ITIL 4 Incident management", false), chip("ISO/IEC 27001 A.5.26", false), chip("COBIT DSS02", false)] },
        ],
        relations: vec![Relation { label: "Related".to_owned(), links: vec![Part::link("PRC-004 Major incident procedure", "prc-004.html"), Part::link("REG-010 Incident register", "reg-010.html")] }],
        body_html: body::HTML.to_owned(),
        entries: entries(),
        raci: Some(raci()),
        changes: vec![change("3.2", "2026-02-24", "Yearly review. Update interval for priority 2 added."), change("3.1", "2025-09-01", "Correction of a telephone number.")],
        end_mark: end_mark("PRO-012", "3.2", words),
        revisions: vec![revision("3.2", "2026-02-24", "Yearly review.", ProofLevel::Proven), revision("3.1", "2025-09-01", "Correction.", ProofLevel::Attested), revision("2.0", "2023-06-05", "First version kept in git.", ProofLevel::Contradicted)],
        revisions_note: "From git. One row for each version.".to_owned(),
        backlinks: vec![back("PRC-004", "Major incident procedure", "section 1, When to use this", "It begins where <a href=\"x.html\">incident management</a> ends."), back("PRO-014", "Problem management", "sections 2 and 5", "")],
        previous: Some(link("Release and deployment management", "pro-011.html")),
        next: Some(link("Major incident procedure", "prc-004.html")),
    }
}

fn home(words: &Strings) -> HomePage {
    let mut page = frame(0, "", "Home", words);
    page.body_class = "home".to_owned();
    let [mut procedures, mut owning, mut auditing] = ways_in(words);
    let row = |title: &str, note: &str| WayRow { title: title.to_owned(), href: "x.html".to_owned(), note: note.to_owned() };
    procedures.rows = vec![
        row("Major incident procedure", "PRC-004"),
        row("Incident management", "PRO-012"),
        row("Service request management", "PRO-013"),
        row("Change management", "PRO-009"),
    ];
    owning.rows = vec![
        row("Documents by owner", "15 roles"),
        row("Reviews due in the next 30 days", "3"),
        row("Changes waiting for approval", "2"),
        row("How to review and approve", "PRO-020"),
    ];
    auditing.rows = vec![
        row("Clause traceability matrix", "57 clauses"),
        row("Document register", "29"),
        row("Who may approve what", "MAN-001"),
        row("What the signs mean", "5 checks"),
    ];
    let figure = |title: &str, number: &str, of: &str, sentence: &str| {
        HomeFigure {
        title: title.to_owned(),
        number: number.to_owned(),
        of: of.to_owned(),
        svg: "<svg viewBox=\"0 0 284 52\" role=\"img\" aria-label=\"bar\"><rect width=\"200\" height=\"34\" fill=\"var(--cov)\"/></svg>".to_owned(),
        sentence: sentence.to_owned(),
        href: "x.html".to_owned(),
    }
    };
    let due = |date: &str, title: &str, id: &str, owner: &str| DueRow {
        due: Day::due(day(date), today(), 30, words),
        title: title.to_owned(),
        href: "x.html".to_owned(),
        id: id.to_owned(),
        owner: Part::link(owner, "r.html"),
    };
    let changed = |date: &str, title: &str, id: &str, note: &str| RecentChange {
        date: Day::new(day(date), words),
        title: title.to_owned(),
        href: "x.html".to_owned(),
        id: id.to_owned(),
        note: note.to_owned(),
        proof: ProofMark::new(ProofLevel::Claimed, words),
        commit: String::new(),
    };
    let fact = |label: &str, parts: Vec<Part>| EditionRow { label: label.to_owned(), proof: None, parts };
    HomePage {
        page,
        title: "Service management handbook".to_owned(),
        scope_html: "The service management system of Northwind Cloud Services that supports managed hosting, managed workplace and managed network services, delivered to external customers from Oslo and Gdańsk.".to_owned(),
        scope_source: Some(link("MAN-001, section 2", "documents/man-001.html")),
        edition: EditionBlock {
            name: "Draft".to_owned(),
            word: "uncontrolled".to_owned(),
            kind: "dra".to_owned(),
            rows: vec![
                fact("As of", vec![Part::text("18 Mar 2026")]),
                EditionRow { label: "Proof".to_owned(), proof: Some(ProofMark::new(ProofLevel::Claimed, words)), parts: vec![Part::text("history is not read in this build")] },
                fact("Standard", vec![Part::text("ISO/IEC 20000-1:2018, Amd 1:2024")]),
                fact("Certificate", vec![Part::link("MC-40817", "x.html"), Part::text(", valid to 14 Jun 2027")]),
            ],
        },
        ways: vec![procedures, owning, auditing],
        figures: vec![
            figure("Clauses covered", "51", "of 57", "5 partial. 1 gap: 8.3.4.2, internal suppliers."),
            figure("Documents approved, nothing pending", "26", "of 29", "PLN-003 and PRO-019 are changing."),
            figure("Reviews on time, last 12 months", "30", "of 34", "4 late, below the line."),
            figure("Next surveillance audit", "55", "days", "Meridian Certification, 12 and 13 May 2026, Oslo."),
        ],
        due: vec![due("2026-02-06", "Service continuity plan", "PLN-002", "Service Continuity Manager"), due("2026-03-27", "Capacity plan 2026", "PLN-003", "Capacity Manager"), due("2026-05-26", "Service request management", "PRO-013", "Service Desk Manager")],
        due_more: Some(link("All 29 in the register", "register/index.html")),
        changes: vec![changed("2026-02-24", "Incident management", "PRO-012 3.2", "Customer update interval added for priority 2."), changed("2026-01-12", "SMS manual and scope", "MAN-001 6.0", "Gdańsk service desk added to the scope.")],
        changes_more: None,
    }
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
            proof: Some(ProofMark::new(ProofLevel::Claimed, words)),
        }],
        note: "Editions from git tags are not in this build.".to_owned(),
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
