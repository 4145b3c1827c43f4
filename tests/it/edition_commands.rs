//! `edition` and `editions` on real repositories: what stands against an edition, what its tag says, and what happens to tags later.
#![expect(clippy::disallowed_methods, reason = "keys are made by ssh-keygen")]

use std::process::Command;

use serde_json::Value;

use crate::office::{ANA, BEN, Office, document, key, settings};

const DAY: &str = "2026-01-12";

/// Settings of a handbook that answers few clauses, with further lines.
fn few(more: &str) -> String {
    settings("")
        + "rules: {clause-gap: note, missing-documented-information: note, people-changed-without-approval: note}\n"
        + more
}

/// POL-001 written by Ben.
fn written() -> Office {
    let office = Office::new("");
    office.write("clausebook.yml", &few(""));
    office.commit(BEN, "2026-01-08", "Few clauses");
    office
}

/// The same, approved by Ana, and nothing against an edition.
fn ready() -> Office {
    let office = written();
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    office
}

/// A second edition after a change.
fn second(office: &Office) {
    office.write("policies/b.md", &document("POL-002", "Two."));
    office.commit(BEN, "2026-01-13", "Write another");
    office.says(ANA, "2026-01-13", &["approve", "POL-002"], 0);
    office.says(BEN, "2026-01-14", &["edition", "v2"], 0);
}

fn message(office: &Office, tag: &str) -> String {
    office.git(BEN, DAY, &["tag", "--list", "--format=%(contents)", tag])
}

fn editions(office: &Office, code: i32) -> Vec<Value> {
    let said = office.says(BEN, "2026-01-20", &["editions", "--format", "json"], code);
    let value: Value = serde_json::from_str(&said).unwrap();
    value["editions"].as_array().unwrap().clone()
}

