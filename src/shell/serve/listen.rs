//! Finds a port.

use std::io::ErrorKind;
use std::net::{IpAddr, TcpListener, ToSocketAddrs as _};

use anyhow::Context as _;

/// How many ports are tried when the one that was wanted is taken.
const TRIES: u16 = 20;

/// A port that is ours.
#[derive(Debug)]
pub struct Bound {
    /// Connections come in here.
    pub listener: TcpListener,
    /// The port.
    pub port: u16,
    /// Host names, besides those of this machine's loopback, that requests may name.
    pub names: Vec<String>,
    /// Whether other machines can reach it.
    pub open: bool,
}

/// Listens on a host, at a port or at the next one that is free; port 0 is any free one.
///
/// # Errors
/// A host that is none of this machine, or no free port.
pub fn bind(host: &str, port: u16) -> anyhow::Result<Bound> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = (bare, port).to_socket_addrs().with_context(|| format!("`{host}` is no address of this machine"))?;
    let ip = found.map(|it| it.ip()).min().with_context(|| format!("`{host}` has no address"))?;
    let last = if port == 0 { 0 } else { port.saturating_add(TRIES - 1) };
    for port in port..=last {
        match TcpListener::bind((ip, port)) {
            Ok(listener) => {
                let names = if bare.parse::<IpAddr>().is_ok() { Vec::new() } else { vec![bare.to_ascii_lowercase()] };
                let port = listener.local_addr().context("the port has no address")?.port();
                return Ok(Bound { listener, port, names, open: !ip.is_loopback() });
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("cannot listen at {host}, port {port}")),
        }
    }
    anyhow::bail!("the ports {port} to {last} are all taken; name another with `--port`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_moves_on() {
        let first = bind("127.0.0.1", 0).unwrap();
        let second = bind("127.0.0.1", first.port).unwrap();
        assert!(second.port > first.port && second.port < first.port + TRIES);
        assert!(!second.open && second.names.is_empty());
    }

    #[test]
    fn all_addresses_are_open_and_names_are_kept() {
        assert!(bind("0.0.0.0", 0).unwrap().open);
        assert_eq!(bind("LocalHost", 0).unwrap().names, ["localhost"]);
        assert!(bind("no.such.host.invalid", 0).is_err());
    }
}
