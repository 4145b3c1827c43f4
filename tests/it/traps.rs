//! What went wrong in other tools of this field, each with a test that it does not here. The numbers are those of the list of
//! traps; some have their test beside the code.
#![expect(clippy::disallowed_methods, reason = "a failed build is one of the program, on a real folder")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clausebook::base::LineIndex;
use clausebook::diag::Severity;
use clausebook::handbook::{Handbook, State};
use clausebook::pipeline;

use crate::built::{Built, Html, build, dead_links};
use crate::rules::describe;
use crate::support::{SETTINGS, Sms};

/// A document with all that is required, and further front matter.
fn document(id: &str, front: &str, body: &str) -> String {
    let missing = |key: &str, line: &str| if front.contains(key) { String::new() } else { format!("{line}\n") };
    format!(
        "---\nid: {id}\ntitle: Title of {id}\n{}{}{}{}{front}---\n\n## Text\n\n{body}\n",
        missing("type:", "type: manual"),
        missing("status:", "status: approved"),
        missing("owner:", "owner: sms-manager\napprover: managing-director"),
        missing("effective:", "effective: 2026-01-01\nreviewed: 2026-05-01"),
    )
}

const PLAIN: &str = "organization: Example\ntitle: Handbook\n";

/// A system of these documents; `settings` are those of `clausebook.yml`.
fn sms(settings: &str, documents: &[(&str, String)]) -> Sms {
    let mut sms = Sms::default();
    sms.files.insert("clausebook.yml".to_owned(), settings.to_owned());
    sms.files.extend(documents.iter().map(|(path, text)| ((*path).to_owned(), text.clone())));
    sms
}

/// State of a clause, and paths of the documents tagged with it.
fn coverage(handbook: &Handbook, framework: &str, number: &str) -> (State, Vec<String>) {
    let coverage = handbook.coverage.iter().find(|it| it.framework.as_str() == framework).unwrap();
    let clauses = handbook.catalogue.framework(&coverage.framework).unwrap().clauses();
    let at = clauses.iter().position(|it| it.number.as_str() == number).unwrap();
    let clause = &coverage.clauses[at];
    (clause.state, clause.tags.iter().map(|it| handbook.entries[it.entry].path.to_string()).collect())
}

fn reported(sms: &Sms) -> Vec<String> {
    let inputs = sms.inputs();
    pipeline::check(&inputs).diagnostics.iter().map(|it| describe(it, &inputs).to_string()).collect()
}

fn has(found: &[String], words: &str) -> bool {
    found.iter().any(|it| it.contains(words))
}

#[test]
fn trap_1_a_clause_tagged_as_a_bare_number_is_the_one_written() {
    let sms = sms(
        &format!("{PLAIN}frameworks: [iso27001-2022]\n"),
        &[("a.md", document("A", "clauses: [8.1, 10.1]\nversion: 1.10\n", "Text."))],
    );
    let built = build(&sms.inputs());
    assert!(built.text("documents/a.html").contains("<dd>1.10</dd>"));
    let checked = pipeline::check(&sms.inputs());
    assert_eq!(coverage(&checked.handbook, "iso27001-2022", "10.1").1, ["a.md"]);
}

#[test]
fn trap_3_an_unknown_clause_is_an_error() {
    let sms = sms(PLAIN, &[("a.md", document("A", "clauses: [8.9.9]\n", "See [[8.9.9]]."))]);
    assert!(has(&reported(&sms), "a.md:10: error: unknown-clause"), "{:?}", reported(&sms));
}

#[test]
fn trap_4_two_standards_with_the_same_number_stay_apart() {
    let sms = sms(
        &format!("{PLAIN}frameworks: [iso20000-1-2018, iso9001-2015]\n"),
        &[
            ("a.md", document("A", "clauses: [4.1]\n", "Text.")),
            ("b.md", document("B", "clauses: [\"iso9001-2015:4.2\"]\n", "Text.")),
        ],
    );
    let checked = pipeline::check(&sms.inputs());
    let states = |framework| [coverage(&checked.handbook, framework, "4.1"), coverage(&checked.handbook, framework, "4.2")];
    let (documented, gap) = (State::Documented, State::Gap);
    assert_eq!(states("iso20000-1-2018"), [(documented, vec!["a.md".to_owned()]), (gap, vec![])]);
    assert_eq!(states("iso9001-2015"), [(gap, vec![]), (documented, vec!["b.md".to_owned()])]);
}

