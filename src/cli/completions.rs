//! `clausebook completions`: scripts that complete commands and options.

use clap::CommandFactory as _;

use super::Verdict;
use super::args::{Args, Completions};
use super::failure::Failure;
use super::terminal::Terminal;

pub(super) fn run(args: &Completions, terminal: &Terminal) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "clausebook", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Clean)
}
