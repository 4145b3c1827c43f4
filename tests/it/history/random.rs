//! Random repositories, the same for the same number: branches, merges of every kind, moves, copies, reverts, odd names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A small generator of numbers (splitmix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Names that sort in ways git's order of trees is known for, in several alphabets, and one that is now a file, now a folder.
pub(super) const PATHS: [&str; 22] = [
    "a.md",
    "A.md",
    "d/a.md",
    "d/b.md",
    "d/e/c.md",
    "d/e/f/g.md",
    "d.md",
    "d-x.md",
    "d0.md",
    "x",
    "x/y.md",
    "x/z/w.md",
    "x.md",
    "sp ace/with more.md",
    "ä/ö.md",
    "кириллица.md",
    "日本/文書.md",
    "عربي.md",
    "quo\"te.md",
    "[glob]*.md",
    ":colon.md",
    "people.yml",
];

/// Messages whose trailers are easily read wrongly.
pub(super) const MESSAGES: [&str; 26] = [
    "title",
    "",
    "\n\n  title after blanks\n",
    "title\n\nApproved-by: Ana Prior <ana@example.org>\n",
    "title\r\n\r\nApproved-by: Ana <a@b>\r\nReviewed-by: Ben <b@c>\r\n",
    "title\n\nApproved-by: Ana <a@b>\n folded on\n\tand on\nReviewed-by: x\n",
    "title\n\nbody\n\nDocument: PRC-013\nReview-outcome: no-change",
    "title\n\nApproved-by: not one\nas this line is none\n",
    "title\n\nApproved-by: one in four\nas these\nlines\nare\nSigned-off-by: Ana <a@b>\n",
    "title\n\nwords\nwords\nwords\nwords\nSigned-off-by: Ana <a@b>\n",
    "title\n\nwords\nwords\nwords\nSigned-off-by: Ana <a@b>\n",
    "title\n\n(cherry picked from commit 0123)\nwords\nApproved-by: x\n",
    "title\n\nApproved-by: x\n---\nReviewed-by: y\n",
    "title\n\nApproved-by: x\n\n---\n\nReviewed-by: y\n",
    "title\n\nApproved-by: x\n# a comment\nReviewed-by: y\n\n# at the end\n",
    "title\n\nApproved-by: x\n\nConflicts:\n\ta.md\n\tb.md\n",
    "title\n\nApproved-by: x\n# ------------------------ >8 ------------------------\nReviewed-by: y\n",
    "Approved-by: in the title\n",
    "title\nApproved-by: in the first paragraph\n",
    "title\n\nApproved-by:no blank\nKey with blanks: x\nKey\t: y\n: none\n",
    "title\n\nhttps://example.org/path\n",
    "title\n\nApproved-by: x\n   \n\t\nReviewed-by: y\n   \n",
    "title\n\n Approved-by: indented\nReviewed-by: y\n",
    "title\n\nApproved-by:\nReviewed-by: \n  on the next line\n",
    "title\n\nApprövéd-by: x\n",
    "title\n\nApproved-by: x\n\n\n",
];

/// Who commits: names with odd blanks, brackets and cases.
const PEOPLE: [&str; 6] = [
    "Ana Prior <ana@example.org>",
    "ana <ANA@old.example.org>",
    "Ben <ben@example.org>",
    "ben brown <team@example.org>",
    "Cy <team@example.org>",
    "Müller, Jörg <jm@example.org>",
];

pub(super) const MAILMAP: &str = "# comment\nAna Prior <ana@example.org> <ana@old.example.org>\nBenjamin <ben@example.org>\n\
    Ben Brown <bb@example.org> Ben Brown <team@example.org>\n<x@y> <jm@example.org>\nBroken line\n";

type Tree = BTreeMap<&'static str, (u32, usize)>;

struct Commit {
    parents: Vec<usize>,
    tree: Tree,
}

/// A stream for `git fast-import` with about `count` commits on `main`.
pub(super) fn stream(dice: &mut Dice, count: usize) -> String {
    let mut out = format!("blob\nmark :1\ndata {}\n{MAILMAP}\n", MAILMAP.len());
    let texts = 30;
    for text in 0..texts {
        let text_of = text_of(text);
        write!(out, "blob\nmark :{}\ndata {}\n{text_of}\n", text + 2, text_of.len()).unwrap();
    }
    let mut commits: Vec<Commit> = Vec::new();
    let mut tips = vec![usize::MAX];
    let mut at = 1_700_000_000_i64;
    for number in 0..count {
        let commit = next(dice, &commits, &mut tips, texts);
        at += i64::try_from(dice.below(3)).unwrap() * 60 - if dice.chance(5) { 100_000 } else { 0 };
        write_commit(&mut out, dice, number, at, &commit);
        commits.push(commit);
    }
    // Everything that is still open comes together at the end, as one octopus.
    let open: Vec<usize> = tips.iter().copied().filter(|it| *it != usize::MAX).collect();
    let tree = merged(dice, &commits, &open, texts);
    write_commit(&mut out, dice, count, at + 60, &Commit { parents: open, tree });
    out
}

