//! Who refers to a page: documents and their sections, each with the sentence the link stands in.
//!
//! Sentences are kept as they are written; here links without words of their own get the title they are shown with, and
//! values their text, so that a sentence reads as it does in its document.

use std::collections::{BTreeMap, BTreeSet};

use super::Site;
use crate::base::SitePath;
use crate::handbook::{Backlink, EntryIdx, Resolved};
use crate::render::escape::escape;
use crate::render::view;
use crate::syntax::{Reference, ReferenceKind};

/// How many links before and after one can stand in its sentence, which is short.
const NEAR: usize = 40;

impl Site<'_> {
    /// Documents that refer to one, each section once, with the sentence.
    pub(super) fn backlinks(&self, path: &SitePath, idx: EntryIdx) -> Vec<view::Backlink> {
        self.backlink_rows(path, &self.handbook.links.to_document[idx])
    }

    /// Rows of backlinks: by document, each of its sections once.
    pub(super) fn backlink_rows(&self, path: &SitePath, links: &[Backlink]) -> Vec<view::Backlink> {
        let mut by_place: BTreeMap<(EntryIdx, Option<usize>), Option<usize>> = BTreeMap::new();
        for link in links {
            let references = &self.handbook.entries[link.from].document.parsed.references;
            let section = link.reference.and_then(|at| references.get(at)).and_then(|it| it.section);
            by_place.entry((link.from, section)).or_insert(link.reference);
        }
        let row = |((from, section), reference): ((EntryIdx, Option<usize>), Option<usize>)| {
            let document = &self.handbook.entries[from].document;
            view::Backlink {
                id: document.id.value.to_string(),
                title: document.title.value.clone(),
                href: self.section_href(path, from, section),
                section: section.map_or_else(String::new, |at| self.section_title(from, at)),
                sentence_html: reference.map_or_else(String::new, |at| self.sentence_html(from, at)),
            }
        };
        by_place.into_iter().map(row).collect()
    }

    /// The sentence of a reference with the words of the link set off.
    fn sentence_html(&self, from: EntryIdx, at: usize) -> String {
        let references = &self.handbook.entries[from].document.parsed.references;
        let Some(reference) = references.get(at) else { return String::new() };
        let length = match unlabelled_target(reference) {
            Some(target) => target.len(),
            None => reference.label.len(),
        };
        let titles = self.titles_near(from, at);
        let plain = |text: &str| escape(&self.with_values(&titled(text, &titles)));
        let (start, end) = (reference.at, reference.at + length);
        match (reference.sentence.get(..start), reference.sentence.get(start..end), reference.sentence.get(end..)) {
            (Some(before), Some(link), Some(after)) if !link.is_empty() => {
                format!("{}<b>{}</b>{}", plain(before), plain(link), plain(after))
            }
            _ => plain(&reference.sentence),
        }
    }

    /// What links without words near the reference are written as, and the titles they are shown with.
    fn titles_near(&self, from: EntryIdx, at: usize) -> BTreeMap<String, String> {
        let parsed = &self.handbook.entries[from].document.parsed;
        let resolved = &self.handbook.links.by_entry[from];
        let near = parsed.references.iter().zip(resolved).skip(at.saturating_sub(NEAR)).take(2 * NEAR);
        near.filter_map(|(it, to)| Some((unlabelled_target(it)?, self.shown_title(to)?))).collect()
    }

    /// The words a link without a label is shown with; none where it is shown as written, as ids of entries are.
    fn shown_title(&self, to: &Resolved) -> Option<String> {
        match to {
            Resolved::Document { entry, anchor } => {
                let document = &self.handbook.entries[*entry].document;
                let outline = &document.parsed.outline;
                let section = anchor.as_ref().and_then(|anchor| outline.iter().find(|it| it.anchor == *anchor));
                Some(section.map_or(&document.title.value, |it| &it.title).clone())
            }
            Resolved::Superseded { entry } => Some(self.handbook.entries[*entry].document.title.value.clone()),
            Resolved::Role(role) => Some(self.handbook.roles.all[*role].title.clone()),
            Resolved::Clause(at) => self.handbook.clause(at).map(|clause| clause.number.to_string()),
            _ => None,
        }
    }
}

/// What a link without words of its own shows in a sentence: its target as written.
fn unlabelled_target(reference: &Reference) -> Option<String> {
    match &reference.kind {
        ReferenceKind::Wiki { target, anchor, labelled: false } => Some(match anchor {
            Some(anchor) => format!("{}#{}", target.value, anchor.value),
            None => target.value.clone(),
        }),
        _ => None,
    }
}

/// The text with each target that stands alone replaced by its title.
fn titled(text: &str, titles: &BTreeMap<String, String>) -> String {
    // Longer targets come first: `PRC-013#priority` before `PRC-013`.
    let mut longest: BTreeSet<(usize, &str)> = BTreeSet::new();
    longest.extend(titles.keys().filter(|it| !it.is_empty()).map(|it| (usize::MAX - it.len(), it.as_str())));
    if longest.is_empty() {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let begins = !shown_in_word(text[..at].chars().next_back());
        let whole = |target: &str| rest.strip_prefix(target).is_some_and(|after| !goes_on(after));
        match longest.iter().find(|(_, target)| begins && whole(target)) {
            Some((_, target)) => {
                shown.push_str(&titles[*target]);
                at += target.len();
            }
            None => {
                shown.push(next);
                at += next.len_utf8();
            }
        }
    }
    shown
}

fn shown_in_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '#' | '/'))
}

/// Whether a word continues: with a letter, or with a hyphen and a letter.
fn goes_on(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        Some('-' | '#' | '.') => chars.next().is_some_and(char::is_alphanumeric),
        first => shown_in_word(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_become_titles_where_they_stand_alone() {
        let titles = [("PRC-013", "Incidents"), ("PRC-013#priority", "Set the priority"), ("sms-manager", "SMS Manager")];
        let titles = titles.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let shown = |text: &str| titled(text, &titles);
        assert_eq!(shown("By PRC-013#priority, see PRC-013."), "By Set the priority, see Incidents.");
        assert_eq!(shown("The sms-manager and the sms-managers"), "The SMS Manager and the sms-managers");
        assert_eq!(shown("XPRC-013 PRC-013-2 (PRC-013) é"), "XPRC-013 PRC-013-2 (Incidents) é");
        assert_eq!(shown(""), "");
    }
}
