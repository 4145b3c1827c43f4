//! What differs between the tree of a commit and those of its parents, read from raw tree objects.
//!
//! Neighbouring trees are nearly equal: entries are compared as bytes, equal ones are stepped over, equal ends not even looked at.

use std::cmp::Ordering;
use std::sync::atomic::{AtomicUsize, Ordering as Memory};

use git2::Oid;

use super::objects::{NotRead, Objects};
use crate::base::RepoPath;

/// Deeper than any handbook; as for the working tree.
const MAX_DEPTH: usize = 64;

/// What a path leads to in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) kind: Kind,
    pub(super) id: Oid,
}

/// Kinds of entries, as git folds their modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Executable,
    Link,
    Submodule,
}

impl Leaf {
    /// Whether it is a regular file: links and submodules hold no text of the SMS.
    pub(super) fn is_file(self) -> bool {
        matches!(self.kind, Kind::File | Kind::Executable)
    }
}

/// A path that differs from the first parent.
#[derive(Clone, Debug)]
pub(super) struct Differs {
    pub(super) path: RepoPath,
    pub(super) before: Option<Leaf>,
    pub(super) after: Option<Leaf>,
    /// The first other parent it does not differ from, counted from 1.
    pub(super) same_as: Option<usize>,
}

/// Changes over all commits, at most. A handbook of 10,000 documents has some 100,000.
const MAX_CHANGES: usize = 3_000_000;
/// Entries of trees that one commit may have otherwise than its first parent, folders included.
const MAX_ENTRIES: usize = 1_000_000;
/// The same over all commits.
const MAX_ALL_ENTRIES: usize = 200_000_000;

/// How much was met so far, over all commits and threads.
#[derive(Debug)]
pub(super) struct Budget {
    changes: AtomicUsize,
    entries: AtomicUsize,
    bad_names: AtomicUsize,
}

impl Budget {
    /// With so many changes known already.
    pub(super) fn new(changes: usize) -> Self {
        Self { changes: AtomicUsize::new(changes), entries: AtomicUsize::new(0), bad_names: AtomicUsize::new(0) }
    }

    /// How often names were met that are no paths.
    pub(super) fn bad_names(&self) -> usize {
        self.bad_names.load(Memory::Relaxed)
    }

    fn take(counter: &AtomicUsize, most: usize) -> Result<(), NotRead> {
        if counter.fetch_add(1, Memory::Relaxed) < most { Ok(()) } else { Err(NotRead::TooMuch) }
    }
}

/// One entry of a raw tree.
#[derive(Clone, Copy)]
struct Entry<'a> {
    mode: u32,
    name: &'a [u8],
    id: &'a [u8],
    /// All its bytes.
    raw: &'a [u8],
}

impl Entry<'_> {
    fn is_tree(&self) -> bool {
        self.mode & 0o170_000 == 0o040_000
    }

    fn oid(&self) -> Oid {
        Oid::from_bytes(self.id).expect("an entry is cut to the length of an id")
    }

    fn leaf(&self) -> Leaf {
        let kind = match self.mode & 0o170_000 {
            0o120_000 => Kind::Link,
            0o160_000 => Kind::Submodule,
            _ if self.mode & 0o100 != 0 => Kind::Executable,
            _ => Kind::File,
        };
        Leaf { kind, id: self.oid() }
    }
}

/// Git's order: as if the names of trees ended with `/`.
fn order(a: &Entry<'_>, b: &Entry<'_>) -> Ordering {
    let common = a.name.len().min(b.name.len());
    a.name[..common].cmp(&b.name[..common]).then_with(|| {
        let next = |it: &Entry<'_>| it.name.get(common).copied().unwrap_or(if it.is_tree() { b'/' } else { 0 });
        next(a).cmp(&next(b)).then(a.name.len().cmp(&b.name.len()))
    })
}

/// Steps through a raw tree.
struct Cursor<'a> {
    raw: &'a [u8],
    at: usize,
    id_len: usize,
    of: Option<Oid>,
}

impl<'a> Cursor<'a> {
    fn new(raw: &'a [u8], of: Option<Oid>, id_len: usize) -> Self {
        Self { raw, at: 0, id_len, of }
    }

    fn left(&self) -> usize {
        self.raw.len() - self.at
    }

