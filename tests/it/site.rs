//! The built example as files: nothing leads nowhere, nothing leads out, nothing runs, and two builds are the same bytes.
#![expect(clippy::disallowed_methods, reason = "determinism is about the program, run on real folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::built::{Built, Html, build, dead_links};
use crate::support::{Sms, package, read_folder};

fn example(language: &str) -> Sms {
    let mut sms = Sms::default();
    sms.files.extend(read_folder(&package("example-sms"), &["md", "yml", "svg"]));
    let settings = sms.files.get_mut("clausebook.yml").unwrap();
    *settings = settings.replace("\nlanguage: en\n", &format!("\nlanguage: {language}\n"));
    assert!(settings.contains(&format!("language: {language}")));
    sms
}

/// The example in English, built and read once for all tests.
fn english() -> &'static (Built, BTreeMap<String, Html>) {
    static BUILT: OnceLock<(Built, BTreeMap<String, Html>)> = OnceLock::new();
    BUILT.get_or_init(|| read(build(&example("en").inputs())))
}

fn german() -> &'static (Built, BTreeMap<String, Html>) {
    static BUILT: OnceLock<(Built, BTreeMap<String, Html>)> = OnceLock::new();
    BUILT.get_or_init(|| read(build(&example("de").inputs())))
}

fn read(built: Built) -> (Built, BTreeMap<String, Html>) {
    let pages = built.read();
    (built, pages)
}

/// Fails with what is wrong, a screenful at most.
fn none(wrong: &[String]) {
    let shown: Vec<&str> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), shown.join("\n"));
}

#[test]
fn every_address_has_a_target() {
    for (built, pages) in [english(), german()] {
        assert!(pages.len() > 400, "{} pages", pages.len());
        none(&dead_links(built, pages));
    }
}

#[test]
fn without_index_and_tables_nothing_leads_to_them() {
    let mut sms = example("en");
    let settings = sms.files.get_mut("clausebook.yml").unwrap();
    let asked = settings.replace("\nsite:\n", "\nsite:\n  search: titles\n  exports: none\n");
    assert_ne!(asked, *settings, "the example has settings of the site");
    *settings = asked;
    let (built, pages) = read(build(&sms.inputs()));
    let (whole, _) = english();
    for folder in ["data/search", "exports/"] {
        assert!(whole.files.keys().any(|it| it.starts_with(folder)), "{folder} is what there is otherwise");
        assert!(!built.files.keys().any(|it| it.starts_with(folder)), "{folder}");
    }
    none(&dead_links(&built, &pages));
    // The script is told, and the list to look through is there.
    for page in ["index.html", "search.html"] {
        assert!(built.text(page).contains(" data-search=\"titles\""), "{page}");
        assert!(!whole.text(page).contains(" data-search="), "{page}");
    }
    assert!(built.text("search.html").contains("Incident management"));
}

#[test]
fn ids_are_unique_and_the_html_is_whole() {
    let mut wrong = Vec::new();
    for (page, html) in &english().1 {
        let mut seen = BTreeSet::new();
        wrong.extend(html.ids().filter(|id| !seen.insert(*id)).map(|id| format!("{page}: two elements have the id `{id}`")));
        wrong.extend(html.errors.iter().map(|error| format!("{page}: {error}")));
        if html.ends != 1 {
            wrong.push(format!("{page}: {} ends", html.ends));
        }
    }
    none(&wrong);
}

#[test]
fn no_page_has_inline_code_or_style() {
    let mut wrong = Vec::new();
    for (page, html) in &english().1 {
        for tag in &html.tags {
            let inline = match tag.name.as_str() {
                "style" | "base" | "iframe" | "object" | "embed" | "frame" => true,
                "script" => tag.get("src").is_none(),
                // A page that has moved leads on, inside the site.
                "meta" => match (tag.get("http-equiv"), tag.get("content")) {
                    (None, _) => false,
                    (Some("refresh"), Some(to)) => {
                        !to.strip_prefix("0; url=").is_some_and(|to| !to.contains(':') && !to.starts_with('/'))
                    }
                    _ => true,
                },
                _ => false,
            };
            let bad = |(key, value): &&(String, String)| {
                let run = value.trim_start().to_lowercase();
                key.starts_with("on") || key == "style" || run.starts_with("javascript:") || run.starts_with("data:")
            };
            let attribute = tag.attributes.iter().find(bad);
            if inline || attribute.is_some() {
                wrong.push(format!("{page}: <{}> {attribute:?}", tag.name));
            }
        }
    }
    none(&wrong);
}

