//! Editions as their tags tell, held against the repository of today: which were moved, which lost their predecessor, whose register
//! is not the one that was noted.

use std::collections::BTreeMap;

use super::authority::Authorities;
use super::ground::Ground;
use super::register::committed_digest;
use super::{Basis, Sentence, Signing, approval, signing};
use crate::base::{CommitId, Date, Digest, number_key};
use crate::config;
use crate::source::{CommitIdx, Gap, History, Instant, Past, Tag, Tagged, TaggedState, Trailer};

/// An edition.
#[derive(Clone, Debug)]
pub struct EditionRecord {
    /// Its tag.
    pub tag: Tag,
    /// The day its tag was made, by its own word; for a lightweight tag the day of its commit.
    pub day: Option<Date>,
    /// Documents in its state, by the settings of today. `None` if it cannot be read.
    pub documents: Option<usize>,
    /// What its message notes.
    pub noted: EditionNotes,
    /// Sum of the register of its documents. `None` if it cannot be worked out.
    pub register: Option<Digest>,
    /// Who signed its tag, by the keys that held before its commit came to the branch.
    pub signing: Signing,
    /// The edition before it: as its message notes, else by time. Holds the tag.
    pub predecessor: Option<String>,
    /// Commits that note this edition's commit as an anchor, the latest first.
    pub anchored: Vec<CommitId>,
    /// What is wrong with it.
    pub troubles: Vec<EditionTrouble>,
}

/// What the message of an edition's tag notes by trailers. Text as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionNotes {
    /// `Edition`: its own name.
    pub name: Option<String>,
    /// `As-of`: the day that it was judged on.
    pub as_of: Option<String>,
    /// `Documents`: their number.
    pub documents: Option<String>,
    /// `Register-digest`, without what it begins with.
    pub register: Option<String>,
    /// `Previous-edition`.
    pub previous: Option<NotedEdition>,
    /// `Allowed`: what stood against it and was passed over.
    pub allowed: Vec<String>,
}

/// An edition as a later one notes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedEdition {
    /// Its tag.
    pub tag: String,
    /// The commit that the tag led to.
    pub commit: Option<String>,
    /// The tag's own id; `None` for a lightweight one.
    pub object: Option<String>,
}

/// What is wrong with an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditionTrouble {
    /// A later edition notes that the tag led to another commit.
    Moved {
        /// The later edition.
        noted_by: String,
        /// The commit it led to then.
        commit: String,
    },
    /// A later edition notes another tag of this name on the same commit.
    MadeAnew {
        /// The later edition.
        noted_by: String,
    },
    /// Its message is that of an edition of another name. Holds the name.
    Renamed(String),
    /// The edition before it, which its message notes, is not there any more.
    PredecessorGone(NotedEdition),
    /// It does not descend from the edition before it.
    PredecessorLost {
        /// That edition's tag.
        tag: String,
        /// Whether its message names it; otherwise it is the one before by time, and may belong to another branch.
        noted: bool,
    },
    /// Its register has another sum than its message notes. Holds the sum of today, if it can be worked out.
    OtherRegister(Option<Digest>),
    /// What was built does not descend from it; another branch does.
    OffBranch,
    /// No branch descends from it: history was rewritten under it, or its branch was deleted.
    NoBranch,
    /// Its state cannot be read, and why.
    Unreadable(String),
    /// There is no document in it.
    Empty,
    /// It is a lightweight tag, which says neither who made it nor when.
    Lightweight,
    /// An earlier edition leads to the same commit. Holds its tag.
    SameCommit(String),
}

impl EditionTrouble {
    /// Whether somebody changed what had been noted, or history under it.
    pub fn is_breach(&self) -> bool {
        match self {
            Self::Moved { .. }
            | Self::MadeAnew { .. }
            | Self::Renamed(_)
            | Self::PredecessorGone(_)
            | Self::NoBranch
            | Self::OtherRegister(_) => true,
            Self::PredecessorLost { noted, .. } => *noted,
            Self::OffBranch | Self::Unreadable(_) | Self::Empty | Self::Lightweight | Self::SameCommit(_) => false,
        }
    }
}

impl EditionNotes {
    /// Reads the trailers of a tag's message.
    fn of(trailers: &[Trailer]) -> Self {
        let all = |name: &'static str| {
            trailers.iter().filter(move |it| it.key.eq_ignore_ascii_case(name)).map(|it| it.value.to_string())
        };
        let one = |name: &'static str| all(name).next();
        Self {
            name: one("Edition"),
            as_of: one("As-of"),
            documents: one("Documents"),
            register: one("Register-digest").map(|it| it.trim_start_matches("sha256:").to_lowercase()),
            previous: one("Previous-edition").and_then(|it| NotedEdition::parse(&it)),
            allowed: all("Allowed").collect(),
        }
    }
}

