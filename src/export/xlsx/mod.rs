//! Tables as a workbook: a cover that says where it comes from, then a sheet for each table.
//!
//! Numbers and days are numbers and days, words are words and never a formula. What exceeds a limit of the format is cut and says so,
//! or goes on in a further sheet; nothing is left out silently. The same tables give the same bytes.

mod sheet_name;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use self::sheet_name::SheetNames;
use super::table::{Cell, Kind, Link, Table};
use super::{Origin, Words, printable};
use crate::base::{Date, SitePath};

/// Units of UTF-16 in one cell at most.
const CELL: usize = 32_767;
/// Rows of one sheet, the head included.
const ROWS: usize = 1_048_576;
/// Columns of one sheet.
const COLUMNS: usize = 16_384;
/// Links of one sheet.
const LINKS: usize = 65_530;
/// Units of UTF-16 in an address, at most.
const ADDRESS: usize = 2_000;

/// Where the file will lie in the site, so that links lead from it into the handbook. `None` if it is taken elsewhere: then there are no links.
pub type Place<'a> = Option<&'a SitePath>;

/// The bytes of the file. Tables with more columns than a sheet has are named on the cover and left out.
///
/// # Errors
/// Says what the library refuses; no table that `table` makes leads there.
pub fn write(tables: &[Table], origin: &Origin, words: &dyn Words, place: Place<'_>) -> Result<Vec<u8>, String> {
    write_within(tables, origin, words, place, ROWS).map_err(|it| it.to_string())
}

fn write_within(
    tables: &[Table],
    origin: &Origin,
    words: &dyn Words,
    place: Place<'_>,
    rows: usize,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(clean(&origin.handbook))
            .set_company(clean(&origin.organization))
            .set_author(format!("{} {}", origin.tool.0, origin.tool.1))
            .set_creation_datetime(&datetime(origin.as_of)?),
    );
    let looks = Looks::new();
    let mut names = SheetNames::default();
    let cover = names.take(words.get("export.cover"));
    let (fitting, wide): (Vec<&Table>, Vec<&Table>) = tables.iter().partition(|it| it.columns.len() <= COLUMNS);
    let mut sheets = Vec::new();
    let mut contents: Vec<(&Table, String)> = Vec::new();
    for table in fitting {
        let room = rows.saturating_sub(1).max(1);
        // A table without rows has a sheet all the same: that there is nothing is worth knowing.
        for at in 0..table.rows.len().div_ceil(room).max(1) {
            let name = names.take(&table.title);
            let part = &table.rows[at * room..((at + 1) * room).min(table.rows.len())];
            sheets.push(sheet(table, part, &name, place, &looks)?);
            contents.push((table, name));
        }
    }
    workbook.push_worksheet(cover_sheet(&cover, &contents, &wide, origin, words, &looks)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// Formats of cells.
struct Looks {
    head: Format,
    words: Format,
    date: Format,
    link: Format,
    title: Format,
}

impl Looks {
    fn new() -> Self {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: plain()
                .set_bold()
                .set_text_wrap()
                .set_border_bottom(FormatBorder::Thin)
                .set_background_color(Color::RGB(0x00EE_F1F6)),
            words: plain().set_text_wrap(),
            date: plain().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: plain().set_text_wrap().set_font_color(Color::RGB(0x001F_3FA0)),
            title: Format::new().set_bold().set_font_size(16),
        }
    }
}

/// A cover: what this is, and a list of the sheets.
fn cover_sheet(
    name: &str,
    contents: &[(&Table, String)],
    wide: &[&Table],
    origin: &Origin,
    words: &dyn Words,
    looks: &Looks,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?.set_column_width(0, 34)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, clean(&origin.handbook), &looks.title)?;
    let facts = [
        ("export.cover.organization", Some(origin.organization.clone())),
        ("export.cover.edition", origin.edition.clone().or_else(|| Some(words.get("edition.draft").to_owned()))),
        ("export.cover.commit", origin.commit.clone()),
        ("export.cover.as_of", Some(origin.as_of.to_string())),
        ("export.cover.tool", Some(format!("{} {}", origin.tool.0, origin.tool.1))),
    ];
    let mut row = 2;
    for (key, value) in facts.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        sheet.write_string_with_format(row, 0, clean(words.get(key)), &looks.words)?;
        if key == "export.cover.as_of" {
            sheet.write_datetime_with_format(row, 1, &datetime(origin.as_of)?, &looks.date)?;
        } else {
            sheet.write_string_with_format(row, 1, clean(&value), &looks.words)?;
        }
        row += 1;
    }
    sheet.write_string_with_format(row + 1, 0, clean(words.get("export.cover.uncontrolled")), &looks.words)?;
    row += 3;
    sheet.write_string_with_format(row, 0, clean(words.get("export.cover.sheet")), &looks.head)?;
    sheet.write_string_with_format(row, 1, clean(words.get("export.holds")), &looks.head)?;
    for (table, name) in contents {
        row += 1;
        let inside = format!("internal:'{}'!A1", name.replace('\'', "''"));
        sheet.write_url_with_options(row, 0, Url::new(inside), name, "", Some(&looks.link))?;
        sheet.write_string_with_format(row, 1, clean(&table.about), &looks.words)?;
    }
    for table in wide {
        row += 1;
        sheet.write_string_with_format(row, 0, clean(&table.title), &looks.words)?;
        sheet.write_string_with_format(row, 1, clean(words.get("export.cover.too_wide")), &looks.words)?;
    }
    Ok(sheet)
}

