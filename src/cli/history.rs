//! `clausebook history`: the revisions of a document, what was recorded of it, and what that proves.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Verdict;
use super::args::{History, TextFormat};
use super::document::{at_the_top, find, gap, past, signing};
use super::failure::Failure;
use super::record::word;
use super::status::clean;
use super::terminal::Terminal;
use super::world::{World, tool};
use crate::handbook::document_control::{ChangeKind, Check, CheckKind, Event, EventKind, How, RevisionRecord, Tick};
use crate::handbook::{Entry, Handbook, HistoryState};
use crate::pipeline;
use crate::source::{Past, Signature, Verdict as Sealed};

pub(super) fn run(args: &History, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let root = world.root(args.reading.dir.as_deref())?;
    let inputs = world.gather(&root, Some(&args.reading), Vec::new())?;
    let handbook = pipeline::handbook(&inputs);
    let entry = &handbook.entries[find(&handbook, &args.id)?];
    let past = past(&inputs)?;
    if let Some((what, remedy)) = gap(past) {
        terminal.message(&format!("warning: {what}, so the beginning may not be known; {remedy}"));
    }
    let text = match args.format {
        TextFormat::Human => human(&handbook, entry, past, at_the_top(&root)),
        TextFormat::Json => format!("{:#}\n", value(&handbook, entry, past)),
    };
    terminal.data(&text)?;
    Ok(Verdict::Clean)
}

fn human(handbook: &Handbook, entry: &Entry, past: &Past, place: &str) -> String {
    let (document, control) = (&entry.document, &entry.control);
    let mut text = String::new();
    let mut say = |line: &str| {
        text.push_str(&clean(line));
        text.push('\n');
    };
    say(&format!("{} {}", document.id.value, document.title.value));
    say(&format!("{}, as of {}", entry.path, handbook.as_of));
    say("");
    if let Some(why) = not_judged(handbook) {
        say(why);
        say("");
    }
    if let Some(approval) = &control.approval {
        say(&format!("Approval: {}. {}", word(approval.proof), approval.sentence));
        for it in &approval.checks {
            say(&format!("  {:9} {:20} {}", tick(it), name(it.kind), it.sentence));
        }
    } else {
        say("Approval: none is claimed or recorded for this text.");
    }
    let proof = control.review.proof.map_or(String::new(), |it| format!("{}. ", word(it)));
    say(&format!("Review: {proof}{}", control.review.sentence));
    if let Some(due) = control.review.state.due() {
        say(&format!("  next review on {due}"));
    }
    for (heading, lines) in [("Events", events(entry)), ("Revisions", revisions(entry, past))] {
        say("");
        say(&format!("{heading}{}", if lines.is_empty() { ": none" } else { "" }));
        lines.iter().for_each(|it| say(&format!("  {it}")));
    }
    let commands = control.approval.as_ref().map_or(&[][..], |it| &it.commands);
    if !commands.is_empty() {
        say("");
        say(&format!("To repeat it, run {place}:"));
        commands.iter().for_each(|it| say(&format!("  {it}")));
    }
    text
}

fn not_judged(handbook: &Handbook) -> Option<&'static str> {
    match handbook.control.state {
        HistoryState::Judged => None,
        HistoryState::NotKept => Some("No approval, review or adoption is recorded in this history: nothing is judged by it."),
        HistoryState::Unknown(_) => Some("Git history is not known."),
    }
}

fn events(entry: &Entry) -> Vec<String> {
    let event = |it: &Event| {
        let day = it.landed.or(it.made).map_or_else(|| "day not known".to_owned(), |it| it.to_string());
        let version = it.version.as_ref().map_or(String::new(), |it| format!(" of version {it}"));
        let way = match it.how {
            _ if it.of_another => "of another text: it names another content sum",
            How::Change => "with the change",
            How::Landing => "on the merge",
            How::Named => "in a commit that names it",
            How::Own => "by the person's own commit",
        };
        format!(
            "{day}  {}  {}{version} by {}, {way}: {}; {}",
            it.id.short(),
            act(it.kind),
            it.by.name,
            word(it.proof),
            signing(&it.signing)
        )
    };
    entry.control.events.iter().map(event).collect()
}

fn revisions(entry: &Entry, past: &Past) -> Vec<String> {
    let revision = |it: &RevisionRecord| {
        let mut line = String::new();
        let day = it.written.map_or_else(|| "—".to_owned(), |it| it.to_string());
        let _infallible = match &it.id {
            Some(id) => write!(line, "{day}  {}  {}", id.short(), it.author.as_deref().unwrap_or("—")),
            None => write!(line, "not committed"),
        };
        if let Some(version) = &it.version {
            let _infallible = write!(line, ", version {version}");
        }
        let _infallible = write!(line, ": {}", changed(&it.change));
        if let Some(landed) = it.landed {
            let via = it.landing.filter(|at| Some(*at) != it.commit).and_then(|at| past.commits.get(at));
            let via = via.map_or(String::new(), |it| format!(" by {}", it.id.short()));
            let _infallible = write!(line, "; on record since {landed}{via}");
        }
        if let Some(signed) = seal(past, it) {
            let _infallible = write!(line, "; {signed}");
        }
        if it.boundary {
            line.push_str("; what came before is not known");
        }
        line
    };
    entry.control.revisions.iter().map(revision).collect()
}

