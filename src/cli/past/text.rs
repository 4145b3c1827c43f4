//! Small operations that turn today's text of a document into an earlier one.
//!
//! Blanks and line breaks are alike here, so that a sentence can be named without knowing where its lines end.

use std::ops::Range;

/// Where a text stands, exactly once.
fn find(text: &str, wanted: &str) -> Result<Range<usize>, String> {
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let Some(first) = words.first() else { return Err(String::from("an empty text was looked for")) };
    let mut found = text.match_indices(first).filter_map(|(at, _)| Some(at..match_words(text, at, &words)?));
    match (found.next(), found.next()) {
        (Some(range), None) => Ok(range),
        (Some(_), Some(_)) => Err(format!("`{wanted}` stands there more than once")),
        (None, _) => Err(format!("`{wanted}` does not stand there")),
    }
}

/// The end of the words if they begin at `at`.
fn match_words(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let mut end = at;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            let rest = &text[end..];
            let blanks = rest.len() - rest.trim_start().len();
            if blanks == 0 {
                return None;
            }
            end += blanks;
        }
        end += text[end..].starts_with(word).then_some(word.len())?;
    }
    Some(end)
}

/// Takes a text out, and the blanks and the line that would stay behind.
pub(super) fn without(text: &str, wanted: &str) -> Result<String, String> {
    let Range { mut start, mut end } = find(text, wanted)?;
    let at_line_start = text[..start].trim_end_matches(' ').is_empty() || text[..start].trim_end_matches(' ').ends_with('\n');
    let at_line_end = text[end..].starts_with('\n');
    if at_line_start && at_line_end {
        start = text[..start].trim_end_matches(' ').len();
        end += 1;
    } else if at_line_end {
        start = text[..start].trim_end_matches(' ').len();
    } else if at_line_start || text[..start].ends_with(' ') {
        end += text[end..].len() - text[end..].trim_start_matches(' ').len();
    }
    let mut out = format!("{}{}", &text[..start], &text[end..]);
    // A paragraph that went leaves one blank line, not two.
    if out[..start].ends_with("\n\n") && out[start..].starts_with('\n') {
        out.remove(start);
    }
    Ok(out)
}

/// Puts one text in the place of another. Of texts with as many words only the words change and the lines stay; of others what
/// both begin and end with stays. `\\n` begins a new line.
pub(super) fn instead(text: &str, now: &str, then: &str) -> Result<String, String> {
    let range = find(text, now)?;
    let found = &text[range.clone()];
    let (old, new): (Vec<&str>, Vec<&str>) = (now.split_whitespace().collect(), then.split_whitespace().collect());
    let mut out = text[..range.start].to_owned();
    if old.len() == new.len() && !then.contains("\\n") {
        let mut rest = found;
        for (old, new) in old.iter().zip(&new) {
            let at = rest.find(old).unwrap_or_default();
            out.push_str(&rest[..at]);
            out.push_str(new);
            rest = &rest[at + old.len()..];
        }
    } else {
        out.push_str(&between(found, &old, &new));
    }
    out.push_str(&text[range.end..]);
    Ok(out)
}

/// The found text with what differs in the middle replaced.
fn between(found: &str, old: &[&str], new: &[&str]) -> String {
    let most = old.len().min(new.len());
    let first = old.iter().zip(new).take_while(|(a, b)| a == b).count().min(most);
    let last = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(most - first);
    let mut starts = Vec::new();
    let mut at = 0;
    for word in old {
        at += found[at..].find(word).unwrap_or_default();
        starts.push((at, at + word.len()));
        at += word.len();
    }
    let head = starts.get(first).map_or(found.len(), |it| it.0);
    let tail = starts.get(old.len() - last).map_or(found.len(), |it| it.0);
    let middle = new[first..new.len() - last].join(" ").replace("\\n", "\n").replace("\\t", "  ");
    let gap = if last > 0 && !middle.is_empty() { " " } else { "" };
    let kept = if old.len() == first + last { found[..head].trim_end().len() } else { head };
    let lead = if kept < head && !middle.is_empty() { " " } else { "" };
    format!("{}{lead}{middle}{gap}{}", &found[..kept], &found[tail..])
}

/// Takes out the section whose heading carries `{#anchor …}`, up to the next heading of its level or a higher one.
pub(super) fn without_section(text: &str, anchor: &str) -> Result<String, String> {
    let mut out = String::new();
    let (mut fenced, mut dropping, mut met) = (false, None, false);
    for line in text.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        let level = line.bytes().take_while(|it| *it == b'#').count();
        if !fenced && level > 0 {
            let named = line.contains(&format!("{{#{anchor} ")) || line.contains(&format!("{{#{anchor}}}"));
            dropping = if named { Some(level) } else { dropping.filter(|it| level > *it) };
            met |= named;
        }
        if dropping.is_none() {
            out.push_str(line);
        }
    }
    if met { Ok(format!("{}\n", out.trim_end())) } else { Err(format!("there is no section `{anchor}`")) }
}

/// Takes an entry out of the lists in front matter: the item that begins with its id.
pub(super) fn without_entry(text: &str, id: &str) -> Result<String, String> {
    let begins = format!("- id: {id}");
    let mut out = String::new();
    let (mut depth, mut met) = (None, false);
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        depth = depth.filter(|it| indent > *it);
        if line.trim() == begins {
            depth = Some(indent);
            met = true;
        }
        if depth.is_none() {
            out.push_str(line);
        }
    }
    if met { Ok(out) } else { Err(format!("there is no entry `{id}`")) }
}

/// Puts other words below the front matter.
pub(super) fn with_body(text: &str, body: &str) -> Result<String, String> {
    let (front, _) = text.split_once("\n---\n\n").ok_or("there is no front matter")?;
    Ok(format!("{front}\n---\n\n{body}\n"))
}

