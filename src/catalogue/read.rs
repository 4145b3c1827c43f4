//! Reads catalogue files, embedded ones and the user's, into one `Catalogue`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::crosswalk::{Crosswalk, Mapping};
use super::framework::{Basis, Clause, Demand, DemandKind, Framework, Point, Shift};
use crate::base::{ClauseId, ClauseRef, FrameworkId, Span, anchor_of};
use crate::diag::Diagnostic;
use crate::yaml::{self, Fields, Node, Reader};

const EMBEDDED: [&str; 6] = [
    include_str!("data/iso20000-1-2018.yml"),
    include_str!("data/iso27001-2022.yml"),
    include_str!("data/iso9001-2015.yml"),
    include_str!("data/itil4-practices.yml"),
    include_str!("data/cobit2019.yml"),
    include_str!("data/crosswalks.yml"),
];

/// Every framework known, and what corresponds to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Frameworks by id.
    pub frameworks: BTreeMap<FrameworkId, Framework>,
    /// Topic matches between their clauses.
    pub crosswalk: Crosswalk,
}

impl Catalogue {
    /// The embedded frameworks. They never change, so they are read once.
    pub fn embedded() -> Self {
        static READ: OnceLock<Catalogue> = OnceLock::new();
        let read = || {
            let mut catalogue = Self::default();
            for text in EMBEDDED {
                let diagnostics = catalogue.extend(text);
                debug_assert!(diagnostics.is_empty(), "embedded catalogue: {diagnostics:?}");
            }
            catalogue
        };
        READ.get_or_init(read).clone()
    }

    /// Takes a file in. A clause of the same number replaces the one before; `replace: true` drops the framework's or, in a
    /// crosswalk, all earlier pairs of the same two frameworks first.
    pub fn extend(&mut self, text: &str) -> Vec<Diagnostic<Span>> {
        let (node, mut diagnostics) = yaml::parse(text, Span::new(0, text.len()));
        let Some(node) = node else { return diagnostics };
        let reader = Reader::new();
        let fields = reader.fields(&node, "the file");
        let replace = fields.flag("replace").unwrap_or(false);
        for ignored in ["sources", "source_disagreements", "not_verified"] {
            fields.get(ignored);
        }
        if fields.get("crosswalk").is_some() {
            self.read_crosswalk(&reader, &fields, replace);
        } else {
            self.read_framework(&reader, &fields, replace);
        }
        fields.finish();
        diagnostics.extend(reader.into_diagnostics());
        diagnostics
    }

    /// A framework by id.
    pub fn framework(&self, id: &FrameworkId) -> Option<&Framework> {
        self.frameworks.get(id)
    }

    fn read_framework(&mut self, reader: &Reader, fields: &Fields<'_>, replace: bool) {
        let Some(head) = fields.get("standard").or_else(|| fields.get("framework")) else {
            fields.missing("standard");
            return;
        };
        let head = reader.fields(head, "standard");
        let Some(id) = head.required_text("id") else { return };
        let id = FrameworkId::new(id.value);
        let code = head.text("code").or_else(|| head.text("name")).map(|it| it.value);
        let title = head.text("title").map(|it| it.value).unwrap_or_default();
        let mut framework = match self.frameworks.remove(&id) {
            Some(framework) if !replace => framework,
            _ => Framework::new(id.clone(), code.clone().unwrap_or_else(|| id.to_string()), title),
        };
        if let Some(allowed) = head.flag("exclusions_allowed") {
            framework.exclusions_allowed = allowed;
        }
        let practices = fields.get("practices").is_some() || fields.get("objectives").is_some();
        framework.mandatory = head.flag("mandatory").unwrap_or(framework.mandatory && !practices);
        for node in head.items("amendments") {
            let amendment = reader.fields(node, "amendments");
            framework.amendments.extend(amendment.text("code").map(|it| it.value));
            for ignored in ["id", "title", "published", "affects", "summary"] {
                amendment.get(ignored);
            }
            amendment.finish();
        }
        for ignored in ["edition", "published", "clauses_assessed"] {
            head.get(ignored);
        }
        head.finish();
        let mut said = Said::default();
        for key in ["groups", "domains", "clauses", "practices", "objectives"] {
            for node in fields.items(key) {
                said.read_clause(reader, &mut framework, node);
            }
        }
        framework.shifted.extend(fields.items("shifted").into_iter().filter_map(|node| read_shift(reader, node)));
        framework.settle(&said.assessable, &said.group);
        self.frameworks.insert(id, framework);
    }

