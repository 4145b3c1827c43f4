//! The texts of one document through history: followed by its id through renames, moves and rewrites, and by git's
//! similarity where a text gave none.

use std::collections::{BTreeMap, BTreeSet};

use super::ground::{Ground, Place};
use super::{ChangeKind, RevisionRecord, Subject};
use crate::base::{BlobId, RepoPath};
use crate::source::{CommitIdx, RevisionFacts};

/// A document's texts.
pub(super) struct Trace<'a> {
    /// Committed texts that had landed by the day, the latest first.
    pub(super) places: Vec<Place<'a>>,
    /// What it became in each commit that changed it, merges included.
    after: BTreeMap<CommitIdx, Option<&'a BlobId>>,
    /// Of these commits, those on the first-parent line.
    mainline: Vec<CommitIdx>,
    /// The text of the working tree is not the committed one.
    pub(super) uncommitted: bool,
}

impl<'a> Trace<'a> {
    /// Follows a document. `unique` says whether its id is given by no other.
    pub(super) fn of(ground: &Ground<'a>, subject: Subject<'_>, unique: bool) -> Self {
        let key = subject.written.facts.id.as_ref().filter(|_| unique).map(crate::base::DocId::key);
        let all = follow(ground, subject.path, key.as_deref());
        let paths: BTreeSet<&RepoPath> = all.iter().map(|it| it.path).collect();
        let ours = |blob: Option<&BlobId>| blob.is_none_or(|it| belongs(ground, it, key.as_deref()));
        let mut after = BTreeMap::new();
        for touch in paths.iter().flat_map(|path| ground.touches(path)).filter(|it| ours(it.after)) {
            let known = after.entry(touch.commit).or_insert(touch.after);
            *known = known.or(touch.after);
        }
        let mainline = after.keys().copied().filter(|&it| ground.commit(it).on_mainline).collect();
        let committed = ground.past.head_files.get(subject.path);
        let same = |blob: &BlobId| *blob == subject.written.blob || ground.facts(blob) == Some(&*subject.written.facts);
        let uncommitted = !committed.is_some_and(same);
        let hidden = all.iter().any(|it| !ground.is_visible(it.commit));
        let visible = all.into_iter().filter(|it| ground.is_visible(it.commit));
        let places = visible.skip(subject.later.unwrap_or(0)).collect();
        Self { places, after, mainline, uncommitted: uncommitted && !hidden && subject.later.is_none() }
    }

    /// The document's bytes at a commit, whether it changed them or not. `None` if they are not known, or not there.
    pub(super) fn at(&self, ground: &Ground<'a>, mut commit: CommitIdx) -> Option<&'a BlobId> {
        loop {
            if let Some(&after) = self.after.get(&commit) {
                return after;
            }
            if ground.commit(commit).on_mainline {
                let next = self.mainline.partition_point(|&it| it < commit);
                return *self.after.get(self.mainline.get(next)?)?;
            }
            commit = ground.commit(commit).before.filter(|&it| it > commit)?;
        }
    }

    /// What it was before a commit.
    pub(super) fn before(&self, ground: &Ground<'a>, commit: CommitIdx) -> Option<&'a BlobId> {
        self.at(ground, ground.commit(commit).before.filter(|&it| it > commit)?)
    }

    /// Whether a commit changed it against its first parent, and what it became.
    pub(super) fn changed(&self, commit: CommitIdx) -> Option<&'a BlobId> {
        self.after.get(&commit).copied().flatten()
    }
}

/// Whether a text may be one of the document that gives `key`: it gives the same id, or none, or cannot be read.
fn belongs(ground: &Ground<'_>, blob: &BlobId, key: Option<&str>) -> bool {
    let id = ground.facts(blob).and_then(|it| it.id.as_ref()).map(crate::base::DocId::key);
    match (id, key) {
        (Some(id), Some(key)) => id == key,
        (None, _) | (Some(_), None) => true,
    }
}

/// All texts of a document, the latest first.
fn follow<'a>(ground: &Ground<'a>, path: &RepoPath, key: Option<&str>) -> Vec<Place<'a>> {
    let mut found: BTreeMap<CommitIdx, Vec<Place<'a>>> = BTreeMap::new();
    let mut newest: BTreeMap<&'a RepoPath, CommitIdx> = BTreeMap::new();
    let mut open: Vec<(&'a RepoPath, CommitIdx)> = Vec::new();
    for place in key.map_or(&[][..], |key| ground.with_id(key)) {
        found.entry(place.commit).or_default().push(*place);
        newest.entry(place.path).and_modify(|it| *it = place.commit.min(*it)).or_insert(place.commit);
    }
    open.extend(newest.iter().map(|(path, commit)| (*path, *commit)));
    // A text without an id is followed by its path, and so is what its committed text became last.
    if let Some((path, _)) = ground.past.files.get_key_value(path)
        && (key.is_none() || newest.is_empty())
    {
        open.push((path, 0));
    }
    let mut seen = BTreeSet::new();
    while let Some((path, from)) = open.pop() {
        if !seen.insert((path, from)) {
            continue;
        }
        for revision in ground.past.files.get(path).into_iter().flatten().filter(|it| it.commit >= from) {
            let place = Place { commit: revision.commit, path, blob: revision.blob.as_ref() };
            if place.blob.is_some_and(|it| !belongs(ground, it, key)) {
                break;
            }
            let places = found.entry(place.commit).or_default();
            if !places.iter().any(|it| it.path == path) {
                places.push(place);
            }
            if let Some((earlier, _)) = revision.from.as_ref().and_then(|it| ground.past.files.get_key_value(it)) {
                open.push((earlier, place.commit));
            }
        }
    }
    // Of several places in one commit the document's own path counts, then any that holds a text.
    let choose = |places: Vec<Place<'a>>| {
        let best = |it: &&Place<'a>| (it.blob.is_some(), it.path == path);
        places.iter().max_by_key(best).copied()
    };
    found.into_values().filter_map(choose).collect()
}

