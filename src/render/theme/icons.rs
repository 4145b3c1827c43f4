//! The signs and icons of `icons.svg`. A page gets the symbols it uses, and no others.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use super::{FILES, ICON_MARK};

/// How the use of a symbol is written.
const USE: &str = "href=\"#";

/// All symbols by id.
#[derive(Debug)]
pub(super) struct Icons {
    symbols: BTreeMap<String, String>,
}

impl Icons {
    /// The built-in symbols with those of a user's `icons.svg` over them.
    pub(super) fn new(user: Option<&str>) -> Self {
        let mut symbols = BTreeMap::new();
        let built_in = FILES.iter().find(|(path, _)| *path == "icons.svg").map(|(_, bytes)| *bytes).unwrap_or_default();
        for text in std::str::from_utf8(built_in).into_iter().chain(user) {
            symbols.extend(read(text));
        }
        Self { symbols }
    }

    /// Puts the symbols that a finished page uses in place of the mark.
    pub(super) fn place(&self, mut html: String) -> String {
        let Some(at) = memmem::find(html.as_bytes(), ICON_MARK.as_bytes()) else {
            return html;
        };
        let uses = memmem::find_iter(html.as_bytes(), USE.as_bytes());
        let used: BTreeSet<&str> = uses.filter_map(|at| html[at + USE.len()..].split('"').next()).collect();
        let symbols: Vec<&str> = used.iter().filter_map(|id| self.symbols.get(*id)).map(String::as_str).collect();
        let sheet = if symbols.is_empty() {
            String::new()
        } else {
            format!("<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>{}</defs></svg>", symbols.concat())
        };
        html.replace_range(at..at + ICON_MARK.len(), &sheet);
        html
    }
}

fn read(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split("<symbol ").skip(1).filter_map(|rest| {
        let body = rest.split("</symbol>").next()?;
        let id = body.split("id=\"").nth(1)?.split('"').next()?;
        Some((id.to_owned(), format!("<symbol {body}</symbol>")))
    })
}
