//! Puts the walk, the changes and the words of commits together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use git2::Oid;

use super::cache::{Cache, Known};
use super::commit;
use super::examine::{Examined, Examiner, Outcome};
use super::graph::{Graph, Node};
use super::lineage::{self, Touched};
use super::mailmap::Mailmap;
use super::objects::{NotRead, Objects};
use super::open::{Opened, commit_id};
use super::packs::{Packs, Store};
use super::texts::{self, Read};
use super::tree::{self, Budget, Comparison, Leaf, descend};
use super::{renames, seal, tags};
use crate::base::{BlobId, Digest, RepoPath};
use crate::config;
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
    /// None where it is not wanted, or what it would hold is not whole.
    cache: Option<Cache>,
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
    let mut known = cache.as_ref().map_or_else(Known::default, |it| it.load(&mailmap));
    // With a cache there is little left to read.
    let common = opened.repository.commondir();
    let packs = if known.nodes.is_empty() { Packs::read(common, opened.sha256()) } else { Packs::default() };
    let store = Store { place: opened.place(), packs };
    let objects = Objects::with_packs(&opened.repository, &store.packs).map_err(broken)?;
    let mut graph = Graph::walk(&objects, opened.head, &opened.boundary, &known).map_err(unreadable)?;
    let mut damage = std::mem::take(&mut graph.damage);
    let reached = graph.known.iter().flatten().filter_map(|it| known.examined[*it as usize].as_ref());
    let budget = Budget::new(reached.map(|it| it.commit.changes.len()).sum());
    let reading = Reading { opened, store: &store, objects, mailmap, cache, budget };
    let mut examined = reading.examine(&graph, &mut known, &mut damage)?;
    let authority = Authority::read(&store, &examined, wanted.keys).map_err(broken)?;
    let is_checked = |node: usize| graph.known[node].is_some() && known.keys == authority.sum;
    seal::check_again(&store, opened.sha256(), &authority.keys, &mut examined, is_checked).map_err(broken)?;
    let bad_names = reading.budget.bad_names();
    // What is incomplete may be complete the next time.
    if let Some(cache) = reading.cache.as_ref().filter(|_| damage.is_empty() && bad_names == 0) {
        cache.save(&graph, &examined, &authority.sum, graph.known.iter().flatten().count());
    }
    let head_files = head_files(&reading.objects, graph.nodes[0].tree, &opened.folder).map_err(unreadable)?;
    if head_files.is_empty() && !opened.folder.is_empty() && !examined.iter().flatten().any(|it| !it.commit.changes.is_empty()) {
        return Err(NoHistory::NotCommitted);
    }
    let (tags, unread) = tags::read(opened, &reading.objects, &reading.mailmap, &authority.keys);
    damage.extend(unread);
    let mut past = assemble(&graph, examined, tags, wanted.anchors, &reading).map_err(unreadable)?;
    past.head_files = head_files;
    past.authority_texts = authority.texts;
    let mut missing = authority.failed;
    if let Some(facts) = wanted.facts {
        missing.extend(reading.facts(&mut past, facts)?);
    }
    past.gaps.extend(missing_gap(missing, &mut damage));
    past.gaps.extend(damage_gap(&damage));
    past.gaps.extend((bad_names > 0).then_some(Gap::BadNames(bad_names)));
    Ok(past)
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

    /// What the texts of all documents said through history. Gives back which could not be read.
    fn facts(
        &self,
        past: &mut Past,
        facts: &(dyn Fn(&str) -> RevisionFacts + Sync),
    ) -> Result<Vec<(BlobId, NotRead)>, NoHistory> {
        let mut known = self.cache.as_ref().map_or_else(BTreeMap::new, Cache::load_facts);
        let documents = blobs_of(past, |path| path.extension() == "md");
        let (old, new): (Vec<BlobId>, Vec<BlobId>) = documents.into_iter().partition(|it| known.contains_key(it));
        past.facts = old.into_iter().filter_map(|it| known.remove_entry(&it)).collect();
        let known = past.facts.len();
        let read = texts::map(self.store, &new, MAX_TEXT, facts);
        let read = read.map_err(|error| NoHistory::Unreadable(error.message().to_owned()))?;
        past.facts.extend(read.found);
        if let Some(cache) = &self.cache {
            cache.save_facts(&past.facts, known);
        }
        Ok(read.failed)
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

/// Everything but what is known of the repository as a whole.
fn assemble(
    graph: &Graph,
    mut examined: Vec<Option<Box<Examined>>>,
    tags: Vec<(Tag, Oid)>,
    anchors: &[String],
    reading: &Reading<'_>,
) -> Result<Past, NotRead> {
    let by_id: BTreeMap<Oid, Node> = (0..).zip(&graph.nodes).map(|(node, it)| (it.id, node)).collect();
    let (near, far): (Vec<_>, Vec<_>) = tags.into_iter().partition(|it| by_id.contains_key(&it.1));
    let tags: Vec<(Tag, Node)> = near.into_iter().map(|(tag, commit)| (tag, by_id[&commit])).collect();
    let mut kept: Vec<bool> = examined.iter().map(Option::is_some).collect();
    kept[0] = true;
    for (_, node) in &tags {
        kept[*node as usize] = true;
    }
    for node in anchored(&by_id, &examined, anchors) {
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
    for (node, it) in examined.iter_mut().enumerate().filter(|(node, _)| kept[*node]) {
        if it.is_none() {
            *it = Some(Box::new(reading.examiner().plain(&reading.objects, &graph.nodes[node])?));
        }
    }
    let files = files(graph, &examined, &places);
    let before = before(graph, &places);
    let mut commits: Vec<Commit> = Vec::with_capacity(count);
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
    Ok(Past {
        head: commit_id(&graph.nodes[0].id),
        branch: reading.opened.branch.clone(),
        published_on: reading.opened.published_on.clone(),
        sha256: reading.opened.sha256(),
        folder: reading.opened.folder.clone(),
        commits,
        n_reachable: graph.nodes.len(),
        files,
        head_files: BTreeMap::new(),
        facts: BTreeMap::new(),
        authority_texts: BTreeMap::new(),
        tags: tags.into_iter().map(|it| it.0).collect(),
        stray_tags: far.into_iter().map(|it| it.0).collect(),
        gaps: reading.opened.gaps.clone(),
    })
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

/// Commits that `Anchor:` trailers and records name by at least seven digits of their ids.
fn anchored(by_id: &BTreeMap<Oid, Node>, examined: &[Option<Box<Examined>>], records: &[String]) -> Vec<Node> {
    let format = by_id.keys().next().map(Oid::object_format);
    let trailers = examined.iter().flatten().flat_map(|it| &it.commit.trailers);
    let find = |name: String| {
        // The least id that begins so; those that do stand next to each other.
        let least = Oid::from_str_ext(&name, format?).ok()?;
        by_id.range(least..).next().filter(|it| it.0.to_string().starts_with(&name)).map(|it| *it.1)
    };
    trailers.filter_map(Trailer::anchor).map(|it| it.0).chain(records.iter().cloned()).filter_map(find).collect()
}

/// The revisions of each path.
fn files(graph: &Graph, examined: &[Option<Box<Examined>>], places: &[Option<CommitIdx>]) -> BTreeMap<RepoPath, Vec<Revision>> {
    let all = || examined.iter().flatten().flat_map(|it| &it.commit.changes);
    let paths: BTreeSet<&RepoPath> = all().map(|it| &it.path).collect();
    let numbers: BTreeMap<&RepoPath, u32> = paths.iter().copied().zip(0..).collect();
    let mut touched: Vec<Touched> = Vec::with_capacity(all().count());
    let mut ends = Vec::with_capacity(examined.len() + 1);
    ends.push(0);
    for it in examined {
        if let Some(it) = it {
            let same_as = it.same_as.iter().copied();
            touched
                .extend(it.commit.changes.iter().zip(same_as).map(|(it, same_as)| Touched { path: numbers[&it.path], same_as }));
        }
        ends.push(touched.len());
    }
    let paths: Vec<&RepoPath> = paths.into_iter().collect();
    let mut revisions: Vec<Vec<Revision>> = vec![Vec::new(); paths.len()];
    let of = |node: Node| &touched[ends[node as usize]..ends[node as usize + 1]];
    lineage::follow(graph, of, |node, path| {
        let (Some(it), Some(commit)) = (&examined[node as usize], places[node as usize]) else { return };
        let changes = &it.commit.changes;
        let Ok(at) = changes.binary_search_by(|it| it.path.cmp(paths[path as usize])) else { return };
        revisions[path as usize].push(Revision { commit, blob: changes[at].after.clone(), from: changes[at].from.clone() });
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
        let Read { found: texts, failed } = texts::map(store, &ids, MAX_TEXT, &|text| Arc::from(text))?;
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

/// Every text that the chosen paths ever had, once, those of one path together.
fn blobs_of(past: &Past, chosen: impl Fn(&RepoPath) -> bool) -> Vec<BlobId> {
    let mut met = BTreeSet::new();
    let revisions = past.files.iter().filter(|(path, _)| chosen(path)).flat_map(|(_, revisions)| revisions);
    revisions.filter_map(|it| it.blob.clone()).filter(|it| met.insert(it.clone())).collect()
}
