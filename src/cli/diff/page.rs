//! What changed as one HTML file that needs no other: styles within, no script, nothing asked of a network.

use super::text::heading;
use super::{State, Told};
use crate::cli::record::word;
use crate::handbook::changes::{self, DocumentChange, DocumentFate};
use crate::render::body::{BodyWords, Shown};
use crate::render::escape::escape;
use crate::render::redline::{CommitShown, RedlineContext, RedlineWords, fields, redline, standalone};
use crate::syntax::ReferenceKind;

pub(super) fn write(told: &Told<'_>) -> String {
    let title = format!("{} to {}", named(told.old), named(told.new));
    let mut main = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape("What changed"), escape(&title));
    main.push_str(&list(told));
    for (at, change) in told.changes.documents.iter().enumerate() {
        main.push_str(&document(told, change, at + 1));
    }
    standalone(&told.new.handbook.config.settings.language, &format!("What changed: {title}"), &main)
}

fn named(state: &State) -> String {
    match state.commit() {
        Some(id) if state.name.starts_with(id) => format!("{} of {}", state.name, state.inputs.today),
        Some(id) => format!("{} ({id}) of {}", state.name, state.inputs.today),
        None => String::from("the working tree"),
    }
}

fn list(told: &Told<'_>) -> String {
    if told.changes.documents.is_empty() {
        return String::from("<p>Nothing changed.</p>\n");
    }
    let mut out = String::new();
    let rows = |out: &mut String, fate: DocumentFate| {
        for (at, change) in told.changes.documents.iter().enumerate().filter(|it| it.1.fate == fate) {
            let (id, title) = told.name(change);
            let version = match told.versions(change) {
                (Some(old), Some(new)) if old != new => format!("{} to {}", escape(old), escape(new)),
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
                        escape(it.id.as_ref().map_or("not committed", |it| it.short()))
                    )
                })
                .collect();
            let approval = match change.approval {
                Some((Some(by), proof)) => format!("{}, {}", escape(by), word(proof)),
                Some((None, proof)) => word(proof).to_owned(),
                None => String::from("none found"),
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
                "<h2>{} ({n})</h2>\n<div class=\"tw\"><table class=\"fd\"><thead><tr><th scope=\"col\">Id</th><th scope=\"col\">Document</th>\
                 <th scope=\"col\">Version</th><th scope=\"col\">Words</th><th scope=\"col\">Why</th><th scope=\"col\">Approval</th></tr></thead><tbody>\n",
                heading(fate)
            ));
            rows(&mut out, fate);
            out.push_str("</tbody></table></div>\n");
        }
    }
    out
}

fn document(told: &Told<'_>, change: &DocumentChange<'_>, number: usize) -> String {
    let (id, title) = told.name(change);
    let mut out = format!("<article id=\"d{number}\"><h2 class=\"dt\"><small>{}</small> {}</h2>\n", escape(id), escape(title));
    if let Some(from) = change.moved_from {
        out.push_str(&format!("<p class=\"mvn\">Its file was <code>{}</code>.</p>\n", escape(from.as_str())));
    }
    match &change.redline {
        Some(it) if !it.is_empty() => {
            let words = RedlineWords::default();
            let links = links(told, change);
            let commits = commits(change);
            let ctx = RedlineContext {
                title,
                links: &links,
                sections: &[],
                diagram: &|source, title, number| crate::render::diagram::diagram(source, title, &format!("figure-{number}")),
                body_words: &BodyWords::default(),
                words: &words,
                commits: &commits,
                id_prefix: &format!("d{number}:"),
            };
            out.push_str(&fields(&it.fields, (&told.old.name, &told.new.name), &words));
            if it.changes_body() {
                out.push_str(&redline(it, &ctx).html);
            } else {
                out.push_str("<p>The text is as it was.</p>\n");
            }
        }
        Some(_) => out.push_str("<p>Written differently; there is nothing to read.</p>\n"),
        None => {}
    }
    out.push_str("</article>\n");
    out
}

fn commits(change: &DocumentChange<'_>) -> Vec<Option<CommitShown>> {
    let shown = |it: &crate::handbook::document_control::RevisionRecord| CommitShown {
        id: it.id.as_ref().map_or_else(|| String::from("draft"), |it| it.short().to_owned()),
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
