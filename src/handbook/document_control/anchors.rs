//! Anchors: head ids and register sums that were handed to somebody outside, and whether they still hold.

use super::ground::Ground;
use super::register::committed_digest;
use super::{Anchor, AnchorState, Subject};
use crate::base::{Date, Digest};
use crate::source::{CommitIdx, Past, Trailer};

/// Anchors recorded by `Anchor: COMMIT [REGISTER]` trailers, the latest first.
pub(super) fn anchors(ground: &Ground<'_>, subjects: &[Subject<'_>]) -> Vec<Anchor> {
    let mut found = Vec::new();
    for (idx, commit) in ground.past.commits.iter().enumerate().filter(|(idx, _)| ground.is_visible(*idx)) {
        for (id, register) in commit.trailers.iter().filter_map(Trailer::anchor) {
            let state = state(ground, idx, &id, register.as_deref(), subjects);
            let day = ground.landed(idx);
            found.push(Anchor { recorded: idx, day, commit: id, register, state });
        }
    }
    found
}

/// The register's sum in the state that the latest commit left, as it will be worked out again when an anchor is checked. `None` where
/// it cannot be: a text is missing, or a document gives no id of its own.
pub fn committed_register(subjects: &[Subject<'_>], past: &Past, as_of: Date) -> Option<Digest> {
    let ground = Ground::new(past, as_of);
    let latest = past.commits.iter().position(|it| it.on_mainline)?;
    register_at(&ground, latest, subjects)
}

fn state(ground: &Ground<'_>, recorded: CommitIdx, id: &str, register: Option<&str>, subjects: &[Subject<'_>]) -> AnchorState {
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
    match register_at(ground, at, subjects) {
        Some(sum) if sum.to_string() == register => AnchorState::Holds,
        Some(sum) => AnchorState::OtherRegister(sum),
        None => AnchorState::Unknown,
    }
}

/// The register's sum in the state that a commit of the first-parent line left. `None` where it cannot be worked out exactly: the
/// commit is on a branch, a text is missing, or a document then gave no id of its own.
fn register_at(ground: &Ground<'_>, at: CommitIdx, subjects: &[Subject<'_>]) -> Option<Digest> {
    if !ground.commit(at).on_mainline || subjects.iter().any(|it| it.written.facts.id.is_none()) {
        return None;
    }
    let files = ground.paths().filter_map(|path| Some((path, ground.on_mainline_at(path, at)?)));
    committed_digest(files, |blob| ground.facts(blob))
}
