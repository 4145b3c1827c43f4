//! `clausebook anchor`: what to note where nobody who keeps the repository can change it, so that a rewritten history shows.

use serde_json::json;

use super::Verdict;
use super::args::{Anchor, Reading, TextFormat};
use super::document::{gap, past, removed};
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::{World, tool};
use crate::pipeline;

pub(super) fn run(args: &Anchor, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.dir.as_deref())?;
    let reading = Reading::of(args.dir.clone(), Some(world.today));
    let inputs = world.gather(&root, Some(&reading), Vec::new())?;
    let past = past(&inputs)?;
    if let Some((what, remedy)) = gap(past) {
        return Err(Failure::usage(what, remedy));
    }
    let handbook = pipeline::handbook(&inputs);
    let (head, day) = (&past.head, world.today);
    let committed = pipeline::committed_register(&inputs);
    if handbook.entries.iter().any(|it| it.control.uncommitted) || removed(&inputs, past).next().is_some() {
        terminal.message("note: changes that are not committed are not in it");
    }
    let Some(register) = committed else {
        let remedy = "fetch the texts that are missing from this clone; until then note the commit alone, as `git rev-parse HEAD` prints it";
        return Err(Failure::usage(
            "the register of this commit cannot be worked out from history, so nobody could check its sum later",
            remedy,
        ));
    };
    let trailer = format!("Anchor: {head} sha256:{register}");
    let sentence = format!(
        "On {day} the service management system stood at commit {head}, and the sum of its register of documents was sha256:{register}."
    );
    match args.format {
        TextFormat::Human => {
            terminal.data(&format!("{sentence}\n\n{trailer}\n"))?;
            terminal.message(
                "note: put the sentence into the minutes that leave the house, and the last line, as a trailer, into the message of the commit that files them, or the two values under `anchors` in their front matter",
            );
        }
        TextFormat::Json => {
            let value = json!({
                "version": 1,
                "tool": {"name": tool().name, "version": tool().version},
                "day": day.to_string(),
                "commit": head.as_str(),
                "branch": past.branch,
                "register": format!("sha256:{register}"),
                "documents": handbook.entries.len(),
                "sentence": sentence,
                "trailer": trailer,
            });
            terminal.data(&format!("{value:#}\n"))?;
        }
    }
    Ok(Verdict::Clean)
}
