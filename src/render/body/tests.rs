use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::prelude::*;

use super::*;
use crate::syntax::{Parsed, ReferenceKind, parse};

/// The most dangerous context there is: every address of the text is handed through as it stands.
fn as_written(parsed: &Parsed) -> Vec<Shown> {
    let link = |href: &str| Shown::Link {
        href: href.to_owned(),
        title: None,
        tip: Some("\"><i>".to_owned()),
        class: LinkClass::Document,
    };
    parsed
        .references
        .iter()
        .map(|it| match &it.kind {
            ReferenceKind::Wiki { target, .. } => link(&target.value),
            ReferenceKind::Link { url } => link(url),
            ReferenceKind::Image { url } => Shown::Image { href: url.clone(), size: Some((4, 3)) },
            ReferenceKind::Value { name } => Shown::Value(format!("<{name}>")),
        })
        .collect()
}

fn draw(source: &str, _: &str, _: usize) -> Result<String, String> {
    if source.contains("broken") {
        Err("no".to_owned())
    } else {
        Ok(format!("<svg><title>{}</title></svg>", source.replace("<b>", "")))
    }
}

fn whole(text: &str, terms: Option<&Terms>) -> Body {
    let parsed = parse(text);
    let links = as_written(&parsed);
    let tag = TagShown {
        label: "8.6.1".into(),
        href: "c.html".into(),
        title: "Incident <b>".into(),
        note: Some("n".into()),
        partial: true,
    };
    let sections: Vec<_> = parsed
        .outline
        .iter()
        .map(|it| SectionShown { number: it.number.clone(), tags: it.tags.iter().map(|_| tag.clone()).collect() })
        .collect();
    let words = BodyWords::default();
    let ctx = BodyContext {
        title: "Page",
        links: &links,
        sections: &sections,
        terms,
        diagram: &draw,
        words: &words,
        id_prefix: "",
        places: false,
    };
    body(text, &parsed, &ctx)
}

fn html(text: &str) -> String {
    whole(text, None).html
}

#[track_caller]
fn has(text: &str, pieces: &[&str]) {
    let html = html(text);
    check(&html);
    for piece in pieces {
        assert!(html.contains(piece), "`{piece}` is missing in:\n{html}");
    }
}

#[test]
fn sections_carry_number_tags_and_a_link_to_themselves() {
    has(
        "# Page\n\n## Set *it* {#set clauses=\"8.6.1\"}\n\nText\n\n### Sub\n\n## Next\n",
        &[
            "<div class=\"tt\" id=\"page\"></div>\n<section><h2 id=\"set\"><span class=\"mt\"><a class=\"part\" href=\"c.html\" title=\"Incident &lt;b&gt;\">8.6.1</a></span> <span class=\"n\">1</span> Set <em>it</em> <a class=\"hl\" href=\"#set\" aria-label=\"Link to this section: Set it\"><svg",
            "</h2>\n<p class=\"mtn\">8.6.1, partial: n</p>\n<p>Text</p>\n<h3 id=\"sub\"><span class=\"n\">1.1</span> Sub",
            "</section>\n<section><h2 id=\"next\">",
        ],
    );
    assert!(html("# Other\n\nx\n").starts_with("<section><h2 id=\"other\">Other"));
    assert!(html("> ## Q\n\nx\n").starts_with("<blockquote>\n<h2 id=\"q\">Q"));
}

#[test]
fn tables_have_captions_scopes_and_alignment() {
    has(
        "Table: Targets in `h`\n\n| P | First | |\n|---|--:|:-:|\n| 1 | [x](y) | |\n",
        &[
            "<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"Targets in h\"><table><caption>Table 1. Targets in <code>h</code></caption>",
            "<thead><tr><th scope=\"col\">P</th><th scope=\"col\" class=\"ar\">First</th><td class=\"ac\"></td></tr></thead>\n<tbody>\n<tr><th scope=\"row\">1</th><td class=\"ar\"><a ",
        ],
    );
    has("## S\n\n| a |\n|---|\n| b |\n", &["aria-label=\"Table: S\"", "<td>b</td>"]);
    has("Table: not above\n\ntext\n", &["<p>Table: not above</p>"]);
    has("Table: {{ v }} x\n\n| a |\n|---|\n", &["Table 1. &lt;v&gt; x</caption>"]);
}

