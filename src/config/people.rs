//! `people.yml`: roles, and who holds them from when to when.

use std::collections::BTreeMap;

use crate::base::{Date, Span, Spanned};
use crate::signature::{Registrant, Registration};
use crate::yaml::{Fields, Node, Reader};

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its key, as front matter and links name it.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Id of the document that describes it.
    pub document: Option<Spanned<String>>,
    /// One sentence.
    pub summary: Option<String>,
    /// The role above.
    pub reports_to: Option<Spanned<String>>,
    /// What the holder may do.
    pub authorities: Vec<Authority>,
    /// Held by a team: nobody is named, and nobody missing.
    pub collective: bool,
    /// Where it is defined.
    pub span: Span,
}

/// Something a role may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// What.
    pub may: String,
    /// Within which limit.
    pub limit: Option<String>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Addresses, as commits carry them.
    pub emails: Vec<String>,
    /// Public signing keys, and when they are the person's.
    pub keys: Vec<Registration>,
    /// Roles held.
    pub holds: Vec<Holding>,
    /// Where the person is defined.
    pub span: Span,
}

/// That a person holds a role for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The role's key or the id of its document.
    pub role: Spanned<String>,
    /// First day; from the beginning without one.
    pub from: Option<Date>,
    /// Last day; until further notice without one.
    pub to: Option<Date>,
    /// As what.
    pub part: Part,
}

/// As what a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// In charge.
    Holder,
    /// Standing in.
    Deputy,
}

impl Person {
    /// The person as far as signatures go.
    pub fn registrant(&self) -> Registrant<'_> {
        Registrant { name: &self.name, emails: &self.emails, keys: &self.keys }
    }
}

impl Holding {
    /// Whether the role is held on a day.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Roles by key.
    pub roles: BTreeMap<String, Role>,
    /// People in the order of the file.
    pub people: Vec<Person>,
}

/// Reads the file.
pub(super) fn read(reader: &Reader, fields: Fields<'_>) -> People {
    let mut roles = BTreeMap::new();
    if let Some(node) = fields.get("roles") {
        for entry in reader.fields(node, "roles").all() {
            let role = read_role(reader, &entry.key.value, entry.key.span, &entry.value);
            roles.insert(entry.key.value.clone(), role);
        }
    }
    let people = fields.items("people").into_iter().filter_map(|node| read_person(reader, node)).collect();
    fields.finish();
    People { roles, people }
}

fn read_role(reader: &Reader, key: &str, span: Span, node: &Node) -> Role {
    let plain = |title: String| Role {
        key: key.to_owned(),
        title,
        document: None,
        summary: None,
        reports_to: None,
        authorities: Vec::new(),
        collective: false,
        span,
    };
    if let Some(title) = node.as_text() {
        return plain(title.to_owned());
    }
    let fields = reader.fields(node, key);
    let title = fields.required_text("title").map_or_else(|| key.to_owned(), |it| it.value);
    let role = Role {
        document: fields.text("document"),
        summary: fields.text("summary").map(|it| it.value),
        reports_to: fields.text("reports_to"),
        authorities: fields.items("authorities").into_iter().filter_map(|node| read_authority(reader, node)).collect(),
        collective: fields.flag("collective").unwrap_or(false),
        ..plain(title)
    };
    fields.finish();
    role
}

/// Reads `{may, limit}`, or a text alone.
pub(crate) fn read_authority(reader: &Reader, node: &Node) -> Option<Authority> {
    if let Some(may) = node.as_text() {
        return Some(Authority { may: may.to_owned(), limit: None });
    }
    let fields = reader.fields(node, "authorities");
    let authority = Authority { may: fields.required_text("may")?.value, limit: fields.text("limit").map(|it| it.value) };
    fields.finish();
    Some(authority)
}

fn read_person(reader: &Reader, node: &Node) -> Option<Person> {
    let fields = reader.fields(node, "people");
    let name = fields.required_text("name")?;
    let mut emails: Vec<String> = fields.texts("email").into_iter().map(|it| it.value).collect();
    emails.extend(fields.texts("emails").into_iter().map(|it| it.value));
    let keys = fields.items("keys").into_iter().filter_map(|node| read_key(reader, node)).collect();
    let holds = fields.items("roles").into_iter().filter_map(|node| read_holding(reader, node)).collect();
    fields.finish();
    Some(Person { name: name.value, emails, keys, holds, span: name.span })
}

/// Reads `{key, from, to, revoked}`, or a key alone.
fn read_key(reader: &Reader, node: &Node) -> Option<Registration> {
    if node.as_text().is_some() {
        return Some(Registration { key: reader.text(node, "keys")?, from: None, to: None, revoked: None });
    }
    let fields = reader.fields(node, "keys");
    let registration = Registration {
        key: fields.required_text("key")?,
        from: fields.date("from").map(|it| it.value),
        to: fields.date("to").map(|it| it.value),
        revoked: fields.date("revoked").map(|it| it.value),
    };
    fields.finish();
    Some(registration)
}

fn read_holding(reader: &Reader, node: &Node) -> Option<Holding> {
    if node.as_text().is_some() {
        return Some(Holding { role: reader.text(node, "roles")?, from: None, to: None, part: Part::Holder });
    }
    let fields = reader.fields(node, "roles");
    let holding = Holding {
        role: fields.required_text("role")?,
        from: fields.date("from").map(|it| it.value),
        to: fields.date("to").map(|it| it.value),
        part: match fields.one_of("part", &["holder", "deputy"]) {
            Some(part) if part.value == "deputy" => Part::Deputy,
            _ => Part::Holder,
        },
    };
    fields.finish();
    Some(holding)
}
