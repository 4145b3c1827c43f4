//! `values.yml`: figures defined once and used in several documents.

use std::collections::BTreeMap;

use crate::base::Span;
use crate::yaml::{Fields, Node, NodeKind, Reader};

/// A value and the words that go with it in texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What stands in the text.
    pub text: String,
    /// Names it goes by; a text that gives one of them another figure is reported.
    pub literals: Vec<String>,
    /// Where it is defined.
    pub span: Span,
}

/// All values by their path: `p1.respond`.
pub type Values = BTreeMap<String, Value>;

/// Reads the file.
pub(super) fn read(reader: &Reader, fields: Fields<'_>) -> Values {
    let mut values = Values::new();
    for entry in fields.all() {
        take(reader, &entry.key.value, &entry.value, &mut values);
    }
    values
}

fn take(reader: &Reader, name: &str, node: &Node, values: &mut Values) {
    match &node.kind {
        NodeKind::Text(text) => {
            values.insert(name.to_owned(), Value { text: text.clone(), literals: Vec::new(), span: node.span });
        }
        NodeKind::Map(entries) if node.get("value").is_some() => {
            let fields = reader.fields(node, name);
            let literals = fields.texts("literals").into_iter().map(|it| it.value).collect();
            if let Some(text) = fields.required_text("value") {
                let span = entries.first().map_or(node.span, |entry| entry.key.span);
                values.insert(name.to_owned(), Value { text: text.value, literals, span });
            }
            fields.finish();
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                take(reader, &format!("{name}.{}", entry.key.value), &entry.value, values);
            }
        }
        NodeKind::Null => {}
        NodeKind::List(_) => reader.wrong_type(node, name, "a single value or a map of values"),
    }
}