#[test]
fn trap_6_a_broken_template_never_truncates_a_page() {
    let broken = [
        ("{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ titel }}</h1>{% endblock main %}", 3),
        ("<html><body>{{ title }}\n{{ page.nothing.at_all }}</body></html>", 2),
        ("<html>\n<body>\n{% if title %}</body></html>", 3),
        ("{% extends \"no-such.html\" %}", 1),
        ("a\n{{ title | no_such_filter }}", 2),
    ];
    for (template, line) in broken {
        let mut sms = sms(PLAIN, &[("a.md", document("A", "", "Words of the document."))]);
        sms.files.insert("theme/templates/document.html".to_owned(), template.to_owned());
        let inputs = sms.inputs();
        let built = build(&inputs);
        let page = built.text("documents/a.html");
        assert!(page.trim_end().ends_with("</html>") && page.contains("Words of the document."), "{template}: {page}");
        let found: Vec<_> = built.diagnostics.iter().filter(|it| it.code.name == "theme-error").collect();
        assert_eq!(found.len(), 1, "{template}: {found:#?}");
        assert_eq!((found[0].severity, found[0].at.path.as_str()), (Severity::Error, "theme/templates/document.html"));
        let place = LineIndex::new(template).place(template, found[0].at.span.unwrap().start as usize);
        assert_eq!(place.line, line, "{template}: {}", found[0].message);
    }
}

#[test]
fn trap_8_no_date_is_shown_that_no_document_states() {
    let dateless = document("A", "", "Text.").replace("effective: 2026-01-01\nreviewed: 2026-05-01\n", "");
    assert!(!dateless.contains("2026"));
    let sms = sms(PLAIN, &[("a.md", dateless), ("b.md", document("B", "effective: 2026-03-04\n", "Text."))]);
    let built = build(&sms.inputs());
    for (path, html) in built.read().iter().filter(|(path, _)| !path.starts_with("clauses/") && !path.starts_with("reports/cert"))
    {
        let words = html.words();
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let parts: Vec<&str> = words.split_whitespace().collect();
        let dates = parts.windows(3).filter(|it| {
            it[0].parse::<u8>().is_ok() && months.iter().any(|month| it[1].starts_with(month)) && it[2].starts_with("20")
        });
        for date in dates {
            let date = date.join(" ");
            // The day of the build, the document's date, and a day that people.yml states.
            let stated = ["1 Jul 2026", "4 Mar 2026", "1 Jan 2024"].iter().any(|it| date.starts_with(it));
            assert!(stated && (!date.starts_with("4 Mar") || path != "documents/a.html"), "{path} shows {date}");
        }
        for tag in html.tags.iter().filter(|tag| tag.name == "time") {
            assert!(["2026-07-01", "2026-03-04"].contains(&tag.get("datetime").unwrap()), "{path}: {tag:?}");
        }
    }
}

/// A handbook in which no document refers to another.
fn many(count: usize) -> Sms {
    let documents: Vec<(String, String)> =
        (0..count).map(|at| (format!("d/{at}.md"), document(&format!("MAN-{at:04}"), "", "The same words in each."))).collect();
    let mut sms = sms(PLAIN, &[]);
    sms.files.extend(documents);
    sms
}

fn bytes(built: &Built, part: &str) -> usize {
    built.files.iter().filter(|(path, _)| path.starts_with(part) && path.ends_with(".html")).map(|(_, bytes)| bytes.len()).sum()
}

#[test]
fn trap_10_a_dense_graph_of_references_costs_what_its_links_cost() {
    let dense = |count: usize| {
        let links: String = (0..count).fold(String::new(), |text, at| text + &format!("[[MAN-{at:04}]]\n"));
        let mut sms = many(count);
        sms.files.values_mut().filter(|text| text.starts_with("---")).for_each(|text| text.push_str(&links));
        bytes(&build(&sms.inputs()), "documents/man")
    };
    let (small, large) = (dense(20), dense(60));
    assert!(large < small * 9 * 3 / 2, "9 times the links take {small} and {large} bytes");
}

#[test]
fn trap_11_the_output_grows_with_the_text_and_not_with_its_square() {
    let sizes = [100, 200, 400].map(|count| {
        let built = build(&many(count).inputs());
        let largest = built.pages().iter().map(|(_, html)| html.len()).max().unwrap();
        (bytes(&built, ""), bytes(&built, "documents/man") / count, largest)
    });
    let growth = [sizes[1].0 - sizes[0].0, sizes[2].0 - sizes[1].0];
    assert!(growth[1] * 10 <= growth[0] * 23, "100 and 200 more documents add {growth:?} bytes");
    assert!(sizes[2].1 <= sizes[0].1 * 11 / 10, "a page has {} bytes among 100 and {} among 400", sizes[0].1, sizes[2].1);
}

