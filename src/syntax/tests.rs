use proptest::prelude::*;

use super::*;

fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed.diagnostics.iter().map(|it| it.code.name).collect()
}

fn shapes(text: &str) -> Vec<String> {
    let whole = Span::new(0, text.len());
    events(text, whole)
        .items
        .iter()
        .map(|item| match &item.event {
            Event::Start(tag) => format!("{:?}", tag.to_end()).to_lowercase(),
            Event::End(tag) => format!("/{tag:?}").to_lowercase(),
            Event::Text(text) => format!("'{text}'"),
            Event::Code(text) => format!("`{text}`"),
            Event::Value(name) => format!("{{{name}}}"),
            Event::Open(element) => format!("<{}>", element.name),
            Event::Close(name) => format!("</{name}>"),
            Event::Void(name) => format!("<{name}/>"),
            Event::Task(done) => format!("[{done}]"),
            Event::FootnoteReference(label) => format!("^{label}"),
            Event::SoftBreak => "~".to_owned(),
            Event::HardBreak => "\\".to_owned(),
            Event::Rule => "---".to_owned(),
        })
        .collect()
}

/// The events of one paragraph, without the paragraph.
fn line(text: &str) -> String {
    let shapes = shapes(text);
    shapes[1..shapes.len() - 1].join(" ")
}

#[test]
fn values_are_found_in_text_only() {
    assert_eq!(line("a {{ p1.respond }} b{{x_y}}"), "'a ' {p1.respond} ' b' {x_y}");
    assert_eq!(line("\\{{ x }} `{{ x }}` \\\\{{ x }}"), "'{{ x }} ' `{{ x }}` ' ' '\\' {x}");
    assert_eq!(line("\\{{ x }} {{ y }}"), "'{{ x }} ' {y}");
    assert_eq!(line("{{ a b }} {{}} {{ x }"), "'{{ a b }} {{}} {{ x }'");
    assert_eq!(line("{{{ x }}}"), "'{' {x} '}'");
    assert_eq!(line("*{{ x }}* [{{ x }}](u)"), "emphasis {x} /emphasis ' ' link {x} /link");
    assert_eq!(shapes("    {{ x }}\n"), ["codeblock", "'{{ x }}\n'", "/codeblock"]);
    assert_eq!(line("a <code>{{ x }}</code> {{ x }}"), "'a ' <code> '{{ x }}' </code> ' ' {x}");
}

#[test]
fn bare_addresses_are_links() {
    assert_eq!(line("see https://x.y/a_(b)_c?d=e&f, or"), "'see ' link 'https://x.y/a_(b)_c?d=e&f' /link ', or'");
    assert_eq!(line("(http://x.y/a)."), "'(' link 'http://x.y/a' /link ').'");
    assert_eq!(line("xhttp://a ftp://b http:// [http://c](d)"), "'xhttp://a ftp://b http:// ' link 'http://c' /link");
    assert_eq!(line("https://x/{{ v }}"), "link 'https://x/' /link {v}");
    assert_eq!(line("ä://http://é.example/ü x"), "'ä://' link 'http://é.example/ü' /link ' x'");
}

#[test]
fn wiki_links_are_taken_apart() {
    let text = "| a |\n|---|\n| [[PRO-1#esc\\|the *esc*]] [[iso:A.5.24]] |\n\n[[ ÜB-1 # x y ]] [[#top]] [[A|]] ![[b.png]]\n";
    let parsed = parse(text);
    let seen: Vec<String> = parsed
        .references
        .iter()
        .map(|it| match &it.kind {
            ReferenceKind::Wiki { target, anchor, labelled } => {
                assert_eq!(target.span.text(text), target.value);
                let anchor = anchor.as_ref().map(|anchor| {
                    assert_eq!(anchor.span.text(text), anchor.value);
                    anchor.value.as_str()
                });
                format!("{}#{}|{}{}", target.value, anchor.unwrap_or("-"), it.label, if *labelled { "!" } else { "" })
            }
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(seen, ["PRO-1#esc|the esc!", "iso:A.5.24#-|", "ÜB-1#x y|", "#top|", "A#-|", "Image { url: \"b.png\" }"]);
    assert_eq!(parsed.references[0].sentence, "the esc iso:A.5.24");
    assert_eq!(&parsed.references[1].sentence[parsed.references[1].at..], "iso:A.5.24");
}

#[test]
fn references_know_their_sentence_and_section() {
    let text = "# T\n\nIntro. See [[A-1]] now.\n\n## One\n\n- First. Then [b](b.md), and\n  more. Last.\n\n| x | y |\n|---|---|\n| P1 | {{ t.p1 }} |\n";
    let parsed = parse(text);
    let seen: Vec<_> =
        parsed.references.iter().map(|it| (it.section, it.sentence.as_str(), &it.sentence[it.at..it.at + 1])).collect();
    assert_eq!(seen, [(Some(0), "See A-1 now.", "A"), (Some(1), "Then b, and more.", "b"), (Some(1), "P1 · {{ t.p1 }}", "{")]);
    let blocks: Vec<_> = parsed.blocks.iter().map(|it| (it.kind, it.text.as_str())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Paragraph, "Intro. See A-1 now."),
            (BlockKind::Item, "First. Then b, and more. Last."),
            (BlockKind::Head, "x · y"),
            (BlockKind::Row, "P1 · {{ t.p1 }}"),
        ]
    );
    assert_eq!(parsed.lead.as_deref(), Some("Intro. See A-1 now."));
    assert_eq!(parsed.title.unwrap().value, "T");
}

