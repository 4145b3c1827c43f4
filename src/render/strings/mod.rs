//! The words of the site in one language: `theme/strings/LANGUAGE.yml`, a flat list of keys.
//!
//! A user's file lies over the built-in one of its language, and that over English, so a word is never missing.
//! `{name}` in a text is filled with a value. A key with plural forms ends in `.one`, `.other` and, where a language has
//! them, `.few` and `.many`.

use std::collections::BTreeMap;

use super::embedded::FILES;
use super::theme::ThemeProblem;
use crate::base::{Cycle, Date, LineIndex, Span};
use crate::yaml::{self, NodeKind};

/// The words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strings {
    language: String,
    words: BTreeMap<String, String>,
}

impl Strings {
    /// The words of a language. `user` is the text of the user's `theme/strings/LANGUAGE.yml`.
    pub fn load(language: &str, user: Option<&str>) -> (Self, Vec<ThemeProblem>) {
        let mut words = BTreeMap::new();
        let mut problems = Vec::new();
        for name in ["en", language] {
            if let Some(text) = built_in(name) {
                words.extend(read(text, name).0);
            }
        }
        if let Some(text) = user {
            let (own, mut found) = read(text, language);
            words.extend(own);
            problems.append(&mut found);
        }
        (Self { language: language.to_owned(), words }, problems)
    }

    /// The same words without one.
    #[cfg(test)]
    pub(crate) fn without(mut self, key: &str) -> Self {
        self.words.remove(key);
        self
    }

    /// Whether the built-in theme has words in a language.
    pub fn knows(language: &str) -> bool {
        built_in(language).is_some()
    }

    /// The language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The words of a key. A key that does not exist, which tests rule out for our own, shows itself.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The words of a key with values filled in.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values.iter().copied())
    }

    /// The words of a key for a number of things.
    pub fn plural(&self, key: &str, n: i64) -> String {
        fill(self.form(key, Some(n)).unwrap_or(key), [("n", n.to_string().as_str())])
    }

    /// The words of a key for a number of things, with further values filled in.
    pub fn plural_with(&self, key: &str, n: i64, values: &[(&str, &str)]) -> String {
        fill(&self.plural(key, n), values.iter().copied())
    }

    /// The text of a key, in the form for a number if one is given and the key has forms.
    pub(crate) fn form(&self, key: &str, n: Option<i64>) -> Option<&str> {
        let plural = n.and_then(|n| {
            let form = plural_form(&self.language, n);
            self.words.get(&format!("{key}.{form}")).or_else(|| self.words.get(&format!("{key}.other")))
        });
        plural.or_else(|| self.words.get(key)).map(String::as_str)
    }

    /// All keys and texts, in the order of keys.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// A day, as in `24 Feb 2026`.
    pub fn date(&self, date: Date) -> String {
        let month = self.get(MONTHS[usize::from(date.month().unsigned_abs().saturating_sub(1)) % 12]);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.with("date", &[("d", &day), ("m", month), ("y", &year)])
    }

    /// Days from one to another, as in `16 to 18 Apr 2024`.
    pub fn span(&self, from: Date, to: Date) -> String {
        if (from.year(), from.month()) == (to.year(), to.month()) && from < to {
            let month = self.get(MONTHS[usize::from(to.month().unsigned_abs().saturating_sub(1)) % 12]);
            let (a, b, year) = (from.day().to_string(), to.day().to_string(), to.year().to_string());
            return self.with("span.month", &[("a", &a), ("b", &b), ("m", month), ("y", &year)]);
        }
        self.with("span", &[("from", &self.date(from)), ("to", &self.date(to))])
    }

    /// How far a due date is from today: `in 9 days`, `today`, `40 days overdue`.
    pub fn due(&self, due: Date, today: Date) -> String {
        match i64::from(due.days_since(today)) {
            0 => self.get("distance.today").to_owned(),
            days if days < 0 => self.plural("distance.overdue", -days),
            days => self.plural("distance.in", days),
        }
    }

    /// How long ago a day was: `today`, `12 days ago`, `10 months ago`, `3 years ago`. A day ahead is as in [`Self::due`].
    pub fn ago(&self, day: Date, today: Date) -> String {
        match i64::from(today.days_since(day)) {
            days if days <= 0 => self.due(day, today),
            days if days < 60 => self.plural("distance.days_ago", days),
            days if days < 730 => self.plural("distance.months_ago", days * 12 / 365),
            days => self.plural("distance.years_ago", days / 365),
        }
    }

    /// A review cycle: `12-month cycle`.
    pub fn cycle(&self, cycle: Cycle) -> String {
        match (cycle.months, cycle.days) {
            (months, 0) => self.plural("cycle.months", i64::from(months)),
            (0, days) => self.plural("cycle.days", i64::from(days)),
            (months, days) => self.with("cycle.both", &[("m", &months.to_string()), ("d", &days.to_string())]),
        }
    }
}

