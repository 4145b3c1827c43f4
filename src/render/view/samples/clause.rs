//! A clause of the sample that is covered, and one that is not.

use super::*;
use crate::render::figure::{FreshRow, Freshness, Sign, Tick, freshness};

fn covered() -> State {
    State::new(Sign::Covered, "Covered")
}

fn item(level: u8, number: &str, title: &str, sign: Sign) -> TreeItem {
    TreeItem {
        number: number.into(),
        title: title.into(),
        href: "clause.html".into(),
        state: State::new(sign, "Covered"),
        level,
        current: number == "8.6.1",
        open: number == "8",
    }
}

fn tree() -> Vec<TreeItem> {
    vec![
        item(0, "4", "Context", Sign::Covered),
        item(0, "5", "Leadership", Sign::Covered),
        item(0, "6", "Planning", Sign::Partial),
        item(0, "7", "Support", Sign::Partial),
        item(0, "8", "Operation", Sign::Gap),
        item(1, "8.1", "Operational planning and control", Sign::Covered),
        item(1, "8.3", "Relationship and agreement", Sign::Gap),
        item(1, "8.6", "Resolution and fulfilment", Sign::Covered),
        item(2, "8.6.1", "Incident management", Sign::Covered),
        item(2, "8.6.2", "Service request management", Sign::Covered),
        item(1, "8.7", "Service assurance", Sign::Covered),
        item(0, "9", "Evaluation", Sign::Partial),
        item(0, "10", "Improvement", Sign::Covered),
    ]
}

fn fresh() -> String {
    let row = |label: &str, age, limit, words: &str| FreshRow {
        label: label.into(),
        age_days: age,
        limit_days: limit,
        words: words.into(),
    };
    let fresh = Freshness {
        rows: vec![
            row("PRO-012 Incident management", Some(22), Some(365), "22 days of 12 months"),
            row("PRC-004 Major incident procedure", Some(380), Some(365), "15 days overdue"),
            row("REC-031 Incident record sample", Some(71), Some(91), "71 days of 3 months"),
        ],
        scale_days: 365,
        ticks: [(0, "0"), (91, "3"), (183, "6"), (274, "9"), (365, "12 months")]
            .map(|(at_days, label)| Tick { at_days, label: label.into() })
            .to_vec(),
    };
    freshness(words("fresh-f", "How fresh it is", "PRO-012: 22 days of 12 months."), &fresh)
}

fn asked() -> Vec<AskedRow> {
    let row = |mark: &str, text: &str, kind: &str, place: &str, rest: &str| AskedRow {
        mark: mark.into(),
        text: text.into(),
        kind: kind.into(),
        places: vec![Chip { rest: rest.into(), ..chip(place) }],
        missing: String::new(),
        state: covered(),
    };
    let mut rows = vec![
        row("a", "On record, with a class", "Point to cover", "PRO-012:p", "section 4, step 1 and 2"),
        row("b", "Ranked by impact and urgency", "Point to cover", "PRO-012:p", "section 3"),
        row("", "Incident records", "Record, explicit", "REC-031", "25 of 25 complete, Q4 2025"),
        row("", "Major incident procedure", "Document, explicit, 7.5.4 k", "PRC-004:p", "sections 2 to 7"),
    ];
    rows.push(AskedRow {
        text: "Major incident reports".into(),
        kind: "Record, by report".into(),
        missing: "No document or record provides this.".into(),
        state: State::new(Sign::Gap, "Gap"),
        ..AskedRow::default()
    });
    rows
}

fn documents() -> Vec<ClauseDocument> {
    let section = |title: &str, covers: &str| SectionLink {
        title: title.into(),
        href: "#page:main".into(),
        covers: covers.into(),
        changed: if title.starts_with('3') { "changed since the last review: check again".into() } else { String::new() },
    };
    let day = |text: &str| Day { text: text.into(), ..Day::default() };
    vec![
        ClauseDocument {
            title: "Incident management".into(),
            href: "../documents/pro-012.html".into(),
            about: "PRO-012, version 3.2".into(),
            owner: Part::link("Incident Manager", "role.html"),
            since: day("2 Mar 2026"),
            reviewed: day("24 Feb 2026"),
            proof: Some(ProofMark { level: ProofLevel::Proven, word: "Proven".into() }),
            sections: vec![section("1 Purpose and scope", ""), section("3 Set the priority", "b"), section("4 Steps", "a to e")],
            ..ClauseDocument::default()
        },
        ClauseDocument {
            title: "Major incident procedure".into(),
            href: "../documents/prc-004.html".into(),
            about: "PRC-004, version 2.1".into(),
            proof: Some(ProofMark { level: ProofLevel::Claimed, word: "Claimed".into() }),
            status: "2.2 in review".into(),
            status_tone: "review",
            note: "Partial: covers major incidents only.".into(),
            ..ClauseDocument::default()
        },
    ]
}

