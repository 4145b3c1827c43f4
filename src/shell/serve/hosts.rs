//! Which hosts a request may name. A page elsewhere can have its own name lead here (DNS rebinding); then the browser sends that
//! name, and is refused.

use std::net::{IpAddr, SocketAddr};

/// Whether the value of a `Host` field names this server: a loopback name or the very address the connection came to, or a name
/// that the user gave, always with the right port. An address cannot be rebound, so the one in use is safe.
pub(super) fn is_ours(host: &str, local: SocketAddr, names: &[String]) -> bool {
    let Some((name, port)) = split(host) else { return false };
    if port != local.port() {
        return false;
    }
    let here = local.ip().to_canonical();
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(ip) if name.starts_with('[') == ip.is_ipv6() => ip == here || (ip.is_loopback() && here.is_loopback()),
        Ok(_) => false,
        Err(_) => (name == "localhost" && here.is_loopback()) || names.contains(&name),
    }
}

/// Whether the value of an `Origin` field is the server itself, by the name that the request used for it.
pub(super) fn is_origin(origin: &str, host: &str) -> bool {
    origin.strip_prefix("http://").is_some_and(|it| it.eq_ignore_ascii_case(host))
}

/// Name in lower case, and port.
fn split(host: &str) -> Option<(String, u16)> {
    let end = if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, rest) = host.split_at(end);
    let port = match rest.strip_prefix(':') {
        Some(port) if !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit()) => port.parse().ok()?,
        Some(_) => return None,
        None if rest.is_empty() => 80,
        None => return None,
    };
    (!name.is_empty()).then(|| (name.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(host: &str) -> bool {
        is_ours(host, "127.0.0.1:4000".parse().unwrap(), &[])
    }

    #[test]
    fn loopback_names_with_the_port_are_ours() {
        for host in ["localhost:4000", "LOCALHOST:4000", "127.0.0.1:4000", "[::1]:4000"] {
            assert!(ours(host), "{host}");
        }
    }

    #[test]
    fn other_names_ports_and_spellings_are_not() {
        for host in [
            "",
            "evil.example",
            "evil.example:4000",
            "localhost",
            "localhost:80",
            "localhost:",
            "localhost:+4000",
            "localhost:04000x",
            "127.0.0.1",
            "127.1:4000",
            "2130706433:4000",
            "0x7f000001:4000",
            "0177.0.0.1:4000",
            "0.0.0.0:4000",
            "10.0.0.1:4000",
            "::1:4000",
            "[::1]",
            "[::1]4000",
            "[127.0.0.1]:4000",
            "localhost.:4000",
            "localhost:4000@evil.example",
            "evil.example#localhost:4000",
            "localhost.evil.example:4000",
            "127.0.0.1.nip.io:4000",
            "localhost:4000:4000",
            "localhost :4000",
            "[::1%25lo]:4000",
            "[::ffff:10.0.0.1]:4000",
        ] {
            assert!(!ours(host), "{host}");
        }
    }

    #[test]
    fn the_address_in_use_is_ours_and_a_given_name_too() {
        let local = "192.168.1.7:4000".parse().unwrap();
        assert!(is_ours("192.168.1.7:4000", local, &[]));
        assert!(!is_ours("192.168.1.8:4000", local, &[]));
        assert!(!is_ours("localhost:4000", local, &[]));
        assert!(is_ours("laptop.lan:4000", local, &[String::from("laptop.lan")]));
        assert!(is_ours("localhost", "127.0.0.1:80".parse().unwrap(), &[]));
    }

    #[test]
    fn an_origin_is_the_host_itself() {
        assert!(is_origin("http://localhost:4000", "localhost:4000"));
        for origin in
            ["null", "", "https://localhost:4000", "http://localhost:4001", "http://evil.example", "http://127.0.0.1:4000"]
        {
            assert!(!is_origin(origin, "localhost:4000"), "{origin}");
        }
    }
}
