//! The program as its users run it: help, exit codes, formats, and the way from `init` to a handbook.
#![expect(clippy::disallowed_methods, reason = "these tests run the program on real folders")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs the program in a folder, on a fixed day, without colours from the environment.
fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(args)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR")
        .env("SOURCE_DATE_EPOCH", "1782864000")
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// Runs a command that has to succeed and returns its data.
fn good(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(code(&output), 0, "{args:?}\n{}{}", out(&output), err(&output));
    out(&output).to_owned()
}

/// An SMS of one register, with front matter and body given.
fn small(front: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // Clause gaps are not what these tests are about.
    let quiet =
        ["clause-gap", "missing-documented-information", "missing-implied-information", "missing-point", "orphan-document"];
    let rules: String = good(folder.path(), &["explain"])
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|rule| quiet.contains(rule))
        .map(|rule| format!("  {rule}: allow\n"))
        .collect();
    let rules = if rules.is_empty() { String::new() } else { format!("rules:\n{rules}") };
    fs::write(folder.path().join("clausebook.yml"), format!("organization: X\ntitle: Y\n{rules}")).unwrap();
    fs::write(
        folder.path().join("people.yml"),
        "roles: {boss: {title: Boss}}\npeople: [{name: Ana, email: a@example.com, roles: [{role: boss}]}]\n",
    )
    .unwrap();
    fs::create_dir(folder.path().join("registers")).unwrap();
    let text =
        format!("---\nid: REG-007\ntitle: T\ntype: register\nowner: boss\nstatus: draft\n{front}---\n\n## Text\n\nWords.\n");
    fs::write(folder.path().join("registers/t.md"), text).unwrap();
    folder
}

#[test]
fn help_names_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let help = good(folder.path(), &["--help"]);
    for command in
        ["init", "new", "check", "build", "status", "history", "review", "approve", "anchor", "explain", "schema", "completions"]
    {
        assert!(help.contains(&format!("  {command} ")), "{command}");
        assert!(good(folder.path(), &[command, "--help"]).contains("Usage: clausebook"), "{command}");
    }
    assert!(help.contains("Exit codes:"));
    assert!(good(folder.path(), &["--version"]).starts_with("clausebook "));
}

#[test]
fn exit_codes_tell_what_kind_of_trouble() {
    let clean = small("");
    good(clean.path(), &["check"]);
    let wrong = small("onwer: boss\n");
    let output = run(wrong.path(), &["check"]);
    assert_eq!(code(&output), 1, "{}", err(&output));
    assert!(out(&output).contains("registers/t.md:7:1") && out(&output).contains("did you mean `owner`?"), "{}", out(&output));
    // Wrong use.
    for args in [
        &["check", "nowhere"][..],
        &["check", "--format", "pdf"],
        &["-C", "nowhere", "check"],
        &["check", "--as-of", "2026-02-30"],
        &[],
    ] {
        let output = run(clean.path(), args);
        assert_eq!(code(&output), 2, "{args:?}: {}", err(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
    // Wrong configuration.
    fs::write(wrong.path().join("clausebook.yml"), "organization: X\ntitel: Y\n").unwrap();
    assert_eq!(code(&run(wrong.path(), &["check"])), 2);
    let output = run(wrong.path(), &["build"]);
    assert_eq!(code(&output), 2);
    assert!(!wrong.path().join("_site").exists() && err(&output).contains("nothing was written"), "{}", err(&output));
    // The environment.
    let output = run(clean.path(), &["check", "--output", "no/such/folder/x.json"]);
    assert_eq!(code(&output), 3, "{}", err(&output));
}

#[test]
fn an_sms_that_is_not_there_comes_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["check"][..], &["build"], &["new", "policy", "X"]] {
        let output = run(folder.path(), args);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains("clausebook.yml") && err(&output).contains("`clausebook init`"), "{}", err(&output));
    }
}

#[test]
fn the_level_that_fails_is_the_users_choice() {
    let folder = small("waivers: [{rule: bad-id, reason: x, until: 2999-01-01}]\n");
    let warning = good(folder.path(), &["check"]);
    assert!(warning.contains("warning[waiver-unused]"), "{warning}");
    assert_eq!(code(&run(folder.path(), &["check", "--fail-on", "warning"])), 1);
    assert_eq!(code(&run(folder.path(), &["check", "--fail-on", "note"])), 1);
}

#[test]
fn the_day_comes_from_the_command_line_or_the_environment() {
    let folder = small("");
    assert!(good(folder.path(), &["check"]).contains("checked as of 2026-07-01"));
    assert!(good(folder.path(), &["check", "--as-of", "2025-06-30"]).contains("checked as of 2025-06-30"));
}

