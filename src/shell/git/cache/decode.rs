//! Bytes to commits. The sum over the file was right, and still nothing in it is taken for granted.

use git2::Oid;

use super::bytes::Reader;
use super::{Known, KnownNode};
use crate::base::{BlobId, CommitId};
use crate::shell::git::examine::Examined;
use crate::shell::git::mailmap::Mailmap;
use crate::source::{Change, Commit, Scheme, Signatory, Signature, Signed, SshCertificate, Trailer, Verdict};

/// Reads what `encode` wrote; `None` if it is anything else.
pub(super) fn known(body: &[u8], id_len: usize, mailmap: &Mailmap) -> Option<Known> {
    let mut from = Reader::new(body, id_len);
    let keys = from.owned()?;
    let count = from.count()?;
    let mut by_id = Vec::with_capacity(count);
    for _ in 0..count {
        by_id.push(from.node(count)?);
    }
    let mut known = Known { nodes: Vec::with_capacity(count), by_id, keys, examined: Vec::with_capacity(count) };
    for at in 0..count {
        let (id, tree) = (from.oid()?, from.oid()?);
        let instant = from.instant()?;
        let mut parents = Vec::new();
        for _ in 0..from.count()? {
            parents.push(from.node(count).filter(|it| *it as usize > at)?);
        }
        known.nodes.push(KnownNode { id, tree, at: instant, parents });
        let examined = match from.number()? {
            0 => None,
            1 => Some(Box::new(from.examined(id, mailmap)?)),
            _ => return None,
        };
        known.examined.push(examined);
    }
    let ids = |pair: &[u32]| known.nodes[pair[0] as usize].id.as_bytes() < known.nodes[pair[1] as usize].id.as_bytes();
    (from.rest.is_empty() && known.by_id.windows(2).all(ids)).then_some(known)
}

impl Reader<'_> {
    fn examined(&mut self, id: Oid, mailmap: &Mailmap) -> Option<Examined> {
        let mut commit = self.commit(id, mailmap)?;
        let count = self.count()?;
        let mut same_as = Vec::with_capacity(count);
        commit.changes.reserve_exact(count);
        for _ in 0..count {
            let mut change = self.change()?;
            let same = usize::try_from(self.number()?).ok()?;
            change.own = same == 0;
            commit.changes.push(change);
            same_as.push((same > 0).then_some(same));
        }
        Some(Examined { commit, same_as })
    }

    fn commit(&mut self, id: Oid, mailmap: &Mailmap) -> Option<Commit> {
        let mut parents = Vec::new();
        for _ in 0..self.count()? {
            parents.push(CommitId::new(self.hex()?));
        }
        let (author, committer, subject) = (self.signatory(mailmap)?, self.signatory(mailmap)?, self.owned()?);
        let mut trailers = Vec::new();
        for _ in 0..self.count()? {
            trailers.push(Trailer { key: self.owned()?, value: self.owned()? });
        }
        Some(Commit {
            id: CommitId::new(id.to_string()),
            parents,
            author,
            committer,
            subject,
            trailers,
            signature: self.signature()?,
            on_mainline: false,
            landing: None,
            before: None,
            parents_at: None,
            changes: Vec::new(),
        })
    }

    fn signatory(&mut self, mailmap: &Mailmap) -> Option<Signatory> {
        let (name, email, at) = (self.text()?, self.text()?, self.instant()?);
        let display = mailmap.display(name, email).to_owned();
        Some(Signatory { name: name.to_owned(), email: email.to_owned(), display, at })
    }

    fn signature(&mut self) -> Option<Signature> {
        let scheme = match self.number()? {
            0 => return Some(Signature::None),
            1 => Scheme::Ssh,
            2 => Scheme::OpenPgp,
            3 => Scheme::X509,
            _ => return None,
        };
        let (key, primary) = (self.optional()?, self.optional()?);
        let number = self.number()?;
        let why = self.owned()?;
        let verdict = match number {
            0 => Verdict::Good,
            1 => Verdict::UnknownKey,
            2 => Verdict::Bad(why),
            3 => Verdict::Expired(why),
            4 => Verdict::Revoked(why),
            5 => Verdict::Unsupported(why),
            _ => return None,
        };
        let certificate = match self.number()? {
            0 => None,
            1 => Some(Box::new(self.certificate()?)),
            _ => return None,
        };
        Some(Signature::Signed(Signed { scheme, key, primary, certificate, verdict }))
    }

    fn certificate(&mut self) -> Option<SshCertificate> {
        let authority = self.owned()?;
        let mut principals = Vec::new();
        for _ in 0..self.count()? {
            principals.push(self.owned()?);
        }
        Some(SshCertificate { authority, principals, from: self.number()?, until: self.number()? })
    }

    fn change(&mut self) -> Option<Change> {
        let path = self.path()?;
        let from = match self.number()? {
            0 => None,
            1 => Some(self.path()?),
            _ => return None,
        };
        Some(Change { path, before: self.blob()?, after: self.blob()?, from, own: true })
    }

    fn blob(&mut self) -> Option<Option<BlobId>> {
        match self.number()? {
            0 => Some(None),
            1 => Some(Some(BlobId::new(self.hex()?))),
            _ => None,
        }
    }
}
