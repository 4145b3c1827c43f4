//! What is known of a document's review: which day counts, and how well the claimed one is proven.

use super::claims::Claims;
use super::ground::Ground;
use super::signing::too_late;
use super::trace::Trace;
use super::{Doubt, Event, EventKind, Proof, ReviewControl, Right, Sentence, Subject};
use crate::base::Date;
use crate::config::Settings;
use crate::source::CommitIdx;

/// What the review is judged by.
pub(super) struct Evidence<'a, 'p> {
    pub(super) ground: &'a Ground<'p>,
    pub(super) trace: &'a Trace<'p>,
    pub(super) subject: Subject<'a>,
    pub(super) claims: &'a Claims,
    pub(super) events: &'a [Event],
    pub(super) settings: &'a Settings,
    /// The day control began, as settings or the first event say.
    pub(super) began: Option<Date>,
}

/// Where a claimed day comes from.
struct Seen {
    commit: Option<CommitIdx>,
    /// The day it was first on the branch.
    day: Option<Date>,
    /// The document's first text claims it already.
    first: bool,
}

/// The day of a review, fail closed: the author's, but never later than the landing. `None` for one that does not count.
pub(super) fn day_of(event: &Event) -> Option<Date> {
    let counts = matches!(event.kind, EventKind::Review(_)) && matches!(event.right, Right::Held(_)) && !event.of_another;
    let landed = event.landed.filter(|_| counts)?;
    Some(event.made.map_or(landed, |made| made.min(landed)))
}

/// Judges the review, and says what makes its date hard to believe.
pub(super) fn judge(evidence: &Evidence<'_, '_>) -> (ReviewControl, Option<Doubt>) {
    let day = evidence.ground.as_of;
    let tolerance = evidence.settings.control.backdating;
    let events: Vec<(usize, &Event, Date)> =
        evidence.events.iter().enumerate().filter_map(|(at, it)| Some((at, it, day_of(it)?))).collect();
    let claimed = evidence.claims.reviewed;
    let seen = claimed.map(|claimed| first_seen(evidence, claimed));
    let supports = |claimed: Date, event: &Event, done: Date| {
        let on_time = event.landed.is_some_and(|it| !too_late(claimed, it, tolerance));
        on_time && !too_late(done, claimed, tolerance)
    };
    let support = claimed.and_then(|claimed| {
        let fitting = events.iter().filter(|(_, event, done)| supports(claimed, event, *done));
        fitting.rev().max_by_key(|it| it.1.proof)
    });
    let refuted = match (claimed, &seen) {
        (Some(claimed), Some(Seen { commit, day: Some(first), first: false }))
            if support.is_none() && too_late(claimed, *first, tolerance) =>
        {
            Some(Doubt::ReviewBackdated { commit: *commit, claimed, first_seen: *first })
        }
        _ => None,
    };
    let believed = claimed.filter(|&it| it <= day && refuted.is_none());
    let latest = events.iter().rev().max_by_key(|it| it.2);
    let last = believed.into_iter().chain(latest.map(|it| it.2)).max();
    let event = match (support, latest) {
        (Some(support), _) if last.is_some_and(|last| support.2 >= last || believed == Some(last)) => Some(support),
        (_, Some(latest)) if Some(latest.2) == last => Some(latest),
        _ => None,
    };
    let proof = match (claimed, &refuted) {
        (_, Some(_)) => Some(Proof::Contradicted),
        (Some(_), None) => Some(support.map_or(Proof::Claimed, |it| it.1.proof)),
        (None, None) => latest.map(|it| it.1.proof),
    };
    let review = ReviewControl {
        state: evidence.claims.review(last, evidence.settings, day),
        claimed,
        first_seen: seen.and_then(|it| it.day),
        last,
        event: event.map(|it| it.0),
        proof,
        sentence: sentence(claimed, &refuted, event.map(|it| it.1), last),
    };
    (review, refuted)
}

fn sentence(claimed: Option<Date>, refuted: &Option<Doubt>, event: Option<&Event>, last: Option<Date>) -> Sentence {
    if let (Some(claimed), Some(Doubt::ReviewBackdated { first_seen, .. })) = (claimed, refuted) {
        return Sentence::new("review.backdated").day("claimed", claimed).day("day", *first_seen);
    }
    match (event, last) {
        (Some(event), Some(last)) => {
            let key = match event.proof {
                Proof::Proven => "review.proven",
                Proof::Attested => "review.attested",
                Proof::Claimed | Proof::Contradicted => "review.trailer",
            };
            Sentence::new(key).text("name", &event.by.name).day("day", last).commit("commit", &event.id)
        }
        (None, Some(last)) => Sentence::new("review.claimed").day("day", last).inner("why", Sentence::new("review.no-event")),
        (_, None) => Sentence::new("review.none"),
    }
}

/// The first text, going back from the latest, that claims a day.
fn first_seen(evidence: &Evidence<'_, '_>, claimed: Date) -> Seen {
    let ground = evidence.ground;
    let reviewed = |at: usize| {
        let blob = evidence.trace.places.get(at)?.blob?;
        Some(ground.facts(blob)?.reviewed)
    };
    let places = &evidence.trace.places;
    let claims_it = |at: usize| reviewed(at) == Some(Some(claimed));
    if places.is_empty() || !claims_it(0) {
        // Only the working tree claims it, or a `defaults` rule supplies it, of which history knows nothing.
        let written = evidence.subject.written.facts.reviewed == Some(claimed);
        let day = (written && evidence.trace.uncommitted).then_some(ground.as_of);
        return Seen { commit: None, day, first: places.is_empty() };
    }
    let last = (0..places.len()).take_while(|&at| claims_it(at)).last().unwrap_or(0);
    let commit = places[last].commit;
    let unknown = ground.is_boundary(commit) || reviewed(last + 1).is_none() && last + 1 < places.len();
    let day = ground.landed(commit).filter(|_| !unknown);
    // What was there when control began, or came with its claims before, is taken over as it was.
    let oldest = last + 1 == places.len();
    let before_control = match (evidence.began, day) {
        (Some(began), Some(day)) => day <= began,
        _ => true,
    };
    let adopted = evidence.events.iter().any(|it| it.kind == EventKind::Adoption && !it.of_another && it.commit <= commit);
    Seen { commit: Some(commit), day, first: before_control || (oldest && (ground.cut || adopted)) }
}
