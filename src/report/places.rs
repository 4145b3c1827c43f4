//! Places in files as lines and columns. Every file is indexed once, however many diagnostics point into it.

use std::collections::BTreeMap;

use super::Report;
use crate::base::{LineColumn, LineIndex, RepoPath, Span};
use crate::diag::Place;

/// Indexes of the files that diagnostics point into.
pub(super) struct Places<'a> {
    files: BTreeMap<&'a RepoPath, Indexed<'a>>,
}

/// A text and where its lines begin.
pub(super) struct Indexed<'a> {
    pub(super) text: &'a str,
    pub(super) lines: LineIndex,
}

/// A place that lies in a known text.
pub(super) struct Region<'a> {
    /// The file.
    pub(super) file: &'a Indexed<'a>,
    /// The bytes, within the text and on character borders, without white space at the end.
    pub(super) span: Span,
    /// Where it begins.
    pub(super) start: LineColumn,
    /// The place after its last character.
    pub(super) end: LineColumn,
}

impl<'a> Places<'a> {
    /// Indexes every file the report speaks of.
    pub(super) fn new(report: &Report<'a>) -> Self {
        let mut files = BTreeMap::new();
        for diagnostic in report.diagnostics {
            for place in std::iter::once(&diagnostic.at).chain(diagnostic.related.iter().map(|(at, _)| at)) {
                if place.span.is_some()
                    && !files.contains_key(&place.path)
                    && let Some(text) = (report.texts)(&place.path)
                {
                    files.insert(&place.path, Indexed { text, lines: LineIndex::new(text) });
                }
            }
        }
        Self { files }
    }

    /// The region a place names; none for a file as a whole and for a file without a text.
    pub(super) fn region(&self, place: &Place) -> Option<Region<'_>> {
        let file = self.files.get(&place.path)?;
        let mut span = place.span?.within(file.text);
        let kept = span.text(file.text).trim_end().len();
        if kept > 0 {
            span.end = Span::new(0, span.start as usize + kept).end;
        }
        let at = |byte: u32| file.lines.place(file.text, byte as usize);
        Some(Region { file, span, start: at(span.start), end: at(span.end) })
    }
}

impl Region<'_> {
    /// The columns of both ends in UTF-16 code units, from 1.
    pub(super) fn utf16_columns(&self) -> (u32, u32) {
        let at = |byte: u32| self.file.lines.utf16_column(self.file.text, byte as usize);
        (at(self.span.start), at(self.span.end))
    }

    /// The line it begins on, without white space around it.
    pub(super) fn first_line(&self) -> &str {
        self.file.text[self.file.lines.line_range(self.file.text, self.start.line)].trim()
    }
}
