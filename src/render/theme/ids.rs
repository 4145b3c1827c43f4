//! Ids of a finished page: each stands once. What authors call their sections and entries may meet, within a page and with what
//! a template of the user calls its parts. The ids of built-in templates that stand beside a document's text begin with `page:`,
//! which no anchor of an author can.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

/// Takes an id away where a tag before has it already. Links lead to the first one, as browsers have it.
pub(super) fn unique(html: String) -> String {
    // Most pages are cleared by a look at everything that is spelled like an id, in a tag or not.
    let spelled =
        memmem::find_iter(html.as_bytes(), START.as_bytes()).filter_map(|at| html[at + START.len()..].strip_prefix('"'));
    let mut seen = BTreeSet::new();
    if spelled.filter_map(|rest| rest.split('"').next()).all(|id| seen.insert(id)) {
        return html;
    }
    without_second_ones(html)
}

fn without_second_ones(html: String) -> String {
    let mut seen = BTreeSet::new();
    let again: Vec<Range<usize>> = ids(&html).filter(|(_, id)| !seen.insert(*id)).map(|(range, _)| range).collect();
    if again.is_empty() {
        return html;
    }
    let mut kept = String::with_capacity(html.len());
    let mut at = 0;
    for range in again {
        kept.push_str(&html[at..range.start]);
        at = range.end;
    }
    kept.push_str(&html[at..]);
    kept
}

/// The id attributes of all tags: where each stands, with the space before it, and its value.
fn ids(html: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += memchr(b'<', &html.as_bytes()[at..])? + 1;
            if !html.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic) {
                continue;
            }
            let (end, id) = tag(html, at);
            at = end;
            if let Some(range) = id {
                return Some((range.clone(), &html[range.start + START.len() + 1..range.end - 1]));
            }
        }
    })
}

/// What stands before the value of an id, without its quote.
const START: &str = " id=";

/// Where a tag ends, and its first id attribute. What stands in quotes is no attribute.
fn tag(html: &str, start: usize) -> (usize, Option<Range<usize>>) {
    let bytes = html.as_bytes();
    let mut id = None;
    let mut at = start;
    while let Some(found) = memchr3(b'"', b'\'', b'>', &bytes[at..]) {
        let mark = at + found;
        if bytes[mark] == b'>' {
            return (mark, id);
        }
        let Some(length) = memchr(bytes[mark], &bytes[mark + 1..]) else { break };
        let end = mark + length + 2;
        if id.is_none() && bytes[mark] == b'"' && bytes[at..mark].ends_with(START.as_bytes()) {
            id = Some(mark - START.len()..end);
        }
        at = end;
    }
    (html.len(), id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_keeps_its_id() {
        let html = "<p id=\"a\" title=\"x > <b id='a'> \">é</p><q class=\"c\" id=\"a\"></q><i id=\"b\">";
        assert_eq!(unique(html.to_owned()), "<p id=\"a\" title=\"x > <b id='a'> \">é</p><q class=\"c\"></q><i id=\"b\">");
    }

    #[test]
    fn words_that_look_like_ids_stay() {
        for html in [
            "<p id=\"a\">a < b id=\"a\" > c",
            "<p id=\"a\">1 &lt;p id=\"a\"&gt; <",
            "<p title=' id=\"a\"'><b id=\"a\">",
            "<b id=\"a",
        ] {
            assert_eq!(unique(html.to_owned()), html);
        }
    }
}