    fn peek(&self) -> Result<Option<Entry<'a>>, NotRead> {
        let rest = &self.raw[self.at..];
        if rest.is_empty() {
            return Ok(None);
        }
        let entry = || {
            let space = rest.iter().take(8).position(|it| *it == b' ')?;
            let mode = rest[..space].iter().try_fold(0_u32, |mode, it| {
                let digit = it.checked_sub(b'0').filter(|digit| *digit < 8)?;
                Some(mode << 3 | u32::from(digit))
            })?;
            let end = space + 1 + rest[space + 1..].iter().position(|it| *it == 0)?;
            let id = rest.get(end + 1..end + 1 + self.id_len)?;
            Some(Entry { mode, name: &rest[space + 1..end], id, raw: &rest[..end + 1 + self.id_len] })
        };
        let broken = || NotRead::Damaged(self.of.expect("an empty tree has no entries"), String::from("the tree is malformed"));
        entry().map(Some).ok_or_else(broken)
    }

    fn step(&mut self, entry: &Entry<'_>) {
        self.at += entry.raw.len();
    }
}

/// A folder in another parent than the first.
#[derive(Clone, Copy)]
enum Other {
    /// Its tree, if it is there.
    Tree(Option<Oid>),
    /// The same as in the commit, whatever lies below.
    Same,
}

/// Compares commits with their parents.
pub(super) struct Comparison<'a, 'r> {
    pub(super) objects: &'a Objects<'r>,
    pub(super) budget: &'a Budget,
    pub(super) found: Vec<Differs>,
    pub(super) entries: usize,
}

impl Comparison<'_, '_> {
    /// Finds what differs between a tree and that of the first parent, and which other parent has it too.
    pub(super) fn run(&mut self, tree: Option<Oid>, first: Option<Oid>, others: &[Option<Oid>]) -> Result<(), NotRead> {
        let others: Vec<Other> = others.iter().map(|it| if *it == tree { Other::Same } else { Other::Tree(*it) }).collect();
        self.folder("", tree, first, &others, 0)
    }

    fn folder(
        &mut self,
        path: &str,
        tree: Option<Oid>,
        first: Option<Oid>,
        others: &[Other],
        depth: usize,
    ) -> Result<(), NotRead> {
        if tree == first {
            return Ok(());
        }
        let raw = |id: Option<Oid>| id.map_or_else(|| Ok(std::rc::Rc::from([])), |id| self.objects.tree(id));
        let (new, old) = (raw(tree)?, raw(first)?);
        let id_len = self.objects.id_len();
        let (mut new, mut old) = (Cursor::new(&new, tree, id_len), Cursor::new(&old, first, id_len));
        let tail = new.raw.iter().rev().zip(old.raw.iter().rev()).take_while(|(a, b)| a == b).count();
        let others = Others::read(self.objects, others)?;
        loop {
            if new.left() == old.left() && new.left() <= tail {
                return Ok(());
            }
            let (after, before) = match (new.peek()?, old.peek()?) {
                (None, None) => return Ok(()),
                (Some(a), Some(b)) => match order(&a, &b) {
                    Ordering::Less => (Some(a), None),
                    Ordering::Greater => (None, Some(b)),
                    Ordering::Equal => (Some(a), Some(b)),
                },
                (a, b) => (a, b),
            };
            if let Some(entry) = &after {
                new.step(entry);
            }
            if let Some(entry) = &before {
                old.step(entry);
            }
            if after.map(|it| it.raw) != before.map(|it| it.raw) {
                self.entry(path, after, before, &others, depth)?;
            }
        }
    }

    fn entry(
        &mut self,
        folder: &str,
        after: Option<Entry<'_>>,
        before: Option<Entry<'_>>,
        others: &Others,
        depth: usize,
    ) -> Result<(), NotRead> {
        self.entries += 1;
        if self.entries > MAX_ENTRIES {
            return Err(NotRead::TooMuch);
        }
        Budget::take(&self.budget.entries, MAX_ALL_ENTRIES)?;
        let Some(one) = after.or(before) else { return Ok(()) };
        let path = match join(folder, one.name) {
            Some(path) if depth < MAX_DEPTH => path,
            _ => {
                self.budget.bad_names.fetch_add(1, Memory::Relaxed);
                return Ok(());
            }
        };
        if one.is_tree() {
            let others = others.folders(&one, after.map(|it| it.oid()));
            return self.folder(&path, after.map(|it| it.oid()), before.map(|it| it.oid()), &others, depth + 1);
        }
        let (before, after) = (before.map(|it| it.leaf()), after.map(|it| it.leaf()));
        if before == after {
            return Ok(());
        }
        Budget::take(&self.budget.changes, MAX_CHANGES)?;
        match RepoPath::new(&path) {
            Ok(path) => self.found.push(Differs { path, before, after, same_as: others.first_same(&one, after) }),
            Err(_) => drop(self.budget.bad_names.fetch_add(1, Memory::Relaxed)),
        }
        Ok(())
    }
}

/// A folder's entries in the other parents of a merge, to look names up in.
struct Others {
    each: Vec<OtherEntries>,
}

enum OtherEntries {
    Same,
    Entries(Vec<(Vec<u8>, bool, Found)>),
}

