//! For every path the commits that `git log -- <path>` lists, all paths in one pass.
//!
//! Git's rule: a merge in which a path is as in one of its parents is not listed, and the path is followed along the first such
//! parent alone; every other commit that changes the path against a parent is listed, and followed along all. So each commit
//! has a set of paths that are followed through it. On the main line that is all but a few; a side branch gets those
//! few in which the merge differs from its first parent. Sets are moved along and joined smaller into larger, so
//! the work grows with the number of changes and not with commits times paths.

use std::collections::BTreeSet;

use super::graph::{Graph, Node};

/// A path by number.
pub(super) type PathNumber = u32;

/// A path that a commit has otherwise than its first parent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touched {
    pub(super) path: PathNumber,
    /// The first other parent, counted from 1, that has it as the commit has it.
    pub(super) same_as: Option<usize>,
}

/// Paths followed through a commit.
#[derive(Debug)]
enum Followed {
    AllBut(BTreeSet<PathNumber>),
    Only(BTreeSet<PathNumber>),
}

impl Followed {
    fn none() -> Self {
        Self::Only(BTreeSet::new())
    }

    fn is_none(&self) -> bool {
        matches!(self, Self::Only(paths) if paths.is_empty())
    }

    fn contains(&self, path: PathNumber) -> bool {
        match self {
            Self::AllBut(paths) => !paths.contains(&path),
            Self::Only(paths) => paths.contains(&path),
        }
    }

    fn remove(&mut self, path: PathNumber) {
        match self {
            Self::AllBut(paths) => drop(paths.insert(path)),
            Self::Only(paths) => drop(paths.remove(&path)),
        }
    }

    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::AllBut(mut but), Self::Only(paths)) | (Self::Only(paths), Self::AllBut(mut but)) => {
                for path in paths {
                    but.remove(&path);
                }
                Self::AllBut(but)
            }
            (Self::Only(a), Self::Only(b)) => {
                let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
                large.extend(small);
                Self::Only(large)
            }
            (Self::AllBut(a), Self::AllBut(b)) => {
                let (large, mut small) = if a.len() < b.len() { (b, a) } else { (a, b) };
                small.retain(|path| large.contains(path));
                Self::AllBut(small)
            }
        }
    }
}

/// Calls `listed` for each commit and path that git lists, commits in the order of the graph, with the place of the path among `touched`, which
/// holds what each commit has otherwise than its first parent.
pub(super) fn follow<'a>(graph: &Graph, touched: impl Fn(Node) -> &'a [Touched], mut listed: impl FnMut(Node, usize)) {
    let mut followed: Vec<Followed> = graph.nodes.iter().map(|_| Followed::none()).collect();
    if let Some(head) = followed.first_mut() {
        *head = Followed::AllBut(BTreeSet::new());
    }
    for (node, it) in (0..).zip(&graph.nodes) {
        let mut along = std::mem::replace(&mut followed[node as usize], Followed::none());
        if along.is_none() {
            continue;
        }
        let mut others: Vec<BTreeSet<PathNumber>> = vec![BTreeSet::new(); it.parents.len().saturating_sub(1)];
        for (place, touched) in touched(node).iter().enumerate() {
            if !along.contains(touched.path) {
                continue;
            }
            if let Some(nth) = touched.same_as {
                along.remove(touched.path);
                if let Some(other) = others.get_mut(nth - 1) {
                    other.insert(touched.path);
                }
            } else {
                listed(node, place);
                for other in &mut others {
                    other.insert(touched.path);
                }
            }
        }
        let others = others.into_iter().map(Followed::Only);
        for (parent, set) in it.parents.iter().zip(std::iter::once(along).chain(others)) {
            let place = &mut followed[*parent as usize];
            *place = std::mem::replace(place, Followed::none()).join(set);
        }
    }
}
