//! Which edition inputs are of, and several of them together.

use std::sync::Arc;

use super::{Inputs, Tag};
use crate::base::{CommitId, Date};

/// An edition: the working tree, or the state that a commit holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// What it is called: the tag it is made from, or what a commit was asked for by. Empty for the working tree.
    pub name: String,
    /// How it stands to the others.
    pub standing: Standing,
    /// The commit whose files it has; none for the working tree.
    pub commit: Option<CommitId>,
    /// The tag it is made from, if it is made from one.
    pub tag: Option<Tag>,
    /// For a past one: the day on which another was published in its place.
    pub replaced: Option<Date>,
    /// For the working tree: the name of the current edition that stands beside it, if there is one.
    pub beside: Option<String>,
}

/// How an edition stands to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not published: the working tree, or a commit that somebody asked for.
    #[default]
    Draft,
    /// The latest published one.
    Current,
    /// A published one that another has taken the place of.
    Past,
}

/// All editions of a build.
#[derive(Clone, Debug)]
pub struct Editions {
    /// The working tree.
    pub draft: Arc<Inputs>,
    /// Published editions, the latest first.
    pub published: Vec<Arc<Inputs>>,
}

impl Editions {
    /// The working tree alone.
    pub fn of_draft(draft: Inputs) -> Self {
        Self { draft: Arc::new(draft), published: Vec::new() }
    }

    /// For a copy made on a day, which is read away from the site.
    pub fn offline(mut self, made: Date) -> Self {
        for inputs in std::iter::once(&mut self.draft).chain(&mut self.published) {
            Arc::make_mut(inputs).offline = Some(made);
        }
        self
    }

    /// The one that is in force.
    pub fn current(&self) -> Option<&Arc<Inputs>> {
        self.published.iter().find(|it| it.edition.standing == Standing::Current)
    }
}
