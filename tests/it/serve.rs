//! The server of the preview against what is known to have been done to such servers. Each case is refused or bounded, and after
//! each the server still answers.
#![expect(clippy::disallowed_methods, reason = "times of a server are what these tests are about")]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clausebook::shell::serve::{Answer, Answers, Ask, Events, Limits, Server, bind};

/// A site of three files. The big one does not fit into what the system keeps for a slow reader.
struct Site(BTreeMap<&'static str, Answer>);

impl Answers for Site {
    fn answer(&self, ask: &Ask) -> Answer {
        self.0.get(ask.path.as_str()).cloned().unwrap_or_else(|| Answer::text(404, "not here"))
    }
}

const BIG: usize = 32 << 20;

fn page(media: &'static str, etag: &str, bytes: Vec<u8>) -> Answer {
    Answer { status: 200, media, etag: etag.to_owned(), location: None, bytes: bytes.into() }
}

struct Preview {
    server: Server,
    events: Arc<Events>,
    address: SocketAddr,
}

fn start(limits: Limits) -> Preview {
    let html = "text/html; charset=utf-8";
    let site = [
        ("", page(html, "home", b"<p>home</p>".to_vec())),
        ("documents/a.html", page(html, "tag-a", b"<p>a</p>".to_vec())),
        ("big.bin", page("application/octet-stream", "big", vec![b'x'; BIG])),
    ];
    let events = Arc::new(Events::default());
    let bound = bind("127.0.0.1", 0).unwrap();
    let server = Server::start(bound, limits, Arc::new(Site(site.into())), Arc::clone(&events)).unwrap();
    Preview { address: server.address(), server, events }
}

/// Short times, so that a test need not wait for long ones.
fn brisk() -> Limits {
    let millis = Duration::from_millis;
    Limits { connections: 32, streams: 8, head: millis(300), write: millis(300), answer: millis(1500) }
}

impl Preview {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// The reply to bytes sent as they are. Empty if the connection was just ended.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may have heard enough before all is sent.
        let _sent = stream.write_all(bytes);
        let mut reply = Vec::new();
        let _read = stream.read_to_end(&mut reply);
        String::from_utf8_lossy(&reply).into_owned()
    }

    fn get(&self, target: &str, fields: &str) -> String {
        self.raw(format!("GET {target} HTTP/1.1\r\nHost: {}\r\n{fields}\r\n", self.address).as_bytes())
    }

    /// Proves that the server still does its work.
    fn answers(&self) {
        let started = Instant::now();
        let mut reply = self.get("/documents/a.html", "");
        // A connection that came when there were too many is ended without a word, and browsers ask again.
        while reply.is_empty() && started.elapsed() < Duration::from_secs(3) {
            reply = self.get("/documents/a.html", "");
        }
        assert!(reply.starts_with("HTTP/1.1 200 ") && reply.ends_with("<p>a</p>"), "{reply}");
        assert!(started.elapsed() < Duration::from_secs(3), "it took {:?}", started.elapsed());
    }

    fn refuses(&self, bytes: &[u8]) {
        let reply = self.raw(bytes);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
        assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 4"), "{shown:?}: {reply}");
        assert!(reply.matches("HTTP/1.1").count() <= 1, "two replies to {shown:?}: {reply}");
        assert!(!reply.contains("<p>"), "{shown:?}: {reply}");
        self.answers();
    }

    /// Waits until no more than so many connections are open.
    fn settles_to(&self, most: usize) {
        let started = Instant::now();
        while self.server.connections() > most {
            assert!(started.elapsed() < Duration::from_secs(8), "{} connections are still open", self.server.connections());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn status(reply: &str) -> &str {
    reply.get(9..12).unwrap_or("")
}

#[test]
fn a_page_comes_with_its_type_tag_and_policy_and_nothing_for_others() {
    let preview = start(Limits::default());
    let reply = preview.get("/documents/a.html?v=1", "");
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "<p>a</p>");
    let head = head.to_ascii_lowercase();
    for field in [
        "content-type: text/html; charset=utf-8",
        "content-length: 8",
        "etag: \"tag-a\"",
        "cache-control: no-cache",
        "content-security-policy: default-src 'self'; ",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
        "x-frame-options: deny",
        "connection: close",
    ] {
        assert!(head.contains(field), "{field} is not in {head}");
    }
    assert!(!head.contains("access-control"), "{head}");
}

#[test]
fn a_page_that_is_there_already_is_not_sent_again() {
    let preview = start(Limits::default());
    for tags in ["\"tag-a\"", "W/\"tag-a\"", "\"x\", \"tag-a\"", "*"] {
        let reply = preview.get("/documents/a.html", &format!("If-None-Match: {tags}\r\n"));
        assert!(reply.starts_with("HTTP/1.1 304 ") && reply.ends_with("\r\n\r\n"), "{reply}");
        assert!(!reply.to_ascii_lowercase().contains("content-length"), "{reply}");
        assert!(reply.contains("Content-Security-Policy"), "{reply}");
    }
    assert_eq!(status(&preview.get("/documents/a.html", "If-None-Match: \"tag-b\"\r\n")), "200");
    assert_eq!(status(&preview.get("/none.html", "If-None-Match: *\r\n")), "404");
}

#[test]
fn head_tells_the_length_and_sends_nothing() {
    let preview = start(Limits::default());
    for (target, length) in [("/documents/a.html", 8), ("/big.bin", BIG)] {
        let reply = preview.raw(format!("HEAD {target} HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes());
        assert!(reply.contains(&format!("Content-Length: {length}\r\n")) && reply.ends_with("\r\n\r\n"), "{reply}");
    }
    assert!(preview.get("/big.bin", "").len() > BIG);
}

#[test]
fn rebound_names_are_refused() {
    let preview = start(Limits::default());
    let port = preview.address.port();
    for host in [
        String::from("evil.example"),
        format!("evil.example:{port}"),
        format!("127.0.0.1.nip.io:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("0.0.0.0:{port}"),
        format!("2130706433:{port}"),
        format!("127.1:{port}"),
        format!("localhost:{}", port - 1),
        String::from("localhost"),
        String::new(),
    ] {
        for target in ["/", "/documents/a.html", "/@preview/events", "/@preview/open?path=a.md"] {
            preview.refuses(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
        }
    }
    preview.refuses(b"GET / HTTP/1.1\r\n\r\n");
    preview.refuses(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(status(&preview.raw(format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes())), "200");
}

#[test]
fn pages_of_other_sites_read_nothing() {
    let preview = start(Limits::default());
    let host = preview.address;
    for fields in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost:3000\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
        "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
    ] {
        for target in ["/documents/a.html", "/@preview/events", "/@preview/problems"] {
            preview.refuses(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n").as_bytes());
        }
    }
    // A preflight gets no leave, and a cross-site form cannot post.
    preview.refuses(format!("OPTIONS / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\n\r\n").as_bytes());
    preview.refuses(format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\n\r\na=1").as_bytes());
}

#[test]
fn no_address_leads_out_of_the_site() {
    let preview = start(Limits::default());
    for target in [
        "/../../etc/passwd",
        "/documents/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%252e%252e/etc/passwd",
        "/%25252e%25252e/etc/passwd",
        "/..\\..\\etc\\passwd",
        "/..%5c..%5cetc%5cpasswd",
        "/%c0%ae%c0%ae/etc/passwd",
        "/%e0%80%ae%e0%80%ae/",
        "/%uff0e%uff0e/",
        "/documents/a.html%00.png",
        "/documents/a.html%0d%0aSet-Cookie:x=1",
        "//etc/passwd",
        "/./etc/passwd",
        "/.../x",
        "/documents//a.html",
        "/file:///etc/passwd",
        "/C:%5cWindows",
        "/documents/%61.html/..",
        "/%2fetc/passwd",
        "/etc/passwd",
        "/documents/a.html/",
        "/documents",
        "/.git/config",
        "/clausebook.yml",
        "/documents/a.html;x",
        "/documents/a.html::$DATA",
    ] {
        preview.refuses(format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes());
    }
}

#[test]
fn other_forms_of_targets_are_refused() {
    let preview = start(Limits::default());
    let host = preview.address;
    for target in [
        format!("http://{host}/documents/a.html"),
        String::from("http://evil.example/"),
        format!("https://{host}/"),
        String::from("*"),
        host.to_string(),
        String::from("documents/a.html"),
        String::from("\\documents\\a.html"),
        String::from("/documents/a.html#x"),
        String::from("/documents/ä.html"),
    ] {
        preview.refuses(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
    }
}

#[test]
fn nothing_is_smuggled() {
    let preview = start(Limits::default());
    let host = preview.address;
    let second = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for head in [
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n\r\n{second}", second.len()),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{second}"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding : chunked\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nabcde"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: +0\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n{second}"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: a\r\n b\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n Host: {host}\r\n\r\n"),
        format!("GET / HTTP/1.1\nHost: {host}\n\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\n\r\n"),
        format!("GET / HTTP/1.1\rHost: {host}\r\r"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: a\rGET /big.bin HTTP/1.1\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX\0: a\r\n\r\n"),
        format!("GET\t/\tHTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n: a\r\n\r\n"),
        format!("GET /\u{b}HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("\u{feff}GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        String::from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        String::from("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}"),
    ] {
        let mut stream = preview.connect();
        let _sent = stream.write_all(head.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write));
        let mut reply = String::new();
        let _read = stream.read_to_string(&mut reply);
        assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 4"), "{head:?}: {reply}");
        assert!(reply.matches("HTTP/1.1").count() <= 1 && !reply.contains("<p>"), "{head:?}: {reply}");
    }
    preview.answers();
}

#[test]
fn an_answer_of_a_tool_that_sends_in_pieces_comes() {
    let preview = start(Limits::default());
    let mut stream = preview.connect();
    for byte in format!("GET /documents/a.html HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).bytes() {
        stream.write_all(&[byte]).unwrap();
    }
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.ends_with("<p>a</p>"), "{reply}");
}

#[test]
fn floods_end_at_their_limit() {
    let preview = start(Limits::default());
    let host = preview.address;
    let megabytes = "x".repeat(4 << 20);
    assert_eq!(status(&preview.raw(format!("GET /{} HTTP/1.1\r\n", "x".repeat(20_000)).as_bytes())), "414");
    assert_eq!(status(&preview.raw(format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "x".repeat(3000)).as_bytes())), "414");
    let many = "X-A: 1\r\n".repeat(200);
    assert_eq!(status(&preview.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n").as_bytes())), "431");
    assert_eq!(status(&preview.raw(format!("GET / HTTP/1.1\r\nX-A: {}", "x".repeat(17_000)).as_bytes())), "431");
    // What goes on for ever is cut off; the reply may be lost on the way, the connection is not kept.
    preview.refuses(format!("GET /{megabytes} HTTP/1.1\r\n\r\n").as_bytes());
    preview.refuses(format!("GET / HTTP/1.1\r\nX-A: {megabytes}\r\n\r\n").as_bytes());
    preview.refuses("X-A: 1\r\n".repeat(100_000).as_bytes());
    preview.refuses("\r\n".repeat(100_000).as_bytes());
    preview.refuses(megabytes.as_bytes());
    preview.settles_to(0);
}

#[test]
fn a_head_that_drips_is_cut_off_in_time() {
    let preview = start(brisk());
    let mut stream = preview.connect();
    let started = Instant::now();
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\n", preview.address).as_bytes()).unwrap();
    while stream.write_all(b"X-A: 1\r\n").is_ok() {
        assert!(started.elapsed() < Duration::from_secs(4), "the head may take for ever");
        std::thread::sleep(Duration::from_millis(50));
    }
    preview.settles_to(0);
    preview.answers();
}

#[test]
fn connections_that_ask_nothing_keep_nobody_out() {
    let preview = start(Limits { head: Duration::from_secs(60), ..brisk() });
    let idle: Vec<TcpStream> = (0..200).map(|_| preview.connect()).collect();
    preview.answers();
    assert!(preview.server.connections() <= 64, "{} connections", preview.server.connections());
    drop(idle);
    preview.settles_to(0);
}

#[test]
fn ten_thousand_connections_are_bounded() {
    let preview = start(Limits::default());
    let started = Instant::now();
    let mut idle = Vec::new();
    let mut most = 0;
    for number in 0..10_000_usize {
        if let Ok(mut stream) = TcpStream::connect_timeout(&preview.address, Duration::from_secs(2)) {
            if number % 2 == 0 {
                let _sent = stream.write_all(b"GET / HT");
            }
            idle.push(stream);
        }
        // The test itself may not hold as many files as the system allows.
        if idle.len() > 600 {
            idle.drain(..300);
        }
        if number % 500 == 0 {
            most = most.max(preview.server.connections());
            preview.answers();
        }
    }
    assert!(most <= 512, "{most} connections at a time");
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
    preview.answers();
    drop(idle);
    preview.settles_to(0);
}

#[test]
fn a_reader_that_does_not_read_is_dropped() {
    let preview = start(brisk());
    let readers: Vec<TcpStream> = (0..8)
        .map(|_| {
            let mut stream = preview.connect();
            stream.write_all(format!("GET /big.bin HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).unwrap();
            stream
        })
        .collect();
    preview.answers();
    preview.settles_to(0);
    drop(readers);
    preview.answers();
}

#[test]
fn a_reader_that_reads_a_little_at_a_time_is_dropped() {
    let preview = start(brisk());
    let mut stream = preview.connect();
    stream.write_all(format!("GET /big.bin HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).unwrap();
    let started = Instant::now();
    let mut piece = [0_u8; 16 << 10];
    while preview.server.connections() > 0 {
        assert!(started.elapsed() < Duration::from_secs(8), "a slow reader holds its connection");
        let _read = stream.read(&mut piece);
        std::thread::sleep(Duration::from_millis(100));
    }
    preview.answers();
}

/// Reads a stream of events until a text has come.
fn wait_for(stream: &mut TcpStream, text: &str) -> String {
    let mut all = String::new();
    let mut piece = [0_u8; 4096];
    while !all.contains(text) {
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "the stream ended after {all}");
        all.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    all
}

#[test]
fn many_browsers_get_events_and_pages_at_once() {
    let preview = start(Limits::default());
    preview.events.say("site", "1");
    let open = || {
        let mut stream = preview.connect();
        stream.write_all(format!("GET /@preview/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).unwrap();
        stream
    };
    let mut streams: Vec<TcpStream> = (0..100).map(|_| open()).collect();
    for stream in &mut streams {
        let head = wait_for(stream, "data: 1\n\n");
        assert!(
            head.contains("Content-Type: text/event-stream") && !head.to_ascii_lowercase().contains("access-control"),
            "{head}"
        );
    }
    preview.answers();
    let told = Instant::now();
    preview.events.say("site", "2");
    for stream in &mut streams {
        wait_for(stream, "event: site\nid: 2\ndata: 2\n\n");
    }
    assert!(told.elapsed() < Duration::from_secs(2), "{:?}", told.elapsed());
    preview.answers();
    // More streams than are allowed are refused, and pages still come.
    let more: Vec<TcpStream> = (0..60).map(|_| open()).collect();
    preview.answers();
    drop((streams, more));
    preview.settles_to(0);
}

#[test]
fn a_stream_that_nobody_reads_is_dropped() {
    let preview = start(brisk());
    let mut stream = preview.connect();
    stream.write_all(format!("GET /@preview/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).unwrap();
    wait_for(&mut stream, "retry");
    let long = "x".repeat(1 << 20);
    let started = Instant::now();
    while preview.server.connections() > 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "the stream is still open");
        preview.events.say("site", &long);
        std::thread::sleep(Duration::from_millis(20));
    }
    preview.answers();
}

#[test]
fn the_end_of_the_server_ends_everything() {
    let preview = start(Limits::default());
    let mut stream = preview.connect();
    stream.write_all(format!("GET /@preview/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).unwrap();
    wait_for(&mut stream, "retry");
    let idle = preview.connect();
    let address = preview.address;
    let ended = Instant::now();
    drop(preview);
    assert!(ended.elapsed() < Duration::from_secs(3), "{:?}", ended.elapsed());
    let mut rest = Vec::new();
    let _read = stream.read_to_end(&mut rest);
    drop(idle);
    assert!(TcpStream::connect(address).is_err(), "the port is still open");
}
