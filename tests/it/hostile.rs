//! A pull request from a stranger: whatever it holds ends in diagnostics and a harmless site, within seconds.
#![expect(clippy::disallowed_methods, reason = "these tests are about real files and real time")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use clausebook::diag::{Diagnostic, Place};
use clausebook::pipeline::{self, Memo};
use clausebook::shell::{Destination, gather, write};
use clausebook::source::Editions;
use tempfile::TempDir;

use crate::gather::{request, write_files};

const MAIN: &str = "organization: Q\ntitle: T\ndefaults:\n  - {match: '**', id: '{path}', type: manual}\n";

/// Most cases take a quarter of a second, and a twentieth of that when optimized. The limit leaves room for a machine that does much
/// else; what is not bounded takes many minutes.
const LIMIT: Duration = Duration::from_secs(120);

struct Built {
    folder: TempDir,
    diagnostics: Vec<Diagnostic<Place>>,
}

impl Built {
    fn codes(&self) -> BTreeSet<&'static str> {
        self.diagnostics.iter().map(|it| it.code.name).collect()
    }

    /// All pages of the site with their paths.
    fn pages(&self) -> Vec<(String, String)> {
        let site = self.folder.path().join("_site");
        let files = walkdir::WalkDir::new(&site).into_iter().map(Result::unwrap).filter(|it| it.file_type().is_file());
        let is_page = |path: &Path| path.extension().is_some_and(|end| end == "html");
        let read = |path: &Path| {
            (path.strip_prefix(&site).unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
        };
        files.filter(|it| is_page(it.path())).map(|it| read(it.path())).collect()
    }
}

/// Gathers, checks and builds what a stranger sent, and holds it to the time limit.
fn build(files: &[(&str, &[u8])]) -> Built {
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path(), [("clausebook.yml", MAIN.as_bytes())].into_iter().chain(files.iter().copied()));
    let start = Instant::now();
    let inputs = gather(&request(folder.path())).unwrap();
    let outcome = pipeline::build(&Editions::of_draft(inputs.clone()), &Memo::new());
    let out = folder.path().join("_site");
    let to = Destination { out: &out, root: folder.path(), tool: &inputs.tool };
    write(&to, outcome.files(), &outcome.kept).unwrap();
    let diagnostics = outcome.diagnostics().to_vec();
    let took = start.elapsed();
    let shown: Vec<String> = files.iter().map(|(path, bytes)| format!("{path}: {}", sample(bytes))).collect();
    println!("{took:?}: {shown:?}");
    assert!(took < LIMIT, "took {took:?}: {shown:?}");
    for it in &diagnostics {
        let text = inputs.text(&it.at.path).map_or("", |text| &**text);
        let span = it.at.span.map_or(0..0, |span| span.start as usize..span.end as usize);
        assert!(text.get(span.clone()).is_some(), "{} points at {span:?} of {} bytes", it.code.name, text.len());
    }
    Built { folder, diagnostics }
}

/// Enough of a file to tell the cases of a test apart.
fn sample(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]);
    text.replace("---\nid: DOC-1\ntitle: T\ntype: manual\n---\n", "").chars().take(60).collect()
}

fn document(front: &str, body: &str) -> String {
    format!("---\nid: DOC-1\ntitle: T\ntype: manual\n{front}---\n{body}\n")
}

/// `part` often enough to show what does not grow in proportion, and no longer than this test may take.
fn much(part: &str) -> String {
    part.repeat((80_000 / part.len()).max(1))
}

#[test]
fn yaml_bombs_are_errors() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested: String = (0..2_000).fold(String::new(), |text, level| text + &" ".repeat(level % 200) + "a:\n");
    for yaml in [bomb, deep.clone(), format!("a: {deep}\n"), "{".repeat(100_000), "- ".repeat(100_000), nested, much("k: v\n")] {
        let built = build(&[
            ("a.md", document(&yaml, "text").as_bytes()),
            ("b.md", b"# B\n"),
            ("people.yml", yaml.as_bytes()),
            ("glossary.yml", yaml.as_bytes()),
            ("values.yml", yaml.as_bytes()),
            ("frameworks/x.yml", yaml.as_bytes()),
            ("theme/strings/en.yml", yaml.as_bytes()),
        ]);
        assert!(!built.codes().is_empty(), "{}", &yaml[..20]);
        build(&[("clausebook.yml", yaml.as_bytes()), ("b.md", b"# B\n")]);
    }
}

