//! `clausebook edition TAG`: the checks, then the annotated tag that makes an edition, made by the user's own git.

mod blocking;
mod message;

use std::collections::BTreeSet;
use std::path::Path;

use clap::Args;

use self::blocking::Block;
use super::Verdict;
use super::args::Reading;
use super::check::Printed;
use super::document::{gap, past, signing};
use super::failure::Failure;
use super::status::clean;
use super::terminal::Terminal;
use super::world::World;
use crate::base::nearest;
use crate::config::BLOCKING_CLASSES;
use crate::diag::{Diagnostic, Place, Severity};
use crate::handbook::Handbook;
use crate::handbook::document_control::{EditionTrouble, NotedEdition, Signing};
use crate::pipeline;
use crate::report::{self, Format};
use crate::shell::tags;
use crate::source::{Inputs, Past, Tag};
use crate::{check, config};

/// Lines of one kind that are shown at most.
const SHOWN: usize = 10;

/// What an edition is made of.
#[derive(Debug, Args)]
pub(in crate::cli) struct Edition {
    /// Name of the tag, such as `v2026.2`
    pub(super) tag: String,
    /// What to say of it in the tag's message
    #[arg(short, long, value_name = "TEXT")]
    pub(super) message: Option<String>,
    /// Make it although this stands against it: a word of `editions.blocking` or a rule; several with commas between. Wants the reason
    /// as --message
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "message")]
    pub(super) allow: Vec<String>,
    /// Print the message of the tag and make none
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
}

pub(super) fn run(args: &Edition, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(None)?;
    let reading = Reading::of(None, None);
    let inputs = world.gather(&root, Some(&reading), vec![root.join(super::build::OUT)])?;
    let past = past(&inputs)?;
    if let Some((what, remedy)) = gap(past) {
        return Err(Failure::usage(what, remedy));
    }
    let checked = pipeline::check(&inputs);
    let handbook = &checked.handbook;
    if handbook.config.broken {
        let remedy = "`clausebook check` lists them";
        return Err(Failure::usage("clausebook.yml has errors, so what stands against an edition may be missing", remedy));
    }
    ready(args, &root, handbook)?;
    committed(&inputs, past, handbook, &root)?;
    let records = super::editions::records(&inputs, handbook, &root, terminal)?;
    let found = blocking::found(&checked, &records, &args.allow);
    let (allowed, blocks): (Vec<Block>, Vec<Block>) = found.into_iter().partition(|it| args.allow.contains(&it.name));
    if !blocks.is_empty() {
        let said = Said { inputs: &inputs, handbook, lead: world.lead(&root) };
        terminal.message(&said.refusal(&args.tag, &blocks));
        return Ok(Verdict::Found);
    }
    for name in args.allow.iter().filter(|name| !allowed.iter().any(|it| it.name == **name)) {
        terminal.message(&format!("note: nothing of `{name}` stood against it, so the tag does not speak of it"));
    }
    let register = pipeline::committed_register(&inputs);
    let previous = previous(past, handbook);
    let text = message::of(&message::Words {
        tag: &args.tag,
        handbook,
        words: args.message.as_deref(),
        register,
        previous: previous.map(NotedEdition::of),
        allowed: &allowed,
    });
    remarks(past, previous, register.is_none(), terminal);
    if args.dry_run {
        terminal.data(&text)?;
        return Ok(Verdict::Clean);
    }
    tags::make(&root, &args.tag, past.head.as_str(), &text, tags::signs(&root)?)?;
    made(&args.tag, world, &root, terminal)
}

/// Whether the name is one for an edition, and what is to be passed over exists.
fn ready(args: &Edition, root: &Path, handbook: &Handbook) -> Result<(), Failure> {
    let tag = &args.tag;
    if !tags::is_name(root, tag)? {
        return Err(Failure::usage(format!("git takes no tag of the name `{}`", clean(tag)), "name it like `v2026.2`"));
    }
    let patterns = &handbook.config.settings.editions.tags;
    if !patterns.matches(tag) {
        return Err(Failure::usage(
            format!("`{tag}` would be no edition: editions are tags like {}", patterns.patterns.join(", ")),
            "choose such a name, or change `editions.tags` in clausebook.yml",
        ));
    }
    if tags::exists(root, tag)? {
        return Err(Failure::usage(
            format!("there is a tag `{tag}` already, and an edition is never moved"),
            "choose another name; `clausebook editions` lists those there are",
        ));
    }
    if args.message.as_deref().is_some_and(|it| it.trim().is_empty()) && !args.allow.is_empty() {
        return Err(Failure::usage("the reason is missing", "say with `-m` why it may pass"));
    }
    let classes = || BLOCKING_CLASSES.iter().map(|it| it.0);
    let unknown = |name: &&String| !classes().any(|it| it == name.as_str()) && check::find(name).is_none();
    let Some(name) = args.allow.iter().find(unknown) else { return Ok(()) };
    let near = nearest(name, classes().chain(check::codes().iter().map(|it| it.name)));
    let remedy = near.map_or_else(|| String::from("`clausebook explain` lists all rules"), |it| format!("did you mean `{it}`?"));
    Err(Failure::usage(format!("nothing is called `{}`", clean(name)), remedy))
}

