//! Approvals, reviews and adoptions: who recorded what about which text, by what right, and what that proves.

use std::collections::BTreeSet;

use super::authority::{self, Authorities, Authority};
use super::claims::{Claims, status_of};
use super::ground::Ground;
use super::signing::{self, Wanted};
use super::trace::Trace;
use super::{Event, EventKind, How, Outcome, Proof, Right, Signing, Subject, Unchecked};
use crate::base::{BlobId, Date};
use crate::config::{Config, Person};
use crate::model::Status;
use crate::source::{Commit, CommitIdx, RevisionFacts};

/// Commits that carry trailers of document control, and what they name.
pub(super) struct Recorded {
    commits: Vec<Carrying>,
}

struct Carrying {
    commit: CommitIdx,
    acts: Vec<(EventKind, String)>,
    /// Keys of the ids after `Document:`; all documents it changes if there are none.
    named: BTreeSet<String>,
    /// After `Content-digest:`: the key of an id, or none for every document, and the content that was meant.
    bound: Vec<(Option<String>, String)>,
}

impl Recorded {
    /// Collects them, the latest first.
    pub(super) fn of(ground: &Ground<'_>) -> Self {
        let all = ground.past.commits.iter().enumerate().filter(|(idx, _)| ground.is_visible(*idx));
        Self { commits: all.filter_map(|(idx, it)| carrying(idx, it)).collect() }
    }
}

fn carrying(commit: CommitIdx, it: &Commit) -> Option<Carrying> {
    let trailer =
        |name: &'static str| it.trailers.iter().filter(move |it| it.key.eq_ignore_ascii_case(name)).map(|it| &*it.value);
    let outcome = trailer("Review-outcome").find_map(Outcome::parse);
    let approvals = trailer("Approved-by").map(|it| (EventKind::Approval, it.to_owned()));
    let reviews = trailer("Reviewed-by").map(|it| (EventKind::Review(outcome), it.to_owned()));
    let adoptions = trailer("Adopted-by").map(|it| (EventKind::Adoption, it.to_owned()));
    let acts: Vec<_> = approvals.chain(adoptions).chain(reviews).collect();
    let ids = trailer("Document").flat_map(|it| it.split([',', ' ', ';'])).filter(|it| !it.trim().is_empty());
    let named = ids.map(|it| crate::base::DocId::new(it.trim()).key()).collect();
    let bound = trailer("Content-digest").map(bound).collect();
    (!acts.is_empty()).then_some(Carrying { commit, acts, named, bound })
}

/// `PRC-013 sha256:…`, or only the sum.
fn bound(value: &str) -> (Option<String>, String) {
    let (id, sum) = value.trim().rsplit_once(char::is_whitespace).unwrap_or(("", value.trim()));
    let sum = sum.strip_prefix("sha256:").unwrap_or(sum).to_lowercase();
    (Some(id.trim()).filter(|it| !it.is_empty()).map(|it| crate::base::DocId::new(it).key()), sum)
}

impl Carrying {
    /// Whether the commit says that it speaks of another content than a document has there: its acts were carried to a text that
    /// nobody saw, as a rebase or a copied message does.
    fn speaks_of_another(&self, key: &str, digest: Option<crate::base::Digest>) -> bool {
        let meant = self.bound.iter().filter(|(id, _)| id.as_deref().is_none_or(|it| it == key));
        digest.is_some_and(|digest| meant.into_iter().any(|(_, sum)| *sum != digest.to_string()))
    }
}

/// Finds and grades the events of one document.
pub(super) struct Finder<'a, 'w, 'g> {
    pub(super) ground: &'g Ground<'a>,
    pub(super) authorities: &'g Authorities<'w>,
    pub(super) config: &'g Config,
    pub(super) subject: Subject<'g>,
    /// What `Document:` has to name.
    pub(super) key: String,
    pub(super) trace: &'g Trace<'a>,
    /// What the built text claims, for what `defaults` rules and types supply.
    pub(super) claims: &'g Claims,
    /// Commits that moved the review dates of many documents: they review nothing.
    pub(super) bulk: &'g BTreeSet<CommitIdx>,
}

/// An act before it is graded.
struct Act<'p> {
    kind: EventKind,
    commit: CommitIdx,
    how: How,
    name: String,
    email: String,
    blob: Option<&'p BlobId>,
    /// The commit says that it speaks of another content.
    of_another: bool,
}

/// The text whose front matter says who has to act.
enum Demanding<'p> {
    Text(&'p RevisionFacts),
    /// There was none before.
    None,
    /// There was one that cannot be read.
    Unread,
}

