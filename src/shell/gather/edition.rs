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
use crate::base::{BlobId, Date, RepoPath};
use crate::config::{self, Globs};
use crate::model;
use crate::shell::git::{self, Listed, Opened};
use crate::source::{Edition, Editions, FileEntry, History, Inputs, NoHistory, Past, Skipped, Snapshot, Standing, Tag, Texts};

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
    reading.commit(&opened, edition, None, &mut Pool::new())
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

/// Reads the working tree and the published editions. Their theme is the working tree's: one look, one set of words.
///
/// # Errors
/// As [`super::gather`]. An edition that cannot be read is left out: it must not stop the others.
pub fn editions(request: &Gather, published: Published) -> anyhow::Result<Editions> {
    let mut draft = super::gather(request)?;
    let Some(past) = known(&draft.history).filter(|_| published != Published::None) else { return Ok(Editions::of_draft(draft)) };
    let settings = config::read_main(draft.text(&main_file()).map_or("", |it| &**it)).editions;
    let chosen = settings.choose(past);
    let most = match published {
        Published::Configured | Published::None => settings.keep.unwrap_or(usize::MAX),
        Published::All => usize::MAX,
        Published::Latest(most) => most,
    };
    let current = settings.current_of(&chosen);
    let anchor = anchor_of(request)?;
    let (limits, exclude) = read_limits(&anchor, &request.root, past.sha256)?;
    let reading = Reading { request, limits: &limits, exclude: &exclude, root: anchor.path().to_owned() };
    let mut pool: Pool = draft.texts.0.clone();
    let mut read: Vec<Arc<Inputs>> = Vec::new();
    for (at, tag) in chosen.iter().enumerate().filter(|it| it.0 < most || it.0 == current) {
        let standing = if at == current { Standing::Current } else { Standing::Past };
        let edition = Edition {
            name: tag.name.clone(),
            standing,
            commit: Some(tag.commit.clone()),
            tag: Some((*tag).clone()),
            replaced: at.checked_sub(1).filter(|_| at != current).and_then(|at| day_of(chosen[at])),
            beside: None,
        };
        let mut opened = git::open(anchor.path()).map_err(NoRepository)?;
        opened.turn_to(tag.commit.as_str())?;
        let mut inputs = reading.commit(&opened, edition, day_of(tag), &mut pool)?;
        lay_theme(&draft, &mut inputs);
        read.push(Arc::new(inputs));
    }
    let beside = read.iter().find(|it| it.edition.standing == Standing::Current).map(|it| it.edition.name.clone());
    draft.edition.beside = beside;
    Ok(Editions { draft: Arc::new(draft), published: read })
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

impl Reading<'_> {
    /// Reads the commit a repository was turned to. `day` is the one to judge on, if it is not the commit's own.
    pub(super) fn commit(&self, opened: &Opened, edition: Edition, day: Option<Date>, pool: &mut Pool) -> anyhow::Result<Inputs> {
        let cannot = || format!("the files of `{}` cannot be read", edition.name);
        let (listed, at) = git::list(opened).with_context(cannot)?;
        let (snapshot, texts) = self.files(opened, listed, pool).with_context(cannot)?;
        let day = day.or_else(|| at.date()).unwrap_or(self.request.today);
        let Gather { tool, keys, .. } = self.request;
        let history = self.history(opened, &texts);
        let (tool, keys) = (tool.clone(), keys.clone());
        let mut inputs =
            Inputs { edition, snapshot, texts, history, today: day, as_of: Some(day), tool, keys, places: false, offline: None };
        add_texts_in_force(opened, self.limits, &mut inputs)?;
        Ok(inputs)
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

    /// The files that a walk over a checkout would find, with the texts among them.
    fn files(&self, opened: &Opened, listed: Vec<Listed>, pool: &mut Pool) -> anyhow::Result<(Snapshot, Texts)> {
        let made = walk::made_folders(listed.iter().map(|it| &it.path), &self.root, &self.request.ignore);
        let own = listed.into_iter().filter(|it| !it.path.is_hidden() && !walk::lies_in(&it.path, &made));
        let (links, files): (Vec<Listed>, Vec<Listed>) =
            own.filter(|it| !it.path.as_str().starts_with("theme/")).partition(|it| it.is_link);
        anyhow::ensure!(files.len() + links.len() <= walk::MAX_FILES, "it holds more than {} files", walk::MAX_FILES);
        let mut snapshot = Snapshot::default();
        snapshot.skipped.extend(links.into_iter().map(|it| (it.path, Skipped::SymbolicLink)));
        let unknown: BTreeSet<&BlobId> = files.iter().map(|it| &it.blob).filter(|it| !pool.contains_key(*it)).collect();
        let sizes = git::sizes(opened, &unknown.into_iter().collect::<Vec<_>>());
        let mut texts = Texts::default();
        let mut wanted: BTreeMap<BlobId, Vec<RepoPath>> = BTreeMap::new();
        for Listed { path, blob, .. } in files {
            let is_text = read::is_text(&path);
            let known = pool.get(&blob);
            let size = known.map(|it| it.len() as u64).or_else(|| sizes.get(&blob).copied());
            let limit = self.limits.of(&path);
            match size {
                None => drop(snapshot.skipped.insert(path, Skipped::Unreadable)),
                Some(size) if size > limit => drop(snapshot.skipped.insert(path, Skipped::TooLarge(limit))),
                Some(size) => {
                    if is_text && let Some(text) = known {
                        texts.0.insert(blob.clone(), Arc::clone(text));
                    } else if is_text {
                        wanted.entry(blob.clone()).or_default().push(path.clone());
                    }
                    snapshot.files.insert(path, FileEntry { blob, size });
                }
            }
        }
        self.texts(opened, wanted, &mut snapshot, &mut texts)?;
        pool.extend(texts.0.iter().map(|(blob, text)| (blob.clone(), Arc::clone(text))));
        snapshot.skipped.retain(|path, _| !self.exclude.matches(path));
        Ok((snapshot, texts))
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
