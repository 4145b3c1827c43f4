//! A service management system written as one string, read into `Inputs` without a disk.
//!
//! A line `=== file PATH` begins a file. `=== sized PATH BYTES` is a file of which only the size is known, `=== skipped PATH WHY`
//! one that was met and not read (`symlink`, `not-utf8`, `too-large`, `bad-name`, `unreadable`), `=== today DATE` sets the day.
//! History is written as `past` says; the files of its last commit are then those of the working tree. Without files of their own, `clausebook.yml` and `people.yml` are the ones below.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::past::Writer;
use clausebook::base::{BlobId, Date, RepoPath, blob_id};
use clausebook::source::{Edition, FileEntry, History, Inputs, NoHistory, Skipped, Snapshot, Texts, ToolId};

/// Settings of a system whose documents need nothing but a body.
pub(crate) const SETTINGS: &str = r#"organization: Example
title: Handbook
defaults:
  - match: "**"
    id: "{NAME}"
    title: Document
    type: manual
    version: "1.0"
    status: approved
    owner: sms-manager
    approver: managing-director
    effective: 2026-01-01
    reviewed: 2026-02-01
"#;

const PEOPLE: &str = "roles:
  managing-director: Managing Director
  sms-manager: {title: SMS Manager, reports_to: managing-director}
people:
  - {name: Ana Alvarez, email: ana@example.org, roles: [managing-director]}
  - {name: Ben Brown, email: ben@example.org, roles: [{role: sms-manager, from: 2024-01-01}]}
";

/// A service management system in memory.
#[derive(Clone, Debug)]
pub(crate) struct Sms {
    /// Texts by path.
    pub(crate) files: BTreeMap<String, String>,
    /// Sizes by path, of files without a text or with another size than theirs.
    pub(crate) sizes: BTreeMap<String, u64>,
    /// What was met and not read.
    pub(crate) skipped: BTreeMap<String, Skipped>,
    /// The day to judge on.
    pub(crate) today: Date,
    /// Git history; none if nothing is written.
    pub(crate) past: Writer,
}

impl Default for Sms {
    fn default() -> Self {
        Self {
            files: BTreeMap::new(),
            sizes: BTreeMap::new(),
            skipped: BTreeMap::new(),
            today: date("2026-07-01"),
            past: Writer::default(),
        }
    }
}

impl Sms {
    /// Reads the string form.
    pub(crate) fn parse(text: &str) -> Self {
        let mut sms = Self::default();
        let mut open: Option<String> = None;
        let mut committed = false;
        for line in text.split_inclusive('\n') {
            let Some(command) = line.strip_prefix("=== ") else {
                match &open {
                    Some(path) if committed => sms.past.tree().entry(path.clone()).or_default().push_str(line),
                    Some(path) => sms.files.entry(path.clone()).or_default().push_str(line),
                    None => assert!(line.trim().is_empty(), "text before the first file: {line}"),
                }
                continue;
            };
            let words: Vec<&str> = command.split_whitespace().collect();
            open = None;
            if sms.past.take(command) {
                committed = true;
                continue;
            }
            match words.as_slice() {
                ["uncommitted"] => committed = false,
                ["file", path] if committed => {
                    sms.past.tree().insert((*path).to_owned(), String::new());
                    open = Some((*path).to_owned());
                }
                ["file", path] => {
                    sms.files.insert((*path).to_owned(), String::new());
                    open = Some((*path).to_owned());
                }
                ["sized", path, size] => sms.sized(path, size),
                ["skipped", path, why] => sms.skip(path, why),
                ["today", day] => sms.today = date(day),
                _ => panic!("cannot read `{}`", line.trim_end()),
            }
        }
        sms
    }

    /// Adds a file of which only the size is known.
    pub(crate) fn sized(&mut self, path: &str, size: &str) {
        self.sizes.insert(path.to_owned(), size.parse().expect("a size in bytes"));
    }

    /// Adds a file that was not read.
    pub(crate) fn skip(&mut self, path: &str, why: &str) {
        let why = match why {
            "symlink" => Skipped::SymbolicLink,
            "not-utf8" => Skipped::NotUtf8(7),
            "too-large" => Skipped::TooLarge(1 << 20),
            "bad-name" => Skipped::BadName,
            "unreadable" => Skipped::Unreadable,
            _ => panic!("no such reason: {why}"),
        };
        self.skipped.insert(path.to_owned(), why);
    }

    /// What a build would be given.
    pub(crate) fn inputs(&self) -> Inputs {
        let mut files = if self.past.is_empty() { BTreeMap::new() } else { self.past.head() };
        files.extend(self.files.clone());
        files.entry("clausebook.yml".to_owned()).or_insert_with(|| SETTINGS.to_owned());
        files.entry("people.yml".to_owned()).or_insert_with(|| PEOPLE.to_owned());
        let (mut snapshot, mut texts) = (Snapshot::default(), Texts::default());
        for (path, text) in files {
            let blob = blob_id(text.as_bytes());
            let size = self.sizes.get(&path).copied().unwrap_or(text.len() as u64);
            snapshot.files.insert(repo_path(&path), FileEntry { blob: blob.clone(), size });
            texts.0.insert(blob, Arc::from(text));
        }
        for (path, &size) in self.sizes.iter().filter(|(path, _)| !self.files.contains_key(*path)) {
            snapshot.files.insert(repo_path(path), FileEntry { blob: BlobId::new(format!("sized-{path}")), size });
        }
        snapshot.skipped = self.skipped.iter().map(|(path, &why)| (repo_path(path), why)).collect();
        let history = if self.past.is_empty() { History::Unknown(NoHistory::Off) } else { self.past.history() };
        let tool = ToolId { name: "clausebook".to_owned(), version: "0.0.0".to_owned() };
        let edition = Edition::default();
        Inputs {
            edition,
            snapshot,
            texts,
            history,
            today: self.today,
            as_of: None,
            tool,
            keys: None,
            places: false,
            offline: None,
        }
    }
}

fn repo_path(path: &str) -> RepoPath {
    RepoPath::new(path).expect("a path inside the repository")
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

/// A folder of this package.
pub(crate) fn package(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// All files below a folder with an ending, path relative to the folder and text, sorted. Other files have an empty text.
#[expect(clippy::disallowed_methods, reason = "tests read their cases and the example from disk")]
pub(crate) fn read_folder(folder: &Path, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let known = path.extension().is_some_and(|it| endings.iter().any(|ending| it == *ending));
            let text = if known { std::fs::read_to_string(&path).unwrap() } else { String::new() };
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, text));
        }
    }
    found.sort();
    found
}

#[test]
fn one_string_is_a_whole_system() {
    let sms = Sms::parse("=== today 2026-01-02\n=== file a/b.md\n# B\n=== sized c.pdf 5\n=== skipped d.md symlink\n");
    let inputs = sms.inputs();
    assert_eq!(inputs.text(&repo_path("a/b.md")).map(|it| &**it), Some("# B\n"));
    assert_eq!(inputs.snapshot.files[&repo_path("c.pdf")].size, 5);
    assert_eq!(inputs.snapshot.skipped[&repo_path("d.md")], Skipped::SymbolicLink);
    assert_eq!(inputs.text(&repo_path("clausebook.yml")).map(|it| &**it), Some(SETTINGS));
    assert_eq!(inputs.today.to_string(), "2026-01-02");
}