#[test]
fn the_sms_is_found_from_below_and_paths_can_be_followed() {
    let folder = small("onwer: boss\n");
    let short = |at: &Path, args: &[&str]| {
        let args: Vec<&str> = args.iter().copied().chain(["check", "--format", "short"]).collect();
        out(&run(at, &args)).split(": ").next().unwrap_or_default().to_owned()
    };
    let below = folder.path().join("registers");
    assert_eq!(short(&below, &[]), "../registers/t.md:7:1");
    assert_eq!(short(&below, &["-C", ".."]), "../registers/t.md:7:1");
    let above = folder.path().parent().unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    assert_eq!(short(above, &["-C", name]), format!("{name}/registers/t.md:7:1"));
    let output = run(above, &["check", name, "--format", "short"]);
    assert!(out(&output).starts_with(&format!("{name}/registers/t.md:7:1")), "{}", out(&output));
}

#[test]
fn every_format_can_be_read_back() {
    let folder = small("onwer: boss\n");
    // Services want paths from the top of the repository.
    let top = tempfile::tempdir().unwrap();
    fs::create_dir(top.path().join(".git")).unwrap();
    let sms = top.path().join("our sms");
    fs::rename(folder.path(), &sms).unwrap();
    let check = |format: &str| {
        let output = run(top.path(), &["check", "our sms", "--format", format]);
        assert_eq!(code(&output), 1, "{}", err(&output));
        assert!(output.stderr.is_empty(), "{}", err(&output));
        out(&output).to_owned()
    };
    let json: serde_json::Value = serde_json::from_str(&check("json")).unwrap();
    assert_eq!((&json["version"], &json["diagnostics"][0]["file"]), (&1.into(), &"registers/t.md".into()));
    let sarif: serde_json::Value = serde_json::from_str(&check("sarif")).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "our%20sms/registers/t.md");
    assert!(
        check("github").starts_with("::error file=our sms/registers/t.md,line=7,endLine=7,col=1,endColumn=5,title=unknown-key::")
    );
    assert!(check("short").starts_with("our sms/registers/t.md:7:1: error: "));
    assert!(check("human").ends_with("1 error in 1 file; 1 document checked as of 2026-07-01\n"));
    let junit = check("junit");
    assert!(
        junit.starts_with("<?xml") && junit.contains("<failure ") && junit.contains("file=\"our sms/registers/t.md\""),
        "{junit}"
    );
    // A file gets the report, and people the summary.
    let output = run(top.path(), &["check", "our sms", "--format", "json", "--output", "report.json"]);
    assert!(output.stdout.is_empty() && err(&output).starts_with("1 error in 1 file"), "{}", err(&output));
    let written: serde_json::Value = serde_json::from_str(&fs::read_to_string(top.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(written, json);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = small("onwer: boss\n");
    assert!(!out(&run(folder.path(), &["check"])).contains('\u{1b}'));
    assert!(out(&run(folder.path(), &["check", "--color", "always"])).contains('\u{1b}'));
}

#[test]
fn init_writes_an_sms_that_lacks_only_what_the_user_has_to_give() {
    let folder = tempfile::tempdir().unwrap();
    good(folder.path(), &["init", "sms", "--organization", "Müller & Söhne: IT"]);
    let output = run(folder.path(), &["check", "sms", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(out(&output)).unwrap();
    let gaps = [
        "clause-gap",
        "missing-documented-information",
        "missing-implied-information",
        "missing-point",
        "vacant-role",
        "orphan-document",
    ];
    for it in json["diagnostics"].as_array().unwrap() {
        let expected = gaps.contains(&it["code"].as_str().unwrap()) || it["level"] == "note";
        assert!(expected, "{it:#}");
    }
    assert!(fs::read_to_string(folder.path().join("sms/clausebook.yml")).unwrap().contains("\"Müller & Söhne: IT\""));
    let again = run(folder.path(), &["init", "sms"]);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is not empty"), "{}", err(&again));
    // A new repository is as good as an empty folder.
    fs::create_dir_all(folder.path().join("repository/.git")).unwrap();
    good(folder.path(), &["init", "repository"]);
}

#[test]
fn the_example_is_clean_and_builds() {
    let folder = tempfile::tempdir().unwrap();
    good(folder.path(), &["init", "--example", "sms"]);
    good(folder.path(), &["check", "sms"]);
    let first = run(folder.path(), &["build", "sms", "--jobs", "2"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(first.stdout.is_empty() && err(&first).contains("open sms/_site/index.html"), "{}", err(&first));
    assert!(folder.path().join("sms/_site/index.html").is_file());
    let second = run(folder.path(), &["build", "sms"]);
    assert!(err(&second).contains("nothing changed"), "{}", err(&second));
    let quiet = run(folder.path(), &["build", "sms", "--quiet"]);
    assert_eq!((err(&quiet), code(&quiet)), ("", 0));
    // What was built is never read as content.
    assert!(good(folder.path(), &["check", "sms"]).contains("69 documents"));
    // A folder that the tool did not make is left alone.
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/thesis.md"), "x").unwrap();
    let refused = run(folder.path(), &["build", "sms", "--out", "mine"]);
    assert_eq!(code(&refused), 2, "{}", err(&refused));
    assert!(folder.path().join("mine/thesis.md").exists());
}

#[test]
fn new_takes_the_next_id_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    good(folder.path(), &["init", "--example", "sms"]);
    // No document is PRC-020 any more, but one says that it supersedes it: the number stays taken.
    let path = good(folder.path(), &["new", "process", "Knowledge: sharing", "sms"]);
    assert_eq!(path, "sms/processes/prc-021-knowledge-sharing.md\n");
    let text = fs::read_to_string(folder.path().join(path.trim())).unwrap();
    for line in ["id: PRC-021", "title: \"Knowledge: sharing\"", "type: process", "version: 0.1", "status: draft", "## Measures"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("\nowner: ") && text.contains("\napprover: "), "{text}");
    let short = run(folder.path(), &["check", "sms", "--format", "short"]);
    let about_it: Vec<&str> = out(&short).lines().filter(|it| it.contains("prc-021") && it.contains(": error:")).collect();
    assert_eq!(about_it, Vec::<&str>::new());
    let next = good(&folder.path().join("sms/plans"), &["new", "process", "Knowledge: sharing"]);
    assert_eq!(next, "../processes/prc-022-knowledge-sharing.md\n");
    // A type nobody has used yet gets a folder of its own; its numbers go on from the entries of that kind.
    assert_eq!(
        good(folder.path(), &["new", "external-document", "ISO/IEC 20000-1", "sms"]),
        "sms/external-documents/ext-008-iso-iec-20000-1.md\n"
    );
    // A management review begins with a heading for each input, so that none is forgotten.
    let review = good(folder.path(), &["new", "management-review", "Second half 2026", "sms"]);
    let text = fs::read_to_string(folder.path().join(review.trim())).unwrap();
    assert!(text.contains("\n## Performance of other parties {clauses=\"9.3/other-parties\"}\n"), "{text}");
    assert_eq!((text.matches("\n## ").count(), text.ends_with("\n## Decisions\n\nTo be written.\n")), (13, true), "{text}");
    let short = run(folder.path(), &["check", "sms", "--format", "short"]);
    assert!(!out(&short).contains("review-input-missing"), "{}", out(&short));
    let unknown = run(folder.path(), &["new", "proces", "X", "sms"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("did you mean `process`?"), "{}", err(&unknown));
    assert_eq!(code(&run(folder.path(), &["new", "process", " ", "sms"])), 2);
}

#[test]
fn explain_lists_rules_and_knows_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let list = good(folder.path(), &["explain"]);
    assert!(list.lines().any(|line| line.starts_with("duplicate-id ")), "{list}");
    assert!(good(folder.path(), &["explain", "duplicate-id"]).contains("7.5.2"));
    let json: serde_json::Value = serde_json::from_str(&good(folder.path(), &["explain", "--format", "json"])).unwrap();
    assert_eq!(json["rules"].as_array().unwrap().len(), list.lines().count());
    let unknown = run(folder.path(), &["explain", "duplicate-ids"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("did you mean `duplicate-id`?"), "{}", err(&unknown));
}

#[test]
fn schemas_know_the_types_of_the_sms_around() {
    let folder = small("");
    let names: Vec<String> =
        good(folder.path(), &["schema"]).lines().filter_map(|it| Some(it.split_whitespace().next()?.to_owned())).collect();
    assert_eq!(names, ["front-matter", "config", "people", "glossary", "values", "framework", "tables", "diff"]);
    for name in &names {
        let schema: serde_json::Value = serde_json::from_str(&good(folder.path(), &["schema", name])).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
    }
    let main = folder.path().join("clausebook.yml");
    let text = fs::read_to_string(&main).unwrap();
    fs::write(&main, format!("{text}types: {{runbook: {{title: Runbook}}}}\n")).unwrap();
    let front = good(&folder.path().join("registers"), &["schema", "front-matter"]);
    assert!(front.contains("\"runbook\""));
    assert!(!good(Path::new("/"), &["schema", "front-matter"]).contains("\"runbook\""));
}

#[test]
fn completions_are_for_this_program() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(good(folder.path(), &["completions", shell]).contains("clausebook"), "{shell}");
    }
}
