//! The file that git calls `gpg.ssh.allowedSignersFile`: ssh-keygen(1), ALLOWED SIGNERS.

use super::ssh;
use crate::base::{Date, Span};

/// Lines a file may have.
const MAX_LINES: usize = 10_000;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AllowedSigner {
    /// Comma-separated patterns, as written.
    pub(super) principals: String,
    /// Fingerprint of the key.
    pub(super) key: String,
    /// The key signs certificates, not commits.
    pub(super) is_authority: bool,
    /// Comma-separated patterns of what it may sign; anything without them.
    pub(super) namespaces: Option<String>,
    /// The first moment.
    pub(super) after: Option<Moment>,
    /// The last moment.
    pub(super) before: Option<Moment>,
}

/// A time in an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// Seconds since 1970-01-01T00:00:00, by the clock on the wall.
    pub(super) seconds: i64,
    /// The wall is in Greenwich: the time ends in `Z` or `UTC`. Other times are local to whoever reads them.
    pub(super) utc: bool,
}

/// Reads a file. A line that cannot be read gives its place and the reason.
pub(super) fn read(text: &str) -> Vec<Result<AllowedSigner, (Span, String)>> {
    let mut found = Vec::new();
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + content.len());
        at += line.len();
        if n == MAX_LINES {
            found.push(Err((span, format!("only the first {MAX_LINES} lines are read"))));
            break;
        }
        let content = content.trim_start_matches([' ', '\t']);
        if !content.is_empty() && !content.starts_with('#') {
            found.push(read_line(content).map_err(|why| (span, why)));
        }
    }
    found
}

fn read_line(line: &str) -> Result<AllowedSigner, String> {
    let (principals, rest) = take_principals(line)?;
    let mut signer = AllowedSigner {
        principals: principals.to_owned(),
        key: String::new(),
        is_authority: false,
        namespaces: None,
        after: None,
        before: None,
    };
    let rest = rest.trim_start_matches([' ', '\t']);
    // As in OpenSSH: options are there only if what follows the principals is no key.
    match ssh::read_line(rest) {
        Ok(key) => signer.key = key,
        Err(_) => {
            let (options, key) = take_options(rest);
            let key = key.trim();
            if key.is_empty() {
                return Err("the line holds no SSH public key after its principals".to_owned());
            }
            read_options(options, &mut signer)?;
            signer.key = ssh::read_line(key).map_err(|why| format!("what follows the options is {why}"))?;
        }
    }
    Ok(signer)
}

/// The first word, which may stand in quotes.
fn take_principals(line: &str) -> Result<(&str, &str), String> {
    if let Some(quoted) = line.strip_prefix('"') {
        return quoted.split_once('"').ok_or_else(|| "the quote that opens the principals is not closed".to_owned());
    }
    line.split_once([' ', '\t']).ok_or_else(|| "the line holds nothing but principals".to_owned())
}

/// What stands before the first blank outside quotes, and what follows.
fn take_options(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if text[at..].starts_with("\\\"") => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b' ' | b'\t' if !quoted => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}

fn read_options(mut text: &str, signer: &mut AllowedSigner) -> Result<(), String> {
    loop {
        let end = text.find(['=', ',']).unwrap_or(text.len());
        let name = text[..end].to_ascii_lowercase();
        text = &text[end..];
        match name.as_str() {
            "cert-authority" => signer.is_authority = true,
            "namespaces" => set(&mut signer.namespaces, &name, take_value(&name, &mut text)?)?,
            "valid-after" => set(&mut signer.after, &name, read_time(&name, &take_value(&name, &mut text)?)?)?,
            "valid-before" => set(&mut signer.before, &name, read_time(&name, &take_value(&name, &mut text)?)?)?,
            _ => return Err(format!("`{}` is neither an SSH public key nor an option", name.escape_debug())),
        }
        if text.is_empty() {
            break;
        }
        text = text.strip_prefix(',').ok_or_else(|| format!("a comma or a blank has to follow the option `{name}`"))?;
    }
    match (signer.after, signer.before) {
        (Some(after), Some(before)) if before <= after => Err("`valid-before` does not lie after `valid-after`".to_owned()),
        _ => Ok(()),
    }
}

fn set<T>(slot: &mut Option<T>, name: &str, value: T) -> Result<(), String> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("the option `{name}` stands twice")),
    }
}

