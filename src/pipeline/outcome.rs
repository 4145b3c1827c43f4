//! All that a build has to say: editions put together and judged, files that can be made, diagnostics. It owns what it holds, so that whoever
//! delivers it can keep it and make files from it when they are asked for.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::build::{Together, judge, together};
use super::memo::Memo;
use super::site::SiteFile;
use super::{deliver, key, policy};
use crate::base::{Digest, SitePath};
use crate::diag::{Diagnostic, Place};
use crate::handbook::Handbook;
use crate::render::pages::{Shared, Site};
use crate::render::theme::{Theme, ThemeProblem};
use crate::source::{Editions, Inputs, Standing};

/// One edition, put together, and judged when somebody asks.
#[derive(Debug)]
pub struct BuiltEdition {
    /// What it was made of.
    pub inputs: Arc<Inputs>,
    /// The handbook.
    pub handbook: Handbook,
    /// The theme its pages have.
    pub theme: Arc<Theme>,
    /// Digest of all it was made of.
    pub digest: Digest,
    /// What was found while it was put together.
    found: Vec<Diagnostic<Place>>,
    judged: OnceLock<Vec<Diagnostic<Place>>>,
    shared: OnceLock<Arc<Shared>>,
    problems: Mutex<Vec<ThemeProblem>>,
}

impl BuiltEdition {
    pub(super) fn new(inputs: Arc<Inputs>, digest: Digest, memo: &Memo) -> Self {
        let Together { handbook, theme, found } = together(&inputs, memo);
        let (judged, shared) = (OnceLock::new(), OnceLock::new());
        Self { inputs, handbook, theme, digest, found, judged, shared, problems: Mutex::default() }
    }

    /// What was found while it was put together, at the level the rules have by default.
    pub fn found(&self) -> &[Diagnostic<Place>] {
        &self.found
    }

    /// What is wrong with it, at its final level, in order. Worked out when it is asked for the first time: its pages do not depend on it.
    pub fn diagnostics(&self) -> &[Diagnostic<Place>] {
        self.judged.get_or_init(|| judge(&self.handbook, &self.inputs, self.found.clone()))
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
}

impl Outcome {
    /// The file at an address.
    pub fn file(&self, path: &SitePath) -> Option<&SiteFile> {
        self.files.binary_search_by(|it| it.path.cmp(path)).ok().map(|at| &self.files[at])
    }

    /// What is wrong with the working tree, at its final level, in order. What making pages has to say comes on top, see
    /// [`Outcome::all_diagnostics`].
    pub fn diagnostics(&self) -> &[Diagnostic<Place>] {
        self.draft.diagnostics()
    }

    /// All diagnostics, those of pages made so far among them, in order.
    pub fn all_diagnostics(&self) -> Vec<Diagnostic<Place>> {
        let mut all = self.diagnostics().to_vec();
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
    Outcome { stands, draft, files }
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
