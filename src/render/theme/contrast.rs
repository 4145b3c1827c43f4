//! Contrast of the colours in `tokens.css`, computed as WCAG 2.2 says. Tests only.

use std::collections::BTreeMap;

use super::FILES;

type Tokens = BTreeMap<String, String>;

fn tokens(css: &str, selector: &str) -> Tokens {
    let block = css.split(selector).nth(1).unwrap().split_once('{').unwrap().1.split_once('}').unwrap().0;
    let pairs = block.split(';').filter_map(|pair| pair.trim().strip_prefix("--")?.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

fn luminance(colour: &str) -> f64 {
    let digits = colour.strip_prefix('#').unwrap();
    let digits: String =
        if digits.len() == 3 { digits.chars().flat_map(|digit| [digit, digit]).collect() } else { digits.to_owned() };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn ratio(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Text, ground, least ratio.
const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", 7.0),
    ("ink-2", "paper", 7.0),
    ("ink-3", "paper", 4.5),
    ("ink-3", "wash", 4.5),
    ("ink-3", "sunk", 4.5),
    ("link", "paper", 4.5),
    ("link", "wash", 4.5),
    ("link", "accent-wash", 4.5),
    ("link-h", "paper", 4.5),
    ("accent", "paper", 4.5),
    ("on-accent", "accent", 4.5),
    ("ok", "paper", 4.5),
    ("ok", "wash", 4.5),
    ("ok", "ok-wash", 4.5),
    ("info", "paper", 4.5),
    ("warn", "paper", 4.5),
    ("warn", "warn-wash", 4.5),
    ("bad", "paper", 4.5),
    ("bad", "bad-wash", 4.5),
    ("cov", "paper", 4.5),
    ("cov", "wash", 4.5),
    ("ins", "ins-bg", 4.5),
    ("ins", "wash", 4.5),
    ("del", "del-bg", 4.5),
    ("del", "wash", 4.5),
    ("edge", "paper", 3.0),
    ("heat-2", "paper", 3.0),
    ("heat-3", "paper", 3.0),
];

#[test]
fn every_pair_has_its_contrast_in_both_themes() {
    let css = FILES.iter().find(|(path, _)| *path == "css/tokens.css").unwrap().1;
    let css = std::str::from_utf8(css).unwrap();
    let light = tokens(css, ":root,:root[data-theme=light]");
    let system = tokens(css, "@media (prefers-color-scheme:dark){:root:not([data-theme=light])");
    let dark = tokens(css, "}}\n:root[data-theme=dark]");
    assert_eq!(system, dark, "the two dark themes differ");
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
    let old = |base: &Tokens, papers: [&str; 3]| {
        let mut tokens = base.clone();
        tokens.extend(["paper", "wash", "sunk"].map(str::to_owned).into_iter().zip(papers.map(str::to_owned)));
        tokens
    };
    let (old_light, old_dark) = (old(&light, ["#f5f6f7", "#ebedf0", "#e3e6ea"]), old(&dark, ["#171b20", "#1e232a", "#262c34"]));
    assert!(
        css.contains("--paper:#f5f6f7;--wash:#ebedf0;--sunk:#e3e6ea")
            && css.contains("--paper:#171b20;--wash:#1e232a;--sunk:#262c34")
    );
    for (name, tokens) in [("light", light), ("dark", dark), ("old light", old_light), ("old dark", old_dark)] {
        for (text, ground, least) in PAIRS {
            let found = ratio(&tokens[*text], &tokens[*ground]);
            assert!(found >= *least, "{name}: {text} on {ground} has {found:.2}, wants {least}");
        }
    }
}
