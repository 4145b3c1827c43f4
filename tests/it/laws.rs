//! What holds for every service management system, tried on small ones made at random: odd ids, dead links, broken front
//! matter, tags, waivers and all.

use std::collections::BTreeSet;

use clausebook::diag::{Diagnostic, Place};
use clausebook::pipeline;
use clausebook::source::Inputs;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::built::{Built, build, dead_links};
use crate::support::Sms;

/// Ids that documents, links and fields draw from, so that some meet and some do not. Two differ in case only.
const IDS: [&str; 8] = ["POL-1", "pol-1", "PRC-2", "PRC-10", "REC-3", "a.b_c", "CON", "ROL-9"];

const TITLES: [&str; 8] =
    ["Change", "Ändern & <b>prüfen</b>", "\"quoted\"", "History", "Main", "Changes", "変更", "'{{ p1.respond }}'"];

const FIELDS: [&str; 24] = [
    "status: approved",
    "status: draft",
    "status: retired",
    "status: whatever",
    "version: 1.10",
    "owner: sms-manager\napprover: managing-director",
    "owner: nobody",
    "effective: 2026-01-31",
    "effective: 2026-02-30",
    "reviewed: 2025-01-01\nreview_cycle: 12 months",
    "reviewed: soon\nreview_cycle: P1Y",
    "clauses: [8.10, 4.1, {clause: \"iso27001-2022:A.5.24\", coverage: partial, note: \"é <i>\"}]",
    "clauses: [\"8.6.1\", 99.9, x]",
    "provides: [\"8.6.1: major incident\"]",
    "related: [POL-1, NOPE-1]",
    "supersedes: PRC-10",
    "replaced_by: REC-3",
    "translation_of: {id: POL-1, version: 0.9}",
    "raci: {Do: {R: sms-manager, A: [sms-manager, managing-director]}, \"Ü\": {C: x}}",
    "entries: {risk: [{id: RSK-1, title: Fire, likelihood: 2, impact: 4, owner: sms-manager, status: open}]}",
    "changes: [{version: 1.10, date: 2026-01-01, note: First}]",
    "onwer: x",
    "summary: \"A < b & c > d, [[PRC-2]]\"",
    "tags: [a, {b: [c",
];

const BLOCKS: [&str; 28] = [
    "## History\n\nOld times.",
    "## Changes {#changes clauses=\"8.6.1 8.9\"}\n\nSee [[PRC-2#history]] and [[#nothing]].",
    "## Main\n\n### Theme\n\n## Main",
    "## Über alles {clauses=\"6.3/*\"}",
    "[[POL-1]] and [[prc-10|words]] and [[NOPE-7]], [[8.6.1]], [[iso27001-2022:A.5.24]].",
    "[[sms-manager]] answers to [[managing-director]]; risk [[RSK-1]].",
    "[x](d1.md) [y](d2.md#history) [z](missing.md) [up](../../etc/passwd)",
    "[out](https://example.org/?a=b&c=d#e) <https://example.org> [run](javascript:alert(1))",
    "![pic](pic.svg) ![none](none.png) [file](form.pdf)",
    "{{ p1.respond }} and {{ p9.none }} and \\{{ text }}",
    "| a | b |\n|---|:-:|\n| [[POL-1\\|x]] | `c` |\n| 1 | 2 |",
    "Table: Numbers\n\n| a |\n|---|\n| 1 |",
    "1. one\n2. two\n\n   - [ ] three\n   - [x] four",
    "> [!WARNING]\n> Mind the gap.\n\n> quote",
    "```mermaid\nflowchart TD\n a[Start] --> b{Ok?}\n b -->|yes| c\n```",
    "```mermaid\nsequenceDiagram\n A->>B: hello\n```",
    "```mermaid\nnonsense\n```",
    "```yaml title=\"Example <x>\"\na: 1.10\n```",
    "Text with a note[^1] and another[^2].\n\n[^1]: The note.",
    "<b>bold</b> <script>alert(1)</script> <div onclick=\"x\">raw",
    "Term\n: Definition of workaround.\n\nA workaround helps.",
    "# Second title\n\n## {#x y}\n\n## ",
    "*unclosed **strong `code",
    "\u{202e}right \u{0}zero \u{feff}",
    "---\n\n***",
    "~~gone~~ &amp; &lt; &nbsp; &#0; <!-- hidden -->",
    "###### Deep\n\n## Text\n\n## Text",
    "See P1 response of 15 min. MAN-1.",
];

const GLOSSARY: &str = "workaround: A way round.\nchange: {definition: Anything altered., aliases: [changes]}\n";
const VALUES: &str = "p1:\n  respond: 15 min\n";
const SETTINGS: &str = "organization: Example <Ltd>\ntitle: Handbook\nframeworks: [iso20000-1-2018, iso27001-2022]\n";

