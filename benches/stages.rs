//! How long each stage takes, at 1,000 and 10,000 documents or as many as the arguments say.
//!
//! `cargo bench --bench stages`, or `cargo bench --bench stages -- 300`. The best of three runs counts.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "measures with a clock, on real files, for people to read")]

#[path = "corpus/mod.rs"]
mod corpus;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use clausebook::base::Date;
use clausebook::pipeline::site::{Content, KeptParts};
use clausebook::pipeline::{self, Memo, parallel};
use clausebook::shell::{self, Destination, Gather};
use clausebook::source::{Editions, Inputs, ToolId};
use clausebook::syntax;

fn main() -> anyhow::Result<()> {
    let mut counts: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![1_000, 10_000];
    }
    println!("{:>9}  {:<28} {:>9}  {:>10}", "documents", "stage", "seconds", "per second");
    for count in counts {
        let folder = tempfile::tempdir()?;
        let bytes = corpus::write(folder.path(), count)?;
        println!("{count:>9}  {:<28} {:>7} KB", "text", bytes >> 10);
        measure(folder.path(), count)?;
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory of all the above in one process: {peak}");
    }
    Ok(())
}

fn measure(root: &Path, count: usize) -> anyhow::Result<()> {
    let say = |stage: &str, took: Duration| {
        let seconds = took.as_secs_f64();
        println!("{count:>9}  {stage:<28} {seconds:>9.3}  {:>10.0}", count as f64 / seconds);
    };
    let (took, inputs) = best(|| gather(root))?;
    say("gather", took);
    let texts: Vec<&str> = inputs.texts.0.values().map(|text| &**text).collect();
    say("parse", best(|| Ok(parallel::map(&texts, |text| black_box(syntax::parse(text)).outline.len())))?.0);
    say("check, parse included", best(|| Ok(pipeline::check(&inputs)))?.0);
    let outcome = pipeline::build(&Editions::of_draft(inputs.clone()), &Memo::new());
    let files = outcome.files();
    let size = |content: Content| match content {
        Content::Bytes(bytes) | Content::Provisional(bytes) => bytes.len(),
        Content::File(_) | Content::Blob(_) => 0,
    };
    say("make all pages", best(|| Ok(parallel::map(files, |file| size(file.make(&|_| None))).iter().sum::<usize>()))?.0);
    let out = root.join("_site");
    let to = Destination { out: &out, root, tool: &inputs.tool };
    let start = Instant::now();
    shell::write(&to, files, &KeptParts::default())?;
    say("make and write", start.elapsed());
    say("write again, nothing changed", best(|| shell::write(&to, files, &KeptParts::default()))?.0);
    std::fs::remove_dir_all(&out)?;
    Ok(())
}

fn gather(root: &Path) -> anyhow::Result<Inputs> {
    let tool = ToolId { name: String::from("clausebook"), version: String::from("0") };
    let today = Date::new(2026, 7, 1).unwrap_or_else(shell::clock::today);
    shell::gather(&Gather {
        root: root.to_owned(),
        today,
        as_of: None,
        tool,
        ignore: vec![root.join("_site")],
        git: false,
        cache: false,
        keys: None,
    })
}

fn best<T>(run: impl Fn() -> anyhow::Result<T>) -> anyhow::Result<(Duration, T)> {
    let timed = || {
        let start = Instant::now();
        run().map(|value| (start.elapsed(), value))
    };
    let mut best = timed()?;
    for _ in 0..2 {
        let next = timed()?;
        if next.0 < best.0 {
            best = next;
        }
    }
    Ok(best)
}

/// From Linux alone; other systems have no such file.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().to_owned())
}
