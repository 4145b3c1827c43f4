//! The preview: gather, build, show, wait, again. The same function that `build` calls, in a loop, with a memory of what it worked out
//! before and a server in place of a folder.
//!
//! A page is made when a browser asks for it. So after a change the pages that somebody has open come first, and what is wrong with the
//! handbook is worked out when they have been sent.

mod change;
mod editor;
mod judge;
mod page;
mod problems;
mod site;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;

pub use self::editor::Editor;
use self::judge::Judge;
use self::site::Shown;
use super::serve::{self, Events, Limits, Server};
use super::watch::{Place, Stopper, Wake, Watch};
use super::{Gather, Kept, NotAnSms, Since, clock, gather_again, git};
use crate::base::Date;
use crate::diag::Severity;
use crate::pipeline::{self, Memo, Outcome};
use crate::source::{Editions, Inputs};

/// What to preview, and how.
#[derive(Debug)]
pub struct Preview {
    /// What to read.
    pub gather: Gather,
    /// Whether the day of `gather` stays, or goes on with the clock.
    pub day_stays: bool,
    /// Host to listen at.
    pub host: String,
    /// Port to listen at; the next free one if it is taken.
    pub port: u16,
    /// Opens files at a line.
    pub editor: Editor,
    /// Whether to look at the files again and again instead of being told.
    pub look: bool,
}

/// What happens meanwhile, for a terminal.
#[derive(Debug)]
pub enum Notice<'a> {
    /// The preview can be looked at.
    Ready {
        /// Where.
        url: &'a str,
        /// Whether the port that was asked for was taken.
        moved: bool,
        /// Whether other machines can reach it.
        open: bool,
    },
    /// Files are looked at again and again, for a reason.
    Looking(&'a str),
    /// A change is shown: so many documents, and how long it took from the first word of it.
    Shown(usize, Duration),
    /// What is wrong with what is shown, by level.
    Judged(Counts),
    /// Nothing new can be shown, for a reason; what was shown before stays.
    Trouble(&'a str),
}

/// How many diagnostics of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    fn add(&mut self, level: Severity) {
        match level {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
            Severity::Allow => {}
        }
    }
}

/// Hears of notices, from several threads.
pub type Tell = Arc<dyn Fn(Notice<'_>) + Send + Sync>;

/// How often it is asked whether a new day has begun.
const DAY_LOOK: Duration = Duration::from_secs(60);

/// Serves until somebody stops it. `ready` is given what stops it.
///
/// # Errors
/// A folder that is no SMS, no free port. What goes wrong later is shown, and does not end it.
pub fn preview(request: &Preview, tell: &Tell, ready: impl FnOnce(Stopper)) -> anyhow::Result<()> {
    let root = request.gather.root.canonicalize().map_err(|_| NotAnSms::NoFolder(request.gather.root.clone()))?;
    let bound = serve::bind(&request.host, request.port)?;
    let (port, open) = (bound.port, bound.open);
    let ignore: Vec<PathBuf> = request.gather.ignore.iter().map(|it| it.canonicalize().unwrap_or_else(|_| it.clone())).collect();
    let mut watch = Watch::start(Place::new(root.clone(), ignore), request.look);
    watch.set_git(git::folders(&root));
    let events = Arc::new(Events::default());
    let shown = Arc::new(Shown::new(&root, request.editor.clone(), Arc::clone(&events), &request.gather.tool)?);
    shown.looking(watch.why_looking());
    let judge = Judge::start(Arc::clone(&shown), Arc::clone(tell)).context("no thread could be started")?;
    let mut work = Work {
        request,
        gather: request.gather.clone(),
        kept: Kept::default(),
        memo: Memo::new(),
        last: None,
        shown,
        judge,
        tell,
    };
    work.step(true, &Since::Anything)?;
    let server = Server::start(bound, Limits::default(), Arc::clone(&work.shown) as _, events)?;
    let url = url(&request.host, server.address().ip().is_unspecified(), port);
    tell(Notice::Ready { url: &url, moved: request.port != 0 && port != request.port, open });
    if let Some(why) = watch.why_looking() {
        tell(Notice::Looking(why));
    }
    ready(watch.stopper());
    loop {
        let looking = watch.why_looking().is_some();
        match watch.wait(DAY_LOOK) {
            Wake::Stop => return Ok(()),
            Wake::Changed => {
                let since = watch.told();
                if since == Since::Anything {
                    watch.set_git(git::folders(&root));
                }
                work.step(false, &since)?;
            }
            Wake::Nothing if work.day_went_on() => work.step(false, &Since::Anything)?,
            Wake::Nothing => {}
        }
        if !looking && let Some(why) = watch.why_looking() {
            work.shown.looking(Some(why));
            tell(Notice::Looking(why));
        }
    }
}

/// Where a browser on this machine finds it.
fn url(host: &str, everywhere: bool, port: u16) -> String {
    let host = if everywhere { "localhost" } else { host };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if bare.contains(':') { format!("http://[{bare}]:{port}/") } else { format!("http://{bare}:{port}/") }
}

/// What goes round in the loop.
struct Work<'a> {
    request: &'a Preview,
    gather: Gather,
    kept: Kept,
    memo: Memo,
    last: Option<Arc<Inputs>>,
    shown: Arc<Shown>,
    judge: Judge,
    tell: &'a Tell,
}

impl Work<'_> {
    fn today(&self) -> Date {
        if self.request.day_stays { self.gather.today } else { clock::today() }
    }

    fn day_went_on(&self) -> bool {
        self.today() != self.gather.today
    }

    /// Once round. Only what is wrong at the beginning ends it.
    fn step(&mut self, first: bool, since: &Since) -> anyhow::Result<()> {
        let started = clock::stopwatch();
        self.gather.today = self.today();
        let inputs = match gather_again(&self.gather, &mut self.kept, since) {
            Ok(inputs) => Inputs { places: true, ..inputs },
            Err(error) if first => return Err(error),
            Err(error) => {
                let text = format!("{error:#}");
                (self.tell)(Notice::Trouble(&text));
                // Whatever comes next is new, were it what was there before.
                self.last = None;
                self.shown.trouble(&text);
                return Ok(());
            }
        };
        if self.last.as_deref().is_some_and(|last| is_same(last, &inputs)) {
            return Ok(());
        }
        let outcome = Arc::new(pipeline::build(&Editions::of_draft(inputs), &self.memo));
        self.last = Some(Arc::clone(outcome.draft.gathered()));
        if outcome.draft.handbook.config.broken {
            self.settings_are_broken(&outcome);
            return Ok(());
        }
        let documents = outcome.draft.handbook.entries.len();
        let old = self.shown.publish(Arc::clone(&outcome));
        (self.tell)(Notice::Shown(documents, started()));
        self.judge.take(outcome, old);
        Ok(())
    }

    /// Of settings that are wrong no site is shown: it may not be the one that was meant. The one before stays.
    fn settings_are_broken(&self, outcome: &Outcome) {
        (self.tell)(Notice::Trouble("clausebook.yml is wrong"));
        self.shown.broken_settings(outcome);
    }
}

/// Whether two inputs are the same. Histories are compared by where they lie: one that did not change was kept.
fn is_same(a: &Inputs, b: &Inputs) -> bool {
    a.today == b.today
        && super::gather::is_same_history(&a.history, &b.history)
        && a.snapshot == b.snapshot
        && a.texts.0.len() == b.texts.0.len()
        && a.texts.0.iter().zip(&b.texts.0).all(|(a, b)| a.0 == b.0 && (Arc::ptr_eq(a.1, b.1) || a.1 == b.1))
}
