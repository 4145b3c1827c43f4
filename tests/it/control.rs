//! The judgement of document control on histories in memory: what proves what, and what contradicts it.

use clausebook::base::Date;
use clausebook::handbook::Handbook;
use clausebook::handbook::document_control::{
    ChangeKind, CheckKind, Contradiction, DocumentControl, Doubt, EventKind, How, Proof, Right, Tick,
};
use clausebook::pipeline;

use crate::support::Sms;

pub(crate) const SETUP: &str = r#"=== commit 2024-01-02 Root <root@example.org>: Set up
=== file clausebook.yml
organization: Example
title: Handbook
control: {recorders: [Bot], approver: director, bulk_edit: 3}
=== file people.yml
roles:
  director: Managing Director
  manager: SMS Manager
  desk: Service Desk Manager
people:
  - {name: Ana Alvarez, email: [ana@example.org, ana@old.example], keys: ["SHA256:ana"], roles: [director]}
  - {name: Ben Brown, email: ben@example.org, keys: ["SHA256:ben"], roles: [{role: manager, from: 2024-01-01}]}
  - {name: Cy Cole, email: cy@example.org, keys: ["SHA256:cy"], roles: [{role: director, from: 2024-01-01, to: 2024-12-31}]}
  - {name: Bot, email: bot@example.org, keys: ["SHA256:bot"]}
"#;

/// Expands lines `@ VERSION [KEY=VALUE]… | BODY` to a document; `path=` and `id=` name another than `a.md`, `A-1`; a value
/// `-` leaves the key out.
pub(crate) fn expand(history: &str) -> String {
    let mut out = String::new();
    for line in history.lines() {
        let Some(rest) = line.trim_start().strip_prefix("@ ") else {
            out += line.trim_start();
            out.push('\n');
            continue;
        };
        let (head, body) = rest.split_once('|').expect("a body");
        let mut words = head.split_whitespace();
        let version = words.next().expect("a version");
        let mut keys: Vec<(&str, &str)> = vec![
            ("path", "a.md"),
            ("id", "A-1"),
            ("title", "A"),
            ("type", "policy"),
            ("version", version),
            ("status", "approved"),
            ("owner", "manager"),
            ("approver", "director"),
        ];
        for (key, value) in words.map(|it| it.split_once('=').expect("a key and a value")) {
            keys.retain(|it| it.0 != key);
            keys.push((key, value));
        }
        let path = keys.iter().find(|it| it.0 == "path").expect("a path").1;
        out += &format!("=== file {path}\n---\n");
        for (key, value) in keys.iter().filter(|it| it.0 != "path" && it.1 != "-") {
            out += &format!("{key}: {value}\n");
        }
        out += &format!("---\n# A\n\n{}\n", body.trim().replace(" / ", "\n\n"));
    }
    out
}

/// Reads a system; `"SHA256:name"` in people.yml becomes a fingerprint.
fn parse(text: &str) -> Sms {
    let keys = ["ana", "ben", "cy", "bot"].map(|it| format!("SHA256:{it}"));
    let listed = keys.iter().fold(text.to_owned(), |text, key| {
        text.replace(&format!("\"{key}\""), &format!("\"openpgp:{}\"", crate::past::fingerprint(key)))
    });
    Sms::parse(&listed)
}

/// A system with this history after the one that sets it up.
pub(crate) fn written_here(history: &str) -> Sms {
    parse(&(SETUP.to_owned() + &expand(history)))
}

pub(crate) fn handbook(history: &str) -> Handbook {
    pipeline::check(&written_here(history).inputs()).handbook
}

pub(crate) fn on(day: &str, history: &str) -> Handbook {
    handbook(&format!("=== today {day}\n{history}"))
}

pub(crate) fn control(history: &str) -> DocumentControl {
    of(&handbook(history), "A-1")
}

pub(crate) fn of(handbook: &Handbook, id: &str) -> DocumentControl {
    let entry = handbook.entries.iter().find(|it| it.document.id.value.as_str() == id);
    entry.unwrap_or_else(|| panic!("no document {id}")).control.as_ref().clone()
}

