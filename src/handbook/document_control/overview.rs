//! What is known of the handbook's control as a whole: figures, bulk edits, changes to who may do what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::authority::{self, Authorities};
use super::ground::Ground;
use super::register::{Row, register_digest};
use super::signing::{self, Wanted};
use super::trace::Trace;
use super::{
    AuthorityChange, Basis, BulkEdit, ChangeKind, ControlReport, DocumentControl, Doubt, EditionTrouble, Event, Figures,
    HistoryState, Proof, Quarter, Right, SignerRow, Signing, SpanKind, Subject, anchors, doubts, tag_troubles, timeline,
};
use crate::base::{BlobId, Cycle, Date, Digest};
use crate::config;
use crate::handbook::EntryIdx;
use crate::source::{Change, CommitIdx};

/// What the report is made of.
pub(super) struct Whole<'a, 'p> {
    pub(super) subjects: &'a [Subject<'a>],
    pub(super) basis: Basis<'a>,
    pub(super) ground: &'a Ground<'p>,
    pub(super) state: HistoryState,
    pub(super) bulk: Vec<BulkEdit>,
}

/// What history, settings and roles decide, whatever documents say.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    register: Option<Digest>,
    authority: Vec<AuthorityChange>,
    doubts: Vec<Doubt>,
    pub(super) tag_troubles: Vec<(String, EditionTrouble)>,
}

/// Works them out.
pub(super) fn parts(ground: &Ground<'_>, authorities: &Authorities<'_>, basis: Basis<'_>) -> Parts {
    Parts {
        register: anchors::at_head(ground),
        authority: authority_changes(ground, authorities, basis),
        doubts: (0..ground.past.commits.len()).flat_map(|idx| doubts::about(ground, idx, basis.today)).collect(),
        tag_troubles: tag_troubles(basis),
    }
}

