//! Editions of the past to `Inputs`: the files of a commit, read from the repository without a checkout.
//!
//! What holds for the working tree holds here: the same files are left out, the same limits apply, no link is followed. A text that
//! another edition brought is not read again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use super::read::{self, Limits};
use super::{Gather, add_texts_in_force, anchor_of, main_file, read_limits, walk};
use crate::base::{BlobId, Date, Digest, RepoPath};
use crate::config::{self, Globs};
use crate::model;
use crate::pipeline;
use crate::shell::git::{self, Listed, Opened};
use crate::shell::write::StandingSite;
use crate::source::{
    Edition, Editions, FileEntry, History, Inputs, Instant, NoHistory, Past, Skipped, Snapshot, Standing, StandsAlready, Tag,
    Texts,
};

/// Texts that were read already.
pub(super) type Pool = BTreeMap<BlobId, Arc<str>>;

/// Reads the state of the SMS that a commit holds, judged on the commit's own day and by the history up to it. `name` is anything
/// git has a name for: a tag, a branch, an id, `HEAD~3`.
///
/// # Errors
/// `NotAnSms` as for the working tree, `NoSuchCommit` when the name leads to none, no repository, or one that is damaged.
pub fn edition(request: &Gather, name: &str) -> anyhow::Result<Inputs> {
    let anchor = anchor_of(request)?;
    let mut opened = git::open(anchor.path()).map_err(NoRepository)?;
    let commit = opened.turn_to(name)?;
    let (limits, exclude) = read_limits(&anchor, &request.root, opened.sha256())?;
    let reading = Reading { request, limits: &limits, exclude: &exclude, root: anchor.path().to_owned() };
    let edition = Edition { name: name.to_owned(), commit: Some(commit), ..Edition::default() };
    reading.commit(&opened, edition, &mut Pool::new())
}

/// Which published editions to read beside the working tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Published {
    /// As many as `clausebook.yml` says.
    #[default]
    Configured,
    /// All that it names.
    All,
    /// The latest ones, so many.
    Latest(usize),
    /// None.
    None,
}

/// Reads the working tree and the published editions. Their theme is the working tree's: one look, one set of words. Of an edition that
/// stands in the site already no more is read than tells that it does.
///
/// # Errors
/// As [`super::gather`]. An edition that cannot be read, or holds no SMS, is left out: it must not stop the others.
pub fn editions(request: &Gather, published: Published, site: Option<&StandingSite>) -> anyhow::Result<Editions> {
    let mut draft = super::gather(request)?;
    let Some(past) = known(&draft.history).filter(|_| published != Published::None) else { return Ok(Editions::of_draft(draft)) };
    let settings = config::read_main(draft.text(&main_file()).map_or("", |it| &**it)).editions;
    let chosen = settings.choose(past);
    let most = match published {
        Published::Configured | Published::None => settings.keep.unwrap_or(usize::MAX),
        Published::All => usize::MAX,
        Published::Latest(most) => most,
    };
    let anchor = anchor_of(request)?;
    let (limits, exclude) = read_limits(&anchor, &request.root, past.sha256)?;
    let reading = Reading { request, limits: &limits, exclude: &exclude, root: anchor.path().to_owned() };
    // A text that git would write with other line ends is not what its id says.
    let exact = draft.texts.0.iter().filter(|it| !it.1.contains('\r'));
    let mut pool: Pool = exact.map(|(blob, text)| (blob.clone(), Arc::clone(text))).collect();
    let mut left_out = Vec::new();
    let mut listed: Vec<(&Tag, Opened, Listing)> = Vec::new();
    for tag in chosen {
        let Ok(mut opened) = git::open(anchor.path()) else { break };
        let listing = opened.turn_to(tag.commit.as_str()).and_then(|_| reading.list(&opened, &pool));
        match listing {
            Ok(listing) if listing.snapshot.files.contains_key(&main_file()) => listed.push((tag, opened, listing)),
            _ => left_out.push(tag.name.clone()),
        }
    }
    let tags: Vec<&Tag> = listed.iter().map(|it| it.0).collect();
    let current = settings.current_of(&tags, past);
    let mut replaced = None;
    let (mut wanted, mut unread) = (Vec::new(), Vec::new());
    for (at, (tag, opened, listing)) in listed.into_iter().enumerate().filter(|it| it.0 < most || it.0 == current) {
        let edition = Edition {
            name: tag.name.clone(),
            standing: if at == current { Standing::Current } else { Standing::Past },
            commit: Some(tag.commit.clone()),
            tag: Some(tag.clone()),
            replaced: replaced.filter(|_| at != current),
            beside: None,
            ground: ground(past, &opened, &listing.snapshot, day_of(tag)),
        };
        replaced = day_of(tag).or(replaced);
        let mut inputs = reading.inputs(edition, listing.snapshot, day_of(tag).or_else(|| listing.at.date()));
        lay_theme(&draft, &mut inputs);
        unread.push(inputs);
        wanted.push((opened, listing.wanted));
    }
    let stands = site.map_or_else(StandsAlready::default, |site| pipeline::stands(&unread, site));
    let mut read = Vec::new();
    for (mut inputs, (opened, wanted)) in unread.into_iter().zip(wanted) {
        let name = inputs.edition.name.clone();
        if !stands.editions.contains_key(&name) && reading.complete(&opened, wanted, &mut inputs, &mut pool).is_err() {
            if stands.changes.is_some() {
                // What stands was made with it: so all are needed.
                return editions(request, published, None);
            }
            left_out.push(name);
            continue;
        }
        read.push(Arc::new(inputs));
    }
    let beside = read.iter().find(|it| it.edition.standing == Standing::Current).map(|it| it.edition.name.clone());
    draft.edition.beside = beside;
    Ok(Editions { draft: Arc::new(draft), published: read, stands, left_out })
}

