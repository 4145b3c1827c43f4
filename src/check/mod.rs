//! Rules over a handbook, one file each: what is wrong with what was put together. They produce diagnostics and nothing else.
//!
//! Rules are functions without state and do not know each other. Facts they judge are computed in `handbook`.

mod active_attachment;
mod ambiguous_link;
mod anchor_broken;
mod approval_missing;
mod approval_unproven;
mod approved_own_text;
mod approver_unauthorized;
mod attachment_too_large;
mod broken_anchor;
mod broken_link;
mod certificate_expired;
mod clause_gap;
mod commit_date_implausible;
mod duplicate_id;
mod effective_ahead;
mod external_document_check_overdue;
mod forbidden_exclusion;
mod glossary_conflict;
mod heading_clause;
mod history_incomplete;
mod history_without_approvals;
mod link_outside;
mod link_to_retired;
mod list_incomplete;
mod missing_documented_information;
mod missing_image;
mod missing_implied_information;
mod missing_point;
mod nonconformity_overdue;
mod orphan_document;
mod people_changed_without_approval;
mod raci_without_one_accountable;
mod record_interval_missed;
mod registry;
mod retest_missing;
mod review_ahead;
mod review_backdated;
mod review_dates_bulk_edited;
mod review_due;
mod review_input_missing;
mod review_late;
mod review_overdue;
mod role_cycle;
mod shifted_clause;
mod superseded_current;
mod text_changed_after_approval;
mod translation_outdated;
mod unclear_provides;
mod uncommitted_text;
mod unknown_clause;
mod unknown_document;
mod unknown_point;
mod unknown_role;
mod unknown_value;
mod unlisted_framework;
mod unreferenced_attachment;
mod unsafe_link;
mod unused_glossary_term;
mod vacant_role;
mod value_literal;
mod version_disagrees;
mod version_unchanged;
pub(crate) mod waiver_expired;
pub(crate) mod waiver_unused;

use std::fmt::Display;

use crate::base::{RepoPath, Span};
use crate::config;
use crate::diag::{Code, Diagnostic, Place};
use crate::handbook::{Entry, EntryIdx, Handbook, ItemRef};
use crate::model::Item;
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

/// The place of an entry's field, or of its id if it has no such field.
fn field_place(ctx: &Ctx<'_>, at: ItemRef, item: &Item, field: &str) -> Place {
    ctx.handbook.entries[at.entry].place(item.fields.get(field).map_or(item.id.span, |it| it.span))
}

/// What to do about a name that does not exist: the nearest one that does, or other words.
fn did_you_mean(near: Option<impl Display>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |name| format!("did you mean `{name}`?"))
}

/// `1 document`, `3 documents`.
fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Where a document's status is claimed, or its id if it claims none.
fn status_place(entry: &Entry) -> Place {
    let document = &entry.document;
    entry.place(document.status.as_ref().map_or(document.id.span, |it| it.span))
}

/// A place in `clausebook.yml`.
fn settings_place(span: Span) -> Place {
    Place::new(&RepoPath::new(config::MAIN).expect("the file's name is a path"), span)
}

/// Where the primary framework is named, for what the handbook as a whole lacks.
fn framework_place(ctx: &Ctx<'_>) -> Place {
    settings_place(ctx.handbook.config.settings.frameworks[0].span)
}

/// Runs one of the rules.
pub fn run(rule: &Rule, handbook: &Handbook, inputs: &Inputs) -> Vec<Diagnostic<Place>> {
    let ctx = Ctx { handbook, inputs };
    let mut sink = Sink::default();
    match rule.run {
        Run::PerDocument(run) => {
            for (idx, entry) in handbook.entries.iter().enumerate() {
                run(&ctx, idx, entry, &mut sink);
            }
        }
        Run::PerHandbook(run) => run(&ctx, &mut sink),
        Run::Policy => {}
    }
    sink.diagnostics
}
