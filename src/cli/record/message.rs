//! The message of a commit that records an approval or a review. Its last paragraph is trailers by git's own rules.

use std::fmt::Write as _;

use super::Recorder;
use crate::handbook::document_control::{EventKind, Outcome};
use crate::handbook::{EntryIdx, Handbook};

/// Ids that the first line names at most; beyond it tells their number.
const NAMED: usize = 4;

/// The message.
pub(super) fn of(handbook: &Handbook, entries: &[EntryIdx], kind: EventKind, by: &Recorder, words: Option<&str>) -> String {
    let mut text = format!("{}\n", subject(handbook, entries, kind));
    if let Some(words) = words.map(str::trim).filter(|it| !it.is_empty()) {
        let _infallible = write!(text, "\n{words}\n");
    }
    let key = match kind {
        EventKind::Approval => "Approved-by",
        EventKind::Adoption => "Adopted-by",
        EventKind::Review(_) => "Reviewed-by",
    };
    let _infallible = write!(text, "\n{key}: {} <{}>\n", plain(&by.name), plain(&by.email));
    if let EventKind::Review(Some(outcome)) = kind {
        let _infallible = writeln!(text, "Review-outcome: {}", outcome.name());
    }
    for &idx in entries {
        let _infallible = writeln!(text, "Document: {}", handbook.entries[idx].document.id.value);
    }
    for &idx in entries {
        let entry = &handbook.entries[idx];
        if let Some(digest) = entry.written.facts.digest {
            let _infallible = writeln!(text, "Content-digest: {} sha256:{digest}", entry.document.id.value);
        }
    }
    text
}

fn subject(handbook: &Handbook, entries: &[EntryIdx], kind: EventKind) -> String {
    let document = |idx: &EntryIdx| &handbook.entries[*idx].document;
    let what = match entries {
        [one] => match document(one).version.as_ref() {
            Some(version) => format!("{} version {}", document(one).id.value, plain(&version.value)),
            None => document(one).id.value.to_string(),
        },
        some if some.len() <= NAMED => some.iter().map(|it| document(it).id.value.as_str()).collect::<Vec<_>>().join(", "),
        many => format!("{} documents", many.len()),
    };
    match kind {
        EventKind::Approval => format!("Approve {what}"),
        EventKind::Adoption => format!("Adopt {what} as it is"),
        EventKind::Review(Some(Outcome::NoChange)) => format!("Review {what}: no change"),
        EventKind::Review(Some(Outcome::Revised)) => format!("Review {what}: revised"),
        EventKind::Review(Some(Outcome::Withdraw)) => format!("Review {what}: to be withdrawn"),
        EventKind::Review(None) => format!("Review {what}"),
    }
}

/// Words for one line of a message, from which no name can make another line or another address.
pub(in crate::cli) fn plain(text: &str) -> String {
    let words = text.replace(|c: char| c.is_control() || matches!(c, '<' | '>'), " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