pub(crate) fn proof(history: &str) -> Option<Proof> {
    control(history).approval_proof()
}

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(crate) const WRITTEN: &str = "=== commit 2024-02-01 Ben <ben@example.org>: Write it\n@ 1.0 | One.\n";
pub(crate) const APPROVED: &str =
    "=== commit 2024-02-10 Ana <ana@example.org>: Approve [Document: A-1] [Approved-by: Ana <ana@example.org>]\n";

pub(crate) fn written(rest: &str) -> String {
    format!("{WRITTEN}{rest}")
}

/// Name, what comes after the text was written, what it proves.
const LEVELS: &[(&str, &str, Proof)] = &[
    (
        "none at all, but control is kept",
        "=== commit 2024-02-10 Ben <ben@example.org>: R [Document: A-1] [Reviewed-by: Ben <ben@example.org>]",
        Proof::Claimed,
    ),
    ("own address, unsigned", APPROVED, Proof::Attested),
    (
        "another of her addresses",
        "=== commit 2024-02-10 Ana <ANA@old.example>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]",
        Proof::Attested,
    ),
    (
        "signed by her key",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]",
        Proof::Proven,
    ),
    (
        "somebody else's trailer",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]",
        Proof::Claimed,
    ),
    (
        "somebody else's trailer, signed by him",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:ben]",
        Proof::Claimed,
    ),
    (
        "a recorder's",
        "=== commit 2024-02-10 Bot <bot@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:bot]",
        Proof::Proven,
    ),
    (
        "a recorder's, unsigned",
        "=== commit 2024-02-10 Bot <bot@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]",
        Proof::Claimed,
    ),
    (
        "bad signature on her own commit",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [bad: SHA256:ana]",
        Proof::Attested,
    ),
    (
        "expired key",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [expired: SHA256:ana]",
        Proof::Attested,
    ),
    (
        "unknown key",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:zed]",
        Proof::Attested,
    ),
    (
        "no authority",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ben <ben@example.org>] [signed: SHA256:ben]",
        Proof::Contradicted,
    ),
    (
        "a stranger",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Zoe <zoe@example.org>]\n=== commit 2024-02-11 Ben <ben@example.org>: R [Document: A-1] [Reviewed-by: Ben <ben@example.org>]",
        Proof::Contradicted,
    ),
    (
        "the role had ended",
        "=== commit 2025-02-10 Cy <cy@example.org>: Ok [Document: A-1] [Approved-by: Cy <cy@example.org>] [signed: SHA256:cy]",
        Proof::Contradicted,
    ),
    (
        "the role still held",
        "=== commit 2024-12-31 Cy <cy@example.org>: Ok [Document: A-1] [Approved-by: Cy <cy@example.org>] [signed: SHA256:cy]",
        Proof::Proven,
    ),
    (
        "a trailer with another spelling of its key",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [document: a-1] [approved-by: Ana <ana@example.org>]",
        Proof::Attested,
    ),
    (
        "by name alone",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana Alvarez]",
        Proof::Attested,
    ),
    (
        "adopted",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Adopted-by: Ana <ana@example.org>] [signed: SHA256:ana]",
        Proof::Proven,
    ),
    (
        "a signed tag over it",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]\n=== tag v1 2024-02-11 Ana <ana@example.org>: Edition [signed: SHA256:ana]",
        Proof::Proven,
    ),
    (
        "a tag signed by another",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]\n=== tag v1 2024-02-11 Ben <ben@example.org>: Edition [signed: SHA256:ben]",
        Proof::Claimed,
    ),
    (
        "a later tag",
        "=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]\n=== commit 2024-03-10 Ben <ben@example.org>: More\n=== file b.txt\nb\n=== tag v1 2024-03-11 Ana <ana@example.org>: Edition [signed: SHA256:ana]",
        Proof::Proven,
    ),
    (
        "an approval and then one without authority",
        "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]\n=== commit 2024-02-11 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ben <ben@example.org>]",
        Proof::Attested,
    ),
];

#[test]
fn levels_of_approvals_by_trailer() {
    for (name, rest, wanted) in LEVELS {
        assert_eq!(proof(&written(rest)), Some(*wanted), "{name}");
    }
}

