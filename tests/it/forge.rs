//! What an approval that was given on a forge is worth in git, by the way the forge merges. Commits are made as forges make them.

use clausebook::handbook::document_control::{How, Proof};

use crate::office::{ANA, BEN, BOT, Office, document, key};

const PROTECTED: &str = ", recorders: [Forge Bot], protected: {branches: [main], forge: GitLab}";
/// What GitLab's `%{approved_by}` and `%{reviewed_by}` become: whole trailers, one a line.
const APPROVALS: &str =
    "Reviewed-by: Ben Brown <ben@example.org>\nApproved-by: Cy Cole <cy@example.org>\nApproved-by: Ana Alvarez <ana@example.org>";

/// A change by Ben on a branch.
fn branch(control: &str) -> Office {
    let office = Office::new(control);
    office.git(BEN, "2026-02-01", &["switch", "--quiet", "--create", "change"]);
    office.write("policies/a.md", &document("POL-001", "Two."));
    office.commit(BEN, "2026-02-01", "Say it better");
    office
}

/// The level of the approval of POL-001, and in which way it was recorded.
fn level(office: &Office) -> (Option<Proof>, Option<How>) {
    let control = office.control("2026-03-01", "POL-001");
    (control.approval_proof(), control.approval_event().map(|it| it.how))
}

fn merge(office: &Office, who: (&str, &str), message: &str) {
    office.git(who, "2026-02-03", &["switch", "--quiet", "main"]);
    office.git(who, "2026-02-03", &["merge", "--quiet", "--no-ff", "-m", message, "change"]);
}

#[test]
fn the_template_of_a_gitlab_merge_is_attested_on_a_protected_branch_only() {
    let message =
        format!("Merge branch 'change' into 'main'\n\nSay it better\n\nSee merge request sms/handbook!7\n\n{APPROVALS}");
    let office = branch(PROTECTED);
    merge(&office, BEN, &message);
    assert_eq!(level(&office), (Some(Proof::Attested), Some(How::Landing)));
    // Anybody who may push could have written the same.
    let office = branch(", recorders: [Forge Bot]");
    merge(&office, BEN, &message);
    assert_eq!(level(&office), (Some(Proof::Claimed), Some(How::Landing)));
    // Words in the same paragraph make the message end without trailers.
    let office = branch(PROTECTED);
    merge(
        &office,
        BEN,
        &format!("Merge\n\nSee merge request sms/handbook!7\n{APPROVALS}\nand so it is\nfor all of us\nto see\nhere and now"),
    );
    assert_eq!(level(&office).1, None);
}

#[test]
fn the_signature_of_a_recorder_on_the_merge_proves_the_approvals_it_names() {
    let office = branch(PROTECTED);
    merge(&office, BOT, &format!("Merge pull request #7 from change\n\n{APPROVALS}"));
    office.sign(&key(BOT));
    assert_eq!(level(&office), (Some(Proof::Proven), Some(How::Landing)));
    let control = office.control("2026-03-01", "POL-001");
    assert!(control.approval.unwrap().sentence.to_string().contains("as Forge Bot recorded"));
    // A key that settings name no recorder for proves nothing for others; the protected merge stays attested.
    let office = branch(", protected: [main]");
    merge(&office, BOT, &format!("Merge pull request #7 from change\n\n{APPROVALS}"));
    office.sign(&key(BOT));
    assert_eq!(level(&office).0, Some(Proof::Attested));
}

#[test]
fn a_squash_is_a_claim() {
    let office = branch(PROTECTED);
    office.git(BEN, "2026-02-03", &["switch", "--quiet", "main"]);
    office.git(BEN, "2026-02-03", &["merge", "--quiet", "--squash", "change"]);
    office.git(BEN, "2026-02-03", &["commit", "--quiet", "-m", &format!("Say it better (#7)\n\n{APPROVALS}")]);
    assert_eq!(level(&office), (Some(Proof::Claimed), Some(How::Change)));
    // Unless a recorder makes and signs it.
    office.sign(&key(BOT));
    assert_eq!(level(&office).0, Some(Proof::Proven));
}

#[test]
fn the_approver_s_own_commit_survives_a_merge_and_loses_its_signature_in_a_rebase() {
    let approve = |office: &Office| {
        office.says(ANA, "2026-02-02", &["approve", "POL-001"], 0);
        office.sign(&key(ANA));
    };
    let office = branch(PROTECTED);
    approve(&office);
    merge(&office, BEN, "Merge branch 'change' into 'main'");
    assert_eq!(level(&office), (Some(Proof::Proven), Some(How::Named)));
    // Main moved on, so that a rebase makes new commits.
    let rebased = |other: &str, body: &str| {
        let office = branch(PROTECTED);
        approve(&office);
        office.git(BEN, "2026-02-03", &["switch", "--quiet", "main"]);
        office.write(other, body);
        office.commit(BEN, "2026-02-03", "Something else");
        office.git(BEN, "2026-02-04", &["switch", "--quiet", "change"]);
        office.git(BEN, "2026-02-04", &["rebase", "--quiet", "--empty=keep", "main"]);
        office.git(BEN, "2026-02-04", &["switch", "--quiet", "main"]);
        office.git(BEN, "2026-02-04", &["merge", "--quiet", "--ff-only", "change"]);
        level(&office).0
    };
    assert_eq!(rebased("policies/b.md", &document("POL-002", "Other.")), Some(Proof::Attested));
    // Onto a text that the approver never saw: what was approved is not what is there.
    let wider = document("POL-001", "One.").replace("All services.", "Everything.");
    assert_eq!(rebased("policies/a.md", &wider), Some(Proof::Claimed));
}