fn record() -> RecordRow {
    RecordRow {
        title: link("Incident record sample", "#page:main"),
        id: "REC-031".into(),
        place: "Service desk tool, queue INC".into(),
        owner: link("Incident Manager", "role.html"),
        retention: "3 years".into(),
        interval: "every 3 months".into(),
        sample: "INC-20418".into(),
        last: Day { text: "6 Jan 2026".into(), distance: "71 days ago".into(), tone: "".into(), iso: String::new() },
    }
}

fn mention() -> Backlink {
    Backlink {
        id: "PRO-012".into(),
        title: "Incident management".into(),
        href: "#page:main".into(),
        section: "4 Steps".into(),
        sentence_html: "Steps follow <b>8.6.1</b>.".into(),
    }
}

/// A covered clause with everything on its page.
pub(super) fn incident() -> ClausePage {
    let mut frame = page("clauses", "8.6.1 Incident management");
    frame.crumbs = vec![link("Clauses", "matrix.html"), link("8 Operation of the SMS", "clause.html")];
    frame.toc =
        toc(&[("asked", "What is asked for"), ("documents", "Documents"), ("fresh", "How fresh it is"), ("roles", "Roles")]);
    frame.actions =
        vec![Action { icon: "link".into(), title: "See in the matrix".into(), href: "matrix.html".into(), print: false }];
    let coverage = StripFact { state: Some(covered()), ..fact("Coverage", "Covered", "audited in this cycle") };
    ClausePage {
        page: frame,
        framework: link("ISO/IEC 20000-1:2018", "matrix.html"),
        tree: tree(),
        number: "8.6.1".into(),
        title: "Incident management".into(),
        summary: "Every incident is written down, ranked, worked on and closed in a known way.".into(),
        own_note: "Our summary, not the text of the standard. For the requirement itself, read clause 8.6.1 in your copy.".into(),
        strip: vec![
            coverage,
            fact("Documents", "2", "both proven"),
            fact("Records", "1", "checked quarterly"),
            fact("Last audited", "20 May 2025", "10 months ago"),
            fact("Open nonconformities", "1", "minor, on plan"),
        ],
        asked: asked(),
        documents: documents(),
        records: vec![record()],
        fresh_svg: Some(fresh()),
        roles: vec![RolePart {
            role: link("Incident Manager", "role.html"),
            holder: "Ida Berg".into(),
            part: "Accountable".into(),
            from: vec![link("PRO-012", "#page:main")],
        }],
        related: vec![RelatedRow {
            framework: "ISO/IEC 27001:2022".into(),
            clauses: vec![link("A.5.24 Incident planning", "#page:main"), link("A.5.26 Response", "#page:main")],
            ours: vec![chip("PRO-016:p"), Chip { kind: ChipKind::Derived, ..chip("PRO-012") }],
        }],
        related_note: "From the crosswalk: topics that match, never a claim of equivalence.".into(),
        audits: vec![AuditRow {
            date: "20 May 2025".into(),
            audit: link("Surveillance audit 2", "#page:main"),
            by: "Meridian Certification".into(),
            result: "One minor nonconformity:".into(),
            since: Some(Link {
                title: String::from("What changed since edition 2025.3"),
                href: String::from("../../changes/a..b.html"),
            }),
            findings: vec![link("NC-2025-11", "nonconformities.html")],
        }],
        nonconformities: vec![NonconformityBlock {
            id: link("NC-2025-11", "nonconformities.html"),
            grade: "Minor".into(),
            tone: "minor",
            raised: "20 May 2025".into(),
            title: "Three of the eight major incident reviews sampled had no date of completion.".into(),
            text: "Cause found. Effect to be checked on the next five reviews.".into(),
            owner: link("Incident Manager", "role.html"),
            done: 3,
            steps: 4,
            step_words: "Step 3 of 4: action done, effect not yet checked".into(),
            due: Day { text: "30 Apr 2026".into(), distance: "in 43 days".into(), tone: "".into(), iso: String::new() },
        }],
        mentions: vec![mention()],
        previous: Some(link("8.5.3 Release and deployment management", "#page:main")),
        next: Some(link("8.6.2 Service request management", "#page:main")),
        ..ClausePage::default()
    }
}

/// A clause nothing answers.
pub(super) fn gap() -> ClausePage {
    ClausePage {
        page: page("clauses", "8.3.4.2"),
        framework: link("ISO/IEC 20000-1:2018", "matrix.html"),
        tree: tree(),
        number: "8.3.4.2".into(),
        title: "Management of internal suppliers and customers acting as a supplier".into(),
        summary: "Agree and check what internal groups and customers deliver as part of a service.".into(),
        own_note: "Our summary, not the text of the standard.".into(),
        amendment: Some("ISO/IEC 20000-1:2018/Amd 1:2024 adds climate change to what has to be looked at.".into()),
        gap: Some("No document addresses this clause.".into()),
        next: Some(link("8.4.1 Budgeting and accounting for services", "#page:main")),
        ..ClausePage::default()
    }
}
