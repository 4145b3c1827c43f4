//! Tests of the whole from outside, in one binary.

mod cli;
mod gather;
mod write;
