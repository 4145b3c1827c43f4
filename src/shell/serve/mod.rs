//! A web server for one reader and the browser before it: answers from memory, on this machine.
//!
//! Any page that a browser has open may send requests here, and so may any program on the machine. So a gate reads the head of
//! every request itself, strictly and with limits of size, time and number, and only what it has judged reaches the server behind
//! it, over a socket nobody else can use. An address is looked up among planned files: none ever becomes a path on the disk.

mod door;
mod events;
mod gate;
mod head;
mod hosts;
mod listen;
mod reply;
mod secret;
mod target;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::Context as _;

use self::door::Door;
pub use self::events::Events;
use self::gate::Gate;
pub use self::gate::Limits;
pub use self::listen::{Bound, bind};
pub use self::secret::secret;

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The address without the leading `/`, decoded: parts joined by `/`, none empty but perhaps the last, none `.` or `..`.
    pub path: String,
    /// What follows the `?`, decoded, in order. Empty where it could not be decoded.
    pub query: Vec<(String, String)>,
    /// The secret that the page sent along, by which it shows that this server made it.
    pub token: Option<String>,
}

impl Ask {
    /// A field of the query.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }
}

/// What it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type, with its charset.
    pub media: &'static str,
    /// The entity tag, without quotes; equal tags mean equal bytes. Empty for none.
    pub etag: String,
    /// Where to go instead, for a status that sends elsewhere.
    pub location: Option<String>,
    /// The bytes.
    pub bytes: Arc<[u8]>,
}

impl Answer {
    /// A short text.
    pub fn text(status: u16, text: &str) -> Self {
        let media = "text/plain; charset=utf-8";
        Self { status, media, etag: String::new(), location: None, bytes: text.as_bytes().into() }
    }

    /// A way to another address of this server, which begins with `/`.
    pub fn elsewhere(location: String) -> Self {
        Self { location: Some(location), ..Self::text(302, "the page has moved\n") }
    }
}

/// Who answers. Called by several threads at once.
pub trait Answers: Send + Sync {
    /// The answer to a request. Whether only its head is sent, and whether the bytes are there already, is settled elsewhere.
    fn answer(&self, ask: &Ask) -> Answer;
}

/// Addresses that begin with this are no pages: no site path holds an `@`.
pub const OWN: &str = "@preview/";

/// The address of the stream of events.
const EVENTS: &str = "@preview/events";

/// A server at work. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    gate: Arc<Gate>,
    door: Arc<Door>,
    events: Arc<Events>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts to answer.
    ///
    /// # Errors
    /// When the private socket cannot be made.
    pub fn start(bound: Bound, limits: Limits, answers: Arc<dyn Answers>, events: Arc<Events>) -> anyhow::Result<Self> {
        let address = bound.listener.local_addr().context("the port has no address")?;
        let door = Arc::new(Door::open().context("the private socket of the server cannot be made")?);
        let gate = Arc::new(Gate::new(limits, bound.names));
        let threads = vec![
            reply::start(&door, &answers, &events).context("no thread could be started")?,
            gate::start(bound.listener, Arc::clone(&gate), Arc::clone(&door)).context("no thread could be started")?,
        ];
        Ok(Self { address, gate, door, events, threads })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.gate.open()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.gate.close(self.address);
        self.events.close();
        self.door.close();
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing left to end.
            let _ended = thread.join();
        }
    }
}