/// Texts that are alike to different degrees, so that moves with rewrites are found or not. One is empty.
fn text_of(text: usize) -> String {
    let lines = |n: usize| (0..20).map(move |line| format!("line {line} of {}", if line < n { text } else { text / 5 * 100 }));
    if text == 7 { String::new() } else { lines(text % 5 * 4 + 1).collect::<Vec<_>>().join("\n") }
}

fn next(dice: &mut Dice, commits: &[Commit], tips: &mut Vec<usize>, texts: usize) -> Commit {
    let open: Vec<usize> = tips.iter().copied().filter(|it| *it != usize::MAX).collect();
    let number = commits.len();
    if open.len() > 1 && dice.chance(25) {
        let mut parents = open;
        while parents.len() > 2 && dice.chance(70) {
            let out = dice.below(parents.len());
            parents.remove(out);
        }
        let first = dice.below(parents.len());
        parents.swap(0, first);
        let tree = merged(dice, commits, &parents, texts);
        tips.retain(|it| !parents.contains(it));
        tips.push(number);
        return Commit { parents, tree };
    }
    // A second root now and then.
    let slot = dice.below(tips.len());
    let parent = if dice.chance(2) { usize::MAX } else { tips[slot] };
    let mut tree = commits.get(parent).map(|it| it.tree.clone()).unwrap_or_default();
    for _ in 0..[0, 1, 1, 1, 1, 2, 2, 4][dice.below(8)] {
        edit(dice, &mut tree, texts);
    }
    if parent != usize::MAX && dice.chance(25) && tips.len() < 5 {
        // The parent stays open: a branch begins.
        tips.push(number);
    } else if tips[slot] == parent {
        tips[slot] = number;
    } else {
        tips.push(number);
    }
    Commit { parents: if parent == usize::MAX { Vec::new() } else { vec![parent] }, tree }
}

fn edit(dice: &mut Dice, tree: &mut Tree, texts: usize) {
    let names: Vec<&'static str> = tree.keys().copied().collect();
    let kind = dice.below(10);
    match names.get(dice.below(names.len().max(1))) {
        Some(name) if kind < 4 => drop(tree.insert(name, (0o100_644, dice.below(texts)))),
        Some(name) if kind == 4 => drop(tree.remove(name)),
        Some(name) if kind == 5 => {
            let file = tree.remove(name).unwrap();
            put(tree, dice.pick(&PATHS), file);
        }
        Some(name) if kind == 6 => {
            let (mode, text) = tree.remove(name).unwrap();
            // Nearly the same text, somewhere else.
            put(tree, dice.pick(&PATHS), (mode, text / 5 * 5 + dice.below(5)));
        }
        Some(name) if kind == 7 => {
            let file = tree[name];
            put(tree, dice.pick(&PATHS), file);
        }
        Some(name) if kind == 8 => {
            let file = tree.get_mut(name).unwrap();
            file.0 = [0o100_755, 0o100_644, 0o120_000][dice.below(3)];
        }
        _ => put(tree, dice.pick(&PATHS), (0o100_644, dice.below(texts))),
    }
}

/// A file takes the place of a folder and of the files above it.
fn put(tree: &mut Tree, path: &'static str, file: (u32, usize)) {
    tree.retain(|other, _| !other.starts_with(&format!("{path}/")) && !path.starts_with(&format!("{other}/")));
    tree.insert(path, file);
}

/// Some of each parent, sometimes all of one, sometimes what is in none.
fn merged(dice: &mut Dice, commits: &[Commit], parents: &[usize], texts: usize) -> Tree {
    let mut tree = commits[parents[0]].tree.clone();
    if dice.chance(15) {
        return tree;
    }
    for parent in &parents[1..] {
        for path in PATHS {
            match commits[*parent].tree.get(path) {
                Some(file) if dice.chance(50) => put(&mut tree, path, *file),
                None if dice.chance(20) => drop(tree.remove(path)),
                _ => {}
            }
        }
    }
    if dice.chance(30) {
        edit(dice, &mut tree, texts);
    }
    tree
}

fn write_commit(out: &mut String, dice: &mut Dice, number: usize, at: i64, commit: &Commit) {
    let zone = dice.pick(&["+0000", "+0100", "-0730", "+1400"]);
    let (author, committer) = (dice.pick(&PEOPLE), dice.pick(&PEOPLE));
    let message = dice.pick(&MESSAGES);
    writeln!(out, "commit refs/heads/main\nmark :{}\nauthor {author} {} {zone}", 1000 + number, at - 5).unwrap();
    write!(out, "committer {committer} {at} {zone}\ndata {}\n{message}\n", message.len()).unwrap();
    for (nth, parent) in commit.parents.iter().enumerate() {
        writeln!(out, "{} :{}", if nth == 0 { "from" } else { "merge" }, 1000 + parent).unwrap();
    }
    if commit.parents.is_empty() {
        // Otherwise the branch's last commit would be the parent.
        writeln!(out, "from 0000000000000000000000000000000000000000").unwrap();
    }
    writeln!(out, "deleteall\nM 100644 :1 .mailmap").unwrap();
    for (path, (mode, text)) in &commit.tree {
        writeln!(out, "M {mode:o} :{} \"{}\"", text + 2, path.replace('"', "\\\"")).unwrap();
    }
    out.push('\n');
}
