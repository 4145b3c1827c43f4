//! Numbers for words, given in the order in which they first come.
//!
//! A table of our own: ordered maps take five times as long for the millions of words that a large handbook has, and the standard
//! library's hash maps are not used here because walking one differs from run to run. This one is never walked by its slots.

/// Words and their numbers.
#[derive(Debug)]
pub(super) struct Interner {
    /// Numbers of words, by hash; `u32::MAX` where there is none.
    slots: Vec<u32>,
    /// All words, one after the other.
    letters: Vec<u8>,
    /// Where each word ends.
    ends: Vec<usize>,
}

const FREE: u32 = u32::MAX;

impl Default for Interner {
    fn default() -> Self {
        Self { slots: vec![FREE; 1 << 10], letters: Vec::new(), ends: Vec::new() }
    }
}

impl Interner {
    /// The number of a word, a new one if it has none.
    pub(super) fn number(&mut self, word: &[u8]) -> u32 {
        let mut at = self.slot(hash(word));
        loop {
            match self.slots[at] {
                FREE => break,
                number if self.bytes(number) == word => return number,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
        let number = u32::try_from(self.ends.len()).expect("fewer words than there are numbers");
        self.letters.extend_from_slice(word);
        self.ends.push(self.letters.len());
        self.slots[at] = number;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of a number.
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.letters[start..self.ends[at]]
    }

    fn slot(&self, hash: u64) -> usize {
        let bits = self.slots.len().trailing_zeros();
        usize::try_from(hash >> (64 - bits)).expect("as many bits as there are slots")
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 4];
        for number in 0..u32::try_from(self.ends.len()).expect("counted before") {
            let mut at = self.slot(hash(self.bytes(number)));
            while self.slots[at] != FREE {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = number;
        }
    }
}

/// Eight bytes at a time, each turned and multiplied in.
fn hash(word: &[u8]) -> u64 {
    let mut hash = word.len() as u64;
    for chunk in word.chunks(8) {
        let mut bytes = [0_u8; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    (hash ^ (hash >> 29)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number() {
        let mut words = Interner::default();
        for round in 0..2 {
            for at in 0..5_000_u32 {
                assert_eq!(words.number(format!("word {at}").as_bytes()), at, "round {round}");
            }
        }
        assert_eq!((words.len(), words.bytes(4_321)), (5_000, &b"word 4321"[..]));
    }
}
