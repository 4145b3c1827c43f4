//! The command line: arguments, commands, exit codes. The only layer that reads the environment and writes to a terminal.
//!
//! A command turns its arguments into values for the layers below and their values into text. Data goes to stdout, messages go
//! to stderr. Exit codes: 0 clean, 1 diagnostics at or above the wanted level, 2 wrong use or configuration, 3 environment.
#![expect(clippy::disallowed_methods, reason = "the environment, and the files that init and new write, are this layer's job")]

mod anchor;
mod args;
mod build;
mod bundle;
mod check;
mod completions;
mod diff;
mod document;
mod edition;
mod editions;
mod example;
mod explain;
mod export;
mod failure;
mod history;
mod init;
mod new;
mod past;
mod record;
mod schema;
mod search;
mod serve;
mod starter;
mod status;
mod terminal;
mod world;

use std::process::ExitCode;

use clap::Parser as _;

use self::args::{Args, Command};
use self::failure::Failure;
use self::terminal::Terminal;
use self::world::World;

/// How a command that did its work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing at or above the wanted level.
    Clean,
    /// Diagnostics at or above it.
    Found,
    /// `clausebook.yml` is wrong, so that what was judged may not be what was meant.
    Misconfigured,
}

impl Verdict {
    fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Found => 1,
            Self::Misconfigured => 2,
        }
    }
}

/// Runs the program with the arguments and environment of the process.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal::new(args.color);
    let done = World::new(args.directory.as_deref()).and_then(|world| dispatch(&args.command, &world, &terminal));
    match done {
        Ok(verdict) => ExitCode::from(verdict.code()),
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(command: &Command, world: &World, terminal: &Terminal) -> Result<Verdict, Failure> {
    match command {
        Command::Init(args) => init::run(args, world, terminal),
        Command::New(args) => new::run(args, world, terminal),
        Command::Check(args) => check::run(args, world, terminal),
        Command::Build(args) => build::run(args, world, terminal),
        Command::Bundle(args) => bundle::run(args, world, terminal),
        Command::Serve(args) => serve::run(args, world, terminal),
        Command::Status(args) => status::run(args, world, terminal),
        Command::Search(args) => search::run(args, world, terminal),
        Command::History(args) => history::run(args, world, terminal),
        Command::Diff(args) => diff::run(args, world, terminal),
        Command::Review(args) => record::review(args, world, terminal),
        Command::Approve(args) => record::approve(args, world, terminal),
        Command::Anchor(args) => anchor::run(args, world, terminal),
        Command::Matrix(args) => export::matrix(args, world, terminal),
        Command::Register(args) => export::register(args, world, terminal),
        Command::Export(args) => export::export(args, world, terminal),
        Command::Edition(args) => edition::run(args, world, terminal),
        Command::Editions(args) => editions::run(args, world, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Schema(args) => schema::run(args, world, terminal),
        Command::Completions(args) => completions::run(args, terminal),
    }
}
