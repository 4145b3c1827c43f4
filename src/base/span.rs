//! Places in one text, counted in bytes. Line and column are worked out when something is printed.

/// A range of bytes within one blob.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after the range.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; an offset beyond 4 GiB is held at the end, as no text that long is read.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The place before byte `at`.
    pub fn point(at: usize) -> Self {
        Self::new(at, at)
    }

    /// The range as indexes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same range `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }

    /// The text of the span, clamped to the text and to character borders.
    pub fn text(self, source: &str) -> &str {
        let Span { start, end } = self.within(source);
        &source[start as usize..end as usize]
    }

    /// The span clamped to `source` and moved outwards to character borders.
    pub fn within(self, source: &str) -> Self {
        let mut start = (self.start as usize).min(source.len());
        let mut end = (self.end as usize).clamp(start, source.len());
        while !source.is_char_boundary(start) {
            start -= 1;
        }
        while !source.is_char_boundary(end) {
            end += 1;
        }
        Self::new(start, end)
    }
}

/// A value and the place it was read from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Changes the value and keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}