#[test]
fn trap_12_the_pages_and_the_check_say_the_same() {
    let review = |date: &str| format!("effective: 2024-01-01\nreviewed: {date}\nreview_cycle: 12 months\n");
    let sms = sms(
        PLAIN,
        &[
            ("late.md", document("LATE", &review("2024-02-01"), "Text.")),
            ("soon.md", document("SOON", &review("2025-07-10"), "Text.")),
            ("good.md", document("GOOD", &format!("clauses: [4.1]\n{}", review("2026-06-01")), "Text.")),
            ("draft.md", document("DRAFT", "status: draft\nclauses: [4.2]\n", "Text.")),
        ],
    );
    let built = build(&sms.inputs());
    let pages = built.read();
    let rows = |page: &str| -> Vec<String> {
        let tags = &pages[page].tags;
        let links = tags.windows(2).filter(|pair| pair[0].name == "th" && pair[0].get("scope") == Some("row"));
        links.filter_map(|pair| Some(pair[1].get("href")?.rsplit_once('/')?.1.trim_end_matches(".html").to_owned())).collect()
    };
    let said = |code: &str| -> Vec<String> {
        let found = built.diagnostics.iter().filter(|it| it.code.name == code);
        found.map(|it| it.at.path.as_str().trim_end_matches(".md").to_owned()).collect()
    };
    assert_eq!((rows("register/overdue.html"), said("review-overdue")), (vec!["late".to_owned()], vec!["late".to_owned()]));
    assert_eq!((rows("register/due-soon.html"), said("review-due")), (vec!["soon".to_owned()], vec!["soon".to_owned()]));
    assert_eq!(rows("register/unapproved.html"), ["draft"]);
    let matrix = &pages["clauses/iso20000-1-2018/index.html"].tags;
    let gaps = matrix.iter().filter(|tag| tag.name == "tr" && tag.get("data-state") == Some("gap")).count();
    let found = built.diagnostics.iter().filter(|it| it.code.name == "clause-gap").count();
    assert_eq!(gaps, found);
    assert!(gaps > 40);
}

