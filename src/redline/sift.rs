//! Sums over what changed.

use std::ops::Range;

use super::side::Content;
use super::tokens::Token;
use super::{Amount, Change, Edit, Inner, Run, Side, TableEdit};

/// Words that came and went. What moved counts for what changed in it.
pub(super) fn amount(old: &Side<'_>, new: &Side<'_>, edits: &[Edit]) -> Amount {
    let mut sum = Amount::default();
    for edit in edits {
        let it = of_edit(old, new, edit);
        sum.added += it.added;
        sum.removed += it.removed;
    }
    sum
}

fn of_edit(old: &Side<'_>, new: &Side<'_>, edit: &Edit) -> Amount {
    let words = |side: &Side<'_>, blocks: &[usize]| blocks.iter().map(|&it| side.blocks[it].n_words).sum::<usize>();
    match (edit.change, &edit.inner) {
        (Change::Same | Change::MovedAway, _) => Amount::default(),
        (Change::Added, _) => Amount { added: words(new, &edit.new), removed: 0 },
        (Change::Removed, _) => Amount { added: 0, removed: words(old, &edit.old) },
        (_, Inner::Whole) => Amount::default(),
        (_, Inner::Words(runs) | Inner::Lines(runs)) => of_runs(old, new, runs),
        (_, Inner::Blocks(edits)) => amount(old, new, edits),
        (_, Inner::Table(table)) => of_table(old, new, edit, table),
    }
}

fn of_runs(old: &Side<'_>, new: &Side<'_>, runs: &[Run]) -> Amount {
    let mut sum = Amount::default();
    for run in runs {
        match run.change {
            Change::Added => sum.added += count(new, run.new.clone()),
            Change::Removed => sum.removed += count(old, run.old.clone()),
            _ => {}
        }
    }
    sum
}

fn count(side: &Side<'_>, tokens: Range<usize>) -> usize {
    side.tokens[tokens].iter().map(Token::n_words).sum()
}

fn of_table(old: &Side<'_>, new: &Side<'_>, edit: &Edit, table: &TableEdit) -> Amount {
    let row = |side: &Side<'_>, blocks: &[usize], row: Option<usize>| -> usize {
        let Some(Content::Rows(rows)) = blocks.first().map(|&it| &side.blocks[it].content) else { return 0 };
        let cells = row.and_then(|it| rows.get(it)).map_or(&[][..], Vec::as_slice);
        cells.iter().map(|it| count(side, it.tokens.clone())).sum()
    };
    let mut sum = Amount::default();
    for it in &table.rows {
        match it.change {
            Change::Added => sum.added += row(new, &edit.new, it.new),
            Change::Removed => sum.removed += row(old, &edit.old, it.old),
            _ => {
                for runs in &it.cells {
                    let amount = of_runs(old, new, runs);
                    sum.added += amount.added;
                    sum.removed += amount.removed;
                }
            }
        }
    }
    sum
}
