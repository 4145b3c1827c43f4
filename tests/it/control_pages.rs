//! What pages say about document control, on histories in memory: proof with its checks, disputes, what is withheld and why.

use crate::built::{Built, build, dead_links};
use crate::control::{SETUP, expand};
use crate::support::Sms;

const WRITTEN: &str = "=== commit 2024-02-01 Ben <ben@example.org>: Write it\n@ 1.0 reviewed=2024-02-10 | Intro. / ## Steps / One. / ## Rest / Same.\n";
const APPROVED: &str = "=== commit 2024-02-10 Ana <ana@example.org>: Approve [Document: A-1] [Approved-by: Ana <ana@example.org>] [Reviewed-by: Ana <ana@example.org>]\n";

fn site(history: &str) -> Built {
    let built = build(&Sms::parse(&(SETUP.to_owned() + &expand(history))).inputs());
    assert_eq!(dead_links(&built, &built.read()), Vec::<String>::new());
    built
}

/// The words of a page in one line.
fn words(built: &Built, page: &str) -> String {
    built.read()[page].words()
}

#[track_caller]
fn says(built: &Built, page: &str, all: &[&str]) {
    let words = words(built, page);
    for one in all {
        assert!(words.contains(one), "{page} does not say `{one}`:\n{words}");
    }
}

#[test]
fn an_approval_leads_to_the_commit_that_records_it() {
    let site = site(&format!("{WRITTEN}{APPROVED}"));
    let page = site.text("documents/a-1.html");
    let id = page.split("href=\"#page:event-").nth(1).and_then(|it| it.split('"').next()).expect("a commit to follow");
    assert!(page.contains(&format!("<tr id=\"page:event-{id}\">")), "the row of commit {id}");
    says(
        &site,
        "documents/a-1.html",
        &["Attested", "Approval recorded", "Check it yourself", "git log --format=fuller -1", "Approved version 1.0"],
    );
    says(&site, "reports/control.html", &["Approvals in the period", "Git contradicts no approval.", "A-1"]);
    says(&site, "register/index.html", &["Attested"]);
    says(&site, "index.html", &["1 attested"]);
}

#[test]
fn a_contradicted_approval_is_to_be_treated_as_missing() {
    let site = site(&format!("{WRITTEN}{APPROVED}=== commit 2024-03-01 Ben <ben@example.org>: Mend\n@ 1.0 | Two.\n"));
    let page = site.text("documents/a-1.html");
    assert!(page.contains("<p><b>Treat the approval as missing.</b>"), "first words");
    says(&site, "documents/a-1.html", &["Disputed", "Contradicted"]);
    says(&site, "register/index.html", &["Disputed"]);
    says(&site, "reports/control.html", &["The document says", "How to clear it", "still calls itself version 1.0"]);
}

#[test]
fn a_text_that_is_not_committed_has_a_row_of_its_own() {
    let site = site(&format!("{WRITTEN}{APPROVED}=== uncommitted\n@ 1.1 | Two.\n"));
    says(&site, "documents/a-1.html", &["Not committed", "This text is not committed yet"]);
    assert!(site.text("documents/a-1.html").contains("<tr class=\"unc\">"));
}

#[test]
fn days_that_a_shallow_clone_cannot_know_are_withheld_with_the_reason() {
    let site = site(&format!(
        "{WRITTEN}{APPROVED}=== commit 2024-04-01 Ben <ben@example.org>: Other\n=== file b.txt\nb\n=== cut\n=== commit 2024-05-01 Ana <ana@example.org>: R [Document: A-1] [Reviewed-by: Ana <ana@example.org>]\n"
    ));
    says(&site, "documents/a-1.html", &["withheld: shallow clone", "earlier texts may be missing"]);
    says(&site, "reports/control.html", &["What this copy of the history lacks", "git fetch --unshallow"]);
}

#[test]
fn without_approvals_on_record_everything_stays_claimed_with_the_reason() {
    let unknown = build(&Sms::parse("=== file a.md\n# A\n\nOne.\n").inputs());
    says(&unknown, "documents/a.html", &["Claimed", "Git history was not read in this build"]);
    says(&unknown, "reports/control.html", &["Nothing here is proven.", "Build again without --no-git."]);
    let not_kept = site(WRITTEN);
    says(&not_kept, "documents/a-1.html", &["Claimed", "records no approval, review or adoption", "Write it"]);
    assert!(!not_kept.text("reports/control.html").contains("id=\"contradictions\""));
}

#[test]
fn a_section_that_changed_after_the_review_is_to_be_checked_again() {
    let tagged =
        |text: &str| text.replace("## Steps", "## Steps {clauses=\"8.6.1\"}").replace("## Rest", "## Rest {clauses=\"8.6.1\"}");
    let later = "=== commit 2024-06-01 Ben <ben@example.org>: Mend\n@ 1.1 reviewed=2024-02-10 | Intro. / ## Steps / Two. / ## Rest / Same.\n";
    let again = "changed since the last review: check again";
    let page = "clauses/iso20000-1-2018/8.6.1.html";
    let before = site(&tagged(&format!("{WRITTEN}{APPROVED}")));
    assert!(!words(&before, page).contains(again));
    let after = site(&tagged(&format!("{WRITTEN}{APPROVED}{later}")));
    assert_eq!(words(&after, page).matches(again).count(), 1, "{}", words(&after, page));
}
