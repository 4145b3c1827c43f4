//! Tables as files, opened by real programs: python's CSV reader, a JSON Schema validator, LibreOffice. All say what the pages say.
#![expect(clippy::disallowed_methods, reason = "programs read real files")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use clausebook::base::{Cycle, Date, SitePath};
use clausebook::config::{self, ConfigTexts};
use clausebook::export::schema::{self, Schema};
use clausebook::export::table::{Cell, Column, Kind, Link, Table};
use clausebook::export::{Origin, Words, csv, xlsx};
use serde_json::Value;

use crate::built::{Built, build};
use crate::support::{Sms, package, read_folder};

fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| build(&example().inputs()))
}

fn example() -> Sms {
    let mut sms = Sms::default();
    sms.files.extend(read_folder(&package("example-sms"), &["md", "yml", "svg"]));
    sms
}

/// A table by its JSON.
fn json(name: &str) -> Value {
    let whole: Value = serde_json::from_str(built().text(&format!("exports/{name}.json"))).unwrap();
    whole["tables"][0].clone()
}

/// What a cell of the JSON says in one line.
fn plain(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Object(it) => it["text"].as_str().unwrap().to_owned(),
        other => other.to_string(),
    }
}

/// Head and rows of a table, as its JSON has them.
fn rows(table: &Value) -> Vec<Vec<String>> {
    let columns = table["columns"].as_array().unwrap();
    let head = columns.iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect();
    let row = |row: &Value| columns.iter().map(|it| plain(&row[it["key"].as_str().unwrap()])).collect();
    std::iter::once(head).chain(table["rows"].as_array().unwrap().iter().map(row)).collect()
}

/// Rows as python's reader sees them.
fn read_csv(file: &Path) -> Vec<Vec<String>> {
    let script =
        "import csv,json,sys;print(json.dumps(list(csv.reader(open(sys.argv[1],encoding='utf-8-sig',newline=''),strict=True))))";
    let output = Command::new("python3").args(["-c", script]).arg(file).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The second sheet of workbooks, by LibreOffice: rows by the name of the file. `None` where it is not installed, which CI does not allow.
fn read_xlsx(files: &[(&str, &[u8])]) -> Option<BTreeMap<String, Vec<Vec<String>>>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(format!("{name}.xlsx")), bytes).unwrap();
    }
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2";
    let home = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut command = Command::new("soffice");
    command.current_dir(folder.path()).args([home.as_str(), "--headless", "--convert-to", filter, "--outdir", "out"]);
    command.args(files.iter().map(|(name, _)| format!("{name}.xlsx")));
    let Ok(output) = command.output() else {
        assert!(std::env::var_os("CI").is_none(), "LibreOffice is missing");
        println!("skipped: LibreOffice is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut read = BTreeMap::new();
    for entry in std::fs::read_dir(folder.path().join("out")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (name, _) = files.iter().find(|(name, _)| stem == *name || stem.starts_with(&format!("{name}-"))).unwrap();
        read.insert((*name).to_owned(), read_csv(&path));
    }
    assert_eq!(read.len(), files.len(), "{}", String::from_utf8_lossy(&output.stdout));
    Some(read)
}

#[test]
fn json_follows_its_schema_and_names_each_column_once() {
    let texts = ConfigTexts::default();
    let schema = schema::value(Schema::Tables, &config::read(&texts).0);
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let files: Vec<&String> = built().files.keys().filter(|it| it.starts_with("exports/") && it.ends_with(".json")).collect();
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let value: Value = serde_json::from_str(built().text(file)).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&value).map(|it| format!("{}: {it}", it.instance_path)).collect();
        assert!(wrong.is_empty(), "{file}: {wrong:?}");
        let table = &value["tables"][0];
        let keys: Vec<&str> = table["columns"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
        for row in table["rows"].as_array().unwrap() {
            assert_eq!(row.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>(), keys, "{file}");
        }
        for link in links(table) {
            let page = link.split('#').next().unwrap();
            assert!(built().files.contains_key(page), "{file} leads to {link}");
        }
    }
}

