//! Runs the cases of `tests/rules/*.md`, one file for each code, and proves that rules, files, documentation and cases agree.
//!
//! A heading `## …` begins a case. In a case
//! - a fenced block with `file: PATH` after its language is a file, `append: PATH` adds to one of the files that a case has
//!   anyway; `size: N` says how large a file is, `skipped: WHY` that it was not read (see `support`);
//! - `<!-- error: code -->` at the end of a line, in YAML `# error: code`, expects a diagnostic there, and `code: words` also
//!   some words of its message;
//! - a fenced block `history` is git history as `past` and `control` write it, on top of some settings and people;
//! - a fenced block `expect` lists what has no line, as `PATH: LEVEL: CODE: WORDS`, or `PATH:LINE: …`.
//!
//! All diagnostics have to be expected. Only codes that speak of what a handbook as a whole lacks (`WHOLE`) are left aside,
//! unless the case or its file is about them. `cargo test --test it print -- --ignored --nocapture` shows what each case reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::OnceLock;

use clausebook::base::LineIndex;
use clausebook::check;
use clausebook::diag::{Diagnostic, Place};
use clausebook::pipeline::{self, Memo, parallel};
use clausebook::source::Inputs;

use crate::support::{SETTINGS, Sms, package, read_folder};

/// Codes that nearly every small handbook would report.
const WHOLE: [&str; 5] =
    ["clause-gap", "missing-documented-information", "missing-implied-information", "missing-point", "orphan-document"];

const LEVELS: [&str; 3] = ["error", "warning", "note"];

/// A diagnostic as a case sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    path: String,
    line: Option<u32>,
    level: String,
    code: String,
    /// The message, or some words of it.
    words: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|it| format!(":{it}")).unwrap_or_default();
        write!(f, "{}{line}: {}: {}: {}", self.path, self.level, self.code, self.words)
    }
}

impl Line {
    fn is_met_by(&self, actual: &Line) -> bool {
        let same = (&self.path, &self.level, &self.code) == (&actual.path, &actual.level, &actual.code);
        same && self.line == actual.line && actual.words.contains(&self.words)
    }
}

/// A diagnostic with its line.
pub(crate) fn describe(diagnostic: &Diagnostic<Place>, inputs: &Inputs) -> Line {
    let text = inputs.text(&diagnostic.at.path).map_or("", |it| &**it);
    let line = diagnostic.at.span.map(|span| LineIndex::new(text).place(text, span.start as usize).line);
    Line {
        path: diagnostic.at.path.to_string(),
        line,
        level: diagnostic.severity.name().to_owned(),
        code: diagnostic.code.name.to_owned(),
        words: diagnostic.message.clone(),
    }
}

#[derive(Debug, Default)]
struct Case {
    title: String,
    sms: Sms,
    expected: Vec<Line>,
}

impl Case {
    fn run(&self, code: &str) -> Ran {
        let inputs = self.sms.inputs();
        let named: BTreeSet<&str> = self.expected.iter().map(|it| it.code.as_str()).chain([code]).collect();
        let counts = |name: &str| named.contains(name) || !WHOLE.contains(&name);
        let found = pipeline::build(&self.sms.editions(), &Memo::new())
            .diagnostics()
            .to_vec()
            .into_iter()
            .filter(|it| counts(it.code.name));
        let found: Vec<(Line, Diagnostic<Place>)> = found.map(|it| (describe(&it, &inputs), it)).collect();
        let mut unexpected: Vec<Line> = found.iter().map(|(line, _)| line.clone()).collect();
        let mut missing = Vec::new();
        for line in &self.expected {
            match unexpected.iter().position(|it| line.is_met_by(it)) {
                Some(at) => drop(unexpected.remove(at)),
                None => missing.push(line.clone()),
            }
        }
        Ran { code: code.to_owned(), title: self.title.clone(), missing, unexpected, found }
    }
}

