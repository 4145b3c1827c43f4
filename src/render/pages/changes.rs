//! What changed between two editions: documents by what happened to them, the same by clause, and the redline of each.
//!
//! These pages stand at the root of the site, in the frame of the edition there, and lead into the folders of both editions.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use super::frame::Frame;
use crate::base::{ClauseId, SitePath, number_key};
use crate::handbook::changes::{self, Changes, DocumentChange, DocumentFate, HandbookState};
use crate::handbook::{EntryIdx, Handbook};
use crate::redline::Amount;
use crate::render::strings::Strings;
use crate::render::view::{
    ChangedDocument, ChangesGroup, ChangesPage, ClauseChange, ClauseChanges, Link, ProofLevel, ProofMark, StripFact,
};
use crate::source::Standing;

/// An edition that is compared, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// Its pages.
    pub site: &'a Site<'a>,
}

impl<'a> Compared<'a> {
    pub(super) fn state(self) -> HandbookState<'a> {
        HandbookState { handbook: self.site.handbook, inputs: self.site.inputs }
    }

    pub(super) fn name(self) -> String {
        let name = &self.site.inputs.edition.name;
        if name.is_empty() { self.site.words().get("edition.draft").to_owned() } else { name.clone() }
    }

    pub(super) fn handbook(self) -> &'a Handbook {
        self.site.handbook
    }

    /// A link from a page at the root of the site to a page of the edition.
    pub(super) fn href(self, from: &SitePath, page: &SitePath) -> String {
        from.link_to(&SitePath::new(&format!("{}{page}", self.site.placement.folder)))
    }
}

/// Which of the editions of a site are compared, the earlier first, as places in their list, which begins with the latest and ends with
/// the working tree, if that is beside them: neighbours, and each with the current one. Their number does not grow with the square.
pub fn compared(standings: &[Standing]) -> Vec<(usize, usize)> {
    let published = standings.iter().position(|it| *it == Standing::Draft).unwrap_or(standings.len());
    let current = standings[..published].iter().position(|it| *it == Standing::Current);
    let draft = (published < standings.len() && published > 0).then_some((0, published));
    let neighbours = (1..published).map(|at| (at, at - 1));
    let to_current = current.into_iter().flat_map(|end| (end + 2..published).map(move |at| (at, end)));
    draft.into_iter().chain(neighbours).chain(to_current).collect()
}

/// Where the page about two editions stands, by their folders.
pub fn changes_address(old: &str, new: &str) -> SitePath {
    SitePath::new(&format!("changes/{}..{}.html", short(old), short(new)))
}

/// The last part of a folder, which tells editions apart.
fn short(folder: &str) -> &str {
    folder.trim_end_matches('/').rsplit('/').next().unwrap_or(folder)
}

/// Where the redline of a document stands.
pub fn redline_address(page: &SitePath, old: &str, new: &str) -> SitePath {
    let base = page.as_str().trim_end_matches(".html");
    SitePath::new(&format!("{base}/{}..{}.html", short(old), short(new)))
}

/// The page about two editions. `redlines` tells where the redline of a document stands, by its place in the later handbook.
pub fn changes_page(
    root: &Site<'_>,
    path: &SitePath,
    (old, new): (Compared<'_>, Compared<'_>),
    redlines: &BTreeMap<EntryIdx, SitePath>,
) -> String {
    let words = root.words();
    let all = changes::between(old.state(), new.state());
    let (title, lead) = (words.get("changes.title"), words.with("changes.lead", &[("a", &old.name()), ("b", &new.name())]));
    let frame = Frame { path, title, section: "reports", menu_page: false, description: None, crumbs: Vec::new() };
    let page = Pages { words, path, old, new, redlines };
    let most = all.documents.iter().map(|it| it.words.added + it.words.removed).max().unwrap_or(0);
    let group = |fate: DocumentFate| {
        let rows: Vec<ChangedDocument> = all.of(fate).map(|it| page.row(it, most)).collect();
        ChangesGroup { title: words.get(&format!("changes.{}", fate.name())).to_owned(), count: rows.len(), rows }
    };
    let view = ChangesPage {
        page: root.frame(frame),
        title: title.to_owned(),
        lead,
        others: root.changes_links(path).into_iter().filter(|it| it.href != path.link_to(path)).collect(),
        facts: page.facts(&all),
        groups: DocumentFate::ALL.into_iter().map(group).filter(|it| it.count > 0).collect(),
        clauses: page.clauses(&all),
        empty: if all.documents.is_empty() { words.get("changes.nothing").to_owned() } else { String::new() },
    };
    root.theme.render("changes.html", &view).html
}

