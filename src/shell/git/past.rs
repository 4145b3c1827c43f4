//! Puts the walk, the changes and the words of commits together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use git2::Oid;

use super::cache::{self, Cache, Known, Ordered};
use super::commit;
use super::examine::{Examined, Examiner, Outcome};
use super::graph::{Graph, Node};
use super::lineage::{self, Touched};
use super::mailmap::Mailmap;
use super::objects::{NotRead, Objects};
use super::open::{Opened, commit_id};
use super::packs::{Ahead, Packs, Store};
use super::texts::{self, Read};
use super::tree::{self, Budget, Comparison, Leaf, descend};
use super::{renames, seal, tags};
use crate::base::{BlobId, Digest, RepoPath};
use crate::config;
use crate::pipeline::parallel;
use crate::signature::KeyMaterial;
use crate::source::{BroughtKeys, Change, Commit, CommitIdx, Gap, NoHistory, Past, Revision, RevisionFacts, Tag, Trailer};

/// Reasons and ids that a gap lists, at most.
const MAX_LISTED: usize = 10;
/// Largest text of a past revision that is read, in bytes.
pub(super) const MAX_TEXT: usize = 1 << 20;
/// Largest mailmap that is read, in bytes.
const MAX_MAILMAP: usize = 1 << 20;

/// What is wanted of a history beyond its commits.
pub(in crate::shell) struct Wanted<'a> {
    /// Whether to use what is kept below the git folder, and to keep it there.
    pub(in crate::shell) cache: bool,
    /// What the text of a past revision says.
    pub(in crate::shell) facts: Option<&'a (dyn Fn(&str) -> RevisionFacts + Sync)>,
    /// Commits that records in the working tree name as anchors, by the beginnings of their ids.
    pub(in crate::shell) anchors: &'a [String],
    /// Keys to check OpenPGP signatures with, in place of those below `keys/`. What is kept was found with these, so use no cache then.
    pub(in crate::shell) keys: Option<&'a BroughtKeys>,
}

/// What the whole reading works with.
struct Reading<'a> {
    opened: &'a Opened,
    store: &'a Store,
    objects: Objects<'a>,
    mailmap: Mailmap,
    budget: Budget,
}

/// Reads the history of the SMS in a repository.
pub(in crate::shell) fn past(opened: &Opened, wanted: &Wanted<'_>) -> Result<Past, NoHistory> {
    let broken = |error: git2::Error| NoHistory::Unreadable(error.message().to_owned());
    let unreadable = |error: NotRead| NoHistory::Unreadable(error.reason());
    // The mailmap comes before it is known whether much is to be read.
    let mailmap = mailmap(&Objects::new(&opened.repository).map_err(broken)?, opened.head);
    // Below the end of a shallow clone nothing is known, whatever was known before.
    let cache = (wanted.cache && opened.boundary.is_empty())
        .then(|| Cache::new(opened.repository.commondir(), &opened.folder, opened.sha256(), &probe(wanted)));
    let (mut known, known_facts) = parallel::both(
        || cache.as_ref().map_or_else(Known::default, |it| it.load(&mailmap)),
        || cache.as_ref().filter(|_| wanted.facts.is_some()).map_or_else(Ordered::new, Cache::load_facts),
    );
    let store = store(opened, &known);
    let objects = Objects::of_store(&opened.repository, &store).map_err(broken)?;
    let mut graph = Graph::walk(&objects, opened.head, &opened.boundary, &known).map_err(unreadable)?;
    let mut damage = std::mem::take(&mut graph.damage);
    let reached = graph.known.iter().flatten().filter_map(|it| known.examined[*it as usize].as_ref());
    let budget = Budget::new(reached.map(|it| it.commit.changes.len()).sum());
    let reading = Reading { opened, store: &store, objects, mailmap, budget };
    let mut examined = reading.examine(&graph, &mut known, &mut damage)?;
    let authority = Authority::read(&store, &examined, wanted.keys).map_err(broken)?;
    let is_checked = |node: usize| graph.known[node].is_some() && known.keys == authority.sum;
    seal::check_again(&store, opened.sha256(), &authority.keys, &mut examined, is_checked).map_err(broken)?;
    let bad_names = reading.budget.bad_names();
    let head_files = head_files(&reading.objects, graph.nodes[0].tree, &opened.folder).map_err(unreadable)?;
    if head_files.is_empty() && !opened.folder.is_empty() && !examined.iter().flatten().any(|it| !it.commit.changes.is_empty()) {
        return Err(NoHistory::NotCommitted);
    }
    let (tags, unread) = tags::read(opened, &reading.objects, &reading.mailmap, &authority.keys);
    let n_known = graph.known.iter().flatten().count();
    // What is incomplete may be complete the next time.
    let to_keep = cache.as_ref().filter(|_| damage.is_empty() && bad_names == 0);
    damage.extend(unread);
    let places = reading.places(&graph, &mut examined, &tags, wanted.anchors).map_err(unreadable)?;
    let files = files(&graph, &examined, &places);
    // The one goes to the disk while the other is read from it.
    let ((), facts) = parallel::both(
        || to_keep.map_or((), |it| it.save(&graph, &examined, &authority.sum, n_known)),
        || wanted.facts.map_or_else(|| Ok(Facts::default()), |make| facts(&store, &files, cache.as_ref(), known_facts, make)),
    );
    let Facts { found, failed } = facts.map_err(broken)?;
    let mut past = assemble(&graph, examined, &places, tags, &reading);
    past.files = files;
    past.head_files = head_files;
    past.authority_texts = authority.texts;
    past.facts = found;
    let mut missing = authority.failed;
    missing.extend(failed);
    past.gaps.extend(missing_gap(missing, &mut damage));
    past.gaps.extend(damage_gap(&damage));
    past.gaps.extend((bad_names > 0).then_some(Gap::BadNames(bad_names)));
    Ok(past)
}