/// What a case reports.
#[derive(Debug)]
struct Ran {
    code: String,
    title: String,
    /// Expected and not reported.
    missing: Vec<Line>,
    /// Reported and not expected.
    unexpected: Vec<Line>,
    found: Vec<(Line, Diagnostic<Place>)>,
}

/// All case files by the code they are about.
fn cases() -> BTreeMap<String, Vec<Case>> {
    let files = read_folder(&package("tests/rules"), &["md"]);
    let code = |name: &str| name.strip_suffix(".md").unwrap_or_else(|| panic!("{name} is no case file")).to_owned();
    files.iter().map(|(name, text)| (code(name), read_cases(name, text))).collect()
}

fn read_cases(name: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
        }
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let fence = &line[..ticks];
        let content: Vec<&str> = lines.by_ref().take_while(|it| *it != fence).collect();
        let case = cases.last_mut().unwrap_or_else(|| panic!("{name}: a block before the first `##`"));
        add_block(name, case, line[ticks..].trim(), &content);
    }
    cases
}

fn add_block(name: &str, case: &mut Case, info: &str, content: &[&str]) {
    if info == "expect" {
        case.expected.extend(content.iter().filter(|it| !it.trim().is_empty()).map(|it| read_expected(name, it)));
        return;
    }
    if info == "history" {
        let history = crate::control::written_here(&content.join("\n"));
        case.sms.past = history.past;
        case.sms.files.extend(history.files);
        case.sms.today = history.today;
        return;
    }
    let mut words = info.split_whitespace();
    let mut attributes: BTreeMap<&str, &str> = BTreeMap::new();
    while let Some(word) = words.next() {
        if let Some(key) = word.strip_suffix(':') {
            attributes.insert(key, words.next().unwrap_or_else(|| panic!("{name}: `{key}` without a value")));
        }
    }
    let (path, begun) = match (attributes.get("file"), attributes.get("append")) {
        (Some(path), None) => (*path, ""),
        (None, Some(path)) if *path == "clausebook.yml" => (*path, SETTINGS),
        _ => panic!("{name}: `{info}` names no file"),
    };
    if let Some(why) = attributes.get("skipped") {
        case.sms.skip(path, why);
        return;
    }
    if let Some(size) = attributes.get("size") {
        case.sms.sized(path, size);
        if content.is_empty() {
            return;
        }
    }
    let mut text = begun.to_owned();
    for line in content {
        let (line, expected) = take_marks(line);
        let number = u32::try_from(text.lines().count() + 1).unwrap();
        case.expected.extend(expected.into_iter().map(|it| Line { path: path.to_owned(), line: Some(number), ..it }));
        text.push_str(&line);
        text.push('\n');
    }
    case.sms.files.insert(path.to_owned(), text);
}

/// A line without its marks, and what they expect.
fn take_marks(line: &str) -> (String, Vec<Line>) {
    let mut rest = line.trim_end().to_owned();
    let mut expected = Vec::new();
    loop {
        let start =
            LEVELS.iter().flat_map(|it| [format!("<!-- {it}: "), format!("# {it}: ")]).filter_map(|it| rest.rfind(&it)).max();
        let Some(start) = start else { break };
        let mark = rest[start..].trim_start_matches("<!--").trim_start_matches('#').trim_end().trim_end_matches("-->").trim();
        expected.push(read_mark(mark));
        rest = rest[..start].trim_end().to_owned();
    }
    expected.reverse();
    if expected.is_empty() { (line.to_owned(), expected) } else { (rest, expected) }
}

/// `LEVEL: CODE`, or `LEVEL: CODE: WORDS`.
fn read_mark(mark: &str) -> Line {
    let mut parts = mark.splitn(3, ": ");
    let mut part = || parts.next().unwrap_or_default().trim().to_owned();
    Line { path: String::new(), line: None, level: part(), code: part(), words: part() }
}