struct Pages<'a> {
    words: &'a Strings,
    path: &'a SitePath,
    old: Compared<'a>,
    new: Compared<'a>,
    redlines: &'a BTreeMap<EntryIdx, SitePath>,
}

impl Pages<'_> {
    fn facts(&self, all: &Changes<'_>) -> Vec<StripFact> {
        let fact = |key: &str, value: String| StripFact { label: self.words.get(key).to_owned(), value, ..StripFact::default() };
        let count = |fate: DocumentFate| all.of(fate).count().to_string();
        let commits: BTreeSet<_> = all.documents.iter().flat_map(|it| &it.revisions).filter_map(|it| it.id.as_ref()).collect();
        let authors: BTreeSet<&str> =
            all.documents.iter().flat_map(|it| &it.revisions).filter_map(|it| it.author.as_deref()).collect();
        let by = self.words.plural("changes.authors", i64::try_from(authors.len()).unwrap_or(i64::MAX));
        vec![
            fact("changes.added", count(DocumentFate::Added)),
            fact("changes.changed", count(DocumentFate::Changed)),
            fact("changes.retired", count(DocumentFate::Retired)),
            fact("changes.unchanged", all.n_unchanged.to_string()),
            StripFact { note: by, ..fact("changes.commits", commits.len().to_string()) },
        ]
    }

    /// The document in the later edition, or in the earlier one if it is gone.
    fn link(&self, change: &DocumentChange<'_>) -> (String, Link) {
        let (side, at) = match (change.new, change.old) {
            (Some(at), _) => (self.new, at),
            (None, at) => (self.old, at.unwrap_or(0)),
        };
        let entry = &side.handbook().entries[at];
        let link = Link { title: entry.document.title.value.clone(), href: side.href(self.path, &entry.page) };
        (entry.document.id.value.to_string(), link)
    }

    fn row(&self, change: &DocumentChange<'_>, most: usize) -> ChangedDocument {
        let (id, document) = self.link(change);
        let version = |side: Compared<'_>, at: Option<EntryIdx>| {
            at.and_then(|at| side.handbook().entries[at].document.version.as_ref()).map(|it| it.value.clone())
        };
        let both = (version(self.old, change.old), version(self.new, change.new));
        let redline = change.new.and_then(|at| self.redlines.get(&at)).filter(|_| change.fate != DocumentFate::Reformatted);
        let mut why: Vec<String> =
            change.moved_from.iter().map(|it| self.words.with("changes.from", &[("path", it.as_str())])).collect();
        why.extend(change.revisions.iter().take(3).map(|it| it.subject.clone()));
        let sections = change.redline.as_ref().map_or_else(Vec::new, |redline| {
            let name = |at: usize| redline.new.parsed.outline.get(at).map(|it| it.number.clone()).filter(|it| !it.is_empty());
            redline.changed_sections().0.into_iter().filter_map(name).collect()
        });
        ChangedDocument {
            id,
            document,
            retired: change.fate == DocumentFate::Retired,
            why,
            version: match both {
                (Some(a), Some(b)) if a != b => self.words.with("changes.versions", &[("a", &a), ("b", &b)]),
                (_, Some(version)) | (Some(version), None) => version,
                (None, None) => String::new(),
            },
            sections: sections.join(", "),
            figure: figure(change.words, most),
            words: format!("+{} −{}", change.words.added, change.words.removed),
            proof: change.approval.map(|(_, proof)| ProofMark::new(ProofLevel::from(proof), self.words)),
            by: change.approval.and_then(|it| it.0).unwrap_or_default().to_owned(),
            redline: redline.map_or_else(String::new, |it| self.path.link_to(it)),
        }
    }

    /// By clause of the primary framework: documents that are not as they were, were reviewed since, or are overdue.
    fn clauses(&self, all: &Changes<'_>) -> Vec<ClauseChanges> {
        let mut told: BTreeMap<ClauseId, Vec<ClauseChange>> = BTreeMap::new();
        let changed: BTreeMap<EntryIdx, &DocumentChange<'_>> =
            all.documents.iter().filter_map(|it| Some((it.new?, it))).collect();
        let gone = all.documents.iter().filter(|it| it.new.is_none());
        for change in gone {
            let what = self.words.get("changes.what.retired").to_owned();
            let (id, link) = self.link(change);
            let document = Link { title: format!("{id} {}", link.title), href: link.href };
            for clause in clauses_of(self.old.handbook(), change.old.unwrap_or(0)) {
                told.entry(clause).or_default().push(ClauseChange {
                    document: document.clone(),
                    what: what.clone(),
                    overdue: false,
                });
            }
        }
        for (at, entry) in self.new.handbook().entries.iter().enumerate() {
            let change = changed.get(&at);
            let since = self.old.handbook().as_of;
            let reviewed = entry.control.review.last.is_some_and(|it| it > since);
            let overdue = entry.review.is_overdue() && !entry.document.is_retired();
            let fate = change.map(|it| format!("changes.what.{}", it.fate.name()));
            let mut what: Vec<&str> = Vec::new();
            what.extend(fate.as_ref().map(|it| self.words.get(it)));
            what.extend(reviewed.then(|| self.words.get("changes.what.reviewed")));
            what.extend(overdue.then(|| self.words.get("changes.what.overdue")));
            if what.is_empty() {
                continue;
            }
            let href = match change.and_then(|_| self.redlines.get(&at)) {
                Some(redline) => self.path.link_to(redline),
                None => self.new.href(self.path, &entry.page),
            };
            let title = format!("{} {}", entry.document.id.value, entry.document.title.value);
            let change = ClauseChange { document: Link { title, href }, what: what.join(", "), overdue };
            for clause in clauses_of(self.new.handbook(), at) {
                told.entry(clause).or_default().push(change.clone());
            }
        }
        let handbook = self.new.handbook();
        let Some((framework, _)) = handbook.primary_framework() else { return Vec::new() };
        let mut told: Vec<(ClauseId, Vec<ClauseChange>)> = told.into_iter().collect();
        told.sort_by_cached_key(|it| number_key(it.0.as_str()));
        let named = |(id, documents): (ClauseId, Vec<ClauseChange>)| {
            let (_, clause) = framework.clause(id.as_str())?;
            let page = super::address::clause_page(framework.id.as_str(), id.as_str());
            let clause = Link { title: format!("{} {}", clause.number, clause.title), href: self.new.href(self.path, &page) };
            Some(ClauseChanges { clause, documents })
        };
        told.into_iter().filter_map(named).collect()
    }
}

