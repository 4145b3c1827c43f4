//! `clausebook diff`: what changed between two states of the handbook, as text, as one HTML file, as JSON.

mod json;
mod page;
mod text;

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Verdict;
use super::document::find;
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::handbook::Handbook;
use crate::handbook::changes::{self, Changes, DocumentChange, HandbookState};
use crate::pipeline;
use crate::redline::Pens;
use crate::shell;
use crate::source::Inputs;

/// What the working tree is called.
const DRAFT: &str = "draft";

/// Arguments of `clausebook diff`.
#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    /// The state before: a tag, a branch, a commit, or `draft` for the files as they lie there
    #[arg(value_name = "A")]
    before: String,
    /// The state afterwards, named the same way
    #[arg(value_name = "B")]
    after: String,
    /// One document, by its id: its redline, and nothing of the others
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// With the redline of each document, not only the list
    #[arg(long)]
    full: bool,
    /// In which form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = DiffFormat::Human)]
    format: DiffFormat,
    /// A file to write to, instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For reading, in colours on a terminal; `[-went-]` and `{+came+}` elsewhere
    Human,
    /// One HTML file that needs no other, to attach to a change request
    Html,
    /// One JSON object
    Json,
}

/// One of the two states, put together.
struct State {
    name: String,
    inputs: Inputs,
    handbook: Handbook,
}

impl State {
    fn read(name: &str, world: &World) -> Result<Self, Failure> {
        let root = world.root(None)?;
        let mut request = world.request(&root, None, Vec::new())?;
        request.git = true;
        let inputs = if name == DRAFT { shell::gather(&request)? } else { shell::edition(&request, name)? };
        let handbook = pipeline::handbook(&inputs);
        Ok(Self { name: name.to_owned(), inputs, handbook })
    }

    fn state(&self) -> HandbookState<'_> {
        HandbookState { handbook: &self.handbook, inputs: &self.inputs }
    }

    /// Its short commit id; nothing for the working tree.
    fn commit(&self) -> Option<&str> {
        self.inputs.edition.commit.as_ref().map(crate::base::CommitId::short)
    }
}

/// All that is told: both states and what lies between.
struct Told<'a> {
    old: &'a State,
    new: &'a State,
    changes: Changes<'a>,
    /// One document alone was asked for.
    only: bool,
}

impl<'a> Told<'a> {
    /// Id and title of a document, of the later text where there is one.
    fn name(&self, change: &DocumentChange<'_>) -> (&'a str, &'a str) {
        let entry = match (change.new, change.old) {
            (Some(at), _) => &self.new.handbook.entries[at],
            (None, at) => &self.old.handbook.entries[at.unwrap_or(0)],
        };
        (entry.document.id.value.as_str(), &entry.document.title.value)
    }

    /// The versions declared before and afterwards.
    fn versions(&self, change: &DocumentChange<'_>) -> (Option<&'a str>, Option<&'a str>) {
        let version = |state: &'a State, at: Option<usize>| {
            at.and_then(|at| state.handbook.entries[at].document.version.as_ref()).map(|it| it.value.as_str())
        };
        (version(self.old, change.old), version(self.new, change.new))
    }

    /// The sections that changed, by number or title, and how many there are.
    fn sections(change: &DocumentChange<'_>) -> (Vec<String>, usize) {
        let Some(redline) = &change.redline else { return (Vec::new(), 0) };
        let (changed, all) = redline.changed_sections();
        let name = |at: usize| {
            let section = &redline.new.parsed.outline[at];
            if section.number.is_empty() { section.title.clone() } else { section.number.clone() }
        };
        (changed.into_iter().map(name).collect(), all)
    }
}

pub(super) fn run(args: &Diff, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let (old, new) = (State::read(&args.before, world)?, State::read(&args.after, world)?);
    let changes = match &args.id {
        Some(id) => only(&old, &new, id)?,
        None => changes::between(old.state(), new.state()),
    };
    let told = Told { old: &old, new: &new, changes, only: args.id.is_some() };
    let pens = if args.out.is_none() && terminal.colours_out() { Pens::COLOUR } else { Pens::PLAIN };
    let text = match args.format {
        DiffFormat::Human => text::write(&told, args.full || told.only, pens),
        DiffFormat::Html => page::write(&told),
        DiffFormat::Json => format!("{:#}\n", json::value(&told)),
    };
    match &args.out {
        Some(file) => terminal.data_to(&world.at(file), &text)?,
        None => terminal.data(&text)?,
    }
    Ok(Verdict::Clean)
}

/// What happened to one document.
fn only<'a>(old: &'a State, new: &'a State, id: &str) -> Result<Changes<'a>, Failure> {
    let found = |state: &State| find(&state.handbook, id);
    let (before, after) = match (found(old), found(new)) {
        (Err(_), Err(failure)) => return Err(failure),
        (before, after) => (before.ok(), after.ok()),
    };
    let pairs = changes::same_documents(&old.handbook, &new.handbook);
    let is_it =
        |pair: &(Option<usize>, Option<usize>)| (after.is_some() && pair.1 == after) || (before.is_some() && pair.0 == before);
    let pair = pairs.into_iter().find(is_it);
    let change = pair.and_then(|(before, after)| changes::document(old.state(), new.state(), before, after));
    let n_unchanged = usize::from(change.is_none());
    Ok(Changes { documents: change.into_iter().collect(), n_unchanged })
}
