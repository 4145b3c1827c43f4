//! From a handbook to the pages of the site: which pages there are, and each one's view.
//!
//! Pages are planned first and made later, one by one: the writer makes those that changed, a preview the one that is asked
//! for. Making a page is a pure function of the site and the plan.

mod address;
mod body;
mod clause;
mod clause_answers;
mod clause_evidence;
mod clause_relations;
mod cycle;
mod document;
mod document_parts;
mod evidence;
mod frame;
mod home;
mod items;
mod lists;
mod marks;
mod matrix;
mod matrix_figure;
mod plan;
mod raci;
mod register;
mod reports;
mod required;
mod role;
mod terms;

use crate::diag::{Diagnostic, Place};
use crate::handbook::Handbook;
use crate::render::strings::Strings;
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::Inputs;

pub use plan::{PageKind, Planned, make, plan};

/// All that pages are made of.
#[derive(Debug)]
pub struct Site<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Files, texts, the tool.
    pub inputs: &'a Inputs,
    /// Templates, styles, words.
    pub theme: &'a Theme,
    /// What is wrong with the handbook; pages show it where it concerns them.
    pub diagnostics: &'a [Diagnostic<Place>],
}

/// A finished page.
#[derive(Debug)]
pub struct Made {
    /// HTML.
    pub html: String,
    /// Why the user's template was not used.
    pub problem: Option<ThemeProblem>,
}

impl Site<'_> {
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
pub fn published_attachments(site: &Site<'_>) -> Vec<(crate::base::RepoPath, crate::base::SitePath)> {
    let led_to = site.handbook.links.attachments.keys();
    led_to.filter_map(|path| Some((path.clone(), site.handbook.attachments.get(path)?.clone()))).collect()
}
