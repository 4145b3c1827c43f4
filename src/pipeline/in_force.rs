//! The texts in force in place of what files hold, where settings say so (`site.publish: in-force`).
//!
//! What files hold is put together and judged first; that says which text of each document is in force. Then the handbook is put
//! together once more from these texts. Their bytes have to be among the inputs: `wanted` says which, and `shell` reads them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::build::{Applied, bodies, put_together, rules};
use super::memo::Memo;
use super::policy;
use crate::base::{BlobId, RepoPath};
use crate::config::{self, Publish};
use crate::diag::{Diagnostic, Place, Severity};
use crate::handbook::{self, Entry, Handbook};
use crate::source::{History, Inputs};

/// A handbook of the texts in force.
#[derive(Debug)]
pub(super) struct InForce {
    /// The inputs with these texts at the paths of their documents.
    pub(super) inputs: Arc<Inputs>,
    /// The handbook.
    pub(super) handbook: Handbook,
    /// What was found while it was put together.
    pub(super) found: Vec<Diagnostic<Place>>,
}

/// Texts that are in force in place of what files hold, and not among the inputs. None unless settings want them.
pub fn texts_in_force(inputs: &Inputs) -> Vec<BlobId> {
    if !is_asked_for(inputs) {
        return Vec::new();
    }
    let written = put_together(inputs, Applied::new(), &Memo::off(), |_| ()).0;
    handbook::texts_in_force(&written).into_iter().filter(|it| inputs.texts.get(it).is_none()).collect()
}

/// Whether settings ask for the texts in force, and there is a history to find them in.
pub(super) fn is_asked_for(inputs: &Inputs) -> bool {
    let main = RepoPath::new(config::MAIN).ok().and_then(|it| inputs.text(&it));
    let wanted = main.is_some_and(|text| config::read_main(text).publish == Publish::InForce);
    wanted && matches!(inputs.history, History::Known(_))
}

/// The handbook of the texts in force. `None` where settings do not want it, or nothing is pending. `written` is the handbook of what files
/// hold; its documents that are pending get their pages.
pub(super) fn publish(inputs: &Inputs, written: &mut Handbook, memo: &Memo) -> Option<InForce> {
    if written.config.settings.publish != Publish::InForce || written.config.broken {
        return None;
    }
    let pending = handbook::pending(written, &inputs.texts);
    if pending.is_empty() {
        return None;
    }
    let mut applied = inputs.clone();
    for (path, it) in &pending {
        if let (Some(applies), Some(file)) = (&it.in_force, applied.snapshot.files.get_mut(path)) {
            file.size = inputs.texts.get(&applies.blob).map_or(0, |it| it.len() as u64);
            file.blob = applies.blob.clone();
        }
    }
    for entry in &mut written.entries {
        if let Some(it) = pending.get(&entry.path) {
            entry.page = it.page.clone();
            entry.pending = Some(it.clone());
        }
    }
    let (handbook, found, ()) = put_together(&applied, pending, memo, |_| ());
    for (entry, in_force) in written.entries.iter_mut().zip(&handbook.entries) {
        if let Some(applies) = entry.pending.as_mut().and_then(|it| it.in_force.as_mut()) {
            // An earlier text may give another id.
            applies.page = in_force.page.clone();
        }
    }
    Some(InForce { inputs: Arc::new(applied), handbook, found })
}

/// What is wrong with the texts in force and not with what files hold, of which `told` tells. Nobody can mend it there, so these are notes,
/// and without a place: the lines are not those of the files.
pub(super) fn notes(
    handbook: &Handbook,
    inputs: &Inputs,
    mut found: Vec<Diagnostic<Place>>,
    told: &[Diagnostic<Place>],
) -> Vec<Diagnostic<Place>> {
    let is_earlier = |it: &&Entry| it.pending.as_ref().is_some_and(|it| it.in_force.is_some());
    let earlier: BTreeSet<&RepoPath> = handbook.entries.iter().filter(is_earlier).map(|it| &it.path).collect();
    if earlier.is_empty() {
        return Vec::new();
    }
    found.extend(rules(handbook, inputs));
    found.extend(bodies(handbook, inputs));
    let told: BTreeSet<(&str, &RepoPath, &str)> =
        told.iter().map(|it| (it.code.name, &it.at.path, it.message.as_str())).collect();
    let is_new = |it: &Diagnostic<Place>| {
        earlier.contains(&it.at.path) && !told.contains(&(it.code.name, &it.at.path, it.message.as_str()))
    };
    let found = policy::apply_late(found.into_iter().filter(is_new).collect(), handbook);
    let note = |it: Diagnostic<Place>| {
        let at = Place::file(&it.at.path);
        let mut note = Diagnostic::new(it.code, at, format!("in the text in force: {}", it.message))
            .help("it goes when a later text comes into force");
        note.severity = it.severity.min(Severity::Note);
        note
    };
    found.into_iter().map(note).collect()
}