#[derive(Clone, Copy)]
enum Found {
    Tree(Oid),
    Leaf(Leaf),
}

impl Others {
    fn read(objects: &Objects<'_>, others: &[Other]) -> Result<Self, NotRead> {
        let read = |other: &Other| {
            let id = match other {
                Other::Same => return Ok(OtherEntries::Same),
                Other::Tree(None) => return Ok(OtherEntries::Entries(Vec::new())),
                Other::Tree(Some(id)) => *id,
            };
            let raw = objects.tree(id)?;
            let mut cursor = Cursor::new(&raw, Some(id), objects.id_len());
            let mut entries = Vec::new();
            while let Some(entry) = cursor.peek()? {
                cursor.step(&entry);
                let found = if entry.is_tree() { Found::Tree(entry.oid()) } else { Found::Leaf(entry.leaf()) };
                entries.push((entry.name.to_vec(), entry.is_tree(), found));
            }
            entries.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
            Ok(OtherEntries::Entries(entries))
        };
        Ok(Self { each: others.iter().map(read).collect::<Result<_, NotRead>>()? })
    }

    fn find(entries: &[(Vec<u8>, bool, Found)], like: &Entry<'_>) -> Option<Found> {
        let found = entries.binary_search_by(|it| (it.0.as_slice(), it.1).cmp(&(like.name, like.is_tree())));
        found.ok().map(|at| entries[at].2)
    }

    fn folders(&self, like: &Entry<'_>, after: Option<Oid>) -> Vec<Other> {
        let folder = |it: &OtherEntries| match it {
            OtherEntries::Same => Other::Same,
            OtherEntries::Entries(entries) => {
                let tree = Self::find(entries, like).and_then(|it| if let Found::Tree(id) = it { Some(id) } else { None });
                if tree == after { Other::Same } else { Other::Tree(tree) }
            }
        };
        self.each.iter().map(folder).collect()
    }

    /// The first of them, counted from 1, in which the entry is as it is in the commit.
    fn first_same(&self, like: &Entry<'_>, after: Option<Leaf>) -> Option<usize> {
        let same = |it: &OtherEntries| match it {
            OtherEntries::Same => true,
            OtherEntries::Entries(entries) => {
                let leaf = Self::find(entries, like).and_then(|it| if let Found::Leaf(leaf) = it { Some(leaf) } else { None });
                leaf == after
            }
        };
        self.each.iter().position(same).map(|at| at + 1)
    }
}

/// A path one step deeper; `None` for a name that no honest tree holds or that is not UTF-8.
fn join(folder: &str, name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    if name.is_empty() || name == "." || name == ".." || name.contains('/') {
        return None;
    }
    Some(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
}

/// The tree of a folder below a root tree; `None` where there is none.
pub(super) fn descend(objects: &Objects<'_>, root: Oid, folder: &str) -> Result<Option<Oid>, NotRead> {
    let mut at = root;
    for part in folder.split('/').filter(|it| !it.is_empty()) {
        match find(objects, at, part)? {
            Some((id, true)) => at = id,
            _ => return Ok(None),
        }
    }
    Ok(Some(at))
}

/// An entry of a tree by its name, and whether it is a tree.
pub(super) fn find(objects: &Objects<'_>, tree: Oid, name: &str) -> Result<Option<(Oid, bool)>, NotRead> {
    let raw = objects.tree(tree)?;
    let mut cursor = Cursor::new(&raw, Some(tree), objects.id_len());
    while let Some(entry) = cursor.peek()? {
        if entry.name == name.as_bytes() {
            return Ok(Some((entry.oid(), entry.is_tree())));
        }
        cursor.step(&entry);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_sort_as_if_they_ended_with_a_slash() {
        let entry = |mode, name| Entry { mode, name, id: &[], raw: &[] };
        let (file, tree) = (0o100_644, 0o040_000);
        assert_eq!(order(&entry(file, b"a"), &entry(tree, b"a")), Ordering::Less);
        assert_eq!(order(&entry(file, b"a.b"), &entry(tree, b"a")), Ordering::Less);
        assert_eq!(order(&entry(file, b"a0"), &entry(tree, b"a")), Ordering::Greater);
        assert_eq!(order(&entry(tree, b"a"), &entry(tree, b"a")), Ordering::Equal);
        assert_eq!(order(&entry(file, b"a"), &entry(file, b"ab")), Ordering::Less);
    }

    #[test]
    fn names_that_lead_elsewhere_are_no_paths() {
        assert_eq!(join("a", b"b").as_deref(), Some("a/b"));
        for name in [&b""[..], b".", b"..", b"a/b", b"\xff"] {
            assert_eq!(join("a", name), None);
        }
    }
}