impl NotedEdition {
    /// Reads `v2026.1 commit:… tag:…`.
    fn parse(value: &str) -> Option<Self> {
        let mut words = value.split_whitespace();
        let tag = words.next()?.to_owned();
        let named = |name: &str| value.split_whitespace().find_map(|it| it.strip_prefix(name)).map(str::to_lowercase);
        Some(Self { tag, commit: named("commit:"), object: named("tag:") })
    }

    /// How a later edition notes a tag.
    pub fn of(tag: &Tag) -> Self {
        let object = tag.annotation.as_ref().map(|it| it.id.to_string());
        Self { tag: tag.name.clone(), commit: Some(tag.commit.to_string()), object }
    }
}

impl std::fmt::Display for NotedEdition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.tag)?;
        self.commit.iter().try_for_each(|it| write!(f, " commit:{it}"))?;
        self.object.iter().try_for_each(|it| write!(f, " tag:{it}"))
    }
}

/// The moment of a tag: its tagger's, else its commit's.
fn moment(tag: &Tag) -> Instant {
    tag.annotation.as_ref().and_then(|it| it.tagger.as_ref()).map_or(tag.committed, |it| it.at)
}

/// Judges editions, the earliest first: an edition stands after those that it descends from, as far as clocks tell.
pub fn editions(tagged: &Tagged, basis: Basis<'_>) -> Vec<EditionRecord> {
    let History::Known(past) = basis.history else { return Vec::new() };
    let ground = Ground::new(past, basis.as_of);
    let authorities = Authorities::new(&ground, basis.keys, BTreeMap::new());
    let mut states: Vec<&TaggedState> = tagged.states.iter().collect();
    states.sort_by_cached_key(|it| (it.tag.committed, moment(&it.tag), number_key(&it.tag.name)));
    let record = |it: &TaggedState| record(it, tagged, &ground, &authorities, basis);
    let mut records: Vec<EditionRecord> = states.into_iter().map(record).collect();
    relate(&mut records, tagged, past);
    records
}

fn record(
    state: &TaggedState,
    tagged: &Tagged,
    ground: &Ground<'_>,
    authorities: &Authorities<'_>,
    basis: Basis<'_>,
) -> EditionRecord {
    let tag = &state.tag;
    let noted = tag.annotation.as_ref().map(|it| EditionNotes::of(&it.trailers)).unwrap_or_default();
    let settings = &basis.config.settings;
    let files = state.files.as_ref().ok();
    let documents = files.map(|files| {
        let counts = |path: &crate::base::RepoPath| settings.content.matches(path) && !settings.exclude.matches(path);
        files.keys().filter(|it| config::may_be_document(it) && counts(it)).count()
    });
    let register = files.and_then(|files| committed_digest(files, |blob| tagged.facts.get(blob)));
    let signing = signer(tag, state.on_branch, ground, authorities);
    let mut troubles = Vec::new();
    troubles.extend(noted.name.clone().filter(|it| *it != tag.name).map(EditionTrouble::Renamed));
    if let Err(why) = &state.files {
        troubles.push(EditionTrouble::Unreadable(why.clone()));
    } else if noted.register.as_ref().is_some_and(|it| register.is_none_or(|now| now.to_string() != *it)) {
        troubles.push(EditionTrouble::OtherRegister(register));
    }
    troubles.extend((documents == Some(0)).then_some(EditionTrouble::Empty));
    troubles.extend(match (state.on_branch, state.on_any_branch) {
        (true, _) => None,
        (false, true) => Some(EditionTrouble::OffBranch),
        (false, false) => Some(EditionTrouble::NoBranch),
    });
    troubles.extend(tag.annotation.is_none().then_some(EditionTrouble::Lightweight));
    EditionRecord {
        tag: tag.clone(),
        day: moment(tag).date(),
        documents,
        noted,
        register,
        signing,
        predecessor: None,
        anchored: anchored(ground, &tag.commit),
        troubles,
    }
}

/// Who signed a tag, by the keys that held before its commit came to the branch; of one that lies elsewhere, by those of today.
fn signer(tag: &Tag, on_branch: bool, ground: &Ground<'_>, authorities: &Authorities<'_>) -> Signing {
    let at = ground.past.commits.iter().position(|it| it.id == tag.commit).filter(|_| on_branch);
    let ring = at.and_then(|it| ground.commit(it).landing).and_then(|it| authorities.before(it)).or_else(|| authorities.now());
    ring.map_or(Signing::None, |it| signing::of_tag(tag, &*it.ring))
}

