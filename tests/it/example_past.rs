//! The example with its past, looked at with git itself: what clausebook wrote has to be a sound repository whose signatures hold,
//! whose documents can be followed, and which is the same on every machine.
#![expect(clippy::disallowed_methods, reason = "these tests run the program and git on real folders")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::support::{package, read_folder};

/// Head of `main` for 1 July 2026. It changes with the texts of the example and with the story of their past, and with nothing else.
const HEAD: &str = "628c1df8a970abf901f8134706877fcf4dbcd403";

/// A day, and the folder its repository lies in; made once for all tests here.
pub(crate) fn example() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| make("2026-07-01").keep().join("demo"))
}

fn make(day: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = clausebook(&["init", "--example", "--from-git-history", "--on", day, "demo"], folder.path());
    assert!(made.0, "{}", made.1);
    folder
}

/// Whether it ended well, and what it said.
fn clausebook(arguments: &[&str], folder: &Path) -> (bool, String) {
    said(Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).current_dir(folder))
}

fn said(command: &mut Command) -> (bool, String) {
    let done = command.output().unwrap();
    (done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr))
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("TZ", "UTC");
    let done = git.output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn the_repository_is_sound_and_the_same_everywhere() {
    let repository = example();
    assert_eq!(git(repository, &["rev-parse", "main"]).trim(), HEAD);
    assert_eq!(git(repository, &["fsck", "--strict", "--no-dangling"]), "");
    assert_eq!(git(repository, &["status", "--porcelain", "--ignored"]), "");
    assert_eq!(git(repository, &["symbolic-ref", "HEAD"]).trim(), "refs/heads/main");
    assert_eq!(git(repository, &["tag"]), "v2024.1\nv2025.1\nv2026.1\n");
    let mut last = 0;
    for line in git(repository, &["log", "--first-parent", "--reverse", "--format=%ct"]).lines() {
        let at: i64 = line.parse().unwrap();
        assert!(at >= last, "{line} lies before the landing before it");
        last = at;
    }
    assert!(last < 1_782_864_000, "a commit lies after the last day");
}

#[test]
fn the_files_on_main_are_those_of_the_example() {
    let read = |folder: &Path| -> BTreeMap<String, String> {
        let files = read_folder(folder, &["md", "yml"]).into_iter();
        files.filter(|(path, _)| ![".git/", "keys/", "_site/"].iter().any(|it| path.starts_with(it))).collect()
    };
    let (made, mut own) = (read(example()), read(&package("example-sms")));
    let keyless = |text: &str| text.split_inclusive('\n').filter(|it| !it.starts_with("    keys: [")).collect::<String>();
    for (path, text) in &made {
        let expected = own.remove(path).unwrap_or_else(|| panic!("{path} is not in the example"));
        assert_eq!(keyless(text), expected, "{path}");
    }
    assert!(own.is_empty(), "not written: {:?}", own.keys());
    let people = &made["people.yml"];
    assert_eq!(people.matches("    keys: [\"ssh-ed25519 ").count(), 15);
}

#[test]
fn every_signature_holds_and_most_commits_have_one() {
    let log = git(example(), &["log", "--branches", "--format=%G? %aI %s"]);
    let count = |mark: &str| log.lines().filter(|it| it.starts_with(mark)).count();
    let wrong: Vec<&str> = log.lines().filter(|it| !it.starts_with("G ") && !it.starts_with("N ")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count("G") > 700 && count("N") < 70, "{} signed, {} not", count("G"), count("N"));
    for tag in ["v2024.1", "v2025.1", "v2026.1"] {
        git(example(), &["verify-tag", tag]);
    }
}

#[test]
fn a_rename_and_a_formatting_are_in_the_past() {
    let overview = "manuals/man-001-sms-handbook-overview.md";
    let log = git(example(), &["log", "--follow", "--name-only", "--format=", "--", overview]);
    assert!(log.contains(overview) && log.contains("manual/overview.md"), "{log}");
    let formatting = git(example(), &["log", "--no-merges", "--grep=All files formatted alike", "--format=%H"]);
    let tree = git(example(), &["ls-tree", "-r", "--name-only", formatting.trim()]);
    let changed = git(example(), &["diff-tree", "-r", "--no-commit-id", "--name-only", formatting.trim()]);
    assert_eq!(changed, tree);
}

#[test]
fn documents_grow() {
    let words = |revision: &str| git(example(), &["archive", "--format=tar", revision, "processes", "policies", "plans"]).len();
    let sizes = ["v2024.1", "v2025.1", "v2026.1"].map(words);
    assert!(sizes.is_sorted(), "{sizes:?}");
}