#[test]
fn an_approval_on_the_commit_that_changes_the_document_is_found() {
    let history = "=== commit 2024-02-01 Ben <ben@example.org>: Write it [Approved-by: Ana <ana@example.org>] [signed: SHA256:bot]\n@ 1.0 | One.\n";
    let control = control(history);
    assert_eq!(control.approval_proof(), Some(Proof::Proven));
    assert_eq!(control.events[0].how, How::Change);
}

#[test]
fn a_merge_that_lands_the_change_carries_the_approval() {
    let history = |rest: &str| {
        format!(
            "=== branch topic\n=== commit 2024-02-01 Ben <ben@example.org>: Write\n@ 1.0 | One.\n=== merge topic 2024-02-05 {rest}"
        )
    };
    let trailer = "Merge [Approved-by: Ana <ana@example.org>]";
    let own = control(&history(&format!("Ana <ana@example.org>: {trailer}")));
    assert_eq!((own.approval_proof(), own.events[0].how), (Some(Proof::Attested), How::Landing));
    assert_eq!(own.revisions[0].landed, Some(date("2024-02-05")));
    assert_eq!(own.revisions[0].written, Some(date("2024-02-01")));
    // Merged by somebody else: a claim, unless the branch is declared protected.
    let other = history(&format!("Root <root@example.org>: {trailer}"));
    assert_eq!(proof(&other), Some(Proof::Claimed));
    let settings = "=== commit 2024-01-03 Root <root@example.org>: Protect\n=== file clausebook.yml\norganization: E\ntitle: H\ncontrol: {protected: {branches: [main], forge: GitLab}}\n";
    assert_eq!(proof(&format!("{settings}{other}")), Some(Proof::Attested));
    assert_eq!(proof(&format!("=== on topic\n{settings}{other}")), Some(Proof::Claimed));
}

#[test]
fn a_trailer_on_a_branch_commit_is_no_protected_landing() {
    let history = "=== commit 2024-01-03 Root <root@example.org>: Protect\n=== file clausebook.yml\norganization: E\ntitle: H\ncontrol: {protected: [main]}\n=== branch topic\n=== commit 2024-02-01 Ben <ben@example.org>: Write [Approved-by: Ana <ana@example.org>]\n@ 1.0 | One.\n=== merge topic 2024-02-05 Root <root@example.org>: Merge\n";
    assert_eq!(proof(history), Some(Proof::Claimed));
}

#[test]
fn the_approvers_own_commit_that_sets_the_status_approves() {
    let history = "=== commit 2024-02-01 Ben <ben@example.org>: Write it\n@ 1.0 status=in-review | One.\n=== commit 2024-02-10 Ana <ana@example.org>: Approve [signed: SHA256:ana]\n@ 1.0 | One.\n";
    let control = control(history);
    assert_eq!(control.approval_proof(), Some(Proof::Proven));
    assert_eq!((control.events[0].how, control.events[0].kind), (How::Own, EventKind::Approval));
    // The same commit by somebody without the role approves nothing, and accuses nobody.
    assert_eq!(proof(&history.replace("Ana <ana", "Ben <ben").replace("SHA256:ana", "SHA256:ben")), Some(Proof::Claimed));
}

#[test]
fn nobody_approves_his_own_text_where_separation_is_demanded() {
    let own = "=== commit 2024-02-01 Ana <ana@example.org>: Write it\n@ 1.0 TYPE | One.\n".to_owned() + APPROVED;
    let control = |kind: &str| control(&own.replace("TYPE", kind));
    let separated = control("type=policy");
    assert_eq!(separated.approval_proof(), Some(Proof::Contradicted));
    assert_eq!(separated.approval.as_ref().unwrap().contradiction, Some(Contradiction::OwnText));
    assert!(matches!(separated.events[0].right, Right::OwnText(_)));
    assert_eq!(control("type=register").approval_proof(), Some(Proof::Attested));
}

