//! Where every link of every document leads, and which documents lead to it.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::{Entry, EntryIdx, Former, Ids, ItemRef, RoleIdx, Roles, Target};
use crate::base::{ClauseRef, FrameworkId, PathError, RepoPath, SitePath, Spanned, nearest};
use crate::catalogue::{Catalogue, Lookup};
use crate::config::Config;
use crate::syntax::{Reference, ReferenceKind};

/// What a reference turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A document, or a section of it by anchor.
    Document {
        /// The document.
        entry: EntryIdx,
        /// An anchor that exists on its page.
        anchor: Option<String>,
    },
    /// A document that superseded the id that is named.
    Superseded {
        /// The successor.
        entry: EntryIdx,
    },
    /// An entry of a register.
    Item(ItemRef),
    /// A role.
    Role(RoleIdx),
    /// A clause of a framework.
    Clause(ClauseRef),
    /// A file that is not a document.
    Attachment(RepoPath),
    /// Another site, a mail address or a telephone number.
    External(String),
    /// The text of a value.
    Value(String),
    /// Nothing.
    Broken(Broken),
}

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No document, entry, role or clause has this name; with the nearest that exists.
    NoTarget(Option<String>),
    /// The document exists, the anchor does not; with the nearest anchor.
    NoAnchor(EntryIdx, Option<String>),
    /// Several things have this name.
    Ambiguous(Vec<String>),
    /// No file there; with the nearest path.
    NoFile(Option<String>),
    /// The path leads out of the repository.
    Leaves,
    /// A scheme that no link may have, such as `javascript:`.
    Scheme(String),
    /// No clause of this number; with the nearest and why.
    NoClause(Option<String>),
    /// No value of this name; with the nearest.
    NoValue(Option<String>),
}

/// A link seen from its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The document that holds the link.
    pub from: EntryIdx,
    /// Which of its references; `None` if only its front matter names the target.
    pub reference: Option<usize>,
}

/// All links of an edition.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// For each document, its references in order.
    pub by_entry: Vec<Vec<Resolved>>,
    /// For each document, the links that lead to it or its entries, ordered by where they come from.
    pub to_document: Vec<Vec<Backlink>>,
    /// Links that lead to a role.
    pub to_role: BTreeMap<RoleIdx, Vec<Backlink>>,
    /// Links that lead to a clause.
    pub to_clause: BTreeMap<ClauseRef, Vec<Backlink>>,
    /// Attachments that something leads to.
    pub attachments: BTreeMap<RepoPath, Vec<Backlink>>,
}

/// What references are resolved against.
pub(super) struct Targets<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) by_path: &'a BTreeMap<RepoPath, EntryIdx>,
    pub(super) attachments: &'a BTreeMap<RepoPath, SitePath>,
    pub(super) ids: &'a Ids,
    pub(super) roles: &'a Roles,
    pub(super) config: &'a Config,
    pub(super) catalogue: &'a Catalogue,
    /// How many more names a suggestion is looked for; each takes a walk over everything that has a name.
    pub(super) suggestions: Cell<usize>,
    /// What documents were known by before.
    pub(super) former: &'a Former,
}

/// Names a suggestion is looked for in one handbook: a thousand broken links are one mistake, not a thousand.
pub(super) const MAX_SUGGESTIONS: usize = 500;

impl Links {
    /// Resolves all references.
    pub(super) fn new(targets: &Targets<'_>) -> Self {
        let mut links = Self { to_document: vec![Vec::new(); targets.entries.len()], ..Self::default() };
        for (from, entry) in targets.entries.iter().enumerate() {
            let document = &entry.document;
            let resolved: Vec<Resolved> = document.parsed.references.iter().map(|it| targets.resolve(from, it)).collect();
            for (at, target) in resolved.iter().enumerate() {
                links.note(target, Backlink { from, reference: Some(at) }, targets);
            }
            let named = document.related.iter().chain(&document.supersedes).chain(&document.evidence_for);
            for name in named.filter_map(|it| targets.ids.document(&it.value)) {
                let known = links.to_document[name].iter().any(|it| it.from == from);
                if !known && name != from {
                    links.to_document[name].push(Backlink { from, reference: None });
                }
            }
            links.by_entry.push(resolved);
        }
        links
    }

    fn note(&mut self, target: &Resolved, backlink: Backlink, targets: &Targets<'_>) {
        match target {
            Resolved::Document { entry, .. } | Resolved::Superseded { entry } if *entry != backlink.from => {
                self.to_document[*entry].push(backlink);
            }
            Resolved::Item(item) if item.entry != backlink.from => self.to_document[item.entry].push(backlink),
            Resolved::Role(role) => {
                self.to_role.entry(*role).or_default().push(backlink);
                if let Some(document) = targets.roles.all[*role].document.filter(|&it| it != backlink.from) {
                    self.to_document[document].push(backlink);
                }
            }
            Resolved::Clause(clause) => self.to_clause.entry(clause.clone()).or_default().push(backlink),
            Resolved::Attachment(path) => self.attachments.entry(path.clone()).or_default().push(backlink),
            _ => {}
        }
    }
}

