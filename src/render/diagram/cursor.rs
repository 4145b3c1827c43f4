//! A place in the source of a diagram that moves forward, and what is wrong there in words with a line number.

/// A reader over a source.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Starts at a byte of a source, which must lie between two characters.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves on by bytes, never into the middle of a character.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// Moves past `word` if it comes next.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Moves past characters that satisfy a condition and returns them.
    pub(super) fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// Moves past spaces and tabs.
    pub(super) fn blanks(&mut self) {
        self.take(|c| c != '\n' && c.is_whitespace());
    }

    /// Moves to the end of the line and returns what stood there.
    pub(super) fn line(&mut self) -> &'a str {
        self.take(|c| c != '\n').trim()
    }

    /// Moves to just behind `end` and returns what stood before it.
    pub(super) fn until(&mut self, end: &str) -> Option<&'a str> {
        let rest = self.rest();
        let at = rest.find(end)?;
        self.at += at + end.len();
        rest.get(..at)
    }

    /// A message that names the line.
    pub(super) fn fail(&self, what: &str) -> String {
        let number = self.text.get(..self.at).unwrap_or("").matches('\n').count() + 1;
        format!("line {number}: {what}")
    }
}

/// The start of what has not been read, short enough for a message.
pub(super) fn excerpt(rest: &str) -> String {
    let line = rest.lines().next().unwrap_or("").trim();
    let mut out: String = line.chars().take(24).collect();
    if line.chars().count() > 24 {
        out.push('…');
    }
    out
}
