//! `clausebook editions`: the editions there are, what their tags are worth, and which were moved.

mod text;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::Verdict;
use super::args::{Reading, TextFormat};
use super::document::{past, signing};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::{World, tool};
use crate::handbook::document_control::{EditionRecord, EditionTrouble, NotedEdition, Signing};
use crate::handbook::{Handbook, ItemRef};
use crate::model::{FieldValue, Item};
use crate::pipeline;
use crate::shell::tags;
use crate::source::{Inputs, Past};

/// What the list is made of.
#[derive(Debug, Args)]
pub(in crate::cli) struct Editions {
    /// Folder of the SMS
    pub(super) dir: Option<PathBuf>,
    /// Judge signatures by the keys in this file, and not by those that the repository lists
    #[arg(long, value_name = "FILE")]
    pub(super) keys: Option<PathBuf>,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    pub(super) format: TextFormat,
}

pub(super) fn run(args: &Editions, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.dir.as_deref())?;
    let reading = Reading { keys: args.keys.clone(), ..Reading::of(args.dir.clone(), None) };
    let inputs = world.gather(&root, Some(&reading), Vec::new())?;
    let past = past(&inputs)?;
    let handbook = pipeline::handbook(&inputs);
    let records = records(&inputs, &handbook, &root, terminal)?;
    let text = match args.format {
        TextFormat::Human => text::human(&handbook, past, &records, terminal.colours_out()),
        TextFormat::Json => format!("{:#}\n", value(&handbook, past, &records)),
    };
    terminal.data(&text)?;
    let breach = records.iter().flat_map(|it| &it.troubles).any(EditionTrouble::is_breach);
    Ok(if breach { Verdict::Found } else { Verdict::Clean })
}

/// The editions of a repository, the earliest first.
pub(super) fn records(
    inputs: &Inputs,
    handbook: &Handbook,
    root: &Path,
    terminal: &Terminal,
) -> Result<Vec<EditionRecord>, Failure> {
    let patterns = &handbook.config.settings.editions.tags;
    let tagged = tags::tagged(root, past(inputs)?, &|tag| patterns.matches(tag))?;
    if tagged.left_out > 0 {
        terminal.message(&format!("note: {} of the oldest tags were not looked at", tagged.left_out));
    }
    Ok(pipeline::editions(inputs, handbook, &tagged))
}

/// What was changed under editions, in words.
pub(super) fn breaches(records: &[EditionRecord]) -> Vec<String> {
    let all = records.iter().flat_map(|it| it.troubles.iter().map(move |trouble| (it, trouble)));
    all.filter(|it| it.1.is_breach()).map(|(it, trouble)| format!("{}: {}", it.tag.name, said(trouble))).collect()
}

/// Audits whose records say that they saw an edition.
fn audits<'a>(handbook: &'a Handbook, tag: &str) -> Vec<(ItemRef, &'a Item)> {
    let saw = |item: &Item| matches!(item.fields.get("edition").map(|it| &it.value), Some(FieldValue::Text(it)) if it == tag);
    handbook.items_of("audit").filter(|it| saw(it.1)).collect()
}

/// The edition that settings put at the root of the site.
fn current<'a>(handbook: &Handbook, past: &'a Past) -> Option<&'a str> {
    let settings = &handbook.config.settings.editions;
    let chosen = settings.choose(past);
    chosen.get(settings.current_of(&chosen, past)).map(|it| it.name.as_str())
}

