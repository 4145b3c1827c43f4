//! The judgement of document control on histories in memory: texts followed through history, reviews, days, and the report.

use clausebook::handbook::document_control::{
    AnchorState, ChangeKind, Contradiction, Doubt, EventKind, Outcome, Proof, SpanKind, Tick,
};
use clausebook::handbook::{HistoryState, Review};

use crate::control::{APPROVED, WRITTEN, control, date, handbook, of, on, written};

#[test]
fn condition_2_a_review_without_change_counts_without_an_edit() {
    let reviewed = "=== commit 2025-02-20 Ben <ben@example.org>: Still right [Document: A-1] [Reviewed-by: Ben <ben@example.org>] [Review-outcome: no-change]\n";
    let history = format!("{}{APPROVED}{reviewed}", WRITTEN.replace("1.0 |", "1.0 reviewed=2024-02-01 |"));
    let handbook = on("2025-07-01", &history);
    let control = of(&handbook, "A-1");
    assert_eq!(control.review.last, Some(date("2025-02-20")));
    assert_eq!(control.review.state, Review::Current { due: date("2026-02-20") });
    assert_eq!(control.events[0].kind, EventKind::Review(Some(Outcome::NoChange)));
    assert_eq!(control.events[0].proof, Proof::Attested);
    assert!(!handbook.entries[0].review.is_overdue());
    // Without it the review would be overdue.
    let without = on("2025-07-01", &history.replace(reviewed, ""));
    assert!(without.entries[0].review.is_overdue());
}

#[test]
fn reviews_count_by_owner_and_approver_alone() {
    let by = |who: &str| {
        let reviewed = format!("=== commit 2025-02-20 {who}: R [Document: A-1] [Reviewed-by: {who}]\n");
        of(&on("2025-07-01", &(written(APPROVED) + &reviewed)), "A-1").review.last
    };
    assert_eq!(by("Ben <ben@example.org>"), Some(date("2025-02-20")));
    assert_eq!(by("Ana <ana@example.org>"), Some(date("2025-02-20")));
    assert_eq!(by("Cy <cy@example.org>"), None);
    assert_eq!(by("Zoe <zoe@example.org>"), None);
}

#[test]
fn the_owners_commit_that_moves_the_date_is_a_review() {
    let start = format!("{}{APPROVED}", WRITTEN.replace("1.0 |", "1.0 reviewed=2024-02-01 |"));
    let moved = start + "=== commit 2025-02-03 Ben <ben@example.org>: Review\n@ 1.0 reviewed=2025-02-01 | One.\n";
    let judged = control(&moved);
    assert_eq!(judged.events[0].kind, EventKind::Review(Some(Outcome::NoChange)));
    assert_eq!((judged.review.proof, judged.review.last), (Some(Proof::Attested), Some(date("2025-02-03"))));
    // By somebody else the same is a claim that appeared in time.
    let other = control(&moved.replace("2025-02-03 Ben <ben@", "2025-02-03 Root <root@"));
    assert_eq!((other.review.proof, other.review.last), (Some(Proof::Claimed), Some(date("2025-02-01"))));
}

#[test]
fn a_review_claimed_long_before_it_appeared_is_contradicted() {
    let start = format!("{}{APPROVED}", WRITTEN.replace("1.0 |", "1.0 reviewed=2024-02-01 |"));
    let late = start.clone() + "=== commit 2025-05-01 Root <root@example.org>: Dates\n@ 1.0 reviewed=2025-02-01 | One.\n";
    let handbook = on("2025-06-01", &late);
    let judged = of(&handbook, "A-1");
    assert_eq!(judged.review.proof, Some(Proof::Contradicted));
    assert_eq!(judged.review.first_seen, Some(date("2025-05-01")));
    assert_eq!(judged.review.last, None, "neither the new claim nor the one it replaced counts");
    assert!(handbook.entries[0].review.is_overdue(), "fails closed");
    assert!(judged.doubts.iter().any(|it| matches!(it, Doubt::ReviewBackdated { .. })));
    // An event of that time supports it.
    let event = "=== commit 2025-02-02 Ben <ben@example.org>: R [Document: A-1] [Reviewed-by: Ben <ben@example.org>]\n";
    let late = late.strip_prefix(&start).unwrap();
    let supported = of(&on("2025-06-01", &format!("{start}{event}{late}")), "A-1");
    assert_eq!(supported.review.proof, Some(Proof::Attested));
    // A week is not long.
    let soon = start + "=== commit 2025-02-08 Root <root@example.org>: Dates\n@ 1.0 reviewed=2025-02-01 | One.\n";
    assert_eq!(control(&soon).review.proof, Some(Proof::Claimed));
}

