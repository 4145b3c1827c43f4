//! The example SMS is what people copy from: it has nothing to report. Faults put into it are found by the rule that is
//! there for them, and nothing else is said.

use clausebook::diag::Severity;
use clausebook::pipeline;

use crate::rules::describe;
use crate::support::{Sms, package, read_folder};

fn example() -> Sms {
    let mut sms = Sms::default();
    sms.files.extend(read_folder(&package("example-sms"), &["md", "yml", "svg"]));
    sms
}

/// All diagnostics as `FILE: LEVEL: CODE: MESSAGE`, without notes unless wanted.
fn reports(sms: &Sms, least: Severity) -> Vec<String> {
    let inputs = sms.inputs();
    let found = pipeline::check(&inputs).diagnostics;
    found.iter().filter(|it| it.severity >= least).map(|it| describe(it, &inputs).to_string()).collect()
}

#[test]
fn the_example_is_clean_at_the_level_of_warnings() {
    let found = reports(&example(), Severity::Warning);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Changes one document: its path begins with `path`, and holds each `old` once or more.
fn edit(sms: &mut Sms, path: &str, changes: &[(&str, &str)]) {
    let text = sms.files.iter_mut().find(|(it, _)| it.starts_with(path)).map(|(_, text)| text);
    let text = text.unwrap_or_else(|| panic!("the example has no {path}"));
    for (old, new) in changes {
        assert!(text.contains(old), "{path} does not hold `{old}`");
        *text = text.replacen(old, new, 1);
    }
}

/// What is found after an edit, beyond what is found before it.
fn found_after(path: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let mut sms = example();
    let before = reports(&sms, Severity::Note);
    edit(&mut sms, path, changes);
    reports(&sms, Severity::Note).into_iter().filter(|it| !before.contains(it)).collect()
}

/// A document, what is changed in it, and what is to be found.
type Fault = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn faults_put_into_the_example_are_found() {
    let faults: [Fault; 12] = [
        (
            "processes/prc-003",
            &[("reviewed: 2025-10-09", "reviewed: 2025-05-15")],
            &["error: review-overdue: its review was due on 2026-05-15, 47 days ago"],
        ),
        (
            "processes/prc-009",
            &[("reviewed: 2026-05-14", "reviewed: 2025-07-13")],
            &["note: review-due: its review is due on 2026-07-13, in 12 days"],
        ),
        ("plans/pln-006", &[("  - {version: 1.3, ", "  - {version: 1.2, ")], &["warning: version-disagrees"]),
        ("policies/pol-003", &[("effective: 2025-12-15", "effective: 2026-08-01")], &["note: effective-ahead"]),
        (
            "work-instructions/wi-003",
            &[("\n## ", "\nSee [[PRC-020]].\n\n## ")],
            &["warning: link-to-retired: `PRC-020` was replaced by `PRC-016`"],
        ),
        (
            "agreements/agr-001",
            &[("\nTable: Incidents", "\nP1 response is 30 min.\n\nTable: Incidents")],
            &["warning: value-literal: `30 min` differs from the value `p1.respond`"],
        ),
        (
            "processes/prc-015",
            &[("owner: problem-manager", "owner: problem-coordinator")],
            &["error: unknown-role: there is no role `problem-coordinator`"],
        ),
        (
            "registers/reg-007",
            &[("edition: \"v1, 2023-06\"", "edition: \"v1, 2023-06\"\n      superseded_by: v2")],
            &["warning: external-document-check-overdue"],
        ),
        (
            "plans/pln-001",
            &[(" clauses=\"6.3/known-limits\"", "")],
            &["warning: missing-point: no section covers 1 point of `6.3`"],
        ),
        (
            "policies/pol-001",
            &[("id: POL-001", "id: POL-001-DE\ntranslation_of: {id: POL-002, version: \"0.9\"}")],
            &["warning: translation-outdated"],
        ),
        (
            "people.yml",
            &[("managing-director, from: 2021-04-01", "managing-director, from: 2021-04-01, to: 2026-06-30")],
            &["warning: vacant-role: nobody holds the role `managing-director`"],
        ),
        (
            "values.yml",
            &[("respond: {value: 15 min", "respnd: {value: 15 min")],
            &["error: unknown-value: there is no value `p1.respond`"],
        ),
    ];
    for (path, changes, wanted) in faults {
        let found = found_after(path, changes);
        for it in wanted {
            assert!(found.iter().any(|line| line.contains(it)), "{path}: expected {it}, found {found:#?}");
        }
    }
}

#[test]
fn a_file_without_an_id_and_a_stray_attachment_are_found() {
    let mut sms = example();
    sms.files.insert("notes/change-tips.md".to_owned(), "# Tips for changes\n".to_owned());
    sms.sized("notes/form.docx", "10");
    let found = reports(&sms, Severity::Note);
    for it in
        ["notes/change-tips.md:1: error: missing-field: a document needs `id`", "notes/form.docx: note: unreferenced-attachment"]
    {
        assert!(found.iter().any(|line| line.starts_with(it)), "expected {it}, found {found:#?}");
    }
}

#[test]
fn an_empty_handbook_is_told_all_it_lacks_and_nothing_twice() {
    let mut sms = Sms::default();
    sms.files.insert("clausebook.yml".to_owned(), "organization: Example\ntitle: Handbook\n".to_owned());
    let found = reports(&sms, Severity::Note);
    assert_eq!(found.len(), 62, "{found:#?}");
    assert!(found.iter().all(|it| it.contains("error: clause-gap: ")), "{found:#?}");
}
