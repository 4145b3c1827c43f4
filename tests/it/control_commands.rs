//! `status`, `history`, `review`, `approve` and `anchor` on real repositories, with people who may and may not.
#![expect(clippy::disallowed_methods, reason = "keys are made by ssh-keygen, and hooks are files")]

use std::process::Command;

use clausebook::handbook::document_control::{AnchorState, EventKind, Outcome, Proof};
use serde_json::Value;

use crate::office::{ANA, BEN, BOT, CY, Office, document, key};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// POL-001 written by Ben and approved by Ana.
fn approved() -> Office {
    let office = Office::new("");
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    office
}

#[test]
fn approve_makes_an_empty_commit_that_is_bound_to_the_text() {
    let office = Office::new("");
    // What is staged stays staged.
    office.write("policies/b.md", &document("POL-002", "Other."));
    office.git(ANA, "2026-01-09", &["add", "policies/b.md"]);
    let said = office.says(ANA, "2026-01-09", &["approve", "pol-001", "-m", "As agreed on Monday.\n\nSigned-off-by: nobody"], 0);
    assert!(said.contains("POL-001: attested; not signed"), "{said}");
    assert_eq!(office.git(ANA, "2026-01-09", &["diff", "HEAD~", "HEAD"]), "");
    assert_eq!(office.git(ANA, "2026-01-09", &["diff", "--cached", "--name-only"]), "policies/b.md");
    let message = office.git(ANA, "2026-01-09", &["log", "-1", "--format=%an <%ae>%n%B"]);
    let sum = office.control("2026-01-09", "POL-001").revisions[0].digest.unwrap();
    let wanted = format!(
        "Ana Alvarez <ana@example.org>\nApprove POL-001 version 1.0\n\nAs agreed on Monday.\n\nSigned-off-by: nobody\n\n\
         Approved-by: Ana Alvarez <ana@example.org>\nDocument: POL-001\nContent-digest: POL-001 sha256:{sum}"
    );
    assert_eq!(message.trim_end(), wanted);
    let history = json(&office.says(BEN, "2026-01-10", &["history", "pol-001", "--format", "json"], 0));
    assert_eq!((&history["approval"]["level"], &history["events"][0]["kind"]), (&"attested".into(), &"approval".into()));
    let checks: Vec<&str> =
        history["approval"]["checks"].as_array().unwrap().iter().map(|it| it["result"].as_str().unwrap()).collect();
    assert_eq!(checks, ["yes", "yes", "no", "yes", "yes"]);
    let again = office.says(ANA, "2026-01-10", &["approve", "POL-001"], 2);
    assert!(again.contains("approved already"), "{again}");
}

#[test]
fn a_digest_that_is_not_that_of_the_text_makes_the_approval_void() {
    for (bound, level) in [(true, Proof::Claimed), (false, Proof::Attested)] {
        let office = Office::new("");
        let message = office.says(ANA, "2026-01-09", &["approve", "POL-001", "--dry-run"], 0);
        let message: String =
            message.lines().filter(|it| bound || !it.starts_with("Content-digest")).map(|it| format!("{it}\n")).collect();
        office.write("policies/a.md", &document("POL-001", "Something else."));
        office.commit(BEN, "2026-01-09", "Change it meanwhile");
        office.commit(ANA, "2026-01-10", &message);
        assert_eq!(office.control("2026-01-10", "POL-001").approval_proof(), Some(level));
    }
}