#[test]
fn separation_looks_at_every_change_since_the_last_approval() {
    let first = written(APPROVED);
    let second = "=== commit 2024-03-01 Ben <ben@example.org>: Two\n@ 2.0 | Two.\n";
    let again = APPROVED.replace("2024-02-10", "2024-03-10");
    // She wrote part of it.
    let part = "=== commit 2024-03-02 Ana <ana@example.org>: Mine\n@ 2.0 | Two and a half.\n";
    assert_eq!(proof(&format!("{first}{second}{part}{again}")), Some(Proof::Contradicted));
    // She wrote part of it with him.
    let with = second.replace("Two\n@", "Two [Co-authored-by: Ana <ana@example.org>]\n@");
    assert_eq!(proof(&format!("{first}{with}{again}")), Some(Proof::Contradicted));
    // What she wrote was approved by somebody else before.
    let other = "=== commit 2024-03-03 Cy <cy@example.org>: Ok [Document: A-1] [Approved-by: Cy <cy@example.org>]\n";
    let third = "=== commit 2024-03-04 Ben <ben@example.org>: Three\n@ 3.0 | Three.\n";
    assert_eq!(proof(&format!("{first}{part}{other}{third}{again}")), Some(Proof::Attested));
    // She only moved white space.
    let blank = "=== commit 2024-03-02 Ana <ana@example.org>: Format\n@ 2.0 |   Two.\n";
    assert_eq!(proof(&format!("{first}{second}{blank}{again}")), Some(Proof::Attested));
}

#[test]
fn condition_3_text_changed_after_approval_without_a_new_version() {
    let history = written(APPROVED) + "=== commit 2024-03-01 Ben <ben@example.org>: Mend\n@ 1.0 | Two.\n";
    let control = control(&history);
    let approval = control.approval.as_ref().unwrap();
    assert_eq!((approval.proof, approval.contradiction), (Proof::Contradicted, Some(Contradiction::TextChanged)));
    assert_eq!(approval.checks[3].kind, CheckKind::Unchanged);
    assert_eq!(approval.checks[3].tick, Tick::No);
    assert!(approval.sentence.to_string().starts_with("Treat the approval as missing."), "{}", approval.sentence);
    assert!(
        approval.commands.iter().any(|it| it.starts_with("git diff ") && it.ends_with(" -- a.md")),
        "{:?}",
        approval.commands
    );
    assert_eq!(control.in_force, Some(1), "the approved text applies");
    assert_eq!(control.pending, [0]);
    // With a new version it is not contradicted, and not approved either.
    let newer = history.replace("@ 1.0 | Two.", "@ 1.1 | Two.");
    assert_eq!(proof(&newer), Some(Proof::Claimed));
}

#[test]
fn trap_16_approvals_do_not_carry_over_to_a_changed_text() {
    let history = written(APPROVED) + "=== commit 2024-03-01 Ben <ben@example.org>: Next\n@ 2.0 | Two.\n";
    let control = control(&history);
    let approval = control.approval.as_ref().unwrap();
    assert_eq!(approval.proof, Proof::Claimed);
    assert_eq!(approval.checks[0].sentence.to_string(), "No approval found in history for version 2.0.");
    assert_eq!(approval.earlier, Some(0));
    let all = format!("{:?}{}", approval.checks, approval.sentence);
    assert!(!all.to_lowercase().contains("not approved"), "{all}");
}

#[test]
fn condition_17_a_formatter_changes_and_reviews_nothing() {
    let history =
        written(APPROVED) + "=== commit 2024-03-01 Ben <ben@example.org>: Format everything\n@ 1.0 licence=MIT |   One.  \n";
    let control = control(&history);
    assert_eq!(control.approval_proof(), Some(Proof::Attested));
    assert_eq!(control.revisions[0].change, ChangeKind::Reformatted);
    assert_eq!(control.in_force, Some(0));
    assert!(control.pending.is_empty());
    assert!(control.events.iter().all(|it| !matches!(it.kind, EventKind::Review(_))));
}