#[test]
fn rows_have_cells_with_their_places() {
    let text = "| | A b | |\n|--|--|--|\n| \u{a0}1 | | [[X]]  {{ v }} |\n| |  | |\n\n| | |\n|--|--|\n| c | d | e |\n";
    let parsed = parse(text);
    let cells = |at: usize| -> Vec<(String, &str)> {
        let block = &parsed.blocks[at];
        block
            .cells
            .iter()
            .map(|it| (block.text[it.range.clone()].to_owned(), it.span.text(text).trim_matches(['|', ' '])))
            .collect()
    };
    let cell = |shown: &str, source| (shown.to_owned(), source);
    let kinds: Vec<BlockKind> = parsed.blocks.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [BlockKind::Head, BlockKind::Row, BlockKind::Head, BlockKind::Row]);
    assert_eq!(cells(0), [cell("", ""), cell("A b", "A b"), cell("", "")]);
    assert_eq!(cells(1), [cell("1", "\u{a0}1"), cell("", ""), cell("X {{ v }}", "[[X]]  {{ v }}")]);
    assert_eq!(cells(2), [cell("", ""), cell("", "")]);
    assert_eq!(cells(3), [cell("c", "c"), cell("d", "d")]);
}

#[test]
fn headings_get_anchors_tags_and_numbers() {
    let text = "# Title\n\n## *Who* {{ x }} does {#who clauses=\"8.6.1 10.1.1\" note=\"a *b* c\"}\n\n#### Deep\n\n> ## Quoted\n\nWho does\n---\n\n## Who does\n## Who {#who-does}\n## Who {#who}\n## !\n";
    let parsed = parse(text);
    let seen: Vec<_> =
        parsed.outline.iter().map(|it| (it.level, it.depth, it.number.as_str(), it.anchor.as_str(), it.title.as_str())).collect();
    assert_eq!(
        seen,
        [
            (1, 1, "", "title", "Title"),
            (2, 2, "1", "who", "Who {{ x }} does"),
            (4, 3, "1.1", "deep", "Deep"),
            (2, 2, "", "quoted", "Quoted"),
            (2, 2, "2", "who-does-1", "Who does"),
            (2, 2, "3", "who-does-2", "Who does"),
            (2, 2, "4", "who-does", "Who"),
            (2, 2, "5", "who-1", "Who"),
            (2, 2, "6", "section", "!"),
        ]
    );
    let tags: Vec<_> = parsed.outline[1].tags.iter().map(|tag| tag.span.text(text)).collect();
    assert_eq!(tags, ["8.6.1", "10.1.1"]);
    assert_eq!(parsed.outline[1].note.as_deref(), Some("a *b* c"));
    assert_eq!(codes(&parsed), ["invalid-link-tag"]);
    assert_eq!(parsed.references.len(), 1);
}

#[test]
fn sections_of_a_document_of_level_one_headings_stay_apart() {
    let parsed = parse("Intro\n\n# A\n\n## A.1\n\n# B\n");
    let seen: Vec<_> = parsed.outline.iter().map(|it| (it.depth, it.number.as_str())).collect();
    assert_eq!(seen, [(2, "1"), (3, "1.1"), (2, "2")]);
}

