//! `clausebook search`: what the search of the pages finds, in the terminal.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::Verdict;
use super::args::{Reading, TextFormat};
use super::failure::Failure;
use super::status::clean;
use super::terminal::Terminal;
use super::world::World;
use crate::pipeline::{self, Memo};
use crate::search::{self, Found, Hit, Index};
use crate::source::Editions;

/// The most characters shown of a text.
const EXCERPT: usize = 160;

#[derive(Debug, clap::Args)]
pub(super) struct Search {
    /// What to look for: words, an id, a clause number; a phrase stands in quotes of its own, as in '"major incident"'
    query: String,
    /// Folder of the SMS
    dir: Option<PathBuf>,
    /// The most results to print; 0 for all
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    format: TextFormat,
}

pub(super) fn run(args: &Search, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.dir.as_deref())?;
    // What history shows is no part of what is found.
    let reading = Reading { dir: args.dir.clone(), as_of: None, no_git: true, keys: None, no_cache: true };
    let inputs = world.gather(&root, Some(&reading), Vec::new())?;
    let outcome = pipeline::build(&Editions::of_draft(inputs), &Memo::new());
    let Some(stand) = outcome.stands.first().filter(|_| !outcome.draft.handbook.config.broken) else {
        return Err(Failure::usage("clausebook.yml has errors", "`clausebook check` lists them"));
    };
    let index = pipeline::index(stand);
    let found = search::find(&index, &args.query);
    let limit = if args.limit == 0 { found.hits.len() } else { args.limit };
    let hits = &found.hits[..limit.min(found.hits.len())];
    let text = match args.format {
        TextFormat::Human => human(&index, &args.query, &found, hits),
        TextFormat::Json => format!("{:#}\n", value(&index, &args.query, &found, hits)),
    };
    terminal.data(&text)?;
    Ok(Verdict::Clean)
}

fn value(index: &Index, query: &str, found: &Found, hits: &[Hit]) -> Value {
    let result = |hit: &Hit| {
        let (at, section) = index.place(hit.unit);
        let record = &index.records[at];
        let section = section.and_then(|at| record.sections.get(at));
        let href = section.map_or(record.href.clone(), |it| format!("{}#{}", record.href, it.anchor));
        json!({
            "kind": if section.is_some() { "section" } else { record.kind.name() },
            "id": record.label,
            "title": record.title,
            "number": section.map(|it| &it.number),
            "heading": section.map(|it| &it.heading),
            "href": href,
            "excerpt": search::excerpt(index, query, hit.unit),
            "score": hit.score,
        })
    };
    let results: Vec<Value> = hits.iter().map(result).collect();
    json!({ "version": 1, "query": query, "count": found.hits.len(), "more": found.more, "results": results })
}

fn human(index: &Index, query: &str, found: &Found, hits: &[Hit]) -> String {
    let mut text = String::new();
    for hit in hits {
        let (at, section) = index.place(hit.unit);
        let record = &index.records[at];
        let mut title = format!("{} {}", record.label, record.title).trim().to_owned();
        let mut href = record.href.clone();
        if let Some(section) = section.and_then(|at| record.sections.get(at)) {
            let heading = format!("{} {}", section.number, section.heading);
            title = format!("{title}: {}", heading.trim());
            href = format!("{href}#{}", section.anchor);
        }
        let excerpt = search::excerpt(index, query, hit.unit);
        let short: String = excerpt.chars().take(EXCERPT).collect();
        let dots = if short.len() < excerpt.len() { "…" } else { "" };
        let _ = writeln!(text, "{}  ({})\n    {href}", clean(&title), record.facets.kind);
        if !short.is_empty() {
            let _ = writeln!(text, "    {}{dots}", clean(&short));
        }
    }
    let all = found.hits.len();
    let _ = match hits.len() {
        _ if all == 0 => writeln!(text, "nothing found for `{}`", clean(query)),
        shown if shown < all => writeln!(text, "\n{shown} of {all} results; --limit 0 prints all"),
        _ => writeln!(text, "\n{all} {}", if all == 1 { "result" } else { "results" }),
    };
    text
}
