//! Rule `waiver-expired`, reported by `pipeline::policy`.

use super::{Rule, Run};
use crate::diag::{Code, Severity};

pub(super) static RULE: Rule = Rule { code: &CODE, run: Run::Policy };

/// A waiver whose last day has passed.
pub(crate) static CODE: Code = Code {
    name: "waiver-expired",
    default: Severity::Warning,
    title: "a waiver whose last day has passed",
    explain: r"A waiver in a document's front matter sets a rule aside until a day, with a reason. After that day it no longer counts: what it covered
is reported again, and so is the waiver.

Example: `waivers: [{rule: orphan-document, reason: Linked from the intranet, until: 2025-12-31}]` in 2026.

Better: mend what the rule reports and remove the waiver, or decide anew and set a later day.
",
};
