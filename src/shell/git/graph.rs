//! The commits reachable from one: their order, the first-parent line, and which commit of that line brought each of them.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use git2::Oid;

use super::cache::Known;
use super::commit;
use super::objects::{NotRead, Objects};
use crate::source::Instant;

/// More commits than any handbook's repository has.
const MAX_COMMITS: usize = 5_000_000;

/// A place in `Graph::nodes`.
pub(super) type Node = u32;

/// A commit as the walk knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Linked {
    pub(super) id: Oid,
    pub(super) tree: Oid,
    pub(super) at: Instant,
    /// Parents that are known. Always later in `Graph::nodes`.
    pub(super) parents: Vec<Node>,
    /// Some of its parents are not here: below lies a shallow boundary or damage.
    pub(super) is_cut: bool,
}

/// Reachable commits, children before parents, among equals the later committer date first.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Linked>,
    /// Where each commit is in the cache, if it is.
    pub(super) known: Vec<Option<Node>>,
    /// For each commit the one on the first-parent line that brought it; itself for one on it. `None` where the
    /// line is cut, so that an older one, which is not here, may have brought it.
    pub(super) landing: Vec<Option<Node>>,
    /// What could not be read.
    pub(super) damage: BTreeSet<NotRead>,
}

/// What was read of a commit before there is an order.
struct Met {
    id: Oid,
    tree: Oid,
    at: Instant,
    parents: Vec<usize>,
    is_cut: bool,
    known: Option<Node>,
}

/// Collects commits.
struct Meeting<'a> {
    met: Vec<Met>,
    /// Places of commits that were read. Those that are no commits stay without.
    places: BTreeMap<Oid, Option<usize>>,
    /// Likewise for commits that were read ahead.
    ahead_places: Vec<Option<Option<usize>>>,
    known: &'a Known,
    /// Places of commits of the cache.
    known_places: Vec<Option<usize>>,
}

/// A commit still to be met.
#[derive(Clone, Copy)]
enum Next {
    Read(Oid),
    Ahead(Oid, usize),
    Known(Node),
}

impl Graph {
    /// Walks from a commit. Those in `boundary` count as having no parents. What is known already is not read again.
    pub(super) fn walk(objects: &Objects<'_>, head: Oid, boundary: &BTreeSet<Oid>, known: &Known) -> Result<Self, NotRead> {
        let mut meeting = Meeting {
            met: Vec::new(),
            places: BTreeMap::new(),
            ahead_places: vec![None; objects.n_ahead()],
            known,
            known_places: vec![None; known.nodes.len()],
        };
        let damage = meeting.run(objects, head, boundary)?;
        let (nodes, known) = order(meeting.met);
        let landing = landings(&nodes);
        Ok(Self { nodes, known, landing, damage })
    }

    /// The commits of the first-parent line, the head first.
    pub(super) fn mainline(&self) -> impl Iterator<Item = Node> {
        mainline(&self.nodes)
    }
}