pub(crate) fn document() -> impl Strategy<Value = String> {
    let types = select(&["policy", "process", "record", "role", "register", "manual", "nonsense", "external-document"][..]);
    let front = (select(&IDS[..]), select(&TITLES[..]), types, vec(select(&FIELDS[..]), 0..6), 0_u8..10);
    (front, vec(select(&BLOCKS[..]), 0..5), any::<bool>()).prop_map(|((id, title, kind, fields, shape), blocks, crlf)| {
        let fields = fields.join("\n");
        let front = match shape {
            0 => String::new(),
            1 => format!("---\ntitle: {title}\n---\n"),
            2 => format!("---\nid: {id}\ntitle: {title}\n"),
            _ => format!("---\nid: {id}\ntitle: {title}\ntype: {kind}\n{fields}\n---\n"),
        };
        let text = format!("{front}\n{}\n", blocks.join("\n\n"));
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

pub(crate) fn system() -> impl Strategy<Value = Sms> {
    vec(document(), 1..5).prop_map(|documents| {
        let mut sms = Sms::default();
        for (at, text) in documents.into_iter().enumerate() {
            let folder = if at % 2 == 0 { "" } else { "sub folder/" };
            sms.files.insert(format!("{folder}d{at}.md"), text);
        }
        for (path, text) in
            [("clausebook.yml", SETTINGS), ("glossary.yml", GLOSSARY), ("values.yml", VALUES), ("pic.svg", "<svg/>")]
        {
            sms.files.insert(path.to_owned(), text.to_owned());
        }
        sms.sized("form.pdf", "1000");
        sms
    })
}

/// `PROPTEST_CASES` asks for more, to search for a while.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let standard = ProptestConfig::default();
    let cases = if standard.cases == 256 { count } else { standard.cases };
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..standard }
}

/// Every span lies inside its file and between characters.
fn spans_are_sound(diagnostics: &[Diagnostic<Place>], inputs: &Inputs) -> Result<(), TestCaseError> {
    for it in diagnostics {
        let text = inputs.text(&it.at.path).map_or("", |text| &**text);
        let spans =
            it.at.span.into_iter().chain(it.related.iter().filter(|(at, _)| at.path == it.at.path).filter_map(|(at, _)| at.span));
        for span in spans {
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{}: {span:?}", it.code.name);
        }
    }
    Ok(())
}

/// Exchanges the names of files, first for last.
fn turn(text: &str) -> String {
    (0..5).fold(text.to_owned(), |text, at| {
        let (one, other) = (format!("d{at}"), format!("d{}", 9 - at));
        text.replace(&one, "\u{1}").replace(&other, &one).replace('\u{1}', &other)
    })
}

/// What is said, but for what is said of waivers.
fn said(sms: &Sms) -> Vec<String> {
    let found = pipeline::check(&sms.inputs()).diagnostics;
    let found = found.iter().filter(|it| !it.code.name.starts_with("waiver-"));
    found.map(|it| format!("{} {} {}", it.at.path, it.code.name, it.message)).collect()
}

fn pages_are_sound(built: &Built) -> Result<(), TestCaseError> {
    let pages = built.read();
    for (path, html) in &pages {
        let mut seen = BTreeSet::new();
        let twice: Vec<&str> = html.ids().filter(|id| !seen.insert(*id)).collect();
        prop_assert!(twice.is_empty(), "{path}: these ids stand twice: {twice:?}");
        prop_assert!(html.ends == 1 && built.text(path).trim_end().ends_with("</html>"), "{path} does not end");
        prop_assert!(!html.words().is_empty(), "{path} is empty");
    }
    let wrong = dead_links(built, &pages);
    prop_assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn pages_are_whole_and_lead_somewhere_and_places_are_real(sms in system()) {
        let inputs = sms.inputs();
        let built = build(&inputs);
        spans_are_sound(&built.diagnostics, &inputs)?;
        pages_are_sound(&built)?;
        prop_assert!(built.files == build(&inputs).files, "a second build gives other bytes");
    }

    #[test]
    fn every_document_is_one_page(sms in system()) {
        let inputs = sms.inputs();
        let checked = pipeline::check(&inputs);
        let documents: BTreeSet<&str> = sms.files.keys().filter(|path| path.ends_with(".md")).map(String::as_str).collect();
        let entries: Vec<&str> = checked.handbook.entries.iter().map(|it| it.path.as_str()).collect();
        prop_assert_eq!(&entries.iter().copied().collect::<BTreeSet<_>>(), &documents);
        prop_assert_eq!(entries.len(), documents.len());
        let pages: BTreeSet<String> = checked.handbook.entries.iter().map(|it| it.page.as_str().to_lowercase()).collect();
        prop_assert_eq!(pages.len(), documents.len(), "two documents share an address");
        let built = build(&inputs);
        for entry in &checked.handbook.entries {
            prop_assert!(built.files.contains_key(entry.page.as_str()), "{} has no page", entry.path);
        }
    }

    #[test]
    fn the_order_of_files_does_not_decide_what_is_said(sms in system()) {
        let before = said(&sms);
        // Of two documents with one id, the first one is kept for links; that is the one thing that order decides.
        prop_assume!(!before.iter().any(|it| it.contains("duplicate-id")));
        let mut turned = sms.clone();
        turned.files = sms.files.iter().map(|(path, text)| (turn(path), turn(text))).collect();
        // What a clause lacks is told at the first document that answers it.
        let placed = |it: &str| match it.split_once(' ') {
            Some((_, rest)) if rest.starts_with("missing-") => format!("* {rest}"),
            _ => it.to_owned(),
        };
        let mut after: Vec<String> = said(&turned).iter().map(|it| placed(&turn(it))).collect();
        after.sort();
        let mut before: Vec<String> = before.iter().map(|it| placed(it)).collect();
        before.sort();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_waiver_adds_nothing_but_reports_about_waivers(sms in system(), rule in select(&["orphan-document", "broken-link", "review-overdue", "nonsense"][..]), until in select(&["2026-12-31", "2026-01-31"][..])) {
        let mut waived = sms.clone();
        for text in waived.files.values_mut().filter(|text| text.contains("type:")) {
            *text = text.replacen("type:", &format!("waivers: [{{rule: {rule}, reason: Because, until: {until}}}]\ntype:"), 1);
        }
        let before = said(&sms);
        for it in said(&waived) {
            prop_assert!(before.contains(&it), "new: {it}");
        }
    }
}
