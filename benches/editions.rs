//! Ten editions of one handbook, two per cent of the documents changed from one to the next: first build, nothing changed, one document
//! changed, one more edition, beside the cost of a single edition; and the same text built by mike and by Antora.
//!
//! `cargo bench --bench editions`, or `cargo bench --bench editions -- 200`. Needs git and GNU time; mike and Antora only for the comparison
//! (`benches/README.md` says how to get them).
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "starts programs, on real files, for people to read")]

#[path = "corpus/mod.rs"]
mod corpus;
#[path = "cost/mod.rs"]
mod cost;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use cost::{Cost, median, run, size_of};

const EDITIONS: usize = 10;
/// Of a hundred documents so many change from one edition to the next.
const CHANGED: usize = 2;
const ROUNDS: usize = 3;

fn main() -> anyhow::Result<()> {
    let count = std::env::args().filter_map(|it| it.parse().ok()).next().unwrap_or(1_000);
    if !Path::new("/usr/bin/time").exists() {
        println!("skipped: GNU time is not at /usr/bin/time; `apt-get install time` brings it");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let sms = folder.path().join("sms");
    repository(&sms, count)?;
    println!("{EDITIONS} editions of {count} documents, {CHANGED} % changed from one to the next");
    println!("{:<44} {:>8} {:>8} {:>9}", "", "wall s", "CPU s", "peak MB");
    ours(folder.path(), &sms, count)?;
    others(folder.path(), &sms)
}

/// Writes the handbook and commits it once for each edition.
fn repository(sms: &Path, count: usize) -> anyhow::Result<()> {
    corpus::write(sms, count)?;
    git(sms, 0, &["init", "--quiet", "--initial-branch=main"])?;
    for edition in 1..=EDITIONS {
        if edition > 1 {
            change(sms, count, edition)?;
        }
        publish(sms, edition)?;
    }
    Ok(())
}

/// Gives two per cent of the documents one more sentence, other ones each time.
fn change(sms: &Path, count: usize, edition: usize) -> anyhow::Result<()> {
    let some = (count * CHANGED / 100).max(1);
    for at in 0..some {
        let path = sms.join("content").join(corpus::path((edition * some + at) % count));
        fs::write(&path, fs::read_to_string(&path)? + &format!("\nWhat edition {edition} says besides.\n"))?;
    }
    Ok(())
}

fn publish(sms: &Path, edition: usize) -> anyhow::Result<()> {
    git(sms, edition, &["add", "--all"])?;
    git(sms, edition, &["commit", "--quiet", "-m", &format!("Edition {edition}")])?;
    git(sms, edition, &["tag", "-a", "-m", &format!("Edition {edition}"), &format!("v{edition}")])
}

fn git(folder: &Path, month: usize, words: &[&str]) -> anyhow::Result<()> {
    let date = format!("2025-{:02}-01T12:00:00+0000", month.clamp(1, 12));
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=Bench", "-c", "user.email=bench@example.org"]).args(words);
    command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
    let status = command.stdout(Stdio::null()).status().context("git does not start")?;
    ensure!(status.success(), "git {words:?} ended with {status}");
    Ok(())
}

fn ours(root: &Path, sms: &Path, count: usize) -> anyhow::Result<()> {
    let build = |out: &Path, editions: &str| {
        let mut command: Vec<OsString> =
            [env!("CARGO_BIN_EXE_clausebook"), "build", "--quiet", "--editions", editions].map(OsString::from).into();
        command.extend([sms.into(), "--out".into(), out.into()]);
        run(&command, root)
    };
    let mut first = Vec::new();
    for round in 0..ROUNDS {
        let mut costs = Vec::new();
        for editions in ["none", "1", "all"] {
            // The history is read from its cache in none of them.
            let _there_is_none = fs::remove_dir_all(sms.join(".git/clausebook"));
            costs.push(build(&root.join(format!("ours-{editions}-{round}")), editions)?);
        }
        first.push(costs);
    }
    let of = |at: usize| median(&first.iter().map(|it| it[at]).collect::<Vec<_>>());
    let [none, one, all] = [of(0), of(1), of(2)];
    print(&format!("working tree alone, {}", volume(&root.join("ours-none-0"))), none, None);
    print(&format!("one edition, {}", volume(&root.join("ours-1-0"))), one, None);
    print(&format!("{EDITIONS} editions, {}", volume(&root.join("ours-all-0"))), all, Some(one));
    let out = root.join("ours-all-0");
    let mut again = Vec::new();
    for _ in 0..ROUNDS {
        again.push(build(&out, "all")?);
    }
    print("nothing changed", median(&again), None);
    let mut edited = Vec::new();
    for round in 0..ROUNDS {
        let path = sms.join("content").join(corpus::path(round));
        fs::write(&path, fs::read_to_string(&path)? + "\nOne more sentence.\n")?;
        edited.push(build(&out, "all")?);
    }
    print("one document of the working tree changed", median(&edited), None);
    git(sms, 1, &["checkout", "--quiet", "."])?;
    let mut more = Vec::new();
    for round in 0..ROUNDS {
        change(sms, count, EDITIONS + 1 + round)?;
        publish(sms, EDITIONS + 1 + round)?;
        more.push(build(&out, "all")?);
    }
    print("one more edition", median(&more), Some(one));
    for round in 0..ROUNDS {
        git(sms, 1, &["tag", "--delete", &format!("v{}", EDITIONS + 1 + round)])?;
    }
    git(sms, 1, &["reset", "--quiet", "--hard", &format!("v{EDITIONS}")])
}

fn volume(folder: &Path) -> String {
    let (files, bytes) = size_of(folder);
    format!("{files} files, {} MB", bytes >> 20)
}

fn print(what: &str, cost: Cost, beside: Option<Cost>) {
    let times = beside.map(|it| format!("  {:.1} times its CPU time", cost.cpu / it.cpu)).unwrap_or_default();
    println!("{what:<44} {:>8.2} {:>8.2} {:>9.0}{times}", cost.wall, cost.cpu, cost.peak_kb / 1024.0);
}

/// Other generators that know editions, if they are there.
fn others(root: &Path, sms: &Path) -> anyhow::Result<()> {
    match antora(root, sms) {
        Ok(cost) => print("Antora", cost, None),
        Err(why) => println!("Antora was not measured: {why}"),
    }
    match mike(root, sms) {
        Ok(cost) => print("mike", cost, None),
        Err(why) => println!("mike was not measured: {why}"),
    }
    Ok(())
}

/// The program of a name: from the environment, else from the path.
fn program(name: &str) -> anyhow::Result<PathBuf> {
    let path = std::env::var_os(name.to_uppercase()).map_or_else(|| PathBuf::from(name), PathBuf::from);
    let there = Command::new(&path).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    ensure!(there.is_ok(), "there is no `{name}` on the path, and {} does not name it", name.to_uppercase());
    Ok(path)
}

/// Every edition deployed by mike, which runs MkDocs for each and commits the result to a branch.
fn mike(root: &Path, sms: &Path) -> anyhow::Result<Cost> {
    let mike = program("mike")?;
    let work = root.join("mike");
    git(root, 0, &["clone", "--quiet", &sms.to_string_lossy(), &work.to_string_lossy()])?;
    let mut script = String::from("set -e\n");
    for edition in 1..=EDITIONS {
        script.push_str(&format!(
            "git checkout --quiet --force v{edition}\nprintf 'site_name: Handbook\\ndocs_dir: content\\n' >mkdocs.yml\n'{}' deploy v{edition}\n",
            mike.display()
        ));
    }
    let bin = mike.parent().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let script = format!(
        "PATH='{bin}':\"$PATH\"; cd '{}'\ngit config user.name Bench; git config user.email bench@example.org\n{script}",
        work.display()
    );
    run(&["sh".into(), "-c".into(), script.into()], root)
}

/// All editions by one run of Antora, from a copy of the history in which each document is a page of AsciiDoc: the same text, with the
/// marks of headings changed and the rest as it is.
fn antora(root: &Path, sms: &Path) -> anyhow::Result<Cost> {
    let antora = program("antora")?;
    let work = root.join("antora");
    git(root, 0, &["clone", "--quiet", &sms.to_string_lossy(), &work.to_string_lossy()])?;
    let pages = work.join("modules/ROOT/pages");
    for edition in 1..=EDITIONS {
        git(&work, edition, &["checkout", "--quiet", "--force", "--detach", &format!("v{edition}")])?;
        for entry in walkdir::WalkDir::new(work.join("content")).into_iter().flatten().filter(|it| it.file_type().is_file()) {
            let inside = entry.path().strip_prefix(work.join("content"))?.with_extension("adoc");
            let page = pages.join(inside);
            fs::create_dir_all(page.parent().unwrap_or(&pages))?;
            fs::write(page, as_asciidoc(&fs::read_to_string(entry.path())?))?;
        }
        fs::write(work.join("antora.yml"), format!("name: sms\nversion: v{edition}\ntitle: Handbook\n"))?;
        git(&work, edition, &["add", "--all"])?;
        git(&work, edition, &["commit", "--quiet", "-m", "As AsciiDoc"])?;
        git(&work, edition, &["tag", &format!("adoc{edition}")])?;
        fs::remove_dir_all(&pages)?;
    }
    let ui = root.join("ui");
    let layout = "<!doctype html><html><head><meta charset=\"utf-8\"><title>{{page.title}}</title></head><body><nav>{{#each page.versions}}\
                  <a href=\"{{{relativize this.url}}}\">{{this.displayVersion}}</a>{{/each}}</nav><main><h1>{{page.title}}</h1>{{{page.contents}}}</main></body></html>\n";
    fs::create_dir_all(ui.join("layouts"))?;
    fs::write(ui.join("layouts/default.hbs"), layout)?;
    fs::write(ui.join("layouts/404.hbs"), layout)?;
    fs::create_dir_all(ui.join("helpers"))?;
    fs::write(ui.join("helpers/relativize.js"), "'use strict'\nmodule.exports = (to, {data: {root}}) => to\n")?;
    let playbook = format!(
        "site:\n  title: Handbook\n  start_page: sms::index.adoc\ncontent:\n  sources:\n  - url: {}\n    branches: []\n    tags: adoc*\nui:\n  bundle:\n    url: {}\noutput:\n  dir: {}\nruntime:\n  cache_dir: {}\n  log:\n    level: fatal\n",
        work.display(),
        ui.display(),
        root.join("antora-site").display(),
        root.join("antora-cache").display()
    );
    let file = root.join("playbook.yml");
    fs::write(&file, playbook)?;
    let cost = run(&[antora.into(), file.into()], root)?;
    let (files, _) = size_of(&root.join("antora-site"));
    ensure!(files > EDITIONS, "it wrote {files} files");
    Ok(cost)
}

/// Front matter becomes a title, headings and tables get the marks of AsciiDoc.
fn as_asciidoc(text: &str) -> String {
    let (front, body) = text.trim_start_matches("---\n").split_once("\n---\n").unwrap_or(("", text));
    let title = front.lines().find_map(|it| it.strip_prefix("title: ")).unwrap_or("Page");
    let mut out = format!("= {title}\n\n");
    let mut table = false;
    for line in body.lines() {
        let is_row = line.starts_with('|');
        if is_row != table {
            out.push_str("|===\n");
            table = is_row;
        }
        match line.strip_prefix("## ") {
            Some(heading) => out.push_str(&format!("== {}", heading.split(" {#").next().unwrap_or(heading))),
            None if line.starts_with("```") => out.push_str("----"),
            None if line.starts_with("|---") => {}
            None if is_row => out.push_str(line.trim_end_matches('|')),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    if table {
        out.push_str("|===\n");
    }
    out
}
