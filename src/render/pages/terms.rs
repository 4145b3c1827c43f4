//! Which documents use which glossary term.

use super::Site;
use crate::handbook::EntryIdx;

impl Site<'_> {
    /// For each term of the glossary, the documents whose text holds it, in the order of the navigation.
    pub(super) fn term_uses(&self) -> Vec<Vec<EntryIdx>> {
        let glossary = &self.handbook.config.glossary;
        let mut uses = vec![Vec::new(); glossary.len()];
        for &idx in &self.handbook.nav.order {
            let entry = &self.handbook.entries[idx];
            let Some(text) = self.inputs.text(&entry.path) else { continue };
            let body = entry.document.parsed.body.text(text).to_lowercase();
            for (at, term) in glossary.iter().enumerate() {
                let forms = std::iter::once(&term.name).chain(&term.also);
                if forms.map(|form| form.to_lowercase()).any(|form| holds(&body, &form)) {
                    uses[at].push(idx);
                }
            }
        }
        uses
    }
}

/// Whether a text holds a phrase as whole words.
fn holds(text: &str, phrase: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase)
        .any(|(at, found)| !letter(text[..at].chars().next_back()) && !letter(text[at + found.len()..].chars().next()))
}
