//! Facts of past texts by blob, to bytes and back. Texts of one document follow each other, and each is written as what differs from the one
//! before it: so the file is small, and what is read shares what it has in common.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bytes::{Reader, Writer};
use crate::base::{BlobId, DocId};
use crate::source::{RevisionFacts, SectionSum};

/// Facts, ordered by blob.
pub(in crate::shell::git) type Ordered = Vec<(BlobId, RevisionFacts)>;

/// Writes the facts of texts in their order, each text once.
pub(super) fn write(out: &mut Vec<u8>, texts: &[(&BlobId, &RevisionFacts)]) {
    let mut to = Writer::new(out);
    to.number(texts.len() as u64);
    let mut by_blob: Vec<usize> = (0..texts.len()).collect();
    by_blob.sort_by_key(|at| texts[*at].0);
    by_blob.iter().for_each(|at| to.number(*at as u64));
    let nothing = RevisionFacts::default();
    let mut before = &nothing;
    for (blob, it) in texts {
        to.hex(blob.as_str());
        to.facts(it, before);
        before = it;
    }
}

/// Reads them; `None` if they are anything else.
pub(super) fn read(body: &[u8], id_len: usize) -> Option<Ordered> {
    let mut from = Reader::new(body, id_len);
    let count = from.count()?;
    let mut by_blob = Vec::with_capacity(count);
    for _ in 0..count {
        by_blob.push(from.node(count)? as usize);
    }
    let mut texts: Vec<Option<(BlobId, RevisionFacts)>> = Vec::with_capacity(count);
    for at in 0..count {
        let blob = BlobId::new(from.hex()?);
        let nothing = RevisionFacts::default();
        let before = at.checked_sub(1).and_then(|at| texts[at].as_ref()).map_or(&nothing, |it| &it.1);
        let facts = from.facts(before)?;
        texts.push(Some((blob, facts)));
    }
    let ordered: Ordered = by_blob.into_iter().map(|at| texts[at].take()).collect::<Option<_>>()?;
    (from.rest.is_empty() && ordered.is_sorted_by(|a, b| a.0 < b.0)).then_some(ordered)
}

/// The texts among facts.
fn texts(it: &RevisionFacts) -> [&Option<Arc<str>>; 7] {
    [&it.title, &it.kind, &it.version, &it.status, &it.owner, &it.approver, &it.changed_to]
}

impl<'a> Writer<'a> {
    fn facts(&mut self, it: &'a RevisionFacts, before: &RevisionFacts) {
        self.differs(it.id == before.id, |to| to.optional(it.id.as_ref().map(DocId::as_str)));
        for (text, before) in texts(it).into_iter().zip(texts(before)) {
            self.differs(text == before, |to| to.optional(text.as_deref()));
        }
        self.differs((it.effective, it.reviewed) == (before.effective, before.reviewed), |to| {
            to.day(it.effective);
            to.day(it.reviewed);
        });
        self.differs((it.digest, it.front) == (before.digest, before.front), |to| {
            to.sum(it.digest);
            to.sum(it.front);
        });
        self.number(it.sections.len() as u64);
        for (at, section) in it.sections.iter().enumerate() {
            let before = before.sections.get(at);
            self.differs(before == Some(section), |to| {
                to.differs(before.is_some_and(|it| it.title == section.title), |to| to.text(&section.title));
                to.sum(Some(section.digest));
            });
        }
    }

    /// Writes a value, unless it is what it was.
    fn differs(&mut self, same: bool, write: impl FnOnce(&mut Self)) {
        self.number(u64::from(!same));
        if !same {
            write(self);
        }
    }
}

impl Reader<'_> {
    fn facts(&mut self, before: &RevisionFacts) -> Option<RevisionFacts> {
        let id = self.differs(|| Some(before.id.clone()), |from| Some(from.optional()?.map(DocId::new)))?;
        let mut all: [Option<Arc<str>>; 7] = Default::default();
        for (text, before) in all.iter_mut().zip(texts(before)) {
            *text = self.differs(|| Some(before.clone()), Self::optional)?;
        }
        let [title, kind, version, status, owner, approver, changed_to] = all;
        let (effective, reviewed) =
            self.differs(|| Some((before.effective, before.reviewed)), |from| Some((from.day()?, from.day()?)))?;
        let (digest, front) = self.differs(|| Some((before.digest, before.front)), |from| Some((from.sum()?, from.sum()?)))?;
        let count = self.count()?;
        let mut sections = Vec::with_capacity(count);
        for at in 0..count {
            let before = before.sections.get(at);
            sections.push(self.differs(|| before.cloned(), |from| from.section(before))?);
        }
        Some(RevisionFacts {
            id,
            title,
            kind,
            version,
            status,
            owner,
            approver,
            effective,
            reviewed,
            changed_to,
            digest,
            front,
            sections,
        })
    }

    fn section(&mut self, before: Option<&Arc<SectionSum>>) -> Option<Arc<SectionSum>> {
        let title = self.differs(|| before.map(|it| it.title.clone()), Self::owned)?;
        Some(Arc::new(SectionSum { title, digest: self.sum()?? }))
    }

    /// Reads a value, or takes the one before.
    fn differs<T>(&mut self, same: impl FnOnce() -> Option<T>, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        match self.number()? {
            0 => same(),
            1 => read(self),
            _ => None,
        }
    }
}

/// Facts of known texts and of new ones, by blob.
pub(in crate::shell::git) fn joined(known: Ordered, new: BTreeMap<BlobId, RevisionFacts>) -> BTreeMap<BlobId, RevisionFacts> {
    if known.is_empty() {
        return new;
    }
    let mut all: BTreeMap<BlobId, RevisionFacts> = known.into_iter().collect();
    all.extend(new);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, Digest};

    fn section(title: &str, text: &[u8]) -> Arc<SectionSum> {
        Arc::new(SectionSum { title: title.to_owned(), digest: Digest::of(text) })
    }

    #[test]
    fn facts_come_back_as_they_were() {
        let some = RevisionFacts {
            id: Some(DocId::new("PRC-013")),
            title: Some("Title".into()),
            status: Some("".into()),
            effective: Date::new(2026, 2, 1),
            reviewed: Date::new(1, 1, 1),
            digest: Some(Digest::of(b"x")),
            sections: vec![section("Title", b"y"), section("", b"z")],
            ..RevisionFacts::default()
        };
        let more = RevisionFacts {
            version: Some("2".into()),
            reviewed: None,
            sections: vec![section("Title", b"y"), section("", b"other"), section("New", b"z")],
            ..some.clone()
        };
        let blob = |digit: &str| BlobId::new(digit.repeat(40));
        let (a, b, c, d) = (blob("0"), blob("f"), blob("8"), blob("7"));
        let nothing = RevisionFacts::default();
        let all = [(&b, &some), (&c, &more), (&a, &nothing), (&d, &some)];
        let mut bytes = Vec::new();
        write(&mut bytes, &all);
        let ordered = [&all[2], &all[3], &all[1], &all[0]].map(|(blob, facts)| ((*blob).clone(), (*facts).clone()));
        let back = read(&bytes, 20).expect("facts");
        assert_eq!(back, ordered);
        assert!(Arc::ptr_eq(&back[2].1.sections[0], &back[3].1.sections[0]), "shared with the text before");
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end], 20), None);
        }
    }
}
