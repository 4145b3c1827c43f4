//! Pages that list: register of documents, documents by group, glossary, A to Z, editions; the page about proof; a plain page.

use serde::Serialize;

use super::{Choice, Day, Link, Page, Part, ProofMark};

/// The register of documents, or one of its saved filters.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RegisterPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the table holds and where its facts come from.
    pub lead: String,
    /// The saved filters.
    pub tabs: Vec<Choice>,
    /// Pages of a long register; empty when one page holds all.
    pub pages: Vec<Choice>,
    /// Files with the same facts.
    pub exports: Vec<Link>,
    /// What the table holds and how it is sorted, for those who do not see it.
    pub caption: String,
    /// The column the rows come sorted by, rising: `id` or `due`.
    pub sorted_by: String,
    /// The documents.
    pub rows: Vec<RegisterRow>,
    /// What stands in place of an empty table.
    pub empty: String,
    /// What the signs of the table mean.
    pub key: String,
}

/// A document of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RegisterRow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// A change under way or another state to know, such as `1.2 in review`; empty for none.
    pub pill: String,
    /// `review`, `draft` or `retired`.
    pub pill_kind: String,
    /// Type, in a word.
    pub kind: String,
    /// Version.
    pub version: String,
    /// Status, in words.
    pub status: String,
    /// Whether history contradicts the status.
    pub disputed: bool,
    /// Who owns it.
    pub owner: Part,
    /// Last review.
    pub reviewed: Day,
    /// Proof of the approval; none for a text that nobody claims to be approved.
    pub proof: Option<ProofMark>,
    /// The review cycle as finished markup; empty without a cycle.
    pub cycle_svg: String,
    /// Next review.
    pub due: Day,
}

/// All documents by group.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DocumentsPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What the page lists.
    pub lead: String,
    /// The groups, in the order of the side list.
    pub groups: Vec<DocumentGroup>,
}

/// A group of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DocumentGroup {
    /// Anchor of the heading.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// The documents.
    pub items: Vec<ListItem>,
}

/// A document, role or other page in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListItem {
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Id; empty for what has none.
    pub id: String,
    /// What it is, in a word.
    pub kind: String,
    /// One sentence about it; empty for none.
    pub text: String,
}

/// The list of all documents and other pages from A to Z, which is also the search page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What can be found here.
    pub lead: String,
    /// Letters, in order.
    pub letters: Vec<Letter>,
}

/// What begins with a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The letter, in capitals, or `#`.
    pub letter: String,
    /// Its anchor.
    pub anchor: String,
    /// The pages.
    pub items: Vec<ListItem>,
}

/// The glossary.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GlossaryPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// Where the terms come from.
    pub lead: String,
    /// Letters that have terms.
    pub letters: Vec<Link>,
    /// The terms, in order.
    pub terms: Vec<Term>,
    /// What stands in place of an empty list.
    pub empty: String,
}

/// A term of the glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The term.
    pub term: String,
    /// Its anchor.
    pub anchor: String,
    /// Anchor of its letter, on the first term of a letter; empty otherwise.
    pub letter_anchor: String,
    /// What it means, as finished markup.
    pub definition_html: String,
    /// Other words for it.
    pub also: Vec<String>,
    /// Documents that use it.
    pub used: Vec<Link>,
    /// How many more there are; empty when all are named.
    pub used_more: String,
}

/// The editions of the handbook.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EditionsPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// What an edition is, and which ones the site holds.
    pub lead: String,
    /// The editions, newest first.
    pub rows: Vec<EditionListRow>,
    /// What this site does not hold, and why.
    pub note: String,
    /// Pages about what changed from one edition to another.
    pub changes: Vec<Link>,
}

/// An edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditionListRow {
    /// Name.
    pub name: String,
    /// Its home page.
    pub href: String,
    /// Its state in a word.
    pub word: String,
    /// Its sign: `cur`, `sup` or `dra`.
    pub kind: String,
    /// When it was made.
    pub date: Day,
    /// What is to know about it.
    pub note: String,
    /// Audits that looked at it.
    pub audits: Vec<Link>,
    /// How well it is proven who made it.
    pub proof: Option<ProofMark>,
    /// Who made it, whether its tag is annotated, and what the signature is worth.
    pub proof_notes: Vec<Vec<Part>>,
    /// Its commit.
    pub commit: String,
}

/// What the signs of proof mean, and what this build looked at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProofPage {
    /// The frame.
    pub page: Page,
    /// What this build could and could not establish.
    pub standing: Vec<String>,
    /// How many documents stand on each level.
    pub counts: Vec<ProofCount>,
    /// Commands with which a reader checks a signature; empty when there is nothing to check.
    pub commands: Vec<String>,
}

/// Documents on a level of proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProofCount {
    /// The level.
    pub mark: ProofMark,
    /// What it means.
    pub meaning: String,
    /// The number, in words such as `29 documents`.
    pub count: String,
    /// The list.
    pub href: Option<String>,
}

/// A page of text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlainPage {
    /// The frame.
    pub page: Page,
    /// Title.
    pub title: String,
    /// A sentence below it.
    pub lead: Option<String>,
    /// The text as finished markup.
    pub body_html: String,
}
