//! Rule `value-literal`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Ctx, Rule, Run, Sink};
use crate::base::{IdList, Span, id_lists};
use crate::config::Values;
use crate::diag::{Code, Diagnostic, Severity};
use crate::handbook::{Entry, Phrases};
use crate::syntax::{BlockKind, TextBlock};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::PerHandbook(run) };

static CODE: Code = Code {
    name: "value-literal",
    default: Severity::Warning,
    title: "a figure written out, or another one, where a shared value belongs",
    explain: EXPLAIN,
};

const EXPLAIN: &str = r#"A value in `values.yml` can list names it goes by, `literals: ["P1 response"]`. Text that gives one of these names a figure of the
same kind in the same sentence or table row should use the value: the figure next to the name is another one, or it is the right
one and would be left behind when the value changes. In a table the head of a column, alone or with a cell to the left and the head
of that cell's column, can make up the name: `Priority` and `1` with `Response` is `priority 1 response`. Records and withdrawn
documents are not looked at. A list of ids such as `SVC-01 to SVC-05` is a figure too.

Why an auditor cares: two documents that promise different targets contradict each other (ISO/IEC 20000-1:2018, 7.5.3.1, 8.3.3).

Example: `P1 response: 30 min` in an agreement, while `p1.respond` is 15 min.

Better: `P1 response: {{ p1.respond }}`.
"#;

fn run(ctx: &Ctx<'_>, sink: &mut Sink) {
    let handbook = ctx.handbook;
    let watched = Watched::new(&handbook.config.values);
    if watched.values.is_empty() {
        return;
    }
    for entry in handbook.entries.iter().filter(|it| !it.document.is_retired() && !handbook.is_record(it)) {
        let mut head: Option<Head<'_>> = None;
        for block in &entry.document.parsed.blocks {
            let place = Placed { ctx, entry, block };
            watched.judge(place, sink);
            match (block.kind, &head) {
                (BlockKind::Head, _) => head = watched.read_head(block),
                (BlockKind::Row, Some(head)) => watched.judge_cells(place, head, sink),
                _ => head = None,
            }
        }
    }
}

/// Where a text stands.
#[derive(Clone, Copy)]
struct Placed<'a> {
    ctx: &'a Ctx<'a>,
    entry: &'a Entry,
    block: &'a TextBlock,
}

/// The head of a table some of whose columns can name a value.
struct Head<'a> {
    /// The words of each column's head.
    columns: Vec<Vec<String>>,
    /// For each column what has to be said to its left, and the value this makes.
    named: Vec<Vec<&'a BTreeMap<Vec<String>, usize>>>,
}

impl Head<'_> {
    fn of(&self, column: usize) -> &[String] {
        self.columns.get(column).map_or(&[], Vec::as_slice)
    }
}

/// The values that have names to look for and a figure to compare with.
struct Watched<'a> {
    values: Vec<(&'a str, &'a str, Figure)>,
    names: Phrases,
    /// Names cut in two at every word: what the head of a column says, then what is left to say, and the value. The whole name
    /// leaves nothing to say.
    parts: BTreeMap<Vec<String>, BTreeMap<Vec<String>, usize>>,
}

/// The most words of a name, and of a cell, that are looked at in a table.
const MAX_WORDS: usize = 8;
/// How many columns of a table can name a value.
const MAX_COLUMNS: usize = 40;
/// How many cells at the left of a row can say what it is about.
const MAX_LEFT: usize = 4;

impl<'a> Watched<'a> {
    fn new(values: &'a Values) -> Self {
        let mut watched = Self { values: Vec::new(), names: Phrases::default(), parts: BTreeMap::new() };
        for (name, value) in values.iter().filter(|(_, value)| !value.literals.is_empty()) {
            let Some(figure) = figures(&value.text).into_iter().next() else { continue };
            for literal in &value.literals {
                watched.names.add(literal, watched.values.len());
                watched.cut(literal);
            }
            watched.values.push((name, &value.text, figure));
        }
        watched
    }

    /// Takes a name of the next value in for tables.
    fn cut(&mut self, literal: &str) {
        let words = words(literal);
        if words.is_empty() || words.len() > MAX_WORDS {
            return;
        }
        let value = self.values.len();
        let mut add = |column: &[String], rest: &[String]| {
            self.parts.entry(column.to_vec()).or_default().entry(rest.to_vec()).or_insert(value);
        };
        for at in 0..words.len() {
            add(&words[at..], &words[..at]);
            if at > 0 {
                add(&words[..at], &words[at..]);
            }
        }
    }