impl Targets<'_> {
    fn resolve(&self, from: EntryIdx, reference: &Reference) -> Resolved {
        match &reference.kind {
            ReferenceKind::Wiki { target, anchor, .. } => self.wiki(from, target, anchor.as_ref()),
            ReferenceKind::Link { url } => self.url(from, url),
            ReferenceKind::Image { url } => match self.url(from, url) {
                Resolved::Attachment(path) => Resolved::Attachment(path),
                Resolved::Broken(broken) => Resolved::Broken(broken),
                // A picture from elsewhere would be a request that leaves the site.
                Resolved::External(url) => Resolved::Broken(Broken::Scheme(url)),
                _ => Resolved::Broken(Broken::NoFile(None)),
            },
            ReferenceKind::Value { name } => match self.config.values.get(name) {
                Some(value) => Resolved::Value(value.text.clone()),
                None => {
                    let near = || nearest(name, self.config.values.keys().map(String::as_str));
                    Resolved::Broken(Broken::NoValue(self.may_suggest().then(near).flatten().map(str::to_owned)))
                }
            },
        }
    }

    /// `[[target]]`: an id, else a role, else a clause, else a title or file name.
    fn wiki(&self, from: EntryIdx, target: &Spanned<String>, anchor: Option<&Spanned<String>>) -> Resolved {
        let name = target.value.trim();
        let anchor = anchor.map(|it| it.value.as_str());
        if name.is_empty() {
            return self.document(from, anchor);
        }
        let found = self.ids.find(name);
        if found.len() > 1 {
            return Resolved::Broken(Broken::Ambiguous(found.iter().map(|it| self.describe(*it)).collect()));
        }
        match found.first() {
            Some(Target::Document(entry)) => {
                // A role document without an anchor stands for the role.
                let role =
                    self.roles.find(name).filter(|_| anchor.is_none() && self.entries[*entry].document.kind.value == "role");
                return role.map_or_else(|| self.document(*entry, anchor), Resolved::Role);
            }
            Some(Target::Item(item)) => return Resolved::Item(*item),
            None => {}
        }
        if let Some(role) = self.roles.find(name) {
            return Resolved::Role(role);
        }
        if let Some(entry) = self.ids.successor(name) {
            return Resolved::Superseded { entry };
        }
        if let Some(clause) = self.clause(name) {
            return clause;
        }
        match self.ids.named(name) {
            [entry] => self.document(*entry, anchor),
            [] => Resolved::Broken(Broken::NoTarget(self.near(name))),
            several => {
                Resolved::Broken(Broken::Ambiguous(several.iter().map(|&it| self.describe(Target::Document(it))).collect()))
            }
        }
    }

    fn describe(&self, target: Target) -> String {
        let (entry, id) = match target {
            Target::Document(entry) => (entry, &self.entries[entry].document.id.value),
            Target::Item(at) => match at.item.and_then(|item| self.entries[at.entry].document.entries.get(item)) {
                Some(item) => (at.entry, &item.id.value),
                None => (at.entry, &self.entries[at.entry].document.id.value),
            },
        };
        format!("`{id}` in {}", self.entries[entry].path)
    }

    fn may_suggest(&self) -> bool {
        let left = self.suggestions.get();
        self.suggestions.set(left.saturating_sub(1));
        left > 0
    }

    fn near(&self, name: &str) -> Option<String> {
        if let Some(now) = self.former.id(name) {
            return Some(self.entries[now].document.id.value.to_string());
        }
        let near = self.may_suggest().then(|| nearest(name, self.ids.keys().chain(self.roles.names()))).flatten()?;
        let as_written = self.ids.find(near).first().map(|it| match it {
            Target::Document(entry) => self.entries[*entry].document.id.value.to_string(),
            Target::Item(at) => {
                at.item.map_or(near.to_owned(), |item| self.entries[at.entry].document.entries[item].id.value.to_string())
            }
        });
        Some(as_written.unwrap_or_else(|| near.to_owned()))
    }

    /// A clause, if the text has the form of one: `8.6.1` or `framework:number`.
    fn clause(&self, name: &str) -> Option<Resolved> {
        let (framework, number) = match name.split_once(':') {
            Some((framework, number)) => (FrameworkId::new(framework.trim()), number.trim()),
            None => (self.config.settings.frameworks[0].value.clone(), name),
        };
        let known = self.catalogue.framework(&framework)?;
        let numbered =
            name.contains(':') || number.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        if let Some((_, clause)) = known.clause(number) {
            return Some(Resolved::Clause(ClauseRef { framework, clause: clause.number.clone() }));
        }
        let near = match (numbered && self.may_suggest()).then(|| known.look_up(number)) {
            Some(Lookup::Unknown(near)) => near,
            _ => None,
        };
        let near = near.map(|(clause, why)| format!("`{}` {} ({why})", clause.number, clause.title));
        numbered.then_some(Resolved::Broken(Broken::NoClause(near)))
    }

    fn document(&self, entry: EntryIdx, anchor: Option<&str>) -> Resolved {
        let Some(anchor) = anchor.filter(|it| !it.is_empty()) else { return Resolved::Document { entry, anchor: None } };
        let document = &self.entries[entry].document;
        let outline = &document.parsed.outline;
        let by_anchor = outline
            .iter()
            .find(|it| it.anchor == anchor)
            .or_else(|| outline.iter().find(|it| it.anchor.eq_ignore_ascii_case(anchor)));
        let found = by_anchor.or_else(|| outline.iter().find(|it| it.title.eq_ignore_ascii_case(anchor)));
        if let Some(section) = found {
            return Resolved::Document { entry, anchor: Some(section.anchor.clone()) };
        }
        if let Some(item) = document.entries.iter().position(|it| it.id.value.as_str().eq_ignore_ascii_case(anchor)) {
            return Resolved::Item(ItemRef { entry, item: Some(item) });
        }
        let near = || nearest(anchor, outline.iter().map(|it| it.anchor.as_str()));
        Resolved::Broken(Broken::NoAnchor(entry, self.may_suggest().then(near).flatten().map(str::to_owned)))
    }

    /// An ordinary Markdown link.
    fn url(&self, from: EntryIdx, url: &str) -> Resolved {
        let url = url.trim();
        if let Some(anchor) = url.strip_prefix('#') {
            return self.document(from, Some(&percent_decoded(anchor)));
        }
        if let Some(scheme) = scheme_of(url) {
            let safe = matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel");
            return if safe { Resolved::External(url.to_owned()) } else { Resolved::Broken(Broken::Scheme(scheme)) };
        }
        if url.starts_with("//") {
            return Resolved::Broken(Broken::Scheme(String::from("//")));
        }
        let (path, anchor) = match url.split_once('#') {
            Some((path, anchor)) => (path, Some(percent_decoded(anchor))),
            None => (url, None),
        };
        let path = percent_decoded(path.split('?').next().unwrap_or_default());
        let here = &self.entries[from].path;
        let resolved = match path.strip_prefix('/') {
            Some(from_root) => RepoPath::new(from_root),
            None => here.join(&path),
        };
        match resolved {
            Ok(target) => self.file(&target, path.ends_with('/'), anchor.as_deref()),
            Err(PathError::Leaves | PathError::Absolute) => Resolved::Broken(Broken::Leaves),
            Err(PathError::Malformed) => Resolved::Broken(Broken::NoFile(None)),
        }
    }

    fn file(&self, target: &RepoPath, folder: bool, anchor: Option<&str>) -> Resolved {
        if let Some(&entry) = self.by_path.get(target) {
            return self.document(entry, anchor);
        }
        if self.attachments.contains_key(target) {
            return Resolved::Attachment(target.clone());
        }
        // What renderers of plain repositories accept: no extension, or a folder's start page.
        let candidates = [format!("{target}.md"), format!("{target}/index.md"), format!("{target}/README.md")];
        for candidate in candidates.iter().skip(usize::from(folder)) {
            if let Some(&entry) = RepoPath::new(candidate).ok().and_then(|path| self.by_path.get(&path)) {
                return self.document(entry, anchor);
            }
        }
        if !self.may_suggest() {
            return Resolved::Broken(Broken::NoFile(None));
        }
        let near = nearest(target.file_name(), self.by_path.keys().chain(self.attachments.keys()).map(RepoPath::file_name));
        let near = near.and_then(|name| self.by_path.keys().chain(self.attachments.keys()).find(|it| it.file_name() == name));
        Resolved::Broken(Broken::NoFile(near.map(ToString::to_string)))
    }
}

/// The scheme of a URL in lower case. Control characters and blanks, which browsers drop, do not hide it.
fn scheme_of(url: &str) -> Option<String> {
    if !url.contains(':') {
        return None;
    }
    let seen: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = seen.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_lowercase())
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            bytes.get(at + 1..at + 3).and_then(|it| std::str::from_utf8(it).ok()).and_then(|it| u8::from_str_radix(it, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
