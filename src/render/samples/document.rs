//! The sample document: a process with every part a page can have.

use super::super::strings::Strings;
use super::super::view::*;
use super::{body, day, frame, link, side, today};
use crate::base::Cycle;

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

fn pending(words: &Strings) -> PendingPart {
    PendingPart {
        needs: vec![
            vec![Part::text(words.get("pending.needs.approval.by")), Part::link("SMS Manager", "../roles/s.html")],
            vec![Part::text(words.with("pending.needs.day", &[("date", "1 August 2026")]))],
        ],
        first: true,
        redline_html: "<p>Within <del>60</del> <ins>30</ins> minutes.</p>".to_owned(),
    }
}

/// A document in force; `banner` makes it another state.
pub(super) fn document(banner: Option<Banner>, words: &Strings) -> DocumentPage {
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
        revisions_command: String::from("clausebook diff 0a1b2c3d4e 5f6a7b8c9d PRO-012"),
        page,
        id: "PRO-012".to_owned(),
        title: "Incident management".to_owned(),
        lead: Some("Restore the agreed service as soon as possible, keep the customer informed, and leave a record that others can learn from.".to_owned()),
        folded: "version 3.2, approved".to_owned(),
        fields,
        wide_fields,
        approval: if draft { ApprovalRow::not_approved(true, approver, words) } else { ApprovalRow::claimed("3.2", approver, words.get("history.off"), words) },
        pending: draft.then(|| pending(words)),
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
        revisions: revisions(words),
        revisions_more: words.plural("revisions.more", 12),
        events: vec![
            event("page:event-1", "Approved version 3.2", ProofLevel::Proven, words),
            event("", "Reviewed", ProofLevel::Contradicted, words),
        ],
        review: Some(ReviewLine { proof: Some(ProofMark::new(ProofLevel::Attested, words)), sentence: vec![Part::text("Reviewed by Marit Solberg on 24 Feb 2026, as commit "), Part::link("a41c9e7d01", "#page:event-1").set(PartStyle::Code), Part::text(" records.")] }),
        revisions_note: "From git. One row for each version.".to_owned(),
        backlinks: vec![back("PRC-004", "Major incident procedure", "section 1, When to use this", "It begins where <a href=\"x.html\">incident management</a> ends."), back("PRO-014", "Problem management", "sections 2 and 5", "")],
        previous: Some(link("Release and deployment management", "pro-011.html")),
        next: Some(link("Major incident procedure", "prc-004.html")),
    }
}

fn revisions(words: &Strings) -> Vec<RevisionRow> {
    let revision = |version: &str, date: &str, note: &str, proof: Option<ProofLevel>| RevisionRow {
        redlines: vec![link("Redline against the text before", "pro-012/text-0a1b2c3d4e..5f6a7b8c9d.html")],
        anchor: format!("page:text-{}", version.replace('.', "")),
        version: Part::text(version),
        mark: if version == "3.2" { words.get("revision.in_force").to_owned() } else { String::new() },
        date: Day::new(day(date), words),
        note: note.to_owned(),
        subject: "Yearly review of incident management".to_owned(),
        who: "Marit Solberg".to_owned(),
        commit: Part::text("a41c9e7d01").set(PartStyle::Code),
        landing: (version == "3.1").then(|| Part::text("77e2c50aa1").set(PartStyle::Code)),
        proof: proof.map(|level| ProofMark::new(level, words)),
    };
    let uncommitted = RevisionRow {
        version: Part::text("3.3"),
        date: Day { text: words.get("revision.uncommitted").to_owned(), ..Day::default() },
        note: "Changed: Steps.".to_owned(),
        ..RevisionRow::default()
    };
    vec![
        uncommitted,
        revision("3.2", "2026-02-24", "Yearly review.", Some(ProofLevel::Proven)),
        revision("3.1", "2025-09-01", "Correction.", Some(ProofLevel::Attested)),
        revision("2.0", "2023-06-05", "First version kept in git.", None),
    ]
}

fn event(anchor: &str, what: &str, proof: ProofLevel, words: &Strings) -> EventRow {
    EventRow {
        anchor: anchor.to_owned(),
        date: Day::new(day("2026-02-24"), words),
        what: what.to_owned(),
        struck: false,
        how: words.get("event.how.landing").to_owned(),
        who: "Marit Solberg".to_owned(),
        right: words.with("event.right.held", &[("role", "Head of Service Management")]),
        commit: Part::text("a41c9e7d01").set(PartStyle::Code),
        full: "a41c9e7d01a41c9e7d01a41c9e7d01a41c9e7d01".to_owned(),
        landing: None,
        proof: ProofMark::new(proof, words),
    }
}

/// The document with its proof read: signed and in order, or approved by somebody who may not.
pub(super) fn assessed(level: ProofLevel, words: &Strings) -> DocumentPage {
    let mut view = document(None, words);
    let commit = || Part::link("a41c9e7", "https://git.example/a41c9e7").set(PartStyle::Code);
    let good = level == ProofLevel::Proven;
    let check = |outcome, title: &str, text: Vec<Part>| Check { outcome, title: words.get(title).to_owned(), text };
    let by = |good: bool| if good { CheckOutcome::Yes } else { CheckOutcome::No };
    let key = Part::text("SHA256:9fKcTqZ0u1E5mPpJfV2hJ7gqXl3fH6c1Dq8bYw0x1E").set(PartStyle::Code);
    let checks = vec![
        check(CheckOutcome::Yes, "check.recorded", vec![Part::text("Commit "), commit(), Part::text(" approves version 3.2.")]),
        check(by(good), "check.authorised", vec![Part::text("See "), Part::link("MAN-001, appendix B", "man-001.html#b")]),
        check(by(good), "check.signature", vec![Part::text("SSH key "), key, Part::text(", allowed since 14 Oct 2024.")]),
        check(CheckOutcome::Yes, "check.unchanged", vec![Part::text("The file is the same at "), commit(), Part::text(".")]),
        check(CheckOutcome::Unknown, "check.dates", vec![Part::text("Not assessed.")]),
    ];
    let sentence = if good {
        vec![Part::text("Signed by Marit Solberg, who may approve this document. Signature verified in commit "), commit()]
    } else {
        view.fields[2].value = "Disputed".to_owned();
        view.fields[2].tone = "disputed".to_owned();
        view.folded = "version 3.2, disputed".to_owned();
        vec![
            Part::text("Treat the approval as missing.").set(PartStyle::Strong),
            Part::text(" The document names an approver; git shows someone else."),
        ]
    };
    let commands = vec![
        "git verify-commit a41c9e7".to_owned(),
        "git diff --exit-code a41c9e7 2026.1 -- docs/processes/incident-management-and-everything-that-belongs-to-it.md"
            .to_owned(),
    ];
    view.approval =
        ApprovalRow { proof: Some(ProofMark::new(level, words)), sentence, checks, commands, ..ApprovalRow::default() };
    view
}
