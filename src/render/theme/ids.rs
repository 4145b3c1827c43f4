//! Ids of a finished page: each stands once. What authors call their sections and entries may meet, within a page and with what
//! a template of the user calls its parts. The ids of built-in templates that stand beside a document's text begin with `page:`,
//! which no anchor of an author can.

use std::collections::BTreeSet;
use std::ops::Range;

/// Takes an id away where a tag before has it already. Links lead to the first one, as browsers have it.
pub(super) fn unique(html: String) -> String {
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
            at += html[at..].find('<')? + 1;
            if !html[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let (end, id) = tag(html, at);
            at = end;
            if let Some(range) = id {
                return Some((range.clone(), &html[range.start + START.len()..range.end - 1]));
            }
        }
    })
}

const START: &str = " id=\"";

/// Where a tag ends, and its id attribute. What stands in quotes is no attribute.
fn tag(html: &str, start: usize) -> (usize, Option<Range<usize>>) {
    let mut quote = None;
    let mut id = None;
    for (at, byte) in html.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return (at, id),
            (None, b' ') if id.is_none() && html[at..].starts_with(START) => {
                let value = at + START.len();
                id = html[value..].find('"').map(|length| at..value + length + 1);
            }
            (None, _) => {}
        }
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