#[test]
fn lists_steps_tasks_and_definitions() {
    has("3. a\n4. b\n   1. c\n", &["<ol class=\"steps\" start=\"3\">\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n</ol>\n</li>"]);
    has(
        "- [x] a\n- [ ] b\n",
        &[
            "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>",
            "aria-label=\"Not done\"> b",
        ],
    );
    has("Term\n: def\n", &["<dl>\n<dt>Term</dt>\n<dd>def</dd>\n</dl>"]);
    has("> 1. a\n", &["<blockquote>\n<ol>\n<li>a</li>"]);
}

#[test]
fn alerts_are_named_by_their_first_words() {
    has(
        "> [!WARNING]\n> **Stop here**\n> Call.\n",
        &[
            "<aside class=\"adm warn\" role=\"note\"><h2 class=\"at\"><svg class=\"i\"",
            "<span class=\"vh\">Warning: </span>Stop here</h2>\n<p>Call.</p>\n</aside>",
        ],
    );
    has(
        "## A\n\n> [!TIP]\n> **All**\n\n> [!NOTE]\n> **x** y\n",
        &["<h3 class=\"at\">", "All</h3>\n</aside>", "Note</h3>\n<p><strong>x</strong> y</p>"],
    );
}

#[test]
fn code_and_diagrams_are_figures() {
    has(
        "```yaml title=\"Ex: a\"\na: 1\n```\n",
        &[
            "<figure class=\"code\"><figcaption><span>Ex: a</span><button type=\"button\" class=\"cp\" hidden>Copy</button></figcaption><pre tabindex=\"0\"><code><span class=\"hv\">a</span>:",
        ],
    );
    has("    <b>\n", &["<figure class=\"code\"><pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre></figure>"]);
    has(
        "```mermaid\n%% title: Life <b>\nflowchart\n```\n",
        &[
            "<figure class=\"fig\"><div class=\"fs\" tabindex=\"0\" role=\"region\" aria-label=\"Life &lt;b&gt;\"><svg>",
            "<figcaption>Figure 1. Life &lt;b&gt;</figcaption>",
        ][1..],
    );
    let broken = whole("```mermaid\nbroken\n```\n", None);
    assert!(broken.html.contains("<span>Mermaid</span>"), "{}", broken.html);
    assert_eq!(broken.diagnostics[0].code.name, "diagram-not-drawn");
    let hostile = whole("```mermaid\n</title><script>x</script>\n```\n", None);
    assert_eq!(hostile.diagnostics.len(), 1);
    check(&hostile.html);
}

#[test]
fn images_links_and_values() {
    has(
        "![A *b*](i.png \"Cap\")\n",
        &[
            "<figure class=\"fig\"><img src=\"i.png\" alt=\"A b\" width=\"4\" height=\"3\" loading=\"lazy\" decoding=\"async\"><figcaption>Figure 1. Cap</figcaption></figure>",
        ],
    );
    has("x ![](i.png \"t\")\n", &["<p>x <img src=\"i.png\" alt=\"\" title=\"t\" width"]);
    has("![a](https://x.y/i.png)\n", &["<p><span class=\"dead\">a</span></p>"]);
    has("[[A|b *c*]] [[A-1#x]] {{ v }}\n", &["title=\"&quot;&gt;&lt;i&gt;\">b <em>c</em></a>", ">A-1#x</a> &lt;v&gt;</p>"]);
    has("[a](javascript:x) [b](data:x)\n", &["<span class=\"dead\">a</span> <span class=\"dead\">b</span>"]);
    has("[![a](i.png)](b.html)\n", &["<a class=\"l-document\" href=\"b.html\"", "><img src=\"i.png\" alt=\"a\""]);
    let parsed = parse("[[A]] [b](c) {{ v }} ![d](e)");
    let words = BodyWords::default();
    let ctx = BodyContext {
        title: "",
        links: &[],
        sections: &[],
        terms: None,
        diagram: &draw,
        words: &words,
        id_prefix: "",
        places: false,
    };
    let dead = body("[[A]] [b](c) {{ v }} ![d](e)", &parsed, &ctx).html;
    let marked: String = ["A", "b", "{{ v }}", "d"].map(|it| format!("<span class=\"dead\">{it}</span> ")).concat();
    assert_eq!(dead, format!("<p>{}</p>\n", marked.trim_end()));
}

