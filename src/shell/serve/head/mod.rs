//! The head of a request, read as a whole within a time and a size, and judged.

use std::io::{ErrorKind, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::shell::serve::target::{self, MAX_TARGET};
use crate::shell::serve::{Ask, OWN, hosts};

/// Most a head may hold, in bytes.
pub(in crate::shell::serve) const MAX_HEAD: usize = 16 << 10;
/// Most fields a head may have.
const MAX_FIELDS: usize = 64;
/// Longest entity tags that are passed on, in bytes.
const MAX_TAGS: usize = 1024;

/// A request that may be answered.
#[derive(Debug)]
pub(in crate::shell::serve) struct Head {
    /// What is asked for.
    pub(in crate::shell::serve) ask: Ask,
    /// As it was written.
    pub(in crate::shell::serve) target: String,
    /// Whether only the head of the answer is wanted.
    pub(in crate::shell::serve) head_only: bool,
    /// Entity tags that the browser has already.
    pub(in crate::shell::serve) if_none_match: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shell::serve) enum Refusal {
    /// Say so, with a status and a reason.
    Say(u16, &'static str),
    /// The other side went away or never asked: there is nobody to tell.
    Silent,
}

const MALFORMED: Refusal = Refusal::Say(400, "the request is malformed");

/// Reads the head of the one request of a connection. Every byte up to the end has to come within `time`.
pub(in crate::shell::serve) fn read(stream: &TcpStream, time: Duration) -> Result<Vec<u8>, Refusal> {
    let deadline = Instant::now() + time;
    let mut bytes = Vec::with_capacity(1024);
    let mut piece = [0_u8; 4096];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return Err(if bytes.is_empty() { Refusal::Silent } else { Refusal::Say(408, "the request did not come in time") });
        }
        let read = match (&mut &*stream).read(&mut piece) {
            Ok(0) => return Err(if bytes.is_empty() { Refusal::Silent } else { MALFORMED }),
            Ok(read) => read,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                continue;
            }
            Err(_) => return Err(Refusal::Silent),
        };
        let from = bytes.len().saturating_sub(3);
        bytes.extend_from_slice(&piece[..read]);
        if let Some(at) = memchr::memmem::find(&bytes[from..], b"\r\n\r\n") {
            // No body and no second request: whatever comes behind the head was never asked for.
            return if from + at + 4 == bytes.len() && bytes.len() <= MAX_HEAD { Ok(bytes) } else { Err(too_much(&bytes)) };
        }
        if lines_end_wrongly(&bytes) {
            return Err(MALFORMED);
        }
        if bytes.len() > MAX_HEAD {
            return Err(too_much(&bytes));
        }
    }
}

fn too_much(bytes: &[u8]) -> Refusal {
    match memchr::memmem::find(bytes, b"\r\n") {
        Some(end) if end <= MAX_TARGET + 16 => {
            if bytes.len() > MAX_HEAD {
                Refusal::Say(431, "the head of the request is too large")
            } else {
                MALFORMED
            }
        }
        _ => Refusal::Say(414, "the address is too long"),
    }
}

/// A line end that some programs take for one and others do not. A return at the end may still get its feed.
fn lines_end_wrongly(bytes: &[u8]) -> bool {
    let feed = memchr::memchr_iter(b'\n', bytes).any(|at| at == 0 || bytes[at - 1] != b'\r');
    feed || memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1).is_some_and(|next| *next != b'\n'))
}

/// Judges a head that came whole.
pub(in crate::shell::serve) fn judge(bytes: &[u8], local: SocketAddr, names: &[String]) -> Result<Head, Refusal> {
    if lines_end_wrongly(bytes) || bytes.contains(&0) {
        return Err(MALFORMED);
    }
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length == bytes.len() => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::Say(431, "the request has too many fields")),
        _ => return Err(MALFORMED),
    }
    let head_only = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Refusal::Say(405, "only GET and HEAD are answered")),
    };
    let fields = Fields(request.headers);
    for name in ["content-length", "transfer-encoding", "content-encoding", "trailer", "expect"] {
        if fields.count(name) > 0 {
            return Err(Refusal::Say(400, "a request here has no body"));
        }
    }
    let host = fields.one("host")?.ok_or(Refusal::Say(400, "the request names no host"))?;
    if !hosts::is_ours(host, local, names) {
        return Err(Refusal::Say(421, "this is not the server of that host"));
    }
    let target = request.path.unwrap_or_default();
    if target.len() > MAX_TARGET {
        return Err(Refusal::Say(414, "the address is too long"));
    }
    let mut ask = target::read(target).ok_or(Refusal::Say(400, "there can be no such address"))?;
    from_ourselves(&fields, host, ask.path.starts_with(OWN))?;
    ask.token = fields.one("x-clausebook-token")?.filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric())).map(str::to_owned);
    let tags = fields.one("if-none-match")?.filter(|it| it.len() <= MAX_TAGS);
    Ok(Head { ask, target: target.to_owned(), head_only, if_none_match: tags.map(str::to_owned) })
}

/// Refuses what a page of somebody else sends. It may lead people here by a link to a page, and nothing else.
fn from_ourselves(fields: &Fields<'_, '_>, host: &str, own: bool) -> Result<(), Refusal> {
    let refused = Err(Refusal::Say(403, "the request comes from a page of another site"));
    if fields.one("origin")?.is_some_and(|origin| !hosts::is_origin(origin, host)) {
        return refused;
    }
    let followed = fields.one("sec-fetch-mode")? == Some("navigate") && fields.one("sec-fetch-dest")? == Some("document");
    match fields.one("sec-fetch-site")? {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) if followed && !own => Ok(()),
        Some(_) => refused,
    }
}

/// The fields of a head.
struct Fields<'a, 'b>(&'a [httparse::Header<'b>]);

impl<'b> Fields<'_, 'b> {
    fn all(&self, name: &str) -> impl Iterator<Item = &'b [u8]> {
        self.0.iter().filter(move |it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value)
    }

    fn count(&self, name: &str) -> usize {
        self.all(name).count()
    }

    /// The value of a field that may stand there once. Two are refused: programs differ in which of them they take.
    fn one(&self, name: &str) -> Result<Option<&'b str>, Refusal> {
        let mut all = self.all(name);
        let value = all.next().map(|it| std::str::from_utf8(it).map_err(|_| MALFORMED)).transpose()?;
        let plain = value.is_none_or(|it| it.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        if all.next().is_some() || !plain { Err(MALFORMED) } else { Ok(value) }
    }
}

#[cfg(test)]
mod tests;
