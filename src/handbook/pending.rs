//! Texts that are not in force yet, for a site that shows the texts in force (`site.publish: in-force`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Entry, Handbook, Proof};
use crate::base::{Addresses, BlobId, Date, RepoPath, SitePath};
use crate::model::{Document, Status};
use crate::source::Texts;
use crate::syntax::Parsed;

/// The text of a document that is not in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its page.
    pub page: SitePath,
    /// The text that is in force instead. `None` if no text of the document is.
    pub in_force: Option<Applies>,
    /// The version it declares.
    pub version: Option<String>,
    /// The status it declares.
    pub status: Option<Status>,
    /// It lacks an approval that counts.
    pub needs_approval: bool,
    /// The day from which it applies, if that has not come.
    pub from: Option<Date>,
    /// It is not committed.
    pub uncommitted: bool,
    /// On the day it was not on record yet.
    pub unrecorded: bool,
}

/// A text in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applies {
    /// How many committed texts of the document are later.
    pub later: usize,
    /// Its bytes.
    pub blob: BlobId,
    /// Its page.
    pub page: SitePath,
}

impl Pending {
    /// Of a document as it is written: `None` if that is the text to show.
    fn of(handbook: &Handbook, entry: &Entry, texts: &Texts) -> Option<Self> {
        let (document, control) = (&entry.document, &entry.control);
        let status = document.status.as_ref().map(|it| it.value);
        let from = document.effective.as_ref().map(|it| it.value).filter(|it| *it > handbook.as_of);
        let judged = handbook.control.state.is_judged();
        let in_force = control.in_force.filter(|_| judged);
        let needs_approval = match (judged, control.approval_proof()) {
            (true, proof) => status != Some(Status::Approved) || proof.is_none_or(|it| it < Proof::Attested),
            (false, _) => status != Some(Status::Approved),
        };
        let in_force = match in_force {
            _ if document.is_retired() => return None,
            Some(revision) if is_written(entry, revision) => return None,
            Some(revision) => {
                let blob = control.revisions[revision].blob.clone();
                let later = control.revisions[..revision].iter().filter(|it| it.commit.is_some()).count();
                blob.filter(|it| texts.get(it).is_some()).map(|blob| Applies { later, blob, page: entry.page.clone() })
            }
            // What nobody approves is in force as it is written.
            None if status.is_none() || (judged && document.approver.is_none() && status == Some(Status::Approved)) => {
                return None;
            }
            None if !judged && status == Some(Status::Approved) && from.is_none() => return None,
            None => None,
        };
        Some(Self {
            page: entry.page.clone(),
            in_force,
            version: document.version.as_ref().map(|it| it.value.clone()),
            status,
            needs_approval,
            from,
            uncommitted: control.uncommitted,
            unrecorded: judged && !control.uncommitted && !(0..control.revisions.len()).any(|it| is_written(entry, it)),
        })
    }
}

/// Whether a revision says what the file of its document says.
fn is_written(entry: &Entry, revision: usize) -> bool {
    entry.control.revisions[revision].digest == entry.written.facts.digest
}

/// What is not in force, by its file, of a handbook as it is written. `texts` are those there are.
pub fn pending(handbook: &Handbook, texts: &Texts) -> BTreeMap<RepoPath, Pending> {
    let mut used = Addresses::without(&handbook.entries.iter().map(|it| it.page.as_str()).collect::<Vec<_>>());
    let mut of = |it: &Entry| {
        let pending = Pending::of(handbook, it, texts)?;
        let name = it.page.as_str().strip_suffix(".html").unwrap_or(it.page.as_str());
        let page = used.take(|n| match n {
            1 => SitePath::new(&format!("{name}.pending.html")),
            n => SitePath::new(&format!("{name}.pending--{n}.html")),
        });
        Some((it.path.clone(), Pending { page, ..pending }))
    };
    handbook.entries.iter().filter_map(&mut of).collect()
}

/// The texts that a site of the texts in force shows in place of what is written, at most one for each document.
pub fn texts_in_force(handbook: &Handbook) -> Vec<BlobId> {
    if !handbook.control.state.is_judged() {
        return Vec::new();
    }
    let earlier = |it: &Entry| {
        let revision = it.control.in_force.filter(|at| !it.document.is_retired() && !is_written(it, *at))?;
        it.control.revisions[revision].blob.clone()
    };
    handbook.entries.iter().filter_map(earlier).collect()
}

/// A document of which no text is in force, as far as it may appear beside those of which one is: by its name, its place and the clauses
/// it is meant for. What it says binds nobody yet.
pub(super) fn without_effect(document: &mut Document) {
    document.raci.clear();
    document.entries.clear();
    document.item = None;
    document.provides.clear();
    let said = &document.parsed;
    let heard = Parsed { references: Vec::new(), blocks: Vec::new(), ..(**said).clone() };
    document.parsed = Arc::new(heard);
}
