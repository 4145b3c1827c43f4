//! Reading the history of a large handbook, beside `git log --name-only` on the same repository.
//!
//! `cargo bench --bench history`, or with numbers of documents and commits: `cargo bench --bench history -- 1000 5000`. Needs `git`.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "starts git, on a real folder, for people to read")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, ensure};
use clausebook::base::Date;
use clausebook::shell::{Gather, gather};
use clausebook::source::{History, Past, ToolId};

const AUTHORS: usize = 20;
const FOLDERS: usize = 100;

fn main() -> anyhow::Result<()> {
    let numbers: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    let (documents, commits) = match numbers[..] {
        [documents, commits, ..] => (documents, commits),
        _ => (10_000, 50_000),
    };
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    git(root, &["init", "--quiet", "--initial-branch=main"])?;
    std::fs::write(root.join("clausebook.yml"), "organization: Example\ntitle: Handbook\n")?;
    let (took, ()) = timed(|| import(root, documents, commits))?;
    println!("{documents} documents, {commits} commits, written in {took:.1} s");
    git(root, &["repack", "-a", "-d", "-q"])?;
    let (rev_list, ()) = best(|| git(root, &["rev-list", "--count", "HEAD"]))?;
    let (log, ()) = best(|| git(root, &["log", "--name-only", "--format=%H"]))?;
    println!("{:<44} {rev_list:>8.3} s", "git rev-list");
    println!("{:<44} {log:>8.3} s", "git log --name-only");
    let (cold, past) = best(|| {
        forget(root)?;
        read(root)
    })?;
    println!("{:<44} {cold:>8.3} s, {:.2} times git log", "history, cold", cold / log);
    println!("{:<44} {:>8.0} MB", "peak memory", peak_mb());
    let (warm, again) = best(|| read(root))?;
    println!("{:<44} {warm:>8.3} s", "history, from the cache");
    ensure!(past == again, "the cache changes the history");
    let mut times = Vec::new();
    for round in 0..3 {
        add(root, documents, commits + round * 10)?;
        times.push(timed(|| read(root))?.0);
    }
    let ten = times.into_iter().fold(f64::INFINITY, f64::min);
    println!("{:<44} {ten:>8.3} s", "history, from the cache, ten new commits");
    println!("{} commits kept, {} paths, {} revisions", past.commits.len(), past.files.len(), revisions(&past));
    Ok(())
}

fn revisions(past: &Past) -> usize {
    past.files.values().map(Vec::len).sum()
}

fn read(root: &Path) -> anyhow::Result<Past> {
    let tool = ToolId { name: "clausebook".to_owned(), version: "0".to_owned() };
    let today = Date::new(2026, 7, 1).context("a day")?;
    let inputs = gather(&Gather {
        root: root.to_owned(),
        today,
        as_of: None,
        tool,
        ignore: Vec::new(),
        git: true,
        cache: true,
        keys: None,
    })?;
    match inputs.history {
        History::Known(past) => Ok(std::sync::Arc::unwrap_or_clone(past)),
        History::Unknown(why) => anyhow::bail!("no history: {why:?}"),
    }
}

/// Takes the cache away.
fn forget(root: &Path) -> anyhow::Result<()> {
    let cache = root.join(".git/clausebook");
    if cache.exists() {
        std::fs::remove_dir_all(cache)?;
    }
    Ok(())
}

fn timed<T>(run: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(f64, T)> {
    let start = Instant::now();
    let value = run()?;
    Ok((start.elapsed().as_secs_f64(), value))
}

fn best<T>(mut run: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<(f64, T)> {
    let mut best = timed(&mut run)?;
    for _ in 0..2 {
        let next = timed(&mut run)?;
        if next.0 < best.0 {
            best = next;
        }
    }
    Ok(best)
}

/// Largest resident memory of this process so far; 0 where the system does not say.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
    number.unwrap_or(0.0) / 1024.0
}

fn git(root: &Path, words: &[&str]) -> anyhow::Result<()> {
    let status = Command::new("git").arg("-C").arg(root).args(words).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "git {words:?} ended with {status}");
    Ok(())
}

fn feed(root: &Path, stream: &str) -> anyhow::Result<()> {
    let mut child =
        Command::new("git").arg("-C").arg(root).args(["fast-import", "--quiet", "--force"]).stdin(Stdio::piped()).spawn()?;
    child.stdin.take().context("a pipe")?.write_all(stream.as_bytes())?;
    ensure!(child.wait()?.success(), "git fast-import failed");
    Ok(())
}

fn document(number: usize) -> String {
    format!("folder-{:03}/document-{number:05}.md", number % FOLDERS)
}

fn text(number: usize, revision: usize) -> String {
    let mut text = format!("---\nid: DOC-{number:05}\ntitle: Document {number}\ntype: process\nversion: \"1.{revision}\"\n---\n");
    for paragraph in 0..12 {
        let changed = if paragraph == revision % 12 { revision } else { 0 };
        let _ = writeln!(
            text,
            "\n## Section {paragraph}\n\nWhat section {paragraph} of document {number} says, in its revision {changed}."
        );
    }
    text
}

fn put(out: &mut String, number: usize, revision: usize) {
    let text = text(number, revision);
    let _ = writeln!(out, "M 100644 inline {}\ndata {}\n{text}", document(number), text.len());
}

fn head(out: &mut String, branch: &str, number: usize, message: &str) {
    let author = number * 7 % AUTHORS;
    let at = 1_400_000_000 + number * 600;
    let _ = writeln!(
        out,
        "commit refs/heads/{branch}\nmark :{}\nauthor Author {author} <author{author}@example.org> {at} +0100\n\
         committer Author {author} <author{author}@example.org> {at} +0100\ndata {}\n{message}",
        number + 1,
        message.len()
    );
}

/// Nine commits of ten change a document on the main line, every tenth is a merge that lands one from a branch.
fn import(root: &Path, documents: usize, commits: usize) -> anyhow::Result<()> {
    let mut out = String::new();
    head(&mut out, "main", 0, "All documents");
    (0..documents).for_each(|number| put(&mut out, number, 0));
    for number in 1..commits {
        let chosen = number.wrapping_mul(2_654_435_761) % documents;
        let message = format!("Change document {chosen}\n\nFor a reason.\n\nApproved-by: Author 1 <author1@example.org>\n");
        match number % 10 {
            8 => {
                head(&mut out, "side", number, &message);
                let _ = writeln!(out, "from :{number}");
                put(&mut out, chosen, number);
            }
            9 => {
                head(&mut out, "main", number, "Merge a change\n\nReviewed-by: Author 2 <author2@example.org>\n");
                let _ = writeln!(out, "from :{}\nmerge :{number}", number - 1);
                let landed = (number - 1).wrapping_mul(2_654_435_761) % documents;
                put(&mut out, landed, number - 1);
            }
            _ => {
                head(&mut out, "main", number, &message);
                if number % 10 == 0 {
                    let _ = writeln!(out, "from :{number}");
                }
                put(&mut out, chosen, number);
            }
        }
        out.push('\n');
    }
    feed(root, &out)
}

/// Ten more commits.
fn add(root: &Path, documents: usize, from: usize) -> anyhow::Result<()> {
    let mut out = String::new();
    for number in from..from + 10 {
        head(&mut out, "main", number, "One more change");
        if number == from {
            let _ = writeln!(out, "from refs/heads/main^0");
        }
        put(&mut out, number % documents, number);
        out.push('\n');
    }
    feed(root, &out)
}
