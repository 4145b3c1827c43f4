//! A folder to inputs: what is read, what is left out, and that nothing outside is ever looked at.
#![expect(clippy::disallowed_methods, reason = "these tests are about real files")]

use std::fs;
use std::path::{Path, PathBuf};

use clausebook::base::{Date, RepoPath, blob_id};
use clausebook::shell::{Gather, Kept, MARKER, NotAnSms, Since, gather, gather_again};
use clausebook::source::{Inputs, Skipped, ToolId};
use proptest::collection::vec;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::laws::cases;

const MAIN: &str = "organization: Q\ntitle: T\n";

/// Writes files below a folder.
pub(crate) fn write_files<'a>(root: &Path, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) {
    for (path, bytes) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

pub(crate) fn request(root: &Path) -> Gather {
    let tool = ToolId { name: String::from("clausebook"), version: String::from("0.0.0") };
    Gather {
        root: root.to_owned(),
        today: Date::new(2026, 7, 1).unwrap(),
        as_of: None,
        tool,
        ignore: Vec::new(),
        git: false,
        cache: false,
        keys: None,
    }
}

fn sms(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path(), [("clausebook.yml", MAIN.as_bytes())].into_iter().chain(files.iter().copied()));
    folder
}

fn read(folder: &TempDir) -> Inputs {
    gather(&request(folder.path())).unwrap()
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs.snapshot.files.keys().map(RepoPath::as_str).collect()
}

fn skipped(inputs: &Inputs) -> Vec<(&str, Skipped)> {
    inputs.snapshot.skipped.iter().map(|(path, why)| (path.as_str(), *why)).collect()
}

fn text<'a>(inputs: &'a Inputs, path: &str) -> Option<&'a str> {
    inputs.text(&RepoPath::new(path).unwrap()).map(|text| &**text)
}

#[test]
fn reads_texts_and_lists_attachments() {
    let folder = sms(&[
        ("policies/a.md", b"# A\n"),
        ("policies/compose.yml", b"a: 1"),
        ("people.yml", b"roles: {}"),
        ("frameworks/own.yaml", b"standard: {}"),
        ("keys/allowed_signers", b"# nobody"),
        ("keys/ana.asc", b"a key"),
        ("keys/ana.key", b"a secret"),
        ("keys/ana.pub", b"a key"),
        ("theme/css/own.css", b"a {}"),
        ("theme/fonts/own.woff2", b"\xff\xfe"),
        ("plan.svg", b"<svg/>"),
        ("scan.pdf", b"%PDF\xff"),
    ]);
    let inputs = read(&folder);
    let expected = [
        "clausebook.yml",
        "frameworks/own.yaml",
        "keys/allowed_signers",
        "keys/ana.asc",
        "keys/ana.key",
        "keys/ana.pub",
        "people.yml",
        "plan.svg",
        "policies/a.md",
        "policies/compose.yml",
        "scan.pdf",
        "theme/css/own.css",
        "theme/fonts/own.woff2",
    ];
    assert_eq!(paths(&inputs), expected);
    assert_eq!(skipped(&inputs), []);
    let keys = ["keys/allowed_signers", "keys/ana.asc", "keys/ana.pub", "keys/ana.key"].map(|it| text(&inputs, it));
    assert_eq!(keys, [Some("# nobody"), Some("a key"), Some("a key"), None]);
    assert_eq!(text(&inputs, "policies/a.md"), Some("# A\n"));
    for read in ["people.yml", "frameworks/own.yaml", "theme/css/own.css", "plan.svg"] {
        assert!(text(&inputs, read).is_some(), "{read}");
    }
    for unread in ["policies/compose.yml", "scan.pdf", "theme/fonts/own.woff2"] {
        assert_eq!(text(&inputs, unread), None, "{unread}");
    }
    let scan = &inputs.snapshot.files[&RepoPath::new("scan.pdf").unwrap()];
    assert_eq!((&scan.blob, scan.size), (&blob_id(b"%PDF\xff"), 5));
}

#[test]
fn leaves_out_hidden_and_made_folders() {
    let site = format!("_site/{MARKER}");
    let folder = sms(&[
        (".git/config", b"x"),
        (".hidden.md", b"x"),
        ("node_modules/a/readme.md", b"x"),
        ("target/CACHEDIR.TAG", b"Signature: 8a477f597d28d172789f06886806bc55"),
        ("target/doc.md", b"x"),
        ("plans/target/model.md", b"a target operating model"),
        (&site, b"clausebook-site 1"),
        ("_site/page.md", b"x"),
        ("out/page.md", b"x"),
    ]);
    let mut request = request(folder.path());
    request.ignore = vec![folder.path().join("plans/../out"), PathBuf::from("/nowhere/at/all")];
    let inputs = gather(&request).unwrap();
    assert_eq!(paths(&inputs), ["clausebook.yml", "plans/target/model.md"]);
    assert_eq!(skipped(&inputs), []);
}