#[test]
fn trap_13_a_file_that_was_not_read_is_said_and_never_counts_as_fine() {
    let mut sms = sms(PLAIN, &[("a.md", document("A", "", "Text."))]);
    for (path, why) in [("b.md", "not-utf8"), ("c.md", "too-large"), ("d.md", "symlink"), ("e.md", "unreadable")] {
        sms.skip(path, why);
    }
    let found = reported(&sms);
    for path in ["b.md", "c.md", "d.md", "e.md"] {
        let said: Vec<&String> = found.iter().filter(|it| it.starts_with(path)).collect();
        assert!(said.len() == 1 && said[0].contains("nothing in it was checked"), "{path}: {said:?}");
        assert!(said[0].contains(": error: ") || said[0].contains(": warning: "), "{said:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clausebook.yml"), SETTINGS).unwrap();
    fs::write(folder.path().join("a.md"), "# A\n").unwrap();
    fs::write(folder.path().join("b.md"), b"# B \xff\n").unwrap();
    let output = program(folder.path(), &["check", "--as-of", "2026-07-01"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.ends_with("; 1 document checked as of 2026-07-01, 1 file not read\n"), "{said}");
    assert_eq!(output.status.code(), Some(1));
    let built = build(&sms.inputs());
    assert!(built.files.contains_key("documents/a.html") && !built.files.contains_key("documents/b.html"));
}

#[test]
fn trap_14_counts_name_their_whole_and_exclusions_their_reason() {
    let exclusions = "frameworks: [iso27001-2022, iso20000-1-2018]\nexclusions:\n\
                      \x20 - {clause: \"iso27001-2022:A.8.30\", justification: Nothing is developed by others.}\n";
    let documents = [
        ("a.md", document("A", "clauses: [A.5.1]\n", "Text.")),
        ("b.md", document("B", "clauses: [A.5.2]\nstatus: draft\n", "Text.")),
        ("c.md", document("C", "clauses: [A.5.3]\neffective: 2026-09-01\n", "Text.")),
        (
            "d.md",
            document("D", "clauses: [A.5.4]\neffective: 2024-01-01\nreviewed: 2024-01-01\nreview_cycle: 12 months\n", "Text."),
        ),
    ];
    let settings = format!("{PLAIN}{exclusions}");
    let sms = sms(&settings, &documents);
    let checked = pipeline::check(&sms.inputs());
    let state = |number| coverage(&checked.handbook, "iso27001-2022", number).0;
    // Only what is approved, in force and not overdue counts as documented.
    assert_eq!(
        ["A.5.1", "A.5.2", "A.5.3", "A.5.4"].map(state),
        [State::Documented, State::Drafted, State::Drafted, State::Drafted]
    );
    assert_eq!(state("A.8.30"), State::Excluded);
    let built = build(&sms.inputs());
    let pages = built.read();
    let matrix = &pages["clauses/iso27001-2022/index.html"];
    let assessed = matrix.tags.iter().filter(|tag| {
        tag.name == "tr" && tag.get("data-state").is_some_and(|state| !["not-applicable", "heading", "excluded"].contains(&state))
    });
    let (_, whole) = checked.handbook.coverage[0].reached(State::Documented);
    assert_eq!(assessed.count(), whole);
    let words = matrix.words();
    assert!(words.contains(&format!("of {whole}")), "{whole}: {}", &words[..1000]);
    assert!(words.contains("Nothing is developed by others."));
    // No exclusion without a reason, and none where the standard forbids it.
    let with = |settings: String| {
        let mut other = sms.clone();
        other.files.insert("clausebook.yml".to_owned(), settings);
        other
    };
    let bare = with(settings.replace(", justification: Nothing is developed by others.", ""));
    assert!(has(&reported(&bare), "clausebook.yml:5: error: "), "{:?}", reported(&bare));
    let forbidden = with(settings.replace("iso27001-2022:A.8.30", "iso20000-1-2018:8.5.1.1"));
    assert!(has(&reported(&forbidden), "error: forbidden-exclusion"));
    assert_eq!(coverage(&pipeline::check(&forbidden.inputs()).handbook, "iso20000-1-2018", "8.5.1.1").0, State::Gap);
}

#[test]
fn trap_15_a_review_date_that_is_no_date_is_not_fresh() {
    for date in ["2026-02-30", "soon", "01.06.2026", "2026-13-01", "[2026-06-01]", "\"\"", "2027-01-01"] {
        let front = format!("clauses: [4.1]\neffective: 2024-01-01\nreviewed: {date}\nreview_cycle: 12 months\n");
        let sms = sms(PLAIN, &[("a.md", document("A", &front, "Text."))]);
        let checked = pipeline::check(&sms.inputs());
        let found = reported(&sms);
        assert!(has(&found, "a.md:10: error: ") || date == "2027-01-01", "{date}: {found:?}");
        assert!(has(&found, "error: review-overdue"), "{date}: {found:?}");
        assert_eq!(coverage(&checked.handbook, "iso20000-1-2018", "4.1").0, State::Drafted, "{date}");
        let built = build(&sms.inputs());
        assert!(built.text("register/overdue.html").contains("documents/a.html"), "{date}");
    }
}

#[test]
fn trap_16_without_history_no_approval_is_shown_as_more_than_claimed() {
    let front = "effective: 2026-01-01\nreviewed: 2026-05-01\nreview_cycle: 12 months\n";
    let built = build(&sms(PLAIN, &[("a.md", document("A", front, "Text."))]).inputs());
    let pages = built.read();
    let badges = |page: &str, level: &str| {
        let of_level = |class: &str| class.split_whitespace().any(|it| it == level);
        let shown = |class: &str| of_level(class) && class.split_whitespace().any(|it| it == "badge" || it == "seal");
        pages[page].tags.iter().filter(|tag| tag.get("class").is_some_and(shown)).count()
    };
    for page in ["documents/a.html", "register/index.html", "index.html"] {
        for level in ["proven", "attested"] {
            assert_eq!(badges(page, level), 0, "{page} shows {level}");
        }
    }
    assert!(badges("documents/a.html", "claimed") > 0 && badges("register/index.html", "claimed") > 0);
    assert_eq!(pages["register/not-proven.html"].ids().filter(|id| *id == "register").count(), 1);
}

#[test]
fn trap_17_a_translation_behind_its_original_says_so_on_its_page() {
    let sms = sms(
        PLAIN,
        &[
            ("a.md", document("A", "version: 2.0\n", "Text.")),
            ("b.md", document("B", "language: de\ntranslation_of: {id: A, version: 1.0}\n", "Wörter.")),
        ],
    );
    assert!(has(&reported(&sms), "b.md:11: warning: translation-outdated"), "{:?}", reported(&sms));
    let page = build(&sms.inputs());
    let words = Html::read(page.text("documents/b.html")).words();
    assert!(words.contains("1.0") && words.contains("2.0"), "{words}");
}

#[test]
fn trap_19_markup_and_addresses_that_run_are_gone() {
    let body = "<script>alert(1)</script>\n\n[a](javascript:alert(1)) <a href='JAVASCRIPT:alert(1)'>b</a> ![x](data:text/html,x)\n\n\
                <img src=x onerror=alert(1)>";
    let built = build(&sms(PLAIN, &[("a.md", document("A", "", body))]).inputs());
    let page = &built.read()["documents/a.html"];
    for tag in &page.tags {
        assert!(tag.name != "script" || tag.get("src").is_some_and(|src| src.starts_with("../assets/")), "{tag:?}");
        for (key, value) in &tag.attributes {
            assert!(
                !key.starts_with("on") && !value.to_lowercase().starts_with("javascript:") && !value.starts_with("data:"),
                "{tag:?}"
            );
        }
    }
    assert!(built.codes().contains("raw-html-dropped") && built.codes().contains("unsafe-link"), "{:?}", built.codes());
}

#[test]
fn trap_20_nothing_is_loaded_from_another_host() {
    let body = "![a](https://example.com/a.png) <img src='//example.com/b.png'> [c](https://example.com/c)";
    let built = build(&sms(PLAIN, &[("a.md", document("A", "", body))]).inputs());
    assert_eq!(dead_links(&built, &built.read()), Vec::<String>::new());
    assert!(built.text("documents/a.html").contains("href=\"https://example.com/c\""), "links for readers stay");
}

fn program(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook")).args(args).current_dir(folder).output().unwrap()
}

/// Runs `clausebook build` in a folder.
fn run(folder: &Path) -> (i32, BTreeMap<String, Vec<u8>>) {
    let output = program(folder, &["build", "--as-of", "2026-07-01", "--out", "site", "."]);
    let files = walkdir::WalkDir::new(folder.join("site")).into_iter().map(Result::unwrap).filter(|it| it.file_type().is_file());
    let files = files.map(|it| (it.path().display().to_string(), fs::read(it.path()).unwrap())).collect();
    (output.status.code().unwrap(), files)
}

#[test]
fn trap_21_a_failed_build_leaves_the_old_site() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clausebook.yml"), SETTINGS).unwrap();
    fs::write(folder.path().join("a.md"), "# A\n\nText.\n").unwrap();
    let (_, before) = run(folder.path());
    assert!(before.len() > 50);
    for broken in ["organization: [", "organization: X\ntitel: Y\n", "\u{0}"] {
        fs::write(folder.path().join("clausebook.yml"), broken).unwrap();
        let (code, after) = run(folder.path());
        assert_eq!(code, 2, "{broken}");
        assert!(after == before, "{broken}: the site changed");
    }
    fs::remove_file(folder.path().join("clausebook.yml")).unwrap();
    let (code, after) = run(folder.path());
    assert!(code == 2 && after == before);
}

#[test]
fn trap_22_search_grows_slowly_and_works_from_a_file() {
    let sizes = [100, 200].map(|count| {
        let built = build(&many(count).inputs());
        let scripts = |own: bool| -> String {
            let all = built.files.keys().filter(|path| path.ends_with(".js"));
            all.filter(|path| path.starts_with("assets/") == own).map(|path| built.text(path)).collect()
        };
        let (index, scripts) = (scripts(false), scripts(true));
        assert!(!index.is_empty(), "the index is made of scripts");
        for text in [&index, &scripts] {
            assert!(!text.contains("fetch(") && !text.contains("XMLHttpRequest"), "file:// pages cannot use them");
        }
        assert!(Html::read(built.text("search.html")).words().contains("Title of MAN-0099"));
        (built.text("search.html").len(), scripts.len(), index.len())
    });
    assert_eq!(sizes[0].1, sizes[1].1);
    assert!(sizes[1].2 < 2 * sizes[0].2, "{sizes:?}");
    assert!(sizes[1].0 - sizes[0].0 < 100 * 400, "{sizes:?}");
}
