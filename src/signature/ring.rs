//! Who may sign for whom, by one state of the repository: `people.yml`, `keys/allowed_signers`, and keys in files below `keys/`.

use std::collections::BTreeMap;

use super::allowed_signers::{self, AllowedSigner, Moment};
use super::openpgp::{Certificates, Listed};
use super::{MAX_KEYS, Problem, pattern, ssh};
use crate::base::{Date, Span, Spanned};
use crate::source::{Instant, Scheme, Signatory, Signed, Verdict};

/// Where a repository keeps its list in git's own format.
pub const ALLOWED_SIGNERS: &str = "keys/allowed_signers";
/// The file whose entries name keys, in problems about them.
const PEOPLE: &str = "people.yml";

/// A key in a person's `keys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// A line `ssh-ed25519 AAAA… comment`, `openpgp:FINGERPRINT`, or the path of a file below `keys/`.
    pub key: Spanned<String>,
    /// First day it signs for the person; from the beginning without one.
    pub from: Option<Date>,
    /// Last day; until further notice without one.
    pub to: Option<Date>,
    /// The day from which it proves nothing, because somebody else may have it.
    pub revoked: Option<Date>,
}

/// A person as far as signatures go.
#[derive(Clone, Copy, Debug)]
pub struct Registrant<'a> {
    /// Name.
    pub name: &'a str,
    /// Addresses.
    pub emails: &'a [String],
    /// Keys.
    pub keys: &'a [Registration],
}

impl Registration {
    /// A key without limits that stands in no text.
    pub fn of(key: impl Into<String>) -> Self {
        Self { key: Spanned::new(key.into(), Span::default()), from: None, to: None, revoked: None }
    }
}

/// Whose signature it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerVerdict {
    /// The key was registered to these people at that moment: one, unless the lists give one key to several and the committer's
    /// address does not tell which of them it was.
    Registered {
        /// Their names, each once.
        people: Vec<String>,
        /// The first principal of the line in `allowed_signers` that lists the key, as git prints it (`%GS`); `None` if only
        /// `people.yml` lists the key.
        principal: Option<String>,
    },
    /// `allowed_signers` lists the key, but no person has an address that its principals match.
    NotAPerson {
        /// The first of these principals, as written or as in the certificate.
        principal: String,
    },
    /// Nobody's list holds the key.
    UnknownKey,
    /// The key is these people's, but was not at that moment.
    OutsideWindow {
        /// Their names.
        people: Vec<String>,
        /// From when or until when it was theirs, in words that follow "the key".
        reason: String,
    },
    /// The key was these people's, and had been revoked at that moment.
    Revoked {
        /// Their names.
        people: Vec<String>,
        /// Since when, in words that follow "the key".
        reason: String,
    },
    /// The key may sign other things for these people, but not in git.
    OtherNamespace {
        /// Their names.
        people: Vec<String>,
    },
    /// The signature itself is not good, so that nothing follows from its key.
    NotGood,
}

/// Keys and whose they are.
#[derive(Clone, Debug, Default)]
pub struct Ring {
    /// Names and addresses.
    people: Vec<(String, Vec<String>)>,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    holder: Holder,
    namespaces: Option<String>,
    /// Days by the committer's clock.
    days: Days,
    /// The first and the last moment.
    after: Option<Moment>,
    before: Option<Moment>,
}

/// Fingerprints.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Ssh(String),
    SshAuthority(String),
    OpenPgp(String),
}

#[derive(Clone, Debug)]
enum Holder {
    /// By place in `Ring::people`.
    Person(usize),
    /// Whoever has an address that matches.
    Principals(String),
}

#[derive(Clone, Copy, Debug, Default)]
struct Days {
    from: Option<Date>,
    to: Option<Date>,
    revoked: Option<Date>,
}

/// Why an entry does not count; the gravest last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Refusal {
    Namespace,
    Window(String),
    Revoked(String),
}

