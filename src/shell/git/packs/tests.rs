#![expect(clippy::disallowed_methods, reason = "packs are made by git, in real folders")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use git2::Oid;

use super::*;

#[test]
fn a_difference_copies_and_inserts() {
    let changes = [5, 7, 0x90, 2, 3, b'x', b'y', b'z', 0x91, 3, 2];
    assert_eq!(applied(b"abcde", &changes, 100).as_deref(), Some(&b"abxyzde"[..]));
    assert_eq!(applied(b"abcde", &changes, 6), None, "longer than wanted");
    assert_eq!(applied(b"abcd", &changes, 100), None, "another base");
    assert_eq!(applied(b"abcde", &changes[..9], 100), None, "cut off");
    assert_eq!(applied(b"abcde", &[5, 1, 0x91, 9, 1], 100), None, "beyond the end");
    assert_eq!(applied(b"abcde", &[5, 1, 0], 100), None, "a code of no meaning");
}

#[test]
fn what_is_no_pack_is_left_out() {
    assert!(Pack::new(Vec::new(), Vec::new(), 20).is_none());
    let mut index = b"\xfftOc\0\0\0\x02".to_vec();
    index.resize(8 + 1024, 0xff);
    assert!(Pack::new(index, b"PACK".to_vec(), 20).is_none());
}

fn git(folder: &Path, words: &[&str], input: &[u8]) -> Vec<u8> {
    let mut git = Command::new("git");
    git.args(words).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let mut child = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().expect("git");
    let mut to = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let feed = std::thread::spawn(move || to.write_all(&input));
    let output = child.wait_with_output().expect("an end");
    feed.join().expect("a thread").expect("all is read");
    assert!(output.status.success(), "git {words:?}");
    output.stdout
}

/// Commits that change a line here and there of two long texts, and one of a short one.
fn stream(from: usize, count: usize) -> String {
    let mut out = String::new();
    for number in from..from + count {
        let text = |name: &str| -> String {
            (0..120).map(|line| format!("{name}: line {line}, changed {}\n", (number + 119 - line) / 120 * (line % 7))).collect()
        };
        let _ = writeln!(out, "commit refs/heads/main\ncommitter A <a@b> {} +0000\ndata 2\nm", 1_700_000_000 + number);
        if number == from && from > 0 {
            out.push_str("from refs/heads/main^0\n");
        }
        for (path, text) in [("a.md", text("a")), ("b/c.md", text("b") + "and an end\n"), ("d.md", format!("{number}\n"))] {
            let _ = writeln!(out, "M 100644 inline {path}\ndata {}\n{text}", text.len());
        }
    }
    let _ = writeln!(out, "tag v{from}\nfrom refs/heads/main\ntagger A <a@b> 1700000000 +0000\ndata 2\nt\n");
    out
}

/// Reads all objects that git has, and holds each to what git says it is. Gives their number.
fn compare(folder: &Path, sha256: bool) -> usize {
    let listed = git(folder, &["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"], b"");
    let all = git(folder, &["cat-file", "--batch"], &listed);
    let packs = Packs::read(&folder.join(".git"), sha256);
    // Packs come one after the other; each in two orders, so that what is kept and what is not are both built upon.
    let (mut forward, mut rest) = (PackReader::new(&packs), all.as_slice());
    let mut found = Vec::new();
    while !rest.is_empty() {
        let line_end = rest.iter().position(|it| *it == b'\n').expect("a line");
        let line = std::str::from_utf8(&rest[..line_end]).expect("a line of words");
        let words: Vec<&str> = line.split(' ').collect();
        let size: usize = words[2].parse().expect("a size");
        let bytes = &rest[line_end + 1..line_end + 1 + size];
        rest = &rest[line_end + size + 2..];
        let format = if sha256 { git2::ObjectFormat::Sha256 } else { git2::ObjectFormat::Sha1 };
        let id = Oid::from_str_ext(words[0], format).expect("an id");
        found.push((id, words[1].to_owned(), bytes));
    }
    let mut backward = PackReader::new(&packs);
    for (reader, reverse) in [(&mut forward, false), (&mut backward, true)] {
        let mut order: Vec<_> = found.iter().collect();
        if reverse {
            order.reverse();
        }
        for (id, kind, bytes) in order {
            let (read_kind, read) = reader.read(id.as_bytes(), 1 << 20).unwrap_or_else(|| panic!("{id} is not read"));
            assert_eq!((read_kind.str(), &*read), (kind.as_str(), *bytes), "{id}");
            assert!(bytes.is_empty() || reader.read(id.as_bytes(), bytes.len() - 1).is_none_or(|it| it.1.len() == bytes.len()));
        }
    }
    assert!(forward.read(&vec![0x5a; if sha256 { 32 } else { 20 }], 1 << 20).is_none(), "an id that nothing has");
    found.len()
}

/// How many objects lie as what differs from one at a place, and from one by its id.
fn kinds(folder: &Path, sha256: bool) -> (usize, usize) {
    let packs = Packs::read(&folder.join(".git"), sha256);
    let places = packs.packs.iter().flat_map(|it| (0..it.count).map(move |at| it.data[it.offset(at).expect("a place")] >> 4 & 7));
    let kinds: Vec<u8> = places.collect();
    let count = |kind| kinds.iter().filter(|it| **it == kind).count();
    (count(6), count(7))
}

/// The longest chain of differences.
fn longest_chain(folder: &Path) -> usize {
    let names = fs::read_dir(folder.join(".git/objects/pack")).expect("packs").flatten().map(|it| it.path());
    let index = names
        .filter(|it| it.extension().is_some_and(|it| it == "idx"))
        .max_by_key(|it| fs::metadata(it).map_or(0, |it| it.len()));
    let index = index.expect("a pack").display().to_string();
    let said = String::from_utf8(git(folder, &["verify-pack", "-v", &index], b"")).expect("words");
    let lengths = said.lines().filter_map(|it| it.strip_prefix("chain length = ")?.split(':').next()?.parse().ok());
    lengths.max().unwrap_or(0)
}

#[test]
fn packs_of_every_kind_hold_what_git_says_they_hold() {
    for sha256 in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let format = if sha256 { "--object-format=sha256" } else { "--object-format=sha1" };
        git(folder, &["init", "--quiet", "--initial-branch=main", format], b"");
        for (from, count) in [(0, 120), (120, 80), (200, 60)] {
            let words = ["-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--force"];
            git(folder, &words, stream(from, count).as_bytes());
        }
        let packs = || Packs::read(&folder.join(".git"), sha256).packs.len();
        assert_eq!(packs(), 3, "several packs, as pushes leave them");
        let all = compare(folder, sha256);
        assert!(all > 1_200, "{all}");
        git(folder, &["multi-pack-index", "write"], b"");
        assert_eq!(compare(folder, sha256), all);
        // Long chains, by place and by id.
        let deep = ["repack", "-a", "-d", "-f", "-q", "--depth=200", "--window=250"];
        git(folder, &deep, b"");
        assert_eq!((packs(), compare(folder, sha256)), (1, all));
        let (by_place, by_id) = kinds(folder, sha256);
        assert!(by_place > 300 && by_id == 0 && longest_chain(folder) > 60, "{by_place}, {by_id}, {}", longest_chain(folder));
        git(folder, &[&["-c", "repack.useDeltaBaseOffset=false"][..], &deep].concat(), b"");
        assert_eq!(compare(folder, sha256), all);
        let (by_place, by_id) = kinds(folder, sha256);
        assert!(by_id > 300 && by_place == 0 && longest_chain(folder) > 60, "{by_place}, {by_id}");
    }
}