#[test]
fn condition_5_the_predecessor_applies_until_the_effective_day() {
    let history = written(APPROVED)
        + "=== commit 2024-03-01 Ben <ben@example.org>: Next\n@ 2.0 effective=2024-05-01 | Two.\n"
        + &APPROVED.replace("2024-02-10", "2024-03-10");
    let at = |day: &str| {
        let handbook = on(day, &history);
        let control = of(&handbook, "A-1");
        let version = control.text_in_force().and_then(|it| it.version.clone());
        (version.unwrap_or_default(), control.pending.len(), handbook.entries[0].in_force(date(day)))
    };
    assert_eq!(at("2024-04-30"), ("1.0".to_owned(), 1, true));
    assert_eq!(at("2024-05-01"), ("2.0".to_owned(), 0, true));
}

#[test]
fn condition_6_approved_by_somebody_who_did_not_hold_the_role_that_day() {
    let history = written(
        "=== commit 2025-01-01 Cy <cy@example.org>: Ok [Document: A-1] [Approved-by: Cy <cy@example.org>] [signed: SHA256:cy]\n",
    );
    let control = control(&history);
    let approval = control.approval.as_ref().unwrap();
    assert_eq!(approval.contradiction, Some(Contradiction::NotAuthorized));
    assert_eq!(approval.checks[1].tick, Tick::No);
    assert_eq!(
        approval.checks[1].sentence.to_string(),
        "Cy Cole held no role on that day. A-1 is approved by the Managing Director."
    );
    assert_eq!(approval.checks[2].tick, Tick::Yes, "the signature as such is good");
}

#[test]
fn condition_7_an_unsigned_trailer_by_somebody_else_stays_claimed() {
    let history =
        written("=== commit 2024-02-10 Ben <ben@example.org>: Ok [Document: A-1] [Approved-by: Ana Alvarez <ana@example.org>]\n");
    let control = control(&history);
    let approval = control.approval.as_ref().unwrap();
    let ticks: Vec<Tick> = approval.checks.iter().map(|it| it.tick).collect();
    assert_eq!(approval.proof, Proof::Claimed);
    assert_eq!(ticks, [Tick::Yes, Tick::Yes, Tick::No, Tick::Yes, Tick::Yes]);
}

#[test]
fn trap_7_the_committer_of_a_web_merge_is_not_the_approver() {
    let history = "=== branch topic\n=== commit 2024-02-01 Ben <ben@example.org>: Write\n@ 1.0 | One.\n=== merge topic 2024-02-05 Ben <ben@example.org>: Merge [committed: 2024-02-05 GitHub <noreply@github.com>]\n=== commit 2024-03-01 Ana <ana@example.org>: R [Document: A-1] [Reviewed-by: Ana <ana@example.org>]\n";
    let control = control(history);
    assert_eq!(control.approval_proof(), Some(Proof::Claimed));
    assert!(control.events.iter().all(|it| !it.kind.approves()));
}

#[test]
fn nobody_gives_himself_a_role_or_a_key_in_the_push_that_uses_it() {
    let people = "=== file people.yml\nroles: {director: Managing Director, manager: SMS Manager}\npeople:\n  - {name: Ana Alvarez, email: ana@example.org, keys: [\"SHA256:ana\"], roles: [director]}\n  - {name: Ben Brown, email: ben@example.org, keys: [\"SHA256:ben\"], roles: [manager, director]}\n";
    let approve = "[Document: A-1] [Approved-by: Ben <ben@example.org>] [signed: SHA256:ben]";
    let cy = "=== commit 2024-02-01 Cy <cy@example.org>: Write it\n@ 1.0 | One.\n";
    let push = format!(
        "{cy}=== branch topic\n=== commit 2024-02-03 Ben <ben@example.org>: People\n{people}=== commit 2024-02-04 Ben <ben@example.org>: Ok {approve}\n=== merge topic 2024-02-05 Ben <ben@example.org>: Merge [signed: SHA256:ben]\n"
    );
    assert_eq!(proof(&push), Some(Proof::Contradicted));
    let same = format!("{cy}=== commit 2024-02-03 Ben <ben@example.org>: People and approval {approve}\n{people}");
    assert_eq!(proof(&same), Some(Proof::Contradicted));
    // Once it has landed, it holds.
    let later = format!(
        "{cy}=== commit 2024-02-03 Ben <ben@example.org>: People\n{people}=== commit 2024-02-04 Ben <ben@example.org>: Ok {approve}\n"
    );
    assert_eq!(proof(&later), Some(Proof::Proven));
    let report = handbook(&later).control;
    let change = &report.authority[0];
    assert_eq!((change.by.name.as_str(), change.approved.is_none(), change.first), ("Ben Brown", true, false));
}

