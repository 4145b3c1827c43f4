//! Tags with what they lead to, also where the built revision does not descend from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{BlobId, CommitId, RepoPath};

use super::{RevisionFacts, Tag};

/// The tags of a repository that were asked for, and how they stand to each other.
#[derive(Clone, Debug, Default)]
pub struct Tagged {
    /// Each tag with what it holds.
    pub states: Vec<TaggedState>,
    /// What the documents of these states say. What is missing here could not be read.
    pub facts: BTreeMap<BlobId, RevisionFacts>,
    /// For each commit that a tag leads to, those of the other such commits from which one comes to it through parents.
    pub reached_from: BTreeMap<CommitId, BTreeSet<CommitId>>,
    /// Tags beyond the number that is looked at.
    pub left_out: usize,
}

/// A tag and the state it leads to.
#[derive(Clone, Debug)]
pub struct TaggedState {
    /// The tag.
    pub tag: Tag,
    /// The built revision descends from it.
    pub on_branch: bool,
    /// Some branch of the repository descends from it, one that follows a remote branch included.
    pub on_any_branch: bool,
    /// The files of the SMS at its commit, or why they cannot be read.
    pub files: Result<BTreeMap<RepoPath, BlobId>, String>,
}
