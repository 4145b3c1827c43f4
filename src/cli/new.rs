//! `clausebook new`: a document from its type's outline, with the next free id.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Verdict;
use super::args::New;
use super::failure::Failure;
use super::init::write_new;
use super::terminal::Terminal;
use super::world::World;
use crate::base::{RepoPath, Spanned, anchor_of, nearest};
use crate::catalogue::Point;
use crate::config::{DocumentType, FieldKind, FieldType};
use crate::handbook::{Entry, Handbook};
use crate::model::Document;
use crate::pipeline;

pub(super) fn run(args: &New, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let title = args.title.trim();
    if title.is_empty() || title.contains(char::is_control) {
        return Err(Failure::usage("the title is empty or holds a control character", "give the title in quotes"));
    }
    let root = world.root(args.dir.as_deref())?;
    let inputs = world.gather(&root, None, Vec::new())?;
    let handbook = pipeline::check(&inputs).handbook;
    if handbook.config.broken {
        return Err(Failure::usage("clausebook.yml has errors, so types may be missing", "`clausebook check` lists them"));
    }
    let kind = handbook.config.types.documents.get(&args.kind).ok_or_else(|| unknown_type(&args.kind, &handbook))?;
    let id = next_id(&handbook, kind);
    let path = format!("{}/{}", folder(&handbook, kind), file_name(&id, title));
    let path = RepoPath::new(&path).map_err(|_| Failure::usage("the title gives no file name", "use other words"))?;
    write_new(&root, path.as_str(), &draft(&handbook, kind, &id, title))?;
    let settings = &handbook.config.settings;
    if !settings.content.matches(&path) || settings.exclude.matches(&path) {
        terminal.message("note: by `content` and `exclude` in clausebook.yml this file is no document; move it or change them");
    }
    terminal.data(&format!("{}{path}\n", world.lead(&root)))?;
    Ok(Verdict::Clean)
}

