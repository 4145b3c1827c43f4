//! OpenPGP keys that an auditor brings, and a cache that somebody else wrote.
#![expect(clippy::disallowed_methods, reason = "keys are made by gpg, and the program runs on real folders")]

use clausebook::base::Digest;
use serde_json::Value;

use crate::edition_signatures::{Keys, can_make_keys, run};
use crate::office::{ANA, BEN, Office, key};

/// Has Ana approve POL-001 by a commit that gpg signs.
fn approve(office: &Office, keys: &Keys) {
    for (name, value) in [("gpg.format", "openpgp"), ("user.signingkey", &keys.print), ("commit.gpgsign", "true")] {
        office.git(ANA, "2026-01-09", &["config", name, value]);
    }
    let mut approve = office.program(env!("CARGO_BIN_EXE_clausebook"), ANA, "2026-01-09");
    let done = approve.args(["approve", "POL-001"]).env("GNUPGHOME", keys.folder.path()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // Git takes it as well.
    let mut verify = office.program("git", BEN, "2026-01-11");
    let verified = verify.args(["verify-commit", "HEAD"]).env("GNUPGHOME", keys.folder.path()).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

fn approval(office: &Office, words: &[&str]) -> Value {
    let words = [&["history", "POL-001", "--format", "json"], words].concat();
    let history: Value = serde_json::from_str(&office.says(BEN, "2026-01-11", &words, 0)).unwrap();
    history["approval"].clone()
}

#[test]
fn openpgp_keys_from_elsewhere_replace_those_of_the_repository() {
    if !can_make_keys() {
        return;
    }
    let (ana, mallory) = (Keys::of("Ana Alvarez <ana@example.org>"), Keys::of("Mallory <mallory@example.org>"));
    let public = |keys: &Keys, name: &str| {
        let file = keys.folder.path().join(name);
        std::fs::write(&file, run("gpg", keys.folder.path(), &["--batch", "--armor", "--export"])).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (of_ana, of_mallory) = (public(&ana, "public.asc"), public(&mallory, "public.asc"));
    // The repository lists no OpenPGP key: only who brings hers sees what her signature is worth.
    let office = Office::new("");
    approve(&office, &ana);
    assert_eq!(approval(&office, &[])["level"], "attested");
    assert_eq!(approval(&office, &["--keys", &of_ana])["level"], "proven");
    assert_eq!(approval(&office, &["--keys", &of_mallory])["level"], "attested");
    // What was found out with her key is not kept for whoever comes without.
    assert_eq!(approval(&office, &[])["level"], "attested");
    // The repository lists the key of Mallory as hers: her own proves, Mallory's does not, whatever people.yml says.
    let office = Office::new("");
    let people = std::fs::read_to_string(office.path().join("people.yml")).unwrap();
    office.write("people.yml", &people.replace(&key(ANA).public_line(), &format!("openpgp:{}", mallory.print)));
    office.write("keys/ana.asc", &std::fs::read_to_string(&of_mallory).unwrap());
    office.commit(BEN, "2026-01-08", "A key for Ana");
    approve(&office, &mallory);
    assert_eq!(approval(&office, &[])["level"], "proven");
    assert_eq!(approval(&office, &["--keys", &of_ana])["level"], "attested");
    assert_eq!(approval(&office, &["--keys", &of_mallory])["level"], "attested");
}

#[test]
fn a_cache_that_came_with_the_git_folder_is_left_alone_if_told_so() {
    let office = Office::new("");
    office.says(ANA, "2026-01-09", &["approve", "POL-001"], 0);
    let folder = office.path().join(".git/clausebook");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    let honest = approval(&office, &["--no-cache"]);
    assert!(!folder.exists(), "nothing is kept");
    assert_eq!(approval(&office, &[]), honest);
    // Whoever hands on the folder writes what he likes, with a sum that is right.
    let mut forged = 0;
    for file in std::fs::read_dir(&folder).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap();
        let (body, _) = bytes.split_at(bytes.len() - 64);
        let body = replaced(body, b"ana@example.org", b"cy@example.orgx");
        let body = replaced(&body, b"Ana Alvarez", b"Cy Cole And");
        forged += usize::from(body != bytes[..bytes.len() - 64]);
        let sum = Digest::of(&body).to_string();
        std::fs::write(file.path(), [body, sum.into_bytes()].concat()).unwrap();
    }
    assert!(forged > 0, "the cache holds no name to forge");
    let before = std::fs::read_dir(&folder).unwrap().count();
    assert_ne!(approval(&office, &[]), honest, "this cache can be believed, and was");
    assert_eq!(approval(&office, &["--no-cache"]), honest);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), before, "it was not touched");
}

/// Bytes with some of them in place of others of the same length.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    for at in 0..out.len().saturating_sub(from.len()) {
        if out[at..].starts_with(from) {
            out[at..at + from.len()].copy_from_slice(to);
        }
    }
    out
}
