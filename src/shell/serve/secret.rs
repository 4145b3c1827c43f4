//! Secrets that hold for one run.

use std::fmt::Write as _;

/// 128 bits from the system, as hexadecimal digits.
///
/// # Errors
/// A system without a source of random numbers.
pub fn secret() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
    let mut text = String::with_capacity(32);
    for byte in bytes {
        let _written = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}