#[test]
fn says_what_it_could_not_read() {
    let big = vec![b'x'; (1 << 20) + 1];
    let folder = sms(&[("big.md", &big), ("latin.md", b"gr\xfc\xdf"), ("latin.pdf", b"gr\xfc\xdf"), ("big.pdf", &big)]);
    let inputs = read(&folder);
    assert_eq!(skipped(&inputs), [("big.md", Skipped::TooLarge(1 << 20)), ("latin.md", Skipped::NotUtf8(2))]);
    assert_eq!(paths(&inputs), ["big.pdf", "clausebook.yml", "latin.pdf"]);
}

#[test]
fn limits_and_exclusions_come_from_the_settings() {
    let main = b"organization: Q\ntitle: T\nexclude: ['old/**']\nlimits: {file_size: 10 B, attachment_size: 20 B}\n";
    let folder = sms(&[("clausebook.yml", main), ("a.md", b"0123456789"), ("b.md", b"0123456789+"), ("c.pdf", &[b'x'; 21])]);
    write_files(folder.path(), [("old/d.md", &[b'x'; 50][..])]);
    let inputs = read(&folder);
    assert_eq!(skipped(&inputs), [("b.md", Skipped::TooLarge(10)), ("c.pdf", Skipped::TooLarge(20))]);
    assert_eq!(paths(&inputs), ["a.md", "clausebook.yml"]);
}

#[test]
fn odd_bytes_are_not_errors() {
    let folder = sms(&[("nul.md", b"a\0b"), ("bom.md", b"\xef\xbb\xbf# A"), ("crlf.md", b"# A\r\n\r\nb\r\n"), ("empty.md", b"")]);
    let inputs = read(&folder);
    assert_eq!(skipped(&inputs), []);
    assert_eq!(text(&inputs, "nul.md"), Some("a\0b"));
    assert_eq!(text(&inputs, "bom.md"), Some("\u{feff}# A"));
    assert_eq!(text(&inputs, "empty.md"), Some(""));
}

#[test]
fn a_folder_that_is_no_sms_is_named_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let why = |root: &Path| gather(&request(root)).unwrap_err().downcast::<NotAnSms>().unwrap();
    assert_eq!(why(folder.path()), NotAnSms::NoMainFile(folder.path().to_owned()));
    let nowhere = folder.path().join("nowhere");
    assert_eq!(why(&nowhere), NotAnSms::NoFolder(nowhere.clone()));
    fs::create_dir(folder.path().join("clausebook.yml")).unwrap();
    assert_eq!(why(folder.path()), NotAnSms::MainFileIsNoFile(folder.path().to_owned()));
}

#[test]
fn a_broken_main_file_is_the_authors_mistake() {
    let broken: [&[u8]; 3] = [b"organization: [", b"title: gr\xfc", &vec![b'#'; 2 << 20]];
    for main in broken {
        let folder = sms(&[("clausebook.yml", main), ("a.md", b"# A")]);
        assert!(paths(&read(&folder)).contains(&"a.md"));
    }
}

