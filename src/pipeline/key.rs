//! Digests of all that a value depends on. Each is made of the very struct that the value is made of, taken apart field by field, so that
//! a new field cannot be forgotten.

use std::fmt::Debug;

use sha2::Digest as _;

use crate::base::Digest;
use crate::config::ConfigTexts;
use crate::render::pages::{EditionShown, Moved};
use crate::source::{History, Inputs, Past, Snapshot, Standing};

/// Sums up parts, each told apart from the next.
struct Sum(sha2::Sha256);

impl Sum {
    fn new(what: &str) -> Self {
        let mut sum = Self(sha2::Sha256::new());
        sum.add(what.as_bytes());
        sum
    }

    fn add(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// The `Debug` form of plain data names all of it.
    fn add_plain(&mut self, part: &impl Debug) {
        self.add(format!("{part:?}").as_bytes());
    }

    fn finish(self) -> Digest {
        Digest::from_bytes(self.0.finalize().into())
    }
}

/// Of all inputs of an edition. Of a published one neither texts nor history are asked for: what they are worked out from says it.
pub(super) fn edition(inputs: &Inputs) -> Digest {
    let Inputs { edition, snapshot, texts, history, today, as_of, tool, keys, places, offline } = inputs;
    let Snapshot { files, skipped } = snapshot;
    let mut sum = Sum::new("edition 1");
    sum.add_plain(&(edition, today, as_of, tool, keys, places, offline));
    let grounded = !edition.ground.is_empty();
    // The theme is the working tree's, also in editions of the past.
    for (path, file) in files.iter().filter(|it| !grounded || it.0.as_str().starts_with("theme/")) {
        sum.add(path.as_str().as_bytes());
        sum.add(file.blob.as_str().as_bytes());
        sum.add(&file.size.to_le_bytes());
        // In the working tree of a repository a blob may stand for a text with other line ends; among committed files, and where there is
        // no repository, it is the text.
        let is_text = matches!(history, History::Unknown(_));
        if let Some(text) = texts.get(&file.blob).filter(|_| !is_text || path.as_str().starts_with("theme/")) {
            sum.add(text.as_bytes());
        }
    }
    if grounded {
        return sum.finish();
    }
    sum.add_plain(skipped);
    match history {
        History::Unknown(why) => sum.add_plain(why),
        History::Known(past) => add_past(&mut sum, past),
    }
    sum.finish()
}

/// Commits and texts are what their ids say, and signatures are what keys in commits and texts say. What else there is, is added.
fn add_past(sum: &mut Sum, past: &Past) {
    let Past {
        head,
        branch,
        published_on,
        sha256,
        folder,
        commits,
        n_reachable,
        files: _,
        head_files: _,
        facts: _,
        authority_texts: _,
        tags,
        stray_tags,
        gaps,
    } = past;
    sum.add_plain(&(head, branch, published_on, sha256, folder, commits.len(), n_reachable));
    sum.add_plain(&(tags, stray_tags, gaps));
}

/// Of the settings.
pub(super) fn settings(texts: &ConfigTexts) -> Digest {
    let ConfigTexts { files } = texts;
    let mut sum = Sum::new("settings 1");
    for (path, text) in files {
        sum.add(path.as_str().as_bytes());
        sum.add(text.as_bytes());
    }
    sum.finish()
}

/// Of a theme: its language, and the user's files.
pub(super) fn theme<'a>(language: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> Digest {
    let mut sum = Sum::new("theme 1");
    sum.add(language.as_bytes());
    for (path, text) in files {
        sum.add(path.as_bytes());
        sum.add(text.as_bytes());
    }
    sum.finish()
}

/// Of a page that leads elsewhere.
pub(super) fn moved(edition: Digest, path: &str, moved: &Moved) -> Digest {
    let mut sum = Sum::new("moved 1");
    sum.add(&edition.bytes());
    sum.add(path.as_bytes());
    sum.add_plain(moved);
    sum.finish()
}

/// Of a page of an edition that leads to what changed since others.
pub(super) fn among(edition: Digest, path: &str, shown: &[EditionShown]) -> Digest {
    let mut sum = Sum::new("among 1");
    sum.add(&edition.bytes());
    sum.add(path.as_bytes());
    for it in shown {
        // The working tree's day is that of the build.
        let day = (it.standing != Standing::Draft).then_some(it.day);
        sum.add_plain(&(&it.name, &it.folder, it.standing, day, it.replaced));
    }
    sum.finish()
}

/// Of the page that lists editions.
pub(super) fn editions(edition: Digest, shown: &[EditionShown]) -> Digest {
    let mut sum = Sum::new("editions 1");
    sum.add(&edition.bytes());
    sum.add_plain(&shown);
    sum.finish()
}

/// Of all published editions, the latest first, of which one is at the root.
pub(super) fn line(root: Digest, published: &[Digest]) -> Digest {
    let mut sum = Sum::new("line 1");
    for it in [&root].into_iter().chain(published) {
        sum.add(&it.bytes());
    }
    sum.finish()
}

/// Of a page about two editions of a line, or about one of them and the working tree.
pub(super) fn between(line: Digest, draft: Option<Digest>, path: &str) -> Digest {
    let mut sum = Sum::new("between 2");
    sum.add(&line.bytes());
    sum.add_plain(&draft.map(|it| it.to_string()));
    sum.add(path.as_bytes());
    sum.finish()
}

/// Of a page of an edition: the edition decides all that it shows.
pub(super) fn file(edition: Digest, path: &str) -> Digest {
    let mut sum = Sum::new("file 1");
    sum.add(&edition.bytes());
    sum.add(path.as_bytes());
    sum.finish()
}
