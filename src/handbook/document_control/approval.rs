//! What is known of the approval of the text as it stands: its level, the five checks, and the commands that repeat them.

use super::claims::{self, Claims};
use super::ground::Ground;
use super::{
    Approval, Carrier, Check, CheckKind, Contradiction, Doubt, Event, EventKind, How, Proof, RevisionRecord, Right, Sentence,
    Signing, Tick, Unchecked,
};

/// What the approval is judged by.
pub(super) struct Evidence<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) claims: &'a Claims,
    pub(super) revisions: &'a [RevisionRecord],
    pub(super) events: &'a [Event],
    pub(super) doubts: &'a [Doubt],
    /// The document's id.
    pub(super) id: &'a str,
    /// The day of a review in front matter that history refutes, with the day it was first seen.
    pub(super) refuted: Option<(crate::base::Date, crate::base::Date)>,
}

/// Judges the approval. `None` if there is none to judge.
pub(super) fn judge(evidence: &Evidence<'_>) -> Option<Approval> {
    let claimed = evidence.claims.is_approved();
    let current = evidence.revisions.first().filter(|it| it.blob.is_some());
    let Some(current) = current else { return claimed.then(|| claims::unproven_approval(&Sentence::new("history.not-yet"))) };
    if current.digest.is_none() {
        return claimed.then(|| claims::unproven_approval(&Sentence::new("history.no-text")));
    }
    let approving = || evidence.events.iter().enumerate().filter(|(_, it)| it.kind.approves());
    // Of equals the one that landed last, which stands first.
    let best = approving().filter(|(_, it)| it.digest == current.digest).rev().max_by_key(|(_, it)| it.proof);
    let earlier =
        approving().find(|(_, it)| it.digest != current.digest && it.digest.is_some() && it.proof > Proof::Contradicted);
    match best {
        Some((at, event)) => Some(recorded(evidence, at, event, earlier.map(|it| it.0))),
        None if claimed => Some(missing(evidence, current, earlier)),
        None => None,
    }
}

fn recorded(evidence: &Evidence<'_>, at: usize, event: &Event, earlier: Option<usize>) -> Approval {
    let dates = dates(evidence, event);
    let mut proof = event.proof;
    // A key is judged on the day that the commit names: if that day cannot be believed, neither can the key.
    if proof == Proof::Proven && dates.tick != Tick::Yes {
        proof = Proof::Attested;
    }
    let contradiction = match (&event.right, proof) {
        (Right::OwnText(_), _) => Some(Contradiction::OwnText),
        (_, Proof::Contradicted) => Some(Contradiction::NotAuthorized),
        _ => None,
    };
    let version = event.version.clone().or_else(|| evidence.claims.version.clone());
    let checks = [
        check(CheckKind::Recorded, Tick::Yes, recording(event, version.as_deref())),
        authorised(event, evidence.id),
        signature(event),
        check(CheckKind::Unchanged, Tick::Yes, Sentence::new("unchanged.yes").commit("commit", &event.id)),
        dates,
    ];
    Approval {
        proof,
        sentence: beside(event, proof),
        checks,
        commands: commands(evidence, Some(event)),
        event: Some(at),
        earlier,
        contradiction,
    }
}

/// No approval of this text is recorded.
fn missing(evidence: &Evidence<'_>, current: &RevisionRecord, earlier: Option<(usize, &Event)>) -> Approval {
    let version = evidence.claims.version.clone();
    let changed = earlier.filter(|(_, it)| it.version == version);
    let unknown = |kind| check(kind, Tick::Unknown, Sentence::new("check.unknown"));
    // An approval was carried to this text, and says itself that it is of another.
    let carried = |it: &&Event| it.of_another && it.kind.approves() && current.commit.is_some_and(|text| it.commit <= text);
    let none = match (&version, evidence.ground.cut, evidence.events.iter().find(carried)) {
        (_, true, _) => Sentence::new("recorded.cut"),
        (_, false, Some(event)) => Sentence::new("recorded.another").text("name", &event.by.name).commit("commit", &event.id),
        (Some(version), false, None) => Sentence::new("recorded.no-version").text("version", version),
        (None, false, None) => Sentence::new("recorded.no"),
    };
    let unchanged = match (changed, earlier) {
        (Some((_, event)), _) => {
            let sentence = Sentence::new("unchanged.no").text("version", event.version.as_deref().unwrap_or("—"));
            check(CheckKind::Unchanged, Tick::No, sentence.commit("commit", &event.id))
        }
        (None, Some((_, event))) => {
            let sentence = Sentence::new("unchanged.version").text("version", event.version.as_deref().unwrap_or("—"));
            check(CheckKind::Unchanged, Tick::Unknown, sentence.commit("commit", &event.id))
        }
        (None, None) => unknown(CheckKind::Unchanged),
    };
    let recorded = if evidence.ground.cut { Tick::Unknown } else { Tick::No };
    let sentence = match (changed, current.commit) {
        (Some((_, event)), _) => Sentence::new("approval.changed").commit("commit", &event.id),
        (None, None) => Sentence::new("approval.uncommitted"),
        (None, Some(_)) => Sentence::new("approval.missing").inner("why", none.clone()),
    };
    Approval {
        proof: if changed.is_some() { Proof::Contradicted } else { Proof::Claimed },
        sentence,
        checks: [
            check(CheckKind::Recorded, recorded, none),
            unknown(CheckKind::Authorised),
            unknown(CheckKind::Signature),
            unchanged,
            unknown(CheckKind::Dates),
        ],
        commands: commands(evidence, earlier.map(|it| it.1)),
        event: None,
        earlier: earlier.map(|it| it.0),
        contradiction: changed.map(|_| Contradiction::TextChanged),
    }
}

