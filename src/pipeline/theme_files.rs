//! Fonts and pictures of the user's theme: files that are copied and never read.

use std::collections::BTreeMap;

use crate::base::{RepoPath, SitePath};
use crate::config::Config;
use crate::handbook::active_content;
use crate::render::theme::ThemeProblem;
use crate::source::Inputs;

/// What becomes of them.
#[derive(Debug, Default)]
pub(super) struct ThemeFiles<'a> {
    /// Where each goes in the site, by its address in lower case, as disks may have it.
    pub(super) places: BTreeMap<String, (SitePath, &'a RepoPath)>,
    /// Why others are left out.
    pub(super) problems: Vec<ThemeProblem>,
}

/// Finds them. They are held to what holds for attachments: their size, and that no browser runs them.
pub(super) fn theme_files<'a>(inputs: &'a Inputs, config: &Config) -> ThemeFiles<'a> {
    let mut found = ThemeFiles::default();
    let limit = config.settings.limits.attachment_size;
    let files = inputs.snapshot.files.iter().filter(|(path, _)| !path.is_hidden() && inputs.text(path).is_none());
    for (path, entry) in files {
        let Some(name) = path.as_str().strip_prefix("theme/") else { continue };
        let mut problem = |message: String| found.problems.push(ThemeProblem::new(name, 1, 1, message));
        let place = match name.split_once('/') {
            Some(("fonts", _)) => SitePath::new(&format!("assets/{name}")),
            Some(("assets", rest)) => SitePath::new(&format!("assets/{rest}")),
            _ => {
                problem(String::from("nothing uses this file: it belongs into `theme/fonts/` or `theme/assets/`"));
                continue;
            }
        };
        if let Some(why) = active_content(path, None) {
            problem(format!("this file is not published: {why}"));
        } else if entry.size > limit {
            problem(format!("this file is not published: it has {} bytes, and the limit is {limit}", entry.size));
        } else if let Some((_, other)) = found.places.get(&place.as_str().to_lowercase()) {
            problem(format!("this file is not published: its address is that of `{other}`"));
        } else {
            found.places.insert(place.as_str().to_lowercase(), (place, path));
        }
    }
    found
}