impl Meeting<'_> {
    /// Meets everything that is reachable, and says what could not be read.
    fn run(&mut self, objects: &Objects<'_>, head: Oid, boundary: &BTreeSet<Oid>) -> Result<BTreeSet<NotRead>, NotRead> {
        let mut damage = BTreeSet::new();
        let mut open: Vec<(Next, Option<(usize, usize)>)> = vec![(self.next(objects, head), None)];
        while let Some((next, child)) = open.pop() {
            let place = match self.place(next) {
                Some(place) => place,
                None => {
                    let place = match self.meet(objects, next, boundary) {
                        Ok((met, parents)) => {
                            let place = self.met.len();
                            self.met.push(met);
                            open.extend(parents.into_iter().enumerate().map(|(nth, parent)| (parent, Some((place, nth)))));
                            Some(place)
                        }
                        Err(error) if child.is_none() => return Err(error),
                        Err(error) => {
                            damage.insert(error);
                            None
                        }
                    };
                    if self.met.len() > MAX_COMMITS {
                        return Err(NotRead::TooMuch);
                    }
                    match next {
                        Next::Read(id) => drop(self.places.insert(id, place)),
                        Next::Ahead(_, at) => self.ahead_places[at] = Some(place),
                        Next::Known(node) => self.known_places[node as usize] = place,
                    }
                    place
                }
            };
            if let (Some((child, nth)), Some(place)) = (child, place) {
                self.met[child].parents[nth] = place;
            }
        }
        for it in &mut self.met {
            let all = it.parents.len();
            // Without its first parent nothing can be said against the others.
            if it.parents.first() == Some(&usize::MAX) {
                it.parents.clear();
            }
            it.parents.retain(|parent| *parent != usize::MAX);
            it.is_cut |= it.parents.len() < all;
        }
        Ok(damage)
    }

    fn next(&self, objects: &Objects<'_>, id: Oid) -> Next {
        match (self.known.find(id), objects.ahead(id)) {
            (Some(known), _) => Next::Known(known),
            (None, Some(at)) => Next::Ahead(id, at),
            (None, None) => Next::Read(id),
        }
    }

    fn place(&self, next: Next) -> Option<Option<usize>> {
        match next {
            Next::Read(id) => self.places.get(&id).copied(),
            Next::Ahead(_, at) => self.ahead_places[at],
            Next::Known(node) => self.known_places[node as usize].map(Some),
        }
    }

    fn meet(&self, objects: &Objects<'_>, next: Next, boundary: &BTreeSet<Oid>) -> Result<(Met, Vec<Next>), NotRead> {
        match next {
            Next::Known(node) => {
                let it = &self.known.nodes[node as usize];
                let parents: Vec<Next> = it.parents.iter().map(|it| Next::Known(*it)).collect();
                let unmet = vec![usize::MAX; parents.len()];
                Ok((Met { id: it.id, tree: it.tree, at: it.at, parents: unmet, is_cut: false, known: Some(node) }, parents))
            }
            Next::Read(id) | Next::Ahead(id, _) => {
                let links = commit::links(objects, id, &objects.commit(id)?)?;
                let is_cut = boundary.contains(&id);
                let parents: Vec<Next> =
                    if is_cut { Vec::new() } else { links.parents.into_iter().map(|it| self.next(objects, it)).collect() };
                let unmet = vec![usize::MAX; parents.len()];
                Ok((Met { id, tree: links.tree, at: links.at, parents: unmet, is_cut, known: None }, parents))
            }
        }
    }
}

/// Children before parents; among those that may come next the one with the later date, then with the lower id.
fn order(met: Vec<Met>) -> (Vec<Linked>, Vec<Option<Node>>) {
    let mut children = vec![0_u32; met.len()];
    for parent in met.iter().flat_map(|it| &it.parents) {
        children[*parent] += 1;
    }
    let key = |at: usize| (met[at].at.seconds, std::cmp::Reverse(met[at].id), at);
    let mut next: BinaryHeap<_> = (0..met.len()).filter(|at| children[*at] == 0).map(key).collect();
    let mut sorted = Vec::with_capacity(met.len());
    while let Some((.., at)) = next.pop() {
        sorted.push(at);
        for parent in &met[at].parents {
            children[*parent] -= 1;
            if children[*parent] == 0 {
                next.push(key(*parent));
            }
        }
    }
    let mut places = vec![0; met.len()];
    for (place, at) in (0..).zip(&sorted) {
        places[*at] = place;
    }
    let link = |at: usize| {
        let it = &met[at];
        let parents = it.parents.iter().map(|parent| places[*parent]).collect();
        Linked { id: it.id, tree: it.tree, at: it.at, parents, is_cut: it.is_cut }
    };
    let known = sorted.iter().map(|at| met[*at].known).collect();
    (sorted.into_iter().map(link).collect(), known)
}

fn index(node: Node) -> usize {
    node as usize
}

fn mainline(nodes: &[Linked]) -> impl Iterator<Item = Node> {
    let first = if nodes.is_empty() { None } else { Some(0) };
    std::iter::successors(first, |node| nodes[index(*node)].parents.first().copied())
}

fn landings(nodes: &[Linked]) -> Vec<Option<Node>> {
    let line: Vec<Node> = mainline(nodes).collect();
    let mut landing = vec![None; nodes.len()];
    for &by in line.iter().rev() {
        let mut open = vec![by];
        while let Some(node) = open.pop() {
            if landing[index(node)].is_none() {
                landing[index(node)] = Some(by);
                open.extend(&nodes[index(node)].parents);
            }
        }
    }
    let Some(&last) = line.last().filter(|it| nodes[index(**it)].is_cut) else { return landing };
    // What does not come after the end of the line may have come with what is missing below it.
    let mut after_last = vec![false; nodes.len()];
    for at in (0..nodes.len()).rev() {
        after_last[at] = at == index(last) || nodes[at].parents.iter().any(|parent| after_last[index(*parent)]);
        if !after_last[at] {
            landing[at] = None;
        }
    }
    landing
}
