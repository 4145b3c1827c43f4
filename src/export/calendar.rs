//! Reviews as a calendar, RFC 5545: an event for each review to come, a to-do for each that is late.

use crate::base::{Date, Digest, number_key};
use crate::handbook::{Entry, Handbook, Review, RoleIdx};

/// Octets of a line at most, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The calendar, of all documents or of those that a role owns. The same documents and day give the same bytes; a review that moves keeps its UID, so that calendars move it too.
pub fn calendar(handbook: &Handbook, owner: Option<RoleIdx>) -> String {
    let settings = &handbook.config.settings;
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//clausebook//clausebook//EN");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&settings.title)));
    let wanted = |it: &&Entry| owner.is_none() || handbook.owner_of(it) == owner;
    let mut entries: Vec<&Entry> = handbook.entries.iter().filter(wanted).collect();
    entries.sort_by_cached_key(|it| (it.review.due(), number_key(it.document.id.value.as_str()), it.path.clone()));
    for entry in entries {
        component(&mut out, handbook, entry);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn component(out: &mut String, handbook: &Handbook, entry: &Entry) {
    let (kind, due) = match entry.review {
        Review::NotNeeded => return,
        Review::Current { due } | Review::DueSoon { due } => ("VEVENT", Some(due)),
        Review::Late { due } | Review::Overdue { due } => ("VTODO", Some(due)),
        Review::Never => ("VTODO", None),
    };
    let document = &entry.document;
    line(out, &format!("BEGIN:{kind}"));
    line(out, &format!("UID:{}", uid(handbook, entry, kind)));
    line(out, &format!("DTSTAMP:{}T000000Z", plain(handbook.as_of)));
    match (kind, due) {
        ("VEVENT", Some(due)) => {
            line(out, &format!("DTSTART;VALUE=DATE:{}", plain(due)));
            line(out, &format!("DTEND;VALUE=DATE:{}", plain(due.plus_days(1))));
            line(out, "TRANSP:TRANSPARENT");
        }
        (_, Some(due)) => line(out, &format!("DUE;VALUE=DATE:{}", plain(due))),
        (_, None) => {}
    }
    line(out, &format!("SUMMARY:{}", escaped(&format!("Review {} {}", document.id.value, document.title.value))));
    line(out, &format!("DESCRIPTION:{}", escaped(&description(handbook, entry))));
    if kind == "VTODO" {
        line(out, "STATUS:NEEDS-ACTION");
        line(out, "PRIORITY:1");
    }
    line(out, &format!("END:{kind}"));
}

fn description(handbook: &Handbook, entry: &Entry) -> String {
    let role = handbook.owner_of(entry);
    let owner = match role.map(|it| (&handbook.roles.all[it].title, handbook.roles.present_names(it))) {
        Some((title, names)) if names.is_empty() => format!("Owner: {title}"),
        Some((title, names)) => format!("Owner: {title} ({})", names.join(", ")),
        None => String::from("No owner"),
    };
    let last = entry.control.review.last.map_or_else(|| String::from("Never reviewed"), |it| format!("Last review: {it}"));
    format!("{owner}\n{last}\nFile: {}", entry.path)
}

/// Unique in the world, and the same from day to day: two organizations may have a document of one id, and two documents may claim it.
fn uid(handbook: &Handbook, entry: &Entry, kind: &str) -> String {
    let key = entry.document.id.value.key();
    let twins = handbook.ids.find(&key).len() > 1;
    let words =
        [handbook.config.settings.organization.as_str(), kind, key.as_str(), if twins { entry.path.as_str() } else { "" }];
    format!("{}@clausebook", Digest::of(words.join("\n").as_bytes()).short(32))
}

fn plain(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// A text value (RFC 5545, 3.3.11). Control characters may not stand in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded between characters.
fn line(out: &mut String, text: &str) {
    let mut room = LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        for text in ["SUMMARY:short".to_owned(), format!("SUMMARY:{}", "ä€😀x".repeat(60)), "x".repeat(75), "x".repeat(76)] {
            let mut out = String::new();
            line(&mut out, &text);
            assert!(out.ends_with("\r\n") && out.split("\r\n").all(|it| it.len() <= LINE), "{out}");
            assert_eq!(out.replace("\r\n ", "").trim_end(), text);
        }
        let mut out = String::new();
        line(&mut out, &"x".repeat(75));
        assert_eq!(out.lines().count(), 1);
    }

    #[test]
    fn values_cannot_leave_their_line() {
        assert_eq!(escaped("a;b,c\\d\r\nEND:VEVENT\u{7}"), "a\\;b\\,c\\\\d \\nEND:VEVENT ");
    }
}
