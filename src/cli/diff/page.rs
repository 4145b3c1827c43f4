//! What changed as one HTML file that needs no other: styles within, no script, nothing asked of a network.

use super::{State, Told};
use crate::base::RepoPath;
use crate::handbook::changes::{self, DocumentChange, DocumentFate};
use crate::render::body::Shown;
use crate::render::escape::escape;
use crate::render::pages::{body_words, redline_words};
use crate::render::redline::{CommitShown, RedlineContext, fields, redline, standalone};
use crate::render::strings::Strings;
use crate::render::view::ProofLevel;
use crate::syntax::ReferenceKind;

/// In the language of the later state, with the words of its theme.
pub(super) fn write(told: &Told<'_>) -> String {
    let language = &told.new.handbook.config.settings.language;
    let own = RepoPath::new(&format!("theme/strings/{language}.yml")).ok();
    let own = own.and_then(|path| told.new.inputs.text(&path)).map(|it| &**it);
    let words = &Strings::load(language, own).0;
    let title = words.with("changes.versions", &[("a", &named(told.old, words)), ("b", &named(told.new, words))]);
    let heading = words.get("changes.title");
    let mut main = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(heading), escape(&title));
    main.push_str(&list(told, words));
    for (at, change) in told.changes.documents.iter().enumerate() {
        main.push_str(&document(told, words, change, at + 1));
    }
    standalone(language, &format!("{heading}: {title}"), &main)
}

fn named(state: &State, words: &Strings) -> String {
    let day = words.date(state.inputs.today);
    match state.commit() {
        Some(id) if state.name.starts_with(id) => words.with("revision.text", &[("commit", &state.name), ("day", &day)]),
        Some(id) => words.with("revision.text", &[("commit", &format!("{} ({id})", state.name)), ("day", &day)]),
        None => words.get("edition.draft").to_owned(),
    }
}

fn list(told: &Told<'_>, words: &Strings) -> String {
    if told.changes.documents.is_empty() {
        return format!("<p>{}</p>\n", escape(words.get("changes.nothing")));
    }
    let mut out = String::new();
    let rows = |out: &mut String, fate: DocumentFate| {
        for (at, change) in told.changes.documents.iter().enumerate().filter(|it| it.1.fate == fate) {
            let (id, title) = told.name(change);
            let version = match told.versions(change) {
                (Some(old), Some(new)) if old != new => {
                    escape(&words.with("changes.versions", &[("a", old), ("b", new)])).to_string()
                }
                (_, Some(version)) | (Some(version), None) => escape(version),
                (None, None) => String::new(),
            };
            let why: Vec<String> = change
                .revisions
                .iter()
                .map(|it| {
                    format!(
                        "{} <small>{}</small>",
                        escape(&it.subject),
                        escape(it.id.as_ref().map_or(words.get("revision.uncommitted"), |it| it.short()))
                    )
                })
                .collect();
            let level = |proof| escape(words.get(ProofLevel::from(proof).key())).to_string();
            let approval = match change.approval {
                Some((Some(by), proof)) => format!("{}, {}", escape(by), level(proof)),
                Some((None, proof)) => level(proof),
                None => escape(words.get("revision.none")).to_string(),
            };
            out.push_str(&format!(
                "<tr><td>{}</td><th scope=\"row\"><a href=\"#d{}\">{}</a></th><td>{version}</td><td>+{} −{}</td><td>{}</td><td>{approval}</td></tr>\n",
                escape(id),
                at + 1,
                escape(title),
                change.words.added,
                change.words.removed,
                why.join("<br>"),
            ));
        }
    };
    for fate in DocumentFate::ALL {
        let n = told.changes.of(fate).count();
        if n > 0 {
            out.push_str(&format!(
                "<h2>{} ({n})</h2>\n<div class=\"tw\"><table class=\"fd\"><thead><tr>",
                escape(words.get(&format!("changes.{}", fate.name())))
            ));
            for column in ["col.id", "col.document", "col.version", "redline.words", "redline.why", "col.approved"] {
                out.push_str(&format!("<th scope=\"col\">{}</th>", escape(words.get(column))));
            }
            out.push_str("</tr></thead><tbody>\n");
            rows(&mut out, fate);
            out.push_str("</tbody></table></div>\n");
        }
    }
    out
}

fn document(told: &Told<'_>, words: &Strings, change: &DocumentChange<'_>, number: usize) -> String {
    let (id, title) = told.name(change);
    let mut out = format!("<article id=\"d{number}\"><h2 class=\"dt\"><small>{}</small> {}</h2>\n", escape(id), escape(title));
    if let Some(from) = change.moved_from {
        out.push_str(&format!("<p class=\"mvn\">{}</p>\n", escape(&words.with("changes.from", &[("path", from.as_str())]))));
    }
    match &change.redline {
        Some(it) if !it.is_empty() => {
            let links = links(told, change);
            let commits = commits(change, words);
            let redline_words = redline_words(words);
            let ctx = RedlineContext {
                title,
                links: &links,
                sections: &[],
                diagram: &|source, title, number| crate::render::diagram::diagram(source, title, &format!("figure-{number}")),
                body_words: &body_words(words),
                words: &redline_words,
                commits: &commits,
                id_prefix: &format!("d{number}:"),
            };
            out.push_str(&fields(&it.fields, (&told.old.name, &told.new.name), &redline_words));
            if it.changes_body() {
                out.push_str(&redline(it, &ctx).html);
            } else {
                out.push_str(&format!("<p>{}</p>\n", escape(words.get("redline.nothing"))));
            }
        }
        Some(_) => out.push_str(&format!("<p>{}</p>\n", escape(words.get("changes.reformatted")))),
        None => {}
    }
    out.push_str("</article>\n");
    out
}

fn commits(change: &DocumentChange<'_>, words: &Strings) -> Vec<Option<CommitShown>> {
    let shown = |it: &crate::handbook::document_control::RevisionRecord| CommitShown {
        id: it.id.as_ref().map_or_else(|| words.get("edition.draft").to_owned(), |it| it.short().to_owned()),
        href: None,
        title: format!("{}: {}", it.author.as_deref().unwrap_or("—"), it.subject),
    };
    changes::commits_of(change).into_iter().map(|it| it.map(shown)).collect()
}

/// Values by what they stand for; addresses of the web lead there, everything else is words.
fn links(told: &Told<'_>, change: &DocumentChange<'_>) -> Vec<Shown> {
    let side = |state: &State, at: Option<usize>| -> Vec<Shown> {
        let Some(at) = at else { return Vec::new() };
        let references = &state.handbook.entries[at].document.parsed.references;
        let shown = references.iter().map(|it| match &it.kind {
            ReferenceKind::Value { name } => match state.handbook.config.values.get(name.as_str()) {
                Some(value) => Shown::Value(value.text.clone()),
                None => Shown::Dead,
            },
            _ => Shown::Plain(None),
        });
        shown.collect()
    };
    side(told.new, change.new).into_iter().chain(side(told.old, change.old)).collect()
}
