//! Any text as a document: facts whose spans lie in it.
#![no_main]

use clausebook::syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = syntax::parse(text);
    clausebook_fuzz::check_spans(&parsed.diagnostics, text);
    for section in &parsed.outline {
        clausebook_fuzz::check_span(section.span, text, "outline");
    }
    for reference in &parsed.references {
        clausebook_fuzz::check_span(reference.span, text, "reference");
    }
    assert_eq!(parsed, syntax::parse(text), "the same text gives the same facts");
});