#[test]
fn footnotes_lead_there_and_back() {
    has(
        "a[^x] b[^y] c[^X]\n\n[^x]: One.\n\n[^y]: Two\n    - list\n\n[^z]: unused\n",
        &[
            "a<sup class=\"fn\"><a href=\"#fn:1\" id=\"fnref:1:1\" aria-label=\"Footnote 1\">1</a></sup>",
            "id=\"fnref:1:2\"",
            "<section class=\"fns\"><h2 id=\"fn:all\">Footnotes</h2>\n<ol>\n<li id=\"fn:1\"><p>One. <a class=\"fb\" href=\"#fnref:1:1\" aria-label=\"Back to the text 1\">↩</a> <a class=\"fb\" href=\"#fnref:1:2\" aria-label=\"Back to the text 1, 2\">↩</a></p></li>",
            "<li id=\"fn:3\"><p>unused</p></li>",
        ],
    );
}

#[test]
fn terms_are_marked_once_and_not_everywhere() {
    let term = |form: &str| TermShown { forms: vec![form.to_owned()], definition: "A \"d\"".into(), href: "g.html#t".into() };
    let terms = Terms::new(vec![term("incident"), term("known error")]);
    let body =
        whole("## Incident\n\n`incident` [incident](a) <kbd>incident</kbd> an Incident, incident, known\nerror\n", Some(&terms));
    assert_eq!(body.terms, [0, 1]);
    assert_eq!(body.html.matches("class=\"term\"").count(), 2);
    assert!(
        body.html.contains(
            "an <a class=\"term\" href=\"g.html#t\" title=\"A &quot;d&quot;\">Incident</a>, incident, <a class=\"term\""
        ),
        "{}",
        body.html
    );
}

#[test]
fn raw_html_is_rendered_balanced() {
    has(
        "<details open><summary>More</summary>\n\n- a <kbd>x</kbd><br>\n\n</details>\n",
        &["<details open=\"\"><summary>More</summary>\n<ul>\n<li>a <kbd>x</kbd><br></li>\n</ul>\n</details>"],
    );
    has(
        "<table><tr><td colspan=2>a</td></tr></table>\n",
        &[
            "<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table><tr><td colspan=\"2\">a</td></tr></table></div>",
        ],
    );
    has("- a\n  <ul><li>b\n- c\n", &["<ul><li>b"]);
}

#[test]
fn what_is_nested_too_deep_is_shown_as_source() {
    let text = format!("---\nid: a\n---\n{} <b>", ">".repeat(40));
    let html = html(&text);
    assert!(html.starts_with("<pre class=\"raw\" tabindex=\"0\">&gt;&gt;") && html.ends_with(" &lt;b&gt;</pre>\n"), "{html}");
}

