//! The redline of a document between two editions, and what the redline of any two texts shows.

use super::Site;
use super::body::{body_words, draw};
use super::changes::Compared;
use super::frame::Frame;
use crate::base::SitePath;
use crate::handbook::changes::{self, DocumentChange};
use crate::handbook::document_control::RevisionRecord;
use crate::handbook::{EntryIdx, Proof};
use crate::redline::Redline;
use crate::render::body::{LinkClass, SectionShown, Shown};
use crate::render::escape::escape;
use crate::render::redline::{CommitShown, RedlineContext, RedlineWords, fields, redline};
use crate::render::strings::Strings;
use crate::render::view::{Link, ProofLevel, Reason, RedlinePage, StripFact};

/// The most commits and trailers told on a page.
pub(super) const MOST_REASONS: usize = 20;

/// The redline of a document between two editions, by its places in both handbooks.
pub fn redline_page(
    root: &Site<'_>,
    path: &SitePath,
    (old, new): (Compared<'_>, Compared<'_>),
    (before, after): (EntryIdx, EntryIdx),
    changes_page: &SitePath,
) -> String {
    let words = root.words();
    let (was, is) = (&old.handbook().entries[before], &new.handbook().entries[after]);
    let title = &is.document.title.value;
    let crumbs = vec![
        Link { title: title.clone(), href: new.href(path, &is.page) },
        Link { title: words.get("changes.title").to_owned(), href: path.link_to(changes_page) },
    ];
    let frame = Frame { path, title, section: "documents", menu_page: false, description: None, crumbs };
    let mut view = RedlinePage {
        page: root.frame(frame),
        title: title.clone(),
        lead: words.with("redline.lead", &[("id", is.document.id.value.as_str()), ("a", &old.name()), ("b", &new.name())]),
        texts: vec![
            Link { title: words.with("redline.text", &[("name", &old.name())]), href: old.href(path, &was.page) },
            Link { title: words.with("redline.text", &[("name", &new.name())]), href: new.href(path, &is.page) },
        ],
        ..RedlinePage::default()
    };
    if let Some(change) = changes::document(old.state(), new.state(), Some(before), Some(after)) {
        if let Some(redline) = &change.redline {
            let links: Vec<Shown> = links(new, path, change.new).into_iter().chain(links(old, path, change.old)).collect();
            let commits = commits(new, path, &change);
            let names = (old.name(), new.name());
            let lays = Lays { links: &links, commits: &commits, names: (&names.0, &names.1), approval: change.approval };
            fill(&mut view, words, redline, &lays);
        }
        view.why = change.revisions.iter().take(MOST_REASONS).map(|it| new.site.reason(it)).collect();
    }
    root.theme.render("redline.html", &view).html
}

/// What is known of two texts beside what they say.
pub(super) struct Lays<'a> {
    /// Where references lead: those of the later text, then those of the earlier one.
    pub(super) links: &'a [Shown],
    /// For each edit the commit that made it, if that is known.
    pub(super) commits: &'a [Option<CommitShown>],
    /// What the texts are called.
    pub(super) names: (&'a str, &'a str),
    /// Who approved the later one, and how well that is proven.
    pub(super) approval: Option<(Option<&'a str>, Proof)>,
}

