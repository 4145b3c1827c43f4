//! What the list of editions, on its page and in the terminal, says of tags that are signed in either way, not signed, or signed by nobody
//! that is known; held against `git verify-tag`.
#![expect(clippy::disallowed_methods, reason = "keys are made by ssh-keygen and gpg")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::office::{ANA, BEN, Office, document, key, settings};

const DAY: &str = "2026-01-12";

/// Whether the programs that make keys are there; in continuous integration they have to be.
pub(crate) fn can_make_keys() -> bool {
    let there = ["ssh-keygen", "gpg"].iter().all(|it| Command::new(it).arg("--help").output().is_ok());
    assert!(there || std::env::var("CI").is_err(), "ssh-keygen and gpg must be installed");
    if !there {
        println!("SKIPPED: ssh-keygen or gpg is not installed");
    }
    there
}

pub(crate) fn run(program: &str, home: &Path, words: &[&str]) -> String {
    let output = Command::new(program).args(words).env("GNUPGHOME", home).output().unwrap();
    assert!(output.status.success(), "{program} {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Keys outside the repository: two of SSH, of which one is listed, and one of OpenPGP.
pub(crate) struct Keys {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) print: String,
}

impl Keys {
    fn new() -> Self {
        Self::of("Ana Alvarez <ana@example.org>")
    }

    /// With an OpenPGP key for somebody.
    pub(crate) fn of(user: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("keys").tempdir().unwrap();
        run("chmod", folder.path(), &["700", folder.path().to_str().unwrap()]);
        for name in ["listed", "unlisted"] {
            let file = folder.path().join(name);
            run("ssh-keygen", folder.path(), &["-q", "-t", "ed25519", "-N", "", "-C", "ana", "-f", file.to_str().unwrap()]);
        }
        let made = [
            "--batch",
            "--faked-system-time",
            "1767225600",
            "--passphrase",
            "",
            "--quick-gen-key",
            user,
            "ed25519",
            "sign",
            "never",
        ];
        run("gpg", folder.path(), &made);
        let listed = run("gpg", folder.path(), &["--batch", "--with-colons", "--list-keys"]);
        let print = listed.lines().find_map(|it| it.strip_prefix("fpr:")).unwrap().trim_matches(':').to_owned();
        Self { folder, print }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn public(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap().trim().to_owned()
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // Ends the agent of this folder alone.
        let _ = Command::new("gpgconf").args(["--kill", "all"]).env("GNUPGHOME", self.folder.path()).output();
    }
}

/// An office whose people.yml lists one key of either kind for Ana.
fn office(keys: &Keys) -> Office {
    let office = Office::new("");
    let rules = "rules: {clause-gap: note, missing-documented-information: note, people-changed-without-approval: note}\n";
    office.write("clausebook.yml", &(settings("") + rules));
    let people = std::fs::read_to_string(office.path().join("people.yml")).unwrap();
    let own = format!("{}\", \"openpgp:{}", keys.public("listed.pub"), keys.print);
    office.write("people.yml", &people.replace(&key(ANA).public_line(), &own));
    office.write("keys/ana.asc", &run("gpg", keys.folder.path(), &["--batch", "--armor", "--export"]));
    office.write("policies/a.md", &document("POL-001", "One."));
    office.commit(BEN, "2026-01-09", "Keys");
    // Keys count from the landing after the one that lists them.
    office.write("policies/b.md", &document("POL-002", "Two."));
    office.commit(BEN, "2026-01-10", "Another");
    office
}

/// Makes a signed tag as git does, on a commit of its own.
fn signed(office: &Office, keys: &Keys, (tag, format, key): (&str, &str, &str)) {
    office.commit(BEN, DAY, tag);
    let (format, key) = (format!("gpg.format={format}"), format!("user.signingkey={key}"));
    let mut command = office.program("git", ANA, DAY);
    command.env("GNUPGHOME", keys.folder.path()).args(["-c", &format, "-c", &key, "tag", "-s", "-m", "Signed", tag]);
    let made = command.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Whether git takes the signature of a tag, by the keys that Ana has listed.
fn git_takes(office: &Office, keys: &Keys, tag: &str) -> bool {
    std::fs::write(keys.folder.path().join("allowed"), format!("ana@example.org {}\n", keys.public("listed.pub"))).unwrap();
    let allowed = format!("gpg.ssh.allowedSignersFile={}", keys.path("allowed"));
    let mut command = office.program("git", ANA, DAY);
    command.env("GNUPGHOME", keys.folder.path()).args(["-c", &allowed, "verify-tag", tag]).output().unwrap().status.success()
}

/// The row of an edition on the page of all editions.
fn row<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) =
        page.split_once(&format!("<a href=\"{name}/index.html\">{name}</a>")).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split_once("</tr>").unwrap().0
}

#[test]
fn editions_say_whether_their_tags_are_signed_and_by_whom() {
    if !can_make_keys() {
        return;
    }
    let keys = Keys::new();
    let office = office(&keys);
    signed(&office, &keys, ("v1-ssh", "ssh", &keys.path("listed")));
    signed(&office, &keys, ("v2-gpg", "openpgp", &keys.print));
    signed(&office, &keys, ("v3-unlisted", "ssh", &keys.path("unlisted")));
    office.commit(BEN, DAY, "v4");
    office.git(BEN, DAY, &["tag", "-a", "v4-plain", "-m", "By hand"]);
    // Somebody gives another commit the signature of a tag.
    office.commit(BEN, DAY, "v5");
    let raw = office.git(BEN, DAY, &["cat-file", "tag", "v1-ssh"]);
    let first = office.git(BEN, DAY, &["rev-parse", "v1-ssh^{commit}"]);
    let raw = raw.replace(&first, &office.head()).replace("tag v1-ssh", "tag v5-forged");
    office.write(".git/forged", &(raw + "\n"));
    let forged = office.git(BEN, DAY, &["hash-object", "-t", "tag", "-w", ".git/forged"]);
    office.git(BEN, DAY, &["update-ref", "refs/tags/v5-forged", &forged]);
    office.git(BEN, DAY, &["tag", "v6-light"]);
    office.run(BEN, DAY, &["build"]);
    let page = std::fs::read_to_string(office.path().join("_site/editions/index.html")).unwrap();
    let told: Value = serde_json::from_str(&office.run_data(BEN, DAY, &["editions", "--format", "json"])).unwrap();
    let listed = |name: &str| told["editions"].as_array().unwrap().iter().find(|it| it["tag"] == name).unwrap().clone();
    for (name, takes, words) in [
        ("v1-ssh", true, "allowed for Ana Alvarez"),
        ("v2-gpg", true, "allowed for Ana Alvarez"),
        ("v3-unlisted", false, "The key is not registered for anybody"),
        ("v4-plain", false, "The tag is not signed."),
        ("v5-forged", false, "It does not fit what was signed"),
    ] {
        assert_eq!(git_takes(&office, &keys, name), takes, "{name}");
        let row = row(&page, name);
        assert!(row.contains(words), "{name}: {row}");
        assert!(row.contains("Annotated tag by "), "{name}: {row}");
        assert_eq!(row.contains("seal proven"), takes, "{name}: {row}");
        assert_eq!(listed(name)["signer"]["name"].as_str(), takes.then_some("Ana Alvarez"), "{name}");
        assert_eq!(listed(name)["annotated"], true);
    }
    assert_eq!(listed("v6-light")["annotated"], false);
    let human = office.run_data(BEN, DAY, &["editions"]);
    assert!(human.contains("annotated by Ana Alvarez; signed by Ana Alvarez (SHA256:"), "{human}");
    assert!(human.contains(&format!("annotated by Ana Alvarez; signed by Ana Alvarez ({})", keys.print)), "{human}");
    assert!(human.contains("lightweight; not signed"), "{human}");
    // What can be switched to says the same.
    let script = std::fs::read_to_string(office.path().join("_site/editions/editions.js")).unwrap();
    assert!(script.contains(r#""note":"Signed by Ana Alvarez""#) || script.contains(r#""proof":"proven""#), "{script}");
    assert_eq!(script.matches(r#""proof":"proven""#).count(), 2, "{script}");
}
