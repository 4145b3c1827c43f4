//! Heads that are answered, and heads that are refused.

use super::*;

fn judged(head: &str) -> Result<Head, Refusal> {
    judge(head.as_bytes(), "127.0.0.1:4000".parse().unwrap(), &[])
}

fn status(head: &str) -> u16 {
    match judged(head) {
        Ok(_) => 200,
        Err(Refusal::Say(status, _)) => status,
        Err(Refusal::Silent) => 0,
    }
}

/// A plain request with more fields.
fn with(fields: &str) -> String {
    format!("GET /a.html HTTP/1.1\r\nHost: localhost:4000\r\n{fields}\r\n")
}

#[test]
fn a_plain_request_is_answered() {
    let head = judged(&with("If-None-Match: \"abc\"\r\nX-Clausebook-Token: 12ab\r\n")).unwrap();
    assert_eq!(head.ask.path, "a.html");
    assert_eq!(head.ask.token.as_deref(), Some("12ab"));
    assert_eq!(head.if_none_match.as_deref(), Some("\"abc\""));
    assert!(!head.head_only);
    assert!(judged("HEAD / HTTP/1.1\r\nhost: 127.0.0.1:4000\r\n\r\n").unwrap().head_only);
}

#[test]
fn bodies_and_two_meanings_are_refused() {
    for fields in [
        "Content-Length: 0\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Expect: 100-continue\r\n",
        "Host: localhost:4000\r\n",
        "Host: evil.example\r\n",
        "X-A: 1\r\n folded\r\n",
        "X-A: 1\r\n\tfolded\r\n",
        "X-A 1\r\n",
        "X-A: 1\nX-B: 2\r\n",
        "X-A: 1\rX-B: 2\r\n",
        "X-A: \0\r\n",
        "Origin: http://localhost:4000\r\nOrigin: http://evil.example\r\n",
        "If-None-Match: \u{fc}\r\n",
    ] {
        assert_eq!(status(&with(fields)), 400, "{fields:?}");
    }
}

#[test]
fn request_lines_are_strict() {
    for (line, expected) in [
        ("POST /a.html HTTP/1.1", 405),
        ("OPTIONS * HTTP/1.1", 405),
        ("CONNECT localhost:4000 HTTP/1.1", 405),
        ("get / HTTP/1.1", 405),
        ("GET http://localhost:4000/ HTTP/1.1", 400),
        ("GET * HTTP/1.1", 400),
        ("GET  / HTTP/1.1", 400),
        ("GET / HTTP/1.1 x", 400),
        ("GET / HTTP/2.0", 400),
        ("GET /", 400),
        ("GET", 400),
        ("\u{0}", 400),
        ("GET /../x HTTP/1.1", 400),
        ("GET /%2e%2e/x HTTP/1.1", 400),
    ] {
        assert_eq!(status(&format!("{line}\r\nHost: localhost:4000\r\n\r\n")), expected, "{line}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost:4000\r\n\r\n", "a".repeat(MAX_TARGET));
    assert_eq!(status(&long), 414);
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), 400);
    assert_eq!(status("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421);
    assert_eq!(status(&with(&"X-A: 1\r\n".repeat(MAX_FIELDS))), 431);
}

#[test]
fn pages_of_other_sites_may_lead_here_and_read_nothing() {
    let own = |fields: &str| status(&format!("GET /@preview/events HTTP/1.1\r\nHost: localhost:4000\r\n{fields}\r\n"));
    let link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    let frame = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
    let script = "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n";
    assert_eq!(status(&with("Sec-Fetch-Site: same-origin\r\n")), 200);
    assert_eq!(status(&with("Sec-Fetch-Site: none\r\n")), 200);
    assert_eq!(status(&with("Origin: http://localhost:4000\r\n")), 200);
    assert_eq!(status(&with(link)), 200);
    assert_eq!(status(&with(frame)), 403);
    assert_eq!(status(&with(script)), 403);
    assert_eq!(own(link), 403);
    assert_eq!(own("Sec-Fetch-Site: same-origin\r\n"), 200);
    for origin in ["null", "http://evil.example", "https://localhost:4000", "http://localhost:4001", "http://127.0.0.1:4000"] {
        assert_eq!(status(&with(&format!("Origin: {origin}\r\n"))), 403, "{origin}");
        assert_eq!(own(&format!("Origin: {origin}\r\n")), 403, "{origin}");
    }
}
