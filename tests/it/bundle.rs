//! `clausebook bundle`: one zip, as `unzip` and `sha256sum` see it.
#![expect(clippy::disallowed_methods, reason = "programs read real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::office::{ANA, BEN, Office, document, settings};

const DAY: &str = "2026-02-03";

/// Two editions, an attachment that is committed, and one that is not.
fn office() -> Office {
    let office = Office::new("");
    office.write("clausebook.yml", &(settings("") + "rules: {clause-gap: note, missing-documented-information: note}\n"));
    office.write("plan.pdf", "%PDF-1.4 plan");
    office.write("policies/b.md", &document("POL-002", "See [the plan](../plan.pdf)."));
    office.commit(BEN, "2026-01-08", "A plan");
    office.git(BEN, "2026-01-09", &["tag", "-a", "v1", "-m", "One"]);
    office.write("policies/b.md", &document("POL-002", "See [the plan](../plan.pdf) again."));
    office.commit(BEN, "2026-01-20", "Again");
    office.git(BEN, "2026-01-21", &["tag", "-a", "v2", "-m", "Two"]);
    office.write("policies/c.md", &document("POL-003", "See [what is new](../new.pdf)."));
    office.write("new.pdf", "%PDF-1.4 new");
    office
}

fn bundle(office: &Office, words: &[&str]) -> Option<i32> {
    office.run(ANA, DAY, &[&["bundle"], words].concat()).status.code()
}

/// Unpacks into a new folder, which holds one folder.
fn unpack(zip: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["-tqq"], ["-qq"]] {
        let done = Command::new("unzip").args(arguments).arg(zip).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success(), "{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    }
    let tops: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(tops.len(), 1);
    (folder, tops[0].clone())
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = walkdir::WalkDir::new(folder).into_iter().map(|it| it.unwrap()).filter(|it| it.file_type().is_file());
    found.map(|it| (it.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(it.path()).unwrap())).collect()
}

fn check_sums(folder: &Path) -> bool {
    let done = Command::new("sha256sum").args(["--check", "--strict", "--quiet", "SHA256SUMS"]).current_dir(folder).output();
    done.unwrap().status.success()
}

#[test]
fn a_bundle_is_the_site_with_a_notice_and_sums() {
    let office = office();
    let elsewhere = tempfile::tempdir().unwrap();
    let zip = elsewhere.path().join("a.zip");
    let code = bundle(&office, &["--out", zip.to_str().unwrap()]);
    assert_eq!(code, office.run(ANA, DAY, &["build"]).status.code());
    let (_kept, top) = unpack(&zip);
    assert_eq!(top.file_name().unwrap().to_str(), Some("handbook-v2-2026-02-03"));
    assert!(check_sums(&top));

    let (mut packed, mut site) = (files(&top), files(&office.path().join("_site")));
    site.remove(".clausebook-site").unwrap();
    let sums = String::from_utf8(packed.remove("SHA256SUMS").unwrap()).unwrap();
    assert_eq!(packed.keys().collect::<Vec<_>>(), site.keys().collect::<Vec<_>>());
    assert_eq!(sums.lines().map(|it| &it[66..]).collect::<Vec<_>>(), packed.keys().collect::<Vec<_>>());
    assert!(packed.keys().any(|it| it.starts_with("data/search")) && packed.contains_key("exports/handbook.xlsx"), "{sums}");
    assert!(packed.keys().any(|it| it.starts_with("editions/v1/documents/")) && packed.keys().any(|it| it.ends_with("new.pdf")));

    let commit = office.head();
    let of_v2 = format!("<b>Offline copy</b> of edition v2, commit {}, made on 3 Feb 2026.", &commit[..10]);
    let of_draft = format!("<b>Offline copy</b> of the working tree on commit {}, made on 3 Feb 2026.", &commit[..10]);
    for (path, bytes) in packed {
        let (here, there) = (String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&site[&path]).into_owned());
        if !path.ends_with(".html") {
            assert_eq!(here, there, "{path}");
            continue;
        }
        assert!(!there.contains("Offline copy") && here.contains("<b>Offline copy</b> of "), "{path}");
        assert_eq!(here.contains(&of_draft), path.starts_with("editions/draft/"), "{path}");
        if path == "index.html" || path.starts_with("editions/v2/") {
            assert!(here.contains(&of_v2), "{path}");
        }
        if path.starts_with("editions/v1/") {
            assert!(here.contains("of edition v1, commit ") && here.contains(", made on 3 Feb 2026."), "{path}");
        }
    }
    fs::write(top.join("index.html"), "other").unwrap();
    assert!(!check_sums(&top));
}

#[test]
fn the_same_handbook_gives_the_same_bytes() {
    let office = office();
    let bytes = || {
        bundle(&office, &[]).unwrap();
        fs::read(office.path().join("_bundle.zip")).unwrap()
    };
    let first = bytes();
    assert!(first == bytes(), "a bundle that lies in the folder changes the next one");
    office.write("policies/c.md", &document("POL-003", "Other."));
    assert!(first != bytes());
}

#[test]
fn a_foreign_file_stays_unless_somebody_forces_it() {
    let office = office();
    office.write("mine.zip", "mine");
    let mine = || fs::read(office.path().join("mine.zip")).unwrap();
    assert_eq!(bundle(&office, &["--out", "mine.zip"]), Some(2));
    assert_eq!(mine(), b"mine");
    assert_eq!(bundle(&office, &["--out", "policies"]), Some(2));
    let forced = bundle(&office, &["--out", "mine.zip", "--force"]);
    assert!(mine().starts_with(b"PK"), "{forced:?}");
    let first = mine();
    bundle(&office, &["--out", "mine.zip"]);
    assert!(first == mine());

    office.write("clausebook.yml", "organization: [\n");
    assert_eq!(bundle(&office, &["--out", "mine.zip"]), Some(2));
    assert!(first == mine(), "of wrong settings nothing is made");
}