#[test]
fn depth_is_limited() {
    let folder = sms(&[]);
    let deep = "d/".repeat(63) + "a.md";
    write_files(folder.path(), [(deep.as_str(), &b"x"[..])]);
    assert_eq!(paths(&read(&folder)).len(), 2);
    let deeper = "d/".repeat(65) + "a.md";
    write_files(folder.path(), [(deeper.as_str(), &b"x"[..])]);
    let error = gather(&request(folder.path())).unwrap_err();
    assert!(error.to_string().contains("nested more than 64 deep"), "{error}");
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_never_followed() {
        let outside = tempfile::tempdir().unwrap();
        write_files(outside.path(), [("secret.md", &b"secret"[..])]);
        let folder = sms(&[("policies/a.md", b"# A")]);
        symlink(outside.path(), folder.path().join("folder")).unwrap();
        symlink(outside.path().join("secret.md"), folder.path().join("policies/b.md")).unwrap();
        symlink("a.md", folder.path().join("policies/c.md")).unwrap();
        symlink("nowhere", folder.path().join("policies/d.md")).unwrap();
        symlink(folder.path(), folder.path().join("loop")).unwrap();
        let inputs = read(&folder);
        assert_eq!(paths(&inputs), ["clausebook.yml", "policies/a.md"]);
        let links = ["folder", "loop", "policies/b.md", "policies/c.md", "policies/d.md"];
        assert_eq!(skipped(&inputs), links.map(|path| (path, Skipped::SymbolicLink)));
    }

    #[test]
    fn a_linked_main_file_is_refused() {
        let outside = tempfile::tempdir().unwrap();
        write_files(outside.path(), [("clausebook.yml", MAIN.as_bytes())]);
        let folder = tempfile::tempdir().unwrap();
        symlink(outside.path().join("clausebook.yml"), folder.path().join("clausebook.yml")).unwrap();
        let error = gather(&request(folder.path())).unwrap_err().downcast::<NotAnSms>().unwrap();
        assert_eq!(error, NotAnSms::MainFileIsNoFile(folder.path().to_owned()));
    }

    #[test]
    fn a_root_that_the_user_named_by_a_link_is_fine() {
        let folder = sms(&[("a.md", b"# A")]);
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("link");
        symlink(folder.path(), &link).unwrap();
        assert_eq!(paths(&gather(&request(&link)).unwrap()), ["a.md", "clausebook.yml"]);
    }

    #[test]
    fn bad_names_and_odd_files_are_reported_not_opened() {
        let folder = sms(&[("back\\slash.md", b"x"), ("line\nbreak.md", b"x"), ("bad\\folder/in.md", b"x")]);
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.md")), "x").unwrap();
        // Opened, it would block for ever: nobody writes to it.
        assert!(std::process::Command::new("mkfifo").arg(folder.path().join("pipe.md")).status().unwrap().success());
        let inputs = read(&folder);
        let expected = [
            ("back\u{fffd}slash.md", Skipped::BadName),
            ("bad\u{fffd}folder", Skipped::BadName),
            ("line\u{fffd}break.md", Skipped::BadName),
            ("pipe.md", Skipped::Unreadable),
            ("\u{fffd}.md", Skipped::BadName),
        ];
        assert_eq!(skipped(&inputs), expected);
        assert_eq!(paths(&inputs), ["clausebook.yml"]);
    }

    #[test]
    fn what_the_system_refuses_is_reported() {
        let folder = sms(&[("a.md", b"x"), ("closed/b.md", b"x")]);
        let close = |path: &str, mode| fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
        close("a.md", 0o000);
        close("closed", 0o000);
        let may_read_anything = fs::read(folder.path().join("a.md")).is_ok();
        let inputs = read(&folder);
        close("closed", 0o755);
        if !may_read_anything {
            assert_eq!(skipped(&inputs), [("a.md", Skipped::Unreadable), ("closed", Skipped::Unreadable)]);
        }
    }
}

/// Does something to a folder, and says at which paths, as a system that is asked to tell of changes would.
fn stir(root: &Path, what: u8, at: u8, round: usize) -> Vec<PathBuf> {
    let file = root.join(format!("d{}/f{}.md", at % 2, at % 3));
    let folder = file.parent().unwrap().to_owned();
    let other = root.join(format!("e{at}"));
    match what {
        0 => {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, format!("# {round}\n")).unwrap();
            vec![folder, file]
        }
        1 => {
            let _none = fs::remove_file(&file);
            vec![file]
        }
        2 => {
            // As an editor saves: a new file in the place of the old one.
            fs::create_dir_all(&folder).unwrap();
            let new = file.with_extension("md~");
            fs::write(&new, format!("# {round}\n")).unwrap();
            fs::rename(&new, &file).unwrap();
            vec![new, file, folder]
        }
        3 => {
            let _none = fs::rename(&folder, &other);
            vec![folder, other]
        }
        4 => {
            let _none = fs::remove_dir_all(&folder);
            vec![folder]
        }
        5 => {
            let _none = fs::remove_file(root.join("clausebook.yml"));
            vec![root.join("clausebook.yml")]
        }
        6 => {
            fs::write(root.join("clausebook.yml"), format!("{MAIN}exclude: ['d{}/**']\n", at % 2)).unwrap();
            vec![root.join("clausebook.yml")]
        }
        7 => {
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("CACHEDIR.TAG"), "").unwrap();
            vec![folder.join("CACHEDIR.TAG")]
        }
        _ => {
            fs::write(root.join("clausebook.yml"), MAIN).unwrap();
            vec![root.join("clausebook.yml")]
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_folder_that_is_read_again_where_it_changed_is_the_one_read_anew(steps in vec((0..9_u8, 0..6_u8), 1..24)) {
        let folder = sms(&[("d0/f0.md", b"# A\n")]);
        let root = folder.path().canonicalize().unwrap();
        let (request, mut kept) = (request(&root), Kept::default());
        gather_again(&request, &mut kept, &Since::Anything).unwrap();
        for (round, (what, at)) in steps.into_iter().enumerate() {
            let paths = stir(&root, what, at, round);
            let again = gather_again(&request, &mut kept, &Since::Paths(paths.into_iter().collect()));
            match (again, gather(&request)) {
                (Ok(again), Ok(anew)) => {
                    prop_assert_eq!(again.snapshot, anew.snapshot, "{} {}", what, at);
                    prop_assert_eq!(again.texts.0, anew.texts.0);
                }
                (Err(_), Err(_)) => {}
                (again, anew) => prop_assert!(false, "{} {}", again.is_ok(), anew.is_ok()),
            }
        }
    }
}
