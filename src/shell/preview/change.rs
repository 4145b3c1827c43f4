//! What only a preview can tell: which text of a document is not committed yet, what differs from the last commit and from the text in
//! force, and what the change will need before it counts.

use serde_json::{Value, json};

use crate::base::BlobId;
use crate::handbook::document_control::{ChangeKind, RevisionRecord};
use crate::handbook::{Entry, Review};
use crate::pipeline::BuiltEdition;
use crate::redline;
use crate::render::body::{BodyWords, Shown};
use crate::render::diagram;
use crate::render::escape::escape;
use crate::render::redline::{RedlineContext, RedlineWords, fields, redline as as_html};
use crate::syntax::{self, ReferenceKind};

/// Which text the uncommitted one is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Against {
    /// That of the last commit.
    Commit,
    /// The one in force.
    Force,
}

impl Against {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "commit" => Some(Self::Commit),
            "force" => Some(Self::Force),
            _ => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Commit => "the last commit",
            Self::Force => "the text in force",
        }
    }
}

/// The text to compare with, if history knows one.
pub(super) fn revision(entry: &Entry, against: Against) -> Option<&RevisionRecord> {
    let control = &entry.control;
    match against {
        Against::Commit => control.revisions.iter().find(|it| it.commit.is_some()),
        Against::Force => control.in_force.and_then(|at| control.revisions.get(at)).filter(|it| it.commit.is_some()),
    }
}

/// What is told of a document's uncommitted text; null if it is committed as it is.
pub(super) fn told(entry: &Entry) -> Value {
    let control = &entry.control;
    if !control.uncommitted {
        return Value::Null;
    }
    let has = |against| revision(entry, against).is_some_and(|it| it.blob.is_some());
    let latest = control.revisions.first().filter(|it| it.commit.is_none());
    let text = match latest.map(|it| &it.change) {
        Some(ChangeKind::Created) => String::from("This document is new: no commit holds it."),
        Some(ChangeKind::Content(parts)) => format!("Changed since the last commit: {}.", parts.join(", ")),
        Some(ChangeKind::Moved(from)) => format!("Its file was `{from}` in the last commit."),
        _ => String::from("It is written differently than in the last commit and says the same."),
    };
    json!({
        "uncommitted": true,
        "text": text,
        "needs": needs(entry),
        "commit": has(Against::Commit),
        "force": has(Against::Force) && !is_last_in_force(entry),
    })
}

/// Whether the text in force is the one of the last commit, so that one comparison says all.
fn is_last_in_force(entry: &Entry) -> bool {
    let blob = |against| revision(entry, against).and_then(|it| it.blob.as_ref());
    blob(Against::Commit) == blob(Against::Force)
}

/// What the change will need, by what is on record of the text before it.
fn needs(entry: &Entry) -> Vec<String> {
    let control = &entry.control;
    let Some(latest) = control.revisions.first().filter(|it| it.commit.is_none()) else { return Vec::new() };
    let says_else = matches!(latest.change, ChangeKind::Content(_) | ChangeKind::Created);
    let mut needs = Vec::new();
    if !says_else {
        return needs;
    }
    let last = revision(entry, Against::Commit);
    let claims = latest.status.as_deref() == Some("approved");
    let was_approved = control.revisions.iter().any(|it| it.approved_by.is_some());
    if latest.approved_by.is_none() && (claims || was_approved) {
        let who = entry.document.approver.as_ref().map(|it| format!(" by `{}`", it.value)).unwrap_or_default();
        needs.push(format!("a new approval{who}: the one on record is for the text before this change"));
    }
    if let Some(version) = last.and_then(|it| it.version.as_ref()).filter(|it| latest.version.as_ref() == Some(it)) {
        needs.push(format!("another `version`: it still says `{version}`, as the last commit does"));
    }
    match control.review.state {
        Review::Late { due } | Review::Overdue { due } => {
            needs.push(format!("a review: it was due on {due}, and a change of the text is none"))
        }
        Review::Never => needs.push(String::from("a review: none is on record, and a change of the text is none")),
        _ => {}
    }
    needs
}

/// What differs, as the main part of a page.
pub(super) fn differences(edition: &BuiltEdition, entry: &Entry, before: &str, against: Against) -> String {
    let after = edition.inputs.text(&entry.path).map_or("", |it| &**it);
    let compared = redline::compare(before, after);
    let title = &entry.document.title.value;
    let values = &edition.handbook.config.values;
    let shown = |text: &str| -> Vec<Shown> {
        let references = syntax::parse(text).references;
        let shown = references.iter().map(|it| match &it.kind {
            ReferenceKind::Value { name } => values.get(name.as_str()).map_or(Shown::Dead, |it| Shown::Value(it.text.clone())),
            _ => Shown::Plain(None),
        });
        shown.collect()
    };
    let links: Vec<Shown> = shown(after).into_iter().chain(shown(before)).collect();
    let words = RedlineWords::default();
    let context = RedlineContext {
        title,
        links: &links,
        sections: &[],
        diagram: &|source, title, number| diagram::diagram(source, title, &format!("figure-{number}")),
        body_words: &BodyWords::default(),
        words: &words,
        commits: &[],
        id_prefix: "d:",
    };
    let back = super::page::encoded(entry.page.as_str());
    let mut main = format!(
        "<nav class=\"crumbs\"><ol><li><a href=\"/{back}\">{}</a></li></ol></nav>\n<h1>{}</h1>\n<p class=\"lead\">What differs from {}.</p>\n",
        escape(entry.document.id.value.as_str()),
        escape(title),
        against.words()
    );
    main.push_str(&fields(&compared.fields, (against.words(), "the working tree"), &words));
    if compared.changes_body() {
        main.push_str(&as_html(&compared, &context).html);
    } else {
        main.push_str("<p>The text says what it said.</p>\n");
    }
    main
}

/// The id of the bytes to compare with.
pub(super) fn blob(entry: &Entry, against: Against) -> Option<BlobId> {
    revision(entry, against)?.blob.clone()
}
