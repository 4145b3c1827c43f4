use proptest::prelude::*;

use super::*;
use crate::base::Span;

static CODE: Code = Code { name: "dead-link", default: Severity::Error, title: "a link that leads nowhere", explain: "Why.\n" };
static OTHER: Code = Code { name: "review-due", default: Severity::Warning, title: "a review that is due", explain: "Why.\n" };

struct Case {
    files: Vec<(RepoPath, String)>,
    diagnostics: Vec<Diagnostic<Place>>,
    unread: usize,
}

impl Case {
    fn new(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| (RepoPath::new(path).unwrap(), (*text).to_owned())).collect();
        Self { files, diagnostics: Vec::new(), unread: 0 }
    }

    /// A place by the first occurrence of some words.
    fn at(&self, file: usize, words: &str) -> Place {
        let start = self.files[file].1.find(words).unwrap();
        Place::new(&self.files[file].0, Span::new(start, start + words.len()))
    }

    fn write(&self, format: Format) -> String {
        let texts = |path: &RepoPath| self.files.iter().find(|(it, _)| it == path).map(|(_, text)| text.as_str());
        let documents: Vec<RepoPath> = self.files.iter().map(|(path, _)| path.clone()).collect();
        let report = Report {
            diagnostics: &self.diagnostics,
            texts: &texts,
            documents: &documents,
            unread: self.unread,
            rules: &[&CODE, &OTHER],
            tool: &ToolId { name: "clausebook".into(), version: "1.2.3".into() },
            as_of: Date::parse("2026-07-01").unwrap(),
            folder: "sms/",
            fail_on: Severity::Error,
        };
        write(&report, format, false)
    }
}

fn sample() -> Case {
    let mut case = Case::new(&[
        ("a b.md", "---\nowner: nobody\n---\nSee 😀 [[PRC-99]], or\n[[PRC-99]].\n"),
        ("fine.md", "x"),
        ("p/ü.md", "Text\n"),
    ]);
    let (link, owner, file) = (case.at(0, "[[PRC-99]]"), case.at(0, "nobody"), Place::file(&case.files[2].0));
    case.diagnostics = vec![
        Diagnostic::new(&OTHER, owner, "the review is due: 100%, soon"),
        Diagnostic::new(&CODE, link.clone(), "there is no `PRC-99` & <none>").related(link, "first\nhere").help("remove it"),
        Diagnostic::new(&CODE, file, "about \u{1b}[31mthe file\u{202E}"),
    ];
    case
}

#[test]
fn human_shows_the_source_and_counts() {
    let expected = r"warning[review-due]: the review is due: 100%, soon
 --> sms/a b.md:2:8
  |
2 | owner: nobody
  |        ^^^^^^

error[dead-link]: there is no `PRC-99` & <none>
 --> sms/a b.md:4:7
  |
4 | See 😀 [[PRC-99]], or
  |        ^^^^^^^^^^
  |
  = help: remove it
note: first
      here
 --> sms/a b.md:4:7
  |
4 | See 😀 [[PRC-99]], or
  |        ^^^^^^^^^^

error[dead-link]: about �[31mthe file�
--> sms/p/ü.md

2 errors, 1 warning in 2 files; 3 documents checked as of 2026-07-01
";
    assert_eq!(sample().write(Format::Human), expected);
    let clean = Case::new(&[("a.md", "")]).write(Format::Human);
    assert_eq!(clean, "no errors, warnings or notes; 1 document checked as of 2026-07-01\n");
    let unread = Case { unread: 2, ..Case::new(&[("a.md", "")]) }.write(Format::Human);
    assert_eq!(unread, "no errors, warnings or notes; 1 document checked as of 2026-07-01, 2 files not read\n");
}

#[test]
fn short_is_one_line_each() {
    let expected = "sms/a b.md:2:8: warning: the review is due: 100%, soon [review-due]\n\
                    sms/a b.md:4:7: error: there is no `PRC-99` & <none> [dead-link]\n\
                    sms/p/ü.md: error: about �[31mthe file� [dead-link]\n";
    assert_eq!(sample().write(Format::Short), expected);
}

#[test]
fn json_has_every_key_and_counts_from_one() {
    let json: serde_json::Value = serde_json::from_str(&sample().write(Format::Json)).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["as_of"], "2026-07-01");
    assert_eq!(
        json["counts"],
        serde_json::json!({"errors": 2, "warnings": 1, "notes": 0, "files": 2, "documents": 3, "unread": 0})
    );
    let link = &json["diagnostics"][1];
    assert_eq!((&link["file"], &link["line"], &link["column"]), (&"a b.md".into(), &4.into(), &7.into()));
    assert_eq!((&link["end_line"], &link["end_column"]), (&4.into(), &17.into()));
    assert_eq!(link["span"], serde_json::json!({"start": 31, "end": 41}));
    assert_eq!((&link["level"], &link["help"]), (&"error".into(), &"remove it".into()));
    assert_eq!(link["related"][0]["message"], "first\nhere");
    let file = &json["diagnostics"][2];
    assert!(file["line"].is_null() && file["span"].is_null() && file["help"].is_null(), "{file}");
    assert_eq!(file["related"], serde_json::json!([]));
}

