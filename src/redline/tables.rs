//! Tables by column, row and cell.

use std::collections::BTreeMap;
use std::ops::Range;

use super::align::{Work, align};
use super::pairs::{bag, likeness, pair_by};
use super::side::{Cell, Side};
use super::{Change, RowEdit, TableEdit, words};

type Rows = [Vec<Cell>];

/// A column's places in the old and the new table.
type Column = (Option<usize>, Option<usize>);

/// One of the two places.
type Place = fn(&Column) -> Option<usize>;

/// Compares two tables. `None` if no column of the one is one of the other.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, left: &Rows, right: &Rows, work: &mut Work) -> Option<TableEdit> {
    let columns = columns(old, new, left, right, work);
    if !columns.iter().any(|it| it.0.is_some() && it.1.is_some()) {
        return None;
    }
    let table = Table { old, new, left, right, columns };
    let rows = table.rows(work);
    Some(TableEdit { columns: table.columns, rows })
}

/// The cells of a column, the head first.
fn column(rows: &Rows, at: usize) -> impl Iterator<Item = &Cell> {
    rows.iter().filter_map(move |row| row.get(at))
}

/// The columns of both tables in one order: alike by their heads, else by what stands below, else by their place.
fn columns(old: &Side<'_>, new: &Side<'_>, left: &Rows, right: &Rows, work: &mut Work) -> Vec<Column> {
    let heads = |rows: &Rows| rows.first().map(|row| row.iter().map(|it| it.key).collect::<Vec<u32>>()).unwrap_or_default();
    let (olds, news) = (heads(left), heads(right));
    let pairs = align(&olds, &news, work);
    let same_number = olds.len() == news.len();
    let contents = |rows: &Rows, at: usize| {
        let mut keys: Vec<u32> = column(rows, at).skip(1).map(|it| it.key).collect();
        keys.sort_unstable();
        keys
    };
    let head = |side: &Side<'_>, rows: &Rows, at: usize| {
        column(rows, at).next().map(|it| bag(side, it.tokens.clone())).unwrap_or_default()
    };
    let alike = |a: usize, b: usize| {
        let below = likeness(&contents(left, a), &contents(right, b));
        let above = likeness(&head(old, left, a), &head(new, right, b));
        let best = below.max(above);
        let by_place = same_number && a == b;
        if best >= 450 { Some(best) } else { by_place.then_some(100) }
    };
    let mut columns = Vec::new();
    let (mut a, mut b) = (0, 0);
    let ends = [(olds.len(), news.len())];
    for (at, &(x, y)) in pairs.iter().chain(&ends).enumerate() {
        for pair in pair_by(x - a, y - b, &|i, j| alike(a + i, b + j)) {
            let (i, j) = (a + pair.old.start, b + pair.new.start);
            columns.extend(rest(&columns, a, b, i, j));
            columns.push((Some(i), Some(j)));
        }
        columns.extend(rest(&columns, a, b, x, y));
        if at < pairs.len() {
            columns.push((Some(x), Some(y)));
        }
        (a, b) = (x + 1, y + 1);
    }
    columns
}

/// The columns up to `x` and `y` that were not listed yet, from `a` and `b`.
fn rest(listed: &[Column], a: usize, b: usize, x: usize, y: usize) -> Vec<Column> {
    let next = |of: Place, least: usize| listed.iter().filter_map(of).max().map_or(least, |it| least.max(it + 1));
    let removed = (next(|it| it.0, a)..x).map(|it| (Some(it), None));
    let added = (next(|it| it.1, b)..y).map(|it| (None, Some(it)));
    removed.chain(added).collect()
}

struct Table<'a, 's> {
    old: &'a Side<'s>,
    new: &'a Side<'s>,
    left: &'a Rows,
    right: &'a Rows,
    columns: Vec<Column>,
}

impl Table<'_, '_> {
    fn rows(&self, work: &mut Work) -> Vec<RowEdit> {
        // Rows are alike if they are in the columns that both tables have.
        let mut names: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut number = |rows: &Rows, of: Place| -> Vec<u32> {
            let both = || self.columns.iter().filter(|it| it.0.is_some() && it.1.is_some());
            let key = |row: &Vec<Cell>| both().filter_map(|it| Some(row.get(of(it)?)?.key)).collect::<Vec<u32>>();
            let mut keys = Vec::with_capacity(rows.len());
            for row in rows.iter().skip(1) {
                let next = names.len() as u32;
                keys.push(*names.entry(key(row)).or_insert(next));
            }
            keys
        };
        let (olds, news) = (number(self.left, |it| it.0), number(self.right, |it| it.1));
        let pairs = align(&olds, &news, work);
        let mut rows = vec![self.row(Some(0), Some(0), work)];
        let (mut a, mut b) = (0, 0);
        let ends = [(olds.len(), news.len())];
        for (at, &(x, y)) in pairs.iter().chain(&ends).enumerate() {
            self.between(a..x, b..y, &mut rows, work);
            if at < pairs.len() {
                rows.push(self.row(Some(x + 1), Some(y + 1), work));
            }
            (a, b) = (x + 1, y + 1);
        }
        find_moves(&mut rows, &olds, &news);
        rows
    }

