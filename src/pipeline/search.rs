//! The search index of a site: records are made and read on all cores, put together on one, and encoded on all.

use std::sync::Arc;

use super::outcome::Stand;
use super::site::{Content, SiteFile};
use super::{key, parallel};
use crate::base::SitePath;
use crate::config;
use crate::render::pages::{Searchable, Site, search_record, searchable};
use crate::search::{self, Index};

/// Records that are read together. It does not depend on how many threads there are, and neither does the index.
const CHUNK: usize = 32;

/// The index of all that an edition has.
pub fn index(stand: &Stand) -> Arc<Index> {
    stand.edition.index(|| make_index(&stand.edition.site(&stand.placement)))
}

/// The index, made anew.
pub fn make_index(site: &Site<'_>) -> Index {
    let all = searchable(site);
    let chunks: Vec<&[Searchable]> = all.chunks(CHUNK).collect();
    let read = parallel::map(&chunks, |chunk| search::read(chunk.iter().map(|&it| search_record(site, it)).collect()));
    let merged = search::merge(read);
    let lists: Vec<usize> = (0..merged.lists()).collect();
    let encoded = parallel::map(&lists, |&at| merged.encode(at));
    Index::new(merged, encoded)
}

/// Whether an address would be one of an edition's index. Which there are is known when the index is made.
pub(super) fn is_in(path: &SitePath, stand: &Stand) -> bool {
    path.as_str().strip_prefix(stand.placement.folder.as_str()).is_some_and(|it| it.starts_with("data/search"))
}

/// The files of an edition's index, in its folder.
pub(super) fn files(stand: &Stand) -> Vec<SiteFile> {
    let site = stand.edition.site(&stand.placement);
    if site.handbook.config.settings.search == config::Search::Titles {
        return Vec::new();
    }
    let index = index(stand);
    let name = &site.inputs.edition.name;
    let edition = if name.is_empty() { site.words().get("edition.draft").to_owned() } else { name.clone() };
    let file = |shard: search::Shard| {
        let path = SitePath::new(&format!("{}{}", stand.placement.folder, shard.path()));
        let (whole, place) = (Arc::clone(&stand.edition), path.clone());
        let digest = move || key::file(whole.digest(), place.as_str());
        let (index, edition) = (Arc::clone(&index), edition.clone());
        SiteFile::made(path, Some(Arc::new(digest)), move || Content::Bytes(index.write(&shard, &edition).into_bytes()))
    };
    index.shards().into_iter().map(file).collect()
}
