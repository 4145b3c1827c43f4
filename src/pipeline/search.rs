//! The search index of a site: records are made and read on all cores, put together on one, and encoded on all.

use std::sync::Arc;

use super::parallel;
use super::site::{Content, SiteFile};
use crate::base::SitePath;
use crate::render::pages::{Searchable, Site, search_record, searchable};
use crate::search::{self, Index};

/// Records that are read together. It does not depend on how many threads there are, and neither does the index.
const CHUNK: usize = 32;

/// The index of all that the site has.
pub fn index(site: &Site<'_>) -> Index {
    let all = searchable(site);
    let chunks: Vec<&[Searchable]> = all.chunks(CHUNK).collect();
    let read = parallel::map(&chunks, |chunk| search::read(chunk.iter().map(|&it| search_record(site, it)).collect()));
    let merged = search::merge(read);
    let lists: Vec<usize> = (0..merged.lists()).collect();
    let encoded = parallel::map(&lists, |&at| merged.encode(at));
    Index::new(merged, encoded)
}

/// The files of the index.
pub(super) fn files<'a>(site: &Site<'a>) -> Vec<SiteFile<'a>> {
    let index = Arc::new(index(site));
    let edition = site.words().get("edition.draft").to_owned();
    let file = |shard: search::Shard| {
        let (index, edition) = (Arc::clone(&index), edition.clone());
        SiteFile::made(SitePath::new(&shard.path()), None, move || Content::Bytes(index.write(&shard, &edition).into_bytes()))
    };
    index.shards().into_iter().map(file).collect()
}
