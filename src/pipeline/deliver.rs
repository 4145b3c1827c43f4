//! A checked handbook to the files of its site.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::policy;
use super::site::{Content, SiteFile};
use super::theme_files::theme_files;
use crate::base::{RepoPath, SitePath, Span};
use crate::diag::{Diagnostic, Place, codes};
use crate::handbook::Handbook;
use crate::render::pages::{self, Site};
use crate::render::strings::Strings;
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::Inputs;

/// Compiles the theme: the user's files below `theme/` over the built-in ones, in the language of the settings.
pub(super) fn theme(inputs: &Inputs, handbook: &Handbook) -> (Theme, Vec<Diagnostic<Place>>) {
    let files: BTreeMap<String, String> = inputs
        .snapshot
        .files
        .keys()
        .filter_map(|path| Some((path.as_str().strip_prefix("theme/")?.to_owned(), inputs.text(path)?.to_string())))
        .collect();
    let language = &handbook.config.settings.language;
    let own = files.get(&format!("strings/{language}.yml")).map(String::as_str);
    let (strings, mut problems) = Strings::load(language, own);
    let (theme, found) = Theme::new(files, strings);
    problems.extend(found);
    problems.extend(theme_files(inputs, handbook).problems);
    (theme, problems.iter().map(|it| diagnostic(it, inputs)).collect())
}

/// What went wrong with templates while pages were made, as diagnostics at their final level, in order.
pub fn template_problems(problems: Mutex<Vec<ThemeProblem>>, inputs: &Inputs, handbook: &Handbook) -> Vec<Diagnostic<Place>> {
    let problems = problems.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    policy::apply_late(problems.iter().map(|it| diagnostic(it, inputs)).collect(), handbook)
}

/// All files of the site: pages, assets of the theme, attachments that something leads to. What fails in a user's template
/// while a page is made goes into `problems`.
pub fn files<'a>(site: &'a Site<'a>, problems: &'a Mutex<Vec<ThemeProblem>>) -> Vec<SiteFile<'a>> {
    let page = |planned: pages::Planned| {
        SiteFile::made(planned.path.clone(), None, move || {
            let made = pages::make(site, &planned);
            let html = made.html.into_bytes();
            let Some(problem) = made.problem else { return Content::Bytes(html) };
            problems.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(problem);
            Content::Provisional(html)
        })
    };
    let mut files: Vec<SiteFile<'a>> = pages::plan(site).into_iter().map(page).collect();
    let own = theme_files(site.inputs, site.handbook).places;
    for (path, bytes) in site.theme.assets() {
        let place = SitePath::new(&path);
        if !own.contains_key(&place.as_str().to_lowercase()) {
            files.push(SiteFile::made(place, None, move || Content::Bytes(bytes.to_vec())));
        }
    }
    files.extend(own.into_values().map(|(place, path)| SiteFile::copy(place, path.clone())));
    for (path, place) in pages::published_attachments(site) {
        files.push(SiteFile::copy(place, path));
    }
    files.extend(super::search::files(site));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn diagnostic(problem: &ThemeProblem, inputs: &Inputs) -> Diagnostic<Place> {
    let path = RepoPath::new(&problem.file).or_else(|_| RepoPath::new("theme")).expect("a plain name is a path");
    let text = inputs.text(&path).map_or("", |text| &**text);
    let before: usize = text.split_inclusive('\n').take(problem.line.saturating_sub(1)).map(str::len).sum();
    let column: usize = text[before..].chars().take(problem.column.saturating_sub(1)).map(char::len_utf8).sum();
    let place = Place::new(&path, Span::point(before + column));
    Diagnostic::new(&codes::theme_error::CODE, place, problem.message.clone())
        .help("mend it, or delete the file to get the built-in one; until then the built-in one is used")
}
