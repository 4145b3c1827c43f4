//! A site to a folder: the old site or the new one, whole, whatever happens; and never a folder that is not ours.
#![expect(clippy::disallowed_methods, reason = "these tests are about real files and killed processes")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clausebook::base::{Digest, RepoPath, SitePath};
use clausebook::pipeline::site::{Content, KeptParts, SiteFile, Sum};
use clausebook::shell::{self, Destination, MARKER, OutputRefused, Written};
use clausebook::source::ToolId;
use tempfile::TempDir;

/// A folder with an SMS in `sms`; the output folder is `sms/site` unless a test says otherwise.
struct Desk {
    folder: TempDir,
    version: &'static str,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sms")).unwrap();
        Self { folder, version: "1" }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, files: &[SiteFile]) -> Written {
        self.write_to(&self.path("sms/site"), files).unwrap()
    }

    fn write_to(&self, out: &Path, files: &[SiteFile]) -> anyhow::Result<Written> {
        let tool = ToolId { name: String::from("clausebook"), version: String::from(self.version) };
        shell::write(&Destination { out, root: &self.path("sms"), tool: &tool }, files, &KeptParts::default())
    }

    fn refusal(&self, out: &str) -> OutputRefused {
        let before = tree(self.folder.path());
        let error = self.write_to(&self.path(out), &[page("index.html", "x")]).unwrap_err();
        assert_eq!(tree(self.folder.path()), before, "a refusal writes nothing");
        error.downcast::<OutputRefused>().unwrap()
    }

    fn site(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path("sms/site"))
    }
}

/// Every file below a folder with its bytes; folders end in `/`, links in `@`.
/// A digest that is known.
fn sum(of: &[u8]) -> Option<Sum> {
    let digest = Digest::of(of);
    Some(Arc::new(move || digest))
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let kind = entry.file_type();
        if kind.is_dir() {
            found.insert(name + "/", Vec::new());
        } else if kind.is_symlink() {
            found.insert(name + "@", Vec::new());
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    found
}

fn page(path: &str, text: &str) -> SiteFile {
    let text = text.to_owned();
    SiteFile::made(SitePath::new(path), sum(text.as_bytes()), move || Content::Bytes(text.clone().into()))
}

fn copy(path: &str, from: &str) -> SiteFile {
    SiteFile::copy(SitePath::new(path), Content::File(RepoPath::new(from).unwrap()))
}

fn written(made: usize, kept: usize, removed: usize, bytes: u64) -> Written {
    Written { made, kept, removed, bytes }
}

#[test]
fn writes_what_is_planned_and_nothing_else() {
    let desk = Desk::new();
    fs::write(desk.path("sms/scan.pdf"), b"%PDF").unwrap();
    let files = [page("index.html", "home"), page("documents/a.html", "a"), copy("files/scan.pdf", "scan.pdf")];
    assert_eq!(desk.write(&files), written(3, 0, 0, 9));
    let site = desk.site();
    let names: Vec<&str> = site.keys().map(String::as_str).collect();
    assert_eq!(names, [MARKER, "documents/", "documents/a.html", "files/", "files/scan.pdf", "index.html"]);
    assert_eq!(site["files/scan.pdf"], b"%PDF");
    let marker = String::from_utf8(site[MARKER].clone()).unwrap();
    assert!(marker.starts_with("clausebook-site 1\n") && !marker.contains(desk.folder.path().to_str().unwrap()), "{marker}");
    assert_eq!(fs::read_dir(desk.path("sms")).unwrap().count(), 2, "nothing is left beside the site");
}

#[test]
fn unchanged_files_are_neither_made_nor_written() {
    let desk = Desk::new();
    let made = Arc::new(AtomicUsize::new(0));
    let counted = |path: &str, text: &'static str| {
        let made = Arc::clone(&made);
        SiteFile::made(SitePath::new(path), sum(text.as_bytes()), move || {
            made.fetch_add(1, Ordering::Relaxed);
            Content::Bytes(text.into())
        })
    };
    desk.write(&[counted("a.html", "a"), counted("b.html", "b"), counted("c.html", "c")]);
    let marks_work = cfg!(unix) && xattr_works(&desk.path("sms"));
    let time = |name: &str| fs::metadata(desk.path("sms/site").join(name)).unwrap().modified().unwrap();
    let before = time("a.html");
    made.store(0, Ordering::Relaxed);
    assert_eq!(desk.write(&[counted("a.html", "a"), counted("b.html", "B")]), written(1, 1, 1, 2));
    assert_eq!(time("a.html"), before);
    assert_eq!(made.load(Ordering::Relaxed), if marks_work { 1 } else { 2 });
    assert_eq!(desk.site().len(), 3);
    let folder_before = time(".");
    assert_eq!(desk.write(&[counted("a.html", "a"), counted("b.html", "B")]), written(0, 2, 0, 2));
    assert_eq!(time("."), folder_before, "an unchanged site is left alone");
}

