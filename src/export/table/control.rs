//! Document control: what is known of each document's approval, and every approval, review and adoption on record.

use super::{Cell, Ground, Kind, Parts};
use crate::handbook::EntryIdx;
use crate::handbook::document_control::{
    Carrier, CheckKind, Contradiction, Event, EventKind, How, Outcome, Piece, Right, Run, Sentence, Signer, Signing, Tick,
    Unchecked,
};
use crate::source::{CommitIdx, History};

/// The five checks in their order, with the key of their column.
const CHECKS: [(CheckKind, &str); 5] = [
    (CheckKind::Recorded, "check_recorded"),
    (CheckKind::Authorised, "check_authorised"),
    (CheckKind::Signature, "check_signature"),
    (CheckKind::Unchanged, "check_unchanged"),
    (CheckKind::Dates, "check_dates"),
];

/// A row for each document.
pub(super) fn approvals(ground: Ground<'_>) -> Parts {
    let mut columns = ground.columns(&[
        ("document", Kind::Id),
        ("document_title", Kind::Text),
        ("version", Kind::Text),
        ("status", Kind::Word),
        ("proof", Kind::Word),
        ("finding", Kind::Text),
        ("contradiction", Kind::Word),
    ]);
    columns.extend(CHECKS.map(|(_, key)| ground.column(key, Kind::Word)));
    columns.extend(ground.columns(&[
        ("commit", Kind::Text),
        ("in_force_version", Kind::Text),
        ("texts_waiting", Kind::Integer),
        ("on_record_since", Kind::Date),
        ("last_review", Kind::Date),
        ("review_proof", Kind::Word),
        ("review_finding", Kind::Text),
    ]));
    let rows = ground.by_id().into_iter().map(|idx| approval_row(ground, idx)).collect();
    (ground.words.get("export.approvals").to_owned(), columns, rows)
}

fn approval_row(ground: Ground<'_>, idx: EntryIdx) -> Vec<Cell> {
    let entry = &ground.handbook.entries[idx];
    let (document, control) = (&entry.document, &entry.control);
    let status = ground.handbook.status_key(idx);
    let approval = control.approval.as_ref();
    let event = approval.and_then(|it| control.events.get(it.event?));
    let contradiction = approval.and_then(|it| it.contradiction).map_or(Cell::Empty, |it| {
        let (name, key) = match it {
            Contradiction::TextChanged => ("text-changed", "export.contradiction.text_changed"),
            Contradiction::NotAuthorized => ("not-authorized", "export.contradiction.not_authorized"),
            Contradiction::OwnText => ("own-text", "export.contradiction.own_text"),
        };
        ground.word(name, key)
    });
    let check = |kind: CheckKind| {
        let found = approval.and_then(|it| it.checks.iter().find(|it| it.kind == kind));
        found.map_or(Cell::Empty, |it| match it.tick {
            Tick::Yes => ground.word("yes", "export.check.yes"),
            Tick::No => ground.word("no", "export.check.no"),
            Tick::Unknown => ground.word("unknown", "export.check.unknown"),
        })
    };
    let mut cells = vec![
        Cell::Link(ground.document(idx)),
        Cell::text(document.title.value.as_str()),
        Cell::maybe(document.version.as_ref().map(|it| it.value.as_str())),
        ground.word(status, &format!("status.{status}")),
        ground.proof(control.approval_proof()),
        approval.map_or(Cell::Empty, |it| Cell::text(ground.said(&it.sentence))),
        contradiction,
    ];
    cells.extend(CHECKS.map(|(kind, _)| check(kind)));
    cells.extend([
        Cell::maybe(event.map(|it| it.id.to_string())),
        Cell::maybe(control.text_in_force().and_then(|it| it.version.as_deref())),
        Cell::count(control.pending.len()),
        Cell::date(control.on_record_since),
        Cell::date(control.review.last.or(control.review.claimed)),
        ground.proof(control.review.proof),
        Cell::text(ground.said(&control.review.sentence)),
    ]);
    cells
}

/// A row for each event, the latest first within a document.
pub(super) fn log(ground: Ground<'_>) -> Parts {
    let columns = ground.columns(&[
        ("document", Kind::Id),
        ("document_title", Kind::Text),
        ("on_record_since", Kind::Date),
        ("event", Kind::Word),
        ("outcome", Kind::Word),
        ("version", Kind::Text),
        ("by", Kind::Text),
        ("email", Kind::Text),
        ("known", Kind::Word),
        ("how", Kind::Word),
        ("authority", Kind::Word),
        ("authority_role", Kind::Text),
        ("proof", Kind::Word),
        ("signature", Kind::Word),
        ("signed_by", Kind::Text),
        ("key", Kind::Text),
        ("signed_on", Kind::Text),
        ("signature_finding", Kind::Text),
        ("decides", Kind::Word),
        ("made", Kind::Date),
        ("commit", Kind::Text),
        ("landing", Kind::Text),
        ("content", Kind::Text),
    ]);
    let rows = ground.by_id().into_iter().flat_map(|idx| {
        let events = ground.handbook.entries[idx].control.events.iter().enumerate();
        events.map(move |(at, event)| event_row(ground, idx, at, event))
    });
    (ground.words.get("export.control_log").to_owned(), columns, rows.collect())
}

