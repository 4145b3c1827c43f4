//! Takes a tree apart field by field and records every mistake on the way.

use std::cell::RefCell;

use super::node::{Entry, Node, NodeKind};
use crate::base::{Cycle, Date, Span, Spanned, nearest};
use crate::diag::{Diagnostic, codes};

/// Collects the mistakes of one text while its tree is read.
#[derive(Debug, Default)]
pub struct Reader {
    diagnostics: RefCell<Vec<Diagnostic<Span>>>,
}

impl Reader {
    /// A reader without mistakes so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Records a mistake.
    pub fn report(&self, diagnostic: Diagnostic<Span>) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// All mistakes, in the order met.
    pub fn into_diagnostics(self) -> Vec<Diagnostic<Span>> {
        self.diagnostics.into_inner()
    }

    /// Records that a value has the wrong kind.
    pub fn wrong_type(&self, node: &Node, name: &str, wanted: &str) {
        self.report(
            Diagnostic::new(&codes::wrong_type::CODE, node.span, format!("`{name}` wants {wanted}, found {}", found(node)))
                .help(format!("write {wanted}")),
        );
    }

    /// The fields of a map; anything else is reported and reads as an empty map. An empty value is an empty map.
    pub fn fields<'a>(&'a self, node: &'a Node, name: &str) -> Fields<'a> {
        let entries: &[Entry] = match &node.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Null => &[],
            NodeKind::Text(_) | NodeKind::List(_) => {
                self.wrong_type(node, name, "a map of keys and values");
                &[]
            }
        };
        Fields {
            reader: self,
            entries,
            span: node.span,
            asked: RefCell::default(),
            known: RefCell::new(vec![false; entries.len()]),
        }
    }

    /// A single value as text.
    pub fn text(&self, node: &Node, name: &str) -> Option<Spanned<String>> {
        match &node.kind {
            NodeKind::Text(text) => Some(Spanned::new(text.clone(), node.span)),
            NodeKind::Null => None,
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.wrong_type(node, name, "a single value");
                None
            }
        }
    }

    /// A date in ISO form.
    pub fn date(&self, node: &Node, name: &str) -> Option<Spanned<Date>> {
        let text = self.text(node, name)?;
        match Date::parse(text.value.trim()) {
            Ok(date) => Some(Spanned::new(date, text.span)),
            Err(why) => {
                self.report(
                    Diagnostic::new(&codes::impossible_date::CODE, text.span, format!("`{name}: {}` is {why}", text.value))
                        .help("write an existing day as year-month-day, such as 2026-02-01"),
                );
                None
            }
        }
    }

    /// A length of time.
    pub fn cycle(&self, node: &Node, name: &str) -> Option<Spanned<Cycle>> {
        let text = self.text(node, name)?;
        let cycle = Cycle::parse(&text.value);
        if cycle.is_none() {
            self.wrong_type(node, name, "a length of time such as `12 months`, `2 weeks` or `P1Y`");
        }
        cycle.map(|cycle| Spanned::new(cycle, text.span))
    }

    /// One of a few words.
    pub fn one_of(&self, node: &Node, name: &str, words: &[&str]) -> Option<Spanned<String>> {
        let text = self.text(node, name)?;
        if words.contains(&text.value.as_str()) {
            return Some(text);
        }
        let list = words.join(", ");
        let help = match nearest(&text.value, words.iter().copied()) {
            Some(word) => format!("did you mean `{word}`? Known: {list}"),
            None => format!("write one of: {list}"),
        };
        self.report(
            Diagnostic::new(&codes::wrong_type::CODE, text.span, format!("`{name}` cannot be `{}`", text.value)).help(help),
        );
        None
    }

    /// Yes or no.
    pub fn flag(&self, node: &Node, name: &str) -> Option<bool> {
        self.one_of(node, name, &["true", "false"]).map(|word| word.value == "true")
    }

    /// A whole number within a range.
    pub fn number(&self, node: &Node, name: &str, range: std::ops::RangeInclusive<i64>) -> Option<Spanned<i64>> {
        let text = self.text(node, name)?;
        let number = text.value.parse::<i64>().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.wrong_type(node, name, &format!("a whole number from {} to {}", range.start(), range.end()));
        }
        number.map(|number| Spanned::new(number, text.span))
    }

    /// The items of a list; a single value counts as a list of one, an empty value as none.
    pub fn items<'a>(&self, node: &'a Node) -> Vec<&'a Node> {
        match &node.kind {
            NodeKind::List(items) => items.iter().collect(),
            NodeKind::Null => Vec::new(),
            NodeKind::Text(_) | NodeKind::Map(_) => vec![node],
        }
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&self, node: &Node, name: &str) -> Vec<Spanned<String>> {
        self.items(node).into_iter().filter_map(|item| self.text(item, name)).collect()
    }
}