/// What an edition is worked out from: its files as they are listed, the state of the repository, and tags that had been made by then.
fn ground(past: &Past, opened: &Opened, snapshot: &Snapshot, day: Option<Date>) -> String {
    let made = |tag: &&Tag| tag.annotation.is_some() && day_of(tag).is_none_or(|made| day.is_none_or(|day| made <= day));
    let tags: Vec<&Tag> = past.tags.iter().chain(&past.stray_tags).filter(made).collect();
    let files = Digest::of(format!("{snapshot:?}").as_bytes());
    format!("{:?}", (files, past.sha256, &past.folder, &past.branch, opened.gaps(), &past.gaps, tags))
}

fn known(history: &History) -> Option<&Past> {
    if let History::Known(past) = history { Some(past) } else { None }
}

/// The day an edition is judged on: the one it was published on.
fn day_of(tag: &Tag) -> Option<Date> {
    tag.annotation.as_ref()?.tagger.as_ref()?.at.date()
}

/// Gives an edition the theme of the working tree.
fn lay_theme(draft: &Inputs, inputs: &mut Inputs) {
    let is_theme = |path: &RepoPath| path.as_str().starts_with("theme/");
    for (path, file) in draft.snapshot.files.iter().filter(|it| is_theme(it.0)) {
        inputs.snapshot.files.insert(path.clone(), file.clone());
        if let Some(text) = draft.texts.get(&file.blob) {
            inputs.texts.0.insert(file.blob.clone(), Arc::clone(text));
        }
    }
}

/// Editions were asked for where there is no history to take them from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRepository(pub NoHistory);

impl std::fmt::Display for NoRepository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            NoHistory::Off => write!(f, "git was to be left alone"),
            NoHistory::NoRepository => write!(f, "the folder lies in no git repository"),
            NoHistory::Unborn => write!(f, "the git repository has no commit yet"),
            NoHistory::NotCommitted => write!(f, "no commit of the git repository holds the folder"),
            NoHistory::ForeignOwner(folder) => write!(f, "the git repository `{folder}` belongs to another user"),
            NoHistory::Unsupported(why) | NoHistory::Unreadable(why) => write!(f, "the git repository cannot be read: {why}"),
        }
    }
}

impl std::error::Error for NoRepository {}

/// What reading an edition goes by.
pub(super) struct Reading<'a> {
    pub(super) request: &'a Gather,
    pub(super) limits: &'a Limits,
    pub(super) exclude: &'a Globs,
    /// Canonical path of the SMS.
    pub(super) root: PathBuf,
}

/// The files of a commit before their texts are read.
pub(super) struct Listing {
    snapshot: Snapshot,
    /// Texts to be read, each with the files that have it.
    wanted: BTreeMap<BlobId, Vec<RepoPath>>,
    /// When the commit was made.
    at: Instant,
}

