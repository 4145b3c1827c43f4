//! `clausebook bundle`: the site as one zip, or a document as one file.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::Verdict;
use super::args::{Judging, published};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use super::{build, document};
use crate::base::{Date, address_of, anchor_of};
use crate::pipeline::{self, BuiltEdition, Outcome, Stand};
use crate::shell::{self, Published};

/// Where the zip goes unless somebody says otherwise; left out when the SMS is read.
const OUT: &str = "_bundle.zip";
/// How many characters of a title the name of the folder takes.
const LONGEST: usize = 60;

#[derive(Debug, ClapArgs)]
pub(super) struct Bundle {
    #[command(flatten)]
    judging: Judging,
    /// One document as a file of HTML that holds all it needs, in place of the zip: its id, in any letter case
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// The file [default: _bundle.zip in the folder of the SMS; with --document its id, such as _pln-001.html]
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
    let name = args.document.as_ref().map_or_else(|| OUT.to_owned(), |id| format!("_{}.html", address_of(&id.to_lowercase())));
    let out = args.out.as_deref().map_or_else(|| root.join(name), |out| world.at(out));
    let ours = if args.document.is_some() { shell::is_document } else { shell::is_bundle };
    if out.is_dir() {
        return Err(Failure::usage(format!("`{}` is a folder", out.display()), "name a file with `--out`"));
    }
    if !args.force && out.exists() && !ours(&out).unwrap_or(false) {
        let what = format!("`{}` is there and was not made by `clausebook bundle`", out.display());
        return Err(Failure::usage(what, "name another file with `--out`, or replace it with `--force`"));
    }
    let ignore = vec![root.join(build::OUT), root.join(OUT), out.clone()];
    let request = world.request(&root, Some(&args.judging.reading), ignore)?;
    let editions = shell::editions(&request, args.editions.unwrap_or_default(), None)?.offline(world.today);
    let outcome = pipeline::build_once(&editions);
    let mut wrote = None;
    // As for `build`: of settings that are wrong nothing is made.
    if !outcome.draft.handbook.config.broken {
        let (files, bytes) = match &args.document {
            Some(id) => write_document(id, &outcome.stands[0], &root, &out)?,
            None => write_zip(&outcome, &root, &out)?,
        };
        wrote = Some(format!("{files} into {} ({} KiB)", build::shown_path(&out, &root, world).display(), bytes.div_ceil(1024)));
    }
    let verdict = build::tell(&outcome, (args.judging.fail_on.severity(), args.quiet), &world.lead(&root), terminal);
    match wrote {
        Some(what) if !args.quiet => terminal.message(&format!("wrote {what}")),
        None => terminal.message("nothing was written: mend clausebook.yml first"),
        Some(_) => {}
    }
    Ok(verdict)
}

/// Writes the whole site; says what, and how many bytes it has.
fn write_zip(outcome: &Outcome, root: &Path, out: &Path) -> Result<(String, u64), Failure> {
    let day = outcome.draft.handbook.as_of;
    let folder = folder(&outcome.stands[0].edition, day);
    let bundled = shell::write_bundle(out, &shell::Bundle { folder: &folder, day, root, files: outcome.files() })?;
    Ok((format!("{} files", bundled.files), bundled.bytes))
}

/// Writes a document of the edition at the root of the site; says which, and how many bytes it has.
fn write_document(id: &str, stand: &Stand, root: &Path, out: &Path) -> Result<(String, u64), Failure> {
    let idx = document::find(&stand.edition.handbook, id)?;
    let pictures = shell::read_attachments(root, pipeline::pictures_of(stand, idx))?;
    let html = pipeline::single(stand, idx, &pictures);
    shell::write_file(out, &html)?;
    Ok((stand.edition.handbook.entries[idx].document.id.value.to_string(), html.len() as u64))
}

/// The folder in the zip: handbook, edition and day, so that two of them unpack side by side.
fn folder(root: &BuiltEdition, day: Date) -> String {
    let title: String = anchor_of(&root.handbook.config.settings.title).chars().take(LONGEST).collect();
    let title = if title.is_empty() { "handbook" } else { title.trim_end_matches('-') };
    let name = &root.inputs.edition.name;
    let edition = if name.is_empty() { String::from("draft") } else { address_of(name) };
    format!("{title}-{edition}-{day}")
}