#[test]
fn no_style_or_script_asks_another_host_or_makes_markup_from_text() {
    let (built, _) = english();
    let text = |end: &'static str| {
        built.files.keys().filter(move |path| path.ends_with(end)).map(move |path| (path.as_str(), built.text(path)))
    };
    for (path, css) in text(".css") {
        assert!(!css.contains("@import") && !css.contains("//"), "{path}");
        for address in css.split("url(").skip(1) {
            let address = address.split(')').next().unwrap().trim_matches(['"', '\'']);
            let target = crate::built::resolve(path, address);
            assert!(target.is_some_and(|it| built.files.contains_key(&it)), "{path}: url({address})");
        }
    }
    let banned = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "doc.write",
        "eval(",
        "Function(",
        "import(",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "EventSource",
        "serviceWorker",
        ".cookie",
        "setTimeout(\"",
    ];
    for (path, js) in text(".js") {
        let js = js.replace("http://www.w3.org/2000/svg", "");
        assert!(!js.contains("http:") && !js.contains("https:"), "{path} names a host");
        for word in banned {
            assert!(!js.contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn every_page_names_its_language_and_has_one_main_heading() {
    for (language, (_, pages)) in [("en", english()), ("de", german())] {
        for (page, html) in pages {
            let root = html.tags.iter().find(|tag| tag.name == "html").unwrap();
            assert_eq!(root.get("lang"), Some(language), "{page}");
            let count = |name: &str| html.tags.iter().filter(|tag| tag.name == name).count();
            assert_eq!((count("h1"), count("main"), count("head")), (1, 1, 1), "{page}");
            let title = html.texts.iter().find(|(tag, _)| tag == "title");
            assert!(title.is_some_and(|(_, text)| text.contains(" · ")), "{page}: {title:?}");
        }
    }
}

/// Keys and texts of a language of the built-in theme.
fn strings(language: &str) -> BTreeMap<String, String> {
    let files = read_folder(&package("theme/strings"), &["yml"]);
    let (_, text) = files.iter().find(|(name, _)| *name == format!("{language}.yml")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    lines.map(|(key, text)| (key.to_owned(), text.trim().trim_matches(['"', '\'']).to_owned())).collect()
}

/// Texts and spoken attributes of a page.
fn spoken(html: &Html) -> impl Iterator<Item = &str> {
    let keys = ["aria-label", "title", "alt", "placeholder"];
    let attributes = html.tags.iter().flat_map(move |tag| keys.into_iter().filter_map(|key| tag.get(key)));
    html.texts.iter().map(|(_, text)| text.as_str()).chain(attributes)
}

#[test]
fn a_german_site_has_no_english_left_overs() {
    let (en, de) = (strings("en"), strings("de"));
    let german_words: BTreeSet<&str> = de.values().map(String::as_str).collect();
    let sources: String = example("de").files.into_values().collect();
    // Words that authors use as well are no evidence.
    let foreign: Vec<(&str, &str, &str)> = en
        .iter()
        .filter(|(_, text)| !german_words.contains(text.as_str()) && !sources.contains(text.as_str()))
        .map(|(key, text)| {
            let (before, rest) = text.split_once('{').unwrap_or((text, ""));
            (key.as_str(), before, rest.rsplit_once('}').map_or("", |(_, after)| after))
        })
        .filter(|(_, before, after)| before.trim().len() + after.trim().len() > 3)
        .collect();
    assert!(foreign.len() > 200, "{}", foreign.len());
    let mut wrong = BTreeSet::new();
    for (page, html) in &german().1 {
        for text in spoken(html) {
            let fits = |(_, before, after): &&(&str, &str, &str)| {
                if before.is_empty() {
                    return text.trim_start_matches(|c: char| c.is_ascii_digit()) == *after;
                }
                let whole = text.len() >= before.len() + after.len() && text.starts_with(before) && text.ends_with(after);
                whole && (text.len() == before.len() || !after.is_empty() || before.len() > 8)
            };
            if let Some((key, ..)) = foreign.iter().find(fits).filter(|_| !sources.contains(text)) {
                wrong.insert(format!("`{key}`: {text} (on {page})"));
            }
        }
    }
    none(&wrong.into_iter().collect::<Vec<_>>());
}

/// Builds the example with the program into a folder of its own. A copy, so that its place differs too.
fn build_by_program(folder: &Path, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let sms = folder.join("some place").join("sms");
    for (path, _) in read_folder(&package("example-sms"), &[]) {
        let to = sms.join(&path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(package("example-sms").join(&path), to).unwrap();
    }
    let out = folder.join("out");
    let output = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["build", "--fail-on", "warning", "--jobs", threads, "--out"])
        .arg(&out)
        .arg(&sms)
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let files = walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|it| it.file_type().is_file());
    let read = |path: &Path| (path.strip_prefix(&out).unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap());
    files.map(|it| read(it.path())).collect()
}

#[test]
fn the_same_bytes_in_any_folder_with_any_number_of_threads() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = build_by_program(here.path(), "1");
    let four = build_by_program(there.path(), "4");
    assert_eq!(one.keys().collect::<Vec<_>>(), four.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = one.iter().filter(|(path, bytes)| four[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(differ.is_empty(), "{differ:?}");
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let host = Some(host.trim()).filter(|it| it.len() > 3).map(str::to_owned);
    let places = [Some(here.path().to_str().unwrap().to_owned()), Some(package("").to_str().unwrap().to_owned()), host];
    for (path, bytes) in &one {
        let text = String::from_utf8_lossy(bytes);
        for place in places.iter().flatten() {
            assert!(!text.contains(place.as_str()), "{path} names {place}");
        }
    }
}
