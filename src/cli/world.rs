//! What a command knows of the world around it: the folder it runs in, the day, and where the SMS lies.

use std::env;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use super::args::Reading;
use super::failure::Failure;
use crate::base::{Date, LineIndex};
use crate::config;
use crate::shell::{self, Gather, clock};
use crate::signature;
use crate::source::{BroughtKeys, Inputs, ToolId};

/// The world, read once.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// The folder that `-C` names.
    directory: Option<PathBuf>,
    /// Today, or the day of `SOURCE_DATE_EPOCH`.
    pub(super) today: Date,
}

impl World {
    /// Reads it.
    pub(super) fn new(directory: Option<&Path>) -> Result<Self, Failure> {
        if let Some(missing) = directory.filter(|it| !it.is_dir()) {
            return Err(Failure::usage(format!("there is no folder `{}`", missing.display()), "check the name given with `-C`"));
        }
        Ok(Self { directory: directory.map(Path::to_owned), today: today()? })
    }

    /// A path given on the command line. It stays relative, so that messages name it as the user did.
    pub(super) fn at(&self, path: &Path) -> PathBuf {
        self.directory.as_ref().map_or_else(|| path.to_owned(), |it| it.join(path))
    }

    /// The folder the command runs in.
    pub(super) fn here(&self) -> PathBuf {
        self.directory.clone().unwrap_or_else(|| PathBuf::from("."))
    }

    /// The folder of the SMS: the one named, or the nearest that holds `clausebook.yml`, from here upwards.
    pub(super) fn root(&self, dir: Option<&Path>) -> Result<PathBuf, Failure> {
        match dir {
            // Whether it is one is for `shell::gather` to say.
            Some(dir) => Ok(self.at(dir)),
            None => self.nearest_root()?.ok_or_else(|| {
                Failure::usage(
                    "neither the current folder nor one above it holds clausebook.yml",
                    "name the folder of the SMS as the last argument or with `-C`, or start one with `clausebook init`",
                )
            }),
        }
    }

    /// The nearest folder that holds `clausebook.yml`, from here upwards.
    pub(super) fn nearest_root(&self) -> Result<Option<PathBuf>, Failure> {
        let here = self.here();
        let here = here.canonicalize().with_context(|| format!("the folder `{}` cannot be opened", here.display()))?;
        Ok(here.ancestors().find(|it| it.join(config::MAIN).exists()).map(Path::to_owned))
    }

    /// Reads the SMS. Where nothing is judged its history is not needed.
    pub(super) fn gather(&self, root: &Path, reading: Option<&Reading>, ignore: Vec<PathBuf>) -> Result<Inputs, Failure> {
        Ok(shell::gather(&self.request(root, reading, ignore)?)?)
    }

    /// What to read of the SMS, for those who ask for more than its working tree.
    pub(super) fn request(&self, root: &Path, reading: Option<&Reading>, ignore: Vec<PathBuf>) -> Result<Gather, Failure> {
        let as_of = reading.and_then(|it| it.as_of);
        let git = reading.is_some_and(|it| !it.no_git);
        let keys = reading.and_then(|it| it.keys.as_deref()).map(|it| self.keys(it)).transpose()?;
        // Who brings keys does not trust the repository, and so not what is kept in it either.
        let cache = keys.is_none() && reading.is_none_or(|it| !it.no_cache);
        Ok(Gather { root: root.to_owned(), today: self.today, as_of, tool: tool(), ignore, git, cache, keys })
    }

    /// Keys from a file that somebody brings, which may lie anywhere. All of it has to be readable: a line that is passed over would
    /// be a signature that silently does not count.
    fn keys(&self, file: &Path) -> Result<BroughtKeys, Failure> {
        let keys = shell::brought_keys(&self.at(file))?;
        let problems = signature::Ring::brought(&keys.texts().collect::<Vec<_>>(), []).1;
        let problems = problems.into_iter().chain(signature::KeyMaterial::read(keys.texts()).1);
        let Some(problem) = problems.into_iter().next() else { return Ok(keys) };
        let text = keys.texts().find(|it| it.0 == problem.file).map_or("", |it| it.1);
        let line = problem.span.map(|span| format!(", line {}", LineIndex::new(text).place(text, span.range().start).line));
        let place = format!("{}{}", problem.file, line.unwrap_or_default());
        Err(Failure::usage(format!("{place}: {}", problem.message), problem.help))
    }

    /// What leads to a folder from where the process runs, with `/` at its end: so that paths can be clicked. Empty for the folder
    /// itself, and for an absolute path: it would make the output differ from place to place.
    pub(super) fn lead(&self, to: &Path) -> String {
        let (Ok(here), Ok(whole)) = (Path::new(".").canonicalize(), to.canonicalize()) else { return String::new() };
        if let Ok(below) = whole.strip_prefix(&here) {
            with_slashes(below)
        } else if let Ok(below) = here.strip_prefix(&whole) {
            "../".repeat(below.components().count())
        } else if to.is_relative() {
            with_slashes(to)
        } else {
            String::new()
        }
    }
}

/// What leads from the top of the git repository to the folder, with `/` at its end; empty outside of one.
pub(super) fn lead_in_repository(to: &Path) -> String {
    let Ok(to) = to.canonicalize() else { return String::new() };
    let top = to.ancestors().find(|it| it.join(".git").exists());
    top.and_then(|top| to.strip_prefix(top).ok()).map_or(String::new(), with_slashes)
}

fn with_slashes(path: &Path) -> String {
    let part = |it: Component<'_>| match it {
        Component::Normal(part) => Some(format!("{}/", part.to_string_lossy())),
        Component::ParentDir => Some(String::from("../")),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    };
    path.components().filter_map(part).collect()
}

/// This program.
pub(super) fn tool() -> ToolId {
    ToolId { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}

/// <https://reproducible-builds.org/specs/source-date-epoch/>
fn today() -> Result<Date, Failure> {
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => match text.parse::<u64>() {
            Ok(seconds) => Ok(clock::day_of(seconds)),
            Err(_) => Err(Failure::usage(
                format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds since 1970"),
                "set it to the output of `git log -1 --format=%ct`, or unset it",
            )),
        },
        _ => Ok(clock::today()),
    }
}
