//! What whole programs cost, as GNU time reports it.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

/// What running a program cost: seconds of wall time, seconds of CPU time of all threads, largest resident memory.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    pub(crate) peak_kb: f64,
}

/// Runs a program as GNU time reports it. `folder` is for the report.
pub(crate) fn run(command: &[OsString], folder: &Path) -> anyhow::Result<Cost> {
    let report = folder.join("time.txt");
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%e %U %S %M", "-o"]).arg(&report).args(command).stdout(Stdio::null()).stderr(Stdio::null());
    let status = time.status().context("GNU time does not start")?;
    // clausebook ends with 1 when there is something to report, as there is here: clauses without documents.
    ensure!(matches!(status.code(), Some(0 | 1)), "{command:?} ended with {status}");
    let text = fs::read_to_string(&report)?;
    let line = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = line.split(' ').filter_map(|it| it.parse().ok()).collect();
    let [wall, user, system, peak_kb] = numbers[..] else { anyhow::bail!("GNU time said `{line}`") };
    Ok(Cost { wall, cpu: user + system, peak_kb })
}

/// The median of each figure.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut all: Vec<f64> = costs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    };
    Cost { wall: middle(|it| it.wall), cpu: middle(|it| it.cpu), peak_kb: middle(|it| it.peak_kb) }
}

/// How many files a folder holds, and how many bytes.
pub(crate) fn size_of(folder: &Path) -> (usize, u64) {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|it| it.file_type().is_file());
    files.fold((0, 0), |(count, bytes), it| (count + 1, bytes + it.metadata().map_or(0, |about| about.len())))
}
