//! What is wrong with a user's theme, and where.

use tera::{Error, ErrorKind};

use super::{BUILT_IN, USER};

/// A mistake in a file of the user's theme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThemeProblem {
    /// The file, from the repository's root: `theme/templates/document.html`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl ThemeProblem {
    /// A problem of a file within `theme/`.
    pub(crate) fn new(file: &str, line: usize, column: usize, message: impl Into<String>) -> Self {
        Self { file: format!("theme/{file}"), line, column, message: message.into() }
    }
}

/// The problem of one user template that could not be added; `name` is its name within the engine.
pub(super) fn of_file(error: &Error, name: &str) -> ThemeProblem {
    let place = Place::of(error, name);
    let own = format!("templates/{}", name.strip_prefix(USER).unwrap_or(name));
    // Errors found while compiling carry no name, or that of a built-in template which no longer fits.
    if place.template.is_empty() || place.template == name {
        return ThemeProblem::new(&own, place.line, place.column, place.message);
    }
    ThemeProblem::new(&own, 1, 1, format!("`{}` does not go with it: {}", place.template, place.message))
}

/// The problem met while rendering `template`.
pub(super) fn of<'a>(error: &Error, template: &str, files: impl Iterator<Item = &'a String>) -> ThemeProblem {
    let place = Place::of(error, template);
    if let Some(name) = place.template.strip_prefix(USER) {
        return ThemeProblem::new(&format!("templates/{name}"), place.line, place.column, place.message);
    }
    // The place is in a built-in file: name the user's file that has to do with it.
    let name = place.template.strip_prefix(BUILT_IN).unwrap_or(template);
    let users: Vec<&String> = files.filter(|path| path.starts_with("templates/")).collect();
    let wanted = [format!("templates/{template}"), format!("templates/{name}"), "templates/base.html".to_owned()];
    let file = wanted.iter().find(|path| users.contains(path)).or_else(|| users.first().copied());
    let message = if place.template.is_empty() {
        format!("page `{template}`: {}", place.message)
    } else {
        format!("`{}` does not go with it (line {}): {}", place.template, place.line, place.message)
    };
    ThemeProblem::new(file.map_or("templates", String::as_str), 1, 1, message)
}

struct Place {
    template: String,
    line: usize,
    column: usize,
    message: String,
}

impl Place {
    /// Of several errors the one in template `preferred` counts, else the first.
    fn of(error: &Error, preferred: &str) -> Self {
        if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
            return Self {
                template: report.filename().to_owned(),
                line: report.span().start_line.max(1),
                column: report.span().start_col + 1,
                message: report.message().to_owned(),
            };
        }
        let text = error.to_string();
        let mut reports = text.split("\n\n").map(Self::of_report);
        let own = reports.clone().find(|place| place.template == preferred);
        own.or_else(|| reports.next()).unwrap_or_else(|| Self::of_report(""))
    }

    /// Reads `error: message` and ` --> file:line:column`, the form in which several errors come joined.
    fn of_report(text: &str) -> Self {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
        let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| {
            let (rest, column) = place.rsplit_once(':')?;
            let (template, line) = rest.rsplit_once(':')?;
            Some((template.to_owned(), line.parse().ok()?, column.parse().ok()?))
        });
        let (template, line, column) = place.unwrap_or((String::new(), 1, 1));
        Self { template, line, column, message }
    }
}