    /// The head of a table, if one of its columns can name a value.
    fn read_head<'w>(&'w self, block: &TextBlock) -> Option<Head<'w>> {
        let columns: Vec<Vec<String>> =
            block.cells.iter().take(MAX_COLUMNS).map(|it| words(&block.text[it.range.clone()])).collect();
        let of_column = |words: &Vec<String>| runs(words).filter_map(|run| self.parts.get(run)).collect();
        let named: Vec<Vec<_>> = columns.iter().map(of_column).collect();
        named.iter().any(|it| !it.is_empty()).then_some(Head { columns, named })
    }

    /// Looks at the figures of a row below a head.
    fn judge_cells(&self, place: Placed<'_>, head: &Head<'_>, sink: &mut Sink) {
        let block = place.block;
        let text = |at: usize| &block.text[block.cells[at].range.clone()];
        let left =
            (0..block.cells.len().min(MAX_LEFT)).map(|at| (at, head.of(at).iter().cloned().chain(words(text(at))).collect()));
        let left: Vec<(usize, Vec<String>)> = left.collect();
        // What the row says of itself, with the cells that say it.
        let mut said: BTreeMap<&[String], usize> = BTreeMap::from([(&[][..], 0)]);
        for (at, run) in left.iter().flat_map(|(at, words)| runs(words).map(|run| (*at + 1, run))) {
            said.entry(run).or_insert(at);
        }
        for (at, named) in head.named.iter().enumerate().take(block.cells.len()).filter(|(_, named)| !named.is_empty()) {
            let found = figures(text(at));
            let inserted = text(at).find("{{").unwrap_or(usize::MAX);
            let of = |value: usize| found.iter().find(|it| it.unit == self.values[value].2.unit && it.range.start < inserted);
            if found.is_empty() {
                continue;
            }
            // The longest name that the cells make up: `priority 1 response`, and not `response`.
            let hits = named
                .iter()
                .flat_map(|rest| rest.iter())
                .filter(|(rest, _)| said.get(rest.as_slice()).is_some_and(|it| *it <= at));
            let hits = hits.filter_map(|(rest, value)| Some((rest.len(), *value, of(*value)?)));
            if let Some((_, value, figure)) = hits.max_by_key(|(len, value, _)| (*len, std::cmp::Reverse(*value))) {
                let shown = &text(at)[figure.range.clone()];
                let cell = block.cells[at].span;
                let source = place.ctx.inputs.text(&place.entry.path).map_or("", |it| cell.text(it));
                let span = source.find(shown).map(|at| Span::new(at, at + shown.len()).shifted(cell.start as usize));
                self.report(place, value, figure, (shown, span.unwrap_or(cell)), sink);
            }
        }
    }

    fn judge(&self, place: Placed<'_>, sink: &mut Sink) {
        let text = place.block.text.as_str();
        let mentions = self.names.find(text);
        if mentions.is_empty() {
            return;
        }
        let found = figures(text);
        for (at, mention) in mentions.iter().enumerate() {
            // From this name to the next one, or to the end of the sentence; before the first name, from the sentence's begin.
            let next = mentions.get(at + 1).map_or(text.len(), |it| it.range.start);
            let after = mention.range.end..next.min(sentence_end(text, mention.range.end));
            let previous = at.checked_sub(1).map_or(0, |at| mentions[at].range.end);
            let before = previous.max(sentence_start(text, mention.range.start))..mention.range.start;
            let (_, _, value) = &self.values[mention.phrase];
            let same_kind = |it: &&Figure| it.unit == value.unit;
            let inside = |range: &Range<usize>, it: &Figure| range.contains(&it.range.start);
            let inserted = text[after.clone()].find("{{").map(|it| after.start + it);
            let follows = found.iter().filter(same_kind).find(|it| inside(&after, it));
            let follows = follows.filter(|it| inserted.is_none_or(|at| it.range.start < at));
            let leads = || found.iter().rev().filter(same_kind).find(|it| inside(&before, it) && at == 0);
            let Some(figure) = follows.or_else(|| leads().filter(|_| inserted.is_none())) else { continue };
            let shown = &text[figure.range.clone()];
            let span = locate(place, &text[mention.range.clone()], shown);
            self.report(place, mention.phrase, figure, (shown, span), sink);
        }
    }

    fn report(&self, place: Placed<'_>, value: usize, figure: &Figure, (shown, span): (&str, Span), sink: &mut Sink) {
        let (name, written, of_value) = &self.values[value];
        let message = if figure.is(of_value) {
            format!("`{shown}` is written out here; it is the value `{name}`")
        } else {
            format!("`{shown}` differs from the value `{name}`, which is `{written}`")
        };
        sink.push(Diagnostic::new(&CODE, place.entry.place(span), message).help(format!("write `{{{{ {name} }}}}` instead")));
    }
}

/// Where the figure stands in the file. Blocks are plain text, so it is looked for in their source after the name, and before it
/// otherwise; if emphasis or the like stands within, the block is the place.
fn locate(place: Placed<'_>, name: &str, figure: &str) -> Span {
    let block = place.block;
    let Some(text) = place.ctx.inputs.text(&place.entry.path) else { return block.span };
    let source = block.span.text(text);
    let from = source.find(name).map_or(0, |at| at + name.len());
    let at = source[from..].find(figure).map(|at| from + at).or_else(|| source.find(figure));
    at.map_or(block.span, |at| Span::new(at, at + figure.len()).shifted(block.span.start as usize))
}

/// The words of a cell or a name, in lower case, as far as they are looked at.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).take(MAX_WORDS).map(str::to_lowercase).collect()
}

/// Every run of words that follow each other.
fn runs(words: &[String]) -> impl Iterator<Item = &[String]> {
    (0..words.len()).flat_map(move |from| (from + 1..=words.len()).map(move |to| &words[from..to]))
}

