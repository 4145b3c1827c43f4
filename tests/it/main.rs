//! Tests of the whole from outside, in one binary.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing there")]
#![expect(clippy::print_stdout, reason = "shown for tests that fail, with what they were doing")]

mod anchors;
mod auditor;
mod broken;
mod brought_keys;
mod browser;
mod built;
mod bundle;
mod cli;
mod control;
mod control_commands;
mod control_history;
mod control_pages;
mod diff;
mod edition_commands;
mod edition_signatures;
mod editions;
mod example;
mod example_past;
mod exports;
mod forge;
mod gather;
mod history;
mod hostile;
mod in_force;
mod laws;
mod live;
mod memo;
mod office;
mod past;
mod redline;
mod rewritten;
mod rules;
mod search;
mod serve;
mod signatures;
mod single;
mod site;
mod support;
mod theme;
mod tidy;
mod traps;
mod write;