#[test]
fn nothing_is_written_where_something_is_and_no_day_before_the_texts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let (good, said) = clausebook(&["init", "--example", "--from-git-history", "."], folder.path());
    assert!(!good && said.contains("is not empty"), "{said}");
    let (good, said) = clausebook(&["init", "--example", "--from-git-history", "--on", "2026-06-30", "demo"], folder.path());
    assert!(!good && said.contains("2026-07-01"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn main_is_clean_on_its_day_and_on_others() {
    // A day that has not come yet would make every commit before it one of the future.
    let clean = |folder: &Path, day: &str| {
        let epoch = clausebook::base::Date::parse(day).unwrap().days_since(clausebook::base::Date::new(1970, 1, 1).unwrap());
        let mut check = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        check.args(["check", "--fail-on", "warning", "."]).current_dir(folder);
        let (good, said) = said(check.env("SOURCE_DATE_EPOCH", (i64::from(epoch) * 86_400).to_string()));
        assert!(good, "{day}: {said}");
    };
    clean(example(), "2026-07-01");
    for day in ["2026-11-22", "2027-06-30", "2028-08-15"] {
        let made = make(day);
        clean(&made.path().join("demo"), day);
    }
}

/// Every commit of the branch `faults` says which rule finds it and for what. Each is found, and nothing else.
#[test]
fn each_fault_is_found_by_its_rule_and_nothing_else_is() {
    let made = make("2026-07-01");
    let folder = made.path().join("demo");
    git(&folder, &["checkout", "-q", "faults"]);
    let mut expected: Vec<(String, String)> = git(&folder, &["log", "main..faults", "--format=%b"])
        .lines()
        .filter_map(|line| line.strip_prefix("Found by the rule ")?.strip_suffix('.')?.split_once(", for "))
        .map(|(rule, document)| (rule.to_owned(), document.to_owned()))
        .collect();
    expected.sort();
    expected.dedup();
    assert!(expected.len() >= 10, "{expected:?}");
    let mut check = Command::new(env!("CARGO_BIN_EXE_clausebook"));
    check.args(["check", "--format", "json", "."]).current_dir(&folder);
    let done = check.env("SOURCE_DATE_EPOCH", "1782864000").output().unwrap();
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let found: Vec<(String, String, String)> = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["level"] != "note")
        .map(|it| [&it["code"], &it["file"], &it["message"]].map(|it| it.as_str().unwrap_or_default().to_owned()))
        .map(|[rule, path, message]| (rule, path, message))
        .collect();
    let concerns = |document: &str, path: &str| {
        path == document || path.rsplit('/').next().is_some_and(|it| it.to_uppercase().starts_with(&format!("{document}-")))
    };
    // What concerns the whole repository is told beside the settings.
    let whole = ["anchor-broken", "commit-date-implausible", "people-changed-without-approval", "review-dates-bulk-edited"];
    let matches = |(rule, document): &(String, String), found: &(String, String, String)| {
        *rule == found.0 && (whole.contains(&rule.as_str()) || concerns(document, &found.1))
    };
    for fault in &expected {
        assert!(found.iter().any(|it| matches(fault, it)), "{fault:?} is not in {found:#?}");
    }
    for it in &found {
        assert!(expected.iter().any(|fault| matches(fault, it)), "nobody expects {it:?}");
    }
}

/// PRC-007 in version 2.2 was approved before its day, 8 June 2026: until then 2.1 applies, wherever the site speaks of it.
#[test]
fn a_site_of_the_texts_in_force_keeps_the_predecessor_until_the_day() {
    let made = make("2026-07-01");
    let folder = made.path().join("demo");
    let settings = std::fs::read_to_string(folder.join("clausebook.yml")).unwrap();
    std::fs::write(folder.join("clausebook.yml"), settings.trim_end().to_owned() + "\n  publish: in-force\n").unwrap();
    let page = |site: &str, path: &str| std::fs::read_to_string(folder.join(site).join(path)).unwrap_or_default();
    for (day, before) in [("2026-06-07", true), ("2026-06-08", false)] {
        let mut build = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        build.args(["build", "--editions", "none", "--quiet", "--as-of", day, "--out", day, "."]).current_dir(&folder);
        said(build.env("SOURCE_DATE_EPOCH", "1782864000"));
        let document = page(day, "documents/prc-007.html");
        let version = if before { "2.1" } else { "2.2" };
        assert!(document.contains(&format!("<dt>Version</dt><dd>{version}</dd>")), "{day}: {document}");
        assert_eq!(document.contains("prc-007.pending.html"), before, "{day}");
        let pending = page(day, "documents/prc-007.pending.html");
        assert_eq!(pending.contains("<dt>Version</dt><dd>2.2</dd>") && pending.contains("<ins class=\"rd\">"), before, "{day}");
        assert_eq!(page(day, "register/index.html").contains("2.2 approved, in force from 8 Jun 2026"), before, "{day}");
    }
}
