//! A branch that was rewritten after its head had been noted elsewhere: nothing in the new history gives that away but the note.
#![expect(clippy::disallowed_methods, reason = "the site is looked at on a real disk")]

use serde_json::Value;

use crate::office::{ANA, BEN, Office, document};

/// Minutes of a management review with the head and register sum that `clausebook anchor` printed.
fn minutes(noted: &Value) -> String {
    format!(
        "---\nid: MR-001\ntitle: Management review\ntype: management-review\nowner: manager\ndate: 2026-02-01\nretention: 6 years\n\
         anchors: [{{commit: {}, register: \"{}\", given_to: the certification body}}]\n---\n\nHeld.\n",
        noted["commit"].as_str().unwrap(),
        noted["register"].as_str().unwrap()
    )
}

/// Messages of the rule about anchors, with their levels and files.
fn told(office: &Office, on: &str) -> Vec<(String, String, String)> {
    let found: Value = serde_json::from_str(&office.run_data(BEN, on, &["check", "--format", "json"])).unwrap();
    let found = found["diagnostics"].as_array().unwrap().iter().filter(|it| it["code"] == "anchor-broken");
    found
        .map(|it| ["level", "file", "message"].map(|key| it[key].as_str().unwrap().to_owned()))
        .map(|[a, b, c]| (a, b, c))
        .collect()
}

#[test]
fn a_rewritten_branch_is_told_by_an_anchor_and_by_nothing_else() {
    let office = Office::new("");
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    let noted: Value = serde_json::from_str(&office.says(BEN, "2026-02-01", &["anchor", "--format", "json"], 0)).unwrap();
    let head = office.head();
    assert_eq!(noted["commit"], head);
    office.write("records/mr-001.md", &minutes(&noted));
    office.commit(BEN, "2026-02-01", "File the minutes");
    assert_eq!(told(&office, "2026-02-02"), []);
    // The same commits once more, on the same days, by the same people: only the policy never said what was approved.
    let first = office.git(BEN, "2026-01-01", &["rev-list", "--max-parents=0", "HEAD"]);
    office.git(BEN, "2026-01-01", &["reset", "--quiet", "--hard", &first]);
    office.write("policies/a.md", &document("POL-001", "Something more convenient."));
    office.commit(BEN, "2026-01-08", "Write the policy");
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    office.write("records/mr-001.md", &minutes(&noted));
    office.commit(BEN, "2026-02-01", "File the minutes");
    let plain: Value =
        serde_json::from_str(&office.says(BEN, "2026-02-02", &["history", "POL-001", "--format", "json"], 0)).unwrap();
    assert_eq!(plain["approval"]["level"], "attested", "by itself the new history is as good as the old one");
    let message = format!("the anchor of 2026-02-01 names commit {head}, which does not lead here");
    assert_eq!(told(&office, "2026-02-02"), [("error".to_owned(), "records/mr-001.md".to_owned(), message)]);
    office.run(BEN, "2026-02-02", &["build"]);
    let report = std::fs::read_to_string(office.path().join("_site/reports/control.html")).unwrap();
    assert!(report.contains("It does not hold: this commit does not lead to today"), "{report}");
    // A history that was only added to keeps its anchor; one whose old head was put back has it again.
    office.git(BEN, "2026-02-03", &["reset", "--quiet", "--hard", &head]);
    office.write("records/mr-001.md", &minutes(&noted));
    office.write("policies/b.md", &document("POL-002", "Another."));
    office.commit(BEN, "2026-02-03", "Go on");
    assert_eq!(told(&office, "2026-02-04"), []);
}