fn unknown_type(name: &str, handbook: &Handbook) -> Failure {
    let known = &handbook.config.types.document_order;
    let list = known.join(", ");
    let remedy = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`? Known: {list}"),
        None => format!("use one of: {list}; or define it under `types` in clausebook.yml"),
    };
    Failure::usage(format!("there is no document type `{name}`"), remedy)
}

/// One more than the highest number that was ever used with the prefix, as wide as that one. Numbers of documents that are
/// gone are not given again as long as something still says that it supersedes them.
fn next_id(handbook: &Handbook, kind: &DocumentType) -> String {
    let prefix = match kind.prefix.as_str() {
        "" => kind.name.chars().filter(|c| c.is_alphanumeric()).take(3).flat_map(char::to_uppercase).collect(),
        prefix => prefix.to_owned(),
    };
    let used = handbook.entries.iter().flat_map(|entry| ids_in(&entry.document));
    let highest = used.filter_map(|id| numbered(id, &prefix)).max();
    let (number, width, separator) = highest.map_or((1, 3, "-"), |(number, width, separator)| (number + 1, width, separator));
    format!("{prefix}{separator}{number:0width$}")
}

fn ids_in(document: &Document) -> impl Iterator<Item = &str> {
    let own = std::iter::once(document.id.value.as_str()).chain(document.entries.iter().map(|it| it.id.value.as_str()));
    own.chain(document.supersedes.iter().chain(&document.replaced_by).map(|it| it.value.as_str()))
}

/// Number, width and separator of an id with this prefix.
fn numbered<'a>(id: &'a str, prefix: &str) -> Option<(u64, usize, &'a str)> {
    let head = id.get(..prefix.len()).filter(|it| it.eq_ignore_ascii_case(prefix))?;
    let rest = &id[head.len()..];
    let digits = rest.trim_start_matches(['-', '_', '.']);
    let separator = &rest[..rest.len() - digits.len()];
    let plain = !digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|it| it.is_ascii_digit());
    Some((digits.parse().ok().filter(|_| plain)?, digits.len(), separator))
}

fn of_kind<'a>(handbook: &'a Handbook, kind: &DocumentType) -> impl Iterator<Item = &'a Entry> {
    let name = kind.name.clone();
    handbook.entries.iter().filter(move |it| it.document.kind.value == name)
}

/// The folder most documents of the type are in, or one named after the type.
fn folder(handbook: &Handbook, kind: &DocumentType) -> String {
    let used = most_common(of_kind(handbook, kind).map(|it| it.path.folder()));
    used.map_or_else(
        || match anchor_of(kind.plural.get("en")) {
            name if name.is_empty() => kind.name.clone(),
            name => name,
        },
        str::to_owned,
    )
}

fn file_name(id: &str, title: &str) -> String {
    let words: String = anchor_of(title).chars().take(60).collect();
    let words = words.trim_end_matches('-');
    let id = id.to_lowercase();
    if words.is_empty() { format!("{id}.md") } else { format!("{id}-{words}.md") }
}

/// The most frequent value; of equals the first in alphabetical order.
fn most_common<'a>(values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

/// The text of the document.
fn draft(handbook: &Handbook, kind: &DocumentType, id: &str, title: &str) -> String {
    let mut text = format!("---\nid: {id}\ntitle: {}\ntype: {}\n", yaml(title), yaml(&kind.name));
    let item = kind.item.as_ref().and_then(|name| handbook.config.types.items.get(name));
    let required = kind.fields.iter().chain(item.iter().flat_map(|it| it.fields.iter().map(|(name, field)| (name, field))));
    let required: Vec<(&String, &FieldType)> = required.filter(|(_, field)| field.required).collect();
    for key in &kind.requires {
        if required.iter().all(|(name, _)| *name != key) {
            line(&mut text, handbook, kind, key);
        }
    }
    for (name, field) in required {
        typed_line(&mut text, handbook, kind, name, &field.kind);
    }
    if kind.record {
        text.push_str("evidence_for: []          # ids of documents or numbers of clauses whose working it shows\n");
    } else if item.is_some_and(|it| it.has("clauses")) {
        text.push_str("clauses: []               # clauses it is about, such as 8.6.1\n");
    } else {
        text.push_str("clauses: []               # clauses it answers, such as 8.6.1\n");
    }
    text.push_str("---\n");
    for heading in headings(handbook, kind) {
        let _ = write!(text, "\n## {heading}\n\nTo be written.\n");
    }
    text
}

/// The headings to begin with. A management review has one for each input that the first framework lists, tagged with it.
fn headings(handbook: &Handbook, kind: &DocumentType) -> Vec<String> {
    let framework = handbook.catalogue.framework(handbook.primary()).filter(|_| kind.name == "management-review");
    let clause = framework.and_then(|it| it.clauses().iter().find(|it| it.demands.iter().any(|it| it.every_point)));
    let Some(clause) = clause.filter(|it| !it.points.is_empty()) else { return kind.outline.clone() };
    let input = |it: &Point| {
        let mut letters = it.text.chars();
        let title: String = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        format!("{title} {{clauses=\"{}/{}\"}}", clause.number, it.id)
    };
    // What follows from the inputs is the last heading of the outline.
    clause.points.iter().map(input).chain(kind.outline.last().cloned()).collect()
}

/// A key the type requires, with a value where one can be told and otherwise with what belongs there.
fn line(text: &mut String, handbook: &Handbook, kind: &DocumentType, key: &str) {
    let of = |value: fn(&Document) -> &Option<Spanned<String>>| {
        let own = most_common(of_kind(handbook, kind).filter_map(|it| value(&it.document).as_ref().map(|it| it.value.as_str())));
        own.or_else(|| {
            most_common(handbook.entries.iter().filter_map(|it| value(&it.document).as_ref().map(|it| it.value.as_str())))
        })
    };
    let _ = match key {
        "version" => writeln!(text, "version: 0.1"),
        "status" => writeln!(text, "status: draft"),
        "owner" => role_line(text, handbook, key, of(|it| &it.owner)),
        "approver" => role_line(text, handbook, key, of(|it| &it.approver)),
        "classification" => {
            let word = of(|it| &it.classification).or(handbook.config.settings.classifications.first().map(String::as_str));
            writeln!(text, "classification: {}", yaml(word.unwrap_or("internal")))
        }
        "date" | "reviewed" | "effective" => writeln!(text, "{key}: {}", handbook.as_of),
        "retention" => writeln!(text, "retention:                # how long it is kept, such as 3 years"),
        "review_cycle" => writeln!(text, "review_cycle: 12 months"),
        key => writeln!(text, "{}:", yaml(key)),
    };
}

fn role_line(text: &mut String, handbook: &Handbook, key: &str, role: Option<&str>) -> std::fmt::Result {
    if let Some(role) = role {
        return writeln!(text, "{key}: {}", yaml(role));
    }
    let mut roles = handbook.roles.all.iter().map(|it| it.key.as_str());
    match (roles.next(), roles.next()) {
        (Some(only), None) => writeln!(text, "{key}: {}", yaml(only)),
        (None, _) => writeln!(text, "{:25} # a role: define it in people.yml", format!("{key}:")),
        (Some(_), Some(_)) => {
            let known: Vec<&str> = handbook.roles.all.iter().map(|it| it.key.as_str()).take(8).collect();
            writeln!(text, "{:25} # a role, such as {}", format!("{key}:"), known.join(", "))
        }
    }
}

/// A field that the type defines and requires.
fn typed_line(text: &mut String, handbook: &Handbook, kind: &DocumentType, name: &str, field: &FieldKind) {
    let hint = match field {
        FieldKind::Date => {
            let _ = writeln!(text, "{name}: {}", handbook.as_of);
            return;
        }
        FieldKind::Role => return line(text, handbook, kind, name),
        FieldKind::Words(words) => format!("one of: {}", words.join(", ")),
        FieldKind::Number(least, most) if *most < i64::MAX => format!("a number from {least} to {most}"),
        FieldKind::Number(..) => String::from("a number"),
        FieldKind::Cycle => String::from("a length of time, such as 12 months"),
        FieldKind::Id | FieldKind::Ids => String::from("an id"),
        FieldKind::Clauses | FieldKind::Provides => String::from("clauses"),
        FieldKind::Text | FieldKind::List | FieldKind::Authorities => handbook.config.types.label(name, "en"),
    };
    let _ = writeln!(text, "{:25} # {hint}", format!("{}:", yaml(name)));
}

/// The text as a YAML value: plain where that is safe, otherwise in quotes.
fn yaml(text: &str) -> String {
    let plain = text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | '&' | '+'))
        && !text.ends_with(' ')
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_on_from_the_highest() {
        assert_eq!(numbered("PRC-019", "PRC"), Some((19, 3, "-")));
        assert_eq!(numbered("prc20", "PRC"), Some((20, 2, "")));
        for other in ["PRC", "PRC-", "PRCX-1", "PRO-001", "PRC-1a", "PR", "ÄÖ-1"] {
            assert_eq!(numbered(other, "PRC"), None, "{other}");
        }
        assert_eq!(numbered("Äö1", "PR"), None, "a prefix is not cut inside a letter");
    }

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(most_common(["b", "a", "b", "a", "c"].into_iter()), Some("a"));
        assert_eq!(most_common(std::iter::empty()), None);
    }

    #[test]
    fn file_names_are_short_and_plain() {
        assert_eq!(file_name("PRC-020", "Über: Größe & Co."), "prc-020-über-größe-co.md");
        assert_eq!(file_name("PRC-020", "???"), "prc-020.md");
        assert!(file_name("PRC-020", &"word ".repeat(100)).len() < 80);
    }

    #[test]
    fn titles_survive_yaml() {
        for title in ["Incident management", "A: b", "yes", "1.10", "# x", "it's \"so\"", "Ende ", "{a}"] {
            let text = format!("title: {}\n", yaml(title));
            let (node, found) = crate::yaml::parse(&text, crate::base::Span::new(0, text.len()));
            assert_eq!(found, [], "{text}");
            assert_eq!(node.unwrap().get("title").unwrap().as_text(), Some(title));
        }
    }
}
