//! Texts as numbers, so that alike is one comparison.

use std::collections::BTreeMap;

/// Gives equal texts equal numbers, for both sides of a comparison.
#[derive(Debug, Default)]
pub(super) struct Interner {
    numbers: BTreeMap<String, u32>,
}

impl Interner {
    /// The number of a text.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        // Texts are at most 1 MiB, so there are fewer pieces than numbers.
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        number
    }
}
