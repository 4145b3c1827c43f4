//! Objects read straight from packs. libgit2 guards its windows over packs by one lock for all threads, which costs most of the time when
//! two read many small objects.
//!
//! Nothing here is trusted and nothing is reported: `Objects` checks the id of what comes out against its bytes, and asks libgit2 for what is
//! not found here or not as it should be. So a pack that is odd in any way costs time and nothing else.

mod ahead;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use flate2::{Decompress, FlushDecompress, Status};
use git2::ObjectType;

pub(super) use ahead::Ahead;

/// Packs that are larger than this together are left to libgit2, in bytes.
const MAX_PACKS: u64 = 256 << 20;
/// Longest chain of differences that is followed; git makes none longer.
const MAX_CHAIN: usize = 4096;
/// How many bytes of objects are kept, to be built upon, before the older half is dropped.
const MOST_KEPT: usize = 16 << 20;
/// An object is not kept if it is larger than this, in bytes.
const MAX_KEPT: usize = 1 << 20;

/// A repository to read from with several threads: each opens it for itself, and all share the packs.
#[derive(Debug)]
pub(super) struct Store {
    /// The git folder.
    pub(super) place: PathBuf,
    /// Its packs, if they are worth reading whole.
    pub(super) packs: Packs,
    /// The commits in these packs.
    pub(super) ahead: Ahead,
}

impl Store {
    /// Where little is read.
    pub(super) fn without_packs(place: PathBuf) -> Self {
        Self { place, packs: Packs::default(), ahead: Ahead::default() }
    }
}

/// The packs of a repository, whole.
#[derive(Debug, Default)]
pub(super) struct Packs {
    packs: Vec<Pack>,
}

#[derive(Debug)]
struct Pack {
    /// The `.idx` file.
    index: Vec<u8>,
    /// The `.pack` file.
    data: Vec<u8>,
    /// Objects in it.
    count: usize,
    id_len: usize,
}

impl Packs {
    /// Reads all packs below the folder that holds `objects`. What cannot be read is left out.
    pub(super) fn read(common: &Path, sha256: bool) -> Self {
        let folder = common.join("objects/pack");
        let mut indexes: Vec<PathBuf> = fs::read_dir(&folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
        indexes.retain(|it| it.extension().is_some_and(|it| it == "idx"));
        indexes.sort();
        let mut left = MAX_PACKS;
        let mut packs = Vec::new();
        for index in indexes {
            let data = index.with_extension("pack");
            let size = |path: &Path| fs::metadata(path).map(|it| it.len()).unwrap_or(u64::MAX);
            let sizes = size(&index).saturating_add(size(&data));
            if sizes > left {
                return Self::default();
            }
            left -= sizes;
            let read = fs::read(&index).and_then(|index| Ok((index, fs::read(&data)?)));
            packs.extend(read.ok().and_then(|(index, data)| Pack::new(index, data, if sha256 { 32 } else { 20 })));
        }
        Self { packs }
    }

    /// Where an object lies: its pack, and the place in it.
    fn find(&self, id: &[u8]) -> Option<(usize, usize)> {
        self.packs.iter().enumerate().find_map(|(pack, it)| Some((pack, it.find(id)?)))
    }
}

impl Pack {
    fn new(index: Vec<u8>, data: Vec<u8>, id_len: usize) -> Option<Self> {
        let is_known = index.starts_with(b"\xfftOc\0\0\0\x02") && data.starts_with(b"PACK");
        let count = number(&index, 8 + 255 * 4)?;
        let whole = 8 + 1024 + count.checked_mul(id_len + 8)?;
        (is_known && index.len() >= whole).then_some(Self { index, data, count, id_len })
    }

    fn id(&self, at: usize) -> Option<&[u8]> {
        let from = 8 + 1024 + at * self.id_len;
        self.index.get(from..from + self.id_len)
    }

    fn find(&self, id: &[u8]) -> Option<usize> {
        let first = usize::from(*id.first()?);
        let mut low = if first == 0 { 0 } else { number(&self.index, 8 + (first - 1) * 4)? };
        let mut high = number(&self.index, 8 + first * 4)?.min(self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id(middle)?.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.offset(middle),
            }
        }
        None
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let offsets = 8 + 1024 + self.count * (self.id_len + 4);
        let offset = number(&self.index, offsets + at * 4)?;
        if offset & 0x8000_0000 == 0 {
            return Some(offset);
        }
        let large = offsets + self.count * 4 + (offset & 0x7fff_ffff).checked_mul(8)?;
        let (high, low) = (number(&self.index, large)?, number(&self.index, large + 4)?);
        high.checked_mul(1 << 32)?.checked_add(low)
    }
}

/// Four bytes as a number.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// What an entry of a pack is.
enum Entry {
    Whole(ObjectType),
    /// What differs from the object at this place of the same pack.
    Differs(usize),
}

/// Objects by pack and place in it.
type Kept = BTreeMap<(usize, usize), (ObjectType, Rc<[u8]>)>;

/// Reads objects, for one thread.
pub(super) struct PackReader<'p> {
    packs: &'p Packs,
    inflate: Decompress,
    young: Kept,
    old: Kept,
    kept: usize,
}

impl<'p> PackReader<'p> {
    pub(super) fn new(packs: &'p Packs) -> Self {
        Self { packs, inflate: Decompress::new(true), young: BTreeMap::new(), old: BTreeMap::new(), kept: 0 }
    }

