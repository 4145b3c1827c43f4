//! The list of rules, by name. A test in `tests/it/rules.rs` proves that list, files, documentation and cases agree.

use super::Rule;
use crate::diag::{Code, codes as early};

/// All rules that run over a handbook, by name.
pub static RULES: &[&Rule] = &[
    &super::active_attachment::RULE,
    &super::ambiguous_link::RULE,
    &super::anchor_broken::RULE,
    &super::approval_missing::RULE,
    &super::approval_unproven::RULE,
    &super::approved_own_text::RULE,
    &super::approver_unauthorized::RULE,
    &super::attachment_too_large::RULE,
    &super::broken_anchor::RULE,
    &super::broken_link::RULE,
    &super::certificate_expired::RULE,
    &super::clause_gap::RULE,
    &super::commit_date_implausible::RULE,
    &super::duplicate_id::RULE,
    &super::edition_tag_moved::RULE,
    &super::edition_tag_unused::RULE,
    &super::effective_ahead::RULE,
    &super::external_document_check_overdue::RULE,
    &super::forbidden_exclusion::RULE,
    &super::glossary_conflict::RULE,
    &super::heading_clause::RULE,
    &super::history_incomplete::RULE,
    &super::history_without_approvals::RULE,
    &super::link_outside::RULE,
    &super::link_to_retired::RULE,
    &super::list_incomplete::RULE,
    &super::missing_documented_information::RULE,
    &super::missing_image::RULE,
    &super::missing_implied_information::RULE,
    &super::missing_point::RULE,
    &super::nonconformity_overdue::RULE,
    &super::orphan_document::RULE,
    &super::people_changed_without_approval::RULE,
    &super::raci_without_one_accountable::RULE,
    &super::record_interval_missed::RULE,
    &super::retest_missing::RULE,
    &super::review_ahead::RULE,
    &super::review_backdated::RULE,
    &super::review_dates_bulk_edited::RULE,
    &super::review_due::RULE,
    &super::review_input_missing::RULE,
    &super::review_late::RULE,
    &super::review_overdue::RULE,
    &super::role_cycle::RULE,
    &super::shifted_clause::RULE,
    &super::superseded_current::RULE,
    &super::text_changed_after_approval::RULE,
    &super::translation_outdated::RULE,
    &super::unclear_provides::RULE,
    &super::uncommitted_text::RULE,
    &super::unknown_clause::RULE,
    &super::unknown_document::RULE,
    &super::unknown_point::RULE,
    &super::unknown_role::RULE,
    &super::unknown_value::RULE,
    &super::unlisted_framework::RULE,
    &super::unreferenced_attachment::RULE,
    &super::unsafe_link::RULE,
    &super::unused_glossary_term::RULE,
    &super::vacant_role::RULE,
    &super::value_literal::RULE,
    &super::version_disagrees::RULE,
    &super::version_unchanged::RULE,
    &super::waiver_expired::RULE,
    &super::waiver_unused::RULE,
];

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
