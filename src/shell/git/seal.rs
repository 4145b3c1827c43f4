//! Signatures of commits and tags: checked as they are met, and those that need keys once more when the keys are known.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{Oid, Repository};

use super::commit::{self, Sealed};
use super::objects::Objects;
use super::open::oid;
use crate::base::CommitId;
use crate::pipeline::parallel;
use crate::signature::{self, KeyMaterial};
use crate::source::{Instant, Past, Scheme, Signature};

/// Commits that one thread takes at a time: each stretch costs opening the repository.
const STRETCH: usize = 64;

/// Checks a signature as far as that is possible without keys: an SSH signature carries its own.
pub(super) fn check(sealed: Option<&Sealed>, at: Instant) -> Signature {
    with_keys(&KeyMaterial::default(), sealed, at)
}

fn with_keys(keys: &KeyMaterial, sealed: Option<&Sealed>, at: Instant) -> Signature {
    sealed.map_or(Signature::None, |it| Signature::Signed(signature::verify(keys, &it.payload, &it.signature, at)))
}

/// Checks the OpenPGP signatures again, with the certificates that lay below `keys/` at any time: what a key was
/// replaced by does not make old signatures unknown.
pub(super) fn check_again(past: &mut Past, place: &Path) -> Result<(), git2::Error> {
    let texts = past.authority_texts.iter().map(|(blob, text)| (blob.as_str(), &**text));
    let (keys, _) = KeyMaterial::read(texts);
    if keys.is_empty() {
        return Ok(());
    }
    let commits: Vec<CommitId> = past.commits.iter().filter(|it| is_openpgp(&it.signature)).map(|it| it.id.clone()).collect();
    let sha256 = past.sha256;
    let found = verdicts(place, &commits, |objects, id| {
        let raw = objects.commit(id).ok()?;
        let words = commit::words(&raw, sha256);
        Some(with_keys(&keys, words.sealed.as_ref(), words.committer.at))
    })?;
    for it in &mut past.commits {
        it.signature = found.get(&it.id).cloned().unwrap_or_else(|| it.signature.clone());
    }
    let annotations = past.tags.iter().filter_map(|it| it.annotation.as_ref());
    let tags: Vec<CommitId> = annotations.filter(|it| is_openpgp(&it.signature)).map(|it| it.id.clone()).collect();
    let found = verdicts(place, &tags, |objects, id| {
        let words = commit::tag(objects, id, &objects.tag(id).ok()?).ok()?;
        Some(with_keys(&keys, words.sealed.as_ref(), words.tagger_at()))
    })?;
    for it in past.tags.iter_mut().filter_map(|it| it.annotation.as_mut()) {
        it.signature = found.get(&it.id).cloned().unwrap_or_else(|| it.signature.clone());
    }
    Ok(())
}

fn is_openpgp(signature: &Signature) -> bool {
    signature.signed().is_some_and(|it| it.scheme == Scheme::OpenPgp)
}

fn verdicts(
    place: &Path,
    ids: &[CommitId],
    verdict: impl Fn(&Objects<'_>, Oid) -> Option<Signature> + Sync,
) -> Result<BTreeMap<CommitId, Signature>, git2::Error> {
    let stretches: Vec<&[CommitId]> = ids.chunks(STRETCH).collect();
    let stretch = |ids: &&[CommitId]| -> Result<Vec<Option<Signature>>, git2::Error> {
        let repository = Repository::open(place)?;
        let objects = Objects::new(&repository)?;
        Ok(ids.iter().map(|id| oid(&repository, id).and_then(|id| verdict(&objects, id))).collect())
    };
    let mut found = BTreeMap::new();
    for (ids, verdicts) in stretches.iter().zip(parallel::map(&stretches, stretch)) {
        let known = ids.iter().zip(verdicts?).filter_map(|(id, verdict)| Some((id.clone(), verdict?)));
        found.extend(known);
    }
    Ok(found)
}
