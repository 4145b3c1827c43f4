//! Compiles a service management system kept as Markdown into a checked, cross-linked handbook.
//!
//! `ARCHITECTURE.md` at the top of the repository describes the layers; modules stand here in their order.

pub mod base;

pub mod diag;
pub mod search;
pub mod source;

pub mod signature;
pub mod yaml;

pub mod catalogue;
pub mod config;
pub mod syntax;

pub mod model;
pub mod redline;

pub mod handbook;

pub mod check;
pub mod export;
pub mod render;
pub mod report;

pub mod pipeline;

pub mod shell;

pub mod cli;