impl Ring {
    /// Reads `people.yml`'s keys and the files below `keys/` of one state of the repository, and says what cannot be read.
    pub fn read<'a>(files: &[(&str, &str)], people: impl IntoIterator<Item = Registrant<'a>>) -> (Self, Vec<Problem>) {
        let (mut ring, mut problems) = (Self::default(), Vec::new());
        let mut read: BTreeMap<&str, Result<Vec<Key>, &str>> = BTreeMap::new();
        for person in people {
            let idx = ring.add_person(&person);
            for registration in person.keys {
                let path = registration.key.value.trim();
                let found = match read_registration(path) {
                    Some(found) => found,
                    None => read.entry(path).or_insert_with(|| read_file(files, path)).clone(),
                };
                match found {
                    Ok(keys) => ring.entries.extend(keys.into_iter().map(|key| Entry::registered(key, idx, registration))),
                    Err(why) => problems.push(unreadable(registration, why)),
                }
            }
        }
        for (path, text) in files.iter().filter(|(path, _)| *path == ALLOWED_SIGNERS) {
            ring.add_allowed_signers(path, text, &mut problems);
        }
        (ring, problems)
    }

    /// Keys that somebody brings from elsewhere, in place of all that the repository lists: texts in the format of
    /// `allowed_signers`, or OpenPGP keys, whose user ids say by their addresses whose they are. Of `people` only names and
    /// addresses count.
    pub fn brought<'a>(files: &[(&str, &str)], people: impl IntoIterator<Item = Registrant<'a>>) -> (Self, Vec<Problem>) {
        let (mut ring, mut problems) = (Self::default(), Vec::new());
        for person in people {
            ring.add_person(&person);
        }
        for (name, text) in files {
            if text.contains("-----BEGIN PGP ") {
                let listed = listed(name, text, &mut problems);
                ring.entries.extend(listed.into_iter().flat_map(|it| {
                    let Listed { fingerprint, emails } = it;
                    emails.into_iter().map(move |email| {
                        // A comma would make two patterns of one address.
                        let email = email.replace([',', '*', '?', '!'], "\u{fffd}");
                        Entry::plain(Key::OpenPgp(fingerprint.clone()), Holder::Principals(email))
                    })
                }));
            } else {
                ring.add_allowed_signers(name, text, &mut problems);
            }
        }
        (ring, problems)
    }

    /// Whether no key is listed at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whose signature it is. `committer` is who made the commit or tag, and when, by its own word.
    ///
    /// As git does it, principals are found by the key and not by the committer's address, which anybody can type. Git asks
    /// only the first line of `allowed_signers` that holds the key at that moment; here every line counts, so that their order does
    /// not matter.
    pub fn signer(&self, signed: &Signed, committer: &Signatory) -> SignerVerdict {
        if signed.verdict != Verdict::Good {
            return SignerVerdict::NotGood;
        }
        let asked: Vec<(&Entry, String, Option<Refusal>)> = self
            .entries
            .iter()
            .filter_map(|entry| Some((entry, entry.principals(signed)?)))
            .map(|(entry, principals)| (entry, principals, entry.refusal(signed, committer.at)))
            .collect();
        let worst = asked.iter().filter_map(|it| it.2.as_ref()).max();
        let revoked = matches!(worst, Some(Refusal::Revoked(_)));
        let counts = |it: &&(&Entry, String, Option<Refusal>)| !revoked && it.2.is_none();
        let accepted: Vec<_> = asked.iter().filter(counts).collect();
        if accepted.is_empty() {
            let people = self.people_of(asked.iter().filter(|it| it.2.as_ref() == worst).map(|it| (it.0, it.1.as_str())));
            return match worst.cloned() {
                None => SignerVerdict::UnknownKey,
                Some(Refusal::Namespace) => SignerVerdict::OtherNamespace { people },
                Some(Refusal::Window(reason)) => SignerVerdict::OutsideWindow { people, reason },
                Some(Refusal::Revoked(reason)) => SignerVerdict::Revoked { people, reason },
            };
        }
        let mut people = self.people_of(accepted.iter().map(|it| (it.0, it.1.as_str())));
        let listed = accepted.iter().find(|it| matches!(it.0.holder, Holder::Principals(_)));
        let principal = listed.map(|it| first_principal(&it.1));
        if people.is_empty() {
            return SignerVerdict::NotAPerson { principal: principal.unwrap_or_default() };
        }
        let known = |name: &String| self.people.iter().any(|it| it.0 == *name && has_address(&it.1, &committer.email));
        if people.len() > 1 && people.iter().any(known) {
            people.retain(known);
        }
        SignerVerdict::Registered { people, principal }
    }

    fn add_person(&mut self, person: &Registrant<'_>) -> usize {
        self.people.push((person.name.to_owned(), person.emails.to_vec()));
        self.people.len() - 1
    }

    fn add_allowed_signers(&mut self, name: &str, text: &str, problems: &mut Vec<Problem>) {
        if text.len() > MAX_KEYS {
            problems.push(Problem::whole(name, "the file is too large to hold keys", "leave in it only the keys of people"));
            return;
        }
        for line in allowed_signers::read(text) {
            match line {
                Ok(line) => self.entries.push(Entry::listed(line)),
                Err((span, why)) => {
                    let help =
                        "write the line as ssh-keygen(1), ALLOWED SIGNERS, describes it; until then its key counts for nobody";
                    problems.push(Problem::new(name, span, why, help));
                }
            }
        }
    }

    /// Names of the people whom entries with their principals speak of, in the order of `people.yml`.
    fn people_of<'a>(&self, entries: impl Iterator<Item = (&'a Entry, &'a str)>) -> Vec<String> {
        let mut found = vec![false; self.people.len()];
        for (entry, principals) in entries {
            match entry.holder {
                Holder::Person(idx) => found[idx] = true,
                Holder::Principals(_) => {
                    for (found, (_, emails)) in found.iter_mut().zip(&self.people) {
                        *found |= emails.iter().any(|email| pattern::list_matches(principals, email));
                    }
                }
            }
        }
        let named = self.people.iter().zip(found).filter(|it| it.1);
        let mut names: Vec<String> = named.map(|it| it.0.0.clone()).collect();
        names.dedup();
        names
    }
}

