//! The sample home page.

use super::super::strings::Strings;
use super::super::view::*;
use super::{day, frame, link, today};

pub(super) fn home(words: &Strings) -> HomePage {
    let mut page = frame(0, "", "Home", words);
    page.body_class = "home".to_owned();
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
    HomePage {
        page,
        title: "Service management handbook".to_owned(),
        scope_html: "The service management system of Northwind Cloud Services that supports managed hosting, managed workplace and managed network services, delivered to external customers from Oslo and Gdańsk.".to_owned(),
        scope_source: Some(link("MAN-001, section 2", "documents/man-001.html")),
        edition: edition(words),
        ways: ways(words),
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

fn edition(words: &Strings) -> EditionBlock {
    let fact = |label: &str, parts: Vec<Part>| EditionRow { label: label.to_owned(), proof: None, parts };
    EditionBlock {
        name: "Draft".to_owned(),
        word: "uncontrolled".to_owned(),
        kind: "dra".to_owned(),
        rows: vec![
            fact("As of", vec![Part::text("18 Mar 2026")]),
            EditionRow {
                label: "Proof".to_owned(),
                proof: Some(ProofMark::new(ProofLevel::Claimed, words)),
                parts: vec![Part::text("history is not read in this build")],
            },
            fact("Standard", vec![Part::text("ISO/IEC 20000-1:2018, Amd 1:2024")]),
            fact("Certificate", vec![Part::link("MC-40817", "x.html"), Part::text(", valid to 14 Jun 2027")]),
        ],
    }
}

fn ways(words: &Strings) -> Vec<Way> {
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
    vec![procedures, owning, auditing]
}
