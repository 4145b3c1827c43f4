//! One diagnostic type for the whole tool, generic over how much is known of the place.

use std::cmp::Ordering;

use crate::base::{RepoPath, Span};

/// How bad a diagnostic is. Ordered: a note is least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Not reported.
    Allow,
    /// Worth knowing.
    Note,
    /// Should be mended.
    Warning,
    /// Has to be mended; fails a build by default.
    Error,
}

impl Severity {
    /// Reads a level as `clausebook.yml` and `--fail-on` spell it.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Allow, Self::Note, Self::Warning, Self::Error].into_iter().find(|it| it.name() == text)
    }

    /// The level's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule's name and what users read about it. The name says what is wrong and reads well after "allow".
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable name in kebab case.
    pub name: &'static str,
    /// Level unless `clausebook.yml` says otherwise.
    pub default: Severity,
    /// One line: what the rule reports.
    pub title: &'static str,
    /// Markdown printed by `clausebook explain`: what it looks at, why an auditor cares (clause), an example, what is better.
    pub explain: &'static str,
}

/// Something to report. `At` is a `Span` while only one text is known, a `Place` once it has a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic<At> {
    /// The rule.
    pub code: &'static Code,
    /// Its level here; begins as the rule's default.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Where.
    pub at: At,
    /// Other places that matter, each with a few words.
    pub related: Vec<(At, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl<At> Diagnostic<At> {
    /// A diagnostic at its rule's default level.
    pub fn new(code: &'static Code, at: At, message: impl Into<String>) -> Self {
        Self { code, severity: code.default, message: message.into(), at, related: Vec::new(), help: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, at: At, words: impl Into<String>) -> Self {
        self.related.push((at, words.into()));
        self
    }

    /// Translates all places.
    pub fn map_at<To>(self, to: impl Fn(At) -> To) -> Diagnostic<To> {
        Diagnostic {
            code: self.code,
            severity: self.severity,
            message: self.message,
            at: to(self.at),
            related: self.related.into_iter().map(|(at, words)| (to(at), words)).collect(),
            help: self.help,
        }
    }
}

/// A place in a file of an edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the folder of `clausebook.yml`.
    pub path: RepoPath,
    /// The bytes; `None` speaks of the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// A place within a file.
    pub fn new(path: &RepoPath, span: Span) -> Self {
        Self { path: path.clone(), span: Some(span) }
    }

    /// A file as a whole.
    pub fn file(path: &RepoPath) -> Self {
        Self { path: path.clone(), span: None }
    }
}

impl Diagnostic<Place> {
    /// The order of reports: by file, place, rule, message.
    pub fn order(&self, other: &Self) -> Ordering {
        (&self.at, self.code.name, &self.message).cmp(&(&other.at, other.code.name, &other.message))
    }
}
