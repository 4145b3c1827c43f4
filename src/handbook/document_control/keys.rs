//! Whose a signing key was on a day: the seam to the module that reads keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Date, RepoPath};
use crate::config::{self, Person};
use crate::source::{Signatory, Signed};

/// `people.yml` and the files below `keys/`, as they stood at some commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityFiles(pub BTreeMap<RepoPath, Arc<str>>);

/// Makes rings of keys.
pub trait Keyring {
    /// The keys that hold under these files. A list of keys that an auditor brought answers the same for all.
    fn ring(&self, files: &AuthorityFiles) -> Box<dyn Ring>;
}

/// The keys that hold at some commit.
pub trait Ring {
    /// Whether it holds no key at all.
    fn is_empty(&self) -> bool;

    /// Whose the key of a signature was at the signatory's time.
    fn signer(&self, signed: &Signed, by: &Signatory) -> SignerFound;
}

/// Whose a key was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerFound {
    /// A person's.
    Person {
        /// Name as the list has it.
        name: String,
        /// Addresses as the list has them.
        emails: Vec<String>,
        /// First day of the key, if told.
        since: Option<Date>,
        /// Last day of the key, if told.
        until: Option<Date>,
    },
    /// Nobody's who is listed.
    Nobody,
    /// Somebody's, but not that day. Holds the name, and the first and last day of the key as far as they are told.
    NotThen(String, Option<Date>, Option<Date>),
}

/// Keys listed in `people.yml` by their fingerprints: `SHA256:…` for SSH, hexadecimal for OpenPGP.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleKeys;

struct Fingerprints(Vec<(String, Person)>);

impl Keyring for PeopleKeys {
    fn ring(&self, files: &AuthorityFiles) -> Box<dyn Ring> {
        let text = files.0.iter().find(|(path, _)| path.as_str() == config::PEOPLE).map_or("", |it| &**it.1);
        let people = config::read_people(text).people;
        let keys = people.iter().flat_map(|it| it.keys.iter().map(move |key| (plain(&key.value), it.clone())));
        Box::new(Fingerprints(keys.collect()))
    }
}

impl Ring for Fingerprints {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn signer(&self, signed: &Signed, _: &Signatory) -> SignerFound {
        let used: Vec<String> = [&signed.key, &signed.primary].into_iter().flatten().map(|it| plain(it)).collect();
        match self.0.iter().find(|it| used.contains(&it.0)) {
            Some((_, person)) => {
                SignerFound::Person { name: person.name.clone(), emails: person.emails.clone(), since: None, until: None }
            }
            None => SignerFound::Nobody,
        }
    }
}

/// A fingerprint without the blanks and the case that do not matter: SSH's is base64, where case matters.
fn plain(key: &str) -> String {
    let key = key.trim();
    if key.starts_with("SHA256:") { key.to_owned() } else { key.replace(' ', "").to_uppercase() }
}
