//! Bytes to commits. The sum over the file was right, and still nothing in it is taken for granted.

use super::bytes::Reader;
use super::{Known, KnownNode};
use crate::base::CommitId;
use crate::shell::git::examine::Examined;
use crate::shell::git::mailmap::Mailmap;
use crate::shell::git::open::commit_id;
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
            1 => Some(Box::new(from.examined(mailmap)?)),
            _ => return None,
        };
        known.examined.push(examined);
    }
    // Many commits have the same parents, so each id becomes text once.
    let ids: Vec<CommitId> = known.nodes.iter().map(|it| commit_id(&it.id)).collect();
    for (at, examined) in known.examined.iter_mut().enumerate() {
        if let Some(it) = examined {
            it.commit.id = ids[at].clone();
            it.commit.parents = known.nodes[at].parents.iter().map(|it| ids[*it as usize].clone()).collect();
        }
    }
    let ordered = |pair: &[u32]| known.nodes[pair[0] as usize].id.as_bytes() < known.nodes[pair[1] as usize].id.as_bytes();
    (from.rest.is_empty() && known.by_id.windows(2).all(ordered)).then_some(known)
}

impl Reader<'_> {
    fn examined(&mut self, mailmap: &Mailmap) -> Option<Examined> {
        let mut commit = self.commit(mailmap)?;
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

    /// Without its id and its parents.
    fn commit(&mut self, mailmap: &Mailmap) -> Option<Commit> {
        let (author, committer, subject) = (self.signatory(mailmap)?, self.signatory(mailmap)?, self.owned()?);
        let mut trailers = Vec::new();
        for _ in 0..self.count()? {
            trailers.push(Trailer { key: self.shared()?, value: self.shared()? });
        }
        Some(Commit {
            id: CommitId::new(""),
            parents: Vec::new(),
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
        let (name, email, at) = (self.shared()?, self.shared()?, self.instant()?);
        let display = mailmap.shown(&name, &email);
        Some(Signatory { name, email, display, at })
    }

    fn signature(&mut self) -> Option<Signature> {
        let scheme = match self.number()? {
            0 => return Some(Signature::None),
            1 => Scheme::Ssh,
            2 => Scheme::OpenPgp,
            3 => Scheme::X509,
            _ => return None,
        };
        let (key, primary) = (self.optional()?.map(|it| it.to_string()), self.optional()?.map(|it| it.to_string()));
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
}
