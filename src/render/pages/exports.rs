//! Links from pages to the files with their tables, and the page that lists all files.

use super::frame::Frame;
use super::{Made, Site};
use crate::base::SitePath;
use crate::handbook::{TableFormat, TableKind, calendar_file, exports_page, table_file, workbook_file};
use crate::render::view::{ExportFile, ExportRow, ExportTable, ExportsPage, Link};

/// A table with the sizes of its files in bytes, by format.
#[derive(Clone, Copy, Debug)]
pub struct ListedTable<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it holds.
    pub about: &'a str,
    /// The page that shows it.
    pub page: &'a SitePath,
    /// How many rows it has.
    pub rows: usize,
    /// Sizes.
    pub sizes: [usize; TableFormat::ALL.len()],
}

impl Site<'_> {
    /// The page that lists all files, with their sizes in bytes.
    pub fn exports(&self, tables: &[ListedTable<'_>], workbook: usize, calendar: usize) -> Made {
        let words = self.words();
        let path = exports_page();
        let file = |title: &str, to: &SitePath, size: usize| ExportFile {
            title: title.to_owned(),
            href: path.link_to(to),
            size: self.size(size),
        };
        let whole = ExportTable {
            title: words.get("export.all").to_owned(),
            about: words.get("export.all.about").to_owned(),
            files: vec![file(TableFormat::Xlsx.title(), &workbook_file(), workbook)],
            ..ExportTable::default()
        };
        let reviews = ExportTable {
            title: words.get("export.reviews").to_owned(),
            about: words.get("export.reviews.about").to_owned(),
            files: vec![file("ICS", &calendar_file(), calendar)],
            ..ExportTable::default()
        };
        let table = |it: &ListedTable<'_>| ExportTable {
            title: it.title.to_owned(),
            href: path.link_to(it.page),
            about: it.about.to_owned(),
            rows: it.rows.to_string(),
            files: TableFormat::ALL
                .iter()
                .zip(it.sizes)
                .map(|(format, size)| file(format.title(), &table_file(it.name, *format), size))
                .collect(),
        };
        let (title, lead) = (words.get("export.title").to_owned(), words.get("export.lead").to_owned());
        let view = ExportsPage {
            page: self.frame(Frame {
                path: &path,
                title: &title,
                section: "reports",
                menu_page: false,
                description: Some(lead.clone()),
                crumbs: vec![self.reports_crumb(&path)],
            }),
            lead,
            tables: std::iter::once(whole).chain(tables.iter().map(table)).chain([reviews]).collect(),
            title,
        };
        self.finish("exports.html", &view)
    }

    /// A size for people; powers of ten, as disks count.
    fn size(&self, bytes: usize) -> String {
        let (key, n) = match bytes {
            0..1_000 => ("export.size.bytes", bytes),
            1_000..1_000_000 => ("export.size.kb", bytes.div_ceil(1_000)),
            _ => ("export.size.mb", bytes.div_ceil(1_000_000)),
        };
        self.words().with(key, &[("n", &n.to_string())])
    }

    /// The files of a table, as a page links them.
    pub(super) fn export_links(&self, path: &SitePath, table: &TableKind) -> Vec<Link> {
        if !self.handbook.config.settings.exports {
            return Vec::new();
        }
        let name = table.name(self.handbook);
        let link =
            |format: &TableFormat| Link { title: format.title().to_owned(), href: path.link_to(&table_file(&name, *format)) };
        TableFormat::ALL.iter().map(link).collect()
    }

    /// What leads to the list of all files.
    pub(super) fn exports_link(&self, path: &SitePath) -> Option<ExportRow> {
        if !self.handbook.config.settings.exports {
            return None;
        }
        let all = Link { title: self.words().get("export.page").to_owned(), href: path.link_to(&exports_page()) };
        let workbook = Link { title: TableFormat::Xlsx.title().to_owned(), href: path.link_to(&workbook_file()) };
        Some(ExportRow { title: self.words().get("export.all").to_owned(), files: vec![workbook, all] })
    }
}
