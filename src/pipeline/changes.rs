//! Pages about what changed from one edition to another: neighbours, and each edition to the current one, so that their number does
//! not grow with the square of the editions. A text that did not change between has one redline, whichever pair asks for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::key;
use super::outcome::Stand;
use super::site::{Content, SiteFile};
use crate::base::{BlobId, SitePath};
use crate::handbook::EntryIdx;
use crate::handbook::changes::same_documents;
use crate::render::pages::{self, Compared};
use crate::source::Standing;

/// The pages, to stand at the root of the site. None where there is but one state.
pub(super) fn files(stands: &[Stand]) -> Vec<SiteFile> {
    let Some(root) = stands.first() else { return Vec::new() };
    let line = in_time(stands);
    let current = line.iter().position(|it| it.edition.inputs.edition.standing == Standing::Current);
    let neighbours = (1..line.len()).map(|at| (at - 1, at));
    let to_current = current.into_iter().flat_map(|end| (0..end.saturating_sub(1)).map(move |at| (at, end)));
    let mut redlines: BTreeMap<(String, BlobId, BlobId), SitePath> = BTreeMap::new();
    let mut files = Vec::new();
    for (a, b) in neighbours.chain(to_current) {
        pair(root, (line[a], line[b]), &mut redlines, &mut files);
    }
    files
}

/// Published editions and the working tree, the earliest first, each once.
fn in_time(stands: &[Stand]) -> Vec<&Stand> {
    let own = |it: &&Stand| !it.placement.folder.is_empty();
    let (mut drafts, published): (Vec<&Stand>, Vec<&Stand>) =
        stands.iter().filter(own).partition(|it| it.edition.inputs.edition.standing == Standing::Draft);
    let mut line: Vec<&Stand> = published.into_iter().rev().collect();
    line.append(&mut drafts);
    line
}

fn pair(
    root: &Stand,
    (old, new): (&Stand, &Stand),
    redlines: &mut BTreeMap<(String, BlobId, BlobId), SitePath>,
    files: &mut Vec<SiteFile>,
) {
    let (from, to) = (old.placement.folder.as_str(), new.placement.folder.as_str());
    let page = pages::changes_address(from, to);
    let mut found: BTreeMap<EntryIdx, SitePath> = BTreeMap::new();
    for places in same_documents(&old.edition.handbook, &new.edition.handbook) {
        let (Some(before), Some(after)) = places else { continue };
        let (was, is) = (&old.edition.handbook.entries[before], &new.edition.handbook.entries[after]);
        if was.written.blob == is.written.blob {
            continue;
        }
        let id = is.document.id.value.key().to_owned();
        let key = (id, was.written.blob.clone(), is.written.blob.clone());
        if let Some(known) = redlines.get(&key) {
            found.insert(after, known.clone());
            continue;
        }
        let path = pages::redline_address(&is.page, from, to);
        redlines.insert(key, path.clone());
        found.insert(after, path.clone());
        files.push(made(root, (old, new), path, {
            let page = page.clone();
            move |sites, path| pages::redline_page(sites.0, path, (sites.1, sites.2), (before, after), &page)
        }));
    }
    files.push(made(root, (old, new), page, move |sites, path| pages::changes_page(sites.0, path, (sites.1, sites.2), &found)));
}

type Sites<'a> = (&'a pages::Site<'a>, Compared<'a>, Compared<'a>);

/// A page that is made of the root and of two editions.
fn made(
    root: &Stand,
    (old, new): (&Stand, &Stand),
    path: SitePath,
    make: impl Fn(Sites<'_>, &SitePath) -> String + Send + Sync + 'static,
) -> SiteFile {
    let digest = {
        let editions = [root, old, new].map(|it| Arc::clone(&it.edition));
        let place = path.clone();
        move || {
            let [root, old, new] = editions.each_ref().map(|it| it.digest());
            key::between(root, old, new, place.as_str())
        }
    };
    let (root, old, new) = (root.clone(), old.clone(), new.clone());
    let place = path.clone();
    SiteFile::made(path, Some(Box::new(digest)), move || {
        let site = root.edition.site(&root.placement);
        let (before, after) = (old.edition.site(&old.placement), new.edition.site(&new.placement));
        Content::Bytes(make((&site, Compared { site: &before }, Compared { site: &after }), &place).into_bytes())
    })
}
