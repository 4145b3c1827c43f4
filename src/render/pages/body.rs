//! Placeholder.
use super::Site;
use crate::base::SitePath;
use crate::handbook::EntryIdx;
impl Site<'_> {
    /// The body.
    pub(super) fn body_html(&self, _path: &SitePath, _idx: EntryIdx) -> String {
        String::new()
    }
}
impl Site<'_> {
    /// Placeholder.
    pub(super) fn first_paragraph(&self, idx: EntryIdx, _section: Option<usize>) -> Option<String> {
        self.handbook.entries[idx].document.parsed.lead.clone()
    }
}
