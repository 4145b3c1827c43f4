//! Signatures of commits and tags: checked as they are met, and those that need keys once more when the keys are known.

use std::collections::BTreeMap;

use git2::{Oid, Repository};

use super::commit::{self, Sealed};
use super::examine::Examined;
use super::objects::Objects;
use super::open::oid;
use super::packs::Store;
use crate::base::CommitId;
use crate::pipeline::parallel;
use crate::signature::{self, KeyMaterial};
use crate::source::{Instant, Scheme, Signature};

/// Commits that one thread takes at a time: each stretch costs opening the repository.
const STRETCH: usize = 64;

/// Checks a signature as far as that is possible without keys: an SSH signature carries its own.
pub(super) fn check(sealed: Option<&Sealed>, at: Instant) -> Signature {
    with_keys(&KeyMaterial::default(), sealed, at)
}

/// Checks a signature with all keys there are.
pub(super) fn with_keys(keys: &KeyMaterial, sealed: Option<&Sealed>, at: Instant) -> Signature {
    sealed.map_or(Signature::None, |it| Signature::Signed(signature::verify(keys, &it.payload, &it.signature, at)))
}

/// Checks the OpenPGP signatures again, which do not carry their keys, with the certificates that lay below `keys/` at any time: what
/// a key was replaced by does not make old signatures unknown. Leaves alone what `is_checked` says was checked with the same keys.
pub(super) fn check_again(
    store: &Store,
    sha256: bool,
    keys: &KeyMaterial,
    examined: &mut [Option<Box<Examined>>],
    is_checked: impl Fn(usize) -> bool,
) -> Result<(), git2::Error> {
    let open = examined.iter().enumerate().filter(|(node, _)| !is_checked(*node)).filter_map(|(_, it)| it.as_ref());
    let open: Vec<CommitId> = open.map(|it| &it.commit).filter(|it| is_openpgp(&it.signature)).map(|it| it.id.clone()).collect();
    let found = verdicts(store, &open, |objects, id| {
        let words = commit::words(&objects.commit(id).ok()?, sha256);
        Some(with_keys(keys, words.sealed.as_ref(), words.committer.at))
    })?;
    for it in examined.iter_mut().flatten().filter(|_| !found.is_empty()) {
        if let Some(signature) = found.get(&it.commit.id) {
            it.commit.signature = signature.clone();
        }
    }
    Ok(())
}

fn is_openpgp(signature: &Signature) -> bool {
    signature.signed().is_some_and(|it| it.scheme == Scheme::OpenPgp)
}

fn verdicts(
    store: &Store,
    ids: &[CommitId],
    verdict: impl Fn(&Objects<'_>, Oid) -> Option<Signature> + Sync,
) -> Result<BTreeMap<CommitId, Signature>, git2::Error> {
    let stretches: Vec<&[CommitId]> = ids.chunks(STRETCH).collect();
    let stretch = |ids: &&[CommitId]| -> Result<Vec<Option<Signature>>, git2::Error> {
        let repository = Repository::open(&store.place)?;
        let objects = Objects::of_store(&repository, store)?;
        Ok(ids.iter().map(|id| oid(&repository, id).and_then(|id| verdict(&objects, id))).collect())
    };
    let mut found = BTreeMap::new();
    for (ids, verdicts) in stretches.iter().zip(parallel::map(&stretches, stretch)) {
        let known = ids.iter().zip(verdicts?).filter_map(|(id, verdict)| Some((id.clone(), verdict?)));
        found.extend(known);
    }
    Ok(found)
}