impl Reading<'_> {
    /// Reads the commit a repository was turned to.
    pub(super) fn commit(&self, opened: &Opened, edition: Edition, pool: &mut Pool) -> anyhow::Result<Inputs> {
        let cannot = format!("the files of `{}` cannot be read", edition.name);
        let Listing { snapshot, wanted, at } = self.list(opened, pool).context(cannot.clone())?;
        let mut inputs = self.inputs(edition, snapshot, at.date());
        self.complete(opened, wanted, &mut inputs, pool).context(cannot)?;
        Ok(inputs)
    }

    /// Inputs without texts and history.
    fn inputs(&self, edition: Edition, snapshot: Snapshot, day: Option<Date>) -> Inputs {
        let Gather { tool, keys, today, .. } = self.request;
        let day = day.unwrap_or(*today);
        let history = History::Unknown(NoHistory::Off);
        let texts = Texts::default();
        let (tool, keys) = (tool.clone(), keys.clone());
        Inputs { edition, snapshot, texts, history, today: day, as_of: Some(day), tool, keys, places: false, offline: None }
    }

    /// Adds texts and history.
    fn complete(
        &self,
        opened: &Opened,
        wanted: BTreeMap<BlobId, Vec<RepoPath>>,
        inputs: &mut Inputs,
        pool: &mut Pool,
    ) -> anyhow::Result<()> {
        for (path, file) in &inputs.snapshot.files {
            if let Some(text) = pool.get(&file.blob).filter(|_| read::is_text(path)) {
                inputs.texts.0.insert(file.blob.clone(), Arc::clone(text));
            }
        }
        self.texts(opened, wanted, &mut inputs.snapshot, &mut inputs.texts)?;
        inputs.snapshot.skipped.retain(|path, _| !self.exclude.matches(path));
        pool.extend(inputs.texts.0.iter().map(|(blob, text)| (blob.clone(), Arc::clone(text))));
        inputs.history = self.history(opened, &inputs.texts);
        add_texts_in_force(opened, self.limits, inputs)
    }

    fn history(&self, opened: &Opened, texts: &Texts) -> History {
        let anchors: Vec<String> = texts.0.values().flat_map(|it| model::anchored_commits(it)).collect();
        let keys = self.request.keys.as_ref();
        let wanted = git::Wanted { cache: self.request.cache, facts: Some(&model::facts), anchors: &anchors, keys };
        match git::past(opened, &wanted) {
            Ok(mut past) => {
                // What came later is no part of it.
                past.stray_tags.clear();
                History::Known(Arc::new(past))
            }
            Err(why) => History::Unknown(why),
        }
    }

    /// The files that a walk over a checkout would find.
    pub(super) fn list(&self, opened: &Opened, pool: &Pool) -> anyhow::Result<Listing> {
        let (listed, at) = git::list(opened)?;
        let made = walk::made_folders(listed.iter().map(|it| &it.path), &self.root, &self.request.ignore);
        let own = listed.into_iter().filter(|it| !it.path.is_hidden() && !walk::lies_in(&it.path, &made));
        let own = own.filter(|it| !it.path.as_str().starts_with("theme/"));
        let (links, files): (Vec<Listed>, Vec<Listed>) = own.partition(|it| it.is_link);
        anyhow::ensure!(files.len() + links.len() <= walk::MAX_FILES, "it holds more than {} files", walk::MAX_FILES);
        let mut snapshot = Snapshot::default();
        snapshot.skipped.extend(links.into_iter().map(|it| (it.path, Skipped::SymbolicLink)));
        let unknown: BTreeSet<&BlobId> = files.iter().map(|it| &it.blob).filter(|it| !pool.contains_key(*it)).collect();
        let sizes = git::sizes(opened, &unknown.into_iter().collect::<Vec<_>>());
        let mut wanted: BTreeMap<BlobId, Vec<RepoPath>> = BTreeMap::new();
        for Listed { path, blob, .. } in files {
            let known = pool.get(&blob);
            let limit = self.limits.of(&path);
            match known.map(|it| it.len() as u64).or_else(|| sizes.get(&blob).copied()) {
                None => drop(snapshot.skipped.insert(path, Skipped::Unreadable)),
                Some(size) if size > limit => drop(snapshot.skipped.insert(path, Skipped::TooLarge(limit))),
                Some(size) => {
                    if read::is_text(&path) && known.is_none() {
                        wanted.entry(blob.clone()).or_default().push(path.clone());
                    }
                    snapshot.files.insert(path, FileEntry { blob, size });
                }
            }
        }
        snapshot.skipped.retain(|path, _| !self.exclude.matches(path));
        Ok(Listing { snapshot, wanted, at })
    }

    /// Reads texts that no edition brought yet.
    fn texts(
        &self,
        opened: &Opened,
        wanted: BTreeMap<BlobId, Vec<RepoPath>>,
        snapshot: &mut Snapshot,
        texts: &mut Texts,
    ) -> anyhow::Result<()> {
        let size = |paths: &Vec<RepoPath>| snapshot.files.get(&paths[0]).map_or(0, |it| it.size);
        let total: u64 = wanted.values().map(size).sum();
        anyhow::ensure!(self.limits.take(total), "the documents hold more than {} bytes together", read::MAX_TEXTS);
        let blobs: Vec<BlobId> = wanted.keys().cloned().collect();
        let mut found = git::bytes(opened, &blobs, self.limits.largest())?;
        for (blob, paths) in wanted {
            let why = match found.remove(&blob).map(String::from_utf8) {
                Some(Ok(text)) => {
                    texts.0.insert(blob, text.into());
                    continue;
                }
                Some(Err(error)) => Skipped::NotUtf8(error.utf8_error().valid_up_to() as u64),
                None => Skipped::Unreadable,
            };
            for path in paths {
                snapshot.files.remove(&path);
                snapshot.skipped.insert(path, why);
            }
        }
        Ok(())
    }
}
