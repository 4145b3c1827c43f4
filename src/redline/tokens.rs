//! Running text as tokens: words, marks of punctuation, and things that are not taken apart.
//!
//! A token knows the emphasis, links and elements it stands in, so that a word that became a link is another word, and a word
//! within emphasis can change alone. A blank is no token but a property of the token after it.

use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A word, a number, an id, an address.
    #[default]
    Word,
    /// A character of a script that is written without blanks.
    Ideograph,
    /// Punctuation or another sign.
    Sign,
    /// Code, an image, a value, a footnote's number, a link without words of its own, the box of a task.
    Atom,
    /// A line that ends on purpose.
    Break,
    /// A paragraph ends. Compared only where paragraphs were split or joined.
    End,
    /// A line of a code block.
    Line,
}

/// A piece of running text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub shape: Shape,
    /// A blank stands before it.
    pub blank: bool,
    /// The words, or an atom as it would be written.
    pub text: String,
    /// What it stands in, outermost first: an index in `Side::stacks`.
    pub stack: usize,
    /// The events of an atom.
    pub items: std::ops::Range<usize>,
    /// A blank stands before it where none belongs, or none where one does.
    pub(super) is_odd: bool,
    /// It begins emphasis or a link anew where the like has just ended; a reader sees no difference.
    pub(super) is_again: bool,
    /// Equal for tokens that are alike in all that a reader sees.
    pub(super) key: u32,
    /// Equal for tokens that say the same, whatever they stand in.
    pub(super) bare: u32,
}

impl Token {
    /// Whether it counts as a word.
    pub fn is_word(&self) -> bool {
        matches!(self.shape, Shape::Word | Shape::Ideograph | Shape::Atom)
    }

    /// How many words it counts for.
    pub fn n_words(&self) -> usize {
        match self.shape {
            Shape::Line => self.text.split_whitespace().count(),
            _ => usize::from(self.is_word()),
        }
    }

    /// Whether what follows it normally follows without a blank.
    pub(super) fn opens(&self) -> bool {
        self.shape == Shape::Sign
            && self.text.starts_with(['(', '[', '{', '“', '„', '«', '‹', '‘', '‚', '¿', '¡', '「', '『', '（'])
    }

    /// Whether it normally follows without a blank.
    fn closes(&self) -> bool {
        const CLOSING: [char; 22] =
            ['.', ',', ';', ':', '!', '?', ')', ']', '}', '”', '»', '›', '’', '…', '%', '。', '、', '，', '」', '』', '）', '؟'];
        (self.shape == Shape::Sign && self.text.starts_with(CLOSING)) || self.text.starts_with("[^")
    }

    /// Whether a sentence ends with it.
    pub(super) fn ends_sentence(&self) -> bool {
        self.shape == Shape::Sign && self.text.starts_with(['.', '!', '?', '。', '…', '؟'])
    }

    /// Whether a part of a sentence ends with it.
    pub(super) fn ends_clause(&self) -> bool {
        self.shape == Shape::Sign && self.text.starts_with([',', ';', ':', '、', '，', '–', '—', '،'])
    }

    /// Whether a blank belongs between two neighbours in ordinary writing.
    pub(super) fn wants_blank_after(&self, before: Option<&Self>) -> bool {
        before.is_some_and(|it| {
            !it.opens()
                && !self.closes()
                && it.shape != Shape::Ideograph
                && self.shape != Shape::Ideograph
                && it.shape != Shape::End
        })
    }
}

/// White space; a space that does not break is a letter.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}'
}

/// Scripts that write words without blanks between them: each character is a token.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_letter(c: char) -> bool {
    (c.is_alphanumeric() || c == '_') && !is_ideograph(c)
}

/// Belongs to the character before it.
fn is_attached(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Keeps words together when letters stand on both sides: `PRO-012`, `8.6.1`, `don't`, `and/or`.
fn joins(c: char, before: char, after: char) -> bool {
    match c {
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        '-' | '.' | '\'' | '’' | '/' | '@' | ':' | '&' | '\u{2011}' | '\u{a0}' => is_letter(before) && is_letter(after),
        _ => false,
    }
}

/// The pieces of a text: whether a blank stands before each, its shape and its words.
pub(super) fn pieces(text: &str) -> Vec<(bool, Shape, &str)> {
    let mut pieces = Vec::new();
    let mut blank = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if is_blank(first) {
            blank = true;
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (shape, len) = if is_letter(first) {
            (Shape::Word, word(rest))
        } else {
            (if is_ideograph(first) { Shape::Ideograph } else { Shape::Sign }, sign(rest))
        };
        pieces.push((std::mem::take(&mut blank), shape, &rest[..len]));
        rest = &rest[len..];
    }
    pieces
}

/// How many bytes of a word begin the text.
fn word(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |it| it.1);
        if !is_letter(c) && !is_attached(c) && !joins(c, last, after) {
            return at;
        }
        if !is_attached(c) {
            last = c;
        }
    }
    text.len()
}

/// How many bytes of one character, with what belongs to it, begin the text.
fn sign(text: &str) -> usize {
    let mut joined = true;
    for (at, c) in text.char_indices() {
        if !joined && !is_attached(c) {
            return at;
        }
        joined = c == '\u{200d}';
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let shown = pieces(text).into_iter().map(|(blank, _, words)| format!("{}{words}", if blank { " " } else { "|" }));
        shown.collect()
    }

    #[test]
    fn words_are_what_people_call_words() {
        assert_eq!(words("Log it, don't (PRO-012/8.6.1)."), "|Log it|, don't (|PRO-012/8.6.1|)|.");
        assert_eq!(words("1,5 h; 10:30, e.g. R&D"), "|1,5 h|; 10:30|, e.g|. R&D");
        assert_eq!(words("Störungs\u{ad}management Gru\u{308}ße"), "|Störungs\u{ad}management Gru\u{308}ße");
        assert_eq!(words("事件管理 process"), "|事|件|管|理 process");
        assert_eq!(words("إدارة الحوادث؟"), "|إدارة الحوادث|؟");
        assert_eq!(words("👩\u{200d}🚒 a\u{a0}b"), "|👩\u{200d}🚒 a\u{a0}b");
        assert_eq!(words("  "), "");
    }
}
