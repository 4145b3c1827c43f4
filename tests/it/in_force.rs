//! Sites of the texts in force, of real repositories: what is approved applies from its day on, what is pending has a page of its own.
#![expect(clippy::disallowed_methods, reason = "files are taken away from real repositories")]

use clausebook::diag::Severity;
use clausebook::shell::{Gather, gather};
use clausebook::source::{Inputs, ToolId};

use crate::built::{Built, build, dead_links};
use crate::office::{ANA, BEN, Office, day, document, settings};

const POLICY: &str = "documents/pol-001.html";
const PENDING: &str = "documents/pol-001.pending.html";

/// POL-001 in version 1.0, in force since 10 January; version 2.0 is approved on 1 February, and its day is 1 March. It leads to
/// POL-002, which nobody approved.
fn coming() -> Office {
    let office = Office::new("");
    office.write("clausebook.yml", &(settings("") + "site: {publish: in-force}\n"));
    office.write("policies/a.md", &text("1.0", "2026-01-10", "Answer within 60 minutes."));
    office.commit(BEN, "2026-01-08", "Write the policy");
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    office.write("policies/a.md", &text("2.0", "2026-03-01", "Answer within 30 minutes. See [[POL-002]]."));
    office.write("policies/b.md", &document("POL-002", "Two, see [[POL-001#why]]."));
    office.commit(BEN, "2026-01-31", "Answer faster");
    office.says(ANA, "2026-02-01", &["approve", "POL-001"], 0);
    office
}

fn text(version: &str, effective: &str, body: &str) -> String {
    let clause = if version == "1.0" { "5.1" } else { "5.2.1" };
    document("POL-001", body)
        .replace("version: \"1.0\"", &format!("version: \"{version}\"\nclauses: [{clause}]"))
        .replace("effective: 2026-01-10", &format!("effective: {effective}"))
}

fn inputs(office: &Office, today: &str, as_of: Option<&str>) -> Inputs {
    let tool = ToolId { name: "clausebook".to_owned(), version: "0.0.0".to_owned() };
    let (root, today, as_of) = (office.path().to_owned(), day(today), as_of.map(day));
    gather(&Gather { root, today, as_of, tool, ignore: Vec::new(), git: true, cache: false, keys: None }).unwrap()
}

fn on(office: &Office, today: &str, as_of: Option<&str>) -> Built {
    let built = build(&inputs(office, today, as_of));
    assert_eq!(dead_links(&built, &built.read()), Vec::<String>::new());
    built
}

fn words(built: &Built, page: &str) -> String {
    built.read().remove(page).unwrap_or_else(|| panic!("no {page}: {:?}", built.files.keys())).words()
}

#[test]
fn an_approved_text_takes_the_place_of_its_predecessor_on_its_day() {
    let office = coming();
    for (today, as_of) in [("2026-02-28", None), ("2026-04-01", Some("2026-02-28"))] {
        let built = on(&office, today, as_of);
        let policy = words(&built, POLICY);
        assert!(policy.contains("within 60 minutes") && !policy.contains("30 minutes"), "{policy}");
        let banner = "A change is pending. This is the text in force. Coming: 2.0 approved, in force from 1 Mar 2026.";
        assert!(policy.contains(banner), "{policy}");
        let html = built.text(POLICY);
        assert!(html.contains("href=\"pol-001.pending.html\"") && !html.contains("noindex"));
        let pending = words(&built, PENDING);
        assert!(pending.contains("Not in force. Another text of this document applies."), "{pending}");
        assert!(pending.contains("30 minutes") && pending.contains("It still needs: its day, 1 Mar 2026"), "{pending}");
        assert!(!pending.contains("approval by:"), "{pending}");
        let html = built.text(PENDING);
        assert!(html.contains("noindex") && html.contains("href=\"pol-001.html\""));
        // What it answers, and where it is listed, is what the text in force says.
        assert!(words(&built, "clauses/iso20000-1-2018/5.1.html").contains("POL-001"));
        assert!(!words(&built, "clauses/iso20000-1-2018/5.2.1.html").contains("POL-001"));
        let register = words(&built, "register/index.html");
        assert!(register.contains("2.0 approved, in force from 1 Mar 2026"), "{register}");
    }
    for (today, as_of) in [("2026-03-01", None), ("2026-04-01", Some("2026-03-01"))] {
        let built = on(&office, today, as_of);
        let policy = words(&built, POLICY);
        assert!(policy.contains("within 30 minutes") && !policy.contains("60 minutes"), "{policy}");
        assert!(!policy.contains("A change is pending") && !built.files.contains_key(PENDING));
        assert!(words(&built, "clauses/iso20000-1-2018/5.2.1.html").contains("POL-001"));
        assert!(!words(&built, "clauses/iso20000-1-2018/5.1.html").contains("POL-001"));
    }
}

