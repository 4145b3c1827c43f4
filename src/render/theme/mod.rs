//! The theme: templates, styles, scripts, fonts and signs, the user's files laid over the built-in ones.
//!
//! A user's template that cannot be read, or that fails while it renders, is reported and the built-in one takes its
//! place, so that every page is always whole. Built-in templates are tested with every view; if one fails, it is our bug.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::embedded::FILES;
use super::strings::Strings;

mod assets;
#[cfg(test)]
mod contrast;
mod icons;
mod ids;
mod problem;

pub use problem::ThemeProblem;

/// Where the user's templates stand within the engine.
const USER: &str = "user/";
/// Where the built-in templates stand within the engine; a user's template extends `theme/document.html`.
const BUILT_IN: &str = "theme/";
/// The most bytes a user's template may write for one page.
const PAGE_LIMIT: usize = 64 << 20;
/// What the finished page's symbols take the place of.
const ICON_MARK: &str = "<!--icons-->";

/// The compiled theme of one language.
#[derive(Debug)]
pub struct Theme {
    strings: Arc<Strings>,
    built_in: Tera,
    /// The built-in templates with the user's over them, if there are any.
    with_user: Option<Tera>,
    icons: icons::Icons,
    files: BTreeMap<String, String>,
}

/// A finished page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The page, always whole.
    pub html: String,
    /// Why the user's template was not used for it.
    pub problem: Option<ThemeProblem>,
}

impl Theme {
    /// Compiles the built-in theme with the user's files over it. `files` maps paths within the user's `theme/` to texts.
    pub fn new(files: BTreeMap<String, String>, strings: Strings) -> (Self, Vec<ThemeProblem>) {
        let strings = Arc::new(strings);
        let mut problems = assets::misplaced(&files);
        let custom = assets::Custom::of(&files);
        let mut built_in = engine(&strings, &custom);
        let templates = FILES.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, bytes)));
        built_in
            .add_raw_templates(templates.map(|(name, bytes)| {
                let text = std::str::from_utf8(bytes).expect("our own templates are UTF-8");
                (format!("{BUILT_IN}{name}"), spoken(text, &strings))
            }))
            .expect("our own templates compile");
        let user: Vec<(String, &str)> = files
            .iter()
            .filter_map(|(path, text)| Some((format!("{USER}{}", path.strip_prefix("templates/")?), text.as_str())))
            .filter(|(name, _)| name.ends_with(".html"))
            .collect();
        let with_user = (!user.is_empty()).then(|| add_user_templates(built_in.clone(), user, &mut problems));
        let icons = icons::Icons::new(files.get("icons.svg").map(String::as_str));
        (Self { strings, built_in, with_user, icons, files }, problems)
    }

    /// Renders a page from a view that has the frame in a field `page`. `template` is a file name such as `document.html`.
    ///
    /// A word that a built-in template lacks is reported too, and its key shown in its place.
    ///
    /// # Panics
    /// When a built-in template fails otherwise, which is a bug of ours that tests find.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Rendered {
        let context = Context::from_serialize(view).expect("a view is a struct of plain values");
        let mut problem = None;
        if let Some(tera) = &self.with_user {
            match run(tera, template, &context, PAGE_LIMIT) {
                Ok(html) => return Rendered { html: self.finish(html), problem },
                Err(error) => problem = Some(problem::of(&error, template, self.files.keys())),
            }
        }
        let html = match run(&self.built_in, template, &context, usize::MAX) {
            Ok(html) => html,
            Err(error) => match run(&self.without_words(), template, &context, usize::MAX) {
                Ok(html) => {
                    problem = problem.or_else(|| Some(problem::of(&error, template, self.files.keys())));
                    html
                }
                Err(error) => panic!("the built-in template `{template}` does not fit its view: {error}"),
            },
        };
        Rendered { html: self.finish(html), problem }
    }

    /// The built-in templates, showing the keys of words that do not exist.
    fn without_words(&self) -> Tera {
        let mut tera = self.built_in.clone();
        let words = Arc::clone(&self.strings);
        tera.register_function("t", move |args: Kwargs, _: &State| {
            word(&words, &args).or_else(|_| args.must_get::<&str>("k").map(str::to_owned))
        });
        tera
    }

    fn finish(&self, html: String) -> String {
        ids::unique(self.icons.place(html))
    }

    /// The words of the theme's language.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// Styles, scripts and fonts: site path and bytes, in the order of paths.
    pub fn assets(&self) -> Vec<(String, Cow<'static, [u8]>)> {
        assets::all(&self.files, &self.strings)
    }
}

