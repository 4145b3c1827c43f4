//! Rules that stages before `check` report, one file each with its user documentation.

/// Rule `bad-id`.
pub mod bad_id;
/// Rule `diagram-not-drawn`.
pub mod diagram_not_drawn;
/// Rule `duplicate-key`.
pub mod duplicate_key;
/// Rule `file-too-large`.
pub mod edition_not_clean;
pub mod file_too_large;
/// Rule `impossible-date`.
pub mod impossible_date;
/// Rule `invalid-link-tag`.
pub mod invalid_link_tag;
/// Rule `invalid-utf8`.
pub mod invalid_utf8;
/// Rule `invalid-yaml`.
pub mod invalid_yaml;
/// Rule `missing-field`.
pub mod missing_field;
/// Rule `nesting-too-deep`.
pub mod nesting_too_deep;
/// Rule `raw-html-dropped`.
pub mod raw_html_dropped;
/// Rule `theme-error`.
pub mod theme_error;
/// Rule `unknown-key`.
pub mod unknown_key;
/// Rule `unknown-type`.
pub mod unknown_type;
/// Rule `unreadable-file`.
pub mod unreadable_file;
/// Rule `unreadable-key`.
pub mod unreadable_key;
/// Rule `wrong-type`.
pub mod wrong_type;

use super::Code;

/// All codes of this folder, by name.
pub static ALL: &[&Code] = &[
    &bad_id::CODE,
    &diagram_not_drawn::CODE,
    &duplicate_key::CODE,
    &edition_not_clean::CODE,
    &file_too_large::CODE,
    &impossible_date::CODE,
    &invalid_link_tag::CODE,
    &invalid_utf8::CODE,
    &invalid_yaml::CODE,
    &missing_field::CODE,
    &nesting_too_deep::CODE,
    &raw_html_dropped::CODE,
    &theme_error::CODE,
    &unknown_key::CODE,
    &unknown_type::CODE,
    &unreadable_file::CODE,
    &unreadable_key::CODE,
    &wrong_type::CODE,
];
