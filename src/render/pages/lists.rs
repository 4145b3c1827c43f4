//! Pages that list: documents by group, A to Z, glossary, editions, signs.

use std::collections::BTreeMap;

use super::Site;
use super::frame::Frame;
use crate::base::{SitePath, address_of};
use crate::handbook::EntryIdx;
use crate::render::escape::escape;
use crate::render::view::{
    DocumentGroup, DocumentsPage, GlossaryPage, Letter, Link, ListItem, Page, ProofCount, ProofLevel, ProofMark, ProofPage,
    SearchPage, Term,
};

/// The most documents named as users of one term.
const USES: usize = 12;

impl Site<'_> {
    fn list_frame(&self, path: &SitePath, title: &str, section: &str) -> Page {
        self.frame(Frame { path, title, section, menu_page: !section.is_empty(), description: None, crumbs: Vec::new() })
    }

    fn list_item(&self, path: &SitePath, idx: EntryIdx) -> ListItem {
        let document = &self.handbook.entries[idx].document;
        ListItem {
            title: document.title.value.clone(),
            href: self.document_href(path, idx),
            id: document.id.value.to_string(),
            kind: self.type_title(idx),
            text: document.summary.clone().unwrap_or_default(),
        }
    }

    /// Documents by group.
    pub(super) fn documents(&self, path: &SitePath) -> DocumentsPage {
        let title = self.words().get("documents.title").to_owned();
        let groups = self.handbook.nav.groups.iter().map(|group| DocumentGroup {
            anchor: group.id.clone(),
            title: group.title.clone(),
            items: group.entries.iter().map(|&idx| self.list_item(path, idx)).collect(),
        });
        let count = i64::try_from(self.handbook.entries.len()).unwrap_or(i64::MAX);
        DocumentsPage {
            page: self.list_frame(path, &title, "documents"),
            lead: self.words().plural("documents.lead", count),
            groups: groups.collect(),
            title,
        }
    }

    /// Documents and roles from A to Z.
    pub(super) fn search(&self, path: &SitePath) -> SearchPage {
        let title = self.words().get("search.title").to_owned();
        let mut items: Vec<ListItem> = (0..self.handbook.entries.len()).map(|idx| self.list_item(path, idx)).collect();
        let role_word = self.words().get("search.role");
        items.extend(self.handbook.roles.all.iter().map(|role| ListItem {
            title: role.title.clone(),
            href: path.link_to(&role.page),
            id: String::new(),
            kind: role_word.to_owned(),
            text: role.summary.clone().unwrap_or_default(),
        }));
        items.sort_by_cached_key(|it| (sorted_as(&it.title), it.id.clone(), it.href.clone()));
        let mut letters: BTreeMap<String, Vec<ListItem>> = BTreeMap::new();
        for item in items {
            letters.entry(first_letter(&item.title)).or_default().push(item);
        }
        let letter = |(letter, items): (String, Vec<ListItem>)| Letter { anchor: letter_anchor(&letter), letter, items };
        SearchPage {
            page: self.list_frame(path, &title, ""),
            lead: self.words().get("search.lead").to_owned(),
            letters: letters.into_iter().map(letter).collect(),
            title,
        }
    }

    /// Terms, and documents that use them.
    pub(super) fn glossary(&self, path: &SitePath) -> GlossaryPage {
        let title = self.words().get("glossary.title").to_owned();
        let uses = self.term_uses();
        let mut last = String::new();
        let mut letters = Vec::new();
        let mut terms = Vec::new();
        let mut ordered: Vec<_> = self.handbook.config.glossary.iter().enumerate().collect();
        ordered.sort_by_cached_key(|(_, term)| sorted_as(&term.name));
        for (at, term) in ordered {
            let letter = first_letter(&term.name);
            let mut letter_at = String::new();
            if letter != last {
                letter_at = letter_anchor(&letter);
                letters.push(Link { title: letter.clone(), href: format!("#{letter_at}") });
                last = letter;
            }
            let used = &uses[at];
            let more = used.len().saturating_sub(USES);
            terms.push(Term {
                term: term.name.clone(),
                anchor: term_anchor(&term.name),
                letter_anchor: letter_at,
                definition_html: escape(&term.definition),
                also: term.also.clone(),
                used: used.iter().take(USES).map(|&idx| self.id_link(path, idx)).collect(),
                used_more: if more == 0 {
                    String::new()
                } else {
                    self.words().plural("glossary.more", i64::try_from(more).unwrap_or(i64::MAX))
                },
            });
        }
        GlossaryPage {
            page: self.list_frame(path, &title, ""),
            lead: self.words().get("glossary.lead").to_owned(),
            letters,
            terms,
            empty: self.words().get("glossary.empty").to_owned(),
            title,
        }
    }

    fn id_link(&self, path: &SitePath, idx: EntryIdx) -> Link {
        Link { title: self.handbook.entries[idx].document.id.value.to_string(), href: self.document_href(path, idx) }
    }

    /// What the signs mean.
    pub(super) fn proof_page(&self, path: &SitePath) -> ProofPage {
        let words = self.words();
        let all = [ProofLevel::Proven, ProofLevel::Attested, ProofLevel::Claimed, ProofLevel::Contradicted];
        let count = |level: ProofLevel| {
            let counted = (0..self.handbook.entries.len()).filter(|&idx| self.proof(idx) == Some(level)).count();
            let list = if level == ProofLevel::Proven { "register/index.html" } else { "register/not-proven.html" };
            ProofCount {
                mark: ProofMark::new(level, words),
                meaning: words.get(&format!("{}.meaning", level.key())).to_owned(),
                count: words.plural("proof.count", i64::try_from(counted).unwrap_or(i64::MAX)),
                href: (counted > 0).then(|| path.link_to(&SitePath::new(list))),
            }
        };
        ProofPage {
            page: self.list_frame(path, words.get("proof.title"), ""),
            standing: match self.unjudged() {
                Some(why) => vec![words.get("proof.unread").to_owned(), why, self.unjudged_remedy().unwrap_or_default()],
                None => vec![words.with("proof.judged", &[("day", &self.date(self.handbook.as_of))])],
            },
            counts: all.map(count).into(),
            commands: self.check_commands(),
        }
    }

    /// Commands that repeat the checks of one proven approval, as an example.
    fn check_commands(&self) -> Vec<String> {
        let proven = self.handbook.entries.iter().find(|it| it.control.approval_proof() == Some(crate::handbook::Proof::Proven));
        proven.and_then(|it| it.control.approval.as_ref()).map_or_else(Vec::new, |it| it.commands.clone())
    }
}

