//! The judgement of all documents, and of the handbook as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::authority::Authorities;
use super::claims::{self, Claims};
use super::events::{Finder, Recorded};
use super::ground::Ground;
use super::judged::{self, Fresh, Judged, JudgedBy, Judgement};
use super::trace::{self, Trace};
use super::{
    Basis, ChangeKind, DocumentControl, Doubt, Event, HistoryState, Proof, RevisionRecord, Sentence, Subject, approval, doubts,
    overview, reviews, timeline,
};
use crate::base::Date;
use crate::config::HistoryUse;
use crate::model::Status;
use crate::source::{CommitIdx, History, Past};

/// Judges every document, in their order, and the handbook. Total. With `by` the judgement can be gone on from; `before` is an earlier one.
pub fn judge(subjects: &[Subject<'_>], basis: Basis<'_>, by: Option<&JudgedBy>, before: Option<&Judged>) -> Judgement {
    match basis.history {
        History::Unknown(why) => {
            let controls = unproven(subjects, basis, "history.unknown");
            let report = overview::plain(subjects, basis, HistoryState::Unknown(why.clone()));
            Judgement { controls, report, tag_troubles: Vec::new(), judged: None }
        }
        History::Known(past) => {
            let again = by.zip(before).and_then(|(by, before)| judged::again(before, by, subjects, basis, past));
            again.unwrap_or_else(|| known(subjects, basis, past, by))
        }
    }
}

fn unproven(subjects: &[Subject<'_>], basis: Basis<'_>, why: &'static str) -> Vec<Arc<DocumentControl>> {
    subjects.iter().map(|it| Arc::new(one_unproven(it, basis, why))).collect()
}

fn one_unproven(subject: &Subject<'_>, basis: Basis<'_>, why: &'static str) -> DocumentControl {
    claims::unproven(&Claims::of(*subject, basis.config), &basis.config.settings, basis.as_of, &Sentence::new(why))
}

/// A document with its past, before it is judged.
pub(super) struct Followed<'a> {
    pub(super) trace: Trace<'a>,
    pub(super) revisions: Vec<RevisionRecord>,
    /// What the text of the day claims.
    pub(super) claims: Claims,
    pub(super) events: Vec<Event>,
}

/// What every document is judged with.
pub(super) struct Bench<'b, 'p> {
    pub(super) ground: &'b Ground<'p>,
    pub(super) authorities: &'b Authorities<'b>,
    pub(super) basis: Basis<'b>,
    pub(super) bulk: &'b BTreeSet<CommitIdx>,
    pub(super) recorded: &'b Recorded,
}

/// What the events of a document say of the handbook as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// One is by somebody whom `people.yml` knows.
    known: bool,
    /// When the first one landed that is its own.
    first: Option<Date>,
}

pub(super) fn summary(followed: &Followed<'_>) -> Summary {
    let events = &followed.events;
    // A name that `people.yml` knows tells an approval here from the reviews of a program's source.
    let known = events.iter().any(|it| it.by.known);
    Summary { known, first: events.iter().filter(|it| !it.of_another).filter_map(|it| it.landed).min() }
}

