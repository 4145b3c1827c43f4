//! The way from the gate to the server behind it: a socket in a folder that only this user can enter. Where there are no such
//! sockets it is a port of this machine, and the secret that the gate sends along tells its requests from those of others.

use std::io;
use std::net::Shutdown;

use super::secret::{same, secret};

#[cfg(unix)]
pub(super) type Inner = std::os::unix::net::UnixStream;
#[cfg(not(unix))]
pub(super) type Inner = std::net::TcpStream;

/// The server behind the gate, and the way to it.
pub(super) struct Door {
    /// Reads what the gate passes on.
    pub(super) server: tiny_http::Server,
    secret: String,
    #[cfg(unix)]
    folder: std::path::PathBuf,
    #[cfg(not(unix))]
    address: std::net::SocketAddr,
}

/// The field that carries the secret.
const FIELD: &str = "x-gate";

impl Door {
    #[cfg(unix)]
    pub(super) fn open() -> anyhow::Result<Self> {
        use std::os::unix::fs::DirBuilderExt as _;
        let secret = secret()?;
        let folder = std::env::temp_dir().join(format!("clausebook-{}", &secret[..12]));
        std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
        let server = std::os::unix::net::UnixListener::bind(folder.join("s")).map_err(anyhow::Error::from).and_then(behind);
        if server.is_err() {
            remove(&folder);
        }
        Ok(Self { server: server?, secret, folder })
    }

    #[cfg(not(unix))]
    pub(super) fn open() -> anyhow::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        Ok(Self { server: behind(listener)?, secret: secret()?, address })
    }

    /// A new connection to the server.
    pub(super) fn connect(&self) -> io::Result<Inner> {
        #[cfg(unix)]
        return Inner::connect(self.folder.join("s"));
        #[cfg(not(unix))]
        Inner::connect(self.address)
    }

    /// The line of a head that shows that the gate wrote it.
    pub(super) fn pass(&self) -> String {
        format!("{FIELD}: {}\r\n", self.secret)
    }

    /// Whether a request came through the gate.
    pub(super) fn passed(&self, request: &tiny_http::Request) -> bool {
        let field = request.headers().iter().find(|it| it.field.as_str().as_str().eq_ignore_ascii_case(FIELD));
        field.is_some_and(|it| same(it.value.as_str(), &self.secret))
    }

    /// Ends the waiting for requests.
    pub(super) fn close(&self) {
        self.server.unblock();
    }
}

fn behind(listener: impl Into<tiny_http::Listener>) -> anyhow::Result<tiny_http::Server> {
    tiny_http::Server::from_listener(listener, None).map_err(|error| anyhow::anyhow!("{error}"))
}

#[cfg(unix)]
impl Drop for Door {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// What cannot be removed is an empty folder below the system's own for temporary files.
#[cfg(unix)]
fn remove(folder: &std::path::Path) {
    let _gone = std::fs::remove_file(folder.join("s")).and_then(|()| std::fs::remove_dir(folder));
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

/// Ends both directions of a connection, which may be at its end already.
pub(super) fn hang_up(stream: &Inner) {
    let _ended = stream.shutdown(Shutdown::Both);
}