    fn read_crosswalk(&mut self, reader: &Reader, fields: &Fields<'_>, replace: bool) {
        let Some(head) = fields.get("crosswalk") else { return };
        let head = reader.fields(head, "crosswalk");
        let Some(from) = head.required_text("from") else { return };
        let from = FrameworkId::new(from.value);
        let to: Vec<FrameworkId> = head.texts("to").into_iter().map(|it| FrameworkId::new(it.value)).collect();
        for ignored in ["basis", "confidence"] {
            head.get(ignored);
        }
        head.finish();
        if replace {
            self.crosswalk.mappings.retain(|it| it.from.framework != from || !to.contains(&it.to.framework));
        }
        for node in fields.items("mappings") {
            let mapping = reader.fields(node, "mappings");
            let note = mapping.text("note").map(|it| it.value);
            let Some(clause) = mapping.required_text("clause") else { continue };
            let here = ClauseRef { framework: from.clone(), clause: ClauseId::new(clause.value) };
            for framework in &to {
                for other in mapping.texts(framework.as_str()) {
                    let there = ClauseRef { framework: framework.clone(), clause: ClauseId::new(other.value) };
                    self.crosswalk.mappings.push(Mapping { from: here.clone(), to: there, note: note.clone() });
                }
            }
            mapping.finish();
        }
    }
}

/// What the file says outright and the clauses themselves do not hold.
#[derive(Default)]
struct Said {
    assessable: BTreeMap<String, bool>,
    group: BTreeMap<String, String>,
}

impl Said {
    fn read_clause(&mut self, reader: &Reader, framework: &mut Framework, node: &Node) {
        let fields = reader.fields(node, "clauses");
        for ignored in ["title_seen_in", "count", "kind", "aka"] {
            fields.get(ignored);
        }
        let number = fields.text("number").or_else(|| fields.text("id"));
        let Some(number) = number else {
            fields.missing("number");
            return;
        };
        let number = number.value;
        let text = |key: &str| fields.text(key).map(|it| it.value);
        let untitled = fields.flag("untitled").unwrap_or(false);
        let title = text("title").or_else(|| text("name"));
        let label = text("label");
        if let Some(assessable) = fields.flag("assessable") {
            self.assessable.insert(number.clone(), assessable);
        }
        if let Some(group) = text("group").or_else(|| text("domain")) {
            self.group.insert(number.clone(), group);
        }
        framework.put(Clause {
            number: ClauseId::new(number),
            title: title.or(label).unwrap_or_default(),
            untitled,
            assessable: false,
            summary: text("summary").unwrap_or_default(),
            demands: fields.items("documented_information").into_iter().filter_map(|node| read_demand(reader, node)).collect(),
            points: fields.items("must_cover").into_iter().filter_map(|node| read_point(reader, node)).collect(),
            amended_by: text("amended_by"),
            note: text("note"),
            parent: None,
            depth: 0,
        });
        fields.finish();
    }
}

fn read_demand(reader: &Reader, node: &Node) -> Option<Demand> {
    let fields = reader.fields(node, "documented_information");
    let name = fields.required_text("name")?.value;
    let kind = match fields.one_of("kind", &["document", "record"])?.value.as_str() {
        "record" => DemandKind::Record,
        _ => DemandKind::Document,
    };
    let words = [Basis::Explicit, Basis::Listed, Basis::Report, Basis::Implied];
    let basis = fields.one_of("basis", &words.map(Basis::name)).map(|it| it.value);
    let basis = words.into_iter().find(|it| Some(it.name()) == basis.as_deref()).unwrap_or(Basis::Explicit);
    let letter = fields.text("ref_7_5_4").map(|it| it.value);
    let every_point = fields.flag("every_point").unwrap_or(false);
    fields.finish();
    Some(Demand { name, kind, basis, letter, every_point })
}

