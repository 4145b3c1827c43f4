//! The integration tests, in one binary.

mod example;
mod rules;
mod support;
mod tidy;
