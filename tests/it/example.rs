//! The example SMS is what people copy from: it has nothing to report.

use clausebook::diag::Severity;
use clausebook::pipeline;

use crate::rules::describe;
use crate::support::{Sms, package, read_folder};

#[test]
fn the_example_is_clean_at_the_level_of_warnings() {
    let mut sms = Sms::default();
    sms.files.extend(read_folder(&package("example-sms"), &["md", "yml", "svg"]));
    let inputs = sms.inputs();
    let found = pipeline::check(&inputs).diagnostics;
    let bad: Vec<String> =
        found.iter().filter(|it| it.severity >= Severity::Warning).map(|it| describe(it, &inputs).to_string()).collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    let notes: Vec<String> = found.iter().map(|it| describe(it, &inputs).to_string()).collect();
    println!("{}", notes.join("\n"));
}
