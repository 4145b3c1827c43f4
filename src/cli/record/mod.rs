//! `clausebook approve` and `clausebook review`: the commit that records it, made by the user's own git and then judged like any other.

mod message;
mod refusal;

pub(super) use message::plain;

use std::fmt::Write as _;
use std::path::Path;

use self::refusal::Refusal;
use super::Verdict;
use super::args::{self, Approve, Reading, Recording, Review};
use super::document::{find, gap, past, signing};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::base::Date;
use crate::config::{self, HistoryUse};
use crate::handbook::document_control::{Event, EventKind, Outcome, Proof};
use crate::handbook::{EntryIdx, Handbook};
use crate::pipeline;
use crate::shell::record;
use crate::source::{Inputs, Past};

pub(super) fn approve(args: &Approve, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let kind = if args.adopt { EventKind::Adoption } else { EventKind::Approval };
    run(kind, &args.ids, &args.recording, world, terminal)
}

pub(super) fn review(args: &Review, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let outcome = match args.outcome {
        args::Outcome::NoChange => Outcome::NoChange,
        args::Outcome::Revised => Outcome::Revised,
        args::Outcome::Withdraw => Outcome::Withdraw,
    };
    run(EventKind::Review(Some(outcome)), &args.ids, &args.recording, world, terminal)
}

/// Who records it.
struct Recorder {
    /// Name as `people.yml` has it.
    name: String,
    email: String,
    /// Whether git signs commits.
    signs: bool,
    day: Date,
}

fn run(kind: EventKind, ids: &[String], args: &Recording, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(None)?;
    let inputs = gather(world, &root, world.today)?;
    let past = past(&inputs)?;
    let handbook = pipeline::handbook(&inputs);
    ready(&handbook, past)?;
    let mut entries: Vec<EntryIdx> = Vec::new();
    for id in ids {
        let idx = find(&handbook, id)?;
        if !entries.contains(&idx) {
            entries.push(idx);
        }
    }
    let (name, email) = record::author(&root)?;
    let name = listed_name(past, &email).unwrap_or(name);
    let by = Recorder { name, email, signs: record::signs(&root)?, day: world.today };
    let refusals: Vec<Refusal> = entries.iter().filter_map(|&idx| refusal::of(&inputs, &handbook, idx, kind, &by)).collect();
    refuse(refusals, terminal)?;
    let message = message::of(&handbook, &entries, kind, &by, args.message.as_deref());
    if args.dry_run {
        terminal.data(&message)?;
        return Ok(Verdict::Clean);
    }
    let before = past.head.clone();
    record::commit_nothing(&root, &message)?;
    let verdict = judged(world, &root, &entries, kind, &before, terminal)?;
    if !by.signs {
        terminal.message(
            "note: the commit is not signed, as `commit.gpgsign` is not set in git; signed by your own key it would be proof",
        );
    }
    Ok(verdict)
}

fn gather(world: &World, root: &Path, day: Date) -> Result<Inputs, Failure> {
    world.gather(root, Some(&Reading::of(None, Some(day))), Vec::new())
}

/// Whether anything can be recorded here at all.
fn ready(handbook: &Handbook, past: &Past) -> Result<(), Failure> {
    if handbook.config.broken {
        return Err(Failure::usage(
            "clausebook.yml has errors, so rules of approval may be missing",
            "`clausebook check` lists them",
        ));
    }
    if handbook.config.settings.control.history == HistoryUse::None {
        let remedy = "take `history: none` out of `control` in clausebook.yml";
        return Err(Failure::usage("clausebook.yml says that approvals and reviews are not kept in git", remedy));
    }
    if let Some((what, remedy)) = gap(past) {
        return Err(Failure::usage(what, remedy));
    }
    if past.branch.is_none() {
        return Err(Failure::usage("HEAD is detached: the commit would be on no branch", "check out a branch with `git switch`"));
    }
    Ok(())
}

/// The name by which the committed `people.yml` knows an address.
fn listed_name(past: &Past, email: &str) -> Option<String> {
    let (_, blob) = past.head_files.iter().find(|(path, _)| path.as_str() == config::PEOPLE)?;
    let people = config::read_people(past.authority_texts.get(blob)?);
    let listed = people.people.into_iter().find(|it| it.emails.iter().any(|it| it.trim().eq_ignore_ascii_case(email)))?;
    Some(message::plain(&listed.name))
}

/// Says all that stands against it, the last as the reason of the failure.
fn refuse(mut refusals: Vec<Refusal>, terminal: &Terminal) -> Result<(), Failure> {
    let Some(Refusal { what, remedy }) = refusals.pop() else { return Ok(()) };
    for it in refusals {
        terminal.failure(&Failure::usage(it.what, it.remedy));
    }
    Err(Failure::usage(what, remedy))
}

/// Reads the history again and says what the commit is worth.
fn judged(
    world: &World,
    root: &Path,
    entries: &[EntryIdx],
    kind: EventKind,
    before: &crate::base::CommitId,
    terminal: &Terminal,
) -> Result<Verdict, Failure> {
    let read = gather(world, root, world.today)?;
    // A commit of tomorrow, by the writer's clock, is judged on its own day.
    let own_day = past(&read)?.commits.first().and_then(|it| it.committer.at.date()).unwrap_or(world.today);
    let inputs = if own_day > world.today { gather(world, root, own_day)? } else { read };
    let (past, handbook) = (past(&inputs)?, pipeline::handbook(&inputs));
    let made = past.commits.iter().find(|it| it.id == past.head).filter(|it| it.parents.first() == Some(before));
    let mut text = format!("commit {}\n", past.head);
    let mut verdict = Verdict::Clean;
    for &idx in entries {
        let entry = &handbook.entries[idx];
        let same = |it: &&Event| it.id == past.head && it.kind == kind;
        let event = made.and_then(|_| entry.control.events.iter().find(same));
        let id = &entry.document.id.value;
        let (level, why) = match event {
            Some(event) => (word(event.proof), signing(&event.signing)),
            None => ("not recorded", String::from("another commit came between, or a hook changed the message")),
        };
        let _infallible = writeln!(text, "{id}: {level}; {why}");
        if event.is_none_or(|it| it.proof < Proof::Attested) {
            verdict = Verdict::Found;
        }
    }
    terminal.data(&text)?;
    let settings = &handbook.config.settings.control;
    if let Some(branch) = past.branch.as_deref().filter(|it| !settings.protected.is_empty() && !settings.protects(it)) {
        terminal.message(&format!(
            "note: this is on branch `{branch}`. It counts once it is merged; squashing or rebasing would make another commit of it"
        ));
    }
    Ok(verdict)
}

/// The level of a proof.
pub(super) fn word(proof: Proof) -> &'static str {
    match proof {
        Proof::Proven => "proven",
        Proof::Attested => "attested",
        Proof::Claimed => "claimed",
        Proof::Contradicted => "contradicted",
    }
}