#[test]
fn what_came_with_its_claims_before_control_began_is_not_contradicted() {
    let history = format!("{}{APPROVED}", WRITTEN.replace("1.0 |", "1.0 reviewed=2020-02-01 |"));
    let judged = control(&history);
    assert_eq!(judged.review.proof, Some(Proof::Claimed));
    assert!(judged.doubts.is_empty());
}

#[test]
fn trap_15_an_impossible_review_date_is_no_review() {
    for bad in ["2025-02-30", "soon", "2030-01-01"] {
        let history = format!("{}{APPROVED}", WRITTEN.replace("1.0 |", &format!("1.0 reviewed={bad} |")));
        let handbook = on("2025-07-01", &history);
        assert_eq!(handbook.entries[0].review, Review::Never, "{bad}");
        assert!(!handbook.entries[0].counts(date("2025-07-01")), "{bad}");
    }
}

#[test]
fn condition_14_review_dates_of_many_documents_moved_in_one_commit() {
    let docs =
        |day: &str| (1..=4).map(|n| format!("@ 1.0 id=A-{n} path=a{n}.md reviewed={day} | Text {n}.\n")).collect::<String>();
    let history = format!(
        "=== commit 2024-02-01 Ben <ben@example.org>: Write\n{}{APPROVED}=== commit 2025-05-01 Ben <ben@example.org>: Dates\n{}",
        docs("2024-02-01"),
        docs("2025-04-28")
    );
    let handbook = on("2025-06-01", &history);
    assert_eq!(handbook.control.bulk_edits.len(), 1);
    assert_eq!(handbook.control.bulk_edits[0].documents.len(), 4);
    assert_eq!(handbook.control.bulk_edits[0].by.name, "Ben");
    let control = of(&handbook, "A-1");
    assert!(!control.events.iter().any(|it| matches!(it.kind, EventKind::Review(_))), "a bulk edit reviews nothing");
}

#[test]
fn condition_16_history_follows_the_id_across_renames_moves_and_rewrites() {
    let history = "=== commit 2024-02-01 Ben <ben@example.org>: Write\n@ 1.0 path=manual/overview.md | One.\n".to_owned()
        + APPROVED
        + "=== commit 2024-03-01 Ben <ben@example.org>: Move\n=== move manual/overview.md a.md\n=== commit 2024-04-01 Ben <ben@example.org>: Move and rewrite\n=== remove a.md\n@ 2.0 path=manuals/sms.md | Everything is new here / and nothing is as it was.\n";
    let control = control(&history);
    let paths: Vec<&str> = control.revisions.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["manuals/sms.md", "a.md", "manual/overview.md"]);
    assert!(matches!(&control.revisions[1].change, ChangeKind::Moved(from) if from.as_str() == "manual/overview.md"));
    assert_eq!(control.on_record_since, Some(date("2024-02-01")));
    assert_eq!(control.in_force, Some(1));
}

#[test]
fn trap_9_a_rename_does_not_reset_the_date_and_an_edit_in_a_merge_is_seen() {
    let history = written(APPROVED)
        + "=== branch topic\n=== commit 2024-03-01 Ben <ben@example.org>: Other\n=== file b.txt\nb\n=== merge topic 2024-03-05 Ben <ben@example.org>: Merge\n@ 1.0 | Changed in the merge.\n";
    let judged = control(&history);
    assert_eq!(judged.revisions.len(), 2);
    assert_eq!(judged.revisions[0].landed, Some(date("2024-03-05")));
    assert_eq!(judged.approval.unwrap().contradiction, Some(Contradiction::TextChanged));
}

#[test]
fn trap_8_a_shallow_clone_withholds_what_it_cannot_know() {
    let history = written(APPROVED)
        + "=== commit 2024-04-01 Ben <ben@example.org>: Other\n=== file b.txt\nb\n=== cut\n=== commit 2024-05-01 Ana <ana@example.org>: R [Document: A-1] [Reviewed-by: Ana <ana@example.org>]\n";
    let handbook = handbook(&history);
    let control = of(&handbook, "A-1");
    assert_eq!(control.on_record_since, None);
    assert!(control.revisions.iter().all(|it| it.landed.is_none() && it.boundary), "{:?}", control.revisions);
    let approval = control.approval.as_ref().unwrap();
    assert_eq!((approval.proof, approval.checks[0].tick), (Proof::Claimed, Tick::Unknown));
    assert!(!handbook.control.gaps.is_empty());
}