/// The clauses of the primary framework that a document or its sections name.
fn clauses_of(handbook: &Handbook, at: EntryIdx) -> BTreeSet<ClauseId> {
    let document = &handbook.entries[at].document;
    let tags = document.clauses.iter().chain(document.section_tags.iter().flatten());
    tags.filter(|it| it.clause.framework == *handbook.primary()).map(|it| it.clause.clause.clone()).collect()
}

/// Words that came, filled, and words that went, outlined, on one measure for all documents of a page.
fn figure(words: Amount, most: usize) -> String {
    if most == 0 {
        return String::new();
    }
    let wide = |n: usize| if n == 0 { 0 } else { (n * 92 / most).max(2) };
    let (added, removed) = (wide(words.added), wide(words.removed));
    let mut svg = String::from("<svg viewBox=\"0 0 96 12\" aria-hidden=\"true\">");
    if added > 0 {
        svg.push_str(&format!("<rect x=\"0\" y=\"1\" width=\"{added}\" height=\"10\" fill=\"var(--ok)\"/>"));
    }
    if removed > 0 {
        let at = if added > 0 { added + 2 } else { 0 };
        svg.push_str(&format!(
            "<rect x=\"{at}.5\" y=\"1.5\" width=\"{removed}\" height=\"9\" fill=\"none\" stroke=\"var(--bad)\"/>"
        ));
    }
    svg.push_str("</svg>");
    svg
}
