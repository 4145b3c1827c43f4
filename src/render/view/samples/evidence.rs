//! Registers, certification cycle, required documented information and reports of the sample.

use super::*;
use crate::render::figure::*;

fn cell(kind: CellKind, label: &str, text: &str) -> Cell {
    Cell { kind, label: label.into(), text: text.into(), ..Cell::default() }
}

/// Risks with their matrix.
pub(super) fn risks() -> ItemsPage {
    let mut counts = [[0; 5]; 5];
    counts[1][3] = 2;
    counts[4][4] = 1;
    counts[2][2] = 3;
    let figure = risk_matrix(
        words("risks", "Risks by likelihood and impact", "6 risks: 1 at likelihood 5 and impact 5."),
        &RiskMatrix { counts, likelihood_word: "Likelihood".into(), impact_word: "Impact".into() },
    );
    let row = |id: &str, title: &str, score: &str, tone, note: &str| ItemRow {
        anchor: id.to_lowercase(),
        id: id.into(),
        title: title.into(),
        href: "#page:main".into(),
        note: "Slow desktop for all customers while the circuit is down".into(),
        cells: vec![
            Cell { note: note.into(), tone, ..cell(CellKind::Score, "Score", score) },
            Cell { links: vec![link("Capacity Manager", "role.html")], ..cell(CellKind::Links, "Owner", "") },
            Cell { tone: "active", ..cell(CellKind::Status, "Status", "Treating") },
            Cell { note: "in 196 days".into(), ..cell(CellKind::Date, "Due", "30 Sep 2026") },
            Cell {
                links: vec![link("8.7.1", "clause.html"), link("6.1", "clause.html")],
                ..cell(CellKind::Clauses, "Clauses", "")
            },
        ],
        details: vec![cell(CellKind::Text, "Treatment", "Second circuit ordered")],
        ..ItemRow::default()
    };
    ItemsPage {
        page: page("reports", "Risks"),
        title: "Risks".into(),
        lead: "What could keep the services from what was agreed, and what is done about it.".into(),
        tabs: vec![
            tab("Risks", "6", true),
            tab("Nonconformities", "3", false),
            tab("Improvements", "12", false),
            tab("Audits", "7", false),
        ],
        strip: vec![
            fact("Risks", "6", "4 open, 2 accepted"),
            StripFact { tone: "bad", ..fact("Score 15 and above", "1", "RSK-009") },
        ],
        figure: Some(Figure {
            svg: figure,
            caption: "Number of open risks in each cell. Score is likelihood times impact.".into(),
        }),
        figure_title: "Where the risks stand".into(),
        columns: ["Score", "Owner", "Status", "Due", "Clauses"].map(String::from).to_vec(),
        groups: vec![
            ItemGroup {
                title: "Service requirements".into(),
                note: "2 open".into(),
                rows: vec![
                    row("RSK-004", "Single circuit to Harbour House", "8", "z2", "2 × 4"),
                    row("RSK-009", "Backup site shares the power line", "25", "z4", "5 × 5"),
                ],
            },
            ItemGroup {
                title: "Other parties".into(),
                note: String::new(),
                rows: vec![row("RSK-011", "Supplier leaves the market", "12", "z3", "3 × 4")],
            },
        ],
        sources: vec![link("REG-002 Risk register", "#page:main")],
        exports: exports(),
        ..ItemsPage::default()
    }
}

/// Nonconformities with their steps.
pub(super) fn nonconformities() -> ItemsPage {
    let row = |id: &str, title: &str, tone, done| ItemRow {
        anchor: id.to_lowercase(),
        id: id.into(),
        title: title.into(),
        cells: vec![
            Cell { tone, ..cell(CellKind::Grade, "Grade", tone) },
            cell(CellKind::Date, "Raised", "20 May 2025"),
            Cell {
                done,
                steps: 4,
                note: format!("Step {done} of 4"),
                ..cell(CellKind::Steps, "Progress", "action done, effect not checked")
            },
            Cell { note: "40 days overdue".into(), tone: "overdue", ..cell(CellKind::Date, "Due", "6 Feb 2026") },
        ],
        closed: done == 4,
        ..ItemRow::default()
    };
    ItemsPage {
        page: page("reports", "Nonconformities"),
        title: "Nonconformities".into(),
        lead: "What did not conform, why, and what was done about it.".into(),
        columns: ["Grade", "Raised", "Progress", "Due"].map(String::from).to_vec(),
        groups: vec![ItemGroup {
            rows: vec![
                row("NC-2025-11", "Major incident reviews without a date of completion", "minor", 3),
                row("NC-2026-03", "Nothing governs internal suppliers", "major", 1),
                row("NC-2025-02", "Old form in use", "observation", 4),
            ],
            ..ItemGroup::default()
        }],
        ..ItemsPage::default()
    }
}

