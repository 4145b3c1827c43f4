//! Why something may not be recorded of a document, and what to do about it.

use super::Recorder;
use crate::handbook::document_control::{EventKind, Proof, Prospect, Right, Unchecked};
use crate::handbook::{Entry, EntryIdx, Handbook, HistoryState, Target};
use crate::model::Status;
use crate::pipeline;
use crate::source::Inputs;

/// What stands against it.
pub(super) struct Refusal {
    pub(super) what: String,
    pub(super) remedy: String,
}

/// What stands against recording something of a document.
pub(super) fn of(inputs: &Inputs, handbook: &Handbook, idx: EntryIdx, kind: EventKind, by: &Recorder) -> Option<Refusal> {
    let entry = &handbook.entries[idx];
    unfit(handbook, entry).or_else(|| pointless(handbook, entry, kind, by)).or_else(|| {
        let events = &entry.control.events;
        let act = Prospect { kind, name: &by.name, email: &by.email, day: by.day, events };
        by_right(handbook, entry, kind, by, &pipeline::prospect(inputs, handbook, idx, &act))
    })
}

/// The text is none that a commit could speak of.
fn unfit(handbook: &Handbook, entry: &Entry) -> Option<Refusal> {
    let id = &entry.document.id.value;
    let refusal = |what: String, remedy: &str| Some(Refusal { what, remedy: remedy.to_owned() });
    if handbook.ids.find(id.as_str()).iter().filter(|it| matches!(it, Target::Document(_))).count() > 1 {
        return refusal(format!("several documents have the id {id}"), "give each an id of its own");
    }
    if !id.is_valid() {
        return refusal(format!("`{id}` is no id that a commit could name"), "`clausebook check` says what is wrong with it");
    }
    if entry.control.uncommitted {
        return refusal(
            format!("{id} has changes that are not committed"),
            "commit or discard them: what is recorded is the committed text",
        );
    }
    if entry.written.facts.digest.is_none() {
        return refusal(format!("the text of {id} cannot be read"), "`clausebook check` says why");
    }
    None
}

/// There is nothing left to record.
fn pointless(handbook: &Handbook, entry: &Entry, kind: EventKind, by: &Recorder) -> Option<Refusal> {
    let (id, control) = (&entry.document.id.value, &entry.control);
    if !kind.approves() {
        return None;
    }
    if entry.document.status.as_ref().is_some_and(|it| it.value == Status::Retired) {
        return Some(Refusal { what: format!("{id} is withdrawn"), remedy: "there is nothing to approve".to_owned() });
    }
    if handbook.control.state != HistoryState::Judged {
        return None;
    }
    let approval = control.approval.as_ref().filter(|it| it.event.is_some())?;
    // What is attested can still become proven by a signature.
    let enough = approval.proof == Proof::Proven || (approval.proof == Proof::Attested && !by.signs);
    let what = format!("the text of {id} is approved already: {}", approval.sentence.to_string().trim_end_matches('.'));
    enough.then(|| Refusal { what, remedy: format!("`clausebook history {id}` shows it") })
}

fn by_right(handbook: &Handbook, entry: &Entry, kind: EventKind, by: &Recorder, right: &Right) -> Option<Refusal> {
    let id = &entry.document.id.value;
    let does = if kind.approves() { "approves" } else { "reviews" };
    let who = format!("{} <{}>", by.name, by.email);
    let (what, remedy) = match right {
        Right::Held(_) => return None,
        Right::NotHeld(role, held) => {
            let held = if held.is_empty() { String::from("no role") } else { held.join(", ") };
            (format!("{who} holds {held} on {}; the {role} {does} {id}", by.day), holders(handbook, entry, kind))
        }
        Right::NotYet(role, new) => (
            format!("the text names the {new}, but the last approved text of {id} names the {role}"),
            format!("a holder of that role ({role}) has to approve that it changes"),
        ),
        Right::Stranger(role) => (
            format!("the committed people.yml lists nobody with the address {}; the {role} {does} {id}", by.email),
            format!("set `user.email` in git to the address that people.yml has of you; {}", holders(handbook, entry, kind)),
        ),
        Right::OwnText(role) => (
            format!(
                "{who} wrote part of what changed in {id} since the last approval, and nobody approves a change of their own"
            ),
            format!("another holder of the role has to approve it ({role}); {}", holders(handbook, entry, kind)),
        ),
        Right::NoRole if kind.approves() => {
            (format!("{id} names no approver"), "set `approver` in its front matter or under `defaults`".to_owned())
        }
        Right::NoRole => {
            (format!("{id} names neither owner nor approver"), "set `owner` in its front matter or under `defaults`".to_owned())
        }
        Right::Unknown(Unchecked::NoPeople) => {
            ("no people.yml is committed, so nobody can be told to hold a role".to_owned(), "write one and commit it".to_owned())
        }
        Right::Unknown(_) => (format!("what is committed of {id} cannot be read"), "`git fsck` may say more".to_owned()),
    };
    Some(Refusal { what, remedy })
}

/// Who could do it today.
fn holders(handbook: &Handbook, entry: &Entry, kind: EventKind) -> String {
    let document = &entry.document;
    let owner = document.owner.as_ref().filter(|_| !kind.approves());
    let mut said = Vec::new();
    for role in document.approver.iter().chain(owner) {
        let title = handbook.roles.title(&role.value);
        let names = handbook.roles.find(&role.value).map(|idx| handbook.roles.present_names(idx)).unwrap_or_default();
        let names = if names.is_empty() { String::from("nobody") } else { names.join(", ") };
        let it = format!("{title} is {names}");
        if !said.contains(&it) {
            said.push(it);
        }
    }
    said.join("; ")
}
