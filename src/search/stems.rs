//! Stems of words, by the Snowball algorithm of their language.

use rust_stemmers::{Algorithm, Stemmer};

/// A language with a stemmer, or any other, whose words are their own stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(u8);

const KNOWN: [(&str, Algorithm); 17] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
];

impl Language {
    /// The language of a tag such as `de` or `en-GB`.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let primary = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { primary.as_str() };
        let at = KNOWN.iter().position(|(name, _)| *name == primary);
        Self(at.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0))
    }

    /// As one byte, and back.
    pub(super) fn byte(self) -> u8 {
        self.0
    }

    pub(super) fn from_byte(byte: u8) -> Self {
        Self(byte)
    }
}

/// The stemmers that have been asked for.
#[derive(Default)]
pub(super) struct Stems(Vec<(Language, Option<Stemmer>)>);

impl Stems {
    /// The stem of a word in small letters. Identifiers have none.
    pub(super) fn stem(&mut self, language: Language, word: &str) -> String {
        if word.bytes().any(|it| it.is_ascii_digit()) {
            return word.to_owned();
        }
        let at = self.0.iter().position(|it| it.0 == language).unwrap_or_else(|| {
            let known = usize::from(language.0).checked_sub(1).and_then(|at| KNOWN.get(at));
            self.0.push((language, known.map(|(_, algorithm)| Stemmer::create(*algorithm))));
            self.0.len() - 1
        });
        self.0[at].1.as_ref().map_or_else(|| word.to_owned(), |it| it.stem(word).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem_in_each_language() {
        let forms = [
            ("en-GB", "incidents", "incident"),
            ("de", "störungen", "störung"),
            ("fr", "demandes", "demande"),
            ("es", "servicios", "servicio"),
            ("it", "modifiche", "modifica"),
            ("nl", "wijzigingen", "wijziging"),
            ("pt", "serviços", "serviço"),
            ("sv", "incidenterna", "incidenter"),
            ("pl", "incydent", "incydent"),
        ];
        let mut stems = Stems::default();
        for (language, one, other) in forms {
            let language = Language::of(language);
            assert_eq!(stems.stem(language, one), stems.stem(language, other), "{one}");
        }
        assert_eq!(stems.stem(Language::of("en"), "8.2s"), "8.2s");
    }
}
