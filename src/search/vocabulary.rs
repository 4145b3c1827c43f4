//! The vocabulary as text, in pieces that are loaded one by one.
//!
//! An entry is how much it shares with the one before (one character from `#` on), the rest of the form, and capital letters: `P` begins
//! the next group, `Q` to `Y` lead 1 to 9 groups back, `Z…;` any number; `A` to `P` is the logarithm of how many units have the group.

use super::merge::script_order;

/// The most characters of a piece.
const PIECE: usize = 10_000;
/// The most that an entry shares with the one before.
const SHARED: usize = 50;

/// A piece of the vocabulary.
#[derive(Debug)]
pub(super) struct Piece {
    /// The first form.
    pub(super) first: String,
    /// How many groups began before it.
    pub(super) groups: u32,
    /// Its entries.
    pub(super) text: String,
}

/// How many units a group has, as its logarithm.
pub(super) fn class(frequency: u32) -> u8 {
    u8::try_from(frequency.max(1).ilog2().min(15)).expect("at most 15")
}

/// Writes all forms in pieces. `frequency` says how many units a group has.
pub(super) fn pieces(forms: &[(String, u32)], frequency: impl Fn(u32) -> u32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut before, mut next) = ("", 0);
    for (form, group) in forms {
        debug_assert!(script_order(before, form).is_lt(), "forms are sorted");
        if pieces.last().is_none_or(|it| it.text.len() > PIECE) {
            pieces.push(Piece { first: form.clone(), groups: next, text: String::new() });
            before = "";
        }
        let Some(piece) = pieces.last_mut() else { continue };
        let shared = shared(before, form);
        let units = u8::try_from(form[..shared].encode_utf16().count()).expect("at most SHARED");
        piece.text.push(char::from(b'#' + units));
        piece.text.push_str(&form[shared..]);
        match next - group {
            0 => {
                piece.text.push('P');
                next += 1;
            }
            back @ 1..=9 => piece.text.push(char::from(b'P' + u8::try_from(back).expect("one digit"))),
            back => piece.text.push_str(&format!("Z{back};")),
        }
        piece.text.push(char::from(b'A' + class(frequency(*group))));
        before = form;
    }
    pieces
}

/// How many bytes two forms share, at most `SHARED` characters.
fn shared(a: &str, b: &str) -> usize {
    let pairs = a.chars().zip(b.chars()).take(SHARED / 2);
    pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}
