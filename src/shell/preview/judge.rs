//! Works out what is wrong with what is shown, beside the loop: a page need not wait for it.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::site::Shown;
use super::{Notice, Tell};
use crate::pipeline::Outcome;

/// How long browsers have to fetch their pages before the cores are taken.
const HEAD_START: Duration = Duration::from_millis(25);
/// Longest pause before a new outcome is judged while others come.
const MOST_PAUSE: Duration = Duration::from_millis(600);

/// A thread that judges the latest outcome.
#[derive(Debug)]
pub(super) struct Judge {
    desk: Arc<Desk>,
}

#[derive(Debug, Default)]
struct Desk {
    papers: Mutex<Papers>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Papers {
    latest: Option<Arc<Outcome>>,
    /// To be taken apart, which takes time.
    waste: Vec<Arc<Outcome>>,
    closed: bool,
}

impl Judge {
    pub(super) fn start(shown: Arc<Shown>, tell: Tell) -> std::io::Result<Self> {
        let desk = Arc::new(Desk::default());
        let its_desk = Arc::clone(&desk);
        thread::Builder::new().name(String::from("judge")).spawn(move || its_desk.work(&shown, &tell))?;
        Ok(Self { desk })
    }

    /// Hands over a new outcome, and the one that nobody needs any more.
    pub(super) fn take(&self, outcome: Arc<Outcome>, old: Option<Arc<Outcome>>) {
        let mut papers = self.desk.papers.lock().unwrap_or_else(PoisonError::into_inner);
        let skipped = papers.latest.replace(outcome);
        papers.waste.extend(skipped.into_iter().chain(old));
        drop(papers);
        self.desk.bell.notify_all();
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        self.desk.papers.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.desk.bell.notify_all();
    }
}

impl Desk {
    fn work(&self, shown: &Shown, tell: &Tell) {
        let mut pause = HEAD_START;
        while let Some(outcome) = self.next(pause) {
            let started = Instant::now();
            let counts = shown.judged(&outcome);
            // What takes long is not begun at every key.
            pause = (HEAD_START + started.elapsed()).min(MOST_PAUSE);
            if let Some(counts) = counts {
                tell(Notice::Judged(counts));
            }
        }
    }

    /// The latest outcome, when none has come for a while.
    fn next(&self, pause: Duration) -> Option<Arc<Outcome>> {
        let mut papers = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let waste = std::mem::take(&mut papers.waste);
            if !waste.is_empty() {
                drop(papers);
                drop(waste);
                papers = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            if papers.closed {
                return None;
            }
            let Some(latest) = papers.latest.clone() else {
                papers = self.bell.wait(papers).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let (after, _) = self.bell.wait_timeout(papers, pause).unwrap_or_else(PoisonError::into_inner);
            papers = after;
            if papers.latest.as_ref().is_some_and(|it| Arc::ptr_eq(it, &latest)) {
                papers.latest = None;
                return (!papers.closed).then_some(latest);
            }
        }
    }
}