#[test]
fn html_is_made_anew_and_balanced() {
    for (text, events, dropped) in [
        ("a <b onclick=x>c", "'a ' <b> 'c' </b>", 1),
        ("<kbd>x</kbd><br><wbr/>", "<kbd> 'x' </kbd> <br/> <wbr/>", 0),
        ("a <script>x *y*</script> b", "'a ' ' b'", 1),
        ("a <title> b *c*", "'a ' ' b ' emphasis 'c' /emphasis", 1),
        ("a <div>b</div>", "'a ' 'b'", 1),
        ("*a <i>b* c</i>", "emphasis 'a ' <i> 'b' </i> /emphasis ' c'", 0),
        ("a <!-- x --> b <a href=x>c</a>", "'a ' ' b ' 'c'", 1),
        ("<b><i>x</b>y</i>", "<b> <i> 'x' </i> </b> 'y'", 0),
        ("<abbr title='a &amp; b'>x</abbr>", "<abbr> 'x' </abbr>", 0),
    ] {
        assert_eq!(line(text), events, "{text}");
        assert_eq!(parse(text).diagnostics.len(), dropped, "{text}: {:?}", parse(text).diagnostics);
    }
}

#[test]
fn html_blocks_may_enclose_markdown() {
    let joined = |text: &str| shapes(text).join(" ").replace("htmlblock", "H");
    assert_eq!(
        joined("<details>\n<summary>A &amp; B</summary>\n\n- x\n\n</details>\n\nz\n"),
        "H <details> '\n' <summary> 'A & B' </summary> '\n' /H list(false) item 'x' /item /list(false) H </details> '\n' /H paragraph 'z' /paragraph"
    );
    assert_eq!(
        joined("> <div>\n> a\n\nb"),
        "blockquote(none) H <div> '\na\n' /H </div> /blockquote(none) paragraph 'b' /paragraph"
    );
    assert_eq!(joined("<ul><li>a<li>b</ul>"), "H <ul> <li> 'a' </li> <li> 'b' </li> </ul> /H");
    assert_eq!(joined("<td>a</td>"), "H 'a' /H");
    assert_eq!(joined("<p>a\n\nb"), "H <p> 'a\n' /H </p> paragraph 'b' /paragraph");
    assert_eq!(joined("<script>\na\n\nb</script>\n\nc"), "H '\n' /H paragraph 'c' /paragraph");
    assert_eq!(joined("<style>\na\n\nb\n"), "H '\na\n\nb\n' /H");
    let parsed = parse("> <script>\n> x\n> </script> <font>y</font>\n");
    let places: Vec<_> = parsed.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(places, ["`<script>` with what it holds was removed", "`<font>` was removed"]);
}

#[test]
fn removed_html_is_reported_within_bounds() {
    let parsed = parse(&"<a>x ".repeat(5_000));
    assert_eq!(parsed.diagnostics.len(), 101);
    assert_eq!(parsed.diagnostics[100].message, "4900 further pieces of HTML were removed");
}

#[test]
fn front_matter_is_read_in_place() {
    let text = "\u{feff}---\r\nid: Ü-1\r\n---\r\n# T\r\n";
    let parsed = parse(text);
    assert!(parsed.has_front);
    assert_eq!(parsed.front.unwrap().get("id").unwrap().span.text(text), "Ü-1");
    assert_eq!(parsed.outline[0].title, "T");
    let unclosed = parse("---\nid: a\n\ntext\n");
    assert!(!unclosed.has_front);
    assert_eq!(codes(&unclosed), ["invalid-yaml"]);
    assert!(unclosed.blocks.iter().any(|it| it.text == "text"));
    assert_eq!(codes(&parse("---\n\ntext\n")), [""; 0]);
    let large = parse(&format!("---\na: {}\n---\nx\n", "b".repeat(MAX_FRONT)));
    assert_eq!((codes(&large), large.has_front, large.front.clone()), (vec!["file-too-large"], true, None));
}

#[test]
fn undefined_labels_are_remembered() {
    let text = "a [^x] [b][c] [d][] [e] [^y]\n\n[^y]: z\n";
    let parsed = parse(text);
    let mut seen: Vec<_> = parsed.undefined.iter().map(|it| (it.span.text(text), it.label.as_str(), it.is_footnote)).collect();
    seen.sort_unstable();
    assert_eq!(seen, [("[^x]", "x", true), ("[b][c]", "c", false), ("[d]", "d", false)]);
}

#[test]
fn deep_nesting_ends_in_a_diagnostic() {
    for text in [
        ">".repeat(100_000),
        "- ".repeat(30).replace("- ", "+ ") + &"1. ".repeat(1000),
        (0..20_000).map(|_| "*a **b ").collect::<String>() + &"c** d* ".repeat(20_000),
    ] {
        let parsed = parse(&text);
        assert!(parsed.too_deep, "{}", &text[..20]);
        assert_eq!(codes(&parsed), ["nesting-too-deep"]);
        assert!(parsed.outline.is_empty() && parsed.references.is_empty());
    }
    assert!(!parse(&(">".repeat(32) + " x")).too_deep);
    assert!(!parse(&"[".repeat(100_000)).too_deep);
}

