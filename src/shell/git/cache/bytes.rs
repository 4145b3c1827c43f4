//! Numbers, texts and ids as bytes. Texts are written once and then named by number; numbers take as many bytes as they need.

use std::collections::BTreeMap;
use std::sync::Arc;

use git2::Oid;

use crate::base::{BlobId, Date, Digest, RepoPath};
use crate::source::Instant;

/// Writes.
pub(super) struct Writer<'a> {
    pub(super) out: &'a mut Vec<u8>,
    texts: BTreeMap<&'a str, u64>,
    ids: BTreeMap<&'a str, u64>,
}

impl<'a> Writer<'a> {
    /// Appends to what is there.
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, texts: BTreeMap::new(), ids: BTreeMap::new() }
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
            number >>= 7;
        }
        self.out.push(u8::try_from(number).unwrap_or_default());
    }

    pub(super) fn text(&mut self, text: &'a str) {
        let next = self.texts.len() as u64;
        if let Some(known) = self.texts.get(text) {
            return self.number(*known + 1);
        }
        self.texts.insert(text, next);
        self.number(0);
        self.number(text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn instant(&mut self, at: Instant) {
        self.signed(at.seconds);
        self.signed(i64::from(at.offset));
    }

    /// An id in hexadecimal as its bytes.
    pub(super) fn hex(&mut self, text: &str) {
        let digit = |it: u8| if it.is_ascii_digit() { it - b'0' } else { it.wrapping_sub(b'a').wrapping_add(10) };
        self.out.extend(text.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])));
    }

    /// An id in hexadecimal that may be missing, written once and then named by number.
    pub(super) fn blob(&mut self, id: Option<&'a str>) {
        let Some(id) = id else { return self.number(0) };
        let next = self.ids.len() as u64;
        if let Some(known) = self.ids.get(id) {
            return self.number(*known + 2);
        }
        self.ids.insert(id, next);
        self.number(1);
        self.hex(id);
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self, text: Option<&'a str>) {
        self.number(u64::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// A number that may be negative: small whatever the sign.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    /// A day that may be missing.
    pub(super) fn day(&mut self, day: Option<Date>) {
        self.number(u64::from(day.is_some()));
        if let (Some(day), Some(epoch)) = (day, epoch()) {
            self.signed(i64::from(day.days_since(epoch)));
        }
    }

    /// A sum that may be missing.
    pub(super) fn sum(&mut self, sum: Option<Digest>) {
        self.number(u64::from(sum.is_some()));
        if let Some(sum) = sum {
            self.out.extend_from_slice(&sum.bytes());
        }
    }
}

fn epoch() -> Option<Date> {
    Date::new(1970, 1, 1)
}

/// Reads, and gives nothing where there is something else than expected.
pub(super) struct Reader<'a> {
    pub(super) rest: &'a [u8],
    texts: Vec<Text<'a>>,
    ids: Vec<BlobId>,
    id_len: usize,
}

/// A text, and what was made of it for all who have it.
struct Text<'a> {
    text: &'a str,
    shared: Option<Arc<str>>,
    path: Option<RepoPath>,
}

impl<'a> Reader<'a> {
    /// Reads bytes in which ids have a length.
    pub(super) fn new(rest: &'a [u8], id_len: usize) -> Self {
        Self { rest, texts: Vec::new(), ids: Vec::new(), id_len }
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// How many follow: never more than there are bytes.
    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|it| *it <= self.rest.len())
    }

    pub(super) fn node(&mut self, count: usize) -> Option<u32> {
        u32::try_from(self.number()?).ok().filter(|it| (*it as usize) < count)
    }

    pub(super) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    fn entry(&mut self) -> Option<&mut Text<'a>> {
        match usize::try_from(self.number()?).ok()? {
            0 => {
                let length = self.count()?;
                let text = std::str::from_utf8(self.bytes(length)?).ok()?;
                self.texts.push(Text { text, shared: None, path: None });
                self.texts.last_mut()
            }
            known => self.texts.get_mut(known - 1),
        }
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        self.entry().map(|it| it.text)
    }

    /// A text that many have.
    pub(super) fn shared(&mut self) -> Option<Arc<str>> {
        self.entry().map(|it| Arc::clone(it.shared.get_or_insert_with(|| it.text.into())))
    }

    pub(super) fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn path(&mut self) -> Option<RepoPath> {
        let it = self.entry()?;
        if it.path.is_none() {
            it.path = RepoPath::new(it.text).ok();
        }
        it.path.clone()
    }

    pub(super) fn oid(&mut self) -> Option<Oid> {
        Oid::from_bytes(self.bytes(self.id_len)?).ok()
    }

    pub(super) fn hex(&mut self) -> Option<String> {
        let mut text = String::with_capacity(self.id_len * 2);
        for byte in self.bytes(self.id_len)? {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        Some(text)
    }

    /// An id that may be missing.
    pub(super) fn blob(&mut self) -> Option<Option<BlobId>> {
        match usize::try_from(self.number()?).ok()? {
            0 => Some(None),
            1 => {
                let id = BlobId::new(self.hex()?);
                self.ids.push(id.clone());
                Some(Some(id))
            }
            known => self.ids.get(known - 2).cloned().map(Some),
        }
    }

    pub(super) fn instant(&mut self) -> Option<Instant> {
        Some(Instant { seconds: self.signed()?, offset: i32::try_from(self.signed()?).ok()? })
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self) -> Option<Option<Arc<str>>> {
        match self.number()? {
            0 => Some(None),
            1 => self.shared().map(Some),
            _ => None,
        }
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        self.number().map(|it| (it >> 1).cast_signed() ^ -(it & 1).cast_signed())
    }

    pub(super) fn day(&mut self) -> Option<Option<Date>> {
        match self.number()? {
            0 => Some(None),
            1 => {
                let (days, epoch) = (i32::try_from(self.signed()?).ok()?, epoch()?);
                let (first, last) = (Date::new(1, 1, 1)?, Date::new(9999, 12, 31)?);
                let fits = (first.days_since(epoch)..=last.days_since(epoch)).contains(&days);
                fits.then(|| Some(epoch.plus_days(days)))
            }
            _ => None,
        }
    }

    pub(super) fn sum(&mut self) -> Option<Option<Digest>> {
        match self.number()? {
            0 => Some(None),
            1 => Some(Some(Digest::from_bytes(self.bytes(32)?.try_into().ok()?))),
            _ => None,
        }
    }
}
