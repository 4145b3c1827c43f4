//! Raw commits and tags taken apart, as git writes them. Nothing in them is trusted to be well formed.

use git2::Oid;

use super::message;
use super::objects::{NotRead, Objects};
use crate::signature;
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
    pub(super) signature: String,
    pub(super) payload: Vec<u8>,
}

impl Sealed {
    fn new((signature, payload): (String, Vec<u8>)) -> Self {
        Self { signature, payload }
    }
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
        sealed: signature::split_commit(raw, sha256).map(Sealed::new),
    }
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

impl TagWords {
    /// When it was made, by its own word; the epoch for an old one without a tagger.
    pub(super) fn tagger_at(&self) -> Instant {
        self.tagger.as_ref().map_or(Instant { seconds: 0, offset: 0 }, |it| it.at)
    }
}

/// Reads a tag. Its signature begins at the last line that begins one.
pub(super) fn tag(objects: &Objects<'_>, id: Oid, raw: &[u8]) -> Result<TagWords, NotRead> {
    let parts = Parts::of(raw);
    let target = parts.get("object").and_then(|hex| objects.id(hex));
    let target = target.ok_or_else(|| NotRead::Damaged(id, String::from("the tag has no usable object")))?;
    let sealed = signature::split_tag(raw).map(Sealed::new);
    // The signature stands at the end of the message and is no part of it.
    let end = signature::tag_signature_at(raw).unwrap_or(raw.len()).max(raw.len() - parts.message.len());
    let message = &raw[raw.len() - parts.message.len()..end];
    let encoding = parts.get("encoding");
    let text = message::decode(message, encoding);
    Ok(TagWords {
        target,
        tagger: parts.get("tagger").map(|it| person(it, encoding)),
        subject: message::subject(&text),
        trailers: message::trailers(&text),
        sealed,
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
}
