//! The clock, read once per build. Everything else gets the day as a value.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::base::Date;

/// Today in UTC, so that one commit built in two places on one day is judged alike.
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    day_of(seconds)
}

/// Milliseconds since 1970, to tell a browser when something was.
pub(super) fn milliseconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_millis());
    u64::try_from(since).unwrap_or(u64::MAX)
}

/// Tells the time that has passed since it was made.
pub(super) fn stopwatch() -> impl Fn() -> Duration {
    let started = Instant::now();
    move || started.elapsed()
}

/// The UTC day of a number of seconds since 1970, as in `SOURCE_DATE_EPOCH`. Beyond year 9999 it stays at the calendar's end.
pub fn day_of(seconds: u64) -> Date {
    let epoch = Date::new(1970, 1, 1).expect("the epoch is a day");
    epoch.plus_days(i32::try_from(seconds / 86_400).unwrap_or(LAST_DAY).min(LAST_DAY))
}

/// Days from 1970 to the end of year 9999.
const LAST_DAY: i32 = 2_932_896;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_days_in_utc() {
        assert_eq!(day_of(0).to_string(), "1970-01-01");
        assert_eq!(day_of(1_582_934_399).to_string(), "2020-02-28");
        assert_eq!(day_of(1_582_934_400).to_string(), "2020-02-29");
        assert_eq!(day_of(253_402_300_799).to_string(), "9999-12-31");
        assert_eq!(day_of(u64::MAX).to_string(), "9999-12-31");
    }
}
