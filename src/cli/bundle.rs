//! `clausebook bundle`: the site as one zip.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Verdict;
use super::args::{Judging, published};
use super::build;
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::base::{Date, address_of, anchor_of};
use crate::pipeline::{self, BuiltEdition};
use crate::shell::{self, Published};

/// Where the zip goes unless somebody says otherwise; left out when the SMS is read.
const OUT: &str = "_bundle.zip";
/// How many characters of a title the name of the folder takes.
const LONGEST: usize = 60;

#[derive(Debug, ClapArgs)]
pub(super) struct Bundle {
    #[command(flatten)]
    judging: Judging,
    /// The zip [default: _bundle.zip in the folder of the SMS]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How many published editions it has beside the working tree: a number, all, or none [default: as clausebook.yml says]
    #[arg(long, value_name = "N", value_parser = published)]
    editions: Option<Published>,
    /// Replace a file that `clausebook bundle` did not make
    #[arg(long)]
    force: bool,
    /// Print nothing but diagnostics at or above --fail-on
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &Bundle, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.judging.reading.dir.as_deref())?;
    let out = args.out.as_deref().map_or_else(|| root.join(OUT), |out| world.at(out));
    if out.is_dir() {
        return Err(Failure::usage(format!("`{}` is a folder", out.display()), "name a file with `--out`"));
    }
    if !args.force && out.exists() && !shell::is_bundle(&out).unwrap_or(false) {
        let what = format!("`{}` is there and was not made by `clausebook bundle`", out.display());
        return Err(Failure::usage(what, "name another file with `--out`, or replace it with `--force`"));
    }
    let ignore = vec![root.join(build::OUT), root.join(OUT), out.clone()];
    let request = world.request(&root, Some(&args.judging.reading), ignore)?;
    let editions = shell::editions(&request, args.editions.unwrap_or_default(), None)?.offline(world.today);
    let outcome = pipeline::build_once(&editions);
    let draft = &outcome.draft;
    let mut bundled = None;
    // As for `build`: of settings that are wrong nothing is made.
    if !draft.handbook.config.broken {
        let folder = folder(&outcome.stands[0].edition, draft.handbook.as_of);
        let bundle = shell::Bundle { folder: &folder, day: draft.handbook.as_of, root: &root, files: outcome.files() };
        bundled = Some(shell::write_bundle(&out, &bundle)?);
    }
    let verdict = build::tell(&outcome, (args.judging.fail_on.severity(), args.quiet), &world.lead(&root), terminal);
    match bundled {
        Some(it) if !args.quiet => {
            let place = build::shown_path(&out, &root, world);
            terminal.message(&format!("wrote {} files into {} ({} KiB)", it.files, place.display(), it.bytes.div_ceil(1024)));
        }
        None => terminal.message("nothing was written: mend clausebook.yml first"),
        Some(_) => {}
    }
    Ok(verdict)
}

/// The folder in the zip: handbook, edition and day, so that two of them unpack side by side.
fn folder(root: &BuiltEdition, day: Date) -> String {
    let title: String = anchor_of(&root.handbook.config.settings.title).chars().take(LONGEST).collect();
    let title = if title.is_empty() { "handbook" } else { title.trim_end_matches('-') };
    let name = &root.inputs.edition.name;
    let edition = if name.is_empty() { String::from("draft") } else { address_of(name) };
    format!("{title}-{edition}-{day}")
}