fn known(subjects: &[Subject<'_>], basis: Basis<'_>, past: &Arc<Past>, by: Option<&JudgedBy>) -> Judgement {
    let ground = Ground::new(past, basis.as_of);
    let authorities = Authorities::new(&ground, basis.keys, role_titles(subjects));
    let is_unique = unique_ids(subjects);
    let unique: Vec<bool> = subjects.iter().map(is_unique).collect();
    let traces: Vec<Trace<'_>> = subjects.iter().zip(&unique).map(|(it, unique)| Trace::of(&ground, *it, *unique)).collect();
    let bulk = overview::bulk_edits(&ground, &traces, basis.config.settings.control.bulk_edit);
    let bulk_commits: BTreeSet<CommitIdx> = bulk.iter().map(|it| it.commit).collect();
    let recorded = Recorded::of(&ground);
    let bench = Bench { ground: &ground, authorities: &authorities, basis, bulk: &bulk_commits, recorded: &recorded };
    let followed: Vec<Followed<'_>> = subjects.iter().zip(traces).map(|(it, trace)| follow(*it, trace, &bench)).collect();
    let summaries: Vec<Summary> = followed.iter().map(summary).collect();
    let state = state(summaries.iter().copied(), basis);
    let began = began(summaries.iter().copied(), basis);
    let judged = subjects.iter().zip(followed).map(|(subject, it)| Arc::new(control_of(*subject, it, &bench, &state, began)));
    let controls: Vec<Arc<DocumentControl>> = judged.collect();
    let parts = overview::parts(&ground, &authorities, basis);
    let whole = overview::Whole { subjects, basis, ground: &ground, state: state.clone(), bulk: bulk.clone() };
    let report = overview::report(&whole, &controls, &parts);
    let tag_troubles = parts.tag_troubles.clone();
    let judged = by.map(|by| {
        let fresh = Fresh { past, unique, summaries, bulk, state, began, parts };
        Judged::new(by.clone(), subjects, basis, fresh, &controls)
    });
    Judgement { controls, report, tag_troubles, judged }
}

/// The control of a document. Where history is not judged by, its texts and their days are shown all the same.
pub(super) fn control_of(
    subject: Subject<'_>,
    it: Followed<'_>,
    bench: &Bench<'_, '_>,
    state: &HistoryState,
    began: Option<Date>,
) -> DocumentControl {
    match state {
        HistoryState::Judged => control(subject, it, bench.ground, bench.basis, began),
        HistoryState::NotKept | HistoryState::Unknown(_) => {
            with_revisions(one_unproven(&subject, bench.basis, "history.not-kept"), it)
        }
    }
}

/// Titles of the roles that documents describe.
pub(super) fn role_titles(subjects: &[Subject<'_>]) -> BTreeMap<String, String> {
    let roles = subjects.iter().filter(|it| it.document.kind.value == "role");
    roles.map(|it| (it.document.id.value.key(), it.document.title.value.clone())).collect()
}

/// Tells whether a document gives an id that no other gives.
pub(super) fn unique_ids(subjects: &[Subject<'_>]) -> impl Fn(&Subject<'_>) -> bool + use<> {
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    for id in subjects.iter().filter_map(|it| it.written.facts.id.as_ref()) {
        *given.entry(id.key()).or_insert(0) += 1;
    }
    move |it| it.written.facts.id.as_ref().is_some_and(|id| given.get(&id.key()) == Some(&1))
}

/// Follows a document through the past.
pub(super) fn follow<'p>(subject: Subject<'_>, trace: Trace<'p>, bench: &Bench<'_, 'p>) -> Followed<'p> {
    let (ground, config) = (bench.ground, bench.basis.config);
    let mut revisions = trace::revisions(ground, &trace, subject);
    let built = Claims::of(subject, config);
    let finder = Finder {
        ground,
        authorities: bench.authorities,
        config,
        subject,
        key: subject.document.id.value.key(),
        trace: &trace,
        claims: &built,
        bulk: bench.bulk,
    };
    let events = finder.events(bench.recorded);
    for revision in &mut revisions {
        let approving = events.iter().enumerate().filter(|(_, it)| it.kind.approves());
        let same = approving.filter(|(_, it)| it.digest.is_some() && it.digest == revision.digest);
        revision.approved_by = same.rev().max_by_key(|(_, it)| it.proof).map(|it| it.0);
    }
    // On an earlier day an earlier text made the claims.
    let latest = trace.places.first().filter(|_| !trace.uncommitted);
    let then = latest.and_then(|it| ground.facts(it.blob?)).filter(|it| **it != *subject.written.facts);
    let claims = then.map_or(built.clone(), |facts| built.then(facts, subject.document));
    Followed { trace, revisions, claims, events }
}

pub(super) fn state(mut summaries: impl Iterator<Item = Summary>, basis: Basis<'_>) -> HistoryState {
    match basis.config.settings.control.history {
        HistoryUse::Git => HistoryState::Judged,
        HistoryUse::None => HistoryState::NotKept,
        HistoryUse::Auto if summaries.any(|it| it.known) => HistoryState::Judged,
        HistoryUse::Auto => HistoryState::NotKept,
    }
}

/// The day control began: as settings say, else with the first event.
pub(super) fn began(summaries: impl Iterator<Item = Summary>, basis: Basis<'_>) -> Option<Date> {
    basis.config.settings.control.baseline.or_else(|| summaries.filter_map(|it| it.first).min())
}

fn with_revisions(plain: DocumentControl, followed: Followed<'_>) -> DocumentControl {
    DocumentControl {
        on_record_since: on_record_since(&followed.revisions),
        uncommitted: followed.trace.uncommitted,
        revisions: followed.revisions,
        ..plain
    }
}

fn on_record_since(revisions: &[RevisionRecord]) -> Option<Date> {
    revisions.iter().rev().find(|it| it.commit.is_some() && it.change != ChangeKind::Removed)?.landed
}

fn control(
    subject: Subject<'_>,
    it: Followed<'_>,
    ground: &Ground<'_>,
    basis: Basis<'_>,
    began: Option<Date>,
) -> DocumentControl {
    let Followed { trace, revisions, claims, events } = it;
    let settings = &basis.config.settings;
    let mut found: Vec<Doubt> = Vec::new();
    let commits: BTreeSet<CommitIdx> = events
        .iter()
        .flat_map(|it| [Some(it.commit), it.landing])
        .flatten()
        .chain(trace.places.iter().map(|it| it.commit))
        .collect();
    for commit in commits {
        found.extend(doubts::about(ground, commit, basis.today));
    }
    let evidence = reviews::Evidence { ground, trace: &trace, subject, claims: &claims, events: &events, settings, began };
    let (review, refuted) = reviews::judge(&evidence);
    let refuted_days = refuted.as_ref().and_then(|it| match it {
        Doubt::ReviewBackdated { claimed, first_seen, .. } => Some((*claimed, *first_seen)),
        _ => None,
    });
    found.extend(refuted);
    let approval = approval::judge(&approval::Evidence {
        ground,
        claims: &claims,
        revisions: &revisions,
        events: &events,
        doubts: &found,
        id: subject.document.id.value.as_str(),
        refuted: refuted_days,
    });
    let in_force = in_force(&revisions, &events, basis.as_of);
    let pending = in_force.map_or_else(Vec::new, |at| {
        let applies = revisions[at].digest;
        (0..at).filter(|&it| revisions[it].digest != applies && revisions[it].change != ChangeKind::Removed).collect()
    });
    let course = timeline::Course {
        revisions: &revisions,
        events: &events,
        review: &review,
        reviews: known_reviews(ground, &trace, &events, settings.control.backdating),
        claims: &claims,
        settings,
        day: basis.as_of,
    };
    let timeline = timeline::draw(&course);
    DocumentControl {
        on_record_since: on_record_since(&revisions),
        uncommitted: trace.uncommitted,
        approval,
        review,
        in_force,
        pending,
        timeline,
        doubts: found,
        revisions,
        events,
    }
}

/// The latest text with an approval that somebody had the right to give, whose effective day has come.
fn in_force(revisions: &[RevisionRecord], events: &[Event], day: Date) -> Option<usize> {
    let status = |it: &RevisionRecord| it.status.as_deref().and_then(claims::status_of);
    let latest = revisions.first()?;
    if latest.change == ChangeKind::Removed || status(latest) == Some(Status::Retired) {
        return None;
    }
    let approved = |it: &RevisionRecord| {
        let event = it.approved_by.and_then(|at| events.get(at));
        event.is_some_and(|event| event.proof > Proof::Contradicted)
    };
    revisions.iter().position(|it| approved(it) && it.effective.is_none_or(|from| from <= day))
}

/// Review days of the past, each with the day it was known: from events, and from front matter as far as it appeared in time.
fn known_reviews(ground: &Ground<'_>, trace: &Trace<'_>, events: &[Event], tolerance: crate::base::Cycle) -> Vec<(Date, Date)> {
    let mut known: Vec<(Date, Date)> = events.iter().filter_map(|it| Some((it.landed?, reviews::day_of(it)?))).collect();
    let mut then = None;
    for place in trace.places.iter().rev() {
        let claimed = place.blob.and_then(|it| ground.facts(it)).and_then(|it| it.reviewed);
        if let (Some(day), Some(landed)) = (claimed.filter(|_| claimed != then), ground.landed(place.commit)) {
            let first = then.is_none();
            if day <= landed && (first || !super::signing::too_late(day, landed, tolerance)) {
                known.push((landed, day));
            }
        }
        then = claimed;
    }
    known
}
