//! What a user's theme brings besides texts, and levels of what goes wrong in it.
#![expect(clippy::disallowed_methods, reason = "fonts are copied by the program, on real folders")]

use std::process::Command;

use clausebook::diag::Severity;

use crate::built::build;
use crate::support::{SETTINGS, Sms};

const FONT: &str = "assets/fonts/ibm-plex-mono-latin-400-normal.woff2";

#[test]
fn fonts_and_pictures_reach_the_site_and_what_browsers_run_does_not() {
    let mut sms = Sms::default();
    sms.files.insert(String::from("a.md"), String::from("Text.\n"));
    sms.files.insert(String::from("theme/fonts/LICENSE-own.txt"), String::from("Free.\n"));
    for (path, size) in [
        ("theme/fonts/own.woff2", "10"),
        ("theme/fonts/ibm-plex-mono-latin-400-normal.woff2", "10"),
        ("theme/assets/img/logo.png", "10"),
        ("theme/assets/img/Logo.png", "10"),
        ("theme/assets/film.swf", "10"),
        ("theme/assets/photo.jpg", "30000000"),
        ("theme/logo.png", "10"),
        ("theme/.hidden.png", "10"),
    ] {
        sms.sized(path, size);
    }
    let built = build(&sms.inputs());
    for path in ["assets/fonts/own.woff2", "assets/img/Logo.png", "assets/fonts/LICENSE-own.txt"] {
        assert!(built.files.contains_key(path), "{path}");
    }
    // A copied file has no bytes here: the user's font stands in place of the built-in one.
    assert!(built.files[FONT].is_empty());
    assert!(!built.files[&FONT.replace("mono-latin-400-normal", "sans-latin-wght-normal")].is_empty());
    for path in ["assets/film.swf", "assets/photo.jpg", "assets/img/logo.png", "assets/logo.png", "assets/.hidden.png"] {
        assert!(!built.files.contains_key(path), "{path}");
    }
    let found = built.diagnostics.iter().filter(|it| it.code.name == "theme-error");
    let found: Vec<(&str, &str)> = found.map(|it| (it.at.path.as_str(), it.message.as_str())).collect();
    let wanted = [
        ("theme/assets/film.swf", "this file is not published: "),
        ("theme/assets/img/logo.png", "its address is that of `theme/assets/img/Logo.png`"),
        ("theme/assets/photo.jpg", "it has 30000000 bytes, and the limit is 20971520"),
        ("theme/logo.png", "it belongs into `theme/fonts/` or `theme/assets/`"),
    ];
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for ((path, message), (at, words)) in found.iter().zip(wanted) {
        assert!(*path == at && message.contains(words), "{path}: {message}");
    }
}

#[test]
fn the_program_copies_the_bytes_of_a_font() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = b"wOF2\0\xff\xfe\x80";
    std::fs::write(folder.path().join("clausebook.yml"), SETTINGS).unwrap();
    std::fs::create_dir_all(folder.path().join("theme/fonts")).unwrap();
    std::fs::write(folder.path().join("theme").join(FONT.trim_start_matches("assets/")), bytes).unwrap();
    let program = env!("CARGO_BIN_EXE_clausebook");
    let output = Command::new(program).args(["build", "--quiet"]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(std::fs::read(folder.path().join("_site").join(FONT)).unwrap(), bytes, "{said}");
}

#[test]
fn settings_decide_how_bad_a_template_is_that_fails_while_pages_are_made() {
    let of = |level: &str| {
        let mut sms = Sms::default();
        sms.files.insert(String::from("a.md"), String::from("Text.\n"));
        sms.files.insert(String::from("clausebook.yml"), format!("{SETTINGS}rules: {{theme-error: {level}}}\n"));
        sms.files.insert(String::from("theme/templates/home.html"), String::from("{{ page.nothing.at_all }}"));
        let built = build(&sms.inputs());
        let found = built.diagnostics.iter().filter(|it| it.code.name == "theme-error");
        found.map(|it| it.severity).collect::<Vec<_>>()
    };
    assert_eq!((of("note"), of("error"), of("allow")), (vec![Severity::Note], vec![Severity::Error], vec![]));
}