#[test]
fn giant_front_matter_is_an_error() {
    let giant = document(&format!("summary: {}\n", "x".repeat(10 << 20)), "text");
    let built = build(&[("a.md", giant.as_bytes())]);
    assert!(built.codes().contains("file-too-large"), "{:?}", built.codes());
    let raised = format!("{MAIN}limits: {{file_size: 20 MiB}}\n");
    let built = build(&[("clausebook.yml", raised.as_bytes()), ("a.md", giant.as_bytes())]);
    assert!(built.codes().contains("file-too-large"), "{:?}", built.codes());
}

#[test]
fn nested_and_repeated_markup_is_bounded() {
    let parts = [
        "[",
        "![",
        "[[",
        "{{",
        "(",
        "<",
        "<a>",
        "<b><i>",
        "<!--",
        "&",
        "*",
        "_",
        "**a ",
        "~~",
        "`",
        "` ``",
        "$",
        ">",
        "> ",
        "- ",
        "* a\n ",
        "1. ",
        "[a](",
        "[a](<b",
        "[^1]",
        "[^1]: a\n\n",
        "[x]: /y\n",
        "# a\n",
        "#",
        "|",
        "|a",
        "a|b\n-|-\n",
        "\\",
        ":::\n",
        "<div>\n\n",
        "~~~\n",
        "    a\n",
        "\u{202e}",
        "\u{0}",
        "é",
        "[[a|b]] ",
        "[[8.6.1]] ",
        "{{ a.b }} ",
        "# a {#a clauses=\"8.6.1\"}\n",
        "[a](b.md#c) ",
        "![a](b.png) ",
        "- [ ] a\n",
        "a\n: b\n\n",
        "> [!NOTE]\n",
        "<svg><style>",
        "http://a.b ",
        "a@b.c ",
        "\"'",
        "-- ",
    ];
    for part in parts {
        build(&[("a.md", document("", &much(part)).as_bytes())]);
    }
}

#[test]
fn nested_blocks_and_brackets_in_pairs_are_bounded() {
    let around = |open: &str, close: &str| format!("{}a{}", open.repeat(100_000), close.repeat(100_000));
    let mut bodies = vec![
        around("[", "]"),
        around("[", "](b)"),
        around("(", ")"),
        around("**", "**"),
        around("*a ", " b*"),
        around("<b>", "</b>"),
        around("[[", "]]"),
        around("\"", "\""),
        around("{{", "}}"),
    ];
    bodies.push((0..700).fold(String::new(), |text, level| text + &"  ".repeat(level) + "- a\n"));
    bodies.push((1..1400).map(|count| "`".repeat(count) + "a ").collect());
    bodies.push(format!("|{}\n|{}\n{}", "a|".repeat(5_000), "-|".repeat(5_000), "|\n".repeat(50_000)));
    bodies.push(format!("```mermaid\nflowchart TD\n{}```\n", "a-->b\n".repeat(50_000)));
    bodies.push(format!(
        "```mermaid\nflowchart TD\n{}```\n",
        (0..3_000).fold(String::new(), |text, at| text + &format!("a{at}-->b{at}\n"))
    ));
    bodies.push(format!("```mermaid\nsequenceDiagram\n{}```\n", "A->>B: c\n".repeat(50_000)));
    bodies.push(format!("```rust\n{}\n```\n", "(".repeat(500_000)));
    bodies.push(format!("```sh\n{}\n```\n", much("\"$(`")));
    for body in bodies {
        build(&[("a.md", document("", &body).as_bytes())]);
    }
}

#[test]
fn patterns_and_lists_in_settings_are_bounded() {
    let settings = [
        format!("content: ['{}']\n", "{a,b}".repeat(2_000)),
        format!("content: ['{}x']\n", "**/".repeat(20_000)),
        format!("content: ['{}']\n", "{".repeat(10_000)),
        format!("exclude: [{}]\n", "'*a*',".repeat(20_000)),
        format!("content: ['{}']\n", "*".repeat(50_000)),
        String::from("limits: {file_size: 99999999999999999999 GiB}\n"),
        String::from("limits: {file_size: 0}\nreview: {due_soon: 999999999 years}\n"),
        format!("frameworks: [{}]\n", "iso20000-1-2018,".repeat(10_000)),
        format!("frameworks: [{}]\n", (0..10_000).map(|at| format!("own-{at},")).collect::<String>()),
        format!("title: {}\n", much("x")),
        format!("groups: [{}]\n", "{id: a, title: b, clauses: ['4']},".repeat(2_000)),
    ];
    for setting in settings {
        let main = format!("organization: Q\n{setting}");
        build(&[("clausebook.yml", main.as_bytes()), ("a.md", document("", "text").as_bytes())]);
    }
}

