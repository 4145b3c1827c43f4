//! Looks at the frames of OpenPGP packets before the library reads them: it follows signatures within signatures as deep as
//! they go, and a small file can hold thousands, more than a stack can take.

/// Signatures within signatures. A subkey's binding holds one, and that holds none.
const MAX_DEPTH: usize = 2;
/// The packet that holds a signature.
const SIGNATURE: u8 = 2;
/// The part of a signature that holds another one.
const EMBEDDED: u8 = 32;

/// Whether bytes are whole packets of known length with shallow signatures, as every signature and exported key is.
pub(super) fn are_plain(mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        let Some((tag, body, rest)) = packet(bytes) else { return false };
        if tag == SIGNATURE && !is_shallow(body) {
            return false;
        }
        bytes = rest;
    }
    true
}

/// Kind, body and what follows (RFC 9580, 4.2). Bodies in pieces or without a length are for data that is being streamed.
fn packet(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first & 0x80 == 0 {
        return None;
    }
    if first & 0x40 != 0 {
        let (length, rest) = if matches!(rest.first()?, 224..=254) { return None } else { length(rest)? };
        let (body, rest) = rest.split_at_checked(length)?;
        return Some((first & 0x3F, body, rest));
    }
    let octets = match first & 3 {
        0 => 1,
        1 => 2,
        2 => 4,
        _ => return None,
    };
    let (length, rest) = number(rest, octets)?;
    let (body, rest) = rest.split_at_checked(length)?;
    Some(((first >> 2) & 0x0F, body, rest))
}

/// A length of packets and of parts of signatures.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    match first {
        0..=191 => Some((first.into(), rest)),
        192..=254 => {
            let (&second, rest) = rest.split_first()?;
            Some((((usize::from(first) - 192) << 8) + usize::from(second) + 192, rest))
        }
        255 => number(rest, 4),
    }
}

fn number(bytes: &[u8], octets: usize) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_at_checked(octets)?;
    Some((number.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)), rest))
}

/// Whether a signature holds no signatures in signatures in signatures. Every level costs a pass over what is left, at most
/// `MAX_DEPTH` of them.
fn is_shallow(body: &[u8]) -> bool {
    let mut level = vec![body];
    for _ in 0..=MAX_DEPTH {
        level = level.into_iter().flat_map(embedded).collect();
        if level.is_empty() {
            return true;
        }
    }
    false
}

/// The signatures within a signature. What is malformed has none: the library stops there, too.
fn embedded(body: &[u8]) -> Vec<&[u8]> {
    let octets = match body.first() {
        Some(4 | 5) => 2,
        Some(6) => 4,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut rest = body.get(4..).unwrap_or_default();
    // Two areas: one that is signed, one that is not.
    for _ in 0..2 {
        let Some((size, after)) = number(rest, octets) else { break };
        let mut area = &after[..size.min(after.len())];
        rest = &after[area.len()..];
        while let Some((size, after)) = length(area) {
            let part = &after[..size.min(after.len())];
            area = &after[part.len()..];
            if let Some((kind, content)) = part.split_first()
                && kind & 0x7F == EMBEDDED
            {
                found.push(content);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A signature within `depth` others.
    fn nested(depth: usize) -> Vec<u8> {
        let mut body = Vec::new();
        for _ in 0..=depth {
            let part =
                if body.is_empty() { Vec::new() } else { [&[255], &four(body.len() + 1)[..], &[EMBEDDED], &body].concat() };
            let size = u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes();
            body = [&[4, 0, 1, 8], &size[..], &part, &[0, 0, 1, 2, 0, 1, 1]].concat();
        }
        [&[0xC2, 255], &four(body.len())[..], &body].concat()
    }

    fn four(number: usize) -> [u8; 4] {
        u32::try_from(number).unwrap().to_be_bytes()
    }

    #[test]
    fn deep_and_endless_packets_are_refused() {
        for depth in 0..=MAX_DEPTH {
            assert!(are_plain(&nested(depth)), "{depth}");
        }
        for depth in [MAX_DEPTH + 1, 100, 3000] {
            assert!(!are_plain(&nested(depth)), "{depth}");
        }
        assert!(are_plain(&[0x88, 1, 9, 0xB4, 0]));
        for bytes in [&[0x88, 2, 9][..], &[0x8B, 9], &[0xC2, 230, 1], &[0x42], &[0xC2, 255, 255, 255, 255, 255]] {
            assert!(!are_plain(bytes), "{bytes:?}");
        }
    }
}
