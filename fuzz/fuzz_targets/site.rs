//! A whole system from one text: diagnostics with valid places, and every page can be made, twice the same.
#![no_main]

use clausebook::pipeline::{self, Memo};
use clausebook::source::Editions;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let inputs = clausebook_fuzz::inputs(clausebook_fuzz::files(text));
    let outcome = pipeline::build(&Editions::of_draft(inputs.clone()), &Memo::new());
    clausebook_fuzz::check_places(outcome.diagnostics(), &inputs);
    let files = outcome.files;
    let mut addresses: Vec<String> = files.iter().map(|file| file.path.as_str().to_lowercase()).collect();
    addresses.sort();
    let count = addresses.len();
    addresses.dedup();
    assert_eq!(count, addresses.len(), "two files have one address");
    for file in &files {
        // The pages of clauses are many and depend on the text only by what the matrix shows as well.
        if !file.path.as_str().starts_with("clauses/") || file.path.as_str().ends_with("index.html") {
            assert_eq!((file.make)(), (file.make)(), "{} is not made the same twice", file.path);
        }
    }
});
