//! Puts the documents of an edition together.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::document_control::{Basis, Judged, JudgedBy, Judgement, Keyring, Subject, Written, judge};
use super::links::{MAX_SUGGESTIONS, Targets};
use super::pending::without_effect;
use super::{Coverage, Entry, EntryIdx, Former, Handbook, Ids, ItemRef, Links, Nav, Pending, Roles, coverage};
use crate::base::{Addresses, Date, RepoPath, SitePath, number_key};
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::model::Document;
use crate::source::History;

/// What an edition is made of.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Documents by path, each with its text.
    pub documents: Vec<(RepoPath, Arc<Document>, Written)>,
    /// Files that are not documents and may be linked to.
    pub attachments: Vec<RepoPath>,
    /// Settings.
    pub config: Config,
    /// Frameworks.
    pub catalogue: Catalogue,
    /// The day to judge on.
    pub as_of: Date,
    /// The day of the build.
    pub today: Date,
    /// What is not in force, if the documents are the texts in force.
    pub pending: BTreeMap<RepoPath, Pending>,
    /// What documents are judged by, if somebody wants to go on from the judgement.
    pub judged_by: Option<JudgedBy>,
    /// An earlier judgement to go on from, whatever it was made by.
    pub judged: Option<Arc<Judged>>,
}

/// Makes a handbook of its sources and of what history says about them, and gives the judgement to go on from. Total.
pub fn assemble(sources: Sources, history: &History, keys: &dyn Keyring) -> (Handbook, Option<Judged>) {
    let Sources { mut documents, attachments, config, catalogue, as_of, today, pending, judged_by, judged } = sources;
    documents.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, document, _) in &mut documents {
        if pending.get(path).is_some_and(|it| it.in_force.is_none()) {
            without_effect(Arc::make_mut(document));
        }
    }
    let basis = Basis { history, config: &config, keys, as_of, today };
    let judge = |subjects: &[Subject<'_>]| judge(subjects, basis, judged_by.as_ref(), judged.as_deref());
    let (mut entries, judgement) = make_entries(documents, pending, judge);
    let Judgement { report: control, tag_troubles, judged, .. } = judgement;
    let nav = Nav::new(&mut entries, &config);
    let ids = Ids::new(&entries);
    let roles = Roles::new(&config.people, &entries, &ids, as_of);
    let attachments = place_attachments(&attachments);
    let by_path: BTreeMap<RepoPath, EntryIdx> = entries.iter().enumerate().map(|(idx, it)| (it.path.clone(), idx)).collect();
    let former = Former::new(&entries, &ids, history);
    let links = Links::new(&Targets {
        former: &former,
        entries: &entries,
        by_path: &by_path,
        attachments: &attachments,
        ids: &ids,
        roles: &roles,
        config: &config,
        catalogue: &catalogue,
        suggestions: Cell::new(MAX_SUGGESTIONS),
    });
    let items = collect_items(&entries);
    let coverage = Coverage::new();
    let mut handbook = Handbook {
        as_of,
        control,
        entries,
        ids,
        tag_troubles,
        former,
        links,
        roles,
        nav,
        coverage,
        items,
        attachments,
        config,
        catalogue,
    };
    handbook.coverage = coverage::coverage(&handbook);
    (handbook, judged)
}

/// Each document gets a page by its id; of two with one id the second gets a number, so that both can be seen.
fn make_entries(
    documents: Vec<(RepoPath, Arc<Document>, Written)>,
    mut pending: BTreeMap<RepoPath, Pending>,
    judge: impl FnOnce(&[Subject<'_>]) -> Judgement,
) -> (Vec<Entry>, Judgement) {
    let later = |path: &RepoPath| pending.get(path)?.in_force.as_ref().map(|it| it.later);
    let subjects: Vec<Subject<'_>> =
        documents.iter().map(|(path, document, written)| Subject { path, document, written, later: later(path) }).collect();
    let mut judgement = judge(&subjects);
    let controls = std::mem::take(&mut judgement.controls);
    let mut used = Addresses::without(&["documents/index.html"]);
    let entries = documents.into_iter().zip(controls).map(|((path, document, written), control)| {
        let name = SitePath::new(&document.id.value.key().replace('/', "-"));
        let own = used.take(|n| match n {
            1 => SitePath::new(&format!("documents/{name}.html")),
            n => SitePath::new(&format!("documents/{name}--{n}.html")),
        });
        let pending = pending.remove(&path);
        // Without a text in force there is no other page.
        let page = pending.as_ref().filter(|it| it.in_force.is_none()).map_or(own, |it| it.page.clone());
        let review = control.review.state;
        Entry { path, page, group: 0, review, document, written, control, pending }
    });
    (entries.collect(), judgement)
}

/// `files/` and the path in the repository; two paths that come out the same are told apart by a number.
fn place_attachments(paths: &[RepoPath]) -> BTreeMap<RepoPath, SitePath> {
    let mut used = Addresses::default();
    let mut sorted: Vec<&RepoPath> = paths.iter().collect();
    sorted.sort();
    sorted
        .into_iter()
        .map(|path| {
            let place = used.take(|n| match n {
                1 => SitePath::new(&format!("files/{path}")),
                n => SitePath::new(&format!("files/{n}/{path}")),
            });
            (path.clone(), place)
        })
        .collect()
}

fn collect_items(entries: &[Entry]) -> BTreeMap<String, Vec<ItemRef>> {
    let mut items: BTreeMap<String, Vec<ItemRef>> = BTreeMap::new();
    for (idx, entry) in entries.iter().enumerate().filter(|(_, it)| !it.document.is_retired()) {
        let own = entry.document.item.iter().map(|it| (it, ItemRef { entry: idx, item: None }));
        let held = entry.document.entries.iter().enumerate().map(|(item, it)| (it, ItemRef { entry: idx, item: Some(item) }));
        for (item, at) in own.chain(held) {
            items.entry(item.kind.clone()).or_default().push(at);
        }
    }
    let id_of = |at: &ItemRef| {
        let document = &entries[at.entry].document;
        at.item.and_then(|item| document.entries.get(item)).map_or(&document.id.value, |item| &item.id.value)
    };
    for list in items.values_mut() {
        list.sort_by_cached_key(|at| (number_key(id_of(at).as_str()), *at));
    }
    items
}
