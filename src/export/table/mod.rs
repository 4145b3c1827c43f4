//! Tables as typed values, made of a handbook: one model, printed as CSV, XLSX and JSON.
//!
//! Every cell is a fact that `handbook` knows; nothing is judged here. Titles and words are in the handbook's language, keys are not.

mod control;
mod cycle;
mod entries;
mod matrix;
mod people;
mod register;
mod required;

use super::Words;
use crate::base::{Date, SitePath};
use crate::handbook::address::Address;
use crate::handbook::{EntryIdx, Handbook, ItemRef, RoleIdx, TableKind};
use crate::source::History;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, for machines.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it holds, in one sentence.
    pub about: String,
    /// The page that shows it.
    pub page: SitePath,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, for machines. No two columns of a table have the same.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold, if they are not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What identifies something, with where it stands.
    Id,
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A day.
    Date,
    /// One of a few words.
    Word,
    /// Words that lead somewhere.
    Link,
    /// Several of these.
    List,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A day.
    Date(Date),
    /// One of a few words: its name, and the word shown.
    Word(String, String),
    /// Words that may lead somewhere.
    Link(Link),
    /// Several of these.
    List(Vec<Link>),
}

/// Words that may lead to a place in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub text: String,
    /// The place.
    pub to: Option<Address>,
}

impl Link {
    /// Words that lead nowhere.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), to: None }
    }

    /// Words that lead to a place.
    pub fn to(text: impl Into<String>, to: Address) -> Self {
        Self { text: text.into(), to: Some(to) }
    }
}

impl Cell {
    /// Words; nothing for none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Words or nothing.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// A day or nothing.
    pub fn date(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// A number of things.
    pub fn count(n: usize) -> Self {
        Self::Integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// Several; nothing for none.
    pub fn list(links: impl IntoIterator<Item = Link>) -> Self {
        let links: Vec<Link> = links.into_iter().collect();
        if links.is_empty() { Self::Empty } else { Self::List(links) }
    }

    /// What the cell says, in one line of text. Days in ISO form.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Word(_, text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Link(link) => link.text.clone(),
            Self::List(links) => links.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("; "),
        }
    }
}

/// All that tables are made of.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Git history, for the ids of commits.
    pub history: &'a History,
    /// Its words.
    pub words: &'a dyn Words,
}

/// Makes a table.
pub fn table(ground: Ground<'_>, kind: &TableKind) -> Table {
    let (title, columns, rows) = match kind {
        TableKind::Matrix(at) => matrix::matrix(ground, *at),
        TableKind::Register => register::register(ground),
        TableKind::Required => required::required(ground),
        TableKind::Raci => people::raci(ground),
        TableKind::RaciMatrix => people::raci_matrix(ground),
        TableKind::Roles => people::roles(ground),
        TableKind::Approvals => control::approvals(ground),
        TableKind::ControlLog => control::log(ground),
        TableKind::Cycle => cycle::cycle(ground),
        TableKind::Entries(kind) => entries::entries(ground, kind),
    };
    let about = match kind {
        TableKind::Matrix(_) => "export.about.matrix",
        TableKind::Register => "export.about.register",
        TableKind::Required => "export.about.required",
        TableKind::Raci => "export.about.raci",
        TableKind::RaciMatrix => "export.about.raci_matrix",
        TableKind::Roles => "export.about.roles",
        TableKind::Approvals => "export.about.approvals",
        TableKind::ControlLog => "export.about.control_log",
        TableKind::Cycle => "export.about.certification",
        TableKind::Entries(_) => "export.about.entries",
    };
    let page = kind.page(ground.handbook);
    Table { name: kind.name(ground.handbook), title, about: ground.words.get(about).to_owned(), page, columns, rows }
}

/// Title, columns and rows.
type Parts = (String, Vec<Column>, Vec<Vec<Cell>>);

impl<'a> Ground<'a> {
    /// A column whose title is among the words.
    fn column(self, key: &str, kind: Kind) -> Column {
        Column { key: key.to_owned(), title: self.words.get(&format!("export.col.{key}")).to_owned(), kind }
    }

    fn columns(self, columns: &[(&str, Kind)]) -> Vec<Column> {
        columns.iter().map(|(key, kind)| self.column(key, *kind)).collect()
    }

    /// A word with its name.
    fn word(self, name: &str, key: &str) -> Cell {
        Cell::Word(name.to_owned(), self.words.get(key).to_owned())
    }

    /// A word of the settings, such as a status of an entry: that of the theme, else as written with a capital.
    fn own_word(self, word: &str) -> Cell {
        let key = format!("word.{word}");
        let shown = self.words.get(&key);
        let mut letters = word.chars();
        let text = match shown == key {
            false => shown.to_owned(),
            true => letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect()),
        };
        Cell::Word(word.to_owned(), text)
    }

    /// A document by its id.
    fn document(self, entry: EntryIdx) -> Link {
        let id = &self.handbook.entries[entry].document.id.value;
        Link::to(id.as_str(), self.handbook.document_address(entry))
    }

    /// An entry by its id; a document that is the entry by the document's.
    fn item(self, at: ItemRef) -> Link {
        match self.handbook.item(at).filter(|_| at.item.is_some()) {
            Some(item) => Link::to(item.id.value.as_str(), self.handbook.item_address(at)),
            None => self.document(at.entry),
        }
    }

    /// A role by its title, as front matter names it; the name itself if there is no such role.
    fn role(self, name: &str) -> Link {
        self.handbook.roles.find(name).map_or_else(|| Link::plain(name), |idx| self.role_at(idx))
    }

    fn role_at(self, idx: RoleIdx) -> Link {
        Link::to(self.handbook.roles.all[idx].title.as_str(), self.handbook.role_address(idx))
    }

    /// What an id or clause number in front matter leads to, by that name.
    fn named(self, name: &str) -> Link {
        Link { text: name.to_owned(), to: self.handbook.named_address(name) }
    }

    /// The language of the handbook.
    fn language(self) -> &'a str {
        &self.handbook.config.settings.language
    }

    /// All documents in the order of their ids.
    fn by_id(self) -> Vec<EntryIdx> {
        let entries = &self.handbook.entries;
        let mut all: Vec<EntryIdx> = (0..entries.len()).collect();
        all.sort_by_cached_key(|&idx| crate::base::number_key(entries[idx].document.id.value.as_str()));
        all
    }
}