    /// Rows in a stretch where none is alike; places count from the first row below the head.
    fn between(&self, from: Range<usize>, to: Range<usize>, rows: &mut Vec<RowEdit>, work: &mut Work) {
        let bags = |side: &Side<'_>, rows: &Rows, range: Range<usize>| -> Vec<Vec<u32>> {
            let row = |row: &Vec<Cell>| match (row.first(), row.last()) {
                (Some(first), Some(last)) => bag(side, first.tokens.start..last.tokens.end),
                _ => Vec::new(),
            };
            rows[range.start + 1..range.end + 1].iter().map(row).collect()
        };
        let (left, right) = (bags(self.old, self.left, from.clone()), bags(self.new, self.right, to.clone()));
        let (mut a, mut b) = (from.start, to.start);
        let alike = |i: usize, j: usize| {
            let likeness = self.likeness(from.start + i + 1, to.start + j + 1).max(likeness(&left[i], &right[j]));
            (likeness >= 400).then_some(likeness)
        };
        let cost: usize = left.iter().chain(&right).map(|it| it.len() + 1).sum();
        let pairs = if work.spend(cost.saturating_mul(32)) { pair_by(from.len(), to.len(), &alike) } else { Vec::new() };
        for pair in pairs {
            let (i, j) = (from.start + pair.old.start, to.start + pair.new.start);
            rows.extend((a..i).map(removed));
            rows.extend((b..j).map(added));
            rows.push(self.row(Some(i + 1), Some(j + 1), work));
            (a, b) = (i + 1, j + 1);
        }
        rows.extend((a..from.end).map(removed));
        rows.extend((b..to.end).map(added));
    }

    /// How many of a thousand cells are alike, what names the row counting double.
    fn likeness(&self, a: usize, b: usize) -> usize {
        let (mut alike, mut all) = (0, 0);
        for (at, &(i, j)) in self.columns.iter().filter(|it| it.0.is_some() && it.1.is_some()).enumerate() {
            let weight = if at == 0 { 2 } else { 1 };
            let cell = |rows: &Rows, row: usize, at: Option<usize>| {
                rows.get(row).and_then(|it| it.get(at?)).map(|it| (it.key, it.tokens.len()))
            };
            let (left, right) = (cell(self.left, a, i), cell(self.right, b, j));
            all += weight;
            alike += if left == right && left.is_some_and(|it| it.1 > 0) { weight } else { 0 };
        }
        1_000 * alike / all.max(1)
    }

    /// A row of both tables, cell by cell.
    fn row(&self, a: Option<usize>, b: Option<usize>, work: &mut Work) -> RowEdit {
        let cell = |rows: &Rows, row: Option<usize>, at: Option<usize>| rows.get(row?)?.get(at?).map(|it| it.tokens.clone());
        let mut cells = Vec::with_capacity(self.columns.len());
        let mut change = Change::Same;
        for &(i, j) in &self.columns {
            let runs = match (cell(self.left, a, i), cell(self.right, b, j)) {
                (Some(from), Some(to)) => words::compare(self.old, self.new, from.clone(), to.clone(), work)
                    .unwrap_or_else(|| words::replaced(from, to)),
                (Some(from), None) => words::replaced(from, 0..0),
                (None, Some(to)) => words::replaced(0..0, to),
                (None, None) => Vec::new(),
            };
            if i.is_none() || j.is_none() || runs.iter().any(|it| it.change != Change::Same) {
                change = Change::Changed;
            }
            cells.push(runs);
        }
        RowEdit { change, old: a, new: b, cells }
    }
}

fn removed(at: usize) -> RowEdit {
    RowEdit { change: Change::Removed, old: Some(at + 1), new: None, cells: Vec::new() }
}

fn added(at: usize) -> RowEdit {
    RowEdit { change: Change::Added, old: None, new: Some(at + 1), cells: Vec::new() }
}

/// Rows that went and came alike stand elsewhere now.
fn find_moves(rows: &mut [RowEdit], olds: &[u32], news: &[u32]) {
    let mut gone: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().rev().filter(|it| it.1.change == Change::Removed) {
        if let Some(&key) = row.old.and_then(|it| olds.get(it - 1)) {
            gone.entry(key).or_default().push(at);
        }
    }
    for at in 0..rows.len() {
        if rows[at].change != Change::Added {
            continue;
        }
        let key = rows[at].new.and_then(|it| news.get(it - 1));
        if let Some(from) = key.and_then(|it| gone.get_mut(it)).and_then(Vec::pop) {
            rows[at].change = Change::MovedHere;
            rows[from].change = Change::MovedAway;
        }
    }
}
