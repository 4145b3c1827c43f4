//! Days and hours of the example's past: working days, office hours, British time, and the move by whole years.

use sha2::{Digest as _, Sha256};

use crate::base::Date;
use crate::source::Instant;

/// Years that stand in the texts as times; what lies outside them, such as the year of a standard, is none.
const YEARS: std::ops::RangeInclusive<i16> = 2020..=2040;

/// What stands before a year that is part of a name.
const NAMES: [&str; 3] = ["iso27001-", "27001:", "amendment "];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Moves a day by whole years; 29 February becomes 28 where the year has none.
pub(super) fn moved(day: Date, years: i16) -> Date {
    let year = day.year() + years;
    Date::new(year, day.month(), day.day()).or_else(|| Date::new(year, day.month(), 28)).unwrap_or(day)
}

/// Moves all years in a text, and makes days of the week fit again.
pub(super) fn moved_text(text: &str, years: i16) -> String {
    if years == 0 {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..at]);
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - at);
        let number = &rest[at..at + digits];
        let named = NAMES.iter().any(|it| out.ends_with(it));
        match number.parse::<i16>() {
            Ok(year) if digits == 4 && YEARS.contains(&year) && !named => out.push_str(&(year + years).to_string()),
            // Numbers of decisions begin with their year: 26-1-3.
            Ok(year) if is_decision(&rest[at..]) && !out.ends_with(['-', '.', ',']) => out.push_str(&(year + years).to_string()),
            _ => out.push_str(number),
        }
        rest = &rest[at + digits..];
    }
    out.push_str(rest);
    with_days_that_exist(&with_weekdays(&out))
}

/// `25-2-1`
fn is_decision(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = |at: usize, fits: fn(&u8) -> bool| bytes.get(at).is_some_and(fits);
    shape(0, |it| *it == b'2')
        && shape(1, u8::is_ascii_digit)
        && shape(2, |it| *it == b'-')
        && shape(3, |it| matches!(it, b'1' | b'2'))
        && shape(4, |it| *it == b'-')
        && shape(5, u8::is_ascii_digit)
        && !shape(6, u8::is_ascii_digit)
}

/// The last day of February.
fn with_days_that_exist(text: &str) -> String {
    let mut out = text.to_owned();
    for year in YEARS.start() - 10..=YEARS.end() + 60 {
        if Date::new(year, 2, 29).is_none() {
            out = out.replace(&format!("{year}-02-29"), &format!("{year}-02-28"));
        }
    }
    out
}

/// `Tuesday 23 June 2026`: the day of the week is worked out anew; without a year, the last one named counts.
fn with_weekdays(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last_year = None;
    for line in text.split_inclusive('\n') {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        for at in 0..words.len() {
            let plain = |word: Option<&String>| word.map(|it| it.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
            let day = plain(words.get(at + 1)).and_then(|it| it.parse::<i8>().ok());
            let month = plain(words.get(at + 2)).and_then(|it| MONTHS.iter().position(|month| *month == it));
            let year = plain(words.get(at + 3)).and_then(|it| it.parse::<i16>().ok()).filter(|it| *it > 2000);
            let (Some(day), Some(month)) = (day, month) else { continue };
            last_year = year.or(last_year);
            let date = last_year.and_then(|year| Date::new(year, i8::try_from(month + 1).ok()?, day));
            if let (Some(date), true) = (date, WEEKDAYS.contains(&words[at].as_str())) {
                WEEKDAYS[weekday(date)].clone_into(&mut words[at]);
            }
        }
        out.push_str(&words.join(" "));
    }
    out
}

/// Days since Monday.
pub(super) fn weekday(day: Date) -> usize {
    let monday = Date::new(2024, 1, 1).expect("1 January 2024 is a day");
    usize::try_from(day.days_since(monday).rem_euclid(7)).unwrap_or_default()
}

/// Whether offices are open.
pub(super) fn is_workday(day: Date) -> bool {
    let holiday = matches!((day.month(), day.day()), (12, 25..=26) | (1, 1));
    weekday(day) < 5 && !holiday
}

/// The day itself or the next one on which offices are open.
pub(super) fn workday(day: Date) -> Date {
    (0..10).map(|it| day.plus_days(it)).find(|it| is_workday(*it)).unwrap_or(day)
}

/// The day itself or the last one before it on which offices are open.
pub(super) fn workday_before(day: Date) -> Date {
    (0..10).map(|it| day.plus_days(-it)).find(|it| is_workday(*it)).unwrap_or(day)
}

/// The moment of a British clock.
pub(super) fn moment(day: Date, minute: i32) -> Instant {
    let offset = if is_summer(day) { 60 } else { 0 };
    let epoch = Date::new(1970, 1, 1).expect("the epoch is a day");
    let seconds = i64::from(day.days_since(epoch)) * 86_400 + i64::from(minute - offset) * 60;
    Instant { seconds, offset }
}

/// From the last Sunday of March to the day before the last Sunday of October.
fn is_summer(day: Date) -> bool {
    let last_sunday = |month: i8| {
        let end = Date::new(day.year(), month, 31).expect("March and October have 31 days");
        end.plus_days(-i32::try_from((weekday(end) + 1) % 7).unwrap_or_default())
    };
    last_sunday(3) <= day && day < last_sunday(10)
}

/// A number below `below` that looks like chance and is always the same.
pub(super) fn pick(what: &str, below: i32) -> i32 {
    let digest = Sha256::digest(what.as_bytes());
    let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    i32::try_from(i64::from(number) % i64::from(below.max(1))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn years_move_and_names_stay() {
        let text =
            "iso27001-2022:A.5 and 2022-09-01, AUD-2025-S, v7 2026-01, \"2018, amendment 2024\", 26-1-3, 3-26-1, 2024-02-29.\n";
        let moved =
            "iso27001-2022:A.5 and 2024-09-01, AUD-2027-S, v7 2028-01, \"2018, amendment 2024\", 28-1-3, 3-26-1, 2026-02-28.\n";
        assert_eq!(moved_text(text, 2), moved);
        assert_eq!(moved_text(text, 0), text);
        assert_eq!(
            moved_text("on Tuesday 23 June 2026, and Thursday 25 June,", 1),
            "on Wednesday 23 June 2027, and Friday 25 June,"
        );
    }

    #[test]
    fn british_summer_time_is_kept() {
        assert_eq!(moment(date("2026-01-01"), 540), Instant { seconds: 1_767_258_000, offset: 0 });
        assert_eq!(moment(date("2026-03-28"), 0).offset, 0);
        assert_eq!(moment(date("2026-03-29"), 0).offset, 60);
        assert_eq!(moment(date("2026-10-24"), 0).offset, 60);
        assert_eq!(moment(date("2026-10-25"), 0).offset, 0);
    }

    #[test]
    fn weekends_are_free() {
        assert_eq!(workday(date("2026-06-27")), date("2026-06-29"));
        assert_eq!(workday_before(date("2026-06-28")), date("2026-06-26"));
        assert!(is_workday(date("2026-07-01")) && !is_workday(date("2025-12-25")));
    }
}
