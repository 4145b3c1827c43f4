//! Front matter of any kind: a document and diagnostics with valid spans.
#![no_main]

use std::sync::Arc;

use clausebook::base::RepoPath;
use clausebook::config::{self, ConfigTexts};
use clausebook::{model, syntax};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|front: &str| {
    let text = format!("---\n{front}\n---\nbody\n");
    let parsed = syntax::parse(&text);
    clausebook_fuzz::check_spans(&parsed.diagnostics, &text);
    let (config, _) = config::read(&ConfigTexts::default());
    let path = RepoPath::new("a.md").expect("a path");
    let (_, diagnostics) = model::read(&path, Arc::new(parsed), &config);
    clausebook_fuzz::check_spans(&diagnostics, &text);
});