/// What is wrong, in one sentence without its full stop.
fn said(trouble: &EditionTrouble) -> String {
    let noted = |it: &NotedEdition| {
        let commit = it.commit.as_ref().map(|it| format!(" (commit {it})")).unwrap_or_default();
        format!("{}{commit}", it.tag)
    };
    match trouble {
        EditionTrouble::Moved { noted_by, commit } => {
            format!("the tag was moved: when {noted_by} was made, it led to commit {commit}")
        }
        EditionTrouble::MadeAnew { noted_by } => {
            format!("the tag was made anew: {noted_by} notes another tag of this name on the same commit")
        }
        EditionTrouble::Renamed(name) => format!("the message of the tag is that of the edition {name}"),
        EditionTrouble::PredecessorGone(it) => format!("the edition before it, {}, is not there any more", noted(it)),
        EditionTrouble::PredecessorLost { tag, noted: true } => {
            format!("it does not contain the edition that it says it follows, {tag}")
        }
        EditionTrouble::PredecessorLost { tag, noted: false } => {
            format!("it does not contain the edition before it by time, {tag}")
        }
        EditionTrouble::OtherRegister(Some(now)) => {
            format!("the register of its documents has the sum sha256:{now}, and not the one that the tag notes")
        }
        EditionTrouble::OtherRegister(None) => {
            String::from("the register of its documents cannot be worked out, and the tag notes a sum of it")
        }
        EditionTrouble::OffBranch => String::from("HEAD does not contain it; another branch does"),
        EditionTrouble::NoBranch => {
            String::from("no branch contains it: history under it was rewritten, or its branch was deleted")
        }
        EditionTrouble::Unreadable(why) => format!("what it leads to cannot be read: {why}"),
        EditionTrouble::Empty => String::from("there is no document in it"),
        EditionTrouble::Lightweight => {
            String::from("it is a lightweight tag: nobody can tell who made it and when, or whether it was moved")
        }
        EditionTrouble::SameCommit(tag) => format!("{tag} leads to the same commit"),
    }
}

fn kind(trouble: &EditionTrouble) -> &'static str {
    match trouble {
        EditionTrouble::Moved { .. } => "moved",
        EditionTrouble::MadeAnew { .. } => "made-anew",
        EditionTrouble::Renamed(_) => "renamed",
        EditionTrouble::PredecessorGone(_) => "predecessor-gone",
        EditionTrouble::PredecessorLost { .. } => "predecessor-lost",
        EditionTrouble::OtherRegister(_) => "other-register",
        EditionTrouble::OffBranch => "off-branch",
        EditionTrouble::NoBranch => "no-branch",
        EditionTrouble::Unreadable(_) => "unreadable",
        EditionTrouble::Empty => "empty",
        EditionTrouble::Lightweight => "lightweight",
        EditionTrouble::SameCommit(_) => "same-commit",
    }
}

fn value(handbook: &Handbook, past: &Past, records: &[EditionRecord]) -> Value {
    let audit = |(at, item): &(ItemRef, &Item)| {
        json!({
            "id": item.id.value.as_str(),
            "title": item.title,
            "date": item.date("date").map(|it| it.to_string()),
            "document": handbook.entries[at.entry].document.id.value.as_str(),
        })
    };
    let current = current(handbook, past);
    let edition = |it: &EditionRecord| {
        let annotation = it.tag.annotation.as_ref();
        let tagger = annotation.and_then(|it| it.tagger.as_ref());
        let signer = if let Signing::Valid(signer) = &it.signing { Some(signer) } else { None };
        let troubles = it.troubles.iter().map(|it| json!({"kind": kind(it), "message": said(it), "breach": it.is_breach()}));
        json!({
            "tag": it.tag.name,
            "day": it.day.map(|it| it.to_string()),
            "commit": it.tag.commit.as_str(),
            "object": annotation.map(|it| it.id.as_str()),
            "annotated": annotation.is_some(),
            "current": current == Some(it.tag.name.as_str()),
            "subject": annotation.map(|it| it.subject.as_str()),
            "by": tagger.map(|it| json!({"name": &*it.display, "email": &*it.email})),
            "signature": signing(&it.signing),
            "signer": signer.map(|it| json!({"name": it.name, "key": it.key})),
            "documents": it.documents,
            "as_of": it.noted.as_of,
            "register": it.register.map(|it| format!("sha256:{it}")),
            "register_noted": it.noted.register.as_ref().map(|it| format!("sha256:{it}")),
            "previous": it.predecessor,
            "allowed": it.noted.allowed,
            "audits": audits(handbook, &it.tag.name).iter().map(audit).collect::<Vec<_>>(),
            "anchored_by": it.anchored.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
            "troubles": troubles.collect::<Vec<_>>(),
        })
    };
    json!({
        "version": 1,
        "tool": {"name": tool().name, "version": tool().version},
        "head": past.head.as_str(),
        "editions": records.iter().rev().map(edition).collect::<Vec<_>>(),
    })
}
