//! Pages about what changed from one edition to another: neighbours, and each edition to the current one, so that their number does
//! not grow with the square of the editions. A text that did not change between has one redline, whichever pair asks for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::key;
use super::outcome::{BuiltEdition, Stand};
use super::site::{Content, SiteFile};
use crate::base::{BlobId, Digest, SitePath};
use crate::handbook::EntryIdx;
use crate::handbook::changes::same_documents;
use crate::render::pages::{self, Compared};
use crate::source::Standing;

/// All published editions of a site, the latest first: which pages about them there are, and which redline one pair borrows from another,
/// depends on all of them, and the frame of each page on the current one. `None` without a current one.
pub(super) fn line(standings: &[Standing], digests: &[Digest]) -> Option<Digest> {
    let current = standings.iter().position(|it| *it == Standing::Current)?;
    Some(key::line(digests[current], digests))
}

/// Redlines that were planned, by document and both texts.
type Redlines = BTreeMap<(String, BlobId, BlobId), SitePath>;

/// The pages, to stand at the root of the site: those about the working tree, and unless they stand there already, those about published
/// editions. `stands` are the latter, the latest first, with the working tree at the end.
pub(super) fn files(root: &Stand, stands: &[Option<Stand>], line: Digest, with_published: bool) -> Vec<SiteFile> {
    let standings: Vec<Standing> =
        stands.iter().map(|it| it.as_ref().map_or(Standing::Past, |it| it.edition.inputs.edition.standing)).collect();
    // What the working tree holds is another thing each time; what is published borrows nothing from it.
    let (mut published, mut draft) = (Redlines::new(), Redlines::new());
    let mut files = Vec::new();
    for (old, new) in pages::compared(&standings) {
        let (Some(old), Some(new)) = (&stands[old], &stands[new]) else { continue };
        if new.edition.inputs.edition.standing == Standing::Draft {
            pair(Frame { root, line, with: Some(&new.edition) }, (old, new), &mut draft, &mut files);
        } else if with_published {
            pair(Frame { root, line, with: None }, (old, new), &mut published, &mut files);
        }
    }
    files
}

/// What a page depends on beside the two editions.
#[derive(Clone, Copy)]
struct Frame<'a> {
    root: &'a Stand,
    line: Digest,
    /// The working tree, where it is one of the two.
    with: Option<&'a Arc<BuiltEdition>>,
}

fn pair(frame: Frame<'_>, (old, new): (&Stand, &Stand), redlines: &mut Redlines, files: &mut Vec<SiteFile>) {
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
        files.push(made(frame, (old, new), path, {
            let page = page.clone();
            move |sites, path| pages::redline_page(sites.0, path, (sites.1, sites.2), (before, after), &page)
        }));
    }
    files.push(made(frame, (old, new), page, move |sites, path| pages::changes_page(sites.0, path, (sites.1, sites.2), &found)));
}

type Sites<'a> = (&'a pages::Site<'a>, Compared<'a>, Compared<'a>);

/// A page that is made of the root and of two editions.
fn made(
    frame: Frame<'_>,
    (old, new): (&Stand, &Stand),
    path: SitePath,
    make: impl Fn(Sites<'_>, &SitePath) -> String + Send + Sync + 'static,
) -> SiteFile {
    let (line, with, place) = (frame.line, frame.with.cloned(), path.clone());
    let digest = move || key::between(line, with.as_ref().map(|it| it.digest()), place.as_str());
    let (root, old, new) = (frame.root.clone(), old.clone(), new.clone());
    let place = path.clone();
    SiteFile::made(path, Some(Arc::new(digest)), move || {
        let site = root.edition.site(&root.placement);
        let (before, after) = (old.edition.site(&old.placement), new.edition.site(&new.placement));
        Content::Bytes(make((&site, Compared { site: &before }, Compared { site: &after }), &place).into_bytes())
    })
}