fn xattr_works(folder: &Path) -> bool {
    #[cfg(unix)]
    return fs::File::open(folder)
        .is_ok_and(|it| rustix::fs::fsetxattr(it, "user.clausebook-test", b"1", rustix::fs::XattrFlags::empty()).is_ok());
    #[cfg(not(unix))]
    {
        let _ = folder;
        false
    }
}

#[test]
fn the_same_site_comes_out_whatever_was_there_before() {
    let new = || [page("index.html", "new"), page("same.html", "same"), page("deep/er/x.html", "x")];
    let fresh = Desk::new();
    fresh.write(&new());
    let over_old = Desk::new();
    over_old.write(&[page("index.html", "old"), page("same.html", "same"), page("deep", "a file where a folder comes")]);
    over_old.write(&new());
    assert_eq!(fresh.site(), over_old.site());
    let other_order = Desk::new();
    let mut files: Vec<_> = new().into();
    files.reverse();
    other_order.write(&files);
    assert_eq!(fresh.site(), other_order.site());
}

#[test]
fn damage_is_mended() {
    let desk = Desk::new();
    let files = [page("a.html", "right"), page("b.html", "right"), page("c.html", "right")];
    desk.write(&files);
    let whole = desk.site();
    // Same size, so that only the bytes tell.
    fs::write(desk.path("sms/site/a.html"), "wrong").unwrap();
    fs::remove_file(desk.path("sms/site/b.html")).unwrap();
    fs::write(desk.path("sms/site/c.html"), "").unwrap();
    assert_eq!(desk.write(&files), written(3, 0, 0, 15));
    assert_eq!(desk.site(), whole);
}

#[test]
fn another_version_of_the_tool_makes_everything_anew() {
    let mut desk = Desk::new();
    let one =
        |text: &'static str| [SiteFile::made(SitePath::new("a.html"), sum(b"same inputs"), move || Content::Bytes(text.into()))];
    desk.write(&one("old look"));
    desk.version = "2";
    assert_eq!(desk.write(&one("new look")), written(1, 0, 0, 8));
    assert_eq!(desk.site()["a.html"], b"new look");
}

#[test]
fn a_provisional_page_is_made_every_time() {
    let desk = Desk::new();
    let one =
        |text: &'static str| [SiteFile::made(SitePath::new("a.html"), sum(b"same"), move || Content::Provisional(text.into()))];
    desk.write(&one("fallback"));
    assert_eq!(desk.write(&one("fallback")), written(0, 1, 0, 8));
    assert_eq!(desk.write(&one("mended!!")), written(1, 0, 0, 8));
}

/// A pull request may bring an output folder whose list says that its evil page was made from the right inputs.
#[cfg(unix)]
#[test]
fn a_committed_site_is_not_believed() {
    let desk = Desk::new();
    let files = [page("index.html", "good"), page("other.html", "other")];
    desk.write(&files);
    let whole = desk.site();
    let site = desk.path("sms/site");
    let marker = String::from_utf8(whole[MARKER].clone()).unwrap();
    let forged = marker.replace(&format!("{} 4", Digest::of(b"good")), &format!("{} 4", Digest::of(b"evil")));
    assert_ne!(forged, marker);
    // Checked out over the folder that is there.
    fs::write(site.join("index.html"), "evil").unwrap();
    fs::write(site.join(MARKER), &forged).unwrap();
    desk.write(&files);
    assert_eq!(desk.site(), whole);
    // Checked out where nothing was.
    fs::remove_dir_all(&site).unwrap();
    fs::create_dir(&site).unwrap();
    for (name, bytes) in [("index.html", "evil"), ("other.html", "other"), (MARKER, &forged)] {
        fs::write(site.join(name), bytes).unwrap();
    }
    desk.write(&files);
    assert_eq!(desk.site(), whole);
}

