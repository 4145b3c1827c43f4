//! For reading: an excerpt of the source with carets, other places that matter, what to do, and a summary.
//!
//! The renderer gets the lines it shows and no more, so that a report on a long file costs what one on a short file costs.

use annotate_snippets::renderer::{DEFAULT_TERM_WIDTH, Renderer};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};

use super::places::{Places, Region};
use super::{Report, one_line, printable, summary};
use crate::diag::{Diagnostic, Place, Severity};

/// A range over more lines is shown by its first line.
const LINES_SHOWN: u32 = 6;
/// Of longer excerpts only the place is named: no terminal shows them.
const BYTES_SHOWN: usize = 4096;
/// Related places beyond these are counted.
const RELATED_SHOWN: usize = 5;

pub(super) fn write(report: &Report<'_>, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    let places = Places::new(report);
    let mut out = String::new();
    for it in report.diagnostics {
        out.push_str(&renderer.render(&groups(report, &places, it)));
        out.push_str("\n\n");
    }
    out.push_str(&summary(report));
    out.push('\n');
    out
}

fn groups<'a>(report: &Report<'_>, places: &'a Places<'_>, it: &'a Diagnostic<Place>) -> Vec<Group<'a>> {
    let level = match it.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Allow | Severity::Note => Level::NOTE,
    };
    let main = Group::with_title(level.primary_title(printable(&it.message)).id(it.code.name));
    let mut main = with_place(main, report, places, &it.at);
    if let Some(help) = &it.help {
        main = main.element(Level::HELP.message(printable(help)));
    }
    let more = it.related.len().saturating_sub(RELATED_SHOWN);
    if more > 0 {
        main = main.element(Level::NOTE.message(format!("{more} more places are not shown")));
    }
    let related = it.related.iter().take(RELATED_SHOWN).map(|(at, words)| {
        let group = Group::with_title(Level::NOTE.secondary_title(printable(words)));
        with_place(group, report, places, at)
    });
    std::iter::once(main).chain(related).collect()
}

fn with_place<'a>(group: Group<'a>, report: &Report<'_>, places: &'a Places<'_>, place: &Place) -> Group<'a> {
    let path = format!("{}{}", report.folder, one_line(place.path.as_str()));
    let Some(region) = places.region(place) else { return group.element(Origin::path(path)) };
    match excerpt(&region) {
        Some((text, span)) => group.element(
            Snippet::source(text)
                .line_start(region.start.line as usize)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        None => group.element(Origin::path(path).line(region.start.line as usize).char_column(region.start.column as usize)),
    }
}

/// The lines to show and the range within them. Ranges lie on character borders: the renderer panics otherwise.
fn excerpt<'a>(region: &Region<'a>) -> Option<(&'a str, std::ops::Range<usize>)> {
    let (text, lines) = (region.file.text, &region.file.lines);
    let first = lines.line_range(text, region.start.line);
    let last = if region.end.line - region.start.line < LINES_SHOWN { region.end.line } else { region.start.line };
    let shown = first.start..lines.line_range(text, last).end;
    if shown.len() > BYTES_SHOWN {
        return None;
    }
    let excerpt = &text[shown.clone()];
    let excerpt = excerpt.strip_suffix('\n').unwrap_or(excerpt);
    let excerpt = excerpt.strip_suffix('\r').unwrap_or(excerpt);
    let within = |at: u32| (at as usize).clamp(shown.start, shown.start + excerpt.len()) - shown.start;
    Some((excerpt, within(region.span.start)..within(region.span.end)))
}