/// What a tag's signature is worth, with a sentence about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagSignature {
    /// Whose it is.
    pub signing: Signing,
    /// The same in a sentence.
    pub sentence: Sentence,
}

/// Signatures of tags that are signed, by name; of all tags that history tells of.
pub fn tag_signatures(basis: Basis<'_>) -> BTreeMap<String, TagSignature> {
    let History::Known(past) = basis.history else { return BTreeMap::new() };
    let signed = |it: &&Tag| it.annotation.as_ref().is_some_and(|it| it.signature.signed().is_some());
    let near = past.tags.iter().filter(signed).map(|it| (it, true));
    let tags: Vec<(&Tag, bool)> = near.chain(past.stray_tags.iter().filter(signed).map(|it| (it, false))).collect();
    if tags.is_empty() {
        return BTreeMap::new();
    }
    let ground = Ground::new(past, basis.as_of);
    let authorities = Authorities::new(&ground, basis.keys, BTreeMap::new());
    let judged = tags.into_iter().map(|(tag, near)| {
        let signing = signer(tag, near, &ground, &authorities);
        let sentence = approval::signing(&signing).1;
        (tag.name.clone(), TagSignature { signing, sentence })
    });
    judged.collect()
}

/// Commits that note a commit as an anchor.
fn anchored(ground: &Ground<'_>, commit: &CommitId) -> Vec<CommitId> {
    let notes = |idx: &CommitIdx| {
        let mut anchors = ground.commit(*idx).trailers.iter().filter_map(Trailer::anchor);
        anchors.any(|it| commit.as_str().starts_with(&it.0))
    };
    let all = (0..ground.past.commits.len()).filter(|idx| ground.is_visible(*idx) && notes(idx));
    all.map(|idx| ground.commit(idx).id.clone()).collect()
}

/// What editions say of each other.
fn relate(records: &mut [EditionRecord], tagged: &Tagged, past: &Past) {
    let places: BTreeMap<String, usize> = records.iter().enumerate().map(|(at, it)| (it.tag.name.clone(), at)).collect();
    let grafted = past.gaps.contains(&Gap::Grafts);
    for at in 0..records.len() {
        let earlier = at.checked_sub(1).map(|it| records[it].tag.clone());
        if let Some(before) = earlier.as_ref().filter(|it| it.commit == records[at].tag.commit) {
            records[at].troubles.push(EditionTrouble::SameCommit(before.name.clone()));
        }
        let noted = records[at].noted.previous.clone();
        let predecessor = match &noted {
            Some(noted) => places.get(&noted.tag).map(|&it| records[it].tag.clone()),
            None => earlier,
        };
        records[at].predecessor =
            noted.as_ref().map(|it| it.tag.clone()).or_else(|| predecessor.as_ref().map(|it| it.name.clone()));
        let Some(predecessor) = predecessor else {
            records[at].troubles.extend(noted.map(EditionTrouble::PredecessorGone));
            continue;
        };
        let change = noted.as_ref().and_then(|it| changed(it, &predecessor, &records[at].tag.name));
        let moved = matches!(change, Some(EditionTrouble::Moved { .. }));
        if let Some(&place) = places.get(&predecessor.name) {
            records[place].troubles.extend(change);
        }
        let (commit, before) = (&records[at].tag.commit, &predecessor.commit);
        let descends = commit == before || tagged.reached_from.get(before).is_some_and(|it| it.contains(commit));
        // Below the end of a cut history nothing can be told.
        let known = !grafted && (!past.is_cut() || descends) && tagged.reached_from.contains_key(commit);
        if known && !descends && !moved {
            records[at].troubles.push(EditionTrouble::PredecessorLost { tag: predecessor.name, noted: noted.is_some() });
        }
    }
}

/// How a tag is another than a later edition notes.
fn changed(noted: &NotedEdition, now: &Tag, by: &str) -> Option<EditionTrouble> {
    let commit = noted.commit.as_ref().filter(|it| *it != now.commit.as_str());
    let object = now.annotation.as_ref().map(|it| it.id.as_str());
    match commit {
        Some(commit) => Some(EditionTrouble::Moved { noted_by: by.to_owned(), commit: commit.clone() }),
        None if noted.commit.is_some() && noted.object.as_deref() != object => {
            Some(EditionTrouble::MadeAnew { noted_by: by.to_owned() })
        }
        None => None,
    }
}