#[test]
fn an_approval_before_any_people_is_known_for_what_it_is() {
    let history = "=== commit 2024-02-01 Ben <ben@example.org>: Write\n@ 1.0 | One.\n=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>]\n";
    let text = expand(history)
        + SETUP.replace("2024-01-02", "2024-03-01").as_str()
        + &expand("=== commit 2024-04-01 Ana <ana@example.org>: R [Document: A-1] [Reviewed-by: Ana <ana@example.org>]\n");
    let handbook = pipeline::check(&parse(&text).inputs()).handbook;
    assert_eq!(of(&handbook, "A-1").approval_proof(), Some(Proof::Claimed));
}

#[test]
fn the_first_commit_may_bring_people_and_documents_at_once() {
    let setup = SETUP.replace("Set up", "Set up [Adopted-by: Ana <ana@example.org>] [signed: SHA256:ana]");
    let handbook = pipeline::check(&parse(&(setup + &expand("@ 1.0 reviewed=2020-01-01 | One.\n"))).inputs()).handbook;
    let control = of(&handbook, "A-1");
    assert_eq!(control.approval_proof(), Some(Proof::Proven));
    assert_eq!(control.events[0].kind, EventKind::Adoption);
    assert_eq!(control.review.proof, Some(Proof::Claimed));
}

#[test]
fn a_backdated_signature_by_a_key_that_has_ended_proves_nothing() {
    let people = "=== commit 2024-01-03 Root <root@example.org>: P\n=== file people.yml\nroles: {director: D, manager: M}\npeople: [{name: Ana, email: ana@example.org, keys: [{key: \"SHA256:ana\", to: 2024-03-31}], roles: [director]}]\n";
    let ok = |made: &str, landed: &str| {
        let ok = format!(
            "=== branch t\n=== commit {made} Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]\n"
        );
        proof(&format!("{people}{WRITTEN}{ok}=== merge t {landed} Root <root@example.org>: Merge\n"))
    };
    assert_eq!(ok("2024-03-30", "2024-03-31"), Some(Proof::Proven));
    assert_eq!(ok("2024-03-30", "2024-04-05"), Some(Proof::Proven), "it took a few days");
    assert_eq!(ok("2024-03-30", "2024-09-01"), Some(Proof::Attested));
    assert_eq!(ok("2024-04-01", "2024-04-02"), Some(Proof::Attested));
}

#[test]
fn an_adoption_that_names_nothing_takes_over_all_there_is() {
    let adopt = "=== commit 2024-02-10 Ana <ana@example.org>: Baseline [Adopted-by: Ana <ana@example.org>]\n";
    let more = "=== commit 2024-03-01 Ben <ben@example.org>: More\n@ 1.0 id=B-1 path=b.md | Two.\n";
    let handbook = handbook(&written(&format!("{adopt}{more}")));
    assert_eq!(of(&handbook, "A-1").approval_proof(), Some(Proof::Attested));
    assert_eq!(of(&handbook, "B-1").approval_proof(), Some(Proof::Claimed), "it came later");
    // Other trailers have to name what they speak of.
    assert_eq!(proof(&written(&adopt.replace("Adopted-by", "Approved-by"))), Some(Proof::Claimed));
}

#[test]
fn without_roles_an_approver_is_a_plain_name() {
    let people = "=== commit 2024-01-03 Root <root@example.org>: P\n=== file people.yml\npeople: [{name: Ana, email: ana@example.org}, {name: Ben, email: ben@example.org}]\n";
    let history = |who: &str| {
        format!(
            "{people}{}{}",
            WRITTEN.replace("1.0 |", "1.0 approver=Ana |").replace("Ben <ben", "Root <root"),
            APPROVED.replace("Ana <ana", who)
        )
    };
    assert_eq!(proof(&history("Ana <ana")), Some(Proof::Attested));
    assert_eq!(proof(&history("Ben <ben")), Some(Proof::Contradicted));
}