#[test]
fn several_bodies_may_share_a_page() {
    let parsed = parse("## A\n\nb[^1]\n\n[^1]: c\n");
    let words = BodyWords::default();
    let ctx = BodyContext {
        title: "",
        links: &[],
        sections: &[],
        terms: None,
        diagram: &draw,
        words: &words,
        id_prefix: "d2-",
        places: false,
    };
    let html = body("## A\n\nb[^1]\n\n[^1]: c\n", &parsed, &ctx).html;
    for piece in ["id=\"d2-a\"", "href=\"#d2-a\"", "id=\"d2-fn:1\"", "href=\"#d2-fn:1\"", "href=\"#d2-fnref:1:1\""] {
        assert!(html.contains(piece), "{piece} in {html}");
    }
}

/// Every tag a page may hold, from us or from raw HTML.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "br",
    "button",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "use",
    "var",
    "wbr",
];

const ATTRIBUTES: &[&str] = &[
    "alt",
    "aria-hidden",
    "aria-label",
    "checked",
    "class",
    "colspan",
    "decoding",
    "disabled",
    "height",
    "hidden",
    "href",
    "id",
    "loading",
    "open",
    "rel",
    "role",
    "rowspan",
    "scope",
    "src",
    "start",
    "tabindex",
    "title",
    "type",
    "width",
];

/// Reads HTML as a browser does and complains about whatever must not be there.
#[derive(Default)]
struct Inspector {
    open: RefCell<Vec<String>>,
    ids: RefCell<BTreeSet<String>>,
}

impl TokenSink for Inspector {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                assert!(TAGS.contains(&name.as_str()), "tag {name}");
                for attribute in &tag.attrs {
                    let key = attribute.name.local.to_string();
                    assert!(ATTRIBUTES.contains(&key.as_str()), "attribute {key} of {name}");
                    let value = attribute.value.to_string();
                    if matches!(key.as_str(), "href" | "src") {
                        let value: String =
                            value.to_lowercase().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                        let scheme = value.split(['/', '?', '#']).next().unwrap_or("").split_once(':').map(|(scheme, _)| scheme);
                        assert!(matches!(scheme, None | Some("http" | "https" | "mailto" | "tel")), "{key}={value}");
                        assert!(!value.starts_with("//") && !value.contains('\\'), "{key}={value}");
                        assert!(key != "src" || scheme.is_none(), "{value}");
                    }
                    assert!(key != "id" || self.ids.borrow_mut().insert(value.clone()), "id {value} twice");
                }
                let mut open = self.open.borrow_mut();
                let void = matches!(name.as_str(), "br" | "hr" | "img" | "input" | "wbr") || tag.self_closing;
                match tag.kind {
                    TagKind::StartTag if !void => open.push(name),
                    TagKind::StartTag => {}
                    TagKind::EndTag => assert_eq!(open.pop(), Some(name)),
                }
            }
            Token::DoctypeToken(_) | Token::CommentToken(_) => panic!("comment or doctype"),
            Token::NullCharacterToken => panic!("NUL"),
            Token::ParseError(_) | Token::CharacterTokens(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

#[track_caller]
fn check(html: &str) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Inspector::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    assert!(tokenizer.sink.open.borrow().is_empty(), "open at the end: {:?}", tokenizer.sink.open.borrow());
}

