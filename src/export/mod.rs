//! Files for other tools, made of what the tool knows. Strings, bytes and values only; `shell` writes them.

pub mod calendar;
pub mod csv;
pub mod json;
pub mod schema;
pub mod table;
pub mod xlsx;

use crate::base::Date;

/// What a file says about where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The organization.
    pub organization: String,
    /// Title of the handbook.
    pub handbook: String,
    /// The edition; none for the working tree.
    pub edition: Option<String>,
    /// The commit that was read.
    pub commit: Option<String>,
    /// The day everything is judged on.
    pub as_of: Date,
    /// Language of titles and words.
    pub language: String,
    /// Name and version of the tool.
    pub tool: (String, String),
}

/// Words of the handbook in its language.
pub trait Words {
    /// The words of a key; the key itself if there are none.
    fn get<'a>(&'a self, key: &'a str) -> &'a str;
    /// The words of a key with values filled in.
    fn with(&self, key: &str, values: &[(&str, &str)]) -> String;
    /// A length of time.
    fn cycle(&self, cycle: crate::base::Cycle) -> String;
    /// A day as people read it.
    fn date(&self, date: Date) -> String;
}

/// Words as a file can hold them: one kind of line end, and no control character.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\t' | '\n' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
