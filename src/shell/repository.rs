//! Writes a new git repository with a history that is given as data, in one step: it appears whole or not at all.
//!
//! Objects are written as git defines them (`gitformat-*`), into one pack, without calling git and without looking at
//! anybody's settings: the same commits get the same ids on every machine.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use git2::{ObjectType, Odb, Oid, Repository, RepositoryInitOptions};

use crate::signature::ExampleKey;
use crate::source::Instant;

/// Somebody who writes, approves or tags, at a moment.
#[derive(Clone, Debug)]
pub struct Who {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// When.
    pub at: Instant,
}

/// A commit to be written.
#[derive(Clone, Debug)]
pub struct NewCommit {
    /// Its parents, the first first.
    pub parents: Vec<CommitNo>,
    /// Paths that differ from the first parent, with their new text; `None` where a file goes.
    pub files: BTreeMap<String, Option<String>>,
    /// Who wrote the change.
    pub author: Who,
    /// Who made the commit.
    pub committer: Who,
    /// Message.
    pub message: String,
    /// Key that signs it.
    pub key: Option<ExampleKey>,
}

/// A commit that was written: its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitNo(usize);

/// Files of a commit: folder (empty for the top) → name → blob.
type Files = BTreeMap<String, BTreeMap<String, Oid>>;

/// Entries of a tree: whether it is a folder, and its id.
type Entries = BTreeMap<String, (bool, Oid)>;

/// A repository that is being written, in a folder beside its place.
pub struct NewRepository {
    repository: Repository,
    stage: Stage,
    objects: Vec<Oid>,
    commits: Vec<(Oid, Files)>,
    known: BTreeMap<Vec<u8>, Oid>,
    refs: BTreeMap<String, Oid>,
}

/// A folder that is removed unless it was moved to its place.
struct Stage {
    path: PathBuf,
    place: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.path);
    }
}

