//! What is wrong with texts that should hold keys.

use crate::base::{RepoPath, Span};
use crate::diag::{Code, Diagnostic, Place};

/// Something wrong with a text that should hold keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the text, as it was given.
    pub file: String,
    /// Where in it; `None` speaks of all of it.
    pub span: Option<Span>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Problem {
    pub(super) fn new(file: &str, span: Span, message: impl Into<String>, help: &str) -> Self {
        Self { file: file.to_owned(), span: Some(span), message: message.into(), help: help.to_owned() }
    }

    pub(super) fn whole(file: &str, message: impl Into<String>, help: &str) -> Self {
        Self { file: file.to_owned(), span: None, message: message.into(), help: help.to_owned() }
    }

    /// As a diagnostic of a rule; `None` if the text's name is not a path.
    pub fn diagnostic(&self, code: &'static Code) -> Option<Diagnostic<Place>> {
        let at = Place { path: RepoPath::new(&self.file).ok()?, span: self.span };
        Some(Diagnostic::new(code, at, self.message.clone()).help(self.help.clone()))
    }
}

/// Secret keys in a text: everybody who can read the repository can sign with them.
pub(super) fn secrets(name: &str, text: &str) -> Option<Problem> {
    let labels = ["-----BEGIN PGP PRIVATE KEY BLOCK-----", "-----BEGIN OPENSSH PRIVATE KEY-----"];
    let (at, label) = labels.iter().find_map(|label| Some((text.find(label)?, label)))?;
    Some(Problem::new(
        name,
        Span::new(at, at + label.len()),
        "a secret key lies here, with which every reader can sign",
        "revoke the key: it stays in the history of the repository when the file is removed",
    ))
}
