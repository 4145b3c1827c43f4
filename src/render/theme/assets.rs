//! Styles, scripts and fonts as they stand below `assets/` of the site.
//!
//! What every page needs is joined into one style sheet and one script; what a kind of page needs has a file of its own.
//! A user's file takes the place of the built-in one of the same path; other styles and scripts of the user are joined
//! into `custom.css` and `custom.js`, which come last.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::strings::Strings;
use super::{FILES, ThemeProblem};

/// Style sheets that are joined from several files, in order.
const JOINED: [(&str, &[&str]); 2] =
    [("handbook.css", &["css/tokens.css", "css/base.css"]), ("document.css", &["css/document.css", "css/diagram.css"])];

/// Scripts that show words: the variable they read them from, and the prefix of the words' keys.
const WORDS: [(&str, &str, &str, &[&str]); 2] =
    [("handbook.js", "clausebookWords", "js.", &[]), ("searchbox.js", "clausebookFindWords", "find.", &SIGN_WORDS)];

/// Words of signs, by their whole keys.
const SIGN_WORDS: [&str; 9] = [
    "proof.proven",
    "proof.attested",
    "proof.claimed",
    "proof.contradicted",
    "sign.covered",
    "sign.partial",
    "sign.drafted",
    "sign.gap",
    "sign.heading",
];

/// Whether the user brings styles and scripts of his or her own.
#[derive(Debug)]
pub(super) struct Custom {
    /// Styles beyond those of the built-in theme.
    pub(super) css: bool,
    /// Scripts beyond those of the built-in theme.
    pub(super) js: bool,
}

impl Custom {
    pub(super) fn of(files: &BTreeMap<String, String>) -> Self {
        Self { css: extra(files, "css/", ".css").next().is_some(), js: extra(files, "js/", ".js").next().is_some() }
    }
}

/// The user's files of a folder that have no built-in counterpart.
fn extra<'a>(
    files: &'a BTreeMap<String, String>,
    folder: &'a str,
    suffix: &'a str,
) -> impl Iterator<Item = (&'a String, &'a String)> {
    files.iter().filter(move |(path, _)| path.starts_with(folder) && path.ends_with(suffix) && built_in(path).is_none())
}

fn built_in(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

/// A built-in file as browsers get it. Scripts come without what only their readers need: indents, and lines that are comments. None of them
/// has text over several lines.
fn served(path: &str, bytes: &'static [u8]) -> Cow<'static, [u8]> {
    match std::str::from_utf8(bytes) {
        Ok(script) if path.ends_with(".js") => {
            let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
            Cow::Owned(lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// All assets in the order of their paths.
pub(super) fn all(files: &BTreeMap<String, String>, strings: &Strings) -> Vec<(String, Cow<'static, [u8]>)> {
    let mut assets: BTreeMap<String, Cow<'static, [u8]>> = BTreeMap::new();
    for (path, bytes) in FILES {
        let content = || files.get(*path).map_or_else(|| served(path, bytes), |text| Cow::Owned(text.clone().into_bytes()));
        if JOINED.iter().any(|(_, parts)| parts.contains(path)) || *path == "icons.svg" {
            continue;
        }
        match path.split_once('/') {
            Some(("js", name)) if WORDS.iter().any(|it| it.0 == name) => {
                let mut script = words(name, strings).into_bytes();
                script.extend_from_slice(&content());
                assets.insert(name.to_owned(), Cow::Owned(script));
            }
            Some(("css" | "js", name)) => drop(assets.insert(name.to_owned(), content())),
            Some(("fonts", _)) => drop(assets.insert((*path).to_owned(), content())),
            None if path.ends_with(".svg") => drop(assets.insert((*path).to_owned(), content())),
            _ => {}
        }
    }
    for (name, parts) in JOINED {
        let part = |path: &&str| files.get(*path).map(String::as_bytes).or_else(|| built_in(path)).unwrap_or_default();
        let bytes = parts.iter().map(part).collect::<Vec<_>>().concat();
        assets.insert(name.to_owned(), Cow::Owned(bytes));
    }
    for (folder, suffix, name) in [("css/", ".css", "custom.css"), ("js/", ".js", "custom.js")] {
        let joined: Vec<&str> = extra(files, folder, suffix).map(|(_, text)| text.as_str()).collect();
        if !joined.is_empty() {
            assets.insert(name.to_owned(), Cow::Owned(joined.join("\n").into_bytes()));
        }
    }
    for (path, text) in files {
        // What goes with a font, such as its licence, stands beside it.
        if let Some(name) = path.strip_prefix("assets/").or(Some(path.as_str()).filter(|it| it.starts_with("fonts/"))) {
            assets.insert(name.to_owned(), Cow::Owned(text.clone().into_bytes()));
        }
    }
    assets.into_iter().map(|(path, bytes)| (format!("assets/{path}"), bytes)).collect()
}

/// The words a script shows, as a value it reads. JSON in a script file needs no further escaping.
fn words(script: &str, strings: &Strings) -> String {
    let Some((_, name, prefix, whole)) = WORDS.iter().find(|it| it.0 == script) else { return String::new() };
    let word = |(key, text)| {
        let key: &str = key;
        Some((key.strip_prefix(prefix).or_else(|| Some(key).filter(|it| whole.contains(it)))?, text))
    };
    let words: BTreeMap<&str, &str> = strings.all().filter_map(word).collect();
    let json = serde_json::to_string(&words).expect("a map of texts is JSON");
    format!("window.{name}={json};\n")
}

/// Files of the user's theme that stand where nothing looks for them.
pub(super) fn misplaced(files: &BTreeMap<String, String>) -> Vec<ThemeProblem> {
    let mut problems = Vec::new();
    for path in files.keys() {
        let folder = match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("html") => "templates",
            Some("css") => "css",
            Some("js") => "js",
            Some("yml" | "yaml") => "strings",
            _ => continue,
        };
        if !path.starts_with(&format!("{folder}/")) && !path.starts_with("assets/") {
            let message = format!("nothing uses this file: it belongs into `theme/{folder}/`");
            problems.push(ThemeProblem::new(path, 1, 1, message));
        }
    }
    problems
}
