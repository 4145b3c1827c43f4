//! How alike two texts are, counted as git counts it (diffcore-delta): texts are cut after line breaks and every 64 bytes, and the
//! bytes in pieces that both hold are set against the longer of the two.

use std::cmp::Ordering;

/// Of how many parts a score counts.
const WHOLE: u64 = 60_000;
/// From this score on one is taken for the other.
pub(super) const ALIKE: u64 = WHOLE / 2;
/// From this score on a file of the same name is taken for the other without looking further.
pub(super) const SAME_NAME: u64 = ALIKE + (WHOLE - ALIKE) / 2;
/// Size of git's table of sums.
const SUMS: u32 = 107_927;
/// A piece has at most so many bytes.
const PIECE: u64 = 64;
/// Git looks for a NUL in so many bytes.
const FIRST: usize = 8_000;

/// The pieces of a text.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    size: u64,
    /// Sum of a piece, and bytes in all pieces with this sum; by sum.
    pieces: Vec<(u32, u64)>,
}

impl Spans {
    /// Cuts a text.
    pub(super) fn of(text: &[u8]) -> Self {
        let is_text = !text[..text.len().min(FIRST)].contains(&0);
        let mut pieces = Vec::new();
        let (mut one, mut two, mut length) = (0_u32, 0_u32, 0_u64);
        for (at, byte) in text.iter().enumerate() {
            // CRLF counts as LF.
            if is_text && *byte == b'\r' && text.get(at + 1) == Some(&b'\n') {
                continue;
            }
            let old = one;
            one = (one << 7) ^ (two >> 25);
            two = (two << 7) ^ (old >> 25);
            one = one.wrapping_add(u32::from(*byte));
            length += 1;
            if length >= PIECE || *byte == b'\n' {
                pieces.push((sum(one, two), length));
                (one, two, length) = (0, 0, 0);
            }
        }
        if length > 0 {
            pieces.push((sum(one, two), length));
        }
        pieces.sort_unstable();
        pieces.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        Self { size: text.len() as u64, pieces }
    }

    /// How much of this text is in the other, of 60,000 parts.
    pub(super) fn score(&self, other: &Self) -> u64 {
        let (most, least) = (self.size.max(other.size), self.size.min(other.size));
        if least == 0 || most * (WHOLE - ALIKE) < (most - least) * WHOLE {
            return 0;
        }
        let (mut a, mut b, mut copied) = (0, 0, 0);
        while let (Some(one), Some(two)) = (self.pieces.get(a), other.pieces.get(b)) {
            match one.0.cmp(&two.0) {
                Ordering::Less => a += 1,
                Ordering::Greater => b += 1,
                Ordering::Equal => {
                    copied += one.1.min(two.1);
                    (a, b) = (a + 1, b + 1);
                }
            }
        }
        copied * WHOLE / most
    }
}

fn sum(one: u32, two: u32) -> u32 {
    one.wrapping_add(two.wrapping_mul(0x61)) % SUMS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_lines_is_alike() {
        let text = |of: std::ops::Range<u32>| of.map(|it| format!("{it:07}\n")).collect::<String>();
        let score = |a: std::ops::Range<u32>, b| Spans::of(text(a).as_bytes()).score(&Spans::of(text(b).as_bytes()));
        assert_eq!(score(0..10, 0..10), WHOLE);
        assert_eq!(score(0..10, 5..15), ALIKE);
        assert!(score(0..10, 6..16) < ALIKE);
        assert_eq!(score(0..10, 10..20), 0);
        assert_eq!(Spans::of(b"").score(&Spans::of(b"")), 0);
        assert_eq!(Spans::of(b"a\r\nb\r\n").score(&Spans::of(b"a\r\nb\r\n")), 2 * 2 * WHOLE / 6);
    }
}
