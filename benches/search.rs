//! The search of a large handbook: how large its index is, what a reader loads, how long the browser computes, what it costs the build.
//!
//! `cargo bench --bench search`, or `-- 1000` for another number of documents, `-- keep` to leave the site. Needs what `tests/browser` needs.
//! Ends with an error where a limit is passed. `benches/README.md` has the figures.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "measures with a clock, on real files, for people to read")]

#[path = "corpus/mod.rs"]
mod corpus;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use clausebook::base::Date;
use clausebook::pipeline::site::KeptParts;
use clausebook::pipeline::{self, Memo};
use clausebook::shell::{self, Destination, Gather};
use clausebook::source::{Editions, Inputs, ToolId};

/// How many documents of the made-up system have 30,000 sections.
const DOCUMENTS: usize = 5_460;
/// Limits of issue and design: the whole index, what is read first, what a query may load beside, in bytes.
const WHOLE: u64 = 3_500_000;
const FIRST: u64 = 60_000;
const QUERY: u64 = 300_000;
/// Script time of a query, in milliseconds.
const SCRIPT: f64 = 50.0;
/// What the index may add to the build.
const SHARE: f64 = 1.0 / 3.0;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let documents = words.iter().find_map(|it| it.parse().ok()).unwrap_or(DOCUMENTS);
    let folder = tempfile::tempdir()?;
    let text = corpus::write(folder.path(), documents)?;
    println!("{documents} documents, {} KB of text", text / 1000);
    let mut passed = Vec::new();
    build(folder.path(), &mut passed)?;
    sizes(&folder.path().join("_site/data"), &mut passed)?;
    browser(&folder.path().join("_site"), &mut passed)?;
    if words.iter().any(|it| it == "keep") {
        println!("kept: {}", folder.keep().display());
    }
    ensure!(passed.is_empty(), "limits are passed: {}", passed.join("; "));
    Ok(())
}

/// Builds from nothing, and tells what part of that is the index, in time of all cores.
fn build(root: &Path, passed: &mut Vec<String>) -> anyhow::Result<()> {
    let began = processor()?;
    let inputs = gather(root)?;
    let outcome = pipeline::build(&Editions::of_draft(inputs.clone()), &Memo::new());
    let out = root.join("_site");
    shell::write(&Destination { out: &out, root, tool: &inputs.tool }, outcome.files(), &KeptParts::default())?;
    let whole = processor()? - began;
    let stand = outcome.stands.first().context("an edition")?;
    let began = processor()?;
    let index = pipeline::make_index(&stand.edition.site(&stand.placement));
    for shard in index.shards() {
        index.write(&shard, "draft");
    }
    let own = processor()? - began;
    let (records, sections) = (index.records.len(), index.units() as usize - index.records.len());
    println!("{records} records with {sections} sections, {} forms of words", index.forms());
    let share = own / (whole - own);
    println!("build: {whole:.2} s of processor time, of which the index {own:.2} s; it adds {:.0} %", share * 100.0);
    if share > SHARE {
        passed.push(format!("the index adds {share:.2} of the build"));
    }
    Ok(())
}

fn gather(root: &Path) -> anyhow::Result<Inputs> {
    let today = Date::new(2026, 7, 1).context("a day")?;
    shell::gather(&Gather {
        root: root.to_owned(),
        today,
        as_of: None,
        tool: ToolId { name: String::from("clausebook"), version: String::from("0") },
        ignore: vec![root.join("_site")],
        git: false,
        cache: false,
        keys: None,
    })
}

/// Seconds that all threads of this process have computed, in steps of ten milliseconds.
fn processor() -> anyhow::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit_once(')').context("an odd stat")?.1.split_whitespace().collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

/// Sizes of the files, by what is in them.
fn sizes(data: &Path, passed: &mut Vec<String>) -> anyhow::Result<()> {
    let first = fs::metadata(data.join("search.js"))?.len();
    let mut parts: BTreeMap<String, (u64, u64, u64)> = BTreeMap::new();
    for folder in ["search", "texts"] {
        let Ok(entries) = fs::read_dir(data.join(folder)) else { continue };
        for entry in entries {
            let entry = entry?;
            let kind: String = entry.file_name().to_string_lossy().chars().take(1).collect();
            let size = entry.metadata()?.len();
            let part = parts.entry(format!("{folder}/{kind}")).or_default();
            *part = (part.0 + 1, part.1 + size, part.2.max(size));
        }
    }
    println!("first file of the index: {first} bytes");
    for (name, (count, bytes, most)) in &parts {
        println!("{name}…: {count} files, {bytes} bytes, the largest {most}");
    }
    let index = first + parts.iter().filter(|(name, _)| name.starts_with("search")).map(|(_, it)| it.1).sum::<u64>();
    println!("whole index: {index} bytes");
    if index > WHOLE {
        passed.push(format!("the whole index is {index} bytes"));
    }
    Ok(())
}

/// Asks in Chromium, each query on a page of its own.
fn browser(site: &Path, passed: &mut Vec<String>) -> anyhow::Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/asking.mjs");
    let queries = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/corpus/queries.txt"))?;
    let output = Command::new("node").arg(script).arg(site).args(queries.lines()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    println!("{:<40} {:>8} {:>9} {:>10} {:>10}", "query", "results", "bytes", "script ms", "whole ms");
    for line in String::from_utf8(output.stdout)?.lines() {
        let it: serde_json::Value = serde_json::from_str(line)?;
        let number = |key: &str| it[key].as_f64().unwrap_or(f64::NAN);
        if let Some(first) = it["first"].as_u64().filter(|_| it["query"].is_null()) {
            println!("first load, with scripts and styles of the search: {first} bytes");
            if first > FIRST {
                passed.push(format!("the first load is {first} bytes"));
            }
            continue;
        }
        let (query, bytes, ms) = (it["query"].as_str().unwrap_or_default(), number("bytes"), number("script"));
        println!("{query:<40} {:>8} {bytes:>9} {ms:>10.1} {:>10.1}", it["results"].as_str().unwrap_or("?"), number("whole"));
        if bytes > QUERY as f64 {
            passed.push(format!("`{query}` loads {bytes} bytes"));
        }
        if ms.is_nan() || ms >= SCRIPT {
            passed.push(format!("`{query}` computes {ms:.1} ms"));
        }
    }
    Ok(())
}
