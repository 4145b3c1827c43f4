//! Redlines between the texts that the documents at the root of the site had.

use std::sync::Arc;

use super::key;
use super::outcome::Stand;
use super::site::{Content, SiteFile};
use crate::base::BlobId;
use crate::render::pages;

/// Their pages.
pub(super) fn files(root: &Stand) -> Vec<SiteFile> {
    let site = root.edition.site(&root.placement);
    let page = |revised: pages::Revised| {
        let (its, stand, path, place) = (root.clone(), root.clone(), revised.path.clone(), revised.path.clone());
        let digest = move || key::file(its.edition.digest(), place.as_str());
        SiteFile::made_of_texts(path, Some(Arc::new(digest)), move |read| {
            let text = |blob: &BlobId| String::from_utf8(read(blob)?).ok();
            let (html, whole) = pages::revision_page(&stand.edition.site(&stand.placement), &revised, &text);
            // A text that is missing may be there next time.
            if whole { Content::Bytes(html.into_bytes()) } else { Content::Provisional(html.into_bytes()) }
        })
    };
    pages::revisions(&site).into_iter().map(page).collect()
}