fn engine(strings: &Arc<Strings>, custom: &assets::Custom) -> Tera {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes([USER, BUILT_IN]).expect("no template is loaded yet");
    let words = Arc::clone(strings);
    tera.register_function("t", move |args: Kwargs, _: &State| word(&words, &args));
    // A template has the lists of its view to walk through; a stranger's needs no others.
    tera.register_function("range", |_: Kwargs, _: &State| -> TeraResult<bool> {
        Err(tera::Error::message("`range` is not available here: walk through a list of the page"))
    });
    tera.global_context().insert("custom_css", &custom.css);
    tera.global_context().insert("custom_js", &custom.js);
    tera
}

/// How the built-in templates ask for words that need no values.
const ASKED: (&str, &str) = ("{{ t(k='", "') }}");

/// A built-in template with words that are the same on every page put in, so that they are looked up once and not on every page.
fn spoken(template: &str, strings: &Strings) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(ASKED.0) {
        text.push_str(before);
        let asked = after.split_once(ASKED.1);
        // What a template would read as its own or trim stays a question, and so does a word that is missing.
        let stays = |it: &&str| it.contains('{') || it.is_empty() || it.trim() != *it;
        let words = asked.and_then(|(key, tail)| Some((strings.form(key, None).filter(|it| !stays(it))?, tail)));
        rest = match words {
            Some((words, tail)) => {
                super::escape::escape_into(&mut text, words);
                tail
            }
            None => {
                text.push_str(ASKED.0);
                after
            }
        };
    }
    text.push_str(rest);
    text
}

/// The function `t(k="key", n=5, name="…")` of templates: the words of a key, in plural if `n` is given and the key has one.
fn word(strings: &Strings, args: &Kwargs) -> TeraResult<String> {
    let key: &str = args.must_get("k")?;
    let mut values: Vec<(&str, Cow<'_, str>)> = Vec::new();
    let mut count = None;
    for (name, value) in args.iter() {
        let name = name.as_str().unwrap_or_default();
        if name == "n" {
            count = value.as_i64();
        }
        if name != "k" {
            values.push((name, value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)));
        }
    }
    let template = strings.form(key, count).ok_or_else(|| tera::Error::message(format!("there are no words for `{key}`")))?;
    Ok(super::strings::fill(template, values.iter().map(|(name, value)| (*name, value.as_ref()))))
}

/// Adds what can be added. A template may extend one that comes later, so rounds go on while one of them gets in.
fn add_user_templates(mut tera: Tera, mut waiting: Vec<(String, &str)>, problems: &mut Vec<ThemeProblem>) -> Tera {
    if tera.add_raw_templates(waiting.iter().map(|(name, text)| (name, text))).is_ok() {
        return tera;
    }
    loop {
        let before = waiting.len();
        let mut errors = Vec::new();
        waiting.retain(|(name, text)| match tera.add_raw_template(name, text) {
            Ok(()) => false,
            Err(error) => {
                errors.push(problem::of_file(&error, name));
                true
            }
        });
        if waiting.is_empty() || waiting.len() == before {
            problems.append(&mut errors);
            return tera;
        }
    }
}

fn run(tera: &Tera, template: &str, context: &Context, limit: usize) -> Result<String, tera::Error> {
    let mut page = Limited { bytes: Vec::with_capacity(32 << 10), limit };
    tera.render_to(template, context, &mut page)?;
    String::from_utf8(page.bytes).map_err(|_| tera::Error::message("the page is not UTF-8"))
}

/// A page that a template writes, up to a limit.
struct Limited {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            return Err(io::Error::other("the page is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
