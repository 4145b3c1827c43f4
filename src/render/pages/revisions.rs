//! Redlines between the texts that a document had: its last changes of content, each against the text before, and its latest text against
//! the one in force. Any other pair is `clausebook diff`, as their number grows with the square of what a document went through.

use super::Site;
use super::frame::Frame;
use super::redlines::{Lays, MOST_REASONS, fill};
use crate::base::{BlobId, SitePath};
use crate::handbook::EntryIdx;
use crate::handbook::document_control::{DocumentControl, RevisionRecord};
use crate::redline;
use crate::render::body::Shown;
use crate::render::view::{Link, RedlinePage};

/// The latest changes of content of a document that have a redline.
const LATEST: usize = 3;

/// Two texts of a document that are compared on a page of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revised {
    /// The document.
    pub entry: EntryIdx,
    /// Where the page goes.
    pub path: SitePath,
    /// The earlier and the later one, as places in the list of contents of the document.
    pair: (usize, usize),
}

/// Revisions in a row, the latest first, with one content.
struct Content {
    latest: usize,
    /// The one that brought it.
    first: usize,
}

/// The contents that a document had, the latest first.
fn contents(control: &DocumentControl) -> Vec<Content> {
    let mut contents: Vec<Content> = Vec::new();
    let known = control.revisions.iter().enumerate().filter(|it| it.1.blob.is_some() && it.1.digest.is_some());
    for (at, revision) in known {
        match contents.last_mut() {
            Some(it) if control.revisions[it.first].digest == revision.digest => it.first = at,
            _ => contents.push(Content { latest: at, first: at }),
        }
    }
    contents
}

/// Which of them are compared.
fn pairs(in_force: Option<usize>, contents: &[Content]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = (1..contents.len()).take(LATEST).map(|at| (at, at - 1)).collect();
    let in_force = in_force.and_then(|at| contents.iter().position(|it| (it.latest..=it.first).contains(&at)));
    pairs.extend(in_force.filter(|at| *at > 1).map(|at| (at, 0)));
    pairs
}

/// The name of a text in addresses.
fn name(it: &RevisionRecord) -> &str {
    it.id.as_ref().map_or("draft", |it| it.short())
}

impl Site<'_> {
    /// Whether pages here have redlines of what a document went through. They stand at the root of the site alone: other editions and the
    /// working tree beside it would say the same again.
    fn has_revisions(&self) -> bool {
        self.placement.folder.is_empty() && self.past().is_some()
    }

    /// Redlines of what a document went through.
    fn revised(&self, entry: EntryIdx) -> Vec<Revised> {
        let it = &self.handbook.entries[entry];
        let contents = contents(&it.control);
        let base = it.page.as_str().trim_end_matches(".html");
        let address = |(old, new): (usize, usize)| {
            let text = |at: usize| name(&it.control.revisions[contents[at].first]);
            // An edition is never called like that, and so no page of it.
            SitePath::new(&format!("{base}/text-{}..{}.html", text(old), text(new)))
        };
        let mut revised: Vec<Revised> = Vec::new();
        let in_force = self.unjudged().is_none().then_some(it.control.in_force).flatten();
        for pair in pairs(in_force, &contents) {
            let path = address(pair);
            if !revised.iter().any(|it| it.path == path) {
                revised.push(Revised { entry, path, pair });
            }
        }
        revised
    }

    /// Redlines that revisions of a document lead to, each with its revision: against the text before it and, of the latest, against the one
    /// in force.
    pub(super) fn revision_links(&self, path: &SitePath, entry: EntryIdx) -> Vec<(usize, Link)> {
        // The page of a pending text has its own redline.
        if !self.has_revisions() || self.own_pending(path, entry).is_some() {
            return Vec::new();
        }
        let contents = contents(&self.handbook.entries[entry].control);
        let key = |it: &Revised| if it.pair.0 == it.pair.1 + 1 { "revision.redline" } else { "revision.redline.in_force" };
        let link = |it: &Revised| Link { title: self.words().get(key(it)).to_owned(), href: path.link_to(&it.path) };
        self.revised(entry).iter().map(|it| (contents[it.pair.1].first, link(it))).collect()
    }

    /// How any two texts of a document are compared; empty where there are no two.
    pub(super) fn revision_command(&self, entry: EntryIdx) -> String {
        let it = &self.handbook.entries[entry];
        let contents = contents(&it.control);
        let committed = |it: &Content| self.handbook.entries[entry].control.revisions[it.first].id.clone();
        match contents.iter().map(committed).collect::<Vec<_>>().as_slice() {
            [new, .., Some(old)] => {
                let new = new.as_ref().map_or("draft", |it| it.short());
                format!("clausebook diff {} {new} {}", old.short(), it.document.id.value)
            }
            _ => String::new(),
        }
    }

    /// A reference of an earlier text: values by what they stand for, links as their words.
    fn shown_then(&self, text: &redline::Side<'_>) -> Vec<Shown> {
        text.parsed.references.iter().map(|it| self.shown_before(it)).collect()
    }
}

