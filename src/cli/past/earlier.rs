//! What earlier versions of the documents said, told backwards from today's texts. The data is `earlier.txt`, which begins
//! with a description of its form.

use std::collections::BTreeMap;

use super::text::{self, Line};

/// The past of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier {
    /// Lines of its change history that are no longer in it, newest first.
    pub(super) older: Vec<Line>,
    /// Who writes it, if not its owner.
    pub(super) author: Option<String>,
    /// What happened with each version.
    pub(super) versions: BTreeMap<String, Version>,
}

/// How a version came about.
#[derive(Clone, Debug, Default)]
pub(super) struct Version {
    /// Who wrote it, if not the usual author.
    pub(super) author: Option<String>,
    /// First line of the commit, without id and version.
    pub(super) subject: Option<String>,
    /// Where the file lay before it, if elsewhere.
    pub(super) moved_from: Option<String>,
    /// Files that went with it.
    pub(super) removes: Vec<String>,
    /// What turns its text into that of the version before.
    pub(super) undo: Vec<Undo>,
}

/// One operation on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Undo {
    /// The text was not there.
    Without(String),
    /// The first was the second.
    Instead(String, String),
    /// The section with this anchor was not there.
    WithoutSection(String),
    /// The entry with this id was not there.
    WithoutEntry(String),
    /// Below the front matter stood this.
    Body(String),
}

impl Undo {
    /// Applies it.
    pub(super) fn apply(&self, text: &str) -> Result<String, String> {
        match self {
            Self::Without(it) => text::without(text, it),
            Self::Instead(now, then) => text::instead(text, now, then),
            Self::WithoutSection(anchor) => text::without_section(text, anchor),
            Self::WithoutEntry(id) => text::without_entry(text, id),
            Self::Body(it) => text::with_body(text, it),
        }
    }
}

/// Reads the data: documents by id.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Earlier>, String> {
    let mut all: BTreeMap<String, Earlier> = BTreeMap::new();
    let (mut id, mut version) = (String::new(), String::new());
    for line in text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('%')) {
        let wrong = || format!("earlier.txt: `{line}` is not understood");
        if !line.starts_with(' ') {
            line.trim().clone_into(&mut id);
            if all.insert(id.clone(), Earlier::default()).is_some() {
                return Err(format!("earlier.txt: {id} stands there twice"));
            }
            continue;
        }
        let earlier = all.get_mut(&id).ok_or_else(wrong)?;
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("older ") {
            let mut words = rest.splitn(3, ' ');
            let (Some(version), Some(date), Some(note)) = (words.next(), words.next(), words.next()) else { return Err(wrong()) };
            earlier.older.push(Line::new(version, date, note));
        } else if let Some(name) = line.strip_prefix("author ") {
            earlier.author = Some(name.to_owned());
        } else if let Some((number, rest)) = line.split_once(':').filter(|it| it.0.starts_with(|c: char| c.is_ascii_digit())) {
            number.clone_into(&mut version);
            earlier.versions.entry(version.clone()).or_default().author =
                Some(rest.trim().to_owned()).filter(|name| !name.is_empty());
        } else {
            let known = earlier.versions.get_mut(&version).ok_or_else(wrong)?;
            match line.split_at_checked(2).ok_or_else(wrong)? {
                ("- ", rest) => known.undo.push(Undo::Without(rest.to_owned())),
                ("# ", rest) => known.undo.push(Undo::WithoutSection(rest.to_owned())),
                ("~ ", rest) => {
                    let (now, then) = rest.split_once(" => ").ok_or_else(wrong)?;
                    known.undo.push(Undo::Instead(now.to_owned(), then.to_owned()));
                }
                ("^ ", rest) => known.undo.push(Undo::WithoutEntry(rest.to_owned())),
                ("= ", rest) => known.undo.push(Undo::Body(rest.to_owned())),
                ("@ ", rest) => known.moved_from = Some(rest.to_owned()),
                ("x ", rest) => known.removes.push(rest.to_owned()),
                ("> ", rest) => known.subject = Some(rest.to_owned()),
                _ => return Err(wrong()),
            }
        }
    }
    Ok(all)
}
