use proptest::prelude::*;

use super::*;

/// As the grammar alone has it.
fn by_grammar(code: &str) -> String {
    coloured(code, syntax("yaml").unwrap()).unwrap()
}

/// Pieces of lines as people write them, and what may disturb them.
const PIECES: [&str; 48] = [
    "id",
    "key",
    "a b",
    "yes",
    "null",
    "off",
    "NO",
    "0",
    "7",
    "012",
    "1_0",
    "12:30",
    "2026-02-01",
    "2026-2-1",
    "1.5",
    ".inf",
    "~",
    ":",
    ": ",
    " :",
    "- ",
    "-",
    "--",
    "---",
    "# c",
    " # d",
    "#e",
    " ",
    "  ",
    "\t",
    "\"q\"",
    "'s'",
    "\"a",
    "'",
    "\\",
    "|",
    ">-",
    "[",
    "]",
    "{x: y}",
    "&a ",
    "*a",
    "!t ",
    "? ",
    "%x",
    "é",
    "\u{a0}",
    "...",
];

proptest! {
    #[test]
    fn short_ways_through_yaml_lead_where_the_grammar_does(lines in proptest::collection::vec(line(), 1..6)) {
        let code = lines.concat();
        prop_assert_eq!(highlight(&code, "yaml"), by_grammar(&code), "{:?}", code);
    }
}

fn line() -> impl Strategy<Value = String> {
    let value = proptest::sample::select(vec![
        "word",
        "two words",
        "a.b/c-d_e",
        "yes",
        "null",
        "7",
        "0",
        "2026-02-01",
        "\"q r\"",
        "'s # t'",
        "",
        "~",
        "-1",
        "[a, b]",
        "|",
    ]);
    let usual = ("[ ]{0,4}", "(- ){0,2}", "([a-z]{1,4}:)?", " {0,2}", value, "( {0,2}#[ a-z:#]{0,5})?")
        .prop_map(|(a, b, c, d, e, f)| format!("{a}{b}{c}{d}{e}{f}"));
    let wild = proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..7).prop_map(|it| it.concat());
    (prop_oneof![3 => usual, 2 => wild], proptest::bool::weighted(0.9))
        .prop_map(|(line, ends)| if ends { line + "\n" } else { line })
}

#[test]
fn most_lines_take_the_short_way() {
    let mut out = String::new();
    let mut spans = Spans::new(&mut out);
    for line in ["id: PRC-013  # address\n", "key:\n", "  - name: two words # 7\n", "\n", "- \"x\"", "a: 2026-02-01", "# c\n"] {
        assert!(yaml::write(&mut spans, line), "{line:?}");
    }
    for line in ["a: [b]\n", "a: |\n", "\tb\n", "a: b: c\n", "\"a\": b\n", "a: \"b\\n\"\n", "...\n", "? a\n"] {
        assert!(!yaml::write(&mut spans, line), "{line:?}");
    }
}

#[test]
fn front_matter_has_colours() {
    let code = "---\nid: PRC-013  # address\nclauses: [8.6.1, {clause: \"iso:A.5\", coverage: partial}]\neffective: 2026-02-01\n";
    let html = highlight(code, "yaml");
    assert!(html.contains("<span class=\"hv\">id</span>"), "{html}");
    assert!(html.contains("<span class=\"hc\"># address</span>"), "{html}");
    assert!(html.contains("<span class=\"hv\">clause</span>"), "{html}");
    assert!(html.contains("<span class=\"hs\">&quot;iso:A.5&quot;</span>"), "{html}");
    assert!(html.contains("<span class=\"hn\">2026-02-01</span>"), "{html}");
}

#[test]
fn the_text_is_left_as_it_is() {
    let samples = [
        ("ini", "[a]\nb = c ; d\n"),
        ("hcl", "a = \"b\" # c\n"),
        ("PS1", "param([string]$Name)\n  Write-Output \"$Name <b>\"  \n\n"),
        ("rust", "fn main() {\n    let x: u32 = 1; // <b>\n}"),
        ("json", "{\"a\": [1, true, null], \"b\": \"c\"}\n"),
        ("bash", "for f in *.md; do\n  echo \"$f\" | grep -v '&'\ndone\n"),
        ("sql", "SELECT * FROM incidents WHERE priority = 1;\n"),
        ("toml", "[a]\nb = \"c\" # d\n"),
        ("powershell", "Get-Service | Where-Object { $_.Status -eq 'Running' }\n"),
        ("dockerfile", "FROM alpine:3\nRUN apk add git\n"),
        ("terraform", "resource \"a\" \"b\" {\n  count = 2\n}\n"),
        ("diff", "--- a\n+++ b\n-old\n+new\n"),
        ("xml", "<a b=\"c\">&amp;</a>\n"),
        ("python", "def f(x):\n    return f\"{x!r}\"\n"),
        ("markdown", "# A\n\n*b* `c`\n"),
        ("no-such", "<x>\n"),
        ("", "<x>\n"),
    ];
    for (language, code) in samples {
        let html = highlight(code, language);
        let mut text = String::new();
        let mut rest = html.as_str();
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            let end = rest.find('>').unwrap();
            let tag = &rest[at..=end];
            assert!(tag == "</span>" || tag.starts_with("<span class=\"h"), "{tag}");
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
        assert_eq!(text, crate::render::escape::escape(code), "{language}");
        assert_eq!(html.contains("<span"), !matches!(language, "no-such" | ""), "{language}: {html}");
    }
}

#[test]
fn what_is_too_large_stays_plain() {
    assert!(!highlight(&"a: 1\n".repeat(50_000), "yaml").contains("<span"));
    assert!(!highlight(&"a: b ".repeat(1_000), "yaml").contains("<span"));
}
