//! What somebody may do to a document today, before it is done: the same judgement that a recorded act gets.

use super::authority::Authorities;
use super::claims::Claims;
use super::events::Finder;
use super::ground::Ground;
use super::trace::Trace;
use super::{Basis, Event, EventKind, Right, Subject, Unchecked, judge};
use crate::base::Date;
use crate::source::History;

/// Something that somebody is about to record.
#[derive(Clone, Debug)]
pub struct Prospect<'a> {
    /// What.
    pub kind: EventKind,
    /// Name of who does it.
    pub name: &'a str,
    /// Address of who does it.
    pub email: &'a str,
    /// The day it is done.
    pub day: Date,
    /// What is recorded of the document so far.
    pub events: &'a [Event],
}

/// By what right it would be done to a document, on its latest committed text. `subjects` are all documents, as they were judged.
pub fn prospect(subjects: &[Subject<'_>], at: usize, basis: Basis<'_>, act: &Prospect<'_>) -> Right {
    let History::Known(past) = basis.history else { return Right::Unknown(Unchecked::NoHistory) };
    let ground = Ground::new(past, basis.as_of);
    let authorities = Authorities::new(&ground, basis.keys, judge::role_titles(subjects));
    let Some(subject) = subjects.get(at) else { return Right::Unknown(Unchecked::NoHistory) };
    let trace = Trace::of(&ground, *subject, judge::unique_ids(subjects)(subject));
    let claims = Claims::of(*subject, basis.config);
    let bulk = std::collections::BTreeSet::new();
    let finder = Finder {
        ground: &ground,
        authorities: &authorities,
        config: basis.config,
        subject: *subject,
        key: subject.document.id.value.key(),
        trace: &trace,
        claims: &claims,
        bulk: &bulk,
    };
    finder.right_on(act.kind, (act.name, act.email), act.day, act.events)
}
