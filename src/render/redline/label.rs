//! A few words for a change, for the list of changes.

use std::ops::Range;

use super::RedlineWords;
use crate::redline::{Change, Content, Edit, Inner, Redline, Run, TableEdit, Which};

/// The most characters of a label.
const LENGTH: usize = 48;

/// The first words that came, else the first that went.
pub(super) fn label(redline: &Redline<'_>, edit: &Edit, words: &RedlineWords) -> String {
    let found = edit.moved.and_then(|it| redline.moves.get(it)).map(|it| it.words.clone()).or_else(|| of(redline, edit));
    let fallback = if matches!(edit.inner, Inner::Table(_)) { &words.table } else { &words.change };
    found.map(|it| short(&it)).filter(|it| !it.is_empty()).unwrap_or_else(|| fallback.clone())
}

fn of(redline: &Redline<'_>, edit: &Edit) -> Option<String> {
    match (&edit.inner, edit.change) {
        (Inner::Words(runs) | Inner::Lines(runs), _) => of_runs(redline, runs),
        (Inner::Blocks(edits), _) => edits.iter().filter(|it| it.change != Change::Same).find_map(|it| of(redline, it)),
        (Inner::Table(table), _) => of_table(redline, edit, table),
        (Inner::Whole, Change::Removed | Change::MovedAway) => Some(whole(redline, Which::Old, &edit.old)),
        (Inner::Whole, _) => Some(whole(redline, Which::New, &edit.new)),
    }
}

fn whole(redline: &Redline<'_>, which: Which, blocks: &[usize]) -> String {
    let side = if which == Which::Old { &redline.old } else { &redline.new };
    blocks.first().map_or_else(String::new, |&it| side.words(side.blocks[it].tokens.clone()))
}

fn of_runs(redline: &Redline<'_>, runs: &[Run]) -> Option<String> {
    let added = runs.iter().find(|it| it.change == Change::Added).map(|it| words(redline, Which::New, it.new.clone()));
    let removed = || runs.iter().find(|it| it.change == Change::Removed).map(|it| words(redline, Which::Old, it.old.clone()));
    added.or_else(removed)
}

fn words(redline: &Redline<'_>, which: Which, tokens: Range<usize>) -> String {
    if which == Which::Old { redline.old.words(tokens) } else { redline.new.words(tokens) }
}

fn of_table(redline: &Redline<'_>, edit: &Edit, table: &TableEdit) -> Option<String> {
    table.rows.iter().find_map(|row| match row.change {
        Change::Changed => row.cells.iter().find_map(|runs| of_runs(redline, runs)),
        Change::Same => None,
        Change::Removed | Change::MovedAway => first_cell(redline, Which::Old, &edit.old, row.old),
        Change::Added | Change::MovedHere => first_cell(redline, Which::New, &edit.new, row.new),
    })
}

fn first_cell(redline: &Redline<'_>, which: Which, blocks: &[usize], row: Option<usize>) -> Option<String> {
    let side = if which == Which::Old { &redline.old } else { &redline.new };
    let Content::Rows(rows) = &side.blocks[*blocks.first()?].content else { return None };
    Some(side.words(rows.get(row?)?.first()?.tokens.clone()))
}

/// Whole words within the limit.
fn short(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() && out.chars().count() + word.chars().count() >= LENGTH {
            out.push_str(" …");
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().take(LENGTH));
    }
    out
}
