//! Tests of the whole from outside, in one binary.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing there")]
#![expect(clippy::print_stdout, reason = "shown for tests that fail, with what they were doing")]

mod anchors;
mod broken;
mod browser;
mod built;
mod cli;
mod control;
mod control_commands;
mod control_history;
mod control_pages;
mod example;
mod example_past;
mod forge;
mod gather;
mod history;
mod hostile;
mod laws;
mod office;
mod past;
mod rules;
mod serve;
mod signatures;
mod site;
mod support;
mod theme;
mod tidy;
mod traps;
mod write;
