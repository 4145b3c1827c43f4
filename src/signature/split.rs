//! Splits raw commits and tags into what was signed and the signature, by git's own rules (`commit.c`, `tag.c`, `gpg-interface.c`).

use super::MAX_SIGNATURE;

/// Lines by which git knows the beginning of a signature at the end of a tag.
const BEGINNINGS: [&[u8]; 4] = [
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN PGP MESSAGE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
    b"-----BEGIN SSH SIGNATURE-----",
];

/// Signature and signed bytes of a raw commit; `None` for a commit without a signature.
///
/// A SHA-256 repository keeps its signature under `gpgsig-sha256`. A signature that the same commit has under the other
/// algorithm's header is not part of what was signed. Bytes that are no UTF-8 text become replacement characters, which no
/// signature holds.
pub fn split_commit(raw: &[u8], sha256: bool) -> Option<(String, Vec<u8>)> {
    let header: &[u8] = if sha256 { b"gpgsig-sha256 " } else { b"gpgsig " };
    let (mut signature, mut payload) = (Vec::new(), Vec::with_capacity(raw.len()));
    let (mut ours, mut other, mut seen) = (false, false, false);
    let mut rest = raw;
    while let Some((line, after)) = next_line(rest) {
        let part = match line.strip_prefix(header) {
            _ if ours && line.starts_with(b" ") => Some(&line[1..]),
            Some(part) => {
                other = false;
                Some(part)
            }
            None => {
                other = line.starts_with(b"gpgsig") || (other && line.starts_with(b" "));
                None
            }
        };
        ours = part.is_some();
        seen |= ours;
        match part {
            Some(part) => add(&mut signature, part),
            None if line == b"\n" => {
                payload.extend_from_slice(rest);
                break;
            }
            None if other => {}
            None => payload.extend_from_slice(line),
        }
        rest = after;
    }
    seen.then(|| (String::from_utf8_lossy(&signature).into_owned(), payload))
}

/// Signature and signed bytes of a raw tag; `None` for a tag without a signature.
pub fn split_tag(raw: &[u8]) -> Option<(String, Vec<u8>)> {
    let (payload, signature) = raw.split_at(tag_signature_at(raw)?);
    let mut kept = Vec::new();
    add(&mut kept, signature);
    Some((String::from_utf8_lossy(&kept).into_owned(), without_headers(payload)))
}

/// Where a raw tag's signature begins, in bytes.
///
/// A tag carries its signature at the end of the message: what begins like a signature last of all is it.
pub fn tag_signature_at(raw: &[u8]) -> Option<usize> {
    let (mut at, mut found) = (0, None);
    while let Some((line, _)) = next_line(&raw[at..]) {
        if BEGINNINGS.iter().any(|it| line.starts_with(it)) {
            found = Some(at);
        }
        at += line.len();
    }
    found
}

/// A tag's bytes without the signature headers that a repository in transition between algorithms adds.
fn without_headers(raw: &[u8]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(raw.len());
    let mut inside = false;
    let mut rest = raw;
    while let Some((line, after)) = next_line(rest) {
        if line == b"\n" {
            payload.extend_from_slice(rest);
            break;
        }
        inside = line.starts_with(b"gpgsig ") || line.starts_with(b"gpgsig-sha256 ") || (inside && line.starts_with(b" "));
        if !inside {
            payload.extend_from_slice(line);
        }
        rest = after;
    }
    payload
}

/// The first line with its end, and what follows.
fn next_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
    (end > 0).then(|| bytes.split_at(end))
}

/// Adds to a signature, up to just above the limit: that much is enough to refuse it.
fn add(signature: &mut Vec<u8>, part: &[u8]) {
    let room = (MAX_SIGNATURE + 1).saturating_sub(signature.len());
    signature.extend_from_slice(&part[..part.len().min(room)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_may_be_signed_for_both_algorithms() {
        let raw = b"tree 1\ngpgsig A\n B\ngpgsig-sha256 C\n D\nencoding x\n\ngpgsig E\n\ngpgsig F\n";
        let payload = b"tree 1\nencoding x\n\ngpgsig E\n\ngpgsig F\n".to_vec();
        assert_eq!(split_commit(raw, false), Some(("A\nB\n".to_owned(), payload.clone())));
        assert_eq!(split_commit(raw, true), Some(("C\nD\n".to_owned(), payload)));
        assert_eq!(split_commit(b"tree 1\n\ngpgsig E\n", false), None);
        assert_eq!(split_commit(b"gpgsig A\n", true), None);
        assert_eq!(split_commit(b"", true), None);
    }

    #[test]
    fn a_tag_is_split_at_the_last_beginning() {
        let ssh = "-----BEGIN SSH SIGNATURE-----\nx\n";
        let raw = format!("object 1\n\nWords\n{ssh}\n{ssh}");
        assert_eq!(split_tag(raw.as_bytes()), Some((ssh.to_owned(), format!("object 1\n\nWords\n{ssh}\n").into_bytes())));
        assert_eq!(split_tag(b"object 1\n\n -----BEGIN SSH SIGNATURE-----\n"), None);
        let raw = format!("object 1\ngpgsig-sha256 a\n b\ntag x\n\ngpgsig y\n{ssh}");
        assert_eq!(split_tag(raw.as_bytes()).map(|it| it.1), Some(b"object 1\ntag x\n\ngpgsig y\n".to_vec()));
    }

    #[test]
    fn a_signature_without_end_is_cut() {
        let raw = [b"gpgsig ".as_slice(), &vec![b'x'; 3 << 20]].concat();
        assert_eq!(split_commit(&raw, false).map(|it| it.0.len()), Some(MAX_SIGNATURE + 1));
    }
}
