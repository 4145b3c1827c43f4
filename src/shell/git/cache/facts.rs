//! Facts of past texts by blob, to bytes and back.

use std::collections::BTreeMap;

use super::bytes::{Reader, Writer};
use crate::base::{BlobId, DocId};
use crate::source::RevisionFacts;

/// Writes facts.
pub(super) fn write(out: &mut Vec<u8>, facts: &BTreeMap<BlobId, RevisionFacts>) {
    let mut to = Writer::new(out);
    to.number(facts.len() as u64);
    for (blob, it) in facts {
        to.hex(blob.as_str());
        to.optional(it.id.as_ref().map(DocId::as_str));
        for text in [&it.title, &it.kind, &it.version, &it.status, &it.owner, &it.approver, &it.changed_to] {
            to.optional(text.as_deref());
        }
        to.day(it.effective);
        to.day(it.reviewed);
        to.sum(it.digest);
        to.sum(it.front);
        to.number(it.sections.len() as u64);
        for (heading, sum) in &it.sections {
            to.text(heading);
            to.sum(Some(*sum));
        }
    }
}

/// Reads them; `None` if they are anything else.
pub(super) fn read(body: &[u8], id_len: usize) -> Option<BTreeMap<BlobId, RevisionFacts>> {
    let mut from = Reader::new(body, id_len);
    let mut all = Vec::new();
    for _ in 0..from.count()? {
        let blob = BlobId::new(from.hex()?);
        let id = from.optional()?.map(DocId::new);
        let (title, kind, version) = (from.optional()?, from.optional()?, from.optional()?);
        let (status, owner, approver) = (from.optional()?, from.optional()?, from.optional()?);
        let (changed_to, effective, reviewed) = (from.optional()?, from.day()?, from.day()?);
        let (digest, front) = (from.sum()?, from.sum()?);
        let count = from.count()?;
        let mut sections = Vec::with_capacity(count);
        for _ in 0..count {
            sections.push((from.owned()?, from.sum()??));
        }
        let facts = RevisionFacts {
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
        };
        all.push((blob, facts));
    }
    from.rest.is_empty().then(|| all.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, Digest};

    #[test]
    fn facts_come_back_as_they_were() {
        let some = RevisionFacts {
            id: Some(DocId::new("PRC-013")),
            title: Some("Title".to_owned()),
            status: Some(String::new()),
            effective: Date::new(2026, 2, 1),
            reviewed: Date::new(1, 1, 1),
            digest: Some(Digest::of(b"x")),
            sections: vec![("Title".to_owned(), Digest::of(b"y")), (String::new(), Digest::of(b"z"))],
            ..RevisionFacts::default()
        };
        let blob = |digit: &str| BlobId::new(digit.repeat(40));
        let facts = BTreeMap::from([(blob("0"), some), (blob("f"), RevisionFacts::default())]);
        let mut bytes = Vec::new();
        write(&mut bytes, &facts);
        assert_eq!(read(&bytes, 20), Some(facts));
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end], 20), None);
        }
    }
}