/// Collected from published lists of filter evasions, and made for our own extensions.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT >",
    "<script src=//evil/x.js>",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror=\"alert(1)\"//",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>",
    "<img src=`x` onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<object data=\"data:text/html,<script>alert(1)</script>\">",
    "<embed src=\"javascript:alert(1)\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java&#x09;script:alert(1)\">x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<b style=\"background:url(javascript:alert(1))\">x</b>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><button>x</form>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=\"javascript:/\">",
    "<link rel=stylesheet href=\"javascript:alert(1)\">",
    "<style>@import'javascript:alert(1)';</style>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<title></title><script>alert(1)</script>",
    "<textarea></textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<abbr title=\"&quot; onmouseover=alert(1) x=&quot;\">x</abbr>",
    "<abbr title='\"><script>alert(1)</script>'>x</abbr>",
    "<details open=\"x\" class=\"y\" id=main><summary onclick=x>a",
    "<td colspan=\"1 onclick=x\">",
    "<table><tr><td rowspan=99999999999><style>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](\\javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/\\evil.example)",
    "[x](<javascript:alert('a b')> \"onclick=alert(1)\")",
    "[x](a.html \"\\\"><script>alert(1)</script>\")",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x\" onerror=\"alert(1)](x.png)",
    "![x](x.png\"onerror=alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![a](https://evil.example/pixel.png)",
    "[[javascript:alert(1)]]",
    "[[javascript:alert(1)|x]]",
    "[[a\"onclick=\"alert(1)|<script>alert(1)</script>]]",
    "{{ x }}<script>{{ y }}</script>",
    "```\"><script>alert(1)</script>\nx\n```",
    "```yaml title=\"</span><script>alert(1)</script>\"\na: <script>alert(1)</script>\n```",
    "```mermaid\n%% title: \"><script>alert(1)</script>\n<img src=x onerror=alert(1)>\n```",
    "## <script>alert(1)</script> {#\"onclick=alert(1)}",
    "## x {#main note=\"<script>alert(1)</script>\" clauses=\"<script>\"}",
    "Table: <img src=x onerror=alert(1)>\n\n| <script>alert(1)</script> | x |\n|---|---|\n| <svg onload=alert(1)> | [x](javascript:alert(1)) |",
    "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "> [!NOTE]\n> **<script>alert(1)</script>**\n> <img src=x onerror=alert(1)>",
    "https://x.y/\"onmouseover=alert(1)",
    "a\0<scr\0ipt>alert(1)</scr\0ipt>",
    "<p>a<p>b</div></p></section></main><script>alert(1)</script>",
    "<ul><li><script>alert(1)</script><td><tr><summary>",
    "- <div>\n- </div></li></ul><script>alert(1)</script>",
    "<div>\n\n## x\n\n</div></section>",
    "<pre><code>\n\n<script>alert(1)</script></code></pre>",
];

#[test]
fn published_attacks_do_nothing() {
    let terms = Terms::new(vec![TermShown {
        forms: vec!["alert".into()],
        definition: "\"><script>".into(),
        href: "javascript:x".into(),
    }]);
    for attack in ATTACKS {
        for text in
            [(*attack).to_owned(), format!("> - {attack}"), format!("x {attack} y"), format!("| a |\n|---|\n| {attack} |\n")]
        {
            check(&whole(&text, Some(&terms)).html);
        }
    }
    check(&whole(&ATTACKS.join("\n\n"), None).html);
}

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~äß€\\n]{0,6}",
        prop::sample::select(vec![
            "# ",
            "## ",
            "### ",
            "{#a}",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "> ",
            "[[",
            "]]",
            "|",
            "[",
            "](",
            ")",
            "![",
            "{{ a }}",
            "`",
            "```yaml\n",
            "```mermaid\n",
            "*",
            "**",
            "~~",
            "<b>",
            "</b>",
            "<div>",
            "</div>",
            "<p>",
            "<script>",
            "</script>",
            "<details>",
            "<summary>",
            "<!--",
            "-->",
            "<ul><li>",
            "</ul>",
            "<a href=\"",
            "&amp;",
            "[^1]",
            "[^1]: ",
            "https://x.y",
            "\n| a | b |\n|---|:-:|\n",
            ": ",
            "[ ] ",
            "> [!NOTE]\n",
            "> **x**\n",
            "\r\n",
            "\0",
            "\\",
            "===\n",
            "Table: x\n\n",
            "    ",
            "<table><tr><td>",
            "<br>",
            "incident",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_body_is_balanced_and_harmless(text in markdown()) {
        let terms = Terms::new(vec![TermShown { forms: vec!["incident".into()], definition: "d".into(), href: "g.html".into() }]);
        check(&whole(&text, Some(&terms)).html);
    }
}
