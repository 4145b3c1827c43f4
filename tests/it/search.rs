//! Search: what a query on the example has to find first, in the program and in the reader of the pages, which come to one order.
#![expect(clippy::disallowed_methods, reason = "this test reads its queries, writes a site and runs node")]

use std::collections::BTreeSet;
use std::env;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use clausebook::pipeline::{self, Memo, parallel, site::Content};
use clausebook::search::{self, Index};
use clausebook::source::{Editions, Inputs};

use crate::example::example;
use crate::support::{Sms, package};

/// A query, the page it has to find, and among how many of the first.
struct Case {
    query: String,
    page: String,
    first: usize,
}

fn cases(text: &str) -> Vec<Case> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (query, page) = line.rsplit_once(" = ").unwrap_or_else(|| panic!("no page: {line}"));
            let (first, query) = query.strip_prefix("3 ").map_or((1, query), |rest| (3, rest));
            Case { query: query.to_owned(), page: page.to_owned(), first }
        })
        .collect()
}

fn page(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

fn address(index: &Index, unit: u32) -> String {
    let (record, section) = index.place(unit);
    let record = &index.records[record];
    section.map_or(record.href.clone(), |at| format!("{}#{}", record.href, record.sections[at].anchor))
}

/// The best ten as the reader of the pages gives them: unit, score, address.
type Best = Vec<(u32, u64, String)>;

fn ask(index: &Index, query: &str) -> Best {
    let hits = search::find(index, query).hits;
    hits.iter().take(10).map(|it| (it.unit, it.score, address(index, it.unit))).collect()
}

/// Asks the reader of the pages in node. Without node it is skipped, but not where nothing may go unchecked.
fn ask_in_node(site: &Path, cases: &[Case]) -> Option<Vec<Best>> {
    if Command::new("node").arg("--version").output().is_err() {
        assert!(env::var_os("CI").is_none(), "node is not there");
        println!("SKIPPED: node is not there");
        return None;
    }
    let mut node = Command::new("node")
        .arg(package("tests/search/find.mjs"))
        .arg(site)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let queries: String = cases.iter().map(|it| format!("{}\n", it.query)).collect();
    node.stdin.take().unwrap().write_all(queries.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Builds, asks both, and holds both to what is wanted and to each other.
fn hold(inputs: Inputs, cases: &[Case]) {
    let outcome = pipeline::build(&Editions::of_draft(inputs), &Memo::new());
    let index = pipeline::index(&outcome.stands[0]);
    let folder = tempfile::tempdir().unwrap();
    for file in outcome.files().iter().filter(|it| it.path.as_str().ends_with(".js")) {
        let Content::Bytes(bytes) = file.make(&|_| None) else { continue };
        let path = folder.path().join(file.path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let here: Vec<Best> = parallel::map(cases, |it| ask(&index, &it.query));
    let there = ask_in_node(folder.path(), cases);
    let mut wrong = Vec::new();
    for (at, (case, best)) in cases.iter().zip(&here).enumerate() {
        let mut pages: Vec<&str> = Vec::new();
        for (_, _, address) in best {
            if !pages.contains(&page(address)) {
                pages.push(page(address));
            }
        }
        if !pages.iter().take(case.first).any(|it| *it == case.page) {
            wrong.push(format!("`{}` should find {} and finds {pages:?}", case.query, case.page));
        }
        if let Some(there) = there.as_ref().filter(|there| there[at] != *best) {
            wrong.push(format!("`{}`: the page's reader has {:?}, the program {best:?}", case.query, there[at]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn a_hundred_queries_find_what_is_meant() {
    let cases = cases(&std::fs::read_to_string(package("tests/search/example.txt")).unwrap());
    assert!(cases.len() >= 100, "{}", cases.len());
    let queries: BTreeSet<&str> = cases.iter().map(|it| it.query.as_str()).collect();
    assert_eq!(queries.len(), cases.len(), "a query stands twice");
    hold(example().inputs(), &cases);
}

#[test]
fn german_words_are_found_with_and_without_their_umlauts() {
    let german = "=== file clausebook.yml\norganization: Beispiel\ntitle: Handbuch\nlanguage: de\ndefaults:\n  - match: \"**\"\n    \
                  id: \"{NAME}\"\n    type: manual\n=== file prc-001.md\n---\nid: PRC-001\ntitle: Störungsmanagement\n---\n\n## Größere \
                  Störungen {#gross}\n\nEine Störung wird gemeldet.\n=== file prc-002.md\n---\nid: PRC-002\ntitle: Änderungsmanagement\n---\n\n\
                  ## Ablauf {#ablauf}\n\nÜber Änderungen entscheidet das Gremium. Maßnahmen folgen.\n=== file prc-003.md\n---\nid: PRC-003\n\
                  title: Verfügbarkeit der Dienste\n---\n\n## Pläne {#plaene}\n\nPläne und <b>Prüfungen</b>.\n";
    let wanted = "Störung = documents/prc-001.html\nstoerung = documents/prc-001.html\nstorung = documents/prc-001.html\n\
                  störungen = documents/prc-001.html\nÄnderung = documents/prc-002.html\naenderungen = documents/prc-002.html\n\
                  anderungsmanagement = documents/prc-002.html\nmassnahmen = documents/prc-002.html\nMaßnahme = documents/prc-002.html\n\
                  verfuegbarkeit = documents/prc-003.html\nVerfugbarkiet = documents/prc-003.html\nprüfung = documents/prc-003.html\n\"aenderungen entscheidet\" = documents/prc-002.html\ngroesser = documents/prc-001.html\n";
    hold(Sms::parse(german).inputs(), &cases(wanted));
}

#[test]
fn a_number_is_not_found_in_a_longer_one_and_no_guess_stands_above_what_was_typed() {
    let sms = "=== file a.md\n# One\n\nOf clause 8.21 and the form.\n=== file b.md\n# Two\n\nOf clause 8.2 and from here.\n=== file c.md\n# \
               Three\n\nOf RFX-013 and 8.2.1.\n";
    let outcome = pipeline::build(&Editions::of_draft(Sms::parse(sms).inputs()), &Memo::new());
    let index = pipeline::index(&outcome.stands[0]);
    let pages = |query: &str| -> Vec<String> {
        let all = search::find(&index, query).hits.into_iter().map(|it| address(&index, it.unit));
        all.filter(|it| it.starts_with("documents/")).map(|it| page(&it).to_owned()).collect()
    };
    assert_eq!(pages("8.2"), ["documents/b.html", "documents/c.html"]);
    assert_eq!(pages("8.21"), ["documents/a.html"]);
    assert_eq!(pages("form"), ["documents/a.html"]);
    assert_eq!(pages("rfx 13"), ["documents/c.html"]);
    assert_eq!(pages("rfx13"), ["documents/c.html"]);
}
