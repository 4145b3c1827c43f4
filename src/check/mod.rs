//! Rules over a handbook, one file each: what is wrong with what was put together. They produce diagnostics and nothing else.
//!
//! Rules are functions without state and do not know each other. Facts they judge are computed in `handbook`.

mod duplicate_id;
mod registry;
pub(crate) mod waiver_expired;
pub(crate) mod waiver_unused;

use crate::base::Span;
use crate::diag::{Code, Diagnostic, Place};
use crate::handbook::{Entry, EntryIdx, Handbook};
use crate::source::Inputs;

pub use registry::{RULES, codes, find};

/// A rule: its code and what it runs on.
pub struct Rule {
    /// Name, level and documentation.
    pub code: &'static Code,
    /// The judgement.
    pub run: Run,
}

/// What a rule looks at.
pub enum Run {
    /// One document at a time.
    PerDocument(fn(&Ctx<'_>, EntryIdx, &Entry, &mut Sink)),
    /// The handbook as a whole.
    PerHandbook(fn(&Ctx<'_>, &mut Sink)),
    /// Reported by `pipeline::policy`, which alone knows what waivers did.
    Policy,
}

/// What rules may know.
pub struct Ctx<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Files and texts.
    pub inputs: &'a Inputs,
}

/// Takes what rules report.
#[derive(Default)]
pub struct Sink {
    /// The reports so far.
    pub diagnostics: Vec<Diagnostic<Place>>,
}

impl Sink {
    /// Takes one report.
    pub fn push(&mut self, diagnostic: Diagnostic<Place>) {
        self.diagnostics.push(diagnostic);
    }
}

impl Entry {
    /// A place in the document's file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.path, span)
    }
}

/// Runs all rules.
pub fn run(handbook: &Handbook, inputs: &Inputs) -> Vec<Diagnostic<Place>> {
    let ctx = Ctx { handbook, inputs };
    let mut sink = Sink::default();
    for rule in RULES {
        match rule.run {
            Run::PerDocument(run) => {
                for (idx, entry) in handbook.entries.iter().enumerate() {
                    run(&ctx, idx, entry, &mut sink);
                }
            }
            Run::PerHandbook(run) => run(&ctx, &mut sink),
            Run::Policy => {}
        }
    }
    sink.diagnostics
}
