//! Marks that many pages share: the state of a clause, document chips, facts of a strip, tabs, cells of a register.

use serde::Serialize;

use super::{Link, ProofMark};
use crate::render::figure::Sign;

/// How far a clause or a required item has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct State {
    /// Class of the sign, such as `covered`.
    pub sign: Sign,
    /// Its symbol, without the `c-` in front.
    pub icon: &'static str,
    /// The word, such as "Covered".
    pub word: String,
    /// Rung of the ladder above the gap: 1 drafted, 2 documented, 3 evidenced, 4 audited; 0 where there is no ladder.
    pub step: u8,
    /// That rung in a word, such as "Evidenced"; empty where there is no ladder.
    pub step_word: String,
}

impl State {
    /// A state by its sign and word, without a rung.
    pub fn new(sign: Sign, word: &str) -> Self {
        Self { sign, icon: icon(sign), word: word.to_owned(), step: 0, step_word: String::new() }
    }

    /// The same state on a rung of the ladder.
    #[must_use]
    pub fn on_step(mut self, step: u8, word: &str) -> Self {
        self.step = step;
        word.clone_into(&mut self.step_word);
        self
    }
}

/// The symbol of a sign, without the `c-` in front.
fn icon(sign: Sign) -> &'static str {
    match sign {
        Sign::Covered => "c",
        Sign::Partial => "p",
        Sign::Drafted => "d",
        Sign::Gap => "g",
        Sign::Heading => "h",
        Sign::NotApplicable => "n",
        Sign::Derived => "x",
    }
}

/// What a chip stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChipKind {
    /// A controlled document, with the sign of its proof.
    #[default]
    Document,
    /// A record, record series or register: a plain underlined id.
    Record,
    /// A clause.
    Clause,
    /// Known through a crosswalk only, which is no coverage.
    Derived,
}

/// A document, record or clause as a small link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// What it stands for.
    pub kind: ChipKind,
    /// Id or number, as shown.
    pub id: String,
    /// Title, as a tip.
    pub title: String,
    /// Address; empty when there is no page.
    pub href: String,
    /// Proof of its approval; none where none applies.
    pub proof: Option<ProofMark>,
    /// What stands behind the chip in words, such as "section 4" or "draft".
    pub rest: String,
}

/// A fact in the strip below a title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StripFact {
    /// What it is about.
    pub label: String,
    /// The value.
    pub value: String,
    /// Where the value leads; empty for nowhere.
    pub href: String,
    /// A small note below it.
    pub note: String,
    /// `bad`, `warn` or empty.
    pub tone: &'static str,
    /// A coverage sign before the value.
    pub state: Option<State>,
}

/// A tab, which is a page of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tab {
    /// The words.
    pub title: String,
    /// The address.
    pub href: String,
    /// A number beside it; empty for none.
    pub count: String,
    /// Whether that number is bad news.
    pub alert: bool,
    /// Whether it is the page itself.
    pub current: bool,
}

/// A choice of the filter above a table; it works without a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// Which rows stay: the sign of their state, or `all`.
    pub key: &'static str,
    /// The words.
    pub label: String,
    /// How many rows there are.
    pub count: usize,
    /// Symbol of its sign without the `c-` in front; empty for all.
    pub icon: &'static str,
}

impl Segment {
    /// The choice that shows everything.
    pub fn all(label: &str, count: usize) -> Self {
        Self { key: "all", label: label.to_owned(), count, icon: "" }
    }

    /// The choice that shows the rows of one sign.
    pub fn of(sign: Sign, label: &str, count: usize) -> Self {
        Self { key: sign.key(), label: label.to_owned(), count, icon: icon(sign) }
    }
}

/// How a cell of a register is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellKind {
    /// Words.
    #[default]
    Text,
    /// A day, with its distance as note.
    Date,
    /// Links to roles, documents or entries, or plain names.
    Links,
    /// Numbers of clauses.
    Clauses,
    /// Grade of a nonconformity; the tone is `major`, `minor` or `observation`.
    Grade,
    /// Status; the tone is `open`, `active`, `done` or `declined`.
    Status,
    /// Score of a risk; the tone is its zone, `z1` to `z4`.
    Score,
    /// Steps done of steps to do.
    Steps,
}

/// A cell of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// How it is shown.
    pub kind: CellKind,
    /// Label of its column, which narrow screens show beside it.
    pub label: String,
    /// The words.
    pub text: String,
    /// A small note.
    pub note: String,
    /// See the kinds; `overdue` and `soon` for dates.
    pub tone: &'static str,
    /// Links, in place of or beside the words; an empty address is a plain name.
    pub links: Vec<Link>,
    /// Steps done.
    pub done: u8,
    /// Steps in all.
    pub steps: u8,
}

/// A figure with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Finished markup.
    pub svg: String,
    /// A sentence below it.
    pub caption: String,
}
