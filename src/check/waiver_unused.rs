//! Rule `waiver-unused`, reported by `pipeline::policy`.

use super::{Rule, Run};
use crate::diag::{Code, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::Policy };

/// A waiver that covers nothing.
pub(crate) static CODE: Code = Code {
    name: "waiver-unused",
    default: Severity::Warning,
    title: "a waiver that covers nothing, or names no rule",
    explain: r"A waiver that no longer covers any diagnostic would silently cover the next one. It is reported so that exceptions disappear when their
reason does. A waiver for a rule that does not exist covers nothing either.

Better: remove the waiver. `clausebook explain` lists the names of all rules.
",
};
