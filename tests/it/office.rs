//! A repository with people who write, approve and review, each with a git identity of their own, on days that are given.
#![expect(clippy::disallowed_methods, reason = "git and the program run on real folders")]

use std::path::Path;
use std::process::{Command, Output};

use clausebook::base::Date;
use clausebook::handbook::{DocumentControl, Handbook};
use clausebook::pipeline;
use clausebook::shell::{Gather, gather};
use clausebook::signature::ExampleKey;
use clausebook::source::ToolId;
use tempfile::TempDir;

/// Writes documents; SMS manager.
pub(crate) const BEN: (&str, &str) = ("Ben Brown", "ben@example.org");
/// Approves documents; director.
pub(crate) const ANA: (&str, &str) = ("Ana Alvarez", "ana@example.org");
/// The other director, who writes sometimes.
pub(crate) const CY: (&str, &str) = ("Cy Cole", "cy@example.org");
/// Records what a forge knows.
pub(crate) const BOT: (&str, &str) = ("Forge Bot", "bot@example.org");

/// Settings of the office, with further words for `control`.
pub(crate) fn settings(control: &str) -> String {
    format!("organization: Example\ntitle: Handbook\ncontrol: {{history: git, separation: true{control}}}\n")
}

/// A repository in a temporary folder.
pub(crate) struct Office {
    pub(crate) folder: TempDir,
}

/// A document of the office.
pub(crate) fn document(id: &str, body: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Service policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: manager\napprover: director\n\
         effective: 2026-01-10\nreviewed: 2026-01-05\nreview_cycle: 12 months\n---\n\n## Text\n\n{body}\n\n## Why\n\nBecause.\n\n## Scope\n\nAll services.\n"
    )
}

/// The key of somebody, whose secret everybody knows.
pub(crate) fn key(who: (&str, &str)) -> ExampleKey {
    let mut seed = [7; 32];
    for (to, from) in seed.iter_mut().zip(who.1.bytes()) {
        *to = from;
    }
    ExampleKey::from_seed(&seed, who.1)
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

impl Office {
    /// With `clausebook.yml`, `people.yml` and POL-001 by Ben, on `main`.
    pub(crate) fn new(control: &str) -> Self {
        let it = Self { folder: tempfile::tempdir().unwrap() };
        it.git(BEN, "2026-01-01", &["init", "--quiet", "--initial-branch=main"]);
        it.write("clausebook.yml", &settings(control));
        let people = format!(
            "roles:\n  director: Managing Director\n  manager: SMS Manager\npeople:\n\
             - {{name: Ana Alvarez, email: ana@example.org, roles: [director], keys: [\"{}\"]}}\n\
             - {{name: Ben Brown, email: ben@example.org, roles: [manager]}}\n\
             - {{name: Cy Cole, email: cy@example.org, roles: [{{role: director, from: 2026-01-01}}]}}\n\
             - {{name: Forge Bot, email: bot@example.org, keys: [\"{}\"]}}\n",
            key(ANA).public_line(),
            key(BOT).public_line()
        );
        it.write("people.yml", &people);
        it.commit(BEN, "2026-01-02", "Set up");
        it.write("policies/a.md", &document("POL-001", "One."));
        it.commit(BEN, "2026-01-08", "Write the policy");
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

    /// What git says to somebody on a day.
    pub(crate) fn git(&self, who: (&str, &str), on: &str, words: &[&str]) -> String {
        let output = self.ready("git", who, on).args(words).output().unwrap();
        assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    pub(crate) fn head(&self) -> String {
        self.git(BEN, "2026-01-01", &["rev-parse", "HEAD"])
    }

    /// Commits everything in the folder.
    pub(crate) fn commit(&self, who: (&str, &str), on: &str, message: &str) -> String {
        self.git(who, on, &["add", "--all"]);
        self.git(who, on, &["commit", "--quiet", "--allow-empty", "-m", message]);
        self.head()
    }

    /// Runs the program as somebody on a day.
    pub(crate) fn run(&self, who: (&str, &str), on: &str, words: &[&str]) -> Output {
        self.ready(env!("CARGO_BIN_EXE_clausebook"), who, on).args(words).output().unwrap()
    }

    /// Runs the program, which has to end with a code. Gives its data, or its messages if there are none.
    pub(crate) fn says(&self, who: (&str, &str), on: &str, words: &[&str], code: i32) -> String {
        let output = self.run(who, on, words);
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(code), "{words:?}\n{out}{err}");
        if out.is_empty() { err } else { out }
    }

    /// A program that somebody runs on a day, to be given more.
    pub(crate) fn program(&self, program: &str, who: (&str, &str), on: &str) -> Command {
        self.ready(program, who, on)
    }

    /// What the program prints as data, whatever its code.
    pub(crate) fn run_data(&self, who: (&str, &str), on: &str, words: &[&str]) -> String {
        String::from_utf8(self.run(who, on, words).stdout).unwrap()
    }

    fn ready(&self, program: &str, who: (&str, &str), on: &str) -> Command {
        let mut command = Command::new(program);
        let date = format!("{on}T12:00:00+0000");
        let seconds = i64::from(day(on).days_since(day("1970-01-01"))) * 86_400 + 43_200;
        command.current_dir(self.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CONFIG_COUNT", "2");
        command.env("GIT_CONFIG_KEY_0", "user.name").env("GIT_CONFIG_VALUE_0", who.0);
        command.env("GIT_CONFIG_KEY_1", "user.email").env("GIT_CONFIG_VALUE_1", who.1);
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).env("SOURCE_DATE_EPOCH", seconds.to_string());
        for name in
            ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL", "CLICOLOR_FORCE"]
        {
            command.env_remove(name);
        }
        command
    }

    /// Puts a signature on the last commit, as git would have.
    pub(crate) fn sign(&self, key: &ExampleKey) -> String {
        let raw = self.ready("git", BEN, "2026-01-01").args(["cat-file", "commit", "HEAD"]).output().unwrap().stdout;
        let raw = String::from_utf8(raw).unwrap();
        let (head, body) = raw.split_once("\n\n").unwrap();
        let signature = key.sign(raw.as_bytes()).trim_end().replace('\n', "\n ");
        self.write(".git/signed", &format!("{head}\ngpgsig {signature}\n\n{body}"));
        let id = self.git(BEN, "2026-01-01", &["hash-object", "-t", "commit", "-w", ".git/signed"]);
        self.git(BEN, "2026-01-01", &["update-ref", "HEAD", &id]);
        id
    }

    /// The handbook on a day.
    pub(crate) fn handbook(&self, on: &str) -> Handbook {
        let tool = ToolId { name: "clausebook".to_owned(), version: "0.0.0".to_owned() };
        let (root, today) = (self.path().to_owned(), day(on));
        let request = Gather { root, today, as_of: Some(today), tool, ignore: Vec::new(), git: true, cache: false, keys: None };
        pipeline::handbook(&gather(&request).unwrap())
    }

    /// The control of a document on a day.
    pub(crate) fn control(&self, on: &str, id: &str) -> DocumentControl {
        let handbook = self.handbook(on);
        let entry = handbook.entries.into_iter().find(|it| it.document.id.value.as_str() == id);
        entry.unwrap_or_else(|| panic!("no document {id}")).control.as_ref().clone()
    }
}