const MONTHS: [&str; 12] = [
    "month.1", "month.2", "month.3", "month.4", "month.5", "month.6", "month.7", "month.8", "month.9", "month.10", "month.11",
    "month.12",
];

/// Fills `{name}` with values; what has no value stays. Values are not searched again.
pub(crate) fn fill<'v>(template: &str, values: impl IntoIterator<Item = (&'v str, &'v str)> + Clone) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = memchr::memchr(b'{', rest.as_bytes()) {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let value = memchr::memchr(b'}', rest.as_bytes()).and_then(|close| {
            let name = &rest[1..close];
            let (_, value) = values.clone().into_iter().find(|(key, _)| *key == name)?;
            Some((close, value))
        });
        let end = value.map_or(1, |(close, value)| {
            text.push_str(value);
            close + 1
        });
        if value.is_none() {
            text.push('{');
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

/// The plural form of a number, by the rules of CLDR for whole numbers in the languages that differ from English.
fn plural_form(language: &str, n: i64) -> &'static str {
    let n = n.unsigned_abs();
    let (ten, hundred) = (n % 10, n % 100);
    let slavic_few = (2..=4).contains(&ten) && !(12..=14).contains(&hundred);
    match language.split('-').next().unwrap_or_default() {
        "fr" | "pt" if n < 2 => "one",
        "cs" | "sk" if (2..=4).contains(&n) => "few",
        "pl" | "ru" | "uk" | "sr" | "hr" | "bs" if slavic_few => "few",
        "pl" if n != 1 => "many",
        "ru" | "uk" if ten == 1 && hundred != 11 => "one",
        "sr" | "hr" | "bs" if ten == 1 && hundred != 11 => "one",
        "ru" | "uk" => "many",
        "sr" | "hr" | "bs" | "ja" | "zh" | "ko" => "other",
        _ if n == 1 => "one",
        _ => "other",
    }
}

fn built_in(language: &str) -> Option<&'static str> {
    let path = format!("strings/{language}.yml");
    let (_, bytes) = FILES.iter().find(|(name, _)| *name == path)?;
    std::str::from_utf8(bytes).ok()
}

fn read(text: &str, language: &str) -> (BTreeMap<String, String>, Vec<ThemeProblem>) {
    let (node, diagnostics) = yaml::parse(text, Span::new(0, text.len()));
    let index = LineIndex::new(text);
    let problem = |span: Span, message: String| {
        let at = index.place(text, span.start as usize);
        ThemeProblem::new(&format!("strings/{language}.yml"), at.line as usize, at.column as usize, message)
    };
    let mut problems: Vec<ThemeProblem> = diagnostics.into_iter().map(|found| problem(found.at, found.message)).collect();
    let mut words = BTreeMap::new();
    match node.map(|node| (node.span, node.kind)) {
        Some((_, NodeKind::Map(entries))) => {
            for entry in entries {
                match entry.value.as_text() {
                    Some(text) => drop(words.insert(entry.key.value, text.to_owned())),
                    None => problems.push(problem(entry.key.span, format!("`{}` wants a text", entry.key.value))),
                }
            }
        }
        Some((span, _)) => problems.push(problem(span, "the file is not a list of keys and texts".to_owned())),
        None => {}
    }
    (words, problems)
}

#[cfg(test)]
mod tests;
