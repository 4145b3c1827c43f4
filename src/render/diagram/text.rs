//! Text of diagrams: labels as they are written, their width on the page, and line breaks.
//!
//! Widths come from a table of the site's own typeface, so a drawing does not depend on the fonts of the machine that builds it.
//! The table is that of the semibold weight: lighter text and the usual fallback typefaces then fit as well.

/// Advance widths of U+0020 to U+007E in thousandths of the size.
const ASCII: [u16; 95] = [
    236, 309, 471, 656, 600, 960, 713, 260, 337, 337, 556, 600, 299, 402, 299, 437, 600, 600, 600, 600, 600, 600, 600, 600, 600,
    600, 319, 319, 600, 600, 600, 493, 899, 672, 663, 642, 689, 600, 577, 712, 719, 423, 545, 678, 521, 817, 719, 712, 641, 712,
    664, 611, 580, 689, 638, 949, 655, 632, 599, 329, 437, 329, 600, 559, 600, 559, 600, 513, 600, 558, 350, 545, 588, 275, 275,
    562, 294, 888, 588, 563, 600, 600, 393, 499, 374, 588, 524, 819, 544, 524, 502, 363, 376, 363, 600,
];

/// Longest label that is drawn, in characters; what follows is replaced by an ellipsis.
const LABEL_MAX: usize = 300;

/// Widest word that is kept in one piece, in pixels.
const WORD_MAX: i32 = 160;

/// How a line of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// First line of a label with line breaks: its name.
    Head,
    /// Label without line breaks.
    Body,
    /// What stands below the name, and labels of lines.
    Small,
}

impl Style {
    /// Size of the letters in pixels.
    pub(super) fn size(self) -> i32 {
        if self == Style::Small { 12 } else { 14 }
    }

    /// Distance from one line to the next in pixels.
    pub(super) fn leading(self) -> i32 {
        if self == Style::Small { 16 } else { 18 }
    }
}

/// One line of text, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The characters.
    pub(super) text: String,
    /// Their look.
    pub(super) style: Style,
}

/// Lines that stand below each other, with the room they need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Block {
    /// From top to bottom.
    pub(super) lines: Vec<Line>,
    /// Width of the widest line.
    pub(super) width: i32,
    /// Sum of the line heights.
    pub(super) height: i32,
}

impl Block {
    /// Breaks every paragraph so that no line is wider than `max`; several paragraphs are a name and what explains it.
    pub(super) fn of_node(paragraphs: &[String], max: i32) -> Self {
        let name = if paragraphs.len() > 1 { Style::Head } else { Style::Body };
        let styled = paragraphs.iter().enumerate().map(|(at, text)| (text, if at == 0 { name } else { Style::Small }));
        Self::from_lines(styled.flat_map(|(text, style)| wrap(text, style, max)).collect())
    }

    /// Breaks the label of a line, a message or a note.
    pub(super) fn small(paragraphs: &[String], max: i32) -> Self {
        Self::from_lines(paragraphs.iter().flat_map(|text| wrap(text, Style::Small, max)).collect())
    }

    fn from_lines(lines: Vec<Line>) -> Self {
        let width = lines.iter().map(|line| width(&line.text, line.style)).max().unwrap_or(0);
        let height = lines.iter().map(|line| line.style.leading()).sum();
        Self { lines, width, height }
    }
}

/// Width of a text in pixels, rounded up.
pub(super) fn width(text: &str, style: Style) -> i32 {
    let thousandths: i32 = text.chars().map(|c| i32::from(advance(c))).sum();
    (thousandths * style.size() + 999) / 1000
}

fn advance(c: char) -> u16 {
    let code = u32::from(c);
    match code {
        0x20..=0x7e => usize::try_from(code - 0x20).ok().and_then(|at| ASCII.get(at)).copied().unwrap_or(600),
        0..=0x1f | 0x7f..=0x9f | 0xad | 0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f | 0xfeff => 0,
        0xc6 | 0x152 | 0x153 | 0xe6 => 995,
        0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a9 | 0x410..=0x42f => 720,
        0x2013 => 588,
        0x2014 | 0x2026 | 0x2190..=0x21ff => 880,
        0x2018..=0x201a => 295,
        0x201c..=0x201e => 520,
        0x430..=0x44f => 640,
        0x1100..=0x11ff | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60 => 1000,
        0x2600..=0x27bf | 0x1f000.. => 1100,
        _ => 620,
    }
}

/// Breaks a paragraph into as few lines as fit into `max` pixels, of about the same width.
fn wrap(text: &str, style: Style, max: i32) -> Vec<Line> {
    // A measure narrower than a word would tear it.
    let word = text.split(' ').map(|word| width(word, style)).filter(|width| *width <= WORD_MAX).max().unwrap_or(0);
    let max = max.max(word);
    let words = pieces(text, style, max);
    let count = fill(&words, style, max).len();
    // The narrowest measure that needs no further line leaves no lonely last word.
    let widest = words.iter().map(|word| width(word.trim_end(), style)).max().unwrap_or(0);
    let (mut low, mut high) = (widest.min(max), max);
    while low < high {
        let middle = low + (high - low) / 2;
        if fill(&words, style, middle).len() <= count { high = middle } else { low = middle + 1 }
    }
    fill(&words, style, high).into_iter().map(|text| Line { text, style }).collect()
}

