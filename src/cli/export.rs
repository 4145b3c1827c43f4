//! `clausebook matrix`, `register` and `export`: the tables of the handbook as files.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};

use super::Verdict;
use super::args::Reading;
use super::failure::Failure;
use super::terminal::Terminal;
use super::world::World;
use crate::base::nearest;
use crate::export::table::Table;
use crate::handbook::{Handbook, TableFormat, TableKind};
use crate::pipeline::{self, TableGround};
use crate::shell;

/// How a table is given away.
#[derive(Debug, ClapArgs)]
pub(super) struct Giving {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Format of the file [default: as the name of --out ends, else csv]
    #[arg(long, value_enum)]
    pub(super) format: Option<FileFormat>,
    /// Write to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Matrix {
    /// The framework, such as `iso27001-2022` [default: the first one of clausebook.yml]
    #[arg(long, value_name = "ID")]
    pub(super) framework: Option<String>,
    #[command(flatten)]
    pub(super) giving: Giving,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Register {
    #[command(flatten)]
    pub(super) giving: Giving,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Export {
    /// Name of the table, or `all`; `list` names all tables
    #[arg(value_name = "TABLE")]
    pub(super) table: String,
    #[command(flatten)]
    pub(super) giving: Giving,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FileFormat {
    /// RFC 4180, UTF-8 with a byte order mark
    Csv,
    /// A workbook
    Xlsx,
    /// One JSON object; `clausebook schema tables` describes it
    Json,
}

impl FileFormat {
    fn table_format(self) -> TableFormat {
        match self {
            Self::Csv => TableFormat::Csv,
            Self::Xlsx => TableFormat::Xlsx,
            Self::Json => TableFormat::Json,
        }
    }
}

/// Which tables are wanted.
enum Wanted<'a> {
    Matrix(Option<&'a str>),
    Named(&'a str),
    All,
    List,
}

pub(super) fn matrix(args: &Matrix, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    give(&Wanted::Matrix(args.framework.as_deref()), &args.giving, world, terminal)
}

pub(super) fn register(args: &Register, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    give(&Wanted::Named("register"), &args.giving, world, terminal)
}

pub(super) fn export(args: &Export, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let wanted = match args.table.as_str() {
        "all" => Wanted::All,
        "list" => Wanted::List,
        name => Wanted::Named(name),
    };
    give(&wanted, &args.giving, world, terminal)
}

fn give(wanted: &Wanted<'_>, giving: &Giving, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    let format = format(giving)?;
    let out = giving.out.as_deref().map(|it| world.at(it));
    let several = matches!(wanted, Wanted::All);
    refuse(several, format, out.as_deref(), terminal)?;
    let root = world.root(giving.reading.dir.as_deref())?;
    let inputs = world.gather(&root, Some(&giving.reading), Vec::new())?;
    let handbook = pipeline::handbook(&inputs);
    if handbook.config.broken {
        return Err(Failure::usage("clausebook.yml has errors, so the tables may be wrong", "`clausebook check` lists them"));
    }
    let words = pipeline::words(&inputs, &handbook);
    let ground = TableGround { handbook: &handbook, inputs: &inputs, words: &words };
    if matches!(wanted, Wanted::List) {
        terminal.data(&list(&ground))?;
        return Ok(Verdict::Clean);
    }
    let tables: Vec<Table> = kinds(wanted, &handbook)?.iter().map(|it| ground.table(it)).collect();
    let print = |tables: &[Table]| ground.print(tables, format, None).map_err(|it| Failure::Environment(anyhow::Error::msg(it)));
    match &out {
        Some(folder) if several && format == TableFormat::Csv => {
            let files = tables.iter().map(|it| Ok((format!("{}.csv", it.name), print(std::slice::from_ref(it))?)));
            shell::write_folder(folder, files.collect::<Result<Vec<_>, Failure>>()?)?;
            terminal.message(&format!("wrote {} files into {}", tables.len(), folder.display()));
        }
        Some(file) => shell::write_file(file, &print(&tables)?)?,
        None => terminal.bytes(&print(&tables)?)?,
    }
    Ok(Verdict::Clean)
}

fn format(giving: &Giving) -> Result<TableFormat, Failure> {
    if let Some(format) = giving.format {
        return Ok(format.table_format());
    }
    let ending = giving.out.as_deref().and_then(Path::extension).map(|it| it.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None | Some("csv") => Ok(TableFormat::Csv),
        Some("xlsx") => Ok(TableFormat::Xlsx),
        Some("json") => Ok(TableFormat::Json),
        Some(other) => Err(Failure::usage(format!("there is no format `{other}`"), "name one with --format: csv, xlsx or json")),
    }
}

/// What cannot be printed there.
fn refuse(several: bool, format: TableFormat, out: Option<&Path>, terminal: &Terminal) -> Result<(), Failure> {
    if several && format == TableFormat::Csv && out.is_none() {
        return Err(Failure::usage(
            "a CSV file holds one table",
            "name a new folder with --out, or take all tables with --format json or xlsx",
        ));
    }
    if format == TableFormat::Xlsx && out.is_none() && terminal.is_terminal() {
        return Err(Failure::usage("a workbook is no text for a terminal", "name a file with --out, or redirect the output"));
    }
    Ok(())
}

fn kinds(wanted: &Wanted<'_>, handbook: &Handbook) -> Result<Vec<TableKind>, Failure> {
    let all = handbook.tables();
    let name = match wanted {
        Wanted::All | Wanted::List => return Ok(all),
        Wanted::Matrix(None) => return Ok(vec![TableKind::Matrix(0)]),
        Wanted::Matrix(Some(id)) => {
            let used = || handbook.coverage.iter().map(|it| it.framework.as_str());
            return match used().position(|it| it == *id) {
                Some(at) => Ok(vec![TableKind::Matrix(at)]),
                None => Err(unknown("framework in use", id, used())),
            };
        }
        Wanted::Named(name) => *name,
    };
    let names: Vec<String> = all.iter().map(|it| it.name(handbook)).collect();
    // Entries may be named by their kind alone.
    let entries = format!("entries-{name}");
    match names.iter().position(|it| it == name).or_else(|| names.iter().position(|it| *it == entries)) {
        Some(at) => Ok(vec![all[at].clone()]),
        None => Err(unknown("table", name, names.iter().map(String::as_str))),
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Failure {
    let remedy = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known.collect::<Vec<_>>().join(", ")),
    };
    Failure::usage(format!("there is no {what} `{name}`"), remedy)
}

/// All tables with their numbers of rows.
fn list(ground: &TableGround<'_>) -> String {
    let tables: Vec<Table> = ground.handbook.tables().iter().map(|it| ground.table(it)).collect();
    let width = tables.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
    tables.iter().map(|it| format!("{:width$}  {:>6}  {}\n", it.name, it.rows.len(), it.title)).collect()
}