#[test]
fn a_backdated_commit_proves_nothing_by_its_signature() {
    let early = "=== commit 2023-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]\n";
    let control = control(&written(early));
    assert!(control.approval_proof() < Some(Proof::Proven));
    assert!(control.doubts.iter().any(|it| matches!(it, Doubt::BeforeParents { .. })));
    let approval = control.approval.unwrap();
    assert_eq!((approval.checks[2].tick, approval.checks[4].tick), (Tick::No, Tick::No));
}

#[test]
fn an_empty_commit_speaks_of_the_text_that_stood_there() {
    // The approver looked at version 1.0 on a branch; on the branch of everybody it had become another text.
    let history = "=== commit 2024-02-01 Ben <ben@example.org>: Write it\n@ 1.0 | One.\n=== branch topic\n=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]\n=== main\n=== commit 2024-02-05 Ben <ben@example.org>: Change\n@ 1.0 | Two.\n=== merge topic 2024-02-12 Root <root@example.org>: Merge\n";
    let control = control(history);
    assert_eq!(control.approval_proof(), Some(Proof::Contradicted));
    assert_eq!(control.events[0].digest, control.revisions[1].digest);
}

#[test]
fn nobody_names_himself_approver_in_the_push_that_uses_it() {
    let by_manager = "[Approved-by: Ben Brown <ben@example.org>] [signed: SHA256:ben]";
    let cy = "=== commit 2024-02-01 Cy <cy@example.org>: Write it\n@ 1.0 | One.\n";
    let renamed =
        |trailers: &str| format!("=== commit 2024-03-01 Cy <cy@example.org>: Next {trailers}\n@ 2.0 approver=manager | Two.\n");
    // In the commit that changes the text, before anything was approved: who stood there before the landing counts.
    let first = control(&format!("{cy}{}", renamed(by_manager)));
    assert_eq!(first.approval_proof(), Some(Proof::Contradicted));
    assert!(matches!(&first.events[0].right, Right::NotYet(was, is) if was == "Managing Director" && is == "SMS Manager"));
    assert!(first.approval.unwrap().checks[1].sentence.to_string().contains("whom this text names as approver"));
    // In two pushes: who the last approved text names counts, however long the other stood there.
    let later =
        format!("{cy}{APPROVED}{}=== commit 2024-04-01 Ben <ben@example.org>: Ok [Document: A-1] {by_manager}\n", renamed(""));
    assert_eq!(proof(&later), Some(Proof::Contradicted));
    // Approved by the former, the change holds, and from then on the new one approves.
    let director = "[Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]";
    let handed = format!("{cy}{APPROVED}{}", renamed(director));
    assert_eq!(proof(&handed), Some(Proof::Proven));
    let next =
        |who: &str| format!("{handed}=== commit 2024-05-01 Cy <cy@example.org>: Third {who}\n@ 3.0 approver=manager | Three.\n");
    assert_eq!(proof(&next(by_manager)), Some(Proof::Proven));
    assert_eq!(proof(&next(director)), Some(Proof::Contradicted));
    // A trailer that anybody could have written hands nothing over.
    let claimed = format!("{cy}{APPROVED}{}", renamed("[Approved-by: Ana <ana@example.org>]"));
    let next =
        claimed + &format!("=== commit 2024-05-01 Cy <cy@example.org>: Third {by_manager}\n@ 3.0 approver=manager | Three.\n");
    assert_eq!(proof(&next), Some(Proof::Contradicted));
    // A new document names its approver itself, and a role that nobody holds any more demands nothing.
    let new = format!("=== commit 2024-02-01 Cy <cy@example.org>: New {by_manager}\n@ 1.0 approver=manager | One.\n");
    assert_eq!(proof(&new), Some(Proof::Proven));
    let people =
        expand("=== commit 2024-01-05 Ana <ana@example.org>: P\n") + &SETUP[SETUP.find("=== file people.yml").unwrap()..];
    let nobody = people
        .replace("roles: [director]", "roles: [manager]")
        .replace("{role: director, from: 2024-01-01,", "{role: desk, from: 2024-01-01,");
    assert_eq!(proof(&format!("{cy}{nobody}{}", renamed(by_manager))), Some(Proof::Proven));
}

