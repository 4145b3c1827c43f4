//! Whose a signing key was on a day: the seam to the module that reads keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Date, RepoPath};
use crate::config::{self, Person};
use crate::signature::{self, SignerVerdict};
use crate::source::{self, Signatory, Signed};

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
    },
    /// Nobody's who is listed.
    Nobody,
    /// Somebody's, but not at that moment, or not since it was revoked. Holds the name.
    NotThen(String),
}

/// Keys as the repository lists them: in `people.yml`, in `keys/allowed_signers`, and in the files below `keys/`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleKeys;

struct Listed {
    ring: signature::Ring,
    people: Vec<Person>,
}

impl Keyring for PeopleKeys {
    fn ring(&self, files: &AuthorityFiles) -> Box<dyn Ring> {
        let people = people(files);
        let keys: Vec<(&str, &str)> = files.0.iter().map(|(path, text)| (path.as_str(), &**text)).collect();
        let (ring, _) = signature::Ring::read(&keys, people.iter().map(Person::registrant));
        Box::new(Listed { ring, people })
    }
}

/// Keys that an auditor brought. They answer the same whatever the repository lists; of it only names and addresses count.
#[derive(Clone, Copy, Debug)]
pub struct BroughtKeys<'a>(pub &'a source::BroughtKeys);

impl Keyring for BroughtKeys<'_> {
    fn ring(&self, files: &AuthorityFiles) -> Box<dyn Ring> {
        let people = people(files);
        let texts: Vec<(&str, &str)> = self.0.texts().collect();
        let (ring, _) = signature::Ring::brought(&texts, people.iter().map(Person::registrant));
        Box::new(Listed { ring, people })
    }
}

fn people(files: &AuthorityFiles) -> Vec<Person> {
    let text = files.0.iter().find(|(path, _)| path.as_str() == config::PEOPLE).map_or("", |it| &**it.1);
    config::read_people(text).people
}

impl Ring for Listed {
    fn is_empty(&self) -> bool {
        self.ring.is_empty()
    }

    fn signer(&self, signed: &Signed, by: &Signatory) -> SignerFound {
        match self.ring.signer(signed, by) {
            SignerVerdict::Registered { people, .. } => match &people[..] {
                [name] => {
                    let person = self.people.iter().find(|it| it.name == *name);
                    let emails = person.map(|it| it.emails.clone()).unwrap_or_default();
                    // Which of several keys it was is not told.
                    let since = person.and_then(|it| if let [key] = it.keys.as_slice() { key.from } else { None });
                    SignerFound::Person { name: name.clone(), emails, since }
                }
                // One key for several people says nothing about who used it.
                _ => SignerFound::Nobody,
            },
            SignerVerdict::OutsideWindow { people, .. } | SignerVerdict::Revoked { people, .. } => {
                SignerFound::NotThen(people.join(", "))
            }
            SignerVerdict::NotAPerson { .. }
            | SignerVerdict::UnknownKey
            | SignerVerdict::OtherNamespace { .. }
            | SignerVerdict::NotGood => SignerFound::Nobody,
        }
    }
}