/// What is wrong with each edition, the latest first.
fn troubles(office: &Office, code: i32) -> Vec<(String, Vec<String>)> {
    let kinds = |it: &Value| it["troubles"].as_array().unwrap().iter().map(|it| text(&it["kind"])).collect();
    editions(office, code).iter().map(|it| (text(&it["tag"]), kinds(it))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn told(tag: &str, kinds: &[&str]) -> (String, Vec<String>) {
    (tag.to_owned(), kinds.iter().map(|it| (*it).to_owned()).collect())
}

#[test]
fn the_tag_notes_what_it_was_made_of() {
    let office = ready();
    let printed = office.says(BEN, DAY, &["edition", "v1", "-m", "For the first audit.", "--dry-run"], 0);
    assert_eq!(office.git(BEN, DAY, &["tag"]), "");
    let said = office.says(BEN, DAY, &["edition", "v1", "-m", "For the first audit."], 0);
    let head = office.head();
    let object = office.git(BEN, DAY, &["rev-parse", "refs/tags/v1"]);
    assert_eq!(said, format!("edition v1\ncommit {head}\ntag {object}\nnot signed\n"));
    assert_eq!(office.git(BEN, DAY, &["cat-file", "-t", "v1"]), "tag");
    assert_eq!(message(&office, "v1").trim_end(), printed.trim_end());
    let anchor: Value = serde_json::from_str(&office.says(BEN, DAY, &["anchor", "--format", "json"], 0)).unwrap();
    let wanted = format!(
        "Handbook v1\n\nFor the first audit.\n\nEdition: v1\nAs-of: {DAY}\nDocuments: 1\nRegister-digest: {}",
        text(&anchor["register"])
    );
    assert_eq!(printed.trim_end(), wanted);
    // git's own rules find the trailers.
    let trailers = office.git(BEN, DAY, &["tag", "--list", "--format=%(trailers:key=Edition,valueonly)", "v1"]);
    assert_eq!(trailers.trim(), "v1");
    second(&office);
    assert!(message(&office, "v2").contains(&format!("Previous-edition: v1 commit:{head} tag:{object}")));
    let listed = editions(&office, 0);
    let brief = |it: &Value| (text(&it["tag"]), it["documents"].as_u64(), text(&it["previous"]), it["current"].as_bool());
    assert_eq!(brief(&listed[0]), ("v2".to_owned(), Some(2), "v1".to_owned(), Some(true)));
    assert_eq!(brief(&listed[1]), ("v1".to_owned(), Some(1), String::new(), Some(false)));
    for it in &listed {
        assert_eq!(it["register"], it["register_noted"]);
        assert_eq!((it["annotated"].as_bool(), text(&it["by"]["name"])), (Some(true), "Ben Brown".to_owned()));
        assert_eq!(it["troubles"].as_array().unwrap().len(), 0, "{it}");
    }
    assert_eq!(listed[1]["register"], anchor["register"]);
}

#[test]
fn names_are_those_of_editions_and_no_tag_is_moved() {
    let office = ready();
    for (tag, reason) in [
        ("release-1", "editions are tags like v*"),
        ("v1..2", "git takes no tag of the name"),
        ("v 1", "git takes no tag of the name"),
    ] {
        let said = office.says(BEN, DAY, &["edition", tag], 2);
        assert!(said.contains(reason), "{tag}: {said}");
    }
    office.says(BEN, DAY, &["edition", "v1"], 0);
    let before = office.git(BEN, DAY, &["rev-parse", "refs/tags/v1"]);
    office.write("policies/b.md", &document("POL-002", "Two."));
    office.commit(ANA, "2026-01-13", "Write another");
    let said = office.says(BEN, "2026-01-14", &["edition", "v1"], 2);
    assert!(said.contains("there is a tag `v1` already, and an edition is never moved"), "{said}");
    assert_eq!(office.git(BEN, DAY, &["rev-parse", "refs/tags/v1"]), before);
}

#[test]
fn only_what_is_committed_becomes_an_edition() {
    let office = ready();
    let refused = |what: &str| {
        let said = office.says(BEN, DAY, &["edition", "v1"], 2);
        assert!(said.contains("not as they were committed") && said.contains(what), "{said}");
        assert_eq!(office.git(BEN, DAY, &["tag"]), "");
    };
    office.write("policies/a.md", &document("POL-001", "Other."));
    refused("policies/a.md");
    office.git(BEN, DAY, &["add", "policies/a.md"]);
    refused("policies/a.md");
    office.git(BEN, DAY, &["reset", "--quiet", "--hard"]);
    office.write("policies/new.md", &document("POL-009", "New."));
    refused("policies/new.md");
    // What git ignores is read all the same, so it would be in no copy of the edition.
    office.write(".git/info/exclude", "new.md\n");
    refused("policies/new.md");
    std::fs::remove_file(office.path().join("policies/new.md")).unwrap();
    std::fs::remove_file(office.path().join("people.yml")).unwrap();
    refused("people.yml");
    office.git(BEN, DAY, &["checkout", "--quiet", "people.yml"]);
    // A built site and files that no document leads to are no part of it.
    office.says(BEN, DAY, &["build"], 0);
    office.write("notes.txt", "mine\n");
    office.says(BEN, DAY, &["edition", "v1"], 0);
}

#[test]
fn what_settings_call_blocking_stands_against_it() {
    let office = written();
    let said = office.says(BEN, DAY, &["edition", "v1"], 1);
    assert!(said.contains("v1 is not made") && said.contains("unapproved: ") && said.contains("POL-001"), "{said}");
    office.says(ANA, "2026-01-12", &["approve", "POL-001"], 0);
    office.says(BEN, DAY, &["edition", "v1", "--dry-run"], 0);
    // A year later its review is overdue.
    let late = "2027-03-01";
    let said = office.says(BEN, late, &["edition", "v1"], 1);
    assert!(said.contains("overdue: ") && said.contains("POL-001 Service policy: review overdue since 2027-01-05"), "{said}");
    // Passed over with a reason, which the tag tells.
    let said = office.says(BEN, late, &["edition", "v1", "--allow", "overdue"], 2);
    assert!(said.contains("--message"), "{said}");
    office.says(BEN, late, &["edition", "v1", "--allow", "overdue", "-m", "The review is on Monday."], 0);
    let message = message(&office, "v1");
    assert!(message.contains("The review is on Monday.") && message.contains("\nAllowed: overdue (1)"), "{message}");
    assert_eq!(editions(&office, 0)[0]["allowed"][0], "overdue (1)");
    // A changed text under an old approval.
    office.write("policies/a.md", &document("POL-001", "Changed."));
    office.commit(BEN, late, "Change it");
    let said = office.says(BEN, late, &["edition", "v2"], 1);
    assert!(said.contains("contradicted: ") && !said.contains("errors: "), "{said}");
    // Settings have the last word, by class or by rule.
    let with = |blocking: &str| {
        office.write("clausebook.yml", &few(&format!("editions: {{blocking: [{blocking}]}}\n")));
        office.commit(BEN, late, "Other settings");
    };
    with("review-overdue");
    let said = office.says(BEN, late, &["edition", "v2"], 1);
    assert!(said.contains("review-overdue: ") && !said.contains("contradicted: "), "{said}");
    with("");
    office.says(BEN, late, &["edition", "v2"], 0);
    with("overdu");
    let said = office.says(BEN, late, &["check"], 1);
    assert!(said.contains("`overdu`") && said.contains("did you mean `overdue`?"), "{said}");
    let said = office.says(BEN, late, &["edition", "v3", "--allow", "overdu", "-m", "x"], 2);
    assert!(said.contains("did you mean `overdue`?"), "{said}");
}

#[test]
fn tags_that_move_are_found_by_what_later_ones_note() {
    let office = ready();
    office.says(BEN, DAY, &["edition", "v1"], 0);
    second(&office);
    let (first, head) = (office.git(BEN, DAY, &["rev-parse", "v1^{commit}"]), office.head());
    assert_eq!(troubles(&office, 0), [told("v2", &[]), told("v1", &[])]);
    // Moved to another commit.
    office.git(BEN, DAY, &["tag", "--force", "-a", "v1", "-m", "v1 again", "HEAD"]);
    let found = troubles(&office, 1);
    assert!(found.contains(&told("v1", &["moved"])) || found.contains(&told("v1", &["moved", "same-commit"])), "{found:?}");
    let said = office.says(BEN, DAY, &["editions"], 1);
    assert!(said.contains(&format!("error: the tag was moved: when v2 was made, it led to commit {first}")), "{said}");
    // It blocks the next edition.
    let said = office.says(BEN, "2026-01-15", &["edition", "v3"], 1);
    assert!(said.contains("moved: ") && said.contains("v1: the tag was moved"), "{said}");
    // Made anew where it was.
    office.git(BEN, DAY, &["tag", "--force", "-a", "v1", "-m", "v1 again", &first]);
    assert_eq!(troubles(&office, 1), [told("v2", &[]), told("v1", &["made-anew"])]);
    office.git(BEN, DAY, &["tag", "--delete", "v1"]);
    office.git(BEN, DAY, &["tag", "v1", &first]);
    assert_eq!(troubles(&office, 1), [told("v2", &[]), told("v1", &["lightweight", "made-anew"])]);
    // Deleted.
    office.git(BEN, DAY, &["tag", "--delete", "v1"]);
    assert_eq!(troubles(&office, 1), [told("v2", &["predecessor-gone"])]);
    let said = office.says(BEN, DAY, &["editions"], 1);
    assert!(said.contains(&format!("the edition before it, v1 (commit {first}), is not there any more")), "{said}");
    assert_eq!(office.head(), head);
}

#[test]
fn a_branch_that_was_rewritten_shows() {
    let office = ready();
    office.says(BEN, DAY, &["edition", "v1"], 0);
    // On another branch nothing is lost.
    office.git(BEN, DAY, &["branch", "old"]);
    // What the first edition was made of is written anew, and the next one is made on that.
    office.git(BEN, DAY, &["reset", "--quiet", "--hard", "HEAD~3"]);
    office.write("clausebook.yml", &few(""));
    office.write("policies/a.md", &document("POL-001", "Never said otherwise."));
    office.commit(BEN, "2026-01-08", "Write the policy");
    office.says(ANA, "2026-01-13", &["approve", "POL-001"], 0);
    assert_eq!(troubles(&office, 0), [told("v1", &["off-branch"])]);
    office.git(BEN, DAY, &["branch", "--quiet", "-D", "old"]);
    assert_eq!(troubles(&office, 1), [told("v1", &["no-branch"])]);
    let said = office.says(BEN, "2026-01-14", &["edition", "v2"], 1);
    assert!(said.contains("moved: ") && said.contains("v1: no branch contains it: history under it was rewritten"), "{said}");
    office.says(BEN, "2026-01-14", &["edition", "v2", "--allow", "moved", "-m", "The old branch held secrets."], 0);
    assert!(message(&office, "v2").contains("\nAllowed: moved (1)"));
    assert_eq!(troubles(&office, 1), [told("v2", &["predecessor-lost"]), told("v1", &["no-branch"])]);
    // A message may say what it likes: an edition follows what it descends from.
    let message = message(&office, "v2").replace("Edition: v2", "Edition: v3") + "\nPrevious-edition: v1 commit:";
    let first = office.git(BEN, DAY, &["rev-parse", "v1^{commit}"]);
    office.git(BEN, "2026-01-15", &["tag", "-a", "v3", "-m", &(message + &first)]);
    let said = office.says(BEN, DAY, &["editions"], 1);
    assert!(said.contains("error: it does not contain the edition that it says it follows, v1"), "{said}");
}

#[test]
fn a_register_that_is_not_the_noted_one_is_told() {
    let office = ready();
    let message = office.says(BEN, DAY, &["edition", "v1", "--dry-run"], 0);
    let sum = message.split("sha256:").nth(1).unwrap()[..64].to_owned();
    let other = message.replace(&sum, &"ab".repeat(32)).replace("Edition: v1", "Edition: v0");
    office.git(BEN, DAY, &["tag", "-a", "v1", "-m", &other]);
    assert_eq!(troubles(&office, 1), [told("v1", &["renamed", "other-register"])]);
    let said = office.says(BEN, DAY, &["editions"], 1);
    assert!(said.contains(&format!("has the sum sha256:{sum}, and not the one that the tag notes")), "{said}");
}

#[test]
fn tags_of_every_kind_are_listed_and_none_stops_the_list() {
    let office = ready();
    office.git(BEN, DAY, &["tag", "v0-plain"]);
    office.git(BEN, DAY, &["tag", "-a", "v1-by-hand", "-m", "By hand"]);
    office.git(BEN, DAY, &["tag", "other"]);
    let tree = office.git(BEN, DAY, &["hash-object", "-t", "tree", "-w", "--stdin"]);
    let empty = office.git(BEN, "2026-01-16", &["commit-tree", &tree, "-m", "nothing"]);
    office.git(BEN, "2026-01-16", &["tag", "-a", "v9-empty", "-m", "Nothing", &empty]);
    office.git(BEN, DAY, &["tag", "v-file", "HEAD:people.yml"]);
    let found = troubles(&office, 1);
    assert_eq!(
        found,
        [
            told("v9-empty", &["empty", "no-branch", "predecessor-lost"]),
            told("v1-by-hand", &["same-commit"]),
            told("v0-plain", &["lightweight"]),
        ]
    );
    let said = office.says(BEN, DAY, &["editions"], 1);
    assert!(said.contains("v1-by-hand  2026-01-12  1 document  current\n"), "{said}");
    assert!(said.contains("; the tag notes none") && said.ends_with("3 editions, 1 changed since noted\n"), "{said}");
    // The next one follows what it descends from, and builds go on.
    assert!(
        office
            .says(BEN, DAY, &["edition", "v2", "--dry-run", "--allow", "moved", "-m", "x"], 0)
            .contains("Previous-edition: v1-by-hand ")
    );
    office.says(BEN, DAY, &["build"], 0);
}

#[test]
fn a_signature_says_who_made_it() {
    let office = ready();
    let secret = office.folder.path().join(".git/key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "ana", "-f"]).arg(&secret).status();
    if made.is_err() && std::env::var("CI").is_err() {
        println!("SKIPPED: ssh-keygen is not installed");
        return;
    }
    assert!(made.unwrap().success());
    let public = std::fs::read_to_string(secret.with_extension("pub")).unwrap();
    for (name, value) in [("gpg.format", "ssh"), ("user.signingkey", secret.to_str().unwrap()), ("commit.gpgsign", "true")] {
        office.git(ANA, DAY, &["config", name, value]);
    }
    // A key that nobody registered proves nothing.
    let said = office.says(ANA, DAY, &["edition", "v1"], 0);
    assert!(said.contains("signed, but it does not count: The key is not registered for anybody"), "{said}");
    let people = std::fs::read_to_string(office.path().join("people.yml")).unwrap();
    office.write("people.yml", &people.replace(&key(ANA).public_line(), public.trim()));
    office.commit(ANA, "2026-01-13", "Ana has a new key");
    // Nor does one that comes with what it signs.
    let said = office.says(ANA, "2026-01-13", &["edition", "v2"], 0);
    assert!(said.contains("does not count"), "{said}");
    office.commit(ANA, "2026-01-14", "Something else");
    office.says(ANA, "2026-01-14", &["review", "POL-001"], 0);
    let said = office.says(ANA, "2026-01-14", &["edition", "v3"], 0);
    assert!(said.contains("signed by Ana Alvarez (SHA256:"), "{said}");
    assert_eq!(editions(&office, 0)[0]["signer"]["name"], "Ana Alvarez");
    // `tag.gpgSign` wins over `commit.gpgSign`.
    office.git(ANA, DAY, &["config", "tag.gpgsign", "false"]);
    assert!(office.says(ANA, "2026-01-15", &["edition", "v4"], 0).contains("not signed"));
}

#[test]
fn audits_that_saw_an_edition_stand_with_it() {
    let office = ready();
    office.says(BEN, DAY, &["edition", "v1"], 0);
    let register = "---\nid: REG-001\ntitle: Audits\ntype: register\nstatus: approved\nversion: \"1.0\"\nowner: manager\napprover: director\n\
        effective: 2026-01-13\nreviewed: 2026-01-13\nentries:\n  audit:\n    - {id: AUD-1, title: Stage 1, scheme: stage-1, date: 2026-01-13, status: done, edition: v1}\n---\n\nAudits.\n";
    office.write("registers/r.md", register);
    office.commit(BEN, "2026-01-14", "Keep audits");
    assert_eq!(editions(&office, 0)[0]["audits"][0]["id"], "AUD-1");
    assert!(office.says(BEN, "2026-01-14", &["editions"], 0).contains("seen by AUD-1 Stage 1, 2026-01-13"));
}