#[test]
fn odd_bytes_and_names_are_reported() {
    let built = build(&[
        ("nul.md", b"---\nid: A\ntitle: \0\ntype: manual\n---\n\0\0\n"),
        ("bom.md", b"\xef\xbb\xbf---\r\nid: B\r\ntitle: B\r\ntype: manual\r\n---\r\n# B\r\n"),
        ("mixed.md", b"---\nid: C\r\ntitle: C\r\ntype: manual\n---\r\ntext\r"),
        ("latin.md", b"---\nid: D\ntitle: \xfc\n---\n"),
        ("con.md", b"---\nid: CON\ntitle: C\ntype: manual\n---\n"),
        ("up.md", b"---\nid: ../../up\ntitle: C\ntype: manual\n---\n"),
        ("html.md", b"---\nid: <script>\ntitle: <script>alert(1)</script>\ntype: manual\n---\n"),
        ("aux.html", b"<script>alert(1)</script>"),
        ("nul.svg", b"<svg onload='alert(1)'><script>alert(1)</script></svg>"),
        ("open.md", b"---\nid: E\ntitle: never closed\n"),
        ("empty.md", b""),
    ]);
    assert!(built.codes().is_superset(&BTreeSet::from(["bad-id", "invalid-utf8"])), "{:?}", built.codes());
    assert!(built.pages().iter().any(|(path, _)| path == "documents/b.html"));
    harmless(&built);
}

/// Addresses that no link may lead to, in the spellings that have fooled filters.
const URLS: [&str; 14] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x.js",
    "file:///etc/passwd",
    "../../../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "https://evil.example/\" onclick=\"alert(1)",
];

/// HTML that runs something, in the spellings that have fooled filters.
const RAW: [&str; 18] = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<a onclick='alert(1)'>a</a>",
    "<svg onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>a</a></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='data:text/html,x'></object>",
    "<form action='//evil.example'><input></form>",
    "<base href='//evil.example'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>@import '//evil.example'</style>",
    "<p style='background:url(//evil.example)'>a</p>",
    "<details open ontoggle=alert(1)>",
    "<template><script>x</script></template>",
    "<!--><script>alert(1)</script-->",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
];

#[test]
fn what_a_page_shows_cannot_run() {
    let mut body = String::new();
    for url in URLS {
        write!(body, "[a]({url}) [a](<{url}>) ![a]({url}) <{url}> [[{url}]] [a][r]\n\n[r]: {url}\n\n<a href=\"{url}\">a</a> <img src=\"{url}\">\n\n").unwrap();
    }
    for html in RAW {
        write!(
            body,
            "{html}\n\ninline {html} and on\n\n```html\n{html}\n```\n\n# {html}\n\n[[{html}|{html}]] | {{{{ {html} }}}}\n\n"
        )
        .unwrap();
    }
    body.push_str(
        "# a {#x\" onclick=\"alert(1) .c onclick=\"alert(1)\" style=\"x\"}\n\n```\"><script>alert(1)</script>\nx\n```\n\n",
    );
    body.push_str(
        "```mermaid\nflowchart TD\n a[\"<img src=x onerror=alert(1)>\"] --> b\n click a href \"javascript:alert(1)\"\n```\n",
    );
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    let quoted = serde_json::to_string(evil).unwrap();
    let front = format!(
        "summary: {quoted}\nversion: {quoted}\nowner: {quoted}\napprover: {quoted}\nclassification: {quoted}\nretention: {quoted}\n\
         related: [{quoted}]\nclauses: [{quoted}, {{clause: 8.6.1, note: {quoted}}}]\nprovides: [{quoted}]\nraci: {{{quoted}: {{R: {quoted}}}}}\n\
         changes: [{{version: {quoted}, date: 2026-01-01, note: {quoted}}}]\nentries: {{risk: [{{id: R1, title: {quoted}, treatment: {quoted}}}]}}\n"
    );
    let glossary = format!("{quoted}: {quoted}\nalert: {{definition: {quoted}}}\n");
    let people = format!(
        "roles: {{boss: {{title: {quoted}, summary: {quoted}}}, {quoted}: {quoted}}}\npeople: [{{name: {quoted}, email: {quoted}, roles: [boss]}}]\n"
    );
    let main = format!(
        "organization: {{name: {quoted}, short: {quoted}}}\ntitle: {quoted}\nlanguage: {quoted}\nsite: {{footer: {quoted}}}\ngroups: [{{id: {quoted}, title: {quoted}, types: [manual]}}]\n"
    );
    let document = document(&front, &body);
    let built = build(&[
        ("clausebook.yml", main.as_bytes()),
        ("people.yml", people.as_bytes()),
        ("glossary.yml", glossary.as_bytes()),
        ("values.yml", format!("a: {{b: {quoted}}}\n").as_bytes()),
        ("a.md", document.as_bytes()),
        ("b.md", b"---\nid: B\ntitle: B\ntype: manual\n---\n[[DOC-1]] says alert. {{ a.b }}\n"),
    ]);
    assert!(built.pages().iter().any(|(path, _)| path == "documents/doc-1.html"));
    harmless(&built);
}

