//! Git, gpg and ssh-keygen in a temporary folder.
#![expect(clippy::disallowed_methods, reason = "the tests run other programs and keep files for them")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clausebook::signature::{self, KeyMaterial, Registrant, Ring, SignerVerdict};
use clausebook::source::{Instant, Signatory, Signed, Verdict};

/// 2024-01-01T00:00:00Z: when keys are made.
pub(super) const START: i64 = 1_704_067_200;
pub(super) const DAY: i64 = 86_400;

/// Whether the programs are there. Says so if not; with `CI=true` they have to be.
pub(super) fn are_there(names: &[&str]) -> bool {
    let missing: Vec<&&str> = names.iter().filter(|name| Command::new(name).arg("--help").output().is_err()).collect();
    let ci = std::env::var("CI").is_ok_and(|it| it == "true");
    assert!(missing.is_empty() || !ci, "{missing:?} must be installed");
    if !missing.is_empty() {
        println!("SKIPPED: nothing was compared with git, because {missing:?} is not installed");
    }
    missing.is_empty()
}

/// A folder with a repository and keys.
pub(super) struct World {
    pub(super) folder: tempfile::TempDir,
    pub(super) sha256: bool,
}

/// What happened when a program ran.
pub(super) struct Ran {
    pub(super) ok: bool,
    pub(super) out: Vec<u8>,
    pub(super) err: String,
    /// Ended by a signal.
    killed: bool,
    what: String,
}

impl Ran {
    pub(super) fn text(&self) -> String {
        assert!(self.ok, "{}: {}", self.what, self.err);
        String::from_utf8_lossy(&self.out).trim_end().to_owned()
    }
}