fn check(kind: CheckKind, tick: Tick, sentence: Sentence) -> Check {
    Check { kind, tick, sentence }
}

fn recording(event: &Event, version: Option<&str>) -> Sentence {
    let key = match (event.kind, event.how, version.is_some()) {
        (EventKind::Adoption, _, _) => "recorded.adoption",
        (_, How::Own, true) => "recorded.own",
        (_, How::Own, false) => "recorded.own-plain",
        (_, _, true) => "recorded.trailer",
        (_, _, false) => "recorded.trailer-plain",
    };
    let day = event.landed.or(event.made);
    let sentence = Sentence::new(key).commit("commit", &event.id).text("name", &event.by.name);
    let sentence = day.map_or(sentence.clone(), |day| sentence.day("day", day));
    version.map_or(sentence.clone(), |version| sentence.text("version", version))
}

fn authorised(event: &Event, id: &str) -> Check {
    let name = &event.by.name;
    let (tick, sentence) = match &event.right {
        Right::Held(role) => (Tick::Yes, Sentence::new("authorised.held").text("role", role)),
        Right::OwnText(role) => (Tick::No, Sentence::new("authorised.own-text").text("role", role)),
        Right::NotHeld(role, held) if held.is_empty() => (Tick::No, Sentence::new("authorised.none").text("role", role)),
        Right::NotHeld(role, held) => {
            (Tick::No, Sentence::new("authorised.other").text("role", role).text("held", held.join(", ")))
        }
        Right::NotYet(role, new) => (Tick::No, Sentence::new("authorised.not-yet").text("role", role).text("new", new)),
        Right::Stranger(role) => (Tick::No, Sentence::new("authorised.stranger").text("role", role)),
        Right::NoRole => (Tick::Unknown, Sentence::new("authorised.no-role")),
        Right::Unknown(why) => (Tick::Unknown, Sentence::new("authorised.unknown").inner("why", because(*why))),
    };
    check(CheckKind::Authorised, tick, sentence.text("name", name).text("id", id))
}

fn signature(event: &Event) -> Check {
    let (tick, sentence) = signing(&event.signing);
    check(CheckKind::Signature, tick, sentence)
}

/// What there is to say of a signature, or of there being none.
pub(super) fn signing(it: &Signing) -> (Tick, Sentence) {
    match it {
        Signing::None => (Tick::No, Sentence::new("signature.none")),
        Signing::Unchecked(why) => (Tick::Unknown, Sentence::new("signature.unchecked").inner("why", because(*why))),
        Signing::Invalid(key, why) => {
            let key = key.as_deref().map_or_else(|| "—".to_owned(), short_key);
            (Tick::No, Sentence::new("signature.invalid").text("key", key).inner("why", why.clone()))
        }
        Signing::Valid(signer) => {
            let key = match (signer.recorder, signer.since.is_some()) {
                (true, _) => "signature.recorder",
                (false, true) => "signature.since",
                (false, false) => "signature.valid",
            };
            let sentence = Sentence::new(key).text("key", short_key(&signer.key)).text("name", &signer.name);
            (Tick::Yes, signer.since.map_or(sentence.clone(), |since| sentence.day("day", since)))
        }
    }
}

/// A key as people compare it: the beginning and the end.
fn short_key(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    if letters.len() <= 20 {
        return key.to_owned();
    }
    let (head, tail): (String, String) = (letters[..12].iter().collect(), letters[letters.len() - 4..].iter().collect());
    format!("{head}…{tail}")
}

/// Why something could not be checked.
pub(super) fn because(why: Unchecked) -> Sentence {
    Sentence::new(match why {
        Unchecked::NoKeys => "because.no-keys",
        Unchecked::NoPeople => "because.no-people",
        Unchecked::Cut => "because.cut",
        Unchecked::NoLanding => "because.no-landing",
        Unchecked::Unsupported => "because.unsupported",
        Unchecked::NoHistory => "because.no-history",
    })
}