#[test]
fn a_document_that_was_never_approved_is_no_text_in_force() {
    let office = coming();
    let built = on(&office, "2026-03-02", None);
    // Its page is that of the pending text, and links lead there with a mark.
    assert!(!built.files.contains_key("documents/pol-002.html"));
    let page = words(&built, "documents/pol-002.pending.html");
    assert!(page.contains("No text of this document is in force.") && page.contains("approval by: Managing Director"), "{page}");
    let html = built.text(POLICY);
    assert!(html.contains("<a class=\"l-pending\" href=\"pol-002.pending.html\""), "{html}");
    assert!(words(&built, POLICY).contains("(not in force)"));
    // Its own link to the policy is no reference yet.
    assert!(!html.contains("<q>"), "{html}");
    let register = words(&built, "register/index.html");
    assert!(register.contains("POL-002") && register.contains("1.0 not approved"), "{register}");
    // Once approved it has its own address.
    office.says(ANA, "2026-03-02", &["approve", "POL-002"], 0);
    let built = on(&office, "2026-03-02", None);
    assert!(built.files.contains_key("documents/pol-002.html"));
    assert!(!built.files.contains_key("documents/pol-002.pending.html"));
    assert!(built.text(POLICY).contains("<q>"));
}

#[test]
fn texts_that_wait_or_are_not_committed_are_pending_and_diagnostics_stay_with_files() {
    let office = coming();
    office.write("policies/a.md", &text("3.0", "2026-03-01", "Answer at once. See [[POL-003]]."));
    let built = on(&office, "2026-03-02", None);
    assert!(words(&built, POLICY).contains("within 30 minutes"));
    let pending = words(&built, PENDING);
    assert!(pending.contains("Answer at once"), "{pending}");
    assert!(pending.contains("It still needs: to be committed approval by: Managing Director"), "{pending}");
    let about = |built: &Built, id: &str| -> Vec<_> {
        let own = built.diagnostics.iter().filter(|it| it.at.path.as_str() == "policies/a.md" && it.message.contains(id));
        own.cloned().collect()
    };
    let broken = about(&built, "POL-003");
    assert!(broken.len() == 1 && broken[0].severity == Severity::Error, "{broken:?}");
    // What only the text in force does is a note without a line, as its lines are not those of the file.
    office.write("policies/a.md", &text("3.0", "2026-03-01", "Answer at once."));
    std::fs::remove_file(office.path().join("policies/b.md")).unwrap();
    let built = build(&inputs(&office, "2026-03-02", None));
    let broken = about(&built, "POL-002");
    assert!(broken.len() == 1 && broken[0].severity == Severity::Note, "{broken:?}");
    assert!(broken[0].message.starts_with("in the text in force: "), "{broken:?}");
    assert!(broken[0].at.span.is_none());
}

#[test]
fn an_earlier_day_shows_what_applied_then_and_nothing_that_came_later() {
    let office = coming();
    office.write("policies/a.md", &text("2.1", "2026-03-01", "Answer within 20 minutes."));
    office.commit(BEN, "2026-05-01", "Faster still");
    office.says(ANA, "2026-05-01", &["approve", "POL-001"], 0);
    let built = on(&office, "2026-06-01", Some("2026-04-01"));
    assert!(words(&built, POLICY).contains("within 30 minutes"));
    assert!(words(&built, PENDING).contains("to be on record: it was not on this day"));
    assert!(words(&on(&office, "2026-06-01", None), POLICY).contains("within 20 minutes"));
}

#[test]
fn where_nothing_is_pending_both_ways_give_the_same_site() {
    let office = coming();
    office.says(ANA, "2026-03-02", &["approve", "POL-002"], 0);
    let shown = on(&office, "2026-03-02", None);
    office.write("clausebook.yml", &(settings("") + "site: {publish: head}\n"));
    let head = on(&office, "2026-03-02", None);
    assert_eq!(shown.pages(), head.pages());
}

#[test]
fn without_history_what_documents_claim_decides() {
    let office = coming();
    std::fs::remove_dir_all(office.path().join(".git")).unwrap();
    let built = on(&office, "2026-02-28", None);
    // Version 2.0 claims to be approved, and its day has not come; nothing shows what applied before.
    assert!(!built.files.contains_key(POLICY));
    assert!(words(&built, PENDING).contains("its day, 1 Mar 2026"));
    assert!(built.files.contains_key("documents/pol-002.html"));
    let built = on(&office, "2026-03-01", None);
    assert!(built.files.contains_key(POLICY) && !built.files.contains_key(PENDING));
}