/// Words with the space behind them; a word that is too wide is cut, after a hyphen or a slash if it has one.
fn pieces(text: &str, style: Style, max: i32) -> Vec<String> {
    let mut out = Vec::new();
    for word in text.split_inclusive(' ') {
        if width(word.trim_end(), style) <= max {
            out.push(word.to_owned());
            continue;
        }
        let mut piece = String::new();
        for c in word.chars() {
            if !piece.is_empty() && width(&piece, style) + width(&c.to_string(), style) > max {
                let cut = piece.rfind(['-', '/', '.', '_', ',']).map_or(piece.len(), |at| at + 1);
                let rest = piece.split_off(cut);
                out.push(std::mem::replace(&mut piece, rest));
            }
            piece.push(c);
        }
        out.push(piece);
    }
    out
}

fn fill(words: &[String], style: Style, max: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in words {
        let bare = width(word.trim_end(), style);
        let full = width(word, style);
        match lines.last_mut() {
            Some(line) if used + bare <= max => {
                line.push_str(word);
                used += full;
            }
            _ => {
                lines.push(word.clone());
                used = full;
            }
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Reads a label as it is written: `<br>` and `\n` break paragraphs, other tags and Markdown emphasis go, entities become characters.
pub(super) fn paragraphs(raw: &str) -> Vec<String> {
    let raw = raw.trim();
    let raw = raw.strip_prefix('`').and_then(|inner| inner.strip_suffix('`')).unwrap_or(raw);
    let mut out = vec![String::new()];
    let mut rest = raw;
    let mut left = LABEL_MAX;
    while let Some(c) = rest.chars().next() {
        let (decoded, used) = decode(rest, c);
        rest = rest.get(used..).unwrap_or("");
        match decoded {
            Decoded::Break => out.push(String::new()),
            Decoded::Nothing => {}
            Decoded::Char(c) if left > 0 => {
                left -= 1;
                if let Some(last) = out.last_mut() {
                    last.push(if left == 0 { '…' } else { c });
                }
            }
            Decoded::Char(_) => {}
        }
    }
    let folded = out.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    folded.map(|text| text.replace("**", "")).filter(|text| !text.is_empty()).collect()
}

enum Decoded {
    Char(char),
    Break,
    Nothing,
}

fn decode(rest: &str, c: char) -> (Decoded, usize) {
    let plain = if c.is_control() && c != '\n' && c != '\t' { Decoded::Nothing } else { Decoded::Char(c) };
    match c {
        '\\' if rest.starts_with("\\n") => (Decoded::Break, 2),
        '\n' => (Decoded::Break, 1),
        '<' => match tag(rest) {
            Some((name, len)) if name.eq_ignore_ascii_case("br") => (Decoded::Break, len),
            Some((_, len)) => (Decoded::Nothing, len),
            None => (plain, 1),
        },
        '&' | '#' => match entity(rest) {
            Some((c, len)) => (Decoded::Char(c), len),
            None => (plain, 1),
        },
        _ => (plain, c.len_utf8()),
    }
}

/// Name and length of the tag at the start of `rest`: letters right behind `<` or `</`, so that `a < b` stays text.
fn tag(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('<')?;
    let end = inner.char_indices().take(80).find(|(_, c)| *c == '>')?.0;
    let inside = inner.get(..end)?;
    let name = inside.trim_start_matches('/').trim_end_matches('/').split_whitespace().next()?;
    let letters = !inside.starts_with(' ') && name.chars().all(|c| c.is_ascii_alphanumeric());
    (letters && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some((name, end + 2))
}

/// Character and length of `&amp;`, `#amp;`, `#35;` or `&#35;` at the start of `rest`.
fn entity(rest: &str) -> Option<(char, usize)> {
    let body = rest.trim_start_matches(['&', '#']);
    let marks = rest.len() - body.len();
    let end = body.char_indices().take(9).find(|(_, c)| *c == ';')?.0;
    let name = body.get(..end).filter(|_| (1..=2).contains(&marks))?;
    let found = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "semi" => ';',
        _ => char::from_u32(name.parse().ok()?).filter(|c| !c.is_control())?,
    };
    Some((found, marks + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_breaks_at_br_and_loses_markup() {
        assert_eq!(paragraphs("\"a\""), ["\"a\""]);
        assert_eq!(paragraphs(" Record<br/><b>service</b>  desk "), ["Record", "service desk"]);
        assert_eq!(paragraphs("a < b &amp; c #35;1 #quot;x#quot;"), ["a < b & c #1 \"x\""]);
        assert_eq!(paragraphs("#1 & 2"), ["#1 & 2"]);
        assert_eq!(paragraphs("`**bold** text`"), ["bold text"]);
        assert_eq!(paragraphs(&"x".repeat(1000)).concat().chars().count(), LABEL_MAX);
    }

    #[test]
    fn lines_never_exceed_the_measure_and_are_balanced() {
        for max in [40, 80, 120] {
            let block = Block::of_node(&["Deploy to the staging environment, then wait".to_owned()], max);
            assert!(block.width <= max.max(width("environment,", Style::Body)), "{block:?}");
        }
        let block = Block::of_node(&["Move to Harbour House".to_owned()], 130);
        assert_eq!(block.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["Move to", "Harbour House"]);
        let cut = Block::small(&["Donaudampfschifffahrtsgesellschaft".to_owned()], 60);
        assert!(cut.lines.len() > 2 && cut.width <= 60, "{cut:?}");
        assert_eq!(cut.lines.iter().map(|l| l.text.as_str()).collect::<String>(), "Donaudampfschifffahrtsgesellschaft");
    }
}
