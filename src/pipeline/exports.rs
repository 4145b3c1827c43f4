//! Tables of a handbook as files.

use std::sync::{Arc, OnceLock};

use super::key;
use super::outcome::{BuiltEdition, Stand};
use super::site::{Content, SiteFile, Sum};
use crate::base::{Cycle, Date, SitePath};
use crate::export::calendar::calendar;
use crate::export::table::{Ground, Table, table};
use crate::export::{Origin, Words, csv, json, xlsx};
use crate::handbook::{Handbook, TableFormat, TableKind, calendar_file, exports_page, table_file, workbook_file};
use crate::render::pages::ListedTable;
use crate::render::strings::Strings;
use crate::source::Inputs;

impl Words for Strings {
    fn get<'a>(&'a self, key: &'a str) -> &'a str {
        Self::get(self, key)
    }

    fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        Self::with(self, key, values)
    }

    fn cycle(&self, cycle: Cycle) -> String {
        Self::cycle(self, cycle)
    }

    fn date(&self, date: Date) -> String {
        Self::date(self, date)
    }
}

/// What files with tables are made of.
#[derive(Clone, Copy, Debug)]
pub struct TableGround<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// What it was made of.
    pub inputs: &'a Inputs,
    /// Words in its language.
    pub words: &'a Strings,
}

impl TableGround<'_> {
    /// Makes a table.
    pub fn table(&self, kind: &TableKind) -> Table {
        table(Ground { handbook: self.handbook, history: &self.inputs.history, words: self.words }, kind)
    }

    /// Prints tables as one file. CSV holds one table: of several only the first is printed.
    ///
    /// # Errors
    /// Says what a workbook cannot hold.
    pub fn print(&self, tables: &[Table], format: TableFormat, place: Option<&SitePath>) -> Result<Vec<u8>, String> {
        match format {
            TableFormat::Csv => Ok(tables.first().map(csv::write).unwrap_or_default().into_bytes()),
            TableFormat::Json => Ok(json::write(tables, &self.origin()).into_bytes()),
            TableFormat::Xlsx => xlsx::write(tables, &self.origin(), self.words, place),
        }
    }

    fn origin(&self) -> Origin {
        let settings = &self.handbook.config.settings;
        Origin {
            organization: settings.organization.clone(),
            handbook: settings.title.clone(),
            edition: Some(self.inputs.edition.name.clone()).filter(|it| !it.is_empty()),
            commit: self.handbook.control.head.as_ref().map(ToString::to_string),
            as_of: self.handbook.as_of,
            language: settings.language.clone(),
            tool: (self.inputs.tool.name.clone(), self.inputs.tool.version.clone()),
        }
    }
}

/// The words of a handbook: those of the theme in its language, the user's over the built-in ones.
pub fn words(inputs: &Inputs, handbook: &Handbook) -> Strings {
    let language = &handbook.config.settings.language;
    let path = crate::base::RepoPath::new(&format!("theme/strings/{language}.yml")).ok();
    let own = path.and_then(|path| inputs.text(&path));
    Strings::load(language, own.map(|text| &**text)).0
}

/// The files of an edition where it stands, and the page that lists them.
pub(super) fn files(stand: &Stand) -> Vec<SiteFile> {
    if !stand.edition.handbook.config.settings.exports {
        return Vec::new();
    }
    let placed = |path: &SitePath| SitePath::new(&format!("{}{path}", stand.placement.folder));
    let digest = |path: &SitePath| -> Option<Sum> {
        let (edition, path) = (Arc::clone(&stand.edition), path.clone());
        Some(Arc::new(move || key::file(edition.digest(), path.as_str())))
    };
    let file = |(at, path): (usize, SitePath)| {
        let (edition, path) = (Arc::clone(&stand.edition), placed(&path));
        SiteFile::made(path.clone(), digest(&path), move || Content::Bytes(Exports::of(&edition).bytes(at).to_vec()))
    };
    let mut files: Vec<SiteFile> = Exports::of(&stand.edition).paths().into_iter().enumerate().map(file).collect();
    let (index, listed) = (placed(&exports_page()), stand.clone());
    let digest = digest(&index);
    files.push(SiteFile::made(index, digest, move || Exports::of(&listed.edition).index(&listed)));
    files
}

/// What an edition keeps of its tables and files, so that each is made once, whoever asks for it and wherever the edition stands.
#[derive(Debug, Default)]
pub(super) struct KeptTables {
    tables: OnceLock<Vec<Table>>,
    /// Bytes of the files: of each table in each format, then the workbook of all, then the calendar.
    files: OnceLock<Vec<OnceLock<Vec<u8>>>>,
}

/// The files of one edition.
struct Exports<'a> {
    edition: &'a BuiltEdition,
    kinds: Vec<TableKind>,
}

impl<'a> Exports<'a> {
    fn of(edition: &'a BuiltEdition) -> Self {
        Self { edition, kinds: edition.handbook.tables() }
    }

    fn ground(&self) -> TableGround<'a> {
        let BuiltEdition { handbook, inputs, theme, .. } = self.edition;
        TableGround { handbook, inputs, words: theme.strings() }
    }

    fn tables(&self) -> &'a [Table] {
        let make = || self.kinds.iter().map(|it| self.ground().table(it)).collect();
        self.edition.tables.tables.get_or_init(make)
    }

    /// Where the files go, in their order.
    fn paths(&self) -> Vec<SitePath> {
        let names = self.kinds.iter().map(|it| it.name(&self.edition.handbook));
        let tables = names.flat_map(|name| TableFormat::ALL.map(|format| table_file(&name, format)));
        tables.chain([workbook_file(), calendar_file()]).collect()
    }

    fn bytes(&self, at: usize) -> &'a [u8] {
        let count = self.kinds.len() * TableFormat::ALL.len() + 2;
        let files = self.edition.tables.files.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(count).collect());
        files[at].get_or_init(|| self.make(at))
    }

    fn make(&self, at: usize) -> Vec<u8> {
        let formats = TableFormat::ALL;
        let tables = self.tables();
        let printed = match tables.get(at / formats.len()) {
            Some(table) => {
                let format = formats[at % formats.len()];
                let place = table_file(&table.name, format);
                self.ground().print(std::slice::from_ref(table), format, Some(&place))
            }
            None if at == tables.len() * formats.len() => self.ground().print(tables, TableFormat::Xlsx, Some(&workbook_file())),
            None => Ok(calendar(&self.edition.handbook, None).into_bytes()),
        };
        printed.expect("what does not fit into a workbook is cut or left out before it is written")
    }

    /// The page that lists them.
    fn index(&self, stand: &Stand) -> Content {
        let size = |at: usize| self.bytes(at).len();
        let formats = TableFormat::ALL.len();
        let listed = self.tables().iter().enumerate().map(|(table, it)| ListedTable {
            name: &it.name,
            title: &it.title,
            about: &it.about,
            page: &it.page,
            rows: it.rows.len(),
            sizes: std::array::from_fn(|format| size(table * formats + format)),
        });
        let whole = self.kinds.len() * formats;
        let (workbook, calendar) = (size(whole), size(whole + 1));
        let made = self.edition.site(&stand.placement).exports(&listed.collect::<Vec<_>>(), workbook, calendar);
        super::deliver::content(self.edition, made)
    }
}
