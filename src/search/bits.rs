//! Numbers as bits, and bits as printable text: 13 bits in two of 92 characters, which a script reads out of a plain string.
//!
//! Base64 would hold 12. The space is left out, so that it can stand between lists; so are `"` and `\`, which a string would escape.

/// How many characters there are.
const RADIX: u32 = 92;

fn character(value: u32) -> char {
    let mut code = 0x21 + value;
    if code >= 0x22 {
        code += 1;
    }
    if code >= 0x5C {
        code += 1;
    }
    char::from_u32(code).expect("a printable character")
}

fn value(byte: u8) -> u32 {
    let code = u32::from(byte);
    code - 0x21 - u32::from(code > 0x22) - u32::from(code > 0x5C)
}

/// Writes bits, the highest of each number first.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    text: String,
    held: u64,
    count: u32,
}

impl BitWriter {
    /// Adds the lowest `width` bits of a number; at most 32.
    pub(super) fn bits(&mut self, number: u32, width: u32) {
        self.held = (self.held << width) | (u64::from(number) & ((1_u64 << width) - 1));
        self.count += width;
        while self.count >= 13 {
            self.count -= 13;
            let chunk = u32::try_from((self.held >> self.count) & 0x1FFF).expect("13 bits");
            self.text.push(character(chunk / RADIX));
            self.text.push(character(chunk % RADIX));
        }
    }

    /// Adds a number of ones and a zero.
    pub(super) fn unary(&mut self, mut number: u32) {
        while number >= 16 {
            self.bits(0xFFFF, 16);
            number -= 16;
        }
        self.bits(((1 << number) - 1) << 1, number + 1);
    }

    /// Adds a number from 1 on in Elias' gamma code.
    pub(super) fn gamma(&mut self, number: u32) {
        let width = number.ilog2();
        self.bits(0, width);
        self.bits(number, width + 1);
    }

    /// The text. What remains is filled up with zeros: in one character if it has room there.
    pub(super) fn finish(mut self) -> String {
        if self.count > 6 {
            self.bits(0, 13 - self.count);
        } else if self.count > 0 {
            let last = u32::try_from((self.held << (6 - self.count)) & 0x3F).expect("6 bits");
            self.text.push(character(last));
        }
        self.text
    }
}

/// Reads what `BitWriter` wrote.
#[derive(Debug)]
pub(super) struct BitReader<'a> {
    text: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    /// Reads from the start of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, held: 0, count: 0 }
    }

    /// The next bits as a number; zeros beyond the end.
    pub(super) fn bits(&mut self, width: u32) -> u32 {
        while self.count < width {
            let (chunk, size) = match self.text[self.at..] {
                [high, low, ..] => (value(high) * RADIX + value(low), 13),
                [last] => (value(last), 6),
                [] => (0, 13),
            };
            self.at = (self.at + 2).min(self.text.len());
            self.held = ((self.held << size) | u64::from(chunk)) & 0xFFFF_FFFF_FFFF;
            self.count += size;
        }
        self.count -= width;
        u32::try_from((self.held >> self.count) & ((1 << width) - 1)).expect("at most 32 bits")
    }

    /// The next number in unary code; it ends with the text.
    pub(super) fn unary(&mut self) -> u32 {
        let mut number = 0;
        while self.bits(1) == 1 {
            number += 1;
        }
        number
    }

    /// The next number in gamma code.
    pub(super) fn gamma(&mut self) -> u32 {
        let mut width = 0;
        while width < 31 && self.bits(1) == 0 {
            width += 1;
        }
        (1 << width) | self.bits(width)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in proptest::collection::vec((1_u32..1 << 20, 0_u32..40), 0..60)) {
            let mut writer = BitWriter::default();
            for &(large, small) in &numbers {
                writer.gamma(large);
                writer.unary(small);
                writer.bits(large, 20);
            }
            let text = writer.finish();
            prop_assert!(text.bytes().all(|it| (0x21..0x7F).contains(&it) && it != b'"' && it != b'\\'));
            let mut reader = BitReader::new(&text);
            for &(large, small) in &numbers {
                prop_assert_eq!((reader.gamma(), reader.unary(), reader.bits(20)), (large, small, large));
            }
        }
    }
}