/// Names of many documents that all point at each other must not make the site grow with their product.
#[test]
fn many_links_stay_affordable() {
    let links: String = (0..120).fold(String::new(), |text, at| text + &format!("[[D-{at}]] "));
    let files: Vec<(String, String)> = (0..120)
        .map(|at| (format!("d-{at}.md"), format!("---\nid: D-{at}\ntitle: T\ntype: manual\n---\n{links}\n\n{links}\n")))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    build(&files);
}

/// Reads every tag of every page: no handler, no script of its own, no style, no address with a scheme that runs.
fn harmless(built: &Built) {
    let pages = built.pages();
    assert!(!pages.is_empty());
    for (path, html) in pages {
        for tag in tags(&html) {
            let (name, attributes) = read_tag(tag);
            let banned = ["iframe", "object", "embed", "base", "style", "applet", "frame", "math"];
            assert!(!banned.contains(&name.as_str()), "{path}: <{tag}>");
            let own_script =
                attributes.iter().any(|(key, value)| key == "src" && !value.contains(':') && !value.starts_with("//"));
            assert!(name != "script" || own_script, "{path}: <{tag}>");
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "style" && key != "http-equiv", "{path}: <{tag}>");
                let address = matches!(key.as_str(), "href" | "src" | "action" | "xlink:href" | "data" | "formaction" | "poster");
                let runs = ["javascript:", "vbscript:", "data:", "file:"].iter().any(|scheme| value.starts_with(scheme));
                assert!(!(address && runs), "{path}: <{tag}>");
                assert!(!(name != "a" && address && (value.starts_with("//") || value.contains("://"))), "{path}: <{tag}>");
            }
        }
    }
}

/// What stands between `<` and the `>` that ends the tag, quotes respected.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let mut quote = None;
        let end = rest.find(|c: char| {
            match quote {
                Some(open) if open == c => quote = None,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                _ => return quote.is_none() && c == '>',
            }
            false
        });
        let end = end.unwrap_or(rest.len());
        tags.push(&rest[..end]);
        rest = &rest[end..];
    }
    tags
}

/// Name and attributes in lower case; values without what browsers drop from addresses.
fn read_tag(tag: &str) -> (String, Vec<(String, String)>) {
    let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return (name.to_lowercase(), attributes);
        }
        let key_end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len()).max(1);
        let (key, after) = rest.split_at(key_end);
        rest = after.trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (text, left) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            value = text.replace("&amp;", "&").replace("&colon;", ":").replace("&#58;", ":").replace("&#x2F;", "/");
            value.retain(|c| !c.is_whitespace() && !c.is_control());
            rest = left;
        }
        attributes.push((key.to_lowercase(), value.to_lowercase()));
    }
}

#[test]
fn the_tag_reader_sees_what_a_browser_sees() {
    let html = "a<b title='x>y' onclick=z><script src=\"a.js\"></script><a HREF=' java\nscript:x'>";
    let read: Vec<_> = tags(html).into_iter().map(read_tag).collect();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(read[0], ("b".to_owned(), vec![pair("title", "x>y"), pair("onclick", "z")]));
    assert_eq!(read[1], ("script".to_owned(), vec![pair("src", "a.js")]));
    assert_eq!(read[2], ("a".to_owned(), vec![pair("href", "javascript:x")]));
}
