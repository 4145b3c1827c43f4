//! Byte offsets to lines and columns, for reports.

/// A place as people count it, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Where each line of a text begins.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// Characters and UTF-16 code units before each `STEP`th byte: a text of one long line costs no more than any other.
    steps: Vec<Units>,
}

const STEP: usize = 1024;

#[derive(Clone, Copy, Debug, Default)]
struct Units {
    characters: usize,
    utf16: usize,
}

impl LineIndex {
    /// Finds the lines of `text`. `\n` and `\r\n` end a line.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1);
        let mut steps = vec![Units::default()];
        let mut sum = Units::default();
        for part in text.as_bytes().chunks(STEP) {
            sum = sum.plus(part);
            steps.push(sum);
        }
        Self { starts: std::iter::once(0).chain(ends).collect(), steps }
    }

    /// Line and column of byte `at` in the text the index was made from.
    pub fn place(&self, text: &str, at: usize) -> LineColumn {
        let (at, line) = self.line_of(text, at);
        let column = self.before(text, at).characters - self.before(text, self.starts[line]).characters;
        LineColumn { line: count(line + 1), column: count(column + 1) }
    }

    /// Column of byte `at` from 1, in UTF-16 code units, as editors' protocols and SARIF count.
    pub fn utf16_column(&self, text: &str, at: usize) -> u32 {
        let (at, line) = self.line_of(text, at);
        count(self.before(text, at).utf16 - self.before(text, self.starts[line]).utf16 + 1)
    }

    /// The bytes of a line, counted from 1, with its end. Empty after the last line.
    pub fn line_range(&self, text: &str, line: u32) -> std::ops::Range<usize> {
        let at = (line as usize).saturating_sub(1);
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or(text.len());
        bound(at)..bound(at + 1)
    }

    /// The byte, moved back to a character border, and its line from 0.
    fn line_of(&self, text: &str, at: usize) -> (usize, usize) {
        let at = text.floor_char_boundary(at);
        (at, self.starts.partition_point(|&start| start <= at) - 1)
    }

    fn before(&self, text: &str, at: usize) -> Units {
        let step = at / STEP;
        self.steps[step].plus(&text.as_bytes()[step * STEP..at])
    }
}

impl Units {
    /// Counts by bytes, so that a part may begin or end inside a character: each character counts where its first byte stands.
    fn plus(self, part: &[u8]) -> Self {
        let characters = part.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        let pairs = part.iter().filter(|&&byte| byte >= 0xF0).count();
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + pairs }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        let text = "ä\nöü x";
        let index = LineIndex::new(text);
        assert_eq!(index.place(text, text.find('x').unwrap()), LineColumn { line: 2, column: 4 });
        assert_eq!(index.place(text, 999), LineColumn { line: 2, column: 5 });
    }

    #[test]
    fn long_lines_count_the_same() {
        let text = format!("{}\n{}x", "ä😀".repeat(700), "😀ö".repeat(900));
        let index = LineIndex::new(&text);
        for (at, _) in text.char_indices() {
            let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
            let before = &text[start..at];
            assert_eq!(index.place(&text, at).column as usize, before.chars().count() + 1, "at {at}");
            assert_eq!(index.utf16_column(&text, at) as usize, before.encode_utf16().count() + 1, "at {at}");
        }
        let inside = text.find('😀').unwrap() + 1;
        assert_eq!(index.place(&text, inside).column, 2);
    }

    #[test]
    fn lines_have_ranges() {
        let text = "ab\nc";
        let index = LineIndex::new(text);
        assert_eq!([0, 1, 2, 3, 99].map(|line| &text[index.line_range(text, line)]), ["ab\n", "ab\n", "c", "", ""]);
    }
}
