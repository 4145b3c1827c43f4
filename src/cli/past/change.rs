//! What is committed: changes on branches, and how each of them lands.

use std::collections::BTreeMap;

use super::staff::Person;
use crate::source::Instant;

/// A change from its first commit to its landing on `main`.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// What it is about, to put changes of one moment into an order: `PRC-013 2.1`.
    pub(super) subject: String,
    /// The branch; without one its only commit is made on `main`.
    pub(super) branch: Option<String>,
    /// Commits, in their order.
    pub(super) steps: Vec<Step>,
    /// The merge, if there is a branch.
    pub(super) merge: Option<Step>,
}

/// A commit.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// When.
    pub(super) at: Instant,
    /// Who wrote it.
    pub(super) author: Person,
    /// What it does to files: path today and text, or nothing where a file goes.
    pub(super) files: BTreeMap<String, Option<String>>,
    /// Message.
    pub(super) message: Message,
    /// Signed by its author.
    pub(super) signed: bool,
}

/// A commit message.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// First line.
    pub(super) subject: String,
    /// Paragraphs.
    pub(super) body: Vec<String>,
    /// Trailers.
    pub(super) trailers: Vec<(String, String)>,
}

impl Message {
    /// One line.
    pub(super) fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..Self::default() }
    }

    /// With a paragraph.
    pub(super) fn body(mut self, text: impl Into<String>) -> Self {
        self.body.push(text.into());
        self
    }

    /// With a trailer.
    pub(super) fn trailer(mut self, key: &str, value: impl Into<String>) -> Self {
        self.trailers.push((key.to_owned(), value.into()));
        self
    }

    /// The whole text, wrapped as is the custom.
    pub(super) fn text(&self) -> String {
        let mut parts = vec![self.subject.clone()];
        parts.extend(self.body.iter().map(|it| wrapped(it)));
        let trailers: Vec<String> = self.trailers.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        if !trailers.is_empty() {
            parts.push(trailers.join("\n"));
        }
        parts.join("\n\n")
    }
}

impl Change {
    /// A commit on `main` itself.
    pub(super) fn direct(subject: impl Into<String>, step: Step) -> Self {
        Self { subject: subject.into(), branch: None, steps: vec![step], merge: None }
    }

    /// When it began.
    pub(super) fn begun(&self) -> Instant {
        self.steps.first().or(self.merge.as_ref()).map_or(Instant { seconds: 0, offset: 0 }, |it| it.at)
    }

    /// When it landed.
    pub(super) fn landed(&self) -> Instant {
        self.merge.as_ref().or(self.steps.last()).map_or(Instant { seconds: 0, offset: 0 }, |it| it.at)
    }
}

/// Lines of at most 72 characters.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |it| it.chars().count());
        if line > 0 && line + 1 + word.chars().count() > 72 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
