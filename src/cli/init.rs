//! `clausebook init`: writes an SMS to begin with.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context as _;

use super::args::Init;
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use super::{Verdict, example, past, starter};

pub(super) fn run(args: &Init, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let folder = args.dir.as_ref().map_or_else(|| world.here(), |dir| world.at(dir));
    refuse_what_is_in_use(&folder, args.from_git_history)?;
    if args.from_git_history {
        let written = past::create(&folder, args.on.unwrap_or(world.today))?;
        let head = written.head.get(..10).unwrap_or_default();
        terminal.message(&format!("wrote a repository with {} commits, head {head}\n{}", written.commits, next(world, &folder)));
        return Ok(Verdict::Clean);
    }
    let mut count = 0;
    if args.example {
        for (path, text) in example::FILES {
            write_new(&folder, path, text)?;
            count += 1;
        }
    } else {
        for (path, text) in starter::FILES {
            write_new(&folder, path, &starter::filled_in(text, args.organization.as_deref()))?;
            count += 1;
        }
    }
    terminal.message(&format!("wrote {count} files\n{}", next(world, &folder)));
    Ok(Verdict::Clean)
}

/// What one does next.
fn next(world: &World, folder: &Path) -> String {
    let place = world.lead(folder);
    let place = place.trim_end_matches('/');
    let dir = if place.is_empty() { String::new() } else { format!(" {place}") };
    format!("next: clausebook check{dir}\n      clausebook build{dir}")
}

/// Only a folder that is new, or holds nothing but a git repository, is written into. For a new repository it has to be empty.
fn refuse_what_is_in_use(folder: &Path, repository: bool) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Failure::usage(format!("`{}` is a file", folder.display()), "name a new or empty folder"));
        }
        Err(error) => {
            let error = anyhow::Error::from(error).context(format!("the folder `{}` cannot be read", folder.display()));
            return Err(Failure::Environment(error));
        }
    };
    for entry in entries {
        let name = entry.with_context(|| format!("the folder `{}` cannot be read", folder.display()))?.file_name();
        if repository || name != ".git" {
            return Err(Failure::usage(
                format!("the folder `{}` is not empty: it holds `{}`", folder.display(), name.display()),
                "name a new or empty folder, such as `clausebook init sms`",
            ));
        }
    }
    Ok(())
}

/// Writes a file that is not there yet.
pub(super) fn write_new(folder: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let file = folder.join(path);
    let write = || -> io::Result<()> {
        if let Some(above) = file.parent() {
            fs::create_dir_all(above)?;
        }
        fs::OpenOptions::new().write(true).create_new(true).open(&file)?.write_all(text.as_bytes())
    };
    match write() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::usage(format!("there is already a file `{}`", file.display()), "remove it or choose another title"))
        }
        other => Ok(other.with_context(|| format!("`{}` cannot be written", file.display()))?),
    }
}