/// Takes `="…"`, in which `\"` stands for a quote.
fn take_value(name: &str, text: &mut &str) -> Result<String, String> {
    let body = text.strip_prefix("=\"").ok_or_else(|| format!("the option `{name}` wants a value in quotes"))?;
    let mut value = String::new();
    let mut rest = body.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' if rest.peek().is_some_and(|it| it.1 == '"') => {
                value.push('"');
                rest.next();
            }
            '"' => {
                *text = &body[at + 1..];
                return Ok(value);
            }
            c => value.push(c),
        }
    }
    Err(format!("the value of the option `{name}` has no closing quote"))
}

/// Reads `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`; OpenSSH takes `UTC` for `Z`, too.
fn read_time(name: &str, text: &str) -> Result<Moment, String> {
    let wrong = || format!("`{name}` wants a time as 20260131, 202601311200 or 20260131120000Z, found `{}`", text.escape_debug());
    let upper = text.to_ascii_uppercase();
    let digits = upper.strip_suffix('Z').or_else(|| upper.strip_suffix("UTC"));
    let utc = digits.is_some();
    let digits = digits.unwrap_or(&upper);
    if !matches!(digits.len(), 8 | 12 | 14) || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(wrong());
    }
    let number = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |it| it.parse::<i16>().ok());
    let small = |from: usize, to: usize| number(from, to).and_then(|it| i8::try_from(it).ok());
    let parts = (|| {
        let day = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?)?;
        let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
        (hour < 24 && minute < 60 && second < 60).then_some((day, hour, minute, second))
    })();
    let (day, hour, minute, second) = parts.ok_or_else(wrong)?;
    let epoch = Date::new(1970, 1, 1).expect("a day of the calendar");
    let seconds = i64::from(day.days_since(epoch)) * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    if seconds <= 0 {
        return Err(wrong());
    }
    Ok(Moment { seconds, utc })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    fn one(line: &str) -> Result<AllowedSigner, String> {
        let mut found = read(&line.replace("KEY", KEY));
        assert_eq!(found.len(), 1, "{line}");
        found.remove(0).map_err(|it| it.1)
    }

    #[test]
    fn lines_are_read_as_openssh_reads_them() {
        let plain = one("ana@example.org KEY Ana's laptop").unwrap();
        assert_eq!((plain.principals.as_str(), plain.is_authority), ("ana@example.org", false));
        assert!(plain.key.starts_with("SHA256:"));
        assert_eq!(one("\t\"Ana Prior,*@x\"  KEY").unwrap().principals, "Ana Prior,*@x");
        let full =
            one(r#"a,!b cert-authority,Namespaces="git,file",valid-after="20260101",valid-before="20260101000001UTC" KEY"#);
        let full = full.unwrap();
        assert!(full.is_authority);
        assert_eq!(full.namespaces.as_deref(), Some("git,file"));
        assert_eq!(full.after, Some(Moment { seconds: 1_767_225_600, utc: false }));
        assert_eq!(full.before, Some(Moment { seconds: 1_767_225_601, utc: true }));
        assert_eq!(read("# words\n\n  \n").len(), 0);
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (line, why) in [
            ("ana@example.org", "nothing but principals"),
            ("\"ana KEY", "not closed"),
            ("ana ssh-ed25519 AAAA", "neither an SSH public key nor an option"),
            ("ana cert-authority", "holds no SSH public key"),
            ("ana cert-authority ssh-ed25519 AAAA", "not an SSH public key"),
            ("ana namespaces=git KEY", "wants a value in quotes"),
            ("ana namespaces=\"git\",namespaces=\"git\" KEY", "stands twice"),
            ("ana namespaces=\"git KEY", "no SSH public key"),
            ("ana valid-after=\"2026-01-01\" KEY", "wants a time"),
            ("ana valid-after=\"20260230\" KEY", "wants a time"),
            ("ana valid-after=\"20260201\",valid-before=\"20260131\" KEY", "does not lie after"),
            ("ana no-pty KEY", "neither an SSH public key nor an option"),
            ("ana cert-authority;x KEY", "neither an SSH public key nor an option"),
        ] {
            let found = one(line).unwrap_err();
            assert!(found.contains(why), "{line}: {found}");
        }
        let text = format!("a {KEY}\r\nb\n");
        assert_eq!(read(&text)[1].as_ref().unwrap_err().0.text(&text), "b");
    }
}
