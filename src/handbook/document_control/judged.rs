//! A judgement that the next one goes on from: where only what a few documents say has changed, only these are judged again.
//!
//! What one document's control depends on beside its own text is compared as a whole: history, settings, keys, days. What documents have
//! to do with each other is that an id may be given twice, that roles have titles, that reviews are edited in bulk, and when control began;
//! where any of it might be another, everything is judged anew. The law, tested: the outcome is the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::authority::Authorities;
use super::events::Recorded;
use super::ground::Ground;
use super::judge::{Bench, Summary, began, control_of, follow, role_titles, state, summary};
use super::overview::{self, Parts};
use super::trace::Trace;
use super::{Basis, BulkEdit, ControlReport, DocumentControl, EditionTrouble, HistoryState, Subject, Written};
use crate::base::{Date, Digest, RepoPath};
use crate::model::Document;
use crate::source::{BroughtKeys, CommitIdx, Past};

/// More changed documents than this are judged with all others.
const FEW: usize = 64;

/// What everything was judged by. Settings are known by the digest of the texts that they were read from.
#[derive(Clone, Debug)]
pub struct JudgedBy {
    /// Of the settings.
    pub settings: Digest,
    /// Keys that were brought, in place of those that the repository lists.
    pub keys: Option<BroughtKeys>,
}

/// Documents as they were judged.
#[derive(Debug)]
pub struct Judged {
    by: JudgedBy,
    past: Arc<Past>,
    as_of: Date,
    today: Date,
    subjects: Vec<Known>,
    bulk: Vec<BulkEdit>,
    state: HistoryState,
    began: Option<Date>,
    parts: Parts,
    controls: Vec<Arc<DocumentControl>>,
}

/// A document as it was judged.
#[derive(Clone, Debug)]
struct Known {
    path: RepoPath,
    document: Arc<Document>,
    written: Written,
    later: Option<usize>,
    unique: bool,
    summary: Summary,
}

/// What a judgement says.
#[derive(Debug)]
pub struct Judgement {
    /// Of every document, in their order.
    pub controls: Vec<Arc<DocumentControl>>,
    /// Of the handbook.
    pub report: ControlReport,
    /// What is odd about the tags of editions.
    pub tag_troubles: Vec<(String, EditionTrouble)>,
    /// What the next judgement may go on from, if history is known and somebody wants it.
    pub judged: Option<Judged>,
}

/// What was worked out for a judgement and is of use to the next.
pub(super) struct Fresh<'a> {
    pub(super) past: &'a Arc<Past>,
    pub(super) unique: Vec<bool>,
    pub(super) summaries: Vec<Summary>,
    pub(super) bulk: Vec<BulkEdit>,
    pub(super) state: HistoryState,
    pub(super) began: Option<Date>,
    pub(super) parts: Parts,
}

impl Judged {
    pub(super) fn new(
        by: JudgedBy,
        subjects: &[Subject<'_>],
        basis: Basis<'_>,
        fresh: Fresh<'_>,
        controls: &[Arc<DocumentControl>],
    ) -> Self {
        let Fresh { past, unique, summaries, bulk, state, began, parts } = fresh;
        let known = subjects.iter().zip(unique).zip(summaries).map(|((it, unique), summary)| Known::of(it, unique, summary));
        let (subjects, controls) = (known.collect(), controls.to_vec());
        Self { by, past: Arc::clone(past), as_of: basis.as_of, today: basis.today, subjects, bulk, state, began, parts, controls }
    }

    /// Whether everything is judged by what it was judged by then.
    fn holds(&self, by: &JudgedBy, basis: Basis<'_>, past: &Arc<Past>) -> bool {
        let JudgedBy { settings, keys } = by;
        let same = self.by.settings == *settings && self.by.keys == *keys;
        same && Arc::ptr_eq(&self.past, past) && self.as_of == basis.as_of && self.today == basis.today
    }

    /// The documents that say something else than then. `None` if that may be of account to others, or there are many.
    fn changed(&self, subjects: &[Subject<'_>]) -> Option<Vec<usize>> {
        let mut changed = Vec::new();
        if subjects.len() != self.subjects.len() {
            return None;
        }
        for (at, (is, was)) in subjects.iter().zip(&self.subjects).enumerate() {
            if was.is(is) {
                continue;
            }
            let is_role = |it: &Document| it.kind.value == "role";
            let apart = was.path != *is.path
                || was.written.facts.id != is.written.facts.id
                || was.later != is.later
                || is_role(&was.document)
                || is_role(is.document);
            if apart || changed.len() == FEW {
                return None;
            }
            changed.push(at);
        }
        Some(changed)
    }
}

impl Known {
    fn of(subject: &Subject<'_>, unique: bool, summary: Summary) -> Self {
        let Subject { path, document, written, later } = *subject;
        Self { path: path.clone(), document: Arc::clone(document), written: written.clone(), later, unique, summary }
    }

    /// Whether it is the very document that was judged.
    fn is(&self, subject: &Subject<'_>) -> bool {
        let Subject { path, document, written, later } = *subject;
        Arc::ptr_eq(&self.document, document)
            && Arc::ptr_eq(&self.written.facts, &written.facts)
            && self.written.blob == written.blob
            && self.path == *path
            && self.later == later
    }
}

/// Goes on from a judgement. `None` if all has to be judged anew.
pub(super) fn again(
    before: &Judged,
    by: &JudgedBy,
    subjects: &[Subject<'_>],
    basis: Basis<'_>,
    past: &Arc<Past>,
) -> Option<Judgement> {
    let changed = before.changed(subjects).filter(|_| before.holds(by, basis, past))?;
    let ground = Ground::new(past, basis.as_of);
    let authorities = Authorities::new(&ground, basis.keys, role_titles(subjects));
    let bulk_commits: BTreeSet<CommitIdx> = before.bulk.iter().map(|it| it.commit).collect();
    let recorded = Recorded::of(&ground);
    let bench = Bench { ground: &ground, authorities: &authorities, basis, bulk: &bulk_commits, recorded: &recorded };
    let mut known = before.subjects.clone();
    let mut followed = Vec::with_capacity(changed.len());
    for &at in &changed {
        let it = follow(subjects[at], Trace::of(&ground, subjects[at], known[at].unique), &bench);
        known[at] = Known::of(&subjects[at], known[at].unique, summary(&it));
        followed.push(it);
    }
    let summaries = || known.iter().map(|it| it.summary);
    if state(summaries(), basis) != before.state || began(summaries(), basis) != before.began {
        return None;
    }
    let mut controls = before.controls.clone();
    for (at, it) in changed.into_iter().zip(followed) {
        controls[at] = Arc::new(control_of(subjects[at], it, &bench, &before.state, before.began));
    }
    let whole = overview::Whole { subjects, basis, ground: &ground, state: before.state.clone(), bulk: before.bulk.clone() };
    let report = overview::report(&whole, &controls, &before.parts);
    let judged = Judged {
        by: by.clone(),
        past: Arc::clone(past),
        as_of: basis.as_of,
        today: basis.today,
        subjects: known,
        bulk: before.bulk.clone(),
        state: before.state.clone(),
        began: before.began,
        parts: before.parts.clone(),
        controls: controls.clone(),
    };
    Some(Judgement { controls, report, tag_troubles: before.parts.tag_troubles.clone(), judged: Some(judged) })
}
