//! Tables as one JSON object; `schema::Schema::Tables` describes it.

use serde_json::{Map, Value, json};

use super::Origin;
use super::table::{Cell, Kind, Link, Table};

/// Changes when a key changes its meaning or goes.
pub const VERSION: u32 = 1;

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::Word => "word",
            Self::Link => "link",
            Self::List => "list",
        }
    }

    /// All of them.
    pub const ALL: [Self; 7] = [Self::Id, Self::Text, Self::Integer, Self::Date, Self::Word, Self::Link, Self::List];
}

/// The object, ending with a line break.
pub fn write(tables: &[Table], origin: &Origin) -> String {
    let value = json!({
        "version": VERSION,
        "tool": {"name": origin.tool.0, "version": origin.tool.1},
        "organization": origin.organization,
        "handbook": origin.handbook,
        "language": origin.language,
        "edition": origin.edition,
        "commit": origin.commit,
        "as_of": origin.as_of.to_string(),
        "tables": tables.iter().map(table).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn table(table: &Table) -> Value {
    let columns = table.columns.iter().map(|it| json!({"key": it.key, "title": it.title, "type": it.kind.name()}));
    let row = |cells: &Vec<Cell>| -> Value {
        table.columns.iter().zip(cells).map(|(column, it)| (column.key.clone(), cell(it))).collect::<Map<_, _>>().into()
    };
    json!({
        "name": table.name,
        "title": table.title,
        "about": table.about,
        "page": table.page.as_str(),
        "columns": columns.collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// Nothing is `null`, but an empty list a list.
fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Integer(number) => (*number).into(),
        Cell::Date(day) => day.to_string().into(),
        Cell::Word(name, text) => json!({"word": name, "text": text}),
        Cell::Link(it) => link(it),
        Cell::List(links) => links.iter().map(link).collect::<Vec<_>>().into(),
    }
}

/// Words and, from the root of the site, where they lead.
fn link(link: &Link) -> Value {
    json!({"text": link.text, "page": link.to.as_ref().map(crate::handbook::address::Address::from_root)})
}