/// Where the sentence that holds byte `at` ends.
fn sentence_end(text: &str, at: usize) -> usize {
    [". ", "! ", "? ", "; "].iter().filter_map(|end| text[at..].find(end)).min().map_or(text.len(), |len| at + len)
}

/// Where the sentence that holds byte `at` begins.
fn sentence_start(text: &str, at: usize) -> usize {
    [". ", "! ", "? ", "; "].iter().filter_map(|end| text[..at].rfind(end)).max().unwrap_or(0)
}

/// A number with its unit, or a list of ids.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    /// In the smallest unit of its kind, in thousandths.
    amount: u64,
    unit: String,
    range: Range<usize>,
    /// What a list of ids names; its unit is the prefix of the ids.
    list: Option<IdList>,
}

impl Figure {
    /// Whether both say the same.
    fn is(&self, other: &Self) -> bool {
        match (&self.list, &other.list) {
            (Some(own), Some(list)) => own.same(list),
            (own, list) => own.is_none() && list.is_none() && self.amount == other.amount,
        }
    }
}

/// All figures of a text. A number without a unit is none; several ids together count as one.
fn figures(text: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|it| at + it) {
        let len = text[start..].find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len() - start);
        let number = text[start..start + len].trim_end_matches(['.', ',']);
        at = start + len;
        // Not within a word or number such as `P1` or `SVC-01`.
        let free = !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | ','));
        let rest = &text[start + number.len()..];
        let gap = rest.find(|c: char| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-')).unwrap_or(rest.len());
        let word_len = rest[gap..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - gap);
        let word = if rest[gap..].starts_with('%') { "%" } else { &rest[gap..gap + word_len] };
        let tail = &rest[gap + word.len()..];
        // `24x7` is no figure.
        let ends = !tail.starts_with(char::is_alphanumeric);
        if let Some((unit, factor)) = unit_of(word, tail).filter(|_| free && ends && gap <= 3)
            && let Some(amount) = thousandths(number).and_then(|it| it.checked_mul(factor))
        {
            let range = start..start + number.len() + gap + word.len();
            found.push(Figure { amount, unit, range, list: None });
        }
    }
    for list in id_lists(text) {
        let unit = format!("ids {}", list.prefix.to_lowercase());
        found.push(Figure { amount: 0, unit, range: list.range.clone(), list: Some(list) });
    }
    found.sort_by_key(|it| it.range.start);
    found
}

/// `99.9` as 99900. A comma counts as a point.
fn thousandths(number: &str) -> Option<u64> {
    let number = number.replace(',', ".");
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.parse().ok()?)
}

/// The kind of a unit, and how many of its smallest unit it is. Times of the clock compare with each other; working days are
/// their own kind. A word that is no known unit is its own kind as well.
fn unit_of(word: &str, after: &str) -> Option<(String, u64)> {
    let kind = |name: &str, factor: u64| Some((name.to_owned(), factor));
    let word = word.to_lowercase();
    match word.as_str() {
        "" => None,
        "s" | "sec" | "second" | "seconds" => kind("time", 1),
        "min" | "mins" | "minute" | "minutes" => kind("time", 60),
        "h" | "hr" | "hrs" | "hour" | "hours" => kind("time", 3600),
        "d" | "day" | "days" => kind("time", 86_400),
        "week" | "weeks" => kind("time", 604_800),
        "month" | "months" => kind("month", 1),
        "year" | "years" => kind("month", 12),
        "working" | "business" if after.trim_start().to_lowercase().starts_with("day") => kind("working day", 1),
        "working" | "business" if after.trim_start().to_lowercase().starts_with("hour") => kind("working hour", 1),
        "%" | "percent" => kind("%", 1),
        "per" if after.trim_start().to_lowercase().starts_with("cent") => kind("%", 1),
        "b" | "kb" | "mb" | "gb" | "tb" => kind(&word, 1),
        other => kind(other.strip_suffix('s').filter(|it| it.len() > 2).unwrap_or(other), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_compare_across_units() {
        let of = |text: &str| figures(text).into_iter().map(|it| (it.amount, it.unit)).collect::<Vec<_>>();
        assert_eq!(of("240 min"), of("4 h"));
        assert_eq!(of("99,9 %"), of("99.9 per cent"));
        assert_eq!(of("15-minute"), of("15\u{a0}min"));
        assert_ne!(of("2 working days"), of("2 days"));
        assert_eq!(of("P1, SVC-01, 24x7, 8.6.1, version 2"), []);
        assert_eq!(of("99999999999999999999 h"), []);
        let lists = figures("SVC-01 to SVC-03, 4 h, svc-1, svc-2 and svc-3, SVC-01 to SVC-04");
        let kinds: Vec<&str> = lists.iter().map(|it| it.unit.as_str()).collect();
        assert_eq!(kinds, ["ids svc-", "time", "ids svc-"]);
        assert!(figures("SVC-1 to SVC-3")[0].is(&lists[0]) && !lists[0].is(&lists[1]) && !lists[0].is(&lists[2]));
    }
}