impl<'a> Finder<'a, '_, '_> {
    /// All events, the latest landing first.
    pub(super) fn events(&self, recorded: &Recorded) -> Vec<Event> {
        let mut acts: Vec<Act<'a>> = Vec::new();
        for carrying in &recorded.commits {
            acts.extend(self.by_trailer(carrying));
        }
        acts.extend(self.trace.places.iter().filter_map(|it| self.own_acts(it.commit)).flatten());
        acts.sort_by_key(|it| (it.commit, it.kind, it.how));
        // The oldest first, so that each knows the approvals before it.
        let mut events: Vec<Event> = Vec::with_capacity(acts.len());
        for act in acts.into_iter().rev() {
            if !events.iter().any(|it| is_same(it, &act)) {
                let event = self.grade(act, &events);
                events.push(event);
            }
        }
        events.sort_by_key(|it| (std::cmp::Reverse(it.landed), it.commit));
        events
    }

    fn by_trailer(&self, carrying: &Carrying) -> Vec<Act<'a>> {
        let commit = self.ground.commit(carrying.commit);
        let changed = if self.ground.is_boundary(carrying.commit) { None } else { self.trace.changed(carrying.commit) };
        let named = carrying.named.contains(&self.key);
        // An adoption that changes and names nothing takes over all there is.
        let all = carrying.named.is_empty() && commit.changes.is_empty();
        if !(named || all || (carrying.named.is_empty() && changed.is_some())) {
            return Vec::new();
        }
        let lands = commit.on_mainline && commit.parents.len() > 1;
        let how = match (changed, lands) {
            (Some(_), true) => How::Landing,
            (Some(_), false) => How::Change,
            (None, _) => How::Named,
        };
        let blob = changed.or_else(|| self.trace.at(self.ground, carrying.commit));
        let digest = blob.and_then(|it| self.ground.facts(it)).and_then(|it| it.digest);
        let of_another = carrying.speaks_of_another(&self.key, digest);
        let act = |(kind, value): &(EventKind, String)| {
            let (name, email) = authority::name_and_address(value);
            Act { kind: *kind, commit: carrying.commit, how, name, email, blob, of_another }
        };
        carrying
            .acts
            .iter()
            .filter(|it| !all || it.0 == EventKind::Adoption)
            .map(act)
            .filter(|it| !all || it.blob.is_some())
            .collect()
    }

    /// Acts that a person's own commit is, by what it sets in front matter.
    fn own_acts(&self, commit: CommitIdx) -> Option<Vec<Act<'a>>> {
        let it = self.ground.commit(commit);
        if self.ground.is_boundary(commit) || it.parents.len() > 1 {
            return None;
        }
        let blob = self.trace.changed(commit)?;
        let now = self.ground.facts(blob)?;
        let earlier = self.trace.before(self.ground, commit);
        let then = match earlier {
            Some(earlier) => Some(self.ground.facts(earlier)?),
            None => None,
        };
        let is_approved = |facts: &RevisionFacts| facts.status.as_deref().and_then(status_of) == Some(Status::Approved);
        let sets_status = is_approved(now) && !then.is_some_and(is_approved);
        let moves_review = now.reviewed.is_some() && then.is_some_and(|it| it.reviewed != now.reviewed);
        if !sets_status && !moves_review {
            return None;
        }
        let landing = it.landing?;
        let (authority, landed) = (self.authorities.before(landing)?, self.ground.landed(commit)?);
        let person = authority::author(&authority.people, &it.author)?;
        let claims = self.claims.then(now, self.subject.document);
        let holds = |role: Option<&String>| role.is_some_and(|it| authority::holds(&authority.people, person, it, landed));
        let act = |kind| Act {
            kind,
            commit,
            how: How::Own,
            name: person.name.clone(),
            email: it.author.email.to_string(),
            blob: Some(blob),
            of_another: false,
        };
        let mut acts = Vec::new();
        if sets_status && holds(claims.approver.as_ref()) {
            acts.push(act(EventKind::Approval));
        }
        let may_review = holds(claims.approver.as_ref()) || holds(claims.owner.as_ref());
        if moves_review && may_review && !self.bulk.contains(&commit) {
            let same = then.is_some_and(|it| it.digest == now.digest);
            acts.push(act(EventKind::Review(Some(if same { Outcome::NoChange } else { Outcome::Revised }))));
        }
        Some(acts)
    }

    fn grade(&self, act: Act<'a>, earlier: &[Event]) -> Event {
        let commit = self.ground.commit(act.commit);
        let landed = self.ground.landed(act.commit).filter(|_| !self.ground.is_boundary(act.commit));
        let facts = act.blob.and_then(|it| self.ground.facts(it));
        let authority = commit.landing.and_then(|it| self.authorities.before(it));
        let person = authority.as_ref().and_then(|it| authority::person(&it.people, &act.name, &act.email));
        let right = match (&authority, landed) {
            (Some(authority), Some(landed)) => self.right(&act, authority, person, landed, earlier),
            (_, None) => Right::Unknown(Unchecked::NoLanding),
            (None, _) => Right::Unknown(Unchecked::Cut),
        };
        let signing = match (&authority, person, landed) {
            (Some(authority), Some(person), Some(landed)) => {
                let landed_at = commit.landing.map_or(commit.committer.at, |it| self.ground.commit(it).committer.at);
                let settings = &self.config.settings.control;
                signing::look(self.ground, act.commit, &Wanted { person, authority, settings, landed, landed_at })
            }
            (_, None, Some(_)) | (None, Some(_), Some(_)) => Signing::None,
            (_, _, None) => Signing::Unchecked(Unchecked::NoLanding),
        };
        let proof = self.proof(&act, &right, &signing, person);
        Event {
            kind: act.kind,
            commit: act.commit,
            id: commit.id.clone(),
            by: authority::actor(person, &act.name, &act.email),
            how: act.how,
            made: commit.author.at.date(),
            landing: commit.landing,
            landed,
            digest: facts.and_then(|it| it.digest).filter(|_| !act.of_another),
            version: facts.and_then(|it| it.version.as_deref()).filter(|_| !act.of_another).map(str::to_owned),
            of_another: act.of_another,
            right,
            signing,
            proof,
        }
    }

    /// By what right somebody would act on the latest committed text on a day.
    pub(super) fn right_on(&self, kind: EventKind, by: (&str, &str), day: Date, events: &[Event]) -> Right {
        let (name, email) = (by.0.to_owned(), by.1.to_owned());
        let blob = self.trace.places.first().and_then(|it| it.blob);
        let Some(authority) = self.authorities.now() else { return Right::Unknown(Unchecked::NoPeople) };
        let person = authority::person(&authority.people, &name, &email);
        let act = Act { kind, commit: 0, how: How::Named, name, email, blob, of_another: false };
        let earlier: Vec<Event> = events.iter().rev().cloned().collect();
        self.right(&act, &authority, person, day, &earlier)
    }

    fn right(&self, act: &Act<'a>, authority: &Authority, person: Option<&Person>, landed: Date, earlier: &[Event]) -> Right {
        let Some(facts) = act.blob.and_then(|it| self.ground.facts(it)) else { return Right::Unknown(Unchecked::Cut) };
        if !authority.any {
            return Right::Unknown(Unchecked::NoPeople);
        }
        let reviewer = matches!(act.kind, EventKind::Review(_));
        let named = roles(&self.claims.then(facts, self.subject.document), reviewer);
        let people = &authority.people;
        let demanded = match self.demanding(act, earlier) {
            Demanding::Text(text) => roles(&self.claims.then(text, self.subject.document), reviewer),
            Demanding::None => Vec::new(),
            Demanding::Unread => return Right::Unknown(Unchecked::Cut),
        };
        // A role that nobody held any more can demand nothing: who did away with it was allowed to, or people.yml says that he was not.
        let filled = |role: &String| people.people.iter().any(|it| authority::holds(people, it, role, landed));
        let roles = if demanded.iter().any(filled) { &demanded } else { &named };
        let Some(first) = roles.first() else { return Right::NoRole };
        let title = self.authorities.title(people, first);
        let Some(person) = person else { return Right::Stranger(title) };
        let held = |roles: &[String]| roles.iter().find(|it| authority::holds(people, person, it, landed)).cloned();
        let Some(role) = held(roles) else {
            return match held(&named) {
                Some(new) => Right::NotYet(title, self.authorities.title(people, &new)),
                None => Right::NotHeld(title, self.authorities.held(people, person, landed)),
            };
        };
        let title = self.authorities.title(people, &role);
        let separated = act.kind == EventKind::Approval && self.is_separated(act, facts, earlier);
        if separated && self.wrote_change(act, facts, person, earlier) { Right::OwnText(title) } else { Right::Held(title) }
    }

    /// Which text says who has to act: nobody makes himself the approver of a text by that text. For approvals it is the last text that
    /// was approved before; without one, and for reviews, the text that stood before the landing.
    fn demanding(&self, act: &Act<'a>, earlier: &[Event]) -> Demanding<'a> {
        let approved = earlier.iter().rev().filter(|_| act.kind == EventKind::Approval);
        let approved = approved.filter(|it| it.kind.approves() && it.proof > Proof::Claimed && it.commit != act.commit);
        let at = |commit| self.trace.changed(commit).or_else(|| self.trace.at(self.ground, commit));
        let before = || self.trace.before(self.ground, self.ground.commit(act.commit).landing?);
        let Some(blob) = approved.map(|it| at(it.commit)).next().unwrap_or_else(before) else { return Demanding::None };
        self.ground.facts(blob).map_or(Demanding::Unread, Demanding::Text)
    }

    /// Whether the approver may not have written the change: by the type of the text, of the one before, or of today's.
    fn is_separated(&self, act: &Act<'a>, facts: &RevisionFacts, earlier: &[Event]) -> bool {
        let types = &self.config.types.documents;
        let demands = |facts: &RevisionFacts| facts.kind.as_deref().and_then(|it| types.get(it)).is_some_and(|it| it.separation);
        let before = match self.demanding(act, earlier) {
            Demanding::Text(text) => demands(text),
            Demanding::None | Demanding::Unread => false,
        };
        self.claims.separation || demands(facts) || before
    }

    /// Whether a person wrote any of what changed since the last approved content before the act.
    fn wrote_change(&self, act: &Act<'a>, facts: &RevisionFacts, person: &Person, earlier: &[Event]) -> bool {
        let approved: BTreeSet<_> = earlier
            .iter()
            .filter(|it| it.kind.approves() && it.proof > Proof::Contradicted && it.digest != facts.digest)
            .filter_map(|it| it.digest)
            .collect();
        let digest = |blob: Option<&BlobId>| blob.and_then(|it| self.ground.facts(it)).and_then(|it| it.digest);
        let places = self.trace.places.iter().filter(|it| it.commit >= act.commit && !self.ground.is_boundary(it.commit));
        for place in places {
            let now = digest(place.blob);
            if now.is_some_and(|it| approved.contains(&it)) {
                return false;
            }
            let then = digest(self.trace.before(self.ground, place.commit));
            let commit = self.ground.commit(place.commit);
            if now != then && wrote(commit, person) {
                return true;
            }
        }
        false
    }

    fn proof(&self, act: &Act<'_>, right: &Right, signing: &Signing, person: Option<&Person>) -> Proof {
        let reviewer = matches!(act.kind, EventKind::Review(_));
        match right {
            _ if act.of_another => return Proof::Contradicted,
            Right::Held(_) => {}
            Right::NotHeld(..) | Right::NotYet(..) | Right::OwnText(_) | Right::Stranger(_) if !reviewer => {
                return Proof::Contradicted;
            }
            _ => return Proof::Claimed,
        }
        if matches!(signing, Signing::Valid(_)) {
            return Proof::Proven;
        }
        let commit = self.ground.commit(act.commit);
        let landing = commit.landing.map(|it| self.ground.commit(it));
        let own = |it: &Commit| person.is_some_and(|person| authority::has_address(person, &it.author.email));
        if own(commit) || landing.is_some_and(own) || self.is_protected(act) { Proof::Attested } else { Proof::Claimed }
    }

    /// Whether the trailer stands on the landing merge of a branch that settings declare protected.
    fn is_protected(&self, act: &Act<'_>) -> bool {
        act.how == How::Landing && self.config.settings.control.protects_any(self.ground.past.branches())
    }
}

/// The roles that may do it: the approver's, and the owner's if it is a review.
fn roles(claims: &Claims, reviewer: bool) -> Vec<String> {
    claims.approver.iter().chain(claims.owner.iter().filter(|_| reviewer)).cloned().collect()
}

/// Whether a person is an author of a commit, by its author or a `Co-authored-by` trailer.
fn wrote(commit: &Commit, person: &Person) -> bool {
    let others = commit.trailers.iter().filter(|it| it.key.eq_ignore_ascii_case("Co-authored-by"));
    let mut others = others.map(|it| authority::name_and_address(&it.value).1);
    authority::has_address(person, &commit.author.email) || others.any(|it| authority::has_address(person, &it))
}

/// Whether an act is recorded already: by the same person in the same commit in another way, or the same trailer on
/// branch and merge.
fn is_same(event: &Event, act: &Act<'_>) -> bool {
    let kind = match (event.kind, act.kind) {
        (EventKind::Review(_), EventKind::Review(_)) => true,
        (a, b) => a == b,
    };
    kind && event.commit == act.commit && event.by.email.eq_ignore_ascii_case(&act.email)
}