#[test]
fn attachments_are_compared_by_their_bytes() {
    let desk = Desk::new();
    fs::write(desk.path("sms/a.bin"), "one").unwrap();
    desk.write(&[copy("files/a.bin", "a.bin")]);
    assert_eq!(desk.write(&[copy("files/a.bin", "a.bin")]), written(0, 1, 0, 3));
    fs::write(desk.path("sms/a.bin"), "two").unwrap();
    assert_eq!(desk.write(&[copy("files/a.bin", "a.bin")]), written(1, 0, 0, 3));
    assert_eq!(desk.site()["files/a.bin"], b"two");
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let desk = Desk::new();
    let is = |out: &str, wanted: fn(&OutputRefused) -> bool| {
        let why = desk.refusal(out);
        assert!(wanted(&why) && !why.to_string().is_empty() && !why.remedy().is_empty(), "{out}: {why:?}");
    };
    fs::create_dir_all(desk.path("full")).unwrap();
    fs::write(desk.path("full/thesis.txt"), "the only copy").unwrap();
    fs::write(desk.path("file"), "x").unwrap();
    is("full", |why| matches!(why, OutputRefused::NotOurs(_)));
    is("file", |why| matches!(why, OutputRefused::NotAFolder(_)));
    is("sms", |why| matches!(why, OutputRefused::HoldsTheSms(_)));
    is("full/../sms", |why| matches!(why, OutputRefused::HoldsTheSms(_)));
    is("", |why| matches!(why, OutputRefused::HoldsTheSms(_)));
    is("sms/..", |why| matches!(why, OutputRefused::NoName(_)));
    is("none/../sms", |why| matches!(why, OutputRefused::NoName(_)));
    desk.write(&[page("index.html", "x")]);
    fs::write(desk.path("sms/site/CNAME"), "sms.example").unwrap();
    is("sms/site", |why| matches!(why, OutputRefused::ForeignFile(_, name) if name == "CNAME"));
    fs::remove_file(desk.path("sms/site/CNAME")).unwrap();
    fs::write(desk.path("sms/site/.DS_Store"), "x").unwrap();
    desk.write(&[page("index.html", "y")]);
    fs::write(desk.path("sms/site").join(MARKER), "clausebook-site 2\n").unwrap();
    is("sms/site", |why| matches!(why, OutputRefused::UnreadableMarker(_)));
}

