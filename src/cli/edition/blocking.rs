//! What stands against an edition, by what settings call blocking.

use std::collections::BTreeSet;

use crate::cli::args::FailOn;
use crate::cli::editions;
use crate::cli::status::{self, Matter};
use crate::config::Publish;
use crate::diag::{Diagnostic, Place, Severity};
use crate::handbook::document_control::EditionRecord;
use crate::handbook::{Entry, Handbook};
use crate::model::Status;
use crate::pipeline::Checked;

/// Rules that tell what a word of the settings tells already.
const TOLD: [(&str, &[&str]); 4] = [
    ("contradicted", &["text-changed-after-approval", "approver-unauthorized", "approved-own-text"]),
    ("unapproved", &["approval-missing", "approval-unproven"]),
    ("overdue", &["review-overdue"]),
    ("late", &["review-overdue", "review-late"]),
];

/// All of one kind that stands against it.
pub(super) struct Block<'a> {
    /// Its name in the settings.
    pub(super) name: String,
    /// What, in words.
    pub(super) lines: Vec<String>,
    /// What, as diagnostics.
    pub(super) diagnostics: Vec<&'a Diagnostic<Place>>,
}

impl Block<'_> {
    /// How much.
    pub(super) fn count(&self) -> usize {
        self.lines.len() + self.diagnostics.len()
    }
}

/// What stands against it, in the order of the settings. Among errors and warnings nothing counts that is told under another name, or
/// whose rule is passed over.
pub(super) fn found<'a>(checked: &'a Checked, records: &[EditionRecord], passed: &[String]) -> Vec<Block<'a>> {
    let mut seen = BTreeSet::new();
    let names = checked.handbook.config.settings.editions.blocking.iter().map(|it| it.value.as_str());
    let names: Vec<&str> = names.filter(|it| seen.insert(*it)).collect();
    let told =
        |rule: &str| TOLD.iter().any(|(word, rules)| names.contains(word) && rules.contains(&rule)) || names.contains(&rule);
    let counts = |it: &&Diagnostic<Place>| !told(it.code.name) && !passed.iter().any(|rule| rule == it.code.name);
    let at_least =
        |level: Severity| -> Vec<_> { checked.diagnostics.iter().filter(|it| it.severity >= level).filter(counts).collect() };
    let block = |name: &&str| {
        let (lines, diagnostics): (Vec<String>, Vec<_>) = match *name {
            "errors" => (Vec::new(), at_least(Severity::Error)),
            "warnings" => (Vec::new(), at_least(Severity::Warning)),
            "contradicted" => (matters(checked, |it| matches!(it, Matter::Contradicted(_))), Vec::new()),
            // What is contradicted is not approved, unless it is told by itself.
            "unapproved" if !names.contains(&"contradicted") => (matters(checked, |it| it.is(FailOn::Unapproved)), Vec::new()),
            "unapproved" => (matters(checked, |it| matches!(it, Matter::Unapproved(_))), Vec::new()),
            "overdue" => (matters(checked, |it| it.is(FailOn::Overdue)), Vec::new()),
            "late" => (matters(checked, |it| it.is(FailOn::Late)), Vec::new()),
            "due" => (matters(checked, |it| it.is(FailOn::Due) && !it.is(FailOn::Unapproved)), Vec::new()),
            "drafts" => (drafts(&checked.handbook), Vec::new()),
            "moved" => (editions::breaches(records), Vec::new()),
            rule => (Vec::new(), checked.diagnostics.iter().filter(|it| it.code.name == rule).collect()),
        };
        Block { name: (*name).to_owned(), lines, diagnostics }
    };
    names.iter().map(block).filter(|it| it.count() > 0).collect()
}

/// Whether readers get another text than the one that waits.
fn is_kept_back(handbook: &Handbook, entry: &Entry) -> bool {
    let waits = entry.document.status.as_ref().is_some_and(|it| it.value != Status::Approved);
    handbook.config.settings.publish == Publish::InForce && waits && entry.control.in_force.is_some()
}

fn matters(checked: &Checked, wanted: impl Fn(&Matter) -> bool) -> Vec<String> {
    let handbook = &checked.handbook;
    let mut lines = Vec::new();
    for (idx, entry) in handbook.entries.iter().enumerate() {
        for matter in status::matters(handbook, idx).iter().filter(|it| wanted(it)) {
            if !(matches!(matter, Matter::Unapproved(_)) && is_kept_back(handbook, entry)) {
                lines.push(format!("{}: {}", about(entry), status::said(matter, handbook.as_of)));
            }
        }
    }
    lines
}

fn drafts(handbook: &Handbook) -> Vec<String> {
    let is_draft = |it: &&Entry| {
        let status = it.document.status.as_ref().map(|it| it.value);
        matches!(status, Some(Status::Draft | Status::InReview)) && !is_kept_back(handbook, it)
    };
    handbook.entries.iter().filter(is_draft).map(|it| format!("{}: not approved yet", about(it))).collect()
}

fn about(entry: &Entry) -> String {
    format!("{} {}", entry.document.id.value, entry.document.title.value)
}

#[cfg(test)]
mod tests {
    use crate::check;
    use crate::config::BLOCKING_CLASSES;

    #[test]
    fn words_and_rules_are_there() {
        for (word, rules) in super::TOLD {
            assert!(BLOCKING_CLASSES.iter().any(|it| it.0 == word), "{word}");
            assert!(rules.iter().all(|it| check::find(it).is_some()), "{rules:?}");
        }
        assert!(BLOCKING_CLASSES.iter().all(|it| check::find(it.0).is_none()), "a word has the name of a rule");
    }
}