#[test]
fn github_escapes_what_would_end_a_command() {
    let expected = "::warning file=sms/a b.md,line=2,endLine=2,col=8,endColumn=13,title=review-due::the review is due: 100%25, soon\n\
         ::error file=sms/a b.md,line=4,endLine=4,col=7,endColumn=16,title=dead-link::there is no `PRC-99` & <none>\
         %0Afirst%0Ahere: sms/a b.md:4%0Ahelp: remove it\n\
         ::error file=sms/p/ü.md,title=dead-link::about �[31mthe file�\n\
         2 errors, 1 warning in 2 files; 3 documents checked as of 2026-07-01\n";
    assert_eq!(sample().write(Format::Github), expected);
    let mut case = Case::new(&[("ab:c,d.md", "x")]);
    case.diagnostics.push(Diagnostic::new(&CODE, Place::file(&case.files[0].0), "x\n::error::y"));
    let text = case.write(Format::Github);
    assert!(text.starts_with("::error file=sms/ab%3Ac%2Cd.md,title=dead-link::x%0A::error::y\n"), "{text}");
}

#[test]
fn junit_has_a_case_for_each_document() {
    let mut case = sample();
    case.diagnostics[1].message.push_str("\u{1}\"\n");
    let text = case.write(Format::Junit);
    assert!(text.contains(r#"<testsuites name="clausebook" tests="3" failures="2" errors="0">"#), "{text}");
    assert!(text.contains(r#"<testcase classname="clausebook" name="fine.md" file="sms/fine.md"/>"#), "{text}");
    assert!(
        text.contains(r#"<failure message="there is no `PRC-99` &amp; &lt;none&gt;�&quot;&#10;" type="dead-link">"#),
        "{text}"
    );
    assert!(text.contains("<system-out>1 diagnostic below the level that fails:\nsms/a b.md:2:8: warning"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
}

#[test]
fn sarif_is_valid_by_the_published_schema() {
    let schema = include_str!("../../tests/schemas/sarif-schema-2.1.0.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for case in [sample(), Case::new(&[])] {
        let log: serde_json::Value = serde_json::from_str(&case.write(Format::Sarif)).unwrap();
        let errors: Vec<String> = schema.iter_errors(&log).map(|it| format!("{}: {it}", it.instance_path)).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    assert!(!schema.is_valid(&serde_json::json!({"version": "2.1.0"})), "the schema checks nothing");
}

#[test]
fn sarif_counts_code_units_and_encodes_paths() {
    let mut case = sample();
    let again = Diagnostic::new(&CODE, case.at(0, "[[PRC-99]]"), "there is no `PRC-99` & <none>");
    case.diagnostics.push(again);
    let log: serde_json::Value = serde_json::from_str(&case.write(Format::Sarif)).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let result = &run["results"][1];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "sms/a%20b.md");
    let region = &place["region"];
    assert_eq!((&region["startLine"], &region["startColumn"], &region["endColumn"]), (&4.into(), &8.into(), &18.into()));
    assert_eq!(run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]["id"], "dead-link");
    assert_eq!(run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "sms/p/%C3%BC.md");
    let prints: BTreeSet<&str> =
        (0..4).filter_map(|at| run["results"][at]["partialFingerprints"]["clausebook/v1"].as_str()).collect();
    assert_eq!(prints.len(), 4, "equal results on one line are told apart: {prints:?}");
    // Lines above and other words of the message change nothing.
    let mut moved = sample();
    moved.files[0].1.insert_str(4, "id: X\n");
    for it in &mut moved.diagnostics {
        it.at.span = it.at.span.map(|span| span.shifted(6));
        it.message.push_str(" (12 days)");
    }
    let moved: serde_json::Value = serde_json::from_str(&moved.write(Format::Sarif)).unwrap();
    assert_eq!(moved["runs"][0]["results"][1]["partialFingerprints"], result["partialFingerprints"]);
}

#[test]
fn long_files_and_long_lines_are_not_shown_whole() {
    let long = "[[x]] ".repeat(100_000);
    let many = "line\n".repeat(1000);
    let mut case = Case::new(&[("long.md", &long), ("many.md", &many)]);
    for at in 0..2000 {
        let start = at * 6;
        case.diagnostics.push(Diagnostic::new(&CODE, Place::new(&case.files[0].0, Span::new(start, start + 5)), "dead"));
    }
    case.diagnostics.push(Diagnostic::new(&CODE, Place::new(&case.files[1].0, Span::new(0, many.len())), "all"));
    for format in [Format::Human, Format::Sarif] {
        assert!(case.write(format).len() < 4_000_000);
    }
    let human = case.write(Format::Human);
    assert!(human.contains("--> sms/long.md:1:11995\n"));
    assert!(human.contains("1 | line\n  | ^^^^\n"));
}

proptest! {
    /// Whatever a text holds and wherever a span lies, every format writes something.
    #[test]
    fn no_text_and_no_span_stops_a_report(text in "(\\PC|[\u{0}\t\r\n\u{1b}ä😀\u{202e}\u{301}]){0,60}", spans in proptest::collection::vec((0u32..90, 0u32..90), 1..5)) {
        let mut case = Case::new(&[("a.md", &text)]);
        for (start, end) in spans {
            let place = Place { path: case.files[0].0.clone(), span: Some(Span { start, end }) };
            case.diagnostics.push(Diagnostic::new(&CODE, place.clone(), text.clone()).related(place, text.clone()).help(text.clone()));
        }
        for format in [Format::Human, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit] {
            let written = case.write(format);
            prop_assert!(written.ends_with('\n'));
            prop_assert!(matches!(format, Format::Json | Format::Sarif) || !written.contains(['\u{1b}', '\u{202e}']), "{}", written);
        }
    }
}
