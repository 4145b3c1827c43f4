//! From a handbook to the pages of the site: which pages there are, and each one's view.
//!
//! Pages are planned first and made later, one by one: the writer makes those that changed, a preview the one that is asked
//! for. Making a page is a pure function of the site and the plan.

mod address;
mod backlinks;
mod body;
mod changes;
mod clause;
mod clause_answers;
mod clause_evidence;
mod clause_relations;
mod control;
mod control_figures;
mod control_report;
mod cycle;
mod document;
mod document_control;
mod document_parts;
mod editions;
mod evidence;
#[cfg(test)]
mod evidence_tests;
mod exports;
mod frame;
mod home;
mod items;
mod lists;
mod marks;
mod matrix;
mod matrix_figure;
mod moved;
mod pending;
mod plan;
mod raci;
mod redlines;
mod register;
mod reports;
mod required;
mod revisions;
mod role;
mod searchable;
mod since;
mod single;
mod terms;

use std::sync::{Arc, OnceLock};

use self::editions::EditionParts;
use self::frame::FrameParts;
use self::plan::FILTERS;
use crate::base::{RepoPath, SitePath};
use crate::handbook::{EntryIdx, Handbook, active_content};
use crate::render::body::{BodyWords, Terms};
use crate::render::strings::Strings;
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::Inputs;

pub use body::body_diagnostics;
pub use body::body_words;
pub use changes::{Compared, changes_address, changes_page, compared, redline_address};
pub use editions::{EditionShown, Placement, editions_script};
pub use exports::ListedTable;
pub use moved::{Moved, moved_page};
pub use plan::{PageKind, Planned, make, plan};
pub use redlines::{redline_page, redline_words};
pub use revisions::{Revised, revision_page, revisions};
pub use searchable::{Searchable, search_record, searchable};
pub use single::{pictures, single_page};

/// All that pages are made of.
#[derive(Debug)]
pub struct Site<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Files, texts, the tool.
    pub inputs: &'a Inputs,
    /// Templates, styles, words.
    pub theme: &'a Theme,
    /// Where the edition stands in the site.
    placement: Placement,
    /// What is made ready once for all pages.
    shared: Arc<Shared>,
}

/// What is made ready once for all pages of a site, and kept as long as pages are made.
#[derive(Debug)]
pub struct Shared {
    /// The glossary as bodies look it up.
    terms: Terms,
    /// Words of bodies.
    body_words: BodyWords,
    /// What the frames of all pages share.
    frame_parts: FrameParts,
    /// The documents of each saved filter, in the order of their ids.
    filtered_lists: OnceLock<[Vec<EntryIdx>; FILTERS.len()]>,
}

impl Shared {
    /// Makes it ready.
    pub fn new(handbook: &Handbook, inputs: &Inputs, theme: &Theme, placement: &Placement) -> Self {
        let words = theme.strings();
        Self {
            terms: body::terms(handbook),
            body_words: body::body_words(words),
            frame_parts: FrameParts::new(handbook, EditionParts::new(&inputs.edition, placement, handbook.as_of, words), words),
            filtered_lists: OnceLock::new(),
        }
    }
}

/// A finished page.
#[derive(Debug)]
pub struct Made {
    /// HTML.
    pub html: String,
    /// Why the user's template was not used.
    pub problem: Option<ThemeProblem>,
}

impl<'a> Site<'a> {
    /// Joins what pages are made of.
    pub fn new(handbook: &'a Handbook, inputs: &'a Inputs, theme: &'a Theme) -> Self {
        let placement = Placement::default();
        let shared = Arc::new(Shared::new(handbook, inputs, theme, &placement));
        Self::with(handbook, inputs, theme, (placement, shared))
    }

    /// Joins what pages are made of with their place in the site, and with what was made ready for it before.
    pub fn with(
        handbook: &'a Handbook,
        inputs: &'a Inputs,
        theme: &'a Theme,
        (placement, shared): (Placement, Arc<Shared>),
    ) -> Self {
        Self { handbook, inputs, theme, placement, shared }
    }

    /// The words of the site.
    pub fn words(&self) -> &Strings {
        self.theme.strings()
    }

    /// The language of the site.
    pub fn language(&self) -> &str {
        &self.handbook.config.settings.language
    }
}

/// Files that pages link to and that go into the site: never one that could run a script there.
pub fn published_attachments(site: &Site<'_>) -> Vec<(RepoPath, SitePath)> {
    let led_to = site.handbook.links.attachments.keys();
    led_to.filter_map(|path| Some((path.clone(), site.attachment(path)?.clone()))).collect()
}

impl Site<'_> {
    /// Where an attachment stands in the site; nowhere if it is active, too large, or not there.
    fn attachment(&self, path: &RepoPath) -> Option<&SitePath> {
        let file = self.inputs.snapshot.files.get(path)?;
        let small = file.size <= self.handbook.config.settings.limits.attachment_size;
        let text = self.inputs.text(path).map(|text| &**text);
        (small && active_content(path, text).is_none()).then(|| self.handbook.attachments.get(path)).flatten()
    }
}
