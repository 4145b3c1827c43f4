//! The message of an edition's tag. Its last paragraph is trailers by git's own rules.

use std::fmt::Write as _;

use super::blocking::Block;
use crate::base::Digest;
use crate::cli::record::plain;
use crate::handbook::Handbook;
use crate::handbook::document_control::NotedEdition;

/// What it is made of.
pub(super) struct Words<'a> {
    pub(super) tag: &'a str,
    pub(super) handbook: &'a Handbook,
    pub(super) words: Option<&'a str>,
    pub(super) register: Option<Digest>,
    pub(super) previous: Option<NotedEdition>,
    pub(super) allowed: &'a [Block<'a>],
}

/// The message.
pub(super) fn of(it: &Words<'_>) -> String {
    let settings = &it.handbook.config.settings;
    let mut text = format!("{} {}\n", plain(&settings.title), it.tag);
    if let Some(words) = it.words.map(str::trim).filter(|it| !it.is_empty()) {
        let _infallible = write!(text, "\n{words}\n");
    }
    let _infallible = write!(text, "\nEdition: {}\n", it.tag);
    let mut trailer = |key: &str, value: String| {
        let _infallible = writeln!(text, "{key}: {value}");
    };
    trailer("As-of", it.handbook.as_of.to_string());
    trailer("Documents", it.handbook.entries.len().to_string());
    if let Some(register) = it.register {
        trailer("Register-digest", format!("sha256:{register}"));
    }
    if let Some(previous) = &it.previous {
        trailer("Previous-edition", previous.to_string());
    }
    for block in it.allowed {
        trailer("Allowed", format!("{} ({})", block.name, block.count()));
    }
    text
}