/// Puts a redline into its page.
pub(super) fn fill(view: &mut RedlinePage, words: &Strings, it: &Redline<'_>, lays: &Lays<'_>) {
    let redline_words = redline_words(words);
    let outlines = it.new.parsed.outline.iter().chain(&it.old.parsed.outline);
    let sections: Vec<SectionShown> = outlines.map(|it| SectionShown { number: it.number.clone(), tags: Vec::new() }).collect();
    let shown = redline(
        it,
        &RedlineContext {
            title: &view.title,
            links: lays.links,
            sections: &sections,
            diagram: &draw,
            body_words: &body_words(words),
            words: &redline_words,
            commits: lays.commits,
            id_prefix: "",
        },
    );
    let (changed, of) = it.changed_sections();
    let fact = |key: &str, value: String, note: &str| StripFact {
        label: words.get(key).to_owned(),
        value,
        note: note.to_owned(),
        ..StripFact::default()
    };
    view.facts = vec![
        fact(
            "redline.sections",
            words.with("redline.of", &[("n", &changed.len().to_string()), ("all", &of.to_string())]),
            words.get("redline.changed"),
        ),
        fact("redline.words", format!("+{} −{}", it.words.added, it.words.removed), ""),
        fact("redline.fields", it.fields.len().to_string(), words.get("redline.changed")),
    ];
    if let Some((by, proof)) = lays.approval {
        let level = words.get(ProofLevel::from(proof).key());
        view.facts.push(fact("col.approved", by.unwrap_or_default().to_owned(), level));
    }
    view.fields_html = fields(&it.fields, lays.names, &redline_words);
    view.body_html = if it.changes_body() { shown.html } else { format!("<p>{}</p>", escape(words.get("redline.nothing"))) };
    view.changes = shown.changes.into_iter().map(|(anchor, title)| Link { title, href: format!("#{anchor}") }).collect();
    view.note = if it.is_coarse {
        words.get("redline.coarse").to_owned()
    } else {
        words.plural("redline.count", i64::try_from(view.changes.len()).unwrap_or(i64::MAX))
    };
}

impl Site<'_> {
    /// Why a text was written: what its commit says, with the trailers that record who approved or reviewed what.
    pub(super) fn reason(&self, it: &RevisionRecord) -> Reason {
        let commit = it.commit.and_then(|at| self.past()?.commits.get(at));
        let trailers = commit.map_or(&[][..], |it| &it.trailers);
        Reason {
            commit: it.id.as_ref().map_or_else(|| self.words().get("edition.draft").to_owned(), |it| it.short().to_owned()),
            who: it.author.clone().unwrap_or_default(),
            day: it.written.map_or_else(String::new, |day| self.date(day)),
            subject: it.subject.clone(),
            trailers: trailers.iter().take(MOST_REASONS).map(|it| format!("{}: {}", it.key, it.value)).collect(),
        }
    }
}

/// What the references of a document lead to, seen from a page at the root of the site.
fn links(side: Compared<'_>, path: &SitePath, at: Option<EntryIdx>) -> Vec<Shown> {
    let Some(at) = at else { return Vec::new() };
    let home = SitePath::new("index.html");
    let lead = format!("{}{}", path.to_root(), side.site.placement.folder);
    let from_here = |href: String| if href.starts_with('#') { href } else { format!("{lead}{href}") };
    let moved = |shown: Shown| match shown {
        Shown::Link { href, title, tip, class } if class != LinkClass::External => {
            Shown::Link { href: from_here(href), title, tip, class }
        }
        Shown::Image { href, size } => Shown::Image { href: from_here(href), size },
        other => other,
    };
    side.site.links_shown(&home, at).into_iter().map(moved).collect()
}

fn commits(new: Compared<'_>, path: &SitePath, change: &DocumentChange<'_>) -> Vec<Option<CommitShown>> {
    let page = change.new.map(|at| new.href(path, &new.handbook().entries[at].page));
    let shown = |it: &RevisionRecord| CommitShown {
        id: it.id.as_ref().map_or_else(|| new.site.words().get("edition.draft").to_owned(), |it| it.short().to_owned()),
        href: page.as_ref().map(|it| format!("{it}#page:history")),
        title: format!("{}: {}", it.author.as_deref().unwrap_or("—"), it.subject),
    };
    changes::commits_of(change).into_iter().map(|it| it.map(shown)).collect()
}

/// Words of redlines in the site's language.
pub fn redline_words(words: &Strings) -> RedlineWords {
    let word = |key: &str| words.get(key).to_owned();
    let known =
        ["version", "status", "classification", "effective", "reviewed", "owner", "approver", "type", "date", "retention"];
    RedlineWords {
        same: word("redline.same"),
        show: word("redline.show"),
        went: word("redline.went"),
        came: word("redline.came"),
        to_new: word("redline.to_new"),
        to_old: word("redline.to_old"),
        as_it_stood: word("redline.as_it_stood"),
        table: word("body.table"),
        change: word("redline.change"),
        field: word("redline.field"),
        before: word("redline.before"),
        after: word("redline.after"),
        fields: known.iter().map(|key| ((*key).to_owned(), word(&format!("field.{key}")))).collect(),
    }
}
