//! Runs `tests/browser` over the example: axe-core, the Nu HTML checker, keyboard, content policy, `file://`, no script.
//!
//! It needs node, npm, Java and Chromium. Where one is missing the test says so and passes, except with `CI=true`, where
//! nothing may go unchecked. `CLAUSEBOOK_BROWSER=off` skips it, for those who work on something else.
#![expect(clippy::disallowed_methods, reason = "this test runs the program and others")]

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::package;

/// What has to be there, and how to ask.
const PROGRAMS: [(&str, &str); 3] = [("node", "--version"), ("npm", "--version"), ("java", "-version")];

/// Where Chromium may be; the first one that is there is used.
fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(usual).find(|path| path.is_file())
}

fn missing() -> Option<String> {
    let there = |(program, question): &(&str, &str)| {
        let asked = Command::new(program).arg(question).stdin(Stdio::null()).output();
        asked.is_ok_and(|it| it.status.success())
    };
    if let Some((program, _)) = PROGRAMS.iter().find(|it| !there(it)) {
        return Some(format!("`{program}` is not there"));
    }
    chromium().is_none().then(|| String::from("Chromium is not there; CHROMIUM names another place"))
}

/// Installs the packages of the lock file, unless those are there.
fn packages(folder: &Path) -> Result<(), String> {
    let lock = |path: PathBuf| std::fs::read_to_string(path).ok();
    // npm leaves a copy of the lock file without the package itself.
    let there = lock(folder.join("node_modules/.package-lock.json"));
    let wanted = lock(folder.join("package-lock.json"));
    let digest = |text: Option<String>| -> Vec<String> {
        text.unwrap_or_default()
            .lines()
            .filter(|line| line.contains("\"integrity\""))
            .map(|line| line.trim().to_owned())
            .collect()
    };
    if there.is_some() && digest(there) == digest(wanted) {
        return Ok(());
    }
    let output = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("`npm ci` failed: {}", String::from_utf8_lossy(&output.stderr))),
        Err(error) => Err(format!("`npm ci` did not run: {error}")),
    }
}

/// The folder of the browser tests, unless they cannot or shall not run here.
pub(crate) fn ready() -> Option<PathBuf> {
    let folder = package("tests/browser");
    let strict = env::var("CI").is_ok_and(|it| !matches!(it.as_str(), "" | "0" | "false"));
    let off = env::var("CLAUSEBOOK_BROWSER").is_ok_and(|it| it == "off");
    // Two tests may come here at a time, and one has to install for both.
    static INSTALLING: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = INSTALLING.lock();
    let why = if off { Some(String::from("CLAUSEBOOK_BROWSER is off")) } else { missing().or_else(|| packages(&folder).err()) };
    let Some(why) = why else { return Some(folder) };
    assert!(!strict || off, "the browser tests cannot run: {why}");
    println!("the browser tests were SKIPPED: {why}");
    None
}

fn clausebook(args: &[&str], folder: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_clausebook")).args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs a script of the browser tests over sites or files.
fn run(folder: &Path, script: &str, what: &[PathBuf]) {
    let mut node = Command::new("node");
    node.arg(folder.join(script)).args(what).env("CHROMIUM", chromium().unwrap()).stdin(Stdio::null());
    let output = node.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    assert!(output.status.success(), "{said}");
}

/// One after the other: two browsers at once on few cores run into their time-outs.
#[test]
fn the_example_passes_in_a_browser() {
    let Some(folder) = ready() else { return };
    let out = tempfile::tempdir().unwrap();
    let example = package("example-sms");
    clausebook(&["build", "--quiet", "--out", "site", example.to_str().unwrap()], out.path());
    let site = out.path().join("site");
    run(&folder, "run.mjs", std::slice::from_ref(&site));
    clausebook(&["build", "--quiet", "--out", "hostile", folder.join("hostile").to_str().unwrap()], out.path());
    run(&folder, "search.mjs", &[site, out.path().join("hostile")]);
    let alone = ["PLN-008", "PRC-013", "REG-002"].map(|id| {
        let file = out.path().join(format!("{id}.html"));
        clausebook(
            &["bundle", "--quiet", "--document", id, "--out", file.to_str().unwrap(), example.to_str().unwrap()],
            out.path(),
        );
        file
    });
    run(&folder, "single.mjs", &alone);
    clausebook(&["init", "--example", "--from-git-history", "--on", "2026-11-30", "demo"], out.path());
    clausebook(&["build", "--quiet", "demo"], out.path());
    run(&folder, "editions.mjs", &[out.path().join("demo/_site")]);
}
