//! Takes the ASCII armour off signatures and keys: lines of base64 between two dashed lines.

use base64ct::{Base64, Encoding as _};

/// The bytes of the one block with this label (`SSH SIGNATURE`, `PGP SIGNATURE`) that a text consists of.
///
/// Header lines up to an empty line are passed over and a checksum (OpenPGP, RFC 4880, 6.1) must be right if there is one, as
/// gpg demands.
pub(super) fn decode(text: &str, label: &str) -> Result<Vec<u8>, String> {
    let text = text.trim_end();
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let body = text.strip_prefix(&begin).ok_or("it does not begin as it should")?;
    let body = body.strip_suffix(&end).ok_or("its end is missing")?;
    let body = body.strip_prefix("\r\n").or_else(|| body.strip_prefix('\n')).ok_or("its first line does not end as it should")?;
    let body = body.strip_suffix('\n').ok_or("its last line does not begin as it should")?;
    let mut lines: Vec<&str> = body.lines().map(str::trim_end).collect();
    if let Some(empty) = lines.iter().position(|line| line.is_empty()) {
        // Base64 holds no colon, headers do.
        if lines[..empty].iter().any(|line| !line.contains(':')) {
            return Err("it holds an empty line".to_owned());
        }
        lines.drain(..=empty);
    }
    let sum = lines.last().copied().filter(|line| line.len() == 5 && line.starts_with('=')).map(|line| &line[1..]);
    if sum.is_some() {
        lines.pop();
    }
    let bytes = Base64::decode_vec(&lines.concat()).map_err(|_| "it is not base64 text")?;
    let right = sum.is_none_or(|sum| Base64::decode_vec(sum).is_ok_and(|sum| sum == crc24(&bytes)));
    if right { Ok(bytes) } else { Err("its checksum is wrong".to_owned()) }
}

/// The checksum of RFC 4880, 6.1.
fn crc24(bytes: &[u8]) -> [u8; 3] {
    let mut crc: u32 = 0x00B7_04CE;
    for byte in bytes {
        crc ^= u32::from(*byte) << 16;
        for _ in 0..8 {
            crc <<= 1;
            if crc & 0x0100_0000 != 0 {
                crc ^= 0x0186_4CFB;
            }
        }
    }
    let [_, a, b, c] = crc.to_be_bytes();
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armour_comes_off_and_damage_is_named() {
        let armored = "-----BEGIN X-----\nVersion: 1\n\nAQID\nBA==\n=uZg7\n-----END X-----\n";
        assert_eq!(decode(&armored.replace("=uZg7\n", ""), "X"), Ok(vec![1, 2, 3, 4]));
        assert_eq!(decode(&armored.replace("=uZg7\n", "").replace('\n', "\r\n"), "X"), Ok(vec![1, 2, 3, 4]));
        assert_eq!(decode(armored, "X"), Err("its checksum is wrong".to_owned()));
        assert_eq!(crc24(b"123456789"), [0x21, 0xCF, 0x02], "the check value that catalogues of checksums give");
        for (from, to) in [("BEGIN", "BEGUN"), ("END", "AND"), ("AQID", "A*ID"), ("Version: 1", "AQID")] {
            assert!(decode(&armored.replace("=uZg7\n", "").replace(from, to), "X").is_err(), "{to}");
        }
    }
}