/// The objects of a repository. With a cache there is little left to read, so its packs are left alone.
fn store(opened: &Opened, known: &Known) -> Store {
    let packs =
        if known.nodes.is_empty() { Packs::read(opened.repository.commondir(), opened.sha256()) } else { Packs::default() };
    let ahead = Ahead::read(&packs, opened.repository.object_format());
    Store { place: opened.place(), packs, ahead }
}

/// What the texts of all documents said through history, and which could not be read.
#[derive(Default)]
struct Facts {
    found: BTreeMap<BlobId, RevisionFacts>,
    failed: Vec<(BlobId, NotRead)>,
}

/// Finds them; those in `known` are not found out again.
fn facts(
    store: &Store,
    files: &BTreeMap<RepoPath, Vec<Revision>>,
    cache: Option<&Cache>,
    known: Ordered,
    make: &(dyn Fn(&str) -> RevisionFacts + Sync),
) -> Result<Facts, git2::Error> {
    let documents = files.iter().filter(|(path, _)| path.extension() == "md").flat_map(|(_, revisions)| revisions);
    // Those of one path together, as they are alike.
    let order: Vec<&BlobId> = documents.filter_map(|it| it.blob.as_ref()).collect();
    let mut wanted = order.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let mut old = Ordered::with_capacity(known.len());
    let mut new: Vec<&BlobId> = Vec::new();
    let mut known = known.into_iter().peekable();
    for blob in wanted {
        while known.next_if(|it| it.0 < *blob).is_some() {}
        match known.next_if(|it| it.0 == *blob) {
            Some(it) => old.push(it),
            None => new.push(blob),
        }
    }
    let n_known = old.len();
    let mut open: BTreeSet<&BlobId> = new.into_iter().collect();
    let new: Vec<BlobId> =
        if open.is_empty() { Vec::new() } else { order.iter().filter(|it| open.remove(**it)).map(|it| (*it).clone()).collect() };
    let sharing = |text: &str, before: Option<&RevisionFacts>| {
        let mut made = make(text);
        if let Some(before) = before {
            made.share(before);
        }
        made
    };
    let Read { found, failed } = texts::map(store, &new, MAX_TEXT, &sharing)?;
    let found = cache::joined(old, found);
    if let Some(cache) = cache {
        cache.save_facts(&order, &found, n_known);
    }
    Ok(Facts { found, failed })
}