fn timeline() -> String {
    let audit = |date: &str, label: &str, word: &str, party, planned| AuditMark {
        date: day(date),
        label: label.into(),
        date_word: word.into(),
        party,
        planned,
    };
    let span = |id: &str, raised: &str, closed: Option<&str>, due: Option<&str>, grade| NonconformitySpan {
        id: id.into(),
        raised: day(raised),
        closed: closed.map(day),
        due: due.map(day),
        grade,
    };
    let cycle = CycleTimeline {
        from: day("2024-06-15"),
        to: day("2027-06-14"),
        today: day("2026-03-18"),
        today_word: "Today".into(),
        years: [("2024-06-15", "Year 1"), ("2025-06-15", "Year 2"), ("2026-06-15", "Year 3")]
            .map(|(from, label)| CycleYear { from: day(from), label: label.into() })
            .to_vec(),
        audits: vec![
            audit("2024-11-19", "Internal 2024-B", "19 Nov 2024", AuditParty::Internal, false),
            audit("2025-05-20", "Surveillance 1", "20 May 2025", AuditParty::External, false),
            audit("2025-11-18", "Internal 2025", "18 Nov 2025", AuditParty::Internal, false),
            audit("2026-05-12", "Surveillance 2", "12 May 2026", AuditParty::External, true),
            audit("2026-11-17", "Internal 2026", "17 Nov 2026", AuditParty::Internal, true),
        ],
        nonconformities: vec![
            span("NC-2024-07", "2024-11-19", Some("2025-04-30"), None, Grade::Minor),
            span("NC-2025-11", "2025-05-20", None, Some("2026-04-30"), Grade::Minor),
            span("NC-2025-14", "2025-11-18", None, Some("2026-02-06"), Grade::Major),
            span("OBS-2025-03", "2025-11-18", Some("2026-01-20"), None, Grade::Observation),
        ],
    };
    cycle_timeline(
        words("cycle", "Certification cycle", "5 audits from June 2024 to June 2027, 3 done; 2 nonconformities open."),
        &cycle,
    )
}

/// A certificate's cycle.
pub(super) fn cycle() -> CyclePage {
    let done = |mark| GridCell { mark, word: "audited".into() };
    let row = |number: &str, title: &str, marks: [&'static str; 5], last: &str| GridRow {
        number: number.into(),
        title: title.into(),
        href: "clause.html".into(),
        cells: marks.map(done).to_vec(),
        last: last.into(),
        missing: last.starts_with("not"),
        ..GridRow::default()
    };
    let audit = |title: &str, date: &str, planned| GridAudit {
        title: title.into(),
        date: date.into(),
        href: "#page:main".into(),
        planned,
    };
    CyclePage {
        page: page("reports", "Certification cycle"),
        title: "Certification cycle".into(),
        lead: "The years of the certificate: which audits took place, what they found, and which clauses they covered.".into(),
        strip: vec![
            fact("Certificate", "MC-40817", "Meridian Certification"),
            fact("Valid", "to 14 Jun 2027", "in 453 days"),
            fact("Next audit", "12 May 2026", "in 55 days"),
        ],
        scope: "Managed hosting, managed workplace and managed network services.".into(),
        figure: Some(Figure { svg: timeline(), caption: String::new() }),
        audits: vec![CycleAudit {
            when: Day { text: "20 May 2025".into(), ..Day::default() },
            audit: link("Surveillance audit 1", "#page:main"),
            scheme: "Surveillance".into(),
            party: "external",
            by: "Meridian Certification".into(),
            result: "One minor nonconformity:".into(),
            since: Some(Link {
                title: String::from("What changed since edition 2025.3"),
                href: String::from("../changes/a..b.html"),
            }),
            findings: vec![link("NC-2025-11", "nonconformities.html")],
            planned: false,
        }],
        grid: Some(ClauseGrid {
            sentence: "1 of 3 assessable clauses has not been audited in this cycle.".into(),
            audits: vec![
                audit("Internal 2024-B", "Nov 2024", false),
                audit("Surveillance 1", "May 2025", false),
                audit("Internal 2025", "Nov 2025", false),
                audit("Surveillance 2", "May 2026", true),
                audit("Internal 2026", "Nov 2026", true),
            ],
            rows: vec![
                GridRow { heading: true, number: "8".into(), title: "Operation of the SMS".into(), ..GridRow::default() },
                row("8.6.1", "Incident management", ["", "finding", "", "planned", ""], "May 2025"),
                row("8.6.2", "Service request management", ["done", "", "done", "", ""], "Nov 2025"),
                row("8.6.3", "Problem management", ["", "", "", "", "planned"], "not yet in this cycle"),
            ],
        }),
        nonconformities: vec![CycleNonconformity {
            id: link("NC-2025-11", "nonconformities.html"),
            title: "Major incident reviews without a date of completion".into(),
            cells: vec![
                Cell { tone: "minor", ..cell(CellKind::Grade, "Grade", "Minor") },
                cell(CellKind::Date, "Raised", "20 May 2025"),
                Cell { note: "in 43 days".into(), ..cell(CellKind::Date, "Due", "30 Apr 2026") },
            ],
        }],
        ..CyclePage::default()
    }
}