impl Entry {
    fn plain(key: Key, holder: Holder) -> Self {
        Self { key, holder, namespaces: None, days: Days::default(), after: None, before: None }
    }

    fn registered(key: Key, person: usize, registration: &Registration) -> Self {
        let Registration { from, to, revoked, .. } = *registration;
        Self { days: Days { from, to, revoked }, ..Self::plain(key, Holder::Person(person)) }
    }

    fn listed(line: AllowedSigner) -> Self {
        let AllowedSigner { principals, key, is_authority, namespaces, after, before } = line;
        let key = if is_authority { Key::SshAuthority(key) } else { Key::Ssh(key) };
        Self { namespaces, after, before, ..Self::plain(key, Holder::Principals(principals)) }
    }

    /// For whom the entry lets a signature speak: principals as a list of patterns. `None` if it is about another key.
    ///
    /// As in OpenSSH a certificate speaks for those of its principals that the authority's line matches, and the key within it
    /// is not looked up by itself.
    fn principals(&self, signed: &Signed) -> Option<String> {
        let is = |name: &str, named: &Option<String>| named.as_deref() == Some(name);
        let own = match &self.holder {
            Holder::Person(_) => String::new(),
            Holder::Principals(list) => list.clone(),
        };
        match (&self.key, signed.scheme, &signed.certificate) {
            (Key::Ssh(key), Scheme::Ssh, None) => is(key, &signed.key).then_some(own),
            (Key::OpenPgp(key), Scheme::OpenPgp, _) => (is(key, &signed.primary) || is(key, &signed.key)).then_some(own),
            (Key::SshAuthority(key), Scheme::Ssh, Some(certificate)) if *key == certificate.authority => {
                // A principal that is itself a pattern would speak for people whom the authority did not name.
                let plain = |it: &&String| !it.contains(['*', '?', '!', ',']);
                let allowed = certificate.principals.iter().filter(plain).filter(|it| pattern::list_matches(&own, it));
                let allowed: Vec<&str> = allowed.map(String::as_str).collect();
                (!allowed.is_empty()).then(|| allowed.join(","))
            }
            _ => None,
        }
    }

    /// Why the entry does not count at a moment.
    fn refusal(&self, signed: &Signed, at: Instant) -> Option<Refusal> {
        let window = |reason: String| Some(Refusal::Window(reason));
        let Some(day) = at.date() else { return window("has no days outside the years 1 to 9999".to_owned()) };
        let Days { from, to, revoked } = self.days;
        if let Some(since) = revoked.filter(|since| *since <= day) {
            return Some(Refusal::Revoked(format!("was revoked on {since}")));
        }
        if let Some(from) = from.filter(|from| day < *from) {
            return window(format!("counts from {from} on, and the signature is of {day}"));
        }
        if let Some(to) = to.filter(|to| *to < day) {
            return window(format!("counted until {to}, and the signature is of {day}"));
        }
        if let Some(after) = self.after.filter(|after| after.of(at) > at.seconds) {
            return window(format!("counts from {after} on, and the signature is of {day}"));
        }
        if let Some(before) = self.before.filter(|before| before.of(at) < at.seconds) {
            return window(format!("counted until {before}, and the signature is of {day}"));
        }
        if let (Key::SshAuthority(_), Some(certificate)) = (&self.key, &signed.certificate) {
            let now = u64::try_from(at.seconds).unwrap_or_default();
            if now < certificate.from || certificate.until <= now {
                return window(format!("has a certificate that was not valid on {day}"));
            }
        }
        let git = self.namespaces.as_ref().is_none_or(|list| pattern::list_matches(list, ssh::NAMESPACE));
        (!git).then_some(Refusal::Namespace)
    }
}