fn read_expected(name: &str, text: &str) -> Line {
    let (place, mark) = text.split_once(": ").unwrap_or_else(|| panic!("{name}: cannot read `{text}`"));
    let (path, line) = match place.split_once(':') {
        Some((path, line)) => (path, Some(line.parse().unwrap_or_else(|_| panic!("{name}: no line in `{text}`")))),
        None => (place, None),
    };
    Line { path: path.to_owned(), line, ..read_mark(mark) }
}

/// What every case reports, worked out once for all tests.
fn results() -> &'static [Ran] {
    static RESULTS: OnceLock<Vec<Ran>> = OnceLock::new();
    RESULTS.get_or_init(|| {
        let all: Vec<(String, Case)> =
            cases().into_iter().flat_map(|(code, cases)| cases.into_iter().map(move |case| (code.clone(), case))).collect();
        parallel::map(&all, |(code, case)| case.run(code))
    })
}

#[test]
fn every_case_reports_what_it_expects_and_nothing_else() {
    let mut report = String::new();
    for ran in results().iter().filter(|it| !it.missing.is_empty() || !it.unexpected.is_empty()) {
        report += &format!("\ntests/rules/{}.md, {}\n", ran.code, ran.title);
        for it in &ran.missing {
            report += &format!("  missing     {it}\n");
        }
        for it in &ran.unexpected {
            report += &format!("  unexpected  {it}\n");
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
#[ignore = "prints what each case reports, to read and to copy from"]
fn print() {
    for ran in results() {
        println!("\n# {}: {}\n", ran.code, ran.title);
        for (line, it) in &ran.found {
            println!("{line}\n    help: {}", it.help.as_deref().unwrap_or("none"));
        }
    }
}

#[test]
fn rules_files_and_cases_agree() {
    let names: Vec<&str> = check::RULES.iter().map(|rule| rule.code.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "the registry is not sorted: {names:?}");
    let files = read_folder(&package("src/check"), &[]);
    let files: Vec<String> = files
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(".rs"))
        .filter(|name| !matches!(*name, "mod" | "registry"))
        .map(|name| name.replace('_', "-"))
        .collect();
    assert_eq!(files.iter().map(String::as_str).collect::<BTreeSet<_>>(), names.iter().copied().collect());

    let all: Vec<&str> = check::codes().iter().map(|code| code.name).collect();
    assert!(all.is_sorted_by(|a, b| a < b), "a code stands twice: {all:?}");
    let with_cases: BTreeSet<String> = cases().into_keys().collect();
    let wanted: BTreeSet<String> = all.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(with_cases, wanted);
}

#[test]
fn every_code_has_documentation_and_a_case_that_expects_it() {
    for code in check::codes() {
        let lines = code.explain.lines().filter(|it| !it.trim().is_empty()).count();
        assert!(lines >= 3, "`{}` explains itself in {lines} lines", code.name);
        let title = code.title;
        assert!(!title.is_empty() && !title.ends_with('.'), "`{}` has the title `{title}`", code.name);
        assert!(code.name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-'), "{}", code.name);
    }
    for (code, cases) in cases() {
        let expected = cases.iter().any(|case| case.expected.iter().any(|it| it.code == code));
        let good = cases.iter().any(|case| case.expected.iter().all(|it| it.code != code));
        assert!(expected, "no case of tests/rules/{code}.md expects `{code}`");
        assert!(good, "no case of tests/rules/{code}.md shows good input");
    }
}

#[test]
fn messages_keep_the_house_style() {
    for ran in results() {
        for (_, it) in &ran.found {
            let message = &it.message;
            let capital = message.chars().next().is_some_and(char::is_uppercase) && !message.starts_with("ISO");
            // What is wrong with a template is said in the template engine's words.
            let capital = capital && it.code.name != "theme-error";
            assert!(!capital && !message.ends_with('.'), "{}: {message}", it.code.name);
            let help = it.help.as_deref().unwrap_or_default();
            assert!(!help.is_empty() && !help.ends_with('.'), "{}: {message}: help `{help}`", it.code.name);
        }
    }
}
