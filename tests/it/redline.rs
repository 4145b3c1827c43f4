//! Redlines as a careful editor would draw them: `tests/redline/*.md`, each a sentence that says what is to be seen, a text before,
//! the text after, and the redline in its notation (`{+came+}`, `[-went-]`, `{>moved here<}`, `[>moved away<]`). With
//! `BLESS=1` the redlines are written anew, to be read one by one.
#![expect(clippy::disallowed_methods, reason = "the cases can be written anew, and a bound of time is asserted")]

use clausebook::redline::{Pens, compare};

use crate::support::{package, read_folder};

/// The parts of a case: what stands above, the texts, and the redline.
fn parts(text: &str) -> [String; 4] {
    let mut parts = [String::new(), String::new(), String::new(), String::new()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match line.trim_end() {
            "=== before" => at = 1,
            "=== after" => at = 2,
            "=== redline" => at = 3,
            _ => parts[at].push_str(line),
        }
    }
    parts
}

#[test]
fn redlines_are_what_a_careful_editor_would_draw() {
    let folder = package("tests/redline");
    let cases = read_folder(&folder, &["md"]);
    assert!(cases.len() >= 30, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for (name, text) in cases {
        let [says, before, after, expected] = parts(&text);
        assert!(says.trim().ends_with('.') && !before.is_empty() && !after.is_empty(), "{name}");
        let drawn = compare(&before, &after).plain(Pens::PLAIN);
        if std::env::var_os("BLESS").is_some() {
            let text = format!("{says}=== before\n{before}=== after\n{after}=== redline\n{drawn}");
            std::fs::write(folder.join(&name), text).unwrap();
        } else if drawn != expected {
            wrong.push(format!("{name}: {}\n--- expected\n{expected}--- drawn\n{drawn}", says.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Text of about this many bytes, of words that a small generator picks.
fn noise(seed: u64, bytes: usize, words: u64, between: &dyn Fn(u64) -> &'static str) -> String {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut text = String::with_capacity(bytes + 16);
    while text.len() < bytes {
        text.push_str(&format!("w{}", next() % words));
        text.push_str(between(next()));
    }
    text
}

#[test]
fn the_largest_documents_cost_a_bounded_time() {
    const MIB: usize = 200_000;
    let row = |n: u64| if n.is_multiple_of(4) { " |\n| " } else { " | " };
    let table = |seed| format!("| a | b | c | d |\n|---|---|---|---|\n| {}", noise(seed, MIB, 5_000, &row));
    let prose = |n: u64| if n.is_multiple_of(60) { ".\n\n" } else { " " };
    let cases = [
        ("one paragraph", noise(1, MIB, 3, &|_| " "), noise(2, MIB, 3, &|_| " ")),
        ("table", table(1), table(2)),
        ("prose", noise(1, MIB, 3_000, &prose), noise(2, MIB, 3_000, &prose)),
        ("short paragraphs", noise(1, MIB, 40, &|_| "\n\n"), noise(2, MIB, 40, &|_| "\n\n")),
        ("items", noise(1, MIB, 400, &|_| "\n- "), noise(2, MIB, 400, &|_| "\n- ")),
        ("emphasis", noise(1, MIB, 40, &|_| "* *"), noise(2, MIB, 40, &|_| "** **")),
        (
            "turned round",
            (0..12_000).map(|n| format!("p{n} q r s t\n\n")).collect(),
            (0..12_000).rev().map(|n| format!("p{n} q r s t\n\n")).collect(),
        ),
    ];
    for (name, old, new) in cases {
        let start = std::time::Instant::now();
        let redline = compare(&old, &new);
        let text = redline.plain(Pens::PLAIN);
        assert!(!text.is_empty(), "{name}");
        // Far above what it costs (a second in a release), so that only what grows without bound fails.
        println!("{name}: {:?}, coarse: {}", start.elapsed(), redline.is_coarse);
        assert!(start.elapsed().as_secs() < 60, "{name}: {:?}", start.elapsed());
    }
}