impl Reading<'_> {
    fn examiner(&self) -> Examiner<'_> {
        Examiner {
            store: self.store,
            folder: &self.opened.folder,
            sha256: self.opened.sha256(),
            mailmap: &self.mailmap,
            budget: &self.budget,
        }
    }

    /// What each commit of the graph did, from the cache or found out now.
    fn examine(
        &self,
        graph: &Graph,
        known: &mut Known,
        damage: &mut BTreeSet<NotRead>,
    ) -> Result<Vec<Option<Box<Examined>>>, NoHistory> {
        let broken = |error: git2::Error| NoHistory::Unreadable(error.message().to_owned());
        let new: Vec<Node> = (0..).zip(&graph.known).filter(|it| it.1.is_none()).map(|it| it.0).collect();
        let outcomes = self.examiner().all(graph, &new).map_err(broken)?;
        let mut found = sort_out(outcomes, damage).map_err(|error| NoHistory::Unreadable(error.reason()))?;
        find_moves(self.store, &mut found).map_err(broken)?;
        let mut found = found.into_iter();
        let place_of = |known_place: &Option<Node>| match known_place {
            Some(at) => known.examined[*at as usize].take(),
            None => found.next().flatten(),
        };
        Ok(graph.known.iter().map(place_of).collect())
    }

    /// Which commits are kept, and in which place; those that nothing is known of yet are read.
    fn places(
        &self,
        graph: &Graph,
        examined: &mut [Option<Box<Examined>>],
        tags: &[(Tag, Oid)],
        anchors: &[String],
    ) -> Result<Vec<Option<CommitIdx>>, NotRead> {
        let mut by_id: Vec<(Oid, Node)> = (0..).zip(&graph.nodes).map(|(node, it)| (it.id, node)).collect();
        by_id.sort_unstable_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let find = |id: &Oid| by_id.binary_search_by(|it| it.0.as_bytes().cmp(id.as_bytes())).ok().map(|at| by_id[at].1);
        let mut kept: Vec<bool> = examined.iter().map(Option::is_some).collect();
        kept[0] = true;
        let of_anchors = anchored(&by_id, examined, anchors);
        for node in tags.iter().filter_map(|it| find(&it.1)).chain(of_anchors) {
            kept[node as usize] = true;
        }
        for node in 0..kept.len() {
            if let Some(landing) = graph.landing[node].filter(|_| kept[node]) {
                kept[landing as usize] = true;
            }
        }
        let mut places: Vec<Option<CommitIdx>> = Vec::with_capacity(kept.len());
        let mut count = 0;
        for is_kept in &kept {
            places.push(is_kept.then_some(count));
            count += usize::from(*is_kept);
        }
        for (node, it) in examined.iter_mut().enumerate().filter(|(node, it)| kept[*node] && it.is_none()) {
            *it = Some(Box::new(self.examiner().plain(&self.objects, &graph.nodes[node])?));
        }
        Ok(places)
    }
}

/// Facts that are found in another way than before are others: a text that has all of them stands for the way.
fn probe(wanted: &Wanted<'_>) -> String {
    const TEXT: &str = "---\nid: A-1\ntitle: T\ntype: policy\nversion: \"1\"\nstatus: draft\nowner: o\napprover: a\neffective: 2026-01-02\n\
        reviewed: 2026-01-03\nclauses: [4.1]\nprovides: [\"4.1: x\"]\nraci: {x: {R: r}}\n---\n# T\n\nA *b* `c` [d](e.md) [[F-1]].\n\n## H {#h clauses=\"4.2\"}\n\n\
        | a | b |\n|---|---|\n| c | d |\n\n- [x] e\n\n```text\nf\n```\n\n## Change history\n\n| Version | Change |\n|---|---|\n| 1 | g |\n";
    wanted.facts.map_or_else(String::new, |facts| format!("{:?}", facts(TEXT)))
}

/// Commits that concern the SMS by their place; the rest is damage or of no interest.
fn sort_out(outcomes: Vec<Outcome>, damage: &mut BTreeSet<NotRead>) -> Result<Vec<Option<Box<Examined>>>, NotRead> {
    if outcomes.iter().any(|it| matches!(it, Err(NotRead::TooMuch))) {
        return Err(NotRead::TooMuch);
    }
    let keep = |it: Outcome| {
        it.unwrap_or_else(|error| {
            damage.insert(error);
            None
        })
    };
    Ok(outcomes.into_iter().map(keep).collect())
}

fn damage_gap(damage: &BTreeSet<NotRead>) -> Option<Gap> {
    let mut reasons: Vec<String> = damage.iter().take(MAX_LISTED).map(NotRead::reason).collect();
    if damage.len() > MAX_LISTED {
        reasons.push(format!("and {} more", damage.len() - MAX_LISTED));
    }
    (!reasons.is_empty()).then_some(Gap::Damaged(reasons))
}

/// The mailmap at the top of the built revision, so that names do not depend on where it is read.
fn mailmap(objects: &Objects<'_>, head: Oid) -> Mailmap {
    let tree = objects.commit(head).and_then(|raw| commit::links(objects, head, &raw)).map(|it| it.tree);
    let blob = tree.and_then(|it| tree::find(objects, it, ".mailmap")).ok().flatten().filter(|it| !it.1);
    let bytes = blob.and_then(|it| objects.blob(it.0, MAX_MAILMAP).ok().flatten());
    bytes.map_or_else(Mailmap::default, |bytes| Mailmap::parse(&String::from_utf8_lossy(&bytes)))
}