/// Sets a plain value of the front matter; one that is not there stays away.
pub(super) fn set(text: &str, key: &str, value: &str) -> String {
    let mut done = false;
    let line = |line: &str| -> String {
        match line.strip_prefix(key).filter(|rest| rest.starts_with(": ")) {
            Some(_) if !done => {
                done = true;
                format!("{key}: {value}\n")
            }
            _ => line.to_owned(),
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// A plain value of the front matter.
pub(super) fn get<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().take_while(|it| !it.starts_with("## ")).find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

/// A line of `changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The version.
    pub(super) version: String,
    /// Its day, as written.
    pub(super) date: String,
    /// Its reason, without quotes.
    pub(super) note: String,
    /// The line as it stands there.
    source: String,
}

impl Line {
    /// A line of its own.
    pub(super) fn new(version: &str, date: &str, note: &str) -> Self {
        let source = format!("  - {{version: {version}, date: {date}, note: \"{note}\"}}\n");
        Self { version: version.to_owned(), date: date.to_owned(), note: note.to_owned(), source }
    }

    fn read(source: &str) -> Option<Self> {
        let inner = source.trim().strip_prefix("- {version: ")?.strip_suffix('}')?;
        let (version, rest) = inner.split_once(", date: ")?;
        let (date, note) = rest.split_once(", note: ")?;
        let note = note.trim_matches('"');
        Some(Self { version: version.to_owned(), date: date.to_owned(), note: note.to_owned(), source: source.to_owned() })
    }
}

/// The document's own change history, newest first.
pub(super) fn changes(text: &str) -> Vec<Line> {
    let block = text.lines().skip_while(|it| *it != "changes:").skip(1);
    block.map_while(|line| Line::read(&format!("{line}\n"))).collect()
}

/// The text with another change history.
pub(super) fn with_changes(text: &str, lines: &[Line]) -> String {
    let Some((before, rest)) = text.split_once("\nchanges:\n") else { return text.to_owned() };
    let old: usize = rest.split_inclusive('\n').take_while(|it| Line::read(it).is_some()).map(str::len).sum();
    let new: String = lines.iter().map(|it| it.source.as_str()).collect();
    format!("{before}\nchanges:\n{new}{}", &rest[old..])
}

/// The text as it looked before all files were formatted alike: other bullets, wider tables, an empty line at the end.
/// What it says is the same.
pub(super) fn unformatted(path: &str, text: &str) -> String {
    let markdown = path.ends_with(".md");
    let (mut fenced, mut rules) = (false, 0);
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        rules += usize::from(line == "---\n");
        fenced ^= line.trim_start().starts_with("```");
        let body = markdown && rules >= 2 && !fenced;
        if body && line.starts_with("|---") {
            out.push_str(&line.replace("---", " --- "));
        } else if let Some(rest) = line.strip_prefix("- ").filter(|_| body) {
            out.push_str("* ");
            out.push_str(rest);
        } else {
            out.push_str(line);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\nid: A-1\nversion: 2.0\nchanges:\n  - {version: 2.0, date: 2025-01-02, note: \"Two, with: colon\"}\n  \
        - {version: 1.0, date: 2024-01-02, note: One}\n---\n\n## First {#first}\n\nOne. Two\nand more. Three.\n\n- a\n- b\n\n\
        | x |\n|---|\n| 1 |\n| 2 |\n\n## Second {#second clauses=\"4.1\"}\n\n```sh\n# no heading\n```\n\n### Below {#below}\n\nText.\n\n\
        ## Third {#third}\n\nEnd.\n";

    #[test]
    fn a_sentence_goes_across_lines_and_leaves_no_blanks() {
        let out = without(TEXT, "Two and more.").unwrap();
        assert!(out.contains("\n\nOne. Three.\n"), "{out}");
        assert!(without(TEXT, "One. Two and more. Three.").unwrap().contains("{#first}\n\n- a\n"));
        assert!(without(TEXT, "- a").unwrap().contains("Three.\n\n- b\n"));
        assert!(without(TEXT, "| 2 |").unwrap().contains("| 1 |\n\n## Second"));
        assert!(without(TEXT, "Four").unwrap_err().contains("does not stand"));
        assert!(without(TEXT, "One").unwrap_err().contains("more than once"));
    }

    #[test]
    fn a_section_goes_with_what_is_below_it() {
        let out = without_section(TEXT, "second").unwrap();
        assert!(!out.contains("no heading") && !out.contains("Below") && out.contains("## Third"), "{out}");
        assert!(without_section(TEXT, "third").unwrap().ends_with("Text.\n"));
        assert!(without_section(TEXT, "no heading").is_err());
    }

    #[test]
    fn front_matter_is_read_and_set() {
        assert_eq!(get(TEXT, "version"), Some("2.0"));
        assert_eq!(set(TEXT, "version", "1.0"), TEXT.replace("\nversion: 2.0", "\nversion: 1.0"));
        let lines = changes(TEXT);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].note, "Two, with: colon");
        assert_eq!(with_changes(TEXT, &lines), TEXT);
        assert_eq!(changes(&with_changes(TEXT, &lines[1..])), lines[1..]);
    }

    #[test]
    fn formatting_changes_bullets_tables_and_ends_only() {
        let out = unformatted("a.md", TEXT);
        assert!(out.contains("\n* a\n* b\n") && out.contains("\n| --- |\n") && out.ends_with("End.\n\n"), "{out}");
        assert!(out.starts_with("---\nid: A-1\nversion: 2.0\nchanges:\n  - {"), "{out}");
    }
}
