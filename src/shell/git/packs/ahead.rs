//! Commits of packs, read on all cores before they are asked for: a walk over them can only ask for one after the other, and asks for each
//! twice.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use git2::{ObjectFormat, ObjectType, Oid};

use super::{Entry, PackReader, Packs};
use crate::pipeline::parallel;
use crate::shell::git::objects;

/// Objects of a pack that one thread looks at in one go.
const STRETCH: usize = 8192;
/// Bytes of commits that are kept, at most. What is beyond is read when it is asked for.
const MOST: usize = 96 << 20;
/// A commit that is longer is left out, in bytes.
const LONGEST: usize = 64 << 10;
/// How many places there are by the first two bytes of an id.
const FIRST: usize = 1 << 16;

/// Commits that are what their ids say.
#[derive(Debug, Default)]
pub(in crate::shell::git) struct Ahead {
    /// Ordered by id.
    commits: Vec<(Oid, Box<[u8]>)>,
    /// For the first two bytes of an id, where those begin that have them; the end after the last.
    first: Vec<usize>,
}

impl Ahead {
    /// Reads the commits of packs that are not stored as what differs from another: git seldom stores them so.
    pub(in crate::shell::git) fn read(packs: &Packs, format: ObjectFormat) -> Self {
        let ranges = |pack: usize| {
            let count = packs.packs[pack].count;
            (0..count).step_by(STRETCH).map(move |at| (pack, at..(at + STRETCH).min(count)))
        };
        let stretches: Vec<(usize, Range<usize>)> = (0..packs.packs.len()).flat_map(ranges).collect();
        let left = AtomicUsize::new(MOST);
        let found = parallel::map(&stretches, |(pack, range)| {
            let mut reader = PackReader::new(packs);
            range.clone().filter_map(|at| commit(&mut reader, *pack, at, format, &left)).collect::<Vec<_>>()
        });
        let mut commits: Vec<_> = found.into_iter().flatten().collect();
        commits.sort_unstable_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        commits.dedup_by_key(|it| it.0);
        let mut first = vec![0; FIRST + 1];
        for (id, _) in &commits {
            first[begin(*id) + 1] += 1;
        }
        for at in 0..FIRST {
            first[at + 1] += first[at];
        }
        Self { commits, first }
    }

    /// How many there are.
    pub(in crate::shell::git) fn len(&self) -> usize {
        self.commits.len()
    }

    /// The place of a commit.
    pub(in crate::shell::git) fn find(&self, id: Oid) -> Option<usize> {
        let begin = begin(id);
        let (from, to) = (*self.first.get(begin)?, *self.first.get(begin + 1)?);
        let at = self.commits[from..to].binary_search_by(|it| it.0.as_bytes().cmp(id.as_bytes())).ok()?;
        Some(from + at)
    }

    /// The bytes of the commit at a place.
    pub(in crate::shell::git) fn bytes(&self, place: usize) -> &[u8] {
        &self.commits[place].1
    }
}

/// The first two bytes of an id as a number.
fn begin(id: Oid) -> usize {
    match id.as_bytes() {
        [first, second, ..] => usize::from(*first) << 8 | usize::from(*second),
        _ => 0,
    }
}

/// An object of a pack, if it is a commit and stored whole.
fn commit(
    reader: &mut PackReader<'_>,
    pack: usize,
    at: usize,
    format: ObjectFormat,
    left: &AtomicUsize,
) -> Option<(Oid, Box<[u8]>)> {
    let it = &reader.packs.packs[pack];
    let id = Oid::from_bytes(it.id(at)?).ok()?;
    let (Entry::Whole(ObjectType::Commit), size, from) = reader.entry(pack, it.offset(at)?)? else { return None };
    let take = |left: usize| left.checked_sub(size);
    if size > LONGEST || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
        return None;
    }
    let bytes = reader.inflated(pack, from, size)?;
    objects::is_it(format, id, ObjectType::Commit, &bytes).then(|| (id, bytes.into_boxed_slice()))
}
