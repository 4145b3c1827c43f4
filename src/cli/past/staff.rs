//! The people of the example: roles they hold, and keys they sign with.
//!
//! The keys are made from their owners' addresses by a rule that everybody can read here. They protect nothing: they let one
//! try the checks of signatures, and give the same commit ids everywhere.

use sha2::{Digest as _, Sha256};

use crate::base::Date;
use crate::signature::ExampleKey;

/// What stands in `people.yml` and is needed here.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Name.
    pub(super) name: String,
    /// Address.
    pub(super) email: String,
    holds: Vec<Holding>,
}

#[derive(Clone, Debug)]
struct Holding {
    role: String,
    from: Option<Date>,
    to: Option<Date>,
    deputy: bool,
}

/// A key that was replaced: whose, and the first day of the next one.
pub(super) struct Renewal {
    /// Name of the person.
    pub(super) name: &'static str,
    /// First day of the new key, which is the last day of the old one.
    pub(super) on: Date,
}

/// All of them.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    people: Vec<Person>,
}

impl Staff {
    /// Reads the people of the example's `people.yml`.
    pub(super) fn read(text: &str) -> Self {
        let mut people: Vec<Person> = Vec::new();
        for line in text.lines().skip_while(|it| *it != "people:") {
            let line = line.trim();
            if let Some(name) = line.strip_prefix("- name: ") {
                people.push(Person { name: name.to_owned(), email: String::new(), holds: Vec::new() });
            } else if let Some(person) = people.last_mut() {
                if let Some(email) = line.strip_prefix("email: ") {
                    email.clone_into(&mut person.email);
                }
                person.holds.extend(line.split_once("{role: ").and_then(|(_, rest)| holding(rest)));
            }
        }
        Self { people }
    }

    /// Somebody by name.
    pub(super) fn named(&self, name: &str) -> Result<&Person, String> {
        self.people.iter().find(|it| it.name == name).ok_or_else(|| format!("nobody is called `{name}`"))
    }

    /// Who holds a role on a day, not as a deputy.
    pub(super) fn holder(&self, role: &str, day: Date) -> Result<&Person, String> {
        let holds = |it: &Holding| {
            it.role == role && !it.deputy && it.from.is_none_or(|from| from <= day) && it.to.is_none_or(|to| day <= to)
        };
        // Before the first holder that is known, the first one stands for whoever it was.
        let first = || self.people.iter().find(|it| it.holds.iter().any(|held| held.role == role && !held.deputy));
        let found = self.people.iter().find(|it| it.holds.iter().any(holds)).or_else(first);
        found.ok_or_else(|| format!("nobody holds the role `{role}`"))
    }

    /// The file of keys by which `git verify-commit` knows them, as it stood on a day.
    pub(super) fn allowed_signers(&self, begun: Date, renewals: &[Renewal], day: Date) -> String {
        let mut out = String::from(
            "# Who signs with which key, and on which days. The keys are made for this example and protect nothing.\n\
             # git config gpg.ssh.allowedSignersFile keys/allowed_signers\n",
        );
        for person in &self.people {
            let renewal = renewals.iter().find(|it| it.name == person.name && it.on <= day);
            let window = match renewal {
                Some(it) => format!("valid-after=\"{}\",valid-before=\"{}\"", compact(begun), compact(it.on)),
                None => format!("valid-after=\"{}\"", compact(begun)),
            };
            out.push_str(&format!("{} namespaces=\"git\",{window} {}\n", person.email, person.public_key(0)));
            if let Some(it) = renewal {
                let window = format!("valid-after=\"{}\"", compact(it.on));
                out.push_str(&format!("{} namespaces=\"git\",{window} {}\n", person.email, person.public_key(1)));
            }
        }
        out
    }

    /// `people.yml` with everybody's key of a day.
    pub(super) fn with_keys(&self, people: &str, renewals: &[Renewal], day: Date) -> String {
        let mut out = String::new();
        for line in people.split_inclusive('\n') {
            out.push_str(line);
            let email = line.trim().strip_prefix("email: ");
            if let Some(person) = email.and_then(|email| self.people.iter().find(|it| it.email == email)) {
                out.push_str(&format!("    keys: [\"{}\"]\n", person.public_key(person.key_number(renewals, day))));
            }
        }
        out
    }
}

impl Person {
    /// The key the person signs with on a day.
    pub(super) fn key(&self, renewals: &[Renewal], day: Date) -> ExampleKey {
        self.numbered_key(self.key_number(renewals, day))
    }

    fn key_number(&self, renewals: &[Renewal], day: Date) -> usize {
        renewals.iter().filter(|it| it.name == self.name && it.on <= day).count()
    }

    fn numbered_key(&self, number: usize) -> ExampleKey {
        let seed = Sha256::digest(format!("clausebook example, not a secret: {} {number}", self.email)).into();
        ExampleKey::from_seed(&seed, "made for the example")
    }

    fn public_key(&self, number: usize) -> String {
        self.numbered_key(number).public_line()
    }
}

fn compact(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// `sms-manager, from: 2023-09-01, part: deputy}…`
fn holding(text: &str) -> Option<Holding> {
    let mut parts = text.split('}').next()?.split(", ");
    let mut holding = Holding { role: parts.next()?.to_owned(), from: None, to: None, deputy: false };
    for part in parts {
        match part.split_once(": ")? {
            ("from", day) => holding.from = Date::parse(day).ok(),
            ("to", day) => holding.to = Date::parse(day).ok(),
            ("part", "deputy") => holding.deputy = true,
            _ => return None,
        }
    }
    Some(holding)
}