/// Required documented information.
pub(super) fn required() -> RequiredPage {
    let row = |anchor: &str, number: &str, item: &str, kind: &str, letter: &str, place: &str, sign: Sign| RequiredRow {
        anchor: anchor.into(),
        number: number.into(),
        href: "clause.html".into(),
        item: item.into(),
        kind: kind.into(),
        basis: "Explicit".into(),
        letter: letter.into(),
        places: place.split_whitespace().map(chip).collect(),
        missing: if place.is_empty() { "No document or record provides this.".into() } else { String::new() },
        state: State::new(sign, if sign == Sign::Gap { "Gap" } else { "Provided" }),
    };
    RequiredPage {
        page: page("reports", "Required documented information"),
        title: "Required documented information".into(),
        lead: "What the standard wants kept, and where it is.".into(),
        frameworks: vec![tab("ISO/IEC 20000-1:2018", "", true), tab("ISO/IEC 27001:2022", "", false)],
        segments: vec![Segment::all("All", 4), Segment::of(Sign::Covered, "Provided", 3), Segment::of(Sign::Gap, "Gap", 1)],
        counted: "3 of 4 items are provided.".into(),
        bases: vec![BasisNote {
            word: "Explicit".into(),
            text: "The clause itself asks for it to be documented, recorded or kept.".into(),
        }],
        letters: true,
        groups: vec![
            RequiredGroup {
                number: "4".into(),
                title: "Context of the organization".into(),
                summary: "1 of 1".into(),
                has: "covered".into(),
                rows: vec![row("i-4.3-1", "4.3", "Statement of the SMS scope", "Document", "a", "MAN-001:p", Sign::Covered)],
            },
            RequiredGroup {
                number: "8".into(),
                title: "Operation of the SMS".into(),
                summary: "2 of 3".into(),
                has: "covered gap".into(),
                rows: vec![
                    row("i-8.6.1-1", "8.6.1", "Incident records", "Record", "", "REC-031", Sign::Covered),
                    row("i-8.6.1-2", "8.6.1", "Major incident procedure", "Document", "k", "PRC-004:p", Sign::Covered),
                    row("i-8.6.1-3", "8.6.1", "Major incident reports", "Record", "", "", Sign::Gap),
                ],
            },
        ],
        exports: exports(),
        ..RequiredPage::default()
    }
}

/// The index of reports.
pub(super) fn reports() -> ReportsPage {
    let report = |title: &str, text: &str, figure: &str, tone| ReportLink {
        title: title.into(),
        href: "matrix.html".into(),
        text: text.into(),
        figure: figure.into(),
        tone,
    };
    ReportsPage {
        page: page("reports", "Reports"),
        title: "Reports".into(),
        lead: "Everything that is generated from the documents, for audits and reviews.".into(),
        groups: vec![
            ReportGroup {
                title: "Conformity".into(),
                reports: vec![
                    report("Clause traceability", "Which documents address each clause.", "51 of 57", ""),
                    report(
                        "Required documented information",
                        "What the standard wants kept, and where it is.",
                        "3 missing",
                        "bad",
                    ),
                ],
            },
            ReportGroup { title: "Registers".into(), reports: vec![report("Risks", "What could go wrong.", "6", "")] },
        ],
        exports: vec![ExportRow { title: "Matrix".into(), files: exports() }],
    }
}
