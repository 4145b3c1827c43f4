//! Arguments and their help.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::serve::Serve;
use crate::base::Date;
use crate::diag::Severity;
use crate::export::schema::Schema;
use crate::report;
use crate::shell::Published;

/// Compiles a service management system kept as Markdown into a checked, cross-linked handbook.
#[derive(Debug, Parser)]
#[command(name = "clausebook", version, about, propagate_version = true, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Args {
    /// Runs as if started in this folder
    #[arg(short = 'C', long, global = true, value_name = "DIR")]
    pub(super) directory: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXIT_CODES: &str = "\
The SMS is the folder that holds clausebook.yml: the DIR given, else the current folder or the nearest one above it.

Exit codes: 0 clean, 1 diagnostics at or above --fail-on, 2 wrong use or configuration, 3 files or disk.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Start an SMS: a small one to fill in, or the full example
    Init(Init),
    /// Write a new document of a type, with the next free id
    New(New),
    /// Check the SMS and report what is wrong
    Check(Check),
    /// Build the handbook site
    Build(Build),
    /// Write the site as one zip that opens without a network
    Bundle(super::bundle::Bundle),
    /// Show the handbook in the browser and keep it up to date while you write
    Serve(Serve),
    /// Show what is due, overdue, not approved or contradicted, by owner
    Status(Status),
    /// Search the handbook as its pages do
    Search(super::search::Search),
    /// Show the revisions, approvals and reviews of a document, and what proves them
    History(History),
    /// Show what changed between two editions, commits or the working tree, word by word
    Diff(super::diff::Diff),
    /// Record a review of documents in a commit of its own
    Review(Review),
    /// Record the approval of documents in a commit of its own
    Approve(Approve),
    /// Print the commit and the register's sum, to be noted where nobody can change it
    Anchor(Anchor),
    /// Print the traceability matrix of a framework as CSV, XLSX or JSON
    Matrix(super::export::Matrix),
    /// Print the master list of documents as CSV, XLSX or JSON
    Register(super::export::Register),
    /// Print a table of the handbook, or all of them, as CSV, XLSX or JSON
    Export(super::export::Export),
    /// Check what is committed, and make the tag of an edition on it
    Edition(super::edition::Edition),
    /// List the editions, and show which tags were moved
    Editions(super::editions::Editions),
    /// Explain a rule, or list all rules
    Explain(Explain),
    /// Print the JSON Schema of front matter or of a configuration file, or list the schemas
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Debug, ClapArgs)]
pub(super) struct Init {
    /// Folder to write into; it has to be new or empty [default: the current folder]
    pub(super) dir: Option<PathBuf>,
    /// Write the full example instead: the SMS of an invented company
    #[arg(long)]
    pub(super) example: bool,
    /// With --example: write it as a git repository with two and a half years of signed history
    #[arg(long, requires = "example")]
    pub(super) from_git_history: bool,
    /// With --from-git-history: the day on which the history ends [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, requires = "from_git_history")]
    pub(super) on: Option<Date>,
    /// Name of your organization
    #[arg(long, value_name = "NAME", conflicts_with = "example")]
    pub(super) organization: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct New {
    /// Document type, such as `process`
    #[arg(value_name = "TYPE")]
    pub(super) kind: String,
    /// Title of the document
    pub(super) title: String,
    /// Folder of the SMS
    pub(super) dir: Option<PathBuf>,
}

/// What an SMS is read and judged by.
#[derive(Debug, ClapArgs)]
pub(super) struct Reading {
    /// Folder of the SMS
    pub(super) dir: Option<PathBuf>,
    /// Judge reviews and intervals on this day instead of today or the day in clausebook.yml
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(super) as_of: Option<Date>,
    /// Leave git alone: dates and approvals that only history shows stay unknown
    #[arg(long)]
    pub(super) no_git: bool,
    /// Judge signatures by the keys in this file, and not by those that the repository lists: lines of git's allowed_signers, or
    /// OpenPGP keys
    #[arg(long, value_name = "FILE", conflicts_with = "no_git")]
    pub(super) keys: Option<PathBuf>,
    /// Neither use nor keep what was found out about commits before: for a .git folder that somebody else handed on
    #[arg(long)]
    pub(super) no_cache: bool,
}

impl Reading {
    /// As commands read that take no choices of their own.
    pub(super) fn of(dir: Option<PathBuf>, as_of: Option<Date>) -> Self {
        Self { dir, as_of, no_git: false, keys: None, no_cache: false }
    }
}

/// What check and build judge by.
#[derive(Debug, ClapArgs)]
pub(super) struct Judging {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Exit with 1 if there is a diagnostic of this level or a worse one
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Level::Error)]
    pub(super) fail_on: Level,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) judging: Judging,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Write the report to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) judging: Judging,
    /// Output folder: new, empty, or made by an earlier build [default: _site in the folder of the SMS]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// How many published editions the site has beside the working tree: a number, all, or none [default: as clausebook.yml says]
    #[arg(long, value_name = "N", value_parser = published)]
    pub(super) editions: Option<Published>,
    /// Number of threads [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Print nothing but diagnostics at or above --fail-on
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Status {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Show only what this role owns: its key, the id of its document, or its title
    #[arg(long, value_name = "ROLE")]
    pub(super) owner: Option<String>,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = StatusFormat::Human)]
    pub(super) format: StatusFormat,
    /// Exit with 1 if there is something of this kind; several with commas between
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    pub(super) fail_on: Vec<FailOn>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct History {
    /// Id of the document, in any letter case
    pub(super) id: String,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    pub(super) format: TextFormat,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Review {
    /// Ids of the documents, in any letter case
    #[arg(required = true, value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// How the review ended
    #[arg(long, value_enum, default_value_t = Outcome::NoChange)]
    pub(super) outcome: Outcome,
    #[command(flatten)]
    pub(super) recording: Recording,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Approve {
    /// Ids of the documents, in any letter case
    #[arg(required = true, value_name = "ID")]
    pub(super) ids: Vec<String>,
    /// Take the text over as it was when control began, instead of approving a change
    #[arg(long)]
    pub(super) adopt: bool,
    #[command(flatten)]
    pub(super) recording: Recording,
}

/// How an approval or a review is recorded.
#[derive(Debug, ClapArgs)]
pub(super) struct Recording {
    /// What to say of it in the commit's message
    #[arg(short, long, value_name = "TEXT")]
    pub(super) message: Option<String>,
    /// Print the message of the commit and make none
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Anchor {
    /// Folder of the SMS
    pub(super) dir: Option<PathBuf>,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    pub(super) format: TextFormat,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// Name of a rule, such as `unknown-clause`; without it all rules are listed
    pub(super) rule: Option<String>,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t = TextFormat::Human)]
    pub(super) format: TextFormat,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SchemaArgs {
    /// Name of the schema; without it all are listed
    #[arg(value_enum)]
    pub(super) name: Option<SchemaName>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Level {
    /// Anything at all
    Note,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
}

impl Level {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Note => Severity::Note,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// With excerpts of the source, for reading
    Human,
    /// One line for each diagnostic, for editors
    Short,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML, a test case for each document
    Junit,
}

impl Format {
    pub(super) fn report(self) -> report::Format {
        match self {
            Self::Human => report::Format::Human,
            Self::Short => report::Format::Short,
            Self::Json => report::Format::Json,
            Self::Sarif => report::Format::Sarif,
            Self::Github => report::Format::Github,
            Self::Junit => report::Format::Junit,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TextFormat {
    /// For reading
    Human,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StatusFormat {
    /// For reading
    Human,
    /// One JSON object
    Json,
    /// A calendar with an event for each review to come and a to-do for each late one (RFC 5545)
    Ics,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Approvals that history contradicts
    Contradicted,
    /// Texts without an approval that counts
    Unapproved,
    /// Reviews past their day and the time of grace, or never done
    Overdue,
    /// Reviews past their day
    Late,
    /// Reviews that are due soon or late
    Due,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Outcome {
    /// The text stays as it is
    NoChange,
    /// The text was changed
    Revised,
    /// The document is to be withdrawn
    Withdraw,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SchemaName {
    /// The YAML at the top of a document
    FrontMatter,
    /// clausebook.yml
    Config,
    /// people.yml
    People,
    /// glossary.yml
    Glossary,
    /// values.yml
    Values,
    /// frameworks/*.yml
    Framework,
    /// Tables that `export`, `matrix` and `register` print as JSON
    Tables,
    /// What `clausebook diff --format json` prints
    Diff,
}

impl SchemaName {
    pub(super) fn schema(self) -> Schema {
        match self {
            Self::FrontMatter => Schema::FrontMatter,
            Self::Config => Schema::Config,
            Self::People => Schema::People,
            Self::Glossary => Schema::Glossary,
            Self::Values => Schema::Values,
            Self::Framework => Schema::Framework,
            Self::Tables => Schema::Tables,
            Self::Diff => Schema::Diff,
        }
    }
}

pub(super) fn published(text: &str) -> Result<Published, String> {
    match text {
        "all" => Ok(Published::All),
        "none" => Ok(Published::None),
        _ => match text.parse() {
            Ok(0) => Ok(Published::None),
            Ok(most) => Ok(Published::Latest(most)),
            Err(_) => Err(String::from("write a number, `all` or `none`")),
        },
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).map_err(str::to_owned)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn schema_names_are_those_of_the_schemas() {
        let names: Vec<String> =
            SchemaName::value_variants().iter().filter_map(|it| Some(it.to_possible_value()?.get_name().to_owned())).collect();
        assert_eq!(names, Schema::ALL.map(Schema::name));
        for it in SchemaName::value_variants() {
            assert_eq!(it.to_possible_value().unwrap().get_name(), it.schema().name());
        }
    }
}
