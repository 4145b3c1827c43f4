//! The gate: every connection from outside, how many there are, and how long each may take.
//!
//! A connection has one request and one answer. When too many are open, the oldest that has not asked for anything yet has to
//! go: so whoever only opens connections cannot keep those out who ask.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::EVENTS;
use super::door::{Door, Inner, hang_up};
use super::head::{self, Head, Refusal};

/// Limits of the gate.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most connections at a time.
    pub connections: usize,
    /// Most streams of events among them.
    pub streams: usize,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long a piece of an answer may wait for its reader.
    pub write: Duration,
    /// How long a whole answer may take, unless it is a stream.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 256, streams: 128, head: seconds(5), write: seconds(10), answer: seconds(60) }
    }
}

/// How long the other side may take to end a connection that we have ended.
const FAREWELL: Duration = Duration::from_millis(500);
/// How often a stream is asked whether its reader is still there.
const LOOK: Duration = Duration::from_secs(2);
/// Pause after the system refuses a connection, for want of files as a rule.
const REFUSED_PAUSE: Duration = Duration::from_millis(20);
/// Stack of a thread that copies bytes.
const STACK: usize = 256 << 10;

/// Connections that are open.
#[derive(Debug)]
pub(super) struct Gate {
    limits: Limits,
    names: Vec<String>,
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    next: u64,
    closed: bool,
    open: BTreeMap<u64, Held>,
}

#[derive(Debug)]
struct Held {
    stream: Arc<TcpStream>,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It has not asked yet.
    Asking,
    /// It had to go; its thread is about to notice.
    Leaving,
    /// It gets its answer.
    Answered,
    /// It gets events.
    Stream,
}

impl Gate {
    pub(super) fn new(limits: Limits, names: Vec<String>) -> Self {
        Self { limits, names, table: Mutex::default() }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many connections are open.
    pub(super) fn open(&self) -> usize {
        self.table().open.len()
    }

    /// Ends all connections and lets no more in.
    pub(super) fn close(&self, address: SocketAddr) {
        {
            let mut table = self.table();
            table.closed = true;
            for held in table.open.values() {
                let _ended = held.stream.shutdown(Shutdown::Both);
            }
        }
        // Wakes the thread that waits for connections. An address of all networks is reached by loopback.
        let mut address = address;
        if address.ip().is_unspecified() {
            address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
        }
        let _woken = TcpStream::connect_timeout(&address, Duration::from_secs(1));
    }

    /// A number for a connection that may stay.
    fn admit(&self, stream: &Arc<TcpStream>) -> Option<u64> {
        let mut table = self.table();
        if table.open.len() >= self.limits.connections {
            let oldest = table.open.values_mut().find(|it| it.phase == Phase::Asking)?;
            oldest.phase = Phase::Leaving;
            let _ended = oldest.stream.shutdown(Shutdown::Both);
            // Those that are leaving still have a thread each, so their number is bounded too.
            if table.open.len() >= 2 * self.limits.connections {
                return None;
            }
        }
        let number = table.next;
        table.next += 1;
        table.open.insert(number, Held { stream: Arc::clone(stream), phase: Phase::Asking });
        Some(number)
    }

    /// Whether a connection that has asked may have its answer.
    fn promote(&self, number: u64, phase: Phase) -> bool {
        let mut table = self.table();
        let streams = table.open.values().filter(|it| it.phase == Phase::Stream).count();
        let full = phase == Phase::Stream && streams >= self.limits.streams;
        let Some(held) = table.open.get_mut(&number).filter(|it| it.phase == Phase::Asking && !full) else { return false };
        held.phase = phase;
        true
    }

    fn leave(&self, number: u64) {
        self.table().open.remove(&number);
    }
}

/// Lets connections in, in a thread of its own.
pub(super) fn start(listener: TcpListener, gate: Arc<Gate>, door: Arc<Door>) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(String::from("gate")).spawn(move || {
        loop {
            let accepted = listener.accept();
            if gate.table().closed {
                return;
            }
            match accepted {
                Ok((stream, _)) => let_in(stream, &gate, &door),
                Err(_) => thread::sleep(REFUSED_PAUSE),
            }
        }
    })
}

