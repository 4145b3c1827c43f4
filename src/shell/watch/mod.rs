//! Waits until something changes: files of the SMS, or what git says of commits and branches. Whoever waits looks for himself what it
//! was; a change that is told of too often costs a look, one that is not told of would leave something old on the screen.
//!
//! Folders are watched, not files, as editors put new files in the place of old ones. Where the system cannot tell, or tells nothing
//! because the files lie on another machine, it is looked again and again.

mod folders;
mod place;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, Watcher as _};

use self::folders::Folders;
pub use self::place::Place;
use super::Since;

/// How long it has to be quiet after a change before it counts as done.
const QUIET: Duration = Duration::from_millis(5);
/// How long a burst may be waited for.
const BURST: Duration = Duration::from_millis(100);
/// Pause between two looks where the system does not tell.
const LOOK: Duration = Duration::from_millis(500);

/// Why waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something may have changed.
    Changed,
    /// Nothing happened in the time given.
    Nothing,
    /// Somebody said that it is over.
    Stop,
}

enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

/// Ends the waiting from another thread.
#[derive(Clone, Debug)]
pub struct Stopper(Sender<Signal>);

impl Stopper {
    /// Ends it.
    pub fn stop(&self) {
        // Nobody waits any more: then it is over already.
        let _nobody = self.0.send(Signal::Stop);
    }
}

/// Watches a place.
#[derive(Debug)]
pub struct Watch {
    place: Place,
    signals: Receiver<Signal>,
    sender: Sender<Signal>,
    /// None where it is looked again and again.
    native: Option<Native>,
    why_looking: Option<String>,
    /// When the last waiting ended with a change.
    woken: Option<Instant>,
    /// What was told of since somebody asked.
    told: Since,
}

#[derive(Debug)]
struct Native {
    watcher: RecommendedWatcher,
    folders: Folders,
}

impl Watch {
    /// Begins to watch. `look` asks for looking again and again, whatever the system could tell.
    pub fn start(place: Place, look: bool) -> Self {
        let (sender, signals) = mpsc::channel();
        let mut watch = Self { place, signals, sender, native: None, why_looking: None, woken: None, told: Since::nothing() };
        let started = if look {
            Err(String::from("it was asked for"))
        } else if let Some(kind) = place::told_by_nobody(watch.place.root()) {
            Err(format!("the folder lies on {kind}, which does not tell of changes"))
        } else {
            watch.native()
        };
        match started {
            Ok(native) => watch.native = Some(native),
            Err(why) => watch.why_looking = Some(why),
        }
        watch
    }

    fn native(&self) -> Result<Native, String> {
        let sender = self.sender.clone();
        // The receiver outlives the watcher, but for the moment in which both end.
        let tell = move |event| drop(sender.send(Signal::Event(event)));
        let watcher = RecommendedWatcher::new(tell, notify::Config::default()).map_err(|error| explain(&error))?;
        let mut native = Native { watcher, folders: Folders::default() };
        native.folders.add_all(&mut native.watcher, &self.place).map_err(|error| explain(&error))?;
        Ok(native)
    }

    /// Why it is looked again and again, if it is.
    pub fn why_looking(&self) -> Option<&str> {
        self.why_looking.as_deref()
    }

    /// What may have changed since this was asked for the last time.
    pub fn told(&mut self) -> Since {
        let told = std::mem::replace(&mut self.told, Since::nothing());
        if self.native.is_some() { told } else { Since::Anything }
    }

    /// What ends the waiting.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Says where git keeps what it knows; it may come and go.
    pub fn set_git(&mut self, folders: Vec<PathBuf>) {
        if self.place.set_git(folders)
            && let Some(native) = &mut self.native
            && let Err(error) = native.folders.add_all(&mut native.watcher, &self.place)
        {
            self.look_from_now_on(&error);
        }
    }

    /// Waits for a change, but not longer than a time. What comes in quick succession is one change.
    pub fn wait(&mut self, most: Duration) -> Wake {
        let wake = self.wait_once(most);
        if wake == Wake::Changed {
            self.woken = Some(Instant::now());
        }
        wake
    }

    fn wait_once(&mut self, most: Duration) -> Wake {
        if self.native.is_none() {
            return match self.signals.recv_timeout(LOOK.min(most)) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => Wake::Stop,
                Ok(Signal::Event(_)) | Err(RecvTimeoutError::Timeout) => Wake::Changed,
            };
        }
        let deadline = Instant::now() + most;
        let mut first = None;
        let mut written = false;
        // Changes that follow each other like this are a program's work, and it is not at its end.
        let burst = self.woken.is_some_and(|it| it.elapsed() < BURST);
        let quiet = if burst { BURST / 4 } else { QUIET };
        loop {
            let until = first.map_or(deadline, |first: Instant| (first + BURST).min(Instant::now() + quiet));
            // A file that was closed is whole, and it is all there is to wait for.
            let left = if written { Duration::ZERO } else { until.saturating_duration_since(Instant::now()) };
            match self.signals.recv_timeout(left) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stop,
                Ok(Signal::Event(event)) => match self.take(event) {
                    Told::Nothing => {}
                    told => {
                        written = told == Told::Closed && !burst;
                        first = first.or_else(|| Some(Instant::now()));
                        if first.is_some_and(|it| it.elapsed() > BURST) {
                            return Wake::Changed;
                        }
                    }
                },
                Err(RecvTimeoutError::Timeout) => return if first.is_some() { Wake::Changed } else { Wake::Nothing },
            }
        }
    }

    /// What an event tells.
    fn take(&mut self, event: notify::Result<Event>) -> Told {
        let Some(native) = &mut self.native else { return Told::Changed };
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.look_from_now_on(&error);
                return Told::Changed;
            }
        };
        if event.need_rescan() {
            self.told = Since::Anything;
            // Events were lost, those of new folders perhaps among them.
            native.folders.forget();
            if let Err(error) = native.folders.add_all(&mut native.watcher, &self.place) {
                self.look_from_now_on(&error);
            }
            return Told::Changed;
        }
        let closed = event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write));
        // Reading is an event too; to take it for a change would wake us by our own looking.
        if event.kind.is_access() && !closed {
            return Told::Nothing;
        }
        let counts: Vec<&Path> = event.paths.iter().map(PathBuf::as_path).filter(|path| self.place.counts(path)).collect();
        if counts.is_empty() {
            return Told::Nothing;
        }
        match &mut self.told {
            Since::Paths(paths) if counts.iter().all(|it| self.place.is_content(it)) => {
                paths.extend(counts.iter().map(|it| it.to_path_buf()));
            }
            told => *told = Since::Anything,
        }
        let moved = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(notify::event::ModifyKind::Name(_))
        );
        if moved && let Err(error) = native.folders.renew(&mut native.watcher, &self.place, &counts) {
            self.look_from_now_on(&error);
        }
        if closed { Told::Closed } else { Told::Changed }
    }

    fn look_from_now_on(&mut self, error: &notify::Error) {
        self.native = None;
        self.why_looking = Some(explain(error));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Nothing that counts.
    Nothing,
    /// Something changed, and there may be more.
    Changed,
    /// A file that was written to is closed.
    Closed,
}

fn explain(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => String::from(
            "the system watches no more folders for this user (on Linux `fs.inotify.max_user_watches` says how many)",
        ),
        _ => format!("the system does not tell of changes: {error}"),
    }
}

#[cfg(test)]
mod tests;