/// The revisions of a document, the latest first, with the text of the working tree if it is not committed.
pub(super) fn revisions(ground: &Ground<'_>, trace: &Trace<'_>, subject: Subject<'_>) -> Vec<RevisionRecord> {
    let mut texts: Vec<(Option<Place<'_>>, Option<&RevisionFacts>)> =
        trace.places.iter().map(|it| (Some(*it), it.blob.and_then(|blob| ground.facts(blob)))).collect();
    if trace.uncommitted {
        texts.insert(0, (None, Some(&subject.written.facts)));
    }
    let mut records: Vec<RevisionRecord> = Vec::with_capacity(texts.len());
    for (at, (place, facts)) in texts.iter().enumerate() {
        let earlier = texts.get(at + 1);
        let removed = place.is_some_and(|it| it.blob.is_none());
        let path = place.map_or(subject.path, |it| it.path);
        let change = match (removed, earlier) {
            (true, _) => ChangeKind::Removed,
            (false, None) => ChangeKind::Created,
            (false, Some((before, _))) if before.is_some_and(|it| it.blob.is_none()) => ChangeKind::Created,
            (false, Some((before, then))) => {
                let from = before.map(|it| it.path).filter(|&it| it != path);
                what_changed(*then, *facts, from)
            }
        };
        records.push(record(ground, *place, *facts, subject, change));
    }
    records
}

fn record(
    ground: &Ground<'_>,
    place: Option<Place<'_>>,
    facts: Option<&RevisionFacts>,
    subject: Subject<'_>,
    change: ChangeKind,
) -> RevisionRecord {
    let commit = place.map(|it| ground.commit(it.commit));
    let idx = place.map(|it| it.commit);
    let boundary = idx.is_some_and(|it| ground.is_boundary(it)) || (ground.cut && change == ChangeKind::Created);
    RevisionRecord {
        commit: idx,
        id: commit.map(|it| it.id.clone()),
        path: place.map_or(subject.path, |it| it.path).clone(),
        blob: place.map_or_else(|| Some(subject.written.blob.clone()), |it| it.blob.cloned()),
        author: commit.map(|it| it.author.display.to_string()),
        written: commit.and_then(|it| it.author.at.date()).filter(|_| !boundary),
        subject: commit.map(|it| it.subject.clone()).unwrap_or_default(),
        landing: commit.and_then(|it| it.landing),
        landed: idx.and_then(|it| ground.landed(it)).filter(|_| !boundary),
        boundary,
        version: facts.and_then(|it| it.version.as_deref()).map(str::to_owned),
        status: facts.and_then(|it| it.status.as_deref()).map(str::to_owned),
        effective: facts.and_then(|it| it.effective),
        digest: facts.and_then(|it| it.digest),
        change,
        approved_by: None,
    }
}

/// What changed between two texts.
fn what_changed(then: Option<&RevisionFacts>, now: Option<&RevisionFacts>, from: Option<&RepoPath>) -> ChangeKind {
    let (Some(then), Some(now)) = (then, now) else { return ChangeKind::Unknown };
    if then.digest == now.digest {
        return from.map_or(ChangeKind::Reformatted, |path| ChangeKind::Moved(path.clone()));
    }
    let mut names: Vec<String> = Vec::new();
    if then.title != now.title {
        names.push("title".to_owned());
    }
    if then.front != now.front || then.kind != now.kind {
        names.push("front matter".to_owned());
    }
    let was: BTreeSet<_> = then.sections.iter().collect();
    let is: BTreeSet<_> = now.sections.iter().collect();
    let changed = now.sections.iter().filter(|it| !was.contains(it));
    let gone = then.sections.iter().filter(|it| !is.contains(it) && !now.sections.iter().any(|new| new.title == it.title));
    for section in changed.chain(gone) {
        let title = if section.title.is_empty() { "beginning" } else { &section.title };
        if !names.iter().any(|it| it == title) {
            names.push(title.to_owned());
        }
    }
    ChangeKind::Content(names)
}