/// The anchor of a term in the glossary.
pub(super) fn term_anchor(term: &str) -> String {
    let joined: Vec<String> = term.split_whitespace().map(|word| address_of(word).replace('-', "~2d~")).collect();
    format!("term-{}", joined.join("-"))
}

/// A title as it is sorted: small letters, and letters with marks as those without, as dictionaries do.
fn sorted_as(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    for c in title.to_lowercase().chars() {
        match c {
            'ä' | 'à' | 'á' | 'â' => plain.push('a'),
            'ö' | 'ò' | 'ó' | 'ô' => plain.push('o'),
            'ü' | 'ù' | 'ú' | 'û' => plain.push('u'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'ß' => plain.push_str("ss"),
            _ => plain.push(c),
        }
    }
    plain
}

fn first_letter(title: &str) -> String {
    let sorted = sorted_as(title);
    let first = sorted.chars().find(|c| c.is_alphanumeric());
    first.map_or_else(|| String::from("#"), |c| if c.is_ascii_digit() { String::from("0–9") } else { c.to_uppercase().collect() })
}

fn letter_anchor(letter: &str) -> String {
    match letter {
        "#" => String::from("letter-other"),
        "0–9" => String::from("letter-0-9"),
        _ => format!("letter-{}", letter.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_marks_stand_under_those_without() {
        assert_eq!(first_letter("Überfälliges Verfahren"), "U");
        assert_eq!(first_letter("„Ärzte“"), "A");
        assert_eq!(first_letter("24x7"), "0–9");
        assert_eq!(first_letter("…"), "#");
        assert_eq!(sorted_as("Straße"), "strasse");
    }
}