/// All places that cells lead to.
fn links(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(links).collect(),
        Value::Object(map) => {
            let own = map.get("page").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(map.values().flat_map(links)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn csv_holds_the_same_as_json() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["register", "matrix-iso20000-1-2018", "required", "raci", "entries-risk", "entries-nonconformity"] {
        let bytes = &built().files[&format!("exports/{name}.csv")];
        assert!(bytes.starts_with("\u{feff}".as_bytes()) && bytes.ends_with(b"\r\n"), "{name}");
        let file = folder.path().join("x.csv");
        std::fs::write(&file, bytes).unwrap();
        let wanted = rows(&json(name));
        assert!(wanted.len() > 5, "{name}");
        assert_eq!(read_csv(&file), wanted, "{name}");
    }
}

#[test]
fn libreoffice_reads_the_same_from_the_workbooks() {
    let names = ["register", "matrix-iso20000-1-2018", "required", "entries-risk", "entries-audit"];
    let files: Vec<(&str, &[u8])> =
        names.iter().map(|it| (*it, built().files[&format!("exports/{it}.xlsx")].as_slice())).collect();
    let Some(read) = read_xlsx(&files) else { return };
    for name in names {
        assert_eq!(read[name], rows(&json(name)), "{name}");
    }
}

#[test]
fn files_say_what_the_pages_say() {
    let register = rows(&json("register"));
    let page = built().text("register/index.html");
    let shown: Vec<&str> = page.split("<tr><td class=\"id c-id\">").skip(1).collect();
    assert_eq!(shown.len(), register.len() - 1);
    for (row, html) in register.iter().skip(1).zip(shown) {
        assert!(html.starts_with(&format!("{}</td>", row[0])), "{} is not where the page has it", row[0]);
        // Version, status, owner; proof and next review where there are any.
        for (at, cell) in [(3, ">{}<"), (4, ">{}<"), (5, ">{}<"), (12, "{}<"), (13, "datetime=\"{}\"")] {
            let cell = cell.replace("{}", &row[at].replace('&', "&amp;"));
            assert!(row[at].is_empty() || html.contains(&cell), "{}: the page does not say {cell}", row[0]);
        }
    }
    let matrix = json("matrix-iso20000-1-2018");
    let page = built().text("clauses/iso20000-1-2018/index.html");
    for row in matrix["rows"].as_array().unwrap() {
        let number = row["clause"]["text"].as_str().unwrap();
        let html = page.split(&format!("id=\"c-{number}\"")).nth(1).unwrap_or_else(|| panic!("no row {number}"));
        let html = html.split("</tr>").next().unwrap();
        let coverage = &row["coverage"];
        if coverage["word"] != "heading" {
            assert!(html.contains(coverage["text"].as_str().unwrap()), "{number}: {coverage} is not in {html}");
            let documents = row["documents"].as_array().into_iter().flatten();
            let chips = documents.filter(|it| html.contains(it["text"].as_str().unwrap())).count();
            let count = row["documents"].as_array().map_or(0, Vec::len);
            assert!(chips == count || html.contains(">+"), "{number}: {chips} of {count}");
        }
    }
    let required = json("required");
    let page = built().text("reports/required.html");
    for row in required["rows"].as_array().unwrap() {
        let item = row["item"].as_str().unwrap().replace('&', "&amp;").replace('\'', "&#39;");
        assert!(page.contains(&item) || page.contains(row["item"].as_str().unwrap()), "{item}");
    }
}

#[test]
fn two_builds_give_the_same_bytes_and_the_list_names_every_file() {
    let again = build(&example().inputs());
    let index = built().text("exports/index.html");
    for (path, bytes) in built().files.iter().filter(|(path, _)| path.starts_with("exports/")) {
        assert!(again.files[path] == *bytes, "{path} differs");
        let name = path.strip_prefix("exports/").unwrap();
        assert!(name == "index.html" || index.contains(&format!("href=\"{name}\" download")), "{name} is not listed");
    }
}

struct Plain;

impl Words for Plain {
    fn get<'a>(&'a self, key: &'a str) -> &'a str {
        key
    }
    fn with(&self, key: &str, _: &[(&str, &str)]) -> String {
        key.to_owned()
    }
    fn cycle(&self, cycle: Cycle) -> String {
        cycle.to_string()
    }
    fn date(&self, date: Date) -> String {
        date.to_string()
    }
}

#[test]
fn hostile_cells_stay_words() {
    let long = "ä".repeat(40_000);
    let texts =
        ["=1+1", "+1", "-2", "@SUM(A1)", "a\u{1}b\u{ffff}", "\u{202e}right to left \u{5d0}", "_x0041_", "a\"b,c", "two\nlines"];
    let mut cells: Vec<Vec<Cell>> = texts.iter().map(|it| vec![Cell::text(*it), Cell::Integer(7)]).collect();
    cells.push(vec![Cell::text(long.as_str()), Cell::Date(Date::parse("2026-02-28").unwrap())]);
    cells.push(vec![Cell::Link(Link::plain("=HYPERLINK(\"x\")")), Cell::Integer(i64::MAX)]);
    let column = |key: &str, kind| Column { key: key.to_owned(), title: key.to_owned(), kind };
    let title = String::from("A title that is far longer than a sheet's name: [may] be / at all");
    let page = SitePath::new("index.html");
    let columns = vec![column("words", Kind::Text), column("=number", Kind::Integer)];
    let table = Table { name: "x".to_owned(), title, about: String::new(), page, columns, rows: cells };
    let printed = csv::write(&table);
    for bad in ["\r\n=", "\r\n+", "\r\n-", "\r\n@", ",=", "\u{1}"] {
        assert!(!printed.contains(bad), "{bad:?}");
    }
    let origin = Origin {
        organization: "=1".to_owned(),
        handbook: "H\u{2}".to_owned(),
        edition: None,
        commit: None,
        as_of: Date::parse("2026-01-01").unwrap(),
        language: "en".to_owned(),
        tool: ("clausebook".to_owned(), "0".to_owned()),
    };
    let bytes = xlsx::write(std::slice::from_ref(&table), &origin, &Plain, None).unwrap();
    assert_eq!(bytes, xlsx::write(&[table], &origin, &Plain, None).unwrap());
    let Some(read) = read_xlsx(&[("x", &bytes)]) else { return };
    let read = &read["x"];
    for (row, text) in read.iter().skip(1).zip(texts) {
        assert_eq!(row[0], text.replace(['\u{1}', '\u{ffff}'], "\u{fffd}"));
        assert_eq!(row[1], "7");
    }
    let cut = &read[texts.len() + 1];
    assert!(cut[0].chars().count() == 32_767 && cut[0].ends_with("[40000]"), "{}", cut[0].chars().count());
    assert_eq!(cut[1], "2026-02-28");
    assert_eq!(read[texts.len() + 2], ["=HYPERLINK(\"x\")", &i64::MAX.to_string()]);
}
