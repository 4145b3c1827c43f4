//! Order of documents: groups, neighbours.

use super::{Entry, EntryIdx};
use crate::base::{Addresses, ClauseId, SitePath, address_of, number_key};
use crate::config::{Config, Group};

/// A group of the navigation.
#[derive(Clone, Debug)]
pub struct NavGroup {
    /// Its id as a part of addresses, which no other group has.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its documents in order.
    pub entries: Vec<EntryIdx>,
}

/// The navigation.
#[derive(Clone, Debug, Default)]
pub struct Nav {
    /// Groups that have documents.
    pub groups: Vec<NavGroup>,
    /// All documents in the order of the groups.
    pub order: Vec<EntryIdx>,
    /// Where each document stands in the order.
    place: Vec<usize>,
}

impl Nav {
    /// Puts each document in one group and sets `Entry::group`. Without configured groups each type is one.
    pub(super) fn new(entries: &mut [Entry], config: &Config) -> Self {
        let language = &config.settings.language;
        let configured = &config.settings.groups;
        let mut groups: Vec<NavGroup> = configured.iter().map(|it| new_group(&it.id, &it.title)).collect();
        for (idx, entry) in entries.iter().enumerate() {
            let own = entry.document.group.as_ref().map(|it| it.value.as_str());
            let place = own
                .and_then(|id| configured.iter().position(|group| group.id == id))
                .or_else(|| place_of(entry, configured))
                .unwrap_or_else(|| {
                    let kind = config.types.documents.get(&entry.document.kind.value);
                    let (id, title) = match kind {
                        Some(kind) => (kind.name.as_str(), kind.plural.get(language)),
                        None => ("other", "Documents"),
                    };
                    let id = format!("type-{id}");
                    groups.iter().position(|group| group.id == id).unwrap_or_else(|| {
                        groups.push(new_group(&id, title));
                        groups.len() - 1
                    })
                });
            groups[place].entries.push(idx);
        }
        let types = &config.types.document_order;
        let rank = |group: &NavGroup| {
            group.id.strip_prefix("type-").map(|id| types.iter().position(|name| name == id).unwrap_or(types.len()))
        };
        groups.sort_by_key(rank);
        groups.retain(|group| !group.entries.is_empty());
        let mut addresses = Addresses::default();
        for group in &mut groups {
            let name = address_of(&group.id);
            let free = addresses.take(|n| SitePath::new(&if n == 1 { name.clone() } else { format!("{name}--{n}") }));
            free.as_str().clone_into(&mut group.id);
        }
        for (at, group) in groups.iter_mut().enumerate() {
            group.entries.sort_by_cached_key(|&idx| sort_key(&entries[idx], config));
            for &idx in &group.entries {
                entries[idx].group = at;
            }
        }
        let order: Vec<EntryIdx> = groups.iter().flat_map(|group| group.entries.iter().copied()).collect();
        let mut place = vec![0; entries.len()];
        for (at, &idx) in order.iter().enumerate() {
            place[idx] = at;
        }
        Self { groups, order, place }
    }

    /// The documents before and after one.
    pub fn neighbours(&self, idx: EntryIdx) -> (Option<EntryIdx>, Option<EntryIdx>) {
        let Some(&at) = self.place.get(idx) else { return (None, None) };
        let before = at.checked_sub(1).and_then(|at| self.order.get(at).copied());
        (before, self.order.get(at + 1).copied())
    }

    /// Where a document stands within its group.
    pub fn place_in_group(&self, idx: EntryIdx, group: &NavGroup) -> Option<usize> {
        let first = group.entries.first()?;
        self.place.get(idx)?.checked_sub(*self.place.get(*first)?)
    }
}

fn new_group(id: &str, title: &str) -> NavGroup {
    NavGroup { id: id.to_owned(), title: title.to_owned(), entries: Vec::new() }
}

/// The first group that claims a document: by id, path, first clause, type.
fn place_of(entry: &Entry, groups: &[Group]) -> Option<usize> {
    let document = &entry.document;
    let by_id =
        groups.iter().position(|it| it.documents.iter().any(|id| id.value.eq_ignore_ascii_case(document.id.value.as_str())));
    let by_path = || groups.iter().position(|it| it.paths.matches(&entry.path));
    let by_clause = || {
        let clause = &document.clauses.first()?.clause.clause;
        let fits = |above: &ClauseId| clause == above || clause.is_below(above);
        let longest = |group: &Group| group.clauses.iter().filter(|it| fits(&it.value)).map(|it| it.value.as_str().len()).max();
        let found = groups.iter().enumerate().filter_map(|(at, group)| Some((longest(group)?, std::cmp::Reverse(at))));
        found.max().map(|(_, std::cmp::Reverse(at))| at)
    };
    let by_type = || groups.iter().position(|it| it.types.contains(&document.kind.value));
    by_id.or_else(by_path).or_else(by_clause).or_else(by_type)
}

type SortKey = (usize, Vec<(u8, u64, String)>, String);

fn sort_key(entry: &Entry, config: &Config) -> SortKey {
    let types = &config.types.document_order;
    let rank = types.iter().position(|name| *name == entry.document.kind.value).unwrap_or(types.len());
    (rank, number_key(entry.document.id.value.as_str()), entry.path.to_string())
}
