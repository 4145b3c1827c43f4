//! The preview end to end, in Chromium: `tests/browser/live.mjs` edits a handbook on the disk and looks at what the browser shows.
#![expect(clippy::disallowed_methods, reason = "this test runs other programs")]

use std::process::Command;

use crate::browser::ready;

#[test]
fn the_preview_keeps_up_in_a_browser() {
    let Some(folder) = ready() else { return };
    let output = Command::new("node").arg(folder.join("live.mjs")).arg(env!("CARGO_BIN_EXE_clausebook")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "the preview does not keep up");
}