pub(super) fn head_files(objects: &Objects<'_>, tree: Oid, folder: &str) -> Result<BTreeMap<RepoPath, BlobId>, NotRead> {
    let files = files_of(objects, tree, folder)?.into_iter().filter(|it| it.1.is_file());
    Ok(files.map(|(path, leaf)| (path, BlobId::new(leaf.id.to_string()))).collect())
}

/// All that lies below a folder of a tree, folders left out.
pub(super) fn files_of(objects: &Objects<'_>, tree: Oid, folder: &str) -> Result<Vec<(RepoPath, Leaf)>, NotRead> {
    let budget = Budget::new(0);
    let mut comparison = Comparison { objects, budget: &budget, found: Vec::new(), entries: 0 };
    comparison.run(descend(objects, tree, folder)?, None, &[])?;
    Ok(comparison.found.into_iter().filter_map(|it| Some((it.path, it.after?))).collect())
}

/// Says of each new path where it was before.
fn find_moves(store: &Store, examined: &mut [Option<Box<Examined>>]) -> Result<(), git2::Error> {
    let lists: Vec<&[Change]> = examined.iter().map(|it| it.as_ref().map_or(&[][..], |it| &it.commit.changes)).collect();
    let found = renames::find(store, &lists)?;
    for (it, pairs) in examined.iter_mut().zip(found) {
        let Some(it) = it.as_mut().filter(|_| !pairs.is_empty()) else { continue };
        let mut from: BTreeMap<RepoPath, RepoPath> = pairs.into_iter().collect();
        for change in &mut it.commit.changes {
            change.from = from.remove(&change.path);
        }
    }
    Ok(())
}

/// The commits, and what is known of the repository as a whole; files, texts and gaps that were found on the way are not filled in.
fn assemble(
    graph: &Graph,
    examined: Vec<Option<Box<Examined>>>,
    places: &[Option<CommitIdx>],
    tags: Vec<(Tag, Oid)>,
    reading: &Reading<'_>,
) -> Past {
    let ids: BTreeSet<Oid> = tags.iter().map(|it| it.1).collect();
    let reached: BTreeSet<Oid> = graph.nodes.iter().map(|it| it.id).filter(|it| ids.contains(it)).collect();
    let (near, far): (Vec<_>, Vec<_>) = tags.into_iter().partition(|it| reached.contains(&it.1));
    let before = before(graph, places);
    let mut commits: Vec<Commit> = Vec::with_capacity(places.iter().flatten().count());
    for (node, it) in examined.into_iter().enumerate() {
        let Some(it) = it else { continue };
        let linked = &graph.nodes[node];
        let mut commit = it.commit;
        commit.landing = graph.landing[node].and_then(|landing| places[landing as usize]);
        commit.before = before[node];
        commit.parents_at = linked.parents.iter().map(|parent| graph.nodes[*parent as usize].at).max();
        commits.push(commit);
    }
    for node in graph.mainline() {
        if let Some(place) = places[node as usize] {
            commits[place].on_mainline = true;
        }
    }
    Past {
        head: commit_id(&graph.nodes[0].id),
        branch: reading.opened.branch.clone(),
        published_on: reading.opened.published_on.clone(),
        sha256: reading.opened.sha256(),
        folder: reading.opened.folder.clone(),
        commits,
        n_reachable: graph.nodes.len(),
        files: BTreeMap::new(),
        head_files: BTreeMap::new(),
        facts: BTreeMap::new(),
        authority_texts: BTreeMap::new(),
        tags: near.into_iter().map(|it| it.0).collect(),
        stray_tags: far.into_iter().map(|it| it.0).collect(),
        gaps: reading.opened.gaps.clone(),
    }
}

/// For each commit the nearest kept one along first parents.
fn before(graph: &Graph, places: &[Option<CommitIdx>]) -> Vec<Option<CommitIdx>> {
    let mut before: Vec<Option<CommitIdx>> = vec![None; places.len()];
    // Parents come later.
    for node in (0..places.len()).rev() {
        before[node] = graph.nodes[node]
            .parents
            .first()
            .filter(|_| !graph.nodes[node].is_cut)
            .and_then(|it| places[*it as usize].or(before[*it as usize]));
    }
    before
}