#[test]
fn a_trailer_on_the_last_commit_of_a_shallow_clone_approves_nothing_by_itself() {
    let history = written(
        "=== commit 2024-04-01 Ana <ana@example.org>: Other [Approved-by: Ana <ana@example.org>]\n=== file b.txt\nb\n=== cut\n",
    );
    let control = control(&history);
    assert!(control.events.is_empty());
}

#[test]
fn uncommitted_text_is_a_revision_of_its_own() {
    let history = written(APPROVED) + "=== uncommitted\n@ 1.1 | Two.\n";
    let judged = control(&history);
    assert!(judged.uncommitted);
    assert_eq!((judged.revisions[0].commit, judged.revisions[0].landed), (None, None));
    assert!(matches!(judged.revisions[0].change, ChangeKind::Content(_)));
    assert_eq!(judged.approval_proof(), Some(Proof::Claimed));
    assert!(judged.approval.unwrap().sentence.to_string().contains("not committed"));
    assert_eq!(judged.in_force, Some(1));
    let same = control(&(written(APPROVED) + "=== uncommitted\n@ 1.0 |  One.\n"));
    assert_eq!(same.approval_proof(), Some(Proof::Attested), "only white space differs");
}

#[test]
fn changes_to_people_are_under_control_themselves() {
    let people = |trailer: &str| {
        format!(
            "=== commit 2024-02-03 Ben <ben@example.org>: People {trailer}\n=== file people.yml\nroles: {{director: D}}\npeople: [{{name: Ana, email: ana@example.org, roles: [director]}}]\n"
        )
    };
    let approved = |trailer: &str| handbook(&written(&people(trailer))).control.authority[0].approved.clone().map(|it| it.1);
    assert_eq!(approved(""), None);
    assert_eq!(approved("[Approved-by: Ana <ana@example.org>]"), Some(Proof::Claimed));
    assert_eq!(approved("[Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]"), Some(Proof::Proven));
    assert_eq!(approved("[Approved-by: Ben <ben@example.org>] [signed: SHA256:ben]"), Some(Proof::Contradicted));
}

#[test]
fn dates_that_cannot_be_are_doubted() {
    let future = on("2024-06-01", &written("=== commit 2031-01-01 Ben <ben@example.org>: Later\n@ 1.1 | Two.\n"));
    assert!(future.control.doubts.iter().any(|it| matches!(it, Doubt::InFuture { .. })));
    let after =
        written("=== commit 2024-09-01 Ben <ben@example.org>: Odd [committed: 2024-03-01 Ben <ben@example.org>]\n@ 1.1 | Two.\n");
    assert!(handbook(&after).control.doubts.iter().any(|it| matches!(it, Doubt::WrittenAfterLanding { .. })));
    assert!(handbook(&written(APPROVED)).control.doubts.is_empty());
}

#[test]
fn as_of_an_earlier_day_later_events_do_not_exist() {
    let history = written(APPROVED)
        + "=== commit 2024-06-01 Ben <ben@example.org>: Next\n@ 2.0 status=in-review | Two.\n"
        + "=== commit 2024-07-01 Ana <ana@example.org>: Ok [signed: SHA256:ana]\n@ 2.0 | Two.\n";
    let at = |day: &str| {
        let control = of(&on(day, &history), "A-1");
        (control.approval_proof(), control.events.len(), control.text_in_force().and_then(|it| it.version.clone()))
    };
    let version = |it: &str| Some(it.to_owned());
    assert_eq!(at("2024-01-15"), (Some(Proof::Claimed), 0, None));
    assert_eq!(at("2024-02-10"), (Some(Proof::Attested), 1, version("1.0")));
    assert_eq!(at("2024-06-15"), (None, 1, version("1.0")), "a text in review claims nothing");
    assert_eq!(at("2024-07-01"), (Some(Proof::Proven), 2, version("2.0")));
}

#[test]
fn history_without_any_approval_judges_nothing() {
    let plain = handbook(&WRITTEN.replace("1.0 |", "1.0 reviewed=2020-02-01 |"));
    assert_eq!(plain.control.state, HistoryState::NotKept);
    let judged = of(&plain, "A-1");
    assert_eq!(judged.approval_proof(), Some(Proof::Claimed));
    assert_eq!(judged.review.proof, Some(Proof::Claimed));
    assert_eq!(judged.on_record_since, Some(date("2024-02-01")), "days are shown all the same");
    // Reviews of a program's source are no document control.
    let peers =
        written("=== commit 2024-03-01 Zoe <zoe@example.org>: Change [Reviewed-by: Max <max@example.org>]\n@ 1.1 | Two.\n");
    assert_eq!(handbook(&peers).control.state, HistoryState::NotKept);
    let set = |word: &str| {
        written(&format!(
            "{APPROVED}=== commit 2024-04-01 Root <root@example.org>: S\n=== file clausebook.yml\norganization: E\ntitle: H\ncontrol: {{history: {word}}}\n"
        ))
    };
    assert_eq!(handbook(&set("none")).control.state, HistoryState::NotKept);
    assert_eq!(handbook(&set("git").replace(APPROVED, "")).control.state, HistoryState::Judged);
}

