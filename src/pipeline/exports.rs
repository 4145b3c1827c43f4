//! Tables of a handbook as files.

use crate::base::{Cycle, Date, SitePath};
use crate::export::table::{Ground, Table, table};
use crate::export::{Origin, Words, csv, json, xlsx};
use crate::handbook::{Handbook, TableFormat, TableKind};
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
            edition: None,
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
