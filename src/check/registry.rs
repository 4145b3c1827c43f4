//! The list of rules, by name. A test in `tests/it/rules.rs` proves that list, files, documentation and cases agree.

use super::Rule;
use crate::diag::{Code, codes as early};

/// All rules that run over a handbook, by name.
pub static RULES: &[&Rule] = &[&super::duplicate_id::RULE, &super::waiver_expired::RULE, &super::waiver_unused::RULE];

/// Every code of every layer, by name.
pub fn codes() -> Vec<&'static Code> {
    let mut all: Vec<&Code> = early::ALL.iter().copied().chain(RULES.iter().map(|rule| rule.code)).collect();
    all.sort_by_key(|code| code.name);
    all
}

/// A code by its name.
pub fn find(name: &str) -> Option<&'static Code> {
    codes().into_iter().find(|code| code.name == name)
}
