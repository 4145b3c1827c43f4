//! History, indexed for the judgement: which commits count on the day, when they landed, and what touched which path.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{BlobId, CommitId, Date, RepoPath};
use crate::source::{Commit, CommitIdx, Gap, Instant, Past, RevisionFacts, Tag};

/// The past as of a day.
pub(super) struct Ground<'a> {
    pub(super) past: &'a Past,
    pub(super) as_of: Date,
    /// Whether each commit had landed by the day.
    visible: Vec<bool>,
    /// What each path became in each commit, against its first parent, the latest first.
    touches: BTreeMap<&'a RepoPath, Vec<Touch<'a>>>,
    /// Texts of the past by the id they give.
    by_id: BTreeMap<String, Vec<Place<'a>>>,
    /// Commits below which a shallow clone knows nothing.
    boundary: BTreeSet<CommitIdx>,
    /// Where the tags lead, in their order.
    tagged: Vec<Option<CommitIdx>>,
    /// Something below is missing, so that the first known need not be the first.
    pub(super) cut: bool,
}

/// What a path became in a commit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch<'a> {
    pub(super) commit: CommitIdx,
    pub(super) after: Option<&'a BlobId>,
}

/// One committed text, by where it is listed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) commit: CommitIdx,
    pub(super) path: &'a RepoPath,
    pub(super) blob: Option<&'a BlobId>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(past: &'a Past, as_of: Date) -> Self {
        let landing_day = |commit: &Commit| {
            let at = commit.landing.and_then(|it| past.commits.get(it)).unwrap_or(commit).committer.at;
            // A day has come where either the writer's or Greenwich's has.
            at.date().into_iter().chain(Instant { offset: 0, ..at }.date()).min()
        };
        let visible = past.commits.iter().map(|it| landing_day(it).is_some_and(|day| day <= as_of)).collect();
        let mut touches: BTreeMap<&RepoPath, Vec<Touch<'_>>> = BTreeMap::new();
        for (commit, it) in past.commits.iter().enumerate() {
            for change in &it.changes {
                let touch = Touch { commit, after: change.after.as_ref() };
                touches.entry(&change.path).or_default().push(touch);
            }
        }
        let mut by_id: BTreeMap<String, Vec<Place<'_>>> = BTreeMap::new();
        for (path, revisions) in &past.files {
            for revision in revisions {
                let Some(blob) = &revision.blob else { continue };
                let Some(id) = past.facts.get(blob).and_then(|it| it.id.as_ref()) else { continue };
                by_id.entry(id.key()).or_default().push(Place { commit: revision.commit, path, blob: Some(blob) });
            }
        }
        let shallow: BTreeSet<_> =
            past.gaps.iter().filter_map(|gap| if let Gap::Shallow(ids) = gap { Some(ids) } else { None }).flatten().collect();
        let boundary = past.commits.iter().enumerate().filter(|(_, it)| shallow.contains(&it.id)).map(|(idx, _)| idx).collect();
        let places: BTreeMap<&CommitId, CommitIdx> = past.commits.iter().enumerate().map(|(idx, it)| (&it.id, idx)).collect();
        let tagged = past.tags.iter().map(|it| places.get(&it.commit).copied()).collect();
        Self { past, as_of, tagged, visible, touches, by_id, boundary, cut: past.is_cut() }
    }

    pub(super) fn commit(&self, commit: CommitIdx) -> &'a Commit {
        &self.past.commits[commit]
    }

    pub(super) fn facts(&self, blob: &BlobId) -> Option<&'a RevisionFacts> {
        self.past.facts.get(blob)
    }

    /// Whether a commit had landed by the day.
    pub(super) fn is_visible(&self, commit: CommitIdx) -> bool {
        self.visible.get(commit).copied().unwrap_or(false)
    }

    /// Whether nothing is known of what came before a commit.
    pub(super) fn is_boundary(&self, commit: CommitIdx) -> bool {
        self.boundary.contains(&commit)
    }

    /// The day a commit came to the branch; `None` if its landing is not known.
    pub(super) fn landed(&self, commit: CommitIdx) -> Option<Date> {
        self.commit(self.commit(commit).landing?).committer.at.date()
    }

    /// The tags, each with the commit it leads to.
    pub(super) fn tags(&self) -> impl Iterator<Item = (&'a Tag, CommitIdx)> {
        self.past.tags.iter().zip(&self.tagged).filter_map(|(tag, at)| Some((tag, (*at)?)))
    }

    /// Texts that give an id.
    pub(super) fn with_id(&self, key: &str) -> &[Place<'a>] {
        self.by_id.get(key).map_or(&[], Vec::as_slice)
    }

    /// What a path became, the latest first.
    pub(super) fn touches(&self, path: &RepoPath) -> &[Touch<'a>] {
        self.touches.get(path).map_or(&[], Vec::as_slice)
    }

    /// All paths that any commit changed.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'a RepoPath> + use<'_, 'a> {
        self.touches.keys().copied()
    }

    /// A path's bytes in the state that a commit of the first-parent line left; `None` without such a file there.
    pub(super) fn on_mainline_at(&self, path: &RepoPath, commit: CommitIdx) -> Option<&'a BlobId> {
        let touches = self.touches(path);
        let from = touches.partition_point(|it| it.commit < commit);
        touches[from..].iter().find(|it| self.commit(it.commit).on_mainline)?.after
    }
}