/// Commits that `Anchor:` trailers and records name by at least seven digits of their ids. `by_id` is ordered.
fn anchored(by_id: &[(Oid, Node)], examined: &[Option<Box<Examined>>], records: &[String]) -> Vec<Node> {
    let format = by_id.first().map(|it| it.0.object_format());
    let trailers = examined.iter().flatten().flat_map(|it| &it.commit.trailers);
    let find = |name: String| {
        // The least id that begins so; those that do stand next to each other.
        let least = Oid::from_str_ext(&name, format?).ok()?;
        let at = by_id.partition_point(|it| it.0.as_bytes() < least.as_bytes());
        by_id.get(at).filter(|it| it.0.to_string().starts_with(&name)).map(|it| it.1)
    };
    trailers.filter_map(Trailer::anchor).map(|it| it.0).chain(records.iter().cloned()).filter_map(find).collect()
}

/// The revisions of each path.
fn files(graph: &Graph, examined: &[Option<Box<Examined>>], places: &[Option<CommitIdx>]) -> BTreeMap<RepoPath, Vec<Revision>> {
    let mut touched: Vec<Touched> = Vec::new();
    let mut changes: Vec<(&RepoPath, usize)> = Vec::new();
    let mut ends = Vec::with_capacity(examined.len() + 1);
    ends.push(0);
    for it in examined {
        if let Some(it) = it {
            for (change, same_as) in it.commit.changes.iter().zip(&it.same_as) {
                changes.push((&change.path, touched.len()));
                touched.push(Touched { path: 0, same_as: *same_as });
            }
        }
        ends.push(touched.len());
    }
    changes.sort_unstable();
    let mut paths: Vec<&RepoPath> = Vec::new();
    let mut number = 0;
    for (path, at) in changes {
        if paths.last() != Some(&path) {
            number = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            paths.push(path);
        }
        touched[at].path = number;
    }
    let mut revisions: Vec<Vec<Revision>> = vec![Vec::new(); paths.len()];
    let of = |node: Node| &touched[ends[node as usize]..ends[node as usize + 1]];
    lineage::follow(graph, of, |node, nth| {
        let (Some(it), Some(commit)) = (&examined[node as usize], places[node as usize]) else { return };
        let change = &it.commit.changes[nth];
        revisions[of(node)[nth].path as usize].push(Revision { commit, blob: change.after.clone(), from: change.from.clone() });
    });
    paths.into_iter().cloned().zip(revisions).collect()
}

/// Who may do what with which key, in all texts that history has of it.
struct Authority {
    texts: BTreeMap<BlobId, Arc<str>>,
    failed: Vec<(BlobId, NotRead)>,
    keys: KeyMaterial,
    /// Stands for the keys: verdicts that were found with others do not hold.
    sum: String,
}

impl Authority {
    fn read(store: &Store, examined: &[Option<Box<Examined>>], brought: Option<&BroughtKeys>) -> Result<Self, git2::Error> {
        let changes = examined.iter().flatten().flat_map(|it| &it.commit.changes);
        let chosen = changes.filter(|it| config::gives_authority(&it.path) || it.path.as_str() == config::MAIN);
        let blobs: BTreeSet<(&RepoPath, &BlobId)> = chosen.filter_map(|it| Some((&it.path, it.after.as_ref()?))).collect();
        let ids: BTreeSet<&BlobId> = blobs.iter().map(|it| it.1).collect();
        let ids: Vec<BlobId> = ids.into_iter().cloned().collect();
        let Read { found: texts, failed } = texts::map(store, &ids, MAX_TEXT, &|text, _| Arc::from(text))?;
        let of_keys = || blobs.iter().filter(|it| config::is_key_file(it.0));
        let named = of_keys().filter_map(|(path, blob)| Some((path.as_str(), &**texts.get(*blob)?)));
        // What cannot be read in them is told of the keys of today, where it can be mended.
        let keys = match brought {
            Some(brought) => KeyMaterial::read(brought.texts()).0,
            None => KeyMaterial::read(named).0,
        };
        let sum: Vec<String> = of_keys().map(|(path, blob)| format!("{path} {blob}")).collect();
        Ok(Self { texts, failed, keys, sum: Digest::of(sum.join("\n").as_bytes()).to_string() })
    }
}

/// Texts that could not be had: missing ones make a gap of their own, others are damage.
fn missing_gap(failed: Vec<(BlobId, NotRead)>, damage: &mut BTreeSet<NotRead>) -> Option<Gap> {
    let (missing, broken): (Vec<_>, Vec<_>) = failed.into_iter().partition(|(_, why)| matches!(why, NotRead::Missing(_)));
    damage.extend(broken.into_iter().map(|it| it.1));
    let missing: BTreeSet<BlobId> = missing.into_iter().map(|it| it.0).collect();
    (!missing.is_empty()).then(|| Gap::MissingTexts(missing.iter().take(MAX_LISTED).cloned().collect(), missing.len()))
}