    /// An object of at most `limit` bytes. `None` if it is in no pack, or not to be had from it.
    pub(super) fn read(&mut self, id: &[u8], limit: usize) -> Option<(ObjectType, Rc<[u8]>)> {
        let (pack, offset) = self.packs.find(id)?;
        let mut chain: Vec<(usize, usize, usize)> = Vec::new();
        let mut at = offset;
        let (kind, mut bytes) = loop {
            if let Some(found) = self.known((pack, at)) {
                break found;
            }
            let (entry, size, from) = self.entry(pack, at)?;
            if size > limit || chain.len() >= MAX_CHAIN {
                return None;
            }
            match entry {
                Entry::Whole(kind) => {
                    let bytes: Rc<[u8]> = self.inflated(pack, from, size)?.into();
                    // Commits are read once and stand for themselves.
                    if kind != ObjectType::Commit || !chain.is_empty() {
                        self.keep((pack, at), kind, &bytes);
                    }
                    break (kind, bytes);
                }
                Entry::Differs(base) => {
                    chain.push((at, from, size));
                    at = base;
                }
            }
        };
        for (at, from, size) in chain.into_iter().rev() {
            let changes = self.inflated(pack, from, size)?;
            bytes = applied(&bytes, &changes, limit)?.into();
            self.keep((pack, at), kind, &bytes);
        }
        Some((kind, bytes))
    }

    fn known(&mut self, place: (usize, usize)) -> Option<(ObjectType, Rc<[u8]>)> {
        if let Some((kind, bytes)) = self.young.get(&place) {
            return Some((*kind, Rc::clone(bytes)));
        }
        let (kind, bytes) = self.old.remove(&place)?;
        self.keep(place, kind, &bytes);
        Some((kind, bytes))
    }

    fn keep(&mut self, place: (usize, usize), kind: ObjectType, bytes: &Rc<[u8]>) {
        if bytes.len() > MAX_KEPT {
            return;
        }
        self.kept += bytes.len();
        if self.kept > MOST_KEPT / 2 {
            self.old = std::mem::take(&mut self.young);
            self.kept = bytes.len();
        }
        self.young.insert(place, (kind, Rc::clone(bytes)));
    }

    /// What an entry is, how long it is when inflated, and where it begins.
    fn entry(&self, pack: usize, at: usize) -> Option<(Entry, usize, usize)> {
        let it = &self.packs.packs[pack];
        let mut next = at;
        let mut byte = || {
            next += 1;
            it.data.get(next - 1).copied()
        };
        let first = byte()?;
        let mut size = usize::from(first & 15);
        let mut shift = 4;
        let mut last = first;
        while last & 0x80 != 0 {
            last = byte()?;
            size |= usize::from(last & 0x7f).checked_shl(shift).filter(|_| shift < 57)?;
            shift += 7;
        }
        let entry = match first >> 4 & 7 {
            1 => Entry::Whole(ObjectType::Commit),
            2 => Entry::Whole(ObjectType::Tree),
            3 => Entry::Whole(ObjectType::Blob),
            4 => Entry::Whole(ObjectType::Tag),
            6 => {
                let mut last = byte()?;
                let mut back = usize::from(last & 0x7f);
                while last & 0x80 != 0 {
                    last = byte()?;
                    back = (back.checked_add(1)?.checked_mul(128)?) | usize::from(last & 0x7f);
                }
                Entry::Differs(at.checked_sub(back).filter(|_| back > 0)?)
            }
            7 => {
                let base = it.find(it.data.get(next..next + it.id_len)?)?;
                next += it.id_len;
                Entry::Differs(base)
            }
            _ => return None,
        };
        Some((entry, size, next))
    }

    fn inflated(&mut self, pack: usize, from: usize, size: usize) -> Option<Vec<u8>> {
        let data = self.packs.packs[pack].data.get(from..)?;
        let mut out = Vec::with_capacity(size + 1);
        self.inflate.reset(true);
        let status = self.inflate.decompress_vec(data, &mut out, FlushDecompress::Finish).ok()?;
        (status == Status::StreamEnd && out.len() == size).then_some(out)
    }
}

/// A number of a difference: seven bits a byte, the lowest first.
fn length(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..56).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// An object made of another one and what differs from it.
fn applied(base: &[u8], mut changes: &[u8], limit: usize) -> Option<Vec<u8>> {
    if length(&mut changes)? != base.len() {
        return None;
    }
    let size = length(&mut changes).filter(|it| *it <= limit)?;
    let mut out = Vec::with_capacity(size);
    while let Some((&code, rest)) = changes.split_first() {
        changes = rest;
        if code & 0x80 == 0 {
            let (new, rest) = changes.split_at_checked(usize::from(code)).filter(|_| code > 0)?;
            out.extend_from_slice(new);
            changes = rest;
        } else {
            let mut part = |bits: std::ops::Range<u8>| {
                bits.clone().filter(|bit| code & 1 << bit != 0).try_fold(0_usize, |number, bit| {
                    let (byte, rest) = changes.split_first()?;
                    changes = rest;
                    Some(number | usize::from(*byte) << (8 * (bit - bits.start)))
                })
            };
            let from = part(0..4)?;
            let count = Some(part(4..7)?).map(|it| if it == 0 { 0x1_0000 } else { it })?;
            out.extend_from_slice(base.get(from..from.checked_add(count)?)?);
        }
        if out.len() > size {
            return None;
        }
    }
    (out.len() == size).then_some(out)
}

#[cfg(test)]
mod tests;