#[test]
fn a_large_text_of_one_kind_stays_linear() {
    for piece in [
        "{{",
        "{{ a",
        "{{ a }}",
        "http://",
        "https://x ",
        "[[",
        "[[a]]",
        "[[a|",
        "![[",
        "[^a]",
        "<b>",
        "<script>",
        "</",
        "<!--",
        "<a =\"",
        "a. ",
        "&amp;",
        "# {#a\n",
        "## x\n",
        "<title>x",
        "<svg>",
        "\\",
        "](",
        "`",
        "<div>\n",
        "<li>",
        ")",
        "http://)",
    ] {
        let text = piece.repeat(40_000 / piece.len());
        parse(&text);
        parse(&format!("<div>\n{text}\n</div>"));
        parse(&format!("x <b>\n{text}"));
    }
}

fn spans(parsed: &Parsed) -> Vec<Span> {
    let mut spans = vec![parsed.front_span, parsed.body];
    spans.extend(parsed.diagnostics.iter().map(|it| it.at));
    spans.extend(parsed.blocks.iter().map(|it| it.span));
    spans.extend(parsed.undefined.iter().map(|it| it.span));
    for section in &parsed.outline {
        spans.extend([section.span, section.anchor_span]);
        spans.extend(section.tags.iter().map(|it| it.span));
    }
    for reference in &parsed.references {
        spans.push(reference.span);
        if let ReferenceKind::Wiki { target, anchor, .. } = &reference.kind {
            spans.push(target.span);
            spans.extend(anchor.as_ref().map(|it| it.span));
        }
    }
    spans
}

/// Pieces that mean something, so that random texts do.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~äß€\u{1f600}\\n]{0,6}",
        prop::sample::select(vec![
            "---\n",
            "# ",
            "## ",
            "{#a ",
            "clauses=\"8.1 x\"",
            "}",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "> ",
            "[[",
            "]]",
            "|",
            "\\|",
            "#",
            "[",
            "](",
            ")",
            "![",
            "{{ a }}",
            "{{",
            "`",
            "```yaml\n",
            "*",
            "**",
            "_",
            "~~",
            "<b>",
            "</b>",
            "<div>",
            "</div>",
            "<script>",
            "</script>",
            "<details>",
            "<!--",
            "-->",
            "<ul><li>",
            "<a href=\"",
            "&amp;",
            "&#0;",
            "[^1]",
            "[^1]: ",
            "https://x.y",
            "| a |\n|---|\n",
            ": ",
            "[ ] ",
            "> [!NOTE]\n",
            "\r\n",
            "\t",
            "\0",
            "\u{feff}",
            "\\",
            "<http://a>",
            "===\n",
            "Table: x\n\n",
            "    ",
            "ü",
            "<table><tr><td>",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn parsing_is_total_and_spans_lie_in_the_text(text in markdown()) {
        let parsed = parse(&text);
        for span in spans(&parsed) {
            prop_assert_eq!(span, span.within(&text));
        }
        for reference in &parsed.references {
            prop_assert!(reference.sentence.is_char_boundary(reference.at), "{:?}", reference);
            prop_assert!(reference.sentence.chars().count() <= 240);
        }
        let anchors: std::collections::BTreeSet<_> = parsed.outline.iter().map(|it| &it.anchor).collect();
        prop_assert_eq!(anchors.len(), parsed.outline.len());
    }

    #[test]
    fn events_and_facts_agree(text in markdown()) {
        let parsed = parse(&text);
        let stream = events(&text, parsed.body);
        let (mut references, mut headings) = (0, 0);
        let mut open: Vec<String> = Vec::new();
        for item in &stream.items {
            prop_assert_eq!(item.span, item.span.within(&text));
            match &item.event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::Value(_) => {
                    prop_assert_eq!(item.number, references);
                    prop_assert_eq!(item.span, parsed.references[references].span);
                    references += 1;
                }
                Event::Start(Tag::Heading { .. }) => {
                    prop_assert_eq!(item.span, parsed.outline[headings].span);
                    headings += 1;
                }
                _ => {}
            }
            match &item.event {
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
                Event::Start(tag) => open.push(format!("{:?}", tag.to_end())),
                Event::End(tag) => prop_assert_eq!(open.pop(), Some(format!("{tag:?}"))),
                Event::Open(element) => open.push(element.name.to_owned()),
                Event::Close(name) => prop_assert_eq!(open.pop(), Some((*name).to_owned())),
                _ => {}
            }
        }
        prop_assert!(open.is_empty());
        prop_assert_eq!(references, parsed.references.len());
        prop_assert_eq!(headings, parsed.outline.len());
    }
}
