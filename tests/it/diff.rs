//! `clausebook diff`: what it tells of two states of a real repository, in each of its forms.
#![expect(clippy::disallowed_methods, reason = "these tests run the program on real repositories")]

use std::process::Command;

use clausebook::base::RepoPath;
use clausebook::config::{self, ConfigTexts};
use clausebook::export::schema::{self, Schema};
use serde_json::Value;

use crate::history::Repository;

fn document(id: &str, status: &str, words: &str) -> String {
    format!("---\nid: {id}\ntitle: About {id}\ntype: manual\nversion: \"1\"\nstatus: {status}\n---\n\n{words}\n")
}

/// One document each that comes, changes, goes, is retired, moves, is only written differently, and stays.
fn all_fates() -> Repository {
    let it = Repository::new();
    it.write("change.md", &document("MAN-001", "approved", "The desk answers within 30 minutes."));
    it.write("gone.md", &document("MAN-002", "approved", "It goes."));
    it.write("retired.md", &document("MAN-003", "approved", "It is withdrawn."));
    it.write("moved.md", &document("MAN-004", "approved", "It lies elsewhere."));
    it.write("wrapped.md", &document("MAN-005", "approved", "It is written in another way."));
    it.write("same.md", &document("MAN-006", "approved", "It stays."));
    it.commit("First");
    it.git(&["tag", "v1"]);
    it.write("change.md", &document("MAN-001", "approved", "The desk answers within 15 minutes <script>.\u{1b}[2J"));
    it.write("retired.md", &document("MAN-003", "retired", "It is withdrawn."));
    it.write("wrapped.md", &document("MAN-005", "approved", "It is written\nin another   way."));
    it.write("new.md", &document("MAN-007", "draft", "It comes."));
    it.git(&["mv", "moved.md", "elsewhere.md"]);
    it.git(&["rm", "-q", "gone.md"]);
    it.commit("Answers come faster");
    it
}

fn run(it: &Repository, args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .arg("diff")
        .args(args)
        .current_dir(it.path())
        .env_remove("CLICOLOR_FORCE")
        .env("SOURCE_DATE_EPOCH", "1782864000")
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

fn good(it: &Repository, args: &[&str]) -> String {
    let (code, text) = run(it, args);
    assert_eq!(code, Some(0), "{text}");
    text
}

#[test]
fn every_fate_is_told_once_and_a_document_is_itself_by_its_id() {
    let it = all_fates();
    let text = good(&it, &["v1", "HEAD"]);
    for heading in
        ["Added (1)", "Changed (1)", "Retired (2)", "Moved (1)", "Written differently, nothing to read (1)", "1 unchanged"]
    {
        assert!(text.contains(heading), "{heading}\n{text}");
    }
    assert!(text.contains("moved from moved.md") && text.contains("Answers come faster"), "{text}");
    // The working tree is where HEAD is.
    assert_eq!(good(&it, &["HEAD", "draft"]).lines().last(), Some("All documents are as they were."));
    assert_eq!(run(&it, &["v1", "nothing"]).0, Some(2));
    assert_eq!(run(&it, &["v1", "HEAD", "MAN-999"]).0, Some(2));
}

#[test]
fn the_redline_of_a_document_has_marks_elsewhere_and_colours_on_a_terminal() {
    let it = all_fates();
    let plain = good(&it, &["v1", "draft", "man-001"]);
    assert!(plain.contains("within [-30-] {+15+} minutes"), "{plain}");
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    let coloured = good(&it, &["v1", "draft", "MAN-001", "--color", "always"]);
    assert!(
        coloured.contains("\u{1b}[31;9m30\u{1b}[0m \u{1b}[32;4m15\u{1b}[0m") && !coloured.contains("\u{1b}[2J"),
        "{coloured:?}"
    );
    assert!(good(&it, &["v1", "draft", "MAN-006"]).contains("It is as it was."));
}

#[test]
fn the_html_file_needs_no_other_and_runs_nothing() {
    let it = all_fates();
    let html = good(&it, &["v1", "draft", "--format", "html"]);
    assert!(html.starts_with("<!doctype html>") && html.contains("<ins class=\"rd\">15</ins>"), "{html}");
    for bad in ["<script", "src=", "url(", "@import", "<link"] {
        assert!(!html.contains(bad), "{bad}");
    }
    assert!(html.contains("<h1>What changed</h1>"), "{html}");
    let settings = std::fs::read_to_string(it.path().join("clausebook.yml")).unwrap();
    std::fs::write(it.path().join("clausebook.yml"), settings.clone() + "language: de\n").unwrap();
    let german = good(&it, &["v1", "draft", "--format", "html"]);
    assert!(german.contains("<html lang=\"de\">") && german.contains("<h1>Was sich geändert hat</h1>"), "{german}");
    std::fs::write(it.path().join("clausebook.yml"), settings).unwrap();
    let file = it.path().join("out.html");
    good(&it, &["v1", "draft", "--format", "html", "--out", file.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(file).unwrap(), html);
}

#[test]
fn the_site_tells_what_changed_between_editions() {
    let it = all_fates();
    it.git(&["tag", "-d", "v1"]);
    it.git(&["tag", "-a", "v1", "-m", "First", "HEAD~1"]);
    it.git(&["tag", "-a", "v2", "-m", "Second"]);
    let output = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["build", "--quiet", "--out", "site"])
        .current_dir(it.path())
        .env("SOURCE_DATE_EPOCH", "1782864000")
        .output()
        .unwrap();
    assert!(output.status.code().is_some_and(|it| it < 2), "{}", String::from_utf8_lossy(&output.stderr));
    let page = |path: &str| std::fs::read_to_string(it.path().join("site").join(path)).unwrap_or_else(|_| panic!("{path}"));
    let changes = page("changes/v1..v2.html");
    for (heading, id) in [("Added", "MAN-007"), ("Changed", "MAN-001"), ("Retired", "MAN-002"), ("Moved", "MAN-004")] {
        let section = changes.split("<section").find(|it| it.contains(&format!(">{heading} <span"))).unwrap();
        assert!(section.contains(id), "{heading}: {section}");
    }
    assert!(changes.contains("href=\"../documents/man-001/v1..v2.html\"") && changes.contains("Answers come faster"));
    let redline = page("documents/man-001/v1..v2.html");
    assert!(redline.contains("<del class=\"rd\">30</del> <ins class=\"rd\">15</ins>"), "{redline}");
    assert!(!redline.contains("<script>") && !redline.contains(" style="));
    assert!(page("editions/index.html").contains("href=\"../changes/v1..v2.html\""));
}

#[test]
fn the_json_is_what_its_schema_says() {
    let it = all_fates();
    let value: Value = serde_json::from_str(&good(&it, &["v1", "draft", "--format", "json"])).unwrap();
    let texts = ConfigTexts { files: [(RepoPath::new(config::MAIN).unwrap(), "organization: X\ntitle: Y\n".into())].into() };
    let schema = schema::value(Schema::Diff, &config::read(&texts).0);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mistakes: Vec<String> = validator.iter_errors(&value).map(|it| format!("{}: {it}", it.instance_path)).collect();
    assert_eq!(mistakes, [""; 0]);
    let fates: Vec<&str> = value["documents"].as_array().unwrap().iter().map(|it| it["change"].as_str().unwrap()).collect();
    assert_eq!(fates, ["changed", "retired", "retired", "moved", "reformatted", "added"]);
    assert_eq!(value["documents"][0]["words"]["added"], 2);
}
