//! A built edition to the files of its site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::key;
use super::memo::{Memo, ThemeRead};
use super::outcome::{BuiltEdition, Stand};
use super::site::{Content, SiteFile};
use super::theme_files::theme_files;
use crate::base::{RepoPath, SitePath, Span};
use crate::config::Config;
use crate::diag::{Diagnostic, Place, codes};
use crate::render::pages;
use crate::render::strings::Strings;
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::Inputs;

/// Compiles the theme: the user's files below `theme/` over the built-in ones, in the language of the settings.
pub(super) fn theme(inputs: &Inputs, config: &Config, memo: &Memo) -> (Arc<Theme>, Vec<Diagnostic<Place>>) {
    let own = inputs.snapshot.files.keys();
    let own = own.filter_map(|path| Some((path.as_str().strip_prefix("theme/")?, &**inputs.text(path)?)));
    let own: Vec<(&str, &str)> = own.collect();
    let language = &config.settings.language;
    let read = memo.theme(key::theme(language, own.iter().copied()), || {
        let files: BTreeMap<String, String> = own.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let words = files.get(&format!("strings/{language}.yml")).map(String::as_str);
        let (strings, mut problems) = Strings::load(language, words);
        let (theme, found) = Theme::new(files, strings);
        problems.extend(found);
        ThemeRead { theme: Arc::new(theme), problems }
    });
    let copied = theme_files(inputs, config).problems;
    let problems = read.problems.iter().chain(&copied).map(|it| diagnostic(it, inputs)).collect();
    (Arc::clone(&read.theme), problems)
}

/// All files of an edition in its folder but those of its search index: pages, assets of the theme, attachments that something leads to.
pub(super) fn files(stand: &Stand) -> Vec<SiteFile> {
    let edition = &stand.edition;
    let placed = |path: &SitePath| SitePath::new(&format!("{}{path}", stand.placement.folder));
    let site = edition.site(&stand.placement);
    let page = |planned: pages::Planned| {
        let stand = stand.clone();
        let path = placed(&planned.path);
        let (its, place, kind) = (stand.clone(), path.clone(), planned.kind.clone());
        let among = site.tells_what_changed() && kind.tells_what_changed();
        let digest = move || {
            let (edition, editions) = (its.edition.digest(), &its.placement.editions);
            match kind {
                pages::PageKind::Editions => key::editions(edition, editions),
                _ if among => key::among(edition, place.as_str(), editions),
                _ => key::file(edition, place.as_str()),
            }
        };
        SiteFile::made(path, Some(Arc::new(digest)), move || page(&stand, &planned))
    };
    let mut files: Vec<SiteFile> = pages::plan(&site).into_iter().map(page).collect();
    let own = theme_files(site.inputs, &site.handbook.config).places;
    for (path, bytes) in site.theme.assets() {
        let place = SitePath::new(&path);
        if !own.contains_key(&place.as_str().to_lowercase()) {
            files.push(SiteFile::made(placed(&place), None, move || Content::Bytes(bytes.to_vec())));
        }
    }
    files.extend(own.into_values().map(|(place, path)| SiteFile::copy(placed(&place), copy_of(site.inputs, path))));
    files.extend(super::exports::files(stand));
    let mut attachments: BTreeMap<SitePath, RepoPath> =
        pages::published_attachments(&site).into_iter().map(|(path, place)| (place, path)).collect();
    if edition.written.is_some() {
        // What pending texts alone lead to.
        let coming = pages::published_attachments(&edition.site_of_written(&stand.placement));
        attachments.extend(coming.into_iter().map(|(path, place)| (place, path)));
    }
    files.extend(attachments.into_iter().map(|(place, path)| SiteFile::copy(placed(&place), copy_of(site.inputs, &path))));
    files
}

fn page(Stand { placement, edition }: &Stand, planned: &pages::Planned) -> Content {
    content(edition, pages::make(&edition.site_for(&planned.kind, placement), planned))
}

/// What a page that was made holds. If the user's template failed, that is noted.
pub(super) fn content(edition: &BuiltEdition, made: pages::Made) -> Content {
    let html = made.html.into_bytes();
    let Some(problem) = made.problem else { return Content::Bytes(html) };
    edition.note(problem);
    Content::Provisional(html)
}

/// Where the bytes of an attachment are. The theme is the working tree's in every edition.
pub(super) fn copy_of(inputs: &Inputs, path: &RepoPath) -> Content {
    let committed = inputs.edition.commit.is_some() && !path.as_str().starts_with("theme/");
    match inputs.snapshot.files.get(path).filter(|_| committed) {
        Some(file) => Content::Blob(file.blob.clone()),
        None => Content::File(path.clone()),
    }
}

/// What is wrong with a theme, at its place.
pub(super) fn diagnostic(problem: &ThemeProblem, inputs: &Inputs) -> Diagnostic<Place> {
    let path = RepoPath::new(&problem.file).or_else(|_| RepoPath::new("theme")).expect("a plain name is a path");
    let text = inputs.text(&path).map_or("", |text| &**text);
    let before: usize = text.split_inclusive('\n').take(problem.line.saturating_sub(1)).map(str::len).sum();
    let column: usize = text[before..].chars().take(problem.column.saturating_sub(1)).map(char::len_utf8).sum();
    let place = Place::new(&path, Span::point(before + column));
    Diagnostic::new(&codes::theme_error::CODE, place, problem.message.clone())
        .help("mend it, or delete the file to get the built-in one; until then the built-in one is used")
}
