use super::*;

fn english() -> Strings {
    Strings::load("en", None).0
}

#[test]
fn dates_and_distances_read_well() {
    let day = |text| Date::parse(text).unwrap();
    let (en, de) = (english(), Strings::load("de", None).0);
    assert_eq!(en.date(day("2026-02-04")), "4 Feb 2026");
    assert_eq!(de.date(day("2026-02-24")), "24. Feb. 2026");
    assert_eq!(en.span(day("2024-04-16"), day("2024-04-18")), "16 to 18 Apr 2024");
    assert_eq!(de.span(day("2024-04-16"), day("2024-04-18")), "16. bis 18. Apr. 2024");
    assert_eq!(en.span(day("2024-12-30"), day("2025-01-02")), "30 Dec 2024 to 2 Jan 2025");
    let today = day("2026-03-18");
    assert_eq!(en.due(day("2026-03-27"), today), "in 9 days");
    assert_eq!(en.due(day("2026-03-19"), today), "in 1 day");
    assert_eq!(en.due(day("2026-02-06"), today), "40 days overdue");
    assert_eq!(de.due(day("2026-02-06"), today), "40 Tage überfällig");
    assert_eq!(en.due(today, today), "today");
    assert_eq!(en.ago(day("2026-03-17"), today), "1 day ago");
    assert_eq!(en.ago(day("2025-05-12"), today), "10 months ago");
    assert_eq!(en.ago(day("2023-05-12"), today), "2 years ago");
    assert_eq!(en.ago(day("2026-03-20"), today), "in 2 days");
    assert_eq!(en.cycle(Cycle::parse("1 year").unwrap()), "12-month cycle");
}

#[test]
fn values_are_filled_once() {
    assert_eq!(fill("{a} {b} {", [("a", "{b}"), ("b", "2")]), "{b} 2 {");
    assert_eq!(fill("{x} {a}", [("a", "1")]), "{x} 1");
    assert_eq!(fill("ä{ö}ü", []), "ä{ö}ü");
}

#[test]
fn other_languages_fall_back_and_have_their_plurals() {
    let (pl, problems) = Strings::load(
        "pl",
        Some("distance.in.one: za {n} dzień\ndistance.in.few: za {n} dni\ndistance.in.many: za {n} dni.\nbad: [1]\n"),
    );
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].file.as_str(), problems[0].line), ("theme/strings/pl.yml", 4));
    assert_eq!(pl.plural("distance.in", 1), "za 1 dzień");
    assert_eq!(pl.plural("distance.in", 22), "za 22 dni");
    assert_eq!(pl.plural("distance.in", 12), "za 12 dni.");
    assert_eq!(pl.get("search"), "Search");
    assert!(!Strings::knows("pl") && Strings::knows("de"));
    let (broken, problems) = Strings::load("en", Some("a: [1\nb"));
    assert_eq!((broken.get("search"), problems.len()), ("Search", 1));
}

/// Placeholders of a text, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    names.sort_unstable();
    names
}

#[test]
fn languages_have_the_same_keys_and_placeholders() {
    let own = |language: &str| read(built_in(language).unwrap(), language);
    let (en, problems) = own("en");
    assert_eq!(problems, []);
    let (de, problems) = own("de");
    assert_eq!(problems, []);
    assert_eq!(en.keys().collect::<Vec<_>>(), de.keys().collect::<Vec<_>>());
    for (key, text) in &en {
        assert_eq!(placeholders(text), placeholders(&de[key]), "{key}");
        assert!(!text.trim().is_empty() && !de[key].trim().is_empty(), "{key}");
    }
}

#[test]
fn sentences_about_control_have_words_with_the_same_parts() {
    let words = english();
    for (key, sentence) in crate::handbook::document_control::sentences() {
        assert_eq!(words.get(&format!("control.{key}")), *sentence);
    }
}

/// Sources of the crate without tests, by path.
#[expect(clippy::disallowed_methods, reason = "a test reads our own sources")]
fn sources(folder: &std::path::Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("samples") || path.ends_with("tests.rs") || path.ends_with("tests") {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            found.insert(path.display().to_string(), code);
        }
    }
}

/// What stands between `open` and `close` each time.
fn between<'a>(text: &'a str, open: &str, close: char) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| Some(rest.split_once(close)?.0)).collect()
}

/// Keys that are put together from a word of the data: how they begin and end. Each family is used as a whole.
const FAMILIES: [(&str, &str); 21] = [
    ("export.col.", ""),
    ("status.", ""),
    ("word.", ""),
    ("classification.", ""),
    ("relation.", ""),
    ("register.", ".empty"),
    ("home.coverage.", ""),
    ("proof.", ".meaning"),
    ("proof.", ".inline"),
    ("more.", ""),
    ("clause.basis.", ""),
    ("clause.part.", ""),
    ("evidence.count.", ""),
    ("matrix.column.", ""),
    ("matrix.counted.", ""),
    ("clause.strip.", ""),
    ("required.counted.", ""),
    ("required.basis.", ""),
    ("reports.", ""),
    ("control.", ""),
    ("ctrl.gap.", ".remedy"),
];

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let mut code = BTreeMap::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
    let theme = |folder: &str| -> String {
        let files = FILES.iter().filter(|(path, _)| path.starts_with(folder));
        files.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap()).collect()
    };
    let (templates, scripts, code) = (theme("templates/"), theme("js/"), code.into_values().collect::<String>());
    let words = english();
    let exists = |key: &str| words.form(key, None).or_else(|| words.form(key, Some(2))).is_some();
    let mut used: Vec<&str> = between(&templates, "t(k='", '\'');
    used.extend(between(&templates, "t(k=\"", '"'));
    for call in ["get", "with", "plural", "plural_with"] {
        used.extend(between(&code, &format!("words.{call}(\""), '"'));
        used.extend(between(&code, &format!("strings.{call}(\""), '"'));
    }
    for key in used {
        assert!(exists(key), "there are no words for `{key}`");
    }
    for key in between(&scripts, "w(\"", '"') {
        assert!(exists(&format!("js.{key}")), "there are no words for `js.{key}`");
    }
    for (key, _) in words.all() {
        let stem = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other")).unwrap_or(key);
        let found = match stem.strip_prefix("js.") {
            Some(name) => scripts.contains(&format!("\"{name}\"")),
            None => templates.contains(&format!("'{stem}'")) || code.contains(&format!("\"{stem}\"")),
        };
        let family = FAMILIES.iter().any(|(begin, end)| stem.starts_with(begin) && stem.ends_with(end));
        assert!(found || family, "nothing uses `{key}`");
    }
}
