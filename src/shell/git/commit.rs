//! Raw commits and tags taken apart, as git writes them. Nothing in them is trusted to be well formed.

use git2::Oid;

use super::message;
use super::objects::{NotRead, Objects};
use crate::source::Instant;

/// A name, an address and a time, before the mailmap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) at: Instant,
}

/// What the walk needs of a commit.
#[derive(Clone, Debug)]
pub(super) struct Links {
    pub(super) tree: Oid,
    pub(super) parents: Vec<Oid>,
    pub(super) at: Instant,
}

/// A signature with the bytes it was made over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sealed {
    pub(super) signature: Vec<u8>,
    pub(super) payload: Vec<u8>,
}

/// Header lines, name and value, folded lines joined as git folds them; then the message.
struct Parts<'a> {
    headers: Vec<(&'a [u8], &'a [u8])>,
    message: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Values keep their folded lines, each beginning with a blank.
    fn of(raw: &'a [u8]) -> Self {
        let mut headers = Vec::new();
        let mut rest = raw;
        while !rest.is_empty() && rest[0] != b'\n' {
            let mut end = line_end(rest, 0);
            while rest.get(end) == Some(&b' ') {
                end = line_end(rest, end);
            }
            let line = rest[..end].strip_suffix(b"\n").unwrap_or(&rest[..end]);
            let cut = line.iter().position(|it| *it == b' ').unwrap_or(line.len());
            headers.push((&line[..cut], line.get(cut + 1..).unwrap_or_default()));
            rest = &rest[end..];
        }
        Self { headers, message: rest.get(1..).unwrap_or_default() }
    }

    fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.headers.iter().find(|(it, _)| *it == name.as_bytes()).map(|(_, value)| *value)
    }
}

/// Where the line that begins at `from` ends, its line break included.
fn line_end(text: &[u8], from: usize) -> usize {
    text[from..].iter().position(|it| *it == b'\n').map_or(text.len(), |at| from + at + 1)
}

/// Tree, parents and committer time.
pub(super) fn links(objects: &Objects<'_>, id: Oid, raw: &[u8]) -> Result<Links, NotRead> {
    let wrong = |what: &str| NotRead::Damaged(id, format!("the commit has no usable {what}"));
    let parts = Parts::of(raw);
    let tree = parts.get("tree").and_then(|hex| objects.id(hex)).ok_or_else(|| wrong("tree"))?;
    let parents = parts.headers.iter().filter(|(name, _)| *name == b"parent");
    let parents: Option<Vec<Oid>> = parents.map(|(_, hex)| objects.id(hex)).collect();
    let at = parts.get("committer").map_or(Instant { seconds: 0, offset: 0 }, |it| person(it, None).at);
    Ok(Links { tree, parents: parents.ok_or_else(|| wrong("parent"))?, at })
}

/// All of a commit but its place in history.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub(super) author: Person,
    pub(super) committer: Person,
    pub(super) subject: String,
    pub(super) trailers: Vec<crate::source::Trailer>,
    pub(super) sealed: Option<Sealed>,
}

/// Reads the rest of a commit.
pub(super) fn words(raw: &[u8], sha256: bool) -> Words {
    let parts = Parts::of(raw);
    let encoding = parts.get("encoding");
    let of = |name: &str| person(parts.get(name).unwrap_or_default(), encoding);
    let text = message::decode(parts.message, encoding);
    Words {
        author: of("author"),
        committer: of("committer"),
        subject: message::subject(&text),
        trailers: message::trailers(&text),
        sealed: sealed(raw, &parts, sha256),
    }
}

/// The signature header of the repository's own kind. The payload is the commit without any signature header, as git takes it.
fn sealed(raw: &[u8], parts: &Parts<'_>, sha256: bool) -> Option<Sealed> {
    let name: &[u8] = if sha256 { b"gpgsig-sha256" } else { b"gpgsig" };
    let mut signature = Vec::new();
    for (_, value) in parts.headers.iter().filter(|(it, _)| *it == name) {
        for line in value.split_inclusive(|it| *it == b'\n') {
            // Folded lines begin with a blank.
            signature.extend_from_slice(if signature.is_empty() { line } else { line.strip_prefix(b" ").unwrap_or(line) });
        }
        signature.push(b'\n');
    }
    if signature.is_empty() {
        return None;
    }
    let mut payload = Vec::with_capacity(raw.len());
    let mut at = 0;
    let mut skipping = false;
    while at < raw.len() && raw[at] != b'\n' {
        let end = line_end(raw, at);
        let line = &raw[at..end];
        if line[0] != b' ' {
            skipping = line.starts_with(b"gpgsig ") || line.starts_with(b"gpgsig-sha256 ");
        }
        if !skipping {
            payload.extend_from_slice(line);
        }
        at = end;
    }
    payload.extend_from_slice(&raw[at..]);
    Some(Sealed { signature, payload })
}