impl Moment {
    /// Seconds since 1970-01-01T00:00:00Z. A time without a zone is one by the clock of who made the commit: ssh-keygen takes
    /// its own, which would give every reader another answer.
    fn of(self, at: Instant) -> i64 {
        if self.utc { self.seconds } else { self.seconds.saturating_sub(i64::from(at.offset) * 60) }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(day) = (Instant { seconds: self.seconds, offset: 0 }).date() else { return write!(f, "a distant time") };
        let second = self.seconds.rem_euclid(86_400);
        write!(f, "{day}")?;
        if second != 0 {
            write!(f, " {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)?;
        }
        if self.utc { write!(f, " UTC") } else { Ok(()) }
    }
}

/// Git asks for the principals of a list one by one, and takes the first that the list lets in.
fn first_principal(list: &str) -> String {
    list.split(',').find(|it| pattern::list_matches(list, it)).unwrap_or(list).to_owned()
}

fn has_address(emails: &[String], address: &str) -> bool {
    emails.iter().any(|it| it.eq_ignore_ascii_case(address))
}

fn unreadable(registration: &Registration, why: &str) -> Problem {
    let Spanned { value, span } = &registration.key;
    let short: String = value.chars().take(40).collect();
    let more = if short.len() < value.len() { "…" } else { "" };
    let help = "write a line such as `ssh-ed25519 AAAA… name`, `openpgp:` and a fingerprint, or the path of a file below `keys/`";
    Problem::new(PEOPLE, *span, format!("the key `{}{more}` is {why}", short.escape_debug()), help)
}

/// The key of an entry that is not the path of a file.
fn read_registration(text: &str) -> Option<Result<Vec<Key>, &'static str>> {
    if text.starts_with("keys/") {
        return None;
    }
    let Some(fingerprint) = text.strip_prefix("openpgp:") else {
        return Some(ssh::read_line(text).map(|it| vec![Key::Ssh(it)]));
    };
    let hex: String = fingerprint.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    // Version 4 and version 6 fingerprints. Shorter ids can be made to fit.
    let right = matches!(hex.len(), 40 | 64) && hex.bytes().all(|it| it.is_ascii_hexdigit());
    Some(if right { Ok(vec![Key::OpenPgp(hex)]) } else { Err("not a whole OpenPGP fingerprint of 40 or 64 digits") })
}

/// The keys in a file that an entry names.
fn read_file(files: &[(&str, &str)], path: &str) -> Result<Vec<Key>, &'static str> {
    let (_, text) = files.iter().find(|it| it.0 == path).ok_or("not a file that could be read")?;
    if text.len() > MAX_KEYS {
        return Err("in a file that is too large");
    }
    let mut keys: Vec<Key> = listed(path, text, &mut Vec::new()).into_iter().map(|it| Key::OpenPgp(it.fingerprint)).collect();
    if text.contains("-----BEGIN PGP ") {
        let why = if cfg!(feature = "openpgp") {
            "in a file without a whole OpenPGP key"
        } else {
            "an OpenPGP key, which this build does not read"
        };
        return if keys.is_empty() { Err(why) } else { Ok(keys) };
    }
    for line in text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('#')) {
        keys.push(Key::Ssh(ssh::read_line(line).map_err(|_| "in a file with a line that is not an SSH public key")?));
    }
    if keys.is_empty() { Err("in a file without any key") } else { Ok(keys) }
}

/// The OpenPGP keys in a text.
fn listed(name: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Listed> {
    let mut certificates = Certificates::default();
    certificates.add(name, text, problems);
    certificates.settle();
    certificates.listed()
}
