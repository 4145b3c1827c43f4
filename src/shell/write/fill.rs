//! Fills the stage: makes a file, or finds that the old site has it already. Runs on many threads, one file at a time, so that memory
//! does not grow with the site.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::path::Path;
use std::sync::Mutex;

use anyhow::Context as _;

use super::manifest::{Line, pour};
use super::old::Old;
use crate::base::{Digest, RepoPath, SitePath};
use crate::pipeline::site::{Content, SiteFile};
use crate::shell::anchor::{Anchor, NotOpened};
use crate::shell::git::Blobs;

/// What filling needs.
#[derive(Debug)]
pub(super) struct Fill<'a> {
    root: &'a Anchor,
    blobs: Blobs,
    old: &'a Old,
    stage: &'a Path,
    trouble: Mutex<Option<anyhow::Error>>,
}

/// A file of the new site.
#[derive(Debug)]
pub(super) struct Filled {
    /// Its line in the list.
    pub(super) line: Line,
    /// The old site has it; it is not in the stage yet.
    pub(super) kept: bool,
}

impl<'a> Fill<'a> {
    /// Copies attachments from `root`, compares with `old`, writes to `stage`.
    pub(super) fn new(root: &'a Anchor, old: &'a Old, stage: &'a Path) -> Self {
        Self { root, blobs: Blobs::of(root.path()), old, stage, trouble: Mutex::new(None) }
    }

    /// Makes a file unless the old site has it.
    pub(super) fn fill(&self, file: &SiteFile) -> Option<Filled> {
        self.unless_failed(&file.path, || {
            let inputs = file.sum().map(|it| it.to_string());
            if let Some(line) = inputs.as_deref().and_then(|inputs| self.old.made_from(&file.path, inputs)) {
                return Ok(Filled { line: line.clone(), kept: true });
            }
            match file.make(&|blob| self.blobs.read(blob).ok()) {
                Content::Bytes(bytes) => self.fill_bytes(&file.path, inputs, &bytes),
                Content::Provisional(bytes) => self.fill_bytes(&file.path, None, &bytes),
                Content::File(from) => self.fill_copy(&file.path, &from),
                // Git's id of the bytes is the digest of all that they depend on.
                Content::Blob(blob) => {
                    let bytes =
                        self.blobs.read(&blob).with_context(|| format!("the attachment with id {blob} cannot be read"))?;
                    self.fill_bytes(&file.path, None, &bytes)
                }
            }
        })
    }

    /// Puts a kept file into the stage.
    pub(super) fn carry_over(&self, filled: &Filled) -> Option<()> {
        let path = &filled.line.path;
        self.unless_failed(path, || {
            let Some(old) = self.old.folder() else { return Ok(()) };
            if std::fs::hard_link(old.path().join(path.as_str()), self.stage.join(path.as_str())).is_ok() {
                return Ok(());
            }
            // Not every file system has links, and not every user may link what another owns.
            let (mut from, _) = old.file(path.as_str()).map_err(NotOpened::into_io)?;
            pour(&mut from, &mut self.create(path)?)?;
            Ok(())
        })
    }

    fn fill_bytes(&self, path: &SitePath, inputs: Option<String>, bytes: &[u8]) -> anyhow::Result<Filled> {
        let content = Digest::of(bytes).to_string();
        let kept = self.old.has_bytes(path, &content, bytes);
        if !kept {
            self.create(path)?.write_all(bytes)?;
        }
        Ok(Filled { line: Line { path: path.clone(), inputs, content, size: bytes.len() as u64 }, kept })
    }

    /// The attachment is read twice when it changed, and once, without writing anything, when it did not.
    fn fill_copy(&self, path: &SitePath, from: &RepoPath) -> anyhow::Result<Filled> {
        let reading = || format!("the attachment `{from}` cannot be read");
        let (mut file, _) = self.root.file(from.as_str()).map_err(NotOpened::into_io).with_context(reading)?;
        let (content, size) = pour(&mut file, &mut io::sink()).with_context(reading)?;
        if self.old.has_content(path, &content) {
            return Ok(Filled { line: Line { path: path.clone(), inputs: None, content, size }, kept: true });
        }
        file.rewind().with_context(reading)?;
        let (content, size) = pour(&mut file, &mut self.create(path)?)?;
        Ok(Filled { line: Line { path: path.clone(), inputs: None, content, size }, kept: false })
    }

    fn create(&self, path: &SitePath) -> io::Result<File> {
        File::create_new(self.stage.join(path.as_str()))
    }

    /// After the first failure, such as a full disk, the rest need not be made.
    fn unless_failed<T>(&self, path: &SitePath, run: impl FnOnce() -> anyhow::Result<T>) -> Option<T> {
        if self.trouble.lock().is_ok_and(|trouble| trouble.is_some()) {
            return None;
        }
        match run().with_context(|| format!("`{path}` cannot be written")) {
            Ok(done) => Some(done),
            Err(error) => {
                if let Ok(mut trouble) = self.trouble.lock() {
                    trouble.get_or_insert(error);
                }
                None
            }
        }
    }

    /// What all threads did, or what stopped them.
    pub(super) fn all<T>(&self, done: Vec<Option<T>>) -> anyhow::Result<Vec<T>> {
        match self.trouble.lock().ok().and_then(|mut trouble| trouble.take()) {
            Some(error) => Err(error),
            None => done.into_iter().collect::<Option<Vec<T>>>().context("a file of the site was not made"),
        }
    }
}
