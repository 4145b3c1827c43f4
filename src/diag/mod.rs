//! Diagnostics: what the tool reports, made by a rule with a name. Collecting and ordering; printing is `report`'s.

pub mod codes;
mod diagnostic;

pub use diagnostic::{Code, Diagnostic, Place, Severity};
