//! Tests of the whole from outside, in one binary.

mod cli;
mod example;
mod gather;
mod hostile;
mod rules;
mod support;
mod tidy;
mod write;
