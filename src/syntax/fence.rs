//! Cuts a file into front matter and body as byte ranges. Nothing is copied, so every later place counts from the
//! beginning of the file.

use crate::base::Span;

/// Where the pieces of a file stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// The opening line, if the file begins with one.
    pub(super) opening: Option<Span>,
    /// The YAML between the fences; `None` without front matter or when it is never closed.
    pub(super) yaml: Option<Span>,
    /// Front matter with both fences; empty without one.
    pub(super) whole: Span,
    /// The rest.
    pub(super) body: Span,
}

/// Finds front matter: a line `---` at the very beginning, up to a line `---` or `...`. A byte order mark is skipped.
/// Front matter that is never closed is body, so that no text is lost.
pub(super) fn cut(text: &str) -> Fence {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Fence { opening: None, yaml: None, whole: Span::point(0), body: Span::new(start, text.len()) };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return none;
    };
    let opening = Span::new(start, start + first.trim_end().len());
    let yaml_start = start + first.len();
    let mut at = yaml_start;
    for line in lines {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Fence {
                opening: Some(opening),
                yaml: Some(Span::new(yaml_start, at)),
                whole: Span::new(start, end),
                body: Span::new(end, text.len()),
            };
        }
        at = end;
    }
    Fence { opening: Some(opening), ..none }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> (Option<&str>, &str) {
        let fence = cut(text);
        (fence.yaml.map(|span| span.text(text)), fence.body.text(text))
    }

    #[test]
    fn cuts_at_whole_lines_only() {
        for (text, yaml, body) in [
            ("---\na: 1\n---\nx", Some("a: 1\n"), "x"),
            ("\u{feff}---\r\na: 1\r\n...\r\nx\r\n", Some("a: 1\r\n"), "x\r\n"),
            ("---\n---\n", Some(""), ""),
            ("---  \na: 1\n---", Some("a: 1\n"), ""),
            ("x\n---\na: 1\n---\n", None, "x\n---\na: 1\n---\n"),
            (" ---\na: 1\n---\n", None, " ---\na: 1\n---\n"),
            ("----\na\n---\n", None, "----\na\n---\n"),
            ("---\na: |\n  ----\n ---\n---\n", Some("a: |\n  ----\n ---\n"), ""),
            ("", None, ""),
            ("\u{feff}", None, ""),
        ] {
            assert_eq!(pieces(text), (yaml, body), "{text:?}");
        }
    }

    #[test]
    fn unclosed_front_matter_stays_in_the_body() {
        let fence = cut("---\na: 1\n\n# Title\n");
        assert_eq!(fence.yaml, None);
        assert_eq!(fence.opening, Some(Span::new(0, 3)));
        assert_eq!(fence.body, Span::new(0, 18));
    }
}
