//! What signatures say. The one place where the walk asks for a check.

use std::path::Path;

use git2::{Oid, Repository};

use super::commit::words;
use super::examine::Examined;
use super::objects::Objects;
use crate::pipeline::parallel;
use crate::signature::{self, KeyMaterial};
use crate::source::{Instant, Scheme, Signature};

/// Signature and signed bytes, as `signature` splits them.
pub(super) type Sealed = (String, Vec<u8>);

/// Looks at the signature of a commit or tag. `at` is when its committer or tagger says it was made.
pub(super) fn check(sealed: Option<&Sealed>, keys: &KeyMaterial, at: Instant) -> Signature {
    let Some((armored, payload)) = sealed else { return Signature::None };
    Signature::Signed(signature::verify(keys, payload, armored, at))
}

/// Looks again at the OpenPGP signatures, which do not carry their keys: these are known only once the walk has found all texts of
/// `keys/`. Leaves alone what `is_checked` says was checked with the same keys.
pub(super) fn check_again(
    place: &Path,
    sha256: bool,
    keys: &KeyMaterial,
    examined: &mut [Option<Box<Examined>>],
    is_checked: impl Fn(usize) -> bool,
) -> Result<(), git2::Error> {
    let is_open = |it: &Examined| it.commit.signature.signed().is_some_and(|it| it.scheme == Scheme::OpenPgp);
    let unsure = examined.iter().enumerate().filter(|(node, _)| !is_checked(*node));
    let unsure: Vec<(usize, &Examined)> =
        unsure.filter_map(|(node, it)| Some((node, &**it.as_ref()?))).filter(|it| is_open(it.1)).collect();
    let stretches: Vec<&[(usize, &Examined)]> = unsure.chunks(unsure.len().div_ceil(32).max(64)).collect();
    let look = |stretch: &&[(usize, &Examined)]| -> Result<Vec<Option<Signature>>, git2::Error> {
        let repository = Repository::open(place)?;
        let objects = Objects::new(&repository)?;
        let one = |it: &Examined| {
            let id: Oid = objects.id(it.commit.id.as_str().as_bytes())?;
            let words = words(&objects.commit(id).ok()?, sha256);
            Some(check(words.sealed.as_ref(), keys, it.commit.committer.at))
        };
        Ok(stretch.iter().map(|it| one(it.1)).collect())
    };
    let mut found = Vec::with_capacity(unsure.len());
    for (stretch, signatures) in stretches.iter().zip(parallel::map(&stretches, look)) {
        found.extend(stretch.iter().map(|it| it.0).zip(signatures?));
    }
    for (node, signature) in found {
        if let (Some(it), Some(signature)) = (&mut examined[node], signature) {
            it.commit.signature = signature;
        }
    }
    Ok(())
}
