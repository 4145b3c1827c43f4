//! All that a build has to say: editions put together and judged, files that can be made, diagnostics. It owns what it holds, so that whoever
//! delivers it can keep it and make files from it when they are asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::build::{Together, judge, together};
use super::editions::{self, Published};
use super::exports::KeptTables;
use super::memo::Memo;
use super::site::{KeptParts, SiteFile};
use super::{deliver, in_force, key, parallel, policy, search};
use crate::base::{Digest, SitePath};
use crate::diag::{Diagnostic, Place};
use crate::handbook::Handbook;
use crate::render::pages::{PageKind, Placement, Shared, Site};
use crate::render::theme::{Theme, ThemeProblem};
use crate::search::Index;
use crate::source::{Editions, Inputs};

/// One edition, put together, and judged when somebody asks.
#[derive(Debug)]
pub struct BuiltEdition {
    /// What it was made of. Where it shows the texts in force, these are at the paths of their documents.
    pub inputs: Arc<Inputs>,
    /// The handbook.
    pub handbook: Handbook,
    /// Where it shows the texts in force and others are pending: what files hold.
    pub written: Option<Written>,
    /// The theme its pages have.
    pub theme: Arc<Theme>,
    digest: OnceLock<Digest>,
    /// What was found while it was put together.
    found: Vec<Diagnostic<Place>>,
    judged: OnceLock<Vec<Diagnostic<Place>>>,
    shared: Ready,
    index: OnceLock<Arc<Index>>,
    problems: Mutex<Vec<ThemeProblem>>,
    /// Tables and their files, as far as they were made.
    pub(super) tables: KeptTables,
}

impl BuiltEdition {
    pub(super) fn new(inputs: Arc<Inputs>, memo: &Memo) -> Self {
        let Together { mut handbook, theme, found } = together(&inputs, memo);
        let mut shown = Arc::clone(&inputs);
        let mut written = None;
        if let Some(in_force) = in_force::publish(&inputs, &mut handbook, memo) {
            shown = in_force.inputs;
            let handbook = std::mem::replace(&mut handbook, in_force.handbook);
            written = Some(Written { inputs, handbook, found: in_force.found, shared: Mutex::default() });
        }
        let (digest, judged, shared, problems) = (OnceLock::new(), OnceLock::new(), Mutex::default(), Mutex::default());
        let (index, tables) = (OnceLock::new(), KeptTables::default());
        Self { inputs: shown, handbook, written, theme, digest, found, judged, shared, index, problems, tables }
    }

    /// What was gathered for it: what its files hold, whatever its pages show. Diagnostics are about that.
    pub fn gathered(&self) -> &Arc<Inputs> {
        self.written.as_ref().map_or(&self.inputs, |it| &it.inputs)
    }

    /// Digest of all it was made of. Worked out when it is asked for the first time: it takes in all texts.
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| key::edition(self.gathered()))
    }

    /// What was found while it was put together, at the level the rules have by default.
    pub fn found(&self) -> &[Diagnostic<Place>] {
        &self.found
    }

    /// What is wrong with it, at its final level, in order. Worked out when it is asked for the first time: its pages do not depend on it.
    pub fn diagnostics(&self) -> &[Diagnostic<Place>] {
        self.judged.get_or_init(|| {
            let Some(written) = &self.written else { return judge(&self.handbook, &self.inputs, self.found.clone()) };
            let mut told = judge(&written.handbook, &written.inputs, self.found.clone());
            told.extend(in_force::notes(&self.handbook, &self.inputs, written.found.clone(), &told));
            told.sort_by(Diagnostic::order);
            told
        })
    }

    /// What its pages are made of where they stand.
    pub fn site(&self, placement: &Placement) -> Site<'_> {
        site(&self.handbook, &self.inputs, &self.theme, (placement, &self.shared))
    }

    /// Its search index, made when it is asked for the first time. Its addresses are those within the edition, wherever that stands.
    pub(super) fn index(&self, make: impl FnOnce() -> Index) -> Arc<Index> {
        Arc::clone(self.index.get_or_init(|| Arc::new(make())))
    }

    /// What a page is made of: pending texts of what files hold, all others of the texts that the edition shows.
    pub fn site_for(&self, kind: &PageKind, placement: &Placement) -> Site<'_> {
        if matches!(kind, PageKind::Pending(_)) { self.site_of_written(placement) } else { self.site(placement) }
    }

    /// What pages of pending texts are made of.
    pub fn site_of_written(&self, placement: &Placement) -> Site<'_> {
        match &self.written {
            Some(it) => site(&it.handbook, &it.inputs, &self.theme, (placement, &it.shared)),
            None => self.site(placement),
        }
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