/// An annotated tag.
#[derive(Clone, Debug)]
pub(super) struct TagWords {
    pub(super) target: Oid,
    pub(super) tagger: Option<Person>,
    pub(super) subject: String,
    pub(super) trailers: Vec<crate::source::Trailer>,
    pub(super) sealed: Option<Sealed>,
}

/// How signatures of tags begin.
const SEALS: [&[u8]; 4] = [
    b"-----BEGIN PGP SIGNATURE-----",
    b"-----BEGIN PGP MESSAGE-----",
    b"-----BEGIN SSH SIGNATURE-----",
    b"-----BEGIN SIGNED MESSAGE-----",
];

/// Reads a tag. Its signature begins at the last line that begins one.
pub(super) fn tag(objects: &Objects<'_>, id: Oid, raw: &[u8]) -> Result<TagWords, NotRead> {
    let parts = Parts::of(raw);
    let target = parts.get("object").and_then(|hex| objects.id(hex));
    let target = target.ok_or_else(|| NotRead::Damaged(id, String::from("the tag has no usable object")))?;
    let head = raw.len() - parts.message.len();
    let mut at = head;
    let mut seal = None;
    while at < raw.len() {
        if SEALS.iter().any(|it| raw[at..].starts_with(it)) {
            seal = Some(at);
        }
        at = line_end(raw, at);
    }
    let encoding = parts.get("encoding");
    let text = message::decode(&raw[head..seal.unwrap_or(raw.len())], encoding);
    Ok(TagWords {
        target,
        tagger: parts.get("tagger").map(|it| person(it, encoding)),
        subject: message::subject(&text),
        trailers: message::trailers(&text),
        sealed: seal.map(|at| Sealed { signature: raw[at..].to_vec(), payload: raw[..at].to_vec() }),
    })
}

/// `Ana Prior <ana@example.org> 1767225599 +0100`; what is missing is empty, a time that is none is the epoch, as in git.
fn person(line: &[u8], encoding: Option<&[u8]>) -> Person {
    let find = |from: usize, sign: u8| line[from..].iter().position(|it| *it == sign).map(|at| from + at);
    let open = find(0, b'<').unwrap_or(line.len());
    let from = (open + 1).min(line.len());
    let close = find(from, b'>').unwrap_or(line.len());
    let text = |bytes: &[u8]| message::decode(bytes, encoding).trim().to_owned();
    let last = line.iter().rposition(|it| *it == b'>').map_or(line.len(), |at| at + 1);
    Person { name: text(&line[..open]), email: text(&line[from..close.max(from)]), at: instant(&line[last..]) }
}

fn instant(text: &[u8]) -> Instant {
    let text = String::from_utf8_lossy(text);
    let mut words = text.split_ascii_whitespace();
    let seconds = words.next().and_then(|it| it.parse::<i64>().ok()).unwrap_or(0);
    let offset = words.next().map_or(0, |it| {
        let (sign, digits) = it.strip_prefix('-').map_or((1, it.strip_prefix('+').unwrap_or(it)), |digits| (-1, digits));
        let number = digits.parse::<i32>().ok().filter(|it| (0..10_000).contains(it)).unwrap_or(0);
        sign * (number / 100 * 60 + number % 100)
    });
    Instant { seconds, offset }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_as_git_reads_them() {
        let of = |line: &str| {
            let it = person(line.as_bytes(), None);
            (it.name, it.email, it.at.seconds, it.at.offset)
        };
        assert_eq!(of("Ana P <a@b> 12 +0130"), ("Ana P".into(), "a@b".into(), 12, 90));
        assert_eq!(of("Ana P <a@b> -12 -0130"), ("Ana P".into(), "a@b".into(), -12, -90));
        assert_eq!(of(" <> x"), (String::new(), String::new(), 0, 0));
        assert_eq!(of(""), (String::new(), String::new(), 0, 0));
        assert_eq!(of("A <b"), ("A".into(), "b".into(), 0, 0));
        assert_eq!(of("A > <b> 99999999999999999999 +9999999"), ("A >".into(), "b".into(), 0, 0));
    }

    #[test]
    fn a_signature_is_cut_out_whole() {
        let raw = b"tree x\nparent y\ngpgsig -----BEGIN\n line\n \n end\ngpgsig-sha256 other\n more\nencoding z\n\ngpgsig no\n";
        let words = words(raw, false);
        let sealed = words.sealed.unwrap();
        assert_eq!(sealed.signature, b"-----BEGIN\nline\n\nend\n");
        assert_eq!(sealed.payload, b"tree x\nparent y\nencoding z\n\ngpgsig no\n");
        assert_eq!(super::words(raw, true).sealed.unwrap().signature, b"other\nmore\n");
        assert_eq!(super::words(b"tree x\n\ngpgsig no\n", false).sealed, None);
    }
}
