//! One commit after the other: what it did to the files of the SMS and what it says. Runs on all cores, a stretch of commits at a time.

use std::ops::Range;

use git2::{Oid, Repository};

use super::commit::{self, Person, Words};
use super::graph::{Graph, Linked};
use super::mailmap::Mailmap;
use super::objects::{NotRead, Objects};
use super::open::commit_id;
use super::packs::Store;
use super::seal;
use super::tree::{Budget, Comparison, Differs, Leaf, descend};
use crate::base::{BlobId, CommitId};
use crate::pipeline::parallel;
use crate::source::{Change, Commit, Signatory, Trailer};

/// Trailers of document control, in lower case. A commit that carries one is kept even if it changes nothing.
const CONTROL: [&str; 6] = ["approved-by", "reviewed-by", "review-outcome", "adopted-by", "document", "anchor"];
/// Commits in a stretch at least, as each costs opening the repository.
const STRETCH: usize = 256;
/// Stretches at most.
const STRETCHES: usize = 16;

/// A commit that concerns the SMS. `landing`, `on_mainline` and `parents_at` are not filled in yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Examined {
    pub(super) commit: Commit,
    /// For each change the first other parent, counted from 1, that has the path as the commit has it.
    pub(super) same_as: Vec<Option<usize>>,
}

/// What there is to know for looking at commits.
#[derive(Clone, Copy)]
pub(super) struct Examiner<'a> {
    pub(super) store: &'a Store,
    pub(super) folder: &'a str,
    pub(super) sha256: bool,
    pub(super) mailmap: &'a Mailmap,
    pub(super) budget: &'a Budget,
}

/// What came of a commit: nothing of interest, something, or damage.
pub(super) type Outcome = Result<Option<Box<Examined>>, NotRead>;

impl Examiner<'_> {
    /// Looks at the given commits of a graph, in their order.
    pub(super) fn all(&self, graph: &Graph, nodes: &[u32]) -> Result<Vec<Outcome>, git2::Error> {
        let length = nodes.len().div_ceil(STRETCHES).max(STRETCH);
        let stretches: Vec<Range<usize>> =
            (0..nodes.len()).step_by(length).map(|at| at..(at + length).min(nodes.len())).collect();
        let found = parallel::map(&stretches, |it| self.stretch(graph, &nodes[it.clone()]));
        let mut all = Vec::with_capacity(nodes.len());
        for stretch in found {
            all.extend(stretch?);
        }
        Ok(all)
    }

    fn stretch(&self, graph: &Graph, nodes: &[u32]) -> Result<Vec<Outcome>, git2::Error> {
        let repository = Repository::open(&self.store.place)?;
        let objects = Objects::of_store(&repository, self.store)?;
        Ok(nodes.iter().map(|node| self.one(&objects, graph, &graph.nodes[*node as usize])).collect())
    }

    fn one(&self, objects: &Objects<'_>, graph: &Graph, node: &Linked) -> Outcome {
        let tree = |tree: Oid| descend(objects, tree, self.folder);
        let own = tree(node.tree)?;
        let mut parents = Vec::with_capacity(node.parents.len());
        for parent in &node.parents {
            parents.push(tree(graph.nodes[*parent as usize].tree)?);
        }
        let (first, others) = parents.split_first().map_or((None, &[][..]), |(first, others)| (*first, others));
        let mut comparison = Comparison { objects, budget: self.budget, found: Vec::new(), entries: 0 };
        comparison.run(own, first, others)?;
        let mut differs = comparison.found;
        differs.sort_by(|a, b| a.path.cmp(&b.path));
        let raw = objects.commit(node.id)?;
        let words = commit::words(&raw, self.sha256);
        if differs.is_empty() && !is_control(&words.trailers) {
            return Ok(None);
        }
        let mut commit = self.commit(objects, node, &raw, words);
        let same_as = differs.iter().map(|it| it.same_as).collect();
        commit.changes = differs.into_iter().map(change).collect();
        Ok(Some(Box::new(Examined { commit, same_as })))
    }

    /// A commit without what it changed.
    pub(super) fn plain(&self, objects: &Objects<'_>, node: &Linked) -> Result<Examined, NotRead> {
        let raw = objects.commit(node.id)?;
        let words = commit::words(&raw, self.sha256);
        Ok(Examined { commit: self.commit(objects, node, &raw, words), same_as: Vec::new() })
    }

    fn commit(&self, objects: &Objects<'_>, node: &Linked, raw: &[u8], words: Words) -> Commit {
        let parents = commit::links(objects, node.id, raw).map(|it| it.parents).unwrap_or_default();
        Commit {
            id: commit_id(&node.id),
            parents: parents.iter().map(commit_id).collect::<Vec<CommitId>>(),
            signature: seal::check(words.sealed.as_ref(), words.committer.at),
            author: signatory(words.author, self.mailmap),
            committer: signatory(words.committer, self.mailmap),
            subject: words.subject,
            trailers: words.trailers,
            on_mainline: false,
            landing: None,
            before: None,
            parents_at: None,
            changes: Vec::new(),
        }
    }
}

/// A person with the name to show.
pub(super) fn signatory(person: Person, mailmap: &Mailmap) -> Signatory {
    let name = person.name.into();
    let display = mailmap.shown(&name, &person.email);
    Signatory { name, email: person.email.into(), display, at: person.at }
}

fn is_control(trailers: &[Trailer]) -> bool {
    trailers.iter().any(|it| CONTROL.iter().any(|key| it.key.eq_ignore_ascii_case(key)))
}

fn change(differs: Differs) -> Change {
    let own = differs.same_as.is_none();
    Change { path: differs.path, before: blob(differs.before), after: blob(differs.after), from: None, own }
}

/// Links and submodules hold no text of the SMS, so they count as nothing.
fn blob(leaf: Option<Leaf>) -> Option<BlobId> {
    leaf.filter(|it| it.is_file()).map(|it| BlobId::new(it.id.to_string()))
}