fn found(node: &Node) -> String {
    match &node.kind {
        NodeKind::Text(text) if text.chars().count() <= 40 => format!("`{text}`"),
        _ => node.describe().to_owned(),
    }
}

/// The fields of one map. Remembers which keys were asked for, so that the rest can be reported as unknown.
#[derive(Debug)]
pub struct Fields<'a> {
    reader: &'a Reader,
    entries: &'a [Entry],
    /// Where the map begins.
    pub span: Span,
    /// The keys that were asked for, each with a line end.
    asked: RefCell<String>,
    /// Of each entry, whether its key was asked for.
    known: RefCell<Vec<bool>>,
}

impl<'a> Fields<'a> {
    /// The value of a key. An empty value counts as missing.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        let mut asked = self.asked.borrow_mut();
        asked.push_str(key);
        asked.push('\n');
        let at = self.entries.iter().position(|entry| entry.key.value == key)?;
        self.known.borrow_mut()[at] = true;
        let value = &self.entries[at].value;
        (value.kind != NodeKind::Null).then_some(value)
    }

    /// The place of a key, if it is given.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key.value == key).map(|entry| entry.key.span)
    }

    /// All entries, for maps whose keys are the user's own. Counts as asking for all of them.
    pub fn all(&self) -> &'a [Entry] {
        self.known.borrow_mut().fill(true);
        self.entries
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.reader.text(self.get(key)?, key)
    }

    /// A text that must be there.
    pub fn required_text(&self, key: &str) -> Option<Spanned<String>> {
        let Some(node) = self.get(key) else {
            self.missing(key);
            return None;
        };
        self.reader.text(node, key)
    }

    /// Records that a key is missing.
    pub fn missing(&self, key: &str) {
        let at = self.key_span(key).unwrap_or(self.span);
        self.reader.report(
            Diagnostic::new(&codes::missing_field::CODE, at, format!("`{key}` is missing")).help(format!("add `{key}: …`")),
        );
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Spanned<Date>> {
        self.reader.date(self.get(key)?, key)
    }

    /// A length of time.
    pub fn cycle(&self, key: &str) -> Option<Spanned<Cycle>> {
        self.reader.cycle(self.get(key)?, key)
    }

    /// One of a few words.
    pub fn one_of(&self, key: &str, words: &[&str]) -> Option<Spanned<String>> {
        self.reader.one_of(self.get(key)?, key, words)
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.reader.flag(self.get(key)?, key)
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        self.get(key).map_or_else(Vec::new, |node| self.reader.texts(node, key))
    }

    /// The items of a list.
    pub fn items(&self, key: &str) -> Vec<&'a Node> {
        self.get(key).map_or_else(Vec::new, |node| self.reader.items(node))
    }

    /// Reports every key nobody asked for, with the nearest one that was asked for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let known = self.known.borrow();
        for (entry, _) in self.entries.iter().zip(&*known).filter(|it| !it.1) {
            let key = &entry.key.value;
            // A key that is given twice is known if it is asked for, which the first of them was.
            if self.entries.iter().zip(&*known).any(|(other, known)| *known && other.key.value == *key) {
                continue;
            }
            let help = match nearest(key, asked.lines()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "remove it, or declare it as a field of the type in `clausebook.yml`".to_owned(),
            };
            self.reader.report(
                Diagnostic::new(&codes::unknown_key::CODE, entry.key.span, format!("the key `{key}` is not known here"))
                    .help(help),
            );
        }
    }
}