fn act(kind: EventKind) -> String {
    match kind {
        EventKind::Approval => String::from("approval"),
        EventKind::Adoption => String::from("adoption"),
        EventKind::Review(None) => String::from("review"),
        EventKind::Review(Some(outcome)) => format!("review ({})", outcome.name()),
    }
}

fn changed(change: &ChangeKind) -> String {
    match change {
        ChangeKind::Created => String::from("first text"),
        ChangeKind::Reformatted => String::from("content unchanged"),
        ChangeKind::Content(names) if names.is_empty() => String::from("content changed"),
        ChangeKind::Content(names) => format!("changed {}", names.join(", ")),
        ChangeKind::Moved(from) => format!("moved from {from}"),
        ChangeKind::Removed => String::from("removed"),
        ChangeKind::Unknown => String::from("what changed is not known"),
    }
}

/// What is to be said of the signature of a revision's commit, by bytes and keys alone.
fn seal(past: &Past, revision: &RevisionRecord) -> Option<String> {
    let Signature::Signed(signed) = &past.commits.get(revision.commit?)?.signature else { return None };
    let key = signed.primary.as_deref().or(signed.key.as_deref()).unwrap_or("a key that it does not name");
    Some(match &signed.verdict {
        Sealed::Good => format!("signed with {key}"),
        Sealed::UnknownKey => format!("signed with {key}, which is not known"),
        Sealed::Bad(why) | Sealed::Expired(why) | Sealed::Revoked(why) => format!("signed with {key}, but {why}"),
        Sealed::Unsupported(why) => format!("signed, but {why}"),
    })
}

fn name(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Recorded => "Approval recorded",
        CheckKind::Authorised => "Approver authorised",
        CheckKind::Signature => "Signature valid",
        CheckKind::Unchanged => "Text unchanged since",
        CheckKind::Dates => "Dates agree",
    }
}

fn tick(check: &Check) -> &'static str {
    match check.tick {
        Tick::Yes => "yes",
        Tick::No => "no",
        Tick::Unknown => "not known",
    }
}

fn value(handbook: &Handbook, entry: &Entry, past: &Past) -> Value {
    let control = &entry.control;
    let check = |it: &Check| json!({"check": name(it.kind), "result": tick(it), "sentence": it.sentence.to_string()});
    let approval = control.approval.as_ref().map(|it| {
        json!({
            "level": word(it.proof),
            "sentence": it.sentence.to_string(),
            "event": it.event,
            "checks": it.checks.iter().map(check).collect::<Vec<_>>(),
            "commands": it.commands,
        })
    });
    let review = json!({
        "level": control.review.proof.map(word),
        "sentence": control.review.sentence.to_string(),
        "last": control.review.last.map(|it| it.to_string()),
        "due": control.review.state.due().map(|it| it.to_string()),
        "event": control.review.event,
    });
    json!({
        "version": 1,
        "tool": {"name": tool().name, "version": tool().version},
        "as_of": handbook.as_of.to_string(),
        "head": past.head.as_str(),
        "judged": handbook.control.state.is_judged(),
        "id": entry.document.id.value.as_str(),
        "title": entry.document.title.value,
        "file": entry.path.as_str(),
        "on_record_since": control.on_record_since.map(|it| it.to_string()),
        "in_force": control.in_force,
        "approval": approval,
        "review": review,
        "events": control.events.iter().map(event_value).collect::<Vec<_>>(),
        "revisions": control.revisions.iter().map(|it| revision_value(past, it)).collect::<Vec<_>>(),
    })
}

fn event_value(it: &Event) -> Value {
    let (kind, outcome) = match it.kind {
        EventKind::Approval => ("approval", None),
        EventKind::Adoption => ("adoption", None),
        EventKind::Review(outcome) => ("review", outcome.map(crate::handbook::document_control::Outcome::name)),
    };
    json!({
        "kind": kind,
        "outcome": outcome,
        "commit": it.id.as_str(),
        "by": {"name": it.by.name, "email": it.by.email, "known": it.by.known},
        "made": it.made.map(|it| it.to_string()),
        "landed": it.landed.map(|it| it.to_string()),
        "version": it.version,
        "content": it.digest.map(|it| format!("sha256:{it}")),
        "of_another_text": it.of_another,
        "level": word(it.proof),
        "signature": signing(&it.signing),
    })
}

fn revision_value(past: &Past, it: &RevisionRecord) -> Value {
    json!({
        "commit": it.id.as_ref().map(|it| it.as_str()),
        "landing": it.landing.and_then(|it| past.commits.get(it)).map(|it| it.id.as_str()),
        "path": it.path.as_str(),
        "author": it.author,
        "written": it.written.map(|it| it.to_string()),
        "landed": it.landed.map(|it| it.to_string()),
        "subject": it.subject,
        "version": it.version,
        "status": it.status,
        "content": it.digest.map(|it| format!("sha256:{it}")),
        "change": changed(&it.change),
        "signature": seal(past, it),
        "approved_by": it.approved_by,
    })
}