#[test]
fn what_changed_is_said_in_one_line() {
    let history = "=== commit 2024-02-01 Ben <ben@example.org>: Write\n@ 1.0 | Lead. / ## Escalation / Call. / ## Roles / Desk.\n=== commit 2024-03-01 Ben <ben@example.org>: Change\n@ 1.1 title=B | Lead. / ## Escalation / Call twice. / ## Roles / Desk. / ## Records / Kept.\n=== commit 2024-04-01 Ben <ben@example.org>: Cut\n@ 1.2 title=B clauses=[8.6.1] | Lead. / ## Escalation / Call twice. / ## Records / Kept.\n";
    let control = control(history);
    let names = |names: &[&str]| ChangeKind::Content(names.iter().map(|it| (*it).to_owned()).collect());
    assert_eq!(control.revisions[1].change, names(&["title", "Escalation", "Records"]));
    assert_eq!(control.revisions[0].change, names(&["front matter", "Roles"]));
    assert_eq!(control.revisions[2].change, ChangeKind::Created);
}

#[test]
fn the_timeline_shows_force_review_and_delay() {
    let history = format!("{}{APPROVED}", WRITTEN.replace("1.0 |", "1.0 reviewed=2024-02-01 |"))
        + "=== branch topic\n=== commit 2024-09-01 Ben <ben@example.org>: Next\n@ 2.0 reviewed=2024-02-01 | Two.\n=== merge topic 2024-09-20 Ana <ana@example.org>: Merge [Approved-by: Ana <ana@example.org>]\n";
    let control = of(&on("2025-06-01", &history), "A-1");
    let spans: Vec<(SpanKind, String, String)> =
        control.timeline.spans.iter().map(|it| (it.kind, it.from.to_string(), it.to.to_string())).collect();
    let span = |kind, from: &str, to: &str| (kind, from.to_owned(), to.to_owned());
    assert!(spans.contains(&span(SpanKind::InForce, "2024-02-10", "2025-06-01")), "{spans:?}");
    assert!(spans.contains(&span(SpanKind::InReview, "2024-09-01", "2024-09-20")), "{spans:?}");
    assert!(spans.contains(&span(SpanKind::Overdue, "2025-02-02", "2025-06-01")), "{spans:?}");
    assert_eq!(control.timeline.marks.len(), 2);
    assert_eq!(control.timeline.from, date("2023-06-01"));
}

#[test]
fn anchors_hold_as_long_as_history_is_not_rewritten() {
    let anchor = |id: &str| {
        handbook(&written(&format!("{APPROVED}=== commit 2024-06-01 Ben <ben@example.org>: Handed out [Anchor: {id}]\n")))
            .control
            .anchors[0]
            .state
            .clone()
    };
    let id = crate::past::id_of(1);
    assert_eq!(anchor(id.as_str()), AnchorState::Holds);
    assert_eq!(anchor(id.short()), AnchorState::Holds);
    assert_eq!(anchor("0123456789abcdef0123456789abcdef01234567"), AnchorState::NotAncestor);
    let before = handbook(WRITTEN);
    assert_eq!(anchor(&format!("{id} {}", before.control.register.unwrap())), AnchorState::Holds);
    assert!(matches!(anchor(&format!("{id} {}", "a".repeat(64))), AnchorState::OtherRegister(_)));
}