fn event_row(ground: Ground<'_>, idx: EntryIdx, at: usize, event: &Event) -> Vec<Cell> {
    let control = &ground.handbook.entries[idx].control;
    let (kind, outcome) = kind_words(ground, event.kind);
    let (right, role) = right_words(ground, &event.right);
    let (signature, signer, finding) = signature_words(ground, &event.signing);
    let decides = control.approval.as_ref().is_some_and(|it| it.event == Some(at)) || control.review.event == Some(at);
    let signed_on = signer.map(|it| match &it.on {
        Carrier::Commit(id) | Carrier::Landing(id) => id.to_string(),
        Carrier::Tag(name) => name.clone(),
    });
    let how = match event.how {
        How::Change => ("change", "event.how.change"),
        How::Landing => ("landing", "event.how.landing"),
        How::Named => ("named", "event.how.named"),
        How::Own => ("own", "event.how.own"),
    };
    vec![
        Cell::Link(ground.document(idx)),
        Cell::text(ground.handbook.entries[idx].document.title.value.as_str()),
        Cell::date(event.landed),
        kind,
        outcome,
        Cell::maybe(event.version.as_deref()),
        Cell::text(event.by.name.as_str()),
        Cell::text(event.by.email.as_str()),
        ground.yes(event.by.known),
        ground.word(how.0, how.1),
        right,
        Cell::maybe(role),
        ground.proof(Some(event.proof)),
        signature,
        Cell::maybe(signer.map(|it| it.name.as_str())),
        Cell::maybe(signer.map(|it| it.key.as_str())),
        Cell::maybe(signed_on),
        Cell::maybe(finding),
        ground.yes(decides),
        Cell::date(event.made),
        Cell::text(event.id.to_string()),
        Cell::maybe(event.landing.and_then(|it| landing_id(ground, it, event))),
        Cell::maybe(event.digest.map(|it| format!("sha256:{it}"))),
    ]
}

/// The id of the commit that brought an event to the branch.
fn landing_id(ground: Ground<'_>, at: CommitIdx, event: &Event) -> Option<String> {
    match ground.history {
        _ if at == event.commit => Some(event.id.to_string()),
        History::Known(past) => past.commits.get(at).map(|it| it.id.to_string()),
        History::Unknown(_) => None,
    }
}

fn kind_words(ground: Ground<'_>, kind: EventKind) -> (Cell, Cell) {
    match kind {
        EventKind::Approval => (ground.word("approval", "export.event.approval"), Cell::Empty),
        EventKind::Adoption => (ground.word("adoption", "export.event.adoption"), Cell::Empty),
        EventKind::Review(outcome) => {
            let outcome = outcome.map_or(Cell::Empty, |it| match it {
                Outcome::NoChange => ground.word("no-change", "export.outcome.no_change"),
                Outcome::Revised => ground.word("revised", "export.outcome.revised"),
                Outcome::Withdraw => ground.word("withdraw", "export.outcome.withdraw"),
            });
            (ground.word("review", "export.event.review"), outcome)
        }
    }
}

fn right_words<'a>(ground: Ground<'_>, right: &'a Right) -> (Cell, Option<&'a str>) {
    match right {
        Right::Held(role) => (ground.word("held", "export.right.held"), Some(role)),
        Right::NotHeld(role, _) => (ground.word("not-held", "export.right.not_held"), Some(role)),
        Right::NotYet(role, _) => (ground.word("not-yet", "export.right.not_yet"), Some(role)),
        Right::OwnText(role) => (ground.word("own-text", "export.right.own_text"), Some(role)),
        Right::Stranger(role) => (ground.word("not-listed", "export.right.not_listed"), Some(role)),
        Right::NoRole => (ground.word("no-role", "export.right.no_role"), None),
        Right::Unknown(_) => (ground.word("unknown", "export.right.unknown"), None),
    }
}

fn signature_words<'a>(ground: Ground<'_>, signing: &'a Signing) -> (Cell, Option<&'a Signer>, Option<String>) {
    match signing {
        Signing::None => (ground.word("none", "export.signature.none"), None, None),
        Signing::Valid(signer) if signer.recorder => (ground.word("recorder", "export.signature.recorder"), Some(signer), None),
        Signing::Valid(signer) => (ground.word("valid", "export.signature.valid"), Some(signer), None),
        Signing::Invalid(_, why) => (ground.word("invalid", "export.signature.invalid"), None, Some(ground.said(why))),
        Signing::Unchecked(why) => {
            let key = match why {
                Unchecked::NoKeys => "control.because.no-keys",
                Unchecked::NoPeople => "control.because.no-people",
                Unchecked::Cut => "control.because.cut",
                Unchecked::NoLanding => "control.because.no-landing",
                Unchecked::Unsupported => "control.because.unsupported",
                Unchecked::NoHistory => "control.because.no-history",
            };
            (ground.word("unchecked", "export.signature.unchecked"), None, Some(ground.words.get(key).to_owned()))
        }
    }
}

impl Ground<'_> {
    fn yes(self, yes: bool) -> Cell {
        if yes { self.word("yes", "export.yes") } else { self.word("no", "export.no") }
    }

    /// A sentence about control in the handbook's language; commits by their short ids.
    fn said(self, sentence: &Sentence) -> String {
        let key = format!("control.{}", sentence.key);
        let words = self.words.get(&key);
        let pattern = if words == key { sentence.pattern() } else { words };
        let mut text = String::new();
        for run in sentence.runs(pattern) {
            match run {
                Run::Words(words) => text.push_str(words),
                Run::Piece(Piece::Text(words)) => text.push_str(words),
                Run::Piece(Piece::Commit(id)) => text.push_str(id.short()),
                Run::Piece(Piece::Day(day)) => text.push_str(&self.words.date(*day)),
                Run::Piece(Piece::Inner(inner)) => text.push_str(self.said(inner).trim_end_matches('.')),
            }
        }
        text
    }
}