#[test]
fn empty_new_and_outer_folders_are_fine() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).unwrap();
    for out in ["empty", "new/and/deep", "sms/build/site", "sms/../beside"] {
        desk.write_to(&desk.path(out), &[page("index.html", "x")]).unwrap();
        assert!(desk.path(out).join("index.html").exists(), "{out}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_refused() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    fs::create_dir(desk.path("precious")).unwrap();
    symlink(desk.path("precious"), desk.path("sms/site")).unwrap();
    symlink(desk.path("precious"), desk.path("sms/build")).unwrap();
    symlink("nowhere", desk.path("sms/dangling")).unwrap();
    for out in ["sms/site", "sms/build/site", "sms/dangling", "sms/dangling/site"] {
        assert!(matches!(desk.refusal(out), OutputRefused::Link(_)), "{out}");
    }
    assert_eq!(tree(&desk.path("precious")), BTreeMap::new());
}

#[cfg(unix)]
#[test]
fn an_attachment_that_became_a_link_is_not_copied() {
    let desk = Desk::new();
    desk.write(&[page("index.html", "old")]);
    let before = tree(&desk.path("sms"));
    fs::write(desk.path("secret"), "secret").unwrap();
    std::os::unix::fs::symlink(desk.path("secret"), desk.path("sms/a.bin")).unwrap();
    std::os::unix::fs::symlink(desk.folder.path(), desk.path("sms/folder")).unwrap();
    for from in ["a.bin", "folder/secret"] {
        let files = [page("index.html", "new"), copy("files/a.bin", from)];
        let error = desk.write_to(&desk.path("sms/site"), &files).unwrap_err();
        assert!(format!("{error:#}").contains("symbolic link"), "{error:#}");
    }
    fs::remove_file(desk.path("sms/a.bin")).unwrap();
    fs::remove_file(desk.path("sms/folder")).unwrap();
    assert_eq!(tree(&desk.path("sms")), before);
}

#[test]
fn two_files_at_one_address_are_an_error() {
    let desk = Desk::new();
    for (one, other) in [("a.html", "a.html"), ("A.html", "a.html"), (MARKER, "b.html")] {
        assert!(desk.write_to(&desk.path("sms/site"), &[page(one, "1"), page(other, "2")]).is_err(), "{one} {other}");
    }
    assert!(!desk.path("sms/site").exists());
}

#[test]
fn left_over_folders_of_dead_builds_are_removed_and_others_are_not() {
    let desk = Desk::new();
    desk.write(&[page("index.html", "old")]);
    let ours = desk.path("sms/.site.clausebook-new-4711");
    fs::create_dir_all(ours.join("documents")).unwrap();
    fs::write(ours.join(MARKER), "clausebook-site 1 unfinished\n").unwrap();
    fs::create_dir(desk.path("sms/.site.clausebook-new-4712")).unwrap();
    let others = ["sms/.site.clausebook-new-notes", "sms/.other.clausebook-new-1", "sms/.site"];
    for other in others {
        fs::create_dir(desk.path(other)).unwrap();
    }
    desk.write(&[page("index.html", "new")]);
    let names: BTreeSet<String> =
        fs::read_dir(desk.path("sms")).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    let expected = [".other.clausebook-new-1", ".site", ".site.clausebook-new-notes", "site"];
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn a_site_that_was_put_aside_comes_back() {
    let desk = Desk::new();
    desk.write(&[page("index.html", "old")]);
    fs::rename(desk.path("sms/site"), desk.path("sms/.site.clausebook-old-4711")).unwrap();
    assert!(desk.write_to(&desk.path("sms/site"), &[copy("a", "missing")]).is_err());
    assert_eq!(desk.site()["index.html"], b"old");
}

#[test]
fn builds_at_the_same_time_do_not_mix() {
    let desk = Desk::new();
    let versions = ["one", "two", "three", "four"];
    let sites = Mutex::new(BTreeSet::new());
    for text in versions {
        desk.write(&many(text, 30));
        sites.lock().unwrap().insert(desk.site());
    }
    std::thread::scope(|scope| {
        for text in versions {
            let desk = &desk;
            scope.spawn(move || {
                for _ in 0..5 {
                    desk.write(&many(text, 30));
                }
            });
        }
    });
    assert!(sites.lock().unwrap().contains(&desk.site()));
    assert_eq!(fs::read_dir(desk.path("sms")).unwrap().count(), 1);
}

/// A site in which every other page has the text; the rest is the same in all.
fn many(text: &str, count: usize) -> Vec<SiteFile> {
    let one = |at: usize| {
        let text = if at.is_multiple_of(2) { format!("{text} {at}\n").repeat(200) } else { format!("same {at}\n").repeat(200) };
        let path = SitePath::new(&format!("part-{}/page-{at}.html", at % 5));
        SiteFile::made(path, sum(text.as_bytes()), move || Content::Bytes(text.clone().into()))
    };
    (0..count).map(one).collect()
}

/// What the tests below start in a process of its own: writes the site named by a variable, for ever or once.
#[test]
fn child() {
    let Ok(job) = std::env::var("CLAUSEBOOK_TEST_WRITE") else { return };
    let (folder, text) = job.split_once('|').unwrap();
    let tool = ToolId { name: String::from("clausebook"), version: String::from("1") };
    let to = Destination { out: &Path::new(folder).join("site"), root: Path::new(folder), tool: &tool };
    shell::write(&to, &many(text, 200), &KeptParts::default()).unwrap();
}

#[cfg(target_os = "linux")]
mod processes {
    use std::process::{Command, Stdio};
    use std::time::Instant;

    use super::*;

    fn child(folder: &Path, text: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "write::child"]).env("CLAUSEBOOK_TEST_WRITE", format!("{}|{text}", folder.display()));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    #[test]
    fn a_killed_build_leaves_the_old_or_the_new_site() {
        let desk = Desk::new();
        let sms = desk.path("sms");
        let site_of = |text: &str| {
            assert!(child(&sms, text).status().unwrap().success());
            desk.site()
        };
        let (new, old) = (site_of("new"), site_of("old"));
        let start = Instant::now();
        let _warm = (site_of("new"), site_of("old"));
        let whole_run = start.elapsed() / 2;
        let (mut stayed, mut came) = (0, 0);
        let mut at_work = false;
        for round in 0..50_u32 {
            let next = if round % 2 == 0 { "new" } else { "old" };
            let mut running = child(&sms, next).spawn().unwrap();
            // Spread over a run and a little beyond, in an order that alternates early and late.
            std::thread::sleep(whole_run * (round * 7 % 50) / 40);
            running.kill().unwrap();
            running.wait().unwrap();
            let site = desk.site();
            assert!(site == old || site == new, "round {round}: the site is neither the old one nor the new one");
            at_work |= fs::read_dir(&sms).unwrap().count() > 1;
            if (site == new) == (next == "new") { came += 1 } else { stayed += 1 }
        }
        assert!(at_work && stayed > 0 && came > 0, "killed at all stages: {stayed} stayed, {came} came");
        assert_eq!(site_of("new"), new);
        assert_eq!(fs::read_dir(&sms).unwrap().count(), 1, "the next build removes what dead ones left");
    }

    /// The same through the program, from reading to exchanging.
    #[test]
    fn a_killed_program_leaves_the_old_or_the_new_site() {
        let desk = Desk::new();
        let sms = desk.path("sms");
        let site = || {
            let site = tree(&sms.join("site"));
            assert!(site.contains_key("index.html"));
            site
        };
        let start_build = |title: &str| {
            fs::write(sms.join("clausebook.yml"), format!("organization: Q\ntitle: {title}\n")).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
            command.args(["build", "--as-of", "2026-07-01", "--quiet", "--out"]).arg(sms.join("site")).arg(&sms);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        for at in 0..30 {
            let text = format!("---\nid: DOC-{at}\ntitle: Document {at}\ntype: manual\n---\n\nSee [[DOC-{}]].\n", (at + 1) % 30);
            fs::write(sms.join(format!("doc-{at}.md")), text).unwrap();
        }
        let whole = |title: &str| {
            let start = Instant::now();
            start_build(title).wait().unwrap();
            (site(), start.elapsed())
        };
        let (new, _) = whole("new");
        let (old, whole_run) = whole("old");
        assert_ne!(new, old);
        for round in 0..12_u32 {
            let mut running = start_build(if round % 2 == 0 { "new" } else { "old" });
            std::thread::sleep(whole_run * (round * 5 % 12 + 1) / 11);
            running.kill().unwrap();
            running.wait().unwrap();
            let site = site();
            assert!(site == old || site == new, "round {round}: the site is neither the old one nor the new one");
        }
        assert_eq!(whole("new").0, new);
    }

    #[test]
    fn a_full_disk_leaves_the_old_site() {
        let desk = Desk::new();
        let sms = desk.path("sms");
        assert!(child(&sms, "old").status().unwrap().success());
        let before = tree(&sms);
        // With the signal ignored, writing beyond the limit of a file's size fails as on a full disk. The marker is the largest file.
        for blocks in ["1", "16"] {
            let mut limited = Command::new("sh");
            limited.args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"", blocks]);
            let command = child(&sms, "new");
            limited
                .arg(command.get_program())
                .args(command.get_args())
                .envs(command.get_envs().filter_map(|(k, v)| Some((k, v?))));
            let output = limited.output().unwrap();
            assert!(!output.status.success());
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("cannot be written"), "{said}");
            assert_eq!(tree(&sms), before, "limit of {blocks} blocks");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_an_error() {
        // Root may write anywhere but here.
        let out = Path::new("/proc/clausebook-site");
        let desk = Desk::new();
        let error = desk.write_to(out, &[page("index.html", "x")]).unwrap_err();
        assert!(error.downcast_ref::<OutputRefused>().is_none(), "{error:#}");
    }

    #[test]
    fn what_cannot_be_exchanged_says_so() {
        // Without the right to mount, as in most sandboxes, there is nothing to see here.
        let desk = Desk::new();
        fs::create_dir(desk.path("sms/site")).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "none"]).arg(desk.path("sms/site")).output();
        if !mounted.is_ok_and(|it| it.status.success()) {
            return;
        }
        let error = desk.write_to(&desk.path("sms/site"), &[page("index.html", "x")]).unwrap_err();
        let unmounted = Command::new("umount").arg(desk.path("sms/site")).status().unwrap();
        assert!(unmounted.success() && format!("{error:#}").contains("mount point"), "{error:#}");
        assert_eq!(fs::read_dir(desk.path("sms")).unwrap().count(), 1);
    }
}
