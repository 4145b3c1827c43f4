//! Tests of the whole from outside, in one binary.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing there")]
#![expect(clippy::print_stdout, reason = "shown for tests that fail, with what they were doing")]

mod browser;
mod built;
mod cli;
mod example;
mod gather;
mod hostile;
mod laws;
mod past;
mod rules;
mod site;
mod support;
mod tidy;
mod traps;
mod write;
