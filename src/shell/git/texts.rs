//! Texts of past revisions, read on all cores.

use std::collections::BTreeMap;

use git2::{ObjectFormat, Oid, Repository};

use super::objects::{NotRead, Objects};
use super::open::Opened;
use super::packs::Store;
use crate::base::BlobId;
use crate::pipeline::parallel;

/// Texts in a stretch at least, as each stretch costs opening the repository.
const STRETCH: usize = 256;
/// Stretches at most.
const STRETCHES: usize = 16;

/// What was made of texts, and which could not be read.
#[derive(Debug)]
pub(super) struct Read<T> {
    pub(super) found: BTreeMap<BlobId, T>,
    pub(super) failed: Vec<(BlobId, NotRead)>,
}

/// Reads blobs and hands their texts on, each with what was made of one shortly before, if there is any. What is larger than `limit` or not UTF-8 is left out, as it is in the working tree. Blobs
/// that follow each other should be alike, as git keeps them so.
pub(super) fn map<T: Send>(
    store: &Store,
    blobs: &[BlobId],
    limit: usize,
    make: &(dyn Fn(&str, Option<&T>) -> T + Sync),
) -> Result<Read<T>, git2::Error> {
    let text = |bytes: &[u8], before: Option<&Option<T>>| {
        std::str::from_utf8(bytes).ok().map(|it| make(it, before.and_then(Option::as_ref)))
    };
    let read = map_bytes(store, blobs, limit, &text)?;
    let found = read.found.into_iter().filter_map(|(blob, made)| Some((blob, made?)));
    Ok(Read { found: found.collect(), failed: read.failed })
}

/// The same for bytes of whatever kind.
pub(super) fn map_bytes<T: Send>(
    store: &Store,
    blobs: &[BlobId],
    limit: usize,
    make: &(dyn Fn(&[u8], Option<&T>) -> T + Sync),
) -> Result<Read<T>, git2::Error> {
    let length = blobs.len().div_ceil(STRETCHES).max(STRETCH);
    let stretches: Vec<&[BlobId]> = blobs.chunks(length).collect();
    let stretch = |blobs: &&[BlobId]| -> Result<Vec<Result<Option<T>, NotRead>>, git2::Error> {
        let repository = Repository::open(&store.place)?;
        let objects = Objects::of_store(&repository, store)?;
        let mut all: Vec<Result<Option<T>, NotRead>> = Vec::with_capacity(blobs.len());
        for blob in *blobs {
            let before = all.last().and_then(|it| it.as_ref().ok()?.as_ref());
            let made = one(&objects, repository.object_format(), blob, limit, &|bytes| make(bytes, before));
            all.push(made);
        }
        Ok(all)
    };
    let mut read = Read { found: BTreeMap::new(), failed: Vec::new() };
    for (blobs, made) in stretches.iter().zip(parallel::map(&stretches, stretch)) {
        for (blob, made) in blobs.iter().zip(made?) {
            match made {
                Ok(Some(made)) => drop(read.found.insert(blob.clone(), made)),
                Ok(None) => {}
                Err(error) => read.failed.push((blob.clone(), error)),
            }
        }
    }
    Ok(read)
}

fn one<T>(
    objects: &Objects<'_>,
    format: ObjectFormat,
    blob: &BlobId,
    limit: usize,
    make: &dyn Fn(&[u8]) -> T,
) -> Result<Option<T>, NotRead> {
    let Ok(id) = Oid::from_str_ext(blob.as_str(), format) else { return Ok(None) };
    Ok(objects.blob(id, limit)?.as_deref().map(make))
}

/// One text, if it is there, not too large, and UTF-8.
pub(in crate::shell) fn text(opened: &Opened, blob: &BlobId, limit: usize) -> Option<String> {
    let objects = Objects::new(&opened.repository).ok()?;
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    one(&objects, opened.repository.object_format(), blob, limit, &text).ok().flatten().flatten()
}