fn let_in(stream: TcpStream, gate: &Arc<Gate>, door: &Arc<Door>) {
    let stream = Arc::new(stream);
    let Some(number) = gate.admit(&stream) else { return };
    let (held, its_gate, its_door) = (Arc::clone(&stream), Arc::clone(gate), Arc::clone(door));
    let thread = thread::Builder::new().name(String::from("connection")).stack_size(STACK).spawn(move || {
        converse(number, &held, &its_gate, &its_door);
        farewell(&held);
        its_gate.leave(number);
    });
    if thread.is_err() {
        gate.leave(number);
    }
}

/// One request, one answer.
fn converse(number: u64, stream: &TcpStream, gate: &Gate, door: &Door) {
    let limits = gate.limits;
    let _may_fail = stream.set_nodelay(true);
    if stream.set_write_timeout(Some(limits.write)).is_err() {
        return;
    }
    let judged = head::read(stream, limits.head).and_then(|bytes| {
        let local = stream.local_addr().map_err(|_| Refusal::Silent)?;
        head::judge(&bytes, local, &gate.names)
    });
    match judged {
        Ok(head) => {
            let streams = head.ask.path == EVENTS && !head.head_only;
            if !gate.promote(number, if streams { Phase::Stream } else { Phase::Answered }) {
                return refuse(stream, 503, "too many connections");
            }
            let deadline = (!streams).then(|| Instant::now() + limits.answer);
            // An error is a side that went away.
            let _done = pass_on(&head, stream, door, deadline);
        }
        Err(Refusal::Say(status, why)) => refuse(stream, status, why),
        Err(Refusal::Silent) => {}
    }
}

/// Hands a request to the server behind, in our own words, and its answer back.
fn pass_on(head: &Head, mut stream: &TcpStream, door: &Door, deadline: Option<Instant>) -> io::Result<()> {
    let mut inner = door.connect()?;
    let method = if head.head_only { "HEAD" } else { "GET" };
    let mut request = format!("{method} {} HTTP/1.1\r\nHost: gate\r\nConnection: close\r\n{}", head.target, door.pass());
    let more = [("if-none-match", &head.if_none_match), ("x-clausebook-token", &head.ask.token)];
    for (name, value) in more {
        if let Some(value) = value {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    request.push_str("\r\n");
    inner.write_all(request.as_bytes())?;
    let copied = copy(&mut inner, &mut stream, deadline);
    hang_up(&inner);
    copied
}

fn copy(inner: &mut Inner, stream: &mut &TcpStream, deadline: Option<Instant>) -> io::Result<()> {
    let mut piece = vec![0_u8; 32 << 10];
    if deadline.is_none() {
        inner.set_read_timeout(Some(LOOK))?;
        stream.set_read_timeout(Some(Duration::from_millis(1)))?;
    }
    loop {
        let read = match inner.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if is_silence(&error) => {
                // A reader has nothing to say, so it is there as long as it says nothing.
                match stream.peek(&mut [0]) {
                    Err(error) if is_silence(&error) => continue,
                    _ => return Ok(()),
                }
            }
            Err(error) => return Err(error),
        };
        let mut rest = &piece[..read];
        while !rest.is_empty() {
            if deadline.is_some_and(|it| Instant::now() > it) {
                return Err(io::ErrorKind::TimedOut.into());
            }
            let written = stream.write(rest)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = &rest[written..];
        }
    }
}

/// Nothing came in the time there was.
fn is_silence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

fn refuse(mut stream: &TcpStream, status: u16, why: &str) {
    let allow = if status == 405 { "Allow: GET, HEAD\r\n" } else { "" };
    let answer = format!(
        "HTTP/1.1 {status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n{allow}\
         X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{why}\n",
        why.len() + 1
    );
    let _may_be_gone = stream.write_all(answer.as_bytes());
}

/// Ends a connection so that the other side can still read what it was told: closing with bytes unread would take it away.
fn farewell(mut stream: &TcpStream) {
    if stream.shutdown(Shutdown::Write).is_err() || stream.set_read_timeout(Some(FAREWELL)).is_err() {
        return;
    }
    let deadline = Instant::now() + FAREWELL;
    let mut piece = [0_u8; 4096];
    while Instant::now() < deadline {
        match stream.read(&mut piece) {
            Ok(read) if read > 0 => {}
            _ => return,
        }
    }
}
