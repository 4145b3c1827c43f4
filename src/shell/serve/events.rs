//! What browsers are told as it happens. There is one latest state of things, and whoever is slow gets the latest only: nothing
//! queues up.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How often a silent stream is written to: the only way to learn that its reader is gone.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// The latest message of each kind.
#[derive(Debug, Default)]
pub struct Events {
    state: Mutex<State>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct State {
    number: u64,
    closed: bool,
    /// By kind: the number under which it was told, and its text.
    latest: BTreeMap<&'static str, (u64, Arc<str>)>,
}

impl Events {
    /// Tells all browsers, those that come later too. `text` has one line.
    pub fn say(&self, kind: &'static str, text: &str) {
        debug_assert!(!text.contains(['\n', '\r']), "a message of several lines");
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.number += 1;
        let number = state.number;
        state.latest.insert(kind, (number, Arc::from(text)));
        drop(state);
        self.bell.notify_all();
    }

    /// Ends all streams.
    pub(super) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.bell.notify_all();
    }

    /// Writes one stream, to its end.
    pub(super) fn tell(&self, to: &mut dyn Write) {
        let mut told = 0;
        // How long a browser waits before it tries again, in milliseconds.
        let mut text = String::from("retry: 500\n\n");
        loop {
            if to.write_all(text.as_bytes()).and_then(|()| to.flush()).is_err() {
                return;
            }
            let Some((number, news)) = self.after(told) else { return };
            (told, text) = (number, news);
        }
    }

    /// What is newer than a number: at once, or when there is something, or a sign of life. `None` at the end.
    fn after(&self, told: u64) -> Option<(u64, String)> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = |state: &mut State| !state.closed && state.number == told;
        let (state, _) = self.bell.wait_timeout_while(state, HEARTBEAT, quiet).unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return None;
        }
        let mut news: Vec<_> = state.latest.iter().filter(|(_, (number, _))| *number > told).collect();
        news.sort_by_key(|(_, (number, _))| *number);
        let text: String =
            news.into_iter().map(|(kind, (number, text))| format!("event: {kind}\nid: {number}\ndata: {text}\n\n")).collect();
        Some((state.number, if text.is_empty() { String::from(":\n\n") } else { text }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_of_each_kind_is_told_in_order() {
        let events = Events::default();
        events.say("site", "1");
        events.say("problems", "2");
        events.say("site", "3");
        let (number, text) = events.after(0).unwrap();
        assert_eq!(text, "event: problems\nid: 2\ndata: 2\n\nevent: site\nid: 3\ndata: 3\n\n");
        events.say("problems", "4");
        assert_eq!(events.after(number).unwrap(), (4, String::from("event: problems\nid: 4\ndata: 4\n\n")));
        events.close();
        assert!(events.after(4).is_none());
    }
}
