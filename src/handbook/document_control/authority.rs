//! Who held which role, and whose which key was, as `people.yml` and `keys/` stood before a landing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::ground::Ground;
use super::{Actor, AuthorityFiles, Keyring, Ring};
use crate::base::{BlobId, Date, DocId, RepoPath};
use crate::config::{self, People, Person};
use crate::source::{CommitIdx, Signatory};

/// People and keys as they stood.
pub(super) struct Authority {
    pub(super) people: People,
    pub(super) ring: Box<dyn Ring>,
    /// Whether there was a `people.yml` at all.
    pub(super) any: bool,
}

/// Knows people and keys at every landing.
pub(super) struct Authorities<'a> {
    ground: &'a Ground<'a>,
    keys: &'a dyn Keyring,
    paths: Vec<&'a RepoPath>,
    /// Titles of roles that documents describe, by the key of their id.
    titles: BTreeMap<String, String>,
    known: RefCell<BTreeMap<Vec<&'a BlobId>, Rc<Authority>>>,
}

impl<'a> Authorities<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, keys: &'a dyn Keyring, titles: BTreeMap<String, String>) -> Self {
        let paths = ground.paths().filter(|it| config::gives_authority(it)).collect();
        Self { ground, keys, paths, titles, known: RefCell::default() }
    }

    /// What held before a landing. `None` if that is not known: the landing is not, or history is cut off below it.
    ///
    /// The commit that brings the first `people.yml` is the one place where it speaks for itself: before it nobody could.
    pub(super) fn before(&self, landing: CommitIdx) -> Option<Rc<Authority>> {
        let before = self.ground.commit(landing).before.filter(|&it| it > landing);
        if before.is_none() && (self.ground.cut || self.ground.is_boundary(landing)) {
            return None;
        }
        let earlier = before.map(|it| self.at(it)).filter(|it| it.any);
        Some(earlier.unwrap_or_else(|| self.at(landing)))
    }

    /// What holds in the latest state of the branch.
    pub(super) fn now(&self) -> Option<Rc<Authority>> {
        let latest = self.ground.past.commits.iter().position(|it| it.on_mainline)?;
        Some(self.at(latest))
    }

    /// What held in the state that a commit of the first-parent line left.
    fn at(&self, commit: CommitIdx) -> Rc<Authority> {
        let blobs = self.paths.iter().map(|path| (*path, self.ground.on_mainline_at(path, commit)));
        let blobs: Vec<(&RepoPath, &BlobId)> = blobs.filter_map(|(path, blob)| Some((path, blob?))).collect();
        let key: Vec<&BlobId> = blobs.iter().map(|it| it.1).collect();
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let texts = &self.ground.past.authority_texts;
        let files = blobs.into_iter().filter_map(|(path, blob)| Some((path.clone(), texts.get(blob)?.clone())));
        let files = AuthorityFiles(files.collect());
        let text = files.0.iter().find(|(path, _)| path.as_str() == config::PEOPLE).map(|it| &**it.1);
        let authority = Rc::new(Authority {
            people: text.map(config::read_people).unwrap_or_default(),
            ring: self.keys.ring(&files),
            any: text.is_some(),
        });
        self.known.borrow_mut().insert(key, Rc::clone(&authority));
        authority
    }

    /// The title of a role.
    pub(super) fn title(&self, people: &People, role: &str) -> String {
        let names = role_names(people, role);
        let listed =
            people.roles.values().find(|it| names.contains(&DocId::new(it.key.clone()).key())).map(|it| it.title.clone());
        let described = || names.iter().find_map(|it| self.titles.get(it).cloned());
        listed.or_else(described).unwrap_or_else(|| role.to_owned())
    }

    /// Titles of the roles a person held on a day.
    pub(super) fn held(&self, people: &People, person: &Person, day: Date) -> Vec<String> {
        let mut titles: Vec<String> =
            person.holds.iter().filter(|it| it.covers(day)).map(|it| self.title(people, &it.role.value)).collect();
        titles.dedup();
        titles
    }
}

/// The keys under which a role may be named: its own and the id of its document.
fn role_names(people: &People, role: &str) -> Vec<String> {
    let key = |text: &str| DocId::new(text).key();
    let mut names = vec![key(role)];
    for it in people.roles.values() {
        let own = key(&it.key);
        let document = it.document.as_ref().map(|it| key(&it.value));
        if names.contains(&own) || document.as_ref().is_some_and(|it| names.contains(it)) {
            names.extend([own].into_iter().chain(document));
        }
    }
    names
}

/// Whether a person held a role on a day, as holder or deputy. Where no role is defined at all, roles are plain names of people.
pub(super) fn holds(people: &People, person: &Person, role: &str, day: Date) -> bool {
    if people.roles.is_empty() && person.name.trim() == role.trim() {
        return true;
    }
    let names = role_names(people, role);
    person.holds.iter().any(|it| it.covers(day) && names.contains(&DocId::new(it.role.value.clone()).key()))
}

/// Whether an address is one of a person's.
pub(super) fn has_address(person: &Person, email: &str) -> bool {
    let email = email.trim();
    !email.is_empty() && person.emails.iter().any(|it| it.trim().eq_ignore_ascii_case(email))
}

/// The person meant by `Name <address>`: by address; by name only where no address is given and one person has it.
pub(super) fn person<'p>(people: &'p People, name: &str, email: &str) -> Option<&'p Person> {
    if !email.trim().is_empty() {
        return people.people.iter().find(|it| has_address(it, email));
    }
    let mut named = people.people.iter().filter(|it| it.name.trim() == name.trim());
    named.next().filter(|_| named.next().is_none())
}

/// `Name <address>` of a trailer, in two.
pub(super) fn name_and_address(value: &str) -> (String, String) {
    match value.split_once('<') {
        Some((name, rest)) => (name.trim().to_owned(), rest.split('>').next().unwrap_or_default().trim().to_owned()),
        None if value.contains('@') && !value.trim().contains(' ') => (value.trim().to_owned(), value.trim().to_owned()),
        None => (value.trim().to_owned(), String::new()),
    }
}

/// A person as an event names them.
pub(super) fn actor(person: Option<&Person>, name: &str, email: &str) -> Actor {
    Actor { name: person.map_or(name, |it| it.name.as_str()).to_owned(), email: email.to_owned(), known: person.is_some() }
}

/// The person under whose address a commit was made.
pub(super) fn author<'p>(people: &'p People, by: &Signatory) -> Option<&'p Person> {
    people.people.iter().find(|it| has_address(it, &by.email))
}
