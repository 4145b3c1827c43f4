//! The faults of `tests/broken-sms`, laid over the example as patches: exactly what the patches say is found, and nothing else.

use std::collections::BTreeSet;

use clausebook::diag::Severity;

use crate::example::{example, reports};
use crate::support::{Sms, package, read_folder};

/// The patches, by name.
fn patches() -> Vec<(String, String)> {
    let all = read_folder(&package("tests/broken-sms"), &["patch"]);
    all.into_iter().filter(|(name, _)| name.ends_with(".patch")).collect()
}

/// What a patch expects.
fn expected(patch: &str) -> impl Iterator<Item = String> + '_ {
    patch.lines().filter_map(|line| line.strip_prefix("expect: ")).map(str::to_owned)
}

/// Lays a patch over the files. Where a change goes is told by the lines around it, which have to stand there once.
fn lay(sms: &mut Sms, name: &str, patch: &str) {
    let mut path = String::new();
    let mut lines = patch.lines().peekable();
    let mut hunks = 0;
    while let Some(line) = lines.next() {
        if let Some(to) = line.strip_prefix("+++ b/") {
            to.clone_into(&mut path);
        }
        if !line.starts_with("@@ ") {
            continue;
        }
        let (mut old, mut new) = (String::new(), String::new());
        while let Some(line) = lines.next_if(|it| it.starts_with([' ', '-', '+']) && !it.starts_with("--- ")) {
            let (sign, text) = line.split_at(1);
            for side in [(sign != "+").then_some(&mut old), (sign != "-").then_some(&mut new)].into_iter().flatten() {
                side.push_str(text);
                side.push('\n');
            }
        }
        hunks += 1;
        if old.is_empty() {
            assert!(sms.files.insert(path.clone(), new).is_none(), "{name}: {path} is there already");
            continue;
        }
        let text = sms.files.get_mut(&path).unwrap_or_else(|| panic!("{name}: the example has no {path}"));
        assert_eq!(text.matches(&old).count(), 1, "{name}: in {path} there has to be once\n{old}");
        *text = text.replacen(&old, &new, 1);
    }
    assert!(hunks > 0, "{name} changes nothing");
}

#[test]
fn the_faults_are_found_and_nothing_else() {
    let mut sms = example();
    let own: BTreeSet<String> = reports(&sms, Severity::Note).into_iter().collect();
    let patches = patches();
    assert!(patches.len() > 10, "only {} patches were found", patches.len());
    let mut wanted: Vec<String> = Vec::new();
    for (name, patch) in &patches {
        lay(&mut sms, name, patch);
        assert!(expected(patch).next().is_some(), "{name} expects nothing");
        wanted.extend(expected(patch));
    }
    let mut found = reports(&sms, Severity::Note);
    found.retain(|it| !own.contains(it));
    found.sort();
    wanted.sort();
    let missing: Vec<&String> = wanted.iter().filter(|it| !found.contains(it)).collect();
    let unexpected: Vec<&String> = found.iter().filter(|it| !wanted.contains(it)).collect();
    assert!(missing.is_empty() && unexpected.is_empty(), "missing {missing:#?}\nunexpected {unexpected:#?}");
    assert_eq!(found.len(), wanted.len(), "something is found twice");
}

#[test]
fn a_patch_that_no_longer_fits_is_an_error() {
    let lay_into = |text: &str| {
        let mut sms = Sms::default();
        sms.files.insert(String::from("a.md"), text.to_owned());
        std::panic::catch_unwind(move || {
            lay(&mut sms, "x", "why\n\n--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n");
            sms.files["a.md"].clone()
        })
    };
    assert_eq!(lay_into("zero\none\ntwo\n").unwrap(), "zero\none\nthree\n");
    assert!(lay_into("one\nthree\n").is_err() && lay_into("one\ntwo\none\ntwo\n").is_err());
}
