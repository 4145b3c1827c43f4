//! The example SMS is what people copy from: it has nothing to report. What is found in it when it has faults is in `broken`.

use clausebook::diag::Severity;
use clausebook::pipeline;

use crate::rules::describe;
use crate::support::{Sms, package, read_folder};

pub(crate) fn example() -> Sms {
    let mut sms = Sms::default();
    sms.files.extend(read_folder(&package("example-sms"), &["md", "yml", "svg"]));
    sms
}

/// All diagnostics as `FILE: LEVEL: CODE: MESSAGE`, without notes unless wanted.
pub(crate) fn reports(sms: &Sms, least: Severity) -> Vec<String> {
    let inputs = sms.inputs();
    let found = pipeline::check(&inputs).diagnostics;
    found.iter().filter(|it| it.severity >= least).map(|it| describe(it, &inputs).to_string()).collect()
}

#[test]
fn the_example_is_clean_at_the_level_of_warnings() {
    let found = reports(&example(), Severity::Warning);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_empty_handbook_is_told_all_it_lacks_and_nothing_twice() {
    let mut sms = Sms::default();
    sms.files.insert("clausebook.yml".to_owned(), "organization: Example\ntitle: Handbook\n".to_owned());
    let found = reports(&sms, Severity::Note);
    assert_eq!(found.len(), 62, "{found:#?}");
    assert!(found.iter().all(|it| it.contains("error: clause-gap: ")), "{found:#?}");
}
