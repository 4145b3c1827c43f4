//! One document of an edition as a file that is read without the site.

use std::collections::BTreeMap;

use super::deliver;
use super::outcome::Stand;
use super::site::Content;
use crate::base::{RepoPath, SitePath};
use crate::handbook::EntryIdx;
use crate::render::pages::{PageKind, Site, pictures, single_page};

/// The document as its own page shows it: with the text in force, or with the pending one where none is.
fn shown(stand: &Stand, idx: EntryIdx) -> (Site<'_>, SitePath) {
    let entry = &stand.edition.handbook.entries[idx];
    match entry.pending.as_ref().filter(|_| entry.is_only_pending()) {
        Some(pending) => (stand.edition.site_for(&PageKind::Pending(idx), &stand.placement), pending.page.clone()),
        None => (stand.edition.site_for(&PageKind::Document(idx), &stand.placement), entry.page.clone()),
    }
}

/// Where the pictures of a document's text are.
pub fn pictures_of(stand: &Stand, idx: EntryIdx) -> Vec<(RepoPath, Content)> {
    let (site, _) = shown(stand, idx);
    let copy = |path: RepoPath| (path.clone(), deliver::copy_of(site.inputs, &path));
    pictures(&site, idx).into_iter().map(copy).collect()
}

/// The file of a document, in HTML. `pictures` are the bytes of those that `pictures_of` names; what is missing is named in the text.
pub fn single(stand: &Stand, idx: EntryIdx, pictures: &BTreeMap<RepoPath, Vec<u8>>) -> Vec<u8> {
    let (site, page) = shown(stand, idx);
    match deliver::content(&stand.edition, single_page(&site, &page, idx, pictures)) {
        Content::Bytes(html) | Content::Provisional(html) => html,
        Content::File(_) | Content::Blob(_) => Vec::new(),
    }
}
