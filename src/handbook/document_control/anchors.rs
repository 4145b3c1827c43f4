//! Anchors: head ids and register sums that were handed to somebody outside, and whether they still hold.

use std::sync::Arc;

use super::ground::Ground;
use super::register::committed_digest;
use super::{Anchor, AnchorPlace, AnchorState, DocumentControl, Subject};
use crate::base::{BlobId, Date, Digest, RepoPath};
use crate::source::{CommitIdx, Gap, Past, RevisionFacts, Trailer};

/// Anchors recorded by `Anchor: COMMIT [REGISTER]` trailers and in the front matter of documents, the latest first.
pub(super) fn anchors(ground: &Ground<'_>, subjects: &[Subject<'_>], controls: &[Arc<DocumentControl>]) -> Vec<Anchor> {
    let mut found = Vec::new();
    for (idx, commit) in ground.past.commits.iter().enumerate().filter(|(idx, _)| ground.is_visible(*idx)) {
        for (id, register) in commit.trailers.iter().filter_map(Trailer::anchor) {
            let state = state(ground, idx, &id, register.as_deref());
            let recorded = AnchorPlace::Commit(idx);
            found.push(Anchor { recorded, day: ground.landed(idx), commit: id, register, given_to: None, state });
        }
    }
    for (entry, (subject, control)) in subjects.iter().zip(controls).enumerate() {
        // On an earlier day the record had not been written.
        let written = !control.revisions.is_empty();
        for it in subject.document.anchors.iter().filter(|_| written) {
            found.push(Anchor {
                recorded: AnchorPlace::Document(entry, it.commit.span),
                day: subject.document.date.as_ref().map(|it| it.value).or(control.on_record_since),
                commit: it.commit.value.clone(),
                register: it.register.clone(),
                given_to: it.given_to.clone(),
                state: state(ground, 0, &it.commit.value, it.register.as_deref()),
            });
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.day));
    found
}

/// The register's sum in the state that the built commit left, as it will be worked out again when an anchor is checked. `None` where
/// it cannot be, as a text is missing.
pub fn committed_register(past: &Past, as_of: Date) -> Option<Digest> {
    at_head(&Ground::new(past, as_of))
}

pub(super) fn at_head(ground: &Ground<'_>) -> Option<Digest> {
    register(ground, &ground.past.head_files)
}

/// What a file says that is no text.
static NOTHING: RevisionFacts = RevisionFacts {
    id: None,
    title: None,
    kind: None,
    version: None,
    status: None,
    owner: None,
    approver: None,
    effective: None,
    reviewed: None,
    changed_to: None,
    digest: None,
    front: None,
    sections: Vec::new(),
};

/// The sum over some texts. What is there and no text, or too long to be a document's, counts by its path.
fn register<'a>(ground: &Ground<'a>, files: impl IntoIterator<Item = (&'a RepoPath, &'a BlobId)>) -> Option<Digest> {
    let missing = ground.past.gaps.iter().any(|it| matches!(it, Gap::MissingTexts(..) | Gap::Damaged(_)));
    committed_digest(files, |blob| ground.facts(blob).or((!missing).then_some(&NOTHING)))
}

fn state(ground: &Ground<'_>, recorded: CommitIdx, id: &str, register: Option<&str>) -> AnchorState {
    let commits = &ground.past.commits;
    let Some(at) = commits.iter().position(|it| it.id.as_str().starts_with(id)) else {
        // Commits that an anchor names are listed, if they are reachable at all.
        return if ground.cut { AnchorState::Unknown } else { AnchorState::NotAncestor };
    };
    // What was handed out cannot be younger than the record of it.
    if at < recorded {
        return AnchorState::NotAncestor;
    }
    let Some(register) = register else { return AnchorState::Holds };
    match register_at(ground, at) {
        Some(sum) if sum.to_string() == register => AnchorState::Holds,
        Some(sum) => AnchorState::OtherRegister(sum),
        None => AnchorState::Unknown,
    }
}

/// The register's sum in the state that a commit of the first-parent line left. `None` where it cannot be worked out exactly: the
/// commit is on a branch, or a text is missing.
fn register_at(ground: &Ground<'_>, at: CommitIdx) -> Option<Digest> {
    if !ground.commit(at).on_mainline {
        return None;
    }
    register(ground, ground.paths().filter_map(|path| Some((path, ground.on_mainline_at(path, at)?))))
}
