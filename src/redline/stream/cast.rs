//! What a block is besides its words, for blocks that are another kind of the same now.

use crate::redline::side::Kind;
use crate::syntax::BlockQuoteKind;

/// What differs between two casts, as authors write it.
pub(super) fn recast(old: &Kind, new: &Kind) -> Option<(String, String)> {
    let first = |start: &Option<u64>| start.map_or_else(|| "-".to_owned(), |it| format!("{it}."));
    let note = |kind: &Option<BlockQuoteKind>| {
        kind.map_or_else(|| ">".to_owned(), |it| format!("[!{}]", format!("{it:?}").to_uppercase()))
    };
    match (old, new) {
        (Kind::Heading(a, _, left), Kind::Heading(b, _, right)) => {
            let written = |level: u8, braces: &str| {
                let mut parts = Vec::new();
                if a != b {
                    parts.push("#".repeat(usize::from(level)));
                }
                if left != right && !braces.is_empty() {
                    parts.push(format!("{{{braces}}}"));
                }
                parts.join(" ")
            };
            Some((written(*a, left), written(*b, right)))
        }
        (Kind::List(a), Kind::List(b)) => Some((first(a), first(b))),
        (Kind::Quote(a), Kind::Quote(b)) => Some((note(a), note(b))),
        (Kind::Code(a), Kind::Code(b)) => Some((a.clone(), b.clone())),
        _ => None,
    }
}