#[test]
fn whoever_may_not_is_told_who_may_and_no_commit_is_made() {
    let office = Office::new("");
    office.write("policies/own.md", &document("POL-002", "By a director."));
    office.commit(CY, "2026-01-08", "Write another");
    office.write("policies/open.md", &document("POL-003", "Open."));
    office.commit(BEN, "2026-01-08", "Write a third");
    office.write("policies/open.md", &document("POL-003", "Changed."));
    let head = office.head();
    let stranger = ("Eve", "eve@example.org");
    for (who, words, reason) in [
        (BEN, &["approve", "POL-001"][..], "holds SMS Manager on 2026-01-09; the Managing Director approves POL-001"),
        (BEN, &["approve", "POL-001"], "Managing Director is Cy Cole, Ana Alvarez"),
        (stranger, &["approve", "POL-001"], "lists nobody with the address eve@example.org"),
        (stranger, &["review", "POL-001"], "lists nobody"),
        (BOT, &["review", "POL-001"], "holds no role"),
        (CY, &["approve", "POL-002"], "nobody approves a change of their own"),
        (ANA, &["approve", "POL-003"], "changes that are not committed"),
        (ANA, &["review", "POL-003"], "changes that are not committed"),
        (ANA, &["approve", "POL-01"], "did you mean `POL-001`?"),
    ] {
        let said = office.says(who, "2026-01-09", words, 2);
        assert!(said.contains(reason), "{words:?}: {said}");
    }
    // All reasons in one run.
    let said = office.says(CY, "2026-01-09", &["approve", "POL-002", "POL-003"], 2);
    assert!(said.contains("of their own") && said.contains("not committed"), "{said}");
    assert_eq!(office.head(), head);
    // The other director may.
    office.says(ANA, "2026-01-09", &["approve", "POL-001", "POL-002"], 0);
    // A role that has ended gives no right, and one that only the working tree gives neither.
    let people = std::fs::read_to_string(office.path().join("people.yml")).unwrap();
    office.write("people.yml", &people.replace("roles: [manager]", "roles: [director]"));
    assert!(office.says(BEN, "2026-01-09", &["approve", "POL-001", "--adopt"], 2).contains("approved already"));
    office.git(ANA, "2026-01-09", &["checkout", "--quiet", "policies"]);
    assert!(office.says(BEN, "2026-01-09", &["approve", "POL-003"], 2).contains("holds SMS Manager"));
}

#[test]
fn no_commit_is_made_where_it_would_be_lost() {
    let office = Office::new("");
    office.git(ANA, "2026-01-09", &["switch", "--quiet", "--detach"]);
    assert!(office.says(ANA, "2026-01-09", &["approve", "POL-001"], 2).contains("HEAD is detached"));
    office.git(ANA, "2026-01-09", &["switch", "--quiet", "--orphan", "empty"]);
    office.write("clausebook.yml", &crate::office::settings(""));
    assert!(office.says(ANA, "2026-01-09", &["review", "POL-001"], 2).contains("no commit yet"));
}

#[cfg(unix)]
#[test]
fn hooks_have_the_last_word() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new("");
    office.write(".git/hooks/commit-msg", "#!/bin/sh\necho no approvals today >&2\nexit 1\n");
    let hook = office.path().join(".git/hooks/commit-msg");
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let head = office.head();
    let said = office.says(ANA, "2026-01-09", &["approve", "POL-001"], 3);
    assert!(said.contains("no approvals today") && said.contains("git made no commit"), "{said}");
    assert_eq!(office.head(), head);
    // A hook that takes the trailers away leaves nothing recorded, and that is said.
    office.write(".git/hooks/commit-msg", "#!/bin/sh\nhead -1 \"$1\" > \"$1.new\" && mv \"$1.new\" \"$1\"\n");
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(office.says(ANA, "2026-01-09", &["approve", "POL-001"], 1).contains("POL-001: not recorded"));
}

