//! What a command knows of the world around it: the folder it runs in, the day, and where the SMS lies.

use std::env;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use super::failure::Failure;
use crate::base::Date;
use crate::config;
use crate::shell::{self, Gather, clock};
use crate::source::{Inputs, ToolId};

/// The world, read once.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// The folder the command runs in, as `-C` says or the process has it.
    pub(super) here: PathBuf,
    /// Today, or the day of `SOURCE_DATE_EPOCH`.
    pub(super) today: Date,
}

impl World {
    /// Reads it.
    pub(super) fn new(directory: Option<&Path>) -> Result<Self, Failure> {
        let current = env::current_dir().context("the current folder cannot be found")?;
        let here = directory.map_or(current.clone(), |it| current.join(it));
        if !here.is_dir() {
            let given = directory.unwrap_or(&current).display();
            return Err(Failure::usage(format!("there is no folder `{given}`"), "check the name given with `-C`"));
        }
        Ok(Self { here, today: today()? })
    }

    /// The folder of the SMS: the one named, or the nearest that holds `clausebook.yml`, from here upwards.
    pub(super) fn root(&self, dir: Option<&Path>) -> Result<PathBuf, Failure> {
        match dir {
            // Whether it is one is for `shell::gather` to say.
            Some(dir) => Ok(self.here.join(dir)),
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
        let here = self.here.canonicalize().with_context(|| format!("the folder `{}` cannot be opened", self.here.display()))?;
        Ok(here.ancestors().find(|it| it.join(config::MAIN).exists()).map(Path::to_owned))
    }

    /// Reads the SMS.
    pub(super) fn gather(&self, root: &Path, as_of: Option<Date>, ignore: Vec<PathBuf>) -> Result<Inputs, Failure> {
        let request = Gather { root: root.to_owned(), today: self.today, as_of, tool: tool(), ignore };
        Ok(shell::gather(&request)?)
    }

    /// What leads from here to a folder, with `/` at its end: so that paths can be clicked. Empty for this folder, and where
    /// neither lies in the other: an absolute path would make the output differ from place to place.
    pub(super) fn lead(&self, to: &Path) -> String {
        let (Ok(here), Ok(to)) = (self.here.canonicalize(), to.canonicalize()) else { return String::new() };
        if let Ok(below) = to.strip_prefix(&here) {
            return with_slashes(below);
        }
        here.strip_prefix(&to).map_or(String::new(), |below| "../".repeat(below.components().count()))
    }
}

/// What leads from the top of the git repository to the folder, with `/` at its end; empty outside of one.
pub(super) fn lead_in_repository(to: &Path) -> String {
    let Ok(to) = to.canonicalize() else { return String::new() };
    let top = to.ancestors().find(|it| it.join(".git").exists());
    top.and_then(|top| to.strip_prefix(top).ok()).map_or(String::new(), with_slashes)
}

fn with_slashes(path: &Path) -> String {
    let parts =
        path.components().filter_map(|it| if let Component::Normal(part) = it { Some(part.to_string_lossy()) } else { None });
    parts.map(|part| format!("{part}/")).collect()
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
