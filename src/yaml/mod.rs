//! YAML text to a tree with the place of every key and value, and a decoder that goes on after a mistake.
//!
//! Scalars are kept as written: `1.10` is not 1.1, `no` is not false. Nothing here knows what keys mean.

mod decode;
mod node;
mod plain;

pub use decode::{Fields, Reader};
pub use node::{Entry, Node, NodeKind, parse};
