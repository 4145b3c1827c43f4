//! A document's body with its links, clause tags and terms resolved.

use super::Site;
use crate::base::{SitePath, Span};
use crate::diag::Diagnostic;
use crate::handbook::{EntryIdx, Handbook, Resolved};
use crate::model::ClauseTag;
use crate::render::body::{self, Body, BodyContext, BodyWords, LinkClass, SectionShown, Shown, TagShown, TermShown, Terms};
use crate::render::diagram;
use crate::render::strings::Strings;
use crate::source::Inputs;
use crate::syntax::{Reference, ReferenceKind};

/// Where all documents' pages stand: terms and other links that one list serves are relative to it.
pub(super) const FOLDER: &str = "documents/x.html";

impl Site<'_> {
    /// The body of a document.
    pub(super) fn body_html(&self, path: &SitePath, idx: EntryIdx) -> String {
        self.body_with(idx, &self.links_shown(path, idx), &self.sections_shown(path, idx), &self.shared.terms).html
    }

    /// The body of a document with what is said of its references, headings and terms.
    pub(super) fn body_with(&self, idx: EntryIdx, links: &[Shown], sections: &[SectionShown], terms: &Terms) -> Body {
        let entry = &self.handbook.entries[idx];
        let Some(text) = self.inputs.text(&entry.path) else { return Body::default() };
        let context = BodyContext {
            title: &entry.document.title.value,
            links,
            sections,
            terms: Some(terms),
            diagram: &draw,
            words: &self.shared.body_words,
            id_prefix: "",
            places: self.inputs.places,
        };
        body::body(text, &entry.document.parsed, &context)
    }

    /// What stands beside the headings of a document, seen from a page.
    pub(super) fn sections_shown(&self, path: &SitePath, idx: EntryIdx) -> Vec<SectionShown> {
        let document = &self.handbook.entries[idx].document;
        let section = |(at, it): (usize, &crate::syntax::Section)| SectionShown {
            number: it.number.clone(),
            tags: document.section_tags.get(at).map_or_else(Vec::new, |tags| self.tags_shown(path, tags)),
        };
        document.parsed.outline.iter().enumerate().map(section).collect()
    }

    /// What the references of a document lead to, seen from a page.
    pub(super) fn links_shown(&self, path: &SitePath, idx: EntryIdx) -> Vec<Shown> {
        let references = &self.handbook.entries[idx].document.parsed.references;
        let resolved = &self.handbook.links.by_entry[idx];
        references.iter().zip(resolved).map(|(it, to)| self.shown(path, it, to)).collect()
    }

    fn shown(&self, path: &SitePath, reference: &Reference, to: &Resolved) -> Shown {
        let handbook = self.handbook;
        let image = matches!(reference.kind, ReferenceKind::Image { .. });
        let link = |href: String, title: String, tip: Option<String>, class: LinkClass| Shown::Link {
            href,
            title: Some(title),
            tip,
            class,
        };
        match to {
            Resolved::Document { entry, anchor } => {
                let it = &handbook.entries[*entry];
                let section =
                    anchor.as_ref().and_then(|anchor| it.document.parsed.outline.iter().position(|at| at.anchor == *anchor));
                let title =
                    section.map_or_else(|| it.document.title.value.clone(), |at| it.document.parsed.outline[at].title.clone());
                let class = match it {
                    it if it.document.is_retired() => LinkClass::Retired,
                    it if it.is_only_pending() => LinkClass::Pending,
                    _ => LinkClass::Document,
                };
                let tip = format!("{} {}", it.document.id.value, it.document.title.value);
                link(self.section_href(path, *entry, section), title, Some(tip), class)
            }
            Resolved::Superseded { entry } => {
                let it = &handbook.entries[*entry].document;
                link(self.document_href(path, *entry), it.title.value.clone(), Some(it.id.value.to_string()), LinkClass::Retired)
            }
            Resolved::Item(at) => match handbook.item(*at) {
                Some(item) => {
                    let anchor = self.handbook.entry_anchor(at.entry, item.id.value.as_str());
                    let own = handbook.entries[at.entry].page == *path;
                    let href = if own { format!("#{anchor}") } else { self.item_href(path, *at) };
                    link(href, format!("{} {}", item.id.value, item.title), None, LinkClass::Entry)
                }
                None => Shown::Dead,
            },
            Resolved::Role(role) => {
                let it = &handbook.roles.all[*role];
                link(path.link_to(&it.page), it.title.clone(), None, LinkClass::Role)
            }
            Resolved::Clause(at) => match self.handbook.clause(at) {
                Some(clause) => {
                    let tip = format!("{} {}", self.framework_name(&at.framework), clause.title);
                    link(self.clause_href(path, at), clause.number.to_string(), Some(tip), LinkClass::Clause)
                }
                // A framework that is known but not in use has no pages.
                None => Shown::Dead,
            },
            Resolved::Attachment(file) => match self.attachment(file) {
                Some(place) if image => Shown::Image { href: path.link_to(place), size: None },
                Some(place) => link(path.link_to(place), file.file_name().to_owned(), None, LinkClass::File),
                None => Shown::Dead,
            },
            Resolved::External(url) => Shown::Link { href: url.clone(), title: None, tip: None, class: LinkClass::External },
            Resolved::Value(text) => Shown::Value(text.clone()),
            Resolved::Broken(_) => Shown::Dead,
        }
    }

    fn tags_shown(&self, path: &SitePath, tags: &[ClauseTag]) -> Vec<TagShown> {
        let mut shown: Vec<TagShown> = Vec::new();
        for tag in tags {
            let Some(clause) = self.handbook.clause(&tag.clause) else { continue };
            let primary = tag.clause.framework == *self.handbook.primary();
            let label = if primary { clause.number.to_string() } else { self.tag_label(tag, clause) };
            // Several points of one clause are one tag beside the heading; the clause's page tells them apart.
            if shown.iter().any(|it| it.label == label) {
                continue;
            }
            shown.push(TagShown {
                label,
                href: self.clause_href(path, &tag.clause),
                title: clause.title.clone(),
                note: tag.note.clone(),
                partial: tag.partial,
            });
        }
        shown
    }

    fn tag_label(&self, tag: &ClauseTag, clause: &crate::catalogue::Clause) -> String {
        let named = !clause.number.as_str().chars().any(|c| c.is_ascii_digit());
        let framework = self.framework_name(&tag.clause.framework);
        let framework = framework.trim_start_matches("ISO/IEC ").trim_start_matches("ISO ");
        if named { framework.to_owned() } else { format!("{framework} {}", clause.number) }
    }

    /// The first paragraph of a section, or of the document.
    pub(super) fn first_paragraph(&self, idx: EntryIdx, section: Option<usize>) -> Option<String> {
        use crate::syntax::BlockKind;
        let parsed = &self.handbook.entries[idx].document.parsed;
        let paragraphs = parsed.blocks.iter().filter(|it| it.kind == BlockKind::Paragraph);
        let first = paragraphs.into_iter().find(|it| section.is_none() || it.section == section)?;
        Some(self.with_values(&first.text))
    }

    /// A text with its values filled in.
    pub(super) fn with_values(&self, text: &str) -> String {
        if memchr::memchr(b'{', text.as_bytes()).is_none() {
            return text.to_owned();
        }
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let found =
                after.split_once("}}").and_then(|(name, tail)| Some((self.handbook.config.values.get(name.trim())?, tail)));
            match found {
                Some((value, tail)) => {
                    filled.push_str(&value.text);
                    rest = tail;
                }
                None => {
                    filled.push_str("{{");
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

pub(super) fn draw(source: &str, title: &str, number: usize) -> Result<String, String> {
    diagram::diagram(source, title, &format!("figure-{number}"))
}

/// The glossary as bodies look it up.
pub(super) fn terms(handbook: &Handbook) -> Terms {
    let page = SitePath::new(FOLDER).link_to(&SitePath::new("glossary.html"));
    terms_at(handbook, |name| format!("{page}#{}", super::lists::term_anchor(name)))
}

/// The same with other places where definitions stand.
pub(super) fn terms_at(handbook: &Handbook, href: impl Fn(&str) -> String) -> Terms {
    let shown = handbook.config.glossary.iter().map(|term| TermShown {
        forms: std::iter::once(term.name.clone()).chain(term.also.iter().cloned()).collect(),
        definition: term.definition.clone(),
        href: href(&term.name),
    });
    Terms::new(shown.collect())
}

/// Words of bodies in the site's language.
pub fn body_words(words: &Strings) -> BodyWords {
    let word = |key: &str| words.get(key).to_owned();
    BodyWords {
        copy: word("body.copy"),
        table: word("body.table"),
        figure: word("body.figure"),
        note: word("body.note"),
        tip: word("body.tip"),
        important: word("body.important"),
        warning: word("body.warning"),
        caution: word("body.caution"),
        footnotes: word("body.footnotes"),
        footnote: word("body.footnote"),
        footnote_back: word("body.footnote_back"),
        section_link: word("body.section_link"),
        done: word("body.done"),
        not_done: word("body.not_done"),
        partial: word("body.partial"),
        retired: word("body.retired"),
        pending: word("body.pending"),
    }
}

/// What a document's body cannot show: diagrams that cannot be drawn. Looks at documents with diagrams only.
pub fn body_diagnostics(handbook: &Handbook, inputs: &Inputs, idx: EntryIdx) -> Vec<Diagnostic<Span>> {
    let entry = &handbook.entries[idx];
    let Some(text) = inputs.text(&entry.path).filter(|text| text.contains("mermaid")) else { return Vec::new() };
    let parsed = &entry.document.parsed;
    let links = vec![Shown::Dead; parsed.references.len()];
    let sections = vec![SectionShown::default(); parsed.outline.len()];
    let words = BodyWords::default();
    let Body { diagnostics, .. } = body::body(
        text,
        parsed,
        &BodyContext {
            title: &entry.document.title.value,
            links: &links,
            sections: &sections,
            terms: None,
            diagram: &draw,
            words: &words,
            id_prefix: "",
            places: false,
        },
    );
    diagnostics
}
