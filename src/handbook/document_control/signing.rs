//! What signs an event: its commit, its landing, or a tag over them.

use super::authority::{Authority, has_address};
use super::ground::Ground;
use super::{Carrier, Ring, Sentence, Signer, SignerFound, Signing, Unchecked};
use crate::base::{Cycle, Date};
use crate::config::{ControlSettings, Person};
use crate::source::{CommitIdx, Instant, Signatory, Signature, Signed, Tag, Verdict};

/// Seconds by which clocks may differ before a commit counts as older than its parents.
pub(super) const CLOCK_SKEW: i64 = 3600;

/// Who has to have signed, and when it came to the branch.
pub(super) struct Wanted<'a> {
    pub(super) person: &'a Person,
    pub(super) authority: &'a Authority,
    pub(super) settings: &'a ControlSettings,
    pub(super) landed: Date,
    /// The moment of the landing, by its committer's word.
    pub(super) landed_at: Instant,
}

/// Looks for a signature by the person or a recorder on the commit, its landing and tags over them, in this order. Without a
/// valid one the first reason counts.
pub(super) fn look(ground: &Ground<'_>, commit: CommitIdx, wanted: &Wanted<'_>) -> Signing {
    let mut found = Signing::None;
    let it = ground.commit(commit);
    let landing = it.landing.filter(|&at| at != commit).map(|at| ground.commit(at));
    let own = (Carrier::Commit(it.id.clone()), &it.signature, &it.committer, it.parents_at);
    let merged = landing.map(|it| (Carrier::Landing(it.id.clone()), &it.signature, &it.committer, it.parents_at));
    for (carrier, signature, by, parents_at) in [own].into_iter().chain(merged) {
        let early = parents_at.is_some_and(|at| by.at.seconds.saturating_add(CLOCK_SKEW) < at.seconds);
        match judge(signature, by, early, wanted, carrier) {
            valid @ Signing::Valid(_) => return valid,
            Signing::None => {}
            other if found == Signing::None => found = other,
            _ => {}
        }
    }
    for (name, signature, tagger) in tags_over(ground, commit) {
        if let valid @ Signing::Valid(_) = judge(signature, tagger, false, wanted, Carrier::Tag(name.to_owned())) {
            return valid;
        }
    }
    found
}

/// Signed tags that had been made by the day and lead to the commit, its landing, or a later commit of the branch.
fn tags_over<'g>(ground: &'g Ground<'_>, commit: CommitIdx) -> impl Iterator<Item = (&'g str, &'g Signature, &'g Signatory)> {
    let landing = ground.commit(commit).landing;
    ground.tags().filter_map(move |(tag, at)| {
        let annotation = tag.annotation.as_ref()?;
        let tagger = annotation.tagger.as_ref()?;
        annotation.signature.signed()?;
        tagger.at.date().filter(|&day| day <= ground.as_of)?;
        let over = at == commit || (ground.commit(at).on_mainline && landing.is_some_and(|it| at <= it));
        over.then_some((tag.name.as_str(), &annotation.signature, tagger))
    })
}

fn judge(signature: &Signature, by: &Signatory, early: bool, wanted: &Wanted<'_>, on: Carrier) -> Signing {
    match good(signature, &*wanted.authority.ring, early) {
        Ok(signed) => whose(signed, by, wanted, on),
        Err(why) => why,
    }
}

/// Whose signature a tag carries, whoever it is.
pub(super) fn of_tag(tag: &Tag, ring: &dyn Ring) -> Signing {
    let Some(annotation) = &tag.annotation else { return Signing::None };
    let signed = match good(&annotation.signature, ring, false) {
        Ok(signed) => signed,
        Err(why) => return why,
    };
    let no = |sentence: Sentence| Signing::Invalid(signed.key.clone(), sentence);
    match annotation.tagger.as_ref().map(|by| ring.signer(signed, by)) {
        None | Some(SignerFound::Nobody) => no(Sentence::new("signature.nobody")),
        Some(SignerFound::NotThen(name)) => no(Sentence::new("signature.not-then").text("name", name)),
        Some(SignerFound::Person { name, since, .. }) => {
            let key = key_of(signed);
            Signing::Valid(Signer { name, key, since, recorder: false, on: Carrier::Tag(tag.name.clone()) })
        }
    }
}

/// A signature that holds by its bytes and key, or why it does not.
fn good<'s>(signature: &'s Signature, ring: &dyn Ring, early: bool) -> Result<&'s Signed, Signing> {
    let Some(signed) = signature.signed() else { return Err(Signing::None) };
    let no = |sentence: Sentence| Err(Signing::Invalid(signed.key.clone(), sentence));
    match &signed.verdict {
        Verdict::Good | Verdict::UnknownKey if ring.is_empty() => Err(Signing::Unchecked(Unchecked::NoKeys)),
        Verdict::Good if early => no(Sentence::new("signature.early")),
        Verdict::Good => Ok(signed),
        Verdict::UnknownKey => no(Sentence::new("signature.nobody")),
        Verdict::Bad(why) => no(Sentence::new("signature.bad").text("why", why)),
        Verdict::Expired(why) => no(Sentence::new("signature.expired").text("why", why)),
        Verdict::Revoked(why) => no(Sentence::new("signature.revoked").text("why", why)),
        Verdict::Unsupported(_) => Err(Signing::Unchecked(Unchecked::Unsupported)),
    }
}

fn key_of(signed: &Signed) -> String {
    signed.key.clone().or_else(|| signed.primary.clone()).unwrap_or_default()
}

fn whose(signed: &Signed, by: &Signatory, wanted: &Wanted<'_>, on: Carrier) -> Signing {
    let key = key_of(signed);
    let no = |sentence: Sentence| Signing::Invalid(signed.key.clone(), sentence);
    match wanted.authority.ring.signer(signed, by) {
        SignerFound::Nobody => no(Sentence::new("signature.nobody")),
        SignerFound::NotThen(name) => no(Sentence::new("signature.not-then").text("name", name)),
        SignerFound::Person { name, emails, since } => {
            let same = name == wanted.person.name || emails.iter().any(|it| has_address(wanted.person, it));
            let recorder = is_recorder(wanted.settings, &name, &emails);
            if !same && !recorder {
                return no(Sentence::new("signature.other").text("name", name).text("person", &wanted.person.name));
            }
            // The key was valid at the moment that the commit names. If it had ended when the commit landed, and that was much
            // later, the commit's own word is all there is for its having been made in time.
            let late = by.at.date().is_none_or(|made| too_late(made, wanted.landed, wanted.settings.backdating));
            let landing = Signatory { at: wanted.landed_at, ..by.clone() };
            let held = || matches!(wanted.authority.ring.signer(signed, &landing), SignerFound::Person { .. });
            if late && !held() {
                return no(Sentence::new("signature.ended").text("name", name).day("day", wanted.landed));
            }
            Signing::Valid(Signer { name, key, since, recorder: !same, on })
        }
    }
}

/// Whether a day lies more than the tolerance before another.
pub(super) fn too_late(day: Date, seen: Date, tolerance: Cycle) -> bool {
    day.plus(tolerance) < seen
}

/// Whether settings name somebody as a recorder, by name or address.
fn is_recorder(settings: &ControlSettings, name: &str, emails: &[String]) -> bool {
    settings.recorders.iter().any(|it| {
        let (named, address) = super::authority::name_and_address(&it.value);
        let by_address = |wanted: &str| !wanted.is_empty() && emails.iter().any(|it| it.eq_ignore_ascii_case(wanted));
        named == name || by_address(&address)
    })
}
