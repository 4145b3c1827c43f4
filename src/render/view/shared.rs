//! Small values that several of these pages show: proof, days, parts of a text that may be links.

use serde::Serialize;

use crate::handbook::Proof;

/// How well a claim is proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProofLevel {
    /// A signed commit by a person allowed to approve; the signature was verified.
    Proven,
    /// Recorded in git by a person allowed to approve; not signed.
    Attested,
    /// Only the front matter says so.
    #[default]
    Claimed,
    /// Git says otherwise.
    Contradicted,
}

impl ProofLevel {
    /// Key of the level's word, such as `proof.claimed`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proven => "proof.proven",
            Self::Attested => "proof.attested",
            Self::Claimed => "proof.claimed",
            Self::Contradicted => "proof.contradicted",
        }
    }
}

impl From<Proof> for ProofLevel {
    fn from(proof: Proof) -> Self {
        match proof {
            Proof::Proven => Self::Proven,
            Proof::Attested => Self::Attested,
            Proof::Claimed => Self::Claimed,
            Proof::Contradicted => Self::Contradicted,
        }
    }
}

/// A level of proof with its word, which always stands beside the sign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProofMark {
    /// The level, which is also the class and the sign.
    pub level: ProofLevel,
    /// The level in a word.
    pub word: String,
}

/// A day, and how far it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// As shown; empty when there is none.
    pub text: String,
    /// In ISO form, for sorting and machines; empty when there is none.
    pub iso: String,
    /// In words, such as `in 9 days`; empty when it does not help.
    pub distance: String,
    /// `overdue`, `soon` or empty.
    pub tone: String,
}

/// Words that may lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The words.
    pub text: String,
    /// Where they lead; none for plain words.
    pub href: Option<String>,
    /// How they are set.
    pub style: PartStyle,
}

/// How words are set among others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartStyle {
    /// As their neighbours.
    #[default]
    Plain,
    /// What a machine made, such as a commit or a key.
    Code,
    /// What has to be read first.
    Strong,
}

impl Part {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()), ..Self::default() }
    }

    /// The same words, set otherwise.
    #[must_use]
    pub fn set(self, style: PartStyle) -> Self {
        Self { style, ..self }
    }
}

/// A link to one of several pages that share a list, such as a saved filter or a page of a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The words.
    pub title: String,
    /// The address.
    pub href: String,
    /// How many things are there.
    pub count: usize,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether its count is bad news when it is above zero.
    pub alert: bool,
}