impl World {
    pub(super) fn new(sha256: bool) -> Self {
        let world = Self { folder: tempfile::Builder::new().prefix("sig").tempdir().unwrap(), sha256 };
        for folder in ["gpg", "home", "repo"] {
            std::fs::create_dir(world.path(folder)).unwrap();
        }
        world.write("gpg.sh", "#!/bin/sh\nexec gpg --batch --no-tty --faked-system-time \"$FAKED!\" $GPGARGS \"$@\"\n");
        world.run("chmod", &["700", "gpg", "gpg.sh"], &[], b"").text();
        world.write("gpg/gpg.conf", "trust-model always\nno-auto-key-retrieve\npinentry-mode loopback\n");
        let format = if sha256 { "sha256" } else { "sha1" };
        world.git(&["init", "-q", "-b", "main", "--object-format", format], &[]).text();
        world
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn text_path(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs a program in the folder, with nothing of the user's settings.
    pub(super) fn run(&self, program: &str, args: &[&str], env: &[(&str, &str)], input: &[u8]) -> Ran {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.folder.path()).env_clear().envs(std::env::var_os("PATH").map(|it| ("PATH", it)));
        command.env("HOME", self.path("home")).env("GNUPGHOME", self.path("gpg")).env("TZ", "UTC").env("LC_ALL", "C");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("FAKED", START.to_string());
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ana Prior").env(format!("GIT_{who}_EMAIL"), "ana@example.org");
        }
        command.envs(env.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
        // A program that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        let killed = output.status.code().is_none();
        Ran { ok: output.status.success(), out: output.stdout, err, killed, what: format!("{program} {args:?}") }
    }

    pub(super) fn git(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        // Git dies of a closed pipe, now and then, when ssh-keygen has seen enough before it read all that git writes to it.
        let mut ran = self.git_once(args, env);
        for _ in 0..5 {
            if !ran.killed {
                break;
            }
            ran = self.git_once(args, env);
        }
        ran
    }

    fn git_once(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        let repo = self.text_path("repo");
        let program = format!("gpg.program={}", self.text_path("gpg.sh"));
        let signers = format!("gpg.ssh.allowedSignersFile={}", self.text_path("allowed_signers"));
        let all: Vec<&str> = ["-C", &repo, "-c", &program, "-c", &signers].into_iter().chain(args.iter().copied()).collect();
        self.run("git", &all, env, b"")
    }

    /// Signs an empty commit, or a tag of that name, and gives its id.
    pub(super) fn sign(&self, key: &str, at: i64, tag: Option<&str>, more: &[(&str, &str)]) -> String {
        let (date, faked) = (format!("{at} +0000"), at.to_string());
        let mut env = vec![("GIT_AUTHOR_DATE", date.as_str()), ("GIT_COMMITTER_DATE", date.as_str()), ("FAKED", faked.as_str())];
        env.extend(more);
        let format = if key.contains('/') { "gpg.format=ssh" } else { "gpg.format=openpgp" };
        let signing = format!("user.signingkey={key}");
        match tag {
            None => {
                self.git(&["-c", format, "-c", &signing, "commit", "-S", "--allow-empty", "-qm", "Words"], &env).text();
                self.git(&["rev-parse", "HEAD"], &[]).text()
            }
            Some(name) => {
                self.git(&["-c", format, "-c", &signing, "tag", "-s", "-m", "Words", name], &env).text();
                self.git(&["rev-parse", name], &[]).text()
            }
        }
    }

    /// The bytes of an object.
    pub(super) fn raw(&self, id: &str, kind: &str) -> Vec<u8> {
        self.git(&["cat-file", kind, id], &[]).out
    }

    /// Writes an object.
    pub(super) fn store(&self, kind: &str, raw: &[u8]) -> String {
        let repo = self.text_path("repo");
        self.run("git", &["-C", &repo, "hash-object", "-t", kind, "-w", "--stdin", "--literally"], &[], raw).text()
    }

    /// Writes a commit with another signature or other bytes.
    pub(super) fn store_signed(&self, payload: &[u8], signature: &str) -> String {
        let header = if self.sha256 { "gpgsig-sha256" } else { "gpgsig" };
        let at = payload.windows(2).position(|it| it == b"\n\n").unwrap() + 1;
        let mut raw = payload[..at].to_vec();
        raw.extend_from_slice(format!("{header} {}\n", signature.trim_end().replace('\n', "\n ")).as_bytes());
        raw.extend_from_slice(&payload[at..]);
        self.store("commit", &raw)
    }

    /// What git says: `%G?`, `%GF`, `%GP` and `%GS`.
    pub(super) fn git_says(&self, id: &str, tag: bool, now: i64) -> [String; 4] {
        let now = now.to_string();
        if tag {
            return read_status(&self.git(&["verify-tag", "--raw", id], &[("FAKED", now.as_str())]).err);
        }
        let format = "--format=%G?%x00%GF%x00%GP%x00%GS";
        let said = self.git(&["log", "-1", format, id], &[("FAKED", now.as_str())]).text();
        let parts: Vec<&str> = said.split('\0').collect();
        [0, 1, 2, 3].map(|it| (*parts.get(it).unwrap_or_else(|| panic!("{said}"))).to_owned())
    }

    /// What we say, with the keys and people given.
    pub(super) fn we_say(&self, id: &str, tag: bool, keys: &KeyMaterial) -> (Signed, Signatory) {
        let raw = self.raw(id, if tag { "tag" } else { "commit" });
        let split = if tag { signature::split_tag(&raw) } else { signature::split_commit(&raw, self.sha256) };
        let (armored, payload) = split.unwrap();
        let committer = signatory(&raw);
        (signature::verify(keys, &payload, &armored, committer.at), committer)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Ends the agent of this folder alone.
        if self.path("gpg/private-keys-v1.d").exists() {
            self.run("gpgconf", &["--homedir", &self.text_path("gpg"), "--kill", "all"], &[], b"");
        }
    }
}

/// Who made a raw commit or tag, and when.
pub(super) fn signatory(raw: &[u8]) -> Signatory {
    let text = String::from_utf8_lossy(raw);
    let line = text.lines().find_map(|it| it.strip_prefix("committer ").or_else(|| it.strip_prefix("tagger "))).unwrap();
    let (name, rest) = line.split_once(" <").unwrap();
    let (email, time) = rest.split_once("> ").unwrap();
    let (seconds, zone) = time.split_once(' ').unwrap();
    let zone: i32 = zone.parse().unwrap();
    let at = Instant { seconds: seconds.parse().unwrap(), offset: zone / 100 * 60 + zone % 100 };
    Signatory { name: name.into(), email: email.into(), display: name.into(), at }
}

/// Reads what `git verify-tag --raw` prints, as git itself reads it for `%G?`.
fn read_status(text: &str) -> [String; 4] {
    let mut said = ["N", "", "", ""].map(str::to_owned);
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["[GNUPG:]", "VALIDSIG", print, .., primary] => (said[1], said[2]) = ((*print).to_owned(), (*primary).to_owned()),
            ["[GNUPG:]", status, _, name @ ..] => {
                let letter = match *status {
                    "GOODSIG" => "G",
                    "BADSIG" => "B",
                    "ERRSIG" => "E",
                    "EXPSIG" => "X",
                    "EXPKEYSIG" => "Y",
                    "REVKEYSIG" => "R",
                    _ => continue,
                };
                said[0] = letter.to_owned();
                said[3] = name.join(" ");
            }
            ["Good", "\"git\"", "signature", "for", principal, .., print] => {
                (said[0], said[1], said[3]) = ("G".to_owned(), (*print).to_owned(), (*principal).to_owned());
            }
            ["Good", "\"git\"", "signature", "with", .., print] => (said[0], said[1]) = ("U".to_owned(), (*print).to_owned()),
            _ if line.contains("Could not verify signature") || line.contains("verification failed") => said[0] = "B".to_owned(),
            _ => {}
        }
    }
    said
}

/// Our verdict on the signature alone, in git's letters; `?` for what git does check and we do not.
pub(super) fn letter(signed: &Signed) -> char {
    match &signed.verdict {
        Verdict::Good => 'G',
        Verdict::Bad(_) => 'B',
        Verdict::UnknownKey => 'E',
        Verdict::Expired(why) if why.contains("lapse") => 'X',
        Verdict::Expired(_) => 'Y',
        Verdict::Revoked(_) => 'R',
        Verdict::Unsupported(_) => '?',
    }
}

/// The same with what the lists of keys say, as git mixes the two for SSH.
pub(super) fn letter_with(signed: &Signed, signer: &SignerVerdict) -> char {
    match (letter(signed), signer) {
        ('G', SignerVerdict::Registered { .. } | SignerVerdict::NotAPerson { .. }) => 'G',
        // For git a key is not listed outside its window.
        ('G', SignerVerdict::UnknownKey | SignerVerdict::OutsideWindow { .. }) => 'U',
        ('G', _) => 'B',
        (other, _) => other,
    }
}

/// A ring of what a file of allowed signers says, for people without keys of their own.
pub(super) fn ring(allowed: &str, people: &[(&str, &str)]) -> Ring {
    let owned: Vec<(&str, Vec<String>)> = people.iter().map(|(name, email)| (*name, vec![(*email).to_owned()])).collect();
    let registrants = owned.iter().map(|(name, emails)| Registrant { name, emails, keys: &[] });
    let (ring, problems) = Ring::read(&[("keys/allowed_signers", allowed)], registrants);
    assert_eq!(problems, Vec::new());
    ring
}