/// What was made ready for pages, by the folder they stand in.
type Ready = Mutex<BTreeMap<String, Arc<Shared>>>;

/// What pages of a handbook are made of where they stand.
fn site<'a>(handbook: &'a Handbook, inputs: &'a Inputs, theme: &'a Theme, (placement, shared): (&Placement, &Ready)) -> Site<'a> {
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let ready =
        shared.entry(placement.folder.clone()).or_insert_with(|| Arc::new(Shared::new(handbook, inputs, theme, placement)));
    let ready = Arc::clone(ready);
    Site::with(handbook, inputs, theme, (placement.clone(), ready))
}

/// What files hold, beside the texts in force.
#[derive(Debug)]
pub struct Written {
    /// The inputs as they were gathered.
    pub inputs: Arc<Inputs>,
    /// The handbook of them, in which documents with a pending text have its page.
    pub handbook: Handbook,
    /// What was found while the texts in force were put together.
    found: Vec<Diagnostic<Place>>,
    shared: Ready,
}

/// An edition and where it stands in the site.
#[derive(Clone, Debug)]
pub struct Stand {
    /// Where.
    pub placement: Placement,
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
    /// Files by their addresses, but for those of search indexes.
    planned: Vec<SiteFile>,
    files: OnceLock<Vec<SiteFile>>,
    /// What stands there already and stays as it is: published editions with all that lies in their folders, and pages about changes.
    pub kept: KeptParts,
    published: Vec<Published>,
    left_out: Vec<String>,
    diagnostics: OnceLock<Vec<Diagnostic<Place>>>,
}

impl Outcome {
    /// All files of the site by their addresses, none of them made yet, but for those of editions that stand there already. To know which
    /// files its search indexes have takes making the indexes.
    pub fn files(&self) -> &[SiteFile] {
        self.files.get_or_init(|| {
            let mut files = self.planned.clone();
            files.extend(self.stands.iter().flat_map(search::files));
            files.sort_by(|a, b| a.path.cmp(&b.path));
            files
        })
    }

    /// The file at an address. Makes a search index only for who asks for a part of it.
    pub fn file(&self, path: &SitePath) -> Option<&SiteFile> {
        let of_search = self.stands.iter().any(|it| search::is_in(path, it));
        let files = if of_search { self.files() } else { &self.planned };
        files.binary_search_by(|it| it.path.cmp(path)).ok().map(|at| &files[at])
    }

    /// What is wrong with the working tree and with editions as such, at its final level, in order. What making pages has to say comes on
    /// top, see [`Outcome::all_diagnostics`].
    pub fn diagnostics(&self) -> &[Diagnostic<Place>] {
        self.diagnostics.get_or_init(|| {
            let mut all = self.draft.diagnostics().to_vec();
            all.extend(policy::apply_late(editions::diagnostics(&self.published, &self.left_out), &self.draft.handbook));
            all.sort_by(Diagnostic::order);
            all
        })
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

/// Builds for somebody who builds no second time. What is needed once is not kept, and so not copied.
pub fn build_once(editions: &Editions) -> Outcome {
    let again = !editions.published.is_empty() || in_force::is_asked_for(&editions.draft);
    let memo = if again { Memo::new() } else { Memo::off() };
    // Whoever writes a site asks for the digest, and nothing else has to wait for it.
    let (outcome, digest) = parallel::both(|| build(editions, &memo), || key::edition(&editions.draft));
    outcome.draft.digest.get_or_init(|| digest);
    outcome
}

/// Builds: the one way from inputs to a site, whoever delivers it. Total; makes no page.
pub fn build(editions: &Editions, memo: &Memo) -> Outcome {
    let make = |inputs: &Arc<Inputs>| memo.edition(key::edition(inputs), || BuiltEdition::new(Arc::clone(inputs), memo));
    // The working tree is not remembered as a whole: who builds it again has changed it.
    let draft = Arc::new(BuiltEdition::new(Arc::clone(&editions.draft), memo));
    let made = |inputs: &Arc<Inputs>| match editions.stands.editions.get(&inputs.edition.name) {
        Some(kept) => Published::Kept(Arc::clone(inputs), kept.clone()),
        None => Published::Built(make(inputs)),
    };
    let published: Vec<Published> = editions.published.iter().map(made).collect();
    memo.end_build();
    let site = editions::site(&draft, &published, editions.stands.changes.as_deref());
    Outcome {
        stands: site.stands,
        draft,
        planned: site.files,
        files: OnceLock::new(),
        kept: site.kept,
        published,
        left_out: editions.left_out.clone(),
        diagnostics: OnceLock::new(),
    }
}
