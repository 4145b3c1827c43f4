use proptest::prelude::*;

use super::diagram;

/// Parts the site's policy or a careless writer of XML would not survive.
fn check(svg: &str) {
    for bad in ["<style", "style=", "<script", "foreignObject", "href", "url(", "onload=", "&nbsp;", "--\u{0}"] {
        assert!(!svg.contains(bad), "{bad} in {svg}");
    }
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    let bare = svg.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").replace("&quot;", "");
    assert!(!bare.contains('&'));
    assert_eq!(svg.matches("<text ").count(), svg.matches("</text>").count());
    assert!(svg.split('<').skip(1).all(|tag| tag.contains('>')));
}

#[test]
fn a_chart_is_named_and_described() {
    let source = "%% title: x\n\n---\nconfig: 1\n---\n%%{init: {}}%%\nflowchart LR\r\n  A[Record \"it\"] -->|at <once> & well| B";
    let svg = diagram(source, "Flow & <more>", "fig\"1").expect("a drawing");
    check(&svg);
    assert!(svg.contains("role=\"img\" aria-labelledby=\"fig&quot;1-t fig&quot;1-d\""));
    assert!(svg.contains("<title id=\"fig&quot;1-t\">Flow &amp; &lt;more&gt;</title>"));
    assert!(svg.contains("Lines: from Record &quot;it&quot; to B (at &amp; well)."), "{svg}");
    assert_eq!(Ok(svg), diagram(source, "Flow & <more>", "fig\"1"));
}

#[test]
fn hostile_labels_stay_text() {
    let source = "flowchart TD\n a[\"<img src=x onerror=alert(1)>&lt;script&gt;alert(1)#lt;/script#gt;\"] --> b[\"x' style='y\"]\n \
                  click a href \"javascript:alert(1)\"";
    let svg = diagram(source, "t", "d").expect("a drawing");
    check(&svg.replace("style=&#39;", "").replace("style='", ""));
    assert!(svg.contains("&lt;script&gt;"));
    let svg = diagram("sequenceDiagram\n A->>B: </text><script>alert(1)</script>\u{1}\u{202e}x", "t", "d").expect("a drawing");
    check(&svg);
}

#[test]
fn what_cannot_be_drawn_is_said_in_words() {
    let refuse = |source: &str| diagram(source, "t", "d").expect_err("a refusal");
    assert_eq!(refuse(""), "it is empty");
    assert_eq!(refuse("pie\n \"a\": 1"), "pie is not supported; flowchart, sequenceDiagram and stateDiagram are");
    assert_eq!(refuse("%% only\n"), "it is empty");
    assert_eq!(refuse("---\nopen"), "its settings have no closing ---");
    assert!(refuse(&"x".repeat(30_000)).contains("20 KB"));
}

#[test]
fn hostile_sources_end_soon() {
    let star: String = (1..200).map(|n| format!("n0-->|l{n}|n{n}\n")).collect();
    let chain: String = (1..200).map(|n| format!("n{}-->n{n}\n", n - 1)).collect();
    let back: String = (2..200).map(|n| format!("n{n}-->|no|n{}\n", n % 7)).collect();
    let dense: String = (0..400).map(|n| format!("n{}-->|label|n{}\n", n * 7 % 40, n * 13 % 41)).collect();
    let ladder: String = (0..60).map(|n| format!("a{n} & b{n} & c{n} --> a{0} & b{0} & c{0}\n", n + 1)).collect();
    let squares = "flowchart TD\n".to_owned() + &"subgraph x\n".repeat(50);
    let lanes: String = (0..400).map(|n| format!("a -->|{n}| b\n")).collect();
    let all = [star, chain.clone(), chain + &back, dense, ladder, lanes];
    for (at, body) in all.iter().enumerate() {
        for direction in ["TD", "LR"] {
            if let Ok(svg) = diagram(&format!("flowchart {direction}\n{body}"), "t", "d") {
                check(&svg);
                assert!(svg.len() < 2_000_000, "{at}");
            }
        }
    }
    for source in [
        squares,
        "flowchart TD\n a".to_owned() + &"[".repeat(19_000),
        "flowchart TD\n a".to_owned() + &"-".repeat(19_000),
        "flowchart TD\n ".to_owned() + &"a & ".repeat(4_900),
        "flowchart TD\n a[\"".to_owned() + &"W".repeat(19_000) + "\"]",
        "flowchart TD\n a[".to_owned() + &"&lt".repeat(6_000) + "]",
        "sequenceDiagram\n".to_owned() + &"A->>A: x\n".repeat(2_000),
        "sequenceDiagram\n".to_owned() + &"loop x\nA->>B: y\nend\n".repeat(130),
        "sequenceDiagram\n".to_owned() + &"-".repeat(19_000),
        "stateDiagram-v2\n".to_owned() + &"state A {\n".repeat(1_000),
    ] {
        if let Ok(svg) = diagram(&source, "t", "d") {
            check(&svg);
        }
    }
}

proptest! {
    #[test]
    fn no_source_panics(
        head in prop_oneof![Just("flowchart TD\n"), Just("sequenceDiagram\n"), Just("stateDiagram\n"), Just("")],
        words in proptest::collection::vec(
            prop_oneof![
                Just("a".to_owned()), Just("b[x]".to_owned()), Just("-->".to_owned()), Just("->>".to_owned()), Just("--".to_owned()),
                Just("|".to_owned()), Just("\n".to_owned()), Just("end\n".to_owned()), Just("subgraph a\n".to_owned()), Just("{".to_owned()),
                Just("}".to_owned()), Just("alt x\n".to_owned()), Just("Note over a,b: x\n".to_owned()), Just(": é".to_owned()),
                Just("@{".to_owned()), Just("[*]".to_owned()), Just("state x {\n".to_owned()), Just("-.".to_owned()), Just(";".to_owned()),
                Just("&".to_owned()), Just("~~~".to_owned()), "\\PC{0,4}".prop_map(|s| s),
            ],
            0..24,
        ),
    ) {
        if let Ok(svg) = diagram(&format!("{head}{}", words.join(" ")), "t", "d") {
            prop_assert!(svg.ends_with("</svg>"));
        }
    }
}
