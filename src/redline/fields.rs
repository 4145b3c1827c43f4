//! Front matter by field: what an author would say he changed.
//!
//! Lists are compared by item, in whatever order they stand; items with an id by that id. A single value is a list of one.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use super::side::Side;
use crate::yaml::{Entry, Node, NodeKind};

/// What happened to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Where it stands: `version`, `raci.Classify.R`, `risks[RSK-003].likelihood`.
    pub path: String,
    /// `Added`, `Removed` or `Changed`.
    pub change: Change,
    /// The value before, in one line; empty if there was none or the items tell.
    pub old: String,
    /// The value afterwards, in one line.
    pub new: String,
    /// For lists: what came and went, in the order of the texts.
    pub items: Vec<FieldItem>,
}

/// An item of a list that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldItem {
    /// `Added` or `Removed`.
    pub change: Change,
    /// The item in one line.
    pub text: String,
}

/// Keys by which items of a list are known, the best first.
const NAMES: [&str; 6] = ["id", "version", "clause", "rule", "role", "name"];

/// Compares the front matter of two texts.
pub(super) fn compare(old: &Side<'_>, new: &Side<'_>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    match (&old.parsed.front, &new.parsed.front) {
        (Some(a), Some(b)) => nodes("", a, b, &mut changes),
        (a, b) => {
            let source = |side: &Side<'_>| folded(side.parsed.front_span.text(side.text).trim().trim_matches('-'));
            match (a, b) {
                (None, Some(node)) if !old.parsed.has_front => fields("", &[], entries(node), &mut changes),
                (Some(node), None) if !new.parsed.has_front => fields("", entries(node), &[], &mut changes),
                _ if source(old) != source(new) => changes.push(changed("", source(old), source(new))),
                _ => {}
            }
        }
    }
    changes
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entries(node: &Node) -> &[Entry] {
    if let NodeKind::Map(entries) = &node.kind { entries } else { &[] }
}

fn changed(path: &str, old: String, new: String) -> FieldChange {
    let change = match (old.is_empty(), new.is_empty()) {
        (true, false) => Change::Added,
        (false, true) => Change::Removed,
        _ => Change::Changed,
    };
    FieldChange { path: path.to_owned(), change, old, new, items: Vec::new() }
}

fn nodes(path: &str, old: &Node, new: &Node, changes: &mut Vec<FieldChange>) {
    match (&old.kind, &new.kind) {
        (NodeKind::Map(a), NodeKind::Map(b)) => fields(path, a, b, changes),
        (NodeKind::List(_), _) | (_, NodeKind::List(_)) => lists(path, items(old), items(new), changes),
        _ => {
            let (a, b) = (written(old), written(new));
            if a != b {
                changes.push(changed(path, a, b));
            }
        }
    }
}

/// The items of a list; a single value is one.
fn items(node: &Node) -> &[Node] {
    match &node.kind {
        NodeKind::List(items) => items,
        NodeKind::Null => &[],
        NodeKind::Text(_) | NodeKind::Map(_) => std::slice::from_ref(node),
    }
}

/// Fields in the order of the new text, what went after what stood before it.
fn fields(path: &str, old: &[Entry], new: &[Entry], changes: &mut Vec<FieldChange>) {
    let find = |entries: &'_ [Entry], key: &str| entries.iter().position(|it| it.key.value == key);
    let name = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let mut after: BTreeMap<Option<usize>, Vec<&Entry>> = BTreeMap::new();
    let mut last = None;
    for entry in old {
        match find(new, &entry.key.value) {
            Some(at) => last = Some(at),
            None => after.entry(last).or_default().push(entry),
        }
    }
    let gone = |at: Option<usize>, changes: &mut Vec<FieldChange>| {
        for entry in after.get(&at).into_iter().flatten() {
            let value = written(&entry.value);
            if !value.is_empty() {
                changes.push(changed(&name(&entry.key.value), value, String::new()));
            }
        }
    };
    gone(None, changes);
    for (at, entry) in new.iter().enumerate() {
        let path = name(&entry.key.value);
        match find(old, &entry.key.value) {
            Some(before) => nodes(&path, &old[before].value, &entry.value, changes),
            None if written(&entry.value).is_empty() => {}
            None => changes.push(changed(&path, String::new(), written(&entry.value))),
        }
        gone(Some(at), changes);
    }
}

/// Lists by item: those with a name by their name, the others by what they say.
fn lists(path: &str, old: &[Node], new: &[Node], changes: &mut Vec<FieldChange>) {
    let key = NAMES.into_iter().find(|key| {
        let all = || old.iter().chain(new);
        let distinct = |nodes: &[Node]| {
            let names: BTreeSet<&str> = nodes.iter().filter_map(|it| it.get(key)?.as_text()).collect();
            names.len() == nodes.len()
        };
        all().next().is_some() && all().all(|it| it.get(key).and_then(Node::as_text).is_some()) && distinct(old) && distinct(new)
    });
    let mut gone: BTreeMap<String, usize> = BTreeMap::new();
    let mut named: BTreeMap<&str, &Node> = BTreeMap::new();
    for item in old {
        match key.and_then(|key| item.get(key)?.as_text()) {
            Some(name) => drop(named.insert(name, item)),
            None => *gone.entry(written(item)).or_default() += 1,
        }
    }
    let mut told = Vec::new();
    for item in new {
        if let Some(name) = key.and_then(|key| item.get(key)?.as_text()) {
            match named.remove(name) {
                Some(before) => nodes(&format!("{path}[{name}]"), before, item, changes),
                None => told.push(FieldItem { change: Change::Added, text: written(item) }),
            }
            continue;
        }
        let text = written(item);
        match gone.get_mut(&text) {
            Some(n) if *n > 0 => *n -= 1,
            _ => told.push(FieldItem { change: Change::Added, text }),
        }
    }
    let mut removed: Vec<FieldItem> = Vec::new();
    for item in old {
        let text = written(item);
        let left = match key.and_then(|key| item.get(key)?.as_text()) {
            Some(name) => named.contains_key(name),
            None => gone.get_mut(&text).is_some_and(|n| std::mem::replace(n, n.saturating_sub(1)) > 0),
        };
        if left {
            removed.push(FieldItem { change: Change::Removed, text });
        }
    }
    removed.append(&mut told);
    if !removed.is_empty() {
        let change = if old.is_empty() {
            Change::Added
        } else if new.is_empty() {
            Change::Removed
        } else {
            Change::Changed
        };
        let (path, items) = (path.to_owned(), removed);
        changes.push(FieldChange { path, change, old: String::new(), new: String::new(), items });
    }
}

/// A value in one line.
fn written(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => String::new(),
        NodeKind::Text(text) => folded(text),
        NodeKind::List(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        NodeKind::Map(entries) => {
            let full = |it: &&Entry| !(it.key.value == "coverage" && it.value.as_text() == Some("full"));
            let parts: Vec<String> = entries
                .iter()
                .filter(full)
                .map(|it| match &it.value.kind {
                    NodeKind::Map(_) => format!("{}: {{{}}}", it.key.value, written(&it.value)),
                    NodeKind::List(items) if items.len() > 1 => format!("{}: [{}]", it.key.value, written(&it.value)),
                    _ => format!("{}: {}", it.key.value, written(&it.value)),
                })
                .collect();
            match parts.split_first() {
                // `{clause: 8.6.1, coverage: full}` is `8.6.1`.
                Some((one, rest)) if entries.first().is_some_and(|it| it.key.value == "clause") => {
                    let clause = one.trim_start_matches("clause: ");
                    if rest.is_empty() { clause.to_owned() } else { format!("{clause} ({})", rest.join(", ")) }
                }
                _ => parts.join(", "),
            }
        }
    }
}