/// The report without history.
pub(super) fn plain(subjects: &[Subject<'_>], basis: Basis<'_>, state: HistoryState) -> ControlReport {
    let register = register_digest(subjects.iter().map(|it| Row::of(it.path, &it.written.facts)));
    ControlReport { register: Some(register), ..empty(subjects, basis, state) }
}

fn empty(subjects: &[Subject<'_>], basis: Basis<'_>, state: HistoryState) -> ControlReport {
    ControlReport {
        state,
        head: None,
        n_commits: 0,
        gaps: Vec::new(),
        register: None,
        anchors: Vec::new(),
        authority: Vec::new(),
        bulk_edits: Vec::new(),
        doubts: Vec::new(),
        from: timeline::first_day(&basis.config.settings, basis.as_of),
        to: basis.as_of,
        figures: Figures { documents: subjects.len(), ..Figures::default() },
        quarters: Vec::new(),
        signers: Vec::new(),
    }
}

/// The report.
pub(super) fn report(whole: &Whole<'_, '_>, controls: &[Arc<DocumentControl>], parts: &Parts) -> ControlReport {
    let Whole { subjects, basis, ground, state, bulk } = whole;
    let empty = empty(subjects, *basis, state.clone());
    let (from, to) = (empty.from, empty.to);
    ControlReport {
        head: Some(ground.past.head.clone()),
        n_commits: ground.past.n_reachable,
        gaps: ground.past.gaps.clone(),
        register: parts.register,
        anchors: anchors::anchors(ground, subjects, controls),
        authority: parts.authority.clone(),
        bulk_edits: bulk.clone(),
        doubts: parts.doubts.clone(),
        figures: figures(controls, from, to),
        quarters: quarters(controls, from, to),
        signers: signers(controls, from, to),
        ..empty
    }
}

/// Commits that moved `reviewed` in at least `least` documents whose content they left as it was.
pub(super) fn bulk_edits(ground: &Ground<'_>, traces: &[Trace<'_>], least: usize) -> Vec<BulkEdit> {
    let mut moved: BTreeMap<CommitIdx, Vec<EntryIdx>> = BTreeMap::new();
    for (entry, trace) in traces.iter().enumerate() {
        for place in &trace.places {
            let facts = |blob: Option<_>| blob.and_then(|it| ground.facts(it));
            let (now, then) = (facts(place.blob), facts(trace.before(ground, place.commit)));
            let (Some(now), Some(then)) = (now, then) else { continue };
            if now.reviewed.is_some() && now.reviewed != then.reviewed && now.digest == then.digest {
                moved.entry(place.commit).or_default().push(entry);
            }
        }
    }
    // A review that says by trailers what it is about was not an edit in passing.
    let recorded = |commit: CommitIdx| ground.commit(commit).trailers.iter().any(|it| it.key.eq_ignore_ascii_case("Reviewed-by"));
    moved
        .into_iter()
        .filter(|(commit, documents)| documents.len() >= least && !recorded(*commit))
        .map(|(commit, documents)| {
            let it = ground.commit(commit);
            BulkEdit {
                commit,
                id: it.id.clone(),
                by: authority::actor(None, &it.author.display, &it.author.email),
                landed: ground.landed(commit),
                documents,
            }
        })
        .collect()
}

/// Commits that changed `people.yml`, `clausebook.yml` or `keys/`, the latest first.
fn authority_changes(ground: &Ground<'_>, authorities: &Authorities<'_>, basis: Basis<'_>) -> Vec<AuthorityChange> {
    let ours = |path: &crate::base::RepoPath| config::gives_authority(path) || path.as_str() == config::MAIN;
    let mut changes: Vec<AuthorityChange> = Vec::new();
    for (idx, commit) in ground.past.commits.iter().enumerate().filter(|(idx, _)| ground.is_visible(*idx)) {
        let changed = commit.changes.iter().filter(|it| it.own && ours(&it.path) && !reads_alike(ground, it));
        let paths: Vec<_> = changed.map(|it| it.path.clone()).collect();
        if paths.is_empty() || ground.is_boundary(idx) {
            continue;
        }
        let authority = commit.landing.and_then(|it| authorities.before(it));
        let person = authority.as_ref().and_then(|it| authority::author(&it.people, &commit.author));
        let first = commit.landing.is_none_or(|it| ground.commit(it).before.is_none());
        changes.push(AuthorityChange {
            commit: idx,
            id: commit.id.clone(),
            by: authority::actor(person, &commit.author.display, &commit.author.email),
            landed: ground.landed(idx),
            approved: approved(ground, authorities, basis, idx),
            first: first || !existed(ground, idx, &paths),
            paths,
        });
    }
    changes
}

/// Whether a change only moved blanks at line ends and empty lines, as a formatter does.
fn reads_alike(ground: &Ground<'_>, change: &Change) -> bool {
    let text = |blob: &Option<BlobId>| ground.past.authority_texts.get(blob.as_ref()?);
    let (Some(before), Some(after)) = (text(&change.before), text(&change.after)) else { return false };
    let lines =
        |text: &str| -> Vec<String> { text.lines().map(str::trim_end).filter(|it| !it.is_empty()).map(str::to_owned).collect() };
    lines(before) == lines(after)
}

/// Whether any of the files was there before a commit.
fn existed(ground: &Ground<'_>, commit: CommitIdx, paths: &[crate::base::RepoPath]) -> bool {
    ground.commit(commit).changes.iter().any(|it| it.before.is_some() && paths.contains(&it.path))
}

/// The best approval of a commit by a trailer of its own or of its landing.
fn approved(
    ground: &Ground<'_>,
    authorities: &Authorities<'_>,
    basis: Basis<'_>,
    idx: CommitIdx,
) -> Option<(super::Actor, Proof)> {
    let settings = &basis.config.settings.control;
    let role = &settings.approver.as_ref()?.value;
    let commit = ground.commit(idx);
    let landing = commit.landing?;
    let (authority, landed) = (authorities.before(landing)?, ground.landed(idx)?);
    let mut best: Option<(super::Actor, Proof)> = None;
    let on_landing = (landing != idx).then_some(landing);
    for at in [Some(idx), on_landing].into_iter().flatten() {
        let it = ground.commit(at);
        for trailer in it.trailers.iter().filter(|it| it.key.eq_ignore_ascii_case("Approved-by")) {
            let (name, email) = authority::name_and_address(&trailer.value);
            let person = authority::person(&authority.people, &name, &email);
            let actor = authority::actor(person, &name, &email);
            let wrote = person.is_some_and(|it| authority::has_address(it, &commit.author.email));
            let held = person.filter(|it| !wrote && authority::holds(&authority.people, it, role, landed));
            let proof = held.map_or(Proof::Contradicted, |person| {
                let landed_at = ground.commit(landing).committer.at;
                let wanted = Wanted { person, authority: &authority, settings, landed, landed_at };
                let own = authority::has_address(person, &it.author.email)
                    || authority::has_address(person, &ground.commit(landing).author.email);
                let merge = at == landing && it.parents.len() > 1;
                let protected = merge && settings.protects_any(ground.past.branches());
                match signing::look(ground, at, &wanted) {
                    Signing::Valid(_) => Proof::Proven,
                    _ if own || protected => Proof::Attested,
                    _ => Proof::Claimed,
                }
            });
            if best.as_ref().is_none_or(|it| it.1 < proof) {
                best = Some((actor, proof));
            }
        }
    }
    best
}

/// Approvals that landed between two days, with document and place.
fn approvals(controls: &[Arc<DocumentControl>], from: Date, to: Date) -> Vec<(Date, EntryIdx, usize, &Event)> {
    let all = controls
        .iter()
        .enumerate()
        .flat_map(|(entry, it)| it.events.iter().enumerate().map(move |(at, event)| (entry, at, event)));
    let inside = all.filter(|(_, _, event)| event.kind.approves());
    let mut found: Vec<_> = inside
        .filter_map(|(entry, at, event)| Some((event.landed.filter(|it| (from..=to).contains(it))?, entry, at, event)))
        .collect();
    found.sort_by_key(|it| (it.0, it.1, it.2));
    found
}

fn figures(controls: &[Arc<DocumentControl>], from: Date, to: Date) -> Figures {
    let approvals = approvals(controls, from, to);
    let count = |proof: Proof| approvals.iter().filter(|it| it.3.proof == proof).count();
    let graded = |proof: Proof| controls.iter().filter(|it| it.approval_proof() == Some(proof)).count();
    let year = to.minus(Cycle { months: 12, days: 0 });
    let done = |it: &Arc<DocumentControl>| {
        let reviews = it.events.iter().filter_map(super::reviews::day_of);
        let days: BTreeSet<Date> = reviews.chain(it.review.last).filter(|day| *day >= year).collect();
        days.len()
    };
    let late =
        |it: &Arc<DocumentControl>| it.timeline.spans.iter().filter(|it| it.kind == SpanKind::Overdue && it.to >= year).count();
    let open_late = controls.iter().filter(|it| it.review.state.is_overdue()).count();
    let revisions = || controls.iter().flat_map(|it| it.revisions.iter().map(move |revision| (it, revision)));
    let landings = || {
        revisions().filter(|(_, it)| {
            let changed = matches!(it.change, ChangeKind::Created | ChangeKind::Content(_));
            changed && it.landed.is_some_and(|day| (from..=to).contains(&day))
        })
    };
    let unapproved = |(control, it): &(&Arc<DocumentControl>, &super::RevisionRecord)| {
        let event = it.approved_by.and_then(|at| control.events.get(at));
        it.status.as_deref() == Some("approved") && event.is_none_or(|it| it.proof == Proof::Contradicted)
    };
    Figures {
        documents: controls.len(),
        proven: count(Proof::Proven),
        attested: count(Proof::Attested),
        claimed: count(Proof::Claimed),
        contradicted: graded(Proof::Contradicted),
        only_claimed: graded(Proof::Claimed),
        late_reviews: controls.iter().map(late).sum(),
        reviews: controls.iter().map(done).sum::<usize>() + open_late,
        open_late,
        unapproved_landings: landings().filter(unapproved).count(),
        landings: landings().count(),
    }
}

fn quarters(controls: &[Arc<DocumentControl>], from: Date, to: Date) -> Vec<Quarter> {
    let quarter = |day: Date| (day.year(), u8::try_from((day.month() - 1) / 3 + 1).unwrap_or(1));
    let mut quarters: Vec<Quarter> = Vec::new();
    let mut next = quarter(from);
    while next <= quarter(to) {
        quarters.push(Quarter { year: next.0, quarter: next.1, approvals: Vec::new() });
        next = if next.1 == 4 { (next.0 + 1, 1) } else { (next.0, next.1 + 1) };
    }
    for (day, entry, at, event) in approvals(controls, from, to) {
        let (year, number) = quarter(day);
        if let Some(quarter) = quarters.iter_mut().find(|it| (it.year, it.quarter) == (year, number)) {
            quarter.approvals.push((event.proof, entry, at));
        }
    }
    quarters
}

fn signers(controls: &[Arc<DocumentControl>], from: Date, to: Date) -> Vec<SignerRow> {
    let mut rows: BTreeMap<&str, SignerRow> = BTreeMap::new();
    for (_, _, _, event) in approvals(controls, from, to) {
        let name = event.by.name.as_str();
        let row = rows.entry(name).or_insert_with(|| SignerRow {
            name: name.to_owned(),
            roles: Vec::new(),
            signed: 0,
            all: 0,
            keys: Vec::new(),
        });
        row.all += 1;
        if let Right::Held(role) | Right::OwnText(role) = &event.right
            && !row.roles.contains(role)
        {
            row.roles.push(role.clone());
        }
        if let Signing::Valid(signer) = &event.signing {
            row.signed += 1;
            let key = (signer.key.clone(), signer.since);
            if !signer.recorder && !row.keys.contains(&key) {
                row.keys.push(key);
            }
        }
    }
    let mut rows: Vec<SignerRow> = rows.into_values().collect();
    rows.sort_by(|a, b| b.all.cmp(&a.all).then_with(|| a.name.cmp(&b.name)));
    rows
}
