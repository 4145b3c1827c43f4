//! Answers become replies: fields, entity tags, and streams of events.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tiny_http::{Method, Request};

use super::door::Door;
use super::events::Events;
use super::{Answer, Answers, Ask, EVENTS, target};

/// Fields of every reply. Nothing of other sites runs in a page, no page of others shows or reads one, no type is guessed.
const FIELDS: [(&str, &str); 7] = [
    ("Cache-Control", "no-cache"),
    ("Connection", "close"),
    (
        "Content-Security-Policy",
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

/// Starts to answer. Each request has a thread of its own, so that those whose readers are slow hold up nobody; the gate bounds
/// their number and their time.
pub(super) fn start(door: &Arc<Door>, answers: &Arc<dyn Answers>, events: &Arc<Events>) -> io::Result<JoinHandle<()>> {
    let (door, answers, events) = (Arc::clone(door), Arc::clone(answers), Arc::clone(events));
    thread::Builder::new().name(String::from("requests")).spawn(move || {
        while let Ok(request) = door.server.recv() {
            let (door, answers, events) = (Arc::clone(&door), Arc::clone(&answers), Arc::clone(&events));
            let reply = move || reply(request, &door, &*answers, &events);
            // Without a thread the connection ends, as it would with too many.
            let _started = thread::Builder::new().name(String::from("answer")).spawn(reply);
        }
    })
}

fn reply(request: Request, door: &Door, answers: &dyn Answers, events: &Events) {
    let ask = target::read(request.url()).filter(|_| door.passed(&request));
    // An error is a reader that went away.
    let _gone = match ask {
        None => send(request, Answer::text(400, "no such request")),
        Some(ask) if ask.path == EVENTS && *request.method() == Method::Get => stream(request, events),
        Some(ask) => {
            let token = field(&request, "x-clausebook-token").map(str::to_owned);
            let answer = answers.answer(&Ask { token, ..ask });
            send(request, answer)
        }
    };
}

fn field<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers().iter().find(|it| it.field.as_str().as_str().eq_ignore_ascii_case(name)).map(|it| it.value.as_str())
}

fn send(request: Request, answer: Answer) -> io::Result<()> {
    let tag = format!("\"{}\"", answer.etag);
    let known = field(&request, "if-none-match").is_some_and(|it| it == "*" || it.split(',').any(|one| is_tag(one, &tag)));
    let tagged = !answer.etag.is_empty();
    let same = known && tagged && answer.status == 200;
    let head_only = same || *request.method() == Method::Head;
    let mut bytes = head(if same { 304 } else { answer.status }).into_bytes();
    let mut add = |name: &str, value: &str| bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    if tagged {
        add("ETag", &tag);
    }
    if !same {
        add("Content-Type", answer.media);
        add("Content-Length", &answer.bytes.len().to_string());
    }
    if let Some(location) = answer.location.filter(|it| it.bytes().all(|byte| byte.is_ascii_graphic())) {
        add("Location", &location);
    }
    bytes.extend_from_slice(b"\r\n");
    // The library's own replies keep connections open and give a page that is there already a length of 0.
    let mut writer = request.into_writer();
    if !head_only && answer.bytes.len() < SMALL {
        bytes.extend_from_slice(&answer.bytes);
        writer.write_all(&bytes)?;
    } else {
        writer.write_all(&bytes)?;
        writer.write_all(if head_only { &[] } else { &answer.bytes })?;
    }
    writer.flush()
}

/// Up to this size, in bytes, a reply goes out in one piece.
const SMALL: usize = 256 << 10;

/// Status line and the fields of every reply.
fn head(status: u16) -> String {
    let reason = tiny_http::StatusCode(status).default_reason_phrase();
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in FIELDS {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head
}

/// Entity tags are compared without regard to how strong they are.
fn is_tag(one: &str, tag: &str) -> bool {
    let one = one.trim();
    one.strip_prefix("W/").unwrap_or(one) == tag
}

/// Writes events until the browser goes away or the server ends.
fn stream(request: Request, events: &Events) -> io::Result<()> {
    let head = format!("{}Content-Type: text/event-stream; charset=utf-8\r\n\r\n", head(200));
    let mut writer = request.into_writer();
    writer.write_all(head.as_bytes())?;
    events.tell(&mut *writer);
    Ok(())
}