#[test]
fn a_signature_proves_and_keys_from_elsewhere_replace_those_of_the_repository() {
    let office = Office::new("");
    let secret = office.folder.path().join(".git/key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "ana", "-f"]).arg(&secret).status();
    if made.is_err() && std::env::var("CI").is_err() {
        println!("SKIPPED: ssh-keygen is not installed");
        return;
    }
    assert!(made.unwrap().success());
    let public = std::fs::read_to_string(secret.with_extension("pub")).unwrap();
    let people = std::fs::read_to_string(office.path().join("people.yml")).unwrap();
    office.write("people.yml", &people.replace(&key(ANA).public_line(), public.trim()));
    office.commit(BEN, "2026-01-08", "Ana has a new key");
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    for (name, value) in [("gpg.format", "ssh"), ("user.signingkey", secret.to_str().unwrap()), ("commit.gpgsign", "true")] {
        office.git(ANA, "2026-01-09", &["config", name, value]);
    }
    // What is attested can be approved once more, signed.
    let said = office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    assert!(said.contains("POL-001: proven; signed by Ana Alvarez"), "{said}");
    let again = office.says(ANA, "2026-01-10", &["approve", "POL-001"], 2);
    assert!(again.contains("approved already: Signed by Ana Alvarez"), "{again}");
    let keys = tempfile::tempdir().unwrap();
    let level = |line: &str| {
        let file = keys.path().join("signers");
        std::fs::write(&file, line).unwrap();
        let words = ["history", "POL-001", "--format", "json", "--keys", file.to_str().unwrap()];
        json(&office.says(BEN, "2026-01-11", &words, 0))["approval"]["level"].as_str().unwrap().to_owned()
    };
    assert_eq!(level(&format!("ana@example.org {public}")), "proven");
    assert_eq!(level(&format!("ana@example.org valid-before=\"20251231\" {public}")), "attested");
    assert_eq!(level(&format!("ana@example.org {}\n", key(ANA).public_line())), "attested");
    // All four commands take them; a list that cannot be read is refused as a whole.
    let bad = keys.path().join("bad");
    std::fs::write(&bad, format!("# mine\nana@example.org {public}\nana@example.org nonsense\n")).unwrap();
    for command in [&["check"][..], &["build", "--out", "site"], &["status"], &["history", "POL-001"]] {
        let words = [command, &["--keys", bad.to_str().unwrap()]].concat();
        let said = office.says(BEN, "2026-01-11", &words, 2);
        assert!(said.contains("bad, line 4: "), "{said}");
    }
    assert!(!office.path().join("site").exists());
    office.says(BEN, "2026-01-11", &["status", "--keys", "nowhere"], 3);
}

#[test]
fn a_review_without_change_moves_the_next_one() {
    let office = approved();
    let status = |on: &str| json(&office.says(BEN, on, &["status", "--format", "json"], 0))["counts"].clone();
    assert_eq!(status("2026-06-01")["overdue"], 0);
    assert_eq!(status("2027-03-20")["overdue"], 1);
    office.says(BEN, "2027-03-20", &["review", "POL-001", "--outcome", "no-change", "-m", "Read with the desk."], 0);
    assert_eq!(status("2027-03-20")["overdue"], 0);
    let control = office.control("2027-03-20", "POL-001");
    assert_eq!(control.events[0].kind, EventKind::Review(Some(Outcome::NoChange)));
    assert_eq!((control.review.last, control.approval_proof()), (Some(crate::office::day("2027-03-20")), Some(Proof::Attested)));
    // As it stood before.
    let before = office.says(BEN, "2027-03-21", &["status", "--as-of", "2027-03-19", "--fail-on", "overdue"], 1);
    assert!(before.contains("review overdue since 2027-01-05"), "{before}");
    let history = office.says(BEN, "2027-03-21", &["history", "POL-001"], 0);
    assert!(
        history.contains("review (no-change) of version 1.0 by Ben Brown") && history.contains("git log --format=fuller -1 "),
        "{history}"
    );
    let earlier = office.says(BEN, "2027-03-21", &["history", "POL-001", "--as-of", "2026-01-08"], 0);
    assert!(!earlier.contains("Ana Alvarez"), "{earlier}");
}

#[test]
fn status_groups_by_owner_and_exits_as_asked() {
    let office = approved();
    office.write("policies/b.md", &document("POL-002", "New.").replace("owner: manager", "owner: director"));
    office.commit(BEN, "2026-01-09", "Write another");
    let text = office.says(BEN, "2026-12-20", &["status"], 0);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert!(lines[0].starts_with("Managing Director: Cy Cole, Ana Alvarez") && lines[1].contains("not approved"), "{text}");
    assert!(text.contains("No approval found in history for version 1.0."), "{text}");
    assert!(text.contains("review due 2027-01-05, in 16 days") && text.contains("SMS Manager: Ben Brown"), "{text}");
    for (words, code) in [
        (&["--fail-on", "unapproved"][..], 1),
        (&["--fail-on", "overdue,contradicted"], 0),
        (&["--fail-on", "due"], 1),
        (&["--owner", "sms manager", "--fail-on", "unapproved"], 0),
        (&["--owner", "director", "--fail-on", "unapproved"], 1),
        (&["--owner", "managr"], 2),
    ] {
        office.says(BEN, "2026-12-20", &[&["status"], words].concat(), code);
    }
    let json = json(&office.says(BEN, "2026-12-20", &["status", "--format", "json", "--owner", "director"], 0));
    assert_eq!(json["owners"].as_array().unwrap().len(), 1);
    assert_eq!(json["owners"][0]["documents"][0]["id"], "POL-002");
    // A text that changed under its version.
    office.write("policies/a.md", &document("POL-001", "Two."));
    office.commit(BEN, "2026-12-20", "Change it");
    assert!(office.says(BEN, "2026-12-20", &["status", "--fail-on", "contradicted"], 1).contains("approval contradicted"));
}

#[test]
fn the_calendar_is_whole_and_the_same_each_time() {
    let office = approved();
    let title = "title: \"Policy, for services; all of them, wherever they are provided, and with a long name: äöü€\"";
    let late = document("POL-009", "Late.").replace("title: Service policy", title).replace("2026-01-05", "2025-01-05");
    office.write("policies/late.md", &late.replace("2026-01-10", "2025-01-10"));
    office.commit(BEN, "2026-01-09", "Write a late one");
    let ics = |on: &str| {
        let output = office.run(BEN, on, &["status", "--format", "ics"]);
        String::from_utf8(output.stdout).unwrap()
    };
    let calendar = ics("2026-06-01");
    assert_eq!(calendar, ics("2026-06-01"));
    assert!(calendar.split("\r\n").all(|it| it.len() <= 75 && !it.contains('\n')), "{calendar}");
    let whole = calendar.replace("\r\n ", "");
    for line in [
        "DTSTAMP:20260601T000000Z",
        "DTSTART;VALUE=DATE:20270105",
        "DTEND;VALUE=DATE:20270106",
        "SUMMARY:Review POL-001 Service policy",
        "DUE;VALUE=DATE:20260105",
        "SUMMARY:Review POL-009 Policy\\, for services\\; all of them\\, wherever they are provided\\, and with a long name: äöü€",
    ] {
        assert!(whole.split("\r\n").any(|it| it == line), "{line}\n{whole}");
    }
    let count = |what: &str| whole.matches(what).count();
    assert_eq!((count("BEGIN:VEVENT\r\n"), count("BEGIN:VTODO\r\n"), count("END:VCALENDAR\r\n")), (1, 1, 1));
    let uids = |text: &str| text.split("\r\n").filter(|it| it.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(uids(&calendar), uids(&ics("2026-07-01")));
    let mut different = uids(&calendar);
    different.dedup();
    assert_eq!(different.len(), 2);
}

#[test]
fn an_anchor_that_was_noted_is_checked_later() {
    let office = approved();
    let anchor = json(&office.says(BEN, "2026-02-01", &["anchor", "--format", "json"], 0));
    assert_eq!(anchor["commit"].as_str().unwrap(), office.head());
    assert!(office.says(BEN, "2026-02-01", &["anchor"], 0).contains(anchor["sentence"].as_str().unwrap()));
    let trailer = anchor["trailer"].as_str().unwrap().to_owned();
    // What is not committed changes nothing in it.
    office.write("policies/a.md", &document("POL-001", "Two."));
    let dirty = json(&office.says(BEN, "2026-02-01", &["anchor", "--format", "json"], 0));
    assert_eq!(dirty["register"], anchor["register"]);
    office.commit(BEN, "2026-02-02", &format!("Minutes\n\n{trailer}"));
    assert_eq!(office.handbook("2026-03-01").control.anchors[0].state, AnchorState::Holds);
    let wrong = format!("Anchor: {} sha256:{}", anchor["commit"].as_str().unwrap(), "0".repeat(64));
    office.commit(BEN, "2026-02-03", &format!("Other minutes\n\n{wrong}"));
    assert!(matches!(office.handbook("2026-03-01").control.anchors[0].state, AnchorState::OtherRegister(_)));
}

#[test]
fn history_names_what_it_does_not_know() {
    let office = approved();
    let said = office.says(BEN, "2026-02-01", &["history", "POL-OO1"], 2);
    assert!(said.contains("did you mean `POL-001`?"), "{said}");
    let text = office.says(BEN, "2026-02-01", &["history", "pol-001"], 0);
    for part in ["Approval: attested.", "Approval recorded", "first text", "approval of version 1.0 by Ana Alvarez", "not signed"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(office.says(BEN, "2026-02-01", &["history", "POL-001", "--no-git"], 2).contains("leave `--no-git` out"));
}