fn sheet(table: &Table, rows: &[Vec<Cell>], name: &str, place: Place<'_>, looks: &Looks) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (at, column) in table.columns.iter().enumerate() {
        let at = column_number(at);
        sheet.write_string_with_format(0, at, clean(&column.title), &looks.head)?;
        sheet.set_column_width(at, width(column.kind, &column.title, rows, usize::from(at)))?;
    }
    let mut printer = Printer { sheet, place, looks, links: LINKS };
    for (at, row) in (1..).zip(rows) {
        for (column, cell) in row.iter().enumerate() {
            printer.cell(at, column_number(column), cell)?;
        }
    }
    let mut sheet = printer.sheet;
    if let Some(last) = table.columns.len().checked_sub(1) {
        sheet.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), column_number(last))?;
    }
    Ok(sheet)
}

struct Printer<'a> {
    sheet: Worksheet,
    place: Place<'a>,
    looks: &'a Looks,
    /// How many links the sheet may still hold.
    links: usize,
}

impl Printer<'_> {
    fn cell(&mut self, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => {}
            Cell::Integer(number) if number.unsigned_abs() <= EXACT => {
                #[expect(clippy::cast_precision_loss, reason = "whole numbers up to this bound are exact")]
                let number = *number as f64;
                self.sheet.write_number_with_format(row, column, number, &self.looks.words)?;
            }
            // What the format cannot hold as a number without changing it is words.
            Cell::Date(day) if excel_day(*day) => {
                self.sheet.write_datetime_with_format(row, column, &datetime(*day)?, &self.looks.date)?;
            }
            Cell::Link(link) => self.link(row, column, link)?,
            // One thing can lead to where it stands; several cannot.
            Cell::List(links) if links.len() == 1 => self.link(row, column, &links[0])?,
            Cell::Text(_) | Cell::Word(..) | Cell::List(_) | Cell::Integer(_) | Cell::Date(_) => {
                self.sheet.write_string_with_format(row, column, clean(&cell.plain()), &self.looks.words)?;
            }
        }
        Ok(())
    }

    fn link(&mut self, row: u32, column: u16, link: &Link) -> Result<(), XlsxError> {
        let text = clean(&link.text);
        let href = self.place.zip(link.to.as_ref()).map(|(place, to)| to.from(place));
        match href.filter(|it| self.links > 0 && !text.is_empty() && it.encode_utf16().count() <= ADDRESS) {
            Some(href) => {
                self.links -= 1;
                let url = Url::new(format!("file:///{}", encoded(&href)));
                self.sheet.write_url_with_options(row, column, url, text, "", Some(&self.looks.link))?;
            }
            None => drop(self.sheet.write_string_with_format(row, column, text, &self.looks.words)?),
        }
        Ok(())
    }
}

/// Whole numbers up to here are exact in the format (15 digits).
const EXACT: u64 = 999_999_999_999_999;

fn column_number(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Days from 1900 on; before March of that year the format counts a day that never was.
fn excel_day(day: Date) -> bool {
    Date::new(1900, 3, 1).is_some_and(|first| day >= first)
}

fn datetime(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(1900).max(1900);
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// How wide a column is, in characters: as its cells want, within bounds.
fn width(kind: Kind, title: &str, rows: &[Vec<Cell>], at: usize) -> f64 {
    let longest = rows.iter().take(500).filter_map(|row| row.get(at)).map(|it| it.plain().chars().count()).max().unwrap_or(0);
    let wanted = longest.max(title.chars().count().min(24)) + 3;
    let most = match kind {
        Kind::Id | Kind::Date | Kind::Integer => 24,
        Kind::Word | Kind::Link => 34,
        Kind::Text | Kind::List => 60,
    };
    f64::from(u16::try_from(wanted.clamp(8, most)).unwrap_or(60))
}

/// An address that a spreadsheet takes as it stands.
fn encoded(href: &str) -> String {
    href.replace('%', "%25").replace(' ', "%20").replace('"', "%22")
}

/// Words that fit into a cell and into XML.
fn clean(text: &str) -> String {
    let text: String =
        printable(text).chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect();
    let length = text.encode_utf16().count();
    if length <= CELL {
        return text;
    }
    let end = format!(" … [{length}]");
    let mut room = CELL - end.encode_utf16().count();
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(room);
        left.is_some()
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push_str(&end);
    cut
}