/// A point is a map with id and text, or a text alone whose id is made from its words.
fn read_point(reader: &Reader, node: &Node) -> Option<Point> {
    if let Some(text) = node.as_text() {
        return Some(Point { id: anchor_of(text), text: text.to_owned() });
    }
    let fields = reader.fields(node, "must_cover");
    let text = fields.required_text("text")?.value;
    let id = fields.text("id").map_or_else(|| anchor_of(&text), |it| it.value);
    fields.finish();
    Some(Point { id, text })
}

fn read_shift(reader: &Reader, node: &Node) -> Option<Shift> {
    let fields = reader.fields(node, "shifted");
    let shift = Shift {
        from: ClauseId::new(fields.required_text("from")?.value),
        to: ClauseId::new(fields.required_text("to")?.value),
        words: fields.texts("words").into_iter().map(|it| it.value.to_lowercase()).collect(),
        source: fields.text("source").map(|it| it.value).unwrap_or_default(),
    };
    fields.finish();
    Some(shift)
}

#[cfg(test)]
mod tests {
    use super::super::Lookup;
    use super::*;

    #[test]
    fn the_embedded_files_are_complete_and_agree() {
        let mut catalogue = Catalogue::default();
        for text in EMBEDDED {
            assert_eq!(catalogue.extend(text), []);
        }
        let counts: Vec<(String, usize)> = catalogue
            .frameworks
            .values()
            .map(|it| (it.id.to_string(), it.clauses().iter().filter(|clause| clause.assessable).count()))
            .collect();
        let counts: Vec<(&str, usize)> = counts.iter().map(|(id, n)| (id.as_str(), *n)).collect();
        assert!(counts.contains(&("iso20000-1-2018", 62)), "{counts:?}");
        assert!(counts.contains(&("itil4", 34)) && counts.contains(&("cobit2019", 40)), "{counts:?}");
        let annex_a = catalogue.frameworks[&FrameworkId::new("iso27001-2022")].clauses().iter();
        assert_eq!(annex_a.filter(|it| it.assessable && it.number.as_str().starts_with("A.")).count(), 93);
        for mapping in &catalogue.crosswalk.mappings {
            for end in [&mapping.from, &mapping.to] {
                assert!(catalogue.frameworks[&end.framework].clause(end.clause.as_str()).is_some(), "{end} does not exist");
            }
        }
        for framework in catalogue.frameworks.values() {
            for shift in &framework.shifted {
                assert!(framework.clause(shift.to.as_str()).is_some(), "{shift:?}");
            }
        }
    }

    #[test]
    fn trap_3_unknown_numbers_suggest_what_is_meant() {
        let catalogue = Catalogue::embedded();
        let iso = &catalogue.frameworks[&FrameworkId::new("iso20000-1-2018")];
        let guess = |number: &str| match iso.look_up(number) {
            Lookup::Unknown(Some((clause, _))) => clause.number.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(guess("4.5.2"), "6.3");
        assert_eq!(guess("8.6.1."), "8.6.1");
        assert_eq!(guess("8.6.1.2"), "8.6.1");
        assert_eq!(iso.shifted("8.3.3", "Supplier management").unwrap().0.number.as_str(), "8.3.4");
        assert_eq!(iso.shifted("8.3.3", "Service level management"), None);
        assert_eq!(iso.shifted("6.3", "Service management plan"), None);
    }

    #[test]
    fn a_users_file_replaces_by_number() {
        let mut catalogue = Catalogue::embedded();
        let file = "standard: {id: iso20000-1-2018}\nclauses:\n- {number: 8.6.1, title: Incidents, assessable: true}\n- {number: 8.10, title: Own}\n";
        assert_eq!(catalogue.extend(file), []);
        let iso = &catalogue.frameworks[&FrameworkId::new("iso20000-1-2018")];
        assert_eq!(iso.clause("8.6.1").unwrap().1.title, "Incidents");
        assert_eq!(iso.clause("8.10").unwrap().1.parent, iso.clause("8").map(|it| it.0));
        assert_eq!(iso.clause("8.1").unwrap().1.title, "Operational planning and control");
    }
}
