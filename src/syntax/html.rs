//! Raw HTML as tokens: text, tags, everything else. Knows how HTML is written and nothing of what is allowed.
//!
//! Nothing here is ever copied into a page: tags are made anew from their names.

use std::ops::Range;

/// A piece of HTML and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind<'a>,
    pub(crate) range: Range<usize>,
}

/// The kinds of piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind<'a> {
    /// Text, entities not decoded.
    Text,
    /// `<name a=b>`; names in lower case, attributes without a value have an empty one.
    Open { name: String, attributes: Vec<(String, &'a str)>, closed: bool },
    /// `</name>`.
    Close { name: String },
    /// `<!-- … -->`.
    Comment,
    /// `<!DOCTYPE …>`, `<?…?>`, `<![CDATA[…]]>`.
    Declaration,
}

/// Reads HTML piece by piece. Linear: a tag that is never closed makes the rest text.
pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// The tag found behind the text that was handed out last.
    found: Option<Token<'a>>,
}

impl<'a> Tokens<'a> {
    /// A reader at the beginning of `html`.
    pub(crate) fn new(html: &'a str) -> Self {
        Self { html, at: 0, found: None }
    }

    /// Goes on reading at `at`.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
        self.found = None;
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(found) = self.found.take() {
            return Some(found);
        }
        let html = self.html;
        let text_from = self.at;
        let mut search = self.at;
        let mut text_to = html.len();
        self.at = html.len();
        while let Some(start) = html[search..].find('<').map(|at| search + at) {
            match token(html, start) {
                Scan::Token(kind, end) => {
                    self.found = Some(Token { kind, range: start..end });
                    text_to = start;
                    self.at = end;
                    break;
                }
                Scan::Text => search = start + 1,
                Scan::Unclosed => break,
            }
        }
        if text_from < text_to {
            return Some(Token { kind: TokenKind::Text, range: text_from..text_to });
        }
        self.found.take()
    }
}

enum Scan<'a> {
    Token(TokenKind<'a>, usize),
    /// The `<` is a letter like others.
    Text,
    /// A tag begins and the text ends within it.
    Unclosed,
}

fn token(html: &str, start: usize) -> Scan<'_> {
    let rest = &html[start + 1..];
    let until = |mark: &str, kind| match rest.find(mark) {
        Some(end) => Scan::Token(kind, start + 1 + end + mark.len()),
        None => Scan::Unclosed,
    };
    if rest.starts_with("!--") {
        // `<!-->` and `<!--->` are whole comments.
        if rest.starts_with("!-->") || rest.starts_with("!--->") {
            return until(">", TokenKind::Comment);
        }
        return until("-->", TokenKind::Comment);
    }
    if rest.starts_with("![CDATA[") {
        return until("]]>", TokenKind::Declaration);
    }
    if rest.starts_with('!') || rest.starts_with('?') {
        return until(">", TokenKind::Declaration);
    }
    let (closing, name) = match rest.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, rest),
    };
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Scan::Text;
    }
    let name_start = start + 1 + usize::from(closing);
    tag(html, name_start, closing)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// A tag whose name begins at `from`.
fn tag(html: &str, from: usize, closing: bool) -> Scan<'_> {
    let bytes = html.as_bytes();
    let seek = |at: usize, stop: &dyn Fn(u8) -> bool| at + bytes[at..].iter().take_while(|&&byte| !stop(byte)).count();
    let mut at = seek(from, &|byte| is_space(byte) || matches!(byte, b'/' | b'>'));
    let name = html[from..at].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut closed = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' if closing => return Scan::Token(TokenKind::Close { name }, at + 1),
            b'>' => return Scan::Token(TokenKind::Open { name, attributes, closed }, at + 1),
            byte if is_space(byte) => at += 1,
            b'/' => {
                closed = true;
                at += 1;
            }
            _ => {
                closed = false;
                // A `=` in front belongs to the name, as browsers read it.
                let end = seek(at + 1, &|byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='));
                let key = floor(html, at)..ceil(html, end);
                let (value, next) = match attribute_value(html, end) {
                    Some(found) => found,
                    None => return Scan::Unclosed,
                };
                attributes.push((html[key].to_ascii_lowercase(), &html[value]));
                at = next;
            }
        }
    }
    Scan::Unclosed
}