#[test]
fn nobody_escapes_separation_by_another_type() {
    let own = |kind: &str| {
        format!(
            "{WRITTEN}{APPROVED}=== commit 2024-03-01 Ana <ana@example.org>: Mine [Approved-by: Ana <ana@example.org>] [signed: SHA256:ana]\n@ 2.0 type={kind} | Two.\n"
        )
    };
    assert_eq!(control(&own("policy")).approval.unwrap().contradiction, Some(Contradiction::OwnText));
    assert_eq!(control(&own("register")).approval.unwrap().contradiction, Some(Contradiction::OwnText));
    // A document that was a register all along knows no separation.
    let all = own("register").replace("1.0 |", "1.0 type=register |");
    assert_eq!(proof(&all), Some(Proof::Proven));
}

#[test]
fn an_approval_that_names_another_content_is_shown_and_counts_for_nothing() {
    let sum = |text: &str| control(&written("").replace("One.", text)).revisions[0].digest.unwrap().to_string();
    let ok = |sum: &str, kind: &str| {
        control(&written(&format!(
            "=== commit 2024-02-10 Ana <ana@example.org>: Ok [Document: A-1] [{kind}: Ana <ana@example.org>] [Content-digest: A-1 sha256:{sum}] [signed: SHA256:ana]\n"
        )))
    };
    assert_eq!(ok(&sum("One."), "Approved-by").approval_proof(), Some(Proof::Proven));
    let void = ok(&sum("Another."), "Approved-by");
    let event = &void.events[0];
    assert_eq!((event.of_another, event.proof, event.digest, &event.version), (true, Proof::Contradicted, None, &None));
    let approval = void.approval.clone().unwrap();
    assert_eq!((approval.proof, approval.event, void.in_force), (Proof::Claimed, None, None));
    let id = event.id.short();
    assert_eq!(
        approval.checks[0].sentence.to_string(),
        format!("The approval by Ana Alvarez in commit {id} is of another text: it names another content sum.")
    );
    let review = ok(&sum("Another."), "Reviewed-by");
    assert_eq!((review.review.last, review.events[0].proof), (None, Proof::Contradicted));
    assert!(ok(&sum("One."), "Reviewed-by").review.last.is_some());
}

#[test]
fn commands_can_be_pasted_whatever_the_path_is() {
    let history = written(APPROVED).replace("@ 1.0 |", "@ 1.0 path=a'$(x).md |");
    let approval = control(&history).approval.unwrap();
    assert!(approval.commands.iter().any(|it| it.ends_with(r"-- 'a'\''$(x).md'")), "{:?}", approval.commands);
}

#[test]
fn a_merge_is_protected_on_the_branches_it_was_published_on() {
    let history = "=== commit 2024-02-01 Root <root@example.org>: S\n=== file clausebook.yml\norganization: E\ntitle: H\ncontrol: {protected: {branches: [main], forge: GitLab}}\n=== branch topic\n=== commit 2024-02-02 Ben <ben@example.org>: Write\n@ 1.0 | One.\n=== merge topic 2024-02-05 Ben <ben@example.org>: Merge [Approved-by: Ana <ana@example.org>]\n";
    let mut inputs = written_here(history).inputs();
    let mut proof = |branch: Option<&str>, published: &[&str]| {
        if let clausebook::source::History::Known(past) = &mut inputs.history {
            let past = std::sync::Arc::make_mut(past);
            past.branch = branch.map(str::to_owned);
            past.published_on = published.iter().map(|it| (*it).to_owned()).collect();
        }
        of(&pipeline::check(&inputs).handbook, "A-1").approval_proof()
    };
    assert_eq!(proof(Some("main"), &[]), Some(Proof::Attested));
    assert_eq!(proof(None, &["main"]), Some(Proof::Attested), "a detached head that is on the line of main");
    assert_eq!(proof(None, &["topic"]), Some(Proof::Claimed));
    assert_eq!(proof(None, &[]), Some(Proof::Claimed));
}
