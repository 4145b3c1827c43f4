//! What somebody who never saw the tool does with the site of the example and with its repository: three clicks from a clause to the commit
//! that proves an approval, and every git command that a page prints, run in a shell.
#![expect(clippy::disallowed_methods, reason = "the program, git and a shell run on real folders")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use clausebook::model;

use crate::built::resolve;
use crate::example_past::example;

/// The site of the example as it was on the last day of its past.
fn site() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let out = tempfile::tempdir().unwrap().keep().join("site");
        let mut build = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        build.args(["build", "--editions", "none", "--quiet", "--out"]).arg(&out).arg(".").current_dir(example());
        let done = build.env("SOURCE_DATE_EPOCH", "1782864000").output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        out
    })
}

fn page(path: &str) -> String {
    std::fs::read_to_string(site().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between two texts.
#[track_caller]
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("there is no `{from}` in {text}"));
    rest.split_once(to).unwrap_or_else(|| panic!("there is no `{to}` in {rest}")).0
}

/// Where the first link with these words leads.
#[track_caller]
fn link<'a>(html: &'a str, words: &str) -> &'a str {
    let (before, _) = html.split_once(&format!(">{words}</a>")).unwrap_or_else(|| panic!("no link says `{words}` in {html}"));
    before.rsplit_once("href=\"").unwrap().1.split_once('"').unwrap().0
}

fn shell(command: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(example());
    shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_PAGER", "cat").env("TZ", "UTC");
    shell.output().unwrap()
}

/// All that it said.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn three_clicks_lead_from_a_clause_to_the_commit_that_proves_the_approval_of_its_process() {
    let clause = "clauses/iso20000-1-2018/8.6.1.html";
    let listed = page(clause);
    let listed = between(&listed, "<h2 id=\"documents\">", "<h2 ");
    // The first: the process that the clause names.
    let document = resolve(clause, link(listed, "Incident management")).unwrap();
    assert_eq!(document, "documents/prc-013.html");
    let text = page(&document);
    // The second: how its approval is proven.
    let block = between(&text, "<section class=\"cb\"", "</section>");
    let checks = between(block, "<summary><span class=\"sh-shut\">How this is proven</span>", "</details>");
    let recorded = between(checks, "<b>Approval recorded</b>", "</li>");
    // The third: the commit, where the history of the document has it.
    let target = between(recorded, "href=\"#", "\"");
    let row = between(&text, &format!("<tr id=\"{target}\">"), "</tr>");
    assert!(row.contains("Approved version") && row.contains("seal proven"), "{row}");
    let id = between(row, "<code title=\"", "\"");
    let commit = said(&shell(&format!("git show --no-patch --format='%an%n%B' {id}")));
    let approver = commit.lines().next().unwrap();
    assert!(row.contains(approver) && recorded.contains(approver), "{approver}: {row}");
    assert!(commit.contains("Document: PRC-013") && commit.contains(&format!("Approved-by: {approver} <")), "{commit}");
    // The commands that confirm it stand where the second click led, and name the same commit.
    let commands = commands(checks);
    assert!(commands.iter().any(|it| *it == format!("git verify-commit {id}")), "{commands:?}");
}

/// The lines that a page prints to be copied.
fn commands(checks: &str) -> Vec<String> {
    let printed = between(checks, "<pre class=\"cmd\"><code>", "</code></pre>");
    let plain =
        printed.replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">");
    plain.replace("&amp;", "&").lines().map(str::to_owned).filter(|it| !it.is_empty()).collect()
}

/// The answer that a check gives and what it says.
fn check<'a>(checks: &'a str, name: &str) -> (&'a str, &'a str) {
    let (before, after) = checks.split_once(&format!("<b>{name}</b>")).unwrap_or_else(|| panic!("no check {name}: {checks}"));
    let answer = before.rsplit_once("<li class=\"").unwrap().1.split_once('"').unwrap().0;
    (answer, after.split_once("</li>").unwrap().0)
}

#[test]
fn the_git_commands_of_every_document_confirm_what_its_page_claims() {
    let mut documents = 0;
    let mut verified = 0;
    for file in std::fs::read_dir(site().join("documents")).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        // Folders hold what changed between the texts of a document.
        if !name.ends_with(".html") {
            continue;
        }
        let text = page(&format!("documents/{name}"));
        if !text.contains("<pre class=\"cmd\">") {
            continue;
        }
        documents += 1;
        let checks = between(&text, "<span class=\"sh-shut\">", "</details>");
        let recorded = check(checks, "Approval recorded");
        assert_eq!(recorded.0, "yes", "{name}");
        for command in commands(checks) {
            let output = shell(&command);
            let said = said(&output);
            if command.starts_with("git log ") {
                let by = said.lines().find_map(|it| it.strip_prefix("Author:")).unwrap().trim();
                let trailers = said.lines().filter(|it| it.contains("-by:")).collect::<String>();
                let names = |it: &str| recorded.1.contains(it.split(" <").next().unwrap().trim());
                let named = names(by) || trailers.split("-by:").skip(1).any(names);
                assert!(named, "{name}: {} {said}", recorded.1);
            } else if command.starts_with("git verify-commit ") || command.starts_with("git verify-tag ") {
                let (answer, key) = check(checks, "Signature valid");
                let key = between(key, "<code>", "</code>");
                let (begin, end) = key.split_once('…').unwrap();
                let by_that_key = said.split_whitespace().any(|it| it.starts_with(begin) && it.ends_with(end));
                if answer == "yes" {
                    assert!(
                        output.status.success() && said.contains("Good \"git\" signature for ") && by_that_key,
                        "{name}: {said}"
                    );
                    verified += 1;
                } else {
                    // Git finds it wrong as well, or made by somebody else than who approved.
                    let signer = said.split("signature for ").nth(1).map_or("", |it| it.split('@').next().unwrap());
                    let signer = signer.replace('.', " ");
                    assert!(!output.status.success() || !recorded.1.to_lowercase().contains(&signer), "{name}: {said}");
                }
            } else {
                let words: Vec<&str> = command.split_whitespace().collect();
                let ["git", "diff", before, after, "--", path] = words[..] else { panic!("{name}: {command}") };
                assert!(output.status.success(), "{name}: {said}");
                assert_eq!(check(checks, "Text unchanged since").0, "yes", "{name}");
                // What git shows, if anything, is nothing to read: white space, form, and days in front matter.
                let text = |commit: &str| String::from_utf8(shell(&format!("git show {commit}:{path}")).stdout).unwrap();
                let (then, now) = (text(before), text(after));
                assert!(!now.is_empty() && model::facts(&then).digest == model::facts(&now).digest, "{name}: {said}");
                assert_eq!(said.is_empty(), then == now, "{name}");
            }
        }
    }
    assert!(documents > 60 && verified > 55, "{documents} documents, {verified} signatures");
}
