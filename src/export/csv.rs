//! A table as CSV: RFC 4180, in UTF-8 with a byte order mark, so that Excel reads letters beyond ASCII right; other readers skip it.
//!
//! A cell of words that a spreadsheet would take for a formula gets an apostrophe in front. Numbers and days are printed as they are.

use super::table::{Cell, Table};

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// The file. Several things in one cell have `; ` between them; days are in ISO form.
pub fn write(table: &Table) -> String {
    let mut out = String::from(MARK);
    line(&mut out, table.columns.iter().map(|it| words(&it.title)));
    for row in &table.rows {
        line(&mut out, row.iter().map(cell));
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Integer(_) | Cell::Date(_) => cell.plain(),
        Cell::Empty | Cell::Text(_) | Cell::Word(..) | Cell::Link(_) | Cell::List(_) => words(&cell.plain()),
    }
}

/// Words that no spreadsheet takes for a formula, wherever it looks for its sign.
fn words(text: &str) -> String {
    let text = super::printable(text);
    // Some programs pass over blanks, and over the full width forms of the signs.
    let first = text.trim_start_matches([' ', '\n', '\u{a0}', '\u{3000}', '\u{feff}']).chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '＝' | '＋' | '－' | '＠'));
    if formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_becomes_words() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd|' /C calc'!A0", "＝1"] {
            let safe = words(bad);
            assert!(safe.starts_with('\''), "{bad:?} became {safe:?}");
        }
        for good in ["8.10", "a=b", "", "'=1", "Ünal", "(=)", "1-2"] {
            assert_eq!(words(good), good);
        }
    }

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        let mut out = String::new();
        let cells = ["a", "b,c", "say \"no\"", "two\nlines", " x", ""];
        line(&mut out, cells.iter().map(|it| (*it).to_owned()));
        assert_eq!(out, "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\" x\",\r\n");
    }
}
