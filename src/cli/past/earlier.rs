//! What earlier versions of the documents said, told backwards from today's texts. The data is `earlier.txt`, which begins
//! with a description of its form.

use std::collections::BTreeMap;

use super::text::{self, Line};
use crate::base::Date;

/// The past of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier {
    /// Lines of its change history that are no longer in it, newest first.
    pub(super) older: Vec<Line>,
    /// Versions that come after today's, in their order.
    pub(super) later: Vec<Later>,
    /// Days on which it was reviewed besides.
    pub(super) also: Vec<Date>,
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

/// A version after today's.
#[derive(Clone, Debug)]
pub(super) struct Later {
    /// Its line of the change history.
    pub(super) line: Line,
    /// What turns today's text into it.
    pub(super) steps: Vec<Undo>,
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
    let (mut id, mut open) = (String::new(), Open::Nothing);
    for line in text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('%')) {
        if line.starts_with(' ') {
            let earlier = all.get_mut(&id);
            let read = earlier.and_then(|it| read_line(it, &mut open, line.trim()));
            read.ok_or_else(|| format!("earlier.txt: `{line}` is not understood"))?;
        } else {
            line.trim().clone_into(&mut id);
            open = Open::Nothing;
            if all.insert(id.clone(), Earlier::default()).is_some() {
                return Err(format!("earlier.txt: {id} stands there twice"));
            }
        }
    }
    Ok(all)
}

/// What the next operation belongs to.
enum Open {
    Nothing,
    Version(String),
    Later,
}

fn read_line(earlier: &mut Earlier, open: &mut Open, line: &str) -> Option<()> {
    if let Some(rest) = line.strip_prefix("older ") {
        earlier.older.push(read_change(rest)?);
    } else if let Some(rest) = line.strip_prefix("later ") {
        earlier.later.push(Later { line: read_change(rest)?, steps: Vec::new() });
        *open = Open::Later;
    } else if let Some(rest) = line.strip_prefix("also ") {
        earlier.also.push(Date::parse(rest).ok()?);
    } else if let Some(name) = line.strip_prefix("author ") {
        earlier.author = Some(name.to_owned());
    } else if let Some((number, rest)) = line.split_once(':').filter(|it| it.0.starts_with(|c: char| c.is_ascii_digit())) {
        earlier.versions.entry(number.to_owned()).or_default().author =
            Some(rest.trim().to_owned()).filter(|name| !name.is_empty());
        *open = Open::Version(number.to_owned());
    } else {
        match open {
            Open::Nothing => return None,
            Open::Later => earlier.later.last_mut()?.steps.push(read_step(line)?),
            Open::Version(number) => read_part(earlier.versions.get_mut(number)?, line)?,
        }
    }
    Some(())
}

/// `1.1 2023-02-06 Ranking by points`
fn read_change(text: &str) -> Option<Line> {
    let (version, rest) = text.split_once(' ')?;
    let (date, note) = rest.split_once(' ')?;
    Some(Line::new(version, date, note))
}

fn read_part(version: &mut Version, line: &str) -> Option<()> {
    match line.split_at_checked(2)? {
        ("> ", rest) => version.subject = Some(rest.to_owned()),
        ("@ ", rest) => version.moved_from = Some(rest.to_owned()),
        ("x ", rest) => version.removes.push(rest.to_owned()),
        _ => version.undo.push(read_step(line)?),
    }
    Some(())
}

fn read_step(line: &str) -> Option<Undo> {
    Some(match line.split_at_checked(2)? {
        ("- ", rest) => Undo::Without(rest.to_owned()),
        ("# ", rest) => Undo::WithoutSection(rest.to_owned()),
        ("^ ", rest) => Undo::WithoutEntry(rest.to_owned()),
        ("= ", rest) => Undo::Body(rest.to_owned()),
        ("~ ", rest) => {
            let (now, then) = rest.split_once(" => ")?;
            Undo::Instead(now.to_owned(), then.to_owned())
        }
        _ => return None,
    })
}
