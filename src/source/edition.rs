//! Which edition inputs are of, and several of them together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Inputs, Tag};
use crate::base::{CommitId, Date, Digest, SitePath};

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
    /// For a published one: all that its texts and its history are worked out from beside its commit, in a form that is the same whenever
    /// that is the same. So it is known without reading them whether anything could be another.
    pub ground: String,
}

/// A published edition that stands in the site already, made from the same inputs: all that the rest of the site has to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Addresses of its pages within it, ordered.
    pub pages: Vec<String>,
    /// For pages of documents that name what replaces them: the address and that id.
    pub replaced_by: BTreeMap<String, String>,
    /// Errors and warnings that it has by the rules of the tool that made it.
    pub errors: usize,
    /// Likewise.
    pub warnings: usize,
}

/// What of a site stands already, made from the same inputs, so that it needs neither be made nor what it is made of be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandsAlready {
    /// Published editions by their names.
    pub editions: BTreeMap<String, Kept>,
    /// Pages about what changed from one published edition to another, all of them. `None` if they have to be made, which takes all
    /// editions whole.
    pub changes: Option<Vec<KeptPage>>,
}

/// A page that stands in the site already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPage {
    /// Its address.
    pub path: SitePath,
    /// Digest of all that it is made from.
    pub digest: Digest,
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
    /// What stands in the site already. Editions among it are not made again, and their inputs have neither texts nor history.
    pub stands: StandsAlready,
    /// Tags that are meant to be editions and hold no SMS, or cannot be read.
    pub left_out: Vec<String>,
}

impl Editions {
    /// The working tree alone.
    pub fn of_draft(draft: Inputs) -> Self {
        Self { draft: Arc::new(draft), published: Vec::new(), stands: StandsAlready::default(), left_out: Vec::new() }
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