#[test]
fn anchors_in_records_are_checked_like_those_of_commits() {
    let minutes = |anchors: &str| {
        let record = format!(
            "=== commit 2024-06-01 Ben <ben@example.org>: Minutes\n=== file mr.md\n---\nid: MR-1\ntitle: Minutes\ntype: management-review\nowner: manager\ndate: 2024-05-30\nretention: 6 years\nanchors: {anchors}\n---\nHeld.\n"
        );
        handbook(&written(&(APPROVED.to_owned() + &record)))
    };
    let (id, register) = (crate::past::id_of(2), handbook(&written(APPROVED)).control.register.unwrap());
    let state = |anchors: &str| minutes(anchors).control.anchors[0].state.clone();
    assert_eq!(state(&format!("[{{commit: {id}, register: \"sha256:{register}\", given_to: The auditor}}]")), AnchorState::Holds);
    assert_eq!(state(&format!("[\"{} {register}\"]", id.short())), AnchorState::Holds);
    assert!(
        matches!(state(&format!("[{{commit: {id}, register: {}}}]", "b".repeat(64))), AnchorState::OtherRegister(sum) if sum == register)
    );
    assert_eq!(state("[{commit: 0123456789abcdef}]"), AnchorState::NotAncestor);
    let handed = &minutes(&format!("[{{commit: {id}, given_to: The auditor}}]")).control.anchors[0];
    assert_eq!((handed.day, handed.given_to.as_deref()), (Some(date("2024-05-30")), Some("The auditor")));
    // Before the record was written there was none.
    let then = on(
        "2024-05-01",
        &written(&format!(
            "{APPROVED}=== commit 2024-06-01 Ben <ben@example.org>: M\n=== file mr.md\n---\nid: MR-1\ntitle: M\ntype: management-review\nowner: manager\nanchors: [{id}]\n---\nHeld.\n"
        )),
    );
    assert!(then.control.anchors.is_empty());
}

#[test]
fn the_register_sum_is_one_whatever_defaults_supply() {
    let settings = "=== commit 2024-01-03 Root <root@example.org>: S\n=== file clausebook.yml\norganization: E\ntitle: H\ndefaults: [{match: \"**\", version: \"7\", status: approved, owner: manager, type: policy}]\n";
    let bare = "=== commit 2024-02-01 Ben <ben@example.org>: Write\n=== file a.md\n---\nid: A-1\ntitle: A\n---\nOne.\n=== file b.md\n# No front matter at all\n";
    let with = handbook(&format!("{settings}{bare}"));
    let without = handbook(bare);
    assert_eq!(with.entries[0].document.version.as_ref().map(|it| it.value.as_str()), Some("7"));
    assert_eq!(with.control.register, without.control.register);
    // What is handed out today holds when it is checked tomorrow, though a text gives no id, and settings have changed since.
    let head = crate::past::id_of(1);
    let noted = format!(
        "{bare}=== commit 2024-06-01 Ben <ben@example.org>: Handed out [Anchor: {head} {}]\n{}",
        without.control.register.unwrap(),
        settings.replace("2024-01-03", "2024-06-02")
    );
    assert_eq!(handbook(&noted).control.anchors[0].state, AnchorState::Holds);
}

#[test]
fn the_register_sum_depends_on_id_version_content_and_status_alone() {
    let sum = |history: &str| handbook(history).control.register;
    let base = sum(WRITTEN);
    assert_eq!(base, sum(&WRITTEN.replace("1.0 |", "1.0 reviewed=2024-01-01 path=b.md |   ")));
    for other in ["1.1 |", "1.0 status=draft |", "1.0 id=B-1 |", "1.0 | More"] {
        assert_ne!(base, sum(&WRITTEN.replace("1.0 |", other)), "{other}");
    }
}

#[test]
fn a_document_that_two_files_claim_to_be_is_followed_by_path() {
    let history = written(APPROVED) + "=== commit 2024-03-01 Ben <ben@example.org>: Copy\n@ 1.0 path=b.md | Another.\n";
    let handbook = handbook(&history);
    let all: Vec<usize> = handbook.entries.iter().map(|it| it.control.revisions.len()).collect();
    assert_eq!(all, [1, 1]);
}

#[test]
fn documents_without_an_id_are_followed_by_their_path() {
    let settings = "=== commit 2024-01-03 Root <root@example.org>: S\n=== file clausebook.yml\norganization: E\ntitle: H\ndefaults: [{match: \"**\", id: A-1}]\n";
    let history = format!(
        "{settings}{}=== commit 2024-03-01 Ben <ben@example.org>: Move\n=== move a.md b.md\n{APPROVED}",
        WRITTEN.replace("1.0 |", "1.0 id=- |")
    );
    let control = control(&history.replace("2024-02-10", "2024-03-10"));
    assert_eq!(control.revisions.len(), 2);
    assert_eq!(control.approval_proof(), Some(Proof::Attested));
}

#[test]
fn a_removed_and_restored_document_keeps_its_past() {
    let history = written(APPROVED)
        + "=== commit 2024-03-01 Ben <ben@example.org>: Remove\n=== remove a.md\n=== commit 2024-04-01 Ben <ben@example.org>: Restore\n@ 1.0 | One.\n";
    let control = control(&history);
    let changes: Vec<&ChangeKind> = control.revisions.iter().map(|it| &it.change).collect();
    assert_eq!(changes, [&ChangeKind::Created, &ChangeKind::Removed, &ChangeKind::Created]);
    assert_eq!(control.approval_proof(), Some(Proof::Attested));
}