impl NewRepository {
    /// Begins one that will stand at `place`, which must be new or an empty folder.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn begin(place: &Path) -> anyhow::Result<Self> {
        let stage = Stage::beside(place)?;
        let mut options = RepositoryInitOptions::new();
        options.external_template(false).initial_head("main").no_reinit(true);
        let repository = Repository::init_opts(&stage.path, &options).context("the repository cannot be begun")?;
        // Objects are collected in memory and become one pack; the number is a rank above that of the disk.
        repository.odb()?.add_new_mempack_backend(1000)?;
        Ok(Self { repository, stage, objects: Vec::new(), commits: Vec::new(), known: BTreeMap::new(), refs: BTreeMap::new() })
    }

    /// Writes a commit.
    ///
    /// # Errors
    /// An object that cannot be written.
    pub fn commit(&mut self, new: &NewCommit) -> anyhow::Result<CommitNo> {
        let mut files = new.parents.first().map(|it| self.commits[it.0].1.clone()).unwrap_or_default();
        for (path, text) in &new.files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let blob = text.as_ref().map(|text| self.write(ObjectType::Blob, text.as_bytes())).transpose()?;
            let names = files.entry(folder.to_owned()).or_default();
            match blob {
                Some(blob) => drop(names.insert(name.to_owned(), blob)),
                None => drop(names.remove(name)),
            }
        }
        files.retain(|_, names| !names.is_empty());
        let mut text = format!("tree {}\n", self.tree(&files)?);
        for parent in &new.parents {
            let _infallible = writeln!(text, "parent {}", self.commits[parent.0].0);
        }
        let _infallible = write!(text, "author {}\ncommitter {}\n", line(&new.author), line(&new.committer));
        let body = format!("\n{}\n", new.message.trim_end());
        if let Some(key) = &new.key {
            let signature = key.sign(format!("{text}{body}").as_bytes());
            let _infallible = writeln!(text, "gpgsig {}", signature.trim_end().replace('\n', "\n "));
        }
        let id = self.write(ObjectType::Commit, format!("{text}{body}").as_bytes())?;
        self.commits.push((id, files));
        Ok(CommitNo(self.commits.len() - 1))
    }

    /// The id of a commit, in hexadecimal.
    pub fn id(&self, commit: CommitNo) -> String {
        self.commits[commit.0].0.to_string()
    }

    /// Lets a branch end at a commit.
    pub fn branch(&mut self, name: &str, commit: CommitNo) {
        self.refs.insert(format!("refs/heads/{name}"), self.commits[commit.0].0);
    }

    /// Writes an annotated, signed tag. A tag of the same name that was there moves.
    ///
    /// # Errors
    /// An object that cannot be written.
    pub fn tag(
        &mut self,
        name: &str,
        commit: CommitNo,
        tagger: &Who,
        message: &str,
        key: Option<&ExampleKey>,
    ) -> anyhow::Result<()> {
        let id = self.commits[commit.0].0;
        let mut text = format!("object {id}\ntype commit\ntag {name}\ntagger {}\n\n{}\n", line(tagger), message.trim_end());
        if let Some(key) = key {
            let signature = key.sign(text.as_bytes());
            text.push_str(signature.trim_end());
            text.push('\n');
        }
        let tag = self.write(ObjectType::Tag, text.as_bytes())?;
        self.refs.insert(format!("refs/tags/{name}"), tag);
        Ok(())
    }

    /// Checks out `main` and puts the repository in its place.
    ///
    /// # Errors
    /// A disk that is full, a place that was taken meanwhile.
    pub fn finish(self, settings: &[(&str, &str)], exclude: &str) -> anyhow::Result<()> {
        let Self { repository, stage, objects, refs, .. } = self;
        let git = repository.path().to_owned();
        let mut pack = repository.packbuilder()?;
        for id in objects {
            pack.insert_object(id, None)?;
        }
        pack.write(&git.join("objects/pack"), 0).context("the history cannot be written")?;
        drop(pack);
        for (name, id) in &refs {
            repository.reference(name, *id, true, "created").with_context(|| format!("`{name}` cannot be written"))?;
        }
        let mut config = repository.config()?.open_level(git2::ConfigLevel::Local)?;
        for (key, value) in settings {
            config.set_str(key, value)?;
        }
        std::fs::create_dir_all(git.join("info"))?;
        std::fs::write(git.join("info/exclude"), exclude)?;
        repository.checkout_head(Some(git2::build::CheckoutBuilder::new().force())).context("the files cannot be written")?;
        drop((config, repository));
        stage.move_to_place()
    }

    /// The tree of the files, folders below the top included.
    fn tree(&mut self, files: &Files) -> anyhow::Result<Oid> {
        let mut below: BTreeMap<String, Entries> = BTreeMap::new();
        for (folder, names) in files {
            let entries = below.entry(folder.clone()).or_default();
            entries.extend(names.iter().map(|(name, id)| (name.clone(), (false, *id))));
        }
        // The deepest first, so that each folder's id is known when the one above needs it.
        while let Some((folder, entries)) = deepest(&mut below) {
            let id = self.write_tree(&entries)?;
            if folder.is_empty() {
                return Ok(id);
            }
            let (above, name) = folder.rsplit_once('/').unwrap_or(("", &folder));
            below.entry(above.to_owned()).or_default().insert(name.to_owned(), (true, id));
        }
        self.write_tree(&BTreeMap::new())
    }

    fn write_tree(&mut self, entries: &Entries) -> anyhow::Result<Oid> {
        let mut sorted: Vec<_> = entries.iter().collect();
        // Git orders a folder as if its name ended with a slash.
        sorted.sort_by_cached_key(|(name, (folder, _))| if *folder { format!("{name}/") } else { (*name).clone() });
        let mut bytes = Vec::new();
        for (name, (folder, id)) in sorted {
            bytes.extend_from_slice(if *folder { b"40000 " } else { b"100644 " });
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(id.as_bytes());
        }
        if let Some(id) = self.known.get(&bytes) {
            return Ok(*id);
        }
        let id = self.write(ObjectType::Tree, &bytes)?;
        self.known.insert(bytes, id);
        Ok(id)
    }

    fn write(&mut self, kind: ObjectType, bytes: &[u8]) -> anyhow::Result<Oid> {
        let odb: Odb<'_> = self.repository.odb()?;
        let id = odb.write(kind, bytes).context("an object cannot be written")?;
        self.objects.push(id);
        Ok(id)
    }
}

fn deepest(folders: &mut BTreeMap<String, Entries>) -> Option<(String, Entries)> {
    let depth = |folder: &String| if folder.is_empty() { 0 } else { folder.split('/').count() };
    let folder = folders.keys().max_by_key(|it| depth(it))?.clone();
    folders.remove_entry(&folder)
}

impl Stage {
    fn beside(place: &Path) -> anyhow::Result<Self> {
        // A place such as `.` has a name of its own only when it is looked up.
        let place = if place.exists() { place.canonicalize()? } else { std::path::absolute(place)? };
        let parent = place.parent().context("the root folder is no place for a repository")?;
        std::fs::create_dir_all(parent).with_context(|| format!("the folder `{}` cannot be made", parent.display()))?;
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for attempt in 0..100 {
            let path = parent.join(format!(".{name}.new-{}-{attempt}", std::process::id()));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path, place }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).with_context(|| format!("`{}` cannot be made", path.display())),
            }
        }
        anyhow::bail!("too many left-over folders in `{}`", parent.display())
    }

    fn move_to_place(self) -> anyhow::Result<()> {
        if self.place.is_dir() {
            // Only an empty folder gives way.
            std::fs::remove_dir(&self.place).with_context(|| format!("`{}` is not empty", self.place.display()))?;
        }
        std::fs::rename(&self.path, &self.place).with_context(|| format!("`{}` cannot be put in place", self.place.display()))
    }
}

/// `Ana Prior <ana@example.org> 1767225599 +0100`.
fn line(who: &Who) -> String {
    let Instant { seconds, offset } = who.at;
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    format!("{} <{}> {seconds} {sign}{hours:02}{minutes:02}", who.name, who.email)
}