/// All redlines of what the documents of a site went through.
pub fn revisions(site: &Site<'_>) -> Vec<Revised> {
    if !site.has_revisions() {
        return Vec::new();
    }
    let entries = site.handbook.entries.iter().enumerate().filter(|it| !it.1.is_only_pending());
    entries.flat_map(|(entry, _)| site.revised(entry)).collect()
}

/// Makes one, and says whether it is whole: if one of the two texts is not there, the page says so. `read` gives texts of the past.
pub fn revision_page(site: &Site<'_>, it: &Revised, read: &dyn Fn(&BlobId) -> Option<String>) -> (String, bool) {
    let (words, path) = (site.words(), &it.path);
    let entry = &site.handbook.entries[it.entry];
    let contents = contents(&entry.control);
    let (old, new) = (&contents[it.pair.0], &contents[it.pair.1]);
    let revisions = &entry.control.revisions;
    let called = |it: &Content| {
        let first = &revisions[it.first];
        match first.landed {
            Some(day) => words.with("revision.text", &[("commit", name(first)), ("day", &site.date(day))]),
            None => words.get("revision.uncommitted").to_owned(),
        }
    };
    let names = (called(old), called(new));
    let title = entry.document.title.value.clone();
    let document = Link { title: title.clone(), href: path.link_to(&entry.page) };
    let frame = Frame { path, title: &title, section: "documents", menu_page: false, description: None, crumbs: vec![document] };
    let between = revisions[new.latest..old.latest.max(new.latest)].iter();
    let mut view = RedlinePage {
        page: site.frame(frame),
        lead: words.with("redline.lead", &[("id", entry.document.id.value.as_str()), ("a", &names.0), ("b", &names.1)]),
        texts: vec![Link {
            title: words.get("doc.history").to_owned(),
            href: format!("{}#page:history", path.link_to(&entry.page)),
        }],
        why: between.take(MOST_REASONS).map(|it| site.reason(it)).collect(),
        title,
        ..RedlinePage::default()
    };
    let text = |it: &Content| {
        let blob = revisions[it.latest].blob.as_ref()?;
        site.inputs.texts.get(blob).map(|it| it.to_string()).or_else(|| read(blob))
    };
    let (Some(before), Some(after)) = (text(old), text(new)) else {
        view.note = words.get("revision.text.missing").to_owned();
        return (site.theme.render("redline.html", &view).html, false);
    };
    let redline = redline::compare(&before, &after);
    let mut links = site.shown_then(&redline.new);
    links.extend(site.shown_then(&redline.old));
    let approved = revisions[new.latest..=new.first].iter().find_map(|it| entry.control.events.get(it.approved_by?));
    let approval = approved.map(|it| (Some(it.by.name.as_str()), it.proof));
    fill(&mut view, words, &redline, &Lays { links: &links, commits: &[], names: (&names.0, &names.1), approval });
    (site.theme.render("redline.html", &view).html, true)
}
