//! The control report of a provider with one contradiction, and of one without history.

use super::*;
use crate::handbook::Proof;
use crate::render::figure::{
    AuditMark, AuditParty, ControlRow, ControlSpan, ControlTimeline, QuarterRow, control_timeline, signatures,
};

fn mark(level: ProofLevel, word: &str) -> ProofMark {
    ProofMark { level, word: word.into() }
}

fn on(text: &str) -> Day {
    Day { text: text.into(), ..Day::default() }
}

fn timeline() -> String {
    let row = |id: &str, tone: &'static str, approvals: Vec<(Date, Proof)>| ControlRow {
        id: id.into(),
        title: "Service management policy".into(),
        href: "x.html".into(),
        spans: vec![
            (day("2024-05-01"), day("2026-03-18"), ControlSpan::InForce),
            (day("2025-11-01"), day("2025-12-10"), ControlSpan::InReview),
            (day("2026-02-06"), day("2026-03-18"), ControlSpan::Overdue),
        ],
        approvals,
        due: Some(day("2026-05-01")),
        due_word: "due 1 May 2026".into(),
        tone,
    };
    let control = ControlTimeline {
        from: day("2024-03-18"),
        to: day("2026-06-18"),
        today: day("2026-03-18"),
        today_word: "today".into(),
        ticks: vec![(day("2024-04-01"), "Apr".into()), (day("2025-01-01"), "Jan".into())],
        audits: vec![AuditMark {
            date: day("2025-05-20"),
            label: "Surveillance".into(),
            date_word: "20 May 2025".into(),
            party: AuditParty::External,
            planned: false,
        }],
        groups: vec![
            vec![row("POL-001", "d", vec![(day("2024-05-01"), Proof::Attested), (day("2025-12-10"), Proof::Proven)])],
            vec![row("PRO-007", "od", vec![(day("2025-12-01"), Proof::Contradicted)])],
        ],
    };
    control_timeline(words("tl", "Control timeline", "Two documents"), &control)
}

fn quarters() -> String {
    let row =
        QuarterRow { label: "Q4 2025".into(), approvals: vec![Proof::Proven, Proof::Claimed], words: "1 of 2 proven".into() };
    signatures(words("sig", "Signatures by quarter", "Q4 2025: 1 of 2 proven."), &[row])
}

fn commit() -> Part {
    Part::text("77e2c50aa1").set(PartStyle::Code)
}

/// A report with everything on its page.
pub(super) fn report() -> ControlPage {
    let row = || CommitRow {
        commit: commit(),
        date: on("1 Dec 2025"),
        who: "Per Nygard".into(),
        text: vec![Part::text("Moved the review dates of 9 documents.")],
        about: vec![Part::link("PRO-001", "x.html"), Part::text("3 more")],
        approved: "by Marit Solberg".into(),
        proof: Some(mark(ProofLevel::Proven, "Proven")),
    };
    ControlPage {
        page: page("reports", "Document control report"),
        title: "Document control report".into(),
        lead: "How each document was reviewed and approved, read from git.".into(),
        strip: vec![fact("Documents", "29", "at baseline 2026.1"), fact("Contradictions", "1", "today")],
        timeline: Some(Figure { svg: timeline(), caption: "The 60 documents that need attention most.".into() }),
        contradictions: vec![ContradictionBlock {
            document: link("Budgeting and accounting for services", "x.html"),
            about: "PRO-007, version 1.5".into(),
            proof: mark(ProofLevel::Contradicted, "Contradicted"),
            says: vec![Part::text("Version 1.5 is approved by "), Part::link("Head of Service Management", "r.html")],
            git: vec![vec![Part::text("Commit "), commit(), Part::text(" is by Per Nygard, who may not approve this document.")]],
            clear: "An approver reviews version 1.5 and records the approval in a signed commit.".into(),
        }],
        overdue: vec![OverdueRow {
            id: "PLN-002".into(),
            document: link("Service continuity plan", "x.html"),
            owner: Part::link("Continuity Manager", "r.html"),
            last: on("6 Feb 2025"),
            due: Day {
                text: "6 Feb 2026".into(),
                distance: "40 days overdue".into(),
                tone: "overdue".into(),
                iso: String::new(),
            },
        }],
        unproven: vec![UnprovenRow {
            id: "PRO-006".into(),
            document: link("Supplier management", "x.html"),
            proof: mark(ProofLevel::Claimed, "Claimed"),
            sentence: vec![Part::text("No approval found in history for version 2.0.")],
        }],
        doubts: vec![row()],
        bulk_edits: vec![row()],
        authority: vec![row()],
        signatures: Some(Figure { svg: quarters(), caption: "2 approvals in all.".into() }),
        signers: vec![SignerLine {
            name: "Marit Solberg".into(),
            roles: "Head of Service Management".into(),
            signed: "22 of 32".into(),
            keys: vec![SignerKey {
                key: "SHA256:9fKcTqZ0u1E5mPpJfV2hJ7gqXl3fH6c1Dq8bYw0x1E".into(),
                since: "since 1 Oct 2024".into(),
            }],
        }],
        anchors: vec![AnchorLine {
            date: on("1 Dec 2025"),
            place: commit(),
            given_to: "The certification body".into(),
            commit: "77e2c50aa177e2c50aa177e2c50aa177e2c50aa1".into(),
            register: String::new(),
            outcome: "yes",
            text: "It holds.".into(),
        }],
        head: "a41c9e7d01a41c9e7d01a41c9e7d01a41c9e7d01".into(),
        register: "5f2b".repeat(16),
        gaps: vec![GapLine { text: "A shallow clone.".into(), remedy: "Run git fetch --unshallow.".into() }],
        signs: link("What the signs mean", "../proof/index.html"),
        ..ControlPage::default()
    }
}

/// A report that nothing is read for.
pub(super) fn unjudged() -> ControlPage {
    ControlPage {
        page: page("reports", "Document control report"),
        title: "Document control report".into(),
        standing: Some(Standing { text: "The folder lies in no git repository.".into(), remedy: "Keep it in one.".into() }),
        strip: vec![fact("Documents", "29", "")],
        ..ControlPage::default()
    }
}