/// An edition is what is committed, and nothing else was checked.
fn committed(inputs: &Inputs, past: &Past, handbook: &Handbook, root: &Path) -> Result<(), Failure> {
    let mut open: BTreeSet<String> = tags::uncommitted(root)?.into_iter().collect();
    let read = |path: &crate::base::RepoPath| inputs.text(path).is_some() && (config::is_own(path) || path.extension() == "md");
    for (path, entry) in inputs.snapshot.files.iter().filter(|(path, _)| !path.is_hidden()) {
        let counts = read(path) || handbook.links.attachments.contains_key(path);
        let same = match past.head_files.get(path) {
            // The ids of large attachments are not those of their bytes; git itself looks at them.
            Some(blob) => *blob == entry.blob || inputs.text(path).is_none(),
            None => false,
        };
        if counts && !same {
            open.insert(path.to_string());
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    let more = open.len().saturating_sub(SHOWN);
    let mut names: Vec<String> = open.iter().take(SHOWN).map(|it| clean(it)).collect();
    names.extend((more > 0).then(|| format!("and {more} more")));
    Err(Failure::usage(
        format!("an edition is what is committed, and these files are not as they were committed: {}", names.join(", ")),
        "commit or discard the changes",
    ))
}

/// The edition before: the nearest one that the commit descends from.
fn previous<'a>(past: &'a Past, handbook: &Handbook) -> Option<&'a Tag> {
    let editions = handbook.config.settings.editions.choose(past);
    editions.into_iter().find(|it| past.tags.iter().any(|own| own.name == it.name))
}

fn remarks(past: &Past, previous: Option<&Tag>, unregistered: bool, terminal: &Terminal) {
    if let Some(tag) = previous.filter(|it| it.commit == past.head) {
        terminal.message(&format!("note: the edition {} leads to the same commit", clean(&tag.name)));
    }
    if unregistered {
        terminal.message(
            "note: the register of this commit cannot be worked out from history, so the tag notes no sum of it: let front matter give every document its own `id`, once",
        );
    }
}

/// What is said when something stands against it.
struct Said<'a> {
    inputs: &'a Inputs,
    handbook: &'a Handbook,
    lead: String,
}

impl Said<'_> {
    fn refusal(&self, tag: &str, blocks: &[Block]) -> String {
        let count: usize = blocks.iter().map(Block::count).sum();
        let mut lines = vec![match count {
            1 => format!("error: {tag} is not made, as one thing stands against it"),
            _ => format!("error: {tag} is not made, as {count} things stand against it"),
        }];
        for block in blocks {
            let what = BLOCKING_CLASSES.iter().find(|it| it.0 == block.name).map_or("a diagnostic of this rule", |it| it.1);
            lines.push(format!("  {}: {what}", block.name));
            let more = block.count().saturating_sub(SHOWN);
            lines.extend(self.lines(block).into_iter().map(|it| format!("    {}", clean(&it))));
            lines.extend((more > 0).then(|| format!("    and {more} more")));
        }
        lines.push(String::from(
            "  help: mend it, or pass over a kind with `--allow NAME -m REASON`, of which the tag then tells; `editions.blocking` in clausebook.yml says what stands against an edition",
        ));
        lines.join("\n")
    }

    fn lines(&self, block: &Block) -> Vec<String> {
        let mut lines: Vec<String> = block.lines.iter().take(SHOWN).cloned().collect();
        let left = SHOWN.saturating_sub(lines.len());
        let diagnostics: Vec<Diagnostic<Place>> = block.diagnostics.iter().take(left).map(|it| (*it).clone()).collect();
        let printed =
            Printed { inputs: self.inputs, handbook: self.handbook, diagnostics: &diagnostics, fail_on: Severity::Error };
        let text = printed.report(&self.lead, |it| report::write(it, Format::Short, false));
        lines.extend(text.lines().map(str::to_owned));
        lines
    }
}

/// Reads the tag that was made, and says what it is worth.
fn made(tag: &str, world: &World, root: &Path, terminal: &Terminal) -> Result<Verdict, Failure> {
    let reading = Reading::of(None, None);
    let inputs = world.gather(root, Some(&reading), vec![root.join(super::build::OUT)])?;
    let handbook = pipeline::handbook(&inputs);
    let records = super::editions::records(&inputs, &handbook, root, terminal)?;
    let Some(record) = records.iter().find(|it| it.tag.name == tag) else {
        return Err(Failure::Environment(anyhow::anyhow!("the tag `{tag}` was made and cannot be found")));
    };
    let object = record.tag.annotation.as_ref().map_or("", |it| it.id.as_str());
    terminal.data(&format!(
        "edition {tag}\ncommit {}\ntag {object}\n{}\n",
        record.tag.commit,
        clean(&signing(&record.signing))
    ))?;
    if record.signing == Signing::None {
        terminal.message(
            "note: the tag is not signed, as neither `tag.gpgSign` nor `commit.gpgSign` is set in git; without a signature anybody who can write tags could have made it",
        );
    }
    terminal.message(&format!("note: it is on this machine only until you push it: `git push REMOTE refs/tags/{tag}`"));
    let breach = record.troubles.iter().any(EditionTrouble::is_breach);
    Ok(if breach { Verdict::Found } else { Verdict::Clean })
}
