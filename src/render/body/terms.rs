//! Finds the terms of a glossary in text.

use std::collections::BTreeMap;

/// A term and what its first use leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermShown {
    /// The term and its other forms. One in capitals (`SLA`) is found as written only, others in any case.
    pub forms: Vec<String>,
    /// Its definition, plain.
    pub definition: String,
    /// Its place in the glossary, relative to the page.
    pub href: String,
}

/// A glossary, ready to be looked up word by word. Made once for all documents.
#[derive(Clone, Debug)]
pub struct Terms {
    shown: Vec<TermShown>,
    /// Forms by their first word in lower case, longest first.
    by_first: BTreeMap<String, Vec<Form>>,
    /// Which bytes a first word can begin with, so that most words are passed over at once.
    first_bytes: [bool; 256],
}

#[derive(Clone, Debug)]
struct Form {
    /// In lower case unless exact, blanks folded.
    text: String,
    exact: bool,
    term: usize,
}

/// A term found: bytes of the text, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) term: usize,
}

impl Terms {
    /// Prepares a glossary.
    pub fn new(shown: Vec<TermShown>) -> Self {
        let mut by_first: BTreeMap<String, Vec<Form>> = BTreeMap::new();
        for (term, form) in shown.iter().enumerate().flat_map(|(term, it)| it.forms.iter().map(move |form| (term, form))) {
            let folded = form.split_whitespace().collect::<Vec<_>>().join(" ");
            let folded = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
            let letters = || folded.chars().filter(|c| c.is_alphabetic());
            let exact = letters().nth(1).is_some() && letters().all(char::is_uppercase);
            let lower = folded.to_lowercase();
            let first: String = folded.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            if !first.is_empty() {
                let text = if exact { folded.to_owned() } else { lower };
                by_first.entry(first).or_default().push(Form { text, exact, term });
            }
        }
        let mut first_bytes = [false; 256];
        for (first, forms) in &mut by_first {
            forms.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then(a.term.cmp(&b.term)));
            first_bytes[usize::from(first.as_bytes()[0])] = true;
        }
        Self { shown, by_first, first_bytes }
    }

    /// The terms, in the order given.
    pub fn shown(&self) -> &[TermShown] {
        &self.shown
    }

    /// The first use in `text` of every term that is not in `used`, and puts them there. A term that was used before still
    /// covers its words, so that no shorter one is found in it.
    pub(super) fn find(&self, text: &str, used: &mut Vec<usize>) -> Vec<Found> {
        let mut found = Vec::new();
        if self.by_first.is_empty() {
            return found;
        }
        let mut word = String::new();
        let mut at = 0;
        while let Some(start) = text[at..].find(char::is_alphanumeric).map(|skip| at + skip) {
            let len = text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
            at = start + len;
            let lower_first = text.as_bytes()[start].to_ascii_lowercase();
            if (lower_first.is_ascii() && !self.first_bytes[usize::from(lower_first)]) || glued_before(text, start) {
                continue;
            }
            word.clear();
            word.extend(text[start..at].chars().flat_map(char::to_lowercase));
            let Some(forms) = self.by_first.get(word.as_str()) else {
                continue;
            };
            let hit = forms.iter().find_map(|form| Some((form.term, form.length_in(&text[start..])?)));
            if let Some((term, len)) = hit {
                if !used.contains(&term) {
                    used.push(term);
                    found.push(Found { from: start, to: start + len, term });
                }
                at = start + len;
            }
        }
        found
    }
}

impl Form {
    /// How many bytes at the beginning of `text` are this form, as whole words.
    fn length_in(&self, text: &str) -> Option<usize> {
        let mut rest = text.chars();
        let mut wanted = self.text.chars().peekable();
        while let Some(&next) = wanted.peek() {
            let c = rest.next()?;
            if next == ' ' {
                if !c.is_whitespace() {
                    return None;
                }
                rest = rest.as_str().trim_start().chars();
                wanted.next();
            } else if self.exact {
                wanted.next_if_eq(&c)?;
            } else {
                for lower in c.to_lowercase() {
                    wanted.next_if_eq(&lower)?;
                }
            }
        }
        let rest = rest.as_str();
        let mut after = rest.chars();
        let ends = match after.next() {
            Some('-' | '_') => !after.next().is_some_and(char::is_alphanumeric),
            Some(c) => !c.is_alphanumeric(),
            None => true,
        };
        ends.then_some(text.len() - rest.len())
    }
}

/// Whether a word goes on from a hyphen: `desk` in `service-desk` is no word of its own.
fn glued_before(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    matches!(before.next(), Some('-' | '_')) && before.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary(forms: &[&str]) -> Terms {
        Terms::new(forms.iter().map(|it| TermShown { forms: vec![(*it).to_owned()], ..TermShown::default() }).collect())
    }

    fn found<'a>(terms: &Terms, text: &'a str) -> Vec<&'a str> {
        terms.find(text, &mut Vec::new()).into_iter().map(|it| &text[it.from..it.to]).collect()
    }

    #[test]
    fn whole_words_longest_first_once() {
        let terms = glossary(&["service", "service desk", "SLA", "Ärger", "known error"]);
        assert_eq!(found(&terms, "The Service Desk, a service, the services"), ["Service Desk", "service"]);
        assert_eq!(found(&terms, "sla SLAs SLA SLA"), ["SLA"]);
        assert_eq!(found(&terms, "service-desk self-service ÄRGER, known\n error."), ["ÄRGER", "known\n error"]);
        assert_eq!(found(&terms, "the service desks"), ["service"]);
        let mut used = Vec::new();
        terms.find("service desk", &mut used);
        assert_eq!(terms.find("Service desk service", &mut used).len(), 1);
        assert_eq!(used, [1, 0]);
    }

    #[test]
    fn letters_that_grow_in_lower_case_do_no_harm() {
        let terms = glossary(&["İx", "straße", "a b"]);
        assert_eq!(found(&terms, "İX ẞ STRASSE Straße a\u{a0}b"), ["İX", "Straße", "a\u{a0}b"]);
        assert_eq!(found(&glossary(&["", " ", "-"]), "- a"), [""; 0]);
    }
}