/// Whether the dates of the approving commit can be believed, and those of front matter agree with them.
fn dates(evidence: &Evidence<'_>, event: &Event) -> Check {
    let of_event = |commit: usize| commit == event.commit || Some(commit) == event.landing;
    let doubt = evidence.doubts.iter().find_map(|it| match it {
        Doubt::BeforeParents { commit, .. } if of_event(*commit) => Some(Sentence::new("dates.before-parents")),
        Doubt::InFuture { commit, .. } if of_event(*commit) => Some(Sentence::new("dates.future")),
        Doubt::WrittenAfterLanding { commit, .. } if of_event(*commit) => Some(Sentence::new("dates.after-landing")),
        _ => None,
    });
    let (tick, sentence) = match (doubt, evidence.refuted, event.landed) {
        (Some(doubt), _, _) => (Tick::No, doubt),
        (None, Some((claimed, seen)), _) => (Tick::No, Sentence::new("dates.review").day("claimed", claimed).day("day", seen)),
        (None, None, None) => (Tick::Unknown, Sentence::new("dates.unknown")),
        (None, None, Some(landed)) => (Tick::Yes, Sentence::new("dates.yes").day("day", landed)),
    };
    check(CheckKind::Dates, tick, sentence.commit("commit", &event.id))
}

/// The sentence beside the badge.
fn beside(event: &Event, proof: Proof) -> Sentence {
    let key = match (proof, &event.right, &event.signing, event.kind) {
        (Proof::Contradicted, Right::OwnText(_), _, _) => "approval.own-text",
        (Proof::Contradicted, ..) => "approval.not-authorized",
        (Proof::Proven, _, Signing::Valid(signer), _) if signer.recorder => "approval.recorder",
        (Proof::Proven, _, _, EventKind::Adoption) => "approval.adopted-proven",
        (Proof::Proven, ..) => "approval.proven",
        (Proof::Attested, _, Signing::Valid(_), _) => "approval.attested-dates",
        (Proof::Attested, _, Signing::Unchecked(_), _) => "approval.attested-unchecked",
        (Proof::Attested, _, _, EventKind::Adoption) => "approval.adopted-attested",
        (Proof::Attested, ..) => "approval.attested",
        (Proof::Claimed, Right::NoRole, ..) => "approval.no-role",
        (Proof::Claimed, Right::Unknown(_), ..) => "approval.unknown-right",
        (Proof::Claimed, ..) => "approval.claimed",
    };
    let on = match &event.signing {
        Signing::Valid(signer) => match &signer.on {
            Carrier::Commit(id) | Carrier::Landing(id) => Sentence::new("on.commit").commit("commit", id),
            Carrier::Tag(name) => Sentence::new("on.tag").text("tag", name),
        },
        _ => Sentence::new("on.commit").commit("commit", &event.id),
    };
    let signer = if let Signing::Valid(it) = &event.signing { it.name.as_str() } else { "" };
    let sentence =
        Sentence::new(key).text("name", &event.by.name).text("signer", signer).commit("commit", &event.id).inner("on", on);
    match &event.right {
        Right::Unknown(why) => sentence.inner("why", because(*why)),
        _ => match &event.signing {
            Signing::Unchecked(why) => sentence.inner("why", because(*why)),
            _ => sentence,
        },
    }
}

/// Commands that repeat the checks at the root of the repository. Whole ids and quoted paths: they can be pasted as they are.
fn commands(evidence: &Evidence<'_>, event: Option<&Event>) -> Vec<String> {
    let folder = &evidence.ground.past.folder;
    let full = |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{}/{path}", folder.trim_end_matches('/')) };
    let path = evidence.revisions.first().map(|it| quoted(&full(it.path.as_str())));
    let mut commands = Vec::new();
    if let Some(event) = event {
        commands.push(format!("git log --format=fuller -1 {}", event.id));
        match &event.signing {
            Signing::Valid(signer) => commands.push(match &signer.on {
                Carrier::Commit(id) | Carrier::Landing(id) => format!("git verify-commit {id}"),
                Carrier::Tag(name) => format!("git verify-tag {}", quoted(name)),
            }),
            Signing::Invalid(..) | Signing::Unchecked(_) => commands.push(format!("git verify-commit {}", event.id)),
            Signing::None => {}
        }
        let then = evidence.revisions.iter().find(|it| it.commit.is_some_and(|commit| commit >= event.commit));
        let was = then.map(|it| quoted(&full(it.path.as_str())));
        let head = &evidence.ground.past.head;
        match (path, was) {
            (Some(now), Some(was)) if now == was => commands.push(format!("git diff {} {head} -- {now}", event.id)),
            (Some(now), Some(was)) => commands.push(format!("git diff -M {} {head} -- {was} {now}", event.id)),
            _ => {}
        }
    } else if let Some(path) = path {
        commands.push(format!("git log --format=fuller -- {path}"));
    }
    commands
}

/// A word of a command line: in single quotes if the shell could take it for more than that.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ':' | '@' | ',');
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
