//! All that a build has to say: editions put together and judged, files that can be made, diagnostics. It owns what it holds, so that whoever
//! delivers it can keep it and make files from it when they are asked for.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::build::{Checked, check_with};
use super::memo::Memo;
use super::site::SiteFile;
use super::{deliver, key, policy};
use crate::base::{Digest, SitePath};
use crate::diag::{Diagnostic, Place};
use crate::handbook::Handbook;
use crate::render::pages::{Shared, Site};
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::{Editions, Inputs, Standing};

/// One edition, put together and judged.
#[derive(Debug)]
pub struct BuiltEdition {
    /// What it was made of.
    pub inputs: Arc<Inputs>,
    /// The handbook.
    pub handbook: Handbook,
    /// The theme its pages have.
    pub theme: Arc<Theme>,
    /// What is wrong with it, at its final level, in order.
    pub diagnostics: Vec<Diagnostic<Place>>,
    /// Digest of all it was made of.
    pub digest: Digest,
    shared: OnceLock<Arc<Shared>>,
    problems: Mutex<Vec<ThemeProblem>>,
}

impl BuiltEdition {
    pub(super) fn new(inputs: Arc<Inputs>, digest: Digest, memo: &Memo) -> Self {
        let Checked { handbook, diagnostics, theme } = check_with(&inputs, memo);
        Self { inputs, handbook, theme, diagnostics, digest, shared: OnceLock::new(), problems: Mutex::default() }
    }

    /// What its pages are made of.
    pub fn site(&self) -> Site<'_> {
        let shared = self.shared.get_or_init(|| Arc::new(Shared::new(&self.handbook, &self.theme)));
        Site::with(&self.handbook, &self.inputs, &self.theme, Arc::clone(shared))
    }

    /// Notes what failed in a user's template while a page was made.
    pub(super) fn note(&self, problem: ThemeProblem) {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    }

    /// What failed in the user's templates while pages were made so far, at its final level, in order.
    pub fn template_problems(&self) -> Vec<Diagnostic<Place>> {
        let problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let found = problems.iter().map(|it| deliver::diagnostic(it, &self.inputs)).collect();
        policy::apply_late(found, &self.handbook)
    }
}

/// An edition and the folder of the site that it stands in.
#[derive(Clone, Debug)]
pub struct Stand {
    /// Empty for the root of the site, else with `/` at its end: `editions/v2026.1/`.
    pub folder: String,
    /// The edition.
    pub edition: Arc<BuiltEdition>,
}

/// All that a build has to say.
#[derive(Debug)]
pub struct Outcome {
    /// Editions with their folders: the one at the root first.
    pub stands: Vec<Stand>,
    /// The working tree's edition.
    pub draft: Arc<BuiltEdition>,
    /// All files of the site by their addresses, none of them made yet.
    pub files: Vec<SiteFile>,
    /// What is wrong with the working tree, and with editions as such, at its final level, in order. What making pages has to say comes
    /// on top, see [`Outcome::all_diagnostics`].
    pub diagnostics: Vec<Diagnostic<Place>>,
}

impl Outcome {
    /// The file at an address.
    pub fn file(&self, path: &SitePath) -> Option<&SiteFile> {
        self.files.binary_search_by(|it| it.path.cmp(path)).ok().map(|at| &self.files[at])
    }

    /// All diagnostics, those of pages made so far among them, in order.
    pub fn all_diagnostics(&self) -> Vec<Diagnostic<Place>> {
        let mut all = self.diagnostics.clone();
        all.extend(self.draft.template_problems());
        all.sort_by(Diagnostic::order);
        all.dedup();
        all
    }
}

/// Builds: the one way from inputs to a site, whoever delivers it. Total; makes no page.
pub fn build(editions: &Editions, memo: &Memo) -> Outcome {
    let make = |inputs: &Arc<Inputs>| {
        let digest = key::edition(inputs);
        memo.edition(digest, || BuiltEdition::new(Arc::clone(inputs), digest, memo))
    };
    let draft = make(&editions.draft);
    let stands = stands(&draft, editions.published.iter().map(make).collect());
    memo.end_build();
    let mut files: Vec<SiteFile> = stands.iter().flat_map(deliver::files).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let diagnostics = draft.diagnostics.clone();
    Outcome { stands, draft, files, diagnostics }
}

/// Where each edition stands: the current one at the root, every published one below its own folder, the working tree below `draft`; without
/// published ones the working tree is the root.
fn stands(draft: &Arc<BuiltEdition>, published: Vec<Arc<BuiltEdition>>) -> Vec<Stand> {
    let current = published.iter().find(|it| it.inputs.edition.standing == Standing::Current);
    let root = Stand { folder: String::new(), edition: Arc::clone(current.unwrap_or(draft)) };
    let mut stands = vec![root];
    if current.is_some() {
        stands.push(Stand { folder: String::from("editions/draft/"), edition: Arc::clone(draft) });
    }
    stands.extend(published.into_iter().map(|edition| {
        let folder = format!("editions/{}/", crate::base::address_of(&edition.inputs.edition.name));
        Stand { folder, edition }
    }));
    stands
}