/// Tag marks are ASCII, so these only guard against a mistake here.
fn floor(html: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| html.is_char_boundary(at)).unwrap_or(0)
}

fn ceil(html: &str, at: usize) -> usize {
    (at..=html.len()).find(|&at| html.is_char_boundary(at)).unwrap_or(html.len())
}

/// The value after an attribute's name, and where reading goes on. `None` when the text ends in it.
fn attribute_value(html: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let bytes = html.as_bytes();
    let blank = |at: usize| at + bytes[at..].iter().take_while(|&&byte| is_space(byte)).count();
    let equals = blank(at);
    if bytes.get(equals) != Some(&b'=') {
        return Some((at..at, at));
    }
    let from = blank(equals + 1);
    match bytes.get(from)? {
        quote @ (b'"' | b'\'') => {
            let len = bytes[from + 1..].iter().position(|byte| byte == quote)?;
            Some((from + 1..from + 1 + len, from + 2 + len))
        }
        b'>' => Some((from..from, from)),
        _ => {
            let len = bytes[from..].iter().take_while(|&&byte| !is_space(byte) && byte != b'>').count();
            Some((from..from + len, from + len))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<String> {
        Tokens::new(html)
            .map(|token| match token.kind {
                TokenKind::Text => format!("'{}'", &html[token.range]),
                TokenKind::Open { name, attributes, closed } => {
                    let attributes: String = attributes.iter().map(|(key, value)| format!(" {key}={value}")).collect();
                    format!("<{name}{attributes}{}", if closed { "/>" } else { ">" })
                }
                TokenKind::Close { name } => format!("</{name}>"),
                TokenKind::Comment => "<!---->".to_owned(),
                TokenKind::Declaration => "<!>".to_owned(),
            })
            .collect()
    }

    #[test]
    fn reads_tags_as_browsers_do() {
        assert_eq!(names("a<B OnClick=\"x>y\" c='d' e=f g>h</B >"), ["'a'", "<b onclick=x>y c=d e=f g=>", "'h'", "</b>"]);
        assert_eq!(names("<br/><br / ><!-- <b> --><!--><i>"), ["<br/>", "<br/>", "<!---->", "<!---->", "<i>"]);
        assert_eq!(names("1 < 2 <3 </ a>"), ["'1 < 2 <3 </ a>'"]);
        assert_eq!(names("<svg/onload=x>"), ["<svg onload=x>"]);
        assert_eq!(names("<a =b=c>"), ["<a =b=c>"]);
        assert_eq!(names("<!DOCTYPE x><?php ?><![CDATA[<b>]]>"), ["<!>", "<!>", "<!>"]);
        assert_eq!(names("x <img src=x onerror=\"y"), ["'x <img src=x onerror=\"y'"]);
        assert_eq!(names("<a é=ü ñ>"), ["<a é=ü ñ=>"]);
    }

    #[test]
    fn reading_can_go_on_elsewhere() {
        let html = "<script>a<b </script>c<i>";
        let mut tokens = Tokens::new(html);
        assert_eq!(tokens.next().unwrap().range, 0..8);
        tokens.go_to(12);
        let rest: Vec<_> = tokens.map(|it| &html[it.range]).collect();
        assert_eq!(rest, ["</script>", "c", "<i>"]);
    }

    #[test]
    fn unclosed_tags_cost_no_more_than_their_length() {
        for piece in ["<a ", "<a =\"", "<!--", "<![CDATA[", "<a '"] {
            let html = piece.repeat(200_000);
            assert!(Tokens::new(&html).count() < 200_000, "{piece}");
        }
    }
}
