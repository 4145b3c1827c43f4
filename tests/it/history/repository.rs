//! Repositories in temporary folders, and what git says of them.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use clausebook::base::Date;
use clausebook::shell::{Gather, gather};
use clausebook::source::{History, Inputs, Past, ToolId};
use tempfile::TempDir;

/// A repository that goes away with the value.
pub(crate) struct Repository {
    pub(super) folder: TempDir,
}

impl Repository {
    /// An empty one on branch `main`, with a `clausebook.yml` that is not committed.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// The same with further words for `git init`.
    pub(crate) fn with(init: &[&str]) -> Self {
        let it = Self { folder: tempfile::tempdir().unwrap() };
        it.git(&[&["init", "--quiet", "--initial-branch=main"], init].concat());
        it.write("clausebook.yml", "organization: Example\ntitle: Handbook\n");
        it
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// What git says.
    pub(crate) fn git(&self, words: &[&str]) -> Vec<u8> {
        run(self.path(), words, &[])
    }

    /// What git says, as text without the last line break.
    pub(crate) fn say(&self, words: &[&str]) -> String {
        String::from_utf8(self.git(words)).unwrap().trim_end_matches('\n').to_owned()
    }

    /// Writes commits from a stream for `git fast-import`.
    pub(crate) fn import(&self, stream: &[u8]) {
        run(self.path(), &["fast-import", "--quiet", "--force"], stream);
    }

    /// Commits everything in the folder.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        self.say(&["rev-parse", "HEAD"])
    }

    pub(crate) fn inputs(&self) -> Inputs {
        read(self.path())
    }

    pub(crate) fn past(&self) -> Past {
        past(&self.inputs())
    }
}

/// Reads a folder with its history.
pub(super) fn read(root: &Path) -> Inputs {
    let tool = ToolId { name: "clausebook".to_owned(), version: "0.0.0".to_owned() };
    let today = Date::new(2026, 7, 1).unwrap();
    gather(&Gather { root: root.to_owned(), today, as_of: None, tool, ignore: Vec::new(), git: true, cache: true, keys: None })
        .unwrap()
}

/// The history of inputs that have one.
pub(super) fn past(inputs: &Inputs) -> Past {
    match &inputs.history {
        History::Known(past) => (**past).clone(),
        History::Unknown(why) => panic!("no history: {why:?}"),
    }
}

/// Runs git in a folder, untouched by settings of whoever runs the tests.
pub(super) fn run(folder: &Path, words: &[&str], input: &[u8]) -> Vec<u8> {
    let mut git = Command::new("git");
    git.args(["-c", "protocol.file.allow=always", "-c", "core.autocrlf=false"]);
    git.args(words).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "Ana Prior").env(format!("GIT_{who}_EMAIL"), "ana@example.org");
        git.env(format!("GIT_{who}_DATE"), "1767225600 +0100");
    }
    let mut child = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feed = std::thread::spawn(move || to.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap().unwrap();
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
